package page_test

import (
	"github.com/a-h/templ"

	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// roundSamples are the rounds: prepared, followed, on paper. The page of the phone
// lives by its script: a browser looks at it (test/e2e).
func roundSamples(l *i18n.Local, m map[string]templ.Component) {
	act := []ui.Hidden{{Name: "act", Value: "a"}}
	two := [2][]ui.Hidden{act, act}
	doors := []page.RoundDoor{{N: 1, Number: "11", State: "round.talked", Twice: true}, {N: 2, Number: "13 app. 4", State: "round.spared"}, {N: 3, Number: "15", State: "round.unseen"}}
	sides := []page.RoundSide{{Street: "rue des Récollets", Odd: true, Doors: doors}, {Street: "rue des Récollets", Doors: doors}}
	lines := []i18n.Text{fr("Bonjour. Je suis avec un organisme du quartier."), fr("C'est gratuit.")}
	m["rounds"] = page.RoundListPage(page.RoundList{
		Frame: work(l, l.T("round.title"), "today"), Back: "#", New: "#",
		Rows: []page.RoundRow{{Name: "Récollets, jeudi soir", Href: "#", Seen: 42, Doors: 120, Until: "3 mars 2026, 20 h"}, {Name: "Vieux-Quai", Href: "#", Seen: 10, Doors: 10}},
	})
	plan := page.ConsortiumShow{
		Frame: work(l, l.T("consortium.title"), "today"), Back: "#", Name: fr("Ambassades du quai"), Day: "lundi 2 mars", Populations: []i18n.Text{fr("Hispanophones")}, Orgs: []i18n.Text{fr("La Halte"), fr("Le Comptoir")},
		Places: []page.ConsortiumPlace{{Name: fr("Vieux-Quai"), Cells: []page.ConsortiumCell{{Population: fr("Hispanophones"), Parts: []page.ConsortiumPart{{Org: fr("La Halte"), Contact: "873 555-0101", Leave: "#", Act: act}}}}}, {Name: fr("Faubourg"), Cells: []page.ConsortiumCell{{Population: fr("Hispanophones")}}}},
		Holes:  []templ.Component{ui.T(l, "consortium.hole", "population", fr("Hispanophones"), "place", fr("Faubourg"))}, Take: "#", TakeAct: act, PlaceOptions: []ui.Option{{Value: "x", Text: fr("Vieux-Quai")}}, PopulationOptions: []ui.Option{{Value: "y", Text: fr("Hispanophones")}},
		Problems: []ui.Problem{{Field: "contact", Key: "consortium.contact_long", Args: []any{"most", 80}}}, Edit: "#", Close: "#", CloseAct: act, ContactMost: 80,
	}
	m["consortium"] = page.ConsortiumShowPage(plan)
	m["consortium_over"] = page.ConsortiumShowPage(page.ConsortiumShow{Frame: plan.Frame, Back: "#", Name: plan.Name, Day: plan.Day, Over: true, Populations: plan.Populations, Orgs: plan.Orgs})
	m["consortiums"] = page.ConsortiumListPage(page.ConsortiumList{Frame: plan.Frame, Back: "#", New: "#", Rows: []page.ConsortiumRow{{Name: plan.Name, Href: "#", Orgs: 2, Holes: 1}, {Name: plan.Name, Href: "#", Orgs: 1, Over: true}}})
	m["consortiums_none"] = page.ConsortiumListPage(page.ConsortiumList{Frame: plan.Frame, Back: "#"})
	m["consortium_draw"] = page.ConsortiumDrawPage(page.ConsortiumDraw{Frame: plan.Frame, Name: "Ambassades", Step: ui.Step{Back: "#", Action: "#", Submit: "consortium.new_do", Hidden: act, Problems: []ui.Problem{{Field: "places", Key: "consortium.place_unknown", Args: []any{"line", 2}}}}})
	m["consortium_edit"] = page.ConsortiumDrawPage(page.ConsortiumDraw{Frame: plan.Frame, Change: true, Name: "Ambassades", Step: ui.Step{Back: "#", Action: "#", Submit: "consortium.edit_do", Hidden: act}})
	m["rounds_none"] = page.RoundListPage(page.RoundList{Frame: work(l, l.T("round.title"), "today"), Back: "#"})
	m["round_new"] = page.RoundNewPage(page.RoundNew{
		Frame: work(l, l.T("round.new"), "today"), Name: "Récollets", Streets: "rue", Langs: []ui.Option{{Value: "fr", Text: fr("français"), Checked: true}}, Days: []ui.Option{{Value: "1", Text: l.NText("round.days", 1)}},
		Step:  ui.Step{Back: "#", Action: "#", Submit: "round.new", Hidden: act, Problems: []ui.Problem{{Field: "streets", Key: "round.streets_unread", Args: []any{"line", 1}}, {Field: "tired", Key: "round.tired", Args: []any{"n", 2}}}},
		Tired: true,
	})
	show := page.RoundShow{
		Frame: work(l, l.T("round.title"), "today"), Back: "#", Name: "Récollets, jeudi soir", Until: "3 mars 2026, 20 h", Said: true, Seen: 42, Doors: 120, Board: "#", Take: "#", Close: "#", Acts: two, Paper: "#", Type: "#", Sides: sides,
		Figures: []page.RoundFigure{{Key: "round.talked", N: 30}, {Key: "round.twice", N: 2}}, Needs: []page.RoundNeed{{Need: l.Text("need.eat_meal"), N: 4}},
		Phones: []page.RoundPhone{
			{Who: "Maëlle Quatrevents", State: "round.state_out", Tone: ui.Ok, Received: 30, Waiting: 12, Seen: "il y a 3 minutes", Skewed: true, Hand: "#", Revoke: "#", Acts: two},
			{Who: "Luc", State: "round.state_lent", Link: "#", Revoke: "#", Acts: two}, {Who: "Maëlle Quatrevents", Paper: true, Tone: ui.Ok, Received: 9},
		},
	}
	m["round"] = page.RoundShowPage(show)
	m["round_gone"] = page.RoundShowPage(page.RoundShow{Frame: show.Frame, Back: "#", Name: show.Name, Gone: true, Seen: 42, Doors: 120, Figures: show.Figures})
	m["round_link"] = page.RoundLinkPage(page.RoundLink{Frame: work(l, l.T("round.link_title"), "today"), Back: "#", Name: show.Name, Link: "https://passerelle.example/fr/tournee/#a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4e5f6"})
	paper := page.RoundPaper{Frame: work(l, l.T("round.paper_title"), "today"), Back: "#", Name: show.Name, Until: show.Until, Kit: "trousse", Sides: sides, Slips: []string{"1234 5678 9012", "2234 5678 9012"}, Address: "https://passerelle.example/suivi", Langs: []page.RoundLang{{Lang: "fr", Lines: lines}}}
	paper.Paper = true
	m["round_paper"] = page.RoundPaperPage(paper)
	options := []ui.Option{{Key: "round.type_nothing"}, {Value: "talked", Key: "round.talked", Checked: true}}
	typed := page.RoundTypeSide{RoundSide: sides[0], Lines: []page.RoundTypeLine{{N: 1, Number: "11", Kits: "2", Options: options}, {N: 2, Number: "13 app. 4", Options: options}}}
	groups := []ui.OptionGroup{{Options: []ui.Option{{Key: "needs.need_choose"}}}, {Key: "need.eat", Options: []ui.Option{{Value: "eat.meal", Key: "need.eat_meal"}}}}
	m["round_type"] = page.RoundTypePage(page.RoundType{
		Frame: work(l, l.T("round.type_title"), "today"), Name: show.Name, Kit: true, Sides: []page.RoundTypeSide{typed}, Needs: []page.RoundTypeNeed{{Groups: groups, Slip: "1234"}},
		Step: ui.Step{Back: "#", Action: "#", Submit: "round.type_do", Hidden: act, Problems: []ui.Problem{{Field: "door-2", Key: "round.line_wrong", Args: []any{"door", 2, "most", 20}}}},
	})
}
