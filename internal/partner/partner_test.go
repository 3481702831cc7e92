package partner_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/partner"
	"passerelle/internal/seal"
)

// world is the hospital, whose administrator lets systems in, and others.
type world struct {
	*dbtest.Universe
	svc   *partner.Service
	admin access.Actor
}

func newWorld(t *testing.T, u *dbtest.Universe) *world {
	t.Helper()
	keys, err := seal.NewKeys()
	must(t, err)
	vault, err := seal.NewVault(keys)
	must(t, err)
	return &world{u, partner.New(u.DB, event.NewLog(nil), vault, keys, u.Clock, dbtest.Region), access.ForWorker(dbtest.Region, "odile", "hospital", "", access.Administration)}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantKind(t *testing.T, name string, err error, k fault.Kind) {
	t.Helper()
	if !fault.Is(err, k) {
		t.Errorf("%s: %v, want %v", name, err, k)
	}
}

// opens tells whether a token opens anything now.
func (w *world) opens(token string) bool {
	by, _, err := w.svc.Recognise(w.Ctx, token)
	return err == nil && by.Kind() == access.Partner
}

func TestASystemIsLetInAndPutOut(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id, secret, err := w.svc.Make(u.Ctx, w.admin, "act", partner.NewSystem{Name: "  Dossier\nclinique ", Writes: true})
		must(t, err)
		again, same, err := w.svc.Make(u.Ctx, w.admin, "act", partner.NewSystem{Name: "Dossier clinique", Writes: true})
		must(t, err)
		if again != id || same != secret || len(secret) < 40 {
			t.Errorf("sent twice: %s %s, then %s %s", id, secret, again, same)
		}
		token, err := w.svc.Token(u.Ctx, "here", id, secret, true, false)
		must(t, err)
		by, writes, err := w.svc.Recognise(u.Ctx, token.Value)
		must(t, err)
		if by.Kind() != access.Partner || by.Org() != "hospital" || !writes || string(by.Worker()) != id {
			t.Errorf("recognised as %+v, writes %v", by, writes)
		}
		narrow, err := w.svc.Token(u.Ctx, "here", id, secret, false, true)
		must(t, err)
		if _, writes, err := w.svc.Recognise(u.Ctx, narrow.Value); err != nil || writes {
			t.Errorf("asked to read: writes %v, %v", writes, err)
		}
		list, err := w.svc.List(u.Ctx, w.admin)
		must(t, err)
		if len(list) != 1 || list[0].Name != "Dossier clinique" || list[0].Used.IsZero() || !list[0].Revoked.IsZero() {
			t.Errorf("listed: %+v", list)
		}

		u.Clock.Advance(partner.TokenLife)
		if w.opens(token.Value) {
			t.Error("a token outlives its ten minutes")
		}
		token, err = w.svc.Token(u.Ctx, "here", id, secret, true, false)
		must(t, err)
		must(t, w.svc.Revoke(u.Ctx, w.admin, id))
		must(t, w.svc.Revoke(u.Ctx, w.admin, id))
		if w.opens(token.Value) {
			t.Error("a system that was ended is still let in")
		}
		_, err = w.svc.Token(u.Ctx, "here", id, secret, true, false)
		wantKind(t, "its secret, after the end", err, fault.NotFound)
		u.WantEvents(t, "partner.system_made", "partner.system_revoked")
	})
}

// TestOnlyTheAdministrationOfItsOrganisation: makes, sees and ends a system.
func TestOnlyTheAdministrationOfItsOrganisation(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id, _, err := w.svc.Make(u.Ctx, w.admin, "act", partner.NewSystem{Name: "x"})
		must(t, err)
		for name, by := range map[string]access.Actor{
			"a worker of it":                   access.ForWorker(dbtest.Region, "m", "hospital", "", access.Intervention, access.Coordination, access.Management),
			"the system itself":                access.ForPartner(dbtest.Region, id, "hospital"),
			"the public":                       access.Anyone(dbtest.Region),
			"nobody":                           {},
			"the administration of another":    access.ForWorker(dbtest.Region, "m", "clinic", "", access.Administration),
			"the same name, in another region": access.ForWorker("region-b", "odile", "hospital", "", access.Administration),
		} {
			elsewhere := strings.Contains(name, "another")
			if _, _, err := w.svc.Make(u.Ctx, by, "act", partner.NewSystem{Name: "x"}); !elsewhere {
				wantKind(t, name+" makes", err, fault.NotFound)
			}
			if list, err := w.svc.List(u.Ctx, by); !elsewhere {
				wantKind(t, name+" lists", err, fault.NotFound)
			} else if len(list) != 1 || list[0].ID == id {
				t.Errorf("%s lists %+v", name, list)
			}
			wantKind(t, name+" ends", w.svc.Revoke(u.Ctx, by, id), fault.NotFound)
		}
	})
}

