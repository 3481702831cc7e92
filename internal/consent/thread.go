package consent

import (
	"context"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/id"
)

// fingerprinted is the use under which a thread's words are fingerprinted.
const fingerprinted = "thread"

// NewThread gives the person a thread, to be shown to them once; an older one
// dies in the same act, and so does whoever held it.
func (s *Service) NewThread(ctx context.Context, by access.Actor, p access.Person) (Words, error) {
	return s.NewThreadBy(ctx, by, id.Secret(actBytes), p)
}

// NewThreadBy is NewThread by the act of a form. The words are kept nowhere,
// and yet a form sent twice must not put two sets of words on paper, of which
// one opens nothing: they are made of the act with the installation's key, so
// the same act shows the same words. What is kept of the act is a fingerprint,
// of which nobody makes the words again. Conflict when others took their place
// since.
func (s *Service) NewThreadBy(ctx context.Context, by access.Actor, act string, p access.Person) (w Words, err error) {
	defer fault.Wrap(&err, "consent.NewThread(%s)", p)
	if act == "" || len(act) > 100 {
		return Words{}, fault.New(fault.Invalid, "error.form_stale")
	}
	w = drawn(s.keys.Fingerprint("thread-words", strings.Join([]string{string(by.Worker()), string(by.Org()), string(p), act}, "|")))
	print := s.keys.Fingerprint(fingerprinted, w.normal())
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := once(ctx, tx, by, s.keys.Fingerprint("thread-act", act), "thread", string(p), func() (string, error) {
			return "", s.newThread(ctx, tx, by, p, print)
		})
		if err != nil {
			return err
		}
		if _, err = threadByFingerprint(ctx, tx, by.Region(), print); fault.Is(err, fault.NotFound) {
			return fault.New(fault.Conflict, "consent.thread_replaced")
		}
		return err
	})
	if err != nil {
		return Words{}, err
	}
	return w, nil
}

// actBytes of an act that no form carried.
const actBytes = 15

func (s *Service) newThread(ctx context.Context, tx *db.Tx, by access.Actor, p access.Person, print string) error {
	if err := s.Holds(ctx, tx, by, p); err != nil {
		return err
	}
	if err := endThreads(ctx, tx, by, p); err != nil {
		return err
	}
	t := access.Thread(tx.NewID())
	if err := insertThread(ctx, tx, by, t, p, print); err != nil {
		return err
	}
	return s.log.Append(ctx, tx, by, ThreadMade{p, t})
}

// HasThread says whether the person holds a thread that works.
func (s *Service) HasThread(ctx context.Context, by access.Actor, p access.Person) (has bool, err error) {
	defer fault.Wrap(&err, "consent.HasThread(%s)", p)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if err := s.Holds(ctx, tx, by, p); err != nil {
			return err
		}
		n, err := countThreads(ctx, tx, by, p)
		has = n > 0
		return err
	})
	return has, err
}

// Open gives the person's own actor to whoever holds the five words, or their
// digits. source is an opaque word for where the attempt comes from; too many
// wrong ones and it is TooMany, right words included. Words that open nothing
// are NotFound, always with the same sentence.
func (s *Service) Open(ctx context.Context, region access.Region, source, typed string) (by access.Actor, err error) {
	defer fault.Wrap(&err, "consent.Open")
	w, err := ParseWords(typed)
	if err != nil {
		// Nothing was looked up: a slip of the finger is not an attempt.
		return access.Actor{}, err
	}
	if !s.attempts.Take(source) {
		return access.Actor{}, fault.New(fault.TooMany, "consent.thread_wait")
	}
	var t threadRow
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		t, err = threadByFingerprint(ctx, tx, region, s.keys.Fingerprint(fingerprinted, w.normal()))
		return err
	})
	if fault.Is(err, fault.NotFound) {
		return access.Actor{}, unknownThread()
	}
	if err != nil {
		return access.Actor{}, err
	}
	s.attempts.GiveBack(source)
	return access.ForPerson(region, t.ID, t.Person), nil
}

// Resume gives the actor of a thread opened earlier, for a session that
// remembers it; NotFound once the thread is dead, or that visit was closed. The
// session itself is what proves the right: an id alone opens nothing.
func (s *Service) Resume(ctx context.Context, region access.Region, id access.Thread, visit string) (by access.Actor, err error) {
	defer fault.Wrap(&err, "consent.Resume")
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		t, err := threadByID(ctx, tx, region, id)
		if err != nil {
			return err
		}
		by = access.ForPerson(region, t.ID, t.Person)
		closed, err := event.Happened(ctx, tx, by, closing(visit))
		if err == nil && closed {
			return unknownThread()
		}
		return err
	})
	if err != nil {
		return access.Actor{}, err
	}
	return by, nil
}

// Close ends one visit of a thread, on every node at the next request. Closing
// twice is once.
func (s *Service) Close(ctx context.Context, by access.Actor, visit string) (err error) {
	defer fault.Wrap(&err, "consent.Close")
	if by.Kind() != access.Holder {
		return fault.New(fault.NotFound, "error.not_found")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := event.Once(ctx, tx, by, closing(visit), func() (string, error) { return "", nil })
		return err
	})
}

// closing is the act that ends a visit.
func closing(visit string) string { return "close:" + visit }
