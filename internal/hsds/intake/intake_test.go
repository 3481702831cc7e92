package intake_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/hsds"
	"passerelle/internal/hsds/intake"
	"passerelle/internal/job"
)

var keeper = access.ForWorker(dbtest.Region, "worker-1", "org-1", "", access.Coordination)

// desk is a directory whose imports are worked on when the test says so.
type desk struct {
	*testing.T
	u     *dbtest.Universe
	d     *directory.Service
	in    *intake.Intake
	queue *job.Queue
}

func open(t *testing.T, u *dbtest.Universe) *desk {
	t.Helper()
	quiet := slog.New(slog.DiscardHandler)
	queue := job.New(u.DB, u.Clock, quiet)
	log := event.NewLog(queue)
	k := &desk{T: t, u: u, d: directory.New(u.DB, log), queue: queue}
	k.in = &intake.Intake{Directory: k.d, Fetcher: intake.DefaultFetcher, Log: quiet}
	queue.Handle(intake.Job, func(ctx context.Context, j job.Job) error { return k.in.Work(ctx, j) })
	log.After(directory.ImportAsked{}.Kind(), intake.Job)
	return k
}

func (k *desk) must(err error) {
	k.Helper()
	if err != nil {
		k.Fatal(err)
	}
}

// bring does what the page does with a file.
func (k *desk) bring(name, dataset, body string) string {
	k.Helper()
	id, err := k.d.BeginTask(k.u.Ctx, keeper, directory.NewTask{File: name, Dataset: dataset})
	k.must(err)
	size, err := intake.Store(k.u.Ctx, k.d, keeper, id, strings.NewReader(body))
	k.must(err)
	k.must(k.d.Received(k.u.Ctx, keeper, id, size))
	return id
}

// work has the queue do what is due.
func (k *desk) work() {
	k.Helper()
	if _, err := k.queue.RunDue(k.u.Ctx, dbtest.Region); err != nil {
		k.Fatal(err)
	}
}

func (k *desk) want(id string, state directory.TaskState) directory.Task {
	k.Helper()
	task, err := k.d.Task(k.u.Ctx, keeper, id)
	k.must(err)
	if task.State != state {
		k.Fatalf("the import is %s (%s), want %s", task.State, task.Why, state)
	}
	return task
}

func (k *desk) services() (n int) {
	k.Helper()
	k.must(k.u.DB.Read(k.u.Ctx, func(tx *db.Tx) error {
		all, err := directory.Load(k.u.Ctx, tx, dbtest.Region)
		n = len(all)
		return err
	}))
	return n
}

func (k *desk) count(table string) (n int) {
	k.Helper()
	k.must(k.u.DB.Read(k.u.Ctx, func(tx *db.Tx) error {
		return tx.QueryRow(k.u.Ctx, "SELECT count(*) FROM "+table).Scan(&n)
	}))
	return n
}

// services is a list of HSDS 3 in JSON, with something to look at.
func services(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `{"id":"s%d","name":"Service %d","status":"active","description":"x","email":"%s","organization":{"id":"o%d","name":"Organisme %d","description":"x"}}`+"\n",
			i, i, map[bool]string{true: "pas une adresse", false: "a@b.ca"}[i%10 == 0], i%7, i%7)
	}
	return b.String()
}

func TestFromFileToUndo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		k := open(t, u)
		id := k.bring("services.ndjson", "région", services(40))
		k.want(id, directory.TaskReading)
		k.work()
		tried := k.want(id, directory.TaskReady)
		if c := tried.Report.Tables["service"]; c.New != 40 || tried.Report.Cells.Cells != 320 || tried.Report.Issues["bad_email"] != 4 {
			t.Errorf("the trial says %+v, %+v", c, tried.Report)
		}
		if k.services() != 0 {
			t.Fatal("a trial wrote services")
		}
		found, err := k.d.Issues(u.Ctx, keeper, id, "bad_email", 0, 10)
		if k.must(err); len(found) != 4 || found[0].Table != "service" || found[0].Field != "email" || found[0].ID == "" {
			t.Errorf("found %+v", found)
		}
		k.must(k.d.WriteTask(u.Ctx, keeper, id))
		k.work()
		done := k.want(id, directory.TaskDone)
		if k.services() != 40 || done.Run == "" || k.count("import_part") != 0 {
			t.Fatalf("%d services, run %q, %d parts left", k.services(), done.Run, k.count("import_part"))
		}
		run, err := k.d.Run(u.Ctx, keeper, done.Run)
		if k.must(err); run.By != "org-1" || run.Dataset != "région" || !run.CanUndo(u.Clock.Now()) {
			t.Errorf("run %+v", run)
		}
		k.must(k.d.Undo(u.Ctx, keeper, done.Run))
		if run, _ = k.d.Run(u.Ctx, keeper, done.Run); k.services() != 0 || run.Dataset != "région" || run.CanUndo(u.Clock.Now()) {
			t.Errorf("%d services after undo; run %+v", k.services(), run)
		}
	})
}

