package round

import (
	"context"
	"strings"
	"unicode/utf8"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// LabelMost is how long the words may be that say whose phone it is.
const LabelMost = 40

// phonesMost is how many phones are lent for one round, in all.
const phonesMost = 60

// Lend lends a round to a phone, and returns the id of the loan: its link
// (Link) is opened once. Any of those who walk or prepare may, for themselves;
// label says whose phone it is when it is a volunteer's, who has no account: it
// speaks on the lender's behalf. fault.Conflict when the round is over.
func (s *Service) Lend(ctx context.Context, by access.Actor, act, round, label string) (device string, err error) {
	defer fault.Wrap(&err, "round.Lend(%s)", round)
	if err := sees(by); err != nil {
		return "", err
	}
	if label = strings.TrimSpace(label); utf8.RuneCountInString(label) > LabelMost {
		return "", fault.Field("label", "round.label_long", "most", LabelMost)
	}
	err = s.own(ctx, by, act, round, func(tx *db.Tx, r Round) (string, error) {
		if !r.Open(tx.Now) {
			return "", fault.New(fault.Conflict, "round.over")
		}
		lent, err := devicesOf(ctx, tx, by.Region(), r.ID)
		if err != nil {
			return "", err
		}
		if len(lent) >= phonesMost {
			return "", fault.New(fault.Conflict, "round.phones_many", "most", phonesMost)
		}
		d := Device{ID: tx.NewID(), Round: r.ID, Worker: by.Worker(), Label: label, Lent: db.At(tx.Now)}
		if err := insertDevice(ctx, tx, by.Region(), d, s.mark("link", s.secret(d.ID))); err != nil {
			return "", err
		}
		return d.ID, s.log.Append(ctx, tx, by, happened{kind: lentKind, Round: r.ID, Device: d.ID})
	}, &device)
	return device, err
}

// secret is what the link of a loan says. It is made with a key that is not in
// the database, so an act that is repeated gives the same one, and nothing
// stores it.
func (s *Service) secret(device string) string { return s.keys.Fingerprint("round-link-of", device) }

// mark is what the database keeps of a secret.
func (s *Service) mark(of, secret string) string { return s.keys.Fingerprint("round-"+of, secret) }

// Link is the secret of a loan whose link was not opened yet, for who lent it:
// fault.NotFound for anybody else, and once it was opened.
func (s *Service) Link(ctx context.Context, by access.Actor, round, device string) (r Round, secret string, err error) {
	defer fault.Wrap(&err, "round.Link(%s)", device)
	if err := sees(by); err != nil {
		return Round{}, "", err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if r, err = findRound(ctx, tx, by.Region(), by.Org(), round); err != nil {
			return err
		}
		d, err := findDevice(ctx, tx, by.Region(), r.ID, device)
		if err != nil {
			return err
		}
		if d.Worker != by.Worker() || d.State() != Lent || d.Paper || !r.Open(tx.Now) {
			return notFound()
		}
		secret = s.secret(d.ID)
		return nil
	})
	return r, secret, err
}

// HandOver gives a phone's part back: "I cannot go". It shows nothing more and
// may still send what it has; the coordinator sees the gap at once, and anybody
// takes it up. Who walks gives back their own, who prepares any.
func (s *Service) HandOver(ctx context.Context, by access.Actor, act, round, device string) (err error) {
	defer fault.Wrap(&err, "round.HandOver(%s)", device)
	if err := sees(by); err != nil {
		return err
	}
	return s.onDevice(ctx, by, act, round, device, func(tx *db.Tx, d Device) error {
		if d.Worker != by.Worker() && !MayPrepare(by) {
			return notFound()
		}
		return s.hand(ctx, tx, by, d)
	})
}

func (s *Service) hand(ctx context.Context, tx *db.Tx, by access.Actor, d Device) error {
	if d.State() == Revoked || d.State() == Handed {
		return nil
	}
	d.Handed = db.At(tx.Now)
	if err := updateDevice(ctx, tx, by.Region(), d); err != nil {
		return err
	}
	return s.log.Append(ctx, tx, by, happened{kind: handedKind, Round: d.Round, Device: d.ID})
}

// Revoke takes a phone back, as when it was lost: from the commit on, it is
// refused. Who walks takes back their own, who prepares any.
func (s *Service) Revoke(ctx context.Context, by access.Actor, act, round, device string) (err error) {
	defer fault.Wrap(&err, "round.Revoke(%s)", device)
	if err := sees(by); err != nil {
		return err
	}
	return s.onDevice(ctx, by, act, round, device, func(tx *db.Tx, d Device) error {
		if d.Worker != by.Worker() && !MayPrepare(by) {
			return notFound()
		}
		if d.State() == Revoked {
			return nil
		}
		d.Revoked = db.At(tx.Now)
		if err := updateDevice(ctx, tx, by.Region(), d); err != nil {
			return err
		}
		return s.log.Append(ctx, tx, by, happened{kind: revokedKind, Round: d.Round, Device: d.ID})
	})
}

// onDevice runs an act once on a phone of a round of the actor's organisation.
func (s *Service) onDevice(ctx context.Context, by access.Actor, act, round, device string, do func(tx *db.Tx, d Device) error) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := event.Once(ctx, tx, by, act, func() (string, error) {
			r, err := findRound(ctx, tx, by.Region(), by.Org(), round)
			if err != nil {
				return "", err
			}
			d, err := findDevice(ctx, tx, by.Region(), r.ID, device)
			if err != nil {
				return "", err
			}
			if d.Paper {
				return "", notFound() // a sheet of paper is taken back from nobody
			}
			return "", do(tx, d)
		})
		return err
	})
}
