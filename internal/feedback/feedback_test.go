package feedback_test

import (
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/consent"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/feedback"
	"passerelle/internal/job"
	"passerelle/internal/referral"
	"passerelle/internal/seal"
)

type world struct {
	*dbtest.Universe
	svc      *feedback.Service
	consent  *consent.Service
	referral *referral.Service
	vault    *seal.Vault
	maelle   access.Actor
}

func newWorld(t *testing.T, u *dbtest.Universe) *world {
	t.Helper()
	keys, err := seal.NewKeys()
	must(t, err)
	vault, err := seal.NewVault(keys)
	must(t, err)
	queue := job.New(u.DB, u.Clock, slog.New(slog.DiscardHandler))
	log := event.NewLog(queue)
	w := &world{Universe: u, vault: vault, svc: feedback.New(u.DB, log, vault, keys), consent: consent.New(u.DB, log, vault, keys, u.Clock),
		maelle: access.ForWorker(dbtest.Region, "maelle", "halte", "rue", access.Intervention)}
	w.referral = referral.New(u.DB, log, queue, vault, keys, w.consent, w.consent)
	return w
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantDead(t *testing.T, err error) {
	t.Helper()
	if key, _ := fault.KeyOf(err); !fault.Is(err, fault.NotFound) || key != "feedback.token_dead" {
		t.Errorf("err = %v, want the sentence for dead tokens", err)
	}
}

func (w *world) wantCounts(t *testing.T, want feedback.Counts) {
	t.Helper()
	got, err := w.svc.Count(w.Ctx, dbtest.Region, "dentiste")
	must(t, err)
	if got != want {
		t.Errorf("counts %+v, want %+v", got, want)
	}
}

// A slip's token gives one answer: pressed twice or by many at once, it counts
// once, and afterwards it opens nothing.
func TestOneTokenOneAnswer(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		token, err := w.svc.MakeToken(u.Ctx, w.maelle, "dentiste")
		must(t, err)
		service, err := w.svc.About(u.Ctx, dbtest.Region, token)
		if err != nil || service != "dentiste" {
			t.Errorf("about %q, %v", service, err)
		}
		give := func(act, token string) error {
			return w.svc.Give(u.Ctx, dbtest.Region, act, token, feedback.Answer{Helped: feedback.Yes, Words: "On m'a écouté", Language: "fr"})
		}
		must(t, give("a", token))
		must(t, give("a", token)) // a reload
		wantDead(t, give("b", token))
		_, err = w.svc.About(u.Ctx, dbtest.Region, token)
		wantDead(t, err)
		w.wantCounts(t, feedback.Counts{Yes: 1})

		token, err = w.svc.MakeToken(u.Ctx, access.System(dbtest.Region), "dentiste")
		must(t, err)
		var won atomic.Int64
		var all sync.WaitGroup
		for n := range 16 {
			all.Go(func() {
				err := give(strings.Repeat("x", n+1), token)
				for fault.Is(err, fault.Unavailable) {
					err = give(strings.Repeat("x", n+1), token)
				}
				if err == nil {
					won.Add(1)
					return
				}
				wantDead(t, err)
			})
		}
		all.Wait()
		if won.Load() != 1 {
			t.Errorf("%d answers by one token", won.Load())
		}
		w.wantCounts(t, feedback.Counts{Yes: 2})
		u.WantEvents(t, "feedback.given", "feedback.given")
	})
}

func TestForgedAnswersDoNotCount(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		for _, by := range []access.Actor{access.Anyone(dbtest.Region), access.ForPerson(dbtest.Region, "t", "p"), {},
			access.ForWorker(dbtest.Region, "boss", "dents", "", access.Management)} {
			if token, err := w.svc.MakeToken(u.Ctx, by, "dentiste"); !fault.Is(err, fault.NotFound) || token != "" {
				t.Errorf("%s made a token: %v", by.Kind(), err)
			}
		}
		token, err := w.svc.MakeToken(u.Ctx, w.maelle, "dentiste")
		must(t, err)
		for _, forged := range []string{"", "aaaaaaaaaaaaaaaaaaaaaaaa", token + "a", strings.ToUpper(token)} {
			wantDead(t, w.svc.Give(u.Ctx, dbtest.Region, "act"+forged, forged, feedback.Answer{Helped: feedback.No}))
		}
		wantDead(t, w.svc.Give(u.Ctx, "region-b", "act", token, feedback.Answer{Helped: feedback.No}))
		u.Clock.Advance(180 * 24 * time.Hour)
		wantDead(t, w.svc.Give(u.Ctx, dbtest.Region, "late", token, feedback.Answer{Helped: feedback.No}))
		w.wantCounts(t, feedback.Counts{})
	})
}

