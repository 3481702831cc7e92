package need_test

import (
	"log/slog"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/job"
	"passerelle/internal/need"
	"passerelle/internal/seal"
	"passerelle/internal/text"
)

// atlas is a small directory: three needs and two places.
type atlas struct{}

func (atlas) KnownNeed(code string) bool {
	return code == "eat.meal" || code == "sleep.shelter" || code == "health"
}

func (atlas) NeedIn(words string) string {
	switch w := text.Fold(words); {
	case strings.Contains(w, "faim"), strings.Contains(w, "hungry"):
		return "eat.meal"
	case strings.Contains(w, "dormir"):
		return "sleep.shelter"
	}
	return ""
}

func (atlas) PlaceOf(typed string) (string, bool) {
	switch k := strings.Join(text.Words(typed), "-"); k {
	case "vieux-quai", "faubourg":
		return k, true
	}
	return "", false
}

func (x atlas) PlaceIn(words string) (string, bool) {
	for w := range strings.FieldsSeq(words) {
		if key, ok := x.PlaceOf(w); ok {
			return key, true
		}
	}
	return "", false
}

type world struct {
	*dbtest.Universe
	svc                 *need.Service
	queue               *job.Queue
	keys                seal.Keys
	maelle, malik, nora access.Actor // who accompany people, in two organisations and a third
	boss, other, anyone access.Actor // who do not, or not here
	acts                atomic.Int64
}

func newWorld(t testing.TB, u *dbtest.Universe) *world {
	t.Helper()
	who := func(name, org string, role access.Role) access.Actor {
		return access.ForWorker(dbtest.Region, access.Worker(name), access.Org(org), "", role)
	}
	keys, err := seal.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	w := &world{
		Universe: u, keys: keys, maelle: who("maelle", "halte", access.Intervention), malik: who("malik", "comptoir", access.Coordination), nora: who("nora", "ciusss", access.Intervention),
		boss: who("boss", "halte", access.Management), other: access.ForWorker("region-b", "maelle", "halte", "", access.Intervention), anyone: access.Anyone(dbtest.Region),
	}
	w.restart(t)
	return w
}

// restart is a program that begins again on the same database.
func (w *world) restart(t testing.TB) {
	t.Helper()
	vault, err := seal.NewVault(w.keys)
	if err != nil {
		t.Fatal(err)
	}
	w.queue = job.New(w.DB, w.Clock, slog.New(slog.DiscardHandler))
	w.svc = need.New(w.DB, event.NewLog(w.queue), w.queue, vault, w.keys, w.Clock, atlas{})
}

func (w *world) act() string { return "act-" + strconv.FormatInt(w.acts.Add(1), 10) }

// said is a need of the public, and its receipt.
func (w *world) said(t *testing.T, words string) need.Receipt {
	t.Helper()
	r, err := w.svc.Say(w.Ctx, w.anyone, "a", w.act(), need.Said{Words: words, Place: "Vieux-Quai"})
	must(t, err)
	return r
}

// newest is the id of the newest need that nobody answered.
func (w *world) newest(t *testing.T) string {
	t.Helper()
	b, err := w.svc.Board(w.Ctx, w.maelle, need.Filter{})
	must(t, err)
	if len(b.Living) == 0 {
		t.Fatal("nothing is on the board")
	}
	return b.Living[0].ID
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantKind(t *testing.T, err error, k fault.Kind) {
	t.Helper()
	if !fault.Is(err, k) {
		t.Errorf("err = %v, want kind %v", err, k)
	}
}

// wantKey fails unless the error says this sentence.
func wantKey(t *testing.T, err error, key string) {
	t.Helper()
	if got, _ := fault.KeyOf(err); got == key {
		return
	}
	for _, f := range fault.FieldsOf(err) {
		if f.Key == key {
			return
		}
	}
	t.Errorf("err = %v, want the sentence %s", err, key)
}
