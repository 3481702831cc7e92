package share

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/id"
)

// codeLength is that of a new code; one that is taken grows.
const codeLength = 6

// Save keeps a list of services under a name, for the organisation of the hat
// worn, and returns its code. Any worker may. A retried act saves once.
func (s *Service) Save(ctx context.Context, by access.Actor, act, name string, list []access.Service) (code string, err error) {
	defer fault.Wrap(&err, "share.Save")
	if err := isStaff(by); err != nil {
		return "", err
	}
	var bad fault.Fields
	l := List{Org: by.Org(), Name: named(&bad, name), Services: services(&bad, list)}
	if err := bad.Err(); err != nil {
		return "", err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		code, err = event.Once(ctx, tx, by, act, func() (string, error) {
			n, err := countLists(ctx, tx, by.Region(), by.Org())
			if err != nil {
				return "", err
			}
			if n >= OrgMost {
				return "", fault.Field("name", "share.lists_full", "most", OrgMost)
			}
			l := l
			l.ID, l.Created, l.Changed = tx.NewID(), db.At(tx.Now), db.At(tx.Now)
			if l.Code, err = freeCode(ctx, tx, by.Region(), l.ID); err != nil {
				return "", err
			}
			if err := insertList(ctx, tx, by.Region(), l); err != nil {
				return "", err
			}
			return l.Code, s.log.Append(ctx, tx, by, listSaved{List: l.ID, Org: l.Org})
		})
		return err
	})
	return code, err
}

// freeCode is the shortest code of an id that no list has.
func freeCode(ctx context.Context, tx *db.Tx, region access.Region, list string) (string, error) {
	for length := codeLength; ; length += 2 {
		code := id.CodeOf(length, "saved_list", list)
		_, err := listByCode(ctx, tx, region, code)
		if fault.Is(err, fault.NotFound) {
			return code, nil
		}
		if err != nil {
			return "", err
		}
	}
}
