package app_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/app"
	"passerelle/internal/clock"
	"passerelle/internal/consent"
	"passerelle/internal/contact"
	"passerelle/internal/crisis"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/feedback"
	"passerelle/internal/hsds/hsdstest"
	"passerelle/internal/need"
	"passerelle/internal/org"
	"passerelle/internal/referral"
	"passerelle/internal/signal"
)

// flock are strings that nothing else contains, fed through the inputs by which
// people and those who accompany them say something about a person.
type flock struct {
	n, acts int
	inputs  map[string]int
}

// bird is a new one, typed into an input.
func (f *flock) bird(input string) string {
	f.n++
	f.inputs[input]++
	return fmt.Sprintf("kzanari%04dx", f.n)
}

func (f *flock) act() string { f.acts++; return fmt.Sprint("act-", f.acts) }

// canaryNode is a node whose log is read, on a clock that the test moves.
type canaryNode struct {
	*app.App
	clock *clock.Fake
	log   *bytes.Buffer
	flock flock
}

func openCanary(t *testing.T, set app.Settings) *canaryNode {
	t.Helper()
	n := &canaryNode{clock: clock.Fixed(dbtest.Start), log: &bytes.Buffer{}, flock: flock{inputs: map[string]int{}}}
	n.open(t, set)
	a := n.App
	p := hsdstest.Package{Name: "canaries"}
	for _, o := range []string{"halte", "dents"} {
		p.List = append(p.List, hsdstest.Record("organization", o, "name", "Organisme "+o, "description", "Un lieu", "email", o+"@exemple.example"),
			hsdstest.Record("service", o, "organization_id", hsdstest.ID("organization", o), "name", "Service "+o, "description", "Un service", "status", "active"))
	}
	_, err := a.Directory.Import(t.Context(), access.ForOperator(a.Region), p, directory.ImportOptions{})
	must(t, err)
	return n
}

