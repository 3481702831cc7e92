package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/hsds"
	"passerelle/internal/hsds/intake"
	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// columnsOf reads what is said of the columns of a task, and how they look.
func (s *Site) columnsOf(v *Visit) (t directory.Task, m hsds.Mapping, samples []hsds.Sample, err error) {
	if t, err = s.Directory.Task(v.R.Context(), v.By, v.R.PathValue("task")); err != nil {
		return t, m, nil, err
	}
	if t.State != directory.TaskColumns && t.State != directory.TaskReady || t.Rules == "" {
		return t, m, nil, fault.New(fault.Conflict, "import_task.moved_on")
	}
	m, e1 := hsds.ParseMapping([]byte(t.Rules))
	samples, e2 := intake.Sample(t)
	return t, m, samples, errors.Join(e1, e2)
}

// samplesShown of a column stand beside it; previewRows of a list are shown as
// they would become.
const (
	samplesShown = 3
	previewRows  = 3
)

// importColumns is what the columns are said to be, to check before it is tried.
func (s *Site) importColumns(v *Visit) error {
	t, m, samples, err := s.columnsOf(v)
	if fault.Is(err, fault.Conflict) {
		return s.seeOther(v, "/app/import/"+v.R.PathValue("task"))
	}
	if err != nil {
		return err
	}
	self := "/app/import/" + t.ID
	p := page.ImportColumns{
		Frame: s.frame(v, v.L.T("import_task.title")), Dataset: t.Dataset,
		Step: ui.Step{Back: v.href("/app/import"), Action: v.href(self + "/colonnes"), Hidden: hidden(s.newAct())},
	}
	p.Here = "directory"
	for n, sample := range samples {
		part := m.Part(sample)
		f := page.ImportFile{Change: v.href(self + "/constantes/" + strconv.Itoa(n))}
		if len(samples) > 1 {
			f.Name = sample.File
		}
		rules := part.Rules(sample.Header)
		for i, name := range hsds.ColumnNames(sample.Header) {
			c := page.ImportColumn{Name: name, Samples: examples(sample, i, samplesShown), Change: v.href(fmt.Sprintf("%s/colonne/%d-%d", self, n, i))}
			p.All++
			if rule, ok := rules[i]; ok {
				p.Known++
				c.Ignored, c.Becomes = rule.Ignore, becomes(v.L, rule)
			}
			f.Columns = append(f.Columns, c)
		}
		for _, c := range part.Constants {
			f.Constants = append(f.Constants, page.ImportConstant{Field: fieldName(v.L, c.To), Value: c.Value})
		}
		for _, row := range m.Preview(sample, previewRows) {
			f.Preview = append(f.Preview, previewOf(v.L, row))
		}
		p.Files = append(p.Files, f)
	}
	return s.page(v, http.StatusOK, page.ImportColumnsPage(p))
}

// examples are values of a column, each once.
func examples(s hsds.Sample, column, most int) (out []string) {
	for _, row := range s.Rows {
		if column >= len(row) {
			continue
		}
		if x := strings.TrimSpace(row[column]); x != "" && !slices.Contains(out, x) && len(out) < most {
			out = append(out, x)
		}
	}
	return out
}

func becomes(l *i18n.Local, rule hsds.MappingColumn) (out []i18n.Text) {
	for _, to := range rule.To {
		out = append(out, fieldName(l, to))
	}
	if rule.Attribute != "" {
		out = append(out, fieldName(l, "@"+rule.Attribute))
	}
	return out
}

// previewOf is a row as it would become, called by the name of its service.
func previewOf(l *i18n.Local, row []hsds.Placed) (x page.ImportPreview) {
	for _, name := range []string{"service.name", "organization.name", "location.name"} {
		i := slices.IndexFunc(row, func(p hsds.Placed) bool { return p.Target == name })
		if i >= 0 && x.Title.S == "" {
			x.Title = named(row[i].Value)
		}
	}
	if x.Title.S == "" {
		x.Title = l.Text("import_task.preview_unnamed")
	}
	for _, p := range row {
		x.Fields = append(x.Fields, page.ImportConstant{Field: fieldName(l, p.Target), Value: p.Value})
	}
	return x
}

// importTry has the program read the file by what was said of its columns.
func (s *Site) importTry(v *Visit) error { return s.importAct(v, s.Directory.TryTask) }

