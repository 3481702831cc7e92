package directory_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
)

// keeper keeps the directory on behalf of all.
var keeper = access.ForWorker(dbtest.Region, "odile", "org-3", "", access.Coordination).InStewardship()

// otherRefuge is the same service as another source tells it, in English.
func otherRefuge() told {
	s, l, o := idOf("service", "shelter"), idOf("location", "door"), idOf("organization", "bridge")
	return told{"other", []directory.Record{
		rec("organization", "bridge", "name", "The Bridge", "description", "A place"),
		rec("service", "shelter", "organization_id", o, "name", "Night refuge", "description", "A bed for the night", "status", "active", "wait_time", "Aucune attente", "maximum_age", "65"),
		rec("location", "door", "location_type", "physical", "name", "Blue door"),
		rec("service_at_location", "way", "service_id", s, "location_id", l),
		rec("address", "where", "location_id", l, "address_1", "12 rue des Erables", "city", "Montreal", "state_province", "QC", "postal_code", "H2X 1Y4", "country", "CA", "address_type", "physical"),
		rec("phone", "same", "service_id", s, "number", "(514) 555-0100", "type", "voice"),
		rec("phone", "more", "service_id", s, "number", "514-555-0177", "type", "voice"),
		rec("schedule", "early", "service_at_location_id", idOf("service_at_location", "way"), "freq", "WEEKLY", "byday", "SA", "opens_at", "18:00", "closes_at", "23:00"),
		rec("language", "dari", "service_id", s, "name", "Dari", "code", "fa-AF"),
		rec("required_document", "card", "service_id", s, "document", "Une carte"),
		rec("translation", "waits", "resource_type", "service", "resource_id", s, "field_name", "wait_time", "language", "en", "value", "No wait", "origin", "human"),
	}}
}

// two imports both, and finds them.
func two(t *testing.T, u *dbtest.Universe) (keep, gone *directory.Listing) {
	t.Helper()
	mustImport(t, u, refuge())
	mustImport(t, u, otherRefuge())
	for _, l := range loaded(t, u) {
		if l.Org == lePont {
			keep = l
		} else {
			gone = l
		}
	}
	if keep == nil || gone == nil {
		t.Fatal("two services were imported")
	}
	return keep, gone
}

func usual(u directory.Union) (keys []string) {
	for _, o := range u.Offers {
		if o.Usual {
			keys = append(keys, o.Key)
		}
	}
	return keys
}

func TestTwoPagesBecomeOneAndTwoAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		keep, gone := two(t, u)
		d := services(u)
		must(t, d.ReportClosedDoor(u.Ctx, access.Anyone(dbtest.Region), "door", gone.ID, directory.DoorFull, ""))
		both := loaded(t, u)
		x, err := d.Union(u.Ctx, keeper, keep.ID, gone.ID)
		must(t, err)
		var offered []string
		for _, o := range x.Offers {
			kind, _, _ := strings.Cut(o.Key, ":")
			offered = append(offered, kind+"|"+o.Field+"|"+o.Lang+"|"+o.Value+"|"+o.Kept)
		}
		want := []string{
			"text|name|fr|Night refuge|Refuge de nuit", "text|description|fr|A bed for the night|Un lit pour la nuit",
			"text|wait_time|fr|Aucune attente|", "text|wait_time|en|No wait|", "text|maximum_age||65|",
			"phone|||514-555-0177|", "door|||Blue door, 12 rue des Erables, Montreal|", "document|||Une carte|",
			"fact|languages-spoken:fa-AF||always|",
		}
		if !slices.Equal(offered, want) {
			t.Fatalf("offered\n  %s\nwant\n  %s", strings.Join(offered, "\n  "), strings.Join(want, "\n  "))
		}
		u.Clock.Advance(time.Hour)
		take := append(usual(x), "door:"+idOf("service_at_location", "way"))
		must(t, d.Unite(u.Ctx, keeper, "act", keep.ID, gone.ID, take))
		must(t, d.Unite(u.Ctx, keeper, "act", keep.ID, gone.ID, take)) // a double press

		l := one(t, u)
		if l.ID != keep.ID || l.Name != keep.Name || l.Wait != (directory.Text{FR: "Aucune attente", EN: "No wait"}) || l.MaxAge != 65 {
			t.Errorf("the page that stays: %+v", l)
		}
		if len(l.Phones) != 2 || len(l.Places) != 2 || !slices.Contains(l.Languages, "fa-AF") || len(l.Documents) != 2 {
			t.Errorf("phones %v, places %v, languages %v, documents %v", l.Phones, l.Places, l.Languages, l.Documents)
		}
		if taken := l.Places[slices.IndexFunc(l.Places, func(p directory.Place) bool { return p.Name.FR == "Blue door" })]; len(taken.Hours) != 1 {
			t.Errorf("the entry point came without its hours: %+v", taken)
		}
		if l.ClosedDoors != 1 {
			t.Errorf("%d closed doors: whoever came in vain to the other came to this one", l.ClosedDoors)
		}
		if f := l.Particulars().Former; !slices.Equal(f, []directory.Former{{ID: gone.ID, Code: gone.Code}}) {
			t.Errorf("former pages: %+v", f)
		}
		if to, err := d.Successor(u.Ctx, gone.ID); err != nil || to != keep.ID {
			t.Errorf("its addresses lead to %s, %v", to, err)
		}

		// Its source tells it again, otherwise: it stays one with the other.
		again := otherRefuge()
		again.records[1].Set("description", "A bed for the night, warm")
		mustImport(t, u, again)
		one(t, u)

		u.Clock.Advance(time.Hour)
		h, err := d.History(u.Ctx, keeper, keep.ID)
		must(t, err)
		merge := h.Revisions[0]
		if merge.Kind != directory.ByMerge || !slices.ContainsFunc(merge.Changes, func(c directory.Change) bool {
			return c.Type == directory.ChangeRedirect && c.New == "Night refuge"
		}) {
			t.Fatalf("the history begins with %s", said(merge))
		}
		must(t, d.Revert(u.Ctx, keeper, "undo", merge.ID, false))
		after := loaded(t, u)
		for i := range after { // the instant and the new words of its source are not the merge's
			after[i].UpdatedAt = both[i].UpdatedAt
			if after[i].ID == gone.ID {
				after[i].Summary = both[i].Summary
			}
			after[i].Seen = both[i].Seen
		}
		for i := range after {
			if !reflect.DeepEqual(after[i], both[i]) {
				t.Errorf("after the undo\n  %+v\nwant\n  %+v", *after[i], *both[i])
			}
		}
		if _, err := d.Successor(u.Ctx, gone.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("it is itself again, and leads elsewhere: %v", err)
		}
	})
}

