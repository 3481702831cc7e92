package consent

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Withdraw takes back, at once, all that one organisation was allowed. The
// person does it by their thread; or any worker of the organisation that
// accompanies them records it on their word (a statement can itself be a
// withdrawal: trust.md L5). NotFound when that organisation was never allowed
// anything. Withdrawing twice is once. It is not a refusal: the person may be
// asked again, and says Non if they mean Non.
func (s *Service) Withdraw(ctx context.Context, by access.Actor, act string, p access.Person, recipient access.Org) (receipt string, err error) {
	defer fault.Wrap(&err, "consent.Withdraw")
	if by.Kind() == access.Holder {
		p = by.Person() // never another's
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		receipt, err = once(ctx, tx, by, act, "withdraw", string(recipient), func() (string, error) {
			return s.withdraw(ctx, tx, by, p, recipient)
		})
		return err
	})
	return receipt, err
}

func (s *Service) withdraw(ctx context.Context, tx *db.Tx, by access.Actor, p access.Person, recipient access.Org) (string, error) {
	latest, err := latestGrant(ctx, tx, by, p, recipient)
	if err != nil {
		return "", err
	}
	if err := endGrants(ctx, tx, by, p, recipient); err != nil {
		return "", err
	}
	// Said even when every grant had run out: a referral may still live there.
	return latest, s.log.Append(ctx, tx, by, Withdrawn{Answered{latest, p, recipient, "", access.Parts}})
}
