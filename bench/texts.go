package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/driver"

	"passerelle/internal/db"
	"passerelle/internal/id"
	"passerelle/internal/message"
	"passerelle/internal/seal"
	program "passerelle/test/live"
)

// Text messages that come in, signed, over HTTP, to the program itself: kept,
// understood, counted as a need on the board and answered, then acknowledged.
// Beside it, in the same run and on the same disk, one insert of the same words
// a message, each committed before the next begins; and the eight rows that a
// message leaves, written bare, one message a commit.
//
// On a disk whose flush costs nearly nothing, grouping commits spares nearly
// nothing. Where strace is, all is done once more with each flush two
// milliseconds longer, as on common disks.

const (
	textSenders = 64
	textCell    = 2 * time.Second
	flushMore   = 2000 // microseconds
	// slowDisk names the run that strace made slower.
	slowDisk = "PASSERELLE_BENCH_SLOW_DISK"
)

var textAccount = message.Twilio{Account: "ACbench", Token: "bench-token", From: "+15145550000"}

func incomingTexts(r *run) error {
	if os.Getenv("PASSERELLE_TEST_BINARY") == "" {
		fmt.Fprintln(r.out, "\nnot run (name the program in PASSERELLE_TEST_BINARY, or use make bench)")
		return nil
	}
	dir, err := os.MkdirTemp("", "passerelle-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if os.Getenv(slowDisk) != "" {
		return textsOn(r, "SQLite, each flush 2 ms more", filepath.Join(dir, "ours.db"), dir, "")
	}
	if err := textsOn(r, "SQLite", filepath.Join(dir, "ours.db"), dir, ""); err != nil {
		return err
	}
	if err := textsSlower(r); err != nil {
		return err
	}
	cluster := os.Getenv("PASSERELLE_BENCH_POSTGRES")
	if cluster == "" {
		fmt.Fprintln(r.out, "\nPostgreSQL: not run (name a cluster in PASSERELLE_BENCH_POSTGRES)")
		return nil
	}
	ours, drop, err := newDatabase(cluster, "texts")
	if err != nil {
		return err
	}
	defer drop()
	theirs, dropToo, err := newDatabase(cluster, "bare")
	if err != nil {
		return err
	}
	defer dropToo()
	return textsOn(r, "PostgreSQL", ours, dir, theirs)
}

