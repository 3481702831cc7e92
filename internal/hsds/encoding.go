package hsds

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"errors"
	"hash"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// Encodings met in the wild.
const (
	utf8Plain = "UTF-8"
	utf8BOM   = "UTF-8 with BOM"
	utf16     = "UTF-16"
	cp1252    = "CP1252"
)

// survey is what one reading of a file's bytes tells.
type survey struct {
	encoding string
	size     int64
	binary   bool // holds NUL: not a text
	digest   hash.Hash
}

var errTooBig = errors.New("file too big")

// look reads a file once, keeping none of it.
func look(f file, max int64) (s survey, err error) {
	r, err := f.open()
	if err != nil {
		return s, err
	}
	defer r.Close()
	s.encoding, s.digest = utf8Plain, sha256.New()
	valid := true
	buf, rest := make([]byte, 64<<10), 0
	for first := true; ; first = false {
		n, err := r.Read(buf[rest:])
		s.digest.Write(buf[rest : rest+n])
		if s.size += int64(n); s.size > max {
			return s, errTooBig
		}
		chunk := buf[:rest+n]
		if first {
			switch {
			case bytes.HasPrefix(chunk, []byte("\xef\xbb\xbf")):
				s.encoding = utf8BOM
			case bytes.HasPrefix(chunk, []byte("\xff\xfe")), bytes.HasPrefix(chunk, []byte("\xfe\xff")):
				s.encoding = utf16
			}
		}
		s.binary = s.binary || bytes.IndexByte(chunk, 0) >= 0
		rest = 0
		if valid && s.encoding != utf16 {
			valid, rest = validate(chunk, err != nil)
			copy(buf, chunk[len(chunk)-rest:])
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return s, err
		}
	}
	if s.encoding == utf16 {
		s.binary = false
	} else if !valid {
		s.encoding = cp1252
	}
	return s, nil
}

// validate tells whether b is UTF-8, up to a last character that may go on in
// the next chunk; rest is the length of that beginning.
func validate(b []byte, last bool) (ok bool, rest int) {
	if utf8.Valid(b) {
		return true, 0
	}
	if last {
		return false, 0
	}
	for cut := 1; cut < utf8.UTFMax && cut <= len(b); cut++ {
		if tail := b[len(b)-cut:]; utf8.RuneStart(tail[0]) {
			return !utf8.FullRune(tail) && utf8.Valid(b[:len(b)-cut]), cut
		}
	}
	return false, 0
}

// decode opens a file as UTF-8 text without byte order mark.
func decode(f file, encoding string) (io.ReadCloser, error) {
	r, err := f.open()
	if err != nil {
		return nil, err
	}
	switch encoding {
	case cp1252:
		return both{charmap.Windows1252.NewDecoder().Reader(r), r}, nil
	case utf16:
		return both{unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Reader(r), r}, nil
	}
	b := bufio.NewReaderSize(r, 64<<10)
	if head, err := b.Peek(3); err == nil && string(head) == "\xef\xbb\xbf" {
		b.Discard(3)
	}
	return both{b, r}, nil
}
