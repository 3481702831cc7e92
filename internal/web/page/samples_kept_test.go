package page_test

import (
	"github.com/a-h/templ"

	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// keptSamples are the pages of those who keep the directory true.
func keptSamples(l *i18n.Local, m map[string]templ.Component) {
	rows := []page.CoverageRow{{Name: l.Text("need.eat"), Slots: []int{12, 3, 0, 4}, Any: 15, Unknown: 1}, {Name: l.Text("coverage.nowhere"), Slots: []int{0, 0, 0, 0}}}
	m["coverage"] = page.CoverageShow(page.Coverage{
		Frame: work(l, l.T("coverage.title"), ""), Action: "#", CSV: "#", Territory: l.Text("coverage.whole"), Need: l.Text("need.eat"),
		Grounds:     []ui.Option{{Value: "city", Key: "coverage.ground_city", Checked: true}},
		Needs:       []ui.Option{{Key: "coverage.need_all", Checked: true}, {Value: "eat", Key: "need.eat"}},
		Territories: []ui.Option{{Value: "*", Text: l.Text("coverage.whole"), Checked: true}, {Value: "montreal", Text: fr("Montréal")}},
		ByNeed:      rows, ByTerritory: rows, LeftOut: 3,
		Gaps: []page.CoverageGap{
			{Says: ui.T(l, "coverage.gap_slots", "need", i18n.Key("need.eat"), "territory", fr("Montréal"), "slots", "la nuit"), Unknown: 2},
			{Says: ui.T(l, "coverage.gap_none", "need", i18n.Key("need.sleep"), "territory", fr("Montréal"))},
		},
		Overlaps: []templ.Component{ui.N(l, "coverage.overlap", 6, "need", i18n.Key("need.eat_meal"), "territory", fr("Montréal"))},
	})
	m["coverage_empty"] = page.CoverageShow(page.Coverage{Frame: work(l, l.T("coverage.title"), ""), Action: "#", CSV: "#", Territory: l.Text("coverage.whole"), Need: l.Text("coverage.need_all")})

	stale := page.StalePage{Name: fr("Clinique dentaire communautaire du Vieux-Quai"), Org: fr("Centre de santé du quai"), Href: "#", History: "#", Score: 40, Last: "2 mars 2024", Confirm: "#"}
	never := stale
	never.Last, never.Org = "", i18n.Text{}
	m["steward"] = page.StewardPage(page.Steward{
		Frame: work(l, l.T("steward.title"), "directory"), All: true, Services: 320, Share: 84, Said: l.T("steward.confirmed", "service", "Clinique"),
		Todo: []page.StewardRow{{What: ui.T(l, "coverage.heading"), Href: "#"}}, Stale: []page.StalePage{stale, never}, Links: []page.Link{{Label: l.Text("coverage.heading"), Href: "#"}},
	})
	m["steward_empty"] = page.StewardPage(page.Steward{Frame: work(l, l.T("steward.title"), "directory"), Links: []page.Link{{Label: l.Text("coverage.heading"), Href: "#"}}})
	m["history"] = page.ServiceHistoryPage(page.ServiceHistory{
		Frame: work(l, l.T("history.title"), ""), Back: "#", Service: fr("Clinique dentaire communautaire du Vieux-Quai"), See: "#", Done: true,
		Problems: []ui.Problem{{Key: "history.newer"}}, Born: l.Text("history.born", "date", "2 mars 2024", "source", "Répertoire du quartier"),
		Acts: []page.HistoryAct{
			{What: ui.T(l, "history.kind_update"), Who: fr("Centre de santé du quai"), When: "2 mars 2026 à 9 h", Undo: "#", Some: true, Hidden: []ui.Hidden{{Name: "act", Value: "a"}},
				Changes: []page.HistoryChange{{Label: l.Text("history.f_number"), Old: fr("514 555-0134"), New: fr("514 555-0135")}, {Label: l.Text("kept.aspect_hours"), Says: ui.T(l, "history.row_added", "what", "lundi, mardi, 9 h – 17 h"), Replaced: true}}},
			{What: ui.T(l, "history.kind_change"), Who: fr("Nadia B., Le Refuge du quai"), When: "1er mars 2026", Undone: true,
				Changes: []page.HistoryChange{{Label: l.Text("history.f_name"), New: fr("Clinique")}}},
		},
	})
	m["history_empty"] = page.ServiceHistoryPage(page.ServiceHistory{Frame: work(l, l.T("history.title"), ""), Back: "#", Service: fr("Clinique"), See: "#", Born: l.Text("history.born_here")})
}
