package job

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/clock"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Job is one piece of work handed to its handler.
type Job struct {
	Region  access.Region
	ID      string
	Kind    string
	Key     string
	Attempt int
	args    string
	due     db.Time
}

// Last reports that it is not tried again when this time fails.
func (j Job) Last() bool { return j.Attempt >= attempts }

// Args reads the arguments the job was stored with.
func (j Job) Args(into any) error { return json.Unmarshal([]byte(j.args), into) }

// Handler does the work. It may run twice; an error has it run again later.
type Handler func(ctx context.Context, j Job) error

// Queue stores jobs and runs them. Handlers are registered at start.
type Queue struct {
	db       *db.DB
	clock    clock.Clock
	log      *slog.Logger
	handlers map[string]Handler
	lanes    []*lane
	pulse    time.Duration // how often the lease of work in hand is renewed
}

// New makes a queue on a database.
func New(d *db.DB, c clock.Clock, log *slog.Logger) *Queue {
	return &Queue{db: d, clock: c, log: log, handlers: map[string]Handler{}, lanes: []*lane{newLane("", abreast)}, pulse: lease / 3}
}

// Handle registers the handler of a kind. A kind has one handler: two are a
// programmer's mistake, seen at start.
func (q *Queue) Handle(kind string, h Handler) {
	if q.handlers[kind] != nil {
		panic("job: two handlers for " + kind)
	}
	q.handlers[kind] = h
}

// HandleAlone is Handle for the one kind whose work is so long and large that a
// node does one of it at a time, beside all the rest.
func (q *Queue) HandleAlone(kind string, h Handler) {
	if len(q.lanes) > 1 {
		panic("job: two kinds alone: " + q.lanes[1].only + ", " + kind)
	}
	q.Handle(kind, h)
	q.lanes[0].but = kind
	q.lanes = append(q.lanes, newLane(kind, 1))
}

// lane is what a node works on side by side.
type lane struct {
	only, but string // a kind; empty: any, none
	abreast   int    // how many are in hand at once
	wake      chan struct{}
}

func newLane(only string, abreast int) *lane {
	return &lane{only: only, abreast: abreast, wake: make(chan struct{}, 1)}
}

// Enqueue stores a job to run at a time, in the caller's transaction. A second
// job of the same region, kind and key is not stored.
func (q *Queue) Enqueue(ctx context.Context, tx *db.Tx, region access.Region, kind, key string, args any, at time.Time) error {
	if q.handlers[kind] == nil {
		panic("job: no handler for " + kind)
	}
	b, err := json.Marshal(args)
	if err != nil {
		return err
	}
	if err := insert(ctx, tx, region, kind, key, string(b), at); err != nil {
		return err
	}
	if !at.After(tx.Now) {
		signal(q.laneOf(kind).wake) // too early if the commit is still to come: the poll is the net
	}
	return nil
}

// Cancel takes back a job that has not run; nothing happens when it has.
func (q *Queue) Cancel(ctx context.Context, tx *db.Tx, region access.Region, kind, key string) error {
	return cancel(ctx, tx, region, kind, key)
}

// laneOf is where a kind is worked on: each looks only when there is something for it.
func (q *Queue) laneOf(kind string) *lane {
	for _, l := range q.lanes {
		if l.only == kind {
			return l
		}
	}
	return q.lanes[0]
}

// Times of the queue: how often it looks, how long a worker may hold a job,
// how often a job is tried before it is set aside for a person to look at.
const (
	poll     = time.Second
	lease    = 2 * time.Minute
	attempts = 12
)

// abreast is how many jobs a node has in hand at once. Most of them wait for a
// server of somebody else, which may be slow: the others do not wait behind them.
// What ends together is kept by one commit.
const abreast = 8

// Run works on a region's jobs until ctx ends, then waits for those in hand. Jobs
// begin in the order in which they are due; a later one may end first.
func (q *Queue) Run(ctx context.Context, region access.Region) {
	var lanes sync.WaitGroup
	for _, l := range q.lanes {
		lanes.Go(func() { q.work(ctx, region, l) })
	}
	lanes.Wait()
}

