package hsds_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"

	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/hsds"
)

// zipped writes an archive of the files given.
func zipped(t *testing.T, files map[string]string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "package.zip")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	for name, body := range files {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, body)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	f.Close()
	return path
}

func written(t *testing.T, name, body string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// gzipped writes a compressed file.
func gzipped(t *testing.T, name, body string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	io.WriteString(z, body)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return written(t, name, b.String())
}

func many(n int, part func(i int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(part(i))
	}
	return b.String()
}

const whole = "id,name,description\no1,Un organisme,Fictif\n"

// locked is an archive whose files say that a password keeps them.
func locked(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	b[6] |= 1                                      // in the file's own header
	b[bytes.Index(b, []byte("PK\x01\x02"))+8] |= 1 // and in the list of files
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// A package that must not be read is refused, and the refusal says where.
func TestRefusesWhatIsUnsafeOrBroken(t *testing.T) {
	for name, c := range map[string]struct {
		path, reason, file string
		row                int
	}{
		"path_leaves_the_folder": {zipped(t, map[string]string{"../organizations.csv": whole}), "archive_path", "package.zip", 0},
		"absolute_path":          {zipped(t, map[string]string{"/etc/organizations.csv": whole}), "archive_path", "package.zip", 0},
		"windows_path":           {zipped(t, map[string]string{`a\..\..\organizations.csv`: whole}), "archive_path", "package.zip", 0},
		"nested_archive":         {zipped(t, map[string]string{"organizations.csv": whole, "more.zip": "PK"}), "archive_nested", "package.zip", 0},
		"nested_in_folder":       {filepath.Dir(written(t, "more.zip", "PK")), "archive_beside", "more.zip", 0},
		"name_of_an_archive":     {written(t, "export.zip", "<html>"), "not_an_archive", "export.zip", 0},
		"empty_archive":          {written(t, "export.zip", ""), "not_an_archive", "export.zip", 0},
		"another_archive":        {written(t, "export.7z", "7z\xbc\xaf"), "not_an_archive", "export.7z", 0},
		"password":               {locked(t, zipped(t, map[string]string{"organizations.csv": whole})), "archive_locked", "package.zip", 0},
		"bomb":                   {zipped(t, map[string]string{"organizations.csv": strings.Repeat(" ", 64<<20)}), "archive_bomb", "package.zip", 0},
		"broken_archive":         {written(t, "organizations.zip", "PK\x03\x04 nothing"), "archive_broken", "organizations.zip", 0},
		"picture":                {written(t, "organizations.csv", "\x89PNG\r\n\x00\x00\x01"), "not_text", "organizations.csv", 1},
		"page_of_html":           {written(t, "organizations.csv", "<!DOCTYPE html><html>id,name</html>"), "not_csv", "organizations.csv", 1},
		"quote_never_closed":     {written(t, "organizations.csv", whole+"o2,\"Ouvert,\n"+strings.Repeat("o3,x,y\n", 50)), "quote_open", "organizations.csv", 3},
		"json_cut_off":           {written(t, "services.json", `[{"id":"a","name":"b","status":"active","description":"x"},{"id":`), "json_broken", "services.json", 2},
		"json_too_deep":          {written(t, "services.json", strings.Repeat(`[`, 100000)), "json_deep", "services.json", 1},
		"json_goes_on":           {written(t, "services.json", `[{"id":"a","name":"b","status":"active","description":"x"}] et encore`), "json_broken", "services.json", 2},
		"json_of_numbers":        {written(t, "services.json", `[{"id":"a","name":"b","status":"active","x":[`+strings.Repeat("1,", 2<<20)+`1]}]`), "row_too_long", "services.json", 1},
		"json_of_many_names":     {written(t, "services.json", `[{"id":"a","name":"b","status":"active"`+many(20000, func(i int) string { return fmt.Sprintf(`,"c%d":1`, i) })+`}]`), "too_many_columns", "services.json", 1},
		"columns_of_header":      {written(t, "organizations.csv", "id,name"+many(20000, func(i int) string { return fmt.Sprintf(",c%d", i) })+"\no1,x\n"), "too_many_columns", "organizations.csv", 1},
		"columns_of_row":         {written(t, "organizations.csv", whole+"o2,x"+strings.Repeat(",", 20000)+"\n"), "too_many_columns", "organizations.csv", 3},
		"header_alone":           {written(t, "organizations.csv", "id,name,description\r\n,,\r\n"), "no_rows", "organizations.csv", 1},
		"page_without_contents":  {written(t, "services.json", `{"total_items":0,"contents":[]}`), "no_rows", "services.json", 1},
		"workbook":               {zipped(t, map[string]string{"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"}), "workbook", "package.zip", 0},
		"gzip_bomb":              {gzipped(t, "organizations.csv.gz", whole+strings.Repeat(",,\n", 20<<20)), "archive_bomb", "organizations.csv.gz", 0},
		"not_there":              {filepath.Join(t.TempDir(), "organizations.csv"), "file_missing", "organizations.csv", 0},
		"device":                 {os.DevNull, "not_a_file", filepath.Base(os.DevNull), 0},
		"empty_folder":           {t.TempDir(), "nothing_to_read", "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := open(t, hsds.Options{}, c.path)
			is := issues(t, p)
			if !p.Summary().Refused {
				t.Fatalf("was read: %v", is)
			}
			last := is[len(is)-1]
			if last.Reason != c.reason || last.File != c.file || last.Row != c.row {
				t.Errorf("refused with %+v, want %s at %s row %d", last, c.reason, c.file, c.row)
			}
		})
	}
}

// A line of a hundred megabytes is refused where it stands, without being held
// in memory.
func TestLongLineCostsNoMemory(t *testing.T) {
	path := filepath.Join(t.TempDir(), "organizations.csv")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(f, whole+"o2,")
	block := bytes.Repeat([]byte("x"), 1<<20)
	for range 100 {
		f.Write(block)
	}
	f.Close()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	p := open(t, hsds.Options{}, path)
	runtime.ReadMemStats(&after)
	if is := issues(t, p); !p.Summary().Refused || len(is) == 0 || is[len(is)-1].Reason != "row_too_long" || is[len(is)-1].Row != 3 {
		t.Errorf("a line of 100 MB: %v", is)
	}
	if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 128 {
		t.Errorf("%d MB were allocated in all", used)
	}
}

// UTF-16 is known without its mark too, where the bytes leave no doubt; bytes that
// are no letters stay no text.
func TestUTF16WithoutMarkIsRead(t *testing.T) {
	const body = "id,name,description\no1,L’Été à Hélène,Fictif\n"
	for name, c := range map[string]struct {
		order    unicode.Endianness
		encoding string
	}{"little": {unicode.LittleEndian, "UTF-16LE"}, "big": {unicode.BigEndian, "UTF-16BE"}} {
		bytes, err := unicode.UTF16(c.order, unicode.IgnoreBOM).NewEncoder().String(body + strings.Repeat("\n", 40_000))
		if err != nil {
			t.Fatal(err)
		}
		p := open(t, hsds.Options{}, written(t, "organizations.csv", bytes))
		if s := p.Summary(); s.Refused || s.Ledger.Files[0].Encoding != c.encoding || !hasIssue(issues(t, p), "organizations.csv", "encoding", 0, "") {
			t.Fatalf("%s: %+v", name, s)
		}
		wantField(t, records(t, p)["organization"][0], "name", "L’Été à Hélène")
	}
	p := open(t, hsds.Options{}, written(t, "organizations.csv", "i\x00d\x00,\x00n\x00\x00\x00\x01\x00"))
	if is := issues(t, p); !p.Summary().Refused || is[len(is)-1].Reason != "not_text" {
		t.Errorf("%+v", is)
	}
}

func TestFaultyTablesAreReadWithIssues(t *testing.T) {
	for name, c := range map[string]struct {
		file, body, reason, column string
		row                        int
	}{
		"cp1252":           {"organizations.csv", "id,name,description\no1,Caf\xe9,Fictif\n", "encoding", "", 0},
		"cp1252_in_places": {"organizations.csv", "id,name,description\no1,Café,Fictif déjà prêt là\no2,Caf\xe9,Fictif\n", "encoding", "", 0},
		"column_missing":   {"organizations.csv", "id,alternate_name,description\no1,Un,Fictif\n", "missing_column", "name", 1},
		"after_sep":        {"organizations.csv", "sep=;\nid;name;couleur\no1;Un;bleu\n", "unknown_column", "couleur", 2},
		"nul_in_a_cell":    {"organizations.csv", "id,name,description\no1,U\x00n," + strings.Repeat("Fictif ", 200) + "\n", "control_character", "name", 2},
		"line_ends_mixed":  {"organizations.csv", "id,name,description\r\no1,Un,Fictif\r\no2,Deux,Fictif\n", "mixed_line_ends", "", 3},
		"formula":          {"organizations.csv", "id,name,description\no1,=1+1,Fictif\n", "formula", "name", 2},
		"markup":           {"organizations.csv", "id,name,description\no1,<script>alert(1)</script>,Fictif\n", "markup", "name", 2},
		"row_twice":        {"organizations.csv", whole + "o1,Un organisme,Fictif\n", "row_twice", "id", 3},
		"under_itself":     {"taxonomy_terms.csv", "id,name,description,parent_id\n1,a,a,2\n2,b,b,3\n3,c,c,2\n", "under_itself", "parent_id", 3},
		"hour_25":          {"schedules.csv", "id,service_id,freq,byday,opens_at\n1,,WEEKLY,MO,25:00\n", "bad_time", "opens_at", 2},
		"latitude_95":      {"locations.csv", "id,name,location_type,latitude\nl1,Un,physical,95\n", "bad_coordinate", "latitude", 2},
		"latitude_nan":     {"locations.csv", "id,name,location_type,latitude\nl1,Un,physical,NaN\n", "bad_number", "latitude", 2},
		"text_for_object":  {"services.json", `[{"id":"a","name":"b","status":"active","description":"x","organization":"Un"}]`, "wrong_type", "/organization", 1},
		"row_too_short":    {"organizations.csv", "id,name,description\no1,Court\n", "row_short", "", 2},
		"row_too_long":     {"organizations.csv", "id,name,description\no1,Long,Fictif,de trop\n", "row_long", "#04", 2},
		"header_twice":     {"organizations.csv", "id,name,name,description\no1,Un,Deux,Fictif\n", "column_twice", "name", 1},
		"header_empty":     {"organizations.csv", "id,name,,description\no1,Un,Deux,Fictif\n", "no_column_name", "#03", 1},
		"column_unknown":   {"organizations.csv", "id,name,description,couleur\no1,Un,Fictif,bleu\n", "unknown_column", "couleur", 1},
		"id_twice":         {"organizations.csv", "id,name,description\no1,Un,Fictif\no1,Deux,Fictif\n", "id_twice", "id", 3},
		"no_id":            {"organizations.csv", "id,name,description\n,Un,Fictif\n", "no_id", "id", 2},
		"no_name":          {"organizations.csv", "id,name,description\no1,,Fictif\n", "missing", "name", 2},
		"bad_email":        {"organizations.csv", "id,name,description,email\no1,Un,Fictif,pas une adresse\n", "bad_email", "email", 2},
		"link_that_runs":   {"organizations.csv", "id,name,description,website\no1,Un,Fictif,javascript:alert(1)\n", "bad_url", "website", 2},
		"bad_date":         {"services.csv", "id,organization_id,name,status,assured_date\ns1,,Un,active,03/04/2026\n", "bad_date", "assured_date", 2},
		"bad_status":       {"services.csv", "id,organization_id,name,status\ns1,,Un,peut-être\n", "bad_status", "status", 2},
		"dangling":         {"services.csv", "id,organization_id,name,status\ns1,o9,Un,active\n", "dangling", "organization_id", 2},
		"stray_quote":      {"organizations.csv", "id,name,description\no1,\"Un\" organisme,Fictif\n", "stray_quote", "", 2},
		"not_of_hsds":      {"achats.csv", "pomme,poire\n1,2\n", "not_recognised", "", 1},
		"line_of_no_json":  {"services.ndjson", `{"id":"a","name":"b","status":"active","description":"x"}` + "\n{oups\n", "json_line", "", 2},
		"weekday_unknown":  {"regular_schedules.csv", "id,service_id,weekday,opens_at,closes_at\n1,,9,09:00,10:00\n", "bad_weekday", "weekday", 2},
		"hour_unreadable":  {"regular_schedules.csv", "id,service_id,weekday,opens_at,closes_at\n1,,1,matin,10:00\n", "bad_time", "opens_at", 2},
		"coordinates_away": {"locations.csv", "id,name,latitude,longitude\nl1,Un,45.5,-8559199\n", "bad_coordinate", "longitude", 2},
		"longitude_alone":  {"locations.csv", "id,name,latitude,longitude\nl1,Un,95,-73.5\n", "half_coordinate", "longitude", 2},
		"latitude_alone":   {"locations.csv", "id,name,latitude,longitude\nl1,Un,45.5,\n", "half_coordinate", "latitude", 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := open(t, hsds.Options{}, written(t, c.file, c.body))
			if p.Summary().Refused || !hasIssue(issues(t, p), c.file, c.reason, c.row, c.column) {
				t.Errorf("want %s at row %d %s, have %+v", c.reason, c.row, c.column, issues(t, p))
			}
		})
	}
}

