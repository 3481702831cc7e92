package directory_test

import (
	"strings"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
)

// looked is a package with things to look at, each at its record and field.
type looked struct {
	told
	issues []directory.Issue
}

func (p looked) Issues(fn func(directory.Issue) error) error {
	for _, i := range p.issues {
		if err := fn(i); err != nil {
			return err
		}
	}
	return nil
}

// nameless is the refuge, and a second service that nobody sees as it has no
// name; its telephone is written in words.
func nameless() looked {
	p := refuge()
	bare := rec("service", "bare", "organization_id", idOf("organization", "org"), "description", "Dentiste", "status", "active")
	bare.Withheld = true
	p.records = append(p.records, bare)
	return looked{p, []directory.Issue{
		{File: "services.csv", Row: 3, Column: "name", Reason: "missing", Table: "service", ID: idOf("service", "bare"), Field: "name"},
		{File: "services.csv", Row: 2, Column: "assured_date", Value: "hier", Reason: "bad_date", Table: "service", ID: idOf("service", "refuge"), Field: "assured_date"},
		{File: "phones.csv", Row: 2, Column: "number", Reason: "formula", Table: "phone", ID: idOf("phone", "tel"), Field: "number"},
		{File: "services.csv", Row: 2, Column: "organization_id", Reason: "dangling", Table: "service", ID: idOf("service", "refuge"), Field: "organization_id"},
		{File: "services.csv", Reason: "encoding"},
	}}
}

func importLooked(t *testing.T, u *dbtest.Universe, p directory.Incoming) *directory.Report {
	t.Helper()
	rep, err := services(u).Import(u.Ctx, operator, p, directory.ImportOptions{})
	must(t, err)
	return rep
}

// One step corrects a field; the next imports keep it; a record that was shown
// to nobody for want of it is shown from then on.
func TestCorrectedRemarkSurvivesTheNextImport(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		rep := importLooked(t, u, nameless())
		if n := len(loaded(t, u)); n != 1 {
			t.Fatalf("%d services are seen, want the one with a name", n)
		}
		m, err := services(u).Remark(u.Ctx, worker, rep.Run, 1)
		must(t, err)
		if m.Record == "" || m.Value != "" || m.Corrected || m.Column.Name != "name" {
			t.Errorf("before: %+v", m)
		}
		must(t, services(u).CorrectRemark(u.Ctx, worker, rep.Run, 1, " Clinique dentaire "))
		must(t, services(u).CorrectRemark(u.Ctx, worker, rep.Run, 2, "2026-02-28"))
		must(t, services(u).CorrectRemark(u.Ctx, worker, rep.Run, 3, "514 555-0199"))
		check := func(when string) {
			t.Helper()
			names := map[string]*directory.Listing{}
			for _, l := range loaded(t, u) {
				names[l.Name.FR] = l
			}
			if len(names) != 2 || names["Clinique dentaire"] == nil {
				t.Errorf("%s: %d services are seen", when, len(names))
			}
			if l := names["Refuge de nuit"]; l == nil || l.Phones[0].Number != "514 555-0199" {
				t.Errorf("%s: %+v", when, l)
			}
		}
		check("at once")
		if again := importLooked(t, u, nameless()); again.Run != "" {
			t.Errorf("corrections make the source look changed: %+v", again.Counts)
		}
		next := nameless()
		next.records[len(next.records)-1].Set("description", "Dentiste et hygiéniste")
		next.records[5].Set("extension", "14")
		importLooked(t, u, next)
		check("after the next import")
		mended, err := services(u).CorrectedRemarks(u.Ctx, worker, []directory.Found{{No: 1, Issue: nameless().issues[0]}, {No: 5, Issue: nameless().issues[4]}})
		must(t, err)
		if mended[1] != "Clinique dentaire" || len(mended) != 1 {
			t.Errorf("put here: %v", mended)
		}
		m, err = services(u).Remark(u.Ctx, worker, rep.Run, 1)
		must(t, err)
		if m.Value != "Clinique dentaire" || !m.Corrected {
			t.Errorf("after: %+v", m)
		}
	})
}

func TestCorrectRemarkRefuses(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		rep := importLooked(t, u, nameless())
		for no, value := range map[int]string{1: "  ", 2: "demain", 3: ""} {
			if err := services(u).CorrectRemark(u.Ctx, worker, rep.Run, no, value); !fault.Is(err, fault.Invalid) || len(fault.FieldsOf(err)) != 1 {
				t.Errorf("issue %d takes %q: %v", no, value, err)
			}
		}
		if err := services(u).CorrectRemark(u.Ctx, worker, rep.Run, 1, strings.Repeat("é", directory.CellMost+1)); !fault.Is(err, fault.Invalid) {
			t.Errorf("a name of %d signs is taken: %v", directory.CellMost+1, err)
		}
		for _, no := range []int{4, 5, 99} { // a link, a file, nothing
			if err := services(u).CorrectRemark(u.Ctx, worker, rep.Run, no, "x"); !fault.Is(err, fault.NotFound) {
				t.Errorf("issue %d: %v", no, err)
			}
		}
		stranger := access.ForWorker(dbtest.Region, "w2", "org-2", "", access.Intervention)
		if err := services(u).CorrectRemark(u.Ctx, stranger, rep.Run, 1, "x"); !fault.Is(err, fault.NotFound) {
			t.Errorf("whoever does not keep the directory mends it: %v", err)
		}
		must(t, services(u).Undo(u.Ctx, operator, rep.Run))
		if _, err := services(u).Remark(u.Ctx, worker, rep.Run, 1); !fault.Is(err, fault.NotFound) {
			t.Errorf("what was taken back can be corrected: %v", err)
		}
	})
}
