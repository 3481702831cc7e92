package referral_test

import (
	"log/slog"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/consent"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/job"
	"passerelle/internal/referral"
	"passerelle/internal/seal"
)

// world is La Halte, which refers; Dents, which receives; Comptoir, which has
// nothing to do with it; and a person.
type world struct {
	*dbtest.Universe
	svc     *referral.Service
	consent *consent.Service
	queue   *job.Queue
	log     *event.Log

	maelle access.Actor // street worker of La Halte, the pivot
	pair   access.Actor // a colleague there
	ximena access.Actor // receives, at Dents
	carlos access.Actor // a colleague there
	malik  access.Actor // works at Comptoir
	boss   access.Actor // manages Dents: no business with persons

	person access.Person
	holder access.Actor // the person, by their thread
	acts   atomic.Int64
}

func newWorld(t *testing.T, u *dbtest.Universe) *world {
	t.Helper()
	keys, err := seal.NewKeys()
	must(t, err)
	vault, err := seal.NewVault(keys)
	must(t, err)
	w := &world{Universe: u, queue: job.New(u.DB, u.Clock, slog.New(slog.DiscardHandler))}
	w.log = event.NewLog(w.queue)
	w.consent = consent.New(u.DB, w.log, vault, keys, u.Clock)
	w.svc = referral.New(u.DB, w.log, w.queue, vault, keys, w.consent, w.consent)
	w.log.InTx("consent.withdrawn", w.svc.OnConsentEnded)
	w.log.InTx("consent.refused", w.svc.OnConsentEnded)

	worker := func(id access.Worker, org access.Org, role access.Role) access.Actor {
		return access.ForWorker(dbtest.Region, id, org, access.Team(string(org)+"-team"), role)
	}
	w.maelle, w.pair = worker("maelle", "halte", access.Intervention), worker("pair", "halte", access.Intervention)
	w.ximena, w.carlos = worker("ximena", "dents", access.Intervention), worker("carlos", "dents", access.Coordination)
	w.malik, w.boss = worker("malik", "comptoir", access.Intervention), worker("boss", "dents", access.Management)

	w.person, err = w.consent.Create(u.Ctx, w.maelle, w.act(), consent.NewPerson{Code: "Mésange"})
	must(t, err)
	words, err := w.consent.NewThread(u.Ctx, w.maelle, w.person)
	must(t, err)
	w.holder, err = w.consent.Open(u.Ctx, dbtest.Region, "here", words.String())
	must(t, err)
	return w
}

// act is a form's own id.
func (w *world) act() string { return "act-" + strconv.FormatInt(w.acts.Add(1), 10) }

// The canaries: words that must be nowhere but in the right hands.
const (
	theirWords = "Me duele la muela desde hace tres semanas"
	observed   = "Joue gauche enflée, mange du mou"
	reach      = "819 555-0181 le matin, message neutre"
	tried      = "Ibuprofène donné, première place demandée"
)

func (w *world) draft(t *testing.T, receiver access.Org, callFirst bool) access.Referral {
	t.Helper()
	id, err := w.svc.Draft(w.Ctx, w.maelle, w.act(), referral.NewDraft{Person: w.person, Receiver: receiver, Service: "dentiste", CallFirst: callFirst})
	must(t, err)
	must(t, w.svc.Save(w.Ctx, w.maelle, id, w.act(), referral.Change{
		Version: 1,
		Need:    &referral.Need{Words: theirWords, Language: "es", Observed: observed, Pivot: "Maëlle, 819 555-0100"},
		Contact: &referral.Contact{Called: "Mésange", Reach: reach},
		Done:    &referral.Done{Tried: tried, Accompanied: true},
	}))
	return id
}

func (w *world) allow(t *testing.T, org access.Org, parts ...access.Part) {
	t.Helper()
	w.answer(t, org, consent.Yes, parts...)
}

func (w *world) answer(t *testing.T, org access.Org, a consent.Answer, parts ...access.Part) {
	t.Helper()
	if len(parts) == 0 {
		parts = access.Parts
	}
	q := consent.Question{Person: w.person, Recipient: org, Parts: map[access.Part]consent.Answer{}, Until: consent.ThreeMonths,
		Wording: "v1", Language: "es", How: consent.OnScreen, LiftRefusal: true}
	for _, p := range parts {
		q.Parts[p] = a
	}
	_, err := w.consent.Record(w.Ctx, w.maelle, w.act(), q)
	must(t, err)
}

// sent is a referral on its way to Dents, all parts allowed.
func (w *world) sent(t *testing.T, callFirst bool) access.Referral {
	t.Helper()
	id := w.draft(t, "dents", callFirst)
	w.allow(t, "dents")
	must(t, w.svc.Send(w.Ctx, w.maelle, id, w.act()))
	return id
}

// state is what the sender sees.
func (w *world) state(t *testing.T, id access.Referral) referral.State {
	t.Helper()
	return w.summary(t, w.maelle, id).State
}

func (w *world) summary(t *testing.T, by access.Actor, id access.Referral) referral.Summary {
	t.Helper()
	queue, err := w.svc.List(w.Ctx, by, referral.Filter{})
	must(t, err)
	for _, s := range queue {
		if s.ID == id {
			return s
		}
	}
	t.Fatalf("%s is not in the queue of %s", id, by.Worker())
	return referral.Summary{}
}

// run lets the jobs that are due run.
func (w *world) run(t *testing.T) {
	t.Helper()
	for {
		n, err := w.queue.RunDue(w.Ctx, dbtest.Region)
		must(t, err)
		if n == 0 {
			return
		}
	}
}

// kinds lists what happened, of referrals alone.
func (w *world) kinds(t *testing.T, id access.Referral) (kinds []string) {
	t.Helper()
	must(t, w.DB.Read(w.Ctx, func(tx *db.Tx) error {
		records, err := event.History(w.Ctx, tx, dbtest.Region, string(id))
		for _, r := range records {
			kinds = append(kinds, r.Kind)
		}
		return err
	}))
	return kinds
}

func (w *world) count(t *testing.T, id access.Referral, kind string) (n int) {
	t.Helper()
	for _, k := range w.kinds(t, id) {
		if k == kind {
			n++
		}
	}
	return n
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantKind(t *testing.T, err error, k fault.Kind, key string) {
	t.Helper()
	if !fault.Is(err, k) {
		t.Errorf("err = %v, want %v", err, k)
		return
	}
	if got, _ := fault.KeyOf(err); key != "" && got != key {
		t.Errorf("key = %q, want %q", got, key)
	}
}

const day = 24 * time.Hour
