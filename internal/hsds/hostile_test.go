package hsds_test

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

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

const whole = "id,name,description\no1,Un organisme,Fictif\n"

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
		"bomb":                   {zipped(t, map[string]string{"organizations.csv": strings.Repeat(" ", 64<<20)}), "archive_bomb", "package.zip", 0},
		"broken_archive":         {written(t, "organizations.zip", "PK\x03\x04 nothing"), "archive_broken", "organizations.zip", 0},
		"picture":                {written(t, "organizations.csv", "\x89PNG\r\n\x00\x00\x01"), "not_text", "organizations.csv", 1},
		"page_of_html":           {written(t, "organizations.csv", "<!DOCTYPE html><html>id,name</html>"), "not_csv", "organizations.csv", 1},
		"quote_never_closed":     {written(t, "organizations.csv", whole+"o2,\"Ouvert,\n"+strings.Repeat("o3,x,y\n", 50)), "quote_open", "organizations.csv", 3},
		"json_cut_off":           {written(t, "services.json", `[{"id":"a","name":"b","status":"active","description":"x"},{"id":`), "json_broken", "services.json", 2},
		"json_too_deep":          {written(t, "services.json", strings.Repeat(`[`, 100000)), "json_deep", "services.json", 1},
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

func TestFaultyTablesAreReadWithIssues(t *testing.T) {
	for name, c := range map[string]struct {
		file, body, reason, column string
		row                        int
	}{
		"cp1252":           {"organizations.csv", "id,name,description\no1,Caf\xe9,Fictif\n", "encoding", "", 0},
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

// The readers never panic and never lose a cell, whatever the bytes.
func FuzzOpen(f *testing.F) {
	f.Add("organizations.csv", []byte(whole))
	f.Add("services.json", []byte(`{"contents":[{"id":"a","name":"b","status":"active","phones":["x"]}],"total_items":1}`))
	f.Add("services.ndjson", []byte("{\"id\":\"a\"}\n[1,{\"b\":[null,2]}]\n"))
	f.Add("regular_schedules.csv", []byte("id;service_id;weekday\r\n\"1\";\"a\"\"b\";lundi\r\n"))
	f.Add("contacts.csv", []byte("id,name,phone_number,phone_areacode\n1,x\x00,5,\xff\n"))
	f.Fuzz(func(t *testing.T, name string, body []byte) {
		name = filepath.Base(filepath.Clean("/" + strings.Map(func(r rune) rune {
			if r < ' ' || r > '~' {
				return '_'
			}
			return r
		}, name)))
		if name == "/" || name == "." || len(name) > 100 {
			t.Skip()
		}
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, body, 0o600); err != nil {
			t.Skip()
		}
		p, err := hsds.Open(context.Background(), hsds.Options{}, path)
		if err != nil {
			t.Skip(err)
		}
		defer p.Close()
		counted := 0
		if err := p.Rows(func(r directory.SourceRow) error {
			if !r.Header {
				counted += len(r.Cells) - strings.Count(r.Cells, "-")
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if l := p.Summary().Ledger; !p.Summary().Refused && (l.Cells != counted || l.Cells != l.Mapped+l.Attributes+l.Residual+l.Faulty) {
			t.Errorf("%d cells kept, ledger %+v", counted, l)
		}
	})
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
