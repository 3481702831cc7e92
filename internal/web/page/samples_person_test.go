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

	m["consent_prepare"] = page.ConsentPreparePage(page.ConsentPrepare{Frame: work(l, l.T("page_referral.task_consent"), "referrals"), Step: step, Org: clinic, Tired: 3, TiredUntil: "3 avril 2026"})
	m["consent_ask"] = page.ConsentAskPage(page.ConsentAsk{Frame: consent(), Step: step, Org: clinic, WhatFor: "soigner une dent", Parts: parts})
	m["consent_ask_again"] = page.ConsentAskPage(page.ConsentAsk{Frame: consent(), Step: faulty("need", "error.invalid"), Org: clinic, WhatFor: "soigner une dent", Parts: parts, RefusedOn: l.Day(date)})
	m["consent_detail"] = page.ConsentDetailPage(page.ConsentDetail{Frame: consent(), Step: step, Org: clinic, AskContact: true, AskDone: true, AskOnly: true})
	m["consent_check"] = page.ConsentCheckPage(page.ConsentCheck{Frame: consent(), Step: step, Org: clinic, Granted: parts[:2], Denied: parts[2:], Until: l.Day(date), How: "page_consent.how_spoken", WhatFor: "soigner une dent", Only: "Marie Roy"})
	for _, answer := range []string{"granted", "refused", "later"} {
		m["consent_done_again_"+answer] = page.ConsentDonePage(page.ConsentDone{Frame: consent(), Org: clinic, Answer: answer, Tasks: "#", Again: true})
		m["consent_done_"+answer] = page.ConsentDonePage(page.ConsentDone{Frame: consent(), Org: clinic, Answer: answer, Tasks: "#", Thread: "#", Check: "#"})
	}
	m["thread_given"] = page.ThreadGivenPage(page.ThreadGiven{Frame: consent(), Words: []string{"érable", "bateau", "lundi", "tasse", "rivière"}, Digits: "0412 0088 0731 0999 0650", Address: "https://passerelle.example/fr/lien", Back: "#"})
	m["thread_open"] = page.ThreadOpenPage(page.ThreadOpen{Frame: mine(), Step: faulty("words", "error.invalid")})
	m["thread_show"] = page.ThreadShowPage(page.ThreadShow{
		Frame: mine(), Holder: fr("Le Refuge du quai"), Active: 1, Finish: "#", Said: l.T("refuse.said"), Refuse: "#", RefuseOne: "#", Sign: "#", Reach: "#", Mine: "#", Close: "#", Closed: true, Told: []page.ToldWithout{{Org: clinic, When: l.DateTime(date), Until: l.DateTime(date), Ground: page.EmergencyGround{Code: "danger_private", Statute: "P-39.1, art. 18.1", Checked: true}, Contact: true, Verdict: "emergency.unreviewed"}, {Org: clinic, When: l.DateTime(date), Until: l.DateTime(date), Ground: page.EmergencyGround{Code: "youth_quebec", Statute: "P-34.1, art. 39"}, Verdict: "emergency.was_unfounded"}},
		Around: []page.Knower{
			{Org: clinic, Parts: parts[:2], WhatFor: "soigner une dent", Until: l.Day(date), Withdraw: "#", Receipt: "#"},
			{Org: fr("Maison Bleue"), State: "page_thread.refused", Receipt: "#", Lift: "#"},
			{Org: fr("Maison Bleue"), Named: "Marie", State: "page_thread.refused", Receipt: "#", Lift: "#"},
			{Org: fr("Carrefour"), State: "page_thread.taken", When: l.Day(date)},
			{Org: fr("Halte"), State: "page_thread.ended", When: l.Day(date)},
			{Org: fr("Jardin"), State: "page_thread.later", Refuse: "#"},
		},
		Circle: 4, AskSpace: []page.Link{{Label: clinic, Href: "#"}},
		Spaces: []page.ThreadSpace{{Org: clinic, Asked: l.Date(date)}, {Org: fr("Halte"), Asked: l.Date(date), Answered: l.Date(date), Answer: "space.said_talk", Words: fr("Quand vous voudrez.")}},
		Bonds:  threadBonds(l), Doubts: []page.ThreadDoubt{{Org: clinic, To: fr("Halte"), Action: "#", Stop: "#", Hidden: step.Hidden}},
		Referrals: []page.ThreadReferral{{Org: clinic, State: "page_referral.state_accepted", Helped: "#", Stop: "#", Read: "#"}},
		Log:       []page.LogLine{{Org: clinic, Parts: parts[:2], When: l.DateTime(date)}, {Org: fr("Maison Bleue"), Refused: true, When: l.DateTime(date)}},
	})
	m["mine"] = page.MinePage(page.Mine{Frame: mine(), Back: "#", File: "#", Made: l.DateTime(date), Holder: "La Halte", Reach: &page.SafeReach{Never: true},
		Consents:  []page.MineConsent{{To: "Clinique", Named: "Marie", WhatFor: "soigner une dent", When: l.DateTime(date), Number: "7K4Q-2M", Answers: []page.ReceiptAnswer{{Part: parts[0], Answer: "work.answer_granted"}}}},
		Referrals: []page.MineReferral{{Code: "R7K 042", From: "La Halte", To: "Clinique", State: "page_referral.state_declined", Words: fr("J'ai mal."), Observed: fr("Joue enflée."), Answer: fr("Complet."), Contact: &page.Passages{Rows: []page.PassageRow{{Key: "page_referral.reach", Text: fr("le matin")}}}, Notes: []page.MineNote{{When: l.DateTime(date), By: "La Halte", Words: fr("Venue deux fois.")}}}},
		Read:      []page.MineRead{{When: l.DateTime(date), By: "Clinique", Parts: parts[:2]}, {When: l.DateTime(date), By: "Halte", Refused: true}}, Without: []page.MineRead{{When: l.DateTime(date), By: "Clinique"}},
		Kept: []page.MineKept{{Key: "mine.kept_referrals", Days: 365}, {Key: "mine.kept_people", Days: 1825}, {Key: "mine.kept_words", Days: 1}}})
	m["mine_empty"] = page.MinePage(page.Mine{Frame: mine(), Back: "#", File: "#", Made: l.DateTime(date), Holder: "La Halte"})
	m["thread_show_empty"] = page.ThreadShowPage(page.ThreadShow{Frame: mine(), Finish: "#", Refuse: "#", Sign: "#", Reach: "#", Mine: "#", Close: "#"})
	m["thread_withdraw"] = page.ThreadWithdrawPage(page.ThreadWithdraw{Frame: mine(), Org: clinic, Action: "#", Keep: "#"})
	m["thread_withdrawn"] = page.ThreadWithdrawnPage(page.ThreadWithdrawn{Frame: mine(), Org: clinic, When: l.DateTime(date), Receipt: "7K4Q-2M", Back: "#"})
	m["consent_receipt"] = page.ConsentReceiptPage(page.ConsentReceipt{Frame: mine(), Number: "7K4Q-2M", KeptDays: 1825,
		AskedBy: page.ReceiptParty{Name: fr("Le Refuge du quai"), Address: "12, rue du Quai, Mésange (QC)", Phone: "514 555-0134", Email: "accueil@refuge.example", Contact: "Awa Diop"},
		To:      page.ReceiptParty{Name: clinic}, Only: "Marie Roy", NotedBy: "Nadia B., au nom de Travail de rue, Le Refuge du quai", WhatFor: "soigner une dent",
		Answers: []page.ReceiptAnswer{{Part: parts[0], Answer: "page_consent.yes", Until: l.Date(date)}, {Part: parts[2], Answer: "page_consent.no"}},
		When:    l.DateTime(date), How: "page_consent.how_screen", Language: l.Name("fr"), TextLang: "fr", Wording: "texte-91ab-03fe-77c0", Text: []string{"Je peux parler de vous à Clinique du Parc ?", "Oui"},
		Law: "P-39.1 (Québec)", Address: "https://passerelle.example", Events: []page.ReceiptMoment{{What: "receipt.event_withdrawn", When: l.DateTime(date)}}, File: "#", Withdraw: "#", Back: "#"})
	m["consent_receipt_refusal"] = page.ConsentReceiptPage(page.ConsentReceipt{Frame: mine(), Number: "7K4Q-2M", KeptDays: 1825, AskedBy: page.ReceiptParty{Name: fr("Le Refuge du quai")},
		To: page.ReceiptParty{Name: clinic}, Named: "Marie", Answers: []page.ReceiptAnswer{{Part: parts[0], Answer: "page_consent.no"}}, When: l.DateTime(date),
		How: "page_consent.how_screen", Language: l.Name("en"), TextLang: "en", Wording: "texte-91ab-03fe-77c0", Address: "https://passerelle.example", File: "#", Back: "#"})
	m["feedback"] = page.FeedbackGivePage(page.FeedbackGive{Frame: mine(), Step: step, Service: clinic})
	m["feedback_done"] = page.FeedbackDonePage(page.FeedbackDone{Frame: mine(), More: "#"})
	m["answer"] = page.AnswerShowPage(page.AnswerShow{Frame: frame(l, "", "/r/x"), Step: step, Received: true, Name: "Inès, accueil", From: fr("Le Refuge du quai"), Service: clinic, Code: "R7K 042", Until: l.Day(date), Words: fr("J'ai mal aux dents."), Observed: fr("Joue enflée."), Pivot: "Nadia, 514 555-0101", CallFirst: true, Decline: "#", Due: l.DateTime(date), Notes: notes(l)[1:],
		Done: &page.Passages{Rows: []page.PassageRow{{Key: "page_referral.tried", Text: fr("Deux cliniques.")}}}})
	m["answer_done"] = page.AnswerDonePage(page.AnswerDone{Frame: frame(l, "", "/"), From: fr("Le Refuge du quai"), Accepted: true, Pivot: "Nadia, 514 555-0101"})
}
