package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/clock"
	"passerelle/internal/consent"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/id"
	"passerelle/internal/job"
	"passerelle/internal/referral"
	"passerelle/internal/seal"
)

// A step is one act on a referral: the row read through its Scope (consent
// included), changed with a compare-and-set, an event, the act that makes a
// retry harmless. The references write the same three rows bare: an update and
// two inserts.

const (
	stepClients = 64
	stepCell    = 1500 * time.Millisecond
)

func referralSteps(r *run) error {
	dir, err := os.MkdirTemp("", "passerelle-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	err = stepsOn(r, db.SQLite, filepath.Join(dir, "ours.db"), func() (*bare, error) { return newBareSQLite(filepath.Join(dir, "bare.db")) })
	cluster := os.Getenv("PASSERELLE_BENCH_POSTGRES")
	if cluster == "" {
		fmt.Fprintln(r.out, "\nPostgreSQL: not run (name a cluster in PASSERELLE_BENCH_POSTGRES)")
		return err
	}
	ours, drop, e := newDatabase(cluster, "ours")
	if e != nil {
		return errors.Join(err, e)
	}
	defer drop()
	theirs, dropToo, e := newDatabase(cluster, "bare")
	if e != nil {
		return errors.Join(err, e)
	}
	defer dropToo()
	return errors.Join(err, stepsOn(r, db.Postgres, ours, func() (*bare, error) { return newBarePostgres(theirs) }))
}

func stepsOn(r *run, engine db.Engine, address string, reference func() (*bare, error)) error {
	w, err := newStepWorld(address)
	if err != nil {
		return err
	}
	defer w.close()
	b, err := reference()
	if err != nil {
		return err
	}
	defer b.close()
	cell := stepCell
	if r.quick {
		cell /= 10
	}
	subjects := []struct {
		name    string
		clients int
		do      func(client, n int) (rows int, err error)
	}{
		{"ours, 64", 64, w.step}, {"ours, 16", 16, w.step}, {"ours, 1", 1, w.step},
		{"bare, alone", 1, b.alone}, {b.name, b.clients, b.together},
	}
	rates := make([][]float64, len(subjects))
	err = interleaved(len(subjects), func(i, _ int, keep bool) error {
		rate, err := rate(cell, subjects[i].clients, subjects[i].do)
		if err != nil {
			return fmt.Errorf("%s, %s: %w", engine, subjects[i].name, err)
		}
		if keep {
			rates[i] = append(rates[i], rate)
		}
		return nil
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(r.out, "\nreferral steps on %s (load %s)\n%-24s %12s   ours at 64 clients ÷ it: median (least–most) of %d\n", engine, load(), "", "steps/s", 2*rounds)
	for i, s := range subjects {
		ratios := make([]float64, len(rates[i]))
		for c := range ratios {
			ratios[c] = rates[0][c] / rates[i][c]
		}
		r.Rows = append(r.Rows, row{Measure: "steps", Case: string(engine), Subject: s.name, Ratio: quantile(ratios, .5), Least: slices.Min(ratios), Most: slices.Max(ratios)})
		fmt.Fprintf(r.out, "%-24s %12.0f   %8.3f (%.3f–%.3f)\n", s.name, quantile(rates[i], .5), quantile(ratios, .5), slices.Min(ratios), slices.Max(ratios))
	}
	return w.counted()
}

// rate is how many steps a second many clients get done.
func rate(cell time.Duration, clients int, do func(client, n int) (int, error)) (float64, error) {
	var done atomic.Int64
	var failed atomic.Pointer[error]
	var wg sync.WaitGroup
	began := time.Now()
	for c := range clients {
		wg.Go(func() {
			for n := 0; time.Since(began) < cell && failed.Load() == nil; n++ {
				rows, err := do(c, n)
				if err != nil {
					failed.Store(&err)
					return
				}
				done.Add(int64(rows))
			}
		})
	}
	wg.Wait()
	if e := failed.Load(); e != nil {
		return 0, *e
	}
	return float64(done.Load()) / time.Since(began).Seconds(), nil
}

// stepWorld is one referral in hand for each client.
type stepWorld struct {
	db    *db.DB
	s     *referral.Service
	by    access.Actor
	ids   []access.Referral
	acked atomic.Int64
}

const benchRegion access.Region = "bench"

func newStepWorld(address string) (*stepWorld, error) {
	ctx, c, quiet := context.Background(), clock.System(), slog.New(slog.DiscardHandler)
	d, err := db.Open(ctx, db.Options{Address: address, ReadConns: 32})
	if err != nil {
		return nil, err
	}
	if err := d.Migrate(ctx); err != nil {
		return nil, err
	}
	keys, err := seal.NewKeys()
	if err != nil {
		return nil, err
	}
	vault, err := seal.NewVault(keys)
	if err != nil {
		return nil, err
	}
	queue := job.New(d, c, quiet)
	log := event.NewLog(queue)
	people := consent.New(d, log, vault, keys, c)
	w := &stepWorld{db: d, s: referral.New(d, log, queue, vault, keys, people, people)}
	from := access.ForWorker(benchRegion, "worker-1", "org-1", "team-1", access.Intervention)
	w.by = access.ForWorker(benchRegion, "worker-2", "org-2", "team-2", access.Intervention)
	for i := range stepClients {
		one, err := w.inHand(ctx, people, from, i)
		if err != nil {
			return nil, err
		}
		w.ids = append(w.ids, one)
	}
	return w, d.Survey(ctx) // as a node does every minute
}

// inHand brings a referral, through its own use-cases, to where the receiver
// notes its contacts.
func (w *stepWorld) inHand(ctx context.Context, people *consent.Service, from access.Actor, i int) (access.Referral, error) {
	act := func(s string) string { return fmt.Sprint(s, "-", i) }
	p, err := people.Create(ctx, from, act("person"), consent.NewPerson{Code: fmt.Sprint("P", i)})
	if err != nil {
		return "", err
	}
	made, err := w.s.Draft(ctx, from, act("draft"), referral.NewDraft{Person: p, Receiver: "org-2", Service: "service"})
	if err != nil {
		return "", err
	}
	view, err := w.s.Show(ctx, from, made)
	if err != nil {
		return "", err
	}
	err = w.s.Save(ctx, from, made, act("save"), referral.Change{Version: view.Version, Need: &referral.Need{Words: "mots"}, Done: &referral.Done{}})
	if err == nil {
		_, err = people.Record(ctx, from, act("consent"), consent.Question{Person: p, Recipient: "org-2", Until: consent.ThreeMonths,
			Parts: map[access.Part]consent.Answer{access.PartNeed: consent.Yes}, Wording: "1", Language: "fr", How: consent.Spoken})
	}
	if err == nil {
		err = w.s.Send(ctx, from, made, act("send"))
	}
	if err == nil {
		err = w.s.Accept(ctx, w.by, made, act("accept"))
	}
	return made, err
}

// step notes a contact: the receiver's most frequent act.
func (w *stepWorld) step(client, _ int) (int, error) {
	err := w.s.NoteContact(context.Background(), w.by, w.ids[client], id.Secret(10), referral.Attempt{Step: referral.StepCallAgain})
	if err == nil {
		w.acked.Add(1)
	}
	return 1, err
}

// counted says whether every acknowledged step left its event.
func (w *stepWorld) counted() error {
	var n int64
	ctx := context.Background()
	err := w.db.Read(ctx, func(tx *db.Tx) error {
		return tx.QueryRow(ctx, `SELECT count(*) FROM event AS e WHERE e.region_id = $1 AND e.kind = $2`, benchRegion, referral.ContactKind).Scan(&n)
	})
	if err == nil && n != w.acked.Load() {
		err = fmt.Errorf("%d steps acknowledged, %d kept", w.acked.Load(), n)
	}
	return err
}

func (w *stepWorld) close() {
	if err := w.db.Close(); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
}

// body is a payload as long as ours.
var body = strings.Repeat("x", 90)
