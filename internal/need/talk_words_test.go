package need_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/need"
)

// TestStopInTheirOwnWords: whoever cannot read what we say can stop it, with any
// signs around the word; START brings the messages back. A sentence is no command.
func TestStopInTheirOwnWords(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w, c := texting(t, u)
		starts := []string{"START", "¡Empezar!", "ابدأ", "unstop"}
		for i, stop := range []string{"¡STOP!", "Stop 🛑", "(stop)", "*STOP*", "-STOP-", "« STOP »", "STOPALL", "Arrêtez", "DÉSABONNER", "ARRE\u0302T", "ＳＴＯＰ", "\u200fSTOP\u200f", "alto", "PARAR", "sispann", "توقف", "إيقاف", "قف!"} {
			c.sent = nil
			from := fmt.Sprintf("+151455503%02d", i)
			id := func(n int) string { return fmt.Sprint(i, "-", n) }
			needs := w.count(t, `SELECT count(*) FROM need`)
			w.texts(t, id(1), from, stop)
			w.texts(t, id(2), from, "aide")
			wantTexts(t, c, "sms.stopped")
			w.texts(t, id(3), from, starts[i%len(starts)])
			wantTexts(t, c, "sms.stopped", "sms.started")
			if n := w.count(t, `SELECT count(*) FROM need`); n != needs {
				t.Errorf("%q is on the board", stop)
			}
		}
		c.sent = nil
		w.texts(t, "s", "+15145550399", "stop aux loyers trop chers, j'ai faim")
		wantTexts(t, c, "sms.ask_place")
	})
}

// TestANeedSaidAfterStop is heard, and not a word leaves.
func TestANeedSaidAfterStop(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w, c := texting(t, u)
		w.texts(t, "1", "+15145550101", "stop")
		w.texts(t, "2", "+15145550101", "J'ai faim au Faubourg")
		w.texts(t, "3", "+15145550101", "laissez-moi")
		w.texts(t, "4", "+15145550101", "je veux mourir")
		wantTexts(t, c, "sms.stopped")
		if b, err := w.svc.Board(u.Ctx, w.maelle, need.Filter{}); err != nil || len(b.Living) != 1 || b.Living[0].Place != "faubourg" {
			t.Errorf("%+v, %v", b.Living, err)
		}
	})
}

// TestWhoSpeaksOfDyingIsToldWhomToCall: first of all, in the same message, in any
// language, at any step, and while a worker holds the conversation; what they say
// is on the board as any other need.
func TestWhoSpeaksOfDyingIsToldWhomToCall(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w, c := texting(t, u)
		for i, words := range []string{"je veux mourir", "J’vais me tuer ce soir", "pensées SUICIDAIRES", "I want to kill myself", "i dont want to live anymore", "Quiero morir", "mwen vle mouri", "أريد أن أموت", "Moi c'est Ximena, je veux mourir", "SIGNAL je veux mourir"} {
			c.sent = nil
			w.texts(t, fmt.Sprint(i, "a"), fmt.Sprintf("+151455504%02d", i), words)
			if got := c.texts(); len(got) != 1 || !strings.HasPrefix(got[0][3:], "sms.urgent\n") {
				t.Errorf("%q is answered %q", words, got)
			}
		}
		c.sent = nil
		w.texts(t, "b1", "+15145550450", "J'ai faim")
		w.texts(t, "b2", "+15145550450", "je veux mourir") // asked where: it is no place
		wantTexts(t, c, "sms.ask_place", "sms.urgent")
		w.texts(t, "b3", "+15145550450", "humain")
		waiting, _, err := w.svc.Talks(u.Ctx, w.malik)
		must(t, err)
		must(t, w.svc.TakeTalk(u.Ctx, w.malik, w.act(), waiting[0].ID))
		w.texts(t, "b4", "+15145550450", "êtes-vous là ?")
		w.texts(t, "b5", "+15145550450", "je vais me suicider")
		wantTexts(t, c, "sms.ask_place", "sms.urgent", "sms.human", "sms.urgent")
		c.sent = nil
		w.texts(t, "b6", "+15145550451", "je meurs de faim au Faubourg")
		wantTexts(t, c, "fr sms.noted")
	})
}

