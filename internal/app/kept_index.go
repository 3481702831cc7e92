package app

import (
	"bufio"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
)

// A large directory takes a while to read and to index. A node therefore keeps
// its index in a file when it has built one, and takes it up again when it
// starts: it then only has to catch up with the log. The file is a copy that
// may be deleted at any time; whatever does not fit has the index built from
// the rows. It is sealed against alteration by the keys of this Passerelle,
// and holds nothing but what the directory shows to everybody.

const (
	// keepFrom is from how many services on an index is kept: fewer are read in
	// less than a second.
	keepFrom = 5000
	// keepEvery is how often a running node keeps what has changed.
	keepEvery = time.Hour
	// keepAfter is after how many events that changed nothing it is kept again.
	keepAfter = 50_000
	// keptFor is how old the reading of the rows may be: closed doors stop
	// counting with time, and that is seen when rows are read.
	keptFor = 7 * 24 * time.Hour
)

// keptIndex is the file of one node.
type keptIndex struct {
	path string // empty: none is kept
	from int    // keepFrom
	zone string
	key  []byte

	read    time.Time // when the rows that the index stands on were read; under App.follow
	changes int       // of the index that the file does not have; under App.follow
	upTo    int64     // the position of the log that the file has; under App.follow
	news    chan struct{}
}

// keptHead says what a kept index belongs to, as one line of JSON.
type keptHead struct {
	Program  string        `json:"program"`
	Region   access.Region `json:"region"`
	Zone     string        `json:"zone"`
	Position int64         `json:"position"` // of the log: the next event it has not seen
	Last     string        `json:"last"`     // the event before it: another log has another one there
	Read     time.Time     `json:"read"`
	Services int           `json:"services"`
}

// newKeptIndex prepares the file. An empty path keeps none.
func newKeptIndex(path, zone, key string) *keptIndex {
	return &keptIndex{path: path, from: keepFrom, zone: zone, key: []byte(key), news: make(chan struct{}, 1)}
}

// program is what this program is, byte for byte. It is asked for where an
// index is kept or taken up, and nowhere else: reading the program takes a
// moment.
var program = sync.OnceValues(func() (string, error) {
	own, err := os.Executable()
	if err != nil {
		return "", err
	}
	f, err := os.Open(own)
	if err != nil {
		return "", err
	}
	defer f.Close()
	sum := sha256.New()
	_, err = io.Copy(sum, f)
	return fmt.Sprintf("%x", sum.Sum(nil)), err
})

func (k *keptIndex) mac() hash.Hash { return hmac.New(sha256.New, k.key) }

// errStale says that a kept index is not of this program, this log or this
// week.
var errStale = errors.New("the index that was kept is of another time")

// restoreIndex takes up the index that was kept, and says whether it did.
func (a *App) restoreIndex(ctx context.Context, tx *db.Tx) bool {
	if a.kept.path == "" {
		return false
	}
	err := a.restore(ctx, tx)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		a.Log.Info("index read from the rows", "cause", err)
	}
	return err == nil
}

func (a *App) restore(ctx context.Context, tx *db.Tx) error {
	f, err := os.Open(a.kept.path) // it stays open: the index reads listings from it
	if err != nil {
		return err
	}
	head, from, to, err := a.kept.open(f)
	if err == nil {
		err = a.fits(ctx, tx, head)
	}
	if err == nil {
		err = a.Index.Restore(f, from, to)
	}
	if err == nil && a.Index.Len() != head.Services {
		err = fmt.Errorf("%d services restored of %d", a.Index.Len(), head.Services)
	}
	if err != nil {
		return errors.Join(err, f.Close())
	}
	a.position, a.kept.upTo, a.kept.read = head.Position, head.Position, head.Read
	return nil
}

