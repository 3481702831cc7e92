package directory

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// ReplyKind is what a service answers to a closed door.
type ReplyKind string

// The answers, in the order of screens.
const (
	ReplyChanged   ReplyKind = "changed"   // something was changed because of it
	ReplyExplained ReplyKind = "explained" // it is so, and here is why
	ReplyNotOurs   ReplyKind = "not_ours"  // it was not at this door
)

// ReplyKinds lists them.
var ReplyKinds = []ReplyKind{ReplyChanged, ReplyExplained, ReplyNotOurs}

// DoorReply is a service's answer, public beside the count of its closed
// doors.
type DoorReply struct {
	Report string // the closed door answered
	Kind   ReplyKind
	Words  string
	Lang   string // of the words, "fr" or "en"
	At     time.Time
}

// AnswerDoor answers a report of a closed door, on behalf of the service. It
// may be answered again: what was explained may have been changed since; the
// last answer is shown. It returns fault.NotFound for a report on a service
// that is not the actor's.
func (s *Service) AnswerDoor(ctx context.Context, by access.Actor, act string, r DoorReply) (err error) {
	defer fault.Wrap(&err, "directory.AnswerDoor(%s)", r.Report)
	r.Words = strings.TrimSpace(plain(r.Words))
	if err := r.check(); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := event.Once(ctx, tx, by, act, func() (string, error) {
			service, err := serviceOfDoor(ctx, tx, by.Region(), r.Report)
			if err != nil {
				return "", err
			}
			today, err := standing(ctx, tx, service)
			if err != nil {
				return "", err
			}
			if _, err := mayChange(ctx, tx, by, today); err != nil {
				return "", err
			}
			reply := tx.NewID()
			if err := saveReply(ctx, tx, by, reply, service, r); err != nil {
				return "", err
			}
			return reply, s.log.Append(ctx, tx, by, DoorAnswered{Service: today, Report: r.Report})
		})
		return err
	})
}

// check is what is wrong with an answer: to say that it is so without saying
// why answers nothing.
func (r DoorReply) check() error {
	var bad fault.Fields
	if !slices.Contains(ReplyKinds, r.Kind) {
		bad = append(bad, fault.Field("kind", "closed_door.kind_missing"))
	}
	if r.Words == "" {
		bad = append(bad, fault.Field("words", "closed_door.words_missing"))
	}
	if utf8.RuneCountInString(r.Words) > DoorWords {
		bad = append(bad, fault.Field("words", "closed_door.words_long", "most", DoorWords))
	}
	if r.Lang != "fr" && r.Lang != "en" {
		bad = append(bad, fault.Field("lang", "error.invalid"))
	}
	return bad.Err()
}

// DoorReported is a report of a closed door with what the service answered.
type DoorReported struct {
	ClosedDoor
	Service access.Service
	Reply   *DoorReply // the last one; nil while nobody answered
}

// DoorsOf lists the reports of the last ninety days on the services of the
// actor's organisation, those without an answer first, the oldest of them on
// top. Any of its workers may read them: who works at the door should know.
func (s *Service) DoorsOf(ctx context.Context, by access.Actor) (out []DoorReported, err error) {
	defer fault.Wrap(&err, "directory.DoorsOf")
	if by.Kind() != access.Staff {
		return nil, notFound()
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		since := db.At(tx.Now.Add(-DoorsCounted))
		if out, err = doorsOfOrg(ctx, tx, by.Region(), by.Org(), since); err != nil {
			return err
		}
		replies, err := doorReplies(ctx, tx, by.Region(), since)
		if err != nil {
			return err
		}
		last := map[string]*DoorReply{}
		for _, r := range replies {
			r.DoorReply.At = r.at.Time
			last[r.Report] = &r.DoorReply
		}
		for i := range out {
			d := &out[i]
			d.Reply = last[d.ID]
			if d.Words, err = s.openWords(ctx, tx, by.Region(), d.Service, d.ID, d.At.Time, d.Words); err != nil {
				return err
			}
		}
		slices.SortStableFunc(out, func(a, b DoorReported) int {
			switch {
			case (a.Reply == nil) != (b.Reply == nil):
				if a.Reply == nil {
					return -1
				}
				return 1
			case a.Reply == nil:
				return a.At.Compare(b.At.Time)
			}
			return b.At.Compare(a.At.Time)
		})
		return nil
	})
	return out, err
}

// DoorsToAnswer is how many of them nobody answered yet.
func (s *Service) DoorsToAnswer(ctx context.Context, by access.Actor) (n int, err error) {
	defer fault.Wrap(&err, "directory.DoorsToAnswer")
	if by.Kind() != access.Staff {
		return 0, notFound()
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		n, err = unansweredDoors(ctx, tx, by.Region(), by.Org(), db.At(tx.Now.Add(-DoorsCounted)))
		return err
	})
	return n, err
}
