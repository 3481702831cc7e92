package proof

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/app"
	"passerelle/internal/clock"
	"passerelle/internal/config"
	"passerelle/internal/consent"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/org"
	"passerelle/internal/partner"
	"passerelle/internal/referral"
)

// node is one program, asked without a network: an answer is whole when its
// handler returns.
type node struct {
	*app.App
	http.Handler
}

// world is one region, and one or more nodes over its database.
type world struct {
	t     *testing.T
	clock *clock.Fake
	nodes []node
	acts  atomic.Int64
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// open starts nodes over an empty database of one engine.
func open(t *testing.T, engine db.Engine, nodes int) *world {
	t.Helper()
	return openAt(t, dbtest.Address(t, engine), nodes)
}

func openAt(t *testing.T, address string, nodes int) *world {
	t.Helper()
	w := &world{t: t, clock: clock.Fixed(dbtest.Start)}
	set := app.Settings{
		Store:  config.Store{DB: address, Plain: true, Fleeting: true, Keys: filepath.Join(t.TempDir(), "keys"), Region: dbtest.Region},
		Server: config.Server{Listen: "127.0.0.1:0", TimeZone: "America/Toronto", Conns: 4, Grace: time.Second},
		Clock:  w.clock, Log: slog.New(slog.DiscardHandler),
	}
	for range nodes {
		a, err := app.Open(t.Context(), set)
		must(t, err)
		t.Cleanup(func() { must(t, a.Stop()) })
		w.nodes = append(w.nodes, node{a, a.Site.Handler()})
	}
	return w
}

// first is any node: what is set up on one is there for all.
func (w *world) first() *app.App { return w.nodes[0].App }

// act is a form's own id.
func (w *world) act() string { return fmt.Sprintf("act-%d", w.acts.Add(1)) }

// visitor is how somebody shows who they are: a cookie, or a token. The zero
// visitor is the public.
type visitor struct{ cookie, bearer string }

// reply is an answer, whole.
type reply struct {
	status int
	header http.Header
	body   string
}

// ask asks a handler as a browser or a program does.
func (v visitor) ask(h http.Handler, method, path string, form url.Values) reply {
	var r *http.Request
	if form == nil {
		r = httptest.NewRequest(method, "https://passerelle.example"+path, nil)
	} else {
		r = httptest.NewRequest(method, "https://passerelle.example"+path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if v.cookie != "" {
		r.Header.Set("Cookie", v.cookie)
	}
	if v.bearer != "" {
		r.Header.Set("Authorization", v.bearer)
	}
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, r)
	return reply{rec.Code, rec.Header(), rec.Body.String()}
}

// institution makes an organisation.
func (w *world) institution(name string) access.Org {
	w.t.Helper()
	o, err := w.first().Org.CreateOrg(w.t.Context(), access.ForOperator(dbtest.Region), org.NewOrg{Sector: org.Community, Regime: org.PrivateQuebec, NameFR: name})
	must(w.t, err)
	return o
}

// staff is a worker with one hat: as an actor, and as a visitor who signed in.
type staff struct {
	access.Actor
	visitor
}

func (w *world) hire(name string, o access.Org, roles ...access.Role) staff {
	w.t.Helper()
	ctx, operator := w.t.Context(), access.ForOperator(dbtest.Region)
	id, err := w.first().Org.AddInvented(ctx, operator, name, name+"@exemple.org", org.NewHat{Org: o, Roles: roles})
	must(w.t, err)
	s := staff{Actor: access.ForWorker(dbtest.Region, id, o, "", roles...)}
	s.visitor = w.signIn(id)
	return s
}

func (w *world) signIn(id access.Worker) visitor {
	w.t.Helper()
	session, err := w.first().Org.StartAs(w.t.Context(), access.ForOperator(dbtest.Region), id, "")
	must(w.t, err)
	return visitor{cookie: "__Host-passerelle=" + session.Token}
}

// system is the information system of an organisation, with a fresh token.
func (w *world) system(o access.Org) (visitor, access.Actor) {
	w.t.Helper()
	ctx := w.t.Context()
	admin := access.ForWorker(dbtest.Region, "admin", o, "", access.Administration)
	id, secret, err := w.first().Partner.Make(ctx, admin, w.act(), partner.NewSystem{Name: "Système fictif", Writes: true})
	must(w.t, err)
	token, err := w.first().Partner.Token(ctx, "here", id, secret, true, false)
	must(w.t, err)
	return visitor{bearer: "Bearer " + token.Value}, access.ForPartner(dbtest.Region, id, o)
}

// person is somebody accompanied, with their open page.
type person struct {
	id access.Person
	visitor
}

func (w *world) person(by access.Actor, who consent.NewPerson) person {
	w.t.Helper()
	ctx := w.t.Context()
	id, err := w.first().Consent.Create(ctx, by, w.act(), who)
	must(w.t, err)
	words, err := w.first().Consent.NewThread(ctx, by, id)
	must(w.t, err)
	in := visitor{}.ask(w.nodes[0], http.MethodPost, "/fr/lien", url.Values{"words": {words.String()}})
	cookie, _, _ := strings.Cut(in.header.Get("Set-Cookie"), ";")
	if in.status != http.StatusSeeOther || !strings.HasPrefix(cookie, "__Host-lien=") {
		w.t.Fatalf("the five words open nothing: %d %s", in.status, in.body)
	}
	return person{id, visitor{cookie: cookie}}
}

// passages are what a referral says, each passage under its own words.
type passages struct{ words, observed, reach, tried string }

// sent is a referral on its way, with each part allowed to its receiver.
func (w *world) sent(by access.Actor, p access.Person, to access.Org, say passages) access.Referral {
	w.t.Helper()
	ctx, a := w.t.Context(), w.first()
	id, err := a.Referral.Draft(ctx, by, w.act(), referral.NewDraft{Person: p, Receiver: to})
	must(w.t, err)
	must(w.t, a.Referral.Save(ctx, by, id, w.act(), referral.Change{
		Version: 1,
		Need:    &referral.Need{Words: say.words, Language: "fr", Observed: say.observed, Pivot: "Pivot fictif"},
		Contact: &referral.Contact{Called: "La personne", Reach: say.reach},
		Done:    &referral.Done{Tried: say.tried},
	}))
	_, err = a.Consent.Record(ctx, by, w.act(), consent.Question{
		Person: p, Recipient: to, Until: consent.ThreeMonths, Wording: "v1", Language: "fr", How: consent.Spoken,
		Parts: map[access.Part]consent.Answer{access.PartNeed: consent.Yes, access.PartContact: consent.Yes, access.PartDone: consent.Yes},
	})
	must(w.t, err)
	must(w.t, a.Referral.Send(ctx, by, id, w.act()))
	return id
}

var actField = regexp.MustCompile(`name="act" value="([^"]+)"`)

// act is the id of the form that an answer shows.
func (r reply) act(t *testing.T) string {
	t.Helper()
	m := actField.FindStringSubmatch(r.body)
	if m == nil {
		t.Fatalf("no form: %d %s", r.status, r.body)
	}
	return m[1]
}

// write runs statements of the test's own.
func (w *world) write(do func(tx *db.Tx) error) {
	w.t.Helper()
	must(w.t, w.first().DB.Write(w.t.Context(), do))
}
