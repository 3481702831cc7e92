package need_test

import (
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/need"
)

// TestANeedIsSaidAndFollowed: said without account, taken, answered; who said it
// learns it with twelve digits, on another machine and after a restart.
func TestANeedIsSaidAndFollowed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		r := w.said(t, "J’ai faim, ça fait deux jours")
		news := func() need.News {
			t.Helper()
			n, err := w.svc.Follow(u.Ctx, dbtest.Region, "b", strings.ReplaceAll(r.String(), " ", "-"))
			must(t, err)
			return n
		}
		if n := news(); n.State != need.Open || n.Need.Need != "eat.meal" || n.Place != "vieux-quai" || n.Via != need.ByWeb {
			t.Errorf("%+v", n)
		}
		id := w.newest(t)
		must(t, w.svc.Take(u.Ctx, w.maelle, w.act(), id, 2*time.Hour))
		if n := news(); n.State != need.Taken || n.TakenBy != "halte" {
			t.Errorf("%+v", n)
		}
		wantKey(t, w.svc.Take(u.Ctx, w.malik, w.act(), id, time.Hour), "needs.taken_before")
		wantKey(t, w.svc.Answer(u.Ctx, w.malik, w.act(), id, need.Reply{Words: "non"}), "needs.taken_before")
		w.restart(t)
		const says = "Un repas vous attend jusqu’à 20 h.\nDemandez Jo à la porte bleue. 🥣"
		must(t, w.svc.Answer(u.Ctx, w.maelle, w.act(), id, need.Reply{Words: says, Language: "fr"}))
		if n := news(); n.State != need.Answered || n.Answer != says || n.Language != "fr" {
			t.Errorf("%+v", n)
		}
		wantKey(t, w.svc.Take(u.Ctx, w.malik, w.act(), id, time.Hour), "needs.answered_before")
		u.WantEvents(t, "need.said", "need.taken", "need.answered")
	})
}

// TestARetryIsOneNeed: the same form sent twice is one need and one receipt, of
// the public and of a worker; another form is another.
func TestARetryIsOneNeed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		for _, by := range []access.Actor{w.anyone, w.maelle} {
			act := w.act()
			one, err := w.svc.Say(u.Ctx, by, "a", act, need.Said{Need: "health"})
			must(t, err)
			two, err := w.svc.Say(u.Ctx, by, "a", act, need.Said{Need: "health"})
			must(t, err)
			three, err := w.svc.Say(u.Ctx, by, "a", w.act(), need.Said{Need: "health"})
			must(t, err)
			if one != two || one == three {
				t.Errorf("receipts %s %s %s", one, two, three)
			}
		}
		u.WantEvents(t, "need.said", "need.said", "need.said", "need.said")
	})
}

// TestWhatIsWrongIsSaidAtItsField, all at once, and nothing is kept.
func TestWhatIsWrongIsSaidAtItsField(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		for key, s := range map[string]need.Said{
			"needs.words_missing":  {},
			"needs.need_unknown":   {Need: "gold"},
			"needs.words_long":     {Words: strings.Repeat("é", need.WordsMost+1)},
			"needs.place_unknown":  {Words: "faim", Place: "Atlantide"},
			"needs.wanted_missing": {Words: "faim", Wanted: "yesterday"},
			"needs.with_missing":   {Words: "faim", With: "a dragon"},
			need.NamedKey:          {Words: "Il faut aider Fatoumata Bah ce soir"},
		} {
			_, err := w.svc.Say(u.Ctx, w.anyone, "a", w.act(), s)
			wantKey(t, err, key)
			wantKind(t, err, fault.Invalid)
		}
		_, err := w.svc.Say(u.Ctx, w.anyone, "a", "", need.Said{Words: "faim"})
		wantKey(t, err, "error.form_stale")
		_, err = w.svc.Say(u.Ctx, w.anyone, "a", w.act(), need.Said{Words: strings.Repeat("é", need.WordsMost)})
		must(t, err)
		u.WantEvents(t, "need.said")
	})
}

// TestANameIsAskedAbout, once: who sends all the same is believed, and the words
// stay as they were written.
func TestANameIsAskedAbout(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		s := need.Said{Words: "Moi c’est Ximena, j’ai faim", Observed: "Appeler au 514 555-0199"}
		_, err := w.svc.Say(u.Ctx, w.maelle, "", w.act(), s)
		if f := fault.FieldsOf(err); len(f) != 2 || f[0].Field != "words" || f[1].Field != "observed" {
			t.Fatalf("asked about %v", err)
		}
		s.Named = true
		_, err = w.svc.Say(u.Ctx, w.maelle, "", w.act(), s)
		must(t, err)
		h, _, err := w.svc.Show(u.Ctx, w.malik, w.newest(t))
		must(t, err)
		if h.Words != s.Words || h.Observed != s.Observed || h.Org != "halte" || h.Via != need.ByWorker {
			t.Errorf("%+v", h)
		}
	})
}

