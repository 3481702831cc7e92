package page_test

import (
	"github.com/a-h/templ"

	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// systemSamples are the information systems of an organisation.
func systemSamples(l *i18n.Local, m map[string]templ.Component) {
	p := page.Systems{
		Frame: work(l, l.T("partner.title"), "team"), Said: true, Name: "Dossier",
		Step: ui.Step{Back: "#", Action: "#", Hidden: []ui.Hidden{{Name: "act", Value: "a"}}, Problems: []ui.Problem{{Field: "name", Key: "partner.name_missing"}, {Field: "may", Key: "partner.may_missing"}}},
		May:  []ui.Option{{Value: "lire", Key: "partner.reads"}, {Value: "ecrire", Key: "partner.writes", Checked: true}},
		Live: []page.System{{Name: "Dossier clinique (fictif)", May: "partner.writes", Made: "2 mars 2026, 9 h", MadeBy: "Odile", Used: "2 mars 2026, 10 h", Revoke: "#"}, {Name: "Lecteur", May: "partner.reads", Made: "2 mars 2026, 9 h", MadeBy: "Odile", Revoke: "#"}},
		Over: []page.System{{Name: "Ancien", May: "partner.reads", Made: "2 mars 2026, 9 h", MadeBy: "Odile", Ended: "3 mars 2026, 9 h"}},
	}
	m["systems"] = page.SystemsPage(p)
	m["systems_none"] = page.SystemsPage(page.Systems{Frame: p.Frame, Step: ui.Step{Back: "#", Action: "#"}, May: p.May})
	m["system_given"] = page.SystemGivenPage(page.SystemGiven{Frame: p.Frame, Name: "Dossier", ID: "018f0000-0000-7000-8000-000000000000", Secret: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", Address: "https://passerelle.example/fhir", Back: "#"})
}