// columnAt finds the column that an address names: 0-3 is the fourth of the
// first table.
func columnAt(v *Visit, samples []hsds.Sample) (sample hsds.Sample, column int, err error) {
	file, no, _ := strings.Cut(v.R.PathValue("column"), "-")
	f, e1 := strconv.Atoi(file)
	column, e2 := strconv.Atoi(no)
	if e1 != nil || e2 != nil || f < 0 || f >= len(samples) || column < 0 || column >= len(samples[f].Header) {
		return sample, 0, fault.New(fault.NotFound, "error.not_found")
	}
	return samples[f], column, nil
}

// Answers of the question what a column becomes, besides targets.
const (
	columnUnused  = ""
	columnIgnored = "-"
)

// importColumnAsk asks what one column becomes.
func (s *Site) importColumnAsk(v *Visit) error {
	_, m, samples, err := s.columnsOf(v)
	if err != nil {
		return err
	}
	sample, column, err := columnAt(v, samples)
	if err != nil {
		return err
	}
	rule := m.Part(sample).Rules(sample.Header)[column]
	return s.importColumnForm(v, http.StatusOK, sample, column, ruleForm(rule), nil)
}

// ruleForm is a rule as its form shows it.
func ruleForm(r hsds.MappingColumn) url.Values {
	form := url.Values{"split": {visible(r.Split)}, "parts": {visible(r.Parts)}, "join": {visible(r.Join)}, "label": {r.Label}}
	targets := r.To
	if r.Attribute != "" {
		targets = append([]string{"@" + r.Attribute}, targets...)
	}
	switch {
	case r.Ignore:
		form.Set("what", columnIgnored)
	case len(targets) > 0:
		form.Set("what", targets[0])
	}
	if len(targets) > 1 {
		form.Set("also", targets[1])
		form["rest"] = targets[2:]
	}
	var lines []string
	for from, to := range r.Values {
		lines = append(lines, from+" = "+to)
	}
	slices.Sort(lines)
	form.Set("values", strings.Join(lines, "\n"))
	if r.Others != "" {
		form.Set("keep", "1")
	}
	return form
}

// A line end cannot be typed in a line: it is written \n there.
func visible(s string) string { return strings.ReplaceAll(s, "\n", `\n`) }
func written(s string) string { return strings.ReplaceAll(s, `\n`, "\n") }

// ruleOf is the rule that a form says; false when the column is not used.
func ruleOf(form url.Values, name string) (r hsds.MappingColumn, used bool) {
	r = hsds.MappingColumn{Column: name, Split: written(form.Get("split")), Parts: written(form.Get("parts")), Join: written(form.Get("join")), Label: strings.TrimSpace(form.Get("label"))}
	switch what := form.Get("what"); what {
	case columnUnused:
		return r, false
	case columnIgnored:
		return hsds.MappingColumn{Column: name, Ignore: true}, true
	default:
		for _, to := range append([]string{what, form.Get("also")}, form["rest"]...) {
			if taxonomy, ok := strings.CutPrefix(to, "@"); ok {
				r.Attribute = taxonomy
			} else if to != "" && !slices.Contains(r.To, to) {
				r.To = append(r.To, to)
			}
		}
	}
	for line := range strings.Lines(form.Get("values")) {
		from, to, ok := strings.Cut(line, "=")
		if from = strings.TrimSpace(from); from == "" {
			continue
		}
		if !ok {
			to = from
		}
		if r.Values == nil {
			r.Values = map[string]string{}
		}
		r.Values[from] = strings.TrimSpace(to)
	}
	if r.Values != nil && form.Get("keep") != "" {
		r.Others = "keep"
	}
	return r, true
}

func (s *Site) importColumnForm(v *Visit, status int, sample hsds.Sample, column int, form url.Values, wrong []ui.Problem) error {
	self := "/app/import/" + v.R.PathValue("task")
	more := false
	for _, name := range []string{"also", "split", "parts", "join", "label", "values", "keep"} {
		more = more || form.Get(name) != ""
	}
	carried := hidden(s.newAct())
	for _, to := range form["rest"] {
		carried = append(carried, ui.Hidden{Name: "rest", Value: to})
	}
	p := page.ImportColumnAsk{
		Frame: s.frame(v, v.L.T("import_task.title")), Name: hsds.ColumnNames(sample.Header)[column], Samples: examples(sample, column, len(sample.Rows)),
		Step:  ui.Step{Back: v.href(self + "/colonnes"), Action: v.href(self + "/colonne/" + v.R.PathValue("column")), Hidden: carried, Problems: wrong},
		What:  fieldOptions([]ui.Option{{Value: columnUnused, Key: "import_task.becomes_nothing"}, {Value: columnIgnored, Key: "import_task.becomes_ignored"}}, form.Get("what")),
		Also:  fieldOptions([]ui.Option{{Value: columnUnused, Key: "import_task.also_nothing"}}, form.Get("also")),
		Split: form.Get("split"), Parts: form.Get("parts"), Join: form.Get("join"), Label: form.Get("label"), Values: form.Get("values"), Keep: form.Get("keep") != "", More: more,
	}
	p.Here = "directory"
	return s.page(v, status, page.ImportColumnPage(p))
}

