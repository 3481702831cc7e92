package consent

import (
	"context"
	"slices"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Sign is a picture. Every Oui is finished by touching one of them, no matter
// which; a person may have chosen one, alone, that means "I am being forced". A
// Oui finished by it looks like any other and grants nothing.
type Sign string

// Signs are the pictures, in the order of screens.
var Signs = []Sign{"flower", "house", "coffee", "glasses", "book-open", "volleyball"}

// signPrint is what is kept of the picture.
func (s *Service) signPrint(p access.Person, sign Sign) string {
	return s.keys.Fingerprint("sign", string(p)+"|"+string(sign))
}

// ChooseSign keeps the picture that means "I am being forced", in the place of
// any other. It is shown to nobody afterwards, to the person neither: whoever
// forces them may hold their words too.
func (s *Service) ChooseSign(ctx context.Context, by access.Actor, act string, sign Sign) (err error) {
	defer fault.Wrap(&err, "consent.ChooseSign")
	if by.Kind() != access.Holder {
		return fault.New(fault.NotFound, "error.not_found")
	}
	if !slices.Contains(Signs, sign) {
		return fault.Field("sign", "consent.sign_missing")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := once(ctx, tx, by, act, "sign", "", func() (string, error) {
			if err := setSign(ctx, tx, by, s.signPrint(by.Person(), sign)); err != nil {
				return "", err
			}
			return "", s.log.Append(ctx, tx, by, SignChosen{by.Person()})
		})
		return err
	})
}

// forced reports whether a Oui was finished by the picture that means so.
func (s *Service) forced(q Question, kept string) bool {
	print := s.signPrint(q.Person, q.Sign) // always: a guess takes the same work
	return q.says(Yes) && kept != "" && kept == print
}

// Pressed lists, for those who coordinate in the organisation that accompanies
// the person, the answers given under pressure that still stand, newest first.
// Whoever recorded one does not find it: they may be the pressure.
func (s *Service) Pressed(ctx context.Context, by access.Actor) (list []Due, err error) {
	defer fault.Wrap(&err, "consent.Pressed")
	if !by.Has(access.Coordination) {
		return nil, nil
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		rows, err := pressed(ctx, tx, by)
		list = nil
		for _, r := range rows {
			list = append(list, Due{Person: r.Person, Recipient: r.Recipient, Worker: r.RecipientWorker, Since: r.From})
		}
		return err
	})
	return list, err
}
