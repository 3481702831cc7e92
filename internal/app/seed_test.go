package app_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/app"
	"passerelle/internal/app/demo"
	"passerelle/internal/clock"
	"passerelle/internal/config"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/org"
	"passerelle/internal/referral"
)

// settings are those of a node whose keys last as long as its test.
func settings(address, keys string) app.Settings {
	return app.Settings{
		Store:  config.Store{DB: address, Keys: keys, Plain: true, Fleeting: true, Region: "demo"},
		Server: config.Server{Listen: "127.0.0.1:0", TimeZone: "America/Toronto", Conns: 4, Grace: time.Second},
		Clock:  clock.System(), Log: slog.New(slog.DiscardHandler),
	}
}

func each(t *testing.T, story func(t *testing.T, set app.Settings)) {
	for _, e := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(e), func(t *testing.T) {
			t.Parallel()
			story(t, settings(dbtest.Address(t, e), filepath.Join(t.TempDir(), "keys")))
		})
	}
}

// lived is the demo's region, made once for each engine. livedKeys are the
// bytes of its keys, by engine.
var (
	livedKeys sync.Map
	lived     = dbtest.Fill(func(e db.Engine, address string) error {
		dir, err := os.MkdirTemp("", "passerelle-lived-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		keys := filepath.Join(dir, "keys")
		a, err := app.OpenDemo(context.Background(), settings(address, keys))
		if err != nil {
			return err
		}
		if err := a.Stop(); err != nil {
			return err
		}
		b, err := os.ReadFile(keys)
		livedKeys.Store(e, b)
		return err
	})
)

// eachLived is each over the demo's region.
func eachLived(t *testing.T, story func(t *testing.T, set app.Settings)) {
	for _, e := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(e), func(t *testing.T) {
			t.Parallel()
			address, keys := lived.Address(t, e), filepath.Join(t.TempDir(), "keys")
			b, _ := livedKeys.Load(e)
			must(t, os.WriteFile(keys, b.([]byte), 0o600))
			story(t, settings(address, keys))
		})
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// numbers reads rows of a word and a number.
func numbers(t *testing.T, a *app.App, q string, args ...any) map[string]int {
	t.Helper()
	type row struct {
		word string
		n    int
	}
	out := map[string]int{}
	must(t, a.DB.Read(context.Background(), func(tx *db.Tx) error {
		rows, err := db.Collect(context.Background(), tx, func(r *row) []any { return []any{&r.word, &r.n} }, q, args...)
		for _, r := range rows {
			out[r.word] = r.n
		}
		return err
	}))
	return out
}

func TestTheRegionIsLived(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, set app.Settings) {
		ctx := context.Background()
		data, err := demo.LoadData()
		must(t, err)
		a, err := app.OpenDemo(ctx, set)
		must(t, err)
		wantDirectory(t, a, data)
		wantStories(t, a, data)
		wantCleanLog(t, a)
		wantPersonas(t, a)
		events := numbers(t, a, `SELECT 'demo', COUNT(*) FROM event WHERE kind LIKE 'demo.%'`)["demo"]
		must(t, a.Stop())

		// A demo that is kept is taken up as it was left.
		again, err := app.OpenDemo(ctx, set)
		must(t, err)
		if now := numbers(t, again, `SELECT 'demo', COUNT(*) FROM event WHERE kind LIKE 'demo.%'`)["demo"]; now != events || events != 2 {
			t.Errorf("%d marks, then %d: the region was made twice, or half", events, now)
		}
		wantDirectory(t, again, data)
		wantPersonas(t, again)
		must(t, again.Stop())
	})
}

func wantDirectory(t *testing.T, a *app.App, data demo.Data) {
	t.Helper()
	orgs := map[access.Org]bool{}
	found := 0
	for l := range a.Index.All() {
		orgs[l.Org] = true
		if l.Searchable() {
			found++
		}
	}
	if len(orgs) < 55 || found < 290 {
		t.Errorf("%d organisations, %d services to find", len(orgs), found)
	}
	for _, s := range data.Services {
		l := a.Index.Get(access.Service(demo.ID("service", s.Code)))
		if l == nil {
			t.Errorf("%s is not in the index", s.Code)
			continue
		}
		if l.ClosedDoors != s.ClosedDoors || l.ConfirmedAt.IsZero() != (s.ConfirmedAgo == demo.Never) || l.Name.FR != s.Name.FR || l.Name.EN != s.Name.EN {
			t.Errorf("%s: %d closed doors, confirmed %v by %q, %v", s.Code, l.ClosedDoors, l.ConfirmedAt, l.ConfirmedBy, l.Name)
		}
		if s.Hidden && (len(l.Places) != 1 || !l.Places[0].Hidden || l.Places[0].HasPoint || l.Places[0].Address != "") {
			t.Errorf("%s is not hidden: %+v", s.Code, l.Places)
		}
	}
}

