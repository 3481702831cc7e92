package web

import (
	"net/http"

	"passerelle/internal/access"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// historyShow is what happened to a service, for those who may change it.
func (s *Site) historyShow(v *Visit) error { return s.historyPage(v, http.StatusOK, nil) }

func (s *Site) historyPage(v *Visit, status int, wrong []ui.Problem) error {
	service := access.Service(v.R.PathValue("id"))
	h, err := s.Directory.History(v.R.Context(), v.By, service)
	if err != nil {
		return err
	}
	names, err := s.workersOf(v, h)
	if err != nil {
		return err
	}
	self := "/app/service/" + string(service) + "/historique"
	p := page.ServiceHistory{
		Frame: s.frame(v, v.L.T("history.title")), Back: v.href("/app/repertoire"), Service: s.serviceName(v, service), See: v.href("/service/" + string(service)),
		Done: v.R.URL.Query().Get("annule") != "", Problems: wrong, Born: s.born(v, h.Born),
	}
	p.Here = "directory"
	for _, r := range h.Revisions {
		a := page.HistoryAct{What: ui.T(v.L, revisionKeys[r.Kind]), Who: revisionAuthor(v.L, r, names), When: s.when(v, r.At), Undone: r.UndoneBy != "" && r.Undoable == 0}
		for _, c := range r.Changes {
			a.Changes = append(a.Changes, s.historyChange(v.L, c))
		}
		if r.Undoable > 0 {
			a.Undo, a.Hidden = v.href(self+"/"+r.ID), hidden(s.newAct())
			for _, c := range r.Changes {
				a.Some = a.Some || !c.Stands
			}
		}
		p.Acts = append(p.Acts, a)
	}
	return s.page(v, status, page.ServiceHistoryPage(p))
}

// historyUndo takes one change back.
func (s *Site) historyUndo(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	service := v.R.PathValue("id")
	err = s.Directory.Revert(v.R.Context(), v.By, form.Get("act"), v.R.PathValue("revision"), form.Get("rest") == "1")
	if fault.Is(err, fault.Conflict) {
		return s.historyPage(v, http.StatusConflict, told(err, ""))
	}
	if err != nil {
		return err
	}
	if err := s.current(v, access.Service(service)); err != nil {
		return err
	}
	return s.seeOther(v, "/app/service/"+service+"/historique?annule=1")
}

// current has this node show what was just said, before the log comes round:
// who mends something and looks must see it mended.
func (s *Site) current(v *Visit, services ...access.Service) error {
	if s.Refresh == nil {
		return nil
	}
	return s.Refresh(v.R.Context(), services...)
}

func (s *Site) born(v *Visit, b directory.Birth) i18n.Text {
	if b.At.IsZero() {
		return v.L.Text("history.born_here")
	}
	return v.L.Text("history.born", "date", s.on(v, b.At), "source", b.Source)
}

var revisionKeys = map[directory.RevisionKind]string{
	directory.ByConfirm: "history.kind_confirm", directory.ByChange: "history.kind_change", directory.ByUpdate: "history.kind_update",
	directory.BySuggestion: "history.kind_suggestion", directory.ByMerge: "history.kind_merge", directory.ByUndo: "history.kind_undo",
	directory.ByImport: "history.kind_import", directory.ByImportUndo: "history.kind_import_undo",
}

// workersOf are the names of the colleagues who changed something. Who acted
// for another organisation stays the other organisation's to know.
func (s *Site) workersOf(v *Visit, h directory.History) (map[access.Worker]string, error) {
	var ids []access.Worker
	for _, r := range h.Revisions {
		if r.Worker != "" && r.Org == v.By.Org() {
			ids = append(ids, r.Worker)
		}
	}
	return s.Org.WorkerNames(v.R.Context(), ids)
}

func revisionAuthor(l *i18n.Local, r directory.Revision, names map[access.Worker]string) i18n.Text {
	switch {
	case r.Source != "":
		return i18n.Text{S: r.Source}
	case r.OrgName != "" && names[r.Worker] != "":
		return l.Text("history.who_worker", "worker", names[r.Worker], "org", r.OrgName)
	case r.OrgName != "" && r.By == access.Updater:
		return l.Text("history.who_link", "org", r.OrgName)
	case r.OrgName != "":
		return i18n.Text{S: r.OrgName}
	case r.By == access.Operator:
		return l.Text("history.who_operator")
	}
	return l.Text("history.who_system")
}
