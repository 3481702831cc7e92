package app_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/app"
	"passerelle/internal/consent"
	"passerelle/internal/db"
	"passerelle/internal/directory"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/hsds/hsdstest"
	"passerelle/internal/need"
	"passerelle/internal/partner"
	"passerelle/internal/referral"
	"passerelle/internal/round"
	"passerelle/internal/signal"
)

// TestNothingButCountsLeavesAStrongbox: each way out of an organisation is refused
// where it has a strongbox, open or not, and works where it has none: every act is
// tried twice, and the first time is the control.
func TestNothingButCountsLeavesAStrongbox(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, set app.Settings) {
		r := openRefuge(t, set)
		all := []access.Role{access.Intervention, access.Coordination, access.Management, access.Administration}
		boss, lea := r.desk(t, "Ada", r.halte, all...), r.desk(t, "Lea", r.dents, all...)
		service := access.Service(hsdstest.ID("service", "dents"))
		var p access.Person
		heard, err := r.Signal.Say(lea.ctx, lea.by, r.flock.act(), signal.Said{Words: "Une fuite", Spot: "Gare", Since: signal.Today, Named: true, Language: "fr"})
		must(t, err)
		for i := range 2 {
			must(t, r.Need.Hear(t.Context(), r.Region, need.Incoming{Channel: "x", ID: fmt.Sprint(i), From: fmt.Sprintf("+1514555%04d", i), Text: "humain"}))
		}
		outs := map[string]func() error{
			"a signal": func() error {
				_, err := r.Signal.Say(boss.ctx, boss.by, r.flock.act(), signal.Said{Words: "Il fait froid", Spot: "Gare", Since: signal.Today, Named: true, Language: "fr"})
				return err
			},
			"joining a signal": func() error {
				return r.Signal.Join(boss.ctx, boss.by, r.flock.act(), heard, "Nous aussi", true)
			},
			"relaying a signal": func() error {
				said, err := r.Signal.Say(lea.ctx, lea.by, r.flock.act(), signal.Said{Words: "Une autre", Spot: "Gare", Since: signal.Today, Named: true, Language: "fr"})
				must(t, err)
				return r.Signal.Relay(boss.ctx, boss.by, r.flock.act(), said, r.dents, "À vous de voir", 24*time.Hour, true)
			},
			"a need in words": func() error {
				_, err := r.Need.Say(boss.ctx, boss.by, "", r.flock.act(), need.Said{Need: "eat", Wanted: need.AnyTime, With: need.Anyone, Words: "Un repas chaud", Language: "fr", Named: true})
				return err
			},
			"a conversation": func() error {
				waiting, _, err := r.Need.Talks(boss.ctx, boss.by)
				must(t, err)
				if len(waiting) == 0 {
					t.Fatal("nobody asks for a human")
				}
				return r.Need.TakeTalk(boss.ctx, boss.by, r.flock.act(), waiting[0].ID)
			},
			"a round": func() error {
				id, err := r.Round.Prepare(boss.ctx, boss.by, r.flock.act(), round.Preparing{Name: "Nord", Streets: "Rue des Pins: 1-9 impairs", Days: 1, Langs: []string{"fr"}})
				if err == nil {
					must(t, r.Round.Close(boss.ctx, boss.by, r.flock.act(), id)) // nothing is under way
				}
				return err
			},
			"an emergency": func() error {
				_, err := r.Consent.Declare(boss.ctx, boss.by, r.flock.act(), consent.Declaration{
					Person: p, Recipient: r.dents, Ground: "danger_private", Cause: true, Serious: true, Urgent: true, Helps: true, Reason: "Une raison assez longue pour être lue",
				})
				return err
			},
			"a yes that was not on the screen": func() error { return r.consents(t, boss, p, consent.Spoken) },
			"a partner's system": func() error {
				id, _, err := r.Partner.Make(boss.ctx, boss.by, r.flock.act(), partner.NewSystem{Name: "Dossiers"})
				if err == nil {
					must(t, r.Partner.Revoke(boss.ctx, boss.by, id))
				}
				return err
			},
			"a closed door, in words": func() error {
				return r.Directory.ReportClosedDoor(boss.ctx, boss.by, r.flock.act(), service, directory.DoorFull, "Elle était avec moi")
			},
		}
		p, _ = r.keeps(t, boss)
		for name, out := range outs {
			if err := out(); err != nil {
				t.Fatalf("control: %s, where there is no strongbox: %v", name, err)
			}
		}
		r.makes(t, boss)
		for name, out := range outs {
			if err := out(); !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.Invalid) {
				t.Errorf("%s leaves a strongbox: %v", name, err)
			}
		}
		// Only counts: a door is counted like the public's, a need is on no board.
		must(t, r.Directory.ReportClosedDoor(boss.ctx, boss.by, r.flock.act(), service, directory.DoorFull, ""))
		doors, err := r.Directory.ClosedDoorsOf(lea.ctx, lea.by, service)
		must(t, err)
		if len(doors) != 2 || doors[0].Org != "" {
			t.Errorf("the service reads %+v", doors)
		}
		must(t, r.Stop())
	})
}

