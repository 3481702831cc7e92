package directory_test

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/job"
	"passerelle/internal/seal"
)

var (
	anyone  = access.Anyone(dbtest.Region)
	steward = access.ForWorker(dbtest.Region, "thi", "regroupement", "", access.Coordination).InStewardship()
)

func upkeep(t *testing.T, u *dbtest.Universe) *directory.Upkeep {
	t.Helper()
	keys, err := seal.NewKeys()
	must(t, err)
	return directory.NewUpkeep(services(u), job.New(u.DB, u.Clock, slog.New(slog.DiscardHandler)), keys, u.Clock)
}

func propose(t *testing.T, k *directory.Upkeep, u *dbtest.Universe, act string, p directory.Proposal) string {
	t.Helper()
	code, err := k.Suggest(u.Ctx, anyone, act, "here", p)
	must(t, err)
	u.Clock.Advance(time.Second)
	return code
}

// TestContradictorySuggestionsAreAllKept: two people say two numbers. Both wait,
// side by side with what the page says; the one accepted changes it, the other
// waits on.
func TestContradictorySuggestionsAreAllKept(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		l, k := one(t, u), upkeep(t, u)
		field := directory.SuggestPhone + idOf("phone", "tel")
		first := propose(t, k, u, "a1", directory.Proposal{Service: l.ID, Field: field, Value: "514 555-0177", Words: "Le répondeur le dit"})
		second := propose(t, k, u, "a2", directory.Proposal{Service: l.ID, Field: field, Value: "514 555-0188"})
		third := propose(t, k, u, "a3", directory.Proposal{Service: l.ID, Field: field, Value: "(514) 555 0177"})
		for _, by := range []access.Actor{ofThePont, steward} {
			all, err := k.Suggestions(u.Ctx, by)
			must(t, err)
			if len(all) != 3 || all[0].Shown != "514-555-0100" || !all[0].Contradicts(all[1]) || all[0].Contradicts(all[2]) || all[0].Contradicts(all[0]) {
				t.Fatalf("%s reads %+v", by.Worker(), all)
			}
		}
		if all, err := k.Suggestions(u.Ctx, elsewhere); err != nil || len(all) != 0 {
			t.Errorf("another organisation reads %v (%v)", all, err)
		}
		for _, by := range []access.Actor{anyone, access.ForWorker(dbtest.Region, "w", lePont, "", access.Intervention)} {
			if _, err := k.Suggestions(u.Ctx, by); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s reads suggestions: %v", by.Kind(), err)
			}
		}

		all, err := k.Suggestions(u.Ctx, steward)
		must(t, err)
		if err := k.AcceptSuggestion(u.Ctx, elsewhere, "x", all[0].ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("another organisation decides: %v", err)
		}
		must(t, k.AcceptSuggestion(u.Ctx, steward, "yes", all[0].ID))
		must(t, k.AcceptSuggestion(u.Ctx, steward, "yes", all[0].ID)) // pressed twice
		if got := one(t, u); got.Phones[0].Number != "514 555-0177" || got.Phones[0].Extension != "12" {
			t.Errorf("accepted, the page says %v", got.Phones)
		}
		for code, want := range map[string]directory.SuggestionState{first: directory.SuggestionAccepted, second: directory.SuggestionWaiting, third: directory.SuggestionAccepted} {
			got, err := k.Track(u.Ctx, dbtest.Region, "home", code)
			must(t, err)
			if got.State != want {
				t.Errorf("%s is %s, want %s", code, got.State, want)
			}
		}
		if r := historyOf(t, u, l.ID).Revisions[0]; r.Kind != directory.BySuggestion || r.Cause != all[0].ID || r.Org != "regroupement" {
			t.Errorf("kept as %+v", r)
		}
		if err := k.DeclineSuggestion(u.Ctx, steward, "late", all[0].ID, directory.DeclinedRight); !fault.Is(err, fault.Conflict) {
			t.Errorf("decided twice: %v", err)
		}
		must(t, k.DeclineSuggestion(u.Ctx, ofThePont, "no", all[1].ID, directory.DeclinedUnsure))
		got, err := k.Track(u.Ctx, dbtest.Region, "home", strings.ToUpper(second[:4]+" "+second[4:8]+"-"+second[8:]))
		must(t, err)
		if got.State != directory.SuggestionDeclined || got.Reason != directory.DeclinedUnsure || got.Decided.IsZero() {
			t.Errorf("declined: %+v", got)
		}
		u.WantEvents(t, "directory.imported", "directory.suggested", "directory.suggested", "directory.suggested",
			"directory.service_changed", "directory.suggestion_settled", "directory.suggestion_settled", "directory.suggestion_settled")
	})
}

