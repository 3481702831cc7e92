package page_test

import (
	"github.com/a-h/templ"

	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// placeSamples are the places of the moment: the board, a hold, one's own.
func placeSamples(l *i18n.Local, m map[string]templ.Component) {
	act := []ui.Hidden{{Name: "act", Value: "a"}}
	beds := ui.T(l, "capacity.for", "unit", i18n.Key("capacity.unit_bed"), "who", i18n.Key("service.pop_women"))
	anyone := ui.T(l, "place.for_anyone", "unit", i18n.Key("capacity.unit_place"))
	ago := l.Text("time.yesterday")
	chips := []page.PlaceChip{{Label: l.Text("place.any_unit"), Href: "#", On: true}, {Label: l.Text("capacity.unit_bed"), Href: "#"}}
	row := page.PlaceRow{Service: fr("Refuge de nuit du Faubourg-du-Pont"), Org: fr("Le Refuge du quai"), Href: "#", Left: 3, Held: 1, Age: ago, Phone: "819 555-0134", Hold: "#", Hidden: act}
	full := row
	full.Left, full.Hold, full.Ends = 0, "", "3 mars 2026, 8 h"
	silent := page.PlaceSilent{Service: fr("Maison des Joncs"), Org: fr("Les Joncs"), Href: "#", What: beds, Last: ago, Phone: "819 555-0135"}
	never := silent
	never.What, never.Last = nil, i18n.Text{}
	held := page.PlaceHeld{Service: row.Service, What: beds, Code: "48213", Until: "21 h 30", Href: "#"}
	board := page.PlaceBoard{
		Frame: work(l, l.T("place.board_title"), "today"), Back: "#", Day: "lundi 2 mars", At: "20 h", Said: l.T("place.said_let_go"), Problems: []ui.Problem{{Key: "place.taken"}},
		Units: chips, Populations: []page.PlaceChip{{Label: l.Text("place.any_population"), Href: "#", On: true}, {Label: l.Text("service.pop_women"), Href: "#"}}, Ours: "#", Held: []page.PlaceHeld{held},
		Groups: []page.PlaceGroup{{What: beds, Left: 3, Rows: []page.PlaceRow{row, full}}, {What: anyone, Rows: []page.PlaceRow{full}}}, Silent: []page.PlaceSilent{silent, never},
	}
	board.Paper = true
	systemSamples(l, m)
	m["places"] = page.PlaceBoardPage(board)
	m["places_none"] = page.PlaceBoardPage(page.PlaceBoard{Frame: work(l, l.T("place.board_title"), "today"), Back: "#", Day: "lundi 2 mars", At: "20 h", Units: chips, All: "#"})
	hold := page.PlaceHold{
		Frame: work(l, l.T("place.hold_title"), "today"), Back: "#", Code: "48213", Until: "21 h 30", Service: row.Service, Org: row.Org, What: beds, Phone: "819 555-0134", See: "#", Extend: "#", LetGo: "#", Hidden: act,
		Problems: []ui.Problem{{Key: "place.extended_before"}},
	}
	m["place_hold"] = page.PlaceHoldPage(hold)
	hold.See, hold.Extend, hold.Problems = "", "", nil // kept quiet, and extended before
	m["place_hold_quiet"] = page.PlaceHoldPage(hold)
	hold.Ended = "place.was_lapsed"
	m["place_hold_ended"] = page.PlaceHoldPage(hold)
	oursSamples(l, m, beds)
}

func oursSamples(l *i18n.Local, m map[string]templ.Component, beds templ.Component) {
	act := []ui.Hidden{{Name: "act", Value: "a"}}
	minutes := []ui.Option{{Value: "90", Key: "place.minutes", Args: []any{"n", 90}, Checked: true}}
	line := page.PlaceLine{
		Anchor: "o-1", Service: fr("Lits d'urgence"), What: beds, Free: 3, Held: 1, Known: true, Age: l.Text("time.now"), Count: "#", Settle: "#", Close: "#", Minutes: minutes, Hidden: [4][]ui.Hidden{act, act, act, act},
	}
	old := line
	old.Anchor, old.Free, old.Held, old.Known, old.Ends = "o-2", 0, 0, false, "3 mars 2026, 8 h"
	m["places_ours"] = page.PlaceOursPage(page.PlaceOurs{
		Frame: work(l, l.T("place.ours_title"), "today"), Back: "#", Board: "#", Said: l.T("place.said_counted"), New: "#", Most: 999,
		Problems: []ui.Problem{{Field: "o-1", Key: "place.below_held", Args: []any{"n", 1}}},
		Promised: []page.PlacePromised{{Code: "48213", Until: "21 h 30", Holder: fr("La Halte du Pont"), Service: fr("Lits d'urgence"), What: beds, Arrive: "#", Free: "#", Hidden: act}},
		Lines:    []page.PlaceLine{line, old}, Suggested: []page.PlaceSuggested{{Service: fr("Studios"), What: beds, Href: "#"}},
	})
	m["places_ours_none"] = page.PlaceOursPage(page.PlaceOurs{Frame: work(l, l.T("place.ours_title"), "today"), Back: "#", Board: "#"})
	m["place_new"] = page.PlaceNewPage(page.PlaceNew{
		Frame: work(l, l.T("place.new"), "today"), Free: "-1", Services: []ui.Option{{Value: "s", Text: fr("Lits d'urgence"), Checked: true}}, Units: []ui.Option{{Value: "bed", Key: "capacity.unit_bed"}},
		Populations: []ui.Option{{Key: "place.anyone"}}, Durations: []ui.Option{{Key: "place.lasting"}, {Value: "12", Key: "place.hours", Args: []any{"n", 12}}, {Value: "72", Key: "place.days", Args: []any{"n", 3}}}, Minutes: minutes,
		Step: ui.Step{Back: "#", Action: "#", Submit: "place.new_do", Hidden: act, Problems: []ui.Problem{{Field: "free", Key: "place.free_missing", Args: []any{"most", 999}}}},
	})
}
