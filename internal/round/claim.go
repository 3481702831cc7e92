package round

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Pack is a round as a phone takes it along.
type Pack struct {
	Round  Round
	Device string
	Doors  []Door
	Told   map[int]Result // doors that others told of, and what binds whoever comes next
	Now    time.Time      // ours
	Lease  time.Duration  // how long it may show it without asking again
}

// Opening is a phone that opens a link, or asks again for what it had.
type Opening struct {
	Link   string    // empty: it asks again
	Claim  string    // a secret that the phone made: it proves later that it is the same
	Sender string    // another, with which it may send, and nothing else
	Clock  time.Time // of the phone
}

// secretLeast is the length of a phone's secrets: 32 bytes, in hexadecimal.
const secretLeast = 64

// Claim opens a link, once: the same phone may repeat it and gets the same
// answer, another is refused (fault.Conflict). Without a link it renews what
// the phone shows. source is an opaque word for where it comes from; what is
// not ours is counted by it.
func (s *Service) Claim(ctx context.Context, region access.Region, source string, o Opening) (p Pack, err error) {
	defer fault.Wrap(&err, "round.Claim")
	if len(o.Claim) != secretLeast || o.Link != "" && len(o.Sender) != secretLeast {
		return Pack{}, notFound()
	}
	if !s.guesses.Take(source) {
		return Pack{}, fault.New(fault.TooMany, "error.too_many")
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		p, err = s.claim(ctx, tx, region, o)
		return err
	})
	if err == nil {
		s.guesses.GiveBack(source) // it was no guess
	}
	return p, err
}

func (s *Service) claim(ctx context.Context, tx *db.Tx, region access.Region, o Opening) (p Pack, err error) {
	mine := s.mark("claim", o.Claim)
	var d Device
	if o.Link == "" {
		d, err = deviceByClaim(ctx, tx, region, mine)
	} else {
		d, err = deviceByLink(ctx, tx, region, s.mark("link", o.Link))
	}
	if err != nil {
		return Pack{}, err
	}
	r, by, err := s.stands(ctx, tx, region, d)
	if err != nil {
		return Pack{}, err
	}
	switch claimed, err := claimOf(ctx, tx, region, d.ID); {
	case err != nil:
		return Pack{}, err
	case d.State() == Handed:
		return Pack{}, fault.New(fault.Conflict, "round.device_handed")
	case !r.Open(tx.Now):
		return Pack{}, fault.New(fault.Conflict, "round.over")
	case d.State() == Lent:
		d.Claimed = db.At(tx.Now)
		if err := claimDevice(ctx, tx, region, d, mine, s.mark("sender", o.Sender)); err != nil {
			return Pack{}, err
		}
		if err := s.log.Append(ctx, tx, by, happened{kind: openedKind, Round: r.ID, Device: d.ID}); err != nil {
			return Pack{}, err
		}
	case claimed != mine:
		return Pack{}, fault.New(fault.Conflict, "round.link_used")
	}
	d.Seen, d.Skew = db.At(tx.Now), skew(o.Clock, tx.Now)
	if err := updateDevice(ctx, tx, region, d); err != nil {
		return Pack{}, err
	}
	p = Pack{Round: r, Device: d.ID, Told: map[int]Result{}, Now: tx.Now, Lease: min(Lease, r.Ends.Sub(tx.Now))}
	if p.Doors, err = s.doorsOf(ctx, tx, region, r); err != nil {
		return Pack{}, err
	}
	visits, err := visitsOf(ctx, tx, region, r.ID)
	if err != nil {
		return Pack{}, err
	}
	for n, o := range outcomes(visits) {
		p.Told[n] = o.Result
	}
	return p, nil
}

// stands is the round of a phone and whom it speaks for, now: refused when the
// phone was taken back or its worker works there no more.
func (s *Service) stands(ctx context.Context, tx *db.Tx, region access.Region, d Device) (Round, access.Actor, error) {
	revoked := fault.New(fault.Conflict, RevokedKey)
	if d.State() == Revoked {
		return Round{}, access.Actor{}, revoked
	}
	r, err := roundOfDevice(ctx, tx, region, d.Round)
	if err != nil {
		return Round{}, access.Actor{}, err
	}
	staff, err := s.staff.StaffOf(ctx, tx, r.Org)
	if err != nil {
		return Round{}, access.Actor{}, err
	}
	if _, works := staff[d.Worker]; !works {
		return Round{}, access.Actor{}, revoked
	}
	return r, access.ForWorker(region, d.Worker, r.Org, "", access.Intervention), nil
}

// RevokedKey is the sentence for a phone that was taken back.
const RevokedKey = "round.device_revoked"

// skew is by how many seconds a phone's clock is ahead of ours.
func skew(clock, now time.Time) int64 { return clock.Unix() - now.Unix() }
