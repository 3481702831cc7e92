package main

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"passerelle/internal/directory"
)

// call runs a command as a script would.
func call(t *testing.T, args ...string) (code int, said, complained string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = Run(t.Context(), args, &out, &errs)
	return code, out.String(), errs.String()
}

// organizations is a small table with a cell of every disposition.
const organizations = "id;name;description;website;couleur\r\n1;Le Pont;Un lieu;pont.exemple.ca;bleu\r\n2;La Rive;\"dit \"\"la Rive\"\"\";pas une adresse;\r\n"

func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "exemple")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, body := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// reportIn reads the report that a command left in a file.
func reportIn[T any](t *testing.T, file string) (rep T) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &rep); err != nil {
		t.Fatal(err)
	}
	return rep
}

// TestImportAsAScriptUsesIt goes the whole way: a dry run, the import, the same
// again, the export, the source given back word for word, and undo.
func TestImportAsAScriptUsesIt(t *testing.T) {
	db, file := filepath.Join(t.TempDir(), "d.db"), filepath.Join(t.TempDir(), "report.json")
	source := folder(t, map[string]string{"organizations.csv": organizations})
	store := []string{"--db", db, "--plain"}
	imports := func(more ...string) directory.Report {
		t.Helper()
		args := append(append([]string{"import", "--report", file}, store...), more...)
		if code, said, complained := call(t, args...); code != exitDone || complained != "" {
			t.Fatalf("%v: exit %d, said %q, complained %q", args, code, said, complained)
		}
		return reportIn[directory.Report](t, file)
	}
	dry := imports("--dry-run", source)
	if !dry.DryRun || dry.Run != "" || dry.Counts.New != 4 || dry.Dataset != "exemple" {
		t.Errorf("a dry run reports %+v, run %q of %s", dry.Counts, dry.Run, dry.Dataset)
	}
	if left, err := os.ReadDir(filepath.Dir(db)); err != nil || len(left) > 0 {
		t.Errorf("a dry run leaves %v (%v)", left, err)
	}
	done := imports(source)
	if done.Counts != dry.Counts || done.Run == "" {
		t.Errorf("the dry run said %+v, the import did %+v, run %q", dry.Counts, done.Counts, done.Run)
	}
	if l := done.Ledger; l.Cells != 9 || l.Mapped != 7 || l.Residual != 1 || l.Faulty != 1 {
		t.Errorf("of nine cells %+v", l)
	}
	found := map[string]directory.Issue{}
	for _, i := range done.Found {
		found[i.Reason] = i
	}
	if i := found["bad_url"]; i.File != "organizations.csv" || i.Row != 3 || i.Column != "website" || i.Value != "pas une adresse" {
		t.Errorf("a bad address is told as %+v", i)
	}
	if again := imports(source); again.Run != "" || again.Counts.New+again.Counts.Changed != 0 {
		t.Errorf("the same again: %+v", again.Counts)
	}

	out := filepath.Join(t.TempDir(), "out.zip")
	for _, format := range []string{"hsds-csv", "hsds-json"} {
		if code, _, complained := call(t, append([]string{"export", "--format", format, "--out", out}, store...)...); code != exitDone {
			t.Errorf("export %s: exit %d, %q", format, code, complained)
		}
	}
	if code, _, complained := call(t, append([]string{"export", "--format", "source", "--dataset", "exemple", "--out", out}, store...)...); code != exitDone {
		t.Fatalf("give back: exit %d, %q", code, complained)
	}
	z, err := zip.OpenReader(out)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	f, err := z.Open("organizations.csv")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) != 3 || strings.Join(rows[2], "|") != `2|La Rive|dit "la Rive"|pas une adresse|` {
		t.Errorf("given back %q (%v)", rows, err)
	}

	if code, _, complained := call(t, append([]string{"import", "--undo", done.Run}, store...)...); code != exitDone {
		t.Errorf("undo: exit %d, %q", code, complained)
	}
	if code, _, complained := call(t, append([]string{"import", "--undo", done.Run}, store...)...); code != exitRefused || complained == "" {
		t.Errorf("undone twice: exit %d, %q", code, complained)
	}
	if code, _, _ := call(t, append([]string{"export", "--format", "source", "--dataset", "exemple", "--out", out}, store...)...); code != exitRefused {
		t.Errorf("a dataset that is gone was given back: exit %d", code)
	}
}

