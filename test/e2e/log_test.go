package e2e

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"passerelle/internal/clock"
	"passerelle/internal/db"
	"passerelle/internal/seal"
	"passerelle/test/live"
)

// tamperings are what somebody with the database in hand could do to the log.
// Each leaves the database itself in order: only the log can tell.
var tamperings = []struct {
	name string
	sql  []string
}{
	{"changed", []string{`UPDATE event SET subject = 'someone-else' WHERE position = 3`}},
	{"time_changed", []string{`UPDATE event SET at = at + 60000 WHERE position = 3`}},
	{"removed", []string{`DELETE FROM event WHERE position = 3`}},
	{"removed_and_closed_up", []string{`DELETE FROM event WHERE position = 3`, `UPDATE event SET position = position - 1 WHERE position > 3`}},
	{"reordered", []string{`UPDATE event SET position = -1 WHERE position = 3`, `UPDATE event SET position = 3 WHERE position = 4`, `UPDATE event SET position = 4 WHERE position = -1`}},
	{"truncated", []string{
		`DELETE FROM event WHERE position >= 3`,
		`DELETE FROM log_checkpoint WHERE size > 3`,
		`DELETE FROM log_hash WHERE idx > 3`, // stored hashes of the first three entries end at index 3
	}},
	{"emptied", emptied},
}

// emptied leaves nothing that contradicts itself: only a checkpoint kept
// elsewhere remembers that there was a log.
var emptied = []string{
	`DELETE FROM disclosure WHERE at > 0`, `DELETE FROM event WHERE at > 0`,
	`DELETE FROM log_checkpoint WHERE size > 0`, `DELETE FROM log_hash WHERE idx >= 0`,
}

// TestTamperedLogIsFound: with a checkpoint kept elsewhere, "passerelle check"
// finds a log that was changed, shortened, reordered or truncated.
func TestTamperedLogIsFound(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	whole := filepath.Join(dir, "whole.db")
	p, err := live.Launch("demo", "--keep", "--listen", "127.0.0.1:0", "--db", whole)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Stop(); err != nil {
		t.Fatal(err)
	}
	kept := filepath.Join(dir, "kept.txt") // as a partner would keep it
	live.Must(t, "check", "--db", whole, "--checkpoint", kept)
	live.Must(t, "check", "--db", whole, "--checkpoint", kept) // the control: untouched, it is clean

	for _, c := range tamperings {
		t.Run(c.name, func(t *testing.T) {
			mine := copyDatabase(t, whole)
			change(t, mine, c.sql)
			r := live.Run(t, "check", "--db", mine, "--checkpoint", kept)
			if r.Code != 1 {
				t.Errorf("exit %d, want 1: the change was not found\n%s%s", r.Code, r.Out, r.Err)
			}
		})
	}
}

// TestWhyACheckpointIsKeptElsewhere is the control: without it, an emptied log
// looks like a new one.
func TestWhyACheckpointIsKeptElsewhere(t *testing.T) {
	t.Parallel()
	whole := filepath.Join(t.TempDir(), "whole.db")
	p, err := live.Launch("demo", "--keep", "--listen", "127.0.0.1:0", "--db", whole)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Stop(); err != nil {
		t.Fatal(err)
	}
	change(t, whole, emptied)
	live.Must(t, "check", "--db", whole)
}

// copyDatabase copies a stopped database with its keys.
func copyDatabase(t *testing.T, from string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "copy.db")
	files, err := filepath.Glob(from + "*")
	if err != nil || len(files) < 2 {
		t.Fatalf("database and keys expected at %s: %v %v", from, files, err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(to+strings.TrimPrefix(f, from), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return to
}

// change runs statements on a database behind the program's back.
func change(t *testing.T, address string, statements []string) {
	t.Helper()
	ctx := context.Background()
	keys, err := seal.LoadKeys(address+".keys", false)
	if err != nil {
		t.Fatal(err)
	}
	d, err := db.Open(ctx, db.Options{Address: address, Key: keys.Database, Clock: clock.System(), ReadConns: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	err = d.Write(ctx, func(tx *db.Tx) error {
		for _, q := range statements {
			n, err := tx.Exec(ctx, q)
			if err != nil {
				return err
			}
			if n == 0 {
				t.Errorf("nothing was changed by %s", q)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