// A file of another format comes by the same page: tried, looked at, written, and
// the same again changes nothing.
func TestExchangeFormatsComeByThePage(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		k := open(t, u)
		for i, name := range []string{"cioc/partage.xml", "airs/agences.xml"} {
			body, err := os.ReadFile(filepath.Join("..", "testdata", name))
			k.must(err)
			bring := func() string { return k.bring(filepath.Base(name), path.Dir(name), string(body)) }
			id := bring()
			k.work()
			tried := k.want(id, directory.TaskReady)
			if tried.Report.Tables["service"].New != 4 || tried.Report.Issues["not_public"] == 0 || k.services() != 4*i {
				t.Errorf("%s: the trial says %+v, and there are %d services", name, tried.Report, k.services())
			}
			k.must(k.d.WriteTask(u.Ctx, keeper, id))
			k.work()
			if k.want(id, directory.TaskDone); k.services() != 4*(i+1) {
				t.Errorf("%s: %d services", name, k.services())
			}
			again := bring()
			k.work()
			if c := k.want(again, directory.TaskReady).Report.Counts; c.New+c.Changed+c.Absent != 0 {
				t.Errorf("%s again: %+v", name, c)
			}
			k.must(k.d.DropTask(u.Ctx, keeper, again))
		}
	})
}

// A flat list stops for a person to say what its columns are; the next file of
// the source does not.
func TestColumnsAreAskedOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		k := open(t, u)
		const list = "Organisme,Service,Téléphone,Machin\nLe Fanal,Repas,514 555-0100,x\n"
		id := k.bring("liste.csv", "table", list)
		k.work()
		asked := k.want(id, directory.TaskColumns)
		m, err := hsds.ParseMapping([]byte(asked.Rules))
		if k.must(err); len(m.Files[0].Columns) != 3 {
			t.Errorf("guessed %s", asked.Rules)
		}
		samples, err := intake.Sample(asked)
		if k.must(err); len(samples) != 1 || samples[0].Rows[0][3] != "x" {
			t.Errorf("sample %v", samples)
		}
		m.Files[0].Columns = append(m.Files[0].Columns, hsds.MappingColumn{Column: "Machin", Ignore: true})
		k.must(k.d.SaveRules(u.Ctx, keeper, id, string(m.JSON())))
		k.must(k.d.TryTask(u.Ctx, keeper, id))
		k.work()
		if ready := k.want(id, directory.TaskReady); ready.Report.Issues["unmapped_column"] != 0 || ready.Report.Tables["service"].New != 1 {
			t.Errorf("%+v", ready.Report)
		}
		k.must(k.d.WriteTask(u.Ctx, keeper, id))
		k.work()
		k.want(id, directory.TaskDone)
		rules, version, err := k.d.Mapping(u.Ctx, keeper, "table")
		if k.must(err); version != 1 || rules != string(m.JSON()) {
			t.Errorf("kept as version %d:\n%s", version, rules)
		}

		next := k.bring("liste-mars.csv", "table", strings.ReplaceAll(list, "0100", "0199"))
		k.work()
		ready := k.want(next, directory.TaskReady)
		if c := ready.Report.Counts; c.New != 0 || c.Changed != 1 {
			t.Errorf("the next file: %+v", c)
		}
		k.must(k.d.SaveRules(u.Ctx, keeper, next, string(hsds.GuessMapping(samples).JSON())))
		k.want(next, directory.TaskColumns)
		k.must(k.d.TryTask(u.Ctx, keeper, next))
		k.work()
		k.must(k.d.WriteTask(u.Ctx, keeper, next))
		k.work()
		if _, version, err = k.d.Mapping(u.Ctx, keeper, "table"); err != nil || version != 2 {
			t.Errorf("version %d (%v)", version, err)
		}
	})
}

