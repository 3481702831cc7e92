package page_test

import (
	"github.com/a-h/templ"

	"passerelle/internal/i18n"
	"passerelle/internal/signal"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

var clinic = fr("Clinique dentaire communautaire du Vieux-Quai")

var step = ui.Step{Back: "#", Action: "#", Hidden: []ui.Hidden{{Name: "act", Value: "x"}}}

func faulty(field, key string) ui.Step {
	s := step
	s.Problems = []ui.Problem{{Field: field, Key: key}}
	return s
}

func workSamples(l *i18n.Local, m map[string]templ.Component) {
	m["sign_in"] = page.SignInPage(page.SignIn{Frame: frame(l, l.T("page_sign.title"), "/connexion"), Step: faulty("password", "error.invalid"), Email: "nadia@exemple.org"})
	m["invitation"] = page.InvitationPage(page.Invitation{Frame: frame(l, l.T("page_sign.invite_title"), "/invitation/x"), Step: step, Org: "Le Refuge du quai", Team: "Travail de rue", By: "Luc T.", Until: "9 mars 2026", Email: "nadia@exemple.org"})
	m["renew"] = page.InvitationPage(page.Invitation{Frame: frame(l, l.T("page_sign.renew_title"), "/invitation/x"), Step: step, Renew: true, Email: "nadia@exemple.org"})
	m["invitation_known"] = page.InvitationPage(page.Invitation{Frame: frame(l, l.T("page_sign.invite_title"), "/invitation/x"), Step: step, Org: "Le Refuge du quai", By: "Luc T.", Until: "9 mars 2026", Email: "nadia@exemple.org", HasAccount: true})
	m["today"] = page.TodayPage(page.Today{
		Frame: work(l, l.T("page_today.title"), "today"), Date: l.Day(date), People: true, Week: 2, Again: 2, Review: 1,
		Todo: []page.TodayRow{
			{Verb: ui.T(l, "page_referral.next_answer"), About: fr("« J'ai mal aux dents depuis dix jours »"), Href: "#", LateHours: 2},
			{Verb: ui.T(l, "page_referral.next_finish"), About: fr("K-12, hébergement"), Href: "#"},
			{Verb: ui.T(l, "page_referral.next_call"), About: fr("R7-042"), Href: "#", Due: l.Day(date)},
		},
		Waiting: []page.TodayRow{{Verb: ui.T(l, "page_referral.next_wait", "org", clinic), About: fr("B-3"), Href: "#", LateHours: 72}},
	})
	m["today_empty"] = page.TodayPage(page.Today{Frame: work(l, l.T("page_today.title"), "today"), Date: l.Day(date), People: true, Hears: true, Signals: signal.Owed{Waiting: 3, Late: 1, Soon: 1}})
	m["today_manager"] = page.TodayPage(page.Today{Frame: work(l, l.T("page_today.title"), "today"), Date: l.Day(date)})
	m["referral_new"] = page.ReferralNewPage(page.ReferralNew{
		Frame: work(l, l.T("page_referral.new_title"), "referrals"), Discard: "#", Act: "x",
		Tasks: []ui.Task{
			{Label: ui.T(l, "page_referral.task_person"), Href: "#", State: ui.TaskDone, Why: ui.Name("K-12")},
			{Label: ui.T(l, "page_referral.task_need"), Href: "#", State: ui.TaskDone},
			{Label: ui.T(l, "page_referral.task_door"), Href: "#"},
			{Label: ui.T(l, "page_referral.task_contact"), Href: "#", State: ui.TaskOptional},
			{Label: ui.T(l, "page_referral.task_done"), Href: "#"},
			{Label: ui.T(l, "page_referral.task_consent"), State: ui.TaskBlocked, Why: ui.T(l, "page_referral.need_door_first")},
		},
	})
	m["referral_person"] = page.ReferralPersonPage(page.ReferralPerson{Frame: work(l, l.T("page_referral.person_title"), "referrals"), Step: faulty("code", "error.invalid"), Known: []ui.Option{{Value: "1", Text: i18n.Text{S: "K-12"}}, {Value: "2", Text: i18n.Text{S: "B-3"}}}, Code: "M"})
	m["referral_need"] = page.ReferralNeedPage(page.ReferralNeed{Frame: work(l, l.T("page_referral.need_title"), "referrals"), Step: step, Words: "J'ai mal aux dents depuis dix jours, je ne dors plus.", Languages: []ui.Option{{Value: "es", Text: l.Name("es"), Checked: true}}})
	m["referral_door"] = page.ReferralDoorPage(page.ReferralDoor{Frame: work(l, l.T("page_referral.door_title"), "referrals"), Back: "#", Search: "#", Choose: "#", Words: "dentiste", Chosen: clinic, Doors: doors(l)})
	m["referral_contact"] = page.ReferralContactPage(page.ReferralContact{Frame: work(l, l.T("page_referral.contact_title"), "referrals"), Step: step, Called: "Mo"})
	m["referral_done"] = page.ReferralDonePage(page.ReferralDone{Frame: work(l, l.T("page_referral.done_title"), "referrals"), Step: step, CallFirst: true, Pivot: "Nadia, 514 555-0101", Delays: []ui.Option{{Value: "24", Text: l.NText("page_referral.delay_hours", 24)}, {Value: "72", Text: l.NText("page_referral.delay_days", 3), Checked: true}}})
	m["referral_whole"] = page.ReferralWholePage(page.ReferralWhole{
		Frame: work(l, l.T("page_referral.whole_title"), "referrals"), Step: step, Person: "Mésange", Chosen: fr("Clinique"), Words: "dentiste",
		Need:    page.ReferralNeed{Frame: work(l, "", "referrals"), Step: step, Words: "Me duele", Languages: []ui.Option{{Value: "es", Text: i18n.Text{S: "español", Lang: "es"}}}},
		Contact: page.ReferralContact{Frame: work(l, "", "referrals"), Step: step, Reach: "819 555-0199"},
		Done:    page.ReferralDone{Frame: work(l, "", "referrals"), Step: step, Pivot: "Nadia", Delays: []ui.Option{{Value: "24", Text: l.NText("page_referral.delay_hours", 24)}}},
	})
	m["referral_check"] = page.ReferralCheckPage(page.ReferralCheck{
		Frame: work(l, l.T("page_referral.check_title"), "referrals"), Step: step, Org: clinic,
		Answers: []ui.Answer{
			{Label: ui.T(l, "page_referral.task_person"), Value: ui.Name("K-12"), Change: "#"},
			{Label: ui.T(l, "page_referral.words"), Value: page.Written(l, fr("J'ai mal aux dents.")), Change: "#"},
			{Label: ui.T(l, "page_referral.observed"), Value: page.Written(l, i18n.Text{}), Change: "#"},
			{Label: ui.T(l, "page_referral.contact_title"), Value: ui.T(l, "page_referral.not_allowed"), Change: "#"},
			{Label: ui.T(l, "page_referral.call_first"), Value: ui.T(l, "page_referral.yes_short"), Change: "#"},
		}})
	m["referral_blocked"] = page.ReferralCheckPage(page.ReferralCheck{Frame: work(l, l.T("page_referral.check_title"), "referrals"), Step: step, Org: clinic, Blocked: "page_referral.door_refused", Slip: "#"})
	m["referral_sent"] = page.ReferralSentPage(page.ReferralSent{Frame: work(l, l.T("page_referral.sent_title"), "referrals"), Org: clinic, Due: l.Day(date), Code: "R7K 042", Contact: "Accueil, 514 555-0134", Link: "https://passerelle.example/fr/r/k7m2xq4t9w8z3v6y", LinkUntil: l.Day(date), Slip: "#", Thread: "#"})
	m["slip"] = page.SlipPage(page.Slip{Frame: work(l, l.T("page_referral.slip_title"), "referrals"), Back: "#", Service: service(l), Code: "R7K 042", Pivot: "Nadia, 514 555-0101"})
	m["referral_list"] = page.ReferralListPage(page.ReferralList{
		Frame: work(l, l.T("page_referral.list_title"), "referrals"), Tab: "received", Counts: map[string]int{"received": 3, "sent": 12, "drafts": 1}, Next: "#",
		Rows: []page.ReferralRow{
			{Href: "#", Person: "R7K 042", Need: fr("Dents"), Other: fr("Le Refuge du quai"), LateHours: 2, State: "page_referral.state_sent", Next: ui.T(l, "page_referral.next_receive"), NextHref: "#"},
			{Href: "#", Person: "B2M 117", Need: fr("Un lit ce soir"), Other: fr("Carrefour des familles du Nord"), Due: l.Day(date), State: "page_referral.state_accepted", Next: ui.T(l, "page_referral.next_call"), NextHref: "#"},
			{Href: "#", Person: "Z9Q 300", Need: fr("Cours de français"), Other: fr("Maison Bleue"), State: "page_referral.state_in_handoff", Next: ui.T(l, "page_referral.next_wait", "org", "Maison Bleue")},
		}})
	m["referral_list_empty"] = page.ReferralListPage(page.ReferralList{Frame: work(l, l.T("page_referral.list_title"), "referrals"), Tab: "drafts"})
	m["referral_show"] = page.ReferralShowPage(referralShow(l))
	open := referralShow(l)
	open.Locked, open.Next = false, page.NextAct{Wait: ui.T(l, "page_referral.next_wait", "org", clinic)}
	open.Contact = &page.Passages{Rows: []page.PassageRow{{Key: "page_referral.called", Text: fr("Mo")}, {Key: "page_referral.reach", Text: fr("Au refuge, le matin.")}, {Key: "page_referral.avoid"}}}
	open.Done, open.Answer, open.Person, open.Signed = nil, fr("Revenez en avril."), "K-12", "Inès, accueil"
	m["referral_show_open"] = page.ReferralShowPage(open)
	m["referral_decline"] = page.ReferralDeclinePage(page.ReferralDecline{Frame: work(l, l.T("page_referral.decline_title"), "referrals"), Step: faulty("reason", "closed_door.reason_missing"), Reasons: []ui.Option{{Value: "full", Key: "page_referral.decline_full"}, {Value: "unwanted", Key: "page_referral.decline_unwanted"}}})
	m["referral_call"] = page.ReferralCallPage(page.ReferralCall{Frame: work(l, l.T("page_referral.call_title"), "referrals"), Step: step, Person: "Nadia, 514 555-0101", WaiverTo: "#", WaiverOn: l.Day(date), CanWaive: true})
	bondSamples(l, m)
	m["referral_say"] = page.ReferralSayPage(page.ReferralSay{Frame: work(l, l.T("page_referral.say_title"), "referrals"), Step: step, AskBond: true})
	m["referral_withdraw"] = page.ReferralWithdrawPage(page.ReferralWithdraw{Frame: work(l, l.T("page_referral.withdraw_title"), "referrals"), Step: step, Org: clinic})
	m["team"] = page.TeamPage(page.Team{Frame: work(l, l.T("page_team.title"), "team"), Org: "Le Refuge du quai", Invite: "#", NewTeam: "#",
		People: []page.Colleague{{Name: "Nadia B.", Team: "Travail de rue", Roles: []string{"page_team.role_intervention"}, Leave: "#", Password: "#"}, {Name: "Luc T.", Team: "Coordination", Roles: []string{"page_team.role_coordination", "page_team.role_administration"}}},
		Said:   l.T("page_team.said_link_over"), Empty: []string{"Équipe de nuit du quai"},
		Pending: []page.Pending{{Email: "awa@exemple.org", Until: l.Day(date), Withdraw: "#"}, {Email: "nadia.bouchard@exemple.org", Until: l.Day(date), Withdraw: "#", Renews: true}}})
	m["team_invite"] = page.TeamInvitePage(page.TeamInvite{Frame: work(l, l.T("page_team.invite_title"), "team"), Step: step, Teams: []ui.Option{{Value: "1", Text: fr("Travail de rue")}}, Roles: []ui.Option{{Value: "intervention", Key: "page_team.role_intervention", Hint: "page_team.role_intervention_hint"}, {Value: "administration", Key: "page_team.role_administration", Hint: "page_team.role_administration_hint"}}})
	m["team_invited"] = page.TeamInvitedPage(page.TeamInvited{Frame: work(l, l.T("page_team.invite_title"), "team"), Email: "awa@exemple.org", Until: l.Day(date), Link: "https://passerelle.example/fr/invitation/k7m2xq4t9w8z3v6y", Back: "#"})
	m["team_renewed"] = page.TeamInvitedPage(page.TeamInvited{Frame: work(l, l.T("org.password_link"), "team"), Email: "awa@exemple.org", Until: l.Day(date), Link: "https://passerelle.example/fr/invitation/k7m2xq4t9w8z3v6y", Back: "#", Renews: true})
	m["team_new"] = page.TeamNewPage(page.TeamNew{Frame: work(l, l.T("org.new_team"), "team"), Step: faulty("name", "org.team_exists"), Name: "Travail de rue"})
	m["team_password"] = page.TeamPasswordPage(page.TeamPassword{Frame: work(l, l.T("org.password_link"), "team"), Step: step, Name: "Nadia B.", Forget: "#"})
	m["team_roles"] = page.TeamRolesPage(page.TeamRoles{Frame: work(l, l.T("page_team.roles_title"), "team"), Step: faulty("roles", "org.last_access"), Name: "Nadia B.", Team: "Travail de rue", Own: true,
		Roles: []ui.Option{{Value: "intervention", Text: fr("Intervention")}, {Value: "administration", Text: fr("Administration")}}})
	m["team_leave"] = page.TeamLeavePage(page.TeamLeave{Frame: work(l, l.T("page_team.leave_title"), "team"), Step: step, Name: "Nadia B.", Successors: []ui.Option{{Value: "1", Text: fr("Luc T.")}}})
	m["team_leave_people"] = page.TeamLeavePage(page.TeamLeave{Frame: work(l, l.T("page_team.leave_title"), "team"), Step: step, Name: "Nadia B.", People: true, Register: true})
	m["team_leave_own"] = page.TeamLeavePage(page.TeamLeave{Frame: work(l, l.T("org.me_leave"), "team"), Step: step, Name: "Nadia B.", Own: true, People: true, HandOver: "#"})
	m["me"] = page.MePage(page.Me{Frame: work(l, l.T("page_me.title"), "me"), Name: "Nadia B.", Email: "nadia@exemple.org", SignOut: "#", SignOutAll: "#", Leave: "#", Security: "#",
		Hats:     []page.HatChoice{{Team: "Travail de rue", Org: "Le Refuge du quai", Worn: true}, {Team: "Équipe mixte", Org: "Table du quartier", Wear: "#"}},
		Sessions: []page.Session{{Since: l.DateTime(date), This: true}, {Since: l.DateTime(date)}},
		Log:      []ui.Moment{{What: ui.T(l, "page_consent.part_need"), When: l.DateTime(date)}}})
}

func doors(l *i18n.Local) []page.DoorChoice {
	cards := serviceList(l).Cards
	return []page.DoorChoice{
		{Card: cards[0], Service: "a", Org: clinic, NoAccount: true},
		{Card: cards[1], Service: "b", Org: fr("Dentistes solidaires"), Waitlist: true, Full: true},
		{Card: cards[1], Service: "c", Org: fr("Dentistes solidaires"), Refused: true, Slip: "#"},
	}
}

func referralShow(l *i18n.Local) page.ReferralShow {
	return page.ReferralShow{
		Frame: work(l, l.T("page_referral.code", "code", "R7K 042"), "referrals"), Code: "R7K 042", From: fr("Le Refuge du quai"), To: clinic,
		State: "page_referral.state_received", LateHours: 5, Service: page.Link{Label: clinic, Href: "#"},
		Why: ui.T(l, "page_referral.why_sender"),
		Next: page.NextAct{Action: "#", Key: "page_referral.act_accept", Note: "page_referral.accept_note",
			More: []page.Act{{Key: "page_referral.act_assess", Action: "#"}, {Key: "page_referral.act_decline", Href: "#"}}},
		Words:    i18n.Text{S: "Me duele una muela desde hace diez días.", Lang: "es"},
		Observed: fr("Joue enflée. Ne mange plus."), Locked: true, LockedBy: "Nadia, 514 555-0101",
		Done: &page.Passages{Rows: []page.PassageRow{{Key: "page_referral.tried", Text: fr("Deux cliniques : porte fermée.")}}},
		Outcomes: []page.Outcome{{Key: "page_referral.outcome_contact_made", Differ: true, Voices: []page.Voice{
			{Who: "page_referral.voice_person", Said: "page_referral.said_yes", Tone: ui.Ok, When: l.Day(date), Noted: clinic},
			{Who: "page_referral.voice_source", Said: "page_referral.said_no", When: l.Day(date)},
			{Who: "page_referral.voice_target", Said: "page_referral.said_nothing"}}}},
		Bond: bond(l), Promises: promises(l), Heard: clinic, Notes: notes(l), AddNote: "#", Follows: page.FollowsLink(l, "#"), Relieved: "Luc T.", Doubted: []templ.Component{ui.T(l, "bond.doubt_said", "org", clinic)},
		Moments: []ui.Moment{
			{What: ui.T(l, "page_referral.state_received"), Who: "Clinique, accueil", When: l.DateTime(date)},
			{What: ui.T(l, "page_referral.state_sent"), Who: "Nadia B., Travail de rue", When: l.DateTime(date), Words: fr("Appelez-moi avant.")},
		},
		Others: []page.Act{{Key: "page_referral.act_missed", Action: "#", Icon: "circle-help"}, {Key: "page_referral.act_withdraw", Href: "#", Danger: true, Icon: "ban"}},
	}
}
