package imports

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/clock"
	"passerelle/internal/db"
	"passerelle/internal/directory"
	"passerelle/internal/event"
	"passerelle/internal/hsds/intake"
	"passerelle/internal/job"
	"passerelle/internal/seal"
	"passerelle/test/live"
)

// nothing is what an export says of a directory that is not there.
const nothing = "nothing"

// services of each package that is imported while the program is killed.
const services = 300

// made writes a package of which every record says something else in another
// edition.
func made(t *testing.T, edition string) string {
	t.Helper()
	var orgs, list, phones strings.Builder
	orgs.WriteString("id,name,description\n")
	list.WriteString("id,organization_id,name,status,description\n")
	phones.WriteString("id,service_id,number\n")
	for i := range services {
		if i < 20 {
			fmt.Fprintf(&orgs, "o%d,Organisme %d %s,Fictif\n", i, i, edition)
		}
		fmt.Fprintf(&list, "s%d,o%d,Service %d %s,active,Un repas chaud\n", i, i%20, i, edition)
		fmt.Fprintf(&phones, "p%d,s%d,514 555-01%02d\n", i, i, (i+len(edition))%100)
	}
	dir := filepath.Join(t.TempDir(), edition)
	write(t, dir, "organizations.csv", []byte(orgs.String()))
	write(t, dir, "services.csv", []byte(list.String()))
	write(t, dir, "phones.csv", []byte(phones.String()))
	return dir
}

func engines(t *testing.T, story func(t *testing.T, e db.Engine)) {
	for _, e := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(e), func(t *testing.T) {
			t.Parallel()
			story(t, e)
		})
	}
}

// cuts is how often a command is cut off: more when there is time.
func cuts() int {
	if os.Getenv("PASSERELLE_LONG_TESTS") != "" {
		return 30
	}
	return 4
}

// TestKilledImportIsDoneOrNotBegun ends the command at random moments of its
// life, again and again. What is there is the directory before or after, never
// a part; nothing has to be cleared away; the same command brings it to the end
// that an undisturbed one has.
func TestKilledImportIsDoneOrNotBegun(t *testing.T) {
	engines(t, func(t *testing.T, e db.Engine) {
		editions := []string{made(t, "un"), made(t, "deux")}
		take := func(in []string, edition int) []string {
			return slices.Concat([]string{"import", "--dataset", "essai"}, in, []string{editions[edition]})
		}
		calm := store(t, e)
		ends := make([]string, 2)
		usual := time.Duration(0)
		for i := range editions {
			start := time.Now()
			live.Must(t, take(calm, i)...)
			usual = max(usual, time.Since(start))
			ends[i] = facts(t, exported(t, calm))
		}
		if ends[0] == ends[1] {
			t.Fatal("both editions say the same: this would prove nothing")
		}

		in := store(t, e)
		now := func() string {
			t.Helper()
			file := filepath.Join(t.TempDir(), "now.zip")
			r := live.Run(t, slices.Concat([]string{"export", "--out", file}, in)...)
			if r.Code != 0 { // no database yet, or one without its tables
				return nothing
			}
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if all := facts(t, b); strings.Contains(all, "Service") {
				return all
			}
			return nothing
		}
		before, next, cut := nothing, 0, 0
		for kill := 0; cut < cuts(); kill++ {
			if kill == 100 {
				t.Fatalf("of %d commands only %d were cut off", kill, cut)
			}
			ended, ran := live.Killed(t, time.Duration(rand.Int64N(int64(usual))), take(in, next)...)
			if !ended {
				cut++
			}
			after := now()
			if after != before && after != ends[next] {
				t.Fatalf("killed after %s, the directory is neither as it was nor as it was to be", ran)
			}
			if after != nothing {
				live.Must(t, append([]string{"check"}, in...)...)
			}
			if before = after; after == ends[next] {
				next = 1 - next
			}
		}
		for i := range ends { // the last word is that of the second edition, as in the calm
			live.Must(t, take(in, i)...)
		}
		if now() != ends[1] {
			t.Error("after the kills, the same commands come to another end")
		}
		live.Must(t, append([]string{"check"}, in...)...)
		t.Logf("%d kills within %s", cut, usual.Round(time.Millisecond))
	})
}

