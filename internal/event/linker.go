package event

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"passerelle/internal/clock"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Linker gives committed events their position and their leaf, and signs
// checkpoints. Numbers given inside use-cases would either be a row that
// everyone updates, or be given in another order than they are committed;
// given afterwards, by one linker at a time, they have no gap and followers
// miss nothing.
type Linker struct {
	db     *db.DB
	log    *Log
	signer note.Signer
	holder string
	slog   *slog.Logger

	mu        sync.Mutex
	followers []chan struct{}
	held      bool // the lease may be ours
}

// Times of the linker: how long after an event it looks at the latest, how
// long another waits when a linker dies, how much one batch holds.
const (
	leaseName = "linker"
	linkEvery = 250 * time.Millisecond
	leaseFor  = 5 * time.Second
	linkBatch = 1000
)

// NewLinker makes a linker. signer is Keys.Signer; holder names this process.
func NewLinker(d *db.DB, l *Log, signer, holder string, log *slog.Logger) (*Linker, error) {
	s, err := note.NewSigner(signer)
	if err != nil {
		return nil, fault.New(fault.Invalid, "config.keys_malformed")
	}
	return &Linker{db: d, log: l, signer: s, holder: holder, slog: log}, nil
}

// Follow returns a channel that is poked after each batch. A slow follower
// misses pokes, never events: it reads on from its last position.
func (k *Linker) Follow() <-chan struct{} {
	k.mu.Lock()
	defer k.mu.Unlock()
	c := make(chan struct{}, 1)
	k.followers = append(k.followers, c)
	return c
}

// Run links until ctx ends.
func (k *Linker) Run(ctx context.Context) {
	tick := time.NewTicker(linkEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-k.log.wake:
			// Let a burst gather: one batch is one commit.
			select {
			case <-time.After(20 * time.Millisecond):
			case <-ctx.Done():
				return
			}
		}
		if err := k.Drain(ctx); err != nil && ctx.Err() == nil {
			k.slog.Error("events not linked", "kind", fault.KindOf(err).String(), "cause", err)
		}
	}
}

// Drain links all that waits now. When another node holds the lease it does
// nothing, but still tells the followers here that there may be news.
func (k *Linker) Drain(ctx context.Context) error {
	for {
		n, err := k.batch(ctx)
		if err != nil {
			return err
		}
		if n < linkBatch {
			k.poke()
			return nil
		}
	}
}

func (k *Linker) poke() {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, c := range k.followers {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}

func (k *Linker) batch(ctx context.Context) (linked int, err error) {
	var waiting int64
	err = k.db.Read(ctx, func(tx *db.Tx) (err error) {
		waiting, err = countUnlinked(ctx, tx)
		return err
	})
	if err != nil || waiting == 0 {
		return 0, err // nothing to write: an idle node makes no commits
	}
	var mine bool
	err = k.db.Write(ctx, func(tx *db.Tx) (err error) {
		if mine, err = takeLease(ctx, tx, leaseName, k.holder, tx.Now.Add(leaseFor)); err != nil || !mine {
			linked = 0
			return err
		}
		linked, err = k.link(ctx, tx)
		return err
	})
	k.hold(mine)
	return linked, err
}

func (k *Linker) hold(mine bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.held = k.held || mine
}

// Release gives the lease back, if it was ours: whoever comes next links at
// once, instead of waiting for the lease of a program that has ended.
func (k *Linker) Release(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "event.Release")
	k.mu.Lock()
	held := k.held
	k.held = false
	k.mu.Unlock()
	if !held {
		return nil
	}
	return k.db.Write(ctx, func(tx *db.Tx) error { return dropLease(ctx, tx, leaseName, k.holder) })
}

// Settle links what waits, and waits for the lease of a node that died, or for
// a living one to do it: at most a little longer than a lease. Verifying a log
// of which half is not linked yet would find that half in order whatever it is.
func (k *Linker) Settle(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "event.Settle")
	tick := time.NewTicker(linkEvery)
	defer tick.Stop()
	took := clock.Stopwatch()
	for took() < leaseFor+time.Second {
		if err := k.Drain(ctx); err != nil {
			return err
		}
		var waiting int64
		err := k.db.Read(ctx, func(tx *db.Tx) (err error) {
			waiting, err = countUnlinked(ctx, tx)
			return err
		})
		if err != nil || waiting == 0 {
			return err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

func (k *Linker) link(ctx context.Context, tx *db.Tx) (int, error) {
	rs, err := unlinked(ctx, tx, linkBatch)
	if err != nil || len(rs) == 0 {
		return 0, err
	}
	size, err := next(ctx, tx)
	if err != nil {
		return 0, err
	}
	tree := hashes{ctx: ctx, tx: tx, kept: map[int64]tlog.Hash{}}
	for _, r := range rs {
		if err := tree.add(size, r.leaf()); err != nil {
			return 0, err
		}
		if err := place(ctx, tx, r, size); err != nil {
			return 0, err
		}
		size++
	}
	root, err := tlog.TreeHash(size, tree)
	if err != nil {
		return 0, err
	}
	signed, err := note.Sign(&note.Note{Text: formatCheckpoint(size, root)}, k.signer)
	if err != nil {
		return 0, err
	}
	return len(rs), insertCheckpoint(ctx, tx, size, string(signed))
}

// hashes reads and adds nodes of the stored tree.
type hashes struct {
	ctx  context.Context
	tx   *db.Tx
	kept map[int64]tlog.Hash
}

// add stores the nodes that leaf n completes.
func (h hashes) add(n int64, leaf tlog.Hash) error {
	nodes, err := tlog.StoredHashesForRecordHash(n, leaf, h)
	if err != nil {
		return err
	}
	first := tlog.StoredHashIndex(0, n)
	for i, node := range nodes {
		h.kept[first+int64(i)] = node
		if err := insertHash(h.ctx, h.tx, first+int64(i), node); err != nil {
			return err
		}
	}
	return nil
}

// ReadHashes implements tlog.HashReader.
func (h hashes) ReadHashes(idx []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(idx))
	for i, n := range idx {
		if kept, ok := h.kept[n]; ok {
			out[i] = kept
			continue
		}
		node, err := findHash(h.ctx, h.tx, n)
		if err != nil {
			return nil, err
		}
		out[i], h.kept[n] = node, node
	}
	return out, nil
}
