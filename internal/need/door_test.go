package need_test

import (
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/need"
)

// TestANeedHeardAtADoor: the code of a slip given on the spot is its receipt; a
// code that is another's is not taken from them, and this need is kept all the
// same. Only those who accompany people say one, and what is wrong keeps
// nothing.
func TestANeedHeardAtADoor(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		say := func(by access.Actor, s need.Said, slip string) (own bool, err error) {
			err = u.DB.Write(u.Ctx, func(tx *db.Tx) error {
				own, err = w.svc.SayIn(u.Ctx, tx, by, s, slip)
				return err
			})
			return own, err
		}
		const slip = "4444 5555 6666"
		own, err := say(w.maelle, need.Said{Need: "eat.meal", Place: "Vieux-Quai", Words: "Moi c’est Ximena, j’ai faim"}, slip)
		must(t, err)
		if !own {
			t.Error("a new slip is said to be another's")
		}
		news, err := w.svc.Follow(u.Ctx, dbtest.Region, "a", "444455556666")
		must(t, err)
		if news.Need.Need != "eat.meal" || news.Via != need.ByWorker || news.Place != "vieux-quai" || news.Org != "halte" {
			t.Errorf("%+v", news)
		}
		own, err = say(w.malik, need.Said{Need: "sleep.shelter"}, slip)
		must(t, err)
		if news, err = w.svc.Follow(u.Ctx, dbtest.Region, "a", slip); err != nil || own || news.Need.Need != "eat.meal" {
			t.Errorf("a slip leads to another's need: own %v, %+v, %v", own, news, err)
		}
		for name, by := range map[string]access.Actor{"management": w.boss, "public": w.anyone, "nobody": {}} {
			if _, err := say(by, need.Said{Need: "eat.meal"}, ""); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		_, err = say(w.maelle, need.Said{Need: "no.need"}, "")
		wantKey(t, err, "needs.need_unknown")
		u.WantEvents(t, "need.said", "need.said")
	})
}