// TestAnAnswerIsNoOtherNeed: what is answered to a question of ours stays with the
// need that it answers for, also in words that we do not know; thanks are no need.
func TestAnAnswerIsNoOtherNeed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w, out := texting(t, u)
		for i, c := range []struct {
			says  []string
			words string // of the one need
			need  string
			place string
			last  string // what is said at the end
		}{
			{[]string{"J'ai faim", "près du métro, coin Ontario"}, "J'ai faim\nprès du métro, coin Ontario", "eat.meal", "", "sms.noted"},
			{[]string{"J'ai faim au Faubourg", "Merci !", "ok"}, "J'ai faim au Faubourg", "eat.meal", "faubourg", "sms.noted"},
			{[]string{"Ma porte ne ferme plus du tout", "dormir", "Faubourg"}, "Ma porte ne ferme plus du tout\ndormir", "sleep.shelter", "faubourg", "sms.noted"},
			{[]string{"Ma porte ne ferme plus du tout", "12", "2", "au bout du quai"}, "Ma porte ne ferme plus du tout\nau bout du quai", "sleep", "", "sms.noted"},
			{[]string{"Ma porte ne ferme plus du tout", "1 et 2"}, "Ma porte ne ferme plus du tout", "eat", "", "sms.ask_place"},
			{[]string{"Tengo un problema con mi casa", "comida", "1", "Faubourg"}, "Tengo un problema con mi casa\ncomida", "eat", "faubourg", "sms.noted"},
			{[]string{"Moi c'est Ximena, faim", "aide", "english", "yes", "Faubourg"}, "Moi c'est Ximena, faim", "eat.meal", "faubourg", "sms.noted"},
			{[]string{"bonjour", "J'ai faim", "dans une tente, derrière la banque où on a faim"}, "J'ai faim\ndans une tente, derrière la banque où on a faim", "eat.meal", "", "sms.noted"},
		} {
			t.Run(fmt.Sprint(i), func(t *testing.T) {
				out.sent = nil
				from := fmt.Sprintf("+151455506%02d", i)
				before := w.count(t, `SELECT count(*) FROM need`)
				for n, words := range c.says {
					w.texts(t, fmt.Sprint(i, "-", n), from, words)
				}
				if n := w.count(t, `SELECT count(*) FROM need`) - before; n != 1 {
					t.Errorf("%q: %d needs", c.says, n)
				}
				h, _, err := w.svc.Show(u.Ctx, w.malik, w.newest(t))
				must(t, err)
				if h.Words != c.words || !strings.HasPrefix(h.Need.Need, c.need) || h.Place != c.place {
					t.Errorf("%q: %q, %q, %q", c.says, h.Words, h.Need.Need, h.Place)
				}
				if got := out.texts(); len(got) == 0 || !strings.Contains(got[len(got)-1], c.last) {
					t.Errorf("%q: said %q", c.says, got)
				}
				u.Clock.Advance(60e9)
			})
		}
	})
}

// TestAnAnswerComesAfterItsNeedWasSettled: what was asked is no longer asked; words
// begin anew, a number is met with help, and no gateway is told to come back.
func TestAnAnswerComesAfterItsNeedWasSettled(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w, c := texting(t, u)
		w.texts(t, "1", "+15145550101", "J'ai faim")
		id := w.newest(t)
		must(t, w.svc.Answer(u.Ctx, w.malik, w.act(), id, need.Reply{Words: "Passez"}))
		w.run(t)
		w.texts(t, "2", "+15145550101", "au bout du quai")
		if w.newest(t) == id {
			t.Error("words joined a need that was answered")
		}
		h, _, err := w.svc.Show(u.Ctx, w.malik, id)
		must(t, err)
		if h.Words != "J'ai faim" || h.State != need.Answered {
			t.Errorf("%+v", h)
		}
		if got := c.texts(); len(got) != 3 {
			t.Errorf("%q", got)
		}
	})
}

// TestAReasonIsAnAnswer: a need that nobody can answer, with no word beside the
// reason, was told as an answer that waits, and then as none.
func TestAReasonIsAnAnswer(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w, c := texting(t, u)
		w.texts(t, "1", "+15145550101", "J'ai faim au Faubourg")
		must(t, w.svc.Answer(u.Ctx, w.malik, w.act(), w.newest(t), need.Reply{Reason: need.NoPlace}))
		w.run(t)
		w.texts(t, "2", "+15145550101", "lire")
		wantTexts(t, c, "sms.noted", "sms.answer_waits", "fr sms.declined whyfr needs.reason_no_place")
	})
}

