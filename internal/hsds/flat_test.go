package hsds_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/hsds"
	"passerelle/test/realdata"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// guessed reads a flat table by the mapping that its headers suggest.
func guessed(t *testing.T, file string) (hsds.Mapping, *hsds.Package) {
	t.Helper()
	m := open(t, hsds.Options{}, file).Suggested()
	return m, open(t, hsds.Options{Dataset: "flat", Mapping: &m}, file)
}

// What the headers of real lists suggest is a file that people can read: each
// change to it is looked at.
func TestGuessIsGolden(t *testing.T) {
	for _, name := range []string{"organismes", "agencies-211"} {
		m, _ := guessed(t, filepath.Join("testdata", "flat", name+".csv"))
		golden := filepath.Join("testdata", "mappings", name+".json")
		if *update {
			if err := os.WriteFile(golden, m.JSON(), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if string(want) != string(m.JSON()) {
			t.Errorf("%s: the guess is\n%s", name, m.JSON())
		}
		if again, err := hsds.ParseMapping(m.JSON()); err != nil || string(again.JSON()) != string(want) {
			t.Errorf("%s: read back as another: %v", name, err)
		}
	}
}

// A French list of three rows makes two organisations, three services and what
// hangs on them; what nobody meant for the public goes nowhere.
func TestFrenchListByItsGuess(t *testing.T) {
	_, p := guessed(t, filepath.Join("testdata", "flat", "organismes.csv"))
	r, is := records(t, p), issues(t, p)
	if len(r["organization"]) != 2 || len(r["service"]) != 3 || len(r["location"]) != 2 || len(r["service_at_location"]) != 3 {
		t.Fatalf("%d organisations, %d services, %d places, %d entry points", len(r["organization"]), len(r["service"]), len(r["location"]), len(r["service_at_location"]))
	}
	org := find(t, r["organization"], "name", "Maison Boréale")
	wantField(t, org, "description", "Nourrir le quartier")
	meals := find(t, r["service"], "name", "Dépannage alimentaire")
	wantField(t, meals, "organization_id", org.ID())
	wantField(t, meals, "status", "active")
	wantField(t, meals, "url", "https://www.boreale.exemple.ca")
	wantField(t, meals, "eligibility_description", "Adultes")
	wantField(t, meals, "assured_date", "2026-01-15")
	tel := find(t, r["phone"], "number", "514 555-0101")
	wantField(t, tel, "service_id", meals.ID())
	wantField(t, tel, "extension", "12")
	wantField(t, find(t, r["phone"], "number", "514 555-0102"), "type", "fax")
	wantField(t, find(t, r["address"], "postal_code", "H2X 1Y4"), "country", "CA")
	wantField(t, find(t, r["address"], "postal_code", "H2X 1Y4"), "state_province", "QC")
	wantField(t, find(t, r["language"], "name", "Espagnol"), "code", "es")
	night := find(t, r["service"], "name", "Accueil de nuit")
	wantField(t, find(t, r["schedule"], "service_id", meals.ID()), "byday", "MO,TU,WE,TH,FR")
	wantField(t, find(t, r["schedule"], "service_id", night.ID()), "closes_at", "23:59")
	wantField(t, find(t, r["schedule"], "description", "Le 1er mardi du mois"), "byday", "")
	wantField(t, find(t, r["attribute"], "label", "Entraide"), "link_entity", "service")
	for _, want := range []struct {
		row    int
		reason string
		column string
	}{{1, "unmapped_column", "Couleur"}, {3, "hours_in_words", "Heures d'ouverture"}, {4, "bad_date", "Date de mise à jour"}} {
		if !hasIssue(is, "organismes.csv", want.reason, want.row, want.column) {
			t.Errorf("%s is not told at row %d", want.reason, want.row)
		}
	}
	for table, list := range r {
		for _, x := range list {
			if joined := strings.Join(x.Values, " "); strings.Contains(joined, "Paul") || strings.Contains(joined, "bleu") {
				t.Errorf("%s holds %q", table, joined)
			}
			if x.Withheld {
				t.Errorf("%s %v is withheld", table, x.Values)
			}
		}
	}
	l := p.Summary().Ledger
	if l.Cells != 47 || l.Faulty != 1 || l.Residual != 3 || p.Summary().Version != "flat" {
		t.Errorf("ledger %d cells, %d faulty, %d residual, version %s", l.Cells, l.Faulty, l.Residual, p.Summary().Version)
	}
	notes := l.Files[0].Columns[18]
	if !notes.Ignored || notes.Residual != 1 {
		t.Errorf("%s: %+v", notes.Column, notes)
	}
}

// An English file in the style of 211: numbers make the ids, codes of a
// taxonomy that is not ours are kept and withheld.
func TestList211ByItsGuess(t *testing.T) {
	_, p := guessed(t, filepath.Join("testdata", "flat", "agencies-211.csv"))
	r := records(t, p)
	org := find(t, r["organization"], "name", "Northern Lantern")
	wantField(t, find(t, r["organization_identifier"], "identifier", "1001"), "organization_id", org.ID())
	meals := find(t, r["service"], "organization_id", org.ID())
	wantField(t, meals, "name", "Meals")
	wantField(t, meals, "status", "active")
	wantField(t, meals, "application_process", "Walk in")
	wantField(t, find(t, r["address"], "address_1", "PO Box 7"), "address_type", "postal")
	wantField(t, find(t, r["phone"], "number", "1-800-555-0100"), "description", "Sans frais")
	if n := len(r["language"]); n != 4 {
		t.Errorf("%d languages, want 4", n)
	}
	wantField(t, find(t, r["schedule"], "opens_at", "09:00"), "byday", "MO,TU,WE,TH,FR")
	opaque := 0
	for _, table := range []string{"attribute", "taxonomy_term", "taxonomy"} {
		for _, x := range r[table] {
			told := strings.Contains(strings.Join(x.Values, " "), "BD-5000.8300") || x.Get("name") == "airs" || x.Get("label") == "BH-1800.8500"
			if told {
				opaque++
			}
			if told && !x.Withheld {
				t.Errorf("%s %v is published", table, x.Values)
			}
		}
	}
	if opaque < 4 {
		t.Error("the codes are nowhere: the test proves nothing")
	}
}

// The next file of the source updates: a telephone that changes is a change, a
// row that moves is none, and the same bytes are nothing at all.
func TestFlatListComesAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		b, err := os.ReadFile(filepath.Join("testdata", "flat", "organismes.csv"))
		if err != nil {
			t.Fatal(err)
		}
		m := open(t, hsds.Options{}, written(t, "organismes.csv", string(b))).Suggested()
		o := hsds.Options{Dataset: "flat", Mapping: &m}
		imported(t, u, o, written(t, "organismes.csv", string(b)))
		if again := imported(t, u, o, written(t, "organismes.csv", string(b))); again.Run != "" {
			t.Errorf("the same again: %+v", again.Counts)
		}
		lines := strings.Split(strings.TrimSpace(string(b)), "\n")
		lines[1], lines[3] = lines[3], strings.ReplaceAll(lines[1], "514 555-0101", "514 555-0199")
		next := imported(t, u, o, written(t, "organismes.csv", strings.Join(lines, "\n")))
		if next.Counts.New != 0 || next.Counts.Absent != 0 || next.Counts.Changed != 1 || next.Tables["phone"].Changed != 1 {
			t.Errorf("a telephone changed and two rows moved: %+v", next.Counts)
		}
	})
}

