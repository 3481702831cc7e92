package directory_test

import (
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/id"
	"passerelle/internal/seal"
)

// told is a package made of records, for tests that are not about files.
type told struct {
	name    string
	records []directory.Record
}

func (p told) Summary() directory.Summary {
	s := directory.Summary{Dataset: p.name, Language: "fr", Version: "3.x", Digest: "d"}
	for _, r := range p.records {
		if !slices.Contains(s.Tables, r.Table) {
			s.Tables = append(s.Tables, r.Table)
		}
	}
	return s
}

func (p told) Records(fn func(directory.Record) error) error {
	for _, r := range p.records {
		if err := fn(r); err != nil {
			return err
		}
	}
	return nil
}

func (p told) Rows(fn func(directory.SourceRow) error) error {
	for i, r := range p.records {
		if err := fn(directory.SourceRow{File: r.Table + ".csv", No: i + 2, Raw: strings.Join(r.Values, ","), SHA256: r.Digest(), Cells: "m"}); err != nil {
			return err
		}
	}
	return nil
}

func (p told) Issues(func(directory.Issue) error) error { return nil }

func rec(table, name string, pairs ...string) directory.Record {
	r := directory.NewRecord(table, idOf(table, name))
	for i := 0; i < len(pairs); i += 2 {
		if !r.Set(pairs[i], pairs[i+1]) {
			panic(table + " has no column " + pairs[i])
		}
	}
	return r
}

func idOf(table, name string) string { return id.Derived("test", table, name) }

// refuge is one service with all that a listing shows.
func refuge() told {
	s, l, o := idOf("service", "refuge"), idOf("location", "porte"), idOf("organization", "org")
	return told{"demo", []directory.Record{
		rec("organization", "org", "name", "Le Pont", "description", "Un lieu", "website", "https://pont.exemple.ca"),
		rec("service", "refuge", "organization_id", o, "name", "Refuge de nuit", "description", "Un lit pour la nuit", "status", "active",
			"fees_description", "Gratuit", "minimum_age", "18", "assured_date", "2026-02-01", "assurer_email", "info@pont.exemple.ca", "eligibility_description", "Adultes"),
		rec("location", "porte", "location_type", "physical", "name", "Porte bleue", "latitude", "45.53", "longitude", "-73.55", "transportation", "Métro Papineau"),
		rec("service_at_location", "entree", "service_id", s, "location_id", l),
		rec("address", "adresse", "location_id", l, "address_1", "12 rue des Érables", "city", "Montréal", "state_province", "QC",
			"postal_code", "H2X 1Y4", "country", "CA", "address_type", "physical"),
		rec("phone", "tel", "service_id", s, "number", "514-555-0100", "extension", "12", "type", "voice"),
		rec("schedule", "nuit", "service_id", s, "freq", "WEEKLY", "byday", "MO,TU", "opens_at", "20:00", "closes_at", "08:00"),
		rec("language", "es", "service_id", s, "name", "Espagnol", "code", "es"),
		rec("required_document", "doc", "service_id", s, "document", "Aucun"),
		rec("taxonomy", "papers", "name", "papers-accepted", "description", "Papiers"),
		rec("taxonomy_term", "ifhp", "code", "papers-accepted:ifhp", "name", "PFSI", "description", "PFSI", "taxonomy_id", idOf("taxonomy", "papers")),
		rec("attribute", "accepts", "link_id", s, "link_entity", "service", "taxonomy_term_id", idOf("taxonomy_term", "ifhp"), "value", "announced"),
		rec("translation", "en", "resource_type", "service", "resource_id", s, "field_name", "name", "language", "en-CA", "value", "Night shelter", "origin", "human"),
	}}
}

// lePont is the organisation that gives the refuge.
var lePont = access.Org(idOf("organization", "org"))

var (
	operator = access.ForOperator(dbtest.Region)
	worker   = access.ForWorker(dbtest.Region, "w1", lePont, "", access.Coordination)
)

func services(u *dbtest.Universe) *directory.Service {
	return directory.New(u.DB, event.NewLog(nil))
}

