package round

import (
	"context"
	"encoding/json"
	"time"
	"unicode/utf8"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/id"
	"passerelle/internal/seal"
)

// Box is a visit as a phone sealed it, with the id it gave it: a UUID.
type Box struct {
	ID     string
	Sealed []byte
}

// Bounds of one sending.
const (
	BoxesMost = 100
	boxMost   = 16 << 10
)

// Sending is what a phone sends: some of what it has.
type Sending struct {
	Sender  string
	Boxes   []Box
	Waiting int       // how many it will have left once these are kept
	Clock   time.Time // of the phone
	HandsOn bool      // it gives its part back
}

// Fate is what became of one box.
type Fate string

// The fates. What is not kept stays on the phone, to be told again.
const (
	FateKept   Fate = "kept"
	FateSlip   Fate = "slip"   // kept; the slip's code was another's, and leads nowhere
	FateUnread Fate = "unread" // it does not open, or says nothing we know
)

// Report answers a sending.
type Report struct {
	Now    time.Time
	Fates  map[string]Fate
	Open   bool // the round goes on, and the phone with it
	Handed bool // it was given back
}

// Send takes in what a phone has. Each box is kept once, however often and in
// whatever order it comes: an id that is known is acknowledged, and does
// nothing. What is acknowledged was committed. It returns fault.NotFound for a
// sender that is none of ours and fault.Conflict with RevokedKey for a phone
// that was taken back.
func (s *Service) Send(ctx context.Context, region access.Region, source string, x Sending) (rep Report, err error) {
	defer fault.Wrap(&err, "round.Send")
	if len(x.Sender) != secretLeast {
		return Report{}, notFound()
	}
	if len(x.Boxes) > BoxesMost {
		return Report{}, fault.New(fault.Invalid, "round.boxes_many", "most", BoxesMost)
	}
	if !s.guesses.Take(source) {
		return Report{}, fault.New(fault.TooMany, "error.too_many")
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		rep, err = s.send(ctx, tx, region, x)
		return err
	})
	if err == nil || fault.Is(err, fault.Conflict) {
		s.guesses.GiveBack(source)
	}
	return rep, err
}

func (s *Service) send(ctx context.Context, tx *db.Tx, region access.Region, x Sending) (Report, error) {
	d, err := deviceBySender(ctx, tx, region, s.mark("sender", x.Sender))
	if err != nil {
		return Report{}, err
	}
	r, by, err := s.stands(ctx, tx, region, d)
	if err != nil {
		return Report{}, err
	}
	if r.Gone() {
		return Report{}, notFound() // its key is destroyed: nothing sealed for it opens again
	}
	rep, err := s.take(ctx, tx, by, r, d, x.Boxes)
	if err != nil {
		return Report{}, err
	}
	d.Seen, d.Skew, d.Waiting = db.At(tx.Now), skew(x.Clock, tx.Now), min(max(x.Waiting, 0), 10*DoorsMost)
	if err := updateDevice(ctx, tx, region, d); err != nil {
		return Report{}, err
	}
	if x.HandsOn {
		if err := s.hand(ctx, tx, by, d); err != nil {
			return Report{}, err
		}
		d.Handed = db.At(tx.Now)
	}
	rep.Now, rep.Open, rep.Handed = tx.Now, r.Open(tx.Now), d.State() == Handed
	return rep, nil
}

// take opens the boxes and keeps what they say.
func (s *Service) take(ctx context.Context, tx *db.Tx, by access.Actor, r Round, d Device, boxes []Box) (rep Report, err error) {
	rep.Fates = map[string]Fate{}
	if len(boxes) == 0 {
		return rep, nil
	}
	key, err := s.vault.Existing(ctx, tx, by.Region(), ofRound(r.ID))
	if err != nil {
		return rep, err
	}
	private, err := key.Open(r.sealed, "round", r.ID)
	if err != nil {
		return rep, err
	}
	n := 0
	for _, b := range boxes {
		t, ok := open(private, r, d, b)
		if !ok || !s.says(t, r) {
			rep.Fates[b.ID] = FateUnread
			continue
		}
		fate, fresh, err := s.keep(ctx, tx, by, r, d.ID, b.ID, t)
		if err != nil {
			return rep, err
		}
		rep.Fates[b.ID] = fate
		if fresh {
			n++
		}
	}
	if n == 0 {
		return rep, nil
	}
	return rep, s.log.Append(ctx, tx, by, happened{kind: receivedKind, Round: r.ID, Device: d.ID, Visits: n})
}

// told is what a box holds. It is the form that phones write: a field is added,
// never changed, because a phone may have been sealed into it a month ago.
type told struct {
	Version  int    `json:"v"`
	Door     int    `json:"d"`
	Result   Result `json:"r"`
	Kits     int    `json:"k"`
	Need     string `json:"n"`
	Words    string `json:"w"`
	Language string `json:"l"`
	Slip     string `json:"s"`
	Replaces string `json:"p"`
	At       int64  `json:"t"` // ms, by the clock of the phone
}

// toldVersion is the form that we read.
const toldVersion = 1

func open(private []byte, r Round, d Device, b Box) (t told, ok bool) {
	if !id.IsUUID(b.ID) || len(b.Sealed) > boxMost {
		return t, false
	}
	plain, err := seal.OpenBox(private, b.Sealed, r.ID, d.ID, b.ID)
	if err != nil || !utf8.Valid(plain) {
		return t, false
	}
	return t, json.Unmarshal(plain, &t) == nil && t.Version == toldVersion
}

// wordsMost is how long words of a door may be: those of a need.
const wordsMost = 500

// says reports that what was told is of this round, and within its bounds.
func (s *Service) says(t told, r Round) bool {
	return t.Door >= 1 && t.Door <= r.Doors && t.Result.Known() && t.Kits >= 0 && t.Kits <= KitsMost &&
		(t.Need == "" && t.Words == "" && t.Slip == "" || s.needs.Known(t.Need)) && utf8.RuneCountInString(t.Words) <= wordsMost &&
		len(t.Language) <= 35 && (t.Slip == "" || isSlip(t.Slip)) && (t.Replaces == "" || id.IsUUID(t.Replaces))
}

// keep stores one visit; fresh is false when it was kept before.
func (s *Service) keep(ctx context.Context, tx *db.Tx, by access.Actor, r Round, device, visit string, t told) (f Fate, fresh bool, err error) {
	v := Visit{Device: device, ID: visit, Door: t.Door, Result: t.Result, Kits: t.Kits, Replaces: t.Replaces, Told: db.At(time.UnixMilli(t.At)), Received: db.At(tx.Now)}
	fresh, err = insertVisit(ctx, tx, by.Region(), r.ID, v)
	if err != nil {
		return "", false, err
	}
	if !fresh {
		slip, err := slipOf(ctx, tx, by.Region(), device, visit)
		return fateOf(slip), false, err
	}
	if t.Need == "" {
		return FateKept, true, nil
	}
	// The act that repeats nothing is the visit: its need is said in the same
	// transaction, and nothing stored says of which door.
	slip, err := s.needs.Hear(ctx, tx, by, Heard{Need: t.Need, Place: r.Place, Words: t.Words, Language: t.Language, Slip: t.Slip})
	if err != nil {
		return "", false, err
	}
	if !slip {
		if err := slipLost(ctx, tx, by.Region(), device, visit); err != nil {
			return "", false, err
		}
	}
	return fateOf(slip), true, needSaid(ctx, tx, by.Region(), r.ID, t.Need)
}

func fateOf(slip bool) Fate {
	if slip {
		return FateKept
	}
	return FateSlip
}
