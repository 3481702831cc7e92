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
	"golang.org/x/text/transform"
)

// Encodings met in the wild.
const (
	utf8Plain = "UTF-8"
	utf8BOM   = "UTF-8 with BOM"
	utf16     = "UTF-16"
	utf16LE   = "UTF-16LE" // without a byte order mark
	utf16BE   = "UTF-16BE"
	cp1252    = "CP1252"
	// patched is UTF-8 in which some cells were pasted from CP1252: read as the
	// one or the other throughout, every accent or those cells would be lost.
	patched = "UTF-8 and CP1252"
)

// survey is what one reading of a file's bytes tells.
type survey struct {
	encoding string
	size     int64
	binary   bool // holds so many NUL that it is no text
	digest   hash.Hash
	wide     int64 // characters that take several bytes in UTF-8
}

// strayNUL is how many bytes of text there must be to one NUL: one that strayed
// into a cell is taken out and told, a picture is full of them.
const strayNUL = 1000

var errTooBig = errors.New("file too big")

// look reads a file once, keeping none of it.
func look(f file, max int64) (s survey, err error) {
	r, err := f.open()
	if err != nil {
		return s, err
	}
	defer r.Close()
	s.encoding, s.digest = utf8Plain, sha256.New()
	var nul [2]int64 // at even places, and at odd ones
	var wide, stray int64
	buf, rest := make([]byte, 64<<10), 0
	for first := true; ; first = false {
		n, err := r.Read(buf[rest:])
		s.digest.Write(buf[rest : rest+n])
		countNUL(&nul, buf[rest:rest+n], s.size)
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
		rest = 0
		if s.encoding != utf16 {
			w, x, left := weigh(chunk, err != nil)
			wide, stray, rest = wide+w, stray+x, left
			copy(buf, chunk[len(chunk)-rest:])
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return s, err
		}
	}
	s.wide = wide
	if wider := withoutMark(nul, s.size); wider != "" && s.encoding != utf16 {
		s.encoding, s.wide = wider, 0
		return s, nil
	}
	s.binary = s.encoding != utf16 && (nul[0]+nul[1])*strayNUL > s.size
	switch {
	case stray == 0:
	case wide > 4*stray || s.encoding == utf8BOM:
		s.encoding = patched
	default:
		s.encoding = cp1252
	}
	return s, nil
}

// countNUL counts the NUL of a piece that begins at a place of the file.
func countNUL(nul *[2]int64, b []byte, at int64) {
	if bytes.IndexByte(b, 0) < 0 {
		return
	}
	for i, c := range b {
		if c == 0 {
			nul[(at+int64(i))&1]++
		}
	}
}

// withoutMark tells UTF-16 without its mark: of what is written in our letters more
// than half of the upper bytes are NUL, and none of the lower. No picture is so.
func withoutMark(nul [2]int64, size int64) string {
	switch half := size / 2; {
	case size%2 != 0:
	case nul[0] == 0 && nul[1]*2 > half:
		return utf16LE
	case nul[1] == 0 && nul[0]*2 > half:
		return utf16BE
	}
	return ""
}

// wideEncoding reports one of two bytes a letter.
func wideEncoding(name string) bool { return name == utf16 || name == utf16LE || name == utf16BE }

// weigh counts the characters of b that take several bytes in UTF-8, and the
// bytes that are no UTF-8. A last character that may go on in the next chunk is
// left for it.
func weigh(b []byte, last bool) (wide, stray int64, left int) {
	for i := 0; i < len(b); {
		if b[i] < utf8.RuneSelf {
			i++
			continue
		}
		if !last && !utf8.FullRune(b[i:]) {
			return wide, stray, len(b) - i
		}
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			stray++
		} else {
			wide++
		}
		i += n
	}
	return wide, stray, 0
}

// patcher reads UTF-8, and each byte that is none as CP1252.
type patcher struct{ transform.NopResetter }

// Transform implements transform.Transformer.
func (patcher) Transform(dst, src []byte, atEOF bool) (out, in int, err error) {
	for in < len(src) {
		if out+utf8.UTFMax > len(dst) {
			return out, in, transform.ErrShortDst
		}
		if !atEOF && !utf8.FullRune(src[in:]) {
			return out, in, transform.ErrShortSrc
		}
		r, n := utf8.DecodeRune(src[in:])
		if r == utf8.RuneError && n == 1 {
			r = charmap.Windows1252.DecodeByte(src[in])
		}
		out += utf8.EncodeRune(dst[out:], r)
		in += n
	}
	return out, in, nil
}

// decode opens a file as UTF-8 text without byte order mark.
func decode(f file, encoding string) (io.ReadCloser, error) {
	r, err := f.open()
	if err != nil {
		return nil, err
	}
	switch encoding {
	case cp1252, latin1:
		return both{charmap.Windows1252.NewDecoder().Reader(r), r}, nil
	case patched:
		return both{transform.NewReader(skipMark(r), patcher{}), r}, nil
	case utf16LE:
		return both{unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder().Reader(r), r}, nil
	case utf16BE:
		return both{unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder().Reader(r), r}, nil
	case utf16:
		return both{unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Reader(r), r}, nil
	}
	return both{skipMark(r), r}, nil
}

// skipMark passes over a byte order mark.
func skipMark(r io.Reader) io.Reader {
	b := bufio.NewReaderSize(r, 64<<10)
	if head, err := b.Peek(3); err == nil && string(head) == "\xef\xbb\xbf" {
		b.Discard(3)
	}
	return b
}
