package referral

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// Fact is one of three things that accepting does not prove.
type Fact string

// The facts.
const (
	ContactMade Fact = "contact_made" // contact établi
	MetNeed     Fact = "need_met"     // besoin répondu
	BondHolds   Fact = "bond_holds"   // le lien tient
)

// Said is what a voice says of a fact.
type Said string

// The answers.
const (
	SaidYes    Said = "yes"
	SaidNo     Said = "no"
	SaidPartly Said = "partly"
)

// Outcome is one fact as one voice says it. The voices are never averaged.
type Outcome struct {
	Fact      Fact
	Voice     Side
	Said      Said
	At        time.Time
	Worker    access.Worker // who said or noted it; empty for the person and a link
	RelayedBy access.Org    // the person's word, noted by a worker of this organisation
}

// Word is what somebody says.
type Word struct {
	Fact Fact
	Said Said
	// Relayed: a worker notes what the person said aloud. It never takes the
	// place of what the person said themself.
	Relayed bool
}

func (w Word) check() error {
	var bad fault.Fields
	if w.Fact != ContactMade && w.Fact != MetNeed && w.Fact != BondHolds {
		bad = append(bad, fault.Field("fact", "referral.fact_missing"))
	}
	if w.Said != SaidYes && w.Said != SaidNo && w.Said != SaidPartly {
		bad = append(bad, fault.Field("said", "referral.said_missing"))
	}
	return bad.Err()
}

// SayOutcome keeps one side's words, each on one fact: all of them or none.
// Each side has its own voice and may change it; none can change another's. The
// state need_met follows from what is said (met), in both directions.
func (s *Service) SayOutcome(ctx context.Context, by access.Actor, id access.Referral, act string, words ...Word) error {
	if err := checkWords(words); err != nil {
		return err
	}
	return s.act(ctx, by, access.Follow, id, act, "say", func(tx *db.Tx, r *referral) (event.Event, error) {
		if r.State == Proposed {
			return nil, fault.New(fault.Conflict, happened[Proposed])
		}
		last := len(words) - 1 // act appends its event with the row
		for _, w := range words[:last] {
			e, err := s.say(ctx, tx, by, r, w)
			if err != nil {
				return nil, err
			}
			if err := s.log.Append(ctx, tx, by, e); err != nil {
				return nil, err
			}
		}
		return s.say(ctx, tx, by, r, words[last])
	})
}

func checkWords(words []Word) error {
	if len(words) == 0 {
		return fault.Field("said", "referral.said_missing")
	}
	for _, w := range words {
		if err := w.check(); err != nil {
			return err
		}
	}
	return nil
}

// say keeps one word and moves the row with it.
func (s *Service) say(ctx context.Context, tx *db.Tx, by access.Actor, r *referral, w Word) (event.Event, error) {
	said, err := outcomes(ctx, tx, r.Region, r.ID)
	if err != nil {
		return nil, err
	}
	o, err := w.outcome(by, r.side(by), said, tx.Now)
	if err != nil {
		return nil, err
	}
	if err := saveOutcome(ctx, tx, r.Region, r.ID, o); err != nil {
		return nil, err
	}
	if err := r.follow(with(said, o), tx.Now); err != nil {
		return nil, err
	}
	if o.Fact == ContactMade && o.Voice == Target && o.Said == SaidYes && r.ContactAt.IsZero() {
		r.ContactAt = tx.Now
	}
	if o.Fact == BondHolds && o.Voice == ThePerson && r.hear(o.Said, tx.Now) {
		if err := s.log.Append(ctx, tx, by, happenedTo(r.ID, CalledBackKind)); err != nil {
			return nil, err
		}
	}
	e := happenedTo(r.ID, OutcomeKind)
	e.Side, e.Fact, e.Said, e.Relayed = o.Voice, o.Fact, o.Said, w.Relayed
	return e, nil
}

// outcome gives the word its voice.
func (w Word) outcome(by access.Actor, side Side, said []Outcome, now time.Time) (Outcome, error) {
	o := Outcome{Fact: w.Fact, Voice: side, Said: w.Said, At: now, Worker: by.Worker()}
	if !w.Relayed || side == ThePerson {
		return o, nil
	}
	// The receiver may relay that the bond holds (S7), but not that its own
	// work met the need; whoever holds a link relays nothing.
	if by.Kind() != access.Staff || side == Target && w.Fact != BondHolds {
		return o, fault.Field("relayed", "referral.cannot_relay")
	}
	for _, old := range said {
		if old.Voice == ThePerson && old.Fact == w.Fact && old.RelayedBy == "" {
			return o, fault.New(fault.Conflict, "referral.person_spoke")
		}
	}
	o.Voice, o.RelayedBy = ThePerson, by.Org()
	return o, nil
}

func with(said []Outcome, o Outcome) []Outcome {
	out := []Outcome{o}
	for _, old := range said {
		if old.Fact != o.Fact || old.Voice != o.Voice {
			out = append(out, old)
		}
	}
	return out
}

// met decides whether the need is met. The person's word decides when there is
// one: it is their need (P2.4), and services overstate (people.md §5). When the
// person has said nothing, the two sides must both say yes: neither the one
// who wants to be done with it nor the one who wants it counted decides alone.
// Where the tie is handed over (warm), nobody speaks in the person's place.
func met(said []Outcome, warm bool) bool {
	by := map[Side]Said{}
	for _, o := range said {
		if o.Fact == MetNeed {
			by[o.Voice] = o.Said
		}
	}
	if word, spoke := by[ThePerson]; spoke {
		return word == SaidYes
	}
	return !warm && by[Source] == SaidYes && by[Target] == SaidYes
}

// follow moves the state with what is said. Before an acceptance, and after an
// end, a fact may be said but moves nothing.
func (r *referral) follow(said []Outcome, now time.Time) error {
	switch is := met(said, r.warm()); {
	case is && (r.State == Accepted || r.State == InHandoff):
		return r.move(Meet, now)
	case !is && r.State == NeedMet:
		return r.move(Unmeet, now)
	}
	return nil
}
