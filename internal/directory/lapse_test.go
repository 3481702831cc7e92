package directory_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
)

// A capacity is believed for its time, on the page and in the search, and is
// then unknown: nothing rewrites it, the clock does it.
func TestCapacityLapses(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		d, id := services(u), one(t, u).ID
		index := directory.NewIndex(nil)
		sees := func() (page, found directory.Capacity) {
			t.Helper()
			l := one(t, u)
			index.Apply([]*directory.Listing{l}, nil)
			page, _ = l.CapacityNow(u.Clock.Now())
			res := index.Search(directory.Query{HasCapacity: true}, u.Clock.Now())
			if len(res.Relaxed) == 0 {
				found = directory.CapacityOpen
			}
			if takes := len(index.Search(directory.Query{NotFull: true}, u.Clock.Now()).Hits) > 0; takes != (page != directory.CapacityFull) {
				t.Errorf("the page says %d, and who is not full is found: %v", page, takes)
			}
			return page, found
		}
		want := func(when string, state directory.Capacity) {
			t.Helper()
			page, found := sees()
			if page != state || (found == directory.CapacityOpen) != (state == directory.CapacityOpen) {
				t.Errorf("%s: the page says %d, the search %d, want %d", when, page, found, state)
			}
		}
		want("nothing-was-said", directory.CapacityUnknown)
		must(t, d.Declare(u.Ctx, worker, id, fact(directory.FactCapacity, "open", "")))
		want("said-now", directory.CapacityOpen)
		u.Clock.Advance(directory.CapacityFor - time.Second)
		want("a-second-before-the-end", directory.CapacityOpen)
		u.Clock.Advance(time.Second)
		want("at-the-end", directory.CapacityUnknown)

		must(t, d.Declare(u.Ctx, worker, id, fact(directory.FactCapacity, "open", "")))
		must(t, d.Declare(u.Ctx, worker, id, fact(directory.FactRoom, "bed.men", "available=0&total=30")))
		want("words-of-the-same-instant-come-first", directory.CapacityOpen)
		u.Clock.Advance(time.Hour)
		must(t, d.Declare(u.Ctx, worker, id, fact(directory.FactRoom, "bed.men", "available=0&total=30")))
		want("no-bed-left-an-hour-later", directory.CapacityFull)
		must(t, d.Declare(u.Ctx, worker, id, fact(directory.FactRoom, "bed.women", "available=2")))
		want("two-beds-for-women", directory.CapacityOpen)
		u.Clock.Advance(directory.NightFor - time.Second)
		want("beds-a-second-before-the-end", directory.CapacityOpen)
		u.Clock.Advance(time.Second)
		want("beds-at-the-end", directory.CapacityUnknown)
		if r := one(t, u).Particulars().Rooms[0]; r.Fresh(u.Clock.Now()) || r.Total != 30 {
			t.Errorf("what exists stays, what is of the moment does not: %+v", r)
		}
		must(t, d.Declare(u.Ctx, worker, id, fact(directory.FactCapacity, "open", ""), fact(directory.FactCapacity, "full", "")))
		want("the-last-word-counts", directory.CapacityFull)
	})
}