func mustImport(t *testing.T, u *dbtest.Universe, p told) *directory.Report {
	t.Helper()
	rep, err := services(u).Import(u.Ctx, operator, p, directory.ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return rep
}

func loaded(t *testing.T, u *dbtest.Universe) (all []*directory.Listing) {
	t.Helper()
	if err := u.DB.Read(u.Ctx, func(tx *db.Tx) (err error) {
		all, err = directory.Load(u.Ctx, tx, dbtest.Region)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

func one(t *testing.T, u *dbtest.Universe) *directory.Listing {
	t.Helper()
	all := loaded(t, u)
	if len(all) != 1 {
		t.Fatalf("%d listings, want 1", len(all))
	}
	return all[0]
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestLoadBuildsTheWholeListing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		l := one(t, u)
		if l.Name != (directory.Text{FR: "Refuge de nuit", EN: "Night shelter"}) || l.OrgName.FR != "Le Pont" || l.URL != "https://pont.exemple.ca" {
			t.Errorf("names %+v of %+v at %s", l.Name, l.OrgName, l.URL)
		}
		if l.MinAge != 18 || l.Fees.FR != "Gratuit" || l.ConfirmedBy != "Le Pont" || l.ConfirmedAt.Format(time.DateOnly) != "2026-02-01" || len(l.Code) != 7 || l.Source != "demo" {
			t.Errorf("%+v", l)
		}
		if len(l.Phones) != 1 || l.Phones[0].Extension != "12" || !slices.Equal(l.Languages, []string{"es"}) || len(l.Documents) != 1 {
			t.Errorf("phones %v, languages %v, documents %v", l.Phones, l.Languages, l.Documents)
		}
		if len(l.Hours) != 1 || l.Hours[0].Opens != 20*60 || l.Hours[0].Closes != 32*60 || l.Hours[0].Days != 3 {
			t.Errorf("hours %+v: open past midnight on Monday and Tuesday", l.Hours)
		}
		if len(l.Places) != 1 || l.Places[0].Address != "12 rue des Érables" || !l.Places[0].HasPoint || l.Places[0].City != "Montréal" {
			t.Errorf("places %+v", l.Places)
		}
		if l.Papers[directory.IFHP] != directory.AcceptAnnounced {
			t.Error("an attribute of our taxonomy is no fact")
		}
		if !slices.Contains(l.Needs, "sleep.shelter") {
			t.Errorf("needs %v: its name speaks of a shelter", l.Needs)
		}
		must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) error {
			for _, find := range []func() (*directory.Listing, error){
				func() (*directory.Listing, error) { return directory.Find(u.Ctx, tx, dbtest.Region, l.ID) },
				func() (*directory.Listing, error) { return directory.FindByCode(u.Ctx, tx, dbtest.Region, l.Code) },
			} {
				got, err := find()
				if err != nil {
					return err
				}
				if got.ID != l.ID || len(got.Places) != 1 || len(got.Phones) != 1 || len(got.Hours) != 1 || got.Name != l.Name || len(got.Papers) != 1 {
					t.Errorf("found alone it is %+v", got)
				}
			}
			if _, err := directory.Find(u.Ctx, tx, dbtest.Region, "nothing"); !fault.Is(err, fault.NotFound) {
				t.Errorf("an unknown service: %v", err)
			}
			return nil
		}))
	})
}

func TestWithheldServicesAreNotListed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		p := refuge()
		p.records[1].Withheld = true
		rep := mustImport(t, u, p)
		if all := loaded(t, u); len(all) != 0 || rep.Tables["service"].Refused != 1 {
			t.Errorf("%d listings; %+v", len(all), rep.Tables["service"])
		}
	})
}

