package pathway_test

import (
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/pathway"
)

var fr = pathway.Tongue{Lang: "fr", Yes: "Oui", No: "Non", Unsure: "Je ne sais pas", From: "De", Never: "Ne décide jamais."}

// toAnotherDoor are answers that come to a decision of two.
var toAnotherDoor = []string{"no", "yes", "soin", "yes", "yes"}

// TestTwoDecideByACodeReadAloud: the crew comes to another door, reads the code
// to the nurse practitioner, who reads the same summary and agrees; only then is
// a referral drafted, with the summary as its need, once.
func TestTwoDecideByACodeReadAloud(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		run := w.walk(t, w.crew, "exemple-ambulance", toAnotherDoor...)
		hand := func(act string) ([]access.Referral, error) {
			return w.svc.Hand(w.Ctx, w.crew, act, run, "p1", []string{"1"}, fr)
		}
		_, err := hand(w.act())
		wantKey(t, "a referral before two agreed", err, "pathway.second_missing")

		code := w.code(t, w.crew, run)
		heard, err := w.svc.Hear(w.Ctx, w.nurse, pathway.ShowCode(code))
		must(t, err)
		if sum, ok := heard.Summary(); !ok || heard.Mine || len(sum.Said) != 5 || sum.End.ID != "porte" {
			t.Errorf("the nurse reads %+v", sum)
		}
		seen, err := heard.Seen()
		must(t, err)
		_, err = w.svc.SecondBy(w.Ctx, w.crew, code, seen, true)
		wantKey(t, "agreeing with oneself", err, "pathway.same_person")
		_, err = w.svc.SecondBy(w.Ctx, w.nurse, code, seen, false)
		must(t, err)
		_, err = hand(w.act())
		wantKey(t, "a referral against the second", err, "pathway.second_missing")
		wantKey(t, "noting over what the second said", w.svc.SecondByPhone(w.Ctx, w.crew, run, true), "pathway.second_said")
		_, err = w.svc.SecondBy(w.Ctx, w.nurse, code, seen, true)
		must(t, err)

		act := w.act()
		first, err := hand(act)
		must(t, err)
		again, err := hand(act) // sent twice
		must(t, err)
		if len(first) != 1 || len(again) != 1 || first[0] != again[0] || len(w.desk.told) != 1 {
			t.Errorf("drafts %v and %v, told %d times", first, again, len(w.desk.told))
		}
		for _, says := range []string{"Un soin qui peut attendre", "Ne décide jamais."} {
			if !strings.Contains(w.desk.told[0], says) {
				t.Errorf("the need does not say %q:\n%s", says, w.desk.told[0])
			}
		}
		w.wantEvent(t, "pathway.run_heard", 1)
		w.wantEvent(t, "pathway.run_handed", 1)
	})
}

// TestASecondOpinionIsOfWhatWasRead: the crew answers something otherwise between
// the reading and the opinion; what was never read is not agreed to.
func TestASecondOpinionIsOfWhatWasRead(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		run := w.walk(t, w.crew, "exemple-ambulance", toAnotherDoor...)
		code := w.code(t, w.crew, run)
		heard, err := w.svc.Hear(w.Ctx, w.nurse, code)
		must(t, err)
		seen, err := heard.Seen()
		must(t, err)
		r, err := w.svc.Answer(w.Ctx, w.crew, run, 3, "besoin", "parole")
		must(t, err)
		for range 2 {
			here := r.Walk.Here(r.Pathway)
			r, err = w.svc.Answer(w.Ctx, w.crew, run, here.N, here.Step.ID, "yes")
			must(t, err)
		}
		_, err = w.svc.SecondBy(w.Ctx, w.nurse, code, seen, true)
		wantKey(t, "an opinion of what was never read", err, "pathway.changed_since")
		heard, err = w.svc.Hear(w.Ctx, w.nurse, code)
		must(t, err)
		seen, err = heard.Seen()
		must(t, err)
		_, err = w.svc.SecondBy(w.Ctx, w.nurse, code, seen, true)
		must(t, err)
	})
}

// TestASecondOpinionFallsWithTheAnswers: what was agreed was agreed of other
// answers.
func TestASecondOpinionFallsWithTheAnswers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		run := w.walk(t, w.crew, "exemple-ambulance", toAnotherDoor...)
		must(t, w.svc.SecondByPhone(w.Ctx, w.crew, run, true))
		r, err := w.svc.Answer(w.Ctx, w.crew, run, 5, "confirme", "yes") // the same again
		must(t, err)
		if r.Waits() {
			t.Error("saying the same again takes the agreement away")
		}
		r, err = w.svc.Answer(w.Ctx, w.crew, run, 3, "besoin", "parole")
		must(t, err)
		for _, said := range []string{"yes", "yes"} {
			here := r.Walk.Here(r.Pathway)
			r, err = w.svc.Answer(w.Ctx, w.crew, run, here.N, here.Step.ID, said)
			must(t, err)
		}
		if !r.Waits() {
			t.Error("an agreement outlives the answers it was about")
		}
	})
}

