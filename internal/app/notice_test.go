package app_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/app"
	"passerelle/internal/clock"
	"passerelle/internal/config"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/notice"
	"passerelle/internal/org"
	"passerelle/test/mailbox"
)

// TestAWorkerIsToldAndStops: the whole way of it, through the server of e-mail and
// the site: an address is confirmed by the link that went there, a day is told in
// numbers alone, and the program that reads the e-mail stops it in one press,
// without a cookie. Then who left has nothing kept of them.
func TestAWorkerIsToldAndStops(t *testing.T) {
	mail := mailbox.New(t, mailbox.Bare)
	c := clock.Fixed(time.Date(2026, 3, 3, 12, 30, 0, 0, time.UTC)) // half past seven in Montréal
	const site = "https://passerelle.example"
	a, err := app.Open(t.Context(), app.Settings{
		Store:  config.Store{DB: filepath.Join(t.TempDir(), "a.db"), Region: dbtest.Region},
		Server: config.Server{Listen: "127.0.0.1:0", URL: site, TimeZone: "America/Toronto", Conns: 4, Mail: config.Mail{MailHost: mail.Host, MailPort: mail.Port, MailSecurity: config.MailNone, MailFrom: "nouvelles@passerelle.example"}},
		Clock:  c, Log: slog.New(slog.DiscardHandler),
	})
	must(t, err)
	t.Cleanup(func() { must(t, a.Stop()) })
	ctx := t.Context()
	operator := access.ForOperator(a.Region)
	halte, err := a.Org.CreateOrg(ctx, operator, org.NewOrg{NameFR: "La Halte", Sector: org.Community, Regime: org.PrivateQuebec})
	must(t, err)
	w, err := a.Org.AddWorker(ctx, operator, org.NewWorker{Name: "Nadia B.", Email: "nadia@exemple.ca", Password: "sept hérons gris au bord du lac", Hats: []org.NewHat{{Org: halte, Roles: []access.Role{access.Intervention, access.Management}}}})
	must(t, err)
	by := access.ForWorker(a.Region, w, halte, "", access.Intervention, access.Management)
	s := httptest.NewServer(a.Site.Handler())
	t.Cleanup(s.Close)
	ask := func(method, path, body, kind string, own bool) (int, string) {
		t.Helper()
		r, err := http.NewRequestWithContext(ctx, method, s.URL+path, strings.NewReader(body))
		must(t, err)
		if body != "" {
			r.Header.Set("Content-Type", kind)
		}
		if own {
			r.Header.Set("Sec-Fetch-Site", "same-origin")
		}
		res, err := s.Client().Do(r)
		must(t, err)
		defer res.Body.Close()
		b, err := io.ReadAll(res.Body)
		must(t, err)
		return res.StatusCode, string(b)
	}
	const form = "application/x-www-form-urlencoded"
	run := func() { _, err := a.Queue.RunDue(ctx, a.Region); must(t, err); must(t, a.Notice.Tell(ctx, a.Region)) }

	must(t, a.Notice.Ask(ctx, by, "a1", notice.Wish{Rhythm: notice.Daily, Hour: 8, QuietToo: true, CalmFrom: 18, CalmTo: 8, Language: "fr", Address: "nadia@exemple.ca"}))
	run()
	if len(mail.Letters()) != 1 {
		t.Fatalf("%d letters, want the one that asks", len(mail.Letters()))
	}
	path := strings.TrimPrefix(regexp.MustCompile(site+`/fr/courriel/\S+`).FindString(mail.Letters()[0].Text), site)
	c.Set(c.Now().Add(time.Hour))
	if status, body := ask("GET", path, "", "", false); status != 200 || !strings.Contains(body, "Oui, cette adresse est la mienne") {
		t.Fatalf("%s answers %d: %s", path, status, body)
	}
	if run(); len(mail.Letters()) != 1 {
		t.Error("a program that opens the link to look at it confirmed the address")
	}
	if status, body := ask("POST", path, "x=y", form, true); status != 200 || !strings.Contains(body, "Adresse confirmée") {
		t.Fatalf("confirming answers %d: %s", status, body)
	}
	c.Set(c.Now().Add(24 * time.Hour))
	run()
	run()
	if len(mail.Letters()) != 2 {
		t.Fatalf("%d letters, want 2", len(mail.Letters()))
	}
	day := mail.Letters()[1]
	if !strings.Contains(day.Text, "Rien ne vous attend.") || !strings.Contains(day.Text, site+"/fr/app\n") || day.Subject != "Votre journée" {
		t.Errorf("%s\n%s", day.Subject, day.Text)
	}
	for _, told := range []string{"Halte", "Nadia", string(halte), string(w)} {
		if strings.Contains(strings.ReplaceAll(day.Raw, "nadia@", ""), told) {
			t.Errorf("a letter says %q:\n%s", told, day.Raw)
		}
	}
	stop := strings.TrimPrefix(strings.Trim(day.Header.Get("List-Unsubscribe"), "<>"), site)
	for name, x := range map[string]struct {
		path, body string
		want       int
	}{
		"no field": {stop, "x=y", 400}, "another link": {"/courriel/arret/abc", "List-Unsubscribe=One-Click", 404}, "too much": {stop, strings.Repeat("x", 10<<10), 400},
	} {
		if status, _ := ask("POST", x.path, x.body, form, false); status != x.want {
			t.Errorf("%s: %d, want %d", name, status, x.want)
		}
	}
	if status, body := ask("GET", stop, "", "", false); status != 200 || !strings.Contains(body, "Tout arrêter") && !strings.Contains(body, "Stop them all") {
		t.Errorf("the link in the letter answers %d: %s", status, body)
	}
	if status, _ := ask("POST", "/fr"+stop, "x=y", form, false); status != 403 {
		t.Errorf("the page's own form from elsewhere: %d", status)
	}
	if status, _ := ask("POST", stop, "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n", "multipart/form-data; boundary=b", false); status != 200 {
		t.Errorf("one press: %d", status)
	}
	if own, err := a.Notice.Own(ctx, by); err != nil || !own.Off() || own.Address == "" {
		t.Errorf("after one press: %+v, %v", own, err)
	}
	must(t, a.Org.Disable(ctx, operator, "nadia@exemple.ca"))
	if own, err := a.Notice.Own(ctx, by); err != nil || own.Address != "" {
		t.Errorf("of a closed account is kept: %+v, %v", own, err)
	}
}