func TestWhatIsKeptOfAnAnswer(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		token, err := w.svc.MakeToken(u.Ctx, w.maelle, "dentiste")
		must(t, err)
		must(t, w.svc.Give(u.Ctx, dbtest.Region, "a", token, feedback.Answer{Helped: feedback.Partly, Words: "  Trop d'attente ", Language: "fr"}))
		must(t, u.DB.Write(u.Ctx, func(tx *db.Tx) error {
			var id, month string
			var sealed []byte
			if err := tx.QueryRow(u.Ctx, `SELECT f.id, f.month, f.words FROM feedback AS f`).Scan(&id, &month, &sealed); err != nil {
				return err
			}
			if month != "2026-03" || strings.Contains(id, "-") {
				t.Errorf("kept id %q, month %q; want the month alone", id, month)
			}
			if strings.Contains(string(sealed), "attente") {
				t.Error("the words are in clear")
			}
			key, err := w.vault.Existing(u.Ctx, tx, dbtest.Region, seal.OfMonth("feedback", tx.Now))
			if err != nil {
				return err
			}
			plain, err := key.Open(sealed, "feedback", "dentiste", id)
			if string(plain) != "Trop d'attente" {
				t.Errorf("opened: %q", plain)
			}
			return err
		}))
	})
}

func TestFieldsOfAnAnswer(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		for field, a := range map[string]feedback.Answer{
			"helped": {Helped: "maybe"},
			"words":  {Helped: feedback.Yes, Words: strings.Repeat("é", 281)},
		} {
			err := w.svc.Give(u.Ctx, dbtest.Region, "a", "token", a)
			if f := fault.FieldsOf(err); len(f) != 1 || f[0].Field != field {
				t.Errorf("%v, want one fault at %s", err, field)
			}
		}
		token, err := w.svc.MakeToken(u.Ctx, w.maelle, "dentiste")
		must(t, err)
		must(t, w.svc.Give(u.Ctx, dbtest.Region, "a", token, feedback.Answer{Helped: feedback.Yes, Words: strings.Repeat("é", 280)}))
	})
}

// From their page, a person answers once about each of their own referrals.
func TestFromThePersonsPage(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		p, err := w.consent.Create(u.Ctx, w.maelle, "1", consent.NewPerson{})
		must(t, err)
		words, err := w.consent.NewThread(u.Ctx, w.maelle, p)
		must(t, err)
		by, err := w.consent.Open(u.Ctx, dbtest.Region, "here", words.String())
		must(t, err)
		parts := map[access.Part]consent.Answer{access.PartNeed: consent.Yes}
		_, err = w.consent.Record(u.Ctx, w.maelle, "2", consent.Question{Person: p, Recipient: "dents", Parts: parts, Until: consent.SevenDays, Wording: "v1", Language: "fr", How: consent.OnScreen})
		must(t, err)
		r, err := w.referral.Draft(u.Ctx, w.maelle, "3", referral.NewDraft{Person: p, Receiver: "dents", Service: "dentiste"})
		must(t, err)
		must(t, w.referral.Save(u.Ctx, w.maelle, r, "4", referral.Change{Version: 1, Need: &referral.Need{Words: "x"}, Done: &referral.Done{}}))
		yes := feedback.Answer{Helped: feedback.Yes}
		if err := w.svc.GiveAbout(u.Ctx, by, r, yes); !fault.Is(err, fault.NotFound) {
			t.Errorf("about a draft: %v", err)
		}
		must(t, w.referral.Send(u.Ctx, w.maelle, r, "5"))
		for _, other := range []access.Actor{access.ForPerson(dbtest.Region, "t", "somebody-else"), w.maelle, access.Anyone(dbtest.Region)} {
			if err := w.svc.GiveAbout(u.Ctx, other, r, yes); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s answered in the person's name: %v", other.Kind(), err)
			}
		}
		must(t, w.svc.GiveAbout(u.Ctx, by, r, yes))
		must(t, w.svc.GiveAbout(u.Ctx, by, r, feedback.Answer{Helped: feedback.No}))
		w.wantCounts(t, feedback.Counts{Yes: 1})
	})
}
