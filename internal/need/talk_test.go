package need_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/contact"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/need"
)

// voice says keys, so that a test reads what was meant.
type voice struct{}

func (voice) Say(lang, key string, pairs ...any) string {
	return strings.TrimSpace(lang + " " + key + " " + strings.Trim(fmt.Sprint(pairs...), "[]"))
}

func (voice) Has(lang string) bool { return lang == "fr" || lang == "en" || lang == "ar" }

// carrier is the outside world: what it was given, and what it answers next.
type carrier struct {
	mu     sync.Mutex
	sent   []contact.Cleared
	fails  error
	before func(contact.Cleared) // what happens before it answers
}

func (c *carrier) Send(o contact.Cleared) (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.before != nil {
		c.before(o)
	}
	if c.fails != nil {
		return "", c.fails
	}
	c.sent = append(c.sent, o)
	return "SM" + o.ID(), nil
}

func (c *carrier) texts() (list []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, o := range c.sent {
		list = append(list, o.Text())
	}
	return list
}

// texting is a world with a carrier. It is nine in the morning in the zone.
func texting(t testing.TB, u *dbtest.Universe) (*world, *carrier) {
	t.Helper()
	w, c := newWorld(t, u), &carrier{}
	w.svc.Speaks(need.Speech{Voice: voice{}, Sender: c, Quiet: need.Quiet{From: 21 * time.Hour, To: 8 * time.Hour}, Names: func(access.Org) []string { return []string{"Le Comptoir", "Comptoir"} }, Zone: time.FixedZone("here", -5*3600), Human: "211", Usual: "fr"})
	return w, c
}

func (w *world) texts(t testing.TB, id, from, words string) {
	t.Helper()
	must(t, w.svc.Hear(w.Ctx, dbtest.Region, need.Incoming{Channel: "x", ID: id, From: from, Text: words}))
	w.run(t)
}

func (w *world) run(t testing.TB) {
	t.Helper()
	for n := 1; n > 0; {
		var err error
		n, err = w.queue.RunDue(w.Ctx, dbtest.Region)
		must(t, err)
	}
}

func (w *world) count(t testing.TB, q string) (n int) {
	t.Helper()
	must(t, w.DB.Read(w.Ctx, func(tx *db.Tx) error { return tx.QueryRow(w.Ctx, q).Scan(&n) }))
	return n
}

func wantTexts(t *testing.T, c *carrier, want ...string) {
	t.Helper()
	got := c.texts()
	if len(got) != len(want) {
		t.Fatalf("sent %q, want %d messages like %q", got, len(want), want)
	}
	for i := range want {
		if !strings.Contains(got[i], want[i]) {
			t.Errorf("message %d is %q, want %q", i, got[i], want[i])
		}
	}
}

// TestANeedByText: words, then what lacks is asked for, one thing at a time; the
// answer comes back along the same way when it is asked for, and names nothing
// before.
func TestANeedByText(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w, c := texting(t, u)
		w.texts(t, "1", "+15145550101", "Ma porte ne ferme plus")
		w.texts(t, "2", "+15145550101", "2")
		if b, err := w.svc.Board(u.Ctx, w.maelle, need.Filter{}); err != nil || len(b.Living) != 1 || b.Living[0].Via != need.BySMS {
			t.Fatalf("%+v, %v", b.Living, err)
		}
		w.texts(t, "3", "+15145550101", "au Faubourg, près du pont")
		wantTexts(t, c, "fr sms.ask_need", "fr sms.ask_place", "fr sms.noted")
		id := w.newest(t)
		h, _, err := w.svc.Show(u.Ctx, w.malik, id)
		must(t, err)
		if h.Words != "Ma porte ne ferme plus" || h.Place != "faubourg" {
			t.Errorf("%+v", h)
		}
		must(t, w.svc.Answer(u.Ctx, w.malik, w.act(), id, need.Reply{Words: "Passez au Comptoir"}))
		w.run(t)
		w.texts(t, "4", "+15145550101", "lire")
		wantTexts(t, c, "ask_need", "ask_place", "noted", "fr sms.answer_waits", "Passez au Comptoir")
		if strings.Contains(c.texts()[3], "Comptoir") {
			t.Error("the notice says what it is about")
		}
		for _, o := range c.sent {
			if o.To() != "+15145550101" {
				t.Errorf("sent to %s", o.To())
			}
		}
	})
}

