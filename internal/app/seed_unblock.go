package app

import (
	"context"

	"passerelle/internal/app/demo"
	"passerelle/internal/referral"
)

// askedSpace is a person who asks who accompanies them to step back, for a while.
func (s *seed) askedSpace() {
	s.add("p02", 1, saying, "space", func(ctx context.Context) error {
		return s.a.Referral.AskSpace(ctx, s.holders["p02"], s.referrals["r31"], s.act(), organization("halte"))
	})
}

// blockedWay is a refusal that the service's own page contradicts: the worker who
// refers asks through the direct line, and the answer is still to come.
func (s *seed) blockedWay() {
	const ref, line = "r03", "guichet"
	for i := range s.data.Referrals {
		r := &s.data.Referrals[i]
		if r.Code != ref {
			continue
		}
		t := &story{seed: s, r: r}
		s.add(r.Person, demo.Ago(1), first, ref+" blocked", func(ctx context.Context) error {
			_, err := s.a.Referral.AskUnblock(ctx, t.source(), t.id(), s.act(), referral.Asking{
				Line: s.lines[line], Reason: referral.BlockedRule, Words: "La page du guichet annonce des évaluations ce mois-ci. Est-ce encore vrai ?",
			})
			return err
		})
	}
}
