package app

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/app/demo"
	"passerelle/internal/feedback"
	"passerelle/internal/referral"
)

// story is one referral being lived.
type story struct {
	*seed
	r      *demo.Referral
	target demo.Organization

	token string // of the answer link in the receiver's hands
	made  time.Time
	seen  int // version that the receiver read
}

func (s *seed) story(r *demo.Referral) {
	t := &story{seed: s, r: r, target: s.orgs[s.services[r.Service].Org]}
	step := func(ago demo.Ago, n slot, what string, do func(context.Context) error) {
		s.add(r.Person, ago, n, r.Code+" "+what, do)
	}
	step(r.Proposed, drafting, "draft", t.draft)
	step(r.Sent, sending, "send", func(ctx context.Context) error {
		return s.a.Referral.Send(ctx, t.source(), t.id(), s.act())
	})
	step(r.Received, receiving, "receive", func(ctx context.Context) error {
		return t.receiver(ctx, func(by access.Actor, act string) error { return s.a.Referral.Receive(ctx, by, t.id(), act) })
	})
	step(r.Accepted, answering, "accept", t.reads(s.a.Referral.Accept))
	step(r.CallNoted, calling, "call", func(ctx context.Context) error {
		return s.a.Referral.OpenHandoff(ctx, t.source(), t.id(), s.act(), referral.Opening{How: referral.ByCall})
	})
	step(r.Handoff, starting, "start", t.reads(s.a.Referral.StartHandoff))
	if r.State == string(referral.Declined) {
		step(r.Closed, answering, "decline", t.reads(func(ctx context.Context, by access.Actor, id access.Referral, act string) error {
			return s.a.Referral.Decline(ctx, by, id, act, referral.Refusal{Reason: r.DeclineReason, Words: r.DeclineWords.FR, Version: t.seen})
		}))
	}
	t.outcomes()
	step(r.Back, first, "step back", func(ctx context.Context) error { return s.a.Referral.StepBack(ctx, t.source(), t.id(), s.act()) })
}

func (t *story) id() access.Referral { return t.referrals[t.r.Code] }

func (t *story) source() access.Actor { return t.hats[[2]string{t.r.Worker, t.r.HatOrg}] }

// draft writes the five tasks.
func (t *story) draft(ctx context.Context) error {
	r, p := t.r, t.people[t.r.Person]
	made, err := t.a.Referral.Draft(ctx, t.source(), t.act(), referral.NewDraft{
		Person: t.persons[r.Person], Receiver: organization(t.target.Code), Service: service(r.Service),
		Previous: t.referrals[r.LinkedTo], CallFirst: r.CallFirst,
	})
	if err != nil {
		return err
	}
	t.referrals[r.Code] = made
	w := t.workers[r.Worker]
	delay := time.Duration(r.DelayHours) * time.Hour
	done := referral.Done{Tried: r.Done.FR, Accompanied: r.Accompany}
	if r.Accompany {
		done.Companion = w.Name
	}
	return t.a.Referral.Save(ctx, t.source(), made, t.act(), referral.Change{
		Version: 1, Delay: &delay, Done: &done,
		Need:    &referral.Need{Words: r.NeedWords, Language: r.NeedLang, Observed: r.NeedObserved.FR, Pivot: w.Name + ", " + t.orgs[r.HatOrg].Phone},
		Contact: &referral.Contact{Called: p.Alias, Reach: p.Reach, Message: p.Message, Avoid: p.Avoid},
	})
}

type verb func(ctx context.Context, by access.Actor, id access.Referral, act string) error

// receives is an act of the receiver.
func (t *story) receives(do verb) func(context.Context) error {
	return func(ctx context.Context) error {
		return t.receiver(ctx, func(by access.Actor, act string) error {
			err := do(ctx, by, t.id(), act)
			t.token = "" // it died with the act
			return err
		})
	}
}

// reads is an act that nobody does without reading first; the person sees who
// read.
func (t *story) reads(do verb) func(context.Context) error {
	return t.receives(func(ctx context.Context, by access.Actor, id access.Referral, act string) error {
		view, err := t.a.Referral.Show(ctx, by, id)
		if err != nil {
			return err
		}
		t.seen = view.Version
		return do(ctx, by, id, act)
	})
}

// receiver lets the receiver act: a worker who signs in, or whoever was sent
// the link.
func (t *story) receiver(ctx context.Context, do func(by access.Actor, act string) error) (err error) {
	if t.target.Account {
		return do(t.hats[[2]string{t.r.AnsweredBy, t.target.Code}], t.act())
	}
	if t.token == "" || t.clock.Now().Sub(t.made) >= referral.LinkLife {
		if t.token, err = t.a.Referral.MakeLink(ctx, t.source(), t.id()); err != nil {
			return err
		}
		t.made = t.clock.Now()
	}
	act := t.act()
	by, err := t.a.Referral.OpenLink(ctx, t.a.Region, t.token, act)
	if err != nil {
		return err
	}
	return do(by, act)
}

// outcomes has each side say its own: the receiver first, the person last.
func (t *story) outcomes() {
	n := saying
	say := func(what string, do func(context.Context) error) {
		t.add(t.r.Person, t.r.Said, n, t.r.Code+" "+what, do)
		n++
	}
	facts := []struct {
		fact referral.Fact
		said demo.Sides
	}{{referral.ContactMade, t.r.Contact}, {referral.BondHolds, t.r.Bond}, {referral.MetNeed, t.r.Met}}
	for _, f := range facts {
		switch {
		case f.said.Target == "":
		case f.fact == referral.ContactMade && f.said.Target == "yes":
			say("contact", t.receives(func(ctx context.Context, by access.Actor, id access.Referral, act string) error {
				return t.a.Referral.NoteContact(ctx, by, id, act, referral.Attempt{Reached: true})
			}))
		default:
			say("target says", t.receives(func(ctx context.Context, by access.Actor, id access.Referral, act string) error {
				return t.a.Referral.SayOutcome(ctx, by, id, act, referral.Word{Fact: f.fact, Said: referral.Said(f.said.Target)})
			}))
		}
	}
	for _, f := range facts {
		if f.said.Source != "" {
			say("source says", func(ctx context.Context) error {
				return t.a.Referral.SayOutcome(ctx, t.source(), t.id(), t.act(), referral.Word{Fact: f.fact, Said: referral.Said(f.said.Source)})
			})
		}
	}
	for _, f := range facts {
		if f.said.Person != "" {
			say("person says", func(ctx context.Context) error {
				return t.a.Referral.SayOutcome(ctx, t.holders[t.r.Person], t.id(), t.act(), referral.Word{Fact: f.fact, Said: referral.Said(f.said.Person)})
			})
		}
	}
	if t.r.OutcomeWords != "" {
		say("person answers", func(ctx context.Context) error {
			return t.a.Feedback.GiveAbout(ctx, t.holders[t.r.Person], t.id(), feedback.Answer{
				Helped: feedback.Helped(t.r.Met.Person), Words: t.r.OutcomeWords, Language: t.r.NeedLang,
			})
		})
	}
}
