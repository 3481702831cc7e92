package referral

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/seal"
)

// Note is an observation: what a worker saw, with its author and its date
// (001:1970). It is added to by another, never rewritten and never taken away.
type Note struct {
	ID     string
	At     time.Time
	Side   Side
	Org    access.Org
	Team   access.Team
	Worker access.Worker
	Words  string
	Read   NoteRead // by the other side; zero: not yet
	Unread bool     // it waits for the reader's own "lu"
}

// NoteRead is one organisation saying that it read an observation.
type NoteRead struct {
	Org    access.Org
	Worker access.Worker
	At     time.Time
}

// NoteMax is how long an observation may be: short enough to be read.
const NoteMax = 280

// Observe adds an observation to a referral that was sent. Workers of both sides
// may; it is sealed with the package, read by whoever may read the need, and by
// the person.
func (s *Service) Observe(ctx context.Context, by access.Actor, id access.Referral, act, words string) (err error) {
	defer fault.Wrap(&err, "referral.Observe(%s)", id)
	words = strings.TrimSpace(words)
	switch n := utf8.RuneCountInString(words); {
	case n == 0:
		return fault.Field("words", "referral.note_missing")
	case n > NoteMax:
		return fault.Field("words", "referral.text_too_long", "max", NoteMax)
	}
	return s.noting(ctx, by, id, act, "observe", func(tx *db.Tx, r *referral) error {
		if r.State == Proposed || r.State.Ended() && r.State != NeedMet {
			return fault.New(fault.Conflict, happened[r.State])
		}
		key, err := s.vault.For(ctx, tx, r.Region, seal.OfPackage(r.ID))
		if err != nil {
			return err
		}
		n := Note{ID: tx.NewID(), At: tx.Now, Side: r.side(by), Org: by.Org(), Team: by.Team(), Worker: by.Worker()}
		sealed, err := sealPart(key, r.ID, notePart(n.ID), words)
		if err != nil {
			return err
		}
		if err := insertNote(ctx, tx, r, n, sealed); err != nil {
			return err
		}
		e := happenedTo(r.ID, ObservedKind)
		e.Side = n.Side
		return s.log.Append(ctx, tx, by, e)
	})
}

// ReadNote says "lu" to an observation of the other side. Once per organisation:
// the first worker who says it is named.
func (s *Service) ReadNote(ctx context.Context, by access.Actor, id access.Referral, act, note string) (err error) {
	defer fault.Wrap(&err, "referral.ReadNote(%s)", id)
	return s.noting(ctx, by, id, act, "read_note", func(tx *db.Tx, r *referral) error {
		n, err := noteOf(ctx, tx, r.Region, by.Scope(access.ReadNeed, tx.Now), r.ID, note)
		if err != nil {
			return err
		}
		if n.Org == by.Org() {
			return fault.New(fault.Conflict, "referral.note_own")
		}
		if fresh, err := insertNoteRead(ctx, tx, by, note); err != nil || !fresh {
			return err
		}
		e := happenedTo(r.ID, NoteReadKind)
		e.Side = r.side(by)
		return s.log.Append(ctx, tx, by, e)
	})
}

// noting is an act beside the row: it changes nothing of the referral itself, so
// a form that somebody has open stays good.
func (s *Service) noting(ctx context.Context, by access.Actor, id access.Referral, act string, verb Verb, do func(tx *db.Tx, r *referral) error) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := once(ctx, tx, by, act, verb, id, func() (string, error) {
			r, err := s.find(ctx, tx, by, access.ReadNeed, id)
			if err != nil {
				return "", err
			}
			if by.Kind() != access.Staff {
				return "", fault.New(fault.NotFound, "error.not_found")
			}
			return "", do(tx, &r)
		})
		return err
	})
}

// notePart seals an observation to its own id.
func notePart(id string) access.Part { return access.Part("note/" + id) }

// readNotes opens the observations, newest first, with who read them. The
// statement that reads them asks for the right to read the need.
func (s *Service) readNotes(ctx context.Context, tx *db.Tx, by access.Actor, r *referral) ([]Note, error) {
	rows, err := notes(ctx, tx, r.Region, by.Scope(access.ReadNeed, tx.Now), r.ID)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	key, err := s.packageKey(ctx, tx, r.Region, r.ID)
	if err != nil {
		return nil, err
	}
	list := make([]Note, len(rows))
	for i, row := range rows {
		n := row.value()
		if err := openPart(key, r.ID, notePart(n.ID), row.sealed, &n.Words); err != nil {
			return nil, err
		}
		n.Unread = by.Kind() == access.Staff && n.Org != by.Org() && n.Read.At.IsZero()
		list[i] = n
	}
	return list, nil
}
