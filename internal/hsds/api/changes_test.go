package api_test

import (
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/hsds/hsdstest"
)

// mirror is another directory that follows this one, by the protocol alone.
type mirror struct {
	f       *feed
	since   string
	records map[string]object // by type and id
	lines   int
}

func (m *mirror) follow() {
	m.f.t.Helper()
	m.lines = 0
	for _, l := range m.f.lines("/changes?modified_after=" + url.QueryEscape(m.since)) {
		key := l["resource_type"].(string) + " " + l["resource_id"].(string)
		if l["modified"].(string) < m.since {
			m.f.t.Errorf("a change of %s comes after one of %s", l["modified"], m.since)
		}
		m.since = l["modified"].(string)
		m.lines++
		if l["withdrawn"] == true {
			delete(m.records, key)
			continue
		}
		m.records[key] = l["record"].(object)
	}
}

// agrees compares the mirror with what the directory says of itself.
func (m *mirror) agrees(when string) {
	m.f.t.Helper()
	there := map[string]object{}
	for path, table := range map[string]string{"services?full=true&": "service", "service_at_locations?full=true&": "service_at_location", "taxonomies?": "taxonomy", "taxonomy_terms?": "taxonomy_term"} {
		for _, o := range m.f.lines("/" + path + "format=ndjson") {
			there[table+" "+o["id"].(string)] = o
		}
	}
	for _, o := range m.f.lines("/organizations?full=true&format=ndjson") {
		delete(o, "services") // they have lines of their own
		there["organization "+o["id"].(string)] = o
	}
	for key, o := range there {
		if !reflect.DeepEqual(untimed(m.records[key]), untimed(o)) {
			m.f.t.Errorf("%s: who follows has of %s\n%v, not\n%v", when, key, m.records[key], o)
		}
	}
	for key := range m.records {
		if there[key] == nil {
			m.f.t.Errorf("%s: who follows still has %s", when, key)
		}
	}
}

// untimed is an object without the instants of its services: a service at a
// location may have been sent before the service changed its own.
func untimed(o any) any {
	switch o := o.(type) {
	case object:
		c := object{}
		for k, v := range o {
			if k != "last_modified" {
				c[k] = untimed(v)
			}
		}
		return c
	case []any:
		var c []any
		for _, v := range o {
			c = append(c, untimed(v))
		}
		return c
	}
	return o
}

// Whoever follows the changes has the same directory, whatever happens to it:
// imports, what is said here, addresses hidden and shown, imports taken back.
func TestWhoFollowsHasTheSameDirectory(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		f := openFeed(t, u)
		m := &mirror{f: f, records: map[string]object{}}
		step := func(when string, act func()) {
			t.Helper()
			u.Clock.Advance(1500 * time.Millisecond)
			act()
			f.publish()
			m.follow()
			m.agrees(when)
		}
		step("an empty directory", func() {})
		packages := make([]hsdstest.Package, 3)
		for seed := range packages {
			packages[seed] = rapid.Custom(func(t *rapid.T) hsdstest.Package { return hsdstest.Random(t, "m"+string(rune('a'+seed))) }).Example(seed)
			step("imported", func() { f.take(packages[seed]) })
		}
		step("the first package says something else", func() {
			p := packages[0]
			p.List = slices.Clone(p.List)
			for i, r := range p.List {
				switch {
				case i%3 == 0 && r.Table == "phone":
					r.Values = slices.Clone(r.Values)
					r.Set("number", "514 555-0199")
				case i%4 == 0 && r.Table == "organization":
					r.Withheld = !r.Withheld
				}
				p.List[i] = r
			}
			f.take(p)
		})
		step("things are said here", func() { f.says(packages[1]) })
		some := ids(f.lines("/services?format=ndjson"))
		step("one is confirmed", func() {
			if err := f.dir.Confirm(u.Ctx, keeper, access.Service(some[0]), "Le Pont"); err != nil {
				t.Fatal(err)
			}
		})
		step("one is corrected", func() {
			if err := f.dir.Correct(u.Ctx, keeper, access.Service(some[1]), "name", "Autre nom"); err != nil {
				t.Fatal(err)
			}
		})
		step("two become one", func() {
			if err := f.dir.Unite(u.Ctx, keeper, "unite", access.Service(some[0]), access.Service(some[1]), nil); err != nil {
				t.Fatal(err)
			}
		})
		step("and two again", func() {
			h, err := f.dir.History(u.Ctx, keeper, access.Service(some[0]))
			if err == nil {
				err = f.dir.Revert(u.Ctx, keeper, "undo", h.Revisions[0].ID, false)
			}
			if err != nil {
				t.Fatal(err)
			}
		})
		step("nothing", func() {})
		quiet := m.lines
		rep, err := f.dir.Import(u.Ctx, keeper, hsdstest.Few(3), directory.ImportOptions{})
		if err != nil {
			t.Fatal(err)
		}
		step("three more", func() {})
		if m.lines > quiet+3+1 { // three services and their organisation
			t.Errorf("three new services make %d lines, and none made %d", m.lines, quiet)
		}
		step("taken back", func() {
			if err := f.dir.Undo(u.Ctx, keeper, rep.Run); err != nil {
				t.Fatal(err)
			}
		})
		if m.lines < 4 {
			t.Errorf("what was withdrawn makes %d lines", m.lines)
		}
	})
}