// TestWordsAreSealedAndReadInTheLog: not in the database in clear, read by those
// who accompany people, and each reading is an event; nobody else reads, and
// what is not permitted is what is not there.
func TestWordsAreSealedAndReadInTheLog(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		const canary = "canari-9417 dans la cour"
		w.said(t, canary)
		id := w.newest(t)
		var kept []string
		must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) (err error) {
			kept, err = db.Collect(u.Ctx, tx, func(s *string) []any { return []any{s} }, `SELECT e.body FROM event AS e`)
			return err
		}))
		var sealed []byte
		must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) error {
			return tx.QueryRow(u.Ctx, `SELECT w.sealed FROM need_word AS w`).Scan(&sealed)
		}))
		if strings.Contains(strings.Join(kept, " ")+string(sealed), "canari") {
			t.Error("the words are in clear")
		}
		for name, by := range map[string]access.Actor{"management": w.boss, "another region": w.other, "public": w.anyone, "job": access.System(dbtest.Region), "nobody": {}} {
			if _, _, err := w.svc.Show(u.Ctx, by, id); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s reads: %v", name, err)
			}
			if list, _, err := w.svc.Words(u.Ctx, by, need.Filter{}); len(list) > 0 {
				t.Errorf("%s reads %v, %v", name, list, err)
			}
			for what, err := range map[string]error{
				"takes": w.svc.Take(u.Ctx, by, w.act(), id, time.Hour), "leaves": w.svc.Leave(u.Ctx, by, w.act(), id),
				"answers": w.svc.Answer(u.Ctx, by, w.act(), id, need.Reply{Words: "x"}), "sorts": w.svc.Sort(u.Ctx, by, w.act(), id, "health", ""),
			} {
				if !fault.Is(err, fault.NotFound) {
					t.Errorf("%s %s: %v", name, what, err)
				}
			}
		}
		u.WantEvents(t, "need.said")
		list, _, err := w.svc.Words(u.Ctx, w.nora, need.Filter{})
		must(t, err)
		if len(list) != 1 || list[0].Words != canary {
			t.Errorf("%+v", list)
		}
		u.WantEvents(t, "need.said", "need.read")
	})
}

// TestNothingOfWhoAsks: the tables have no column for it, and what the public
// adds to a form is not kept.
func TestNothingOfWhoAsks(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		_, err := w.svc.Say(u.Ctx, w.anyone, "203.0.113.7", w.act(), need.Said{Words: "dormir", Observed: "vu", Via: need.ByCall})
		must(t, err)
		h, _, err := w.svc.Show(u.Ctx, w.maelle, w.newest(t))
		must(t, err)
		if h.Observed != "" || h.Via != need.ByWeb || h.Org != "" {
			t.Errorf("the public is believed to be a worker: %+v", h)
		}
		var all []string
		must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) (err error) {
			all, err = db.Collect(u.Ctx, tx, func(s *string) []any { return []any{s} },
				`SELECT n.id || n.via || n.need || n.place || n.org_id || n.receipt_mark || n.reason FROM need AS n UNION ALL SELECT e.body || e.subject || e.worker_id FROM event AS e`)
			return err
		}))
		if strings.Contains(strings.Join(all, " "), "203.0.113") {
			t.Error("where the visit came from is kept")
		}
	})
}

// TestReceiptsAreNotGuessed: ten guesses an hour from one place; a malformed one
// is no guess, and a right one is given back.
func TestReceiptsAreNotGuessed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		r := w.said(t, "faim")
		evaluated := 0
		for range 200 {
			_, err := w.svc.Follow(u.Ctx, dbtest.Region, "thief", "0000 0000 0001")
			if !fault.Is(err, fault.TooMany) {
				evaluated++
			}
		}
		if evaluated != 10 {
			t.Errorf("%d guesses were looked up, want 10", evaluated)
		}
		_, err := w.svc.Follow(u.Ctx, dbtest.Region, "thief", string(r))
		wantKey(t, err, "needs.receipt_wait")
		for range 30 { // a day centre
			_, err := w.svc.Follow(u.Ctx, dbtest.Region, "centre", string(r))
			must(t, err)
		}
		_, err = w.svc.Follow(u.Ctx, dbtest.Region, "c", "12")
		wantKey(t, err, "needs.receipt_malformed")
		_, err = w.svc.Follow(u.Ctx, "region-b", "c", string(r))
		wantKey(t, err, "needs.receipt_unknown")
		_, err = w.svc.Follow(u.Ctx, dbtest.Region, "c", "٠٠٠٠ ٠٠٠٠ ٠٠٠١")
		wantKey(t, err, "needs.receipt_unknown")
		u.Clock.Advance(need.WordsKept + time.Millisecond)
		_, err = w.svc.Follow(u.Ctx, dbtest.Region, "c", string(r))
		wantKey(t, err, "needs.receipt_unknown")
	})
}

// TestWordsEndWithTheirWeek: ninety days and the end of their week later the key
// is destroyed, and the words with it; what was said since is read still.
func TestWordsEndWithTheirWeek(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		w.said(t, "faim, la première semaine")
		old := w.newest(t)
		run := func() {
			t.Helper()
			_, err := w.queue.RunDue(u.Ctx, dbtest.Region)
			must(t, err)
		}
		u.Clock.Advance(need.WordsKept)
		run()
		if h, _, err := w.svc.Show(u.Ctx, w.maelle, old); err != nil || h.Words == "" {
			t.Errorf("gone too early: %+v, %v", h, err)
		}
		w.said(t, "faim, plus tard")
		recent := w.newest(t)
		u.Clock.Advance(7 * 24 * time.Hour)
		run()
		run()
		if h, _, err := w.svc.Show(u.Ctx, w.maelle, old); err != nil || h.Words != "" {
			t.Errorf("still there: %+v, %v", h, err)
		}
		if h, _, err := w.svc.Show(u.Ctx, w.maelle, recent); err != nil || h.Words == "" {
			t.Errorf("another week went with it: %+v, %v", h, err)
		}
		var keys int
		must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) error {
			return tx.QueryRow(u.Ctx, `SELECT count(*) FROM seal_key AS k WHERE k.destroyed_at IS NOT NULL AND k.keyset IS NULL`).Scan(&keys)
		}))
		if keys != 1 {
			t.Errorf("%d keys destroyed, want that of one week", keys)
		}
	})
}
