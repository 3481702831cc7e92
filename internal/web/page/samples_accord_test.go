package page_test

import (
	"github.com/a-h/templ"

	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// accordSamples are what a person allowed and refused, on both sides of it.
func accordSamples(l *i18n.Local, m map[string]templ.Component) {
	mine := func() ui.Frame { return exitFrame(l, "", "/lien") }
	ours := func() ui.Frame { return work(l, l.T("accord.list_title"), "today") }
	part := "page_consent.part_need"

	m["refuse_find"] = page.RefuseFindPage(page.RefuseFind{Frame: mine(), Step: step})
	m["refuse_found"] = page.RefuseFindPage(page.RefuseFind{Frame: mine(), Step: step, Words: "clinique", Asked: true, Found: []page.Link{{Label: clinic, Href: "#"}}})
	m["refuse_found_none"] = page.RefuseFindPage(page.RefuseFind{Frame: mine(), Step: faulty("q", "error.invalid"), Words: "x", Asked: true})
	m["refuse_ask"] = page.RefuseAskPage(page.RefuseAsk{Frame: mine(), Step: faulty("name", "consent.name_too_short"), Org: clinic, Name: "M"})
	m["refuse_ask_relay"] = page.RefuseAskPage(page.RefuseAsk{Frame: ours(), Step: step, Org: clinic, Relay: true})
	m["refuse_ask_own"] = page.RefuseAskPage(page.RefuseAsk{Frame: mine(), Step: step, Org: fr("La Halte"), Own: true})
	m["refuse_lift"] = page.RefuseLiftPage(page.RefuseLift{Frame: mine(), Step: step, Org: clinic, Named: "Marie"})
	m["sign_choose"] = page.SignChoosePage(page.SignChoose{Frame: mine(), Step: faulty("sign", "consent.sign_missing"), Holder: fr("La Halte")})
	m["accord_list"] = page.AccordListPage(page.AccordList{Frame: ours(), Back: "#", Forced: []page.AccordRow{{Code: "Mésange", Href: "#", Org: clinic, Since: l.Day(date)}}, Again: []page.AccordRow{
		{Code: "Mésange", Href: "#", Org: clinic, Since: l.Day(date)}, {Code: "Bélier", Href: "#", Org: clinic, Since: l.Day(date), Ended: true},
	}, People: []page.AccordRow{{Code: "Mésange", Href: "#"}}})
	m["accord_list_empty"] = page.AccordListPage(page.AccordList{Frame: ours(), Back: "#"})
	m["accord_show"] = page.AccordShowPage(page.AccordShow{Frame: ours(), Back: "#", Code: "Mésange", Said: l.T("refuse.said"), Refuse: "#", Own: "#", Around: []page.Accord{
		{Knower: page.Knower{Org: clinic, Worker: "Marie Roy", Parts: []string{part}, WhatFor: "soigner une dent", Until: l.Day(date), Withdraw: "#", Refuse: "#"},
			Again: "#", AskOn: l.Day(date), AskNow: true, Recorded: "accord.said_spoken", By: l.T("accord.by_team", "person", "Nadia", "team", "Équipe de rue")},
		{Knower: page.Knower{Org: clinic, State: "page_thread.later", Refuse: "#"}, Again: "#", AskOn: l.Day(date), Recorded: "accord.said_screen", By: "Nadia"},
		{Knower: page.Knower{Org: clinic, State: "page_thread.taken", When: l.Day(date), Refuse: "#"}, Again: "#", Recorded: "accord.said_paper", By: "Nadia"},
		{Knower: page.Knower{Org: clinic, State: "page_thread.ended", When: l.Day(date), Refuse: "#"}, Again: "#", Recorded: "accord.said_paper", By: "Nadia"},
		{Knower: page.Knower{Org: clinic, State: "page_thread.refused", Named: "Marie"}, Recorded: "accord.said_by_person"},
	}})
	m["accord_show_empty"] = page.AccordShowPage(page.AccordShow{Frame: ours(), Back: "#", Code: "Mésange", Refuse: "#", Own: "#"})
}