// TestWhoMayUnite: both pages must be the actor's to change, nothing that
// somebody proposed is lost, and what was read must still be so.
func TestWhoMayUnite(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		keep, gone := two(t, u)
		d := services(u)
		found := []directory.Duplicate{{A: directory.Twin{ID: keep.ID, Org: keep.Org}, B: directory.Twin{ID: gone.ID, Org: gone.Org}}}
		for name, by := range map[string]access.Actor{"of one": ofThePont, "of neither": elsewhere, "anyone": access.Anyone(dbtest.Region), "a colleague who accompanies": access.ForWorker(dbtest.Region, "w", lePont, "", access.Intervention)} {
			if err := d.Unite(u.Ctx, by, "a", keep.ID, gone.ID, nil); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s unites: %v", name, err)
			}
			if err := d.SayApart(u.Ctx, by, "a", keep.ID, gone.ID, true); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s says apart: %v", name, err)
			}
			if _, err := d.Union(u.Ctx, by, keep.ID, gone.ID); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s compares: %v", name, err)
			}
			if list, _ := d.DuplicatesToDecide(u.Ctx, by, found); len(list) != 0 {
				t.Errorf("%s is asked", name)
			}
		}
		if err := d.Unite(u.Ctx, keeper, "b", keep.ID, keep.ID, nil); !fault.Is(err, fault.NotFound) {
			t.Errorf("a page became one with itself: %v", err)
		}
		if err := d.Unite(u.Ctx, keeper, "c", keep.ID, gone.ID, []string{"phone:of-nobody"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("something else than what was read is taken: %v", err)
		}
		_, err := upkeep(t, u).Suggest(u.Ctx, access.Anyone(dbtest.Region), "s", "here", directory.Proposal{Service: gone.ID, Field: directory.SuggestName, Value: "Autre"})
		must(t, err)
		if err := d.Unite(u.Ctx, keeper, "d", keep.ID, gone.ID, nil); !fault.Is(err, fault.Conflict) {
			t.Errorf("what somebody proposed is lost: %v", err)
		}
		if n := len(loaded(t, u)); n != 2 {
			t.Errorf("%d listings, want 2: nothing was done", n)
		}
	})
}

func TestAPairSaidApartIsNotAskedAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		keep, gone := two(t, u)
		d := services(u)
		found := []directory.Duplicate{{A: directory.Twin{ID: keep.ID, Org: keep.Org}, B: directory.Twin{ID: gone.ID, Org: gone.Org}}}
		asked := func() int {
			list, err := d.DuplicatesToDecide(u.Ctx, keeper, found)
			must(t, err)
			return len(list)
		}
		if asked() != 1 {
			t.Fatal("a pair that nobody decided is not asked")
		}
		must(t, d.SayApart(u.Ctx, keeper, "a", gone.ID, keep.ID, true))
		must(t, d.SayApart(u.Ctx, keeper, "b", keep.ID, gone.ID, true))
		if asked() != 0 {
			t.Error("two services said apart are asked again")
		}
		must(t, d.SayApart(u.Ctx, keeper, "c", keep.ID, gone.ID, false))
		if asked() != 1 {
			t.Error("what was taken back still stands")
		}
	})
}