// Two rows that tell the same service with other words are both kept; one row
// told twice is one service.
func TestRowsOfOneName(t *testing.T) {
	m, p := guessed(t, written(t, "liste.csv", "Organisme,Service,Téléphone\nLe Fanal,Repas,514 555-0100\nLe Fanal,Repas,514 555-0101\nLe Fanal,Repas,514 555-0100\n"))
	r := records(t, p)
	if len(r["service"]) != 2 || len(r["phone"]) != 2 || len(r["organization"]) != 1 {
		t.Errorf("%d services, %d telephones, %d organisations", len(r["service"]), len(r["phone"]), len(r["organization"]))
	}
	if !hasIssue(issues(t, p), "liste.csv", "same_twice", 3, "") || !hasIssue(issues(t, p), "liste.csv", "row_twice", 4, "id") {
		t.Errorf("told: %v", issues(t, p))
	}
	if len(m.Files[0].Columns) != 3 {
		t.Errorf("%d columns guessed", len(m.Files[0].Columns))
	}
}

// A row without a name makes a place that stands on no page: it is told, with its
// line and the column to fill, also when it ends before that column.
func TestARowWithoutItsNameIsTold(t *testing.T) {
	for name, table := range map[string]string{
		"first.csv": "Nom,Adresse,Ville\nLa Huche,1 rue X,Laval\n,2 rue Y,Laval\n",
		"last.csv":  "Adresse,Ville,Nom\n1 rue X,Laval,La Huche\n2 rue Y,Laval\n",
	} {
		_, p := guessed(t, written(t, name, table))
		if len(records(t, p)["service"]) != 1 {
			t.Fatalf("%s: not one service", name)
		}
		if !hasIssue(issues(t, p), name, "missing", 3, "Nom") {
			t.Errorf("%s: a row without a name is not told: %v", name, issues(t, p))
		}
	}
}