// A service that became one with another is withdrawn with the name of what it
// became, and its address leads there.
func TestAServiceThatBecameAnotherLeadsThere(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		f := openFeed(t, u, hsdstest.Few(3))
		f.publish()
		some := ids(f.lines("/services?format=ndjson"))
		u.Clock.Advance(1500 * time.Millisecond)
		if err := f.dir.Unite(u.Ctx, keeper, "unite", access.Service(some[0]), access.Service(some[1]), nil); err != nil {
			t.Fatal(err)
		}
		f.publish()
		told := false
		for _, l := range f.lines("/changes?resource_type=service&modified_after=" + url.QueryEscape(directory.Instant(u.Clock.Now()))) {
			if l["resource_id"] == some[1] {
				told = l["withdrawn"] == true && l["became"] == some[0]
			}
		}
		if !told {
			t.Error("who follows is not told what became of it")
		}
		f.Client().CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		moved := f.get("/services/" + some[1])
		if moved.status != http.StatusMovedPermanently || !strings.HasSuffix(moved.header.Get("Location"), "/hsds/services/"+some[0]) {
			t.Errorf("its address answers %d and leads to %q", moved.status, moved.header.Get("Location"))
		}
		if asked := f.get("/services/" + some[1] + "?lang=en"); !strings.HasSuffix(asked.header.Get("Location"), some[0]+"?lang=en") {
			t.Errorf("what was asked for beside is lost: %q", asked.header.Get("Location"))
		}
		f.get("/services/"+hsdstest.ID("x", "x")).wants(t, "nothing", http.StatusNotFound, "id")
	})
}

// A service changed when anything that its answer nests did, and only then.
func TestLastModifiedMovesWithWhatIsNested(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		f := openFeed(t, u, town())
		f.publish()
		path := "/services/" + hsdstest.ID("service", "a")
		instant := func() string { return f.read(path)["last_modified"].(string) }
		start := instant()
		if start != "2026-03-02T14:00:00.000Z" {
			t.Fatalf("first published at %s", start)
		}
		change := func(what, table, column, value string) {
			t.Helper()
			u.Clock.Advance(1500 * time.Millisecond)
			p := town()
			for i, r := range p.List {
				if r.Table == table {
					r.Set(column, value)
					p.List[i] = r
				}
			}
			before := instant()
			f.take(p)
			f.publish()
			if at := instant(); at <= before || at != directory.Instant(u.Clock.Now()) {
				t.Errorf("%s changed at %s, and it last changed at %s", what, directory.Instant(u.Clock.Now()), at)
			}
			u.Clock.Advance(1500 * time.Millisecond)
			f.take(town()) // and back
			f.publish()
			u.Clock.Advance(1500 * time.Millisecond)
			before = instant()
			f.take(town())
			f.publish()
			if at := instant(); at != before {
				t.Errorf("the same package again moves it from %s to %s", before, at)
			}
		}
		change("its telephone", "phone", "number", "514 555-0199")
		change("its hours", "schedule", "opens_at", "21:00")
		change("its address", "address", "address_1", "13 rue")
		change("the name of the place", "location", "name", "Porte rouge")
		change("its organisation", "organization", "description", "Autre")
		change("its program", "program", "name", "Jour")
		change("the name of a term it bears", "taxonomy_term", "name", "Abri")
		u.Clock.Advance(time.Second)
		before := instant()
		if err := f.dir.Declare(u.Ctx, keeper, access.Service(hsdstest.ID("service", "a")), directory.Fact{Kind: directory.FactPaper, Code: "ifhp", Value: "no"}); err != nil {
			t.Fatal(err)
		}
		f.publish()
		if instant() <= before {
			t.Error("a fact said here moves nothing")
		}
	})
}