func TestWrongSecretsLetNobodyIn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id, secret, err := w.svc.Make(u.Ctx, w.admin, "a", partner.NewSystem{Name: "one"})
		must(t, err)
		_, other, err := w.svc.Make(u.Ctx, w.admin, "b", partner.NewSystem{Name: "two"})
		must(t, err)
		for _, c := range [][2]string{{id, other}, {id, ""}, {id, secret + "x"}, {"", secret}, {"nobody", secret}} {
			_, err := w.svc.Token(u.Ctx, "there", c[0], c[1], false, false)
			wantKind(t, "wrong", err, fault.NotFound)
			if key, _ := fault.KeyOf(err); key != "partner.secret_wrong" {
				t.Errorf("%v says %s", c, key)
			}
		}
		_, err = w.svc.Token(u.Ctx, "here", id, secret, true, false)
		wantKind(t, "more than it was given", err, fault.Invalid)
		for _, token := range []string{"", "x", secret, id} {
			if w.opens(token) {
				t.Errorf("%q opens", token)
			}
		}
		for i := range 30 {
			_, err = w.svc.Token(u.Ctx, "there", id, "guess "+strconv.Itoa(i), false, false)
		}
		wantKind(t, "many guesses", err, fault.TooMany)
		_, err = w.svc.Token(u.Ctx, "there", id, secret, false, false)
		wantKind(t, "the right one, after them", err, fault.TooMany)
		_, err = w.svc.Token(u.Ctx, "here", id, secret, false, false)
		must(t, err)
		u.Clock.Advance(time.Hour)
		_, err = w.svc.Token(u.Ctx, "there", id, secret, false, false)
		must(t, err)
	})
}

// TestTheDatabaseHoldsNothingThatOpens: neither secret nor token stands in it.
func TestTheDatabaseHoldsNothingThatOpens(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id, secret, err := w.svc.Make(u.Ctx, w.admin, "a", partner.NewSystem{Name: "one"})
		must(t, err)
		token, err := w.svc.Token(u.Ctx, "here", id, secret, false, false)
		must(t, err)
		must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) error {
			for _, q := range []string{`SELECT fingerprint FROM partner_system`, `SELECT fingerprint FROM partner_token`, `SELECT body FROM event`} {
				rows, err := db.Collect(u.Ctx, tx, func(s *string) []any { return []any{s} }, q)
				if err != nil {
					return err
				}
				if all := strings.Join(rows, " "); len(rows) == 0 || strings.Contains(all, secret) || strings.Contains(all, token.Value) {
					t.Errorf("%s: %s", q, all)
				}
			}
			return nil
		}))
	})
}

func TestABadNameIsToldAtItsField(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		for _, name := range []string{"", " \n\t", strings.Repeat("é", 81)} {
			_, _, err := w.svc.Make(u.Ctx, w.admin, "act", partner.NewSystem{Name: name})
			if f := fault.FieldsOf(err); len(f) != 1 || f[0].Field != "name" {
				t.Errorf("%q: %v", name, err)
			}
		}
		for i := range 20 {
			_, _, err := w.svc.Make(u.Ctx, w.admin, "n"+strconv.Itoa(i), partner.NewSystem{Name: "x"})
			must(t, err)
		}
		_, _, err := w.svc.Make(u.Ctx, w.admin, "one more", partner.NewSystem{Name: "x"})
		wantKind(t, "one more", err, fault.Invalid)
	})
}
