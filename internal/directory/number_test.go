package directory_test

import (
	"slices"
	"testing"

	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
)

func TestNumbersThatNobodyCalls(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ said, words, want string }{
		{"fax", "", directory.KindFax}, {"Fax", "", directory.KindFax}, {"FAX:", "", directory.KindFax}, {"Télécopieur", "", directory.KindFax}, {"", "Fax", directory.KindFax},
		{"TTY", "", directory.KindTextphone}, {"TDD/TTY", "", directory.KindTextphone}, {"ATS", "", directory.KindTextphone},
		{"SMS", "", directory.KindText}, {"texto", "", directory.KindText},
		{"voice", "Fax", "voice"}, {"", "Pas de fax ici", ""}, {"cell", "", "cell"}, {"", "", ""},
	} {
		if got := directory.NumberKind(c.said, c.words); got != c.want {
			t.Errorf("%q, %q: %q, want %q", c.said, c.words, got, c.want)
		}
	}
}

// TestAFaxIsNoNumberToCall: a service that gives a fax and nothing else is reached
// through its organisation.
func TestAFaxIsNoNumberToCall(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		p := refuge()
		p.records = slices.DeleteFunc(p.records, func(r directory.Record) bool { return r.Table == "phone" })
		p.records = append(p.records,
			rec("phone", "fax", "service_id", idOf("service", "refuge"), "number", "514-555-0111", "type", "Télécopieur"),
			rec("phone", "accueil", "organization_id", string(lePont), "number", "514-555-0122", "type", "voice"))
		mustImport(t, u, p)
		l := one(t, u)
		if !slices.ContainsFunc(l.Phones, func(p directory.Phone) bool { return p.Number == "514-555-0122" && p.Voice() }) {
			t.Errorf("nothing to call: %+v", l.Phones)
		}
		if !slices.ContainsFunc(l.Phones, func(p directory.Phone) bool { return p.Number == "514-555-0111" && !p.Voice() }) {
			t.Errorf("a fax is to be called: %+v", l.Phones)
		}
	})
}
