package page_test

import (
	"github.com/a-h/templ"

	"passerelle/internal/i18n"
	"passerelle/internal/incident"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// incidentSamples are the register of incidents and its notices.
func incidentSamples(l *i18n.Local, m map[string]templ.Component) {
	at := func() ui.Frame { return work(l, l.T("incident.title"), "today") }
	row := page.IncidentRow{Href: "#", Words: fr("Un cahier oublié"), Aware: "2026-03-01", Missing: 3}
	closed := page.IncidentRow{Href: "#", Words: fr("Un courriel"), Closed: true, Serious: true}
	m["incidents"] = page.IncidentListPage(page.IncidentList{Frame: at(), Back: "#", New: "#", File: "#", Rows: []page.IncidentRow{row, closed}})
	m["incidents_none"] = page.IncidentListPage(page.IncidentList{Frame: at(), Back: "#", New: "#", File: "#"})
	step := ui.Step{Back: "#", Action: "#", Submit: "incident.keep", Hidden: []ui.Hidden{{Name: "act", Value: "a"}}}
	m["incident_ask"] = page.IncidentAskPage(page.IncidentAsk{Frame: at(), Step: step})
	wrong := step
	wrong.Problems = []ui.Problem{{Field: "named", Key: "incident.names_somebody", Args: []any{"words", "Mme Tremblay"}}, {Field: "why", Key: "incident.why_missing"}}
	m["incident_correct"] = page.IncidentAskPage(page.IncidentAsk{Frame: at(), Step: wrong, Correcting: true, Looks: true, Said: incident.Said{What: "des prénoms", Serious: incident.Yes}})
	parts := []page.IncidentPart{{Label: "incident.label_what", Words: fr("des prénoms")}, {Label: "incident.label_measures", Words: fr("")}}
	m["incident"] = page.IncidentPage(page.Incident{Frame: at(), Back: "#", Correct: "#", Close: "#", Act: "a", Commission: "#", Persons: "#", Serious: true, Parts: parts,
		Problems: []ui.Problem{{Key: "incident.not_whole"}}, Missing: []string{"incident.label_measures"},
		Entries: []page.IncidentEntry{{When: "2 mars 2026", Why: fr("il est revenu")}, {When: "1 mars 2026", First: true, Parts: parts}}})
	m["incident_closed"] = page.IncidentPage(page.Incident{Frame: at(), Back: "#", Correct: "#", Commission: "#", Persons: "#", NotSerious: true, Closed: "2 mars 2026", Parts: parts})
	for _, to := range []string{"commission", "persons"} {
		m["incident_notice_"+to] = page.IncidentNoticePage(page.IncidentNotice{Frame: at(), Back: "#", Other: "#", To: to, Draft: to == "persons", Org: fr("La Halte"), InCharge: fr("Lise B."), Today: "2 mars 2026", Parts: parts})
	}
	ask := page.ExportRow{State: "export.state_asked", Asked: "1 mars 2026, 9 h", Until: "2 mars 2026, 9 h", AskedBy: "Nadia B.", Confirm: "#", End: "#"}
	taken := page.ExportRow{State: "export.state_confirmed", Asked: "1 mars 2026, 9 h", AskedBy: "Nadia B.", ConfirmedBy: "Idriss B.", Take: "#", End: "#"}
	m["export"] = page.ExportPage(page.Export{Frame: work(l, l.T("export.title"), "today"), Back: "#", Act: "a", Problems: []ui.Problem{{Key: "export.same_person"}}, Rows: []page.ExportRow{ask, taken}})
	m["export_none"] = page.ExportPage(page.Export{Frame: work(l, l.T("export.title"), "today"), Back: "#", Ask: "#", Act: "a"})
}