// Nothing of a refused package is written, and the report says why.
func TestRefusedPackageWritesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		before := state(t, u)
		p := open(t, hsds.Options{}, zipped(t, map[string]string{"organizations.csv": whole, "services.csv": "id,name\ns1,\"jamais fermé\n"}))
		rep, err := service(u).Import(u.Ctx, keeper, p, directory.ImportOptions{})
		if !fault.Is(err, fault.Invalid) || rep == nil || !rep.Refused || len(rep.Found) == 0 {
			t.Errorf("report %+v, error %v", rep, err)
		}
		for table, n := range state(t, u) {
			if n != before[table] {
				t.Errorf("%s has %d rows, had %d", table, n, before[table])
			}
		}
		u.WantEvents(t)
	})
}

// A link is followed only to where the folder holds its target; what is left out
// is told.
func TestLinksOfAFolder(t *testing.T) {
	outside := written(t, "organizations.csv", whole)
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "organizations.csv"), []byte(whole), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, target := range map[string]string{"services.csv": outside, "programs.csv": "organizations.csv"} {
		if err := os.Symlink(target, filepath.Join(folder, name)); err != nil {
			t.Skip("no links here:", err)
		}
	}
	p := open(t, hsds.Options{}, folder)
	var read []string
	for _, f := range p.Summary().Ledger.Files {
		read = append(read, f.File)
	}
	if !slices.Equal(read, []string{"organizations.csv", "programs.csv"}) || !hasIssue(issues(t, p), "services.csv", "left_out", 0, "") {
		t.Errorf("read %v; %v", read, issues(t, p))
	}
}

