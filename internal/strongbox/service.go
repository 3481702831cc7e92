package strongbox

import (
	"bytes"
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/clock"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/pace"
	"passerelle/internal/seal"
	"passerelle/internal/text"
)

// OpenFor is how long a strongbox stays open in a session, at most. The session
// ends before, when it rests or its worker leaves.
const OpenFor = 8 * time.Hour

// FieldWords is where the words, or the code of the sheet, are typed.
const FieldWords = "strongbox_words"

// Tries in an hour: of one worker, and of all on one node.
const (
	triesOfOne = 10
	triesOfAll = 300
)

// Move puts what one domain keeps for an organisation alone into its strongbox,
// in the transaction that makes it.
type Move func(ctx context.Context, tx *db.Tx, by access.Actor, into *seal.Strongbox) error

// Service holds the use-cases of strongboxes. It is safe for concurrent use.
type Service struct {
	db     *db.DB
	log    *event.Log
	vault  *seal.Vault
	words  []string
	known  map[string]bool
	moves  []Move
	tries  *pace.Pace
	trying chan struct{}
}

// New joins the parts. words are those that secrets are drawn of; moves are what
// the domains keep.
func New(d *db.DB, log *event.Log, vault *seal.Vault, c clock.Clock, words []string, moves ...Move) *Service {
	s := &Service{db: d, log: log, vault: vault, words: words, known: map[string]bool{}, moves: moves, tries: pace.New(c, triesOfOne, triesOfAll), trying: make(chan struct{}, 1)}
	for _, w := range words {
		s.known[text.Fold(w)] = true
	}
	return s
}

// State is what a worker sees of their organisation's strongbox.
type State struct {
	Has    bool
	Open   bool      // in the session of the context
	Until  time.Time // while it is open: when it shuts by itself
	Locked time.Time // since when the words and the sheet are what they are
}

// State reads it. NotFound for whoever is no worker.
func (s *Service) State(ctx context.Context, by access.Actor) (st State, err error) {
	defer fault.Wrap(&err, "strongbox.State")
	if by.Kind() != access.Staff {
		return st, notFound()
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		st = State{}
		r, err := find(ctx, tx, by)
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		st.Has, st.Locked = true, r.lockedAt.Time
		_, err = s.vault.Opened(ctx, tx, by.Region(), by.Org())
		if fault.Is(err, fault.Shut) {
			return nil
		}
		if err != nil {
			return err
		}
		st.Open = true
		st.Until, err = endOf(ctx, tx, by)
		return err
	})
	return st, err
}

// MayMake reports whether a worker may make a strongbox and renew what opens it.
func MayMake(by access.Actor) bool { return by.Has(access.Administration) }

func notFound() error { return fault.New(fault.NotFound, "error.not_found") }

// Make gives the actor's organisation a strongbox, puts in it what was kept
// before, and opens it in the session of the context. Only who administers may;
// Conflict when there is one, or when something is under way that could not go on
// inside. A retried act makes it once.
func (s *Service) Make(ctx context.Context, by access.Actor, act string, d Drawn) (err error) {
	defer fault.Wrap(&err, "strongbox.Make")
	if !MayMake(by) {
		return notFound()
	}
	if err := s.check(d); err != nil {
		return err
	}
	b := seal.NewStrongbox(by.Org())
	r, err := s.locked(ctx, b, row{org: by.Org()}, d) // slow: before the transaction, which others wait for
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := event.Once(ctx, tx, by, "strongbox:"+act, func() (string, error) {
			has, err := s.vault.HasStrongbox(ctx, tx, by.Region(), by.Org())
			if err != nil {
				return "", err
			}
			if has {
				return "", fault.New(fault.Conflict, "strongbox.has_one")
			}
			if err := insert(ctx, tx, by, r); err != nil {
				return "", err
			}
			if err := s.log.Append(ctx, tx, by, happened{"strongbox.made", by.Org()}); err != nil {
				return "", err
			}
			if err := s.openIn(ctx, tx, by, b); err != nil {
				return "", err
			}
			for _, move := range s.moves {
				if err := move(ctx, tx, by, b); err != nil {
					return "", err
				}
			}
			return "", nil
		})
		return err
	})
}

