package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"passerelle/test/browser"
	"passerelle/test/live"
)

// flatList is a list as a table of organisations keeps it: French headers,
// semicolons, hours in words, a column of private notes and one of nothing.
const flatList = "Nom de l'organisme;Nom du service;Description;Adresse;Ville;Code postal;Téléphone;Heures d'ouverture;Statut;Notes internes;Machin\r\n" +
	"La Chaloupe inventée;Repas du midi;Un repas chaud;3 rue du Quai;Rive-Claire;H2X 1Y4;514 555-0171;Lundi au vendredi, 11 h 30 à 13 h 30;Ouvert;appeler Paul;x\r\n" +
	"La Chaloupe inventée;Vestiaire d'hiver;Des bottes;3 rue du Quai;Rive-Claire;H2X 1Y4;514 555-0172;sur appel;Ouvert;;x\r\n" +
	";Sans organisme;;;;;;;bientôt;;\r\n"

// TestAListIsImported is S15 as a coordinator lives it: a flat list, its
// columns, what the import would do, the import, a correction, and undo. Each
// page on the way is in order, in both languages, on a phone.
func TestAListIsImported(t *testing.T) {
	t.Parallel()
	p := live.Demo(t)
	file := filepath.Join(t.TempDir(), "organismes-2026-03.csv")
	if err := os.WriteFile(file, []byte(flatList), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, l := range languages[:2] {
		tab := browser.Shared(t).Tab(t, browser.Phone)
		enter(t, tab, p.URL, "fr", "odile")
		at := func(path string) string { return p.URL + "/" + l.code + path }
		inOrder := func() {
			t.Helper()
			faults, _ := publicCrawl(t, p.URL, l.code, l.dir).Judge(tab, tab.URL())
			for _, f := range faults {
				t.Error(f)
			}
		}
		words := map[string]map[string]string{
			"fr": {"import": "Importer un répertoire", "read": "Lire le fichier", "columns": "Les colonnes de", "try": "Essayer l'import", "new": "nouveaux", "refused": "1 refusé", "do": "Importer", "done": "est importé", "undo": "Annuler cet import", "sure": "Annuler l'import", "undone": "annulé"},
			"en": {"import": "Import a directory", "read": "Read the file", "columns": "The columns of", "try": "Try the import", "new": "new", "refused": "1 refused", "do": "Import", "done": "is imported", "undo": "Undo this import", "sure": "Undo the import", "undone": "undone"},
		}[l.code]

		tab.Open(at("/app/repertoire"))
		tab.Tap(words["import"])
		inOrder()
		tab.Tap(words["read"]) // nothing was chosen
		if tab.Status() != 422 {
			t.Errorf("a form without a file answers %d", tab.Status())
		}
		inOrder()
		tab.Fill("dataset", "Liste "+l.code)
		tab.Attach("file", file)
		tab.Tap(words["read"])
		until(t, tab, words["columns"])
		sees(t, tab, "Machin")
		inOrder()

		tab.Tap(`a[href$="/colonne/0-10"]`)
		inOrder()
		tab.Choose("what", "-")
		tab.Tap(`main form[method="post"] button`)
		tab.Tap(`a[href$="/constantes/0"]`)
		inOrder()
		tab.Choose("what", "service.alert")
		tab.Fill("value", "Fermé les jours fériés")
		tab.Tap(`main > form[method="post"] button`)
		sees(t, tab, "Fermé les jours fériés")
		tab.Open(tab.URL()[:strings.LastIndex(tab.URL(), "/constantes/")] + "/colonnes")
		inOrder()
		tab.Tap(words["try"])
		until(t, tab, words["new"])
		sees(t, tab, words["refused"])
		inOrder()
		tab.Tap(`a[href$="/remarques/bad_status"]`)
		sees(t, tab, "bientôt")
		inOrder()
		tab.Open(tab.URL()[:strings.LastIndex(tab.URL(), "/remarques/")])
		tab.Tap(`form[action$="/importer"] button`)
		until(t, tab, words["done"])
		run := strings.TrimSuffix(tab.URL(), "?fait=1")
		inOrder()
		soon(t, func() bool {
			tab.Open(p.URL + "/fr/services?q=chaloupe+inventee+repas")
			return shows(tab, "Repas du midi") && shows(tab, "Fermé les jours fériés")
		})
		for _, secret := range []string{"appeler Paul", "Machin"} {
			if shows(tab, secret) {
				t.Errorf("the public reads %q", secret)
			}
		}

		tab.Open(run + "/remarques/hours_in_words")
		inOrder()
		tab.Tap(`a[href*="/corriger/"]`)
		inOrder()
		tab.Fill("value", "Les mardis, sur appel")
		tab.Tap(`main form[method="post"] button`)
		sees(t, tab, "Les mardis, sur appel")

		tab.Open(run)
		tab.Tap(words["undo"])
		inOrder()
		tab.Tap(words["sure"])
		sees(t, tab, words["undone"])
		inOrder()
		soon(t, func() bool {
			tab.Open(p.URL + "/fr/services?q=chaloupe+inventee+repas")
			return !shows(tab, "Repas du midi")
		})
		tab.Open(at("/app/import"))
		inOrder()
		if problems := tab.Problems(); len(problems) > 0 {
			t.Errorf("%s: %v", l.code, problems)
		}
	}
}

func shows(tab *browser.Tab, words string) bool {
	return strings.Contains(flat(tab.Text()), flat(words))
}

// until waits for a page that asks again by itself.
func until(t *testing.T, tab *browser.Tab, words string) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !shows(tab, words); {
		if time.Now().After(deadline) {
			t.Fatalf("%s does not come to %q:\n%s", tab.URL(), words, tab.Text())
		}
		time.Sleep(300 * time.Millisecond)
		tab.Open(tab.URL())
	}
}

// soon waits for what happens within seconds, on a busy machine.
func soon(t *testing.T, is func() bool) {
	t.Helper()
	deadline := time.Now().Add(60 * time.Second)
	for !is() {
		if time.Now().After(deadline) {
			t.Fatal("did not happen within a minute")
		}
		time.Sleep(300 * time.Millisecond)
	}
}
