package org_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"testing"

	"github.com/fxamacker/cbor/v2"

	"passerelle/internal/org"
)

var here = org.Address{Host: "passerelle.exemple.org", Origin: "https://passerelle.exemple.org"}

// device is a phone that makes and uses passkeys, as the standard has it. Its
// fields are what a test may get wrong.
type device struct {
	t      *testing.T
	key    *ecdsa.PrivateKey
	id     []byte
	user   []byte // as the site said when the passkey was made
	count  uint32
	origin string
	host   string
	knows  bool // it recognised the person
}

func newDevice(t *testing.T) *device {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	id := make([]byte, 16)
	rand.Read(id)
	return &device{t: t, key: key, id: id, origin: here.Origin, host: here.Host, knows: true}
}

var b64 = base64.RawURLEncoding

// asked is what the device reads of a page's options.
type asked struct {
	Challenge string
	User      struct{ ID string }
}

func (d *device) read(c org.Ceremony) (a asked) {
	d.t.Helper()
	must(d.t, json.Unmarshal([]byte(c.Options), &a))
	return a
}

func (d *device) clientData(kind, challenge string) []byte {
	b, err := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": d.origin, "crossOrigin": false})
	must(d.t, err)
	return b
}

func (d *device) authData(attested []byte) []byte {
	host := sha256.Sum256([]byte(d.host))
	flags := byte(0x01) // present
	if d.knows {
		flags |= 0x04
	}
	if attested != nil {
		flags |= 0x40
	}
	d.count++
	out := append(host[:], flags)
	out = binary.BigEndian.AppendUint32(out, d.count)
	return append(out, attested...)
}

// make answers a page that adds a passkey.
func (d *device) make(c org.Ceremony) org.Answer {
	d.t.Helper()
	a := d.read(c)
	d.user, _ = b64.DecodeString(a.User.ID)
	x, y := make([]byte, 32), make([]byte, 32)
	d.key.X.FillBytes(x)
	d.key.Y.FillBytes(y)
	public, err := cbor.Marshal(map[int]any{1: 2, 3: -7, -1: 1, -2: x, -3: y})
	must(d.t, err)
	attested := make([]byte, 16, 200)
	attested = binary.BigEndian.AppendUint16(attested, uint16(len(d.id)))
	attested = append(append(attested, d.id...), public...)
	object, err := cbor.Marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": d.authData(attested)})
	must(d.t, err)
	return d.answer(c, map[string]any{
		"clientDataJSON": b64.EncodeToString(d.clientData("webauthn.create", a.Challenge)), "attestationObject": b64.EncodeToString(object),
	})
}

// use answers a page that asks for a passkey.
func (d *device) use(c org.Ceremony) org.Answer {
	d.t.Helper()
	client, auth := d.clientData("webauthn.get", d.read(c).Challenge), d.authData(nil)
	hash := sha256.Sum256(client)
	sum := sha256.Sum256(append(append([]byte(nil), auth...), hash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, d.key, sum[:])
	must(d.t, err)
	return d.answer(c, map[string]any{
		"clientDataJSON": b64.EncodeToString(client), "authenticatorData": b64.EncodeToString(auth),
		"signature": b64.EncodeToString(signature), "userHandle": b64.EncodeToString(d.user),
	})
}

func (d *device) answer(c org.Ceremony, response map[string]any) org.Answer {
	d.t.Helper()
	b, err := json.Marshal(map[string]any{
		"id": b64.EncodeToString(d.id), "rawId": b64.EncodeToString(d.id), "type": "public-key", "response": response, "clientExtensionResults": map[string]any{},
	})
	must(d.t, err)
	return org.Answer{At: here, Ticket: c.Ticket, JSON: string(b), Source: "192.0.2.1"}
}
