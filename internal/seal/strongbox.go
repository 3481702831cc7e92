package seal

import (
	"context"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strings"

	"github.com/tink-crypto/tink-go/v2/aead/subtle"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Strongbox is the own key of an organisation, open. What wraps the keys of its
// people is made of it and of the installation's: neither opens them alone. The
// installation keeps it only locked (Locked), by secrets that it never keeps.
//
// It is open for one request: in the row of an opening it is locked by the token
// of a session, which only a browser holds (InSession). So nothing of it stays in
// the memory of a node, every node answers alike, and a job, a partner's system
// or another organisation's worker never has it.
type Strongbox struct {
	org access.Org
	key []byte
}

const (
	strongboxInfo  = "passerelle strongbox 1"
	strongboxBytes = 32
)

// NewStrongbox draws the own key of an organisation.
func NewStrongbox(org access.Org) *Strongbox {
	b := &Strongbox{org: org, key: make([]byte, strongboxBytes)}
	rand.Read(b.key)
	return b
}

// with is what wraps a key in the strongbox, from what would wrap it outside.
func (b *Strongbox) with(wrapping []byte) ([]byte, error) {
	return hkdf.Key(sha256.New, b.key, wrapping, strongboxInfo, strongboxBytes)
}

// Fingerprint is Keys.Fingerprint with the organisation's own key: short words
// (a person's code) cannot be tried by whoever has the installation's keys.
func (b *Strongbox) Fingerprint(use, secret string) string {
	m := hmac.New(sha256.New, b.key)
	m.Write([]byte(use + "\x00" + secret))
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil))
}

// Locked is the strongbox as it may be kept: it opens with the secret, in this
// installation, at the place that where names. A secret is beyond guessing, or
// was made slow to guess.
func (v *Vault) Locked(b *Strongbox, secret []byte, where ...string) ([]byte, error) {
	a, err := v.lock(secret)
	if err != nil {
		return nil, err
	}
	return a.Encrypt(b.key, lockedAt(b.org, where))
}

// ErrLocked is all that is said of a secret that does not open a strongbox.
var ErrLocked = errors.New("seal: this does not open the strongbox")

// Unlock opens what Locked made.
func (v *Vault) Unlock(org access.Org, locked, secret []byte, where ...string) (*Strongbox, error) {
	a, err := v.lock(secret)
	if err != nil {
		return nil, err
	}
	key, err := a.Decrypt(locked, lockedAt(org, where))
	if err != nil {
		return nil, ErrLocked
	}
	return &Strongbox{org: org, key: key}, nil
}

// lock needs the installation's key too: words cannot be tried on a copy of the
// database alone.
func (v *Vault) lock(secret []byte) (*subtle.AESGCM, error) {
	key, err := hkdf.Key(sha256.New, secret, v.keys.Wrapping, strongboxInfo+" lock", strongboxBytes)
	if err != nil {
		return nil, err
	}
	return subtle.NewAESGCM(key)
}

func lockedAt(org access.Org, where []string) []byte {
	return []byte("strongbox\x00" + string(org) + "\x00" + strings.Join(where, "\x00"))
}

// LockedIn is an open strongbox as the row of an opening keeps it: locked by the
// token of the session of ctx, under the fingerprint by which the session is known.
func (v *Vault) LockedIn(ctx context.Context, b *Strongbox) (mark string, locked []byte, err error) {
	token := tokenIn(ctx)
	if token == "" {
		return "", nil, errShut()
	}
	mark = v.keys.OfSession(token)
	locked, err = v.Locked(b, []byte(token), mark)
	return mark, locked, err
}

// session is a key of the context: the token of the browser that asks.
type session struct{}

// InSession lets what a request does use a strongbox that is open in the session
// of its browser. It gives no right: a Scope decides what may be read, this only
// opens it. Where it is forgotten the strongbox is shut.
func InSession(ctx context.Context, token string) context.Context {
	return context.WithValue(ctx, session{}, token)
}

func tokenIn(ctx context.Context) string {
	token, _ := ctx.Value(session{}).(string)
	return token
}

// errShut says that what is asked stays closed until somebody opens it.
func errShut() error { return fault.New(fault.Shut, "strongbox.shut_title") }

// Opened is an organisation's strongbox, in the session of the context; nil when
// the organisation has none. fault.Shut while it is not open there.
func (v *Vault) Opened(ctx context.Context, tx *db.Tx, region access.Region, org access.Org) (_ *Strongbox, err error) {
	defer fault.Wrap(&err, "seal.Opened")
	return v.boxOf(ctx, tx, region, org)
}

