package pathway

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// List is what is published in the region, for those who accompany people, and
// the drafts of the reader's own organisation, for those who edit or review.
func (s *Service) List(ctx context.Context, by access.Actor) (published, drafts []Sheet, err error) {
	defer fault.Wrap(&err, "pathway.List")
	if by.Kind() != access.Staff {
		return nil, nil, notFound()
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err := publishedIn(ctx, tx, by.Region())
		if err != nil {
			return err
		}
		if published, err = sheets(list); err != nil || !MayReview(by) {
			return err
		}
		if list, err = draftsIn(ctx, tx, by.Region(), by.Org()); err != nil {
			return err
		}
		drafts, err = sheets(list)
		return err
	})
	return published, drafts, err
}

func sheets(list []Version) (all []Sheet, err error) {
	for _, v := range list {
		sheet, err := v.sheet()
		if err != nil {
			return nil, err
		}
		all = append(all, sheet)
	}
	return all, nil
}

// Read is a pathway as it stands published, or as it was in a version (number
// not 0), with the list of its versions. Workers read what is or was published;
// a draft only those of its organisation who edit or review. An example is its
// own only version.
func (s *Service) Read(ctx context.Context, by access.Actor, id string, number int) (sheet Sheet, versions []Version, err error) {
	defer fault.Wrap(&err, "pathway.Read(%s)", id)
	if by.Kind() != access.Staff {
		return sheet, nil, notFound()
	}
	if p, err := example(id); err == nil && number == 0 {
		return Sheet{Version{ID: id, State: Published}, p}, nil, nil
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all, err := versionsOf(ctx, tx, by.Region(), id)
		if err != nil {
			return err
		}
		var shown *Version
		for i, v := range all {
			if v.State == Draft && !(v.Org == by.Org() && MayReview(by)) {
				continue
			}
			versions = append(versions, v)
			if v.Number == number || number == 0 && (shown == nil || v.State == Published) {
				shown = &all[i]
			}
		}
		if shown == nil {
			return notFound()
		}
		sheet, err = shown.sheet()
		return err
	})
	return sheet, versions, err
}

// FindDraft is the draft of a pathway of the reader's own organisation, for
// those who edit or review.
func (s *Service) FindDraft(ctx context.Context, by access.Actor, id string) (sheet Sheet, err error) {
	defer fault.Wrap(&err, "pathway.FindDraft(%s)", id)
	if err := reviews(by); err != nil {
		return sheet, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		v, err := s.draftOf(ctx, tx, by, id)
		if err != nil {
			return err
		}
		sheet, err = v.sheet()
		return err
	})
	return sheet, err
}

func (s *Service) draftOf(ctx context.Context, tx *db.Tx, by access.Actor, id string) (Version, error) {
	return draftVersion(ctx, tx, by.Region(), by.Org(), id)
}
