package share_test

import (
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/job"
	"passerelle/internal/share"
)

type world struct {
	*dbtest.Universe
	svc             *share.Service
	awa, bob, other access.Actor
	acts            int
}

func newWorld(t *testing.T, u *dbtest.Universe) *world {
	t.Helper()
	log := event.NewLog(job.New(u.DB, u.Clock, slog.New(slog.DiscardHandler)))
	who := func(name, org string, role access.Role) access.Actor {
		return access.ForWorker(dbtest.Region, access.Worker(name), access.Org(org), "", role)
	}
	return &world{Universe: u, svc: share.New(u.DB, log),
		awa: who("awa", "halte", access.Coordination), bob: who("bob", "halte", access.Intervention), other: who("eve", "clinique", access.Administration)}
}

func (w *world) act() string { w.acts++; return "act-" + strconv.Itoa(w.acts) }

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

func wantField(t *testing.T, err error, key string) {
	t.Helper()
	for _, f := range fault.FieldsOf(err) {
		if f.Key == key {
			return
		}
	}
	t.Errorf("err = %v, want the sentence %s", err, key)
}

// TestAListIsOfItsOrganisation: any worker of the house keeps it, anyone with
// the code reads it, nobody of another house changes it or learns that it is
// there to be changed.
func TestAListIsOfItsOrganisation(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		code, err := w.svc.Save(u.Ctx, w.bob, w.act(), "  Manger  ce soir ", []access.Service{"b", "a", "b", ""})
		must(t, err)
		l, err := w.svc.ByCode(u.Ctx, dbtest.Region, code)
		must(t, err)
		if l.Name != "Manger ce soir" || !slices.Equal(l.Services, []access.Service{"b", "a"}) || l.Org != "halte" || !l.Standing() || l.Changed.IsZero() {
			t.Errorf("%+v", l)
		}
		name := "Manger"
		must(t, w.svc.Change(u.Ctx, w.awa, w.act(), code, share.Change{Version: l.Version, Name: &name, Services: []access.Service{"a", "c"}}))
		l, err = w.svc.Own(u.Ctx, w.bob, code)
		must(t, err)
		if l.Name != "Manger" || !slices.Equal(l.Services, []access.Service{"a", "c"}) {
			t.Errorf("%+v", l)
		}
		wantKind(t, w.svc.Change(u.Ctx, w.other, w.act(), code, share.Change{Version: l.Version, Name: &name}), fault.NotFound)
		wantKind(t, w.svc.Remove(u.Ctx, w.other, w.act(), code), fault.NotFound)
		_, err = w.svc.Own(u.Ctx, w.other, code)
		wantKind(t, err, fault.NotFound)
		_, err = w.svc.Save(u.Ctx, access.Anyone(dbtest.Region), w.act(), "x", nil)
		wantKind(t, err, fault.NotFound)
		if theirs, err := w.svc.Lists(u.Ctx, w.other); err != nil || len(theirs) != 0 {
			t.Errorf("another house sees %v, %v", theirs, err)
		}
		if _, err := w.svc.ByCode(u.Ctx, "region-b", code); !fault.Is(err, fault.NotFound) {
			t.Errorf("another region reads it: %v", err)
		}
		u.WantEvents(t, "share.list_saved", "share.list_changed")
	})
}

// TestARemovedListTellsSo: the paper in a pocket is answered, with nothing of
// what the list held.
func TestARemovedListTellsSo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		code, err := w.svc.Save(u.Ctx, w.awa, w.act(), "Dormir", []access.Service{"a"})
		must(t, err)
		act := w.act()
		must(t, w.svc.Remove(u.Ctx, w.awa, act, code))
		must(t, w.svc.Remove(u.Ctx, w.awa, act, code)) // the browser sent it twice
		l, err := w.svc.ByCode(u.Ctx, dbtest.Region, code)
		must(t, err)
		if l.Standing() || l.Name != "" || len(l.Services) != 0 || l.Org != "halte" {
			t.Errorf("%+v", l)
		}
		wantKind(t, w.svc.Remove(u.Ctx, w.awa, w.act(), code), fault.NotFound)
		if mine, err := w.svc.Lists(u.Ctx, w.awa); err != nil || len(mine) != 0 {
			t.Errorf("%v, %v", mine, err)
		}
		u.WantEvents(t, "share.list_saved", "share.list_removed")
	})
}

