package seal

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/note"

	"passerelle/internal/fault"
)

// Keys are the secrets of one installation. They live outside the database, in
// a file that only the service reads: whoever has the database alone has
// nothing personal, and whoever has the file alone has nothing.
type Keys struct {
	Database []byte // 64 bytes: page encryption of the SQLite file
	Wrapping []byte // 32 bytes: wraps the keys of owners
	Lookup   []byte // 32 bytes: fingerprints of the five words and of links
	Signer   string // Ed25519 key of the log's checkpoints (sumdb/note)
	Verifier string // its public half, to hand to partners
}

// file is how Keys are written.
type file struct {
	About    string `json:"about"`
	Database string `json:"database"`
	Wrapping string `json:"wrapping"`
	Lookup   string `json:"lookup"`
	Signer   string `json:"signer"`
	Verifier string `json:"verifier"`
}

const about = "Secrets of one Passerelle installation. Keep a copy apart from the database: without this file nothing sealed can be read again."

// NewKeys draws the secrets of a new installation.
func NewKeys() (Keys, error) {
	signer, verifier, err := note.GenerateKey(rand.Reader, "passerelle")
	if err != nil {
		return Keys{}, err
	}
	k := Keys{Database: make([]byte, 64), Wrapping: make([]byte, 32), Lookup: make([]byte, 32), Signer: signer, Verifier: verifier}
	for _, b := range [][]byte{k.Database, k.Wrapping, k.Lookup} {
		rand.Read(b)
	}
	return k, nil
}

// LoadKeys reads the keys at path; when there is no file and create is true it
// makes one, readable by its owner alone.
func LoadKeys(path string, create bool) (_ Keys, err error) {
	defer fault.Wrap(&err, "seal.LoadKeys(%s)", path)
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) && create {
		return createKeys(path)
	}
	if err != nil {
		return Keys{}, fault.New(fault.Invalid, "config.keys_unreadable").With(err)
	}
	var f file
	if err := json.Unmarshal(b, &f); err != nil {
		// The cause could quote a key.
		return Keys{}, fault.New(fault.Invalid, "config.keys_malformed")
	}
	k := Keys{Signer: f.Signer, Verifier: f.Verifier}
	var e1, e2, e3 error
	k.Database, e1 = hex.DecodeString(f.Database)
	k.Wrapping, e2 = hex.DecodeString(f.Wrapping)
	k.Lookup, e3 = hex.DecodeString(f.Lookup)
	if errors.Join(e1, e2, e3) != nil || len(k.Database) != 64 || len(k.Wrapping) != 32 || len(k.Lookup) != 32 {
		return Keys{}, fault.New(fault.Invalid, "config.keys_malformed")
	}
	return k, nil
}

func createKeys(path string) (Keys, error) {
	k, err := NewKeys()
	if err != nil {
		return Keys{}, err
	}
	b, err := json.MarshalIndent(file{about, hex.EncodeToString(k.Database), hex.EncodeToString(k.Wrapping), hex.EncodeToString(k.Lookup), k.Signer, k.Verifier}, "", "  ")
	if err != nil {
		return Keys{}, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return Keys{}, fault.New(fault.Unavailable, "config.keys_unwritable").With(err)
	}
	// O_EXCL: two nodes that start together must not each make their own.
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return LoadKeys(path, false)
	}
	if err != nil {
		return Keys{}, fault.New(fault.Unavailable, "config.keys_unwritable").With(err)
	}
	_, err = f.Write(append(b, '\n'))
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		// Half of a file would be taken for one that was damaged.
		return Keys{}, fault.New(fault.Unavailable, "config.keys_unwritable").With(errors.Join(err, os.Remove(path)))
	}
	return k, nil
}

// Fingerprint is what the database keeps of a secret that is looked up (five
// words, a link, a session): without the Lookup key a stolen table cannot be
// tried against a dictionary. use keeps the kinds of secrets apart.
func (k Keys) Fingerprint(use, secret string) string {
	m := hmac.New(sha256.New, k.Lookup)
	m.Write([]byte(use))
	m.Write([]byte{0})
	m.Write([]byte(secret))
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil))
}

// OfSession is the fingerprint of a worker's session: what the database keeps of
// the token that a browser holds.
func (k Keys) OfSession(token string) string { return k.Fingerprint("session", token) }
