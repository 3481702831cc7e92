package web

import (
	"bufio"
	"cmp"
	"encoding/csv"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// issuesPage is how many places a page lists, and a CSV reads at once.
const (
	issuesPage = 50
	issuesRead = 1000
)

// importTaskIssues and importRunIssues list the places of one kind of thing to
// look at: in a file that was tried, in an import that was made.
func (s *Site) importTaskIssues(v *Visit) error {
	task := v.R.PathValue("task")
	return s.importIssues(v, task, "/app/import/"+task, false)
}

func (s *Site) importRunIssues(v *Visit) error {
	run := v.R.PathValue("run")
	return s.importIssues(v, run, "/app/imports/"+run, true)
}

func (s *Site) importIssues(v *Visit, run, under string, made bool) error {
	ctx, reason := v.R.Context(), v.R.PathValue("reason")
	if !slices.Contains(directory.Reasons, reason) {
		return fault.New(fault.NotFound, "error.not_found")
	}
	after, _ := strconv.Atoi(v.R.URL.Query().Get("apres")) // anything else is the start
	counts, err := s.Directory.IssueCounts(ctx, v.By, run)
	if err != nil {
		return err
	}
	found, err := s.Directory.Issues(ctx, v.By, run, reason, after, issuesPage)
	if err != nil {
		return err
	}
	if len(found) == 0 && after == 0 {
		return fault.New(fault.NotFound, "error.not_found")
	}
	var mended map[int]string
	if made {
		if mended, err = s.Directory.CorrectedRemarks(ctx, v.By, found); err != nil {
			return err
		}
	}
	i := directory.Issue{Reason: reason}
	p := page.ImportIssues{Frame: s.frame(v, v.L.T("import_task.title")), Back: v.href(under), Says: i.Says(), Do: i.Do(), N: counts[reason], CSV: v.href(under + "/remarques.csv")}
	p.Here = "directory"
	for _, f := range found {
		x := page.ImportPlace{File: f.File, Row: f.Row, Column: f.Column, Value: f.Value, Mended: mended[f.No]}
		if made && f.CanCorrect() {
			x.Mend = v.href(under + "/corriger/" + strconv.Itoa(f.No))
		}
		p.Places = append(p.Places, x)
	}
	if len(found) == issuesPage {
		p.Next = v.href(under+"/remarques/"+reason, "apres", strconv.Itoa(found[len(found)-1].No))
	}
	return s.page(v, http.StatusOK, page.ImportIssuesPage(p))
}

// importTaskCSV and importRunCSV give all of them as a table for a spreadsheet.
func (s *Site) importTaskCSV(v *Visit) error {
	t, err := s.Directory.Task(v.R.Context(), v.By, v.R.PathValue("task"))
	if err != nil {
		return err
	}
	return s.importCSV(v, t.ID)
}

func (s *Site) importRunCSV(v *Visit) error {
	r, err := s.Directory.Run(v.R.Context(), v.By, v.R.PathValue("run"))
	if err != nil {
		return err
	}
	return s.importCSV(v, r.ID)
}

// importCSV writes the places of an import that is known to be there.
func (s *Site) importCSV(v *Visit, run string) error {
	h := v.W.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="remarques.csv"`)
	out := bufio.NewWriter(v.W)
	out.WriteString("\ufeff") // without it, spreadsheets take the accents for something else
	table := csv.NewWriter(out)
	head := []string{"import_task.col_file", "import_task.col_row", "import_task.col_column", "import_task.col_value", "import_task.col_says", "import_task.col_do"}
	for i, key := range head {
		head[i] = v.L.T(key)
	}
	table.Write(head)
	for after := 0; ; {
		found, err := s.Directory.Issues(v.R.Context(), v.By, run, "", after, issuesRead)
		if err != nil {
			return err
		}
		for _, f := range found {
			row := ""
			if f.Row > 0 {
				row = strconv.Itoa(f.Row)
			}
			table.Write([]string{harmless(f.File), row, harmless(f.Column), harmless(f.Value), v.L.T(f.Says()), v.L.T(f.Do())})
			after = f.No
		}
		if len(found) < issuesRead {
			break
		}
	}
	table.Flush()
	return cmp.Or(table.Error(), out.Flush())
}

// importMendAsk asks for the right value of one field.
func (s *Site) importMendAsk(v *Visit) error {
	m, err := s.remark(v)
	if err != nil {
		return err
	}
	return s.importMendForm(v, http.StatusOK, m, s.newAct(), m.Value, nil)
}

func (s *Site) remark(v *Visit) (directory.Remark, error) {
	no, err := strconv.Atoi(v.R.PathValue("no"))
	if err != nil {
		return directory.Remark{}, fault.New(fault.NotFound, "error.not_found")
	}
	return s.Directory.Remark(v.R.Context(), v.By, v.R.PathValue("run"), no)
}

// longField is from how many letters on a value is written in several lines.
const longField = 60

func (s *Site) importMendForm(v *Visit, status int, m directory.Remark, act, value string, wrong []ui.Problem) error {
	under := "/app/imports/" + v.R.PathValue("run")
	p := page.ImportMend{
		Frame: s.frame(v, v.L.T("import_task.title")), Says: m.Says(), Do: m.Do(), Record: named(m.Record), Field: fieldName(v.L, m.Table+"."+m.Field), Value: value,
		Place: page.ImportPlace{File: m.File, Row: m.Row, Column: m.Issue.Column, Value: m.Issue.Value}, Long: len(value) > longField || len(m.Issue.Value) > longField,
		Step: ui.Step{Back: v.href(under + "/remarques/" + m.Reason), Action: v.href(under + "/corriger/" + v.R.PathValue("no")), Hidden: hidden(act), Problems: wrong},
	}
	p.Here = "directory"
	return s.page(v, status, page.ImportMendPage(p))
}

func (s *Site) importMend(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	m, err := s.remark(v)
	if err != nil {
		return err
	}
	err = s.Directory.CorrectRemark(v.R.Context(), v.By, v.R.PathValue("run"), m.No, form.Get("value"))
	if wrong, status, ok := again(err); ok {
		for i := range wrong {
			wrong[i].Args = []any{"words", strings.Join(directory.Enum(m.Field), ", "), "most", directory.CellMost}
		}
		return s.importMendForm(v, status, m, form.Get("act"), form.Get("value"), wrong)
	}
	if err != nil {
		return err
	}
	if m.Table == "service" {
		if err := s.current(v, access.Service(m.ID)); err != nil {
			return err
		}
	}
	return s.seeOther(v, "/app/imports/"+v.R.PathValue("run")+"/remarques/"+m.Reason)
}

// fieldName is what people call a target of a mapping.
func fieldName(l *i18n.Local, target string) i18n.Text {
	if key := targetKeys[target]; key != "" {
		return l.Text(key)
	}
	return i18n.Text{S: target}
}
