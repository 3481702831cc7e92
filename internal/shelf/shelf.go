// Package shelf keeps values that are many and seldom looked at out of the
// heap: written once, in order, to a temporary file, and read back by number.
//
//	w, err := shelf.New[Listing]()
//	for … { err = w.Add(&listing) }
//	s, err := w.Done()
//	listing := s.At(7)
//
// A value comes back equal to what was added, in memory of its own. The file
// has no name once it is open: it is gone with the process, however that ends,
// and with the shelf. A shelf can be copied into a file that stays (WriteTo,
// Open). It is not encrypted: only what is public may stand on a shelf.
package shelf

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math"
	"os"

	"github.com/fxamacker/cbor/v2"
)

var (
	encoding = must(cbor.EncOptions{Time: cbor.TimeRFC3339Nano}.EncMode())
	decoding = must(cbor.DecOptions{MaxArrayElements: math.MaxInt32, MaxMapPairs: math.MaxInt32}.DecMode())
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// Encode is how a value stands on a shelf.
func Encode(v any) ([]byte, error) { return encoding.Marshal(v) }

// Decode reads what Encode wrote.
func Decode(b []byte, into any) error { return decoding.Unmarshal(b, into) }

// Writer fills a shelf. It is for one goroutine.
type Writer[T any] struct {
	f    *os.File
	buf  *bufio.Writer
	ends []uint32 // of each value, in bytes from the start
	at   uint64
}

// New opens an empty shelf in the folder for temporary files.
func New[T any]() (*Writer[T], error) {
	f, err := os.CreateTemp("", "passerelle-shelf-")
	if err != nil {
		return nil, err
	}
	os.Remove(f.Name()) // where an open file cannot be removed, the system clears its folder
	return &Writer[T]{f: f, buf: bufio.NewWriterSize(f, 256<<10)}, nil
}

// Add puts a value after the others. A shelf holds up to 4 GiB.
func (w *Writer[T]) Add(v *T) error {
	b, err := Encode(v)
	if err != nil {
		return err
	}
	if w.at += uint64(len(b)); w.at > math.MaxUint32 {
		return errors.New("shelf: full")
	}
	w.ends = append(w.ends, uint32(w.at))
	_, err = w.buf.Write(b)
	return err
}

// Done closes the writer and gives what can be read.
func (w *Writer[T]) Done() (*Shelf[T], error) {
	if err := w.buf.Flush(); err != nil {
		return nil, errors.Join(err, w.f.Close())
	}
	return &Shelf[T]{f: w.f, ends: append([]uint32(nil), w.ends...)}, nil
}

// Shelf is a filled shelf, for any number of readers. The file closes when
// nobody holds the shelf any more.
type Shelf[T any] struct {
	f    *os.File
	from int64 // where its first value begins
	ends []uint32
}

// Open gives a shelf that stands within a file, from a byte on, as WriteTo
// wrote it. ends are its Ends.
func Open[T any](f *os.File, from int64, ends []uint32) *Shelf[T] {
	return &Shelf[T]{f: f, from: from, ends: ends}
}

// Len is how many values there are.
func (s *Shelf[T]) Len() int { return len(s.ends) }

// Ends are where each value ends, in bytes from the first. They must not be
// altered.
func (s *Shelf[T]) Ends() []uint32 { return s.ends }

// Size is how many bytes WriteTo writes.
func (s *Shelf[T]) Size() int64 {
	if len(s.ends) == 0 {
		return 0
	}
	return int64(s.ends[len(s.ends)-1])
}

// WriteTo copies the values, for Open.
func (s *Shelf[T]) WriteTo(w io.Writer) (int64, error) {
	return io.Copy(w, io.NewSectionReader(s.f, s.from, s.Size()))
}

// At reads the i-th value. It panics when the file can no longer be read: the
// machine, not the caller, is then at fault, and no answer would be true.
func (s *Shelf[T]) At(i int) *T {
	from := uint32(0)
	if i > 0 {
		from = s.ends[i-1]
	}
	b := make([]byte, s.ends[i]-from)
	if _, err := s.f.ReadAt(b, s.from+int64(from)); err != nil {
		panic(fmt.Errorf("shelf: value %d: %w", i, err))
	}
	v := new(T)
	if err := Decode(b, v); err != nil {
		panic(fmt.Errorf("shelf: value %d: %w", i, err))
	}
	return v
}
