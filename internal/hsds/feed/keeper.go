package feed

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"maps"
	"slices"

	"passerelle/internal/access"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/hsds"
)

// Keeper keeps the feed of a directory. Nodes that share a database may each
// have one: whoever comes second finds that it is done.
type Keeper struct{ Directory *directory.Service }

const (
	// atOnce is how many answers are made, and held, at once.
	atOnce = 100
	// inOneView is how many are made before any is published: SQLite forgets
	// what it has read of its file as soon as something is written there.
	inOneView = 5000
)

// CatchUp publishes all that happened since it was last called, by any node.
func (k *Keeper) CatchUp(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "feed.CatchUp")
	for {
		due, err := k.Directory.Due(ctx)
		if err != nil || due == nil {
			return err
		}
		err = k.publish(ctx, due)
		if fault.Is(err, fault.Conflict) {
			continue // another node was quicker: look again from where it came to
		}
		if err != nil {
			return err
		}
	}
}

// publish looks at all that is due.
func (k *Keeper) publish(ctx context.Context, due *directory.Due) error {
	sums := map[string]string{}
	for _, table := range directory.Published {
		ids, err := k.Directory.Affected(ctx, due, table)
		if err != nil {
			return err
		}
		for some := range slices.Chunk(ids, inOneView) {
			digests, err := k.digests(ctx, table, some, sums)
			if err != nil {
				return err
			}
			if _, err := k.Directory.Publish(ctx, due, table, some, digests); err != nil {
				return err
			}
		}
	}
	return k.Directory.Done(ctx, due)
}

// digests are those of the answers of some records, in the language of their
// sources. What is not public has none. When a record changed is no part of
// what it says.
//
// An organization that stands in its services counts there by the digest of its
// own answer, kept in sums: one of a thousand services and places would
// otherwise be read and written a thousand times.
func (k *Keeper) digests(ctx context.Context, table string, ids []string, sums map[string]string) (out map[string]string, err error) {
	err = k.Directory.Public(ctx, access.Anyone(""), func(r *directory.Reader) error {
		out = make(map[string]string, len(ids))
		for some := range slices.Chunk(ids, atOnce) {
			f := hsds.NewForest("")
			f.Timeless, f.Sums = true, sums
			if err := f.Gather(ctx, r, table, some, hsds.Apart); err != nil {
				return err
			}
			if table != "organization" {
				if err := sum(ctx, r, f, sums); err != nil {
					return err
				}
			}
			maps.Copy(out, written(f, table, some))
		}
		return nil
	})
	return out, err
}

// sum completes sums with the organizations of a forest that they lack.
func sum(ctx context.Context, r *directory.Reader, f *hsds.Forest, sums map[string]string) error {
	missing := slices.DeleteFunc(f.IDs("organization"), func(id string) bool { return sums[id] != "" })
	slices.Sort(missing)
	for some := range slices.Chunk(missing, atOnce) {
		own := hsds.NewForest("")
		if err := own.Gather(ctx, r, "organization", some, hsds.Apart); err != nil {
			return err
		}
		maps.Copy(sums, written(own, "organization", some))
	}
	return nil
}

// written are digests of what a forest writes.
func written(f *hsds.Forest, table string, ids []string) map[string]string {
	out := make(map[string]string, len(ids))
	var b bytes.Buffer
	for _, x := range ids {
		b.Reset()
		if f.Write(&b, table, x, hsds.Apart) {
			hash := sha256.Sum256(b.Bytes())
			out[x] = base64.RawURLEncoding.EncodeToString(hash[:15])
		}
	}
	return out
}
