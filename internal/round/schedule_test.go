package round_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/id"
	"passerelle/internal/round"
)

// walk is one random schedule: three phones, two of them of one person, on one
// round of ten doors. Partitions, answers that are lost after the work was done,
// requests that arrive twice and late, phones killed between two gestures,
// batches by halves, clocks off by years, a phone handed over on the way.
type walk struct {
	w      *world
	rnd    *rand.Rand
	round  string
	phones []*phone
	late   []func() // requests that the network will deliver again
	acked  map[string]bool
	faulty bool // the control: a phone that forgets which id it gave
}

// begin prepares the round and lends it to three phones, as TestARound does.
func begin(t *testing.T, w *world, seed uint64) *walk {
	x := &walk{w: w, rnd: rand.New(rand.NewPCG(seed, 7)), round: w.along(t, fmt.Sprint("rue ", seed)+doors), acked: map[string]bool{}}
	for i, by := range []access.Actor{w.maelle, w.maelle, w.luc} {
		p := w.lent(t, by, x.round)
		p.clock = []time.Duration{0, -56, 73}[i] * 365 * 24 * time.Hour
		x.phones = append(x.phones, p)
	}
	return x
}

func (x *walk) tell(t *testing.T, p *phone) {
	k := kept{door: 1 + x.rnd.IntN(10), result: round.Results[x.rnd.IntN(len(round.Results))], kits: x.rnd.IntN(3)}
	if x.rnd.IntN(3) == 0 {
		k.need = "eat.meal"
	}
	p.tell(t, k, nil)
}

// try sends some of what a phone has, over a network that loses, doubles and
// delays.
func (x *walk) try(t *testing.T, p *phone) {
	if len(p.outbox) == 0 {
		return
	}
	batch := slices.Clone(p.outbox)
	x.rnd.Shuffle(len(batch), func(i, j int) { batch[i], batch[j] = batch[j], batch[i] })
	batch = batch[:1+x.rnd.IntN(len(batch))]
	if x.faulty {
		for i := range batch {
			p.resealed(t, &batch[i])
		}
	}
	switch x.rnd.IntN(5) {
	case 0: // a partition: the request is lost
		return
	case 1: // the work is done, the answer is lost; or the phone is killed before it reads it
		if _, err := p.send(batch); err != nil {
			t.Error(err)
		}
		return
	case 2: // it arrives, and once more later
		x.late = append(x.late, func() {
			if _, err := p.send(batch); err != nil {
				t.Error(err)
			}
		})
	}
	rep, err := p.send(batch)
	if err != nil {
		t.Error(err)
		return
	}
	for bid, f := range rep.Fates {
		if f != round.FateKept {
			t.Errorf("%s: %s", bid, f)
		}
		x.acked[bid] = true
	}
	p.acknowledged(rep)
}

// resealed gives a box an id of its own at each try, as a careless phone would.
func (p *phone) resealed(t *testing.T, b *round.Box) {
	for i, k := range p.kept {
		if k.id != b.ID {
			continue
		}
		before, boxes := p.kept, p.outbox
		k.id = id.New(p.w.Clock.Now())
		p.tell(t, k, nil)
		*b = p.outbox[len(p.outbox)-1]
		p.kept, p.outbox = before, boxes
		p.outbox[slices.IndexFunc(p.outbox, func(o round.Box) bool { return o.ID == before[i].id })].ID = b.ID
		p.kept[i].id = b.ID
		return
	}
}

// run is the schedule, and what heals at its end.
func (x *walk) run(t *testing.T) {
	handed := false
	for range 12 + x.rnd.IntN(12) {
		p := x.phones[x.rnd.IntN(len(x.phones))]
		switch x.rnd.IntN(8) {
		case 0, 1, 2, 3:
			x.tell(t, p)
		case 4, 5, 6:
			x.try(t, p)
		case 7:
			if len(x.late) > 0 {
				x.late[0]()
				x.late = x.late[1:]
			} else if !handed {
				handed = true
				must(t, x.w.svc.HandOver(x.w.Ctx, x.w.cora, x.w.act(), x.round, x.phones[0].pack.Device))
			}
		}
	}
	for _, p := range x.phones {
		p.flush(t)
	}
	for _, again := range x.late {
		again()
	}
}