// What a spreadsheet leaves below a table is no record, and its blanks come
// back all the same.
func TestBlankRowsAreNoRecords(t *testing.T) {
	p := open(t, hsds.Options{}, written(t, "organizations.csv", whole+",,\n  , ,\no2,Deux,Fictif\n\n"))
	if n := len(records(t, p)["organization"]); n != 2 || len(issues(t, p)) != 0 {
		t.Errorf("%d organisations; %v", n, issues(t, p))
	}
	if l := p.Summary().Ledger; l.Cells != 6 || l.Files[0].Rows != 2 {
		t.Errorf("%d cells in %d rows", l.Cells, l.Files[0].Rows)
	}
	var back bytes.Buffer
	if err := hsds.GiveBack(&back, p.Rows); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(back.Bytes()), int64(back.Len()))
	if err != nil {
		t.Fatal(err)
	}
	r, err := z.Open("organizations.csv")
	if err != nil {
		t.Fatal(err)
	}
	if b, _ := io.ReadAll(r); !strings.Contains(string(b), "\"  \",\" \",\r\n") {
		t.Errorf("given back %q", b)
	}
}

// Each of the three records on a walk that comes back to its start is told, the
// one that only leads there is not, and no link of a loop is kept.
func TestLoopsOfParentsAreCut(t *testing.T) {
	p := open(t, hsds.Options{}, written(t, "organizations.csv",
		"id,name,description,parent_organization_id\na,A,x,b\nb,B,x,c\nc,C,x,b\nd,D,x,d\ne,E,x,\nf,F,x,e\n"))
	var told []string
	for _, i := range issues(t, p) {
		if i.Reason == "under_itself" {
			told = append(told, fmt.Sprint(i.Row))
		}
	}
	slices.Sort(told)
	if !slices.Equal(told, []string{"3", "4", "5"}) {
		t.Errorf("told at rows %v", told)
	}
	for _, r := range records(t, p)["organization"] {
		kept := r.Get("parent_organization_id") != ""
		if kept != strings.Contains("A F", r.Get("name")) {
			t.Errorf("%s stands under %q", r.Get("name"), r.Get("parent_organization_id"))
		}
	}
}