// Each form of a rule does what its name says.
func TestRulesOfAMapping(t *testing.T) {
	m, err := hsds.ParseMapping([]byte(`{"passerelle_mapping": 1, "files": [{"columns": [
		{"column": "Nom", "to": ["service.name"]},
		{"column": "no", "to": ["address.address_1"]},
		{"column": "RUE", "to": ["address.address_1"], "join": " "},
		{"column": "ville et province", "to": ["address.city", "address.state_province"], "parts": ", "},
		{"column": "papiers", "attribute": "papers-accepted", "values": {"PFSI oui": "ifhp", "-": ""}},
		{"column": "langues", "to": ["language.name"], "split": "+"},
		{"column": "bus", "to": ["service.description"], "label": "Autobus"},
		{"column": "texte", "to": ["service.description"]},
		{"column": "#9", "ignore": true},
		{"column": "tel org", "to": ["organization/phone.number"]},
		{"column": "absente", "to": ["service.url"]}
	], "constants": [{"to": "organization.name", "value": "Ville fictive"}, {"to": "service.status", "value": "active"}, {"to": "phone:fax.type", "value": "fax"}],
	"keys": {"service": ["Nom"]}}]}`))
	if err != nil {
		t.Fatal(err)
	}
	p := open(t, hsds.Options{Dataset: "rules", Mapping: &m}, written(t, "liste.csv",
		"nom,No,Rue,Ville et province,Papiers,Langues,Bus,Texte,,Tel org\n"+
			"Repas,12,rue A,\"Lac, QC\",PFSI oui,français + anglais,55,Chaud,secret,514 555-0100\n"+
			"Bain,,,,-,,,,,\nLit,,,,RAMQ peut-être,,,,,\n"))
	r := records(t, p)
	meal := find(t, r["service"], "name", "Repas")
	wantField(t, meal, "description", "Autobus : 55\nChaud")
	wantField(t, find(t, r["address"], "city", "Lac"), "address_1", "12 rue A")
	wantField(t, find(t, r["address"], "city", "Lac"), "state_province", "QC")
	wantField(t, find(t, r["attribute"], "label", "ifhp"), "link_id", meal.ID())
	org := find(t, r["organization"], "name", "Ville fictive")
	wantField(t, find(t, r["phone"], "number", "514 555-0100"), "organization_id", org.ID())
	if len(r["phone"]) != 1 || len(r["address"]) != 1 || len(r["language"]) != 2 || len(r["organization"]) != 1 || len(r["service"]) != 3 {
		t.Errorf("%d telephones, %d addresses, %d languages, %d organisations, %d services", len(r["phone"]), len(r["address"]), len(r["language"]), len(r["organization"]), len(r["service"]))
	}
	is := issues(t, p)
	if !hasIssue(is, "liste.csv", "value_unknown", 4, "Papiers") || !hasIssue(is, "liste.csv", "missing_column", 1, "absente") {
		t.Errorf("told: %v", is)
	}
	if l := p.Summary().Ledger; l.Cells != 14 || l.Residual != 2 || l.Faulty != 1 || l.Attributes != 1 {
		t.Errorf("%+v", l)
	}
}

