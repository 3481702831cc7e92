package page_test

import (
	"github.com/a-h/templ"

	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// partnerSamples are the pages of what organisations know of one another.
func partnerSamples(l *i18n.Local, m map[string]templ.Component) {
	act := []ui.Hidden{{Name: "act", Value: "a"}}
	waits := page.ClosedDoor{Service: fr("Refuge de nuit du Faubourg-du-Pont"), See: "#", Reason: "door.full", Words: fr("On m'a dit de rappeler à 21 h."), From: ui.T(l, "closed_door.from_public", "date", "2 mars 2026"), Answer: "#"}
	done := waits
	done.Words, done.Answer, done.From = i18n.Text{}, "", ui.T(l, "closed_door.from_org", "date", "1er mars 2026", "org", "La Halte")
	done.Reply = &page.Reply{Kind: "closed_door.kind_changed", Words: fr("Quelqu'un répond maintenant jusqu'à 22 h."), On: "3 mars 2026"}
	m["doors"] = page.DoorsPage(page.Doors{Frame: work(l, l.T("closed_door.list_title"), "today"), Back: "#", Done: true, Waiting: []page.ClosedDoor{waits}, Answered: []page.ClosedDoor{done}})
	m["doors_answered"] = page.DoorsPage(page.Doors{Frame: work(l, l.T("closed_door.list_title"), "today"), Back: "#", Answered: []page.ClosedDoor{done}})
	m["doors_none"] = page.DoorsPage(page.Doors{Frame: work(l, l.T("closed_door.list_title"), "today"), Back: "#"})
	wrong := []ui.Problem{{Field: "kind", Key: "closed_door.kind_missing"}, {Field: "words", Key: "closed_door.words_missing"}}
	m["door_answer"] = page.DoorAnswerPage(page.DoorAnswer{
		Frame: work(l, l.T("closed_door.reply_title"), "today"), Door: waits, Most: 280, Step: ui.Step{Back: "#", Action: "#", Submit: "closed_door.reply_send", Hidden: act, Problems: wrong},
		Kinds: []ui.Option{{Value: "changed", Key: "closed_door.as_changed"}, {Value: "explained", Key: "closed_door.as_explained"}, {Value: "not_ours", Key: "closed_door.as_not_ours"}},
	})
	lineSamples(l, m)
	cardSamples(l, m)
}

func lineSamples(l *i18n.Local, m map[string]templ.Component) {
	act := []ui.Hidden{{Name: "act", Value: "a"}}
	line := page.Line{
		Href: "#", OrgCard: "#", Org: fr("CIUSSS de la Claire"), Service: fr("Guichet en santé mentale adulte"), ServicePage: "#", Number: "873 555-0190", Ext: "22",
		Purpose: fr("Débloquer un rendez-vous refusé au guichet"), Who: fr("Geneviève"), Role: fr("agente de liaison"), Hours: fr("Du lundi au jeudi, de 9 h à 15 h"), BestTime: fr("Le matin"),
		Limits: fr("Ne donne pas de rendez-vous le jour même."), Decides: fr("La cheffe du guichet"), Uses: 12, Closed: 2, Confirmed: "2 mars 2026",
	}
	old := line
	old.Stale, old.Uses, old.Closed, old.Who = true, 0, 0, i18n.Text{}
	m["lines"] = page.LinesPage(page.Lines{Frame: work(l, l.T("line.title"), "today"), Back: "#", Query: "guichet", Action: "#", Ended: true, New: "#", Rows: []page.Line{line, old}})
	m["lines_none"] = page.LinesPage(page.Lines{Frame: work(l, l.T("line.title"), "today"), Back: "#", Action: "#"})
	m["lines_none_found"] = page.LinesPage(page.Lines{Frame: work(l, l.T("line.title"), "today"), Back: "#", Query: "zzz", Action: "#"})
	outcomes := []ui.Option{{Value: "reached", Key: "line.o_reached"}, {Value: "no_answer", Key: "line.o_no_answer"}}
	m["line"] = page.LinePage(page.LineShow{
		Frame: work(l, l.T("line.title"), "today"), Back: "#", Said: l.T("line.noted", "org", "CIUSSS"), Line: line, Call: "#", Hidden: act, Outcomes: outcomes, Most: 280, Same: act,
		Problems: []ui.Problem{{Field: "outcome", Key: "line.outcome_missing"}}, Ours: true, Confirm: "#", Edit: "#", End: "#",
		Calls: []page.LineCall{{Outcome: "line.o_no_answer", Words: fr("Trois essais."), From: ui.T(l, "line.call_by", "date", "2 mars 2026", "org", "La Halte")}},
	})
	m["line_of_others"] = page.LinePage(page.LineShow{Frame: work(l, l.T("line.title"), "today"), Back: "#", Line: old, Call: "#", Hidden: act, Outcomes: outcomes, Most: 280})
	m["line_edit"] = page.LineEditPage(page.LineEdit{
		Frame: work(l, l.T("line.title"), "today"), Heading: "line.edit_heading", Now: &line, Services: []ui.Option{{Key: "line.whole", Checked: true}, {Value: "s", Text: fr("Guichet")}}, Most: 400, Purpose: "Débloquer",
		Step: ui.Step{Back: "#", Action: "#", Submit: "line.save", Hidden: act, Problems: []ui.Problem{{Key: "own.changed_meanwhile"}, {Field: "limits", Key: "line.limits_missing"}}},
	})
	m["line_end"] = page.LineEndPage(page.LineEnd{Frame: work(l, l.T("line.end_heading"), "today"), Purpose: line.Purpose, Step: ui.Step{Back: "#", Action: "#", Submit: "line.end", Hidden: act}})
}

func cardSamples(l *i18n.Local, m map[string]templ.Component) {
	act := []ui.Hidden{{Name: "act", Value: "a"}}
	facts := []page.CardFact{{Label: "card.who", Words: fr("Une halte de jour, sans rendez-vous.")}, {Label: "card.does_not", Words: fr("Aucun hébergement.")}}
	m["understand_list"] = page.UnderstandListPage(page.UnderstandList{Frame: work(l, l.T("card.list_title"), "today"), Back: "#", Ours: "#", Rows: []page.UnderstandRow{{Name: fr("La Halte du Pont"), Who: fr("Une halte de jour."), Href: "#"}}})
	m["understand_list_none"] = page.UnderstandListPage(page.UnderstandList{Frame: work(l, l.T("card.list_title"), "today"), Back: "#"})
	m["understand"] = page.UnderstandPage(page.Understand{
		Frame: work(l, l.T("card.title", "org", "La Halte du Pont"), "today"), Back: "#", Name: fr("La Halte du Pont"), Written: true, Ours: true, Saved: true, Changed: "2 mars 2026",
		Parts:     []page.CardPart{{Heading: "card.part_who", Facts: facts, Edit: "#"}, {Heading: "card.part_limits", Edit: "#"}},
		Pace:      []i18n.Text{l.NText("card.pace_hours", 5), l.NText("card.pace_silent", 2)},
		Practices: []page.Practice{{Name: fr("Accompagnement en trio"), Words: fr("Une personne, un pair, une travailleuse."), Since: 2014, End: "#", Hidden: act}}, PracticeAdd: "#",
		Services: []page.Link{{Label: fr("Halte de jour"), Href: "#"}}, Public: "#",
	})
	m["understand_unwritten"] = page.UnderstandPage(page.Understand{Frame: work(l, l.T("card.title", "org", "La Halte"), "today"), Back: "#", Name: fr("La Halte")})
	m["card_edit"] = page.CardEditPage(page.CardEdit{
		Frame: work(l, l.T("card.part_knock"), "today"), Heading: "card.part_knock", Now: facts, Most: 500,
		Step:   ui.Step{Back: "#", Action: "#", Submit: "card.save", Hidden: act, Problems: []ui.Problem{{Key: "own.changed_meanwhile"}, {Field: "knock", Key: "own.too_long", Args: []any{"most", 500}}}},
		Fields: []page.CardField{{Name: "knock", Label: "card.knock", Value: "Appelez Malik."}}, Questions: []page.CardQuestion{{Name: "notes", Label: "card.q_notes", Options: []ui.Option{{Key: "card.a_none", Checked: true}, {Value: "yes", Key: "card.a_yes"}}}},
	})
	m["practice_edit"] = page.PracticeEditPage(page.PracticeEdit{
		Frame: work(l, l.T("card.practice_add"), "today"), Name: "Trio", Year: "20", Most: 500,
		Step: ui.Step{Back: "#", Action: "#", Submit: "card.save", Hidden: act, Problems: []ui.Problem{{Field: "since", Key: "card.year_bad"}}},
	})
}
