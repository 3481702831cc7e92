package directory_test

import (
	"slices"
	"strings"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
)

// classed is the refuge with terms of a taxonomy, each code and title.
func classed(taxonomy string, terms ...[2]string) told {
	p := refuge()
	p.records = append(p.records, rec("taxonomy", "theirs", "name", taxonomy, "description", taxonomy))
	for _, x := range terms {
		p.records = append(p.records,
			rec("taxonomy_term", x[0]+x[1], "code", x[0], "name", x[1], "description", x[1], "taxonomy_id", idOf("taxonomy", "theirs")),
			rec("attribute", x[0]+x[1], "link_id", idOf("service", "refuge"), "link_entity", "service", "taxonomy_term_id", idOf("taxonomy_term", x[0]+x[1])))
	}
	return p
}

// A source that classes its services in a vocabulary that we know says our needs
// and populations, where its term means ours or a part of it; the term itself
// leaves word for word.
func TestOtherVocabulariesAreRecognised(t *testing.T) {
	for name, c := range map[string]struct {
		taxonomy string
		terms    [][2]string
		needs    string // with what the name of the service suggests: sleep.shelter
		people   string
	}{
		"exact":               {"Open Eligibility 2.0", [][2]string{{"1184", "Dental Care"}}, "health.dental", ""},
		"a part of ours":      {"Open Eligibility", [][2]string{{"1120", "Emergency Food"}}, "eat.bank", ""},
		"broader than ours":   {"Open Eligibility", [][2]string{{"1103", "Housing"}}, "sleep.home sleep.shelter", ""}, // by its words alone
		"data·inclusion":      {"data·inclusion", [][2]string{{"sante--addictions", ""}}, "health.drugs", ""},
		"people":              {"Open Eligibility", [][2]string{{"20036", "Women"}}, "sleep.shelter", "women"},
		"a theme of another":  {"Open Eligibility", [][2]string{{"1102", "Food"}}, "eat", ""},
		"nobody's vocabulary": {"Liste maison", [][2]string{{"1184", "Dental Care"}}, "health.dental sleep.shelter", ""}, // by its words alone
	} {
		t.Run(strings.ReplaceAll(name, " ", "-"), func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
				terms := c.terms
				if c.taxonomy == "data·inclusion" {
					terms = [][2]string{{"sante--addictions", "Addictions"}}
				}
				mustImport(t, u, classed(c.taxonomy, terms...))
				l := one(t, u)
				slices.Sort(l.Needs)
				if got := strings.Join(l.Needs, " "); got != c.needs {
					t.Errorf("needs %q, want %q", got, c.needs)
				}
				if got := strings.Join(l.Populations, " "); got != c.people {
					t.Errorf("people %q, want %q", got, c.people)
				}
				out := exported(t, u, services(u))
				for _, x := range terms {
					if r, ok := out["taxonomy_term|"+idOf("taxonomy_term", x[0]+x[1])]; !ok || r.Get("code") != x[0] || r.Get("name") != x[1] {
						t.Errorf("the source's own term leaves as %v", r.Values)
					}
					if _, ok := out["attribute|"+idOf("attribute", x[0]+x[1])]; !ok {
						t.Error("the source's own attribute does not leave")
					}
				}
				for k, r := range out {
					if r.Table == "attribute" && strings.HasPrefix(r.Get("label"), "needs:") {
						t.Errorf("what was recognised is told again: %s %v", k, r.Values)
					}
				}
			})
		})
	}
}

// What is recognised is less than what is said: by the service here, or by the
// source in our words. A theme leaves room for the need that the name tells.
func TestWhatIsRecognisedGivesWay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, classed("Open Eligibility", [2]string{"1121", "Emergency Shelter"}, [2]string{"1184", "Dental Care"}))
		l, d := one(t, u), services(u)
		must(t, d.Declare(u.Ctx, worker, l.ID, fact(directory.FactNeed, "health.dental", directory.Unsaid)))
		if l = one(t, u); slices.Contains(l.Needs, "health.dental") || !slices.Contains(l.Needs, "sleep.shelter") {
			t.Errorf("needs %v", l.Needs)
		}
		if _, leaves := exported(t, u, d)["attribute|"+idOf("attribute", "1184Dental Care")]; !leaves {
			t.Error("the source's own term is not its own any more")
		}
	})
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		p := classed("Open Eligibility", [2]string{"1184", "Dental Care"})
		p.records = append(p.records, rec("taxonomy", "needs", "name", "needs", "description", "n"),
			rec("taxonomy_term", "n", "code", "needs:eat.meal", "name", "eat.meal", "description", "n", "taxonomy_id", idOf("taxonomy", "needs")),
			rec("attribute", "n", "link_id", idOf("service", "refuge"), "link_entity", "service", "taxonomy_term_id", idOf("taxonomy_term", "n")))
		mustImport(t, u, p)
		if l := one(t, u); !slices.Equal(l.Needs, []string{"eat.meal"}) {
			t.Errorf("beside a need in our words: %v", l.Needs)
		}
	})
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		p := classed("Open Eligibility", [2]string{"1102", "Food"})
		p.records[1].Set("name", "Soupe populaire")
		mustImport(t, u, p)
		l := one(t, u)
		slices.Sort(l.Needs)
		if !slices.Equal(l.Needs, []string{"eat", "eat.meal"}) {
			t.Errorf("a theme hides the need in it: %v", l.Needs)
		}
	})
}

