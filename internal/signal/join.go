package signal

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Join says that the worker's organisation sees the same, in words it may add.
// However often it does, it counts once.
func (s *Service) Join(ctx context.Context, by access.Actor, act, id, words string, asked bool) (err error) {
	defer fault.Wrap(&err, "signal.Join(%s)", id)
	if err := wrong(passage{"words", words, "", MoreMost}.check(s.named, asked)); err != nil {
		return err
	}
	return s.on(ctx, by, act, id, func(tx *db.Tx, x *sealing) error {
		if err := s.vault.OnlyCounts(ctx, tx, by); err != nil {
			return err
		}
		j := Join{ID: tx.NewID(), Org: by.Org(), At: db.At(tx.Now)}
		b, err := x.seal(j.ID, joinPart, words)
		if err != nil {
			return err
		}
		if err := insertJoin(ctx, tx, by.Region(), id, j, b); err != nil {
			return err
		}
		if err := s.seat(ctx, tx, by.Region(), id, by.Org()); err != nil {
			return err
		}
		return s.log.Append(ctx, tx, by, happened{kind: JoinedKind, Signal: id})
	})
}
