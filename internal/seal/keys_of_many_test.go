package seal_test

import (
	"fmt"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/seal"
)

// TestKeysOfManyAreThoseOfEach: read together or one by one, an owner has the
// same key; who never had one, whose was destroyed, and a namesake in another
// region have none.
func TestKeysOfManyAreThoseOfEach(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		keys, err := seal.NewKeys()
		if err != nil {
			t.Fatal(err)
		}
		v, err := seal.NewVault(keys)
		if err != nil {
			t.Fatal(err)
		}
		const many = 150 // more than one statement names
		owner := func(i int) seal.Owner { return seal.OfPerson(access.Person(fmt.Sprint("p", i))) }
		err = u.DB.Write(u.Ctx, func(tx *db.Tx) error {
			var owners []seal.Owner
			sealed := map[seal.Owner][]byte{}
			for i := range many {
				owners = append(owners, owner(i))
				region := access.Region(dbtest.Region)
				switch i % 5 {
				case 3:
					continue // never made
				case 4:
					region = "region-b"
				}
				k, err := v.For(u.Ctx, tx, region, owner(i))
				if err != nil {
					return err
				}
				if sealed[owner(i)], err = k.Seal([]byte{byte(i)}, "x"); err != nil {
					return err
				}
				if i%5 == 2 {
					if err := v.Destroy(u.Ctx, tx, region, owner(i)); err != nil {
						return err
					}
				}
			}
			got, err := v.Keys(u.Ctx, tx, dbtest.Region, owners...)
			if err != nil {
				return err
			}
			for i, o := range owners {
				_, one := v.Existing(u.Ctx, tx, dbtest.Region, o)
				if has := got[o] != nil; has != (i%5 < 2) || has == fault.Is(one, fault.NotFound) {
					t.Errorf("%s: among many %v, alone %v", o, has, one)
				} else if has {
					if plain, err := got[o].Open(sealed[o], "x"); err != nil || plain[0] != byte(i) {
						t.Errorf("%s opens %v, %v", o, plain, err)
					}
				}
			}
			none, err := v.Keys(u.Ctx, tx, dbtest.Region)
			if len(none) != 0 {
				t.Errorf("of nobody: %v", none)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
