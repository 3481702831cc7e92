package app_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/app"
	"passerelle/internal/crisis"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/hsds/hsdstest"
	"passerelle/internal/need"
	"passerelle/internal/referral"
	"passerelle/internal/seal"
)

// keyStore gives a node a key store of its engine, of its own.
func keyStore(t *testing.T, set app.Settings) app.Settings {
	t.Helper()
	set.Store.KeyStore = filepath.Join(t.TempDir(), "halves")
	if db.IsPostgres(set.Store.DB) {
		set.Store.KeyStore = dbtest.Address(t, db.Postgres)
	}
	return set
}

// opened counts, by kind, the keys of the database that open: what is sealed with
// them can be read by whoever has the installation's keys and the key store.
func (n *canaryNode) opened(t *testing.T) map[string]int {
	t.Helper()
	open := map[string]int{}
	must(t, n.DB.Read(t.Context(), func(tx *db.Tx) error {
		owners, err := db.Collect(t.Context(), tx, func(s *string) []any { return []any{s} }, `SELECT k.owner FROM seal_key AS k WHERE k.destroyed_at IS NULL`)
		if err != nil {
			return err
		}
		for _, o := range owners {
			kind, _, _ := strings.Cut(o, ":")
			if kind == "store" { // seals nothing
				continue
			}
			_, err := n.Vault.Existing(t.Context(), tx, n.Region, seal.Owner(o))
			switch {
			case err == nil:
				open[kind]++
			case !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Shut):
				return err
			}
		}
		return nil
	}))
	return open
}

// TestABackupGivesNothingOfWhatWasDestroyed: the database is copied while all is
// there; then its clocks run out; then the copy is put back, beside the
// installation's keys and the key store as they are now. No key of it opens, its
// pages are answered and hold nothing, and its clocks delete the rest. What was
// not destroyed opens as before: somebody noted last is still there.
//
// The control is the copy beside the key store of its own day: there it opens
// everything, which is why a copy of the key store must replace the one before.
func TestABackupGivesNothingOfWhatWasDestroyed(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, set app.Settings) {
		set = keyStore(t, set)
		n := openCanary(t, set)
		const lives = 3
		for i := range lives {
			n.lives(t, i)
		}
		before := n.opened(t)
		must(t, n.Stop())
		backup, keysOfThatDay := set, set
		backup.Store.DB = dbtest.Copy(t, set.Store.DB)
		keysOfThatDay.Store.DB, keysOfThatDay.Store.KeyStore = dbtest.Copy(t, set.Store.DB), dbtest.Copy(t, set.Store.KeyStore)

		n.open(t, set)
		for i := range lives {
			n.leaves(t, i)
		}
		n.pass(t, 10*366*24*time.Hour)
		late := access.ForWorker(n.Region, "tard", "org-late", "rue", access.Coordination)
		_, err := n.Crisis.Open(t.Context(), late, n.flock.act(), lateCell)
		must(t, err)
		must(t, n.Stop())

		n.open(t, backup)
		if open := n.opened(t); len(open) > 0 {
			t.Errorf("the backup opens %v", open)
		}
		for name, err := range n.looks(t) {
			if err != nil && !fault.Is(err, fault.NotFound) {
				t.Errorf("%s does not answer beside a backup put back: %v", name, err)
			}
		}
		n.pass(t, time.Hour) // its clocks, at their first turn
		n.pass(t, 24*time.Hour)
		if live := n.liveKeys(t); live["person"]+live["package"]+live["signal"]+live["feedback"]+live["doors"]+live["crisis"] > 0 {
			t.Errorf("the clocks of the backup leave %v", live)
		}
		must(t, n.Stop())

		n.open(t, set)
		if open := n.opened(t); open["crisis"] != 1 {
			t.Errorf("what was never destroyed: %v", open)
		}
		must(t, n.Stop())

		n.open(t, keysOfThatDay)
		if open := n.opened(t); fmt.Sprint(open) != fmt.Sprint(before) || len(open) < 8 {
			t.Errorf("the control opens %v, before %v: the test would not see what is left", open, before)
		}
		must(t, n.Stop())
	})
}

var lateCell = crisis.Opening{
	Title: "Froid", Sector: "Nord", Why: "Moins trente", For: 24 * time.Hour, Review: 24 * time.Hour,
	Contact: crisis.Contact{Function: "garde", Phone: "514 555-0100", Hours: "la nuit"},
}

// looks has those of the story open the lists of what they keep, and says which
// did not answer. A canary in one of them fails the test.
func (n *canaryNode) looks(t *testing.T) map[string]error {
	t.Helper()
	ctx := t.Context()
	halte, dents := access.Org(hsdstest.ID("organization", "halte")), access.Org(hsdstest.ID("organization", "dents"))
	maelle := access.ForWorker(n.Region, "maelle0", halte, "rue", access.Intervention, access.Coordination)
	lea := access.ForWorker(n.Region, "lea", dents, "soins", access.Intervention, access.Coordination)
	said := map[string]error{}
	look := func(name string, got any, err error) {
		said[name] = err
		if strings.Contains(fmt.Sprintf("%+v", got), "kzanari") {
			t.Errorf("%s holds a canary", name)
		}
	}
	for who, by := range map[string]access.Actor{"sender": maelle, "receiver": lea} {
		labels, err := n.Consent.Labels(ctx, by)
		look(who+" labels", labels, err)
		overview, err := n.Consent.Overview(ctx, by)
		look(who+" consents", overview, err)
		due, err := n.Consent.ToAskAgain(ctx, by)
		look(who+" to ask again", due, err)
		sent, err := n.Referral.List(ctx, by, referral.Filter{})
		look(who+" referrals", sent, err)
		queue, err := n.Referral.Queue(ctx, by, referral.Wanted{})
		look(who+" hand-offs", queue, err)
		signals, err := n.Signal.List(ctx, by)
		look(who+" signals", signals, err)
		cells, _, err := n.Crisis.List(ctx, by)
		look(who+" cells", cells, err)
		words, _, err := n.Need.Words(ctx, by, need.Filter{})
		look(who+" needs", words, err)
		doors, err := n.Directory.ClosedDoorsOf(ctx, by, access.Service(hsdstest.ID("service", "dents")))
		look(who+" doors", doors, err)
		ties, err := n.Consent.Ties(ctx, by)
		look(who+" ties", ties, err)
	}
	return said
}