// Cut off anywhere, and taken up again: nothing is seen in between, and the end
// is the same.
func TestCutOffAnywhere(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		k := open(t, u)
		id := k.bring("services.ndjson", "région", services(3000))
		k.work()
		k.want(id, directory.TaskReady)
		k.must(k.d.WriteTask(u.Ctx, keeper, id))
		task := k.want(id, directory.TaskWriting)
		j := k.claimed()
		for cut := 1; ; cut++ {
			ctx, stop := context.WithTimeout(u.Ctx, time.Duration(cut*cut)*4*time.Millisecond)
			err := k.in.Work(ctx, j)
			stop()
			if err == nil {
				if cut < 4 {
					t.Fatalf("only %d cuts: the test proves nothing", cut)
				}
				break
			}
			if n := k.services(); n != 0 {
				t.Fatalf("cut %d: %d services are seen of an import that did not end", cut, n)
			}
			k.want(id, directory.TaskWriting)
		}
		done := k.want(id, directory.TaskDone)
		if k.services() != 3000 || done.Report.Tables["service"].New != 3000 {
			t.Errorf("%d services, %+v", k.services(), done.Report.Counts)
		}
		k.must(k.in.Work(u.Ctx, j)) // a worker that was slow comes too late
		if k.count("import_run") != 1 || task.Step != 2 {
			t.Errorf("%d runs", k.count("import_run"))
		}
	})
}

// claimed takes the job that is due, as a worker does, and leaves it held.
func (k *desk) claimed() (j job.Job) {
	k.Helper()
	held := job.New(k.u.DB, k.u.Clock, slog.New(slog.DiscardHandler))
	held.Handle(intake.Job, func(_ context.Context, one job.Job) error { j = one; return nil })
	if n, err := held.RunDue(k.u.Ctx, dbtest.Region); err != nil || n != 1 {
		k.Fatalf("%d jobs are due (%v)", n, err)
	}
	return j
}

func TestRefusedAndGivenUp(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		k := open(t, u)
		id := k.bring("services.csv", "table", "id,name\ns1,\"jamais fermé\n")
		k.work()
		if r := k.want(id, directory.TaskRefused); r.Why != "import.refused" || r.Report.Issues["quote_open"] != 1 {
			t.Errorf("%+v", r)
		}
		found, err := k.d.Issues(u.Ctx, keeper, id, "", 0, 10)
		if k.must(err); len(found) != 1 || found[0].Row != 2 {
			t.Errorf("found %+v", found)
		}

		id = k.bring("../../etc/passwd", "table", services(3))
		k.must(k.d.DropTask(u.Ctx, keeper, id))
		k.work()
		k.want(id, directory.TaskDropped)
		if err := k.d.WriteTask(u.Ctx, keeper, id); !fault.Is(err, fault.Conflict) {
			t.Errorf("an import that was given up goes on: %v", err)
		}
		if k.count("import_part") != 0 || k.services() != 0 {
			t.Errorf("%d parts and %d services are left", k.count("import_part"), k.services())
		}

		id = k.bring("services.ndjson", "table", services(3))
		k.work()
		k.want(id, directory.TaskReady)
		u.Clock.Advance(8 * 24 * time.Hour)
		k.bring("autre.ndjson", "autre", services(1))
		if k.count("import_part") != 1 {
			t.Errorf("%d parts: those of a week ago are kept", k.count("import_part"))
		}
	})
}

// A file that stops the program each time is given up in the end.
func TestGivenUpAfterSomeTries(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		k := open(t, u)
		id := k.bring("services.ndjson", "table", services(3))
		for range 12 {
			j := k.failing()
			if j.Attempt > 4 {
				k.must(k.in.Work(u.Ctx, j))
				break
			}
			u.Clock.Advance(time.Hour)
		}
		if r := k.want(id, directory.TaskRefused); r.Why != "import_task.failed" {
			t.Errorf("given up with %q", r.Why)
		}
	})
}

// failing takes the job that is due and fails, as one whose program dies.
func (k *desk) failing() (j job.Job) {
	k.Helper()
	held := job.New(k.u.DB, k.u.Clock, slog.New(slog.DiscardHandler))
	held.Handle(intake.Job, func(_ context.Context, one job.Job) error { j = one; return context.DeadlineExceeded })
	if _, err := held.RunDue(k.u.Ctx, dbtest.Region); err != nil {
		k.Fatal(err)
	}
	return j
}