// TestARunIsItsWorkersOwn: for anybody else it is not there, by whatever door.
func TestARunIsItsWorkersOwn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		run := w.walk(t, w.crew, "exemple-ambulance", toAnotherDoor...)
		otherHat := access.ForWorker(dbtest.Region, "lou", "clinique", "", access.Intervention)
		for name, by := range map[string]access.Actor{"a colleague": w.colleague, "the nurse": w.nurse, "another hat": otherHat, "management": w.boss, "another region": w.far, "anyone": w.visit} {
			_, err := w.svc.Open(w.Ctx, by, run)
			wantKind(t, name+" opens", err, fault.NotFound)
			_, err = w.svc.Answer(w.Ctx, by, run, 1, "danger", "no")
			wantKind(t, name+" answers", err, fault.NotFound)
			wantKind(t, name+" agrees by phone", w.svc.SecondByPhone(w.Ctx, by, run, true), fault.NotFound)
			_, err = w.svc.Hand(w.Ctx, by, w.act(), run, "p1", []string{"1"}, fr)
			wantKind(t, name+" refers", err, fault.NotFound)
			if by.WorksWithPeople() {
				must(t, w.svc.Finish(w.Ctx, by, run)) // one answer for what is not theirs and what is not there
			}
		}
		if _, err := w.svc.Open(w.Ctx, w.crew, run); err != nil {
			t.Errorf("somebody else ended it: %v", err)
		}
		for name, by := range map[string]access.Actor{"management": w.boss, "anyone": w.visit, "another region": w.far} {
			if _, err := w.svc.Hear(w.Ctx, by, w.code(t, w.crew, run)); err == nil {
				t.Errorf("%s reads it by its code", name)
			}
		}
	})
}

// TestACodeOpensOnlyWhatIsFinishedAndLasts: not a walk under way, not a trial,
// not after a day, not when it was guessed often.
func TestACodeOpensOnlyWhatIsFinishedAndLasts(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		_, err := w.svc.Hear(w.Ctx, w.nurse, "123 456 789")
		wantKey(t, "a misheard code", err, "pathway.code_misheard")
		begun := w.walk(t, w.crew, "exemple-ambulance", "no")
		_, err = w.svc.Hear(w.Ctx, w.nurse, w.code(t, w.crew, begun))
		wantKey(t, "a walk under way", err, "pathway.code_unknown")

		trial, err := w.svc.Simulate(w.Ctx, w.coord, w.act(), w.draft(t))
		must(t, err)
		_, err = w.svc.Answer(w.Ctx, w.coord, trial, 1, "aigu", "yes")
		must(t, err)
		_, err = w.svc.Hear(w.Ctx, w.nurse, w.code(t, w.coord, trial))
		wantKey(t, "a trial", err, "pathway.code_unknown")

		run := w.walk(t, w.crew, "exemple-ambulance", "yes")
		code := w.code(t, w.crew, run)
		_, err = w.svc.Hear(w.Ctx, w.nurse, code)
		must(t, err)
		u.Clock.Advance(pathway.Kept)
		_, err = w.svc.Hear(w.Ctx, w.nurse, code)
		wantKey(t, "after a day", err, "pathway.code_unknown")
		_, err = w.svc.Open(w.Ctx, w.crew, run)
		wantKind(t, "the worker's own, after a day", err, fault.NotFound)

		for range 30 {
			_, err = w.svc.Hear(w.Ctx, w.nurse, code)
		}
		wantKind(t, "guessing", err, fault.TooMany)
		_, err = w.svc.Hear(w.Ctx, w.colleague, code)
		wantKey(t, "another's guesses", err, "pathway.code_unknown")
	})
}

// TestNothingOfARunStaysAfterItsDay: the row is gone, and its key with it, so
// that a copy of the row opens no more. The same at once, by Terminer.
func TestNothingOfARunStaysAfterItsDay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		w.walk(t, w.crew, "exemple-siva", "no", "yes")
		left := w.walk(t, w.crew, "exemple-siva", "no")
		must(t, w.svc.Finish(w.Ctx, w.crew, left))
		must(t, w.svc.Finish(w.Ctx, w.crew, left)) // pressed twice
		wantRuns(t, w, 1, 1)
		u.Clock.Advance(pathway.Kept - time.Minute)
		_, err := w.queue.RunDue(w.Ctx, dbtest.Region)
		must(t, err)
		wantRuns(t, w, 1, 1)
		u.Clock.Advance(time.Minute)
		_, err = w.queue.RunDue(w.Ctx, dbtest.Region)
		must(t, err)
		wantRuns(t, w, 0, 0)
	})
}

