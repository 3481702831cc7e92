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
}
