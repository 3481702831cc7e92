package web

import (
	"net/http"
	"slices"
	"time"

	"github.com/a-h/templ"

	"passerelle/internal/access"
	"passerelle/internal/i18n"
	"passerelle/internal/referral"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// referralShow is the detail of S7. What the reader may not read is not in the
// view, so it cannot be on the page.
func (s *Site) referralShow(v *Visit) error {
	view, err := s.Referral.Show(v.R.Context(), v.By, ref(v))
	if err != nil {
		return err
	}
	if view.State == referral.Proposed && view.Side == referral.Source {
		return s.seeOther(v, "/app/reference/"+string(view.ID)+"/taches")
	}
	moments, err := s.moments(v, view.ID)
	if err != nil {
		return err
	}
	p := page.ReferralShow{
		Frame: s.frame(v, v.L.T("page_referral.code", "code", view.Code)), Code: view.Code,
		From: s.orgName(v, view.Sender), To: s.orgName(v, view.Receiver), State: "page_referral.state_" + string(view.State),
		LateHours: int(view.Late.Hours()), Service: s.referredLink(v, view),
		Contact: contactRows(view.Contact), Done: doneRows(view.Done), Answer: words(view.Answer, ""), Signed: view.Signed,
		Locked: view.Withheld, Moments: moments, Form: hidden(s.newAct()), Why: s.why(v, view),
	}
	p.Here = "referrals"
	if !view.State.Ended() {
		p.Safe = s.answerSafe(v, view)
	}
	if view.State.Unanswered() {
		p.Due = s.on(v, view.Due)
	}
	if view.Need != nil {
		p.Words, p.Observed, p.Pivot = words(view.Need.Words, view.Need.Language), words(view.Need.Observed, ""), view.Need.Pivot
		p.LockedBy = view.Need.Pivot
	}
	if view.Side == referral.Source {
		codes, err := s.codes(v)
		if err != nil {
			return err
		}
		p.Person = codes[view.Person]
	}
	p.Outcomes, p.Promises, p.Heard = s.outcomes(v, view), s.promises(v, view.Summary), s.heardBy(v, view)
	p.Follows = s.follows(v, view)
	if p.Relieved, err = s.relieved(v, view); err != nil {
		return err
	}
	p.Doubted, p.AddNote = s.doubted(v, view), noteTo(v, view)
	if p.Notes, err = s.notes(v, view); err != nil {
		return err
	}
	if p.Bond, err = s.bondPanel(v, view); err != nil {
		return err
	}
	p.Next, p.Others = s.nextAct(v, view), s.otherActs(v, view)
	blocked, err := s.unblockActs(v, view)
	if err != nil {
		return err
	}
	p.Others = append(blocked, p.Others...)
	if ask, err := s.askedSpace(v); err != nil {
		return err
	} else if ask != nil {
		p.Space = at(v, "/recul")
	}
	return s.page(v, http.StatusOK, page.ReferralShowPage(p))
}

// heardBy is whose side noted the answer from a telephone call.
func (s *Site) heardBy(v *Visit, view referral.View) i18n.Text {
	switch view.Heard {
	case referral.Source:
		return s.orgName(v, view.Sender)
	case referral.Target:
		return s.orgName(v, view.Receiver)
	}
	return i18n.Text{}
}

// doubted says who believes that the person no longer wants, while it is open.
func (s *Site) doubted(v *Visit, view referral.View) (said []templ.Component) {
	if view.State.Ended() {
		return nil
	}
	for _, side := range view.UnwantedBy {
		switch side {
		case referral.Source:
			said = append(said, ui.T(v.L, "bond.doubt_said", "org", s.orgName(v, view.Sender)))
		case referral.Target:
			said = append(said, ui.T(v.L, "bond.doubt_said", "org", s.orgName(v, view.Receiver)))
		}
	}
	return said
}

// why tells the reader by what right they read: consent for the receiver, its
// own work for the sender.
func (s *Site) why(v *Visit, view referral.View) templ.Component {
	// What was never sent, or is over, is read in an emergency alone.
	if over := view.State == referral.Proposed || view.State.Ended() && view.State != referral.NeedMet; view.Side == referral.Target && over {
		return ui.T(v.L, "emergency.why", "org", s.orgName(v, view.Sender))
	}
	if view.Side == referral.Target {
		return ui.T(v.L, "work.why_receiver", "org", s.orgName(v, view.Receiver))
	}
	return ui.T(v.L, "page_referral.why_sender")
}

func rows(pairs ...string) *page.Passages {
	p := &page.Passages{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			p.Rows = append(p.Rows, page.PassageRow{Key: pairs[i], Text: words(pairs[i+1], "")})
		}
	}
	return p
}