func TestReimportUpdatesMarksAndCanBeUndone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		first := mustImport(t, u, refuge())
		code := one(t, u).Code

		next := refuge()
		next.records[1].Set("name", "Refuge de jour")
		next.records = slices.DeleteFunc(next.records, func(r directory.Record) bool { return r.ID() == idOf("phone", "tel") })
		next.records = append(next.records, rec("phone", "autre", "service_id", idOf("service", "refuge"), "number", "514-555-0199", "type", "voice"))
		u.Clock.Advance(time.Hour)
		dry, err := services(u).Import(u.Ctx, operator, next, directory.ImportOptions{DryRun: true})
		must(t, err)
		second := mustImport(t, u, next)
		if dry.Counts != second.Counts || second.Counts.New != 1 || second.Counts.Changed != 1 || second.Counts.Absent != 1 {
			t.Errorf("the dry run said %+v, the import did %+v", dry.Counts, second.Counts)
		}
		l := one(t, u)
		if l.Name.FR != "Refuge de jour" || l.Code != code || len(l.Phones) != 2 {
			t.Errorf("%s, code %s was %s, phones %v: what left its source stays", l.Name.FR, l.Code, code, l.Phones)
		}
		if err := services(u).Undo(u.Ctx, operator, first.Run); !fault.Is(err, fault.Conflict) {
			t.Errorf("undoing an import that another stands on: %v", err)
		}
		must(t, services(u).Undo(u.Ctx, operator, second.Run))
		if l := one(t, u); l.Name.FR != "Refuge de nuit" || len(l.Phones) != 1 || l.Phones[0].Number != "514-555-0100" {
			t.Errorf("after undo: %s, %v", l.Name.FR, l.Phones)
		}
		if again := mustImport(t, u, refuge()); again.Run != "" {
			t.Errorf("after undo the first package is no longer what is there: %+v", again.Counts)
		}
		if err := services(u).Undo(u.Ctx, operator, second.Run); !fault.Is(err, fault.Conflict) {
			t.Errorf("undone twice: %v", err)
		}
		u.Clock.Advance(directory.UndoFor)
		if err := services(u).Undo(u.Ctx, operator, first.Run); !fault.Is(err, fault.Conflict) {
			t.Errorf("undone after thirty days: %v", err)
		}
		u.Clock.Advance(-2 * time.Hour)
		must(t, services(u).Undo(u.Ctx, operator, first.Run))
		if all := loaded(t, u); len(all) != 0 {
			t.Errorf("%d listings of an import that was undone", len(all))
		}
		u.WantEvents(t, "directory.imported", "directory.imported", "directory.undone", "directory.undone")
	})
}

func TestOnlyKeepersImport(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		rep := mustImport(t, u, refuge())
		d := services(u)
		for _, by := range []access.Actor{{}, access.Anyone(dbtest.Region), access.ForPerson(dbtest.Region, "t", "p"), access.ForLink(dbtest.Region, "r", "o"),
			access.ForWorker(dbtest.Region, "w", lePont, "", access.Intervention)} {
			_, err := d.Import(u.Ctx, by, refuge(), directory.ImportOptions{DryRun: true})
			for act, err := range map[string]error{"import": err, "undo": d.Undo(u.Ctx, by, rep.Run)} {
				if !fault.Is(err, fault.NotFound) {
					t.Errorf("%s may %s: %v", by.Kind(), act, err)
				}
			}
		}
		u.WantEvents(t, "directory.imported")
	})
}

func TestHiddenAddressNeverLeaves(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		p := refuge()
		for _, r := range p.records {
			if r.Table == "service_at_location" {
				p.records = append(p.records, rec("contact", "door", "service_at_location_id", r.ID(), "name", "Zoé Persona", "title", "Accueil"),
					rec("contact", "place", "location_id", r.Get("location_id"), "name", "Zoé Persona", "email", "zoe.persona@exemple.ca", "title", "Accueil"))
			}
		}
		mustImport(t, u, p)
		l := one(t, u)
		must(t, services(u).HideAddress(u.Ctx, worker, l.ID, l.Places[0].ID, true))
		l = one(t, u)
		if p := l.Places[0]; p.Address != "" || p.Postal != "" || p.HasPoint || p.Lat != 0 || !p.Hidden || !l.Sensitive || !p.Transport.Empty() {
			t.Errorf("shown all the same: %+v", p)
		}
		if mustImport(t, u, p); one(t, u).Places[0].Address != "" {
			t.Error("an import shows it again")
		}
		must(t, services(u).Export(u.Ctx, access.Anyone(dbtest.Region), func(r directory.Record) error {
			for _, v := range r.Values {
				for _, secret := range []string{"Érables", "H2X", "45.53", "Papineau", "Persona", "persona"} {
					if strings.Contains(v, secret) {
						t.Errorf("%s leaves %q", r.Table, v)
					}
				}
			}
			return nil
		}))
	})
}

