package consent_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/consent"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/text"
)

func TestTheThreadOpensHoweverItIsTyped(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		p := w.person(t)
		words, err := w.svc.NewThread(u.Ctx, w.halte, p)
		must(t, err)
		said := strings.Fields(words.String())
		slip := append([]string(nil), said...)
		slip[2] = slip[2] + "x"
		for name, typed := range map[string]string{
			"as_shown":         words.String(),
			"capitals":         "  " + strings.ToUpper(words.String()) + " ",
			"without_accents":  text.Fold(words.String()),
			"hyphens":          strings.Join(said, "-"),
			"many_spaces":      strings.Join(said, "   \n"),
			"one_letter":       strings.Join(slip, " "),
			"digits":           words.Digits(),
			"digits_together":  strings.ReplaceAll(words.Digits(), " ", ""),
			"digits_hyphens":   strings.ReplaceAll(words.Digits(), " ", "-"),
			"eastern_numerals": eastern(words.Digits()),
		} {
			by, err := w.svc.Open(u.Ctx, dbtest.Region, name, typed)
			if err != nil || by.Person() != p || by.Kind() != access.Holder {
				t.Errorf("%s (%q): %v", name, typed, err)
			}
		}
		for name, typed := range map[string]string{
			"empty": "", "four": strings.Join(said[:4], " "), "six": words.String() + " " + said[0], "order": strings.Join(append(said[1:], said[0]), " "),
			"not_a_word": "zzzz " + strings.Join(said[1:], " "), "zero": "0000 0001 0002 0003 0004", "beyond": "9999 0001 0002 0003 0004", "long": strings.Repeat("soleil ", 100),
			"digits_short": "0001 0002", "nul": "\x00\x00 a b c d",
		} {
			if name == "order" && said[0] == said[1] {
				continue
			}
			_, err := w.svc.Open(u.Ctx, dbtest.Region, "wrong"+name, typed)
			wantKind(t, err, fault.NotFound, "consent.thread_unknown")
		}
		_, err = w.svc.Open(u.Ctx, "region-b", "elsewhere", words.String())
		wantKind(t, err, fault.NotFound, "consent.thread_unknown")
	})
}

func eastern(s string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return r - '0' + '٠'
		}
		return r
	}, s)
}

func TestALostThreadDiesWithTheNewOne(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		p := w.person(t)
		old, err := w.svc.NewThread(u.Ctx, w.halte, p)
		must(t, err)
		by, err := w.svc.Open(u.Ctx, dbtest.Region, "a", old.String())
		must(t, err)
		if again, err := w.svc.Resume(u.Ctx, dbtest.Region, by.Thread(), "visit"); err != nil || again.Person() != p {
			t.Errorf("resume: %v", err)
		}
		renewed, err := w.svc.NewThread(u.Ctx, w.halte, p)
		must(t, err)
		_, err = w.svc.Open(u.Ctx, dbtest.Region, "a", old.String())
		wantKind(t, err, fault.NotFound, "consent.thread_unknown")
		_, err = w.svc.Resume(u.Ctx, dbtest.Region, by.Thread(), "visit")
		wantKind(t, err, fault.NotFound, "")
		_, err = w.svc.Open(u.Ctx, dbtest.Region, "a", renewed.String())
		must(t, err)
		if has, err := w.svc.HasThread(u.Ctx, w.halte, p); err != nil || !has {
			t.Errorf("has a thread: %v, %v", has, err)
		}
		u.WantEvents(t, "person.made", "thread.made", "thread.made")
	})
}