// open opens the node on what the settings name; one that was stopped may be
// opened again, on something else.
func (n *canaryNode) open(t *testing.T, set app.Settings) {
	t.Helper()
	set.Clock, set.Log = n.clock, slog.New(slog.NewTextHandler(n.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	a, err := app.Open(t.Context(), set)
	must(t, err)
	n.App = a
}

// lives has one person's story pass through every input.
func (n *canaryNode) lives(t *testing.T, i int) {
	t.Helper()
	ctx, f := t.Context(), &n.flock
	orgOf := func(name string) access.Org { return access.Org(hsdstest.ID("organization", name)) }
	service := access.Service(hsdstest.ID("service", "dents"))
	maelle := access.ForWorker(n.Region, access.Worker(fmt.Sprint("maelle", i)), orgOf("halte"), "rue", access.Intervention)
	boss := access.ForWorker(n.Region, "boss", orgOf("halte"), "rue", access.Coordination)
	lea := access.ForWorker(n.Region, "lea", orgOf("dents"), "soins", access.Intervention, access.Coordination)

	p, err := n.Consent.Create(ctx, maelle, f.act(), consent.NewPerson{Code: f.bird("code"), Facts: consent.Facts{Note: f.bird("note"), Reach: f.bird("reach")}})
	must(t, err)
	must(t, n.Consent.Change(ctx, maelle, f.act(), p, consent.Facts{Note: f.bird("note changed"), Reach: f.bird("reach changed")}))
	must(t, n.Reach.Set(ctx, maelle, f.act(), p, contact.Profile{
		Ways: []contact.Way{contact.Call, contact.Mail}, Days: [7]bool{true, true, true, true, true, true, true}, From: 540, To: 660, PickUp: contact.Self,
		Introduce: f.bird("introduce"), Code: f.bird("agreed word"), Address: f.bird("mail") + "@exemple.example",
	}))
	parts := map[access.Part]consent.Answer{access.PartNeed: consent.Yes, access.PartContact: consent.Yes, access.PartDone: consent.Yes}
	_, err = n.Consent.Record(ctx, maelle, f.act(), consent.Question{Person: p, Recipient: orgOf("dents"), Parts: parts, Until: consent.ThreeMonths, WhatFor: f.bird("what for"), Wording: "v1", Language: "fr", How: consent.OnScreen})
	must(t, err)

	id, err := n.Referral.Draft(ctx, maelle, f.act(), referral.NewDraft{Person: p, Receiver: orgOf("dents"), Service: service})
	must(t, err)
	must(t, n.Referral.Save(ctx, maelle, id, f.act(), referral.Change{
		Version: 1,
		Need:    &referral.Need{Words: f.bird("need words"), Language: "fr", Observed: f.bird("observed"), Pivot: f.bird("pivot")},
		Contact: &referral.Contact{Called: f.bird("called"), Reach: f.bird("how to reach"), Message: f.bird("message"), Avoid: f.bird("avoid")},
		Done:    &referral.Done{Tried: f.bird("tried"), Accompanied: true, Companion: f.bird("companion")},
	}))
	must(t, n.Referral.Send(ctx, maelle, id, f.act()))
	must(t, n.Referral.Observe(ctx, maelle, id, f.act(), f.bird("observation")))
	_, err = n.Referral.Show(ctx, lea, id)
	must(t, err)
	must(t, n.Referral.Receive(ctx, lea, id, f.act()))
	v, err := n.Referral.Show(ctx, lea, id)
	must(t, err)
	must(t, n.Referral.Decline(ctx, lea, id, f.act(), referral.Refusal{Reason: "not_eligible", Words: f.bird("decline words"), Version: v.Version}))
	ask, err := n.Referral.AskUnblock(ctx, maelle, id, f.act(), referral.Asking{Reason: referral.BlockedRule, Words: f.bird("blocked way")})
	must(t, err)
	must(t, n.Referral.AnswerUnblock(ctx, lea, id, f.act(), ask, referral.UnblockSaid{Answer: referral.Unblocked, Words: f.bird("way opened")}))
	// Canaries are so alike that whoever declares one is kept from all: it is nobody of the story.
	must(t, n.Consent.DeclareTie(ctx, access.ForWorker(n.Region, leaver(i), orgOf("halte"), "rue", access.Intervention), f.act(), f.bird("somebody known")))

	_, err = n.Consent.Refuse(ctx, maelle, f.act(), consent.Refusal{Person: p, Recipient: orgOf("dents"), Name: f.bird("refused name"), Wording: "v1", Language: "fr"})
	must(t, err)
	e, err := n.Consent.Declare(ctx, maelle, f.act(), consent.Declaration{
		Person: p, Recipient: orgOf("dents"), Ground: "danger_private", Cause: true, Serious: true, Urgent: true, Helps: true, Reason: "Une raison assez longue " + f.bird("emergency reason"),
	})
	must(t, err)
	must(t, n.Consent.Review(ctx, boss, f.act(), e, consent.Founded, "Un examen assez long "+f.bird("emergency review")))

	_, err = n.Need.Say(ctx, maelle, "here", f.act(), need.Said{Via: need.Via("worker"), Need: "eat", Wanted: need.AnyTime, With: need.Anyone, Words: f.bird("need said"), Observed: f.bird("need observed"), Language: "fr", Named: true})
	must(t, err)
	must(t, n.Need.Hear(ctx, n.Region, need.Incoming{Channel: "x", ID: fmt.Sprint(i), From: fmt.Sprintf("+1514555%04d", i), Text: f.bird("text message")}))

	said, err := n.Signal.Say(ctx, maelle, f.act(), signal.Said{
		Words: f.bird("signal words"), Spot: f.bird("signal spot"), Since: signal.Today, Voice: []byte("OggS " + f.bird("signal voice")), Quiet: true, Named: true, Language: "fr",
	})
	must(t, err)
	must(t, n.Signal.Join(ctx, lea, f.act(), said, f.bird("signal joined"), true))

	token, err := n.Feedback.MakeToken(ctx, access.System(n.Region), service)
	must(t, err)
	must(t, n.Feedback.Give(ctx, n.Region, f.act(), token, feedback.Answer{Helped: feedback.Yes, Words: f.bird("feedback"), Language: "fr"}))
	must(t, n.Directory.ReportClosedDoor(ctx, maelle, f.act(), service, directory.DoorFull, f.bird("closed door")))

	const while = 24 * time.Hour
	cell, err := n.Crisis.Open(ctx, boss, f.act(), crisis.Opening{
		Title: f.bird("crisis title"), Sector: f.bird("crisis sector"), Why: f.bird("crisis why"), For: while, Review: while,
		Contact: crisis.Contact{Function: f.bird("crisis function"), Phone: "514 555-0100", Hours: f.bird("crisis hours")},
	})
	must(t, err)
	must(t, n.Crisis.Decide(ctx, boss, f.act(), cell, f.bird("decision"), f.bird("origin"), true))
	_, err = n.Crisis.Relax(ctx, boss, f.act(), cell, f.bird("rule"), f.bird("rule by"), while, true)
	must(t, err)
	_, err = n.Crisis.Give(ctx, boss, f.act(), cell, orgOf("halte"), f.bird("task"), while, true)
	must(t, err)
	must(t, n.Crisis.Review(ctx, boss, f.act(), cell, f.bird("crisis review"), while, true))
}

// goes is a worker who leaves, as package org tells it.
type goes struct {
	Worker access.Worker `json:"worker"`
	Org    access.Org    `json:"org"`
}

func (goes) Kind() string      { return org.LeftKind }
func (g goes) Subject() string { return string(g.Worker) }

func leaver(i int) access.Worker { return access.Worker(fmt.Sprint("nora", i)) }

// leaves has who declared a tie in lives leave.
func (n *canaryNode) leaves(t *testing.T, i int) {
	t.Helper()
	g := goes{leaver(i), access.Org(hsdstest.ID("organization", "halte"))}
	must(t, n.DB.Write(t.Context(), func(tx *db.Tx) error { return n.Events.Append(t.Context(), tx, access.System(n.Region), g) }))
}

// heard lists where a canary is in clear: in which columns of which tables, in
// the log, or in the files of the database.
func (n *canaryNode) heard(t *testing.T, files string) []string {
	t.Helper()
	return n.inClear(t, files, "kzanari")
}

// inClear lists where some text is in clear.
func (n *canaryNode) inClear(t *testing.T, files, text string) (found []string) {
	t.Helper()
	mark := hex.EncodeToString([]byte(text))
	type column struct{ table, name string }
	columns := `SELECT m.name, c.name FROM sqlite_schema AS m, pragma_table_info(m.name) AS c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY 1, 2`
	cell := func(c string) string { return `lower(hex(` + c + `))` }
	if n.DB.Engine() == db.Postgres {
		columns = `SELECT CAST(c.table_name AS TEXT), CAST(c.column_name AS TEXT) FROM information_schema.columns AS c WHERE c.table_schema = 'public' ORDER BY 1, 2`
		cell = func(c string) string { return `encode(convert_to(CAST(` + c + ` AS TEXT), 'UTF8'), 'hex')` }
	}
	must(t, n.DB.Read(t.Context(), func(tx *db.Tx) error {
		list, err := db.Collect(t.Context(), tx, func(c *column) []any { return []any{&c.table, &c.name} }, columns)
		if err != nil {
			return err
		}
		if len(list) < 300 {
			t.Errorf("only %d columns looked at", len(list))
		}
		for _, c := range list {
			var in int
			q := `SELECT count(*) FROM ` + c.table + ` WHERE ` + cell(`"`+c.name+`"`) + ` LIKE $1`
			// A column of bytes is written in hexadecimal by PostgreSQL already: what is in
			// clear there would stand twice encoded, so both forms are looked for.
			for _, pattern := range []string{mark, hex.EncodeToString([]byte(mark))} {
				if err := tx.QueryRow(t.Context(), q, "%"+pattern+"%").Scan(&in); err != nil {
					return fmt.Errorf("%s.%s: %w", c.table, c.name, err)
				}
				if in > 0 {
					found = append(found, fmt.Sprintf("%s.%s (%d)", c.table, c.name, in))
				}
			}
		}
		return nil
	}))
	if strings.Contains(n.log.String(), text) {
		found = append(found, "the log")
	}
	if files == "" {
		return found
	}
	list, err := filepath.Glob(files + "*")
	must(t, err)
	for _, name := range list {
		b, err := os.ReadFile(name)
		must(t, err)
		if bytes.Contains(b, []byte(text)) {
			found = append(found, filepath.Base(name))
		}
	}
	return found
}

// liveKeys are the owners, by kind, of keys that still open something.
func (n *canaryNode) liveKeys(t *testing.T) map[string]int {
	t.Helper()
	kinds := map[string]int{}
	must(t, n.DB.Read(t.Context(), func(tx *db.Tx) error {
		owners, err := db.Collect(t.Context(), tx, func(s *string) []any { return []any{s} }, `SELECT k.owner FROM seal_key AS k WHERE k.destroyed_at IS NULL`)
		for _, o := range owners {
			kind, _, _ := strings.Cut(o, ":")
			kinds[kind]++
		}
		return err
	}))
	return kinds
}

// pass lets time go by, and what is due each day run.
func (n *canaryNode) pass(t *testing.T, d time.Duration) {
	t.Helper()
	n.clock.Advance(d)
	must(t, n.Retain(t.Context()))
	for done := 1; done > 0; {
		var err error
		done, err = n.Queue.RunDue(t.Context(), n.Region)
		must(t, err)
	}
}

// sealedLeft counts what is left of what was said, by column: every column of
// bytes but that of keys (liveKeys looks at those), and words that are no bytes.
func (n *canaryNode) sealedLeft(t *testing.T) map[string]int {
	t.Helper()
	left := map[string]int{}
	must(t, n.DB.Read(t.Context(), func(tx *db.Tx) error {
		q := `SELECT m.name || '.' || c.name FROM sqlite_schema AS m, pragma_table_info(m.name) AS c WHERE m.type = 'table' AND c.type = 'BLOB'`
		if tx.Engine() == db.Postgres {
			q = `SELECT c.table_name || '.' || c.column_name FROM information_schema.columns AS c WHERE c.table_schema = 'public' AND c.data_type = 'bytea'`
		}
		columns, err := db.Collect(t.Context(), tx, func(s *string) []any { return []any{s} }, q)
		if err != nil {
			return err
		}
		if len(columns) < 30 {
			t.Errorf("only %d columns of bytes", len(columns))
		}
		for _, c := range append(columns, "closed_door.words") {
			table, column, _ := strings.Cut(c, ".")
			var in int
			if err := tx.QueryRow(t.Context(), `SELECT count(*) FROM `+table+` WHERE length(`+column+`) > 0`).Scan(&in); err != nil {
				return err
			}
			if in > 0 && c != "seal_key.keyset" {
				left[c] = in
			}
		}
		return nil
	}))
	return left
}

// TestCanaries: a thousand strings typed by people, and by those who accompany
// them, are in clear in no column, no file and no log; ten years later nothing
// of them is left, sealed or not, and no key opens what an old backup may hold
// of it. The controls: the same search finds what is public; before its time
// nothing goes; a class whose clock was forgotten is found.
func TestCanaries(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, set app.Settings) {
		n := openCanary(t, set)
		files := ""
		if !db.IsPostgres(set.Store.DB) {
			files = strings.TrimPrefix(set.Store.DB, "sqlite:")
		}
		for i := range 27 {
			n.lives(t, i)
		}
		if n.flock.n < 1000 || len(n.flock.inputs) < 35 {
			t.Errorf("%d canaries through %d inputs", n.flock.n, len(n.flock.inputs))
		}
		if found := n.heard(t, files); len(found) > 0 {
			t.Errorf("in clear: %s", strings.Join(found, ", "))
		}
		before := n.liveKeys(t)
		for _, kind := range []string{"person", "package", "reach", "crisis", "need", "signal", "tie", "feedback", "doors"} {
			if before[kind] == 0 {
				t.Errorf("no key of kind %s: nothing was sealed with one", kind)
			}
		}
		n.pass(t, 3*24*time.Hour)
		if soon := n.liveKeys(t); soon["person"] != before["person"] || soon["package"] != before["package"] || soon["crisis"] != before["crisis"] {
			t.Errorf("after three days: %v, before %v", soon, before)
		}
		n.pass(t, 400*24*time.Hour)
		year := n.liveKeys(t)
		if year["package"] != 0 || year["need"] != 0 || year["crisis"] != before["crisis"] || year["person"] != before["person"] || year["signal"] != before["signal"] {
			t.Errorf("after a year: %v", year)
		}
		for i := range 27 {
			n.leaves(t, i)
		}
		n.pass(t, 10*366*24*time.Hour)
		if live := n.liveKeys(t); len(live) > 0 {
			t.Errorf("ten years later keys still open: %v", live)
		}
		if left := n.sealedLeft(t); len(left) > 0 {
			t.Errorf("ten years later: %v", left)
		}
		if found := n.heard(t, files); len(found) > 0 {
			t.Errorf("ten years later, in clear: %s", strings.Join(found, ", "))
		}
		_, err := n.Directory.Import(t.Context(), access.ForOperator(n.Region), hsdstest.Package{Name: "control", List: []directory.Record{hsdstest.Record("organization", "kzanari", "name", "kzanari", "description", "Un lieu")}}, directory.ImportOptions{})
		must(t, err)
		if len(n.heard(t, files)) == 0 {
			t.Error("the search finds nothing in clear where something is")
		}
		must(t, n.Stop())
	})
}

// TestNothingIsKeptForEver: durations are settings, and none may be without end.
func TestNothingIsKeptForEver(t *testing.T) {
	set := settings(filepath.Join(t.TempDir(), "x.db"), filepath.Join(t.TempDir(), "keys"))
	set.Server.KeepCrises = 100_000
	if _, err := app.Open(t.Context(), set); !fault.Is(err, fault.Invalid) {
		t.Errorf("a crisis kept for centuries: %v", err)
	}
}
