package directory_test

import (
	"fmt"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

func TestALinkDies(t *testing.T) {
	for name, end := range map[string]func(w *asked){
		"run out":  func(w *asked) { w.u.Clock.Advance(directory.LinkLife) },
		"stopped":  func(w *asked) { must(w.t, w.StopCampaign(w.u.Ctx, steward, w.campaign)) },
		"replaced": func(w *asked) { _, err := w.RenewLink(w.u.Ctx, steward, w.act(), w.campaign, lePont); must(w.t, err) },
	} {
		t.Run(name, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
				w := newAsked(t, u)
				m := w.take(lePont)
				if a := w.answer(m.Token, w.refuge); a.ID != w.refuge {
					t.Fatalf("the link opens %v", a)
				}
				end(w)
				w.dead(m.Token)
				w.dead("never-given")
				if err := w.SayUnchanged(u.Ctx, w.link(m.Token), w.refuge); !fault.Is(err, fault.NotFound) {
					t.Errorf("a dead link confirms: %v", err)
				}
			})
		})
	}
}

// TestMessages: the link is shown with the message, the same when the press
// comes twice, and never to a colleague who was late.
func TestMessages(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newAsked(t, u)
		act := w.act()
		both, err := w.TakeMessages(u.Ctx, steward, act, w.campaign, lePont, laTable)
		must(t, err)
		again, err := w.TakeMessages(u.Ctx, steward, act, w.campaign, lePont, laTable)
		must(t, err)
		if len(both) != 2 || fmt.Sprint(both) != fmt.Sprint(again) || both[1].Email != "accueil@table.exemple.ca" || both[0].Kind != directory.MessageFirst {
			t.Errorf("taken %+v, then %+v", both, again)
		}
		if _, err := w.TakeMessages(u.Ctx, steward, w.act(), w.campaign, lePont); !fault.Is(err, fault.Conflict) {
			t.Errorf("taken by a second colleague: %v", err)
		}
		if _, err := w.TakeMessages(u.Ctx, ofThePont, w.act(), w.campaign, lePont); !fault.Is(err, fault.NotFound) {
			t.Errorf("taken by who does not lead it: %v", err)
		}
		new1, err := w.RenewLink(u.Ctx, steward, w.act(), w.campaign, lePont)
		must(t, err)
		if new1.Token == both[0].Token || new1.Kind != directory.MessageRenewal {
			t.Errorf("renewed: %+v", new1)
		}
		other := w.act()
		must(t, w.u.DB.Write(u.Ctx, func(tx *db.Tx) error { // another form, which tells nothing
			_, err := event.Once(u.Ctx, tx, steward, other, func() (string, error) { return "", nil })
			return err
		}))
		if _, err := w.RenewLink(u.Ctx, steward, other, w.campaign, lePont); !fault.Is(err, fault.Invalid) {
			t.Errorf("by the id of another form: %v", err)
		}
		w.dead(both[0].Token)
		if w.answer(new1.Token, w.refuge).ID != w.refuge {
			t.Error("the new link opens nothing")
		}
	})
}

// TestReminders: two, sparse, with the same link, and none after an answer.
func TestReminders(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newAsked(t, u)
		pont, table := w.take(lePont), w.take(laTable)
		w.later(6 * 24 * time.Hour)
		if o := w.row(lePont); o.ToSend != "" {
			t.Errorf("after six days: %q waits", o.ToSend)
		}
		must(t, w.SayUnchanged(u.Ctx, w.link(table.Token), w.soupe))
		w.later(25 * time.Hour)
		if o := w.row(laTable); o.ToSend != "" {
			t.Errorf("who answered is reminded: %q", o.ToSend)
		}
		if o := w.row(lePont); o.ToSend != directory.MessageReminder {
			t.Fatalf("after seven days %q waits", o.ToSend)
		}
		if m := w.take(lePont); m.Token != pont.Token || m.Kind != directory.MessageReminder {
			t.Errorf("the reminder carries another link: %+v", m)
		}
		w.later(14 * 24 * time.Hour)
		if o := w.row(lePont); o.ToSend != directory.MessageReminder || o.Reminders != 1 {
			t.Fatalf("after twenty-one days: %+v", o)
		}
		w.take(lePont)
		w.later(20 * 24 * time.Hour)
		if o := w.row(lePont); o.ToSend != "" || o.Reminders != 2 {
			t.Errorf("a third reminder: %+v", o)
		}
	})
}