// Our words leave in those of Open Eligibility too, and are neither kept nor
// doubled by a directory of ours that takes them in: what it exports is the
// same, and ends when the service says so.
func TestOurWordsInThoseOfOthers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		l, d := one(t, u), services(u)
		must(t, d.Declare(u.Ctx, worker, l.ID, fact(directory.FactNeed, "health.dental", ""), fact(directory.FactNeed, "eat.fridge", ""), fact(directory.FactNeed, "eat.bank", ""), fact(directory.FactPopulation, "women", "")))
		out := exported(t, u, d)
		derived := func(out map[string]directory.Record) (list []string) {
			for _, r := range out {
				if term := out["taxonomy_term|"+r.Get("taxonomy_term_id")]; r.Table == "attribute" && term.Get("taxonomy") == "Open Eligibility" {
					list = append(list, r.Get("value")+" "+term.Get("code")+" "+term.Get("name"))
				}
			}
			slices.Sort(list)
			return list
		}
		want := []string{"exact open-eligibility:1130 Food Pantry", "exact open-eligibility:1184 Dental Care", "exact open-eligibility:20036 Women"} // eat.fridge is a part of the first: it is said once
		if got := derived(out); !slices.Equal(got, want) {
			t.Errorf("leave %q, want %q", got, want)
		}

		// Another directory of ours.
		there := dbtest.New(t, u.DB.Engine())
		back := told{"elsewhere", nil}
		for _, table := range append([]*directory.Table{directory.Translations}, directory.Tables...) {
			for _, r := range out {
				if r.Table == table.Name {
					back.records = append(back.records, r)
				}
			}
		}
		mustImport(t, there, back)
		again := exported(t, there, services(there))
		if len(again) != len(out) {
			t.Errorf("%d records come, %d leave", len(out), len(again))
		}
		for k, r := range out {
			if got := again[k]; !slices.Equal(got.Values, r.Values) {
				t.Errorf("%s: %q, then %q", k, r.Values, got.Values)
			}
		}
		if second := mustImport(t, there, back); second.Run != "" {
			t.Errorf("the same again changes %+v", second.Counts)
		}
		if l := one(t, there); slices.Contains(l.Terms, "Dental Care") {
			t.Errorf("what was derived is kept: %v", l.Terms)
		}

		// It withdraws a need: the other words go with it.
		must(t, services(there).Declare(there.Ctx, operator, l.ID, fact(directory.FactNeed, "health.dental", directory.Unsaid)))
		if got := derived(exported(t, there, services(there))); !slices.Equal(got, []string{want[0], want[2]}) {
			t.Errorf("after a need is withdrawn %q leave", got)
		}
		for _, at := range []*dbtest.Universe{u, there} {
			readsAsItExports(t, at)
		}
	})
}

// readsAsItExports: the Reader knows the terms that leave, and finds by each
// those that bear it.
func readsAsItExports(t *testing.T, u *dbtest.Universe) {
	t.Helper()
	out := exported(t, u, services(u))
	want := map[string][]string{}
	for _, r := range out {
		if r.Table == "attribute" && r.Get("link_entity") == "service" {
			term := out["taxonomy_term|"+r.Get("taxonomy_term_id")]
			want[term.ID()] = append(want[term.ID()], r.Get("link_id"))
			if k := term.Get("taxonomy_id"); k != "" && !slices.Contains(want[k], r.Get("link_id")) {
				want[k] = append(want[k], r.Get("link_id"))
			}
		}
	}
	must(t, services(u).Public(u.Ctx, access.Anyone(dbtest.Region), func(r *directory.Reader) error {
		for table, q := range map[string]directory.PublicQuery{"taxonomy": {Table: "taxonomy"}, "taxonomy_term": {Table: "taxonomy_term"}} {
			ids, err := r.List(u.Ctx, q)
			must(t, err)
			n := 0
			for k := range out {
				if strings.HasPrefix(k, table+"|") {
					n++
				}
			}
			if len(ids) != n {
				t.Errorf("%d of %s are listed, %d leave", len(ids), table, n)
			}
			for _, x := range ids {
				q := directory.PublicQuery{Table: "service", Term: x}
				if table == "taxonomy" {
					q = directory.PublicQuery{Table: "service", Taxonomy: x}
				}
				got, err := r.List(u.Ctx, q)
				must(t, err)
				if !slices.Equal(got, want[x]) {
					t.Errorf("%s %s finds %v, want %v", table, x, got, want[x])
				}
			}
		}
		return nil
	}))
}