// expected is what the round comes to, from what was kept on the phones alone:
// written apart from the rules of the package.
func (x *walk) expected() (round.Figures, map[string]int) {
	f, needs := round.Figures{Doors: 10}, map[string]int{}
	best, who := map[int]int{}, map[int]map[*phone]bool{}
	for _, p := range x.phones {
		for _, k := range p.kept {
			best[k.door] = max(best[k.door], slices.Index([]round.Result{round.Absent, round.Again, round.Talked, round.Never}, k.result)+1)
			if who[k.door] == nil {
				who[k.door] = map[*phone]bool{}
			}
			who[k.door][p] = true
			f.Kits += k.kits
			if k.need != "" {
				needs[k.need]++
			}
		}
	}
	for door, b := range best {
		f.Seen++
		*[]*int{&f.Absent, &f.Again, &f.Talked, &f.Never}[b-1]++
		if len(who[door]) > 1 {
			f.Twice++
		}
	}
	return f, needs
}

// differs says how the round stands otherwise than it should; empty: as it
// should.
func (x *walk) differs(t *testing.T) string {
	want, needs := x.expected()
	got := x.w.followed(t, x.round)
	said := map[string]int{}
	for _, n := range got.Needs {
		said[n.Need] = n.N
	}
	all, received := 0, 0
	for _, p := range x.phones {
		all += len(p.kept)
	}
	for _, d := range got.Devices {
		received += d.Received
	}
	if got.Figures != want || !maps.Equal(said, needs) || all != received {
		return fmt.Sprintf("figures %+v, want %+v; needs %v, want %v; %d received, %d told", got.Figures, want, said, needs, received, all)
	}
	return ""
}

// schedules is how many are tried: those of PASSERELLE_SCHEDULES, else two
// thousand; fewer on the engine that answers over a socket.
func schedules(engine string) int {
	if n, err := strconv.Atoi(os.Getenv("PASSERELLE_SCHEDULES")); err == nil {
		return n
	}
	if engine == "postgres" {
		return 400
	}
	return 2000
}

// TestI8OfflineConvergence: random schedules of phones, partitions,
// duplicates and kills come to the state that the set of visits alone gives:
// nothing lost, nothing doubled, each door counted once.
func TestI8OfflineConvergence(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		n := schedules(string(u.DB.Engine()))
		seeds := make(chan uint64)
		var together sync.WaitGroup
		for range 16 { // one writer groups their commits
			together.Go(func() {
				for seed := range seeds {
					x := begin(t, w, seed)
					x.run(t)
					if d := x.differs(t); d != "" {
						t.Errorf("schedule %d: %s", seed, d)
					}
				}
			})
		}
		for seed := range n {
			seeds <- uint64(seed)
		}
		close(seeds)
		together.Wait()
	})
}

// TestSchedulesFindAPhoneThatForgetsItsIds is the control: without ids made
// once, retries are doubled, and the schedules see it.
func TestSchedulesFindAPhoneThatForgetsItsIds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		found := 0
		for seed := range uint64(20) {
			x := begin(t, w, seed)
			x.faulty = true
			x.run(t)
			if x.differs(t) != "" {
				found++
			}
		}
		if found < 5 {
			t.Errorf("%d of 20 schedules see that visits are doubled", found)
		}
	})
}

// TestI6Conservation: at each step of a schedule, what was told is on a phone or
// received, never neither; what was acknowledged is received; and the
// coordinator's page says as many as the phones do.
func TestI6Conservation(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		for seed := range uint64(40) {
			x := begin(t, w, seed)
			for range 25 {
				p := x.phones[x.rnd.IntN(len(x.phones))]
				if x.rnd.IntN(2) == 0 {
					x.tell(t, p)
				} else {
					x.try(t, p)
				}
				x.conserved(t, seed)
			}
		}
	})
}

func (x *walk) conserved(t *testing.T, seed uint64) {
	t.Helper()
	received := map[string]int{}
	for _, d := range x.w.followed(t, x.round).Devices {
		received[d.ID] = d.Received
	}
	for _, p := range x.phones {
		acked := 0
		for _, k := range p.kept {
			if x.acked[k.id] {
				acked++
			}
		}
		if got := received[p.pack.Device]; acked+len(p.outbox) != len(p.kept) || got < acked || got > len(p.kept) {
			t.Fatalf("schedule %d: told %d, on the phone %d, acknowledged %d, received %d", seed, len(p.kept), len(p.outbox), acked, got)
		}
	}
}
