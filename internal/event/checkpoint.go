package event

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// origin is the first line of a checkpoint: it says which kind of log was
// signed, so that a signature cannot be passed off for another's.
const origin = "passerelle.log/v1"

func formatCheckpoint(size int64, root tlog.Hash) string {
	return fmt.Sprintf("%s\n%d\n%s\n", origin, size, root)
}

// Checkpoint is a signed promise: the log's first Size entries have this Root.
type Checkpoint struct {
	Size int64
	Root tlog.Hash
}

// OpenCheckpoint reads a signed checkpoint and checks its signature against
// the installation's public key.
func OpenCheckpoint(signed, verifier string) (c Checkpoint, err error) {
	defer fault.Wrap(&err, "event.OpenCheckpoint")
	v, err := note.NewVerifier(verifier)
	if err != nil {
		return c, err
	}
	// Kept elsewhere, it may have gone by e-mail or by another system: line ends
	// are no part of what was signed.
	lf := strings.TrimRight(strings.ReplaceAll(signed, "\r\n", "\n"), "\n") + "\n"
	n, err := note.Open([]byte(lf), note.VerifierList(v))
	if err != nil {
		return c, err
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) < 4 || lines[0] != origin {
		return c, fmt.Errorf("not a checkpoint of %s", origin)
	}
	if c.Size, err = strconv.ParseInt(lines[1], 10, 64); err != nil || c.Size < 0 {
		return c, fmt.Errorf("checkpoint size %q", lines[1])
	}
	c.Root, err = tlog.ParseHash(lines[2])
	return c, err
}

// LatestCheckpoint is the newest signed checkpoint, to be kept elsewhere;
// fault.NotFound while the log is empty.
func LatestCheckpoint(ctx context.Context, tx *db.Tx) (string, error) {
	return latestCheckpoint(ctx, tx)
}

// SignedHere refuses keys that are not those of this log: another installation
// signed its newest checkpoint. Going on would sign beside it, which no check
// forgives, and seal beside what these keys do not open. A checkpoint that was
// changed is for Verify to find.
func SignedHere(ctx context.Context, tx *db.Tx, verifier string) error {
	signed, err := latestCheckpoint(ctx, tx)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = OpenCheckpoint(signed, verifier)
	if other := (*note.UnverifiedNoteError)(nil); errors.As(err, &other) {
		return fault.New(fault.Invalid, "config.keys_foreign").With(err)
	}
	return nil
}

// leaf is the record's entry in the tree: a hash of every column but the
// position. Its ids are random, so the hash gives nothing away.
func (r Record) leaf() tlog.Hash {
	b, err := json.Marshal([]string{
		string(r.Region), r.ID, strconv.FormatInt(r.At.UnixMilli(), 10), r.Kind, string(r.By),
		string(r.Org), string(r.Team), string(r.Worker), r.Subject, r.Body,
	})
	if err != nil {
		panic(err) // strings always marshal
	}
	return tlog.RecordHash(b)
}
