package need_test

import (
	"strings"
	"testing"
	"time"

	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/need"
)

// TestWhatWasForgottenIsNotToldAgain: a gateway that tells again what was taken in
// before the conversation was forgotten tells nothing, and is acknowledged; what
// keeps it out says nobody's number, no words and no id, and goes in its time.
func TestWhatWasForgottenIsNotToldAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w, c := texting(t, u)
		const from = "+15145550177"
		w.texts(t, "SM1", from, "faim faubourg")
		w.texts(t, "SM2", from, "oublie")
		again := func(after string, needs int) {
			t.Helper()
			w.texts(t, "SM2", from, "oublie")
			w.texts(t, "SM1", from, "faim faubourg")
			if n := w.count(t, `SELECT count(*) FROM need`); n != needs {
				t.Errorf("%s: %d needs, want %d", after, n, needs)
			}
		}
		again("at once", 1)
		u.Clock.Advance(2 * time.Hour)
		w.run(t)
		again("once the number is gone", 1)
		if n := w.count(t, `SELECT count(*) FROM talk`); n != 0 {
			t.Errorf("%d conversations came back", n)
		}
		w.texts(t, "SM3", from, "faim faubourg") // another message of theirs is one
		if n := w.count(t, `SELECT count(*) FROM need`); n != 2 {
			t.Errorf("%d needs, want 2", n)
		}
		wantTexts(t, c, "noted", "sms.forgotten", "noted")
		var marks []string
		must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) (err error) {
			marks, err = db.Collect(u.Ctx, tx, func(s *string) []any { return []any{s} }, `SELECT s.mark FROM talk_spent AS s`)
			return err
		}))
		if all := strings.Join(marks, " "); len(marks) != 2 || strings.Contains(all, "SM1") || strings.Contains(all, "5550177") {
			t.Errorf("what stays: %q", marks)
		}
		// A gateway that gives no id is told apart by who wrote what: nothing of that stays.
		w.texts(t, "", from, "oublie")
		if n := w.count(t, `SELECT count(*) FROM talk_spent`); n != 3 { // SM3 alone more
			t.Errorf("%d marks, want 3", n)
		}
		u.Clock.Advance(need.SpentKept - 3*time.Hour)
		w.run(t)
		again("a week later", 2)
		u.Clock.Advance(27 * time.Hour)
		w.run(t)
		if n := w.count(t, `SELECT count(*) FROM talk_spent`); n != 0 {
			t.Errorf("%d marks are kept for ever", n)
		}
	})
}
