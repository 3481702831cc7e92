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
	"passerelle/internal/job"
)

// A communication without consent is short, and somebody else looks at it.
const (
	emergencyLasts = time.Hour
	reviewDays     = 3 // working days
	reasonMin      = 20
	reasonMax      = 2000
)

// Declaration is a worker taking it upon themself to tell one organisation what
// the person did not allow. Each of the four conditions of the law is affirmed
// apart; the reason is written, and sealed.
type Declaration struct {
	Person    access.Person
	Recipient access.Org
	Ground    string // code of a Ground
	Cause     bool   // there is reasonable cause to believe
	Serious   bool   // that there is a serious risk of death or of serious injury
	Urgent    bool   // that cannot wait for consent
	Helps     bool   // and the recipient is exposed, represents them, or can help
	Contact   bool   // how to reach the person is needed, too
	Reason    string
}

func (d *Declaration) check() error {
	d.Reason = strings.TrimSpace(d.Reason)
	var bad fault.Fields
	if _, ok := GroundOf(d.Ground); !ok {
		bad = append(bad, fault.Field("ground", "emergency.ground_missing"))
	}
	if !d.Cause || !d.Serious || !d.Urgent || !d.Helps {
		bad = append(bad, fault.Field("four", "emergency.four_missing"))
	}
	switch n := utf8.RuneCountInString(d.Reason); {
	case n < reasonMin:
		bad = append(bad, fault.Field("reason", "emergency.reason_missing", "min", reasonMin))
	case n > reasonMax:
		bad = append(bad, fault.Field("reason", "consent.text_too_long", "max", reasonMax))
	}
	if d.Recipient == "" {
		bad = append(bad, fault.Field("recipient", "consent.recipient_missing"))
	}
	return bad.Err()
}

// Emergency is one communication without consent.
type Emergency struct {
	ID        string
	Holder    access.Org
	Person    access.Person
	Recipient access.Org
	Ground    string
	Contact   bool
	From, To  time.Time
	Ended     time.Time // zero: it ran to its end
	Due       time.Time // when it must have been looked at
	Worker    access.Worker
	Team      access.Team
	Verdict   Verdict
	Decided   time.Time
	DecidedBy access.Worker
	Reason    string // opened for whoever reviews, and whoever wrote it
	Words     string // of the verdict

	sealed, sealedVerdict []byte
}

// Verdict is what the one who looked at it afterwards said.
type Verdict string

// The verdicts; empty: nobody looked yet.
const (
	Unreviewed Verdict = ""
	Founded    Verdict = "founded"
	Unfounded  Verdict = "unfounded"
)

// Overdue reports whether nobody looked at it in time.
func (e Emergency) Overdue(now time.Time) bool { return e.Verdict == Unreviewed && !e.Due.After(now) }

// Works joins the queue of jobs: each communication is followed to its end, and
// to the day by which it must have been looked at.
func (s *Service) Works(queue *job.Queue) *Service {
	s.queue = queue
	queue.Handle(jobEmergencyOver, s.emergencyOver)
	queue.Handle(jobReviewDue, s.reviewDue)
	return s
}

// Kinds of jobs.
const (
	jobEmergencyOver = "consent.emergency_over"
	jobReviewDue     = "consent.review_due"
)

// Declare opens the least to one organisation for an hour at most. It stands on
// the person's page at once, and on the list of whoever coordinates. Conflict
// when the person closed their file to any such thing, and for a worker of whom
// an earlier one was not looked at in time. NotFound for anyone who does not
// accompany the person.
func (s *Service) Declare(ctx context.Context, by access.Actor, act string, d Declaration) (id string, err error) {
	defer fault.Wrap(&err, "consent.Declare")
	if err := d.check(); err != nil {
		return "", err
	}
	if d.Recipient == by.Org() {
		return "", fault.Field("recipient", "consent.own_organisation")
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		id, err = once(ctx, tx, by, act, "emergency", string(d.Person), func() (string, error) { return s.declare(ctx, tx, by, d) })
		return err
	})
	return id, err
}

