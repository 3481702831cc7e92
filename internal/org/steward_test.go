package org_test

import (
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
)

// TestStewardshipIsReadAtEachRequest: package directory appoints, and it holds
// from the next request; so does its end.
func TestStewardshipIsReadAtEachRequest(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		o := w.open("Regroupement de la rive")
		w.hire("odile", hat(o, access.Coordination))
		token := w.signIn("odile").Token
		keeps := func() bool {
			by, err := w.s.Actor(u.Ctx, token)
			must(t, err)
			return by.Steward()
		}
		write := func(statement string) {
			must(t, u.DB.Write(u.Ctx, func(tx *db.Tx) error {
				_, err := tx.Exec(u.Ctx, statement, string(o))
				return err
			}))
		}
		if keeps() {
			t.Error("keeps the directory before being entrusted with it")
		}
		write(`INSERT INTO steward (org_id, at) VALUES ($1, 0)`)
		if !keeps() {
			t.Error("entrusted, and does not keep the directory")
		}
		write(`DELETE FROM steward WHERE org_id = $1`)
		if keeps() {
			t.Error("keeps the directory after the end")
		}
	})
}

func TestNamed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		o := w.open("Le Pôle d'été")
		if found, err := w.s.Named(u.Ctx, "le pole d'ete"); err != nil || found.ID != o {
			t.Errorf("%v, %v", found.ID, err)
		}
		if _, err := w.s.Named(u.Ctx, "Le Pôle"); !fault.Is(err, fault.NotFound) {
			t.Errorf("half a name: %v", err)
		}
		w.open("Le pôle d’été")
		if _, err := w.s.Named(u.Ctx, "Le Pôle d'été"); !fault.Is(err, fault.Conflict) {
			t.Errorf("two of one name: %v", err)
		}
	})
}
