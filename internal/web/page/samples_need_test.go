package page_test

import (
	"github.com/a-h/templ"

	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// needSamples are the pages of needs, each with something to mend or to say.
func needSamples(l *i18n.Local, m map[string]templ.Component) {
	wrong := []ui.Problem{{Field: "words", Key: "needs.named", Args: []any{"what", "Ximena"}}}
	m["need_say"] = page.NeedSayPage(page.NeedSay{
		Frame: frame(l, l.T("needs.say_title"), "/aide/dire"), Step: ui.Step{Back: "#", Action: "#", Submit: "needs.say_do", Problems: wrong}, Place: "Vieux-Quai", Words: "Moi c’est Ximena", MaxWords: 500, Named: true,
		Wanted: []ui.Option{{Value: "now", Key: "needs.wanted_now"}}, With: []ui.Option{{Value: "woman", Key: "needs.with_woman"}},
	})
	m["need_said"] = page.NeedSaidPage(page.NeedSaid{Frame: frame(l, l.T("needs.say_title"), "/aide/dire"), Receipt: "1234 5678 9012", Follow: "#", Address: "https://passerelle.example/suivi"})
	m["need_follow"] = page.NeedFollowPage(page.NeedFollow{Frame: frame(l, l.T("needs.follow_title"), "/suivi"), Step: ui.Step{Back: "#", Action: "#", Submit: "needs.follow_do", Problems: []ui.Problem{{Field: "code", Key: "needs.receipt_unknown"}}}})
	state := ui.Tag(ui.Active, ui.T(l, "needs.state_taken"))
	m["need_news"] = page.NeedNewsPage(page.NeedNews{Frame: frame(l, l.T("needs.follow_title"), "/suivi"), About: l.Text("need.eat_meal"), Since: "2 mars", State: state, Org: fr("La Halte"), Phone: "514 555-0134", Due: "3 mars", Answer: fr("Passez avant 20 h."), Services: "#"})
	row := page.NeedRow{Need: l.Text("need.eat_meal"), Place: fr("Vieux-Quai"), Href: "#", Ago: fr("il y a 2 heures"), Via: l.Text("needs.via_web"), Wanted: l.Text("needs.wanted_now"), Urgent: true, State: state, TakenBy: fr("La Halte")}
	m["need_board"] = page.NeedBoardPage(page.NeedBoard{
		Frame: frame(l, l.T("needs.board_title"), "/app/besoins"), Back: "#", Day: "lundi 2 mars", At: "9 h", CSV: "#", Public: "#", Note: "#", Call: "#", Words: "#", Poster: "#", Hidden: true, Small: 5,
		Bars: []page.NeedBar{{Label: l.Text("need.eat_meal"), Href: "#", Week: 3, Last: 5}}, Holes: []page.NeedHole{{Need: l.Text("need.eat_meal"), Place: fr("Vieux-Quai"), Href: "#"}},
		Cells: []page.NeedCell{{Need: l.Text("need.eat_meal"), Place: fr("Vieux-Quai"), Href: "#", Week: 3, Open: 1}}, Living: []page.NeedRow{row},
		Signals: []page.SignalRow{{Words: fr("Les toilettes sont barrées."), Where: fr("Vieux-Quai"), Href: "#", State: state}}, SignalsAll: "#", SignalNew: "#",
	})
	m["need_public"] = page.NeedPublicPage(page.NeedPublic{
		Frame: frame(l, l.T("needs.public_title"), "/tableau/besoins"), When: ui.T(l, "needs.public_quarter", "from", "1 juillet", "to", "30 septembre", "year", "2026"), Day: "lundi 2 mars", Least: 20, Step: 10, Wide: 360, High: 330, CSV: "#", Say: "#",
		Bars:   []page.NeedAbout{{Label: l.Text("need.eat"), About: 120, Most: 120}},
		Places: []page.NeedPlace{{Key: "vieux-quai", Number: 1, Name: fr("Vieux-Quai"), Needs: []page.NeedAbout{{Label: l.Text("need.eat"), About: 80, Most: 120, Known: true, Near: 3, Open: 1, Href: "#"}, {Label: l.Text("need.sleep"), About: 40, Most: 120, Known: true}}}},
		Marks:  []page.NeedMark{{Number: 1, X: 100, Y: 100, About: 120, Name: fr("Vieux-Quai")}}, Holes: []page.NeedHole{{Need: l.Text("need.sleep"), Place: fr("Vieux-Quai"), Href: "#"}},
		Others: []page.NeedQuarter{{Text: ui.T(l, "needs.public_quarter", "from", "1 avril", "to", "30 juin", "year", "2026"), Href: "#"}},
	})
	m["need_words"] = page.NeedWordsPage(page.NeedWords{Frame: frame(l, l.T("needs.words_title"), "/app/besoins/mots"), Back: "#", List: []page.NeedHeard{{NeedRow: row, Words: i18n.Text{S: "Me duele una muela", Lang: "es"}, Observed: fr("Joue enflée")}}})
	m["need_note"] = page.NeedNotePage(page.NeedNote{Frame: frame(l, l.T("needs.note_title"), "/app/besoins/noter"), Step: ui.Step{Back: "#", Action: "#", Problems: wrong}, MaxWords: 500, Named: true})
	m["need_shown"] = page.NeedShownPage(page.NeedShown{
		Frame: frame(l, l.T("needs.one_title"), "/app/besoin/x"), Back: "#", Row: row, Words: fr("J’ai faim"), When: "2 mars", With: l.Text("needs.with_any"), Lives: true, Ours: true, Take: "#", Leave: "#", Reply: "#", Sort: "#",
		Within: []ui.Option{{Value: "1", Key: "needs.within_hours", Args: []any{"n", 1}}}, Reasons: []ui.Option{{Key: "needs.reason_none"}}, MaxWords: 500, Problems: []ui.Problem{{Field: "answer", Key: "needs.answer_missing"}},
	})
}
