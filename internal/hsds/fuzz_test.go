package hsds_test

import (
	"archive/zip"
	"bytes"
	"context"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"passerelle/internal/directory"
	"passerelle/internal/hsds"
	"passerelle/internal/id"
)

// The readers, on whatever bytes. Each target runs its seeds in every test and
// new bytes under "make fuzz"; what it found once stays in testdata/fuzz.

// Bounds of what reading may allocate: the buffers of a reading, and so much
// for each byte of the source. Bytes that cost more are an attack on memory.
const (
	fuzzFloor   = 64 << 20
	fuzzPerByte = 16 << 10
)

// scratch writes the files of a package into a folder.
func scratch(t *testing.T, files map[string][]byte) string {
	t.Helper()
	dir := t.TempDir()
	for name, body := range files {
		if err := os.WriteFile(filepath.Join(dir, name), body, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// sound opens a package and checks what must hold of any: no panic, memory in
// proportion, each cell that holds something accounted for once, nothing but
// text in what was read, and the same cells from what is given back.
func sound(t *testing.T, o hsds.Options, paths ...string) *hsds.Package {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	p, err := hsds.Open(context.Background(), o, paths...)
	runtime.ReadMemStats(&after)
	if err != nil {
		t.Fatalf("an error of ours, or of the disk: %v", err)
	}
	t.Cleanup(func() { p.Close() })
	size := uint64(0)
	for _, dir := range paths {
		filepath.WalkDir(dir, func(_ string, e os.DirEntry, _ error) error {
			if st, err := e.Info(); err == nil && st.Mode().IsRegular() {
				size += uint64(st.Size())
			}
			return nil
		})
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > fuzzFloor+fuzzPerByte*size {
		t.Errorf("%d bytes cost %d MB", size, used>>20)
	}
	counted, kept := 0, map[string]int{}
	tabular := true
	files := map[string]bool{} // with a header: tables
	if err := p.Rows(func(r directory.SourceRow) error {
		isText(t, "a kept row", r.File, r.Raw)
		files[r.File] = files[r.File] || r.Header
		tabular = tabular && files[r.File]
		kept[r.File+"\x00"+r.Raw]++
		if r.Header {
			return nil
		}
		counted += fullCells(t, r)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	met := map[string]bool{}
	if err := p.Records(func(r directory.Record) error {
		k := r.Table + " " + r.ID()
		switch {
		case directory.TableOf(r.Table) == nil && r.Table != directory.Translations.Name, !id.IsUUID(r.ID()):
			t.Errorf("%s is of no table, or no id", k)
		case met[k]:
			t.Errorf("%s is told twice", k)
		}
		met[k] = true
		isText(t, k, r.Values...)
		if strings.Contains(strings.Join(r.Values, ""), "\x00") {
			t.Errorf("%s holds a NUL: %q", k, r.Values)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	told := map[string]int{}
	if err := p.Issues(func(i directory.Issue) error {
		isText(t, "an issue", i.File, i.Column, i.Value)
		told[i.Reason]++
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	s := p.Summary()
	if !maps.Equal(told, s.Issues) {
		t.Errorf("issues %v, counted %v", told, s.Issues)
	}
	if s.Refused {
		return p
	}
	if l := s.Ledger; l.Cells != counted || l.Cells != l.Mapped+l.Attributes+l.Residual+l.Faulty {
		t.Errorf("%d cells kept, ledger %d = %d + %d + %d + %d", counted, l.Cells, l.Mapped, l.Attributes, l.Residual, l.Faulty)
	}
	if tabular {
		givenBack(t, p, o, kept)
	}
	return p
}

// givenBack reads what is given back: the same cells in the same places.
func givenBack(t *testing.T, p *hsds.Package, o hsds.Options, want map[string]int) {
	t.Helper()
	var back bytes.Buffer
	if err := hsds.GiveBack(&back, p.Rows); err != nil {
		t.Fatal(err)
	}
	dir := scratch(t, map[string][]byte{"back.zip": back.Bytes()})
	again, err := hsds.Open(context.Background(), o, filepath.Join(dir, "back.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	got := map[string]int{}
	if err := again.Rows(func(r directory.SourceRow) error { got[r.File+"\x00"+r.Raw]++; return nil }); err != nil {
		t.Fatal(err)
	}
	if !maps.Equal(got, want) {
		t.Errorf("given back and read again: %v\nat first: %v (%v)", got, want, again.Summary().Issues)
	}
}

func isText(t *testing.T, what string, parts ...string) {
	t.Helper()
	for _, s := range parts {
		if !utf8.ValidString(s) {
			t.Errorf("%s is no text: %q", what, s)
		}
	}
}

// tableNames are what files of every version are called, and one of no table.
var tableNames = []string{"organizations.csv", "services.csv", "locations.csv", "regular_schedules.csv", "schedules.csv", "contacts.csv", "phones.csv",
	"physical_addresses.csv", "services_taxonomy.csv", "taxonomy.csv", "attributes.csv", "service_attributes.csv", "eligibility.csv",
	"payments_accepted.csv", "holiday_schedules.csv", "languages.csv", "metadata.csv", "achats.csv", "datapackage.json", "translations.csv"}

// FuzzPackage reads two tables as a folder and as an archive: both say the same.
func FuzzPackage(f *testing.F) {
	f.Add(uint8(0), []byte(whole), uint8(1), []byte("id,organization_id,name,status,url\ns1,o1,Repas,active,exemple.ca\n"))
	f.Add(uint8(3), []byte("id;service_id;weekday;opens_at\r\n\"1\";\"a\"\"b\";lundi;25:00\r\n"), uint8(8), []byte("id,service_id,taxonomy_id\n1,s1,a*b\n"))
	f.Add(uint8(5), []byte("id,name,phone_number,phone_areacode\n1,x\x00,5,\xff\n"), uint8(12), []byte("service_id,eligibility\ns1,Femmes\n"))
	f.Add(uint8(18), []byte(`{"resources":[{"name":"services","path":"services.csv","dialect":{"delimiter":"|"},"schema":{"fields":[{"name":"id"}]}}]}`), uint8(1), []byte("id|name\ns1|<b>Un</b>\n"))
	f.Fuzz(func(t *testing.T, one uint8, first []byte, two uint8, second []byte) {
		files := map[string][]byte{tableNames[int(one)%len(tableNames)]: first, tableNames[int(two)%len(tableNames)]: second}
		p := sound(t, hsds.Options{Dataset: "fuzz"}, scratch(t, files))

		var packed bytes.Buffer
		z := zip.NewWriter(&packed)
		for name, body := range files {
			w, err := z.Create(name)
			if err != nil {
				t.Fatal(err)
			}
			w.Write(body)
		}
		z.Close()
		q, err := hsds.Open(context.Background(), hsds.Options{Dataset: "fuzz"}, filepath.Join(scratch(t, map[string][]byte{"fuzz.zip": packed.Bytes()}), "fuzz.zip"))
		if err != nil {
			t.Fatal(err)
		}
		defer q.Close()
		if a, b := p.Summary(), q.Summary(); a.Digest != b.Digest || a.Refused != b.Refused || !maps.Equal(a.Issues, b.Issues) {
			t.Errorf("as a folder %+v, as an archive %+v", a, b)
		}
	})
}

// FuzzArchive reads what calls itself an archive.
func FuzzArchive(f *testing.F) {
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	for _, name := range []string{"organizations.csv", "a/services.csv"} {
		w, err := z.Create(name)
		if err != nil {
			f.Fatal(err)
		}
		w.Write([]byte(whole))
	}
	z.Close()
	f.Add(packed.Bytes())
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	f.Add([]byte("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"))
	f.Fuzz(func(t *testing.T, body []byte) {
		sound(t, hsds.Options{Limits: hsds.Limits{FileBytes: 1 << 20, TotalBytes: 2 << 20, Files: 20, RowBytes: 1 << 16, Columns: 1000, Records: 1000, Ratio: 50}},
			filepath.Join(scratch(t, map[string][]byte{"package.zip": body}), "package.zip"))
	})
}

// FuzzJSON reads objects, lists, pages and lines.
func FuzzJSON(f *testing.F) {
	for _, s := range []string{
		`{"contents":[{"id":"a","name":"b","status":"active","phones":["x"]}],"total_items":1}`,
		"{}0",
		"{\"id\":\"a\"}\n[1,{\"b\":[null,2]}]\n{oups\n",
		`{"organizations":[{"id":"o","name":"n","description":"d","services":[{"id":"s","name":"n","status":"active","schedules":[{"freq":"WEEKLY","byday":"MO","opens_at":"25:00"}]}]}]}`,
		`[{"id":"a","name":"b","status":"active","organization":"Un","service_at_locations":[{"location":{"id":"l","latitude":95,"longitude":"NaN"}}]}]`,
	} {
		f.Add([]byte(s), true)
		f.Add([]byte(s), false)
	}
	f.Fuzz(func(t *testing.T, body []byte, lines bool) {
		name := "services.json"
		if lines {
			name = "services.ndjson"
		}
		sound(t, hsds.Options{Dataset: "fuzz"}, scratch(t, map[string][]byte{name: body}))
	})
}

// FuzzFlat guesses what the columns of a table are, and reads it so. A mapping
// that was guessed is one that may be read.
func FuzzFlat(f *testing.F) {
	for _, name := range []string{"organismes.csv", "agencies-211.csv"} {
		b, err := os.ReadFile(filepath.Join("testdata", "flat", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b[:min(len(b), 2000)])
	}
	f.Add([]byte("Organisme,Service,Statut,Langues,Heures,Adresse\nA,Un,Ouvert,\"français, anglais\",lundi 9h à 17h,\"1, rue A\nLac\"\n"))
	f.Add([]byte("nom;nom;téléphone;;#3\n=1+1;<b>;514-555-0100 poste 2;x;@y\n"))
	f.Fuzz(func(t *testing.T, body []byte) {
		dir := scratch(t, map[string][]byte{"liste.csv": body})
		p := sound(t, hsds.Options{Dataset: "fuzz"}, dir)
		if p.Summary().Refused || len(p.Samples()) == 0 {
			return
		}
		guess := p.Suggested().JSON()
		m, err := hsds.ParseMapping(guess)
		if err != nil {
			t.Fatalf("the mapping guessed is none: %v\n%s", err, guess)
		}
		if !bytes.Equal(m.JSON(), guess) {
			t.Errorf("written again otherwise:\n%s\n%s", guess, m.JSON())
		}
		sound(t, hsds.Options{Dataset: "fuzz", Mapping: &m}, dir)
	})
}

// FuzzFacilities reads rows below the header of the health facilities, by the
// mapping that the program brings.
func FuzzFacilities(f *testing.F) {
	const header = "index,facility_name,source_facility_type,odhf_facility_type,provider,unit,street_no,street_name,postal_code,city,province,source_format_str_address,CSDname,CSDuid,Pruid,latitude,longitude\n"
	f.Add([]byte("1,CLSC fictif,clsc,Hospitals,Province of Qu\xe9bec,,12,rue A,H2X 1Y4,lac,qc,,Lac,2458227.0,24,45.5,-73.5\n"))
	f.Add([]byte("1,A,x,Hospitals,P,,,,,,zz,,,,,NaN,181\n1,B,x,y,P,2,3,\"rue\n\"\"A\"\"\",,,on,,,,,1e400,0x1p3\n"))
	f.Fuzz(func(t *testing.T, rows []byte) {
		p := sound(t, hsds.Options{Dataset: "odhf"}, scratch(t, map[string][]byte{"odhf.csv": append([]byte(header), rows...)}))
		if s := p.Summary(); !s.Refused && s.Mapping != "odhf" {
			t.Errorf("read by the mapping %q", s.Mapping)
		}
	})
}
