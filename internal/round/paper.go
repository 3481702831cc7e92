package round

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/id"
)

// SlipDigits is the length of the code on a slip of paper: that of a receipt,
// with which the person themself asks what came of it.
const SlipDigits = 12

// SlipsMost is how many slips a round has on paper.
const SlipsMost = 40

func isSlip(s string) bool {
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(s) == SlipDigits
}

// Slips are the codes of the slips that are printed with a round: the same
// ones at each printing, and kept nowhere.
func (s *Service) Slips(r Round) (codes []string) {
	for n := range SlipsMost {
		sum := sha256.Sum256([]byte(s.keys.Fingerprint("round-slip", fmt.Sprint(r.ID, "/", n))))
		codes = append(codes, fmt.Sprintf("%012d", binary.BigEndian.Uint64(sum[:8])%1e12))
	}
	return codes
}

// Typed is one door of a paper round.
type Typed struct {
	Door   int
	Result Result
	Kits   int
}

// Sheet is a round that was walked on paper. What was needed stands apart from
// the doors on it, as everywhere.
type Sheet struct {
	Doors []Typed
	Needs []Heard // their need and their slip; the rest is ours to fill
}

// TypeIn takes in a round that was walked on paper. Lines without a result are
// doors where nobody went. A retried act types it in once; a line that cannot
// be is an error at the field "door-N", a need or a slip at "need-N" (from 0),
// and then nothing is taken in.
func (s *Service) TypeIn(ctx context.Context, by access.Actor, act, round string, sheet Sheet) (err error) {
	defer fault.Wrap(&err, "round.TypeIn(%s)", round)
	if err := sees(by); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := event.Once(ctx, tx, by, act, func() (string, error) {
			r, err := findRound(ctx, tx, by.Region(), by.Org(), round)
			if err != nil {
				return "", err
			}
			if r.Gone() {
				return "", fault.New(fault.Conflict, "round.over")
			}
			return "", s.typeIn(ctx, tx, by, act, r, sheet)
		})
		return err
	})
}

// check is what is wrong with a sheet, at its lines.
func (s *Service) check(sheet Sheet, r Round) error {
	var bad fault.Fields
	said := len(sheet.Needs) > 0
	for _, l := range sheet.Doors {
		if l.Result == "" && l.Kits == 0 {
			continue
		}
		said = true
		if !s.says(told{Door: l.Door, Result: l.Result, Kits: l.Kits}, r) {
			bad = append(bad, fault.Field(fmt.Sprint("door-", l.Door), "round.line_wrong", "door", l.Door, "most", KitsMost))
		}
	}
	for i, n := range sheet.Needs {
		if !s.needs.Known(n.Need) || n.Slip != "" && !isSlip(n.Slip) {
			bad = append(bad, fault.Field(fmt.Sprint("need-", i), "round.need_wrong"))
		}
	}
	if !said {
		return fault.Field("doors", "round.lines_missing")
	}
	return bad.Err()
}

func (s *Service) typeIn(ctx context.Context, tx *db.Tx, by access.Actor, act string, r Round, sheet Sheet) error {
	if err := s.check(sheet, r); err != nil {
		return err
	}
	d := Device{ID: tx.NewID(), Round: r.ID, Worker: by.Worker(), Paper: true, Lent: db.At(tx.Now), Claimed: db.At(tx.Now), Seen: db.At(tx.Now)}
	if err := insertDevice(ctx, tx, by.Region(), d, s.mark("link", s.secret(d.ID))); err != nil {
		return err
	}
	n := 0
	for _, l := range sheet.Doors {
		if l.Result == "" {
			continue
		}
		t := told{Door: l.Door, Result: l.Result, Kits: l.Kits, At: tx.Now.UnixMilli()}
		if _, _, err := s.keep(ctx, tx, by, r, d.ID, id.Derived("round-line", act, fmt.Sprint(l.Door)), t); err != nil {
			return err
		}
		n++
	}
	// Whoever types in speaks for who walked: needs are said by those who
	// accompany people, as on a phone.
	who := access.ForWorker(by.Region(), by.Worker(), by.Org(), by.Team(), access.Intervention)
	for i, h := range sheet.Needs {
		h.Place = r.Place
		own, err := s.needs.Hear(ctx, tx, who, h)
		if err != nil {
			return err
		}
		if !own {
			return fault.Field(fmt.Sprint("need-", i), "round.slip_used")
		}
		if err := needSaid(ctx, tx, by.Region(), r.ID, h.Need); err != nil {
			return err
		}
	}
	return s.log.Append(ctx, tx, by, happened{kind: receivedKind, Round: r.ID, Device: d.ID, Visits: n})
}