// A closure shuts the door from its first day to its last, beats every other
// hour, and ends by itself.
func TestAClosureEndsByItself(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		p, s := refuge(), idOf("service", "refuge")
		p.records = append(p.records, // a special opening inside the closure, and one at the place
			rec("schedule", "jour", "service_id", s, "freq", "WEEKLY", "byday", "MO,TU,WE,TH,FR", "opens_at", "09:00", "closes_at", "17:00"),
			rec("schedule", "fete", "service_id", s, "valid_from", "2026-03-11", "valid_to", "2026-03-11", "opens_at", "09:00", "closes_at", "17:00"))
		mustImport(t, u, p)
		d, id := services(u), one(t, u).ID
		must(t, d.Declare(u.Ctx, worker, id, fact(directory.FactClosure, "2026-03-09", "reason=works&until=2026-04-10")))
		zone := directory.Zone(directory.HomeZone, nil)
		at := func(s string) time.Time {
			v, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
			must(t, err)
			return v
		}
		l := one(t, u)
		index := directory.NewIndexIn(zone, []*directory.Listing{l})
		for _, c := range []struct {
			at    string
			door  directory.Door
			opens string
		}{
			{"2026-03-06 10:00", directory.DoorOpen, ""},
			{"2026-03-06 17:30", directory.DoorShut, ""},
			{"2026-03-09 10:00", directory.DoorSuspended, "2026-04-13 09:00"},
			{"2026-03-11 10:00", directory.DoorSuspended, "2026-04-13 09:00"},
			{"2026-04-10 16:59", directory.DoorSuspended, "2026-04-13 09:00"},
			{"2026-04-13 08:59", directory.DoorShut, "2026-04-13 09:00"},
			{"2026-04-13 09:00", directory.DoorOpen, ""},
		} {
			o, _ := l.OpenAt(zone, at(c.at))
			if o.Door != c.door || c.opens != "" && !o.Opens.Equal(at(c.opens)) {
				t.Errorf("%s: %d, opens %s", c.at, o.Door, o.Opens.In(zone))
			}
			when := at(c.at)
			if found := len(index.Search(directory.Query{OpenAt: &when}, when).Relaxed) == 0; found != (c.door == directory.DoorOpen) {
				t.Errorf("%s: found among the open: %t", c.at, found)
			}
			_, closed := l.ClosedAt(zone, at(c.at))
			if closed != (c.door == directory.DoorSuspended) {
				t.Errorf("%s: a closure is in force: %t", c.at, closed)
			}
		}
		must(t, d.Declare(u.Ctx, worker, id, fact(directory.FactClosure, "2026-03-09", "reason=funding")))
		if o, _ := one(t, u).OpenAt(zone, at("2027-01-04 10:00")); o.Door != directory.DoorSuspended || !o.Opens.IsZero() {
			t.Errorf("without an end: %+v", o)
		}
		must(t, d.Declare(u.Ctx, worker, id, fact(directory.FactClosure, "2026-03-09", directory.Unsaid)))
		if o, _ := one(t, u).OpenAt(zone, at("2026-03-09 10:00")); o.Door != directory.DoorOpen {
			t.Errorf("after it was taken back: %+v", o)
		}
	})
}

func TestAClosureSaysNothingOfUnknownHours(t *testing.T) {
	zone := directory.Zone(directory.HomeZone, nil)
	hours := []directory.Hours{{Closed: true, Suspends: true, From: day("2026-03-09"), To: day("2026-03-10")}}
	for s, door := range map[string]directory.Door{"2026-03-08": directory.DoorUnknown, "2026-03-09": directory.DoorSuspended, "2026-03-10": directory.DoorSuspended, "2026-03-11": directory.DoorUnknown} {
		if o := directory.OpenAt(hours, zone, day(s).Add(17*time.Hour)); o.Door != door {
			t.Errorf("%s: %d, want %d", s, o.Door, door)
		}
	}
}

// Where the town alone is public, the address is nowhere: not in the listing,
// not by asking again and again what is near, not in an export, not in the
// middle of a neighbourhood.
func TestAnAddressOfWhichTheTownAloneIsPublic(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		p := refuge()
		p.records = append(p.records, rec("accessibility", "acces", "location_id", idOf("location", "porte"), "description", "Sonnez au 12, rue des Érables"),
			rec("translation", "acces-en", "resource_type", "accessibility", "resource_id", idOf("accessibility", "acces"), "field_name", "description", "language", "en", "value", "Ring at 12 Érables"))
		p.records[3].Set("description", "Derrière le 12, rue des Érables")
		mustImport(t, u, p)
		l := one(t, u)
		must(t, services(u).ShowPlace(u.Ctx, worker, l.ID, l.Places[0].ID, directory.ShowArea))
		l = one(t, u)
		at := l.Places[0]
		if !at.AreaOnly || at.Hidden || at.City != "Montréal" || at.Address+at.Postal+at.ExternalID != "" || at.HasPoint || at.Lat != 0 || !at.Name.Empty() || !at.Transport.Empty() || !at.Access.Empty() || !l.Sensitive {
			t.Errorf("%+v", at)
		}
		if at.Area == (directory.Point{Lat: 45.53, Lon: -73.55}) || !at.HasArea {
			t.Errorf("the square is %+v", at.Area)
		}
		index := directory.NewIndex([]*directory.Listing{l})
		near := directory.Point{Lat: 45.53, Lon: -73.55}
		for _, metres := range []float64{100, 5000} {
			res := index.Search(directory.Query{Near: &near, WithinMetres: metres}, dbtest.Start)
			if len(res.Relaxed) != 0 || res.Hits[0].Metres >= 0 {
				t.Errorf("within %.0f m: relaxed %v, %.0f m away", metres, res.Relaxed, res.Hits[0].Metres)
			}
		}
		far := directory.Point{Lat: 46.81, Lon: -71.21}
		if res := index.Search(directory.Query{Near: &far, WithinMetres: 5000}, dbtest.Start); len(res.Relaxed) == 0 {
			t.Error("it is near another city too")
		}
		if _, _, ok := directory.NewLocator(index).Locate("Montréal"); ok {
			t.Error("its town is placed by it alone: the middle of one is its address")
		}
		must(t, services(u).Export(u.Ctx, access.Anyone(dbtest.Region), func(r directory.Record) error {
			for _, v := range r.Values {
				for _, secret := range []string{"Érables", "H2X", "45.53", "Papineau", "Porte bleue"} {
					if strings.Contains(v, secret) {
						t.Errorf("%s leaves %q", r.Table, v)
					}
				}
			}
			return nil
		}))
	})
}

