package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/directory"
	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// Surveyor looks at the directory as a whole: what it covers, how old it has
// become, and whom a campaign would ask.
type Surveyor interface {
	Age(org access.Org, now time.Time, most int) directory.Aging
	Ask(by access.Actor, ask directory.CampaignAsk, now time.Time) []directory.AskedOrg
	Cover(by directory.Ground, on time.Time) *directory.Coverage
	Duplicates(now time.Time) []directory.Duplicate
}

var _ Surveyor = (*directory.Surveyor)(nil)

// What one page holds; the CSV holds all.
const (
	coverageTerritories = 40
	coverageGaps        = 30
	coverageOverlaps    = 20
)

// coverageAsked is the GET form of the page.
type coverageAsked struct {
	ground          directory.Ground
	need, territory string
}

func (s *Site) coverageOf(v *Visit) (coverageAsked, *directory.Coverage) {
	q := v.R.URL.Query()
	a := coverageAsked{ground: directory.ByCity, need: q.Get("besoin"), territory: q.Get("territoire")}
	if q.Get("par") == string(directory.BySector) {
		a.ground = directory.BySector
	}
	if !directory.KnownNeed(a.need) {
		a.need = ""
	}
	c := s.Surveyor.Cover(a.ground, s.Clock.Now().In(s.Zone))
	if !c.Has(a.territory) {
		a.territory = directory.Whole
	}
	return a, c
}

// coverage shows where a need has a door, and where it has none.
func (s *Site) coverage(v *Visit) error {
	a, c := s.coverageOf(v)
	p := page.Coverage{
		Frame: s.frame(v, v.L.T("coverage.title")), Action: v.href("/app/couverture"),
		CSV:       v.href("/app/couverture/tableau.csv", "par", string(a.ground)),
		Territory: territoryName(v.L, c, a.territory), Need: needName(v.L, a.need),
	}
	rows := directory.Themes()
	if a.need != "" {
		rows = append([]string{directory.ThemeOf(a.need)}, directory.NeedsOf(directory.ThemeOf(a.need))...)
	}
	for _, n := range rows {
		p.ByNeed = append(p.ByNeed, coverageRow(needName(v.L, n), c.At(n, a.territory)))
	}
	for _, t := range c.Territories[min(1, len(c.Territories)):] {
		if len(p.ByTerritory) == coverageTerritories {
			p.LeftOut++
			continue
		}
		p.ByTerritory = append(p.ByTerritory, coverageRow(territoryName(v.L, c, t.Key), c.At(a.need, t.Key)))
	}
	coverageForm(v.L, &p, a, c)
	coverageWords(v.L, &p, a, c)
	return s.page(v, http.StatusOK, page.CoverageShow(p))
}

func coverageRow(name i18n.Text, at directory.Tally) page.CoverageRow {
	return page.CoverageRow{Name: name, Slots: at.Slots[:], Any: at.Any, Unknown: at.Unknown}
}

func coverageForm(l *i18n.Local, p *page.Coverage, a coverageAsked, c *directory.Coverage) {
	p.Grounds = []ui.Option{
		{Value: string(directory.ByCity), Key: "coverage.ground_city", Checked: a.ground == directory.ByCity},
		{Value: string(directory.BySector), Key: "coverage.ground_sector", Checked: a.ground == directory.BySector},
	}
	p.Needs = []ui.Option{{Key: "coverage.need_all", Checked: a.need == ""}}
	for _, n := range c.Needs {
		p.Needs = append(p.Needs, ui.Option{Value: n, Key: directory.NeedKey(n), Checked: n == a.need})
	}
	for _, t := range c.Territories {
		p.Territories = append(p.Territories, ui.Option{Value: t.Key, Text: territoryName(l, c, t.Key), Checked: t.Key == a.territory})
	}
}

// coverageWords tells the same in sentences.
func coverageWords(l *i18n.Local, p *page.Coverage, a coverageAsked, c *directory.Coverage) {
	needs := directory.Themes()
	if a.need != "" {
		needs = []string{a.need}
	}
	for _, g := range c.Gaps(needs, a.territory, coverageGaps) {
		gap := page.CoverageGap{Unknown: g.Unknown}
		need, territory := i18n.Key(directory.NeedKey(g.Need)), territoryName(l, c, g.Territory)
		if len(g.Slots) == 0 {
			gap.Says = ui.T(l, "coverage.gap_none", "need", need, "territory", territory)
		} else {
			gap.Says = ui.T(l, "coverage.gap_slots", "need", need, "territory", territory, "slots", inSlots(g.Slots))
		}
		p.Gaps = append(p.Gaps, gap)
	}
	for _, o := range c.Overlaps(a.need, a.territory, coverageOverlaps) {
		p.Overlaps = append(p.Overlaps, ui.N(l, "coverage.overlap", o.Services, "need", i18n.Key(directory.NeedKey(o.Need)), "territory", territoryName(l, c, o.Territory)))
	}
}

var slotKeys = map[directory.Slot]string{
	directory.SlotDay: "coverage.in_day", directory.SlotEvening: "coverage.in_evening",
	directory.SlotNight: "coverage.in_night", directory.SlotWeekend: "coverage.in_weekend",
}

// inSlots is "le soir, la nuit" in the language of its sentence.
func inSlots(slots []directory.Slot) i18n.Value {
	return func(l *i18n.Local) i18n.Text {
		var parts []string
		for _, slot := range slots {
			parts = append(parts, l.T(slotKeys[slot]))
		}
		return i18n.Text{S: strings.Join(parts, ", "), Lang: l.Lang()}
	}
}

func needName(l *i18n.Local, code string) i18n.Text {
	if code == "" {
		return l.Text("coverage.need_all")
	}
	return l.Text(directory.NeedKey(code))
}

func territoryName(l *i18n.Local, c *directory.Coverage, key string) i18n.Text {
	switch key {
	case directory.Whole:
		return l.Text("coverage.whole")
	case directory.Nowhere:
		return l.Text("coverage.nowhere")
	}
	return i18n.Text{S: c.Name(key), Lang: i18n.Source}
}

// coverageCSV is the whole matrix: a line a need and territory.
func (s *Site) coverageCSV(v *Visit) error {
	_, c := s.coverageOf(v)
	head := []string{"need_code"}
	for _, key := range []string{"coverage.need", "coverage.territory", "coverage.slot_day", "coverage.slot_evening", "coverage.slot_night", "coverage.slot_weekend", "coverage.any", "coverage.unknown"} {
		head = append(head, v.L.T(key))
	}
	var rows [][]string
	for _, n := range c.Needs {
		for _, t := range c.Territories {
			at := c.At(n, t.Key)
			row := []string{n, v.L.T(directory.NeedKey(n)), territoryName(v.L, c, t.Key).S}
			for _, k := range append(slices.Clone(at.Slots[:]), at.Any, at.Unknown) {
				row = append(row, strconv.Itoa(k))
			}
			rows = append(rows, row)
		}
	}
	return s.table(v, "couverture.csv", head, rows)
}