func (s *Service) declare(ctx context.Context, tx *db.Tx, by access.Actor, d Declaration) (string, error) {
	p, err := findPerson(ctx, tx, by.Region(), by.Scope(access.Accompany, tx.Now), d.Person)
	if err != nil {
		return "", err
	}
	if !p.closed.IsZero() {
		return "", fault.New(fault.Conflict, "emergency.closed")
	}
	if err := s.vault.OnlyCounts(ctx, tx, by); err != nil {
		return "", err
	}
	late, err := lateReviews(ctx, tx, by)
	if err != nil {
		return "", err
	}
	if late > 0 {
		return "", fault.New(fault.Conflict, "emergency.frozen")
	}
	e := Emergency{
		ID: tx.NewID(), Holder: by.Org(), Person: d.Person, Recipient: d.Recipient, Ground: d.Ground, Contact: d.Contact,
		From: tx.Now, To: tx.Now.Add(emergencyLasts), Due: workingDays(tx.Now.In(s.zone), reviewDays), Worker: by.Worker(), Team: by.Team(),
	}
	key, err := s.sealing(ctx, tx, by, d.Person)
	if err != nil {
		return "", err
	}
	if e.sealed, err = key.Seal([]byte(d.Reason), emergencyReason, e.ID); err != nil {
		return "", err
	}
	if err := insertEmergency(ctx, tx, by, e); err != nil {
		return "", err
	}
	if err := s.queue.Enqueue(ctx, tx, by.Region(), jobEmergencyOver, e.ID, emergencyWork{e.ID}, e.To); err != nil {
		return "", err
	}
	if err := s.queue.Enqueue(ctx, tx, by.Region(), jobReviewDue, e.ID, emergencyWork{e.ID}, e.Due); err != nil {
		return "", err
	}
	return e.ID, s.log.Append(ctx, tx, by, EmergencyDeclared{e.happened()})
}

// The uses of the seal.
const (
	emergencyReason  = "emergency"
	emergencyVerdict = "emergency-verdict"
)

// workingDays is the same hour of the nth working day after an instant, by the days
// of its zone. Holidays count as worked: that only brings the day nearer.
func workingDays(from time.Time, n int) time.Time {
	for n > 0 {
		from = from.AddDate(0, 0, 1)
		if d := from.Weekday(); d != time.Saturday && d != time.Sunday {
			n--
		}
	}
	return from
}

// emergencyWork is the argument of the jobs.
type emergencyWork struct {
	Emergency string `json:"emergency"`
}

// emergencyOver notes that a communication passed its hour. Nothing could be
// read from that instant on, whether the job has run or not.
func (s *Service) emergencyOver(ctx context.Context, j job.Job) error {
	return s.tend(ctx, j, func(e Emergency, now time.Time) (event.Event, error) {
		if now.Before(e.To) {
			return nil, fault.New(fault.Unavailable, "error.unavailable") // the clock went back: the queue tries again
		}
		return EmergencyOver{e.happened()}, nil
	})
}

// reviewDue notes that nobody looked at a communication in time. Whoever declared
// it can declare no other, from that instant on, until somebody does.
func (s *Service) reviewDue(ctx context.Context, j job.Job) error {
	return s.tend(ctx, j, func(e Emergency, now time.Time) (event.Event, error) {
		switch {
		case e.Verdict != Unreviewed:
			return nil, nil
		case now.Before(e.Due):
			return nil, fault.New(fault.Unavailable, "error.unavailable")
		}
		return ReviewOverdue{e.happened()}, nil
	})
}

// tend does a job on a communication once, whatever the queue's retries.
func (s *Service) tend(ctx context.Context, j job.Job, do func(e Emergency, now time.Time) (event.Event, error)) error {
	var w emergencyWork
	if err := j.Args(&w); err != nil {
		return err
	}
	by := access.System(j.Region)
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := event.Once(ctx, tx, by, j.Kind+":"+w.Emergency, func() (string, error) {
			e, err := emergencyByMachine(ctx, tx, j.Region, w.Emergency)
			if err != nil {
				return "", err
			}
			what, err := do(e, tx.Now)
			if err != nil || what == nil {
				return "", err
			}
			return "", s.log.Append(ctx, tx, by, what)
		})
		return err
	})
}
