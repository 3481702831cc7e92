package referral

import (
	"context"
	"strings"
	"unicode/utf8"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// Refusal says why, and to whom it is attributed.
type Refusal struct {
	Reason string // one of Reasons
	Words  string // optional; sealed, read by the sender and the person
	Signed string // of who answers by a link: their first name and role; optional, sealed
	// Told: the person told the sender's worker so. Without it the sender ends
	// nothing.
	Told bool
	// Version of the page that was shown. To refuse what is accepted already
	// one must have seen that it is: of two people who answer at once, the one
	// who refuses does not undo the other unknowingly.
	Version int
}

// noLongerWants is the reason that is never one party's word (001:2449-2451).
const noLongerWants = "no_longer_wants"

// Reasons of a refusal, per party. A person's obstacle is named, never "not
// willing"; it costs them nothing.
var Reasons = map[Party][]string{
	OfService: {"no_capacity", "not_eligible", "out_of_area", "closed", "other"},
	OfPerson: {"obstacle_travel", "obstacle_hours", "obstacle_language", "obstacle_cost", "obstacle_trust", "obstacle_other",
		noLongerWants},
}

func partyOf(reason string) (Party, bool) {
	for party, reasons := range Reasons {
		for _, r := range reasons {
			if r == reason {
				return party, true
			}
		}
	}
	return "", false
}

const refusalMax = 500

func (f *Refusal) check() (Party, error) {
	f.Words = strings.TrimSpace(f.Words)
	party, ok := partyOf(f.Reason)
	if !ok {
		return "", fault.Field("reason", "referral.reason_missing")
	}
	if utf8.RuneCountInString(f.Words) > refusalMax {
		return "", fault.Field("words", "referral.text_too_long", "max", refusalMax)
	}
	if err := checkSigned(f.Signed); err != nil {
		return "", err
	}
	return party, nil
}

// Decline says no, with a reason attributed to the service or to the person.
// The receiver may give any reason; the sender only those of the person.
//
// "The person no longer wants" needs the account of the pivot and that of the
// person (001:2449-2451). Said by the receiver alone, or by a pivot who has not
// asked, it closes nothing: it is kept as that side's word, and the person is
// asked. It counts apart. The person alone withdraws with one word (Withdraw).
func (s *Service) Decline(ctx context.Context, by access.Actor, id access.Referral, act string, f Refusal) error {
	party, err := f.check()
	if err != nil {
		return err
	}
	return s.act(ctx, by, access.Follow, id, act, Decline, func(tx *db.Tx, r *referral) (event.Event, error) {
		side := r.side(by)
		if side != Target && !(side == Source && party == OfPerson) {
			return nil, fault.New(fault.NotFound, "error.not_found")
		}
		if side == Source && !f.Told && f.Reason != noLongerWants {
			return nil, fault.Field("told", "referral.ask_person_first")
		}
		if f.Reason == noLongerWants && !r.doubt(side, f.Told, tx) {
			e := happenedTo(r.ID, DoubtedKind)
			e.Side = side
			if err := r.move(Doubt, tx.Now); err != nil {
				return nil, err
			}
			return e, s.saveAnswer(ctx, tx, by, r, answered{f.Words, f.Signed})
		}
		if !r.State.Unanswered() && f.Version != r.Version {
			return nil, fault.New(fault.Conflict, happened[r.State])
		}
		before := r.AnsweredAt
		if err := r.move(Decline, tx.Now); err != nil {
			return nil, err
		}
		if side == Source { // the receiver answered nothing by it
			r.AnsweredAt = before
		}
		r.DeclineBy, r.DeclineReason = party, f.Reason
		e := happenedTo(r.ID, DeclinedKind)
		e.Side, e.Party, e.Reason, e.Told = side, party, f.Reason, side == Source && f.Told
		return e, s.saveAnswer(ctx, tx, by, r, answered{f.Words, f.Signed})
	})
}

// doubt notes who said that the person no longer wants, and reports whether the
// pivot and the person have, now.
func (r *referral) doubt(side Side, told bool, tx *db.Tx) (both bool) {
	switch side {
	case Source:
		r.UnwantedBySource = tx.Now
		if told {
			r.UnwantedByPerson = tx.Now
		}
	case Target:
		r.UnwantedByTarget = tx.Now
	}
	return !r.UnwantedBySource.IsZero() && !r.UnwantedByPerson.IsZero()
}

// doubted reports that somebody said so, and that the question is still open.
func (r *referral) doubted() bool {
	return r.State != Proposed && !r.State.Ended() && (!r.UnwantedBySource.IsZero() || !r.UnwantedByTarget.IsZero())
}

// StillWanted is the answer to a doubt: the person, or the worker who refers
// and has asked them, says that they do want. The doubt is lifted; that it was
// said stays in the timeline.
func (s *Service) StillWanted(ctx context.Context, by access.Actor, id access.Referral, act string) error {
	return s.act(ctx, by, access.Follow, id, act, "still_wanted", func(tx *db.Tx, r *referral) (event.Event, error) {
		side := r.side(by)
		if side != Source && side != ThePerson {
			return nil, fault.New(fault.NotFound, "error.not_found")
		}
		if r.UnwantedBySource.IsZero() && r.UnwantedByTarget.IsZero() {
			return nil, fault.New(fault.Conflict, "referral.no_doubt")
		}
		if err := r.move(Doubt, tx.Now); err != nil {
			return nil, err
		}
		r.UnwantedBySource, r.UnwantedByTarget, r.UnwantedByPerson = zero, zero, zero
		e := happenedTo(r.ID, StillWantedKind)
		e.Side = side
		return e, nil
	})
}
