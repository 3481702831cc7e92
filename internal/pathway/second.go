package pathway

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Hear reads a run by its summary code, so that nobody tells the story again.
// Those who accompany people may, in any organisation of the region: who has
// the code was told it. Each reading is in the log. A code that was misheard is
// a field error, and so is one that opens nothing; too many of these have to
// wait.
func (s *Service) Hear(ctx context.Context, by access.Actor, typed string) (r Run, err error) {
	defer fault.Wrap(&err, "pathway.Hear")
	err = s.heard(ctx, by, typed, func(tx *db.Tx, found Run) error {
		r = found
		return s.log.Append(ctx, tx, by, runEvent{heardKind, r.ID, r.Of})
	})
	return r, err
}

// SecondBy notes what the person who typed the code says of what is suggested.
// It is never the one who began. seen is what they read (Run.Seen):
// fault.Conflict when something was answered otherwise since.
func (s *Service) SecondBy(ctx context.Context, by access.Actor, typed, seen string, agrees bool) (r Run, err error) {
	defer fault.Wrap(&err, "pathway.SecondBy")
	err = s.heard(ctx, by, typed, func(tx *db.Tx, found Run) error {
		r = found
		if r.Mine {
			return fault.New(fault.Conflict, "pathway.same_person")
		}
		switch now, err := r.Seen(); {
		case err != nil:
			return err
		case now != seen:
			return fault.New(fault.Conflict, "pathway.changed_since")
		}
		return s.second(ctx, tx, by, &r, Second{Org: by.Org(), Agrees: agrees, At: tx.Now})
	})
	return r, err
}

// SecondByPhone notes, after a call, what the second person said.
func (s *Service) SecondByPhone(ctx context.Context, by access.Actor, id string, agrees bool) (err error) {
	defer fault.Wrap(&err, "pathway.SecondByPhone(%s)", id)
	return s.db.Write(ctx, func(tx *db.Tx) error {
		r, err := s.own(ctx, tx, by, id)
		if err != nil {
			return err
		}
		return s.second(ctx, tx, by, &r, Second{Org: by.Org(), Agrees: agrees, ByPhone: true, At: tx.Now})
	})
}

func (s *Service) second(ctx context.Context, tx *db.Tx, by access.Actor, r *Run, said Second) error {
	return s.change(ctx, tx, by, r, secondedKind, func() error {
		if end := r.Walk.Here(r.Pathway).End; end == nil || end.Together.Empty() {
			return notFound()
		}
		if r.Second != nil && !r.Second.ByPhone && said.ByPhone {
			return fault.New(fault.Conflict, "pathway.second_said") // their own word is not noted over
		}
		r.Second = &said
		return nil
	})
}

// heard finds the finished run of a code.
func (s *Service) heard(ctx context.Context, by access.Actor, typed string, do func(*db.Tx, Run) error) error {
	if err := walks(by); err != nil {
		return err
	}
	code, ok := ReadCode(typed)
	if !ok {
		return fault.Field("code", "pathway.code_misheard")
	}
	source := string(by.Region()) + "|" + string(by.Worker())
	if !s.guesses.Take(source) {
		return fault.New(fault.TooMany, "pathway.code_wait")
	}
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		row, err := findMarked(ctx, tx, by.Region(), s.mark(code))
		if err != nil {
			return err
		}
		r, err := s.unseal(ctx, tx, by, row)
		if err != nil {
			return err
		}
		if r.Trial || r.Walk.Here(r.Pathway).End == nil {
			return notFound()
		}
		return do(tx, r)
	})
	if fault.Is(err, fault.NotFound) {
		return fault.Field("code", "pathway.code_unknown")
	}
	s.guesses.GiveBack(source) // it was no guess
	return err
}
