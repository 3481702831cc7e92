package web_test

import (
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/alert"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/event"
	"passerelle/internal/job"
	"passerelle/internal/partner"
	"passerelle/internal/seal"
)

// coldNight is an alert of a sender that does not exist.
const coldNight = `<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
  <identifier>a</identifier>
  <sender>meteo@exemple.org</sender>
  <sent>2026-03-02T08:00:00-05:00</sent>
  <status>Actual</status>
  <msgType>Alert</msgType>
  <scope>Public</scope>
  <info>
    <language>fr-CA</language>
    <event>froid extrême</event>
    <expires>2026-03-03T08:00:00-05:00</expires>
    <headline>Froid extrême cette nuit</headline>
  </info>
</alert>`

// pusher is a system of the organisation that keeps the directory, if it does.
type pusher struct {
	*door
	partners      *partner.Service
	admin         access.Actor
	id, writes    string
	reads, nobody string
}

func pushing(t *testing.T, u *dbtest.Universe) *pusher {
	d := newDoor(t, u)
	log := event.NewLog(job.New(u.DB, u.Clock, slog.New(slog.DiscardHandler)))
	d.site.Alert = alert.New(u.DB, log).PushedBy(d.org, u.Clock)
	vault, err := seal.NewVault(d.site.Keys)
	d.must(err)
	d.site.Partner = partner.New(u.DB, log, vault, d.site.Keys, u.Clock, dbtest.Region)
	p := &pusher{door: d, partners: d.site.Partner, nobody: strings.Repeat("a", 52)}
	p.admin = access.ForWorker(dbtest.Region, "awa", d.o, "", access.Administration)
	id, secret, err := p.partners.Make(u.Ctx, p.admin, "act", partner.NewSystem{Name: "Veille", Writes: true})
	d.must(err)
	p.id = id
	for _, to := range []struct {
		token  *string
		writes bool
	}{{&p.writes, true}, {&p.reads, false}} {
		got, err := p.partners.Token(u.Ctx, "somewhere", id, secret, to.writes, !to.writes)
		d.must(err)
		*to.token = got.Value
	}
	return p
}

// entrust has the system's organisation keep the directory, or not any more.
func (p *pusher) entrust(u *dbtest.Universe, keeps bool) {
	p.must(u.DB.Write(u.Ctx, func(tx *db.Tx) error {
		q := `DELETE FROM steward WHERE org_id = $1`
		if keeps {
			q = `INSERT INTO steward (org_id, at) VALUES ($1, 0)`
		}
		_, err := tx.Exec(u.Ctx, q, p.o)
		return err
	}))
}

func (p *pusher) push(u *dbtest.Universe, token string, body io.Reader) (status int, said string) {
	r, err := http.NewRequestWithContext(u.Ctx, http.MethodPost, p.url+"/cap", body)
	p.must(err)
	r.Header.Set("Content-Type", "application/cap+xml")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := p.server.Client().Do(r)
	p.must(err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	p.must(err)
	return resp.StatusCode, string(b)
}

// alertEvents are the kinds of what happened to alerts, in order.
func alertEvents(t *testing.T, u *dbtest.Universe) string {
	t.Helper()
	var kinds []string
	err := u.DB.Read(u.Ctx, func(tx *db.Tx) (err error) {
		kinds, err = db.Collect(u.Ctx, tx, func(s *string) []any { return []any{s} },
			`SELECT e.kind FROM event AS e WHERE e.region_id = $1 AND e.kind LIKE 'alert.%' ORDER BY e.at, e.id`, dbtest.Region)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(kinds, " ")
}

func coldAs(pairs ...string) io.Reader {
	return strings.NewReader(strings.NewReplacer(pairs...).Replace(coldNight))
}

// TestAnAlertIsPushed by a system of those who keep the directory: once however
// often, replaced and taken back, refused with its line, and by nobody else.
func TestAnAlertIsPushed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		p := pushing(t, u)
		want := func(what string, token string, body io.Reader, status int, words string) {
			t.Helper()
			if got, said := p.push(u, token, body); got != status || !strings.Contains(said, words) {
				t.Errorf("%s: %d %s, want %d %s", what, got, said, status, words)
			}
		}
		shown := func(want string) {
			t.Helper()
			all, _, err := p.site.Alert.Living(u.Ctx, dbtest.Region)
			p.must(err)
			got := ""
			for _, a := range all {
				got += a.Identifier
			}
			if got != want {
				t.Errorf("shown %q, want %q", got, want)
			}
		}
		want("of one that keeps nothing", p.writes, coldAs(), 404, `"wrong"`)
		p.entrust(u, true)
		want("without a token", "", coldAs(), 401, "jeton")
		want("with a token that never was", p.nobody, coldAs(), 401, "jeton")
		want("to read only", p.reads, coldAs(), 404, `"wrong"`)
		shown("")

		want("first", p.writes, coldAs(), 200, `{"result":"shown"}`)
		want("again", p.writes, coldAs(), 200, `{"result":"before"}`)
		shown("a")
		refers := func(kind string) []string {
			return []string{"<identifier>a<", "<identifier>" + kind + "<", "<msgType>Alert<", "<msgType>" + kind + "<",
				"<scope>Public</scope>", "<scope>Public</scope><references>meteo@exemple.org,a,2026-03-02T08:00:00-05:00</references>"}
		}
		want("an update", p.writes, coldAs(refers("Update")...), 200, `{"result":"shown"}`)
		shown("Update")
		cancel := append(refers("Cancel"), "meteo@exemple.org,a,", "meteo@exemple.org,Update,")
		cancel[5] = strings.Replace(cancel[5], ",a,", ",Update,", 1)
		want("a cancellation", p.writes, coldAs(cancel[:6]...), 200, `{"result":"ended"}`)
		want("a cancellation again", p.writes, coldAs(cancel[:6]...), 200, `{"result":"before"}`)
		shown("")
		if got := alertEvents(t, u); got != "alert.taken alert.taken alert.ended" {
			t.Errorf("events: %s", got)
		}

		want("of another's", p.writes, coldAs(append(refers("Cancel"), "<sender>meteo@", "<sender>autre@")...), 422, `"wrong"`)
		want("an entity", p.writes, coldAs("<alert", "<!DOCTYPE alert [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n<alert"), 422, `"line":2`)
		want("a bomb", p.writes, coldAs("<headline>Froid extrême cette nuit", "<headline>"+strings.Repeat("é", 9000)), 422, `"line":13`)
		want("a deep one", p.writes, coldAs("  <info>", strings.Repeat("<a>", 300)), 422, `"line":9`)
		want("ten megabytes", p.writes, strings.NewReader(coldNight+strings.Repeat(" ", 10<<20)), 413, "256")
		want("nothing", p.writes, strings.NewReader(""), 422, `"wrong"`)
		shown("")

		p.entrust(u, false)
		want("of one that keeps it no more", p.writes, coldAs("<identifier>a<", "<identifier>z<"), 404, `"wrong"`)
		p.entrust(u, true)
		p.must(p.partners.Revoke(u.Ctx, p.admin, p.id))
		want("of a system that was ended", p.writes, coldAs("<identifier>a<", "<identifier>z<"), 401, "jeton")
		shown("")
	})
}