func (v *Vault) boxOf(ctx context.Context, tx *db.Tx, region access.Region, org access.Org) (*Strongbox, error) {
	if org == "" {
		return nil, nil
	}
	if has, err := hasStrongbox(ctx, tx, region, org); err != nil || !has {
		return nil, err
	}
	return v.openBox(ctx, tx, region, org)
}

// openBox is a strongbox that exists.
func (v *Vault) openBox(ctx context.Context, tx *db.Tx, region access.Region, org access.Org) (*Strongbox, error) {
	token := tokenIn(ctx)
	if token == "" {
		return nil, errShut()
	}
	mark := v.keys.OfSession(token)
	locked, err := openingIn(ctx, tx, region, org, mark)
	if fault.Is(err, fault.NotFound) {
		return nil, errShut()
	}
	if err != nil {
		return nil, err
	}
	return v.Unlock(org, locked, []byte(token), mark)
}

// boxesOf are the strongboxes that wrap some keys.
func (v *Vault) boxesOf(ctx context.Context, tx *db.Tx, region access.Region, list ...wrapped) (map[access.Org]*Strongbox, error) {
	var boxes map[access.Org]*Strongbox
	for _, w := range list {
		if w.strongbox == "" || !w.destroyed.IsZero() || boxes[w.strongbox] != nil {
			continue
		}
		b, err := v.openBox(ctx, tx, region, w.strongbox)
		if err != nil {
			return nil, err
		}
		if boxes == nil {
			boxes = map[access.Org]*Strongbox{}
		}
		boxes[w.strongbox] = b
	}
	return boxes, nil
}

// LetOut takes one key out of the strongbox in which it was made: what it seals
// is for somebody else from now on, as its person asked. One that was never made,
// or was made outside, is out already.
func (v *Vault) LetOut(ctx context.Context, tx *db.Tx, region access.Region, o Owner) (err error) {
	defer fault.Wrap(&err, "seal.LetOut")
	w, err := load(ctx, tx, region, o)
	if fault.Is(err, fault.NotFound) || err == nil && w.strongbox == "" {
		return nil
	}
	if err != nil {
		return err
	}
	h, err := v.handle(ctx, tx, region, w)
	if err != nil {
		return err
	}
	if w, err = v.wrap(ctx, region, h, w, nil); err != nil {
		return err
	}
	return rewrap(ctx, tx, region, w)
}

// PutIn has a strongbox wrap a key that was made outside. Where halves are kept
// apart the key gets a new one and the old one is left to Sweep: an older backup
// opens nothing of it. An owner without a key, or whose key is in already, stays
// as it is.
func (v *Vault) PutIn(ctx context.Context, tx *db.Tx, region access.Region, b *Strongbox, o Owner) (err error) {
	defer fault.Wrap(&err, "seal.PutIn")
	w, err := load(ctx, tx, region, o)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil || !w.destroyed.IsZero() || w.strongbox != "" {
		return err
	}
	h, err := v.handle(ctx, tx, region, w)
	if fault.Is(err, fault.NotFound) { // a backup put back: it was destroyed since
		return nil
	}
	if err != nil {
		return err
	}
	if w.half != "" {
		left := wrapped{owner: Owner("left:" + w.half), half: w.half, destroyed: db.At(tx.Now)}
		if err := save(ctx, tx, region, left); err != nil {
			return err
		}
	}
	if w, err = v.wrap(ctx, region, h, w, b); err != nil {
		return err
	}
	return rewrap(ctx, tx, region, w)
}

// PutAllIn is PutIn for each of a list, whose owner is named by what it lists.
func PutAllIn[T any](ctx context.Context, tx *db.Tx, v *Vault, region access.Region, b *Strongbox, list []T, owner func(T) Owner) error {
	for _, x := range list {
		if err := v.PutIn(ctx, tx, region, b, owner(x)); err != nil {
			return err
		}
	}
	return nil
}

// OnlyCounts refuses an act by which something of an organisation with a
// strongbox would leave it as anything but a count: fault.Conflict.
func (v *Vault) OnlyCounts(ctx context.Context, tx *db.Tx, by access.Actor) (err error) {
	defer fault.Wrap(&err, "seal.OnlyCounts")
	has, err := v.HasStrongbox(ctx, tx, by.Region(), by.Org())
	if err == nil && has {
		err = fault.New(fault.Conflict, "strongbox.only_counts")
	}
	return err
}

// HasStrongbox says whether an organisation keeps its own key.
func (v *Vault) HasStrongbox(ctx context.Context, tx *db.Tx, region access.Region, org access.Org) (bool, error) {
	if org == "" {
		return false, nil
	}
	return hasStrongbox(ctx, tx, region, org)
}
