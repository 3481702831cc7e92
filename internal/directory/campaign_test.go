package directory_test

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/job"
	"passerelle/internal/seal"
)

// asked is a directory of two organisations, and a campaign that asks both.
type asked struct {
	*directory.Upkeep
	t        *testing.T
	u        *dbtest.Universe
	queue    *job.Queue
	campaign string
	acts     int
	refuge   access.Service // of lePont
	soupe    access.Service // of laTable
}

var laTable = access.Org(idOf("organization", "table"))

func newAsked(t *testing.T, u *dbtest.Universe) *asked {
	t.Helper()
	p := refuge()
	p.records = append(p.records,
		rec("organization", "table", "name", "La Table", "description", "Une table", "email", "accueil@table.exemple.ca"),
		rec("service", "soupe", "organization_id", string(laTable), "name", "Soupe du midi", "description", "Une soupe", "status", "active"))
	mustImport(t, u, p)
	keys, err := seal.NewKeys()
	must(t, err)
	w := &asked{t: t, u: u, refuge: access.Service(idOf("service", "refuge")), soupe: access.Service(idOf("service", "soupe"))}
	w.queue = job.New(u.DB, u.Clock, slog.New(slog.DiscardHandler))
	w.Upkeep = directory.NewUpkeep(services(u), w.queue, keys, u.Clock)
	ask := directory.CampaignAsk{Choice: directory.AskAll}
	w.campaign, err = w.StartCampaign(u.Ctx, steward, w.act(), ask, w.whom(steward, ask))
	must(t, err)
	return w
}

func (w *asked) act() string { w.acts++; return "act-" + strings.Repeat("i", w.acts) }

func (w *asked) whom(by access.Actor, ask directory.CampaignAsk) []directory.AskedOrg {
	return directory.WhomToAsk(slices.Values(loaded(w.t, w.u)), by, ask, w.u.Clock.Now())
}

func (w *asked) take(org access.Org) directory.Message {
	w.t.Helper()
	list, err := w.TakeMessages(w.u.Ctx, steward, w.act(), w.campaign, org)
	must(w.t, err)
	w.u.Clock.Advance(time.Minute)
	return list[0]
}

func (w *asked) link(token string) directory.UpdateLink {
	return directory.UpdateLink{Region: dbtest.Region, Source: "there", Token: token, Act: w.act()}
}

func (w *asked) row(org access.Org) directory.CampaignOrg {
	w.t.Helper()
	_, orgs, err := w.ShowCampaign(w.u.Ctx, steward, w.campaign)
	must(w.t, err)
	i := slices.IndexFunc(orgs, func(o directory.CampaignOrg) bool { return o.Org == org })
	if i < 0 {
		w.t.Fatalf("%s is not asked", org)
	}
	return orgs[i]
}

// later lets time pass, and the jobs that are due do their work.
func (w *asked) later(d time.Duration) {
	w.t.Helper()
	w.u.Clock.Advance(d)
	for {
		n, err := w.queue.RunDue(context.Background(), dbtest.Region)
		must(w.t, err)
		if n == 0 {
			return
		}
	}
}

func (w *asked) dead(token string) {
	w.t.Helper()
	_, err := w.OpenUpdate(w.u.Ctx, w.link(token))
	if key, _ := fault.KeyOf(err); !fault.Is(err, fault.NotFound) || key != "update.link_dead" {
		w.t.Errorf("a dead link answers %v", err)
	}
}

func (w *asked) listing(service access.Service) *directory.Listing {
	w.t.Helper()
	all := loaded(w.t, w.u)
	return all[slices.IndexFunc(all, func(l *directory.Listing) bool { return l.ID == service })]
}

func (w *asked) answer(token string, service access.Service) directory.UpdatedService {
	w.t.Helper()
	p, err := w.OpenUpdate(w.u.Ctx, w.link(token))
	must(w.t, err)
	return p.Services[slices.IndexFunc(p.Services, func(s directory.UpdatedService) bool { return s.ID == service })]
}

