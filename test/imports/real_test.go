package imports

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/test/live"
	"passerelle/test/realdata"
)

func TestMain(m *testing.M) { live.Main(m) }

// source is a real package, as files of cells.
type source struct {
	dir, mapping string
	files        map[string][][]string // header first
}

// facilities are the health facilities of Statistics Canada, each taken for a
// service: seven thousand, in CP1252.
func facilities(t *testing.T) source {
	t.Helper()
	raw, err := os.ReadFile(realdata.Path(t, "datasets/odhf_v1.1.csv"))
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "facilities")
	write(t, dir, "facilities.csv", raw)
	text, err := charmap.Windows1252.NewDecoder().Bytes(raw)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return source{dir, "facilities.json", map[string][][]string{"facilities.csv": rows}}
}

// pantries are three thousand food pantries as twenty food banks list them:
// a table of each bank, its columns in the order in which they are met.
func pantries(t *testing.T) source {
	t.Helper()
	f, err := os.Open(realdata.Path(t, "datasets/haarrrvest-food-pantries-raw+hsds.ndjson.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	type record struct {
		Source string
		Raw    map[string]json.RawMessage
	}
	records, columns := map[string][]record{}, map[string][]string{}
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var r record
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		records[r.Source] = append(records[r.Source], r)
		for _, c := range slices.Sorted(maps.Keys(r.Raw)) {
			if !slices.Contains(columns[r.Source], c) {
				columns[r.Source] = append(columns[r.Source], c)
			}
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	s := source{filepath.Join(t.TempDir(), "pantries"), "pantries.json", map[string][][]string{}}
	for bank, list := range records {
		rows := [][]string{columns[bank]}
		for _, r := range list {
			row := make([]string, len(columns[bank]))
			for i, c := range columns[bank] {
				if v := r.Raw[c]; json.Unmarshal(v, &row[i]) != nil || v == nil {
					row[i] = string(v) // a number, a list: as it is written
				}
			}
			rows = append(rows, row)
		}
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		if err := w.WriteAll(rows); err != nil {
			t.Fatal(err)
		}
		s.files[bank+".csv"] = rows
		write(t, s.dir, bank+".csv", b.Bytes())
	}
	return s
}

func write(t *testing.T, dir, name string, body []byte) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name), body, 0o600); err != nil {
		t.Fatal(err)
	}
}

// store is a database of the program, by its settings.
func store(t *testing.T, e db.Engine) []string {
	t.Helper()
	address := filepath.Join(t.TempDir(), "import.db")
	if e == db.Postgres {
		address = dbtest.Address(t, e)
	}
	return []string{"--db", address, "--keys", filepath.Join(t.TempDir(), "import.keys")}
}

type report struct {
	directory.Report
	Reasons map[string]struct{ Says, Do string }
}

func imported(t *testing.T, in []string, args ...string) (r report) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "report.json")
	live.Must(t, slices.Concat([]string{"import", "--report", file}, in, args)...)
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

