package seal

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Words that belong to nobody in particular (of feedback, of a closed door) have
// no owner whose end would be theirs. A month has one key for all that was said
// in it of one kind, so that the clock which ends them destroys it: deleting
// rows leaves them in every backup, destroying what opens them does not.

// OfMonth is what was said of one kind in the month of an instant. The kind is
// ended by DestroyMonths, and names no other owner.
func OfMonth(kind string, at time.Time) Owner { return Owner(kind + ":" + at.UTC().Format("2006-01")) }

// DestroyMonths destroys the keys of all months of a kind that ended before an
// instant. It says how many.
func (v *Vault) DestroyMonths(ctx context.Context, tx *db.Tx, region access.Region, kind string, before time.Time) (n int64, err error) {
	defer fault.Wrap(&err, "seal.DestroyMonths(%s)", kind)
	return destroyBetween(ctx, tx, region, Owner(kind+":"), OfMonth(kind, before))
}

// DestroyOlder destroys every key of an older kind that had no end, once the
// clock of the kind that took its place has gone past the first of its months:
// what the older ones sealed was said before, and is deleted by then.
func (v *Vault) DestroyOlder(ctx context.Context, tx *db.Tx, region access.Region, older, kind string, before time.Time) (n int64, err error) {
	defer fault.Wrap(&err, "seal.DestroyOlder(%s)", older)
	first, err := firstOf(ctx, tx, region, Owner(kind+":"), Owner(kind+";"))
	if err != nil || first == "" || first >= OfMonth(kind, before) {
		return 0, err
	}
	return destroyBetween(ctx, tx, region, Owner(older+":"), Owner(older+";")) // ';' follows ':'
}
