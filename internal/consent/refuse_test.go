package consent_test

import (
	"context"
	"strings"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/consent"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
)

// staff are the workers of each organisation, by name.
type staff map[access.Org]map[access.Worker]string

func (s staff) StaffOf(_ context.Context, _ *db.Tx, o access.Org) (map[access.Worker]string, error) {
	return s[o], nil
}

var everybody = staff{
	"halte": {"maelle": "Maëlle Tremblay", "jo": "Jo Côté-Roy"},
	"dents": {"ximena": "Ximena Ruiz", "marie": "Marie-Ève Dubé", "marc": "Marc Dubé"},
}

func pasLui(p access.Person, org access.Org, name string) consent.Refusal {
	return consent.Refusal{Person: p, Recipient: org, Name: name, Wording: "v1", Language: "fr"}
}

// refusedTo says which workers of an organisation a refusal of the need names.
func (w *world) refusedTo(t *testing.T, p access.Person, org access.Org) (names string) {
	t.Helper()
	must(t, w.DB.Read(w.Ctx, func(tx *db.Tx) error {
		list, err := db.Collect(w.Ctx, tx, func(s *string) []any { return []any{s} }, `
			SELECT c.recipient_worker_id FROM consent AS c
			WHERE  c.person_id = $1 AND c.recipient_org_id = $2 AND c.answer = 'refused' AND c.part = 'need' AND c.withdrawn_at IS NULL
			AND    c.recipient_worker_id <> c.receipt_id
			ORDER  BY c.recipient_worker_id`, p, org)
		names = strings.Join(list, " ")
		return err
	}))
	return names
}

func TestAnOrganisationIsRefusedWithoutAReason(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		p := w.person(t)
		w.record(t, asked(p, "dents", consent.Yes))
		mine := w.holder(t, p)

		receipt, err := w.svc.Refuse(u.Ctx, mine, w.act(), pasLui("somebody-else", "dents", ""))
		must(t, err)
		for _, part := range access.Parts {
			if granted, refused := w.standing(t, p, "dents", part); granted || !refused {
				t.Errorf("%s: granted %v, refused %v", part, granted, refused)
			}
		}
		r, err := w.svc.Receipt(u.Ctx, mine, receipt)
		must(t, err)
		if r.RecordedBy != "" || r.How != consent.OnScreen || r.Controller != "halte" || len(r.Parts) != 3 {
			t.Errorf("the receipt of what the person said by themself: %+v", r)
		}
		_, err = w.svc.Record(u.Ctx, w.halte, w.act(), asked(p, "dents", consent.Yes))
		wantKind(t, err, fault.Conflict, "consent.refusal_stands")

		// Only the person lifts it; nothing that it ended comes back.
		wantKind(t, w.svc.Lift(u.Ctx, w.halte, w.act(), receipt), fault.NotFound, "error.not_found")
		must(t, w.svc.Lift(u.Ctx, mine, w.act(), receipt))
		if granted, refused := w.standing(t, p, "dents", access.PartNeed); granted || refused {
			t.Errorf("after it was lifted: granted %v, refused %v", granted, refused)
		}
		wantKind(t, w.svc.Lift(u.Ctx, mine, w.act(), receipt), fault.NotFound, "error.not_found")

		// Any worker of the organisation that accompanies them records it too.
		colleague := access.ForWorker(dbtest.Region, "jo", "halte", "", access.Intervention)
		_, err = w.svc.Refuse(u.Ctx, colleague, w.act(), pasLui(p, "toit", ""))
		must(t, err)
		if _, refused := w.standing(t, p, "toit", access.PartNeed); !refused {
			t.Error("what a worker was told does not stand")
		}
		for _, by := range []access.Actor{w.other, {}, access.Anyone(dbtest.Region), access.ForWorker(dbtest.Region, "g", "halte", "", access.Management)} {
			_, err := w.svc.Refuse(u.Ctx, by, w.act(), pasLui(p, "dents", ""))
			wantKind(t, err, fault.NotFound, "error.not_found")
		}
		u.WantEvents(t, "person.made", "consent.given", "thread.made", "consent.refused", "consent.refusal_lifted", "consent.refused")
	})
}

// Whoever bears the name is refused, and neither the answer nor the page says
// whether somebody does.
func TestAWorkerIsRefusedByName(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		w.svc.Knows(everybody)
		p := w.person(t)
		mine := w.holder(t, p)
		for said, want := range map[string]string{
			"marie": "marie", "Dube": "marc marie", " marie   DUBÉ ": "marie", "Ximenna": "ximena", "Personne D'Autre": "", "ma": "",
		} {
			receipt, err := w.svc.Refuse(u.Ctx, mine, w.act(), pasLui("", "dents", said))
			must(t, err)
			if got := w.refusedTo(t, p, "dents"); got != want {
				t.Errorf("%q refuses %q, want %q", said, got, want)
			}
			if granted, refused := w.standing(t, p, "dents", access.PartNeed); granted || refused {
				t.Error("a refusal of one closes the organisation")
			}
			o, err := w.svc.Overview(u.Ctx, mine)
			must(t, err)
			if len(o.Recipients) != 1 || o.Recipients[0].Named != strings.Join(strings.Fields(said), " ") || !o.Recipients[0].Refused() ||
				o.Recipients[0].Worker != access.Worker(receipt) || len(o.Recipients[0].Parts) != 3 {
				t.Errorf("%q: the page shows %+v", said, o.Recipients)
			}
			r, err := w.svc.Receipt(u.Ctx, mine, receipt)
			must(t, err)
			if r.Named == "" || len(r.Parts) != 3 {
				t.Errorf("%q: the receipt shows %+v", said, r)
			}
			must(t, w.svc.Lift(u.Ctx, mine, w.act(), receipt))
			if got := w.refusedTo(t, p, "dents"); got != "" {
				t.Errorf("%q lifted: %q are still refused", said, got)
			}
		}
		for _, wrong := range []string{"m", "…", strings.Repeat("x", 81)} {
			_, err := w.svc.Refuse(u.Ctx, mine, w.act(), pasLui("", "dents", wrong))
			if !fault.Is(err, fault.Invalid) || len(fault.FieldsOf(err)) != 1 {
				t.Errorf("%q: %v", wrong, err)
			}
		}
	})
}

