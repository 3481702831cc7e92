package web

import (
	"net/http"

	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/hsds"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// importRun is an import that was made: what it did, what there is to look at,
// and until when it can be taken back.
func (s *Site) importRun(v *Visit) error {
	r, report, err := s.runReport(v)
	if err != nil {
		return err
	}
	self := "/app/imports/" + r.ID
	p := page.ImportRun{
		Frame: s.frame(v, v.L.T("import_task.title")), Back: v.href("/app/import"), Dataset: r.Dataset, When: s.when(v, r.At),
		By: s.orgName(v, r.By).S, Report: report, Fresh: v.R.URL.Query().Get("fait") != "",
	}
	p.Here = "directory"
	switch {
	case !r.Undone.IsZero():
		p.Undone = s.when(v, r.Undone)
	case r.CanUndo(s.Clock.Now()):
		p.Undo, p.Until = v.href(self+"/annuler"), s.on(v, r.At.Add(directory.UndoFor))
	}
	if r.Last {
		p.Source = v.href(self + "/source.zip")
	}
	return s.page(v, http.StatusOK, page.ImportRunPage(p))
}

func (s *Site) runReport(v *Visit) (r directory.Run, report page.ImportReport, err error) {
	ctx := v.R.Context()
	if r, err = s.Directory.Run(ctx, v.By, v.R.PathValue("run")); err != nil {
		return r, report, err
	}
	issues, err := s.Directory.IssueCounts(ctx, v.By, r.ID)
	if err != nil {
		return r, report, err
	}
	said := directory.TaskReport{Counts: r.Counts, Tables: r.Tables, Issues: issues}
	said.Cells.Cells = r.Cells
	return r, s.importReport(v.L, said, v.href("/app/imports/"+r.ID)), nil
}

// importUndoAsk has the reader confirm that an import is taken back.
func (s *Site) importUndoAsk(v *Visit) error { return s.importUndoForm(v, http.StatusOK, nil) }

func (s *Site) importUndoForm(v *Visit, status int, wrong []ui.Problem) error {
	r, report, err := s.runReport(v)
	if err != nil {
		return err
	}
	self := "/app/imports/" + r.ID
	p := page.ImportUndo{
		Frame: s.frame(v, v.L.T("import_task.title")), Dataset: r.Dataset, Report: report,
		Step: ui.Step{Back: v.href(self), Action: v.href(self + "/annuler"), Hidden: hidden(s.newAct()), Problems: wrong},
	}
	p.Here = "directory"
	return s.page(v, status, page.ImportUndoPage(p))
}

func (s *Site) importUndo(v *Visit) error {
	if _, err := s.form(v); err != nil {
		return err
	}
	err := s.Directory.Undo(v.R.Context(), v.By, v.R.PathValue("run"))
	if fault.Is(err, fault.Conflict) {
		return s.importUndoForm(v, http.StatusConflict, told(err, ""))
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/imports/"+v.R.PathValue("run"))
}

// importSource gives a dataset back as it came.
func (s *Site) importSource(v *Visit) error {
	r, err := s.Directory.Run(v.R.Context(), v.By, v.R.PathValue("run"))
	if err != nil {
		return err
	}
	if !r.Last {
		return fault.New(fault.NotFound, "error.not_found")
	}
	h := v.W.Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Disposition", `attachment; filename="source.zip"`)
	return hsds.GiveBack(v.W, func(fn func(directory.SourceRow) error) error {
		return s.Directory.Sources(v.R.Context(), v.By, r.Dataset, fn)
	})
}
