package directory

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// DoorHeard is a closed door, without the words nor who reported it.
type DoorHeard struct {
	Service access.Service
	Reason  DoorReason
	At      db.Time
}

// DoorsHeard lists the closed doors that were reported in a region since an
// instant, latest first, at most so many. Any worker reads it.
func (s *Service) DoorsHeard(ctx context.Context, by access.Actor, since time.Time, most int) (list []DoorHeard, err error) {
	defer fault.Wrap(&err, "directory.DoorsHeard")
	if by.Kind() != access.Staff {
		return nil, fault.New(fault.NotFound, "error.not_found")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = doorsHeard(ctx, tx, by.Region(), db.At(since), most)
		return err
	})
	return list, err
}
