package reach

import (
	"context"
	"time"

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
	Holds(ctx context.Context, tx *db.Tx, by access.Actor, p access.Person) error
}

// Voice is a sentence in a language, in French when it lacks it.
type Voice interface {
	Say(lang, key string, pairs ...any) string
}

// Speech is what messages need.
type Speech struct {
	Voice   Voice
	Sender  contact.Sender // nil: none leaves, and none is written
	Channel string         // the gateway's name
	Names   func(access.Org) []string
	Zone    *time.Location
}

// Service holds the use-cases. It is safe for concurrent use.
type Service struct {
	db     *db.DB
	log    *event.Log
	queue  *job.Queue
	vault  *seal.Vault
	people People
	speech Speech
}

// sendJob is the kind of the job that sends a message.
const sendJob = "reach.send"

// New joins the parts and takes charge of the job.
func New(d *db.DB, log *event.Log, queue *job.Queue, vault *seal.Vault, people People) *Service {
	s := &Service{db: d, log: log, queue: queue, vault: vault, people: people, speech: Speech{Zone: time.UTC}}
	queue.Handle(sendJob, s.send)
	return s
}

// Speaks joins what messages need. It is called once, before the jobs run.
func (s *Service) Speaks(p Speech) { s.speech = p }

// CarriedBy has another carry what leaves, under a channel's name.
func (s *Service) CarriedBy(channel string, by contact.Sender) {
	s.speech.Channel, s.speech.Sender = channel, by
}

// Texts reports that messages can leave.
func (s *Service) Texts() bool { return s.speech.Sender != nil }

func (s *Service) names(org access.Org) []string {
	if s.speech.Names == nil {
		return nil
	}
	return s.speech.Names(org)
}

// happened is the event of an act on how a person may be reached: ids alone.
type happened struct {
	kind   string
	Person access.Person `json:"person"`
}

// The kinds of events.
const (
	SetKind  = "reach.set"
	TextKind = "reach.text"
	SentKind = "reach.sent"
)

// Kind names the event.
func (h happened) Kind() string { return h.kind }

// Subject is the person.
func (h happened) Subject() string { return string(h.Person) }

func notFound() error { return fault.New(fault.NotFound, "error.not_found") }