// facts are what an export says but for when it was said.
func facts(t *testing.T, packed []byte) string {
	t.Helper()
	var all []byte
	for _, file := range []string{"organizations.csv", "services.csv", "phones.csv"} {
		all = append(all, fromZip(t, packed, file)...)
	}
	return string(all)
}

// TestKilledServerGoesOnWithAnImport ends the server while it reads, and while
// it writes, what somebody brought on the web. Nobody presses anything again:
// the server that comes back finishes.
func TestKilledServerGoesOnWithAnImport(t *testing.T) {
	engines(t, func(t *testing.T, e db.Engine) {
		dir := made(t, "un")
		calm, in := store(t, e), store(t, e)
		live.Must(t, slices.Concat([]string{"import", "--dataset", "web"}, calm, []string{dir})...)
		live.Must(t, slices.Concat([]string{"migrate"}, in[:4])...)

		serve := append([]string{"serve", "--listen", "127.0.0.1:0"}, in...)
		packed := zipOf(t, dir)
		task, kills := "", 0
		desk(t, in, func(ctx context.Context, d *directory.Service, by access.Actor) {
			var err error
			if task, err = d.BeginTask(ctx, by, directory.NewTask{File: "un.zip", Dataset: "web"}); err != nil {
				t.Fatal(err)
			}
			size, err := intake.Store(ctx, d, by, task, bytes.NewReader(packed))
			if err != nil {
				t.Fatal(err)
			}
			if err := d.Received(ctx, by, task, size); err != nil {
				t.Fatal(err)
			}
		})
		for round := 0; ; round++ {
			if round == 20 {
				t.Fatal("the import does not come to its end")
			}
			p, err := live.Launch(serve...)
			if err != nil {
				t.Fatal(err)
			}
			if round%4 < 3 { // each step may be cut off a few times before it is given up
				time.Sleep(time.Duration(rand.IntN(150)) * time.Millisecond)
				p.Kill()
				kills++
			} else {
				time.Sleep(3 * time.Second)
				if err := p.Stop(); err != nil {
					t.Fatal(err)
				}
			}
			state := directory.TaskState("")
			desk(t, in, func(ctx context.Context, d *directory.Service, by access.Actor) {
				x, err := d.Task(ctx, by, task)
				if err != nil {
					t.Fatal(err)
				}
				if state = x.State; state == directory.TaskReady { // looked at by a person
					if err := d.WriteTask(ctx, by, task); err != nil {
						t.Fatal(err)
					}
				}
				if state == directory.TaskRefused {
					t.Fatalf("given up: %s", x.Why)
				}
			})
			if state == directory.TaskDone {
				break
			}
		}
		live.Must(t, append([]string{"check"}, in...)...)
		if facts(t, exported(t, in)) != facts(t, exported(t, calm)) {
			t.Error("the import on the web came to another end than the command")
		}
		t.Logf("%d kills", kills)
	})
}

// desk opens the database as a page would see it, between two servers. The work
// in hand of the one that was killed is free at once: its lease would run out
// in two minutes.
func desk(t *testing.T, in []string, act func(context.Context, *directory.Service, access.Actor)) {
	t.Helper()
	ctx := t.Context()
	keys, err := seal.LoadKeys(in[3], false)
	if err != nil {
		t.Fatal(err)
	}
	o := db.Options{Address: in[1], Clock: clock.System(), ReadConns: 1}
	if !db.IsPostgres(o.Address) {
		o.Key = keys.Database
	}
	d, err := db.Open(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	queue := job.New(d, clock.System(), slog.New(slog.DiscardHandler))
	queue.Handle(intake.Job, func(context.Context, job.Job) error { return nil }) // asked for here, done by the server
	log := event.NewLog(queue)
	log.After(directory.ImportAsked{}.Kind(), intake.Job)
	if err := d.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE job SET lease_until = $1 WHERE region_id = $2 AND state = 'running'`, db.At(tx.Now), "region")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	act(ctx, directory.New(d, log), access.ForWorker("region", "w", "o", "", access.Coordination))
}