// open verifies a file and says from where to where the index stands in it.
func (k *keptIndex) open(f *os.File) (head keptHead, from, to int64, err error) {
	info, err := f.Stat()
	if err != nil {
		return head, 0, 0, err
	}
	to = info.Size() - sha256.Size
	if to < 0 {
		return head, 0, 0, io.ErrUnexpectedEOF
	}
	mac, sum := k.mac(), make([]byte, sha256.Size)
	if _, err := io.Copy(mac, io.NewSectionReader(f, 0, to)); err != nil {
		return head, 0, 0, err
	}
	if _, err := f.ReadAt(sum, to); err != nil {
		return head, 0, 0, err
	}
	if !hmac.Equal(mac.Sum(nil), sum) {
		return head, 0, 0, errors.New("the index that was kept is not whole, or not of these keys")
	}
	line, err := bufio.NewReader(io.NewSectionReader(f, 0, to)).ReadBytes('\n')
	if err != nil {
		return head, 0, 0, err
	}
	return head, int64(len(line)), to, json.Unmarshal(line, &head)
}

func (a *App) fits(ctx context.Context, tx *db.Tx, h keptHead) error {
	own, err := program()
	if err != nil {
		return err
	}
	if h.Program != own || h.Region != a.Region || h.Zone != a.kept.zone || a.Clock.Now().Sub(h.Read) > keptFor {
		return errStale
	}
	last, err := lastBefore(ctx, tx, h.Position)
	if err == nil && last != h.Last {
		err = errStale
	}
	return err
}

// lastBefore is the event that stands before a position of the log.
func lastBefore(ctx context.Context, tx *db.Tx, position int64) (string, error) {
	if position == 0 {
		return "", nil
	}
	seen, err := event.Since(ctx, tx, position-1, 1)
	if err != nil || len(seen) == 0 {
		return "", err
	}
	return seen[0].ID, nil
}

// keepIndex writes the file when the index has changed since, or the log has
// grown much: the next start reads it on from there. What it cannot
// write it says, and goes on: the next start is slow, and no more.
func (a *App) keepIndex(ctx context.Context) {
	if a.kept.path == "" || a.Index.Len() < a.kept.from || a.follow.hold(ctx) != nil {
		return
	}
	// The index may already show what comes after this position, by Refresh:
	// it is then read once more, and is the same.
	head := keptHead{Region: a.Region, Zone: a.kept.zone, Position: a.position, Read: a.kept.read, Services: a.Index.Len()}
	changes, behind, save := a.kept.changes, a.position-a.kept.upTo, a.Index.Saver()
	a.follow.release()
	if changes == 0 && behind < keepAfter {
		return
	}
	err := a.DB.Read(ctx, func(tx *db.Tx) (err error) {
		head.Last, err = lastBefore(ctx, tx, head.Position)
		return err
	})
	if err == nil {
		head.Program, err = program()
	}
	if err == nil {
		err = a.kept.write(head, save)
	}
	if err != nil {
		a.Log.Warn("index not kept: the next start reads every row", "cause", err)
		return
	}
	if a.follow.hold(ctx) == nil {
		a.kept.changes -= changes // others may have come in the meantime
		a.kept.upTo = head.Position
		a.follow.release()
	}
}

// write makes the file anew, and puts it in the place of the other at once.
func (k *keptIndex) write(head keptHead, save func(io.Writer) error) (err error) {
	if err := os.MkdirAll(filepath.Dir(k.path), 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(k.path), filepath.Base(k.path)+"-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	line, err := json.Marshal(head)
	if err != nil {
		return errors.Join(err, f.Close())
	}
	mac, out := k.mac(), bufio.NewWriterSize(f, 1<<20)
	to := io.MultiWriter(out, mac)
	_, err = to.Write(append(line, '\n'))
	if err = errors.Join(err, save(to)); err == nil {
		_, err = out.Write(mac.Sum(nil))
	}
	if err = errors.Join(err, out.Flush(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), k.path)
}

// keepIndexes keeps the index after it was built from the rows, and every hour,
// until ctx ends.
func (a *App) keepIndexes(ctx context.Context) {
	tick := time.NewTicker(keepEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-a.kept.news:
		case <-tick.C:
		}
		a.keepIndex(ctx)
	}
}

// built says that the index was made anew from the rows at this time.
func (k *keptIndex) built(at time.Time) {
	k.read = at
	k.changes++
	select {
	case k.news <- struct{}{}:
	default:
	}
}