// TestTwoColleaguesAtOnce: of two changes from one version, one is kept and
// the other is told; nothing is overwritten.
func TestTwoColleaguesAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		code, err := w.svc.Save(u.Ctx, w.awa, w.act(), "Dormir", []access.Service{"a"})
		must(t, err)
		var work sync.WaitGroup
		errs := make([]error, 2)
		for i, add := range []access.Service{"b", "c"} {
			by, act := []access.Actor{w.awa, w.bob}[i], w.act()
			work.Go(func() {
				errs[i] = w.svc.Change(u.Ctx, by, act, code, share.Change{Services: []access.Service{"a", add}})
			})
		}
		work.Wait()
		refused := 0
		for _, err := range errs {
			if fault.Is(err, fault.Conflict) {
				refused++
			} else {
				must(t, err)
			}
		}
		if refused != 1 {
			t.Errorf("%d of two were told, want 1: %v", refused, errs)
		}
	})
}

// TestBounds: a name is one line that fits on paper, a list is short, and a
// form without its act is refused.
func TestBounds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		_, err := w.svc.Save(u.Ctx, w.awa, w.act(), " \n ", nil)
		wantField(t, err, "share.name_empty")
		_, err = w.svc.Save(u.Ctx, w.awa, w.act(), strings.Repeat("é", 81), nil)
		wantField(t, err, "share.name_long")
		var many []access.Service
		for i := range share.ListMost + 1 {
			many = append(many, access.Service(strconv.Itoa(i)))
		}
		_, err = w.svc.Save(u.Ctx, w.awa, w.act(), "Tout", many)
		wantField(t, err, "share.list_full")
		_, err = w.svc.Save(u.Ctx, w.awa, "", "Sans acte", nil)
		wantKind(t, err, fault.Invalid)
		code, err := w.svc.Save(u.Ctx, w.awa, w.act(), "Vide", nil)
		must(t, err)
		must(t, w.svc.Change(u.Ctx, w.awa, w.act(), code, share.Change{Services: many[:share.ListMost]}))
		wantField(t, w.svc.Change(u.Ctx, w.awa, w.act(), code, share.Change{Version: 1, Services: many}), "share.list_full")
	})
}

// TestSites: only those who answer for the organisation name its sites, each
// organisation its own.
func TestSites(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		must(t, w.svc.AllowSite(u.Ctx, w.awa, w.act(), "Halte.example/"))
		must(t, w.svc.AllowSite(u.Ctx, w.awa, w.act(), "https://halte.example"))
		wantKind(t, w.svc.AllowSite(u.Ctx, w.bob, w.act(), "https://bob.example"), fault.NotFound)
		wantField(t, w.svc.AllowSite(u.Ctx, w.awa, w.act(), "https://*.example.org"), "share.site_shape")
		sites, err := w.svc.Sites(u.Ctx, dbtest.Region, "halte")
		must(t, err)
		if !slices.Equal(sites, []string{"https://halte.example"}) {
			t.Errorf("%v", sites)
		}
		must(t, w.svc.ForbidSite(u.Ctx, w.other, w.act(), "https://halte.example")) // of their own house: nothing
		if sites, _ := w.svc.Sites(u.Ctx, dbtest.Region, "halte"); len(sites) != 1 {
			t.Error("another house took our site away")
		}
		must(t, w.svc.ForbidSite(u.Ctx, w.awa, w.act(), "https://halte.example"))
		if sites, _ := w.svc.Sites(u.Ctx, dbtest.Region, "halte"); len(sites) != 0 {
			t.Errorf("%v", sites)
		}
	})
}

// TestOrigin: what goes into a header is one origin and nothing else.
func TestOrigin(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"www.exemple.org": "https://www.exemple.org", " https://Exemple.org/page/ ": "https://exemple.org", "https://exemple.org:8443": "https://exemple.org:8443",
	} {
		if got, err := share.Origin(typed); err != nil || got != want {
			t.Errorf("%q gives %q, %v", typed, got, err)
		}
	}
	for _, typed := range []string{
		"", "https://", "http://exemple.org", "https://*.exemple.org", "https://*", "exemple", "https://a b.org", "https://exemple.org; script-src *",
		"https://exemple.org'", "javascript://exemple.org", "https://u@exemple.org", "https://exemple..org", "https://.org", "https://exemple.org\nX: y", "data:text/html", "https://exemple.org?x", "https://exemple.org:port",
	} {
		if got, err := share.Origin(typed); err == nil {
			t.Errorf("%q is taken as %q", typed, got)
		}
	}
}

// FuzzOrigin: whatever is typed, a taken origin is safe in a header's value.
func FuzzOrigin(f *testing.F) {
	for _, s := range []string{"exemple.org", "https://exemple.org:443/", "https://[::1]:80"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		got, err := share.Origin(typed)
		if err == nil && (strings.ContainsAny(got, " ;,*'\"\r\n") || !strings.HasPrefix(got, "https://")) {
			t.Errorf("%q gives %q", typed, got)
		}
	})
}
