package page_test

import (
	"net/url"

	"github.com/a-h/templ"

	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// crisisSamples are the mode crise: its list, its page, its forms, and what is
// told afterwards.
func crisisSamples(l *i18n.Local, m map[string]templ.Component) {
	at := func() ui.Frame { return work(l, l.T("crisis.title"), "today") }
	act := []ui.Hidden{{Name: "act", Value: "a"}}
	line := page.CrisisLine{Title: fr("Grand froid"), Sector: fr("Faubourg-du-Pont"), Since: "1 mars 2026, 9 h", Until: "8 mars 2026, 9 h", Href: "#"}
	past := line
	past.Ended = "3 mars 2026, 8 h"
	m["crises"] = page.CrisisListPage(page.CrisisList{Frame: at(), Back: "#", New: "#", UnderWay: []page.CrisisLine{line}, Past: []page.CrisisLine{past}})
	m["crises_none"] = page.CrisisListPage(page.CrisisList{Frame: at(), Back: "#"})

	task := page.CrisisTask{Words: fr("Ouvrir la salle"), Org: fr("La Halte du Pont"), Due: "2 mars 2026, 20 h", Late: true, Finish: "#", Act: act}
	done := page.CrisisTask{Words: fr("Deux infirmières"), Org: fr("CIUSSS"), Due: "2 mars 2026, 20 h", Done: "2 mars 2026, 19 h"}
	rule := page.CrisisRule{Words: fr("Les chiens entrent"), By: fr("Direction"), Until: "5 mars 2026, 9 h", Renewed: 2, Renew: "#", Lift: "#", Act: act}
	decision := page.CrisisDecision{Words: fr("La salle ouvre à 20 h"), Origin: fr("Les personnes qui dorment à la gare"), Org: fr("La Table"), At: "1 mars 2026, 9 h"}
	c := page.Crisis{
		Frame: at(), Back: "#", Said: l.T("crisis.said"), Problems: []ui.Problem{{Key: "crisis.task_done"}}, Title: line.Title, Sector: line.Sector, Why: fr("Deux abris fermés"),
		Day: "lundi 2 mars", At: "20 h", Since: line.Since, Until: line.Until, Review: "3 mars 2026, 8 h", Minutes: "#", PostMortem: "#",
		Member: true, Join: "#", Decide: "#", Relax: "#", Give: "#", Look: "#", Renew: "#", Close: "#", Leave: "#", OpenPlaces: "#", LeaveAct: act,
		Heard:     []page.CrisisHeard{{Need: l.Text("crisis.need_unknown"), One: 4, Three: 11, Where: []page.CrisisWhere{{Name: fr("Gare-Est"), N: 7}, {Name: l.Text("crisis.sector_unknown"), N: 4}}}},
		Places:    []page.CrisisPlaces{{What: ui.T(l, "place.for_anyone", "unit", i18n.Key("capacity.unit_bed")), Left: 3}},
		Temporary: []i18n.Text{l.Text("crisis.places_temporary", "service", fr("La salle"), "time", "5 mars 2026, 9 h")}, Board: "#",
		Tasks: []page.CrisisTask{task, done}, Rules: []page.CrisisRule{rule}, Decisions: []page.CrisisDecision{decision},
		Members: []page.CrisisMember{{Org: fr("La Halte du Pont"), Function: fr("Coordination de nuit"), Phone: "819 555-0134", Hours: fr("La nuit")}},
	}
	c.Paper = true
	m["crisis"] = page.CrisisPage(c)
	empty := page.Crisis{Frame: at(), Back: "#", Title: line.Title, Sector: l.Text("crisis.whole_region"), Why: c.Why, Day: c.Day, At: c.At, Since: c.Since, Until: c.Until, Review: c.Review, ReviewLate: true, Minutes: "#", PostMortem: "#", Join: "#", Board: "#"}
	m["crisis_empty"] = page.CrisisPage(empty)
	empty.Over = true
	m["crisis_over"] = page.CrisisPage(empty)

	hours := []ui.Option{{Value: "24", Key: "crisis.n_hours", Args: []any{"n", 24}}, {Value: "168", Key: "crisis.n_days", Args: []any{"n", 7}, Checked: true}}
	field := map[string]string{"nouvelle": "title", "decision": "words", "regle": "by", "tache": "org", "revue": "words", "membre": "phone", "duree": "for", "prolonger": "for", "fermer": ""}
	for what := range page.CrisisForms {
		m["crisis_ask_"+what] = page.CrisisAskPage(page.CrisisAsk{
			Frame: at(), What: what, Rule: rule.Words, Typed: url.Values{"phone": {"819 555-0134"}}, For: hours, Review: hours, Due: hours, WordsMost: 600,
			Orgs: []ui.Option{{Value: "o", Text: fr("La Halte du Pont")}},
			Step: ui.Step{Back: "#", Action: "#", Submit: page.CrisisForms[what].Submit, Hidden: act, Problems: []ui.Problem{{Field: field[what], Key: "crisis.words_missing"}}},
		})
	}
	m["crisis_ask_named"] = page.CrisisAskPage(page.CrisisAsk{
		Frame: at(), What: "decision", Typed: url.Values{"words": {"Loger Wassim Haddad ce soir"}}, WordsMost: 600, Marked: []page.Marked{{S: "Loger "}, {S: "Wassim Haddad", Mark: true}, {S: " ce soir"}},
		Step: ui.Step{Back: "#", Action: "#", Submit: page.CrisisForms["decision"].Submit, Hidden: act, Problems: []ui.Problem{{Field: "words", Key: "crisis.named", Args: []any{"what", "Wassim Haddad"}}}},
	})
	m["crisis_minutes"] = page.CrisisMinutesPage(page.CrisisMinutes{Frame: at(), Back: "#", Title: line.Title, Sector: line.Sector, Moments: []ui.Moment{
		{What: ui.T(l, "crisis.entry_decided", "org", fr("La Table")), When: "1 mars 2026, 9 h", Words: decision.Words, Detail: page.CrisisDetail(l, l.Text("crisis.origin", "words", decision.Origin))},
		{What: ui.T(l, "crisis.entry_lapsed"), When: "8 mars 2026, 9 h"},
	}})
	story := page.CrisisStory{Words: rule.Words, By: l.Text("crisis.allowed_by", "who", rule.By), Lasted: l.Text("crisis.rule_lasted", "days", l.Text("crisis.n_days", "n", 4)), Renewed: l.Text("crisis.rule_renewed", "n", 2), Outcome: l.Text("crisis.outcome_lapsed")}
	m["crisis_post_mortem"] = page.CrisisPostMortemPage(page.CrisisPostMortem{
		Frame: at(), Back: "#", Text: "#", Title: line.Title, Sector: line.Sector, Why: c.Why, Early: true, Facts: []i18n.Text{l.Text("crisis.n_members", "n", 3)},
		Decisions: c.Decisions, Rules: []page.CrisisStory{story}, Later: []page.CrisisTask{done}, Undone: []page.CrisisTask{task},
		Reviews: []page.CrisisReview{{At: "2 mars 2026, 9 h", Words: fr("Quarante-deux personnes"), How: l.Text("crisis.review_in_time")}},
	})
	m["crisis_post_mortem_none"] = page.CrisisPostMortemPage(page.CrisisPostMortem{Frame: at(), Back: "#", Text: "#", Title: line.Title, Sector: line.Sector, Why: c.Why})
}
