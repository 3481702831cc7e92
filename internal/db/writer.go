package db

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"passerelle/internal/fault"
)

// writer is the one owner of SQLite's write connection. Use-cases that wait
// together are run together: BEGIN IMMEDIATE, each in a savepoint of its own,
// one durable commit, and only then is each of them answered. The queue fills
// while the last commit reaches the disk, so grouping costs no waiting: it
// never waits for more work.
type writer struct {
	db    *DB
	conn  *conn
	queue chan *call
	quit  chan struct{} // closed by stop: no more calls
	ended chan struct{} // closed when the loop has ended
}

// groupLimit bounds how many use-cases one commit answers, queueLimit how many
// may wait; beyond it callers are told to come back (fault.Unavailable).
const (
	groupLimit = 256
	queueLimit = 4096
)

// call is one use-case waiting for its answer.
type call struct {
	ctx  context.Context
	fn   func(*Tx) error
	err  error
	died any // a panic of fn, handed back to the caller's goroutine
	done chan struct{}
}

func startWriter(d *DB, c *conn) *writer {
	w := &writer{db: d, conn: c, queue: make(chan *call, queueLimit), quit: make(chan struct{}), ended: make(chan struct{})}
	go w.loop()
	return w
}

// do hands fn to the writer and waits for the commit that holds it. The
// caller's cancellation is looked at before fn starts and never after: a write
// interrupted inside one savepoint would undo the whole group.
func (w *writer) do(ctx context.Context, fn func(*Tx) error) error {
	c := &call{ctx: ctx, fn: fn, done: make(chan struct{})}
	select {
	case <-w.quit:
		return fault.New(fault.Unavailable, "error.unavailable")
	default:
	}
	select {
	case w.queue <- c:
	default:
		return fault.New(fault.Unavailable, "error.busy")
	}
	select {
	case <-c.done:
	case <-w.ended:
		select {
		case <-c.done:
		default:
			return fault.New(fault.Unavailable, "error.unavailable")
		}
	}
	if c.died != nil {
		panic(c.died)
	}
	return c.err
}

func (w *writer) loop() {
	defer close(w.ended)
	group := make([]*call, 0, groupLimit)
	for {
		group = group[:0]
		select {
		case c := <-w.queue:
			group = append(group, c)
		case <-w.quit:
			select {
			case c := <-w.queue: // what was taken in before the end is still done
				group = append(group, c)
			default:
				return
			}
		}
		for len(group) < groupLimit {
			select {
			case c := <-w.queue:
				group = append(group, c)
				continue
			default:
			}
			break
		}
		w.run(group)
		for _, c := range group {
			close(c.done)
		}
	}
}

// run executes a group in one transaction and sets each call's err.
func (w *writer) run(group []*call) {
	ctx := context.Background()
	for len(group) > 0 {
		if err := w.conn.run(ctx, "BEGIN IMMEDIATE"); err != nil {
			for _, c := range group {
				c.err = fault.New(fault.Unavailable, "error.unavailable").With(translate(err))
			}
			return
		}
		n, broken := w.calls(ctx, group)
		ran := group[:n]
		group = group[n:]
		if broken == nil {
			broken = w.conn.run(ctx, "COMMIT")
		}
		if broken != nil {
			w.abandon(ctx, ran, broken)
		}
	}
}

// calls runs the group's use-cases in turn. It stops early, and says why, when
// the transaction itself is gone.
func (w *writer) calls(ctx context.Context, group []*call) (ran int, broken error) {
	for i, c := range group {
		if err := c.ctx.Err(); err != nil {
			c.err = fault.New(fault.Unavailable, "error.unavailable").With(err)
			continue
		}
		if err := w.conn.run(ctx, "SAVEPOINT usecase"); err != nil {
			return i + 1, err
		}
		w.one(c)
		if c.err != nil || c.died != nil {
			open, err := w.conn.inTransaction()
			if err != nil || !open {
				return i + 1, errors.Join(errors.New("transaction ended inside a use-case"), err, c.err)
			}
			if err := w.conn.run(ctx, "ROLLBACK TO usecase"); err != nil {
				return i + 1, err
			}
		}
		if err := w.conn.run(ctx, "RELEASE usecase"); err != nil {
			return i + 1, err
		}
	}
	return len(group), nil
}

// one runs a use-case and keeps its error or panic for its caller.
func (w *writer) one(c *call) {
	defer func() {
		if p := recover(); p != nil {
			c.died = fmt.Errorf("%v\n%s", p, debug.Stack())
		}
	}()
	c.err = c.fn(&Tx{Now: w.db.clock.Now(), q: uncancelled{w.conn}, engine: SQLite})
}

// abandon undoes the transaction. Those who had succeeded in it are told that
// nothing was kept: they may try again, as commands carry their own ids.
func (w *writer) abandon(ctx context.Context, ran []*call, cause error) {
	if open, err := w.conn.inTransaction(); err == nil && open {
		cause = errors.Join(cause, w.conn.run(ctx, "ROLLBACK"))
	}
	for _, c := range ran {
		if c.err == nil {
			c.err = fault.New(fault.Unavailable, "error.unavailable").With(cause)
		}
	}
}

func (w *writer) stop() error {
	close(w.quit)
	<-w.ended
	return w.conn.close()
}