// TestStopStops, as a whole message alone, in any case, accent and dot; what
// waits then does not leave, and START begins again.
func TestStopStops(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w, c := texting(t, u)
		for i, stop := range []string{"STOP", "stop.", " Arrêt ", "ARRET", "Fin", "unsubscribe!"} {
			c.sent = nil
			from := fmt.Sprintf("+1514555010%d", i)
			id := func(n int) string { return fmt.Sprint(stop, n) }
			w.texts(t, id(1), from, "J'ai faim au Faubourg, ne stop pas")
			w.texts(t, id(2), from, stop)
			must(t, w.svc.Answer(u.Ctx, w.malik, w.act(), w.newest(t), need.Reply{Words: "venez"}))
			w.run(t)
			w.texts(t, id(3), from, "aide")
			w.texts(t, id(4), from, stop)
			wantTexts(t, c, "fr sms.noted", "fr sms.stopped", "fr sms.stopped")
			w.texts(t, id(5), from, "reprendre")
			wantTexts(t, c, "sms.noted", "sms.stopped", "sms.stopped", "sms.started")
		}
	})
}

// TestTheGatewaysStopStops too: what it says by its error or its report.
func TestTheGatewaysStopStops(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w, c := texting(t, u)
		c.fails = contact.ErrStopped
		w.texts(t, "1", "+15145550101", "faim faubourg")
		c.fails = nil
		w.texts(t, "2", "+15145550101", "aide")
		wantTexts(t, c)
		if n := w.count(t, `SELECT count(*) FROM talk_stop`); n != 1 {
			t.Errorf("%d stops", n)
		}
	})
}

// TestI8GatewaysRepeatThemselves: duplicates, retries out of order and at once
// are one message each: one same state whatever the schedule.
func TestI8GatewaysRepeatThemselves(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w, c := texting(t, u)
		type told struct{ id, from string }
		var all []told
		for i := range 20 {
			for range 3 {
				all = append(all, told{fmt.Sprint("m", i), fmt.Sprintf("+151455501%02d", i)})
			}
		}
		rand.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		var wg sync.WaitGroup
		for part := range 4 {
			wg.Go(func() {
				for i, m := range all {
					if i%4 == part {
						for err := fault.New(fault.Unavailable, "x").With(nil); err != nil; {
							if e := w.svc.Hear(u.Ctx, dbtest.Region, need.Incoming{Channel: "x", ID: m.id, From: m.from, Text: "faim faubourg"}); e == nil {
								err = nil
							} else if !fault.Is(e, fault.Unavailable) {
								t.Error(e)
								return
							}
						}
					}
				}
			})
		}
		wg.Wait()
		w.run(t)
		if needs, in := w.count(t, `SELECT count(*) FROM need`), w.count(t, `SELECT count(*) FROM talk_message WHERE way = 'in'`); needs != 20 || in != 20 || len(c.texts()) != 20 {
			t.Errorf("%d needs, %d messages, %d answers; want 20 of each", needs, in, len(c.texts()))
		}
	})
}

// TestANewNumberWritesTwiceAtOnce: both messages are kept, in one conversation.
func TestANewNumberWritesTwiceAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w, _ := texting(t, u)
		for number := range 20 {
			var together sync.WaitGroup
			for part := range 3 {
				together.Go(func() {
					err := w.svc.Hear(u.Ctx, dbtest.Region, need.Incoming{Channel: "x", ID: fmt.Sprint(number, "-", part), From: fmt.Sprintf("+151455502%02d", number), Text: fmt.Sprint("faim faubourg ", part)})
					if err != nil {
						t.Error(err)
					}
				})
			}
			together.Wait()
		}
		if talks, in := w.count(t, `SELECT count(*) FROM talk`), w.count(t, `SELECT count(*) FROM talk_message WHERE way = 'in'`); talks != 20 || in != 60 {
			t.Errorf("%d conversations and %d messages, want 20 and 60", talks, in)
		}
	})
}

// TestARetryThatComesDaysLater, after what was said next, changes nothing: neither
// the need nor its place, and no answer leaves for it. A gateway gives up after a
// while; a queue of theirs that was stopped is emptied when it is started again.
func TestARetryThatComesDaysLater(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w, c := texting(t, u)
		hear := func(id, words string) {
			t.Helper()
			if err := w.svc.Hear(u.Ctx, dbtest.Region, need.Incoming{Channel: "x", ID: id, From: "+15145550142", Text: words}); err != nil {
				t.Fatal(err)
			}
		}
		hear("1", "J’ai faim")
		hear("2", "Faubourg")
		w.run(t)
		answers := len(c.texts())
		placed := func() int { return w.count(t, `SELECT count(*) FROM need WHERE place <> '' AND need <> ''`) }
		if answers != 2 || placed() != 1 {
			t.Fatalf("%d answers, %d needs with their place", answers, placed())
		}
		for _, later := range []time.Duration{time.Minute, 26 * time.Hour, 8 * 24 * time.Hour} { // the same day, the next, another week
			u.Clock.Advance(later)
			hear("2", "Faubourg")
			hear("1", "J’ai faim")
			w.run(t)
			if needs, in := w.count(t, `SELECT count(*) FROM need`), w.count(t, `SELECT count(*) FROM talk_message WHERE way = 'in'`); needs != 1 || in != 2 || placed() != 1 || len(c.texts()) != answers {
				t.Errorf("after %v: %d needs, %d messages, %d placed, %d answers", later, needs, in, placed(), len(c.texts()))
			}
		}
	})
}