// TestWhatRunsKeepsAStrongboxFromBeingMade: a round that phones write to, and a
// system that speaks for the organisation, end first.
func TestWhatRunsKeepsAStrongboxFromBeingMade(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, set app.Settings) {
		r := openRefuge(t, set)
		boss := r.desk(t, "Ada", r.halte, access.Coordination, access.Administration)
		try := func() error {
			return r.Strongbox.Make(boss.ctx, boss.by, r.flock.act(), r.Strongbox.Draw())
		}
		id, err := r.Round.Prepare(boss.ctx, boss.by, "a", round.Preparing{Name: "Nord", Streets: "Rue des Pins: 1-9 impairs", Days: 1, Langs: []string{"fr"}})
		must(t, err)
		if key, _ := fault.KeyOf(try()); key != "strongbox.rounds_first" {
			t.Errorf("with a round: %q", key)
		}
		must(t, r.Round.Close(boss.ctx, boss.by, "b", id))
		sys, _, err := r.Partner.Make(boss.ctx, boss.by, "c", partner.NewSystem{Name: "Dossiers"})
		must(t, err)
		if key, _ := fault.KeyOf(try()); key != "strongbox.systems_first" {
			t.Errorf("with a system: %q", key)
		}
		must(t, r.Partner.Revoke(boss.ctx, boss.by, sys))
		must(t, try())
		must(t, r.Stop())
	})
}

// TestWhatHappensInAStrongboxTellsNobody: all that another organisation, a partner
// or the public may look at is the same, to the byte, whether the shelter met three
// people that day or none; so are the events that stir an open board. The control:
// without a strongbox the same day is seen.
func TestWhatHappensInAStrongboxTellsNobody(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, set app.Settings) {
		r := openRefuge(t, set)
		boss, lea := r.desk(t, "Ada", r.halte, access.Intervention, access.Coordination, access.Administration), r.desk(t, "Lea", r.dents, access.Intervention, access.Coordination)
		said := func(d *desk, words string) {
			t.Helper()
			_, err := r.Need.Say(d.ctx, d.by, "", r.flock.act(), need.Said{Need: "eat", Wanted: need.AnyTime, With: need.Anyone, Words: words, Language: "fr", Named: true})
			must(t, err)
		}
		said(lea, "Un repas")
		day := func() {
			for range 3 {
				p, _ := r.keeps(t, boss)
				must(t, r.consents(t, boss, p, consent.OnScreen))
				said(boss, "")
			}
		}
		looks := func() string {
			t.Helper()
			var b strings.Builder
			see := func(name string, got any, err error) {
				t.Helper()
				must(t, err)
				j, err := json.Marshal(got)
				must(t, err)
				fmt.Fprintf(&b, "%s: %s\n", name, j)
			}
			board, err := r.Need.Board(lea.ctx, lea.by, need.Filter{})
			see("the board", board, err)
			cells, err := r.Need.Cells(lea.ctx, r.Region)
			see("cells", cells, err)
			lately, err := r.Need.Lately(lea.ctx, lea.by)
			see("lately", lately, err)
			words, more, err := r.Need.Words(lea.ctx, lea.by, need.Filter{})
			see("words", []any{len(words), more}, err)
			queue, err := r.Referral.Queue(lea.ctx, lea.by, referral.Wanted{})
			see("queue", queue, err)
			labels, err := r.Consent.Labels(lea.ctx, lea.by)
			see("labels", labels, err)
			signals, err := r.Signal.List(lea.ctx, lea.by)
			see("signals", signals, err)
			return b.String()
		}
		stirs := func() (n int) {
			must(t, r.Linker.Drain(t.Context()))
			must(t, r.DB.Read(t.Context(), func(tx *db.Tx) error {
				list, err := event.Since(t.Context(), tx, 0, 10_000)
				for _, e := range list {
					if need.Shows(e.Kind) || signal.Shows(e.Kind) {
						n++
					}
				}
				return err
			}))
			return n
		}
		was, stirred := looks(), stirs()
		day()
		if looks() == was || stirs() == stirred {
			t.Fatal("control: without a strongbox nobody sees that day either")
		}
		r.makes(t, boss)
		was, stirred = looks(), stirs()
		day()
		if now := looks(); now != was {
			t.Errorf("somebody sees that day:\n%s\nbefore:\n%s", now, was)
		}
		if n := stirs(); n != stirred {
			t.Errorf("open boards stir %d times more", n-stirred)
		}
		if n := numbers(t, r.App, `SELECT n.need, count(*) FROM need AS n GROUP BY n.need`); n["eat"] != 7 {
			t.Errorf("counted: %v, want all seven", n)
		}
		must(t, r.Stop())
	})
}
