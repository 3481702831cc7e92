package api_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/event"
	"passerelle/internal/hsds/api"
	keeping "passerelle/internal/hsds/feed"
	"passerelle/internal/i18n"
	"passerelle/internal/seal"
	"passerelle/internal/web"
)

var keeper = access.ForOperator(dbtest.Region)

// feed is the API as the world sees it, through the site's own server.
type feed struct {
	*httptest.Server
	t    *testing.T
	u    *dbtest.Universe
	api  *api.API
	site *web.Site
	dir  *directory.Service

	linker *event.Linker
}

func openFeed(t *testing.T, u *dbtest.Universe, packages ...directory.Incoming) *feed {
	t.Helper()
	bundle, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	keys, err := seal.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	log, quiet := event.NewLog(nil), slog.New(slog.DiscardHandler)
	f := &feed{t: t, u: u, dir: directory.New(u.DB, log)}
	if f.linker, err = event.NewLinker(u.DB, log, keys.Signer, "node", quiet); err != nil {
		t.Fatal(err)
	}
	f.api = &api.API{Directory: f.dir, Bundle: bundle, Clock: u.Clock}
	f.site = &web.Site{
		Bundle: bundle, Region: dbtest.Region, Zone: time.UTC, Clock: u.Clock, Log: quiet, DB: u.DB,
		Ready: func() bool { return true }, Feed: f.api,
	}
	f.Server = httptest.NewServer(f.site.Handler())
	t.Cleanup(f.Close)
	for _, p := range packages {
		f.take(p)
	}
	return f
}

// take imports a package.
func (f *feed) take(p directory.Incoming) {
	f.t.Helper()
	if _, err := f.dir.Import(f.u.Ctx, keeper, p, directory.ImportOptions{}); err != nil {
		f.t.Fatal(err)
	}
}

// publish tells those who follow of what happened.
func (f *feed) publish() {
	f.t.Helper()
	if err := errors.Join(f.linker.Drain(f.u.Ctx), (&keeping.Keeper{Directory: f.dir}).CatchUp(f.u.Ctx)); err != nil {
		f.t.Fatal(err)
	}
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   []byte
}

func (f *feed) do(r *http.Request) answer {
	f.t.Helper()
	res, err := f.Client().Do(r)
	if err != nil {
		f.t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		f.t.Fatalf("%s %s: %v", r.Method, r.URL, err)
	}
	return answer{res.StatusCode, res.Header, b}
}

// get asks for a path below /hsds, with pairs of headers.
func (f *feed) get(path string, headers ...string) answer {
	f.t.Helper()
	return f.request("GET", path, "", headers...)
}

func (f *feed) post(path string, form url.Values, headers ...string) answer {
	f.t.Helper()
	return f.request("POST", path, form.Encode(), append(headers, "Content-Type", "application/x-www-form-urlencoded")...)
}

func (f *feed) request(method, path, body string, headers ...string) answer {
	f.t.Helper()
	r, err := http.NewRequest(method, f.URL+"/hsds"+path, strings.NewReader(body))
	if err != nil {
		f.t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return f.do(r)
}

// object is a JSON object.
type object = map[string]any

// read is the object of an answer that must be a success.
func (f *feed) read(path string, headers ...string) object {
	f.t.Helper()
	a := f.get(path, headers...)
	if a.status != http.StatusOK {
		f.t.Fatalf("GET %s: %d %s", path, a.status, a.body)
	}
	return f.decoded(path, a.body)
}

func (f *feed) decoded(path string, body []byte) (o object) {
	f.t.Helper()
	if err := json.Unmarshal(body, &o); err != nil {
		f.t.Fatalf("%s is no JSON object: %v\n%.400s", path, err, body)
	}
	return o
}

// lines are the objects of a stream.
func (f *feed) lines(path string) (out []object) {
	f.t.Helper()
	a := f.get(path)
	if a.status != http.StatusOK || a.header.Get("Content-Type") != "application/x-ndjson" {
		f.t.Fatalf("GET %s: %d %s %.300s", path, a.status, a.header.Get("Content-Type"), a.body)
	}
	for line := range bytes.Lines(a.body) {
		out = append(out, f.decoded(path, line))
	}
	return out
}

func contents(page object) (out []object) {
	for _, x := range page["contents"].([]any) {
		out = append(out, x.(object))
	}
	return out
}

// ids of a list of objects.
func ids(list []object) (out []string) {
	for _, o := range list {
		out = append(out, o["id"].(string))
	}
	return out
}

// wants checks an error: its status, and the parameter it names.
func (a answer) wants(t *testing.T, what string, status int, parameter string) {
	t.Helper()
	var r struct {
		Error struct{ Parameter, Message string }
	}
	err := json.Unmarshal(a.body, &r)
	if a.status != status || err != nil || r.Error.Parameter != parameter || r.Error.Message == "" || strings.Contains(r.Error.Message, "hsds.") {
		t.Errorf("%s: %d %s, want %d about %q (%v)", what, a.status, a.body, status, parameter, err)
	}
}