// TestEachNeedOfAConversationIsAnswered: an answer to what was said before the last
// need is told, and read; what was read is not said again before what was not.
func TestEachNeedOfAConversationIsAnswered(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w, c := texting(t, u)
		w.texts(t, "1", "+15145550101", "J'ai faim au Faubourg")
		hungry := w.newest(t)
		w.texts(t, "2", "+15145550101", "où dormir au Faubourg ce soir avec mon chien")
		asleep := w.newest(t)
		if hungry == asleep {
			t.Fatal("one need")
		}
		must(t, w.svc.Answer(u.Ctx, w.malik, w.act(), hungry, need.Reply{Words: "Une soupe à midi"}))
		w.run(t)
		wantTexts(t, c, "sms.noted", "sms.noted", "fr sms.answer_waits")
		w.texts(t, "3", "+15145550101", "lire")
		w.texts(t, "4", "+15145550101", "lire")
		must(t, w.svc.Answer(u.Ctx, w.malik, w.act(), asleep, need.Reply{Words: "Un lit à 20 h"}))
		w.run(t)
		w.texts(t, "5", "+15145550101", "lire")
		w.texts(t, "6", "+15145550101", "lire")
		wantTexts(t, c, "noted", "noted", "answer_waits", "Une soupe à midi", "sms.nothing_yet", "answer_waits", "Un lit à 20 h", "Un lit à 20 h")
		if strings.Contains(c.texts()[6], "soupe") {
			t.Error("what was read is said again")
		}

		// More than a message holds: the rest waits, and is said to.
		c.sent = nil
		for i, words := range []string{"faim Faubourg lundi", "faim Faubourg mardi", "faim Faubourg mercredi"} {
			w.texts(t, fmt.Sprint("more", i), "+15145550101", words)
			must(t, w.svc.Answer(u.Ctx, w.malik, w.act(), w.newest(t), need.Reply{Words: fmt.Sprint(i, strings.Repeat("x", need.WordsMost-1))}))
		}
		w.run(t)
		c.sent = nil
		w.texts(t, "7", "+15145550101", "lire")
		w.texts(t, "8", "+15145550101", "lire")
		wantTexts(t, c, "1xx", "2xx")
		if got := c.texts()[0]; !strings.HasPrefix(got, "0xx") || strings.Contains(got, "2xx") || !strings.HasSuffix(got, "fr sms.answer_waits phone211") {
			t.Errorf("%.20q…%q", got, got[len(got)-40:])
		}
		w.texts(t, "9", "+15145550101", "oublie")
		if n := w.count(t, `SELECT count(*) FROM talk_about`); n != 0 {
			t.Errorf("%d left of what was forgotten", n)
		}
	})
}

// TestAnAnswerThatDidNotArriveIsUnread: it is said again to who asks, whether no
// gateway took it in time or one says afterwards that it did not arrive.
func TestAnAnswerThatDidNotArriveIsUnread(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w, c := texting(t, u)
		w.texts(t, "1", "+15145550101", "J'ai faim au Faubourg")
		hungry := w.newest(t)
		w.texts(t, "2", "+15145550101", "où dormir au Faubourg ce soir avec mon chien")
		must(t, w.svc.Answer(u.Ctx, w.malik, w.act(), hungry, need.Reply{Words: "Le refuge a de la soupe"}))
		w.run(t)
		c.fails = fault.New(fault.Unavailable, "error.unavailable")
		w.texts(t, "3", "+15145550101", "lire")
		u.Clock.Advance(2 * time.Hour) // another may hold the telephone by now
		w.run(t)
		c.fails = nil
		w.texts(t, "4", "+15145550101", "lire")
		wantTexts(t, c, "noted", "noted", "answer_waits", "soupe")
		must(t, w.svc.Report(u.Ctx, dbtest.Region, c.sent[3].ID(), need.MessageFailed))
		w.texts(t, "5", "+15145550101", "lire")
		must(t, w.svc.Report(u.Ctx, dbtest.Region, "SM"+c.sent[4].ID(), need.MessageDelivered))
		w.texts(t, "6", "+15145550101", "lire")
		wantTexts(t, c, "noted", "noted", "answer_waits", "soupe", "soupe", "nothing_yet")
	})
}