func TestModifiedAfterMeansOnOrAfter(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		f := openFeed(t, u, hsdstest.Few(3))
		f.publish()
		u.Clock.Advance(1234 * time.Millisecond)
		f.take(town())
		f.publish()
		for _, path := range []string{"/services", "/service_at_locations"} {
			all := f.lines(path + "?format=ndjson&full=true")
			for _, since := range []string{"2026-03-02T14:00:00.000Z", "2026-03-02T14:00:01.233Z", "2026-03-02T14:00:01.234Z", "2026-03-02T14:00:01.235Z",
				"2026-03-02", "2026-03-03", "2026-03-02T09:00:01.234-05:00", "2026-03-02T14:00:01.234", "2030-01-01T00:00:00Z"} {
				at, err := time.Parse(time.RFC3339Nano, since)
				if err != nil {
					if at, err = time.Parse("2006-01-02T15:04:05.999", since); err != nil {
						at, err = time.Parse(time.DateOnly, since)
					}
				}
				if err != nil {
					t.Fatal(err)
				}
				var want []string
				for _, o := range all {
					s := o
					if path == "/service_at_locations" {
						s = o["service"].(object) // published together with it
					}
					if m, err := time.Parse(time.RFC3339Nano, s["last_modified"].(string)); err != nil || !m.Before(at) {
						want = append(want, o["id"].(string))
					}
				}
				for _, query := range []string{"", "&full=true", "&minimal=true"} {
					if got := ids(contents(f.read(path + "?modified_after=" + url.QueryEscape(since) + query))); !slices.Equal(got, want) {
						t.Errorf("%s since %s%s: %v, want %v", path, since, query, got, want)
					}
				}
				if got := ids(f.lines(path + "?format=ndjson&modified_after=" + url.QueryEscape(since))); !slices.Equal(got, want) {
					t.Errorf("%s since %s, streamed: %v, want %v", path, since, got, want)
				}
			}
			for _, wrong := range []string{"yesterday", "2026-13-01", "2026-02-30", "1700000000", "2026-03-02T25:00:00Z", "02/03/2026"} {
				f.get(path+"?modified_after="+url.QueryEscape(wrong)).wants(t, wrong, http.StatusBadRequest, "modified_after")
			}
		}
		if got := f.lines("/services?format=ndjson&modified_after=2026-03-02T14:00:01.234Z&search=refuge"); len(got) != 1 {
			t.Errorf("with a search: %v", got)
		}
	})
}

func TestChangesOfOneType(t *testing.T) {
	f := openFeed(t, dbtest.New(t, "sqlite"), town())
	f.publish()
	all := f.lines("/changes")
	n := 0
	for _, table := range directory.Published {
		some := f.lines("/changes?resource_type=" + table)
		for _, l := range some {
			if l["resource_type"] != table {
				t.Errorf("%s among %s", l["resource_type"], table)
			}
		}
		n += len(some)
	}
	if n != len(all) || n < 5 {
		t.Errorf("%d lines by type, %d in all", n, len(all))
	}
	for _, l := range f.lines("/changes?minimal=true") {
		if l["record"] != nil || l["resource_id"] == "" {
			t.Errorf("minimal has %v", l)
		}
	}
	f.get("/changes?resource_type=person").wants(t, "another type", http.StatusBadRequest, "resource_type")
	f.get("/changes?modified_after=x").wants(t, "no instant", http.StatusBadRequest, "modified_after")
	if a := f.get("/changes"); !strings.HasPrefix(a.header.Get("Content-Type"), "application/x-ndjson") {
		t.Error(a.header)
	}
}