// textsSlower is this measure again, in a process whose flushes take longer.
func textsSlower(r *run) error {
	strace, err := exec.LookPath("strace")
	if err != nil {
		fmt.Fprintln(r.out, "\na slower disk: not run (it needs strace)")
		return nil
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	args := []string{"-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e", "trace=fsync,fdatasync",
		"-e", fmt.Sprint("inject=fsync,fdatasync:delay_exit=", flushMore), self, "-only", "texts", fmt.Sprint("-quick=", r.quick)}
	c := exec.Command(strace, args...)
	c.Env = append(os.Environ(), slowDisk+"=1")
	c.Stdout, c.Stderr = r.out, os.Stderr
	return c.Run()
}

func textsOn(r *run, name, address, dir, bareAddress string) error {
	w, err := newTextWorld(address, dir)
	if err != nil {
		return err
	}
	defer w.close()
	b, err := newBareTexts(filepath.Join(dir, "bare.db"), bareAddress)
	if err != nil {
		return err
	}
	defer b.close()
	cell := textCell
	if r.quick {
		cell /= 10
	}
	subjects := []struct {
		name    string
		clients int
		do      func(client, n int) (int, error)
	}{
		{"ours, 64 senders", textSenders, w.send},
		{"one insert a commit", textSenders, b.one},
		{"its rows, a commit", textSenders, b.rows},
	}
	rates := make([][]float64, len(subjects))
	err = interleaved(len(subjects), func(i, _ int, keep bool) error {
		w.keep.Store(keep && i == 0)
		rate, err := rate(cell, subjects[i].clients, subjects[i].do)
		if err != nil {
			return fmt.Errorf("%s, %s: %w", name, subjects[i].name, err)
		}
		if keep {
			rates[i] = append(rates[i], rate)
		}
		return nil
	})
	if err != nil {
		return err
	}
	p50, p99 := quantile(w.took, .5), quantile(w.took, .99)
	fmt.Fprintf(r.out, "\ntexts coming in, signed, over HTTP, on %s (load %s): p50 %.1f ms, p99 %.1f ms\n%-24s %12s   ours ÷ it: median (least–most) of %d\n",
		name, load(), p50, p99, "", "messages/s", 2*rounds)
	for i, s := range subjects {
		ratios := make([]float64, len(rates[i]))
		for c := range ratios {
			ratios[c] = rates[0][c] / rates[i][c]
		}
		row := row{Measure: "texts", Case: name, Subject: s.name, Operations: int(quantile(rates[i], .5)), Ratio: quantile(ratios, .5), Least: quantile(ratios, 0), Most: quantile(ratios, 1)}
		if i == 0 {
			row.P50, row.P99 = p50, p99
		}
		r.Rows = append(r.Rows, row)
		fmt.Fprintf(r.out, "%-24s %12.0f   %8.3f (%.3f–%.3f)\n", s.name, quantile(rates[i], .5), row.Ratio, row.Least, row.Most)
	}
	return w.counted()
}

// textWorld is the program, a gateway that takes its answers, and one connection
// a sender.
type textWorld struct {
	p             *program.Program
	address, keys string
	out           *httptest.Server
	senders       [textSenders]*connection
	host          string
	numbers       atomic.Int64
	acked         atomic.Int64
	keep          atomic.Bool
	mu            sync.Mutex
	took          []float64
}

func newTextWorld(address, dir string) (_ *textWorld, err error) {
	w := &textWorld{address: address, keys: filepath.Join(dir, id.Code(8)+".keys")}
	var sent atomic.Int64
	w.out = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // the program went away
		rw.WriteHeader(http.StatusCreated)
		_, _ = fmt.Fprintf(rw, `{"sid":"SM%d"}`, sent.Add(1))
	}))
	if w.host, err = freePort(); err != nil {
		return nil, err
	}
	// The signature covers the public address, so it must be known beforehand.
	w.p, err = program.Launch("serve", "--listen", w.host, "--db", address, "--keys", w.keys, "--url", "http://"+w.host,
		"--twilio-account", textAccount.Account, "--twilio-token", textAccount.Token, "--twilio-from", textAccount.From, "--twilio-api", w.out.URL)
	if err != nil {
		w.out.Close()
		return nil, err
	}
	for i := range w.senders {
		if w.senders[i], err = connect(w.host); err != nil {
			w.close()
			return nil, err
		}
	}
	return w, nil
}

// freePort is an address of this machine that nothing listens on.
func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// send brings one message, of somebody who never wrote before.
func (w *textWorld) send(client, _ int) (int, error) {
	n := w.numbers.Add(1)
	form := url.Values{"AccountSid": {textAccount.Account}, "MessageSid": {"SM" + strconv.FormatInt(n, 10)},
		"From": {fmt.Sprintf("+1514%07d", n)}, "To": {textAccount.From}, "Body": {textWords}}
	body := form.Encode()
	request := fmt.Sprintf("POST /sms/twilio HTTP/1.1\r\nHost: bench\r\nContent-Type: application/x-www-form-urlencoded\r\nX-Twilio-Signature: %s\r\nContent-Length: %d\r\n\r\n%s",
		textAccount.Sign("http://"+w.host+"/sms/twilio", form), len(body), body)
	ms, err := w.senders[client].ask([]byte(request))
	if err != nil {
		return 0, err
	}
	w.acked.Add(1)
	if w.keep.Load() {
		w.mu.Lock()
		w.took = append(w.took, ms)
		w.mu.Unlock()
	}
	return 1, nil
}

const textWords = "J’ai faim au Faubourg"