// Two folders that each hold a table of one name are read as two files.
func TestTwoFilesOfOneName(t *testing.T) {
	a, b := t.TempDir(), t.TempDir()
	for _, dir := range []string{a, b} {
		if err := os.WriteFile(filepath.Join(dir, "organizations.csv"), []byte(whole), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		rep := imported(t, u, hsds.Options{Dataset: "two"}, a, b)
		if c := rep.Tables["organization"]; c.New != 1 || len(rep.Ledger.Files) != 2 {
			t.Errorf("%+v in %d files", c, len(rep.Ledger.Files))
		}
	})
}

// A few cells pasted from another program spoil neither themselves nor the
// rest, whatever the pieces in which the file is read.
func TestCellsOfAnotherEncodingAreReadAsMeant(t *testing.T) {
	var b strings.Builder
	b.WriteString("id,name,description\n")
	for i := range 5000 {
		name := "Café de la Forêt"
		if i%1000 == 7 {
			name = "Caf\xe9 de la For\xeat"
		}
		fmt.Fprintf(&b, "o%d,%s,%s\n", i, name, strings.Repeat("é", i%40))
	}
	p := open(t, hsds.Options{}, written(t, "organizations.csv", b.String()))
	for _, r := range records(t, p)["organization"] {
		if r.Get("name") != "Café de la Forêt" {
			t.Fatalf("%s is called %q", r.ID(), r.Get("name"))
		}
	}
	if f := p.Summary().Ledger.Files[0]; f.Encoding != "UTF-8 and CP1252" || f.Rows != 5000 {
		t.Errorf("%d rows read as %s", f.Rows, f.Encoding)
	}
}

