package directory_test

import (
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/event"
)

// counted is what package place tells.
type counted struct {
	Service    access.Service `json:"service"`
	Unit       string         `json:"unit"`
	Population string         `json:"population"`
	Free       int            `json:"free"`
	Surge      bool           `json:"surge"`
}

func (counted) Kind() string    { return "test.counted" }
func (counted) Subject() string { return "offer" }

// TestWhatIsCountedIsSaid: the directory says the figure of the moment as the
// organisation counted it, beside what it says of the whole, and leaves
// temporary places out.
func TestWhatIsCountedIsSaid(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		l := one(t, u)
		log := event.NewLog(nil)
		d := directory.New(u.DB, log)
		log.InTx("test.counted", d.OnCounted)
		by := access.ForWorker(dbtest.Region, "nuit", worker.Org(), "", access.Intervention)
		say := func(e counted) {
			t.Helper()
			e.Service = l.ID
			must(t, u.DB.Write(u.Ctx, func(tx *db.Tx) error { return log.Append(u.Ctx, tx, by, e) }))
		}
		must(t, d.Declare(u.Ctx, worker, l.ID, fact(directory.FactRoom, "bed.women", "total=12&funded=8&available=0")))
		u.Clock.Advance(time.Hour)
		say(counted{Unit: "bed", Population: "women", Free: 3})
		say(counted{Unit: "bed", Population: "women", Free: 40, Surge: true})
		say(counted{Unit: "place", Free: 0})
		l = one(t, u)
		rooms := map[string]directory.Room{}
		for _, r := range l.Particulars().Rooms {
			rooms[r.Code()] = r
		}
		beds := rooms["bed.women"]
		if len(rooms) != 2 || beds.Available != 3 || beds.Total != 12 || beds.Funded != 8 || !beds.At.Equal(u.Clock.Now()) || rooms["place"].Available != 0 {
			t.Errorf("%+v", rooms)
		}
		if state, said := l.CapacityNow(u.Clock.Now()); state != directory.CapacityOpen || !said.Equal(u.Clock.Now()) {
			t.Errorf("state %v said %v", state, said)
		}
		say(counted{Unit: "bed", Population: "women", Free: 14}) // more than were said to exist
		for _, r := range one(t, u).Particulars().Rooms {
			if r.Code() == "bed.women" && (r.Available != 14 || r.Total != 14) {
				t.Errorf("%+v", r)
			}
		}
	})
}

// TestBelieved: the rule of how long a figure holds is one, for who asks it.
func TestBelieved(t *testing.T) {
	t.Parallel()
	d := directory.New(nil, nil)
	for unit, want := range map[string]time.Duration{"bed": directory.NightFor, "meal": directory.NightFor, "housing": directory.CapacityFor} {
		if got, ok := d.Believed(unit, "women"); !ok || got != want {
			t.Errorf("%s: %v, %t", unit, got, ok)
		}
	}
	for _, bad := range [][2]string{{"throne", ""}, {"bed", "dragons"}, {"", ""}} {
		if _, ok := d.Believed(bad[0], bad[1]); ok {
			t.Errorf("%v is known", bad)
		}
	}
}
