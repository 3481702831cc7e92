package directory_test

import (
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
)

func sheet(t *testing.T, u *dbtest.Universe, l *directory.Listing) *directory.Inside {
	t.Helper()
	s, err := services(u).Inside(u.Ctx, worker, l.ID)
	must(t, err)
	return s
}

func TestReviseSavesAllOrNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		l, d := one(t, u), services(u)
		e := directory.Edit{Act: "a1", Service: l.ID, Aspect: directory.AspectWho, Seen: sheet(t, u, l).Version(directory.AspectWho),
			Facts:  []directory.Fact{fact(directory.FactMark, directory.MarkUnconditional, ""), fact(directory.FactAsker, "person", "yes")},
			Fields: map[string]string{"eligibility_description": "Toute personne.", "minimum_age": "", "maximum_age": ""}}
		must(t, d.Revise(u.Ctx, worker, e))
		l = one(t, u)
		if !l.Unconditional || l.Eligibility.FR != "Toute personne." || l.MinAge != 0 || l.Particulars().Askers[directory.AskerPerson] != directory.AnswerYes {
			t.Errorf("%t %q %g %v", l.Unconditional, l.Eligibility.FR, l.MinAge, l.Particulars().Askers)
		}
		u.Clock.Advance(time.Minute)
		must(t, d.Revise(u.Ctx, worker, e)) // the button pressed twice
		if again := one(t, u); !again.UpdatedAt.Equal(l.UpdatedAt) {
			t.Errorf("pressed twice, it was saved twice: %s", again.UpdatedAt)
		}
		for name, bad := range map[string]directory.Edit{
			"a-fact-of-another-aspect":  {Act: "b", Aspect: directory.AspectPapers, Facts: []directory.Fact{fact(directory.FactAsk, "money", "yes")}},
			"a-field-of-another-aspect": {Act: "b", Aspect: directory.AspectWho, Fields: map[string]string{"name": "X"}},
			"a-link":                    {Act: "b", Aspect: directory.AspectWords, Fields: map[string]string{"organization_id": "other"}},
			"no-name":                   {Act: "b", Aspect: directory.AspectWords, Fields: map[string]string{"name": " "}},
			"a-script":                  {Act: "b", Aspect: directory.AspectPhones, Fields: map[string]string{"url": "javascript:alert(1)"}},
			"no-mailbox":                {Act: "b", Aspect: directory.AspectPhones, Fields: map[string]string{"email": "ici"}},
			"ages-crossed":              {Act: "b", Aspect: directory.AspectWho, Fields: map[string]string{"minimum_age": "40", "maximum_age": "30"}},
			"an-age-in-words":           {Act: "b", Aspect: directory.AspectWho, Fields: map[string]string{"minimum_age": "seize"}},
			"an-address-elsewhere":      {Act: "b", Aspect: directory.AspectWho, Shows: map[string]directory.Showing{l.Places[0].ID: directory.ShowNothing}},
			"no-act":                    {Aspect: directory.AspectWho},
		} {
			bad.Service, bad.Seen = l.ID, sheet(t, u, l).Version(bad.Aspect)
			if err := d.Revise(u.Ctx, worker, bad); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		u.WantEvents(t, "directory.imported", "directory.service_changed")
	})
}

func TestReviseAndPreviewAreForTheOwner(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		l, d := one(t, u), services(u)
		e := directory.Edit{Act: "a1", Service: l.ID, Aspect: directory.AspectWords, Seen: sheet(t, u, l).Version(directory.AspectWords), Fields: map[string]string{"name": "Autre"}}
		for _, by := range []access.Actor{{}, access.Anyone(dbtest.Region), access.ForWorker(dbtest.Region, "w", lePont, "", access.Intervention),
			access.ForWorker(dbtest.Region, "w", "other", "", access.Coordination, access.Management, access.Administration)} {
			_, preview := d.Preview(u.Ctx, by, e)
			_, read := d.Inside(u.Ctx, by, l.ID)
			for act, err := range map[string]error{"revise": d.Revise(u.Ctx, by, e), "preview": preview, "read": read} {
				if !fault.Is(err, fault.NotFound) {
					t.Errorf("%s of %s may %s: %v", by.Kind(), by.Org(), act, err)
				}
			}
		}
	})
}

func TestPreviewIsTheNextPageAndChangesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		l, d := one(t, u), services(u)
		e := directory.Edit{Service: l.ID, Aspect: directory.AspectLanguages, Seen: sheet(t, u, l).Version(directory.AspectLanguages),
			Facts: []directory.Fact{fact(directory.FactLanguage, "ar", "sometimes")}, Fields: map[string]string{"interpretation_services": "Par téléphone."}}
		next, err := d.Preview(u.Ctx, worker, e)
		must(t, err)
		if !slices.Contains(next.Languages, "ar") || next.Interpreter.FR != "Par téléphone." {
			t.Errorf("the preview: %v %q", next.Languages, next.Interpreter.FR)
		}
		if now := one(t, u); slices.Contains(now.Languages, "ar") || now.Interpreter.FR != "" || !now.UpdatedAt.Equal(l.UpdatedAt) {
			t.Errorf("the page: %v %q", now.Languages, now.Interpreter.FR)
		}
		u.WantEvents(t, "directory.imported")
	})
}

// Two editors at once: one wins, the other is told, and nothing of the first
// is lost.
func TestTwoEditorsAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		l, d := one(t, u), services(u)
		seen := sheet(t, u, l).Version(directory.AspectAsks)
		edits := map[string]string{"first": "yes", "second": "no"}
		results := map[string]error{}
		var mu sync.Mutex
		var wait sync.WaitGroup
		for name, value := range edits {
			wait.Go(func() {
				err := d.Revise(u.Ctx, worker, directory.Edit{Act: name, Service: l.ID, Aspect: directory.AspectAsks, Seen: seen, Facts: []directory.Fact{fact(directory.FactAsk, "money", value)}})
				mu.Lock()
				defer mu.Unlock()
				results[name] = err
			})
		}
		wait.Wait()
		won := slices.DeleteFunc(slices.Collect(maps.Keys(results)), func(name string) bool { return results[name] != nil })
		if len(won) != 1 {
			t.Fatalf("%d editors won: %v", len(won), results)
		}
		for name, err := range results {
			if err != nil && !fault.Is(err, fault.Conflict) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if value, _ := sheet(t, u, l).Value(directory.FactAsk, "money"); value != edits[won[0]] {
			t.Errorf("%s won, and %q is kept", won[0], value)
		}
		// Another aspect is another page: nobody stands in the way.
		must(t, d.Revise(u.Ctx, worker, directory.Edit{Act: "c", Service: l.ID, Aspect: directory.AspectWords, Seen: sheet(t, u, l).Version(directory.AspectWords), Fields: map[string]string{"name": "Nouveau nom"}}))
	})
}

func TestVersionsMoveWithTheirAspectAlone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		l, d := one(t, u), services(u)
		before := sheet(t, u, l)
		u.Clock.Advance(time.Minute)
		must(t, d.Declare(u.Ctx, worker, l.ID, fact(directory.FactCapacity, "full", "")))
		must(t, d.ShowPlace(u.Ctx, worker, l.ID, l.Places[0].ID, directory.ShowArea))
		after := sheet(t, u, l)
		for _, a := range directory.Aspects {
			moved := before.Version(a) != after.Version(a)
			if want := a == directory.AspectCapacity || a == directory.AspectAddress; moved != want {
				t.Errorf("%s moved: %t", a, moved)
			}
		}
		if p := after.Places[0]; p.Address != "12 rue des Érables, Montréal, QC" || p.Shows != directory.ShowArea || p.Public != directory.ShowArea {
			t.Errorf("%+v: who decides sees the address", p)
		}
		u.Clock.Advance(time.Minute)
		must(t, d.Declare(u.Ctx, worker, l.ID, fact(directory.FactCapacity, "full", "")))
		if sheet(t, u, l).Version(directory.AspectCapacity) == after.Version(directory.AspectCapacity) {
			t.Error("a state said again is a new one")
		}
	})
}
