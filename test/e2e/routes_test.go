package e2e

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"passerelle/test/browser"
	"passerelle/test/live"
)

// route is a line of test/house/testdata/routes.golden: the table of routes, as
// the house keeps it.
type route struct {
	method, path string
	shape        *regexp.Regexp
	fixed        int // characters that are not a parameter: the longest match wins
}

func routes(t *testing.T) (list []route) {
	t.Helper()
	root, err := live.Root()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(root, "test/house/testdata/routes.golden"))
	if err != nil {
		t.Fatal(err)
	}
	param := regexp.MustCompile(`\\\{[a-z]+\\\}`)
	for line := range strings.Lines(string(text)) {
		f := strings.Fields(line)
		if len(f) != 3 || strings.HasPrefix(line, "#") {
			continue
		}
		path := strings.TrimSuffix(f[1], "{$}")
		shape := regexp.MustCompile("^" + param.ReplaceAllString(regexp.QuoteMeta(path), "[^/]+") + "$")
		list = append(list, route{f[0], f[1], shape, len(regexp.MustCompile(`\{[a-z]+\}`).ReplaceAllString(path, ""))})
	}
	if len(list) < 60 {
		t.Fatalf("only %d routes read", len(list))
	}
	return list
}

// seen is which routes were looked at, in which language, and on which of them
// a form was seen with something to mend.
type seen struct {
	routes []route
	mu     sync.Mutex
	parts  int
	pages  map[string]bool // language + route
	mended map[string]bool
}

func newSeen(t *testing.T) *seen {
	return &seen{routes: routes(t), pages: map[string]bool{}, mended: map[string]bool{}}
}

// note is given to a crawl: it is told each page that was judged.
func (s *seen) note(lang string) func(tab *browser.Tab, address string) {
	return func(tab *browser.Tab, _ string) {
		page := browser.Eval[struct {
			At    string
			Wrong bool
		}](tab, "({At: location.pathname, Wrong: !!document.querySelector('.errs')})")
		s.mu.Lock()
		defer s.mu.Unlock()
		best := route{fixed: -1}
		for _, r := range s.routes {
			if r.shape.MatchString(page.At) && r.fixed > best.fixed {
				best = r
			}
		}
		s.pages[lang+" "+best.path] = true
		if page.Wrong {
			s.mended[lang+" "+best.path] = true
		}
	}
}

// done counts the parts that ran: with -run, some do not.
func (s *seen) done() { s.mu.Lock(); defer s.mu.Unlock(); s.parts++ }

// noPage are routes that never show a page of ours, and why.
var noPage = map[string]string{
	"/{lang}/sortie":                                              "leaves for another site at once",
	"/{lang}/s/{code}":                                            "leads on to the service",
	"/{lang}/n/{need}":                                            "leads on to the results",
	"/{lang}/n/{need}/{place}":                                    "leads on to the results",
	"/{lang}/service/{id}/heures.ics":                             "a calendar to take away",
	"/{lang}/app/couverture/tableau.csv":                          "a table to take away",
	"/{lang}/app/incidents/registre.csv":                          "a table to take away",
	"/{lang}/lien/recu/{id}/recu.json":                            "a receipt to take away",
	"/{lang}/app/besoins/direct":                                  "news of the board, for its script",
	"/{lang}/app/besoins/tableau.csv":                             "a table to take away",
	"/{lang}/tableau/besoins.csv":                                 "a table to take away",
	"/{lang}/app/import/{task}/remarques.csv":                     "a table to take away",
	"/{lang}/app/imports/{run}/remarques.csv":                     "a table to take away",
	"/{lang}/app/imports/{run}/source.zip":                        "an archive to take away",
	"/{lang}/app/signal/{signal}/mots.txt":                        "the original words to take away: signal_test.go",
	"/{lang}/app/signal/{signal}/voix":                            "a recording: signal_test.go",
	"/{lang}/lien/mes-donnees.json":                               "a file to take away",
	"/{lang}/app/crise/{crise}/bilan.txt":                         "a text to take away",
	"/{lang}/connexion/etape":                                     "after a passphrase, which nobody has in the demo: account_test.go looks at it",
	"/{lang}/connexion/cle":                                       "answered by a passkey: passkey_test.go",
	"/{lang}/app/moi/confirmer/cle":                               "answered by a passkey: passkey_test.go",
	"/{lang}/app/moi/securite/cle/{key}":                          "of a passkey, which nobody has in the demo: passkey_test.go looks at it",
	"/{lang}/app/trajectoires/{id}/version/{number}/fichier.json": "a file to take away",
	"/{lang}/courriel/{token}":                                    "its token is only in a message: internal/app/notice_test.go",
	"/{lang}/courriel/arret/{token}":                              "its token is only in a message: internal/app/notice_test.go",
	"/courriel/arret/{token}":                                     "answers a program that reads e-mail: internal/app/notice_test.go",
	"/{lang}/avis/{token}":                                        "the page of /lien/avis; its token is only on paper",
	"/{lang}/connexion/institution/{institution}":                 "leaves for an institution",
	"/{lang}/tournee/hors-ligne.js":                               "a script: round_test.go",
	"/{lang}/tournee/ronde.webmanifest":                           "for the phone: round_test.go",
	"/{lang}/tournee/prendre":                                     "answers a script: round_test.go",
	"/{lang}/tournee/envoyer":                                     "answers a script: round_test.go",
	"/{lang}/app/moi/securite/institution/{institution}":          "leaves for an institution, or comes back from it: institution_test.go",
}