// What is to be looked at is counted on the terminal, each kind apart; a record
// that is refused ends the command with 1 for who asks so, and the rest is there.
func TestImportCountsEachKindAndMayBeStrict(t *testing.T) {
	source := folder(t, map[string]string{
		"organizations.csv": "id,name,description\no1,Le Fanal,Un lieu\n",
		"services.csv":      "id,organization_id,name,status\ns1,o1,Repas,active\ns2,o1,,active\ns3,nulle,Douches,\n",
	})
	store := []string{"--db", filepath.Join(t.TempDir(), "d.db"), "--plain"}
	for _, c := range []struct {
		code int
		more []string
	}{{exitDone, []string{"--dry-run"}}, {exitRefused, []string{"--dry-run", "--strict"}}, {exitRefused, []string{"--strict"}}, {exitDone, nil}, {exitRefused, []string{"--strict"}}} {
		code, said, complained := call(t, append(append([]string{"import"}, append(c.more, store...)...), source)...)
		if code != c.code || (complained == "") != (code == exitDone) {
			t.Errorf("%v: exit %d, complained %q", c.more, code, complained)
		}
		for _, line := range []string{"1 × Une valeur exigée manque. Complétez la cellule.", "1 × Ce numéro ne mène à rien", "1 × L'état manquait", "Une fiche refusée est gardée, mais personne ne la voit."} {
			if !strings.Contains(said, line) {
				t.Errorf("%v: %q is not said in\n%s", c.more, line, said)
			}
		}
	}
	out := filepath.Join(t.TempDir(), "out.json")
	if code, _, complained := call(t, append([]string{"export", "--format", "hsds-json", "--out", out}, store...)...); code != exitDone {
		t.Fatal(complained)
	}
	if b, err := os.ReadFile(out); err != nil || !strings.Contains(string(b), "Repas") || strings.Contains(string(b), "Douches") {
		t.Errorf("what could enter did not, or what could not did: %s %v", b, err)
	}
}

// TestUnknownNamesAreToldByTheirName: who mistypes a dataset reads which there are,
// and who mistypes the number of an import that it is none; nothing is written.
func TestUnknownNamesAreToldByTheirName(t *testing.T) {
	db, out := filepath.Join(t.TempDir(), "a.db"), filepath.Join(t.TempDir(), "out.zip")
	back := []string{"export", "--format", "source", "--dataset", "annuiare", "--out", out, "--db", db, "--plain"}
	source := filepath.Join("..", "..", "internal", "hsds", "testdata", "cioc")
	for _, name := range []string{"annuaire", "quartier"} {
		if code, _, complained := call(t, "import", "--db", db, "--plain", "--dataset", name, source); code != exitDone {
			t.Fatalf("exit %d, %q", code, complained)
		}
	}
	if code, _, complained := call(t, back...); code != exitRefused || !strings.Contains(complained, "annuiare") || !strings.Contains(complained, "annuaire, quartier") {
		t.Errorf("exit %d, %q", code, complained)
	}
	if _, err := os.Stat(out); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file was left: %v", err)
	}
	if code, _, complained := call(t, "import", "--db", db, "--plain", "--undo", "12"); code != exitRefused || !strings.Contains(complained, ": 12.") {
		t.Errorf("exit %d, %q", code, complained)
	}
}

