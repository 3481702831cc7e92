package consent

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// fingerprinted is the use under which a thread's words are fingerprinted.
const fingerprinted = "thread"

// NewThread gives the person a thread, to be shown to them once; an older one
// dies in the same act, and so does whoever held it. The words are kept
// nowhere, so a retried act simply makes another: the one last shown works.
func (s *Service) NewThread(ctx context.Context, by access.Actor, p access.Person) (w Words, err error) {
	defer fault.Wrap(&err, "consent.NewThread(%s)", p)
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := s.Holds(ctx, tx, by, p); err != nil {
			return err
		}
		if err := endThreads(ctx, tx, by, p); err != nil {
			return err
		}
		w = draw()
		t := access.Thread(tx.NewID())
		if err := insertThread(ctx, tx, by, t, p, s.keys.Fingerprint(fingerprinted, w.normal())); err != nil {
			return err
		}
		return s.log.Append(ctx, tx, by, ThreadMade{p, t})
	})
	if err != nil {
		return Words{}, err
	}
	return w, nil
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
	if !s.attempts.take(source) {
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
	s.attempts.giveBack(source)
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
