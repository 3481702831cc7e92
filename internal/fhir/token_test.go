package fhir_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/partner"
)

// system lets a system of an organisation in, and returns its id and secret.
func (w *world) system(org access.Org, writes bool) (id, secret string) {
	w.t.Helper()
	admin := access.ForWorker(w.Region, "admin of "+access.Worker(org), org, "", access.Administration)
	id, secret, err := w.Partner.Make(w.t.Context(), admin, "made "+w.act(), partner.NewSystem{Name: "Système fictif", Writes: writes})
	must(w.t, err)
	return id, secret
}

// token asks for one as OAuth has it, and returns what came back.
func (w *world) token(form url.Values, id, secret string) (int, http.Header, object) {
	w.t.Helper()
	r, err := http.NewRequest("POST", w.URL+"/fhir/token", strings.NewReader(form.Encode()))
	must(w.t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if id != "" {
		r.SetBasicAuth(id, secret)
	}
	res, err := w.Client().Do(r)
	must(w.t, err)
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	must(w.t, err)
	var o object
	must(w.t, json.Unmarshal(b, &o))
	return res.StatusCode, res.Header, o
}

// bearer is the header of a live token of a system.
func (w *world) bearer(id, secret string) string {
	w.t.Helper()
	status, _, o := w.token(url.Values{"grant_type": {"client_credentials"}}, id, secret)
	if status != http.StatusOK {
		w.t.Fatalf("no token: %d %v", status, o)
	}
	return "Bearer " + o["access_token"].(string)
}

func TestATokenIsGivenForASecret(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		id, secret := w.system(dents, true)
		status, header, o := w.token(url.Values{"grant_type": {"client_credentials"}, "scope": {"system/*.read"}}, id, secret)
		if status != 200 || o["token_type"] != "Bearer" || o["scope"] != "system/*.read" || o["expires_in"] != 600.0 || header.Get("Cache-Control") != "no-store" {
			t.Errorf("%d %v", status, o)
		}
		if status, _, o := w.token(url.Values{"grant_type": {"client_credentials"}, "client_id": {id}, "client_secret": {secret}}, "", ""); status != 200 || o["scope"] != "system/*.read system/*.write" {
			t.Errorf("in the form: %d %v", status, o)
		}
		if o := w.ask("GET", "/.well-known/smart-configuration", nil).body; o["token_endpoint"] != w.URL+"/fhir/token" {
			t.Errorf("%v", o)
		}
		reader, readerSecret := w.system(dents, false)
		for name, c := range map[string]struct {
			form       url.Values
			id, secret string
			status     int
			code       string
		}{
			"wrong secret":    {url.Values{"grant_type": {"client_credentials"}}, id, "x", 401, "invalid_client"},
			"unknown system":  {url.Values{"grant_type": {"client_credentials"}}, "nobody", secret, 401, "invalid_client"},
			"no secret":       {url.Values{"grant_type": {"client_credentials"}}, "", "", 401, "invalid_client"},
			"another grant":   {url.Values{"grant_type": {"password"}}, id, secret, 400, "unsupported_grant_type"},
			"no grant":        {nil, id, secret, 400, "unsupported_grant_type"},
			"unknown scope":   {url.Values{"grant_type": {"client_credentials"}, "scope": {"patient/*.read"}}, id, secret, 400, "invalid_scope"},
			"too wide":        {url.Values{"grant_type": {"client_credentials"}, "scope": {"system/*.write"}}, reader, readerSecret, 400, "invalid_scope"},
			"twice":           {url.Values{"grant_type": {"client_credentials", "client_credentials"}}, id, secret, 400, "invalid_request"},
			"secret in both":  {url.Values{"grant_type": {"client_credentials"}, "client_secret": {secret}}, id, secret, 400, "invalid_request"},
			"of a json shape": {url.Values{`{"grant_type":"client_credentials"}`: {""}}, id, secret, 400, "unsupported_grant_type"},
		} {
			status, header, o := w.token(c.form, c.id, c.secret)
			if status != c.status || o["error"] != c.code || o["access_token"] != nil || status == 401 && header.Get("WWW-Authenticate") == "" {
				t.Errorf("%s: %d %v, want %d %s", name, status, o, c.status, c.code)
			}
		}
	})
}

// TestWithoutALiveTokenNothingIsRead: and no answer tells whether there is
// something.
func TestWithoutALiveTokenNothingIsRead(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		id, secret := w.system(dents, true)
		live := w.bearer(id, secret)
		if a := w.ask("GET", "/Task", nil, "Authorization", live); a.status != 200 {
			t.Fatalf("the control: %d %s", a.status, a.raw)
		}
		for name, header := range map[string]string{"none": "", "of another kind": "Basic eDp4", "unknown": "Bearer x", "the secret": "Bearer " + secret} {
			a := w.ask("GET", "/Task", nil, "Authorization", header)
			a.refused(t, name, http.StatusUnauthorized, "login", "")
			if a.header.Get("WWW-Authenticate") == "" {
				t.Errorf("%s: not said how", name)
			}
			there, not := w.ask("GET", "/Patient/"+id, nil, "Authorization", header), w.ask("GET", "/Patient/nobody", nil, "Authorization", header)
			if there.status != 401 || string(there.raw) != string(not.raw) {
				t.Errorf("%s: %s, %s", name, there.raw, not.raw)
			}
		}
		must(t, w.Partner.Revoke(t.Context(), access.ForWorker(w.Region, "a", dents, "", access.Administration), id))
		w.ask("GET", "/Task", nil, "Authorization", live).refused(t, "after the end", http.StatusUnauthorized, "login", "")

		id, secret = w.system(dents, true)
		live = w.bearer(id, secret)
		w.clock.Advance(partner.TokenLife - time.Millisecond)
		if a := w.ask("GET", "/Task", nil, "Authorization", live); a.status != 200 {
			t.Errorf("in its last instant: %d", a.status)
		}
		w.clock.Advance(time.Millisecond)
		w.ask("GET", "/Task", nil, "Authorization", live).refused(t, "over", http.StatusUnauthorized, "login", "")
	})
}

func TestATokenThatReadsChangesNothing(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		reads := w.bearer(w.system(dents, false))
		for _, c := range [][2]string{{"POST", "/Task"}, {"PUT", "/Task/x"}, {"POST", ""}} {
			w.ask(c[0], c[1], "{}", "Authorization", reads).refused(t, c[0]+c[1], http.StatusForbidden, "forbidden", "")
		}
	})
}
