package page_test

import (
	"github.com/a-h/templ"

	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

func bondSamples(l *i18n.Local, m map[string]templ.Component) {
	at := func(key string) ui.Frame { return work(l, l.T(key), "referrals") }
	spans := []ui.Option{{Value: "7", Text: l.NText("page_referral.delay_days", 7)}, {Value: "14", Text: l.NText("page_referral.delay_days", 14), Checked: true}}
	m["bond_together"] = page.TogetherPage(page.Together{Frame: at("bond.title"), Step: faulty("together", "error.invalid"), Org: clinic, Spans: spans})
	m["bond_told"] = page.ToldPage(page.Told{Frame: at("bond.told_title"), Step: step, AskNeed: true, Bond: "yes"})
	m["bond_back"] = page.StepBackPage(page.StepBack{Frame: at("bond.back_title"), Step: step, Org: clinic, Heard: ui.T(l, "bond.held_told", "org", clinic, "date", l.Day(date))})
	m["bond_doubt"] = page.DoubtPage(page.Doubt{Frame: at("bond.doubt_title"), Step: faulty("wants", "bond.wants_missing"), Said: []templ.Component{ui.T(l, "bond.doubt_said", "org", clinic)},
		Choices: []ui.Option{{Value: "yes", Key: "bond.wants_yes"}, {Value: "no", Key: "bond.wants_no"}, {Value: "not_asked", Key: "bond.wants_not_asked"}}})
	m["promise_assess"] = page.AssessPage(page.Assess{Frame: at("promise.assess_title"), Step: step, Org: clinic, Delays: spans})
	m["promise_hear"] = page.HearPage(page.Hear{Frame: at("promise.hear_title"), Step: faulty("who", "referral.who_missing"), Org: clinic, Delays: spans,
		Answers: []ui.Option{{Value: "accept", Key: "promise.heard_accept"}}, Reasons: []ui.Option{{Value: "closed", Key: "page_referral.decline_closed"}}})
	m["promise_hear_ours"] = page.HearPage(page.Hear{Frame: at("promise.hear_title"), Step: step, Org: clinic, Ours: true})
	m["unblock_ask"] = page.UnblockAskPage(page.UnblockAsk{Frame: at("unblock.title"), Step: faulty("reason", "unblock.reason_missing"), Org: clinic, Days: 2,
		Reasons: []ui.Option{{Value: "silent", Key: "unblock.why_silent"}, {Value: "door_closed", Key: "unblock.why_door_closed"}}, Lines: []ui.Option{{Value: "l", Text: fr("Rendez-vous refusé · Ximena"), Checked: true}}})
	m["unblock_ask_no_line"] = page.UnblockAskPage(page.UnblockAsk{Frame: at("unblock.title"), Step: step, Org: clinic, Days: 1, Reasons: []ui.Option{{Value: "silent", Key: "unblock.why_silent"}}})
	for _, ours := range []bool{false, true} {
		name := map[bool]string{false: "unblock_show", true: "unblock_show_ours"}[ours]
		m[name] = page.UnblockShowPage(page.UnblockShow{Frame: at("unblock.title"), Back: "#", Code: "R7K 042", From: fr("Le Refuge du quai"), To: clinic, Service: clinic, Ours: ours, Action: "#",
			Hidden: step.Hidden, Problems: faulty("answer", "unblock.answer_missing").Problems, Reasons: []ui.Option{{Value: "closed", Key: "page_referral.decline_closed"}},
			List: []page.Unblocking{
				{Why: "unblock.why_silent", Words: fr("Trois appels."), By: fr("Nadia B., de Le Refuge du quai"), Asked: l.DateTime(date), Due: l.DateTime(date), Silent: true, LateHours: 5, Line: fr("Rendez-vous refusé"), Number: "514 555-0134"},
				{Why: "unblock.why_against_rule", By: clinic, Asked: l.DateTime(date), Due: l.DateTime(date), Answer: "unblock.said_refused", AnswerReason: "page_referral.decline_closed", AnswerWords: fr("Lundi."), AnswerBy: clinic, Answered: l.DateTime(date), Heard: true},
			}})
	}
	m["hand_over"] = page.HandOverPage(page.HandOver{Frame: at("hand_over.title"), Step: faulty("to", "hand_over.to_missing"), Mine: 3, Said: l.T("hand_over.said"),
		From: []ui.Option{{Value: "a", Text: l.NText("hand_over.mine", 3), Checked: true}, {Value: "b", Text: l.NText("hand_over.theirs", 1, "name", "Nadia B.")}}, To: []ui.Option{{Value: "b", Text: fr("Nadia B.")}},
		Last: []page.Relay{{What: ui.N(l, "hand_over.done", 2, "from", "Nadia B.", "to", "Karim"), When: l.DateTime(date), Undo: "#", Hidden: step.Hidden}}})
	m["space_ask"] = page.SpaceAskPage(page.SpaceAsk{Frame: exitFrame(l, "", "/lien"), Step: step, Org: clinic, Withdraw: "#"})
	m["space_answer"] = page.SpaceAnswerPage(page.SpaceAnswer{Frame: at("space.title"), Step: faulty("answer", "space.answer_missing"), Code: "R7K 042", Asked: l.Date(date), Max: 280})
	m["ties"] = page.TiesPage(page.Ties{Frame: at("tie.title"), Step: faulty("words", "tie.too_short"), Said: l.T("tie.said"), Words: "ab",
		List: []page.Tie{{Words: "Élise Tremblay", Since: l.Date(date), Forget: "#", Hidden: step.Hidden}}})
	m["know"] = page.KnowPage(page.Know{Frame: at("tie.know_title"), Step: step})
	m["again"] = page.AgainPage(page.Again{Frame: at("again.title"), Step: faulty("tick-door", "error.invalid"), Door: ui.T(l, "again.door_silent", "org", clinic, "date", l.Day(date)), Fresh: "#",
		Parts: []page.AgainPart{{Name: "words", Key: "page_referral.words", Texts: []i18n.Text{{S: "Me duele una muela.", Lang: "es"}}, Checked: true}, {Name: "door", Key: "again.door", Texts: []i18n.Text{clinic}}}})
	m["note_add"] = page.NoteAddPage(page.NoteAdd{Frame: at("note.add_title"), Step: faulty("words", "referral.note_missing"), Max: 280})
	m["own_referral"] = page.OwnReferralPage(page.OwnReferral{Frame: exitFrame(l, "", "/lien"), Back: "#", From: fr("Le Refuge du quai"), To: clinic, State: "page_referral.state_declined",
		Words: fr("J'ai mal aux dents."), Observed: fr("Joue enflée."), Contact: &page.Passages{}, Done: &page.Passages{}, Notes: notes(l)[2:], Answer: fr("Revenez en avril."),
		Moments: []ui.Moment{{What: ui.T(l, "moment.observed"), Who: "Clinique", When: l.DateTime(date)}}})
	for _, passed := range []bool{false, true} {
		name := map[bool]string{false: "bond_ask", true: "bond_ask_passed"}[passed]
		m[name] = page.BondAskPage(page.BondAsk{Frame: exitFrame(l, "", "/lien"), Step: faulty("holds", "bond.holds_missing"), Org: clinic, Passed: passed})
	}
}

func notes(l *i18n.Local) []page.Note {
	return []page.Note{
		{Words: fr("Boîte moins, mange un peu."), Who: fr("Nadia B., de Le Refuge du quai"), When: l.DateTime(date), Lu: "#", Hidden: step.Hidden},
		{Words: fr("Vue ce matin."), Who: clinic, When: l.DateTime(date), Waits: fr("Le Refuge du quai")},
		{Words: fr("Est venue seule."), Who: clinic, When: l.DateTime(date), Read: ui.T(l, "note.read", "who", clinic, "date", l.DateTime(date))},
	}
}

func bond(l *i18n.Local) *page.Bond {
	on := ui.T(l, "bond.on", "date", l.Day(date))
	return &page.Bond{Note: ui.T(l, "bond.note"), Acts: []page.Act{{Key: "bond.longer_go", Href: "#", Icon: "calendar"}}, Steps: []page.BondStep{
		{Label: ui.T(l, "bond.step_accepted"), At: page.StepDone, Why: []templ.Component{on}},
		{Label: ui.T(l, "bond.step_call"), At: page.StepDone, Why: []templ.Component{on}},
		{Label: ui.T(l, "bond.step_both"), At: page.StepNow, Why: []templ.Component{
			ui.T(l, "bond.both", "pivot", "Nadia B.", "receiver", clinic), ui.T(l, "bond.with_dates", "from", l.Day(date), "until", l.Day(date))}},
		{Label: ui.T(l, "bond.step_held")},
		{Label: ui.T(l, "bond.step_back")},
	}}
}

func promises(l *i18n.Local) []page.Promise {
	return []page.Promise{
		{What: "promise.what_answer", Org: clinic, Due: l.DateTime(date), Kept: l.DateTime(date), LateHours: 5, Since: ui.T(l, "promise.since_own", "org", clinic, "date", l.DateTime(date))},
		{What: "promise.what_call", Org: clinic, Due: l.DateTime(date), LateHours: 72, Silent: "promise.silent_call", Since: ui.T(l, "promise.since_call", "date", l.DateTime(date))},
		{What: "promise.what_contact", Org: clinic, Due: l.DateTime(date), Since: ui.T(l, "promise.since_contact", "date", l.DateTime(date))},
	}
}

func threadBonds(l *i18n.Local) []page.ThreadBond {
	refuge := fr("Le Refuge du quai")
	return []page.ThreadBond{
		{Stage: "joint", Pivot: "Nadia B.", From: refuge, Receiver: "Inès, accueil", To: clinic, Since: l.Day(date), Until: l.Day(date), Ask: "#"},
		{Stage: "held", Pivot: "Nadia B.", From: refuge, To: fr("Maison Bleue"), Since: l.Day(date), Until: l.Day(date), Relayed: fr("Maison Bleue"), Ask: "#"},
		{Stage: "passed", From: refuge, Receiver: "Luc T.", To: fr("Halte"), Back: l.Day(date), Ask: "#"},
		{Stage: "apart", Pivot: "Nadia B.", From: refuge, To: fr("Jardin"), Ask: "#"},
	}
}
