package seal

import (
	"context"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"sync"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/id"
)

// Halves is the key store: one half of what opens each owner's key, in a
// database of its own. A copy of the main database holds every key of its day,
// wrapped; put back next month beside the installation's keys it would open what
// was destroyed meanwhile. With halves kept apart it does not: destroying a key
// deletes its half here too (Vault.Sweep), and what is deleted here is in no copy
// of the other. It is the one thing whose own copies must be replaced, never
// collected. docs/operations.md says how.
//
// Halves are made many at a time, before anybody needs them, so that sealing for
// a new owner waits for no second disk.
type Halves struct {
	db    *db.DB
	mu    sync.Mutex
	spare map[access.Region][]half
	known map[string][]byte // by id, of any region
}

// half is 32 random bytes, under an id that says nothing of whose they became.
type half struct {
	id    string
	bytes []byte
}

const (
	halfInfo   = "passerelle half 1"
	halfBytes  = 32
	halfID     = 12     // random bytes of an id: never met twice
	madeAtOnce = 128    // a restart wastes what is left of them: some ten kilobytes
	halfsKnown = 50_000 // then what is known is read again
)

// OpenHalves opens the key store in d, making it when d is empty.
func OpenHalves(ctx context.Context, d *db.DB) (_ *Halves, err error) {
	defer fault.Wrap(&err, "seal.OpenHalves")
	if err := d.MigrateKeyStore(ctx); err != nil {
		return nil, err
	}
	return &Halves{db: d, spare: map[access.Region][]half{}, known: map[string][]byte{}}, nil
}

// Close closes the key store's database.
func (h *Halves) Close() error { return h.db.Close() }

// take gives a half that nobody had.
func (h *Halves) take(ctx context.Context, region access.Region) (half, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.spare[region]) == 0 {
		made := make([]half, madeAtOnce)
		for i := range made {
			made[i] = half{id.Secret(halfID), make([]byte, halfBytes)}
			rand.Read(made[i].bytes)
		}
		// Detached: whoever waits for the first of these may go, the others stay.
		err := h.db.Write(context.WithoutCancel(ctx), func(tx *db.Tx) error { return saveHalves(ctx, tx, region, made) })
		if err != nil {
			return half{}, err
		}
		h.spare[region] = made
	}
	one := h.spare[region][0]
	h.spare[region] = h.spare[region][1:]
	h.known[one.id] = one.bytes
	return one, nil
}

// find are the halves under ids, of those that are still there.
func (h *Halves) find(ctx context.Context, region access.Region, ids ...string) (map[string][]byte, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.known) > halfsKnown {
		clear(h.known)
	}
	var unknown []string
	for _, one := range ids {
		if one != "" && h.known[one] == nil {
			unknown = append(unknown, one)
		}
	}
	if len(unknown) > 0 {
		err := h.db.Read(ctx, func(tx *db.Tx) error {
			list, err := loadHalves(ctx, tx, region, unknown)
			for _, one := range list {
				b, wrong := hex.DecodeString(one.half)
				if wrong != nil {
					return wrong
				}
				h.known[one.id] = b
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	found := make(map[string][]byte, len(ids))
	for _, one := range ids {
		if b := h.known[one]; b != nil {
			found[one] = b
		}
	}
	return found, nil
}

// drop deletes halves for good.
func (h *Halves) drop(ctx context.Context, region access.Region, ids []string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, one := range ids {
		delete(h.known, one)
	}
	err := h.db.Write(ctx, func(tx *db.Tx) error { return deleteHalves(ctx, tx, region, ids) })
	if err != nil {
		return err
	}
	return h.db.Settle(ctx)
}

// whole is what wraps a key of which one half is kept apart.
func whole(wrapping, half []byte) ([]byte, error) {
	return hkdf.Key(sha256.New, wrapping, half, halfInfo, halfBytes)
}

// sweptAtOnce is how many halves one step of a sweep deletes.
const sweptAtOnce = 500

// Sweep deletes the halves of keys that were destroyed, in the key store, and
// only once their destruction is committed: the other way round a transaction
// that is undone would have lost a key that lives. It says how many. Without a
// key store there is nothing to do.
func (v *Vault) Sweep(ctx context.Context, d *db.DB, region access.Region) (n int, err error) {
	defer fault.Wrap(&err, "seal.Sweep")
	for v.halves != nil {
		var due []string
		err := d.Read(ctx, func(tx *db.Tx) error {
			due, err = sweepable(ctx, tx, region, sweptAtOnce)
			return err
		})
		if err != nil || len(due) == 0 {
			return n, err
		}
		if err := v.halves.drop(ctx, region, due); err != nil {
			return n, err
		}
		err = d.Write(ctx, func(tx *db.Tx) error {
			for some := range slices.Chunk(due, atOnce) {
				if err := swept(ctx, tx, region, some); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return n, err
		}
		n += len(due)
	}
	return n, nil
}

// ofStore is the owner of a key that seals nothing and is never destroyed: by its
// half a key store is known to be the one of a database.
const ofStore Owner = "store:halves"

// Fits refuses a key store that is not the one of this database: another's, or an
// empty one where it was lost. Going on would seal more beside what cannot be
// opened. That keys of an old copy of the database lack their halves is as it
// should be.
func (v *Vault) Fits(ctx context.Context, d *db.DB, region access.Region) (err error) {
	defer fault.Wrap(&err, "seal.Fits")
	refused := fault.New(fault.Invalid, "config.key_store_foreign")
	if v.halves == nil {
		refused = fault.New(fault.Invalid, "config.key_store_missing")
	}
	return d.Write(ctx, func(tx *db.Tx) error {
		var err error
		if v.halves != nil {
			_, err = v.For(ctx, tx, region, ofStore)
		} else if _, err = load(ctx, tx, region, ofStore); err == nil {
			return refused
		} else if fault.Is(err, fault.NotFound) {
			return nil
		}
		if fault.Is(err, fault.NotFound) {
			return refused
		}
		return err
	})
}
