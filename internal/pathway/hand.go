package pathway

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// Handable is why no referral can be drafted from a run; nil when one can.
func (r *Run) Handable() error {
	end := r.Walk.Here(r.Pathway).End
	switch {
	case end == nil || end.Kind != Refer:
		return notFound()
	case r.Trial:
		return fault.New(fault.Conflict, "pathway.only_trial")
	case r.Waits():
		return fault.New(fault.Conflict, "pathway.second_missing")
	}
	return nil
}

// Hand drafts a referral for each chosen slice of a run's end, about a person
// whom the worker's organisation accompanies. Each carries its slice and no
// other, and asks a consent of its own. The run keeps nothing of it: it never
// knows whom it was about. ticked are places in the end's list, from 1. A
// retried act drafts once.
func (s *Service) Hand(ctx context.Context, by access.Actor, act, id string, person access.Person, ticked []string, t Tongue) (drafts []access.Referral, err error) {
	defer fault.Wrap(&err, "pathway.Hand(%s)", id)
	var made string
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		made, err = event.Once(ctx, tx, by, named("hand", act), func() (string, error) {
			r, err := s.own(ctx, tx, by, id)
			if err != nil {
				return "", err
			}
			return s.hand(ctx, tx, by, &r, person, ticked, t)
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, d := range strings.Split(made, " ") {
		drafts = append(drafts, access.Referral(d))
	}
	return drafts, nil
}

func (s *Service) hand(ctx context.Context, tx *db.Tx, by access.Actor, r *Run, person access.Person, ticked []string, t Tongue) (string, error) {
	if err := r.Handable(); err != nil {
		return "", err
	}
	sum, _ := r.Summary() // an end was reached: Handable said so
	var made []string
	for i := range sum.End.Slices {
		if !slices.Contains(ticked, strconv.Itoa(i+1)) {
			continue
		}
		d, err := s.referrals.Begin(ctx, tx, by, person, sum.Tell(r.Pathway, &sum.End.Slices[i], t))
		if err != nil {
			return "", err
		}
		made = append(made, string(d))
	}
	if len(made) == 0 {
		return "", fault.Field("slice", "pathway.slice_missing")
	}
	return strings.Join(made, " "), s.log.Append(ctx, tx, by, runEvent{handedKind, r.ID, r.Of})
}
