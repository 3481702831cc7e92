package need_test

import (
	"testing"
	"time"

	"passerelle/internal/contact"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/need"
)

// TestWhatBecameOfAMessageIsSaid to the worker who wrote it: that its gateway said
// so before it answered, that the number wants none, that nobody ever took it.
func TestWhatBecameOfAMessageIsSaid(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w, c := texting(t, u)
		w.texts(t, "1", "+15145550101", "humain")
		waiting, _, err := w.svc.Talks(u.Ctx, w.malik)
		must(t, err)
		id := waiting[0].ID
		must(t, w.svc.TakeTalk(u.Ctx, w.malik, w.act(), id))
		says := func(words, want string) {
			t.Helper()
			must(t, w.svc.SayTalk(u.Ctx, w.malik, w.act(), id, words))
			w.run(t)
			for range 6 * 36 { // longer than a queue tries, with a night in between
				u.Clock.Advance(10 * time.Minute)
				w.run(t)
			}
			_, list, err := w.svc.ShowTalk(u.Ctx, w.malik, id)
			must(t, err)
			if last := list[len(list)-1]; last.Words != words || last.State != want {
				t.Errorf("%+v, want %s", last, want)
			}
		}
		reports := func(state string) func(contact.Cleared) {
			return func(o contact.Cleared) { must(t, w.svc.Report(u.Ctx, dbtest.Region, o.ID(), state)) }
		}
		says("un", need.MessageSent)
		c.before = reports(need.MessageDelivered)
		says("deux", need.MessageDelivered)
		c.before = reports(need.MessageFailed)
		says("trois", need.MessageFailed)
		c.before, c.fails = nil, fault.New(fault.Unavailable, "error.unavailable")
		says("quatre", need.MessageFailed)
		c.fails = contact.ErrStopped
		says("cinq", need.MessageStopped)
		wantKey(t, w.svc.SayTalk(u.Ctx, w.malik, w.act(), id, "six"), "sms.wants_none")
	})
}

// TestAnAnswerIsReadWhileAWorkerAnswers: another team answers the need, the person is
// told to text READ, and is answered although a worker holds the conversation.
func TestAnAnswerIsReadWhileAWorkerAnswers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w, c := texting(t, u)
		w.texts(t, "1", "+15145550101", "J'ai faim au Faubourg")
		w.texts(t, "2", "+15145550101", "humain")
		waiting, _, err := w.svc.Talks(u.Ctx, w.malik)
		must(t, err)
		must(t, w.svc.TakeTalk(u.Ctx, w.malik, w.act(), waiting[0].ID))
		must(t, w.svc.Answer(u.Ctx, w.maelle, w.act(), w.newest(t), need.Reply{Words: "Une soupe à midi"}))
		w.run(t)
		w.texts(t, "3", "+15145550101", "Lire")
		w.texts(t, "4", "+15145550101", "à midi où ?") // for the worker
		wantTexts(t, c, "sms.noted", "sms.human", "sms.answer_waits", "Une soupe à midi")
	})
}

// TestAConversationComesBack: who speaks again, three days after the last word of a
// conversation that a worker holds, is answered, and any team may; until then, and for
// a word of thanks, it stays with who holds it.
func TestAConversationComesBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w, c := texting(t, u)
		w.texts(t, "1", "+15145550101", "humain")
		waiting, _, err := w.svc.Talks(u.Ctx, w.malik)
		must(t, err)
		id := waiting[0].ID
		must(t, w.svc.TakeTalk(u.Ctx, w.malik, w.act(), id))
		must(t, w.svc.SayTalk(u.Ctx, w.malik, w.act(), id, "Quel jour ?"))
		u.Clock.Advance(need.HeldFor)
		w.texts(t, "2", "+15145550101", "jeudi")
		u.Clock.Advance(need.HeldFor + time.Millisecond)
		w.texts(t, "3", "+15145550101", "merci")
		wantTexts(t, c, "sms.human", "Quel jour ?")
		waiting, held, err := w.svc.Talks(u.Ctx, w.malik)
		must(t, err)
		if len(waiting) != 0 || len(held) != 1 {
			t.Fatalf("%+v, %+v", waiting, held)
		}
		u.Clock.Advance(need.HeldFor + time.Millisecond)
		w.texts(t, "4", "+15145550101", "J'ai faim au Faubourg")
		wantTexts(t, c, "sms.human", "Quel jour ?", "fr sms.noted")
		waiting, held, err = w.svc.Talks(u.Ctx, w.maelle)
		must(t, err)
		if len(waiting) != 1 || waiting[0].ID != id || len(held) != 0 {
			t.Errorf("%+v, %+v", waiting, held)
		}
		wantKind(t, w.svc.SayTalk(u.Ctx, w.malik, w.act(), id, "Ah"), fault.NotFound)
		must(t, w.svc.TakeTalk(u.Ctx, w.maelle, w.act(), id))
	})
}
