package referral

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/contact"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/id"
)

// View is a referral opened: the summary, and the parts that the reader may
// read now. A nil part was not disclosed.
type View struct {
	Summary
	Need     *Need
	Contact  *Contact
	Safe     *contact.Profile // how the person may be reached, now; nil: not disclosed, or they said nothing
	Done     *Done
	Answer   string // the words of a refusal
	Signed   string // who answered by a link, as they wrote it
	Outcomes []Outcome
	Notes    []Note // observations, newest first; none when the need is not disclosed
	// CallFirst withholds Contact: the page says whom to call.
	Withheld bool
	// LinkUntil is when the reader's link dies by itself; zero without a link.
	LinkUntil time.Time
}

// Show opens a referral. Each part is let through by consent, looked up in the
// statement that reads it, and what was opened is written in the log in the
// same transaction: without the entry there is no data. NotFound, the same for
// all, when the referral is unknown or hidden; that too is written, so that the
// person sees who tried. The person's own reading is nobody's business.
func (s *Service) Show(ctx context.Context, by access.Actor, r access.Referral) (View, error) {
	var v View
	var hidden error
	err := s.db.Write(ctx, func(tx *db.Tx) (err error) {
		v, hidden, err = s.show(ctx, tx, by, r)
		return err
	})
	if err == nil {
		err = hidden
	}
	if fault.Wrap(&err, "referral.Show(%s)", r); err != nil {
		return View{}, err
	}
	return v, nil
}

// show returns hidden, apart from err, when the answer is no: the entry that
// says so must be kept.
func (s *Service) show(ctx context.Context, tx *db.Tx, by access.Actor, ref access.Referral) (v View, hidden, err error) {
	r, err := s.find(ctx, tx, by, access.Follow, ref)
	if fault.Is(err, fault.NotFound) {
		return v, err, s.refused(ctx, tx, by, ref)
	}
	if err != nil {
		return v, nil, err
	}
	v.Summary = r.summary(by, tx.Now)
	var opened []access.Part
	for _, part := range access.Parts {
		seen, err := s.disclose(ctx, tx, by, &r, part, &v)
		if err != nil {
			return v, nil, err
		}
		if seen {
			opened = append(opened, part)
		}
	}
	v.Withheld = v.Contact == nil && v.Side == Target && r.closed()
	if by.Kind() == access.LinkedIn {
		if v.LinkUntil, err = linkLives(ctx, tx, by); err != nil {
			return v, nil, err
		}
	}
	if v.Outcomes, err = outcomes(ctx, tx, r.Region, r.ID); err != nil {
		return v, nil, err
	}
	if by.Kind() == access.Holder {
		return v, nil, nil
	}
	return v, nil, s.log.Disclose(ctx, tx, by, event.Disclosure{
		Person: r.Person, Referral: r.ID, Purpose: reason(v.Side), Parts: opened, Allowed: true,
	})
}

// reason is what an opening is for, as the person reads it.
func reason(side Side) access.Purpose {
	if side == Source {
		return access.Send
	}
	return access.Answer
}

// disclose opens one part into the view, if it may be read and was written.
func (s *Service) disclose(ctx context.Context, tx *db.Tx, by access.Actor, r *referral, part access.Part, v *View) (seen bool, err error) {
	var need Need
	var reach Contact
	var done Done
	into := map[access.Part]any{access.PartNeed: &need, access.PartContact: &reach, access.PartDone: &done}[part]
	switch err := s.open(ctx, tx, by, access.ReadPart(part), r.ID, part, into); {
	case fault.Is(err, fault.NotFound):
		return false, nil // not allowed: not disclosed
	case err != nil:
		return false, err
	}
	switch part {
	case access.PartNeed:
		v.Need = &need
		var a answered
		if err := s.open(ctx, tx, by, access.ReadNeed, r.ID, answerPart, &a); err != nil {
			return false, err
		}
		v.Answer, v.Signed = a.Words, a.Signed
		if v.Notes, err = s.readNotes(ctx, tx, by, r); err != nil {
			return false, err
		}
	case access.PartContact:
		v.Contact = &reach
		if s.safety != nil {
			if v.Safe, err = s.safety.ForReferral(ctx, tx, by, r.ID); err != nil {
				return false, err
			}
		}
	case access.PartDone:
		v.Done = &done
	}
	return true, nil
}

// refused writes that somebody asked for what they may not see. An id that
// could not exist is not written; one that merely does not exist is, so that
// the two take the same work.
func (s *Service) refused(ctx context.Context, tx *db.Tx, by access.Actor, r access.Referral) error {
	if !id.IsUUID(string(r)) || by.Kind() != access.Staff && by.Kind() != access.LinkedIn && by.Kind() != access.Partner {
		return nil
	}
	person, err := personOf(ctx, tx, by.Region(), r)
	if err != nil {
		return err
	}
	return s.log.Disclose(ctx, tx, by, event.Disclosure{Person: person, Referral: r, Purpose: access.Follow, Allowed: false})
}
