package web

import (
	"net/http"
	"net/url"
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

// sheetLines bounds the lines that a form may send.
const sheetLines = 40

// choiceOption is a value that may be chosen, and the key that says it.
type choiceOption struct{ value, key string }

// capacityOptions are the states of words.md §2.
var capacityOptions = []choiceOption{
	{"", "sheet.capacity_unknown"}, {"open", "service.cap_open"}, {"full", "service.cap_full"}, {"waitlist", "service.cap_wait"}, {"assessment", "service.cap_assess"},
}

var paperOptions = []choiceOption{
	{"", "sheet.paper_unknown"}, {"confirmed", "sheet.paper_confirmed"}, {"announced", "sheet.paper_announced"}, {"no", "sheet.paper_no"},
}

// sheetForm is a sheet as its form, with an empty line to add a number and one
// to add hours.
func (s *Site) sheetForm(l *i18n.Local, sh directory.Sheet, wrong []ui.Problem) page.Sheet {
	p := page.Sheet{Closed: sh.Closed, ClosedUntil: sh.ClosedUntil, ClosedWords: sh.ClosedWords, HoursMore: sh.HoursMore, Description: sh.Description, Problems: wrong}
	for _, ph := range sh.Phones {
		p.Phones = append(p.Phones, page.SheetPhone{ID: ph.ID, Number: ph.Number, Ext: ph.Extension})
	}
	if n := len(sh.Phones); n == 0 || sh.Phones[n-1] != (directory.SheetPhone{}) {
		p.Phones = append(p.Phones, page.SheetPhone{})
	}
	for _, o := range capacityOptions {
		p.Capacity = append(p.Capacity, ui.Option{Value: o.value, Key: o.key, Checked: o.value == sh.Capacity})
	}
	hours := sh.Hours
	if n := len(hours); n == 0 || hours[n-1].Opens != "" || hours[n-1].Days != 0 || hours[n-1].ID != "" {
		hours = append(slices.Clone(hours), directory.SheetHours{})
	}
	for _, h := range hours {
		line := page.SheetHours{ID: h.ID, At: h.At, Opens: h.Opens, Closes: h.Closes}
		for i := range line.Days {
			line.Days[i] = h.Days>>i&1 == 1
		}
		if h.ID == "" && len(sh.Doors) > 0 {
			line.Doors = []ui.Option{{Key: "sheet.at_service", Checked: h.At == ""}}
			for _, d := range sh.Doors {
				line.Doors = append(line.Doors, ui.Option{Value: d.ID, Text: i18n.Text{S: d.Name, Lang: i18n.Source}, Checked: h.At == d.ID})
			}
		}
		p.Hours = append(p.Hours, line)
	}
	for _, w := range wrong {
		p.HoursOpen = p.HoursOpen || strings.HasPrefix(w.Field, "hours")
	}
	tongues := slices.Clone(sh.Languages) // those spoken come first
	for _, code := range l.Spoken() {
		if !slices.Contains(tongues, code) {
			tongues = append(tongues, code)
		}
	}
	for _, code := range tongues {
		p.Languages = append(p.Languages, ui.Option{Value: code, Text: l.Name(code), Checked: slices.Contains(sh.Languages, code)})
	}
	for _, paper := range directory.SheetPapers {
		row := page.SheetPaper{Name: "paper_" + string(paper), Label: paperKeys[paper]}
		for _, o := range paperOptions {
			row.Options = append(row.Options, ui.Option{Value: o.value, Key: o.key, Checked: o.value == sh.Papers[paper]})
		}
		p.Papers = append(p.Papers, row)
	}
	return p
}

// sheetHidden is what the form of a sheet carries unseen.
func sheetHidden(act string, sh directory.Sheet, more ...ui.Hidden) []ui.Hidden {
	return hidden(act, append([]ui.Hidden{{Name: "version", Value: strconv.FormatInt(sh.Version, 10)}}, more...)...)
}

// readSheet puts what was typed on a sheet that was just read, so that what no
// form may change stays as it is.
func readSheet(form url.Values, sh directory.Sheet) directory.Sheet {
	sh.Version, _ = strconv.ParseInt(form.Get("version"), 10, 64) // a wrong one is another version, and refused
	sh.Phones, sh.Hours = nil, nil
	for i := range sheetLines {
		n := strconv.Itoa(i)
		if !form.Has("phone" + n) {
			break
		}
		sh.Phones = append(sh.Phones, directory.SheetPhone{ID: form.Get("phoneid" + n), Number: form.Get("phone" + n), Extension: form.Get("ext" + n)})
	}
	for i := range sheetLines {
		n := strconv.Itoa(i)
		if !form.Has("opens" + n) {
			break
		}
		h := directory.SheetHours{ID: form.Get("hoursid" + n), At: form.Get("at" + n), Opens: minutes(form.Get("opens" + n)), Closes: minutes(form.Get("closes" + n))}
		for _, d := range form["hours"+n] {
			if day, err := strconv.Atoi(d); err == nil && 0 <= day && day < 7 {
				h.Days |= 1 << day
			}
		}
		if h.ID == "" && h.Opens == "" && h.Closes == "" {
			h.Days, h.At = 0, "" // an empty line, whatever is ticked
		}
		sh.Hours = append(sh.Hours, h)
	}
	sh.Closed = form.Get("closed") == "1"
	sh.ClosedUntil, sh.ClosedWords = form.Get("closed_until"), form.Get("closed_words")
	if !sh.Closed {
		sh.ClosedUntil, sh.ClosedWords = "", ""
	}
	sh.Capacity, sh.Description = form.Get("capacity"), form.Get("description")
	if form.Has("languages_shown") { // nothing ticked is said too
		sh.Languages = form["languages"]
	}
	papers := map[directory.Paper]string{}
	for _, p := range directory.SheetPapers {
		papers[p] = form.Get("paper_" + string(p))
	}
	sh.Papers = papers
	return sh
}

// minutes keeps the hour and minute of what a browser sends for a time, and
// what people type where it has no field for one: 9 h 30, 9h, 9:30.
func minutes(typed string) string {
	t := strings.TrimSpace(strings.ToLower(typed))
	t = strings.NewReplacer(" ", "", "\u00a0", "", "h", ":", ".", ":").Replace(t)
	h, m, _ := strings.Cut(t, ":")
	m, _, _ = strings.Cut(m, ":")
	if m == "" && h != "" {
		m = "00"
	}
	if len(h) == 1 {
		h = "0" + h
	}
	if len(h) != 2 || len(m) != 2 {
		return strings.TrimSpace(typed)
	}
	return h + ":" + m
}

// serviceMendAsk shows the sheet of a service to those who may change it, with
// the suggestion that brings them, if one does.
func (s *Site) serviceMendAsk(v *Visit) error {
	sh, err := s.Directory.Sheet(v.R.Context(), v.By, access.Service(v.R.PathValue("id")))
	if err != nil {
		return err
	}
	return s.serviceMendForm(v, http.StatusOK, s.newAct(), v.R.URL.Query().Get("suggestion"), sh, nil)
}

func (s *Site) serviceMendForm(v *Visit, status int, act, suggestion string, sh directory.Sheet, wrong []ui.Problem) error {
	self := "/app/service/" + string(sh.Service) + "/corriger"
	p := page.ServiceMend{
		Frame: s.frame(v, v.L.T("sheet.title")), Service: s.serviceName(v, sh.Service), Sheet: s.sheetForm(v.L, sh, wrong),
		Step: ui.Step{Back: v.href("/app/repertoire"), Action: v.href(self), Hidden: sheetHidden(act, sh), Problems: wrong},
	}
	p.Here = "directory"
	if suggestion != "" {
		asked, err := s.Upkeep.FindSuggestion(v.R.Context(), v.By, suggestion)
		if err != nil {
			return err
		}
		p.Asked = &page.SuggestionAsked{Field: suggestKey(asked.Field), Value: i18n.Text{S: asked.Value}, Words: i18n.Text{S: asked.Words}}
		p.Step.Back = v.href("/app/suggestions")
		p.Step.Hidden = append(p.Step.Hidden, ui.Hidden{Name: "suggestion", Value: suggestion})
	}
	return s.page(v, status, page.ServiceMendPage(p))
}

// serviceMend takes the sheet back.
func (s *Site) serviceMend(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	ctx, service := v.R.Context(), access.Service(v.R.PathValue("id"))
	was, err := s.Directory.Sheet(ctx, v.By, service)
	if err != nil {
		return err
	}
	sh, act, suggestion := readSheet(form, was), form.Get("act"), form.Get("suggestion")
	if suggestion != "" {
		err = s.Upkeep.MendBySuggestion(ctx, v.By, act, suggestion, sh)
	} else {
		_, err = s.Directory.Mend(ctx, v.By, act, sh)
	}
	switch {
	case fault.Is(err, fault.Conflict):
		key, args := fault.KeyOf(err)
		return s.serviceMendForm(v, http.StatusConflict, s.newAct(), suggestion, was, []ui.Problem{{Key: key, Args: args}})
	case len(problems(err)) > 0:
		return s.serviceMendForm(v, http.StatusUnprocessableEntity, act, suggestion, sh, problems(err))
	case err != nil:
		return err
	}
	if err := s.current(v, service); err != nil {
		return err
	}
	if suggestion != "" {
		return s.seeOther(v, "/app/suggestions?fait="+suggestion)
	}
	return s.seeOther(v, "/app/service/"+string(service)+"/historique")
}
