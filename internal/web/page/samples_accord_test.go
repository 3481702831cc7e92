package page_test

import (
	"net/url"

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
	m["accord_list"] = page.AccordListPage(page.AccordList{Frame: ours(), Back: "#", Told: "#", Review: 1, Forced: []page.AccordRow{{Code: "Mésange", Href: "#", Org: clinic, Since: l.Day(date)}}, Again: []page.AccordRow{
		{Code: "Mésange", Href: "#", Org: clinic, Since: l.Day(date)}, {Code: "Bélier", Href: "#", Org: clinic, Since: l.Day(date), Ended: true},
	}, People: []page.AccordRow{{Code: "Mésange", Href: "#"}}})
	said := &page.SafeReach{Call: true, Now: true, Ways: []string{"reach.way_call", "reach.way_text"}, Days: []i18n.Text{fr("lundi"), fr("mardi")}, From: l.Time(9, 0), To: l.Time(11, 0), Language: fr("espagnol"), Introduce: "Julie", SelfOnly: true, Code: "citron", Number: "514 555-0101", Address: "m@exemple.ca", Said: l.Day(date), BySelf: true}
	later := &page.SafeReach{Call: true, Later: l.DateTime(date), Ways: []string{"reach.way_call"}, AnyHour: true, Voicemail: true, Said: l.Day(date)}
	hour := []ui.Option{{Value: "540", Text: fr("9 h")}}
	m["reach_own"] = page.ReachEditPage(page.ReachEdit{Frame: mine(), Step: faulty("ways", "reach.ways_missing"), Languages: hour})
	m["reach_worker"] = page.ReachEditPage(page.ReachEdit{Frame: ours(), Step: step, Person: "Mésange", Languages: hour, Current: said, Typed: url.Values{"ways": {"call"}, "days": {"1"}, "from": {"540"}},
		Text: &page.ReachText{Action: "#", Hidden: step.Hidden, Wrong: []ui.Problem{{Field: "back", Key: "reach.back_missing"}}, Sent: []page.ReachSent{{When: l.DateTime(date), State: "reach.state_waiting", Until: l.DateTime(date)}, {When: l.DateTime(date), State: "reach.state_sent"}}}})
	for name, r := range map[string]*page.SafeReach{"none": {None: true}, "never": {Never: true, Said: l.Day(date)}, "later": later, "no_call": {Ways: []string{"reach.way_text"}}, "no_hour": {Call: true, Ways: []string{"reach.way_call"}}} {
		m["reach_worker_"+name] = page.ReachEditPage(page.ReachEdit{Frame: ours(), Step: step, Person: "Mésange", Languages: hour, Current: r})
	}
	m["accord_list_empty"] = page.AccordListPage(page.AccordList{Frame: ours(), Back: "#", Told: "#"})
	m["accord_show"] = page.AccordShowPage(page.AccordShow{Frame: ours(), Back: "#", Code: "Mésange", Said: l.T("refuse.said"), Refuse: "#", Own: "#", Know: "#", Reach: "#", Around: []page.Accord{
		{Knower: page.Knower{Org: clinic, Worker: "Marie Roy", Parts: []string{part}, WhatFor: "soigner une dent", Until: l.Day(date), Withdraw: "#", Refuse: "#"},
			Again: "#", AskOn: l.Day(date), AskNow: true, Recorded: "accord.said_spoken", By: l.T("accord.by_team", "person", "Nadia", "team", "Équipe de rue")},
		{Knower: page.Knower{Org: clinic, State: "page_thread.later", Refuse: "#"}, Urgent: "#", Again: "#", AskOn: l.Day(date), Recorded: "accord.said_screen", By: "Nadia"},
		{Knower: page.Knower{Org: clinic, State: "page_thread.taken", When: l.Day(date), Refuse: "#"}, Again: "#", Recorded: "accord.said_paper", By: "Nadia"},
		{Knower: page.Knower{Org: clinic, State: "page_thread.ended", When: l.Day(date), Refuse: "#"}, Again: "#", Recorded: "accord.said_paper", By: "Nadia"},
		{Knower: page.Knower{Org: clinic, State: "page_thread.refused", Named: "Marie"}, Recorded: "accord.said_by_person"},
	}})
	m["accord_show_empty"] = page.AccordShowPage(page.AccordShow{Frame: ours(), Back: "#", Code: "Mésange", Refuse: "#", Own: "#", Know: "#", Reach: "#"})

	private := page.EmergencyGround{Code: "danger_private", Statute: "P-39.1, art. 18.1", Checked: true}
	grounds := []page.EmergencyGround{private, {Code: "danger_public", Statute: "A-2.1, art. 59.1", Checked: true}, {Code: "danger_health", Statute: "R-22.1"},
		{Code: "danger_ontario", Statute: "PHIPA, s. 40(1)"}, {Code: "youth_quebec", Statute: "P-34.1, art. 39"}, {Code: "youth_ontario", Statute: "CYFSA, s. 125"}}
	m["emergency_ask"] = page.EmergencyAskPage(page.EmergencyAsk{Frame: ours(), Step: faulty("four", "emergency.four_missing"), Org: clinic, Person: "Mésange", Grounds: grounds, Four: map[string]bool{"cause": true}, Max: 2000})
	m["emergency_list"] = page.EmergencyListPage(page.EmergencyList{Frame: ours(), Back: "#", Rows: []page.EmergencyRow{
		{Org: clinic, When: l.DateTime(date), State: "emergency.due", Date: l.Day(date), Overdue: true, Href: "#"},
		{Org: clinic, When: l.DateTime(date), State: "emergency.was_founded", Href: "#"},
	}})
	m["emergency_list_empty"] = page.EmergencyListPage(page.EmergencyList{Frame: ours(), Back: "#"})
	shown := page.EmergencyShow{Frame: ours(), Step: step, Person: "Mésange", Org: clinic, By: "Nadia", When: l.DateTime(date), Until: l.DateTime(date), Ground: private, Contact: true,
		Reason: fr("Propos précis."), Due: l.Day(date), Review: true, Max: 2000, Recorded: true}
	m["emergency_show"] = page.EmergencyShowPage(shown)
	shown.Review, shown.Recorded, shown.Verdict, shown.Decider, shown.Decided, shown.Words, shown.Ended = false, false, "emergency.was_unfounded", "Luc", l.DateTime(date), fr("Rien ne pressait."), l.DateTime(date)
	m["emergency_reviewed"] = page.EmergencyShowPage(shown)
	m["file_close"] = page.FileClosePage(page.FileClose{Frame: mine(), Step: faulty("closed", "error.invalid")})
	m["file_closed"] = page.FileClosePage(page.FileClose{Frame: mine(), Step: step, Closed: true})
}
