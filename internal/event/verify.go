package event

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Verdict is what Verify found.
type Verdict struct {
	Linked  int64   // entries whose place in the tree was checked
	Waiting int64   // committed, not linked yet: less than a second old on a live node
	Stale   int64   // of those, older than a minute: nobody links, and nothing is known of them
	Faults  []Fault // what is wrong, for the operator; empty when clean

	broken bool // the walk ended at a gap: what comes after was not compared
}

// Fault is one thing that is wrong: a sentence of the catalogue, and where.
type Fault struct {
	Key  string
	Args []any // name, value pairs for that sentence
}

// Verify recomputes the whole tree from the events and compares it with what
// is stored, with every checkpoint stored, and with one kept elsewhere, if
// given. Only the last finds a log that was rewritten whole by somebody who
// also has the signing key.
func Verify(ctx context.Context, tx *db.Tx, verifier string, elsewhere *Checkpoint) (v Verdict, err error) {
	defer fault.Wrap(&err, "event.Verify")
	tree, err := v.recompute(ctx, tx)
	if err != nil {
		return v, err
	}
	stored, err := checkpoints(ctx, tx)
	if err != nil {
		return v, err
	}
	for _, s := range stored {
		c, err := OpenCheckpoint(s.note, verifier)
		if err != nil || c.Size != s.size {
			v.fault("log.unsigned", "size", s.size)
			continue
		}
		v.compare(c, tree, "stored")
	}
	if n := len(stored); v.Linked > 0 && !v.broken && (n == 0 || stored[n-1].size != v.Linked) {
		v.fault("log.uncovered", "linked", v.Linked)
	}
	if elsewhere != nil {
		v.compare(*elsewhere, tree, "kept")
	}
	if v.Waiting, err = countUnlinked(ctx, tx); err != nil {
		return v, err
	}
	return v, v.strays(ctx, tx)
}

// staleAfter is how long an entry may wait for its place on a node that works.
const staleAfter = time.Minute

// strays looks for rows that the walk along the positions does not meet.
func (v *Verdict) strays(ctx context.Context, tx *db.Tx) error {
	var err error
	if v.Stale, err = countStale(ctx, tx, tx.Now.Add(-staleAfter)); err != nil {
		return err
	}
	outside, err := countOutside(ctx, tx)
	if err != nil {
		return err
	}
	if outside > 0 {
		v.fault("log.outside", "n", outside)
	}
	lone, err := unlogged(ctx, tx)
	if err != nil {
		return err
	}
	for _, id := range lone {
		v.fault("log.reading_lone", "id", id)
	}
	return nil
}

// nodes is a whole tree in memory: 64 bytes an entry.
type nodes []tlog.Hash

// ReadHashes implements tlog.HashReader.
func (n nodes) ReadHashes(idx []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(idx))
	for i, x := range idx {
		if x < 0 || x >= int64(len(n)) {
			return nil, fmt.Errorf("event: no node %d", x)
		}
		out[i] = n[x]
	}
	return out, nil
}

// recompute builds the tree from the events and compares node by node.
func (v *Verdict) recompute(ctx context.Context, tx *db.Tx) (tree nodes, err error) {
	for {
		rs, err := since(ctx, tx, v.Linked, linkBatch)
		if err != nil || len(rs) == 0 {
			return tree, err
		}
		for _, r := range rs {
			if r.Position != v.Linked {
				v.fault("log.gap", "position", v.Linked)
				v.broken = true
				return tree, nil
			}
			added, err := tlog.StoredHashesForRecordHash(v.Linked, r.leaf(), tree)
			if err != nil {
				return nil, err
			}
			for i, h := range added {
				kept, err := findHash(ctx, tx, int64(len(tree)+i))
				if key, args := fault.KeyOf(err); key == "log.hash_malformed" {
					v.fault(key, args...)
					break
				}
				if err != nil && !fault.Is(err, fault.NotFound) {
					return nil, err
				}
				if err != nil || kept != h {
					v.fault("log.changed", "position", v.Linked, "kind", r.Kind)
					break
				}
			}
			if err := v.disclosed(ctx, tx, r); err != nil {
				return nil, err
			}
			tree = append(tree, added...)
			v.Linked++
		}
	}
}

// disclosed compares the entry of a disclosure with what the person is shown of
// it: the row that they read is not in the tree itself.
func (v *Verdict) disclosed(ctx context.Context, tx *db.Tx, r Record) error {
	if r.Kind != disclosureKind {
		return nil
	}
	var said disclosed
	if err := json.Unmarshal([]byte(r.Body), &said); err != nil {
		v.fault("log.reading_unreadable", "position", r.Position)
		return nil
	}
	switch shown, err := disclosureOf(ctx, tx, r.Region, r.ID); {
	case fault.Is(err, fault.NotFound):
		v.fault("log.reading_hidden", "position", r.Position)
	case err != nil:
		return err
	case shown != said:
		v.fault("log.reading_otherwise", "position", r.Position)
	}
	return nil
}

func (v *Verdict) compare(c Checkpoint, tree nodes, where string) {
	if c.Size > v.Linked && v.broken {
		return // where it breaks was said
	}
	if c.Size > v.Linked {
		v.fault("log.cut_"+where, "size", c.Size, "linked", v.Linked)
		return
	}
	if c.Size == 0 {
		return
	}
	root, err := tlog.TreeHash(c.Size, tree)
	if err != nil || root != c.Root {
		v.fault("log.other_"+where, "size", c.Size)
	}
}

// faultLimit bounds the report: one change can break every checkpoint.
const faultLimit = 20

func (v *Verdict) fault(key string, args ...any) {
	if len(v.Faults) < faultLimit {
		v.Faults = append(v.Faults, Fault{key, args})
	}
}
