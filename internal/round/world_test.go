package round_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/id"
	"passerelle/internal/job"
	"passerelle/internal/round"
	"passerelle/internal/seal"
)

// board is the board of needs: what it heard, once the transaction held.
type board struct {
	mu    sync.Mutex
	slips map[string]bool
	heard []round.Heard
}

func (*board) Known(code string) bool { return code == "eat.meal" || code == "health.dentist" }

func (b *board) Hear(_ context.Context, _ *db.Tx, _ access.Actor, h round.Heard) (bool, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.heard = append(b.heard, h)
	if h.Slip == "" {
		return true, nil
	}
	taken := b.slips[h.Slip]
	b.slips[h.Slip] = true
	return !taken, nil
}

// crew is who works where.
type crew struct {
	mu   sync.Mutex
	left map[access.Worker]bool
}

func (c *crew) StaffOf(_ context.Context, _ *db.Tx, o access.Org) (map[access.Worker]string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := map[access.Worker]string{}
	if o == "halte" {
		for _, w := range []access.Worker{"maelle", "luc", "cora"} {
			if !c.left[w] {
				all[w] = string(w)
			}
		}
	}
	return all, nil
}

type sectors struct{}

func (sectors) PlaceOf(typed string) (string, bool) {
	return strings.ToLower(typed), strings.EqualFold(typed, "faubourg")
}

type world struct {
	*dbtest.Universe
	svc                     *round.Service
	queue                   *job.Queue
	board                   *board
	crew                    *crew
	cora, maelle, luc       access.Actor // who prepares, and two who walk
	boss, stranger, foreign access.Actor // administers; another organisation; another region
	acts                    atomic.Int64
}

func newWorld(t testing.TB, u *dbtest.Universe) *world {
	t.Helper()
	who := func(region access.Region, name, org string, role access.Role) access.Actor {
		return access.ForWorker(region, access.Worker(name), access.Org(org), "", role)
	}
	keys, err := seal.NewKeys()
	must(t, err)
	vault, err := seal.NewVault(keys)
	must(t, err)
	w := &world{
		Universe: u, board: &board{slips: map[string]bool{}}, crew: &crew{left: map[access.Worker]bool{}},
		cora:   who(dbtest.Region, "cora", "halte", access.Coordination),
		maelle: who(dbtest.Region, "maelle", "halte", access.Intervention), luc: who(dbtest.Region, "luc", "halte", access.Intervention),
		boss: who(dbtest.Region, "boss", "halte", access.Administration), stranger: who(dbtest.Region, "malik", "comptoir", access.Coordination),
		foreign: who("region-b", "cora", "halte", access.Coordination),
	}
	w.queue = job.New(u.DB, u.Clock, slog.New(slog.DiscardHandler))
	w.svc = round.New(u.DB, event.NewLog(w.queue), w.queue, vault, keys, u.Clock, w.board, w.crew, sectors{})
	return w
}

func (w *world) act() string { return fmt.Sprint("act-", w.acts.Add(1)) }

// doors are those of a street: five a side.
const doors = " : 1-9 impairs, 2-10 pairs"

const street = "rue des Récollets" + doors

// prepared is a round of ten doors.
func (w *world) prepared(t testing.TB) string { t.Helper(); return w.along(t, street) }

func (w *world) along(t testing.TB, streets string) string {
	t.Helper()
	r, err := w.svc.Prepare(w.Ctx, w.cora, w.act(), round.Preparing{Name: "Récollets, jeudi", Place: "Faubourg", Streets: streets, Kit: "kit d'hygiène", Days: 2})
	must(t, err)
	return r
}

// phone is a phone as the page makes it: what it keeps is sealed, has an id, and
// stays until it is acknowledged.
type phone struct {
	w             *world
	claim, sender string
	pack          round.Pack
	outbox        []round.Box // kept on the phone, not acknowledged
	kept          []kept      // all that was ever kept on it
	clock         time.Duration
}

// kept is what a worker told a phone.
type kept struct {
	id     string
	door   int
	result round.Result
	kits   int
	need   string
}

func secret() string { return strings.Repeat(id.Secret(20), 2) }

func (w *world) lent(t testing.TB, by access.Actor, r string) *phone {
	t.Helper()
	d, err := w.svc.Lend(w.Ctx, by, w.act(), r, "")
	must(t, err)
	_, link, err := w.svc.Link(w.Ctx, by, r, d)
	must(t, err)
	p := &phone{w: w, claim: secret(), sender: secret()}
	p.pack, err = w.svc.Claim(w.Ctx, dbtest.Region, "phone", round.Opening{Link: link, Claim: p.claim, Sender: p.sender, Clock: w.Clock.Now()})
	must(t, err)
	return p
}

// tell keeps a visit on the phone.
func (p *phone) tell(t testing.TB, k kept, more map[string]any) kept {
	t.Helper()
	if k.id == "" {
		k.id = id.New(p.w.Clock.Now())
	}
	told := map[string]any{"v": 1, "d": k.door, "r": k.result, "k": k.kits, "n": k.need, "t": p.w.Clock.Now().Add(p.clock).UnixMilli()}
	for name, v := range more {
		told[name] = v
	}
	plain, err := json.Marshal(told)
	must(t, err)
	sealed, err := seal.SealBox(p.pack.Round.Public, plain, p.pack.Round.ID, p.pack.Device, k.id)
	must(t, err)
	p.outbox = append(p.outbox, round.Box{ID: k.id, Sealed: sealed})
	p.kept = append(p.kept, k)
	return k
}

// send gives what is in hand, and forgets what was acknowledged.
func (p *phone) send(boxes []round.Box) (round.Report, error) {
	rep, err := p.w.svc.Send(p.w.Ctx, dbtest.Region, "phone", round.Sending{Sender: p.sender, Boxes: boxes, Clock: p.w.Clock.Now().Add(p.clock)})
	return rep, err
}

func (p *phone) acknowledged(rep round.Report) {
	var left []round.Box
	for _, b := range p.outbox {
		if f := rep.Fates[b.ID]; f != round.FateKept && f != round.FateSlip {
			left = append(left, b)
		}
	}
	p.outbox = left
}

func (p *phone) flush(t testing.TB) round.Report {
	t.Helper()
	rep, err := p.send(p.outbox)
	must(t, err)
	p.acknowledged(rep)
	return rep
}

func (w *world) followed(t testing.TB, r string) round.Followed {
	t.Helper()
	f, _, err := w.svc.Follow(w.Ctx, w.cora, r)
	must(t, err)
	return f
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantKey(t testing.TB, err error, key string) {
	t.Helper()
	got, _ := fault.KeyOf(err)
	if got == "" {
		for _, f := range fault.FieldsOf(err) {
			k, _ := fault.KeyOf(f)
			if k == key {
				return
			}
			got = k
		}
	}
	if got != key {
		t.Errorf("got %q (%v), want %q", got, err, key)
	}
}
