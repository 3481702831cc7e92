package need

import (
	"context"
	"slices"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Lately is how often one need was said in one place in the last day, and in
// the last three.
type Lately struct {
	Need, Place string
	Day, Three  int
}

// Lately counts what was said in the last three days, the most said first. Every
// worker of the region may read it; those who do not accompany people get
// counts in steps of Small, as on the board.
func (s *Service) Lately(ctx context.Context, by access.Actor) (list []Lately, err error) {
	defer fault.Wrap(&err, "need.Lately")
	if by.Kind() != access.Staff {
		return nil, notFound()
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = lately(ctx, tx, by.Region(), db.At(tx.Now.Add(-24*time.Hour)), db.At(tx.Now.Add(-72*time.Hour)))
		return err
	})
	if MayAnswer(by) {
		return list, err
	}
	for i := range list {
		list[i].Day, list[i].Three = list[i].Day-list[i].Day%Small, list[i].Three-list[i].Three%Small
	}
	return slices.DeleteFunc(list, func(l Lately) bool { return l.Three == 0 }), err
}
