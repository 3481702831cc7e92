package partner

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/id"
)

// TokenLife is short: what leaks in a log of somebody else's is soon nothing.
const TokenLife = 10 * time.Minute

// Token is what a system shows at each request.
type Token struct {
	Value  string
	Writes bool
	Life   time.Duration
}

// errSecret is the one answer to an unknown system, an ended one and a wrong
// secret.
var errSecret = fault.New(fault.NotFound, "partner.secret_wrong")

// Token gives a token to a system that shows its secret. A system may ask for
// less than it was given: only to read. Asking for more is Invalid. TooMany when
// there were too many wrong ones from there.
func (s *Service) Token(ctx context.Context, source, system, secret string, writes, readOnly bool) (_ Token, err error) {
	defer fault.Wrap(&err, "partner.Token")
	if !s.guesses.Take(source) {
		return Token{}, fault.New(fault.TooMany, "partner.too_many_guesses")
	}
	t := Token{Value: id.Secret(32), Life: TokenLife}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		found, err := bySecret(ctx, tx, s.region, system, s.keys.Fingerprint(secretUse, secret))
		if fault.Is(err, fault.NotFound) {
			return errSecret
		}
		if err != nil {
			return err
		}
		if writes && !found.Writes {
			return fault.Field("scope", "partner.scope_too_wide")
		}
		t.Writes = found.Writes && !readOnly
		if err := insertToken(ctx, tx, s.region, found.ID, s.keys.Fingerprint(tokenUse, t.Value), t.Writes); err != nil {
			return err
		}
		return used(ctx, tx, s.region, found.ID)
	})
	if !fault.Is(err, fault.NotFound) {
		s.guesses.GiveBack(source)
	}
	if err != nil {
		return Token{}, err
	}
	return t, nil
}

// Recognise gives the actor of a token, and whether it may write. It is asked
// at each request and remembers nothing. NotFound when the token is unknown or
// over, or its system was ended.
func (s *Service) Recognise(ctx context.Context, token string) (by access.Actor, writes bool, err error) {
	defer fault.Wrap(&err, "partner.Recognise")
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		found, err := byToken(ctx, tx, s.region, s.keys.Fingerprint(tokenUse, token))
		by, writes = access.ForPartner(s.region, found.ID, found.Org), found.Writes
		return err
	})
	if err != nil {
		return access.Actor{}, false, err
	}
	return by, writes, nil
}