// wantRuns counts rows of runs, and keys of runs that still open something.
func wantRuns(t *testing.T, w *world, rows, keys int) {
	t.Helper()
	var r, k int
	must(t, w.DB.Read(w.Ctx, func(tx *db.Tx) error {
		if err := tx.QueryRow(w.Ctx, `SELECT count(*) FROM pathway_run`).Scan(&r); err != nil {
			return err
		}
		return tx.QueryRow(w.Ctx, `SELECT count(*) FROM seal_key WHERE owner LIKE 'pathway-run:%' AND destroyed_at IS NULL`).Scan(&k)
	}))
	if r != rows || k != keys {
		t.Errorf("%d rows and %d keys, want %d and %d", r, k, rows, keys)
	}
}

// TestWhatIsStoredOfARunSaysNothing: no answer and no code stands in clear, in
// the row or in the log.
func TestWhatIsStoredOfARunSaysNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		run := w.walk(t, w.crew, "exemple-convalescence", "no", "yes", "pansements", "37", "no")
		code := w.code(t, w.crew, run)
		var stored []string
		must(t, w.DB.Read(w.Ctx, func(tx *db.Tx) (err error) {
			text := func(s *string) []any { return []any{s} }
			rows, err := db.Collect(w.Ctx, tx, func(b *[]byte) []any { return []any{b} }, `SELECT sealed FROM pathway_run`)
			for _, b := range rows {
				stored = append(stored, string(b))
			}
			if err != nil {
				return err
			}
			more, err := db.Collect(w.Ctx, tx, text, `SELECT mark FROM pathway_run`)
			if err != nil {
				return err
			}
			log, err := db.Collect(w.Ctx, tx, text, `SELECT body FROM event`)
			stored = append(append(stored, more...), log...)
			return err
		}))
		all := strings.Join(stored, "\n")
		if !strings.Contains(all, run) {
			t.Fatal("the log does not tell of the run: the test below proves nothing")
		}
		for _, canary := range []string{"pansements", `"37"`, "toit", "aigu", code, code[:8]} {
			if strings.Contains(all, canary) {
				t.Errorf("%q is stored in clear:\n%s", canary, all)
			}
		}
	})
}

// TestAReferralIsForTheOnesOwnPeople: what referrals refuse leaves nothing.
func TestAReferralIsForTheOnesOwnPeople(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		run := w.walk(t, w.crew, "exemple-siva", "no", "yes", "yes", "maintenant", "yes", "toit")
		_, err := w.svc.Hand(w.Ctx, w.crew, w.act(), run, "p2", []string{"1"}, fr)
		wantKind(t, "a stranger", err, fault.NotFound)
		_, err = w.svc.Hand(w.Ctx, w.crew, w.act(), run, "p1", []string{"9", "", "0", "-1"}, fr)
		wantKey(t, "no slice", err, "pathway.slice_missing")
		drafts, err := w.svc.Hand(w.Ctx, w.crew, w.act(), run, "p1", []string{"1", "3", "4", "3"}, fr)
		must(t, err)
		if len(drafts) != 3 || len(w.desk.told) != 3 {
			t.Errorf("%d drafts, %d told", len(drafts), len(w.desk.told))
		}
		w.wantEvent(t, "pathway.run_handed", 1)
		call := w.walk(t, w.crew, "exemple-siva", "yes")
		_, err = w.svc.Hand(w.Ctx, w.crew, w.act(), call, "p1", []string{"1"}, fr)
		wantKind(t, "an end that is a call", err, fault.NotFound)
	})
}

// TestARunBeginsOnce and is bounded.
func TestARunBeginsOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		act := w.act()
		first, err := w.svc.Begin(w.Ctx, w.crew, act, "exemple-ecole")
		must(t, err)
		again, err := w.svc.Begin(w.Ctx, w.crew, act, "exemple-ecole")
		must(t, err)
		if first != again {
			t.Error("one press began two")
		}
		for _, of := range []string{"exemple-vide", "exemple-", "nulle-part", ""} {
			_, err := w.svc.Begin(w.Ctx, w.crew, w.act(), of)
			wantKind(t, of, err, fault.NotFound)
		}
		_, err = w.svc.Begin(w.Ctx, w.boss, w.act(), "exemple-ecole")
		wantKind(t, "management", err, fault.NotFound)
		for range pathway.RunsMost {
			_, err = w.svc.Begin(w.Ctx, w.crew, w.act(), "exemple-ecole")
		}
		wantKind(t, "without end", err, fault.TooMany)
	})
}
