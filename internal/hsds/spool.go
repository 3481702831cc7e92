package hsds

import (
	"bufio"
	"encoding/gob"
	"errors"
	"io"
	"os"
	"strings"

	"passerelle/internal/directory"
)

// spool keeps what was mapped in a temporary file, so that a package of any
// size is checked whole before a row is written, and the transaction that
// writes it reads lines instead of parsing. The file has no name once open: it
// is gone with the process, however that ends.
type spool[T any] struct {
	f   *os.File
	buf *bufio.Writer
	enc *gob.Encoder
	n   int
	err error
}

func newSpool[T any]() (*spool[T], error) {
	f, err := os.CreateTemp("", "passerelle-import-")
	if err != nil {
		return nil, err
	}
	os.Remove(f.Name()) // where this fails (Windows), close removes nothing more than the system does
	buf := bufio.NewWriterSize(f, 256<<10)
	return &spool[T]{f: f, buf: buf, enc: gob.NewEncoder(buf)}, nil
}

func (s *spool[T]) add(v T) {
	if s.err == nil {
		s.n++
		s.err = s.enc.Encode(v)
	}
}

// each reads all again from the start.
func (s *spool[T]) each(fn func(T) error) error {
	if err := errors.Join(s.err, s.buf.Flush()); err != nil {
		return err
	}
	dec := gob.NewDecoder(bufio.NewReaderSize(io.NewSectionReader(s.f, 0, 1<<62), 256<<10))
	for range s.n {
		var v T
		if err := dec.Decode(&v); err != nil {
			return err
		}
		if err := fn(v); err != nil {
			return err
		}
	}
	return nil
}

func (s *spool[T]) close() error { return s.f.Close() }

// repeated is a piece of the source as an issue may repeat it: names of files and
// columns are bytes of the source too.
func repeated(s string) string { return clipTo(strings.ToValidUTF8(s, "_"), longestPath) }

// spools are the three streams of a package.
type spools struct {
	records *spool[directory.Record]
	rows    *spool[directory.SourceRow]
	issues  *spool[directory.Issue]
	counts  map[string]int
}

func newSpools() (s *spools, err error) {
	s = &spools{counts: map[string]int{}}
	var e1, e2, e3 error
	s.records, e1 = newSpool[directory.Record]()
	s.rows, e2 = newSpool[directory.SourceRow]()
	s.issues, e3 = newSpool[directory.Issue]()
	return s, errors.Join(e1, e2, e3)
}

func (s *spools) record(r directory.Record)       { s.records.add(r) }
func (s *spools) sourceRow(r directory.SourceRow) { s.rows.add(r) }

func (s *spools) issue(i directory.Issue) {
	if s.counts[i.Reason]++; s.issues.n < mostKept {
		i.File, i.Column, i.Value = repeated(i.File), repeated(i.Column), repeated(i.Value)
		s.issues.add(i)
	}
}

func (s *spools) err() error { return errors.Join(s.records.err, s.rows.err, s.issues.err) }

func (s *spools) close() error {
	return errors.Join(s.records.close(), s.rows.close(), s.issues.close())
}
