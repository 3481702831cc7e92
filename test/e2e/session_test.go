package e2e

import (
	"maps"
	"net/url"
	"strings"
	"testing"
	"time"

	"passerelle/internal/db"
	"passerelle/test/live"
)

// TestSessionsDieOnEveryNode: two nodes over one PostgreSQL. While somebody
// turns pages on one of them without a pause, their session is ended on the
// other, in each way there is: no page that is asked for after that was
// acknowledged opens. A second is promised; none is needed, as nothing is kept
// from one request to the next.
func TestSessionsDieOnEveryNode(t *testing.T) {
	t.Parallel()
	town := newTown(t, db.Postgres)
	other := live.Serve(t, town.data).URL
	awa := town.admin(halte)
	ways := map[string]func(bo *visitor, colleague string){
		"signs out": func(bo *visitor, _ string) {
			v := bo.on(town.url)
			v.open("/fr/app/moi")
			v.send("/fr/deconnexion")
		},
		"signs out everywhere": func(bo *visitor, _ string) {
			town.visitor().in("bo").ask("/fr/app/moi/partout", url.Values{})
		},
		"leaves": func(_ *visitor, colleague string) {
			awa.open("/fr/app/equipe/depart/" + colleague)
			to, form := awa.form("/depart/" + colleague)
			awa.ask(to, form)
		},
		"loses the passkeys": func(bo *visitor, colleague string) {
			v := bo.on(town.url)
			v.open("/fr/app/moi/securite/feuille")
			to, form := v.form("/feuille")
			v.ask(to, form)
			awa.ask("/fr/app/equipe/phrase/"+colleague+"/cles", url.Values{})
		},
		"has a new passphrase": func(_ *visitor, colleague string) {
			awa.open("/fr/app/equipe/phrase/" + colleague)
			to, form := awa.form("/phrase/" + colleague)
			awa.ask(to, form)
			link := invitation.FindString(awa.text())
			v := town.visitor()
			v.open(link)
			v.send(link, "password", phrase)
		},
	}
	for _, way := range []string{"signs out", "signs out everywhere", "loses the passkeys", "has a new passphrase", "leaves"} {
		t.Run(strings.ReplaceAll(way, " ", "_"), func(t *testing.T) {
			var bo *visitor
			if way == "signs out" {
				bo = town.hire(awa, "bo", "intervention")
			} else {
				bo = town.visitor().in("bo")
			}
			awa.open("/fr/app/equipe")
			colleague := between(awa.body, "/fr/app/equipe/depart/", `"`)
			if colleague == "" {
				t.Fatal("no colleague in the team")
			}
			reads := bo.on(other)
			opened, refused := make(chan time.Time, 1<<20), make(chan time.Time, 1)
			go func() {
				for {
					asked := time.Now()
					a, err := reads.once("/fr/app/moi", nil)
					if err != nil || a.status != 200 {
						refused <- asked
						return
					}
					opened <- asked
				}
			}()
			<-opened
			<-opened
			ways[way](bo, colleague)
			ended := time.Now()
			var last time.Time
			select {
			case <-refused:
			case <-time.After(20 * time.Second):
				t.Fatal("the session still opens pages on the other node")
			}
			for len(opened) > 0 {
				last = <-opened
			}
			if last.After(ended) {
				t.Errorf("a page asked for %v after the end was acknowledged has opened", last.Sub(ended))
			}
			t.Logf("last page that opened was asked for %v before the acknowledgement", ended.Sub(last))
		})
	}
}

// on is the same browser at another address of the same site.
func (v *visitor) on(base string) *visitor {
	return &visitor{t: v.t, base: base, cookies: maps.Clone(v.cookies)}
}

// in signs somebody in with the passphrase that everybody has here.
func (v *visitor) in(name string) *visitor {
	v.t.Helper()
	v.open("/fr/connexion")
	v.send("/connexion", "email", name+"@exemple.org", "password", phrase)
	return v
}

func between(s, from, to string) string {
	_, rest, _ := strings.Cut(s, from)
	found, _, _ := strings.Cut(rest, to)
	return found
}