// TestAnythingIsAnsweredCalmly: megabytes, other scripts, nothing at all, a name.
func TestAnythingIsAnsweredCalmly(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w, c := texting(t, u)
		for i, words := range []string{strings.Repeat("😀", 2<<20), "የምግብ እርዳታ", "لا طعام", "", "   ", "\x00\xff\x01", "Moi c'est Ximena, faim faubourg", "oui"} {
			from := fmt.Sprintf("+1514555010%d", min(i, 6))
			w.texts(t, fmt.Sprint(i), from, words)
		}
		wantTexts(t, c, "ask_need", "ask_need", "ar sms.ask_need", "fr sms.help", "fr sms.help", "sms.", "fr sms.named", "fr sms.noted")
		if _, err := w.svc.Board(u.Ctx, w.maelle, need.Filter{}); err != nil {
			t.Error(err)
		}
		h, _, err := w.svc.Show(u.Ctx, w.malik, w.newest(t))
		must(t, err)
		if h.Words != "Moi c'est Ximena, faim faubourg" {
			t.Errorf("sent all the same: %q", h.Words)
		}
		wantKind(t, w.svc.Hear(u.Ctx, dbtest.Region, need.Incoming{Channel: "x", ID: "9", Text: "sans numéro"}), fault.Invalid)
	})
}

// TestAHumanAnswers: asked for at any step, taken by one team, read by no other,
// and given back to the menus.
func TestAHumanAnswers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w, c := texting(t, u)
		w.texts(t, "1", "+15145550101", "I am hungry")
		w.texts(t, "2", "+15145550101", "Human")
		waiting, ours, err := w.svc.Talks(u.Ctx, w.malik)
		must(t, err)
		if len(waiting) != 1 || len(ours) != 0 {
			t.Fatalf("%+v %+v", waiting, ours)
		}
		id := waiting[0].ID
		for name, by := range map[string]access.Actor{"nobody took it": w.malik, "management": w.boss, "public": w.anyone} {
			if _, _, err := w.svc.ShowTalk(u.Ctx, by, id); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s reads: %v", name, err)
			}
		}
		must(t, w.svc.TakeTalk(u.Ctx, w.malik, w.act(), id))
		wantKey(t, w.svc.TakeTalk(u.Ctx, w.maelle, w.act(), id), "sms.taken_before")
		for name, by := range map[string]access.Actor{"another team": w.maelle, "management": w.boss, "another region": w.other, "job": access.System(dbtest.Region)} {
			_, _, err := w.svc.ShowTalk(u.Ctx, by, id)
			for what, err := range map[string]error{"reads": err, "answers": w.svc.SayTalk(u.Ctx, by, w.act(), id, "x"), "gives": w.svc.GiveTalk(u.Ctx, by, w.act(), id)} {
				if !fault.Is(err, fault.NotFound) {
					t.Errorf("%s %s: %v", name, what, err)
				}
			}
		}
		w.texts(t, "3", "+15145550101", "are you there?")
		act := w.act()
		must(t, w.svc.SayTalk(u.Ctx, w.malik, act, id, "Yes."))
		must(t, w.svc.SayTalk(u.Ctx, w.malik, act, id, "Yes."))
		w.run(t)
		wantTexts(t, c, "en sms.ask_place", "en sms.human", "Yes.")
		_, list, err := w.svc.ShowTalk(u.Ctx, w.malik, id)
		must(t, err)
		if len(list) != 6 || !list[0].In || list[0].Words != "I am hungry" || list[5].State != need.MessageSent {
			t.Errorf("%+v", list)
		}
		must(t, w.svc.GiveTalk(u.Ctx, w.malik, w.act(), id))
		w.texts(t, "4", "+15145550101", "help")
		wantTexts(t, c, "ask_place", "human", "Yes.", "en sms.help")
		w.texts(t, "5", "+15145550101", "stop")
		w.texts(t, "6", "+15145550101", "human")
		must(t, w.svc.TakeTalk(u.Ctx, w.malik, w.act(), id))
		wantKey(t, w.svc.SayTalk(u.Ctx, w.malik, w.act(), id, "x"), "sms.wants_none")
	})
}