// A change to one service gives back all that the whole reading gives.
func TestOneServiceIsReadAsAllAre(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		p := refuge()
		for _, x := range [][2]string{{"document", "doc"}, {"phone", "tel"}} {
			table := map[string]string{"document": "required_document", "phone": "phone"}[x[0]]
			field := map[string]string{"document": "document", "phone": "description"}[x[0]]
			p.records = append(p.records, rec("translation", x[1]+"-en", "resource_type", table, "resource_id", idOf(table, x[1]), "field_name", field, "language", "en", "value", "In English"))
		}
		mustImport(t, u, p)
		must(t, services(u).Declare(u.Ctx, worker, one(t, u).ID, everything()...))
		whole := one(t, u)
		if whole.Documents[0].EN != "In English" {
			t.Fatalf("documents %+v", whole.Documents)
		}
		must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) error {
			alone, err := directory.Find(u.Ctx, tx, dbtest.Region, whole.ID)
			if err != nil {
				return err
			}
			if alone.Documents[0] != whole.Documents[0] || alone.Phones[0] != whole.Phones[0] || len(alone.Particulars().Sure) != len(whole.Particulars().Sure) {
				t.Errorf("alone %+v %+v, whole %+v %+v", alone.Documents, alone.Phones, whole.Documents, whole.Phones)
			}
			return nil
		}))
	})
}

// A schedule of each month, or of every second week, is read from the rows, goes
// through the index that a node keeps in a file, and is open on its dates.
func TestRhythmsFromTheRows(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		p, s := refuge(), idOf("service", "refuge")
		p.records = slices.DeleteFunc(p.records, func(r directory.Record) bool { return r.Table == "schedule" })
		p.records = append(p.records,
			rec("schedule", "first", "service_id", s, "freq", "MONTHLY", "byday", "1TU", "opens_at", "09:00", "closes_at", "12:00", "description", "Apportez vos papiers."),
			rec("schedule", "15th", "service_id", s, "freq", "MONTHLY", "bymonthday", "15", "opens_at", "13:00", "closes_at", "15:00"),
			rec("schedule", "second", "service_id", s, "freq", "WEEKLY", "byday", "TH", "interval", "2", "dtstart", "2026-03-05", "count", "3", "opens_at", "18:00", "closes_at", "20:00"),
			rec("schedule", "yearly", "service_id", s, "freq", "MONTHLY", "byday", "MO", "byyearday", "1", "opens_at", "00:00", "closes_at", "23:59"))
		mustImport(t, u, p)
		zone := directory.Zone(directory.HomeZone, nil)
		l := one(t, u)
		built := directory.NewIndexIn(zone, []*directory.Listing{l})
		for what, index := range map[string]*directory.Index{"built": built, "kept": kept(t, built, directory.Storage{}), "shelved": kept(t, built, small)} {
			l := index.Get(l.ID)
			for when, opens := range map[string]bool{
				"2026-03-03 10:00": true, "2026-03-10 10:00": false, "2026-04-07 10:00": true, "2026-04-07 12:00": false,
				"2026-03-15 14:00": true, "2026-03-16 14:00": false,
				"2026-03-05 19:00": true, "2026-03-12 19:00": false, "2026-03-19 19:00": true, "2026-04-02 19:00": true, "2026-04-16 19:00": false, // only three of them
				"2026-03-09 10:00": false,
			} {
				at, err := time.ParseInLocation("2006-01-02 15:04", when, zone)
				must(t, err)
				if o, _ := l.OpenAt(zone, at); (o.Door == directory.DoorOpen) != opens {
					t.Errorf("%s, %s: door %d", what, when, o.Door)
				}
				if found := len(index.Search(directory.Query{OpenAt: &at}, at).Relaxed) == 0; found != opens {
					t.Errorf("%s, %s: found among the open: %t", what, when, found)
				}
			}
			if n := len(l.HoursOf(0)); n != 3 {
				t.Errorf("%s: %d lines of hours", what, n)
			}
		}
	})
}
