package need

import (
	"time"

	"passerelle/internal/access"
	"passerelle/internal/clock"
	"passerelle/internal/contact"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/job"
	"passerelle/internal/pace"
	"passerelle/internal/seal"
)

// Atlas is what needs ask of the directory: its tree of needs, and the places
// that it names.
type Atlas interface {
	KnownNeed(code string) bool
	// NeedIn is the first need that words speak of; empty when they speak of none.
	NeedIn(words string) string
	// PlaceOf is the key of a place typed by its name.
	PlaceOf(typed string) (key string, ok bool)
	// PlaceIn is the first place that words name.
	PlaceIn(words string) (key string, ok bool)
}

// Service is the use-cases of needs.
type Service struct {
	db      *db.DB
	log     *event.Log
	queue   *job.Queue
	vault   *seal.Vault
	keys    seal.Keys
	atlas   Atlas
	guesses *pace.Pace
	said    *pace.Pace

	// Of conversations by text messages; see Speaks.
	voice   Voice
	sender  contact.Sender
	names   func(access.Org) []string
	quiet   Quiet
	zone    *time.Location
	human   string  // the number of a person to call, in every message that says so
	usual   string  // language of who gives no sign of another
	signals Signals // nil: none are taken by text message
}

// Speech is what conversations by text messages need.
type Speech struct {
	Voice  Voice
	Sender contact.Sender            // nil: no message leaves
	Names  func(access.Org) []string // of an organisation: never said unasked; nil: none known
	Quiet  Quiet
	Zone   *time.Location
	Human  string
	Usual  string
}

// Speaks joins what text messages need. It is called once, before the jobs run.
func (s *Service) Speaks(p Speech) {
	s.voice, s.sender, s.names, s.quiet, s.zone, s.human, s.usual = p.Voice, p.Sender, p.Names, p.Quiet, p.Zone, p.Human, p.Usual
}

// Limits within an hour: guesses of a receipt and needs said by the public,
// from one place and in all. Many people share the address of a day centre.
const (
	guessesPerSource, guessesPerNode = 10, 2000
	saidPerSource, saidPerNode       = 60, 20_000
)

// Carries has signals that come by text message be kept.
func (s *Service) Carries(g Signals) { s.signals = g }

// CarriedBy has another carry what is said by text message.
func (s *Service) CarriedBy(by contact.Sender) { s.sender = by }

// forgetJob is the kind of the job that ends a week.
const forgetJob = "need.forget"

// New joins the parts and registers the job.
func New(d *db.DB, log *event.Log, queue *job.Queue, vault *seal.Vault, keys seal.Keys, c clock.Clock, atlas Atlas) *Service {
	s := &Service{
		db: d, log: log, queue: queue, vault: vault, keys: keys, atlas: atlas, zone: time.UTC,
		guesses: pace.New(c, guessesPerSource, guessesPerNode), said: pace.New(c, saidPerSource, saidPerNode),
	}
	queue.Handle(forgetJob, s.forget)
	queue.Handle(publishJob, s.publish)
	queue.Handle(sendJob, s.send)
	queue.Handle(talkForgetJob, s.forgetOld)
	queue.Handle(spentJob, s.forgetSpent)
	return s
}

// MayAnswer reports that an actor reads words, takes needs and answers.
func MayAnswer(by access.Actor) bool { return by.WorksWithPeople() }

func answers(by access.Actor) error {
	if MayAnswer(by) {
		return nil
	}
	return notFound()
}

// notFound answers alike what is not there and what is not permitted.
func notFound() error { return fault.New(fault.NotFound, "error.not_found") }
