package consent

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/id"
)

// TakenIn is whom a partner's system refers, and what the person answered there,
// as that system says it.
type TakenIn struct {
	Code      string // by which the organisation knows the person; may be empty
	Language  string
	Recipient access.Org
	Parts     []access.Part // allowed
	Said      time.Time     // when the person said so
	Ends      time.Time     // when it stops; zero: as long as a Oui lasts here
	Address   string        // where the text stands that was read; empty: it is with what was sent
}

// TakeIn notes, in the caller's transaction, the organisation's own record of a
// person, found again by its code, and the Oui that its system attests. Only a
// system may; its word opens nothing that the person closed: while a Non stands
// it is Conflict, and so it is when the Oui is older than a withdrawal or a Pas
// maintenant that was noted here since.
func (s *Service) TakeIn(ctx context.Context, tx *db.Tx, by access.Actor, t TakenIn) (p access.Person, err error) {
	defer fault.Wrap(&err, "consent.TakeIn")
	if by.Kind() != access.Partner {
		return "", fault.New(fault.NotFound, "error.not_found")
	}
	if t.Said.After(tx.Now.Add(skew)) {
		return "", fault.Field("dateTime", "consent.said_in_future")
	}
	if !t.Ends.IsZero() && !t.Ends.After(tx.Now) {
		return "", fault.Field("provision.period.end", "consent.is_over")
	}
	n := NewPerson{Code: t.Code, Language: t.Language}
	if err := n.check(); err != nil {
		return "", err
	}
	if p, err = s.known(ctx, tx, by, n); err != nil {
		return "", err
	}
	if err := newer(ctx, tx, by, p, t); err != nil {
		return "", err
	}
	q := Question{Person: p, Recipient: t.Recipient, Parts: map[access.Part]Answer{}, Until: ThreeMonths, Wording: elsewhere, address: t.Address, Language: t.Language, How: OnPaper}
	for _, part := range t.Parts {
		q.Parts[part] = Yes
	}
	if err := q.settle(); err != nil {
		return "", err
	}
	receipt, err := s.record(ctx, tx, by, q)
	if err != nil || t.Ends.IsZero() {
		return p, err
	}
	return p, endEarlier(ctx, tx, by, receipt, t.Ends)
}

// elsewhere is the version of a text that was read in a partner's system. Where it
// stands there is sealed: a system may write anything into an address.
const elsewhere = "fhir"

// skew is how far the clocks of two systems may be apart.
const skew = 5 * time.Minute

// known finds the person that the organisation knows by a code, or begins their
// record.
func (s *Service) known(ctx context.Context, tx *db.Tx, by access.Actor, n NewPerson) (access.Person, error) {
	if n.Code == "" {
		n.Code = id.Code(codeLength)
	}
	mark, err := s.marking(ctx, tx, by, n.Code)
	if err != nil {
		return "", err
	}
	p, err := personByMark(ctx, tx, by, mark)
	if !fault.Is(err, fault.NotFound) {
		return p, err
	}
	p = access.Person(tx.NewID())
	key, err := s.sealing(ctx, tx, by, p)
	if err != nil {
		return "", err
	}
	sealed, err := sealPerson(key, p, n.Code, n.Facts)
	if err != nil {
		return "", err
	}
	if err := insertPerson(ctx, tx, by, p, mark, sealed, n.Language); err != nil {
		return "", err
	}
	if err := s.greet(ctx, tx, by, p, n.Code, n.Facts); err != nil {
		return "", err
	}
	return p, s.log.Append(ctx, tx, by, PersonMade{p})
}

// newer refuses a Oui that the person took back, or put off, after they said it.
func newer(ctx context.Context, tx *db.Tx, by access.Actor, p access.Person, t TakenIn) error {
	rows, err := answersAbout(ctx, tx, by, p)
	for _, r := range rows {
		if r.Recipient != t.Recipient {
			continue
		}
		since := time.Time{}
		switch {
		case r.EndedBy == endedByPerson || r.EndedBy == endedByWord:
			since = r.Ended
		case r.Answer == Later && r.Ended.IsZero():
			since = r.At
		}
		if !since.IsZero() && !t.Said.After(since) {
			return fault.New(fault.Conflict, "consent.taken_back_since")
		}
	}
	return err
}
