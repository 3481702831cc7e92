package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"strings"

	"passerelle/internal/fault"
)

// A box is sealed by a device that cannot open it again: with the public half
// of a key, and a key of its own for that one box that it forgets. Browsers
// know these three parts without a library (WebCrypto): ECDH on P-256,
// HKDF-SHA-256, AES-256-GCM.

const (
	boxInfo  = "passerelle box 1"
	boxPoint = 65 // bytes of a point of P-256, uncompressed
	boxNonce = 12
)

// NewBox draws the two halves of a key for boxes: private is for Key.Seal,
// public for the devices.
func NewBox() (private, public []byte, err error) {
	k, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	return k.Bytes(), k.PublicKey().Bytes(), nil
}

// errBox is all that is said of a box that does not open: which part of it was
// wrong would help only who forges one.
var errBox = errors.New("seal: this box does not open")

// OpenBox opens what was sealed for the public half of private, at the place
// that where names: the point of the box's own key, a nonce, the content.
func OpenBox(private, sealed []byte, where ...string) (_ []byte, err error) {
	defer fault.Wrap(&err, "seal.OpenBox")
	mine, err := ecdh.P256().NewPrivateKey(private)
	if err != nil {
		return nil, err
	}
	if len(sealed) < boxPoint+boxNonce {
		return nil, errBox
	}
	theirs, err := ecdh.P256().NewPublicKey(sealed[:boxPoint])
	if err != nil {
		return nil, errBox
	}
	a, err := boxKey(mine, theirs, append(theirs.Bytes(), mine.PublicKey().Bytes()...))
	if err != nil {
		return nil, err
	}
	plain, err := a.Open(nil, sealed[boxPoint:boxPoint+boxNonce], sealed[boxPoint+boxNonce:], []byte(strings.Join(where, "\x00")))
	if err != nil {
		return nil, errBox
	}
	return plain, nil
}

// SealBox seals as a device does, for those who are one in a test or a story.
func SealBox(public, plain []byte, where ...string) (_ []byte, err error) {
	defer fault.Wrap(&err, "seal.SealBox")
	theirs, err := ecdh.P256().NewPublicKey(public)
	if err != nil {
		return nil, err
	}
	once, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	a, err := boxKey(once, theirs, append(once.PublicKey().Bytes(), public...))
	if err != nil {
		return nil, err
	}
	out := append(once.PublicKey().Bytes(), make([]byte, boxNonce)...)
	rand.Read(out[boxPoint:])
	return a.Seal(out, out[boxPoint:boxPoint+boxNonce], plain, []byte(strings.Join(where, "\x00"))), nil
}

// boxKey is the key of one box, from the secret that both halves share; salt is
// the two points, the box's own first.
func boxKey(mine *ecdh.PrivateKey, theirs *ecdh.PublicKey, salt []byte) (cipher.AEAD, error) {
	shared, err := mine.ECDH(theirs)
	if err != nil {
		return nil, err
	}
	key, err := hkdf.Key(sha256.New, shared, salt, boxInfo, 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}
