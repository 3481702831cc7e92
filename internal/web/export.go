package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/consent"
	"passerelle/internal/fault"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// exportShow is where an export is asked, confirmed, stopped and taken.
func (s *Site) exportShow(v *Visit) error { return s.exportPage(v, http.StatusOK, nil) }

func (s *Site) exportPage(v *Visit, status int, wrong []ui.Problem) error {
	list, now, err := s.Consent.Exports(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	var ids []access.Worker
	for _, x := range list {
		ids = append(ids, x.AskedBy, x.ConfirmedBy)
	}
	names, err := s.Org.WorkerNames(v.R.Context(), ids)
	if err != nil {
		return err
	}
	p := page.Export{Frame: s.frame(v, v.L.T("export.title")), Back: v.href("/app"), Problems: wrong, Act: s.newAct()}
	open := false
	for _, x := range list {
		at, state := v.href("/app/export/"+x.ID), x.State(now)
		row := page.ExportRow{State: "export.state_" + string(state), Asked: s.when(v, x.Asked.Time), AskedBy: names[x.AskedBy], ConfirmedBy: names[x.ConfirmedBy]}
		if x.Open(now) {
			open = true
			row.End = at + "/arreter"
		}
		switch {
		case state == consent.ExportAsked:
			row.Until = s.when(v, x.Asked.Add(consent.ConfirmWithin))
			if x.AskedBy != v.By.Worker() {
				row.Confirm = at + "/confirmer"
			}
		case state == consent.ExportConfirmed:
			row.Until = s.when(v, x.Confirmed.Add(consent.TakeWithin))
			if x.AskedBy == v.By.Worker() && consent.MayAskExport(v.By) {
				row.Take = at + "/prendre"
			}
		}
		p.Rows = append(p.Rows, row)
	}
	if !open && consent.MayAskExport(v.By) {
		p.Ask = v.href("/app/export")
	}
	return s.page(v, status, page.ExportPage(p))
}

// exportAct does one act and comes back to the page, which says what stood
// against it.
func (s *Site) exportAct(v *Visit, do func(f url.Values) error) error {
	f, err := s.form(v)
	if err != nil {
		return err
	}
	err = do(f)
	if fault.Is(err, fault.Conflict) {
		return s.exportPage(v, http.StatusConflict, told(err, ""))
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/export")
}

func (s *Site) exportAsk(v *Visit) error {
	return s.exportAct(v, func(f url.Values) error {
		_, err := s.Consent.AskExport(v.R.Context(), v.By, f.Get("act"))
		return err
	})
}

func (s *Site) exportConfirm(v *Visit) error {
	return s.exportAct(v, func(f url.Values) error {
		return s.Consent.ConfirmExport(v.R.Context(), v.By, f.Get("act"), v.R.PathValue("demande"))
	})
}

func (s *Site) exportEnd(v *Visit) error {
	return s.exportAct(v, func(f url.Values) error {
		return s.Consent.EndExport(v.R.Context(), v.By, f.Get("act"), v.R.PathValue("demande"))
	})
}

// ExportFile is the file of an export. It says who took it and who let it.
type ExportFile struct {
	Version  int            `json:"version"`
	Export   string         `json:"export"`
	Org      string         `json:"organization"`
	TakenBy  string         `json:"taken_by"`
	TakenAt  time.Time      `json:"taken_at"`
	Records  []ExportRecord `json:"records"`
	Attached string         `json:"note"`
}

// ExportRecord is one person's record, as their organisation keeps it.
type ExportRecord struct {
	Code     string    `json:"code"`
	Note     string    `json:"note"`
	Reach    string    `json:"reach"`
	Language string    `json:"language"`
	Since    time.Time `json:"since"`
}

// exportTake gives the file. The act is spent by it: a second press is told so.
func (s *Site) exportTake(v *Visit) error {
	if _, err := s.form(v); err != nil {
		return err
	}
	id := v.R.PathValue("demande")
	list, err := s.Consent.TakeExport(v.R.Context(), v.By, id)
	if fault.Is(err, fault.Conflict) {
		return s.exportPage(v, http.StatusConflict, told(err, ""))
	}
	if err != nil {
		return err
	}
	out := ExportFile{Version: 1, Export: id, Org: string(v.By.Org()), TakenBy: v.Worker.Name, TakenAt: s.Clock.Now().In(s.Zone), Records: []ExportRecord{}, Attached: v.L.T("export.note")}
	for _, p := range list {
		out.Records = append(out.Records, ExportRecord{p.Code, p.Facts.Note, p.Facts.Reach, p.Language, p.Since.In(s.Zone)})
	}
	b, err := json.MarshalIndent(out, "", "  ")
	if err != nil {
		return err
	}
	return s.download(v, "application/json; charset=utf-8", "document.json", append(b, '\n')) // a name that says nothing of what it is
}
