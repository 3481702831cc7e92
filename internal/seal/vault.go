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
type Vault struct {
	keys   Keys
	halves *Halves
}

// NewVault makes a vault on an installation's keys.
func NewVault(k Keys) (*Vault, error) {
	if _, err := subtle.NewAESGCM(k.Wrapping); err != nil {
		return nil, err
	}
	return &Vault{keys: k}, nil
}

// Apart has keys that are made from now on be in two halves, one of them kept
// there. Those made before open as they did.
func (v *Vault) Apart(h *Halves) *Vault {
	v.halves = h
	return v
}

// Owner names whose key it is.
type Owner string

// OfOrg is an organisation's own records.
func OfOrg(o access.Org) Owner { return Owner("org:" + string(o)) }

// OfPerson is what one organisation keeps of one person: its end is the end of
// that, in every copy.
func OfPerson(p access.Person) Owner { return Owner("person:" + string(p)) }

// OfPackage is one referral's sealed package.
func OfPackage(r access.Referral) Owner { return Owner("package:" + string(r)) }

// Key seals and opens for one owner, within one transaction's life.
type Key struct {
	owner Owner
	aead  tink.AEAD
	older *Key // of OrElse
}

// OrElse is a key that opens what an older one sealed, too: content that was
// sealed before its owner had a key of its own. It seals with k alone.
func (k *Key) OrElse(older *Key) *Key { return &Key{owner: k.owner, aead: k.aead, older: older} }

// For returns the owner's key, making it at first use. fault.NotFound when it
// was destroyed: what it sealed is gone.
func (v *Vault) For(ctx context.Context, tx *db.Tx, region access.Region, o Owner) (*Key, error) {
	return v.ForOrg(ctx, tx, region, "", o)
}

// ForOrg is For of what belongs to an organisation alone: where it has a
// strongbox, the key is made in it. fault.Shut while that is not open.
func (v *Vault) ForOrg(ctx context.Context, tx *db.Tx, region access.Region, org access.Org, o Owner) (_ *Key, err error) {
	defer fault.Wrap(&err, "seal.For")
	w, err := load(ctx, tx, region, o)
	if fault.Is(err, fault.NotFound) {
		return v.create(ctx, tx, region, org, o)
	}
	if err != nil {
		return nil, err
	}
	return v.one(ctx, tx, region, w)
}

// Existing is For without making a key: for readers.
func (v *Vault) Existing(ctx context.Context, tx *db.Tx, region access.Region, o Owner) (_ *Key, err error) {
	defer fault.Wrap(&err, "seal.Existing")
	w, err := load(ctx, tx, region, o)
	if err != nil {
		return nil, err
	}
	return v.one(ctx, tx, region, w)
}

// Keys are those of several owners, in one reading: for lists. An owner whose key
// was never made, or was destroyed, is not among them.
func (v *Vault) Keys(ctx context.Context, tx *db.Tx, region access.Region, owners ...Owner) (_ map[Owner]*Key, err error) {
	defer fault.Wrap(&err, "seal.Keys")
	list, err := loadAll(ctx, tx, region, owners)
	if err != nil {
		return nil, err
	}
	halves, err := v.halvesOf(ctx, region, list...)
	if err != nil {
		return nil, err
	}
	boxes, err := v.boxesOf(ctx, tx, region, list...)
	if err != nil {
		return nil, err
	}
	keys := make(map[Owner]*Key, len(list))
	for _, w := range list {
		k, err := v.unwrap(region, w, halves, boxes[w.strongbox])
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		keys[w.owner] = k
	}
	return keys, nil
}

// one is the key of one row.
func (v *Vault) one(ctx context.Context, tx *db.Tx, region access.Region, w wrapped) (*Key, error) {
	h, err := v.handle(ctx, tx, region, w)
	if err != nil {
		return nil, err
	}
	return keyOf(h, w.owner)
}

