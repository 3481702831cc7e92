package web

import (
	"cmp"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/incident"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// incidentList is the register.
func (s *Site) incidentList(v *Visit) error {
	list, err := s.Incident.List(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	p := page.IncidentList{Frame: s.frame(v, v.L.T("incident.title")), Back: v.href("/app"), New: v.href("/app/incidents/nouveau"), File: v.href("/app/incidents/registre.csv")}
	for _, x := range list {
		p.Rows = append(p.Rows, page.IncidentRow{
			Href: v.href("/app/incidents/" + x.ID), Words: noted(shorten(cmp.Or(x.Said.Circumstances, x.Said.What))), Aware: x.Said.Aware,
			Closed: !x.Closed.IsZero(), Serious: x.Said.Serious == incident.Yes, Missing: len(x.Said.Missing()),
		})
	}
	return s.page(v, http.StatusOK, page.IncidentListPage(p))
}

// shorten cuts a passage to what fits a line of a list.
func shorten(s string) string {
	const most = 90
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// incidentAsk asks what is known of a new incident.
func (s *Site) incidentAsk(v *Visit) error {
	if !incident.MayKeep(v.By) {
		return fault.New(fault.NotFound, "error.not_found")
	}
	return s.incidentForm(v, http.StatusOK, "", s.newAct(), 0, incident.Said{}, nil)
}

func (s *Site) incidentOpen(v *Visit) error {
	f, err := s.form(v)
	if err != nil {
		return err
	}
	said := incidentSaid(f)
	id, err := s.Incident.Open(v.R.Context(), v.By, f.Get("act"), said)
	if wrong, status, ok := again(err); ok {
		return s.incidentForm(v, status, "", f.Get("act"), 0, said, wrong)
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/incidents/"+id)
}

// incidentSaid is what was typed.
func incidentSaid(f url.Values) incident.Said {
	return incident.Said{
		What: f.Get("what"), Circumstances: f.Get("circumstances"), From: line(f, "from"), To: line(f, "to"), Aware: line(f, "aware"), Number: f.Get("number"),
		Sensitivity: f.Get("sensitivity"), Consequences: f.Get("consequences"), Likelihood: f.Get("likelihood"), Serious: incident.Answer(f.Get("serious")),
		ToCommission: line(f, "to_commission"), ToPersons: line(f, "to_persons"), Otherwise: f.Get("otherwise"), Measures: f.Get("measures"),
		Why: f.Get("why"), Named: f.Get("named") != "",
	}
}

// incidentForm asks the eight parts; id is empty for a new incident, seen is how
// much had been said of another.
func (s *Site) incidentForm(v *Visit, status int, id, act string, seen int, said incident.Said, wrong []ui.Problem) error {
	p := page.IncidentAsk{Frame: s.frame(v, v.L.T("incident.new")), Said: said, Correcting: id != ""}
	at, back := "/app/incidents/nouveau", "/app/incidents"
	if id != "" {
		at, back = "/app/incidents/"+id+"/corriger", "/app/incidents/"+id
		p.Frame = s.frame(v, v.L.T("incident.correct"))
	}
	p.Step = ui.Step{Back: v.href(back), Action: v.href(at), Submit: "incident.keep", Problems: wrong, Hidden: hidden(act, ui.Hidden{Name: "seen", Value: strconv.Itoa(seen)})}
	for _, w := range wrong {
		p.Looks = p.Looks || w.Field == "named"
	}
	return s.page(v, status, page.IncidentAskPage(p))
}

// incidentShow is one incident, with all that was said of it.
func (s *Site) incidentShow(v *Visit) error {
	return s.incidentPage(v, http.StatusOK, nil)
}

func (s *Site) incidentPage(v *Visit, status int, wrong []ui.Problem) error {
	x, err := s.Incident.Show(v.R.Context(), v.By, v.R.PathValue("incident"))
	if err != nil {
		return err
	}
	at := "/app/incidents/" + x.ID
	p := page.Incident{
		Frame: s.frame(v, v.L.T("incident.one")), Back: v.href("/app/incidents"), Parts: s.incidentParts(v, x.Said), Problems: wrong,
		Correct: v.href(at + "/corriger"), Close: v.href(at + "/fermer"), Act: s.newAct(), Commission: v.href(at + "/avis/commission"), Persons: v.href(at + "/avis/personnes"),
		Serious: x.Said.Serious == incident.Yes, NotSerious: x.Said.Serious == incident.No,
	}
	if !x.Closed.IsZero() {
		p.Closed = s.when(v, x.Closed.Time)
	}
	for _, m := range x.Said.Missing() {
		p.Missing = append(p.Missing, "incident.label_"+m.Field)
	}
	for i, e := range x.Entries {
		row := page.IncidentEntry{When: s.when(v, e.At.Time), Why: noted(e.Said.Why), First: i == len(x.Entries)-1}
		if i > 0 { // what is known now stands above
			row.Parts = s.incidentParts(v, e.Said)
		}
		p.Entries = append(p.Entries, row)
	}
	return s.page(v, status, page.IncidentPage(p))
}

// incidentParts are the eight parts as they are read, in the order of the law.
func (s *Site) incidentParts(v *Visit, x incident.Said) (parts []page.IncidentPart) {
	add := func(name, words string) {
		parts = append(parts, page.IncidentPart{Label: "incident.label_" + name, Words: noted(words)})
	}
	period := s.incidentDate(v, x.From)
	if x.To != "" && x.To != x.From {
		period = v.L.Text("incident.period", "from", period, "to", s.incidentDate(v, x.To)).S
	}
	serious := ""
	if x.Serious != incident.None {
		serious = v.L.T("incident.serious_" + string(x.Serious))
	}
	add("what", x.What)
	add("circumstances", x.Circumstances)
	add("from", period)
	add("aware", s.incidentDate(v, x.Aware))
	add("number", x.Number)
	add("sensitivity", x.Sensitivity)
	add("consequences", x.Consequences)
	add("likelihood", x.Likelihood)
	add("serious", serious)
	add("to_commission", s.incidentDate(v, x.ToCommission))
	add("to_persons", s.incidentDate(v, x.ToPersons))
	add("otherwise", x.Otherwise)
	add("measures", x.Measures)
	return parts
}

// incidentDate is a day as people read it.
func (s *Site) incidentDate(v *Visit, day string) string {
	d, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return v.L.Date(d)
}

func (s *Site) incidentCorrectAsk(v *Visit) error {
	x, err := s.Incident.Show(v.R.Context(), v.By, v.R.PathValue("incident"))
	if err != nil {
		return err
	}
	said := x.Said
	said.Why = ""
	return s.incidentForm(v, http.StatusOK, x.ID, s.newAct(), len(x.Entries), said, nil)
}

func (s *Site) incidentCorrect(v *Visit) error {
	f, err := s.form(v)
	if err != nil {
		return err
	}
	id, said := v.R.PathValue("incident"), incidentSaid(f)
	err = s.Incident.Correct(v.R.Context(), v.By, f.Get("act"), id, ordinal(f.Get("seen")), said)
	if wrong, status, ok := again(err); ok {
		x, err := s.Incident.Show(v.R.Context(), v.By, id) // the page says when somebody spoke in between: once told, they decide
		if err != nil {
			return err
		}
		return s.incidentForm(v, status, id, f.Get("act"), len(x.Entries), said, wrong)
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/incidents/"+id)
}

func (s *Site) incidentClose(v *Visit) error {
	f, err := s.form(v)
	if err != nil {
		return err
	}
	id := v.R.PathValue("incident")
	err = s.Incident.Close(v.R.Context(), v.By, f.Get("act"), id)
	if fault.Is(err, fault.Conflict) {
		return s.incidentPage(v, http.StatusConflict, told(err, ""))
	}
	if len(fault.FieldsOf(err)) > 0 { // they stand on the page, each by its name
		return s.incidentPage(v, http.StatusUnprocessableEntity, []ui.Problem{{Key: "incident.not_whole"}})
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/incidents/"+id)
}

// incidentNotices are the drafts of notices, by the last word of their address.
var incidentNotices = map[string]string{"commission": "commission", "personnes": "persons"}

// incidentNotice drafts a notice to print, in the language of the page: somebody
// reads it, completes it and sends it. Nothing leaves from here.
func (s *Site) incidentNotice(v *Visit) error {
	to := incidentNotices[v.R.PathValue("avis")]
	if to == "" {
		return fault.New(fault.NotFound, "error.not_found")
	}
	x, err := s.Incident.Show(v.R.Context(), v.By, v.R.PathValue("incident"))
	if err != nil {
		return err
	}
	o, err := s.Org.Find(v.R.Context(), v.By.Org())
	if err != nil {
		return err
	}
	p := page.IncidentNotice{
		Frame: s.frame(v, v.L.T("incident.notice_"+to)), Back: v.href("/app/incidents/" + x.ID), To: to, Draft: x.Said.Serious != incident.Yes,
		Org: noted(o.Name(string(v.L.Lang()))), InCharge: noted(o.PersonInCharge), Today: v.L.Date(s.Clock.Now().In(s.Zone)),
		Other: v.inOther("/app/incidents/" + x.ID + "/avis/" + v.R.PathValue("avis")),
	}
	keep := map[string]bool{}
	if to == "persons" { // what a person needs; what was weighed stays inside
		keep = map[string]bool{"what": true, "circumstances": true, "from": true, "measures": true}
	}
	for _, part := range s.incidentParts(v, x.Said) {
		name := strings.TrimPrefix(part.Label, "incident.label_")
		if to == "commission" && name != "otherwise" || keep[name] {
			p.Parts = append(p.Parts, part)
		}
	}
	return s.page(v, http.StatusOK, page.IncidentNoticePage(p))
}

// incidentCSV is the register as a table, in the order of the law.
func (s *Site) incidentCSV(v *Visit) error {
	list, err := s.Incident.Export(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	head := []string{v.L.T("incident.column_id"), v.L.T("incident.column_opened"), v.L.T("incident.column_closed")}
	for _, part := range s.incidentParts(v, incident.Said{}) {
		head = append(head, v.L.T(part.Label))
	}
	var rows [][]string
	day := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.In(s.Zone).Format(time.DateOnly)
	}
	for _, x := range list {
		row := []string{x.ID, day(x.Opened.Time), day(x.Closed.Time)}
		for _, part := range s.incidentParts(v, x.Said) {
			row = append(row, part.Words.S)
		}
		rows = append(rows, row)
	}
	return s.table(v, "registre.csv", head, rows)
}

// inOther is the same page in the other language of the work area.
func (v *Visit) inOther(path string) string {
	if v.L.Lang() == i18n.Source {
		return "/en" + path
	}
	return "/" + string(i18n.Source) + path
}