// nothingTyped are acts without a field that could be wrong: one button, whose
// page is looked at before and after.
var nothingTyped = map[string]bool{
	"/{lang}/app/moi/journee/moins": true, "/{lang}/app/moi/journee/lien": true, "/{lang}/courriel/{token}": true, "/{lang}/courriel/arret/{token}": true,
	"/{lang}/app/export": true, "/{lang}/app/export/{demande}/confirmer": true, "/{lang}/app/export/{demande}/arreter": true, "/{lang}/app/export/{demande}/prendre": true,
	"/{lang}/app/consortium/{consortium}/laisser/{part}": true, "/{lang}/app/consortium/{consortium}/fermer": true,
	"/{lang}/app/moi/liens/{tie}/retirer": true, "/{lang}/app/reference/{id}/connais": true, "/{lang}/app/accords/{person}/connais": true,
	"/{lang}/lien/recul/{id}/{org}": true, "/{lang}/app/moi/relais/{batch}/annuler": true,
	"/{lang}/lien/fermer": true, "/{lang}/lien/retirer/{org}": true, "/{lang}/lien/arreter/{id}": true,
	"/{lang}/app/besoin/{besoin}/laisser": true, "/{lang}/app/texto/{talk}/prendre": true, "/{lang}/app/texto/{talk}/rendre": true,
	"/{lang}/deconnexion": true, "/{lang}/app/moi/chapeau/{hat}": true, "/{lang}/app/moi/partout": true,
	"/{lang}/app/equipe/invitation/{id}/annuler": true, "/{lang}/app/equipe/phrase/{worker}": true,
	"/{lang}/app/equipe/depart/{worker}": true, // a successor is asked of who leaves, on /app/moi/depart
	"/{lang}/app/liste/{code}/ordre":     true, "/{lang}/app/liste/{code}/retirer": true,
	"/{lang}/liste/{codes}/papier": true, "/{lang}/l/{code}/papier": true, // a note of any words
	"/{lang}/app/reference/{id}/effacer": true, "/{lang}/app/reference/{id}/consentement/noter": true,
	"/{lang}/app/reference/{id}/envoyer": true, "/{lang}/app/reference/{id}/lien": true, "/{lang}/app/reference/{id}/mon-lien": true,
	"/{lang}/app/reference/{id}/recevoir": true, "/{lang}/app/reference/{id}/evaluer": true, "/{lang}/app/reference/{id}/accepter": true,
	"/{lang}/app/reference/{id}/appel": true, "/{lang}/app/reference/{id}/commencer": true, "/{lang}/app/reference/{id}/contact": true,
	"/{lang}/app/reference/{id}/retirer": true,
	"/{lang}/app/reference/{id}/retrait": true, "/{lang}/app/reference/{id}/appele": true, "/{lang}/app/reference/{id}/relais": true, "/{lang}/lien/veut/{id}": true,
	"/{lang}/app/reference/{id}/observation/{note}/lu": true,
	"/{lang}/app/reference/{id}/suite":                 true, // ticks alone: any of them is an answer
	"/{lang}/app/integrer/retirer":                     true,
	"/{lang}/app/import/{task}/colonnes":               true, "/{lang}/app/import/{task}/importer": true, "/{lang}/app/import/{task}/abandonner": true,
	"/{lang}/app/imports/{run}/annuler":  true,
	"/{lang}/app/service/{id}/confirmer": true, "/{lang}/app/service/{id}/historique/{revision}": true,
	"/{lang}/app/service/{id}/offrir": true, "/{lang}/app/doublons/{keep}/{gone}/distincts": true,
	"/{lang}/app/route/{id}/confirmer": true, "/{lang}/app/route/{id}/retirer": true, "/{lang}/app/pratique/{id}/retirer": true,
	"/{lang}/app/campagne/{id}/messages": true, "/{lang}/app/campagne/{id}/lien": true, "/{lang}/app/campagne/{id}/arreter": true,
	"/{lang}/app/places/{offer}/retenir": true, "/{lang}/app/retenue/{hold}/prolonger": true, "/{lang}/app/retenue/{hold}/laisser": true,
	"/{lang}/app/retenue/{hold}/arrivee": true, "/{lang}/app/retenue/{hold}/liberer": true,
	"/{lang}/app/ronde/{ronde}/finir": true, "/{lang}/app/ronde/{ronde}/telephone/{telephone}/passer": true, // of a phone that is out: round_test.go
	"/{lang}/app/ronde/{ronde}/telephone/{telephone}/retirer": true,
	"/{lang}/app/equipe/systemes/{system}/retirer":            true,
	"/{lang}/app/crise/{crise}/regle/{regle}/lever":           true, "/{lang}/app/crise/{crise}/tache/{tache}/faite": true, "/{lang}/app/crise/{crise}/fermer": true,
	"/{lang}/app/crise/{crise}/quitter": true, "/{lang}/app/signal/{signal}/lu": true,
	"/{lang}/app/moi/confirmer":        true, // of the demo, one button; its fields are sent wrong in account_test.go
	"/{lang}/app/moi/securite/cle":     true, // answered by a passkey: passkey_test.go
	"/{lang}/app/coffre/fermer":        true,
	"/{lang}/app/moi/securite/feuille": true, "/{lang}/app/moi/securite/sans": true, "/{lang}/app/equipe/phrase/{worker}/cles": true,
	"/{lang}/lien/lever/{id}": true, "/{lang}/lien/non": true, "/{lang}/app/accords/{person}/non": true, // a name that finds nothing is no fault
	"/{lang}/app/accords/{person}/retirer/{org}": true, "/{lang}/app/accords/{person}/demander/{org}/noter": true,
	"/{lang}/app/trajectoires/nouvelle": true, "/{lang}/app/trajectoires/{id}/commencer": true, "/{lang}/app/trajectoires/{id}/copier": true,
	"/{lang}/app/trajectoires/{id}/reviser": true, "/{lang}/app/trajectoires/{id}/retirer": true, "/{lang}/app/trajectoires/{id}/modifier/ordre": true,
	"/{lang}/app/trajectoires/{id}/modifier/essayer": true, "/{lang}/app/trajectoires/{id}/modifier/proposer": true, "/{lang}/app/trajectoires/{id}/modifier/publier": true,
	"/{lang}/app/trajectoires/{id}/modifier/jeter": true, "/{lang}/app/parcours/code/avis": true, "/{lang}/app/parcours/{run}/terminer": true,
	"/{lang}/app/suggestion/{id}/accepter": true, "/{lang}/app/suggestion/{id}/refuser": true, // a reason is always chosen
}

