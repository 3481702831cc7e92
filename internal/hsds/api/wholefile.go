package api

import (
	"bufio"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io"
	"os"
	"sync"

	"passerelle/internal/directory"
)

// wholeFile is the whole directory in one format, as it was last made.
type wholeFile struct {
	mu      sync.Mutex // held while it is made: who asks meanwhile waits for the one file
	made    *madeFile
	edition directory.Edition
}

// madeFile is a file without a name, in the folder for temporary files. It
// closes when nobody reads it any more, and is gone with the process. It holds
// what is public and nothing else.
type madeFile struct {
	f    *os.File
	size int64
	tag  string // of its bytes
}

func (m *madeFile) reader() *io.SectionReader { return io.NewSectionReader(m.f, 0, m.size) }

// whole gives the file of a format: the one that was made, when the directory
// still says the same, else a new one. It counts as a stream, made or not:
// asking is what costs. One file is made at a time, so that downloads leave the
// rest of the machine, and of the database, to the others.
func (a *API) whole(c *Call, k *wholeFile, write func(io.Writer, *directory.WholeView) error) (*madeFile, error) {
	if err := a.Rate.take(c, streamCost); err != nil {
		return nil, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if err := c.R.Context().Err(); err != nil { // went away while it waited
		return nil, err
	}
	now, stands, err := a.Directory.Stands(c.R.Context(), k.edition)
	if err != nil {
		return nil, err
	}
	if stands {
		k.edition = now
		return k.made, nil
	}
	a.making.Lock()
	defer a.making.Unlock()
	err = a.Directory.WholeView(c.R.Context(), c.By, func(d *directory.WholeView) error {
		m, err := makeFile(func(w io.Writer) error { return write(w, d) })
		if err == nil {
			k.made, k.edition = m, d.Edition
		}
		return err
	})
	return k.made, err
}

// makeFile writes a file and forgets its name.
func makeFile(write func(io.Writer) error) (_ *madeFile, err error) {
	f, err := os.CreateTemp("", "passerelle-whole-")
	if err != nil {
		return nil, err
	}
	os.Remove(f.Name()) // where an open file cannot be removed, the system clears its folder
	defer func() {
		if err != nil {
			err = errors.Join(err, f.Close())
		}
	}()
	sum, buf := sha256.New(), bufio.NewWriterSize(f, 256<<10)
	if err := errors.Join(write(io.MultiWriter(buf, sum)), buf.Flush()); err != nil {
		return nil, err
	}
	size, err := f.Seek(0, io.SeekEnd)
	return &madeFile{f: f, size: size, tag: base64.RawURLEncoding.EncodeToString(sum.Sum(nil)[:18])}, err
}