// A descriptor that is wrong is told, and takes nothing from the files that it
// speaks of wrongly.
func TestADescriptorMayBeWrong(t *testing.T) {
	files := map[string]string{"organizations.csv": whole, "services.csv": "id,organization_id,name,status\ns1,o1,Un,active\n"}
	for name, c := range map[string]struct{ descriptor, file, reason, column string }{
		"broken":           {`{"resources":[`, "datapackage.json", "descriptor_broken", ""},
		"file_not_there":   {`{"resources":[{"name":"contacts","path":"données/gens.csv"}]}`, "datapackage.json", "descriptor_path", "contacts"},
		"path_that_leaves": {`{"resources":[{"name":"services","path":"../../etc/passwd"}]}`, "datapackage.json", "descriptor_path", "services"},
		"other_separator":  {`{"resources":[{"name":"services","path":"services.csv","dialect":{"delimiter":";"}}]}`, "services.csv", "descriptor_comma", ""},
		"other_table":      {`{"resources":[{"name":"phones","path":"services.csv","schema":{"fields":[{"name":"number"}]}}]}`, "services.csv", "descriptor_table", ""},
		"tables_not_there": {`{"resources":[{"name":"contacts","path":"contacts.csv"}]}`, "", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all := maps.Clone(files)
			all["datapackage.json"] = c.descriptor
			p := open(t, hsds.Options{}, zipped(t, all))
			is := issues(t, p)
			if found := slices.ContainsFunc(is, func(i directory.Issue) bool { return i.File == c.file && i.Reason == c.reason && i.Column == c.column }); found != (c.reason != "") || len(is) > 1 {
				t.Errorf("want %s, have %+v", c.reason, is)
			}
			if s := records(t, p)["service"]; len(s) != 1 || s[0].Withheld {
				t.Errorf("the service is lost: %+v", s)
			}
		})
	}
}
