package share

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// ByCode reads a list as anyone may who has its code. A removed one comes back
// empty, with Removed set; an unknown code is fault.NotFound.
func (s *Service) ByCode(ctx context.Context, region access.Region, code string) (l List, err error) {
	defer fault.Wrap(&err, "share.ByCode")
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		l, err = listByCode(ctx, tx, region, code)
		return err
	})
	return l, err
}

// Own reads a standing list of the worker's own organisation, to change it.
func (s *Service) Own(ctx context.Context, by access.Actor, code string) (l List, err error) {
	defer fault.Wrap(&err, "share.Own(%s)", code)
	if err := isStaff(by); err != nil {
		return List{}, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		l, err = ownList(ctx, tx, by, code)
		return err
	})
	return l, err
}

// Lists are the standing lists of the worker's own organisation, the last
// changed first.
func (s *Service) Lists(ctx context.Context, by access.Actor) (list []List, err error) {
	defer fault.Wrap(&err, "share.Lists")
	if err := isStaff(by); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = listsOf(ctx, tx, by.Region(), by.Org())
		return err
	})
	return list, err
}
