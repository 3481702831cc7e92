package e2e

import (
	"path/filepath"
	"regexp"
	"testing"

	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/test/live"
)

// town is one installation made as an operator makes it: a directory imported
// and organisations opened by the command line, then the program served.
type town struct {
	t    *testing.T
	url  string
	data string            // address of its database
	door map[string]string // the invitation that the command printed, by organisation
}

// The organisations of a town. Tamarac and the clinic are in the imported
// directory; the clinic has no account.
const (
	halte   = "La Halte"
	tamarac = "Maison Tamarac"
	quai    = "Le Quai"
	clinic  = "Clinique du Ruisseau"
)

// phrase is everybody's password here.
const phrase = "sept hérons gris au bord du lac"

var invitation = regexp.MustCompile(`/fr/invitation/\S+`)

// eachEngine runs a story in a town of its own on each engine.
func eachEngine(t *testing.T, story func(t *testing.T, town *town)) {
	t.Helper()
	for _, e := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(e), func(t *testing.T) { story(t, newTown(t, e)) })
	}
}

func newTown(t *testing.T, e db.Engine) *town {
	t.Helper()
	address := dbtest.Address(t, e)
	if e == db.SQLite {
		// A file that is not there yet: made, and enciphered, as in earnest.
		address = filepath.Join(filepath.Dir(address), "town.db")
	}
	live.Must(t, "import", "--db", address, "testdata/repertoire")
	w := &town{t: t, data: address, door: map[string]string{}}
	for name, options := range map[string][]string{
		halte:   {"--email", "awa@exemple.org"},
		tamarac: {"--email", "cleo@exemple.org", "--listed"},
		quai:    {"--email", "fay@exemple.org"},
	} {
		said := live.Must(t, append([]string{"admin", "--db", address, "--org", name}, options...)...)
		if w.door[name] = invitation.FindString(said); w.door[name] == "" {
			t.Fatalf("no invitation in %q", said)
		}
	}
	w.url = live.Serve(t, address).URL
	return w
}

// visitor is somebody new, without cookies.
func (w *town) visitor() *visitor { return newVisitor(w.t, w.url) }

// join uses an invitation and stays signed in.
func (w *town) join(link, name string) *visitor {
	w.t.Helper()
	v := w.visitor()
	v.open(link)
	v.send(link, "name", name, "password", phrase)
	return v
}

// admin is the first administrator of an organisation. Its role opens no
// person's page.
func (w *town) admin(org string) *visitor { w.t.Helper(); return w.join(w.door[org], "Admin") }

// hire invites somebody through the pages and lets them in.
func (w *town) hire(admin *visitor, name string, roles ...string) *visitor {
	w.t.Helper()
	admin.open("/fr/app/equipe/inviter")
	to, form := admin.form("/equipe/inviter")
	fill(form, "email", name+"@exemple.org")
	form["roles"] = roles
	admin.ask(to, form)
	link := invitation.FindString(admin.text())
	if link == "" {
		w.t.Fatalf("no invitation on the page: %s", admin.text())
	}
	return w.join(link, name)
}
