package seal

import (
	"bytes"
	"context"
	"strings"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/aead/subtle"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/tink"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Vault hands out the keys of owners.
type Vault struct{ kek tink.AEAD }

// NewVault makes a vault on an installation's keys.
func NewVault(k Keys) (*Vault, error) {
	kek, err := subtle.NewAESGCM(k.Wrapping)
	if err != nil {
		return nil, err
	}
	return &Vault{kek: kek}, nil
}

// Owner names whose key it is.
type Owner string

// OfOrg is an organisation's own records.
func OfOrg(o access.Org) Owner { return Owner("org:" + string(o)) }

// OfPackage is one referral's sealed package.
func OfPackage(r access.Referral) Owner { return Owner("package:" + string(r)) }

// Key seals and opens for one owner, within one transaction's life.
type Key struct {
	owner Owner
	aead  tink.AEAD
}

// For returns the owner's key, making it at first use. fault.NotFound when it
// was destroyed: what it sealed is gone.
func (v *Vault) For(ctx context.Context, tx *db.Tx, region access.Region, o Owner) (_ *Key, err error) {
	defer fault.Wrap(&err, "seal.For")
	wrapped, destroyed, err := load(ctx, tx, region, o)
	switch {
	case fault.Is(err, fault.NotFound):
		return v.create(ctx, tx, region, o)
	case err != nil:
		return nil, err
	case destroyed:
		return nil, fault.New(fault.NotFound, "error.not_found")
	}
	h, err := keyset.ReadWithAssociatedData(keyset.NewBinaryReader(bytes.NewReader(wrapped)), v.kek, associated(region, o))
	if err != nil {
		return nil, err
	}
	return keyOf(h, o)
}

// Existing is For without making a key: for readers.
func (v *Vault) Existing(ctx context.Context, tx *db.Tx, region access.Region, o Owner) (_ *Key, err error) {
	if _, _, err := load(ctx, tx, region, o); err != nil {
		return nil, err
	}
	return v.For(ctx, tx, region, o)
}

func (v *Vault) create(ctx context.Context, tx *db.Tx, region access.Region, o Owner) (*Key, error) {
	h, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := h.WriteWithAssociatedData(keyset.NewBinaryWriter(&b), v.kek, associated(region, o)); err != nil {
		return nil, err
	}
	if err := save(ctx, tx, region, o, b.Bytes()); err != nil {
		return nil, err
	}
	return keyOf(h, o)
}

// Destroy erases the owner's key; nothing sealed with it opens again, and no
// new key takes its place. Destroying twice is once.
func (v *Vault) Destroy(ctx context.Context, tx *db.Tx, region access.Region, o Owner) (err error) {
	defer fault.Wrap(&err, "seal.Destroy")
	return destroy(ctx, tx, region, o)
}

func keyOf(h *keyset.Handle, o Owner) (*Key, error) {
	a, err := aead.New(h)
	if err != nil {
		return nil, err
	}
	return &Key{owner: o, aead: a}, nil
}

// Seal encrypts plain for the record and field that where names.
func (k *Key) Seal(plain []byte, where ...string) ([]byte, error) {
	return k.aead.Encrypt(plain, k.bound(where))
}

// Open decrypts what Seal made for the same place.
func (k *Key) Open(sealed []byte, where ...string) ([]byte, error) {
	return k.aead.Decrypt(sealed, k.bound(where))
}

func (k *Key) bound(where []string) []byte {
	return []byte(string(k.owner) + "\x00" + strings.Join(where, "\x00"))
}

func associated(region access.Region, o Owner) []byte {
	return []byte(string(region) + "\x00" + string(o))
}