func contactRows(c *referral.Contact) *page.Passages {
	if c == nil {
		return nil
	}
	return rows("page_referral.called", c.Called, "page_referral.reach", c.Reach, "page_referral.message", c.Message, "page_referral.avoid", c.Avoid)
}

func doneRows(d *referral.Done) *page.Passages {
	if d == nil {
		return nil
	}
	return rows("page_referral.tried", d.Tried, "page_referral.companion", d.Companion)
}

// outcomes lays out three facts by three voices, and says of each whether they
// differ. Before an acceptance nobody has anything to say of them.
func (s *Site) outcomes(v *Visit, view referral.View) (list []page.Outcome) {
	if len(view.Outcomes) == 0 && view.Bond.Stage == referral.NoBond {
		return nil
	}
	tones := map[referral.Said]ui.Tone{referral.SaidYes: ui.Ok, referral.SaidPartly: ui.Active}
	for _, fact := range []referral.Fact{referral.ContactMade, referral.MetNeed, referral.BondHolds} {
		o := page.Outcome{Key: "page_referral.outcome_" + string(fact)}
		heard := map[referral.Said]bool{}
		for _, voice := range []referral.Side{referral.ThePerson, referral.Source, referral.Target} {
			say := page.Voice{Who: "page_referral.voice_" + string(voice), Said: "page_referral.said_nothing"}
			for _, x := range view.Outcomes {
				if x.Fact == fact && x.Voice == voice {
					say.Said, say.Tone, say.When = "page_referral.said_"+string(x.Said), tones[x.Said], s.on(v, x.At)
					say.Noted, heard[x.Said] = s.orgName(v, x.RelayedBy), true
				}
			}
			o.Voices = append(o.Voices, say)
		}
		o.Differ = len(heard) > 1
		list = append(list, o)
	}
	return list
}

// nextAct is the one next action of each state and side.
func (s *Site) nextAct(v *Visit, view referral.View) page.NextAct {
	switch view.Next {
	case referral.NextWait:
		return page.NextAct{Wait: ui.T(v.L, "page_referral.next_wait", "org", s.orgName(v, view.Receiver))}
	case referral.NextReceive:
		return page.NextAct{Action: at(v, "/recevoir"), Key: "page_referral.act_receive", More: s.answers(v, view)}
	case referral.NextAnswer:
		return page.NextAct{Action: at(v, "/accepter"), Key: "page_referral.act_accept", Note: "page_referral.accept_note", More: s.answers(v, view)}
	case referral.NextCall:
		act := page.NextAct{Wait: ui.T(v.L, "page_referral.locked_call", "person", pivot(view))}
		if view.CalledAt.IsZero() {
			act.More = []page.Act{{Key: "bond.called_go", Action: at(v, "/appele"), Icon: "phone-call"}}
		}
		return act
	case referral.NextNoteCall:
		return page.NextAct{Href: at(v, "/appel"), Key: "page_referral.next_note_call"}
	case referral.NextStart:
		return page.NextAct{Action: at(v, "/commencer"), Key: "page_referral.act_start"}
	case referral.NextContact:
		return page.NextAct{Action: at(v, "/contact"), Key: "page_referral.act_reached", Name: "reached", Value: "yes", More: []page.Act{
			{Key: "page_referral.act_missed", Action: at(v, "/contact"), Name: "step", Value: string(referral.StepCallAgain), Icon: "phone"},
			{Key: "page_referral.next_say", Href: at(v, "/dire"), Icon: "message-square"},
		}}
	case referral.NextSay:
		return page.NextAct{Href: at(v, "/dire"), Key: "page_referral.next_say"}
	case referral.NextDoubt:
		return page.NextAct{Href: at(v, "/veut-encore"), Key: "bond.next_doubt"}
	case referral.NextReturn:
		return page.NextAct{Href: at(v, "/a-deux"), Key: "bond.return_go", Note: "bond.return_note"}
	case referral.NextAskBond:
		return page.NextAct{Href: at(v, "/parole"), Key: "bond.told_go", Note: "bond.ask_note", More: []page.Act{
			{Key: "page_referral.next_say", Href: at(v, "/dire"), Icon: "message-square"},
		}}
	case referral.NextStepBack:
		return page.NextAct{Href: at(v, "/retrait"), Key: "bond.back_go", Note: "bond.back_note", More: []page.Act{
			{Key: "page_referral.next_say", Href: at(v, "/dire"), Icon: "message-square"},
		}}
	case referral.NextElse:
		return page.NextAct{Href: at(v, "/suite"), Key: "again.go"}
	}
	return page.NextAct{}
}

// answers are the other answers a receiver has.
func (s *Site) answers(v *Visit, view referral.View) []page.Act {
	list := []page.Act{{Key: "page_referral.act_decline", Href: at(v, "/refuser"), Icon: "x"}}
	if view.State == referral.Received {
		list = append([]page.Act{{Key: "page_referral.act_assess", Href: at(v, "/evaluer"), Icon: "clock"}}, list...)
	}
	return list
}