func TestWhomACampaignAsks(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newAsked(t, u)
		must(t, w.Confirm(u.Ctx, ofThePont, w.refuge, "Le Pont"))
		for name, c := range map[string]struct {
			by   access.Actor
			ask  directory.CampaignAsk
			want []access.Org
		}{
			"all":                    {steward, directory.CampaignAsk{Choice: directory.AskAll}, []access.Org{laTable, lePont}},
			"stale":                  {steward, directory.CampaignAsk{Choice: directory.AskStale, Months: 6}, []access.Org{laTable}},
			"chosen":                 {steward, directory.CampaignAsk{Choice: directory.AskChosen, Org: lePont}, []access.Org{lePont}},
			"own of a manager":       {ofThePont, directory.CampaignAsk{Choice: directory.AskAll}, []access.Org{lePont}},
			"another of a manager":   {ofThePont, directory.CampaignAsk{Choice: directory.AskChosen, Org: laTable}, nil},
			"whoever has no say":     {access.ForWorker(dbtest.Region, "w", lePont, "", access.Intervention), directory.CampaignAsk{Choice: directory.AskAll}, nil},
			"a choice that does not": {steward, directory.CampaignAsk{Choice: "none"}, nil},
		} {
			var got []access.Org
			for _, o := range w.whom(c.by, c.ask) {
				got = append(got, o.Org)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%s: %v, want %v", name, got, c.want)
			}
		}
		all := directory.CampaignAsk{Choice: directory.AskAll}
		// The owner rule is asked again when it starts, whatever list came.
		if _, err := w.StartCampaign(u.Ctx, ofThePont, w.act(), all, w.whom(steward, directory.CampaignAsk{Choice: directory.AskChosen, Org: laTable})); !fault.Is(err, fault.Invalid) {
			t.Errorf("another's services asked about: %v", err)
		}
		for _, by := range []access.Actor{anyone, access.ForUpdate(dbtest.Region, lePont), access.ForWorker(dbtest.Region, "w", lePont, "", access.Intervention)} {
			if _, _, err := w.ShowCampaign(u.Ctx, by, w.campaign); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s reads a campaign: %v", by.Kind(), err)
			}
			if err := w.StopCampaign(u.Ctx, by, w.campaign); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s stops a campaign: %v", by.Kind(), err)
			}
		}
		if _, _, err := w.ShowCampaign(u.Ctx, ofThePont, w.campaign); !fault.Is(err, fault.NotFound) {
			t.Errorf("a manager reads the campaign of another: %v", err)
		}
		act := w.act()
		first, err := w.StartCampaign(u.Ctx, steward, act, all, w.whom(steward, all))
		must(t, err)
		if again, err := w.StartCampaign(u.Ctx, steward, act, all, w.whom(steward, all)); err != nil || again != first {
			t.Errorf("started twice: %s then %s, %v", first, again, err)
		}
	})
}

// TestNothingHasChanged: one tap, and the public date is of today; undone, it is
// as it was.
func TestNothingHasChanged(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newAsked(t, u)
		m := w.take(lePont)
		if m.Email != "" || m.Count != 1 || len(m.Token) != 29 {
			t.Errorf("the message: %+v", m)
		}
		before := w.listing(w.refuge)
		u.Clock.Advance(time.Hour)
		k := w.link(m.Token)
		must(t, w.SayUnchanged(u.Ctx, k, w.refuge))
		u.Clock.Advance(time.Hour)
		must(t, w.SayUnchanged(u.Ctx, k, w.refuge)) // sent again
		if l := w.listing(w.refuge); !l.ConfirmedAt.Equal(u.Clock.Now().Add(-time.Hour)) || l.ConfirmedBy != "Le Pont" {
			t.Errorf("confirmed by %s on %s", l.ConfirmedBy, l.ConfirmedAt)
		}
		r := historyOf(t, u, w.refuge).Revisions
		if len(r) != 1 || r[0].Kind != directory.ByConfirm || r[0].By != access.Updater || r[0].Cause != w.campaign || r[0].OrgName != "Le Pont" {
			t.Errorf("kept as %+v", r)
		}
		if o := w.row(lePont); !o.Done() || o.Same != 1 {
			t.Errorf("the campaign says %+v", o)
		}
		a := w.answer(m.Token, w.refuge)
		if a.Answer != directory.SaidSame || a.Cause == "" {
			t.Fatalf("the page says %+v", a)
		}
		if err := w.TakeBack(u.Ctx, w.link(m.Token), w.refuge, "another"); !fault.Is(err, fault.Conflict) {
			t.Errorf("taken back what was not shown: %v", err)
		}
		must(t, w.TakeBack(u.Ctx, w.link(m.Token), w.refuge, a.Cause))
		if l := w.listing(w.refuge); !l.ConfirmedAt.Equal(before.ConfirmedAt) {
			t.Errorf("undone, it is confirmed on %s, not %s", l.ConfirmedAt, before.ConfirmedAt)
		}
		if o := w.row(lePont); o.Done() {
			t.Errorf("undone, the campaign says %+v", o)
		}
	})
}