func TestOnePressPutsASuggestionInPlace(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		l, k := one(t, u), upkeep(t, u)
		for i, c := range []struct {
			field, value string
			seen         func(*directory.Listing) bool
		}{
			{directory.SuggestName, "Refuge des Tilleuls", func(l *directory.Listing) bool { return l.Name.FR == "Refuge des Tilleuls" }},
			{directory.SuggestEmail, "bonjour@pont.exemple.ca", func(l *directory.Listing) bool { return l.Email == "bonjour@pont.exemple.ca" }},
			{directory.SuggestPhone + "new", "514 555-0155", func(l *directory.Listing) bool { return len(l.Phones) == 2 }},
			{directory.SuggestPaper + "ifhp", "no", func(l *directory.Listing) bool { return l.Papers[directory.IFHP] == directory.AcceptNo }},
			{directory.SuggestLanguage + "ar", "always", func(l *directory.Listing) bool { return fmt.Sprint(l.Languages) == "[es ar]" }},
			{directory.SuggestClosed, directory.ClosedForWhile, func(l *directory.Listing) bool { _, shut := l.ClosedAt(time.UTC, u.Clock.Now()); return shut }},
			{directory.SuggestClosed, directory.ClosedForGood, func(l *directory.Listing) bool { return !l.Searchable() }},
		} {
			propose(t, k, u, fmt.Sprint("act-", i), directory.Proposal{Service: l.ID, Field: c.field, Value: c.value})
			all, err := k.Suggestions(u.Ctx, ofThePont)
			must(t, err)
			must(t, k.AcceptSuggestion(u.Ctx, ofThePont, fmt.Sprint("yes-", i), all[0].ID))
			if got := one(t, u); !c.seen(got) {
				t.Errorf("%s %q: the page says %+v", c.field, c.value, got)
			}
			must(t, services(u).Revert(u.Ctx, ofThePont, fmt.Sprint("undo-", i), historyOf(t, u, l.ID).Revisions[0].ID, false))
			if got := one(t, u); c.seen(got) {
				t.Errorf("%s %q: undone, the page still says so", c.field, c.value)
			}
			u.Clock.Advance(time.Minute)
		}
		// What no press can place is mended by hand, in one act with its answer.
		code := propose(t, k, u, "hand", directory.Proposal{Service: l.ID, Field: directory.SuggestHours, Value: "Ferme à 7 h"})
		all, err := k.Suggestions(u.Ctx, ofThePont)
		must(t, err)
		sh, err := services(u).Sheet(u.Ctx, ofThePont, l.ID)
		must(t, err)
		sh.Hours[0].Closes = "07:00"
		must(t, k.MendBySuggestion(u.Ctx, ofThePont, "mend", all[0].ID, sh))
		if got, err := k.Track(u.Ctx, dbtest.Region, "home", code); err != nil || got.State != directory.SuggestionAccepted || one(t, u).Hours[0].Closes != 31*60 {
			t.Errorf("%+v %v", got, err)
		}
	})
}

func TestSuggestionsAreCheckedAndBounded(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		l, k := one(t, u), upkeep(t, u)
		for _, p := range []directory.Proposal{
			{Field: "org_id", Value: "x"}, {Field: "name"}, {Field: "name", Value: strings.Repeat("é", 601)}, {Field: "phone:x", Value: "appelez-moi"},
			{Field: "paper:passport", Value: "no"}, {Field: "paper:ifhp", Value: "peut-être"}, {Field: "language:../..", Value: "no"}, {Field: "closed", Value: "hier"},
			{Field: "url", Value: "javascript:alert(1)"}, {Field: "email", Value: "personne"}, {Field: "name", Value: "x", Words: strings.Repeat("é", 281)}, {Field: "phone:" + idOf("organization", "org"), Value: "514 555-0100"},
		} {
			p.Service = l.ID
			if _, err := k.Suggest(u.Ctx, anyone, "bad"+p.Field+p.Value, "here", p); !fault.Is(err, fault.Invalid) {
				t.Errorf("%+v: %v", p, err)
			}
		}
		if _, err := k.Suggest(u.Ctx, anyone, "gone", "here", directory.Proposal{Service: "nothing", Field: "name", Value: "x"}); !fault.Is(err, fault.NotFound) {
			t.Errorf("a suggestion on nothing: %v", err)
		}
		good := directory.Proposal{Service: l.ID, Field: "name", Value: "Autre nom"}
		if a, b := propose(t, k, u, "same", good), propose(t, k, u, "same", good); a != b || len(a) != 12 {
			t.Errorf("the button pressed twice gives two codes: %s %s", a, b)
		}
		sent, refused := 0, false
		for i := range 40 {
			_, err := k.Suggest(u.Ctx, anyone, fmt.Sprint("flood-", i), "one place", good)
			if fault.Is(err, fault.TooMany) {
				refused = true
				break
			}
			must(t, err)
			sent++
		}
		if !refused || sent != 20 {
			t.Errorf("%d suggestions from one place in an hour", sent)
		}
		u.Clock.Advance(time.Hour)
		for i := range 40 { // from many places, on one page
			if _, err := k.Suggest(u.Ctx, anyone, fmt.Sprint("crowd-", i), fmt.Sprint("place-", i), good); err != nil {
				if all, _ := k.Suggestions(u.Ctx, steward); !fault.Is(err, fault.TooMany) || len(all) != 30 {
					t.Errorf("%d wait on one page: %v", len(all), err)
				}
				break
			}
		}
		wrong := 0
		for i := range 30 {
			if _, err := k.Track(u.Ctx, dbtest.Region, "guesser", fmt.Sprintf("k7m2-9x4p-%04d", i)); fault.Is(err, fault.Invalid) {
				wrong++
			} else if !fault.Is(err, fault.TooMany) {
				t.Fatal(err)
			}
		}
		if wrong != 20 {
			t.Errorf("%d guesses were looked at in an hour", wrong)
		}
	})
}