func TestFactsSaidHereWinAndLeave(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		l, d := one(t, u), services(u)
		must(t, d.Declare(u.Ctx, worker, l.ID,
			directory.Fact{Kind: directory.FactPaper, Code: "ifhp", Value: "confirmed"},
			directory.Fact{Kind: directory.FactAsk, Code: "status", Value: "no"},
			directory.Fact{Kind: directory.FactNeed, Code: "eat.meal"},
			directory.Fact{Kind: directory.FactMark, Code: directory.MarkUnconditional},
			directory.Fact{Kind: directory.FactPopulation, Code: "men"},
			directory.Fact{Kind: directory.FactCapacity, Code: "open"}))
		must(t, d.Declare(u.Ctx, worker, l.ID, directory.Fact{Kind: directory.FactCapacity, Code: "full"}))
		must(t, d.Confirm(u.Ctx, worker, l.ID, "Refuge du Fleuve"))
		if err := d.Declare(u.Ctx, worker, l.ID, directory.Fact{Kind: directory.FactPaper, Code: "passport", Value: "yes"}); !fault.Is(err, fault.Invalid) {
			t.Errorf("a paper that is none of ours: %v", err)
		}
		mustImport(t, u, refuge())
		l = one(t, u)
		if l.Papers[directory.IFHP] != directory.AcceptConfirmed || l.Asks[directory.AskStatus] != directory.AskedNo || !l.Unconditional ||
			l.Capacity != directory.CapacityFull || !l.CapacityAt.Equal(dbtest.Start) || !slices.Equal(l.Needs, []string{"eat.meal"}) || !slices.Equal(l.Populations, []string{"men"}) {
			t.Errorf("%+v", l)
		}
		if l.ConfirmedBy != "Refuge du Fleuve" || !l.ConfirmedAt.Equal(dbtest.Start) {
			t.Errorf("confirmed by %s at %s", l.ConfirmedBy, l.ConfirmedAt)
		}
		var values []string
		must(t, d.Export(u.Ctx, operator, func(r directory.Record) error {
			if r.Table == "attribute" {
				values = append(values, r.Get("label")+"="+r.Get("value"))
			}
			return nil
		}))
		slices.Sort(values)
		if got := strings.Join(values, " "); got != "eat.meal= full=2026-03-02T14:00:00Z ifhp=confirmed men= needs:eat.meal=exact populations:men=exact status=no unconditional=" {
			t.Errorf("attributes that leave: %s", got)
		}
	})
}

func TestCorrectionSurvivesTheNextImport(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		must(t, services(u).Correct(u.Ctx, worker, one(t, u).ID, "name", "Refuge des Tilleuls"))
		if again := mustImport(t, u, refuge()); again.Run != "" {
			t.Errorf("a correction makes the source look changed: %+v", again.Counts)
		}
		next := refuge()
		next.records[1].Set("name", "Refuge renommé")
		next.records[1].Set("description", "Autre texte")
		mustImport(t, u, next)
		if l := one(t, u); l.Name.FR != "Refuge des Tilleuls" || l.Summary.FR != "Autre texte" {
			t.Errorf("name %q, summary %q", l.Name.FR, l.Summary.FR)
		}
	})
}

