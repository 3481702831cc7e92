package signal_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strconv"
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
	"passerelle/internal/job"
	"passerelle/internal/seal"
	"passerelle/internal/signal"
	"passerelle/internal/text"
)

// atlas is a small directory.
type atlas struct{}

func (atlas) KnownNeed(code string) bool { return code == "health" || code == "sleep.wash" }
func (atlas) NeedIn(words string) string {
	if strings.Contains(text.Fold(words), "toilettes") {
		return "sleep.wash"
	}
	return ""
}
func (atlas) PlaceOf(typed string) (string, bool) {
	k := strings.Join(text.Words(typed), "-")
	return k, k == "vieux-quai"
}
func (x atlas) PlaceIn(words string) (string, bool) {
	for w := range strings.FieldsSeq(words) {
		if k, ok := x.PlaceOf(w); ok {
			return k, true
		}
	}
	return "", false
}
func (atlas) Named(phrase string) (whole, part bool) {
	p := strings.Join(text.Words(phrase), " ")
	for _, name := range []string{"la maison marie louise", "vieux quai", "tamarac"} {
		whole, part = whole || name == p, part || strings.Contains(" "+name+" ", " "+p+" ")
	}
	return whole, part
}

// desks has somebody in each organisation but one.
type desks struct{}

func (desks) StaffOf(_ context.Context, _ *db.Tx, o access.Org) (map[access.Worker]string, error) {
	if o == "empty" {
		return nil, nil
	}
	return map[access.Worker]string{"w": "Somebody"}, nil
}

// teller notes which conversations were told that an answer waits.
type teller struct {
	mu   sync.Mutex
	told []string
	err  error
}

func (l *teller) AnswerWaits(_ context.Context, _ *db.Tx, _ access.Region, talk string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err != nil {
		return l.err
	}
	if !slices.Contains(l.told, talk) { // a transaction may run twice
		l.told = append(l.told, talk)
	}
	return nil
}

type world struct {
	*dbtest.Universe
	svc    *signal.Service
	keys   seal.Keys
	teller *teller
	acts   atomic.Int64
}

func newWorld(t *testing.T, u *dbtest.Universe) *world {
	t.Helper()
	keys, err := seal.NewKeys()
	must(t, err)
	w := &world{Universe: u, keys: keys, teller: &teller{}}
	w.restart(t)
	return w
}

// restart is a program that begins again on the same database.
func (w *world) restart(t *testing.T) {
	t.Helper()
	vault, err := seal.NewVault(w.keys)
	must(t, err)
	w.svc = signal.New(w.DB, event.NewLog(job.New(w.DB, w.Clock, slog.New(slog.DiscardHandler))), vault, atlas{}, desks{}, w.teller)
}

func who(org string, roles ...access.Role) access.Actor {
	if len(roles) == 0 {
		roles = []access.Role{access.Intervention}
	}
	return access.ForWorker(dbtest.Region, access.Worker("w of "+org), access.Org(org), "", roles...)
}

func (w *world) act() string { return "act-" + strconv.FormatInt(w.acts.Add(1), 10) }

// toilets is a signal with bytes that anybody who cleans would change: two
// spaces, a line end of Windows, a character beyond the first plane, a space at
// the end, an accent in two parts.
var toilets = signal.Said{
	Words: "Les toilettes  du parc sont barrées.\r\nDepuis 3 semaines ! Les gens ⚠️🚽 vont derriere l'e\u0301cole \t ", Spot: "Vieux-Quai", Since: signal.Weeks, Language: "fr",
}

// ogg begins as a recording does.
var ogg = append([]byte("OggS\x00\x02"), []byte{0, 255, 13, 10, 26, 0}...)

func (w *world) said(t *testing.T, by access.Actor, change func(*signal.Said)) string {
	t.Helper()
	x := toilets
	if change != nil {
		change(&x)
	}
	id, err := w.svc.Say(w.Ctx, by, w.act(), x)
	must(t, err)
	return id
}

// hears keeps a text message.
func (w *world) hears(t *testing.T, talk, words string) {
	t.Helper()
	must(t, w.DB.Write(w.Ctx, func(tx *db.Tx) error { return w.svc.Hear(w.Ctx, tx, dbtest.Region, talk, words, "fr") }))
}

func (w *world) answerTo(t *testing.T, talk string) (words string) {
	t.Helper()
	must(t, w.DB.Read(w.Ctx, func(tx *db.Tx) (err error) {
		words, err = w.svc.AnswerTo(w.Ctx, tx, dbtest.Region, talk)
		return err
	}))
	return words
}

func (w *world) show(t *testing.T, by access.Actor, id string) *signal.Situation {
	t.Helper()
	x, err := w.svc.Show(w.Ctx, by, id)
	must(t, err)
	return x
}

func (w *world) list(t *testing.T, by access.Actor) (ids []string) {
	t.Helper()
	list, err := w.svc.List(w.Ctx, by)
	must(t, err)
	for _, x := range list {
		ids = append(ids, x.ID)
	}
	return ids
}

func must(t *testing.T, err error) {
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

// wantKey fails unless the error says this sentence, at this field if one is said.
func wantKey(t *testing.T, err error, field, key string) {
	t.Helper()
	if got, _ := fault.KeyOf(err); got == key && field == "" {
		return
	}
	for _, f := range fault.FieldsOf(err) {
		if f.Key == key && f.Field == field {
			return
		}
	}
	t.Errorf("err = %v, want the sentence %s at %q", err, key, field)
}

var errGateway = errors.New("the queue is full")

const day = 24 * time.Hour
