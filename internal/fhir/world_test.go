package fhir_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/app"
	"passerelle/internal/clock"
	"passerelle/internal/config"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/fhir/r4"
	"passerelle/internal/hsds/hsdstest"
)

// world is a whole node, with a directory of two organisations, as programs see
// it.
type world struct {
	*app.App
	*httptest.Server
	t     *testing.T
	clock *clock.Fake
	acts  atomic.Int64
}

// act is a form's own id.
func (w *world) act() string { return "act-" + strconv.FormatInt(w.acts.Add(1), 10) }

type object = map[string]any

var (
	halte   = access.Org(hsdstest.ID("organization", "halte"))
	dents   = access.Org(hsdstest.ID("organization", "dents"))
	dentist = access.Service(hsdstest.ID("service", "dentiste"))
	refuge  = access.Service(hsdstest.ID("service", "refuge"))
)

// each runs a story on a node of each engine.
func each(t *testing.T, story func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel()
	for _, e := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(e), func(t *testing.T) {
			t.Parallel()
			story(t, open(t, dbtest.Address(t, e)))
		})
	}
}

func open(t *testing.T, address string) *world {
	t.Helper()
	w := &world{t: t, clock: clock.Fixed(dbtest.Start)}
	set := app.Settings{
		Store:  config.Store{DB: address, Plain: true, Fleeting: true, Keys: filepath.Join(t.TempDir(), "keys"), Region: dbtest.Region},
		Server: config.Server{Listen: "127.0.0.1:0", TimeZone: "America/Toronto", Conns: 4, Grace: time.Second},
		Clock:  w.clock, Log: slog.New(slog.DiscardHandler),
	}
	a, err := app.Open(t.Context(), set)
	must(t, err)
	w.App = a
	t.Cleanup(func() { must(t, a.Stop()) })
	_, err = a.Directory.Import(t.Context(), access.ForOperator(a.Region), town(), directory.ImportOptions{})
	must(t, err)
	must(t, a.Refresh(t.Context(), dentist, refuge))
	w.Server = httptest.NewServer(a.Site.Handler())
	t.Cleanup(w.Server.Close)
	return w
}

func town() hsdstest.Package {
	p := hsdstest.Package{Name: "town"}
	add := func(table, name string, pairs ...string) {
		p.List = append(p.List, hsdstest.Record(table, name, pairs...))
	}
	add("organization", "halte", "name", "La Halte (fictif)", "description", "Un lieu", "email", "info@halte.example")
	add("organization", "dents", "name", "Dents pour tous (fictif)", "description", "Soins", "parent_organization_id", string(halte))
	add("service", "dentiste", "organization_id", string(dents), "name", "Dentiste", "description", "Soins dentaires, dentiste", "status", "active", "url", "https://dents.example")
	add("service", "refuge", "organization_id", string(halte), "name", "Refuge", "description", "Hébergement", "status", "active")
	add("phone", "dentiste", "service_id", string(dentist), "number", "819 555-0190", "extension", "4")
	for _, s := range []string{"dentiste", "refuge"} {
		place := hsdstest.ID("location", s)
		add("location", s, "location_type", "physical", "name", "Place "+s, "latitude", "45.5", "longitude", "-73.6")
		add("address", s, "location_id", place, "address_1", "1, rue du Pont", "city", "Val-Fictif", "state_province", "QC", "postal_code", "J0X 1A0", "country", "CA", "address_type", "physical")
		add("service_at_location", s, "service_id", hsdstest.ID("service", s), "location_id", place)
		add("schedule", s, "service_id", hsdstest.ID("service", s), "freq", "WEEKLY", "byday", "MO,WE", "opens_at", "09:00", "closes_at", "16:30")
	}
	return p
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   object
	raw    []byte
}

// ask sends a request below /fhir, with pairs of headers.
func (w *world) ask(method, path string, body any, headers ...string) answer {
	w.t.Helper()
	var sent io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		sent = strings.NewReader(b)
	default:
		sent = bytes.NewReader(r4.Write(b))
	}
	r, err := http.NewRequest(method, w.URL+"/fhir"+path, sent)
	must(w.t, err)
	if body != nil {
		r.Header.Set("Content-Type", "application/fhir+json")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	res, err := w.Client().Do(r)
	must(w.t, err)
	defer res.Body.Close()
	a := answer{status: res.StatusCode, header: res.Header}
	a.raw, err = io.ReadAll(res.Body)
	must(w.t, err)
	if len(a.raw) > 0 {
		d := json.NewDecoder(bytes.NewReader(a.raw))
		d.UseNumber()
		if err := d.Decode(&a.body); err != nil {
			w.t.Fatalf("%s %s: %d %s", method, path, a.status, a.raw)
		}
	}
	return a
}

// get reads what must be there, and sound by base R4.
func (w *world) get(path string, headers ...string) answer {
	w.t.Helper()
	a := w.ask("GET", path, nil, headers...)
	if a.status != http.StatusOK {
		w.t.Fatalf("GET %s: %d %s", path, a.status, a.raw)
	}
	a.sound(w.t)
	return a
}

func (a answer) sound(t *testing.T) {
	t.Helper()
	o, wrong := r4.Parse(a.raw)
	if wrong = append(wrong, r4.Check(o)...); len(wrong) > 0 {
		t.Errorf("not sound R4: %+v\n%s", wrong, a.raw)
	}
}

// refused wants an OperationOutcome with a status, a code and a place.
func (a answer) refused(t *testing.T, name string, status int, code, at string) {
	t.Helper()
	a.sound(t)
	if a.status != status || a.body["resourceType"] != "OperationOutcome" {
		t.Errorf("%s: %d %s, want %d", name, a.status, a.raw, status)
		return
	}
	for _, x := range a.body["issue"].([]any) {
		i := x.(object)
		place := ""
		if e, ok := i["expression"].([]any); ok {
			place = e[0].(string)
		}
		if i["code"] == code && place == at {
			return
		}
	}
	t.Errorf("%s: %s, want %s at %q", name, a.raw, code, at)
}

// ids are those of the resources of a search, in order.
func (a answer) ids() (ids []string) {
	entries, _ := a.body["entry"].([]any)
	for _, e := range entries {
		r := e.(object)["resource"].(object)
		ids = append(ids, r["resourceType"].(string)+"/"+r["id"].(string))
	}
	return ids
}

// link is where a search says to go on; "" when there is no such link.
func (w *world) link(a answer, relation string) string {
	for _, l := range a.body["link"].([]any) {
		if o := l.(object); o["relation"] == relation {
			return strings.TrimPrefix(o["url"].(string), w.URL+"/fhir")
		}
	}
	return ""
}
