package page_test

import (
	"github.com/a-h/templ"

	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// pathwaySamples are guided decision support: the list, a walk and its end.
func pathwaySamples(l *i18n.Local, m map[string]templ.Component) {
	act := []ui.Hidden{{Name: "act", Value: "a"}}
	title, about := fr("École : demander de l'aide tôt"), fr("Aide le personnel scolaire à diriger tôt un enfant.")
	line := page.PathwayLine{Href: "#", Title: title, About: about, Org: fr("La Halte du Pont")}
	example := page.PathwayLine{Href: "#", Title: title, About: about, Example: true}
	m["pathways"] = page.PathwayListPage(page.PathwayList{
		Frame: work(l, l.T("pathway.list_title"), "today"), Back: "#", Said: l.T("pathway.finished"), Problems: []ui.Problem{{Key: "pathway.runs_full", Args: []any{"most", 50}}},
		Code: "#", Published: []page.PathwayLine{line}, Examples: []page.PathwayLine{example}, Drafts: []page.PathwayLine{line}, New: "#",
	})
	m["pathways_none"] = page.PathwayListPage(page.PathwayList{Frame: work(l, l.T("pathway.list_title"), "today"), Back: "#", Examples: []page.PathwayLine{example}})
	outline := page.PathwayOutline{
		Steps: []page.PathwayOutlineStep{{ID: "danger", Ask: fr("L'enfant est-il en danger ?"), Why: fr("Le danger passe avant tout."), Ways: []page.PathwayWay{{When: "danger = yes", To: fr("Appelez le 911")}, {To: fr("Parlez-leur")}}}},
		Ends:  []page.PathwayOutlineEnd{{ID: "alerte", Kind: "pathway.kind_call", Title: fr("Appelez le 911"), Say: fr("Restez avec l'enfant.")}},
	}
	show := page.PathwayShow{
		Frame: work(l, title.S, "today"), Back: "#", Title: title, About: about, For: fr("Personnel scolaire"), Always: fr("La loi demande d'aviser."), Example: true, Sources: []i18n.Text{fr("Devoir de la loi.")},
		Begin: "#", Hidden: act, Outline: outline, File: "#", Copy: "#",
	}
	m["pathway_example"] = page.PathwayShowPage(show)
	show.Example, show.Number, show.State, show.Org, show.Revise, show.Retire = false, 2, "pathway.state_published", line.Org, "#", "#"
	show.Versions = []page.PathwayVersion{{Number: 2, State: "pathway.state_published", When: "3 mars 2026", Href: "#", Shown: true}, {Number: 1, State: "pathway.state_earlier", When: "2 mars 2026", Href: "#"}}
	m["pathway_ours"] = page.PathwayShowPage(show)
	walkSamples(l, m)
	pathwayEditSamples(l, m)
}

func walkSamples(l *i18n.Local, m map[string]templ.Component) {
	act := []ui.Hidden{{Name: "act", Value: "a"}}
	f := page.PathwayFrame{Frame: work(l, "", "today"), Title: fr("Accueil intégré"), Alarm: "911", Example: true, Always: fr("Ne notez ici ni nom, ni lieu.")}
	step := page.PathwayStep{
		PathwayFrame: f, N: 3, Back: "#", Alert: "#", Action: "#", Hidden: act, Ask: fr("Souhaite-t-elle parler ?"), Why: fr("C'est elle qui choisit."),
		Answers: []page.PathwayAnswer{{Value: "yes", Key: "pathway.yes", Was: true}, {Value: "rue", Text: fr("Dehors")}, {Value: "unsure", Key: "pathway.unsure"}},
	}
	m["walk_question"] = page.PathwayStepPage(step)
	step.Number, step.Least, step.Most, step.Value, step.Trial = true, 1, 90, "400", true
	step.Problems = []ui.Problem{{Field: "answer", Key: "pathway.answer_number", Args: []any{"least", 1, "most", 90}}}
	m["walk_number_wrong"] = page.PathwayStepPage(step)
	step.Nowhere, step.Problems = true, nil
	m["walk_nowhere"] = page.PathwayStepPage(step)
	numbers := []page.PathwayNumber{{Number: "911", Words: fr("Urgence")}, {Number: "18003639010", Words: fr("SOS violence conjugale")}}
	m["walk_alarm"] = page.PathwayAlarmPage(page.PathwayAlarm{PathwayFrame: f, Back: "#", Heading: fr("Appelez le 911"), Say: fr("Mettez-vous en lieu sûr."), Lines: numbers})
	sum := page.PathwaySummary{
		PathwayFrame: f, Back: "#", Kind: "refer", Heading: fr("Quatre portes"), Say: fr("Demandez un accord à part."), Because: []i18n.Text{fr("Elle le souhaite.")}, Lines: numbers[:1],
		Answers: []ui.Answer{{Label: ui.Run(l, fr("Souhaite-t-elle parler ?")), Value: ui.T(l, "pathway.yes"), Change: "#"}}, Code: "123\u00a0456\u00a0789", Until: "3 mars 2026, 8 h", Refer: "#", Slices: 4, Finish: "#",
	}
	m["walk_end"] = page.PathwaySummaryPage(sum)
	sum.Together, sum.Waits, sum.Refer, sum.Phone, sum.Problems = fr("L'infirmière praticienne"), true, "", "#", []ui.Problem{{Field: "opinion", Key: "pathway.opinion_missing"}}
	m["walk_end_of_two"] = page.PathwaySummaryPage(sum)
	sum.Waits, sum.Phone, sum.Problems, sum.Refer, sum.Slices, sum.Second, sum.SecondOrg, sum.SecondAt = false, "", nil, "#", 1, "pathway.second_agrees", fr("Clinique"), "14 h"
	m["walk_end_agreed"] = page.PathwaySummaryPage(sum)
	m["walk_end_call"] = page.PathwaySummaryPage(page.PathwaySummary{PathwayFrame: f, Back: "#", Kind: "call", Heading: fr("Appelez le 911"), Say: fr("Restez."), Because: sum.Because, Lines: numbers, Answers: sum.Answers, Finish: "#"})
	m["walk_end_search"] = page.PathwaySummaryPage(page.PathwaySummary{PathwayFrame: f, Back: "#", Kind: "search", Heading: fr("Cherchez"), Say: fr("Ensemble."), Because: sum.Because, Answers: sum.Answers, Search: "#", Direct: "#", Finish: "#"})
	m["walk_heard"] = page.PathwaySummaryPage(page.PathwaySummary{PathwayFrame: f, Kind: "refer", Heading: fr("À deux"), Say: fr("Appelez."), Because: sum.Because, Answers: sum.Answers, Together: fr("L'infirmière"), Waits: true, Opinion: "#", OpinionHidden: act})
	m["walk_code"] = page.PathwayCodePage(page.PathwayCode{
		Frame: work(l, l.T("pathway.code_title"), "today"), Typed: "123", Step: ui.Step{Back: "#", Action: "#", Submit: "pathway.code_read", Problems: []ui.Problem{{Field: "code", Key: "pathway.code_misheard"}}},
	})
	hand := page.PathwayHand{
		PathwayFrame: f, Step: ui.Step{Back: "#", Action: "#", Submit: "pathway.hand_do", Hidden: act, Problems: []ui.Problem{{Field: "slice", Key: "pathway.slice_missing"}}},
		Slices: []ui.Option{{Value: "1", Text: fr("Santé"), Checked: true}, {Value: "2", Text: fr("Droits")}}, Told: []page.PathwayTold{{Title: fr("Santé"), Told: fr("– Souhaite-t-elle ? Oui")}, {Title: fr("Droits"), Told: fr("– Non")}},
		Known: []ui.Option{{Key: "pathway.person_new"}, {Value: "p", Text: i18n.Text{S: "Merle"}}}, Code: "Merle", Note: "x",
	}
	m["walk_hand"] = page.PathwayHandPage(hand)
	m["walk_drafts"] = page.PathwayDraftsPage(page.PathwayDrafts{Frame: work(l, l.T("pathway.drafts_title"), "referrals"), Drafts: []page.PathwayDraft{{Href: "#", Title: fr("Santé"), State: "pathway.draft_to_do"}, {Href: "#", Title: fr("Droits"), State: "pathway.draft_sent"}}})
}

func pathwayEditSamples(l *i18n.Local, m map[string]templ.Component) {
	act := []ui.Hidden{{Name: "act", Value: "a"}}
	problem := page.PathwayProblem{Where: "soins", Place: "soins.next", What: ui.T(l, "pathway_check.dead_end"), Href: "#"}
	missing := page.PathwayProblem{Where: "alerte", Place: "alerte.say.en", What: ui.T(l, "pathway_check.translation_en"), Href: "#"}
	rows := []page.PathwayEditRow{{ID: "danger", Name: fr("Danger ?"), Href: "#", First: true, Hidden: act}, {ID: "soins", Name: fr("Quels soins ?"), Href: "#", Wrong: true, Hidden: act}}
	ends := []page.PathwayEditRow{{ID: "alerte", Name: fr("Appelez"), Kind: "pathway.kind_call", Href: "#", Alarm: true, Hidden: act}}
	edit := page.PathwayEdit{
		Frame: work(l, l.T("pathway_edit.title"), "today"), Back: "#", Said: l.T("pathway_edit.said_saved"), Wrong: []ui.Problem{{Key: "pathway_edit.refused", Args: []any{"place", "soins.next", "n", 2}}}, Title: fr("Convalescence"), Number: 2, Example: true,
		Saved: "3 mars 2026, 8 h", Edits: true, Problems: []page.PathwayProblem{problem}, Untranslated: []page.PathwayProblem{missing}, Steps: rows, Ends: ends,
		CaseRows: []page.PathwayCase{{Name: "Danger", Passes: true, Path: "danger › alerte"}, {Name: "Soins", Path: "danger › soins › …", Want: "sejour"}},
		Head:     "#", Cases: "#", NewStep: "#", NewEnd: "#", Order: "#", Simulate: "#", Propose: "#", Publish: "#", Discard: "#", File: "#", Read: "#", Act: act, Once: act, More: act,
	}
	m["pathway_edit"] = page.PathwayEditPage(edit)
	edit.Problems, edit.Untranslated, edit.Wrong = nil, nil, nil
	m["pathway_edit_well"] = page.PathwayEditPage(edit)
	edit.Proposed, edit.Mine = true, true
	m["pathway_edit_proposed"] = page.PathwayEditPage(edit)
	edit.Mine, edit.Edits = false, false
	m["pathway_edit_second"] = page.PathwayEditPage(edit)
	m["pathway_sheet"] = page.PathwaySheetPage(page.PathwaySheet{
		Frame: work(l, l.T("pathway_edit.step_title"), "today"), Title: "pathway_edit.step_title", Known: []page.PathwayProblem{problem},
		Step: ui.Step{Back: "#", Action: "#", Submit: "pathway_edit.save", Hidden: act, Problems: []ui.Problem{{Field: "next", Key: "pathway_edit.line_arrow", Args: []any{"line", 2}}, {Field: "id", Key: "pathway_check.id", Args: []any{"id", "Été"}}}},
		Fields: []page.PathwayField{
			{Name: "id", Label: "pathway_edit.f_id", Hint: "pathway_edit.h_id", Line: true, Value: "Été"}, {Name: "ask_fr", Label: "pathway_edit.f_ask", Lang: "pathway_edit.in_fr", Value: "x", Most: 400},
			{Name: "kind", Label: "pathway_edit.f_kind", Options: []ui.Option{{Value: "yesno", Key: "pathway_edit.kind_yesno"}}}, {Name: "next", Label: "pathway_edit.f_next", Hint: "pathway_edit.h_next", List: true, Value: "-> x\n"},
			{Name: "example", Label: "pathway_edit.f_example", Tick: true, Value: "1"},
		},
		Names: []page.PathwayName{{ID: "danger", Words: fr("Danger ?"), Values: []string{"yes", "no"}}, {ID: "alerte", Words: fr("Appelez")}},
	})
	m["pathway_new"] = page.PathwayNewPage(page.PathwayNew{
		Frame: work(l, l.T("pathway_edit.new"), "today"), Back: "#", Blank: "#", File: "#", Hidden: act, Most: 256, Problems: []ui.Problem{{Field: "file", Key: "pathway.file_unreadable", Args: []any{"line", 3}}},
	})
}
