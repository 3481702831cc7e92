package web

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"passerelle/internal/access"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
)

// askAgain is after how many seconds a page looks again how far the program is.
const askAgain = 3

// importTask is one import on its way: where it stands, or what it asks.
func (s *Site) importTask(v *Visit) error {
	t, err := s.Directory.Task(v.R.Context(), v.By, v.R.PathValue("task"))
	if err != nil {
		return err
	}
	self := "/app/import/" + t.ID
	switch t.State {
	case directory.TaskColumns:
		return s.seeOther(v, self+"/colonnes")
	case directory.TaskDone:
		return s.seeOther(v, "/app/imports/"+t.Run+"?fait=1")
	}
	p := page.ImportTask{
		Frame: s.frame(v, v.L.T("import_task.title")), Back: v.href("/app/import"), Dataset: t.Dataset, File: cmp.Or(t.File, t.Address),
		Percent: percent(t), Why: t.Why, Hidden: hidden(s.newAct()), Drop: v.href(self + "/abandonner"),
		Report: s.importReport(v.L, t.Report, v.href(self)),
	}
	p.Here = "directory"
	switch t.State {
	case directory.TaskReceiving, directory.TaskReading:
		p.State, p.Again = page.ImportReading, askAgain
	case directory.TaskWriting:
		p.State, p.Again, p.Drop = page.ImportWriting, askAgain, "" // it is undone, once it is done
	case directory.TaskReady:
		p.State, p.Write = page.ImportReady, v.href(self+"/importer")
		if t.Rules != "" {
			p.Columns = v.href(self + "/colonnes")
		}
	case directory.TaskRefused:
		p.State = page.ImportRefused
	default:
		p.State = page.ImportDropped
	}
	return s.page(v, http.StatusOK, page.ImportTaskPage(p))
}

func percent(t directory.Task) int {
	if t.All <= 0 {
		return 0
	}
	return int(min(100, 100*t.Done/t.All))
}

// importReport puts a report into words. under is the address below which its
// places are listed.
func (s *Site) importReport(l *i18n.Local, r directory.TaskReport, under string) page.ImportReport {
	out := page.ImportReport{New: r.Counts.New, Changed: r.Counts.Changed, Unchanged: r.Counts.Unchanged, Refused: r.Counts.Refused, Absent: r.Counts.Absent, Cells: r.Cells.Cells, CSV: under + "/remarques.csv"}
	for _, t := range directory.Tables {
		if c := r.Tables[t.Name]; c != nil {
			out.Tables = append(out.Tables, page.ImportTable{Name: l.Text("import_field." + t.Name), New: c.New, Changed: c.Changed, Unchanged: c.Unchanged, Refused: c.Refused, Absent: c.Absent})
		}
	}
	out.Reasons = importReasons(r.Issues, under)
	return out
}

// importReasons lists kinds of things to look at, the commonest first.
func importReasons(counts map[string]int, under string) (list []page.ImportReason) {
	for reason, n := range counts {
		i := directory.Issue{Reason: reason}
		list = append(list, page.ImportReason{Says: i.Says(), Do: i.Do(), N: n, Href: under + "/remarques/" + reason})
	}
	slices.SortFunc(list, func(a, b page.ImportReason) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Says, b.Says)) })
	return list
}

// importWrite has the program import what it said it would.
func (s *Site) importWrite(v *Visit) error { return s.importAct(v, s.Directory.WriteTask) }

// importDrop gives an import up.
func (s *Site) importDrop(v *Visit) error { return s.importAct(v, s.Directory.DropTask) }

// importAct does one thing to a task. Where somebody was quicker, its page says
// where it stands.
func (s *Site) importAct(v *Visit, act func(ctx context.Context, by access.Actor, task string) error) error {
	if _, err := s.form(v); err != nil {
		return err
	}
	err := act(v.R.Context(), v.By, v.R.PathValue("task"))
	if err != nil && !fault.Is(err, fault.Conflict) {
		return err
	}
	return s.seeOther(v, "/app/import/"+v.R.PathValue("task"))
}