func wantStories(t *testing.T, a *app.App, data demo.Data) {
	t.Helper()
	want := map[string]int{}
	for _, r := range data.Referrals {
		want[r.State]++
	}
	got := numbers(t, a, `SELECT r.state, COUNT(*) FROM referral AS r WHERE r.region_id = 'demo' GROUP BY r.state`)
	for _, s := range referral.States {
		if got[string(s)] == 0 || got[string(s)] != want[string(s)] {
			t.Errorf("state %s: %d stories, want %d", s, got[string(s)], want[string(s)])
		}
	}
	kinds := numbers(t, a, `SELECT e.kind, COUNT(*) FROM event AS e WHERE e.region_id = 'demo' GROUP BY e.kind`)
	if kinds[referral.RemindedKind] == 0 || kinds[referral.ExpiredKind] != want["expired"] {
		t.Errorf("the machine did not do its part: %d reminders, %d expiries", kinds[referral.RemindedKind], kinds[referral.ExpiredKind])
	}
	late := numbers(t, a, `SELECT 'late', COUNT(*) FROM referral AS r WHERE r.region_id = 'demo' AND r.state = 'expired' AND r.ended_at <> r.expires_at`)
	if late["late"] != 0 {
		t.Error("an expiry did not happen at its own instant")
	}
	future := numbers(t, a, `SELECT 'future', COUNT(*) FROM event AS e WHERE e.at > $1`, db.At(clock.System().Now()))
	if future["future"] != 0 || clock.System().Now().Sub(a.Clock.Now()) > time.Minute {
		t.Errorf("%d events are still to come; the clock says %v", future["future"], a.Clock.Now())
	}
	jobs := numbers(t, a, `SELECT j.state, COUNT(*) FROM job AS j WHERE j.last_error <> '' OR j.state IN ('discarded', 'running') GROUP BY j.state`)
	if len(jobs) != 0 {
		t.Errorf("jobs in trouble: %v", jobs)
	}
}

func wantCleanLog(t *testing.T, a *app.App) {
	t.Helper()
	must(t, a.DB.Read(context.Background(), func(tx *db.Tx) error {
		v, err := event.Verify(context.Background(), tx, a.Keys.Verifier, nil)
		if len(v.Faults) != 0 || v.Waiting != 0 || v.Linked < 700 {
			t.Errorf("log: %d linked, %d waiting, %v", v.Linked, v.Waiting, v.Faults)
		}
		return err
	}))
}

// wantPersonas steps into every role as a browser does.
func wantPersonas(t *testing.T, a *app.App) {
	t.Helper()
	h := a.Site.Handler()
	lands := map[string]int{}
	for _, p := range a.Site.Demo.Personas {
		in := serve(h, http.MethodPost, "/fr/demo/"+p.Code)
		where := in.Header.Get("Location")
		page := serve(h, http.MethodGet, where, in.Cookies()...)
		body, err := io.ReadAll(page.Body)
		must(t, err)
		if in.StatusCode != http.StatusSeeOther || page.StatusCode != http.StatusOK || !strings.Contains(string(body), `/fr/demo/visitor"`) {
			t.Errorf("%s: %d to %q, then %d", p.Code, in.StatusCode, where, page.StatusCode)
		}
		if strings.HasPrefix(where, "/fr/reponse/") {
			where = "/fr/reponse/"
		}
		lands[where]++
	}
	if lands["/fr/app"] < 6 || lands["/fr/lien/page"] < 2 || lands["/fr/reponse/"] != 1 || lands["/fr/"] != 1 {
		t.Errorf("the strip leads to %v", lands)
	}
	if got := serve(h, http.MethodPost, "/fr/demo/personne").StatusCode; got != http.StatusNotFound {
		t.Errorf("an unknown role: %d", got)
	}
}

func serve(h http.Handler, method, path string, cookies ...*http.Cookie) *http.Response {
	r := httptest.NewRequest(method, path, nil)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for _, c := range cookies {
		if c.Value != "" {
			r.AddCookie(c)
		}
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

// What a demo must never do to a region of real people.
func TestADemoIsMadeOverNothingElse(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, set app.Settings) {
		ctx := context.Background()
		a, err := app.Open(ctx, set)
		must(t, err)
		_, err = a.Org.CreateOrg(ctx, access.ForOperator("demo"), org.NewOrg{Sector: org.Community, Regime: org.PrivateQuebec, NameFR: "Vraie"})
		must(t, errors.Join(err, a.Stop()))
		_, err = app.OpenDemo(ctx, set)
		if key, _ := fault.KeyOf(err); key != "cli.demo_not_ours" {
			t.Errorf("err = %v", err)
		}
	})
}

func TestARealInstallationHasNoStrip(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, set app.Settings) {
		a, err := app.Open(context.Background(), set)
		must(t, err)
		defer func() { must(t, a.Stop()) }()
		h := a.Site.Handler()
		for _, path := range []string{"/fr/demo/maelle", "/fr/demo/visitor"} {
			if got := serve(h, http.MethodPost, path).StatusCode; got != http.StatusNotFound {
				t.Errorf("%s: %d", path, got)
			}
		}
		body, err := io.ReadAll(serve(h, http.MethodGet, "/fr/").Body)
		must(t, err)
		if strings.Contains(string(body), `class="strip"`) {
			t.Error("the strip stands in a real installation")
		}
	})
}
