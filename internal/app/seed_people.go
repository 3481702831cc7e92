package app

import (
	"context"
	"strconv"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/app/demo"
	"passerelle/internal/consent"
	"passerelle/internal/contact"
	"passerelle/internal/feedback"
)

// companion is the worker who accompanies a person.
func (s *seed) companion(person string) access.Actor {
	p := s.people[person]
	return s.hats[[2]string{p.Worker, p.Org}]
}

// companions begins the record of each person on the first day they are spoken
// of, and gives them their thread.
func (s *seed) companions() {
	since := map[string]demo.Ago{}
	for _, c := range s.data.Consents {
		since[c.Person] = max(since[c.Person], c.Asked)
	}
	for _, r := range s.data.Referrals {
		since[r.Person] = max(since[r.Person], r.Proposed)
	}
	for _, p := range s.data.People {
		s.add(p.Code, since[p.Code], first, "person", func(ctx context.Context) (err error) {
			s.persons[p.Code], err = s.a.Consent.Create(ctx, s.companion(p.Code), s.act(), consent.NewPerson{
				Code: p.Alias, Language: p.Language, Facts: consent.Facts{Note: p.Note, Reach: p.Reach},
			})
			return err
		})
		s.add(p.Code, since[p.Code], threading, "thread", func(ctx context.Context) (err error) {
			s.holders[p.Code], err = s.a.newThread(ctx, s.companion(p.Code), s.persons[p.Code])
			return err
		})
		s.safety(p, since[p.Code])
	}
}

// safety has a person say how they may be reached: the morning of working days,
// by the first name of who accompanies them.
func (s *seed) safety(p demo.Person, ago demo.Ago) {
	if p.Number == "" {
		return
	}
	s.add(p.Code, ago, drafting, "safe contact of", func(ctx context.Context) error {
		name := ""
		for _, w := range s.data.Workers {
			if w.Code == p.Worker {
				name, _, _ = strings.Cut(w.Name, " ")
			}
		}
		return s.a.Reach.Set(ctx, s.companion(p.Code), s.act(), s.persons[p.Code], contact.Profile{
			Ways: []contact.Way{contact.Call, contact.Text}, Days: [7]bool{false, true, true, true, true, true, false}, From: p.FromHour * 60, To: p.ToHour * 60,
			Language: p.Language, PickUp: contact.Self, Introduce: name, Number: p.Number,
		})
	})
}

// newThread gives a person a thread, and opens it.
func (a *App) newThread(ctx context.Context, by access.Actor, p access.Person) (access.Actor, error) {
	words, err := a.Consent.NewThread(ctx, by, p)
	if err != nil {
		return access.Actor{}, err
	}
	return a.Consent.Open(ctx, a.Region, "demo", words.String())
}

func (s *seed) consent(c *demo.Consent) {
	s.add(c.Person, c.Asked, consenting, "consent to "+c.Org+" of", func(ctx context.Context) error {
		text, spoken := s.a.Site.ConsentText(c.Language)
		_, err := s.a.Consent.Record(ctx, s.hats[[2]string{c.Worker, s.people[c.Person].Org}], s.act(), consent.Question{
			Person: s.persons[c.Person], Recipient: organization(c.Org),
			Parts: map[access.Part]consent.Answer{
				access.PartNeed: consent.Answer(c.Need), access.PartContact: consent.Answer(c.Contact), access.PartDone: consent.Answer(c.Done),
			},
			Until: consent.Until(c.Until), WhatFor: c.WhatFor.FR, Text: text, Language: spoken, How: consent.How(c.How),
		})
		return err
	})
	s.add(c.Person, c.Withdrawn, withdrawing, "withdrawal from "+c.Org+" of", func(ctx context.Context) error {
		_, err := s.a.Consent.Withdraw(ctx, s.holders[c.Person], s.act(), s.persons[c.Person], organization(c.Org))
		return err
	})
}

// answers are the taps on paper slips: nobody's name is on them.
func (s *seed) answers() {
	for i, f := range s.data.Answers {
		s.add(f.Service+strconv.Itoa(i), f.Given, first, "feedback on", func(ctx context.Context) error {
			token, err := s.a.Feedback.MakeToken(ctx, access.System(s.a.Region), service(f.Service))
			if err != nil {
				return err
			}
			return s.a.Feedback.Give(ctx, s.a.Region, s.act(), token, feedback.Answer{Helped: feedback.Helped(f.Helped), Words: f.Words, Language: f.Language})
		})
	}
}