// A form sent twice puts one set of words on paper; one that comes back after
// other words were given does not say that its own still work.
func TestTheSameFormGivesTheSameWords(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		p, other := w.person(t), w.person(t)
		words := func(by access.Actor, act string, p access.Person) consent.Words {
			t.Helper()
			given, err := w.svc.NewThreadBy(u.Ctx, by, act, p)
			must(t, err)
			return given
		}
		first := words(w.halte, "form", p)
		if again := words(w.halte, "form", p); again != first {
			t.Errorf("the same form gave %s, then %s", first, again)
		}
		by, err := w.svc.Open(u.Ctx, dbtest.Region, "a", first.String())
		must(t, err)
		if by.Person() != p {
			t.Errorf("the words open the page of %s", by.Person())
		}
		colleague := access.ForWorker(dbtest.Region, "jo", "halte", "rue", access.Intervention)
		for name, different := range map[string]consent.Words{
			"another person": words(w.halte, "form", other), "a colleague": words(colleague, "form", other), "another form": words(w.halte, "form-2", p),
		} {
			if different == first {
				t.Errorf("%s was given the same words", name)
			}
		}
		_, err = w.svc.NewThreadBy(u.Ctx, w.halte, "form", p)
		wantKind(t, err, fault.Conflict, "consent.thread_replaced")
		_, err = w.svc.NewThreadBy(u.Ctx, w.halte, "", p)
		wantKind(t, err, fault.Invalid, "error.form_stale")
		_, err = w.svc.NewThreadBy(u.Ctx, w.other, "form", p)
		wantKind(t, err, fault.NotFound, "error.not_found")
		// Nothing that is kept makes the words again, even with the keys.
		var kept int
		must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) error {
			return tx.QueryRow(u.Ctx, `SELECT count(*) FROM act AS a WHERE a.key LIKE '%form%' OR a.result LIKE '%form%'`).Scan(&kept)
		}))
		if kept != 0 {
			t.Error("the act that the words are made of is kept")
		}
	})
}

// Of ten thousand guesses from one place, ten an hour are looked at; the right
// words are then refused too, so that trying tells nothing.
func TestGuessingIsHopeless(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		p := w.person(t)
		right, err := w.svc.NewThread(u.Ctx, w.halte, p)
		must(t, err)
		evaluated := 0
		for i := range 10_000 {
			_, err := w.svc.Open(u.Ctx, dbtest.Region, "attacker", fmt.Sprintf("%04d 0002 0003 0004 0005", 1+i%1000))
			if fault.Is(err, fault.NotFound) {
				evaluated++
			}
		}
		if evaluated > 10 {
			t.Errorf("%d guesses were looked at, want at most 10", evaluated)
		}
		_, err = w.svc.Open(u.Ctx, dbtest.Region, "attacker", right.String())
		wantKind(t, err, fault.TooMany, "consent.thread_wait")
		// Elsewhere the person opens it, often: right words cost nothing.
		for range 30 {
			if _, err := w.svc.Open(u.Ctx, dbtest.Region, "library", right.String()); err != nil {
				t.Fatal(err)
			}
		}
		u.Clock.Advance(time.Hour)
		if _, err := w.svc.Open(u.Ctx, dbtest.Region, "attacker", right.String()); err != nil {
			t.Errorf("an hour later: %v", err)
		}
	})
}

func TestGuessesFromManyPlacesEndToo(t *testing.T) {
	t.Parallel()
	u := dbtest.New(t, "sqlite")
	w := newWorld(t, u)
	evaluated := 0
	for i := range 5000 {
		if _, err := w.svc.Open(u.Ctx, dbtest.Region, fmt.Sprint(i), "0001 0002 0003 0004 0005"); fault.Is(err, fault.NotFound) {
			evaluated++
		}
	}
	if evaluated != 2000 {
		t.Errorf("%d guesses were looked at, want 2000", evaluated)
	}
}

func FuzzParseWords(f *testing.F) {
	for _, s := range []string{"soleil lune abeille vélo zigzag", "0001 0002 0003 0004 0005", "00010002000300040005", "l'eau d'été", "\xff", "١٢٣٤"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		w, err := consent.ParseWords(typed)
		if err != nil {
			if !fault.Is(err, fault.NotFound) {
				t.Fatalf("%q: %v", typed, err)
			}
			return
		}
		for _, again := range []string{w.String(), w.Digits()} {
			if got, err := consent.ParseWords(again); err != nil || got != w {
				t.Fatalf("%q reads %v, but %q reads %v, %v", typed, w, again, got, err)
			}
		}
	})
}
