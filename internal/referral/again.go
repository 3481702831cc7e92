package referral

import (
	"context"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Carried is what goes from a package that found no open door into the next
// one. The person is asked for each; what they did not allow is not copied.
type Carried struct {
	Words    bool // the need, in their words
	Observed bool // the need, as observed
	Contact  bool // how to reach them
	Done     bool // what was tried
	// Door says, in words that somebody can read, which door was tried and what
	// it answered; empty: the next one does not learn of it.
	Door string
}

// Again begins a new package for the same person after a door that stayed
// closed, linked to the first. It goes to nobody before a door is chosen and the
// person is asked about it, as any other. One follows one: pressed again, or by
// a colleague, it leads to the package that was begun and copies nothing twice.
// Only the sender may. Conflict while the first may still open.
func (s *Service) Again(ctx context.Context, by access.Actor, first access.Referral, act string, c Carried) (id access.Referral, err error) {
	defer fault.Wrap(&err, "referral.Again(%s)", first)
	c.Door = strings.TrimSpace(c.Door)
	if bad := tooLong(field{"door", c.Door}); bad != nil {
		return "", bad.Err()
	}
	var made string
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		made, err = once(ctx, tx, by, act, "again", first, func() (string, error) { return s.again(ctx, tx, by, first, c) })
		return err
	})
	return access.Referral(made), err
}

func (s *Service) again(ctx context.Context, tx *db.Tx, by access.Actor, first access.Referral, c Carried) (string, error) {
	r, err := s.find(ctx, tx, by, access.Send, first)
	if err != nil {
		return "", err
	}
	if r.State != Declined && r.State != Expired && r.State != Withdrawn {
		return "", fault.New(fault.Conflict, happened[r.State])
	}
	begun, err := followers(ctx, tx, r.Region, by.Scope(access.Send, tx.Now), first)
	if err != nil {
		return "", err
	}
	if len(begun) > 0 {
		return string(begun[0]), nil
	}
	made, err := s.draft(ctx, tx, by, NewDraft{Person: r.Person, Previous: first, CallFirst: r.CallFirst})
	if err != nil {
		return "", err
	}
	next, err := s.find(ctx, tx, by, access.Send, access.Referral(made))
	if err != nil {
		return "", err
	}
	change, err := s.carry(ctx, tx, by, first, c)
	if err != nil {
		return "", err
	}
	if err := s.saveParts(ctx, tx, &next, change); err != nil {
		return "", err
	}
	e := happenedTo(first, FollowedKind)
	return made, s.log.Append(ctx, tx, by, e)
}

// carry opens the first package and keeps what the person allowed. Whom to call
// first is the sender's own number: it goes along.
func (s *Service) carry(ctx context.Context, tx *db.Tx, by access.Actor, first access.Referral, c Carried) (Change, error) {
	var need Need
	var contact Contact
	var done Done
	for part, into := range map[access.Part]any{access.PartNeed: &need, access.PartContact: &contact, access.PartDone: &done} {
		if err := s.open(ctx, tx, by, access.Send, first, part, into); err != nil {
			return Change{}, err
		}
	}
	if !c.Words {
		need.Words, need.Language = "", ""
	}
	if !c.Observed {
		need.Observed = ""
	}
	change := Change{Need: &need}
	if c.Contact {
		change.Contact = &contact
	}
	if !c.Done {
		done = Done{}
	}
	if c.Door != "" {
		done.Tried = strings.TrimSpace(done.Tried + "\n" + c.Door)
	}
	if done != (Done{}) {
		if bad := tooLong(done.fields()...); bad != nil {
			return Change{}, bad.Err()
		}
		change.Done = &done
	}
	return change, nil
}