// TestQuietHours: what was not asked for waits for the morning; an answer to who
// has just written does not.
func TestQuietHours(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w, c := texting(t, u)
		u.Clock.Set(dbtest.Start.Add(14 * time.Hour)) // eleven at night
		w.texts(t, "1", "+15145550101", "faim faubourg")
		must(t, w.svc.Answer(u.Ctx, w.malik, w.act(), w.newest(t), need.Reply{Words: "venez"}))
		w.run(t)
		u.Clock.Advance(8 * time.Hour) // seven in the morning
		w.run(t)
		wantTexts(t, c, "sms.noted")
		u.Clock.Advance(time.Hour)
		w.run(t)
		wantTexts(t, c, "sms.noted", "sms.answer_waits")
	})
}

// TestAnAnswerHeldUpIsNoAnswer: what answered somebody an hour ago would find
// another holding the telephone, or find them asleep; it waits for the day, and
// leaves then only when it says nothing.
func TestAnAnswerHeldUpIsNoAnswer(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w, c := texting(t, u)
		c.fails = fault.New(fault.Unavailable, "error.unavailable")
		u.Clock.Set(dbtest.Start.Add(11*time.Hour + 30*time.Minute)) // half past eight in the evening
		w.texts(t, "1", "+15145550101", "faim faubourg")
		w.texts(t, "2", "+15145550101", "humain")
		waiting, _, err := w.svc.Talks(u.Ctx, w.malik)
		must(t, err)
		must(t, w.svc.TakeTalk(u.Ctx, w.malik, w.act(), waiting[0].ID))
		must(t, w.svc.SayTalk(u.Ctx, w.malik, w.act(), waiting[0].ID, "Le refuge a une place"))
		w.run(t)
		c.fails = nil
		u.Clock.Advance(90 * time.Minute) // ten in the evening
		w.run(t)
		wantTexts(t, c)
		wantKey(t, w.svc.SayTalk(u.Ctx, w.malik, w.act(), waiting[0].ID, "Ici le Comptoir"), "sms.words_tell")
		wantKey(t, w.svc.SayTalk(u.Ctx, w.malik, w.act(), waiting[0].ID, "Le refuge a une place"), "sms.words_tell")
		must(t, w.svc.SayTalk(u.Ctx, w.malik, w.act(), waiting[0].ID, "Écrivez-moi quand vous voulez"))
		w.run(t)
		wantTexts(t, c)
		u.Clock.Advance(11 * time.Hour) // nine in the morning
		w.run(t)
		for _, words := range c.texts() {
			if strings.Contains(words, "refuge") {
				t.Errorf("%q left", words)
			}
		}
		if !strings.Contains(strings.Join(c.texts(), "|"), "quand vous voulez") {
			t.Errorf("nothing neutral left: %q", c.texts())
		}
	})
}

// TestTheNumberGoes: it is in clear nowhere, a carrier's report names nothing,
// and it is forgotten after fourteen quiet days, or at once when asked.
func TestTheNumberGoes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w, c := texting(t, u)
		w.texts(t, "1", "+15145550177", "faim faubourg")
		var all []string
		must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) (err error) {
			all, err = db.Collect(u.Ctx, tx, func(s *string) []any { return []any{s} },
				`SELECT t.mark || t.id || t.step FROM talk AS t UNION ALL SELECT m.gateway_id FROM talk_message AS m UNION ALL SELECT e.body || e.subject FROM event AS e UNION ALL SELECT j.args || j.key FROM job AS j`)
			return err
		}))
		if strings.Contains(strings.Join(all, " "), "5550177") {
			t.Error("the number is in clear")
		}
		must(t, w.svc.Report(u.Ctx, dbtest.Region, "SM"+c.sent[0].ID(), need.MessageDelivered))
		must(t, w.svc.Report(u.Ctx, dbtest.Region, c.sent[0].ID(), need.MessageSent)) // late
		if n := w.count(t, `SELECT count(*) FROM talk_message WHERE state = 'delivered'`); n != 1 {
			t.Errorf("%d delivered", n)
		}
		u.Clock.Advance(need.TalkKept - time.Hour)
		w.run(t)
		if w.count(t, `SELECT count(*) FROM talk`) != 1 {
			t.Error("forgotten too early")
		}
		u.Clock.Advance(2 * time.Hour)
		w.run(t)
		w.texts(t, "2", "+15145550178", "faim faubourg")
		w.texts(t, "3", "+15145550178", "oublie")
		u.Clock.Advance(2 * time.Hour)
		w.run(t)
		if talks, ms := w.count(t, `SELECT count(*) FROM talk`), w.count(t, `SELECT count(*) FROM talk_message`); talks != 0 || ms != 0 {
			t.Errorf("%d conversations and %d messages are left", talks, ms)
		}
		wantTexts(t, c, "noted", "noted", "sms.forgotten")
	})
}