// TestWhatWasSaidOfAPageIsSaidOfTheOneItBecame: a closed door reported before is
// answered by who keeps the page that stays, and the answer is read there; who
// asks whose the page is gets the one that stays.
func TestWhatWasSaidOfAPageIsSaidOfTheOneItBecame(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		keep, gone := two(t, u)
		d := services(u).Seals(vault(t))
		must(t, d.ReportClosedDoor(u.Ctx, access.Anyone(dbtest.Region), "door", gone.ID, directory.DoorFull, "Rien."))
		must(t, d.Unite(u.Ctx, keeper, "act", keep.ID, gone.ID, nil))
		list, err := d.DoorsOf(u.Ctx, ofThePont)
		must(t, err)
		if n, err := d.DoorsToAnswer(u.Ctx, ofThePont); err != nil || n != 1 || len(list) != 1 || list[0].Words != "Rien." {
			t.Fatalf("%d wait, %+v, %v", n, list, err)
		}
		answer := directory.DoorReply{Report: list[0].ID, Kind: directory.ReplyExplained, Words: "C'était plein.", Lang: "fr"}
		if err := d.AnswerDoor(u.Ctx, elsewhere, "x", answer); !fault.Is(err, fault.NotFound) {
			t.Errorf("another organisation answers: %v", err)
		}
		must(t, d.AnswerDoor(u.Ctx, ofThePont, "y", answer))
		if r := one(t, u).Particulars().Replies; len(r) != 1 || r[0].Words != answer.Words {
			t.Errorf("the page that stays reads %+v", r)
		}
		must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) error {
			owner, err := d.Owner(u.Ctx, tx, gone.ID)
			if owner != lePont {
				t.Errorf("it is %q's", owner)
			}
			return err
		}))
	})
}

// TestThreePagesBecomeOne: a page that took another over may itself be taken
// over; every address leads to the last.
func TestThreePagesBecomeOne(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		keep, gone := two(t, u)
		third := refuge()
		third.name = "third"
		for i := range third.records {
			for j, v := range third.records[i].Values {
				if v == string(keep.ID) || v == third.records[i].ID() && third.records[i].Table != "organization" && third.records[i].Table != "taxonomy" && third.records[i].Table != "taxonomy_term" {
					third.records[i].Values[j] = idOf("third", v)
				}
			}
		}
		mustImport(t, u, third)
		last := access.Service(idOf("third", string(keep.ID)))
		d := services(u)
		must(t, d.Unite(u.Ctx, keeper, "a", keep.ID, gone.ID, nil))
		must(t, d.Unite(u.Ctx, keeper, "b", last, keep.ID, nil))
		l := one(t, u)
		if l.ID != last || len(l.Particulars().Former) != 2 {
			t.Errorf("%s was %+v", l.ID, l.Particulars().Former)
		}
		if to, err := d.Successor(u.Ctx, gone.ID); err != nil || to != last {
			t.Errorf("the first leads to %s, %v; want the last", to, err)
		}
		if err := d.Unite(u.Ctx, keeper, "c", gone.ID, last, nil); !fault.Is(err, fault.NotFound) {
			t.Errorf("a page that is no more takes another over: %v", err)
		}
		// Undone from the last to the first, each is itself.
		undo := func(service access.Service) {
			u.Clock.Advance(time.Minute)
			h, err := d.History(u.Ctx, keeper, service)
			must(t, err)
			must(t, d.Revert(u.Ctx, keeper, string(service), h.Revisions[0].ID, false))
		}
		undo(last)
		undo(keep.ID)
		if n := len(loaded(t, u)); n != 3 {
			t.Errorf("%d listings after both were undone, want 3", n)
		}
	})
}

// A circle that somebody wrote into the database ends nowhere, and hangs
// nothing.
func TestACircleOfRedirectsEnds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		keep, gone := two(t, u)
		must(t, u.DB.Write(u.Ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(u.Ctx, `INSERT INTO service_redirect (service_id, to_id, org_id, at) VALUES ($1, $2, '', 0), ($2, $1, '', 0)`, string(keep.ID), string(gone.ID))
			return err
		}))
		if n := len(loaded(t, u)); n != 2 {
			t.Errorf("%d listings, want 2", n)
		}
		if to, err := services(u).Successor(u.Ctx, gone.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("an address leads round to %s, %v", to, err)
		}
	})
}
