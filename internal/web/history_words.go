package web

import (
	"strings"
	"time"

	"passerelle/internal/directory"
	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// fieldKeys name the fields of records that people know by name.
var fieldKeys = map[string]string{
	"name": "history.f_name", "alternate_name": "history.f_alternate_name", "description": "history.f_description", "url": "history.f_url",
	"email": "history.f_email", "status": "history.f_status", "alert": "history.f_alert", "application_process": "history.f_application_process",
	"fees_description": "history.f_fees", "fees": "history.f_fees", "wait_time": "history.f_wait_time",
	"eligibility_description": "history.f_eligibility", "minimum_age": "history.f_minimum_age", "maximum_age": "history.f_maximum_age",
	"interpretation_services": "history.f_interpretation", "number": "history.f_number", "extension": "history.f_extension",
	"address_1": "history.f_address", "address_2": "history.f_address", "transportation": "history.f_transportation", "absent_since": "history.f_absent",
}

// tableKeys name the part of the page that a record stands in.
var tableKeys = map[string]string{
	"phone": "kept.aspect_phones", "schedule": "kept.aspect_hours", "address": "kept.aspect_address", "location": "kept.aspect_address",
	"service_at_location": "kept.aspect_address", "language": "kept.aspect_languages", "required_document": "kept.aspect_asks", "service": "kept.aspect_words",
	"translation": "kept.aspect_words",
}

// factLabels name the kinds of facts.
var factLabels = map[directory.FactKind]string{
	directory.FactPaper: "kept.aspect_papers", directory.FactAsk: "kept.aspect_asks", directory.FactNeed: "coverage.need",
	directory.FactPopulation: "kept.aspect_who", directory.FactMark: "kept.aspect_who", directory.FactCapacity: "kept.aspect_capacity",
	directory.FactLanguage: "kept.aspect_languages", directory.FactInterpreter: "history.f_interpretation", directory.FactAsker: "kept.aspect_who",
	directory.FactRoom: "kept.aspect_capacity", directory.FactClosure: "kept.aspect_closure",
}

// historyChange says one change in words.
func (s *Site) historyChange(l *i18n.Local, c directory.Change) page.HistoryChange {
	out := page.HistoryChange{Replaced: !c.Stands, Old: i18n.Text{S: c.Old}, New: i18n.Text{S: c.New}}
	switch c.Type {
	case directory.ChangeFact:
		kind, code, _ := strings.Cut(c.Field, ":")
		out.Label = l.Text(factLabels[directory.FactKind(kind)])
		if name := factCode(l, directory.FactKind(kind), code); name.S != "" {
			out.Label = i18n.Text{S: out.Label.S + " : " + name.S, Lang: out.Label.Lang}
		}
		out.Old, out.New = factValue(l, directory.FactKind(kind), c.Old), factValue(l, directory.FactKind(kind), c.New)
	case directory.ChangeConfirmation:
		out.Label = l.Text("history.whole")
		out.Old, out.New = s.instant(l, c.Old), s.instant(l, c.New)
	case directory.ChangeAspect:
		out.Label = l.Text(aspectKeys[directory.Aspect(c.Field)])
		out.Old, out.New = s.instant(l, c.Old), s.instant(l, c.New)
	case directory.ChangeShowing:
		out.Label = l.Text("history.f_showing")
		out.Old, out.New = showingWords(l, c.Old), showingWords(l, c.New)
	case directory.ChangeRedirect:
		out.Label = l.Text("history.kind_merge")
		out.Says = ui.T(l, "history.merged_in", "name", c.Old+c.New)
	default:
		s.recordChange(l, c, &out)
	}
	return out
}

func (s *Site) recordChange(l *i18n.Local, c directory.Change, out *page.HistoryChange) {
	switch key := fieldKeys[c.Field]; {
	case c.Field == directory.ChangePublished:
		out.Label = l.Text(tableKeys[c.Type])
		if c.New != "" {
			out.Says = ui.T(l, "history.row_added", "what", rowWords(l, c.Type, c.New))
		} else {
			out.Says = ui.T(l, "history.row_removed", "what", rowWords(l, c.Type, c.Old))
		}
	case key != "":
		out.Label = l.Text(key)
	default:
		out.Label = i18n.Text{S: l.T(tableKeys[c.Type]) + " (" + c.Field + ")", Lang: l.Lang()}
	}
	switch c.Field {
	case "status":
		out.Old, out.New = statusWords(l, c.Old), statusWords(l, c.New)
	case "absent_since":
		out.Old, out.New = s.instant(l, c.Old), s.instant(l, c.New)
	case "byday":
		out.Old, out.New = i18n.Text{S: daysWords(l, c.Old)}, i18n.Text{S: daysWords(l, c.New)}
	}
}

// rowWords is a record that was added or taken out, in a few words.
func rowWords(l *i18n.Local, table, summary string) string {
	parts := strings.Fields(summary)
	if table != "schedule" || len(parts) != 3 {
		return summary
	}
	return daysWords(l, parts[0]) + ", " + hourWords(l, parts[1]) + " – " + hourWords(l, parts[2])
}

// daysWords is MO,TU as "lundi, mardi".
func daysWords(l *i18n.Local, byday string) string {
	var days []string
	for _, d := range strings.Split(byday, ",") {
		if i := strings.Index("SUMOTUWETHFRSA", d); len(d) == 2 && i%2 == 0 && i >= 0 {
			days = append(days, l.Weekday(time.Weekday(i/2)))
		}
	}
	return strings.Join(days, ", ")
}

func hourWords(l *i18n.Local, at string) string {
	t, err := time.Parse("15:04", at[:min(5, len(at))])
	if err != nil {
		return at
	}
	return l.Time(t.Hour(), t.Minute())
}

func (s *Site) instant(l *i18n.Local, at string) i18n.Text {
	t, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return i18n.Text{}
	}
	return i18n.Text{S: l.DateTime(t.In(s.Zone)), Lang: l.Lang()}
}