func exported(t *testing.T, in []string, args ...string) []byte {
	t.Helper()
	file := filepath.Join(t.TempDir(), "export.zip")
	live.Must(t, slices.Concat([]string{"export", "--out", file}, in, args)...)
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestRealPackages takes two real packages of thousands of services each
// through the program: every cell is accounted for and comes back, every class
// of dirt is counted, what is exported is imported elsewhere as it was, and the
// same again changes nothing.
func TestRealPackages(t *testing.T) {
	for name, make := range map[string]func(*testing.T) source{"facilities": facilities, "pantries": pantries} {
		for _, e := range []db.Engine{db.SQLite, db.Postgres} {
			t.Run(name+"/"+string(e), func(t *testing.T) {
				t.Parallel()
				s, in := make(t), store(t, e)
				args := []string{"--dataset", name, "--mapping", filepath.Join("testdata", s.mapping), s.dir}
				r := imported(t, in, args...)
				if n := r.Tables["service"].New; n < 2000 {
					t.Fatalf("%d services are new: this is no large package", n)
				}
				accounted(t, s, r)
				dirty(t, s, r)
				if again := imported(t, in, args...); again.Run != "" || again.Counts.New+again.Counts.Changed+again.Counts.Absent > 0 {
					t.Errorf("imported again: run %q, %+v", again.Run, again.Counts)
				}
				comesBack(t, s, exported(t, in, "--format", "source", "--dataset", name))

				first := exported(t, in)
				file := filepath.Join(t.TempDir(), "export.zip")
				if err := os.WriteFile(file, first, 0o600); err != nil {
					t.Fatal(err)
				}
				other := store(t, e)
				there := imported(t, other, "--dataset", "elsewhere", file)
				if there.Counts.Refused > 0 || there.Tables["service"].New != r.Tables["service"].New {
					t.Errorf("elsewhere: %+v", there.Counts)
				}
				if second := exported(t, other); !bytes.Equal(first, second) {
					t.Error("what was exported, imported and exported again is something else")
				}
				live.Must(t, append([]string{"check"}, other...)...)
				t.Logf("%d services, %d records, %d cells: %d mapped, %d attributes, %d kept, %d with an issue; dirt %v", r.Tables["service"].New, r.Counts.New,
					r.Ledger.Cells, r.Ledger.Mapped, r.Ledger.Attributes, r.Ledger.Residual, r.Ledger.Faulty, r.Issues)
			})
		}
	}
}

// accounted counts the cells of the source without the program's help.
func accounted(t *testing.T, s source, r report) {
	t.Helper()
	all := 0
	for _, f := range r.Ledger.Files {
		rows := s.files[f.File]
		for i, c := range f.Columns {
			want := 0
			for _, row := range rows[1:] {
				if strings.TrimSpace(row[i]) != "" {
					want++
				}
			}
			all += want
			if got := c.Mapped + c.Attributes + c.Residual + c.Faulty; got != want {
				t.Errorf("%s, %s: %d cells hold something, %d have a disposition", f.File, c.Column, want, got)
			}
		}
		if f.Rows != len(rows)-1 {
			t.Errorf("%s has %d rows, read %d", f.File, len(rows)-1, f.Rows)
		}
	}
	l := r.Ledger
	if len(l.Files) != len(s.files) || all != l.Cells || l.Cells != l.Mapped+l.Attributes+l.Residual+l.Faulty {
		t.Errorf("%d cells in %d files; the ledger says %d in %d", all, len(s.files), l.Cells, len(l.Files))
	}
}

// dirty: each issue is of a class that has words, each class is counted as
// often as it is told, and those that can be counted here are counted alike.
func dirty(t *testing.T, s source, r report) {
	t.Helper()
	told := map[string]int{}
	for _, i := range r.Found {
		told[i.Reason]++
		if !slices.Contains(directory.Reasons, i.Reason) || r.Reasons[i.Reason].Says == "" || r.Reasons[i.Reason].Do == "" {
			t.Fatalf("%+v is of a class without words", i)
		}
	}
	if !maps.Equal(told, r.Issues) || r.LeftOut > 0 {
		t.Errorf("told %v, %d left out; counted %v", told, r.LeftOut, r.Issues)
	}
	away := 0 // coordinates of no place on Earth
	for _, rows := range s.files {
		for i, c := range rows[0] {
			most := map[string]float64{"latitude": 90, "longitude": 180}[strings.ToLower(c)]
			for _, row := range rows[1:] {
				if v, err := strconv.ParseFloat(strings.TrimSpace(row[i]), 64); err == nil && most > 0 && (v < -most || v > most) {
					away++
				}
			}
		}
	}
	if r.Issues["bad_coordinate"] != away {
		t.Errorf("%d coordinates are nowhere, counted %d", away, r.Issues["bad_coordinate"])
	}
}

// comesBack compares the cells of the source with those given back.
func comesBack(t *testing.T, s source, back []byte) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(back), int64(len(back)))
	if err != nil {
		t.Fatal(err)
	}
	for file, want := range s.files {
		f, err := z.Open(file)
		if err != nil {
			t.Errorf("%s does not come back: %v", file, err)
			continue
		}
		got, err := csv.NewReader(f).ReadAll()
		if err != nil && err != io.EOF {
			t.Fatal(err)
		}
		for _, row := range want { // as the standard library's reader folds them
			for i := range row {
				row[i] = strings.ReplaceAll(row[i], "\r\n", "\n")
			}
		}
		if !slices.EqualFunc(got, want, slices.Equal[[]string]) {
			t.Errorf("%s comes back otherwise: %s", file, firstOther(got, want))
		}
	}
}

func firstOther(got, want [][]string) string {
	for i := range min(len(got), len(want)) {
		if !slices.Equal(got[i], want[i]) {
			return fmt.Sprintf("row %d is %q, was %q", i+1, got[i], want[i])
		}
	}
	return fmt.Sprintf("%d rows, were %d", len(got), len(want))
}

// fromZip reads one file of an archive.
func fromZip(t *testing.T, packed []byte, name string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// zipOf packs a folder.
func zipOf(t *testing.T, dir string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	if err := z.AddFS(os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