func TestClosedDoors(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		l, d := one(t, u), services(u)
		must(t, d.ReportClosedDoor(u.Ctx, access.Anyone(dbtest.Region), "act-1", l.ID, directory.DoorFull, ""))
		if err := d.ReportClosedDoor(u.Ctx, worker, "act-2", l.ID, directory.DoorOther, "rien à sceller avec"); err == nil {
			t.Error("words are kept without a vault to seal them")
		}
		d.Seals(vault(t))
		u.Clock.Advance(60 * 24 * time.Hour)
		must(t, d.ReportClosedDoor(u.Ctx, worker, "act-2", l.ID, directory.DoorLanguage, " Personne ne parlait espagnol. "))
		if n := one(t, u).ClosedDoors; n != 2 {
			t.Errorf("%d reports counted, want 2", n)
		}
		u.Clock.Advance(60 * 24 * time.Hour)
		if n := one(t, u).ClosedDoors; n != 1 {
			t.Errorf("%d reports counted after ninety days of the first, want 1", n)
		}
		var kept string
		must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) error {
			return tx.QueryRow(u.Ctx, `SELECT MAX(d.words) FROM closed_door AS d`).Scan(&kept)
		}))
		if kept == "" || strings.Contains(kept, "espagnol") {
			t.Errorf("the words lie open: %q", kept)
		}
		got, err := d.ClosedDoorsOf(u.Ctx, worker, l.ID)
		must(t, err)
		if len(got) != 1 || got[0].Words != "Personne ne parlait espagnol." || got[0].Org != lePont {
			t.Errorf("%+v", got)
		}
		for _, bad := range []error{
			d.ReportClosedDoor(u.Ctx, worker, "act-3", l.ID, "because", ""),
			d.ReportClosedDoor(u.Ctx, worker, "act-4", l.ID, directory.DoorOther, strings.Repeat("é", directory.DoorWords+1)),
		} {
			if !fault.Is(bad, fault.Invalid) {
				t.Errorf("a malformed report: %v", bad)
			}
		}
		if err := d.ReportClosedDoor(u.Ctx, worker, "act-5", "nothing", directory.DoorFull, ""); !fault.Is(err, fault.NotFound) {
			t.Errorf("a report on nothing: %v", err)
		}
		must(t, d.ReportClosedDoor(u.Ctx, worker, "act-2", l.ID, directory.DoorLanguage, "")) // the button pressed twice
		u.WantEvents(t, "directory.imported", "directory.door_closed", "directory.door_closed")
	})
}

// broken is a package whose reading fails after some records.
type broken struct {
	told
	after int
}

func (p broken) Records(fn func(directory.Record) error) error {
	for i, r := range p.records {
		if i == p.after {
			return errors.New("the disk went away")
		}
		if err := fn(r); err != nil {
			return err
		}
	}
	return nil
}

func TestInterruptedImportLeavesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		many := told{name: "demo"}
		for i := range 300 { // several batches were written when it stops
			many.records = append(many.records, rec("organization", strconv.Itoa(i), "name", "Organisme", "description", "Fictif"))
		}
		if _, err := services(u).Import(u.Ctx, operator, broken{many, 250}, directory.ImportOptions{}); err == nil {
			t.Fatal("a package that cannot be read to its end was imported")
		}
		var n int
		must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) error {
			return tx.QueryRow(u.Ctx, `SELECT (SELECT count(*) FROM organization) + (SELECT count(*) FROM dataset) + (SELECT count(*) FROM source_record)`).Scan(&n)
		}))
		if n != 0 {
			t.Errorf("%d rows of an import that stopped", n)
		}
		u.WantEvents(t)
		if rep := mustImport(t, u, many); rep.Counts.New != 300 {
			t.Errorf("afterwards the same package brings %+v", rep.Counts)
		}
	})
}

// TestLoadInBatches: read by ids a few at a time, listings are those that are
// read from end to end, in the same order.
func TestLoadInBatches(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		many := refuge()
		for i := range 20 {
			name := "s" + strconv.Itoa(i)
			many.records = append(many.records,
				rec("service", name, "organization_id", idOf("organization", "org"), "name", "Service "+name, "status", "active"),
				rec("phone", name, "service_id", idOf("service", name), "number", "514 555-01"+strconv.Itoa(10+i)))
		}
		mustImport(t, u, many)
		must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) error {
			whole, err := directory.Load(u.Ctx, tx, dbtest.Region)
			if err != nil {
				return err
			}
			for _, batch := range []int{1, 4, len(whole), 100} {
				var got []*directory.Listing
				if err := directory.LoadInBatches(u.Ctx, tx, dbtest.Region, 0, batch, func(some []*directory.Listing) error {
					got = append(got, some...)
					return nil
				}); err != nil {
					return err
				}
				if len(whole) < 20 || !reflect.DeepEqual(got, whole) {
					t.Errorf("by %d: %d listings, read whole %d", batch, len(got), len(whole))
				}
			}
			return nil
		}))
	})
}

// vault seals what a test writes.
func vault(t *testing.T) *seal.Vault {
	t.Helper()
	keys, err := seal.NewKeys()
	must(t, err)
	v, err := seal.NewVault(keys)
	must(t, err)
	return v
}
