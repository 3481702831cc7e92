package event

import (
	"context"
	"encoding/json"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/job"
)

// Event is a payload: a struct of opaque ids. Its Kind is "noun.verb_in_past",
// its Subject the id of the noun it happened to.
type Event interface {
	Kind() string
	Subject() string
}

// Record is an event as stored.
type Record struct {
	Region   access.Region
	ID       string
	At       time.Time
	Kind     string
	By       access.ActorKind
	Org      access.Org
	Team     access.Team
	Worker   access.Worker
	Subject  string
	Body     string
	Position int64 // -1 until the linker has passed
}

// Reaction runs in the transaction of the event it reacts to.
type Reaction func(ctx context.Context, tx *db.Tx, r Record) error

// Log appends events and runs what reacts to them. Reactions are registered at
// start, in package app.
type Log struct {
	queue *job.Queue
	inTx  map[string][]Reaction
	after map[string][]string
	wake  chan struct{}
}

// NewLog makes a log whose After reactions go to queue.
func NewLog(queue *job.Queue) *Log {
	return &Log{queue: queue, inTx: map[string][]Reaction{}, after: map[string][]string{}, wake: make(chan struct{}, 1)}
}

// InTx registers a reaction that must succeed together with events of a kind.
func (l *Log) InTx(kind string, r Reaction) { l.inTx[kind] = append(l.inTx[kind], r) }

// After registers a kind of job to store with each event of a kind. Its
// arguments are the Record; its key the event's id, so it is stored once.
func (l *Log) After(kind, jobKind string) { l.after[kind] = append(l.after[kind], jobKind) }

// Append stores an event, runs its InTx reactions and stores its After jobs,
// all in the caller's transaction.
func (l *Log) Append(ctx context.Context, tx *db.Tx, by access.Actor, e Event) (err error) {
	defer fault.Wrap(&err, "event.Append(%s)", e.Kind())
	body, err := json.Marshal(e)
	if err != nil {
		return err
	}
	return l.append(ctx, tx, Record{
		Region: by.Region(), ID: tx.NewID(), At: tx.Now, Kind: e.Kind(),
		By: by.Kind(), Org: by.Org(), Team: by.Team(), Worker: by.Worker(),
		Subject: e.Subject(), Body: string(body), Position: -1,
	})
}

func (l *Log) append(ctx context.Context, tx *db.Tx, r Record) error {
	if err := insert(ctx, tx, r); err != nil {
		return err
	}
	for _, react := range l.inTx[r.Kind] {
		if err := react(ctx, tx, r); err != nil {
			return err
		}
	}
	for _, kind := range l.after[r.Kind] {
		if err := l.queue.Enqueue(ctx, tx, r.Region, kind, r.ID, r, tx.Now); err != nil {
			return err
		}
	}
	select {
	case l.wake <- struct{}{}: // the linker looks again; early wake-ups cost one empty look
	default:
	}
	return nil
}

// History lists what happened to a subject, oldest first. The caller has
// already established, through a Scope, that the actor may follow the subject.
func History(ctx context.Context, tx *db.Tx, region access.Region, subject string) ([]Record, error) {
	return history(ctx, tx, region, subject)
}

// Times are when something happened to a subject after an instant, oldest first:
// for those who count, and read nothing else.
func Times(ctx context.Context, tx *db.Tx, region access.Region, subject, kind string, after time.Time) ([]time.Time, error) {
	return times(ctx, tx, region, subject, kind, after)
}

// Since lists linked events from a position on, in the order all nodes agree
// on: for followers such as the search index.
func Since(ctx context.Context, tx *db.Tx, position int64, limit int) ([]Record, error) {
	return since(ctx, tx, position, limit)
}

// Unlinked reads, oldest first, what was committed and has no position yet.
func Unlinked(ctx context.Context, tx *db.Tx, limit int) ([]Record, error) {
	return unlinked(ctx, tx, limit)
}

// Next is the position that the next linked event will have.
func Next(ctx context.Context, tx *db.Tx) (int64, error) { return next(ctx, tx) }

// Touch fails when the database cannot be written, for the readiness probe.
func Touch(ctx context.Context, tx *db.Tx) error { return touch(ctx, tx) }
