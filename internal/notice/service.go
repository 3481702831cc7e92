package notice

import (
	"context"
	"log/slog"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/contact"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/job"
	"passerelle/internal/seal"
)

// Staff knows for which organisations a worker acts now: none, for who left or
// whose account is closed.
type Staff interface {
	ActorsOf(ctx context.Context, w access.Worker) ([]access.Actor, error)
}

// Desk counts what waits for a worker under one hat.
type Desk interface {
	Day(ctx context.Context, by access.Actor) (Day, error)
}

// Voice speaks the languages of the installation.
type Voice interface {
	// Say and Count are a text in a language, in French when it lacks it.
	Say(lang, key string, pairs ...any) string
	Count(lang, key string, n int) string
}

// Speech is what messages need.
type Speech struct {
	Voice  Voice
	Sender contact.Sender // nil: none leaves
	Site   string         // the public address
	Zone   *time.Location
	Desk   Desk
}

// Service is the use-cases of what workers are told. It is safe for concurrent
// use.
type Service struct {
	db     *db.DB
	log    *event.Log
	queue  *job.Queue
	keys   seal.Keys
	staff  Staff
	note   *slog.Logger
	speech Speech
}

// New joins the parts.
func New(d *db.DB, log *event.Log, queue *job.Queue, keys seal.Keys, staff Staff, note *slog.Logger) *Service {
	s := &Service{db: d, log: log, queue: queue, keys: keys, staff: staff, note: note, speech: Speech{Zone: time.UTC}}
	queue.Handle(proofJob, s.sendProof)
	return s
}

// Speaks says how messages leave.
func (s *Service) Speaks(sp Speech) { s.speech = sp }

// CarriedBy has messages leave by a sender, from a site: the demo's, which reaches
// nobody.
func (s *Service) CarriedBy(to contact.Sender, site string) {
	s.speech.Sender, s.speech.Site = to, site
}

// Sends reports that messages can leave.
func (s *Service) Sends() bool { return s.speech.Sender != nil && s.speech.Desk != nil }

// happened is what the log is told: whose wish, or whose message of which kind.
type happened struct {
	kind   string
	Worker access.Worker `json:"worker"`
	Sent   Kind          `json:"sent,omitempty"`
}

func (e happened) Kind() string    { return e.kind }
func (e happened) Subject() string { return string(e.Worker) }

// Kinds of events. LeavesKind is written before a message leaves.
const (
	AskedKind     = "notice.asked"
	ConfirmedKind = "notice.confirmed"
	StoppedKind   = "notice.stopped"
	LeavesKind    = "notice.leaves"
)

// Kind is what a message is.
type Kind string

// The kinds of messages.
const (
	OfDay      Kind = "day"
	OfPressing Kind = "pressing"
	OfProof    Kind = "proof" // asks to confirm an address
)