// importColumnSave keeps what one column becomes.
func (s *Site) importColumnSave(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	t, m, samples, err := s.columnsOf(v)
	if err != nil {
		return err
	}
	sample, column, err := columnAt(v, samples)
	if err != nil {
		return err
	}
	rule, used := ruleOf(form, hsds.ColumnNames(sample.Header)[column])
	m.Part(sample).SetRule(sample.Header, column, rule, used)
	if wrong := mappingProblems(v.L, m, "what"); len(wrong) > 0 {
		return s.importColumnForm(v, http.StatusUnprocessableEntity, sample, column, form, wrong)
	}
	if err := s.Directory.SaveRules(v.R.Context(), v.By, t.ID, string(m.JSON())); err != nil {
		return err
	}
	return s.seeOther(v, "/app/import/"+t.ID+"/colonnes")
}

// mappingProblems says at a field what is wrong with a mapping.
func mappingProblems(l *i18n.Local, m hsds.Mapping, field string) []ui.Problem {
	wrong := hsds.MappingFault{}
	if !errors.As(m.Check(), &wrong) {
		return nil
	}
	return []ui.Problem{{Field: field, Key: "mapping." + wrong.Why, Args: []any{"column", wrong.Column, "target", fieldName(l, wrong.Target)}}}
}

// importConstantsAsk asks what is the same in each row.
func (s *Site) importConstantsAsk(v *Visit) error {
	return s.importConstantsForm(v, http.StatusOK, url.Values{}, nil)
}

func (s *Site) importConstantsForm(v *Visit, status int, form url.Values, wrong []ui.Problem) error {
	t, m, samples, err := s.columnsOf(v)
	if err != nil {
		return err
	}
	sample, err := fileAt(v, samples)
	if err != nil {
		return err
	}
	self := "/app/import/" + t.ID
	p := page.ImportConstantsAsk{
		Frame: s.frame(v, v.L.T("import_task.title")), Value: form.Get("value"), What: fieldOptions(nil, form.Get("what")),
		Step: ui.Step{Back: v.href(self + "/colonnes"), Action: v.href(self + "/constantes/" + v.R.PathValue("file")), Hidden: hidden(s.newAct()), Problems: wrong},
	}
	p.Here = "directory"
	for _, c := range m.Part(sample).Constants {
		p.Given = append(p.Given, page.ImportGiven{
			ImportConstant: page.ImportConstant{Field: fieldName(v.L, c.To), Value: c.Value},
			Hidden:         hidden(s.newAct(), ui.Hidden{Name: "remove", Value: c.To}),
		})
	}
	return s.page(v, status, page.ImportConstantsPage(p))
}

func fileAt(v *Visit, samples []hsds.Sample) (hsds.Sample, error) {
	n, err := strconv.Atoi(v.R.PathValue("file"))
	if err != nil || n < 0 || n >= len(samples) {
		return hsds.Sample{}, fault.New(fault.NotFound, "error.not_found")
	}
	return samples[n], nil
}

// importConstantsSave adds one, or takes one out.
func (s *Site) importConstantsSave(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	t, m, samples, err := s.columnsOf(v)
	if err != nil {
		return err
	}
	sample, err := fileAt(v, samples)
	if err != nil {
		return err
	}
	part, to, value := m.Part(sample), form.Get("what"), strings.TrimSpace(form.Get("value"))
	out := form.Get("remove")
	if out == "" {
		out = to // one field, one value
		if value == "" {
			return s.importConstantsForm(v, http.StatusUnprocessableEntity, form, []ui.Problem{{Field: "value", Key: "import_task.value_missing"}})
		}
	}
	part.Constants = slices.DeleteFunc(part.Constants, func(c hsds.MappingConstant) bool { return c.To == out })
	if form.Get("remove") == "" {
		part.Constants = append(part.Constants, hsds.MappingConstant{To: to, Value: value})
	}
	if wrong := mappingProblems(v.L, m, "what"); len(wrong) > 0 {
		return s.importConstantsForm(v, http.StatusUnprocessableEntity, form, wrong)
	}
	if err := s.Directory.SaveRules(v.R.Context(), v.By, t.ID, string(m.JSON())); err != nil {
		return err
	}
	return s.seeOther(v, "/app/import/"+t.ID+"/constantes/"+v.R.PathValue("file"))
}
