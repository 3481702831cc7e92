package event

import (
	"context"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Verdict is what Verify found.
type Verdict struct {
	Linked  int64    // entries whose place in the tree was checked
	Waiting int64    // committed, not linked yet: less than a second old on a live node
	Faults  []string // what is wrong, in plain words for the operator; empty when clean
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
			v.fault("checkpoint %d: its signature does not hold", s.size)
			continue
		}
		v.compare(c, tree, "stored")
	}
	if n := len(stored); v.Linked > 0 && (n == 0 || stored[n-1].size != v.Linked) {
		v.fault("the last checkpoint does not cover the %d entries", v.Linked)
	}
	if elsewhere != nil {
		v.compare(*elsewhere, tree, "kept elsewhere")
	}
	if v.Waiting, err = countUnlinked(ctx, tx); err != nil {
		return v, err
	}
	missing, err := unlogged(ctx, tx)
	if err != nil {
		return v, err
	}
	if missing > 0 {
		v.fault("%d disclosures have no entry in the log, or another one", missing)
	}
	return v, nil
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
				v.fault("position %d is missing or doubled (found %d)", v.Linked, r.Position)
				return tree, nil
			}
			added, err := tlog.StoredHashesForRecordHash(v.Linked, r.leaf(), tree)
			if err != nil {
				return nil, err
			}
			for i, h := range added {
				kept, err := findHash(ctx, tx, int64(len(tree)+i))
				if err != nil && !fault.Is(err, fault.NotFound) {
					return nil, err
				}
				if err != nil || kept != h {
					v.fault("entry %d (%s) is not the one that was linked", v.Linked, r.Kind)
					break
				}
			}
			tree = append(tree, added...)
			v.Linked++
		}
	}
}

func (v *Verdict) compare(c Checkpoint, tree nodes, where string) {
	if c.Size > v.Linked {
		v.fault("the checkpoint %s covers %d entries and only %d are here: the end was cut off", where, c.Size, v.Linked)
		return
	}
	if c.Size == 0 {
		return
	}
	root, err := tlog.TreeHash(c.Size, tree)
	if err != nil || root != c.Root {
		v.fault("the first %d entries are not those of the checkpoint %s", c.Size, where)
	}
}

// faultLimit bounds the report: one change can break every checkpoint.
const faultLimit = 20

func (v *Verdict) fault(format string, args ...any) {
	if len(v.Faults) < faultLimit {
		v.Faults = append(v.Faults, fmt.Sprintf(format, args...))
	}
}
