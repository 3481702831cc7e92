package page_test

import (
	"time"

	"github.com/a-h/templ"

	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

var date = time.Date(2026, 3, 5, 14, 30, 0, 0, time.UTC)

func personSamples(l *i18n.Local, m map[string]templ.Component) {
	consent := func() ui.Frame {
		f := work(l, "", "referrals")
		f.Exit, f.Shared = true, true
		return f
	}
	mine := func() ui.Frame { return exitFrame(l, "", "/lien") }
	parts := []string{"page_consent.part_need", "page_consent.part_contact", "page_consent.part_done"}

	m["consent_prepare"] = page.ConsentPreparePage(page.ConsentPrepare{Frame: work(l, l.T("page_referral.task_consent"), "referrals"), Step: step, Org: clinic})
	m["consent_ask"] = page.ConsentAskPage(page.ConsentAsk{Frame: consent(), Step: step, Org: clinic, WhatFor: "soigner une dent", Parts: parts})
	m["consent_ask_again"] = page.ConsentAskPage(page.ConsentAsk{Frame: consent(), Step: faulty("need", "error.invalid"), Org: clinic, WhatFor: "soigner une dent", Parts: parts, RefusedOn: l.Day(date)})
	m["consent_detail"] = page.ConsentDetailPage(page.ConsentDetail{Frame: consent(), Step: step, Org: clinic, AskContact: true, AskDone: true, AskOnly: true})
	m["consent_check"] = page.ConsentCheckPage(page.ConsentCheck{Frame: consent(), Step: step, Org: clinic, Granted: parts[:2], Denied: parts[2:], Until: l.Day(date), How: "page_consent.how_spoken", WhatFor: "soigner une dent", Only: "Marie Roy"})
	for _, answer := range []string{"granted", "refused", "later"} {
		m["consent_done_again_"+answer] = page.ConsentDonePage(page.ConsentDone{Frame: consent(), Org: clinic, Answer: answer, Tasks: "#", Again: true})
		m["consent_done_"+answer] = page.ConsentDonePage(page.ConsentDone{Frame: consent(), Org: clinic, Answer: answer, Tasks: "#", Thread: "#"})
	}
	m["thread_given"] = page.ThreadGivenPage(page.ThreadGiven{Frame: consent(), Words: []string{"érable", "bateau", "lundi", "tasse", "rivière"}, Digits: "0412 0088 0731 0999 0650", Address: "https://passerelle.example/fr/lien", Back: "#"})
	m["thread_open"] = page.ThreadOpenPage(page.ThreadOpen{Frame: mine(), Step: faulty("words", "error.invalid")})
	m["thread_show"] = page.ThreadShowPage(page.ThreadShow{
		Frame: mine(), Holder: fr("Le Refuge du quai"), Active: 1, Finish: "#", Said: l.T("refuse.said"), Refuse: "#", RefuseOne: "#", Sign: "#", Close: "#", Closed: true, Told: []page.ToldWithout{{Org: clinic, When: l.DateTime(date), Until: l.DateTime(date), Ground: page.EmergencyGround{Code: "danger_private", Statute: "P-39.1, art. 18.1", Checked: true}, Contact: true, Verdict: "emergency.unreviewed"}, {Org: clinic, When: l.DateTime(date), Until: l.DateTime(date), Ground: page.EmergencyGround{Code: "youth_quebec", Statute: "P-34.1, art. 39"}, Verdict: "emergency.was_unfounded"}},
		Around: []page.Knower{
			{Org: clinic, Parts: parts[:2], WhatFor: "soigner une dent", Until: l.Day(date), Withdraw: "#", Receipt: "#"},
			{Org: fr("Maison Bleue"), State: "page_thread.refused", Receipt: "#", Lift: "#"},
			{Org: fr("Maison Bleue"), Named: "Marie", State: "page_thread.refused", Receipt: "#", Lift: "#"},
			{Org: fr("Carrefour"), State: "page_thread.taken", When: l.Day(date)},
			{Org: fr("Halte"), State: "page_thread.ended", When: l.Day(date)},
			{Org: fr("Jardin"), State: "page_thread.later", Refuse: "#"},
		},
		Bonds: threadBonds(l), Doubts: []page.ThreadDoubt{{Org: clinic, To: fr("Halte"), Action: "#", Stop: "#", Hidden: step.Hidden}},
		Referrals: []page.ThreadReferral{{Org: clinic, State: "page_referral.state_accepted", Helped: "#", Stop: "#", Read: "#"}},
		Log:       []page.LogLine{{Org: clinic, Parts: parts[:2], When: l.DateTime(date)}, {Org: fr("Maison Bleue"), Refused: true, When: l.DateTime(date)}},
	})
	m["thread_show_empty"] = page.ThreadShowPage(page.ThreadShow{Frame: mine(), Finish: "#", Refuse: "#", Sign: "#", Close: "#"})
	m["thread_withdraw"] = page.ThreadWithdrawPage(page.ThreadWithdraw{Frame: mine(), Org: clinic, Action: "#", Keep: "#"})
	m["thread_withdrawn"] = page.ThreadWithdrawnPage(page.ThreadWithdrawn{Frame: mine(), Org: clinic, When: l.DateTime(date), Receipt: "7K4Q-2M", Back: "#"})
	m["consent_receipt"] = page.ConsentReceiptPage(page.ConsentReceipt{Frame: mine(), Number: "7K4Q-2M", AskedBy: "Le Refuge du quai", Org: clinic, WhatFor: "soigner une dent",
		Answers: []page.ReceiptAnswer{{Part: parts[0], Answer: "page_consent.yes"}, {Part: parts[2], Answer: "page_consent.no"}}, When: l.DateTime(date), How: "page_consent.how_screen", Wording: "consent-1 (fr)", Withdraw: "#", Back: "#"})
	m["feedback"] = page.FeedbackGivePage(page.FeedbackGive{Frame: mine(), Step: step, Service: clinic})
	m["feedback_done"] = page.FeedbackDonePage(page.FeedbackDone{Frame: mine(), More: "#"})
	m["answer"] = page.AnswerShowPage(page.AnswerShow{Frame: frame(l, "", "/r/x"), Step: step, Received: true, Name: "Inès, accueil", From: fr("Le Refuge du quai"), Service: clinic, Code: "R7K 042", Until: l.Day(date), Words: fr("J'ai mal aux dents."), Observed: fr("Joue enflée."), Pivot: "Nadia, 514 555-0101", CallFirst: true, Decline: "#", Due: l.DateTime(date), Notes: notes(l)[1:],
		Done: &page.Passages{Rows: []page.PassageRow{{Key: "page_referral.tried", Text: fr("Deux cliniques.")}}}})
	m["answer_done"] = page.AnswerDonePage(page.AnswerDone{Frame: frame(l, "", "/"), From: fr("Le Refuge du quai"), Accepted: true, Pivot: "Nadia, 514 555-0101"})
}
