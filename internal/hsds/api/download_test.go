package api_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/hsds"
	"passerelle/internal/hsds/api"
	"passerelle/internal/hsds/hsdstest"
)

const tabular, nested = "/datapackage.zip", "/services.json"

// takeFiles imports a folder of files, by their names, or a file.
func (f *feed) takeFiles(dataset string, files map[string]string) {
	f.t.Helper()
	dir := f.t.TempDir()
	for name, body := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o600); err != nil {
			f.t.Fatal(err)
		}
	}
	f.takePaths(dataset, dir)
}

func (f *feed) takePaths(dataset string, paths ...string) {
	f.t.Helper()
	p, err := hsds.Open(context.Background(), hsds.Options{Dataset: dataset, Language: "fr"}, paths...)
	if err != nil {
		f.t.Fatal(err)
	}
	defer p.Close()
	f.take(p)
}

// unpacked is all that a download holds, in clear.
func (f *feed) unpacked(path string) []byte {
	f.t.Helper()
	a := f.get(path)
	if a.status != http.StatusOK {
		f.t.Fatalf("GET %s: %d %.200s", path, a.status, a.body)
	}
	if path == nested {
		return a.body
	}
	z, err := zip.NewReader(bytes.NewReader(a.body), int64(len(a.body)))
	if err != nil {
		f.t.Fatal(err)
	}
	var all bytes.Buffer
	for _, x := range z.File {
		r, err := x.Open()
		if err == nil {
			_, err = all.ReadFrom(r)
			err = errors.Join(err, r.Close())
		}
		if err != nil {
			f.t.Fatal(err)
		}
	}
	return all.Bytes()
}

// records are the public records by table and id.
func (f *feed) records() map[string][]string {
	f.t.Helper()
	out := map[string][]string{}
	err := f.dir.Export(f.u.Ctx, access.Anyone(dbtest.Region), func(r directory.Record) error {
		out[r.Table+" "+r.ID()] = slices.Clone(r.Values)
		return nil
	})
	if err != nil {
		f.t.Fatal(err)
	}
	return out
}

// What is downloaded, our own importer takes in again, and tells the same.
func TestDownloadComesBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		f := openFeed(t, u, town(), hsdstest.Few(230))
		f.takePaths("sheets", "../testdata/v20")
		want := f.records()
		for path, file := range map[string]string{tabular: "hsds.zip", nested: "hsds.json"} {
			a := f.get(path)
			if said := a.header.Get("Content-Disposition"); said != `attachment; filename="`+file+`"` {
				t.Errorf("%s: Content-Disposition %q", path, said)
			}
			at := filepath.Join(t.TempDir(), file)
			if err := os.WriteFile(at, a.body, 0o600); err != nil {
				t.Fatal(err)
			}
			other := openFeed(t, dbtest.New(t, u.DB.Engine()))
			other.takePaths("elsewhere", at)
			got := other.records()
			if path == nested { // a list of services has nothing of what no service needs
				maps.DeleteFunc(want, func(k string, _ []string) bool {
					_, there := got[k]
					return !there && !strings.HasPrefix(k, "service ")
				})
			}
			for k, v := range want {
				if !reflect.DeepEqual(v, got[k]) {
					t.Errorf("%s: %s was %q and comes back as %q", path, k, v, got[k])
				}
			}
			if len(got) != len(want) || len(got) < 400 {
				t.Errorf("%s: %d records come back of %d", path, len(got), len(want))
			}
		}
	})
}

// The address that is given by telephone only, the code of a taxonomy that asks
// for a licence and the mailbox of a person are in no byte of a download, and
// one made before an address was hidden is never given again.
func TestDownloadHoldsWhatIsPublic(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		f := openFeed(t, u)
		f.takeFiles("p", map[string]string{
			"organizations.csv":       "id,name,description\no,Maison,Une maison\n",
			"services.csv":            "id,organization_id,name,status,assurer_email\ns,o,Maison des Lilas,active,marie.tremblay@maison.example\n",
			"locations.csv":           "id,organization_id,location_type,latitude,longitude\nl,o,physical,45.5017,-73.5673\n",
			"service_at_location.csv": "id,service_id,location_id\nat,s,l\n",
			"addresses.csv":           "id,location_id,address_1,city,state_province,postal_code,country,address_type\na,l,99 rue Secrète,Laval,QC,H7A 1A1,CA,physical\n",
			"taxonomies.csv":          "id,name,description\nk,AIRS,Deux-un-un\n",
			"taxonomy_terms.csv":      "id,code,name,description,taxonomy_id\nt,BD-5000.8300,Food Pantries,x,k\n",
			"attributes.csv":          "id,link_id,link_entity,taxonomy_term_id\nm,s,service,t\n",
		})
		place := ""
		for k := range f.records() {
			if x, ok := strings.CutPrefix(k, "location "); ok {
				place = x
			}
		}
		withheld := []string{"BD-5000", "Food Pantries", "Deux-un-un", "tremblay"}
		secret := []string{"Secrète", "Secr\\u00e8te", "45.5017", "H7A"}
		for _, path := range []string{tabular, nested} {
			if b := f.unpacked(path); count(b, secret...) == 0 || count(b, "Maison des Lilas") == 0 || count(b, withheld...) != 0 {
				t.Errorf("%s: of what is public %d, of what is withheld %d", path, count(b, secret...), count(b, withheld...))
			}
		}
		service := access.Service("")
		for k := range f.records() {
			if x, ok := strings.CutPrefix(k, "service "); ok {
				service = access.Service(x)
			}
		}
		if err := f.dir.HideAddress(u.Ctx, keeper, service, place, true); err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{tabular, nested} {
			if b := f.unpacked(path); count(b, secret...) != 0 || count(b, "Maison des Lilas") == 0 {
				t.Errorf("%s: the hidden address stands %d times in it", path, count(b, secret...))
			}
		}
	})
}