func statusWords(l *i18n.Local, status string) i18n.Text {
	switch directory.Status(status) {
	case directory.Active:
		return l.Text("history.status_active")
	case directory.Inactive, directory.Defunct:
		return l.Text("history.status_inactive")
	case directory.TemporarilyClosed:
		return l.Text("history.status_closed")
	}
	return i18n.Text{S: status}
}

func showingWords(l *i18n.Local, s string) i18n.Text {
	switch directory.Showing(s) {
	case directory.ShowArea:
		return l.Text("history.show_area")
	case directory.ShowNothing:
		return l.Text("history.show_nothing")
	}
	return l.Text("history.show_address")
}

// factCode is what a fact speaks of, in words.
func factCode(l *i18n.Local, kind directory.FactKind, code string) i18n.Text {
	key := ""
	switch kind {
	case directory.FactPaper:
		key = paperKeys[directory.Paper(code)]
	case directory.FactAsk:
		key = map[string]string{"status": "service.ask_status", "papers": "service.ask_papers", "money": "service.ask_money", "address": "service.ask_address"}[code]
	case directory.FactNeed:
		key = directory.NeedKey(code)
	case directory.FactPopulation:
		key = populationKeys[code]
	case directory.FactMark:
		if code == directory.MarkUnconditional {
			key = "service.everyone"
		}
	case directory.FactCapacity:
		key = map[string]string{"open": "service.cap_open", "full": "service.cap_full", "waitlist": "service.cap_wait", "assessment": "service.cap_assess"}[code]
	case directory.FactLanguage:
		return l.Name(code)
	}
	if key == "" {
		return i18n.Text{S: code}
	}
	return l.Text(key)
}

// factValue is what is said of it, in words.
func factValue(l *i18n.Local, kind directory.FactKind, value string) i18n.Text {
	switch {
	case value == "":
		return i18n.Text{}
	case kind == directory.FactPaper && value == "confirmed":
		return l.Text("kept.confirmed")
	case value == "yes" || value == "always" || value == "announced":
		return l.Text("history.yes")
	case value == "no":
		return l.Text("history.no")
	case value == directory.Unsaid:
		return l.Text("history.unknown")
	}
	return i18n.Text{S: value}
}