func TestNoReminderAfterStop(t *testing.T) {
	for name, end := range map[string]func(w *asked, m directory.Message){
		"silence": func(w *asked, m directory.Message) { must(w.t, w.Silence(w.u.Ctx, w.link(m.Token), true)) },
		"deny":    func(w *asked, m directory.Message) { must(w.t, w.DenyLink(w.u.Ctx, w.link(m.Token))) },
		"stop":    func(w *asked, _ directory.Message) { must(w.t, w.StopCampaign(w.u.Ctx, steward, w.campaign)) },
	} {
		t.Run(name, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
				w := newAsked(t, u)
				end(w, w.take(lePont))
				w.later(22 * 24 * time.Hour)
				if o := w.row(lePont); o.ToSend != "" {
					t.Errorf("%q waits", o.ToSend)
				}
			})
		})
	}
}

// TestNoMoreMessages holds for the campaigns to come, and can be taken back.
func TestNoMoreMessages(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newAsked(t, u)
		m := w.take(lePont)
		must(t, w.Silence(u.Ctx, w.link(m.Token), true))
		p, err := w.OpenUpdate(u.Ctx, w.link(m.Token))
		must(t, err)
		if !p.Silent || len(p.Services) != 1 {
			t.Errorf("the link lives on: %+v", p)
		}
		ask := directory.CampaignAsk{Choice: directory.AskAll}
		next, err := w.StartCampaign(u.Ctx, steward, w.act(), ask, w.whom(steward, ask))
		must(t, err)
		if _, err := w.TakeMessages(u.Ctx, steward, w.act(), next, lePont); !fault.Is(err, fault.Conflict) {
			t.Errorf("the next campaign writes to them: %v", err)
		}
		// On the telephone they may still ask for a link.
		by, err := w.RenewLink(u.Ctx, steward, w.act(), next, lePont)
		must(t, err)
		must(t, w.Silence(u.Ctx, w.link(by.Token), false))
		if p, err = w.OpenUpdate(u.Ctx, w.link(m.Token)); err != nil || p.Silent {
			t.Errorf("taken back: %v, %v", p.Silent, err)
		}
	})
}

// TestNotThem: whoever got a link that is not for them closes it, once.
func TestNotThem(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newAsked(t, u)
		m := w.take(lePont)
		k := w.link(m.Token)
		must(t, w.DenyLink(u.Ctx, k))
		must(t, w.DenyLink(u.Ctx, k)) // the same press, sent again
		w.dead(m.Token)
		if o := w.row(lePont); o.Denied.IsZero() || !o.LinkUntil.IsZero() {
			t.Errorf("those who keep the directory see %+v", o)
		}
		again, err := w.RenewLink(u.Ctx, steward, w.act(), w.campaign, lePont)
		must(t, err)
		if o := w.row(lePont); !o.Denied.IsZero() || w.answer(again.Token, w.refuge).ID != w.refuge {
			t.Errorf("a new address: %+v", o)
		}
	})
}

// TestLinksCannotBeGuessed: of ten thousand tries, ten are looked at; who holds
// a link is not counted.
func TestLinksCannotBeGuessed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newAsked(t, u)
		m := w.take(lePont)
		for range 30 {
			w.answer(m.Token, w.refuge)
		}
		looked := 0
		for i := range 10_000 {
			_, err := w.OpenUpdate(u.Ctx, directory.UpdateLink{Region: dbtest.Region, Source: "guesser", Token: fmt.Sprint("guess-", i)})
			if fault.Is(err, fault.NotFound) {
				looked++
			} else if !fault.Is(err, fault.TooMany) {
				t.Fatal(err)
			}
		}
		if looked > 10 {
			t.Errorf("%d guesses were looked at", looked)
		}
		if a := w.answer(m.Token, w.refuge); a.ID != w.refuge {
			t.Error("who holds a link is locked out by another's guesses")
		}
	})
}

// TestTheTokenIsNowhere: a database under the keys of another installation
// opens no link.
func TestTheTokenIsNowhere(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newAsked(t, u)
		m := w.take(lePont)
		if _, err := upkeep(t, u).OpenUpdate(u.Ctx, w.link(m.Token)); !fault.Is(err, fault.NotFound) {
			t.Errorf("without the installation's key the link opens: %v", err)
		}
		if access.ForUpdate(dbtest.Region, lePont).Steward() {
			t.Error("a link keeps the directory")
		}
	})
}