// TestImportOfExchangeFormats: a file of CIOC and one of AIRS, alone and in a
// folder; the same again changes nothing; what is given back makes the same
// records elsewhere.
func TestImportOfExchangeFormats(t *testing.T) {
	here, elsewhere := filepath.Join(t.TempDir(), "a.db"), filepath.Join(t.TempDir(), "b.db")
	file, out := filepath.Join(t.TempDir(), "report.json"), t.TempDir()
	for _, name := range []string{"cioc", "airs"} {
		imports := func(db string, more ...string) directory.Report {
			t.Helper()
			if code, said, complained := call(t, append([]string{"import", "--report", file, "--db", db, "--plain", "--dataset", name}, more...)...); code != exitDone {
				t.Fatalf("%v: exit %d, said %q, complained %q", more, code, said, complained)
			}
			return reportIn[directory.Report](t, file)
		}
		source := filepath.Join("..", "..", "internal", "hsds", "testdata", name)
		first := imports(here, source)
		if l := first.Ledger; first.Tables["service"].New != 4 || l.NotPublic == 0 || l.Cells != l.Mapped+l.Attributes+l.Residual+l.Faulty {
			t.Errorf("%s: %+v, %+v", name, first.Tables["service"], l)
		}
		if again := imports(here, source); again.Run != "" || again.Counts.New+again.Counts.Changed+again.Counts.Absent != 0 {
			t.Errorf("%s again: %+v", name, again.Counts)
		}
		back := filepath.Join(out, name+".zip")
		if code, _, complained := call(t, "export", "--format", "source", "--dataset", name, "--db", here, "--plain", "--out", back); code != exitDone {
			t.Fatalf("give back: exit %d, %q", code, complained)
		}
		second := imports(elsewhere, back)
		if a, b := first.Ledger, second.Ledger; a.Cells != b.Cells || a.Mapped != b.Mapped || a.NotPublic != b.NotPublic || first.Counts != second.Counts {
			t.Errorf("%s: %+v at first, %+v from what was given back", name, first.Counts, second.Counts)
		}
		if again := imports(here, back); again.Run != "" {
			t.Errorf("%s: what was given back is another: %+v", name, again.Counts)
		}
	}
	for _, db := range []string{here, elsewhere} {
		if code, _, complained := call(t, "export", "--format", "hsds-csv", "--db", db, "--plain", "--out", db+".zip"); code != exitDone {
			t.Fatalf("export: exit %d, %q", code, complained)
		}
	}
	a, b := services(t, here+".zip"), services(t, elsewhere+".zip")
	if a == "" || a != b {
		t.Errorf("exported here:\n%s\nelsewhere:\n%s", a, b)
	}
}

// services is the table of services of a package.
func services(t *testing.T, path string) string {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	f, err := z.Open("services.csv")
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// A package that is wrong is refused with 1, its place on the terminal and in
// the report; a call that is wrong ends with 2.
func TestImportRefusesAndSaysWhere(t *testing.T) {
	db := filepath.Join(t.TempDir(), "d.db")
	for name, c := range map[string]struct {
		args  []string
		code  int
		place string // what the terminal names
	}{
		"open_quote":     {[]string{folder(t, map[string]string{"services.csv": "id,name\ns1,\"jamais fermé\n"})}, exitRefused, "services.csv, "},
		"not_a_table":    {[]string{folder(t, map[string]string{"lettre.txt": "Bonjour,\nmerci.\n"})}, exitRefused, "lettre.txt, "},
		"not_there":      {[]string{filepath.Join(t.TempDir(), "absent.csv")}, exitRefused, "absent.csv : "},
		"nothing":        {nil, exitUsage, ""},
		"both":           {[]string{"--undo", "x", "y"}, exitUsage, ""},
		"unknown_option": {[]string{"--vite", "x"}, exitUsage, ""},
		"unknown_run":    {[]string{"--undo", "x"}, exitRefused, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("PASSERELLE_LANG", "fr")
			file := filepath.Join(t.TempDir(), "report.json")
			code, said, complained := call(t, append([]string{"import", "--db", db, "--plain", "--report", file}, c.args...)...)
			if code != c.code || complained == "" || !strings.Contains(said, c.place) {
				t.Errorf("exit %d, said %q, complained %q", code, said, complained)
			}
			if c.place != "" {
				if rep := reportIn[directory.Report](t, file); len(rep.Found) == 0 || rep.Run != "" {
					t.Errorf("reported %+v", rep)
				}
			}
		})
	}
	for _, args := range [][]string{{"--format", "source"}, {"--dataset", "x"}, {"--format", "xlsx"}} {
		if code, _, complained := call(t, append([]string{"export", "--db", db, "--plain", "--out", filepath.Join(t.TempDir(), "x")}, args...)...); code != exitUsage {
			t.Errorf("export %v: exit %d, %q", args, code, complained)
		}
	}
}
