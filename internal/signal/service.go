package signal

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/named"
	"passerelle/internal/seal"
)

// Atlas is what signals ask of the directory: its tree of needs, its places, and
// the names that everybody may say.
type Atlas interface {
	KnownNeed(code string) bool
	NeedIn(words string) string
	PlaceOf(typed string) (key string, ok bool)
	PlaceIn(words string) (key string, ok bool)
	// Named reports that words are the name of an organisation, a service or a
	// place: the whole of it, or a part. See named.Known.
	Named(phrase string) (whole, part bool)
}

// Desks says who works in an organisation, by a transaction of the caller:
// nobody is asked where nobody could answer.
type Desks interface {
	StaffOf(ctx context.Context, tx *db.Tx, o access.Org) (map[access.Worker]string, error)
}

// Teller lets a conversation by text messages know that an answer waits.
type Teller interface {
	AnswerWaits(ctx context.Context, tx *db.Tx, region access.Region, talk string) error
}

// Service is the use-cases of field signals.
type Service struct {
	db     *db.DB
	log    *event.Log
	vault  *seal.Vault
	atlas  Atlas
	desks  Desks
	teller Teller
}

// New joins the parts.
func New(d *db.DB, log *event.Log, vault *seal.Vault, atlas Atlas, desks Desks, teller Teller) *Service {
	return &Service{db: d, log: log, vault: vault, atlas: atlas, desks: desks, teller: teller}
}

// MaySay reports that an actor says, joins, relays and answers signals for their
// organisation.
func MaySay(by access.Actor) bool {
	return by.Has(access.Intervention, access.Coordination, access.Management)
}

// named is what the directory knows that everybody may say.
func (s *Service) named(phrase string) (whole, part bool) { return s.atlas.Named(phrase) }

// Marks says where words look like they name a person, knowing what the
// directory names.
func (s *Service) Marks(words string) []named.Span { return named.Marks(words, s.named) }

// notFound answers alike what is not there and what is not permitted.
func notFound() error { return fault.New(fault.NotFound, "error.not_found") }

// owner is whose key a signal seals with.
func owner(id string) seal.Owner { return seal.Owner("signal:" + id) }

// What a key of a signal seals, each bound to its row.
const (
	wordsPart  = "words"
	spotPart   = "spot"
	voicePart  = "voice"
	joinPart   = "join"
	whyPart    = "why"
	answerPart = "answer"
)

// sealing is a signal on which somebody acts, in the transaction that looked.
type sealing struct {
	*Situation
	key *seal.Key
}

func (x *sealing) seal(row, part, plain string) ([]byte, error) {
	return x.key.Seal([]byte(plain), x.ID, row, part)
}

func (x *sealing) open(row, part string, b []byte) (string, error) {
	plain, err := x.key.Open(b, x.ID, row, part)
	return string(plain), err
}

// on runs an act once on a signal that the actor sees.
func (s *Service) on(ctx context.Context, by access.Actor, act, id string, do func(tx *db.Tx, x *sealing) error) error {
	if !MaySay(by) {
		return notFound()
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := event.Once(ctx, tx, by, act, func() (string, error) {
			x, err := s.find(ctx, tx, by, id)
			if err != nil {
				return "", err
			}
			return "", do(tx, x)
		})
		return err
	})
}

// find reads a signal whole, through the actor's Scope.
func (s *Service) find(ctx context.Context, tx *db.Tx, by access.Actor, id string) (*sealing, error) {
	sc := by.Scope(access.Heed, tx.Now)
	r, err := findSignal(ctx, tx, by.Region(), sc, id)
	if err != nil {
		return nil, err
	}
	joins, err := joinsOf(ctx, tx, by.Region(), sc, id)
	if err != nil {
		return nil, err
	}
	legs, err := legsOf(ctx, tx, by.Region(), sc, id)
	if err != nil {
		return nil, err
	}
	key, err := s.vault.Existing(ctx, tx, by.Region(), owner(id))
	if err != nil {
		return nil, err
	}
	return unseal(tx.Now, key, r, joins, legs)
}

// unseal opens what the rows of a signal hold.
func unseal(now time.Time, key *seal.Key, r signalRow, joins []joinRow, legs []legRow) (x *sealing, err error) {
	defer fault.Wrap(&err, "signal.unseal(%s)", r.ID)
	x = &sealing{Situation: &Situation{Signal: r.Signal, Now: now, ForAll: r.forAll}, key: key}
	if x.Words, err = x.open(r.ID, wordsPart, r.sealed); err != nil {
		return nil, err
	}
	if x.Spot, err = x.open(r.ID, spotPart, r.spot); err != nil {
		return nil, err
	}
	for _, j := range joins {
		if j.Words, err = x.open(j.ID, joinPart, j.sealed); err != nil {
			return nil, err
		}
		x.Joins = append(x.Joins, j.Join)
	}
	for _, l := range legs {
		if l.Why, err = x.open(l.ID, whyPart, l.why); err != nil {
			return nil, err
		}
		if l.answer != nil {
			if l.Answer, err = x.open(l.ID, answerPart, l.answer); err != nil {
				return nil, err
			}
		}
		x.Legs = append(x.Legs, l.Leg)
	}
	return x, nil
}