func pivot(view referral.View) string {
	if view.Need == nil {
		return ""
	}
	return view.Need.Pivot
}

// otherActs is what else each side can do.
func (s *Site) otherActs(v *Visit, view referral.View) (list []page.Act) {
	live := !view.State.Ended()
	switch {
	case view.Side == referral.Target && view.State.Unanswered():
		list = append(list, page.Act{Key: "promise.hear_go", Href: at(v, "/telephone"), Icon: "phone"})
	case view.Side == referral.Target && (view.State == referral.Accepted || view.State == referral.InHandoff):
		list = append(list, page.Act{Key: "page_referral.act_decline", Href: at(v, "/refuser"), Icon: "x"})
	case view.Side == referral.Source:
		list = append(list,
			page.Act{Key: "page_referral.slip_print", Href: at(v, "/papier"), Icon: "printer"},
			page.Act{Key: "page_referral.thread_go", Href: at(v, "/mon-lien"), Icon: "key-round"})
		if live && view.State != referral.Proposed && !s.hasAccount(v, view.Receiver) {
			list = append(list, page.Act{Key: "work.link_again", Action: at(v, "/lien"), Icon: "share-2"})
		}
		if view.State.Unanswered() {
			list = append(list, page.Act{Key: "promise.hear_go", Href: at(v, "/telephone"), Icon: "phone"})
		}
		if live {
			list = append(list, page.Act{Key: "page_referral.withdraw_relay", Href: at(v, "/retirer"), Icon: "ban", Danger: true})
		}
	}
	if mayTakeOver(v, view) {
		list = append(list, page.Act{Key: "bond.take_over", Action: at(v, "/relais"), Icon: "user-round"})
	}
	if live && view.Side != referral.ThePerson {
		list = append(list, page.Act{Key: "tie.know_go", Href: at(v, "/connais"), Icon: "lock"})
	}
	other := view.Receiver
	if view.Side == referral.Target {
		other = view.Sender
	}
	if other != "" && other != v.By.Org() {
		list = append(list, page.Act{Key: "card.go", Href: v.href("/app/comprendre/" + string(other)), Icon: "users"})
	}
	return list
}

// moments tell the referral's life, newest first, each under its hat.
func (s *Site) moments(v *Visit, id access.Referral) ([]ui.Moment, error) {
	story, err := s.Referral.Timeline(v.R.Context(), v.By, id)
	if err != nil {
		return nil, err
	}
	var list []ui.Moment
	for _, m := range slices.Backward(story) {
		list = append(list, ui.Moment{What: ui.T(v.L, momentKey(m)), Who: s.who(v, m), When: s.when(v, m.At)})
	}
	return list, nil
}

// momentKey is the sentence of a moment: its kind, and what decides its words.
func momentKey(m referral.Moment) string {
	key := "moment." + m.Kind[len("referral."):]
	switch {
	case m.Kind == referral.DeclinedKind && m.Party != "":
		key += "_" + string(m.Party)
	case m.Kind == referral.ContactKind && m.Reached != nil && !*m.Reached:
		key += "_missed"
	case m.Kind == referral.OpenedKind && m.How == referral.ByWaiver:
		key += "_waiver"
	case m.Kind == referral.OutcomeKind && m.Fact == referral.BondHolds && m.Side == referral.ThePerson && m.Said != referral.SaidPartly:
		key += "_bond_" + string(m.Said)
	case m.Kind == referral.OutcomeKind:
		key += "_" + string(m.Fact)
	case m.Kind == referral.SpaceSaidKind:
		key += "_" + string(m.Space)
	case m.Kind == referral.UnblockSaidKind:
		key += "_" + string(m.Unblock)
	case m.Heard && m.Kind == referral.AcceptedKind:
		key += "_heard"
	}
	return key
}

// who says on whose behalf: the person, an organisation, or nobody.
func (s *Site) who(v *Visit, m referral.Moment) string {
	switch m.By {
	case access.Holder:
		return v.L.T("page_referral.voice_person")
	case access.Staff, access.LinkedIn, access.Partner:
		return s.orgName(v, m.Org).S
	}
	return ""
}

// waiverFrom is when the details may be opened without the call.
func waiverFrom(view referral.View) time.Time { return view.AnsweredAt.Add(referral.WaiverAfter) }

// referredLink leads to the service; nowhere when none was named.
func (s *Site) referredLink(v *Visit, view referral.View) page.Link {
	if view.Service == "" {
		return page.Link{}
	}
	return page.Link{Label: s.referredName(v, view.Service, view.Receiver), Href: v.href("/service/" + string(view.Service))}
}