// A file is made once for a state of the directory: asking again, in whatever
// way, gives the same bytes, or says that they are known. What changes no
// answer ends no file.
func TestDownloadIsMadeOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		f := openFeed(t, u, hsdstest.Few(30))
		for _, path := range []string{tabular, nested} {
			first := f.get(path, "Accept-Encoding", "identity")
			tag := first.header.Get("ETag")
			if len(first.body) < 1000 || !strings.HasPrefix(tag, `"`) || first.header.Get("Cache-Control") != "public, no-cache" || first.header.Get("Content-Encoding") != "" {
				t.Fatalf("%s: %d bytes, %v", path, len(first.body), first.header)
			}
			if again := f.get(path, "Accept-Encoding", "identity", "If-None-Match", tag); again.status != http.StatusNotModified || len(again.body) != 0 {
				t.Errorf("%s: known, and answered %d with %d bytes", path, again.status, len(again.body))
			}
			if head := f.request("HEAD", path, "", "Accept-Encoding", "identity"); head.status != http.StatusOK || head.header.Get("ETag") != tag || len(head.body) != 0 {
				t.Errorf("%s: HEAD answers %d, %v", path, head.status, head.header)
			}
		}
		part := f.get(tabular, "Range", "bytes=10-19")
		if whole := f.get(tabular); part.status != http.StatusPartialContent || !bytes.Equal(part.body, whole.body[10:20]) {
			t.Errorf("ten bytes of it: %d %q", part.status, part.body)
		}
		zipped := f.get(nested, "Accept-Encoding", "gzip")
		if zipped.header.Get("Content-Encoding") != "gzip" || f.get(nested, "Accept-Encoding", "gzip", "If-None-Match", zipped.header.Get("ETag")).status != http.StatusNotModified {
			t.Errorf("zipped: %v", zipped.header)
		}

		made := func() []byte { return f.get(tabular).body }
		before := made()
		file := api.MadeTabular(f.api)
		f.publish() // the entries of the log get their positions
		if err := f.dir.ReportClosedDoor(u.Ctx, access.Anyone(dbtest.Region), "act", service(f), directory.DoorReasons[0], ""); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(before, made()) || api.MadeTabular(f.api) != file {
			t.Errorf("made anew though nothing public changed")
		}
		if err := f.dir.Confirm(u.Ctx, keeper, service(f), "Le Pont"); err != nil {
			t.Fatal(err)
		}
		if bytes.Equal(before, made()) {
			t.Error("what was confirmed is not in the file")
		}
		file = api.MadeTabular(f.api)
		u.Clock.Advance(24 * time.Hour)
		if made(); api.MadeTabular(f.api) == file {
			t.Error("a file outlives the day: a closure may have begun")
		}
	})
}

// A download counts as a stream does, made or not.
func TestDownloadsAreCounted(t *testing.T) {
	u := dbtest.New(t, "sqlite")
	f := openFeed(t, u, hsdstest.Few(3))
	for _, path := range []string{tabular, nested} {
		f.api.Rate = api.NewRate(u.Clock, 60)
		if n := f.spend("203.0.113.7:1000", path); n != 60/21 {
			t.Errorf("%s: %d are answered in a minute", path, n)
		}
	}
}

// large has n services, each with what most have.
func large(n int) hsdstest.Package {
	o := hsdstest.ID("organization", "o")
	p := hsdstest.Package{Name: "large", List: []directory.Record{hsdstest.Record("organization", "o", "name", "Le Pont", "description", "Un lieu")}}
	for i := range n {
		name := strconv.Itoa(i)
		s := hsdstest.ID("service", name)
		p.List = append(p.List,
			hsdstest.Record("service", name, "organization_id", o, "name", "Service "+name, "status", "active", "description", strings.Repeat("Un repas chaud. ", 20)),
			hsdstest.Record("phone", name, "service_id", s, "number", "514 555-0100"),
			hsdstest.Record("schedule", name, "service_id", s, "freq", "WEEKLY", "byday", "MO", "opens_at", "09:00", "closes_at", "12:00"))
	}
	return p
}

// A large directory is downloaded by many at once, while the feed answers; who
// goes away before the file is made leaves nothing behind, and each of the
// others gets the same bytes.
func TestManyDownloadALargeDirectory(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		f := openFeed(t, u, large(7000))
		away, leave := context.WithCancel(u.Ctx)
		leave()
		f.site.Handler().ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(away, "GET", "/hsds"+tabular, nil))
		bodies := make(chan string)
		for range 4 {
			for _, path := range []string{tabular, nested} {
				go func() { bodies <- path + string(f.get(path, "Accept-Encoding", "identity").body) }()
			}
		}
		if a := f.get("/services?per_page=5"); a.status != http.StatusOK {
			t.Errorf("meanwhile the feed answers %d", a.status)
		}
		seen := map[string]int{}
		for range 8 {
			seen[<-bodies]++
		}
		if len(seen) != 2 {
			t.Errorf("%d different files were given", len(seen))
		}
		var services []json.RawMessage
		if err := json.Unmarshal(f.unpacked(nested), &services); err != nil || len(services) != 7000 {
			t.Errorf("%d services: %v", len(services), err)
		}
	})
}

func service(f *feed) access.Service { return access.Service(hsdstest.ID("service", "saa")) }