// TestALinkSpeaksOfItsOwn: the link of one organisation cannot touch a service
// of another, by any of its acts.
func TestALinkSpeaksOfItsOwn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newAsked(t, u)
		mine, theirs := w.take(lePont), w.take(laTable)
		must(t, w.SayUnchanged(u.Ctx, w.link(theirs.Token), w.soupe))
		cause := w.answer(theirs.Token, w.soupe).Cause
		before := w.listing(w.soupe)
		u.Clock.Advance(time.Hour)
		sh, err := w.UpdateSheet(u.Ctx, w.link(theirs.Token), w.soupe)
		must(t, err)
		sh.Description = "Fermé"
		k := func() directory.UpdateLink { return w.link(mine.Token) }
		_, sheet := w.UpdateSheet(u.Ctx, k(), w.soupe)
		for name, err := range map[string]error{
			"reads its sheet":   sheet,
			"confirms":          w.SayUnchanged(u.Ctx, k(), w.soupe),
			"confirms among":    w.SayUnchanged(u.Ctx, k(), w.refuge, w.soupe),
			"mends":             w.MendByLink(u.Ctx, k(), sh),
			"says gone":         w.SayGone(u.Ctx, k(), w.soupe),
			"takes back":        w.TakeBack(u.Ctx, k(), w.soupe, cause),
			"takes back as own": w.TakeBack(u.Ctx, k(), w.refuge, cause),
		} {
			if !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Conflict) {
				t.Errorf("the link of another %s: %v", name, err)
			}
		}
		if l := w.listing(w.soupe); !l.ConfirmedAt.Equal(before.ConfirmedAt) || l.Summary != before.Summary {
			t.Error("the link of another changed a service")
		}
		if w.row(lePont).Answered() != 0 {
			t.Error("an act that was half permitted was half done")
		}
		p, err := w.OpenUpdate(u.Ctx, k())
		must(t, err)
		if len(p.Services) != 1 || p.Services[0].ID != w.refuge {
			t.Errorf("the link shows %d services", len(p.Services))
		}
		// What is no longer theirs is no longer theirs to speak of.
		must(t, u.DB.Write(u.Ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(u.Ctx, `UPDATE service SET organization_id = $1 WHERE id = $2`, string(laTable), string(w.refuge))
			return err
		}))
		if err := w.SayUnchanged(u.Ctx, k(), w.refuge); !fault.Is(err, fault.NotFound) {
			t.Errorf("a service that changed hands: %v", err)
		}
	})
}

func TestMendedByLink(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newAsked(t, u)
		m := w.take(lePont)
		read := func() directory.Sheet {
			sh, err := w.UpdateSheet(u.Ctx, w.link(m.Token), w.refuge)
			must(t, err)
			return sh
		}
		first, second := read(), read()
		first.Phones[0].Number, first.Languages = "514 555-0177", []string{"es", "ht"}
		must(t, w.MendByLink(u.Ctx, w.link(m.Token), first))
		u.Clock.Advance(time.Minute)
		// Two at once: one wins, the other is told, and may still say it.
		second.Phones[0].Number = "514 555-0188"
		if err := w.MendByLink(u.Ctx, w.link(m.Token), second); !fault.Is(err, fault.Conflict) {
			t.Errorf("a second sheet of the same reading: %v", err)
		}
		if l := w.listing(w.refuge); l.Phones[0].Number != "514 555-0177" || !slices.Contains(l.Languages, "ht") {
			t.Errorf("the page says %v, %v", l.Phones, l.Languages)
		}
		second.Version, second.Languages = read().Version, first.Languages
		must(t, w.MendByLink(u.Ctx, w.link(m.Token), second))
		u.Clock.Advance(time.Minute)
		o := w.row(lePont)
		if o.Mended != 1 || !slices.Equal(o.Twice, []access.Service{w.refuge}) {
			t.Errorf("those who keep the directory see %+v", o)
		}
		// Each is taken back by itself, the last one first.
		must(t, w.TakeBack(u.Ctx, w.link(m.Token), w.refuge, w.answer(m.Token, w.refuge).Cause))
		if l := w.listing(w.refuge); l.Phones[0].Number != "514 555-0177" {
			t.Errorf("undone once, the page says %v", l.Phones)
		}
		u.Clock.Advance(time.Minute)
		must(t, w.TakeBack(u.Ctx, w.link(m.Token), w.refuge, w.answer(m.Token, w.refuge).Cause))
		if l := w.listing(w.refuge); l.Phones[0].Number != "514-555-0100" || slices.Contains(l.Languages, "ht") {
			t.Errorf("undone twice, the page says %v, %v", l.Phones, l.Languages)
		}
		if a := w.answer(m.Token, w.refuge); a.Answer != directory.SaidNothing {
			t.Errorf("undone twice, the link says %q", a.Answer)
		}
		if h := historyOf(t, u, w.refuge); len(h.Revisions) != 4 || h.Revisions[3].Kind != directory.ByUpdate {
			t.Errorf("the history holds %+v", h.Revisions)
		}
	})
}

// TestSaidGone: a service said gone stays as it is, and waits for a decision.
func TestSaidGone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newAsked(t, u)
		m := w.take(lePont)
		must(t, w.SayGone(u.Ctx, w.link(m.Token), w.refuge))
		must(t, w.SayGone(u.Ctx, w.link(m.Token), w.refuge)) // by a second person
		waiting, err := w.Suggestions(u.Ctx, steward)
		must(t, err)
		if len(waiting) != 1 || waiting[0].Field != directory.SuggestClosed || waiting[0].Value != directory.ClosedForGood || waiting[0].Org != lePont {
			t.Fatalf("those who keep the directory read %+v", waiting)
		}
		if l := w.listing(w.refuge); l.Status != directory.Active {
			t.Errorf("the page says %s", l.Status)
		}
		must(t, w.TakeBack(u.Ctx, w.link(m.Token), w.refuge, w.answer(m.Token, w.refuge).Cause))
		if waiting, err = w.Suggestions(u.Ctx, steward); err != nil || len(waiting) != 0 {
			t.Errorf("taken back, they read %v, %v", waiting, err)
		}
		if o := w.row(lePont); o.Answered() != 0 {
			t.Errorf("taken back: %+v", o)
		}
	})
}