func (q *Queue) work(ctx context.Context, region access.Region, l *lane) {
	tick := time.NewTicker(poll)
	defer tick.Stop()
	var working sync.WaitGroup
	defer working.Wait()
	var inHand atomic.Int64
	ended := make(chan struct{}, 1)
	for {
		free := l.abreast - int(inHand.Load())
		due, err := q.claim(ctx, region, *l, free)
		if err != nil && ctx.Err() == nil {
			q.log.Error("jobs not run", "kind", fault.KindOf(err).String(), "cause", err)
		}
		for _, j := range due {
			inHand.Add(1)
			working.Go(func() {
				if err := q.one(context.WithoutCancel(ctx), j); err != nil { // another takes it up when its lease is over
					q.log.Error("job not noted", "job", j.ID, "kind", j.Kind, "cause", err)
				}
				inHand.Add(-1)
				signal(ended)
			})
		}
		more := len(due) == free
		for look := false; !look; {
			select {
			case <-ctx.Done():
				return
			case <-ended:
				look = more
			case <-tick.C:
				look = true
			case <-l.wake:
				look = true
			}
		}
	}
}

func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// batch is how many jobs RunDue takes.
const batch = 20

// RunDue runs the jobs that are due now, one after the other, and says how many:
// for who needs to know that they are done.
func (q *Queue) RunDue(ctx context.Context, region access.Region) (int, error) {
	due, err := q.claim(ctx, region, lane{}, batch)
	for i, j := range due {
		if err := q.one(ctx, j); err != nil {
			return i, err
		}
	}
	return len(due), err
}

func (q *Queue) claim(ctx context.Context, region access.Region, l lane, most int) (due []Job, err error) {
	if most == 0 {
		return nil, nil
	}
	err = q.db.Write(ctx, func(tx *db.Tx) (err error) {
		due, err = claim(ctx, tx, region, l, most)
		return err
	})
	if err != nil {
		return nil, err
	}
	return due, nil
}

// extend holds a job for another lease; false when it is held no more.
func (q *Queue) extend(ctx context.Context, j Job) (held bool, err error) {
	err = q.db.Write(ctx, func(tx *db.Tx) (err error) {
		held, err = extend(ctx, tx, j)
		return err
	})
	return held, err
}

func (q *Queue) one(ctx context.Context, j Job) error {
	let := q.hold(ctx, j)
	err := q.try(ctx, j)
	let()
	return q.db.Write(ctx, func(tx *db.Tx) error {
		switch {
		case err == nil:
			return finish(ctx, tx, j, "completed", "")
		case j.Last():
			q.log.Error("job discarded", "job", j.ID, "kind", j.Kind, "attempt", j.Attempt, "cause", err)
			return finish(ctx, tx, j, "discarded", fault.KindOf(err).String())
		default:
			q.log.Warn("job will be tried again", "job", j.ID, "kind", j.Kind, "attempt", j.Attempt, "cause", err)
			return again(ctx, tx, j, tx.Now.Add(backoff(j.Attempt)), fault.KindOf(err).String())
		}
	})
}

// hold renews the lease of a job while its handler works, so that long work is
// not taken up by another node. The function it returns lets go.
func (q *Queue) hold(ctx context.Context, j Job) (let func()) {
	ctx, stop := context.WithCancel(ctx)
	var held sync.WaitGroup
	held.Go(func() {
		tick := time.NewTicker(q.pulse)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			if _, err := q.extend(ctx, j); err != nil && ctx.Err() == nil {
				q.log.Warn("lease of a job not renewed", "job", j.ID, "kind", j.Kind, "cause", err)
			}
		}
	})
	return func() {
		stop()
		held.Wait()
	}
}

// Reclaim gives back the jobs that a program which was killed held: the caller
// knows that none other works on this database. Elsewhere their lease runs out.
func (q *Queue) Reclaim(ctx context.Context, region access.Region) error {
	return q.db.Write(ctx, func(tx *db.Tx) error { return reclaim(ctx, tx, region) })
}

func (q *Queue) try(ctx context.Context, j Job) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("job %s panicked: %v", j.Kind, p)
		}
	}()
	h := q.handlers[j.Kind]
	if h == nil {
		return fmt.Errorf("job: no handler for %s", j.Kind)
	}
	return h(ctx, j)
}

// backoff grows with the fourth power of the attempt, as River's does: 1 s,
// 16 s, 81 s, 4 min … about 4 h at the eleventh.
func backoff(attempt int) time.Duration {
	n := time.Duration(attempt)
	return n * n * n * n * time.Second
}