// A consent that named the worker ends with the refusal of that worker.
func TestARefusalByNameEndsWhatThatWorkerWasAllowed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		w.svc.Knows(everybody)
		p := w.person(t)
		q := asked(p, "dents", consent.Yes)
		q.Worker = "marie"
		w.record(t, q)
		_, err := w.svc.Refuse(u.Ctx, w.halte, w.act(), pasLui(p, "dents", "Marie"))
		must(t, err)
		must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) error {
			granted, refused, err := w.svc.Standing(u.Ctx, tx, w.halte, p, "dents", "marie", access.PartContact)
			if granted || !refused {
				t.Errorf("granted %v, refused %v", granted, refused)
			}
			return err
		}))
	})
}

// "Pas cette personne", of somebody of the organisation that accompanies them:
// that worker no longer finds the person; the others go on.
func TestAColleagueIsKeptAway(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		w.svc.Knows(everybody)
		p := w.person(t)
		other, err := w.svc.Create(u.Ctx, w.halte, w.act(), consent.NewPerson{Code: "Mésange"})
		must(t, err)
		receipt := w.record(t, asked(p, "dents", consent.Yes))
		mine := w.holder(t, p)
		jo := access.ForWorker(dbtest.Region, "jo", "halte", "", access.Intervention)
		_, err = w.svc.Find(u.Ctx, jo, p)
		must(t, err)

		no, err := w.svc.Refuse(u.Ctx, mine, w.act(), pasLui("", "halte", "Jo"))
		must(t, err)
		hidden := func(what string, err error) {
			t.Helper()
			wantKind(t, err, fault.NotFound, "error.not_found")
			_ = what
		}
		_, err = w.svc.Find(u.Ctx, jo, p)
		hidden("find", err)
		_, err = w.svc.About(u.Ctx, jo, p)
		hidden("about", err)
		_, err = w.svc.Receipt(u.Ctx, jo, receipt)
		hidden("receipt", err)
		_, err = w.svc.NewThread(u.Ctx, jo, p)
		hidden("thread", err)
		_, err = w.svc.Record(u.Ctx, jo, w.act(), asked(p, "toit", consent.Yes))
		hidden("record", err)
		_, err = w.svc.Refuse(u.Ctx, jo, w.act(), pasLui(p, "toit", ""))
		hidden("refuse", err)
		_, err = w.svc.Withdraw(u.Ctx, jo, w.act(), p, "dents")
		hidden("withdraw", err)
		hidden("change", w.svc.Change(u.Ctx, jo, w.act(), p, consent.Facts{Note: "x"}))
		labels, err := w.svc.Labels(u.Ctx, jo)
		must(t, err)
		if len(labels) != 1 || labels[0].ID != other {
			t.Errorf("the one kept away lists %+v", labels)
		}
		// A code that is taken is taken for everybody alike.
		_, err = w.svc.Create(u.Ctx, jo, w.act(), consent.NewPerson{Code: "mesange"})
		wantKind(t, err, fault.Conflict, "consent.code_taken")

		_, err = w.svc.Find(u.Ctx, w.halte, p) // a colleague goes on
		must(t, err)
		_, err = w.svc.Refuse(u.Ctx, mine, w.act(), pasLui("", "halte", ""))
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("the whole of who accompanies them was refused: %v", err)
		}
		must(t, w.svc.Lift(u.Ctx, mine, w.act(), no))
		_, err = w.svc.Find(u.Ctx, jo, p)
		must(t, err)
	})
}

// Somebody who joins after a refusal of their name is refused as well.
func TestANameIsRefusedForThoseWhoJoinLater(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		hired := staff{"dents": {"ximena": "Ximena Ruiz"}}
		w.svc.Knows(hired)
		p := w.person(t)
		receipt, err := w.svc.Refuse(u.Ctx, w.holder(t, p), w.act(), pasLui("", "dents", "Karim"))
		must(t, err)
		for _, n := range []struct{ id, name, want string }{{"paula", "Paula Roy", ""}, {"karim", "Karim Ben Ali", "karim"}} {
			hired["dents"][access.Worker(n.id)] = n.name
			w.joins(t, access.Worker(n.id), "dents")
			if got := w.refusedTo(t, p, "dents"); got != n.want {
				t.Errorf("after %s joined: %q are refused, want %q", n.name, got, n.want)
			}
		}
		must(t, w.svc.Lift(u.Ctx, w.holder(t, p), w.act(), receipt))
		hired["dents"]["karim-2"] = "Karim Roy"
		w.joins(t, "karim-2", "dents")
		if got := w.refusedTo(t, p, "dents"); got != "" {
			t.Errorf("a refusal that was lifted still refuses %q", got)
		}
	})
}
