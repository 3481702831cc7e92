package referral

import (
	"context"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Task is one line of the task list.
type Task string

// The five tasks of S6, in order.
const (
	TaskPerson  Task = "person"
	TaskNeed    Task = "need"
	TaskDoor    Task = "door"
	TaskDone    Task = "done"
	TaskConsent Task = "consent"
)

// Progress of a task: Terminé, Incomplet, Impossible pour l'instant.
type Progress string

// The three.
const (
	Finished   Progress = "finished"
	Incomplete Progress = "incomplete"
	Impossible Progress = "impossible"
)

// TaskState is a task and how far it is.
type TaskState struct {
	Task     Task
	Progress Progress
}

// Checklist says how far a draft is, and whether it may be sent.
type Checklist struct {
	Tasks   []TaskState
	Ready   bool
	Refused bool // the person said Non to this organisation: a slip without a name is possible
}

// Check looks at a draft before it is sent. The consent it finds is looked up
// again by Send, and at each reading.
func (s *Service) Check(ctx context.Context, by access.Actor, id access.Referral) (c Checklist, err error) {
	defer fault.Wrap(&err, "referral.Check(%s)", id)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		r, err := s.find(ctx, tx, by, access.Send, id)
		if err != nil {
			return err
		}
		c, err = s.check(ctx, tx, by, &r)
		return err
	})
	return c, err
}

func (s *Service) check(ctx context.Context, tx *db.Tx, by access.Actor, r *referral) (c Checklist, err error) {
	done := func(ok bool) Progress {
		if ok {
			return Finished
		}
		return Incomplete
	}
	var need Need
	if err := s.open(ctx, tx, by, access.Send, r.ID, access.PartNeed, &need); err != nil {
		return c, err
	}
	// What was done, and how to reach the person, may honestly be empty.
	tried, err := readPart(ctx, tx, r.Region, by.Scope(access.Send, tx.Now), r.ID, access.PartDone)
	if err != nil {
		return c, err
	}
	consent := Impossible // no door yet: nobody to ask about
	granted, refused := false, false
	if r.Receiver != "" {
		granted, refused, err = s.consents.Standing(ctx, tx, by, r.Person, r.Receiver, r.ReceiverWorker, access.PartNeed)
		if err != nil {
			return c, err
		}
		if !refused {
			consent = done(granted)
		}
	}
	c.Tasks = []TaskState{
		{TaskPerson, Finished},
		{TaskNeed, done(strings.TrimSpace(need.Words+need.Observed) != "")},
		{TaskDoor, done(r.Receiver != "")},
		{TaskDone, done(tried != nil)},
		{TaskConsent, consent},
	}
	c.Refused = refused
	c.Ready = true
	for _, t := range c.Tasks {
		c.Ready = c.Ready && t.Progress == Finished
	}
	return c, nil
}

// open reads one part that the actor may read for a purpose; what was never
// written leaves into as it is.
func (s *Service) open(ctx context.Context, tx *db.Tx, by access.Actor, purpose access.Purpose, id access.Referral, part access.Part, into any) error {
	sealed, err := readPart(ctx, tx, by.Region(), by.Scope(purpose, tx.Now), id, part)
	if err != nil || sealed == nil {
		return err
	}
	key, err := s.packageKey(ctx, tx, by.Region(), id)
	if err != nil {
		return err
	}
	return openPart(key, id, part, sealed, into)
}