// check asks that every page was looked at in every language, and every form
// with something to mend.
func (s *seen) check(t *testing.T, parts int) {
	t.Helper()
	if s.parts < parts {
		t.Logf("only %d of %d parts ran: routes are not counted", s.parts, parts)
		return
	}
	for path := range nothingTyped {
		if !slices.ContainsFunc(s.routes, func(r route) bool { return r.method == "POST" && r.path == path }) {
			t.Errorf("%s is no act any more: take it off the list", path)
		}
	}
	for _, l := range languages {
		for _, r := range s.routes {
			if !strings.HasPrefix(r.path, "/{lang}/") || strings.Contains(r.path, "/demo/") || noPage[r.path] != "" ||
				l.dir == "rtl" && (strings.Contains(r.path, "/app") || strings.Contains(r.path, "/l/")) { // workers, and who keeps lists, are met in French and English
				continue
			}
			switch {
			case r.method == "GET" && !s.pages[l.code+" "+r.path]:
				t.Errorf("nobody looked at GET %s in %s: have a step of acts_test.go open it", r.path, l.code)
			case r.method == "POST" && !nothingTyped[r.path] && !s.mended[l.code+" "+r.path]:
				t.Errorf("nobody saw the form of POST %s with something to mend, in %s: have a step of acts_test.go send it wrong", r.path, l.code)
			}
		}
	}
}
