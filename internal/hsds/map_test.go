package hsds_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"passerelle/internal/directory"
	"passerelle/internal/hsds"
	"passerelle/test/realdata"
)

// records are what a package became, by table.
func records(t *testing.T, p *hsds.Package) map[string][]directory.Record {
	t.Helper()
	out := map[string][]directory.Record{}
	if err := p.Records(func(r directory.Record) error {
		out[r.Table] = append(out[r.Table], r)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

func find(t *testing.T, list []directory.Record, field, value string) directory.Record {
	t.Helper()
	for _, r := range list {
		if r.Get(field) == value {
			return r
		}
	}
	t.Fatalf("no record with %s = %q among %d", field, value, len(list))
	return directory.Record{}
}

func wantField(t *testing.T, r directory.Record, field, want string) {
	t.Helper()
	if got := r.Get(field); got != want {
		t.Errorf("%s.%s = %q, want %q", r.Table, field, got, want)
	}
}

func hasIssue(list []directory.Issue, file, reason string, row int, column string) bool {
	return slices.ContainsFunc(list, func(i directory.Issue) bool {
		return i.File == file && i.Reason == reason && i.Row == row && i.Column == column
	})
}

func TestVersionsAreRecognisedByTheirTables(t *testing.T) {
	for folder, want := range map[string]string{"v11": "1.x", "v20": "2.0", "v3": "3.x", "json": "3.3"} {
		if got := open(t, hsds.Options{}, filepath.Join("testdata", folder)).Summary().Version; got != want {
			t.Errorf("%s is taken for %q, want %q", folder, got, want)
		}
	}
}

func TestMapsOnePointOne(t *testing.T) {
	p := open(t, hsds.Options{Dataset: "demo"}, filepath.Join("testdata", "v11"))
	r, is := records(t, p), issues(t, p)

	org := find(t, r["organization"], "name", "Le Pont du Nord")
	wantField(t, org, "website", "https://pont.exemple.ca")
	wantField(t, org, "year_incorporated", "1998")
	if !hasIssue(is, "organizations.csv", "fixed_url", 2, "url") {
		t.Error("the scheme put before an address is no issue")
	}
	meal := find(t, r["service"], "name", "Repas du midi")
	wantField(t, meal, "organization_id", org.ID())
	wantField(t, meal, "fees_description", "Gratuit")
	wantField(t, meal, "description", `Un repas chaud, chaque jour "sans question"`)
	wantField(t, meal, "eligibility_description", "18 ans et plus\nAucun papier demandé")
	if meal.Withheld {
		t.Error("a whole service is withheld")
	}
	if lost := find(t, r["service"], "name", "Orphelin"); !lost.Withheld || !hasIssue(is, "services.csv", "dangling", 3, "organization_id") {
		t.Error("a service whose organisation is missing is published, or no issue says so")
	}
	night := find(t, r["service"], "name", "Hébergement")
	wantField(t, night, "status", "active")
	if !hasIssue(is, "services.csv", "no_status", 4, "status") {
		t.Error("a status was given silently")
	}
	wantField(t, find(t, r["program"], "name", "Programme nuit"), "description", "Programme nuit")

	wantField(t, find(t, r["location"], "name", "Porte bleue"), "external_identifier", "l1")
	far := find(t, r["location"], "name", "Local projeté")
	wantField(t, far, "latitude", "")
	if !hasIssue(is, "locations.csv", "bad_coordinate", 3, "latitude") {
		t.Error("projected metres pass for a latitude")
	}
	street := find(t, r["address"], "address_type", "physical")
	wantField(t, street, "country", "CA")
	wantField(t, street, "address_2", "bureau 3")
	if post := find(t, r["address"], "address_type", "postal"); post.ID() == street.ID() {
		t.Error("physical and postal address 1 are one record")
	}
	phone := find(t, r["phone"], "number", "514-555-0100")
	wantField(t, phone, "extension", "")
	wantField(t, phone, "description", "12 ou 14\nAccueil")
	if n := len(r["language"]); n != 4 {
		t.Errorf("%d languages, want two of the phone and two of the service", n)
	}
	wantField(t, find(t, r["language"], "name", "Créole haïtien"), "code", "ht")
	wantField(t, find(t, r["language"], "name", "Espagnol"), "code", "es")

	monday := find(t, r["schedule"], "byday", "MO")
	wantField(t, monday, "freq", "WEEKLY")
	wantField(t, monday, "opens_at", "09:00")
	tuesday := find(t, r["schedule"], "byday", "TU")
	wantField(t, tuesday, "opens_at", "09:30")
	wantField(t, tuesday, "closes_at", "17:00")
	if !hasIssue(is, "holiday_schedules.csv", "bad_date", 2, "start_date") {
		t.Error("12/24/15 was read as a date")
	}
	term := find(t, r["taxonomy_term"], "code", "X2")
	wantField(t, term, "parent_id", find(t, r["taxonomy_term"], "code", "X1").ID())
	wantField(t, find(t, r["attribute"], "taxonomy_term_id", term.ID()), "value", "A*B")
	if !find(t, r["taxonomy_term"], "code", "BD-1800").Withheld {
		t.Error("a term of a proprietary taxonomy is published")
	}
	wantField(t, find(t, r["attribute"], "label", "comptant"), "link_id", meal.ID())
}

func TestMapsTwoPointZero(t *testing.T) {
	p := open(t, hsds.Options{Dataset: "demo"}, filepath.Join("testdata", "v20"))
	r, is := records(t, p), issues(t, p)
	org := find(t, r["organization"], "name", "Atelier Boréal")
	term := find(t, r["taxonomy_term"], "name", "Formulaires")
	wantField(t, find(t, r["attribute"], "link_id", org.ID()), "link_entity", "organization")
	wantField(t, find(t, r["attribute"], "link_entity", "service"), "taxonomy_term_id", term.ID())
	wantField(t, find(t, r["taxonomy"], "name", "maison"), "id", term.Get("taxonomy_id"))
	wantField(t, find(t, r["schedule"], "freq", "WEEKLY"), "byday", "MO,TU,WE,TH,FR,SA,SU")
	wantField(t, find(t, r["schedule"], "description", "YEARLY\n08:00\n20:00"), "opens_at", "") // hours alone would be every week's
	if !hasIssue(is, "schedules.csv", "bad_frequency", 3, "freq") {
		t.Error("a yearly rule is dropped silently")
	}
}

func TestMapsNestedJSON(t *testing.T) {
	p := open(t, hsds.Options{Dataset: "demo"}, filepath.Join("testdata", "json"))
	r, is := records(t, p), issues(t, p)
	if len(r["organization"]) != 1 || len(r["service"]) != 2 {
		t.Fatalf("%d organisations and %d services, want 1 and 2", len(r["organization"]), len(r["service"]))
	}
	org := r["organization"][0]
	wantField(t, org, "description", "Un organisme fictif.") // the richer of two copies
	shop := find(t, r["service"], "name", "Friperie")
	wantField(t, shop, "organization_id", org.ID())
	wantField(t, shop, "minimum_age", "18")
	if n := len(r["phone"]); n != 2 {
		t.Errorf("%d phones, want one met twice and one without id", n)
	}
	shared := find(t, r["phone"], "number", "514-555-0101")
	wantField(t, shared, "service_id", shop.ID())
	wantField(t, shared, "organization_id", org.ID())
	wantField(t, find(t, r["language"], "name", "Espagnol"), "code", "es")
	if len(r["schedule"]) != 1 {
		t.Error("operating_hours of 3.3 are no schedule")
	}
	find(t, r["attribute"], "label", "operating_hours")
	find(t, r["attribute"], "value", "été")
	if !slices.ContainsFunc(is, func(i directory.Issue) bool {
		return i.Reason == "wrong_type" && strings.Contains(i.Column, "languages")
	}) {
		t.Error("a text in the place of an object is no issue")
	}
}

// The official CSV example dangles in eight places, and its latitude is no
// place on Earth, so that its longitude is none either: ten issues and no other.
func TestOfficialPackage(t *testing.T) {
	p := open(t, hsds.Options{}, realdata.Path(t, "hsds-3.2.3", "examples", "csv"))
	counts := map[string]int{}
	for _, i := range issues(t, p) {
		counts[i.Reason]++
	}
	if len(counts) != 3 || counts["dangling"] != 8 || counts["bad_coordinate"] != 1 || counts["half_coordinate"] != 1 {
		t.Errorf("issues %v, want 8 dangling, 1 bad_coordinate and 1 half_coordinate", counts)
	}
	if l := p.Summary().Ledger; l.Cells != l.Mapped+2 {
		t.Errorf("%+v: every cell but two has a place in 3.2.3", l)
	}
}
