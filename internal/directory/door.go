package directory

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// DoorReason is why somebody came to a service in vain.
type DoorReason string

// The reasons. None says anything of the person.
const (
	DoorFull         DoorReason = "full"
	DoorNotEligible  DoorReason = "not_eligible"
	DoorPaperRefused DoorReason = "paper_refused"
	DoorLanguage     DoorReason = "language"
	DoorClosedHours  DoorReason = "closed_hours"
	DoorOther        DoorReason = "other"
)

// DoorReasons lists them in the order of screens.
var DoorReasons = []DoorReason{DoorFull, DoorNotEligible, DoorPaperRefused, DoorLanguage, DoorClosedHours, DoorOther}

// DoorWords is how long the words of a report may be.
const DoorWords = 280

// ReportClosedDoor records that somebody found the door of a service closed.
// Anyone may, without a name; the caller limits how often. When a worker
// reports, their organisation is kept, never the worker. It returns
// fault.NotFound for a service that is not shown. A retried act reports once.
func (s *Service) ReportClosedDoor(ctx context.Context, by access.Actor, act string, service access.Service, why DoorReason, words string) (err error) {
	defer fault.Wrap(&err, "directory.ReportClosedDoor(%s)", service)
	if by.Kind() == access.Nobody {
		return notFound()
	}
	words = strings.TrimSpace(plain(words))
	var bad fault.Fields
	if !slices.Contains(DoorReasons, why) {
		bad = append(bad, fault.Field("reason", "closed_door.reason_missing"))
	}
	if utf8.RuneCountInString(words) > DoorWords {
		bad = append(bad, fault.Field("words", "closed_door.words_long", "most", DoorWords))
	}
	if err := bad.Err(); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := event.Once(ctx, tx, by, act, func() (string, error) {
			if err := serviceShown(ctx, tx, service); err != nil {
				return "", err
			}
			d := closedDoor{ID: tx.NewID(), Service: string(service), Reason: string(why), Org: string(by.Org())}
			if err := s.counted(ctx, tx, by, &d, words); err != nil {
				return "", err
			}
			var err error
			if d.Words, err = s.sealWords(ctx, tx, by.Region(), service, d.ID, words); err != nil {
				return "", err
			}
			if err := saveClosedDoor(ctx, tx, by.Region(), d); err != nil {
				return "", err
			}
			return d.ID, s.log.Append(ctx, tx, by, DoorClosed{Service: service, Report: d.ID})
		})
		return err
	})
}

// counted makes the report of an organisation of which only counts leave one like
// the public's: a door was closed, and nobody there has a name.
func (s *Service) counted(ctx context.Context, tx *db.Tx, by access.Actor, d *closedDoor, words string) error {
	if s.vault == nil {
		return nil
	}
	has, err := s.vault.HasStrongbox(ctx, tx, by.Region(), by.Org())
	if err != nil || !has {
		return err
	}
	if words != "" {
		return fault.Field("words", "strongbox.no_words")
	}
	d.Org = ""
	return nil
}

// ClosedDoor is one report as the service reads it.
type ClosedDoor struct {
	ID     string
	Reason DoorReason
	Words  string
	Org    access.Org
	At     db.Time
}

// ClosedDoorsOf lists the reports of the last ninety days on a service, latest
// first, for those who may change it.
func (s *Service) ClosedDoorsOf(ctx context.Context, by access.Actor, service access.Service) (out []ClosedDoor, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if _, err := mayChange(ctx, tx, by, service); err != nil {
			return err
		}
		if out, err = closedDoorsOf(ctx, tx, by.Region(), service, db.At(tx.Now.Add(-DoorsCounted))); err != nil {
			return err
		}
		for i, d := range out {
			if out[i].Words, err = s.openWords(ctx, tx, by.Region(), service, d.ID, d.At.Time, d.Words); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}
