package app_test

import (
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/app"
	"passerelle/internal/consent"
	"passerelle/internal/fault"
)

// TestThePersonOfAStrongbox: their page answers while it is shut, they take back
// what they allowed, and a name that they refuse keeps away whoever joins.
func TestThePersonOfAStrongbox(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, set app.Settings) {
		r := openRefuge(t, set)
		admin, maelle := r.desk(t, "Ada", r.halte, access.Administration), r.desk(t, "Maelle", r.halte, access.Intervention)
		drawn := r.makes(t, admin)
		must(t, r.Strongbox.Open(maelle.ctx, maelle.by, drawn.Words))
		p, draft := r.keeps(t, maelle)
		must(t, r.consents(t, maelle, p, consent.OnScreen))
		must(t, r.Referral.Send(maelle.ctx, maelle.by, draft, r.flock.act()))
		w, err := r.Consent.NewThread(maelle.ctx, maelle.by, p)
		must(t, err)
		person, err := r.Consent.Open(t.Context(), r.Region, "here", w.String())
		must(t, err)

		view, err := r.Consent.Overview(t.Context(), person)
		must(t, err)
		if len(view.Recipients) != 1 || view.Recipients[0].WhatFor != "" {
			t.Errorf("shut, their page: %+v", view.Recipients)
		}
		if _, err := r.Consent.Receipts(t.Context(), person); err != nil {
			t.Errorf("their receipts: %v", err)
		}
		receipt, err := r.Consent.Refuse(t.Context(), person, r.flock.act(), consent.Refusal{Recipient: r.dents, Name: "Lea Roy", Wording: "v1", Language: "fr"})
		must(t, err)
		if _, err := r.Consent.Receipt(t.Context(), person, receipt); err != nil {
			t.Errorf("the receipt of a name: %v", err)
		}
		// Nobody can read the name now: whoever joins may bear it.
		joined := r.desk(t, "Lea Roy", r.dents, access.Intervention)
		if _, err := r.Referral.Show(joined.ctx, joined.by, draft); !fault.Is(err, fault.NotFound) {
			t.Errorf("who was refused by name, and joined while it was shut, reads: %v", err)
		}
		if _, err := r.Consent.Withdraw(t.Context(), person, r.flock.act(), p, r.dents); err != nil {
			t.Errorf("withdrawal: %v", err)
		}
		if _, err := r.Consent.About(maelle.ctx, maelle.by, p); err != nil {
			t.Errorf("open again, what they answered: %v", err)
		}
		must(t, r.Stop())
	})
}

// TestAStrongboxTellsCodesToNobody: the mark of a person's code is made with the
// organisation's own key, and codes stay unique.
func TestAStrongboxTellsCodesToNobody(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, set app.Settings) {
		r := openRefuge(t, set)
		admin, maelle := r.desk(t, "Ada", r.halte, access.Administration), r.desk(t, "Maelle", r.halte, access.Intervention)
		_, err := r.Consent.Create(maelle.ctx, maelle.by, r.flock.act(), consent.NewPerson{Code: "Mésange"})
		must(t, err)
		guess := r.Keys.Fingerprint("person-code", string(r.halte)+"\x00mesange")
		marks := func() map[string]int {
			return numbers(t, r.App, `SELECT p.code_mark, count(*) FROM person AS p GROUP BY p.code_mark`)
		}
		if marks()[guess] != 1 {
			t.Fatal("control: the guess finds nobody before")
		}
		drawn := r.makes(t, admin)
		must(t, r.Strongbox.Open(maelle.ctx, maelle.by, drawn.Words))
		if _, err := r.Consent.Create(maelle.ctx, maelle.by, r.flock.act(), consent.NewPerson{Code: "mesange"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("the same code again: %v", err)
		}
		_, err = r.Consent.Create(maelle.ctx, maelle.by, r.flock.act(), consent.NewPerson{Code: "Grive"})
		must(t, err)
		later := r.Keys.Fingerprint("person-code", string(r.halte)+"\x00grive")
		if m := marks(); m[guess]+m[later] != 0 {
			t.Errorf("whoever has the installation's keys finds a code: %v", m)
		}
		must(t, r.Stop())
	})
}
