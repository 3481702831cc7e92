package consent

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// MayReview: somebody who coordinates in the organisation that told, and did not
// declare it themself.
func MayReview(by access.Actor, e Emergency) bool {
	return by.Has(access.Coordination) && by.Org() == e.Holder && by.Worker() != e.Worker
}

// Emergencies lists the communications without consent: for whoever coordinates
// all of their organisation's; for another worker those they declared; for the
// person their own. Reasons stay closed.
func (s *Service) Emergencies(ctx context.Context, by access.Actor) (list []Emergency, now time.Time, err error) {
	defer fault.Wrap(&err, "consent.Emergencies")
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all, err := emergencies(ctx, tx, by)
		list, now = nil, tx.Now
		for _, e := range all {
			if by.Kind() == access.Holder || MayReview(by, e) || e.Worker == by.Worker() {
				list = append(list, e)
			}
		}
		return err
	})
	return list, now, err
}

// Emergency opens one, with its reason, for whoever may review it and whoever
// declared it. What was opened is in the log with the reading; NotFound for
// everybody else.
func (s *Service) Emergency(ctx context.Context, by access.Actor, id string) (e Emergency, review bool, err error) {
	defer fault.Wrap(&err, "consent.Emergency(%s)", id)
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if e, err = findEmergency(ctx, tx, by, id); err != nil {
			return err
		}
		review = MayReview(by, e)
		if by.Kind() != access.Staff || !review && e.Worker != by.Worker() {
			return fault.New(fault.NotFound, "error.not_found")
		}
		if err := s.openEmergency(ctx, tx, by, &e); err != nil {
			return err
		}
		return s.log.Disclose(ctx, tx, by, event.Disclosure{Person: e.Person, Purpose: access.SeeConsent, Allowed: true})
	})
	if err != nil {
		return Emergency{}, false, err
	}
	return e, review && e.Verdict == Unreviewed, nil
}

func (s *Service) openEmergency(ctx context.Context, tx *db.Tx, by access.Actor, e *Emergency) error {
	key, err := s.reading(ctx, tx, by.Region(), e.Holder, e.Person)
	if err != nil {
		return err
	}
	plain, err := key.Open(e.sealed, emergencyReason, e.ID)
	if err != nil {
		return err
	}
	e.Reason = string(plain)
	if len(e.sealedVerdict) == 0 {
		return nil
	}
	if plain, err = key.Open(e.sealedVerdict, emergencyVerdict, e.ID); err != nil {
		return err
	}
	e.Words = string(plain)
	return nil
}

// Review says afterwards whether it was founded, once and for all. Nobody reviews
// what they declared. What was not founded ends at once. NotFound for whoever may
// not; Conflict when somebody did before.
func (s *Service) Review(ctx context.Context, by access.Actor, act, id string, v Verdict, words string) (err error) {
	defer fault.Wrap(&err, "consent.Review(%s)", id)
	words = strings.TrimSpace(words)
	var bad fault.Fields
	if v != Founded && v != Unfounded {
		bad = append(bad, fault.Field("verdict", "emergency.verdict_missing"))
	}
	switch n := utf8.RuneCountInString(words); {
	case n < reasonMin:
		bad = append(bad, fault.Field("words", "emergency.reason_missing", "min", reasonMin))
	case n > reasonMax:
		bad = append(bad, fault.Field("words", "consent.text_too_long", "max", reasonMax))
	}
	if err := bad.Err(); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := once(ctx, tx, by, act, "review", id, func() (string, error) {
			e, err := findEmergency(ctx, tx, by, id)
			if err != nil {
				return "", err
			}
			if !MayReview(by, e) {
				return "", fault.New(fault.NotFound, "error.not_found")
			}
			if e.Verdict != Unreviewed {
				return "", fault.New(fault.Conflict, "emergency.reviewed_before")
			}
			key, err := s.sealing(ctx, tx, by, e.Person)
			if err != nil {
				return "", err
			}
			if e.sealedVerdict, err = key.Seal([]byte(words), emergencyVerdict, e.ID); err != nil {
				return "", err
			}
			e.Verdict, e.Decided, e.DecidedBy = v, tx.Now, by.Worker()
			if v == Unfounded && e.Ended.IsZero() && e.To.After(tx.Now) {
				e.Ended = tx.Now
			}
			if err := saveVerdict(ctx, tx, by, e); err != nil {
				return "", err
			}
			return "", s.log.Append(ctx, tx, by, EmergencyReviewed{e.happened(), v})
		})
		return err
	})
}

// CloseFile is "never without my consent, not even in an emergency", and its
// taking back: the person's alone. What is under way ends with it.
func (s *Service) CloseFile(ctx context.Context, by access.Actor, act string, closed bool) (err error) {
	defer fault.Wrap(&err, "consent.CloseFile")
	if by.Kind() != access.Holder {
		return fault.New(fault.NotFound, "error.not_found")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := once(ctx, tx, by, act, "close", "", func() (string, error) {
			var at db.Time
			var e event.Event = FileOpened{by.Person()}
			if closed {
				at, e = db.At(tx.Now), FileClosed{by.Person()}
			}
			if err := setClosed(ctx, tx, by, at); err != nil {
				return "", err
			}
			if closed { // for good: a file opened again within the hour opens nothing again
				if err := endEmergencies(ctx, tx, by, by.Person()); err != nil {
					return "", err
				}
			}
			return "", s.log.Append(ctx, tx, by, e)
		})
		return err
	})
}
