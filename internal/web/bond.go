package web

import (
	"github.com/a-h/templ"

	"passerelle/internal/access"
	"passerelle/internal/i18n"
	"passerelle/internal/referral"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// tied are the names of the two who hand a bond over. Whoever answered by a link
// is called as they signed.
type tied struct {
	pivot, receiver string
	from, to        i18n.Text
}

func (s *Site) tied(v *Visit, view referral.View) (t tied, err error) {
	names, err := s.Org.WorkerNames(v.R.Context(), []access.Worker{view.Bond.Pivot, view.Bond.Receiver})
	t = tied{names[view.Bond.Pivot], names[view.Bond.Receiver], s.orgName(v, view.Sender), s.orgName(v, view.Receiver)}
	if view.Bond.Receiver == "" {
		t.receiver = view.Signed
	}
	return t, err
}

// someone is somebody of an organisation, or the organisation when nobody is known
// by name.
func someone(v *Visit, name string, org i18n.Text) i18n.Text {
	if name == "" {
		return org
	}
	return i18n.Text{S: v.L.T("bond.with_person", "name", name, "org", org.S)}
}

// bondPanel is the tie, step by step; nil before an acceptance.
func (s *Site) bondPanel(v *Visit, view referral.View) (*page.Bond, error) {
	b := view.Bond
	if b.Stage == referral.NoBond {
		return nil, nil
	}
	t, err := s.tied(v, view)
	if err != nil {
		return nil, err
	}
	p := &page.Bond{Form: hidden(s.newAct()), Note: ui.T(v.L, "bond.note")}
	add := func(key string, done, now bool, why ...templ.Component) {
		step := page.BondStep{Label: ui.T(v.L, key), Why: why}
		switch {
		case done:
			step.At = page.StepDone
		case now:
			step.At = page.StepNow
		}
		p.Steps = append(p.Steps, step)
	}
	add("bond.step_accepted", true, false, ui.T(v.L, "bond.on", "date", s.on(v, view.AnsweredAt)))
	waits := view.CallFirst && view.Opened.IsZero()
	if view.CallFirst {
		var why []templ.Component
		if !waits {
			why = append(why, ui.T(v.L, "bond.on", "date", s.on(v, view.Opened)))
		}
		add("bond.step_call", !waits, true, why...)
	}
	var both []templ.Component
	if !b.From.IsZero() {
		both = append(both, ui.T(v.L, "bond.both", "pivot", someone(v, t.pivot, t.from), "receiver", someone(v, t.receiver, t.to)),
			ui.T(v.L, "bond.with_dates", "from", s.on(v, b.From), "until", s.on(v, b.Until)))
	}
	if b.Overdue {
		both = append(both, ui.T(v.L, "bond.overdue"))
	}
	if !b.CalledBack.IsZero() {
		both = append(both, ui.T(v.L, "bond.called_back", "date", s.on(v, b.CalledBack)))
	}
	said := b.Stage == referral.BondHeld || b.Stage == referral.BondPassed
	if !said || !b.From.IsZero() { // else the person said so before the two began: that never was, and is not to come
		add("bond.step_both", said, !waits, both...)
	}
	var heard []templ.Component
	if !b.Held.IsZero() {
		heard = append(heard, s.bondHeard(v, view))
	}
	add("bond.step_held", said, b.Stage == referral.BondJoint, heard...)
	var back []templ.Component
	if !b.SteppedBack.IsZero() {
		back = append(back, ui.T(v.L, "bond.on", "date", s.on(v, b.SteppedBack)))
	}
	add("bond.step_back", b.Stage == referral.BondPassed, said, back...)
	p.Acts = s.bondActs(v, view)
	return p, nil
}

// bondHeard says who said that the bond holds: the person, or a worker to whom
// they told it.
func (s *Site) bondHeard(v *Visit, view referral.View) templ.Component {
	if org := relayedBy(view.Outcomes, referral.BondHolds); org != "" {
		return ui.T(v.L, "bond.held_told", "org", s.orgName(v, org), "date", s.on(v, view.Bond.Held))
	}
	return ui.T(v.L, "bond.held_said", "date", s.on(v, view.Bond.Held))
}

// relayedBy is the organisation whose worker noted the person's word on a fact;
// empty when the person said it, or nothing was said.
func relayedBy(said []referral.Outcome, fact referral.Fact) access.Org {
	for _, o := range said {
		if o.Fact == fact && o.Voice == referral.ThePerson {
			return o.RelayedBy
		}
	}
	return ""
}

// bondActs are what each side can do for the bond now, besides the next action.
func (s *Site) bondActs(v *Visit, view referral.View) (list []page.Act) {
	live := view.State == referral.Accepted || view.State == referral.InHandoff
	if !live || view.CallFirst && view.Opened.IsZero() || view.Bond.Stage == referral.BondPassed {
		return nil
	}
	told := page.Act{Key: "bond.told_go", Href: at(v, "/parole"), Icon: "message-circle"}
	if view.Next != referral.NextAskBond && !spoke(view.Outcomes, referral.BondHolds) {
		list = append(list, told)
	}
	together := page.Act{Key: "bond.together_go", Href: at(v, "/a-deux"), Icon: "users"}
	if view.Bond.Stage == referral.BondJoint {
		together = page.Act{Key: "bond.longer_go", Href: at(v, "/a-deux"), Icon: "calendar"}
	}
	if view.Next != referral.NextReturn && view.Bond.Stage != referral.BondHeld {
		list = append(list, together)
	}
	return list
}

// spoke reports whether the person said it themself: nobody notes it for them
// any more.
func spoke(said []referral.Outcome, fact referral.Fact) bool {
	for _, o := range said {
		if o.Fact == fact && o.Voice == referral.ThePerson && o.RelayedBy == "" {
			return true
		}
	}
	return false
}
