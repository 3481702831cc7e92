package hsds_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"pgregory.net/rapid"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/hsds"
	"passerelle/internal/hsds/hsdstest"
)

// gathered are all public services, read table by table a few at a time.
func gathered(t *testing.T, u *dbtest.Universe, some int) map[string]any {
	t.Helper()
	out := map[string]any{}
	err := service(u).Public(u.Ctx, access.Anyone(dbtest.Region), func(r *directory.Reader) error {
		ids, err := r.List(u.Ctx, directory.PublicQuery{Table: "service"})
		if err != nil {
			return err
		}
		for from := 0; from < len(ids); from += some {
			f := hsds.NewForest("")
			part := ids[from:min(from+some, len(ids))]
			if err := f.Gather(u.Ctx, r, "service", part, hsds.Whole); err != nil {
				return err
			}
			for _, x := range part {
				var b bytes.Buffer
				if !f.Write(&b, "service", x, hsds.Whole) {
					t.Errorf("service %s is listed and cannot be read", x)
					continue
				}
				var v map[string]any
				if err := json.Unmarshal(b.Bytes(), &v); err != nil {
					t.Fatalf("service %s is no JSON: %v\n%s", x, err, b.Bytes())
				}
				out[x] = v
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// What is gathered for an answer and what leaves by an export are the same
// services with the same members: what is public is decided once. Only the
// instant of the last change differs: an answer tells when it changed here.
func TestGatheredAsExported(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		for name, paths := range importable(t) {
			imported(t, u, hsds.Options{Dataset: name}, paths...)
		}
		for seed := range 12 {
			p := rapid.Custom(func(t *rapid.T) hsdstest.Package { return hsdstest.Random(t, "gathered"+string(rune('a'+seed))) }).Example(seed)
			if _, err := service(u).Import(u.Ctx, keeper, p, directory.ImportOptions{}); err != nil {
				t.Fatal(err)
			}
		}
		var exported []map[string]any
		read := func() {
			exported = nil
			if err := json.Unmarshal(exportedJSON(t, u), &exported); err != nil {
				t.Fatal(err)
			}
		}
		compare := func(when string) {
			t.Helper()
			for _, some := range []int{1, 7, 1000} {
				got, want := gathered(t, u, some), map[string]any{}
				for _, s := range exported {
					want[s["id"].(string)] = s
				}
				for _, all := range []map[string]any{got, want} {
					for _, s := range all {
						delete(s.(map[string]any), "last_modified")
					}
				}
				for _, lost := range notIn(want, got, "") {
					t.Errorf("%s, %d at once: exported, and gathered otherwise: %s", when, some, lost)
				}
				for _, more := range notIn(got, want, "") {
					t.Errorf("%s, %d at once: gathered, and exported otherwise: %s", when, some, more)
				}
				read()
			}
		}
		read()
		if len(exported) < 50 {
			t.Fatalf("%d services: the comparison would prove little", len(exported))
		}
		compare("as imported")

		// What is said here counts on both sides.
		hides, said := 0, 0
		for _, s := range exported {
			id := access.Service(s["id"].(string))
			for _, at := range list(s, "service_at_locations") {
				place, ok := at.(map[string]any)["location"].(map[string]any)
				if ok && hides < 3 && len(list(place, "addresses")) > 0 {
					hides++
					shows := directory.Showings[1+hides%2]
					if err := service(u).ShowPlace(u.Ctx, keeper, id, place["id"].(string), shows); err != nil {
						t.Fatal(err)
					}
				}
			}
			if said++; said <= 5 {
				if err := service(u).Declare(u.Ctx, keeper, id, directory.Fact{Kind: directory.FactPaper, Code: "ifhp", Value: "confirmed"},
					directory.Fact{Kind: directory.FactNeed, Code: "health.dental"},
					directory.Fact{Kind: directory.FactLanguage, Code: "es", Value: "sometimes"}, directory.Fact{Kind: directory.FactLanguage, Code: "fr", Value: "no"},
					directory.Fact{Kind: directory.FactRoom, Code: "bed.women", Value: "available=2&total=9"}, directory.Fact{Kind: directory.FactRoom, Code: "place", Value: "wait=14"},
					directory.Fact{Kind: directory.FactClosure, Code: "2026-03-01", Value: "reason=works&until=2026-03-31"}); err != nil {
					t.Fatal(err)
				}
				if err := service(u).Confirm(u.Ctx, keeper, id, "Le Pont"); err != nil {
					t.Fatal(err)
				}
			}
		}
		if hides == 0 {
			t.Fatal("no address to hide: the comparison would prove little")
		}
		read()
		compare("after what was said here")
	})
}

func list(o map[string]any, member string) []any {
	l, _ := o[member].([]any)
	return l
}
