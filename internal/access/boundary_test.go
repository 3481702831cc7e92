package access

import (
	"strconv"
	"testing"
	"time"

	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
)

// TestConsentHoldsFromToExclusive: at its first instant a consent holds, at its
// last it no longer does, to the millisecond and alike in both forms. A refusal
// has no dates.
func TestConsentHoldsFromToExclusive(t *testing.T) {
	const ms = time.Millisecond
	cases := []struct {
		name     string
		said     string
		from, to time.Duration
		want     bool
	}{
		{"from_is_now", "granted", 0, time.Hour, true},
		{"from_was_just_before", "granted", -ms, time.Hour, true},
		{"from_is_just_after", "granted", ms, time.Hour, false},
		{"to_is_now", "granted", -time.Hour, 0, false},
		{"to_is_just_after", "granted", -time.Hour, ms, true},
		{"to_was_just_before", "granted", -time.Hour, -ms, false},
		{"one_instant_that_is_now", "granted", 0, ms, true},
		{"never", "granted", 0, 0, false},
		{"upside_down", "granted", ms, -ms, false},
		{"refused_before", "refused", -time.Hour, -time.Hour, false},
		{"refused_now", "refused", 0, 0, false},
		{"refused_later", "refused", time.Hour, 2 * time.Hour, false},
		{"later_is_not_yes", "later", -time.Hour, time.Hour, false},
	}
	s := &state{}
	for i, c := range cases {
		p := "person-" + strconv.Itoa(i)
		s.rows = append(s.rows,
			row{table: "person", region: dbtest.Region, id: p, person: p, holder: "org-1"},
			row{table: "referral", region: dbtest.Region, id: c.name, person: p, sender: "org-1", receiver: "org-2", sent: true, state: "sent"})
		give := func(said string, from, to time.Duration) {
			a := answer{row: row{table: "consent", region: dbtest.Region, id: "consent-" + strconv.Itoa(len(s.answers)), person: p, holder: "org-1"},
				recipient: "org-2", purpose: "referral", part: "need", said: said, from: start.Add(from), to: start.Add(to)}
			s.answers = append(s.answers, a)
		}
		give(c.said, c.from, c.to)
		if c.said == "refused" { // it beats a consent that lives
			give("granted", -time.Hour, time.Hour)
		}
	}
	by := ForWorker(dbtest.Region, "worker-1", "org-2", "", Intervention)
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		s.save(t, u)
		err := u.DB.Read(u.Ctx, func(tx *db.Tx) error {
			facts, err := load(u.Ctx, tx, "referral")
			if err != nil {
				return err
			}
			// A scope made within the millisecond decides as at its beginning.
			for _, now := range []time.Time{tx.Now, tx.Now.Add(999 * time.Microsecond)} {
				sc := by.Scope(ReadNeed, now)
				found, err := ask(u.Ctx, tx, "referral", 0, sc.Where, sc.Args)
				if err != nil {
					return err
				}
				for _, c := range cases {
					k := key{dbtest.Region, c.name}
					f := facts[k]
					f.Now = now
					if inGo, inSQL := by.Allows(ReadNeed, f), found[k]; inGo != c.want || inSQL != c.want {
						t.Errorf("%s: Go %v, SQL %v, want %v", c.name, inGo, inSQL, c.want)
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