func TestOnlyKeepersImport(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		k := open(t, u)
		id := k.bring("services.ndjson", "table", services(1))
		for _, by := range []access.Actor{{}, access.Anyone(dbtest.Region), access.ForWorker(dbtest.Region, "w", "o", "", access.Intervention)} {
			_, e1 := k.d.Task(u.Ctx, by, id)
			_, e2 := k.d.BeginTask(u.Ctx, by, directory.NewTask{Dataset: "x"})
			_, e3 := k.d.Tasks(u.Ctx, by)
			_, e4 := k.d.IssueCounts(u.Ctx, by, id)
			_, _, e5 := k.d.Mapping(u.Ctx, by, "table")
			_, e6 := k.d.Datasets(u.Ctx, by)
			_, e7 := k.d.Run(u.Ctx, by, "x")
			for n, err := range []error{e1, e2, e3, e4, e5, e6, e7, k.d.AddPart(u.Ctx, by, id, 9, nil), k.d.DropTask(u.Ctx, by, id), k.d.TryTask(u.Ctx, by, id),
				k.d.Parts(u.Ctx, by, id, nil), k.d.DropParts(u.Ctx, by, id)} {
				if !fault.Is(err, fault.NotFound) {
					t.Errorf("%s: act %d: %v", by.Kind(), n, err)
				}
			}
		}
		for name, n := range map[string]directory.NewTask{"no_name": {Dataset: " "}, "long": {Dataset: strings.Repeat("x", 101)}, "lines": {Dataset: "a\nb"},
			"script": {Dataset: "x", Address: "javascript:alert(1)"}, "file": {Dataset: "x", Address: "file:///etc/passwd"}, "tongue": {Dataset: "x", Language: "xx"}} {
			if _, err := k.d.BeginTask(u.Ctx, keeper, n); !fault.Is(err, fault.Invalid) || len(fault.FieldsOf(err)) != 1 {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// loopback lets tests fetch from themselves, and nothing else.
func loopback(a netip.Addr) bool { return a.IsLoopback() }

func TestFetch(t *testing.T) {
	var asked sync.Map // by query: each engine asks under a name of its own
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Store(r.URL.RawQuery, true)
		switch r.URL.Path {
		case "/named":
			w.Header().Set("Content-Disposition", `attachment; filename="services.ndjson"`)
			fmt.Fprint(w, services(5))
		case "/services.ndjson":
			fmt.Fprint(w, services(5))
		case "/away":
			http.Redirect(w, r, "/services.ndjson", http.StatusFound)
		case "/round":
			http.Redirect(w, r, "/round", http.StatusFound)
		case "/large.csv":
			for range 64 {
				w.Write(bytes.Repeat([]byte("x"), 1<<20))
			}
		case "/empty.csv":
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(site.Close)
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		k := open(t, u)
		fetched := func(path string) directory.Task {
			t.Helper()
			id, err := k.d.BeginTask(u.Ctx, keeper, directory.NewTask{Dataset: "site", Address: site.URL + path})
			k.must(err)
			k.must(k.d.Received(u.Ctx, keeper, id, 0))
			k.work()
			task, err := k.d.Task(u.Ctx, keeper, id)
			k.must(err)
			return task
		}
		x := fetched("/services.ndjson?" + string(u.DB.Engine()))
		if _, reached := asked.Load(string(u.DB.Engine())); reached || x.State != directory.TaskRefused || x.Why != "import_task.address_inside" {
			t.Errorf("our own machine was asked: %v, %s, %q", reached, x.State, x.Why)
		}
		k.in.Fetcher = intake.Fetcher{Permits: loopback, MaxBytes: 8 << 20, Timeout: time.Minute}
		for path, want := range map[string]struct {
			state directory.TaskState
			why   string
		}{
			"/services.ndjson": {directory.TaskReady, ""}, "/named": {directory.TaskReady, ""}, "/away": {directory.TaskReady, ""},
			"/round": {directory.TaskRefused, "import_task.address_answer"}, "/nothing": {directory.TaskRefused, "import_task.address_answer"},
			"/large.csv": {directory.TaskRefused, "import_task.address_large"}, "/empty.csv": {directory.TaskRefused, "import_task.address_empty"},
		} {
			if x := fetched(path); x.State != want.state || x.Why != want.why {
				t.Errorf("%s: %s, %q; want %s, %q", path, x.State, x.Why, want.state, want.why)
			}
		}
	})
}

// What is inside is not fetched, under whatever form its address hides.
func TestInsideIsNotFetched(t *testing.T) {
	for _, s := range []string{"http://127.0.0.1:9", "http://[::1]:9", "http://[::ffff:127.0.0.1]:9", "http://10.0.0.1", "http://192.168.1.1", "http://169.254.169.254/latest",
		"http://100.64.0.1", "http://[fd00::1]", "http://[fe80::1]", "http://0.0.0.0:9", "http://[64:ff9b::7f00:1]", "http://localhost:9", "http://2130706433:9", "http://127.1:9"} {
		f := intake.Fetcher{MaxBytes: 10, Timeout: 5 * time.Second}
		body, _, err := f.Get(t.Context(), s)
		if err == nil {
			body.Close()
			t.Errorf("%s was fetched", s)
			continue
		}
		if !strings.Contains(err.Error(), "address_inside") && !strings.Contains(err.Error(), "address_reach") {
			t.Errorf("%s: %v", s, err)
		}
	}
}