// Open opens the strongbox in the session of the context, by the seven words or the
// code of the sheet. A wrong one is a field error, and slow; TooMany after many.
// NotFound when the organisation has none.
func (s *Service) Open(ctx context.Context, by access.Actor, typed string) (err error) {
	defer fault.Wrap(&err, "strongbox.Open")
	if by.Kind() != access.Staff {
		return notFound()
	}
	var r row
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		r, err = find(ctx, tx, by)
		return err
	})
	if err != nil {
		return err
	}
	source := string(by.Org()) + "|" + string(by.Worker())
	if !s.tries.Take(source) {
		return fault.New(fault.TooMany, "strongbox.wait")
	}
	b, err := s.unlocked(ctx, r, typed)
	if fault.Is(err, fault.Invalid) {
		if noted := s.note(ctx, by, "strongbox.refused"); noted != nil {
			return noted
		}
	}
	if err != nil {
		return err
	}
	s.tries.GiveBack(source)
	return s.db.Write(ctx, func(tx *db.Tx) error {
		// Another renewed what opens it meanwhile: this was the old word.
		now, err := find(ctx, tx, by)
		if err == nil && !bytes.Equal(now.salt, r.salt) {
			err = fault.Field(FieldWords, "strongbox.wrong")
		}
		if err != nil {
			return err
		}
		return s.openIn(ctx, tx, by, b)
	})
}

// openIn keeps that it is open in a session.
func (s *Service) openIn(ctx context.Context, tx *db.Tx, by access.Actor, b *seal.Strongbox) error {
	mark, locked, err := s.vault.LockedIn(ctx, b)
	if err != nil {
		return err
	}
	if err := dropOver(ctx, tx, by, mark); err != nil {
		return err
	}
	if err := insertOpening(ctx, tx, by, mark, locked, tx.Now.Add(OpenFor)); err != nil {
		return err
	}
	return s.log.Append(ctx, tx, by, happened{"strongbox.opened", by.Org()})
}

// Shut shuts the strongbox in all sessions of the organisation, on every node, at
// the next query. Any worker there may: who sees a stranger at the desk does not
// look for who opened what.
func (s *Service) Shut(ctx context.Context, by access.Actor) (err error) {
	defer fault.Wrap(&err, "strongbox.Shut")
	if by.Kind() != access.Staff {
		return notFound()
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := find(ctx, tx, by); err != nil {
			return err
		}
		if err := dropAll(ctx, tx, by); err != nil {
			return err
		}
		return s.log.Append(ctx, tx, by, happened{"strongbox.shut", by.Org()})
	})
}

// Renew locks the strongbox, which must be open, by other words and another
// sheet: those before open nothing any more, and every session must open it anew.
// A retried act renews once.
func (s *Service) Renew(ctx context.Context, by access.Actor, act string, d Drawn) (err error) {
	defer fault.Wrap(&err, "strongbox.Renew")
	if !MayMake(by) {
		return notFound()
	}
	if err := s.check(d); err != nil {
		return err
	}
	var b *seal.Strongbox
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if _, err := find(ctx, tx, by); err != nil {
			return err
		}
		b, err = s.vault.Opened(ctx, tx, by.Region(), by.Org())
		return err
	})
	if err != nil {
		return err
	}
	r, err := s.locked(ctx, b, row{org: by.Org()}, d)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := event.Once(ctx, tx, by, "strongbox-renew:"+act, func() (string, error) {
			if err := relock(ctx, tx, by, r); err != nil {
				return "", err
			}
			if err := dropAll(ctx, tx, by); err != nil {
				return "", err
			}
			if err := s.log.Append(ctx, tx, by, happened{"strongbox.renewed", by.Org()}); err != nil {
				return "", err
			}
			return "", s.openIn(ctx, tx, by, b)
		})
		return err
	})
}

// note keeps that something happened, and nothing of it.
func (s *Service) note(ctx context.Context, by access.Actor, kind string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error { return s.log.Append(ctx, tx, by, happened{kind, by.Org()}) })
}

// happened tells of an act on a strongbox, by whose it is.
type happened struct {
	kind string
	Org  access.Org `json:"org"`
}

func (e happened) Kind() string    { return e.kind }
func (e happened) Subject() string { return string(e.Org) }
