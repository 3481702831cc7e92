package referral

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/contact"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/job"
	"passerelle/internal/seal"
)

// People says whose organisation accompanies a person. Package consent does.
type People interface {
	// Holds is nil when the actor's organisation accompanies the person, and
	// NotFound otherwise.
	Holds(ctx context.Context, tx *db.Tx, by access.Actor, p access.Person) error
}

// Consents says what stands. Package consent does.
type Consents interface {
	// Standing says whether a part may be told to a recipient now; a refusal
	// decides.
	Standing(ctx context.Context, tx *db.Tx, by access.Actor, p access.Person, recipient access.Org, worker access.Worker, part access.Part) (granted, refused bool, err error)
	// Acquainted are the workers of an organisation who declared that they know
	// somebody of whom the texts may speak.
	Acquainted(ctx context.Context, tx *db.Tx, region access.Region, o access.Org, texts ...string) ([]access.Worker, error)
	// KeepAway keeps a worker of an organisation from a person, without saying why.
	KeepAway(ctx context.Context, tx *db.Tx, by access.Actor, p access.Person, holder, o access.Org, w access.Worker) error
}

// Safety says how the person of a referral may be reached safely, as it stands
// at the instant of reading. Package reach does.
type Safety interface {
	// ForReferral is nil when the person said nothing.
	ForReferral(ctx context.Context, tx *db.Tx, by access.Actor, r access.Referral) (*contact.Profile, error)
	// LetOut takes it out of the strongbox of who refers, for the receiver.
	LetOut(ctx context.Context, tx *db.Tx, by access.Actor, p access.Person) error
}

// Service holds the use-cases of referrals. It is safe for concurrent use.
type Service struct {
	db       *db.DB
	log      *event.Log
	queue    *job.Queue
	vault    *seal.Vault
	keys     seal.Keys
	people   People
	consents Consents
	beside   *Beside // of With
	safety   Safety  // nil: nobody keeps how people may be reached

	colleagues Colleagues // of Works
}

// Kinds of jobs, handled here.
const (
	jobExpire = "referral.expire"
	jobRemind = "referral.remind"
)

// New joins the parts and takes charge of the jobs of referrals. The caller
// registers OnConsentEnded with the log, for consent.withdrawn and
// consent.refused: without it a withdrawal hides a referral but leaves its
// state behind.
func New(d *db.DB, log *event.Log, queue *job.Queue, vault *seal.Vault, keys seal.Keys, people People, consents Consents) *Service {
	s := &Service{db: d, log: log, queue: queue, vault: vault, keys: keys, people: people, consents: consents}
	queue.Handle(jobExpire, s.expire)
	queue.Handle(jobRemind, s.remind)
	queue.Handle(jobUnblock, s.remindUnblock)
	return s
}

// Asks has another say how people may be reached safely. It is called once,
// before anything is read.
func (s *Service) Asks(safety Safety) *Service {
	s.safety = safety
	return s
}

// act is one verb on one referral: once, in one transaction, on a row that the
// purpose's Scope lets through. do changes the row and names the event; it has
// no effect outside the transaction.
func (s *Service) act(ctx context.Context, by access.Actor, purpose access.Purpose, id access.Referral, act string, verb Verb,
	do func(tx *db.Tx, r *referral) (event.Event, error)) (err error) {
	defer fault.Wrap(&err, "referral.%s(%s)", verb, id)
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := once(ctx, tx, by, act, verb, id, func() (string, error) {
			return "", s.perform(ctx, tx, by, purpose, id, act, verb, do)
		})
		return err
	})
}

func (s *Service) perform(ctx context.Context, tx *db.Tx, by access.Actor, purpose access.Purpose, id access.Referral, act string, verb Verb,
	do func(tx *db.Tx, r *referral) (event.Event, error)) error {
	r, err := s.find(ctx, tx, by, purpose, id)
	if err != nil {
		return err
	}
	if err := s.spend(ctx, tx, by, act, verb); err != nil {
		return err
	}
	if err := s.beside.agrees(&r); err != nil {
		return err
	}
	was := r.State
	e, err := do(tx, &r)
	if err != nil {
		return err
	}
	if err := save(ctx, tx, by.Scope(purpose, tx.Now), &r); err != nil {
		return err
	}
	if err := s.beside.keep(ctx, tx, s, by, &r); err != nil {
		return err
	}
	if was.Unanswered() && !r.State.Unanswered() {
		if err := s.quiet(ctx, tx, &r); err != nil {
			return err
		}
	}
	return s.log.Append(ctx, tx, by, e)
}

// find loads a row that the actor may use for a purpose. A link must still be
// alive in this very transaction.
func (s *Service) find(ctx context.Context, tx *db.Tx, by access.Actor, purpose access.Purpose, id access.Referral) (referral, error) {
	if by.Kind() == access.LinkedIn {
		if _, err := linkLives(ctx, tx, by); err != nil {
			return referral{}, err
		}
	}
	return find(ctx, tx, by.Region(), by.Scope(purpose, tx.Now), id)
}

// once runs do unless the same actor has already done this act. The act comes
// from the form that was shown.
func once(ctx context.Context, tx *db.Tx, by access.Actor, act string, verb Verb, id access.Referral, do func() (string, error)) (string, error) {
	if act != "" { // an empty one stays empty, and is refused
		act = string(verb) + ":" + string(id) + ":" + act
	}
	return event.Once(ctx, tx, by, act, do)
}
