// Package id makes identifiers and secrets; it is the only place outside
// package seal that asks for randomness.
//
// New gives sortable ids (UUID version 7), so that keys land at the end of
// their index and a list by id is a list by age. Secret gives what must not be
// guessed. An id is never a secret: being known, it opens nothing.
package id

import (
	"crypto/rand"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"encoding/hex"
	"strings"
	"sync"
	"time"
)

var (
	mu   sync.Mutex
	last uint64 // milliseconds<<12 | counter: keeps ids of one process rising
)

// New returns a UUIDv7 (RFC 9562) in text. Ids of one process rise strictly,
// even when many are made in one millisecond or the clock steps back.
func New(at time.Time) string {
	var b [16]byte
	rand.Read(b[8:])
	next := uint64(at.UnixMilli()) << 12
	mu.Lock()
	if next <= last {
		next = last + 1
	}
	last = next
	mu.Unlock()
	ms, seq := next>>12, uint16(next&0xfff)
	binary.BigEndian.PutUint64(b[:8], ms<<16|uint64(seq))
	b[6] = b[6]&0x0f | 0x70
	b[8] = b[8]&0x3f | 0x80
	return format(b)
}

// Derived returns the UUIDv5 of its parts in Passerelle's own namespace: the
// same parts always give the same id, so that re-importing finds what it made.
func Derived(parts ...string) string {
	h := sha1.New()
	h.Write(namespace[:])
	for _, p := range parts {
		var n [4]byte
		binary.BigEndian.PutUint32(n[:], uint32(len(p)))
		h.Write(n[:]) // length first: ("ab","c") and ("a","bc") differ
		h.Write([]byte(p))
	}
	var b [16]byte
	copy(b[:], h.Sum(nil))
	b[6] = b[6]&0x0f | 0x50
	b[8] = b[8]&0x3f | 0x80
	return format(b)
}

// namespace was drawn once at random; it must never change, or every derived
// id would.
var namespace = [16]byte{0x6f, 0x1c, 0x9a, 0x52, 0x3e, 0x87, 0x4d, 0x10, 0xb2, 0x4c, 0x71, 0x05, 0xe8, 0x3a, 0x9d, 0x66}

func format(b [16]byte) string {
	h := hex.EncodeToString(b[:])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

// IsUUID reports whether s is a UUID in text, of any version and either case.
func IsUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		switch i {
		case 8, 13, 18, 23:
			if s[i] != '-' {
				return false
			}
		default:
			if !strings.ContainsRune("0123456789abcdefABCDEF", rune(s[i])) {
				return false
			}
		}
	}
	return true
}

var lower32 = base32.NewEncoding("abcdefghijkmnpqrstuvwxyz23456789").WithPadding(base32.NoPadding)

// Secret returns n random bytes in lower-case letters and digits that cannot
// be confused when read aloud (no l, o, 0, 1). 20 bytes and more are beyond
// guessing.
func Secret(n int) string {
	b := make([]byte, n)
	rand.Read(b)
	return lower32.EncodeToString(b)
}

// Bytes returns n random bytes, for a key that another program wants as it is.
func Bytes(n int) []byte {
	b := make([]byte, n)
	rand.Read(b)
	return b
}

// Code returns n characters of the same alphabet, for addresses and slips
// that people copy by hand. It is short, so it must never be a secret.
func Code(n int) string { return Secret(n)[:n] }

// CodeOf derives a code of n characters from parts; the same parts give the
// same code, so a printed short address keeps working after a re-import.
func CodeOf(n int, parts ...string) string {
	u := Derived(append([]string{"code"}, parts...)...)
	b, _ := hex.DecodeString(strings.ReplaceAll(u, "-", ""))
	return lower32.EncodeToString(b)[:n]
}

// Below returns a number below max, drawn evenly: the index of a word, a
// digit of a code.
func Below(max int) int {
	limit := ^uint64(0) - ^uint64(0)%uint64(max)
	for {
		var b [8]byte
		rand.Read(b[:])
		if n := binary.BigEndian.Uint64(b[:]); n < limit {
			return int(n % uint64(max))
		}
	}
}