// handle is the keyset of one row.
func (v *Vault) handle(ctx context.Context, tx *db.Tx, region access.Region, w wrapped) (*keyset.Handle, error) {
	halves, err := v.halvesOf(ctx, region, w)
	if err != nil {
		return nil, err
	}
	boxes, err := v.boxesOf(ctx, tx, region, w)
	if err != nil {
		return nil, err
	}
	return v.read(region, w, halves, boxes[w.strongbox])
}

// halvesOf are the halves of several keys, in one reading. What was destroyed
// asks for none.
func (v *Vault) halvesOf(ctx context.Context, region access.Region, list ...wrapped) (map[string][]byte, error) {
	var ids []string
	for _, w := range list {
		if w.half != "" && w.destroyed.IsZero() {
			ids = append(ids, w.half)
		}
	}
	if len(ids) == 0 || v.halves == nil {
		return nil, nil
	}
	return v.halves.find(ctx, region, ids...)
}

func (v *Vault) unwrap(region access.Region, w wrapped, halves map[string][]byte, box *Strongbox) (*Key, error) {
	h, err := v.read(region, w, halves, box)
	if err != nil {
		return nil, err
	}
	return keyOf(h, w.owner)
}

func (v *Vault) read(region access.Region, w wrapped, halves map[string][]byte, box *Strongbox) (*keyset.Handle, error) {
	if !w.destroyed.IsZero() || w.half != "" && halves[w.half] == nil { // or since this copy of the row was made
		return nil, fault.New(fault.NotFound, "error.not_found")
	}
	kek, err := v.wrapper(halves[w.half], box)
	if err != nil {
		return nil, err
	}
	return keyset.ReadWithAssociatedData(keyset.NewBinaryReader(bytes.NewReader(w.keyset)), kek, associated(region, w.owner))
}

// wrapper is what wraps a key: made of the installation's, of its half where one
// is kept apart, and of the organisation's own.
func (v *Vault) wrapper(half []byte, box *Strongbox) (_ tink.AEAD, err error) {
	key := v.keys.Wrapping
	if half != nil {
		if key, err = whole(key, half); err != nil {
			return nil, err
		}
	}
	if box != nil {
		if key, err = box.with(key); err != nil {
			return nil, err
		}
	}
	return subtle.NewAESGCM(key)
}

func (v *Vault) create(ctx context.Context, tx *db.Tx, region access.Region, org access.Org, o Owner) (*Key, error) {
	h, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return nil, err
	}
	box, err := v.boxOf(ctx, tx, region, org)
	if err != nil {
		return nil, err
	}
	w, err := v.wrap(ctx, region, h, wrapped{owner: o}, box)
	if err != nil {
		return nil, err
	}
	if err := save(ctx, tx, region, w); err != nil {
		return nil, err
	}
	return keyOf(h, o)
}

// wrap gives a row its keyset, with a half of its own where halves are kept.
func (v *Vault) wrap(ctx context.Context, region access.Region, h *keyset.Handle, w wrapped, box *Strongbox) (wrapped, error) {
	var own half
	if v.halves != nil {
		var err error
		if own, err = v.halves.take(ctx, region); err != nil {
			return w, err
		}
	}
	kek, err := v.wrapper(own.bytes, box)
	if err != nil {
		return w, err
	}
	var b bytes.Buffer
	if err := h.WriteWithAssociatedData(keyset.NewBinaryWriter(&b), kek, associated(region, w.owner)); err != nil {
		return w, err
	}
	w.keyset, w.half, w.strongbox = b.Bytes(), own.id, ""
	if box != nil {
		w.strongbox = box.org
	}
	return w, nil
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
	plain, err := k.aead.Decrypt(sealed, k.bound(where))
	if err != nil && k.older != nil {
		return k.older.Open(sealed, where...)
	}
	return plain, err
}

func (k *Key) bound(where []string) []byte {
	return []byte(string(k.owner) + "\x00" + strings.Join(where, "\x00"))
}

func associated(region access.Region, o Owner) []byte {
	return []byte(string(region) + "\x00" + string(o))
}