// counted says whether every acknowledged message is a need on the board, once.
func (w *textWorld) counted() error {
	if err := w.p.Stop(); err != nil {
		return err
	}
	ctx := context.Background()
	o := db.Options{Address: w.address, ReadConns: 1}
	if !db.IsPostgres(w.address) {
		keys, err := seal.LoadKeys(w.keys, false)
		if err != nil {
			return err
		}
		o.Key = keys.Database
	}
	d, err := db.Open(ctx, o)
	if err != nil {
		return err
	}
	defer d.Close()
	var messages, needs int64
	err = d.Read(ctx, func(tx *db.Tx) error {
		return tx.QueryRow(ctx, `SELECT (SELECT count(*) FROM talk_message AS m WHERE m.way = 'in'), (SELECT count(*) FROM need AS n WHERE n.via = 'sms')`).Scan(&messages, &needs)
	})
	if err == nil && (messages != w.acked.Load() || needs != messages) {
		err = fmt.Errorf("%d messages acknowledged, %d kept, %d needs", w.acked.Load(), messages, needs)
	}
	return err
}

func (w *textWorld) close() {
	for _, c := range w.senders {
		if c != nil {
			_ = c.Close()
		}
	}
	select {
	case <-w.p.Ended():
	default:
		w.p.Kill()
	}
	w.out.Close()
}

// bareTexts is the same words on the same engine and disk, without signature,
// HTTP, understanding or sealing.
type bareTexts struct {
	pool      *sql.DB
	one, rows func(client, n int) (int, error)
}

func newBareTexts(path, postgres string) (*bareTexts, error) {
	var pool *sql.DB
	var err error
	integer, blob := "INTEGER", "BLOB"
	if postgres != "" {
		integer, blob = "BIGINT", "BYTEA"
		if pool, err = sql.Open("pgx", postgres); err == nil {
			pool.SetMaxOpenConns(32)
			pool.SetMaxIdleConns(32)
		}
	} else {
		pool, err = driver.Open("file:"+path, func(c *sqlite3.Conn) error {
			return c.Exec(`PRAGMA busy_timeout=10000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-32000`)
		})
		if err == nil {
			pool.SetMaxOpenConns(1) // as each of them must wait for the one before
		}
	}
	if err != nil {
		return nil, err
	}
	ctx := context.Background()
	_, err = pool.ExecContext(ctx, `
		CREATE TABLE bare_text (region_id TEXT NOT NULL, id TEXT NOT NULL, talk_id TEXT NOT NULL, kind TEXT NOT NULL, body `+blob+` NOT NULL, at `+integer+` NOT NULL, PRIMARY KEY (region_id, id));
		CREATE INDEX bare_text_talk ON bare_text (region_id, talk_id, at)`)
	if err != nil {
		return nil, err
	}
	insert, err := pool.PrepareContext(ctx, `INSERT INTO bare_text (region_id, id, talk_id, kind, body, at) VALUES ('r', $1, $2, $3, $4, $5)`)
	if err != nil {
		return nil, err
	}
	put := func(s *sql.Stmt) error {
		at := time.Now()
		_, err := s.ExecContext(ctx, id.New(at), id.Secret(10), "in", []byte(textWords), at.UnixMilli())
		return err
	}
	return &bareTexts{
		pool: pool,
		one:  func(int, int) (int, error) { return 1, put(insert) },
		rows: func(int, int) (int, error) {
			tx, err := pool.BeginTx(ctx, nil)
			if err != nil {
				return 0, err
			}
			s := tx.StmtContext(ctx, insert)
			for range textRows {
				err = errors.Join(err, put(s))
			}
			if err != nil {
				return 0, errors.Join(err, tx.Rollback())
			}
			return 1, tx.Commit()
		},
	}, nil
}

// textRows is how many rows a message leaves that begins a conversation: itself,
// the conversation and when it is forgotten, the need, its words and its event,
// the answer and its sending.
const textRows = 8

func (b *bareTexts) close() { _ = b.pool.Close() }