// A service whose state nobody understands is shown to nobody, and never as
// open; yes and no are understood.
func TestStatesOfAFlatList(t *testing.T) {
	_, p := guessed(t, written(t, "liste.csv", "Organisme,Service,Statut,\nA,Un,Ouvert,\nA,Deux,Fermé,\nA,Trois,bientôt,\nA,Quatre,Actif,\n"))
	r := records(t, p)
	for name, want := range map[string]string{"Un": "active", "Deux": "inactive", "Trois": "inactive", "Quatre": "active"} {
		s := find(t, r["service"], "name", name)
		if s.Get("status") != want || s.Withheld != (name == "Trois") {
			t.Errorf("%s is %s, withheld %t", name, s.Get("status"), s.Withheld)
		}
	}
	_, p = guessed(t, written(t, "liste.csv", "Organisme,Service,Actif\nA,Un,Oui\nA,Deux,non\nA,Trois,peut-être\n"))
	for name, want := range map[string]string{"Un": "active", "Deux": "inactive", "Trois": "inactive"} {
		wantField(t, find(t, records(t, p)["service"], "name", name), "status", want)
	}
}

func TestMappingsThatAreWrong(t *testing.T) {
	wrap := func(column string) string {
		return `{"passerelle_mapping":1,"files":[{"columns":[` + column + `]}]}`
	}
	for name, c := range map[string]struct{ text, why string }{
		"no_json":      {"bonjour", "no_json"},
		"misspelt":     {wrap(`{"column":"a","too":["service.name"]}`), "no_json"},
		"other_format": {`{"passerelle_mapping":2,"files":[{"columns":[]}]}`, "other_format"},
		"no_file":      {`{"passerelle_mapping":1,"files":[]}`, "no_files"},
		"no_table":     {wrap(`{"column":"a","to":["personne.nom"]}`), "no_table"},
		"no_field":     {wrap(`{"column":"a","to":["service.statut_migratoire"]}`), "no_field"},
		"no_dot":       {wrap(`{"column":"a","to":["service"]}`), "no_target"},
		"no_owner":     {wrap(`{"column":"a","to":["phone/address.city"]}`), "no_owner"},
		"slot_of_one":  {wrap(`{"column":"a","to":["service:2.name"]}`), "no_owner"},
		"list_of_one":  {wrap(`{"column":"a","to":["service.name"],"split":","}`), "no_list"},
		"nowhere":      {wrap(`{"column":"a"}`), "goes_nowhere"},
		"twice":        {wrap(`{"column":"a","ignore":true},{"column":" Â ","ignore":true}`), "column_twice"},
		"both":         {wrap(`{"column":"a","to":["service.name"],"ignore":true}`), "ignored_and_used"},
		"one_part":     {wrap(`{"column":"a","to":["service.name"],"parts":","}`), "one_part"},
		"no_name":      {wrap(`{"column":" ","ignore":true}`), "no_column"},
	} {
		_, err := hsds.ParseMapping([]byte(c.text))
		if f, ok := err.(hsds.MappingFault); !ok || f.Why != c.why {
			t.Errorf("%s: %v, want %s", name, err, c.why)
		}
	}
}

// Every target that a screen offers can be read back, and every mapping that
// the program brings.
func TestTargetsAndShippedMappings(t *testing.T) {
	for _, to := range hsds.Targets() {
		if _, err := hsds.ParseMapping([]byte(`{"passerelle_mapping":1,"files":[{"columns":[{"column":"a","to":["` + to + `"]}]}]}`)); err != nil {
			t.Errorf("%s: %v", to, err)
		}
	}
	if n := len(hsds.Targets()); n < 100 {
		t.Errorf("%d targets", n)
	}
	if _, ok := hsds.ShippedMapping("odhf"); !ok {
		t.Error("odhf is not shipped")
	}
}

// The health facilities of Statistics Canada are read by the mapping that the
// program brings, each place once, with the coordinates that the file has and that
// can be its own.
func TestHealthFacilitiesOfCanada(t *testing.T) {
	p := open(t, hsds.Options{}, realdata.Path(t, "datasets/odhf_v1.1.csv"))
	r, sum := records(t, p), p.Summary()
	if sum.Mapping != "odhf" || len(r["location"]) != 7033 || len(r["address"]) != 7033 {
		t.Fatalf("by %q: %d places, %d addresses", sum.Mapping, len(r["location"]), len(r["address"]))
	}
	provinces, without, québec := map[string]int{}, 0, 0
	for _, x := range r["attribute"] {
		if x.Get("label") == "Province of Québec" { // the file is in CP1252
			québec++
		}
	}
	for _, x := range r["address"] {
		provinces[x.Get("state_province")]++
	}
	for _, x := range r["location"] {
		if x.Get("latitude") == "" {
			without++
		}
		if x.Withheld || x.Get("external_identifier") == "" || x.Get("location_type") != "physical" {
			t.Fatalf("%v", x.Values)
		}
	}
	// One more than in the file: a residence of Moonbeam, Ontario, stands there at Moncton.
	if provinces["QC"] != 1606 || provinces["ON"] != 2695 || without != 485 || québec != 1534 {
		t.Errorf("Québec %d, Ontario %d, without coordinates %d, given by Québec %d", provinces["QC"], provinces["ON"], without, québec)
	}
	if l := sum.Ledger; l.Cells != 105457 || l.Faulty != 2 {
		t.Errorf("%d cells, %d faulty", l.Cells, l.Faulty)
	}
}

