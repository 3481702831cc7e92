package seal_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/seal"
)

func vault(t *testing.T) *seal.Vault {
	t.Helper()
	k, err := seal.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	v, err := seal.NewVault(k)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func with(t *testing.T, u *dbtest.Universe, v *seal.Vault, o seal.Owner, do func(k *seal.Key) error) error {
	t.Helper()
	return u.DB.Write(u.Ctx, func(tx *db.Tx) error {
		k, err := v.For(u.Ctx, tx, dbtest.Region, o)
		if err != nil {
			return err
		}
		return do(k)
	})
}

func TestSealedOpensOnlyWhereItBelongs(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		v := vault(t)
		var sealed []byte
		err := with(t, u, v, seal.OfOrg("a"), func(k *seal.Key) (err error) {
			sealed, err = k.Seal([]byte("le mot"), "r1", "need")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		open := func(v *seal.Vault, o seal.Owner, where ...string) error {
			return with(t, u, v, o, func(k *seal.Key) error {
				plain, err := k.Open(sealed, where...)
				if err == nil && string(plain) != "le mot" {
					t.Errorf("opened as %q", plain)
				}
				return err
			})
		}
		if err := open(v, seal.OfOrg("a"), "r1", "need"); err != nil {
			t.Errorf("its own place: %v", err)
		}
		for name, err := range map[string]error{
			"other record":       open(v, seal.OfOrg("a"), "r2", "need"),
			"other field":        open(v, seal.OfOrg("a"), "r1", "contact"),
			"other owner":        open(v, seal.OfOrg("b"), "r1", "need"),
			"other installation": open(vault(t), seal.OfOrg("a"), "r1", "need"),
		} {
			if err == nil {
				t.Errorf("%s: opened", name)
			}
		}
	})
}

func TestDestroyedIsGoneForGood(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		v := vault(t)
		nothing := func(*seal.Key) error { return nil }
		if err := with(t, u, v, seal.OfPackage("r1"), nothing); err != nil {
			t.Fatal(err)
		}
		err := u.DB.Write(u.Ctx, func(tx *db.Tx) error {
			return errors.Join(v.Destroy(u.Ctx, tx, dbtest.Region, seal.OfPackage("r1")), v.Destroy(u.Ctx, tx, dbtest.Region, seal.OfPackage("r1")))
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := with(t, u, v, seal.OfPackage("r1"), nothing); !fault.Is(err, fault.NotFound) {
			t.Errorf("after destruction: %v, want not found", err)
		}
	})
}

func TestKeysComeBackFromTheirFileAndTheWrongFileSaysSo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "passerelle.keys")
	if _, err := seal.LoadKeys(path, false); !fault.Is(err, fault.Invalid) {
		t.Errorf("no file: %v, want invalid", err)
	}
	a, err := seal.LoadKeys(path, true)
	if err != nil {
		t.Fatal(err)
	}
	b, err := seal.LoadKeys(path, true)
	if err != nil {
		t.Fatal(err)
	}
	if a.Fingerprint("thread", "x") != b.Fingerprint("thread", "x") || a.Signer != b.Signer {
		t.Error("the second reading made other keys")
	}
	if a.Fingerprint("thread", "x") == a.Fingerprint("link", "x") {
		t.Error("two uses share a fingerprint")
	}
}

// TestManyMakeTheSameKeyAtOnce: whoever comes second has the key of the first,
// and is told of no conflict.
func TestManyMakeTheSameKeyAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		v := vault(t)
		for n := range 40 {
			owner := seal.Owner(fmt.Sprint("week:", n))
			sealed := make([][]byte, 4)
			var together sync.WaitGroup
			for i := range sealed {
				together.Go(func() {
					err := with(t, u, v, owner, func(k *seal.Key) (err error) {
						sealed[i], err = k.Seal([]byte("mot"), "x")
						return err
					})
					if err != nil {
						t.Error(err)
					}
				})
			}
			together.Wait()
			for _, b := range sealed {
				must(t, with(t, u, v, owner, func(k *seal.Key) error { _, err := k.Open(b, "x"); return err }))
			}
		}
	})
}