// mapping reads a mapping of the test data.
func mapping(t *testing.T, name string) *hsds.Mapping {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "mappings", name))
	if err != nil {
		t.Fatal(err)
	}
	m, err := hsds.ParseMapping(b)
	if err != nil {
		t.Fatal(err)
	}
	return &m
}

// The three source tables of Illinois Legal Aid, by a mapping, give what its
// own transformation gave, and find each other by their numbers.
func TestIllinoisByAMapping(t *testing.T) {
	dir := realdata.Path(t, "datasets/ilao")
	m := mapping(t, "ilao.json")
	p := open(t, hsds.Options{Dataset: "ilao", Mapping: m}, filepath.Join(dir, "input-organizations.csv"), filepath.Join(dir, "input-locations.csv"), filepath.Join(dir, "input-services.csv"))
	r := records(t, p)
	theirs := records(t, open(t, hsds.Options{Dataset: "ilao"}, filepath.Join(dir, "output-organizations.csv"), filepath.Join(dir, "output-locations.csv"), filepath.Join(dir, "output-services.csv")))
	for table, field := range map[string]string{"organization": "name", "location": "name", "service": "application_process"} {
		ours, want := map[string]string{}, 0
		for _, x := range r[table] {
			ours[x.ID()] = x.Get("name")
		}
		for _, x := range theirs[table] {
			if ours[x.ID()] != x.Get("name") {
				t.Errorf("%s %s is %q, and theirs %q (%s)", table, x.ID(), ours[x.ID()], x.Get("name"), field)
			}
			want++
		}
		if len(r[table]) != want || want == 0 {
			t.Errorf("%d of %s, theirs are %d", len(r[table]), table, want)
		}
	}
	weekly := 0
	for _, x := range r["schedule"] {
		if x.Get("freq") == "WEEKLY" {
			weekly++
		}
	}
	if weekly < 1500 {
		t.Errorf("%d weekly openings were read from their words", weekly)
	}
	if l := p.Summary().Ledger; l.Cells != 413+6678+10116 {
		t.Errorf("%d cells, the README counts %d", l.Cells, 413+6678+10116)
	}
}

// The tables of Ohana by a mapping: another way to the same services.
func TestOhanaByAMapping(t *testing.T) {
	dir := realdata.Path(t, "datasets/ohana-sample")
	p := open(t, hsds.Options{Dataset: "ohana", Mapping: mapping(t, "ohana.json")}, dir)
	r, theirs := records(t, p), records(t, open(t, hsds.Options{Dataset: "ohana"}, dir))
	for _, table := range []string{"organization", "location", "service", "address"} {
		if len(r[table]) != len(theirs[table]) || len(r[table]) == 0 {
			t.Errorf("%d of %s, without a mapping %d", len(r[table]), table, len(theirs[table]))
		}
	}
	for _, x := range r["service"] {
		i := slices.IndexFunc(theirs["service"], func(y directory.Record) bool { return y.ID() == x.ID() })
		if i < 0 || theirs["service"][i].Get("name") != x.Get("name") || x.Withheld {
			t.Errorf("%v is not among those read without a mapping, or is withheld", x.Values)
		}
	}
}

// A mapping that keeps its names is what people read: no machine writes it
// otherwise.
func TestMappingKeepsItsWords(t *testing.T) {
	m := mapping(t, "ilao.json")
	var a, b any
	raw, err := os.ReadFile(filepath.Join("testdata", "mappings", "ilao.json"))
	if err != nil {
		t.Fatal(err)
	}
	if json.Unmarshal(raw, &a) != nil || json.Unmarshal(m.JSON(), &b) != nil {
		t.Fatal("no JSON")
	}
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	if string(x) != string(y) {
		t.Errorf("written back as\n%s", m.JSON())
	}
}
