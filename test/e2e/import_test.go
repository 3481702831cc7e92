package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"passerelle/test/browser"
)

// flatList is a list as a table of organisations keeps it: French headers,
// semicolons, hours in words, a column of private notes and one of nothing.
const flatList = "Nom de l'organisme;Nom du service;Description;Adresse;Ville;Code postal;Téléphone;Heures d'ouverture;Statut;Notes internes;Machin\r\n" +
	"La Chaloupe inventée;Repas du midi;Un repas chaud;3 rue du Quai;Rive-Claire;H2X 1Y4;514 555-0171;Lundi au vendredi, 11 h 30 à 13 h 30;Ouvert;appeler Paul;x\r\n" +
	"La Chaloupe inventée;Vestiaire d'hiver;Des bottes;3 rue du Quai;Rive-Claire;H2X 1Y4;514 555-0172;sur appel;Ouvert;;x\r\n" +
	";Sans organisme;;;;;;;bientôt;;\r\n"

// imports is S15 as a coordinator lives it: a flat list, its columns, what the
// import would do, the import, a correction, and undo. Each page on the way is
// in order, and each form is sent wrong once.
func (w *walker) imports() {
	t, tab := w.t, w.tab
	t.Helper()
	file := filepath.Join(t.TempDir(), "organismes-2026-03.csv")
	if err := os.WriteFile(file, []byte(flatList), 0o600); err != nil {
		t.Fatal(err)
	}
	words := map[string]map[string]string{
		"fr": {"import": "Importer un répertoire", "read": "Lire le fichier", "columns": "Les colonnes de", "try": "Essayer l'import", "new": "nouveaux", "refused": "1 refusé", "done": "est importé", "undo": "Annuler cet import", "sure": "Annuler l'import", "undone": "annulé"},
		"en": {"import": "Import a directory", "read": "Read the file", "columns": "The columns of", "try": "Try the import", "new": "new", "refused": "1 refused", "done": "is imported", "undo": "Undo this import", "sure": "Undo the import", "undone": "undone"},
	}[w.at.lang]

	w.open("/app/repertoire")
	tab.Tap(words["import"])
	w.look()
	w.wrong(func() { tab.Tap(words["read"]) }) // nothing was chosen
	tab.Fill("dataset", "Liste "+w.at.lang)
	tab.Attach("file", file)
	tab.Tap(words["read"])
	until(t, tab, words["columns"])
	sees(t, tab, "Machin")
	w.look()

	tab.Tap(`a[href$="/colonne/0-10"]`)
	w.look()
	w.wrong(func() { w.offer("what", "autre"); tab.Tap(`main form[method="post"] button`) })
	tab.Choose("what", "-")
	tab.Tap(`main form[method="post"] button`)
	tab.Tap(`a[href$="/constantes/0"]`)
	w.look()
	w.wrong(func() { tab.Tap(`main > form[method="post"] button`) }) // no value
	tab.Choose("what", "service.alert")
	tab.Fill("value", "Fermé les jours fériés")
	tab.Tap(`main > form[method="post"] button`)
	sees(t, tab, "Fermé les jours fériés")
	w.see(w.here("/constantes/0") + "/colonnes")
	tab.Tap(words["try"])
	until(t, tab, words["new"])
	sees(t, tab, words["refused"])
	w.look()
	tab.Tap(`a[href$="/remarques/bad_status"]`)
	sees(t, tab, "bientôt")
	w.look()
	w.open(w.here("/remarques/bad_status"))
	tab.Tap(`form[action$="/importer"] button`)
	until(t, tab, words["done"])
	run := w.here("")
	w.look()
	soon(t, func() bool {
		tab.Open(w.at.base + "/fr/services?q=chaloupe+inventee+repas")
		return shows(tab, "Repas du midi") && shows(tab, "Fermé les jours fériés")
	})
	for _, secret := range []string{"appeler Paul", "Machin"} {
		if shows(tab, secret) {
			t.Errorf("the public reads %q", secret)
		}
	}

	w.see(run + "/remarques/hours_in_words")
	tab.Tap(`a[href*="/corriger/"]`)
	w.look()
	w.wrong(func() { w.put("value", tooLong); tab.Tap(`main form[method="post"] button`) })
	tab.Fill("value", "Les mardis, sur appel")
	tab.Tap(`main form[method="post"] button`)
	sees(t, tab, "Les mardis, sur appel")

	w.open(run)
	tab.Tap(words["undo"])
	w.look()
	tab.Tap(words["sure"])
	sees(t, tab, words["undone"])
	w.look()
	soon(t, func() bool {
		tab.Open(w.at.base + "/fr/services?q=chaloupe+inventee+repas")
		return !shows(tab, "Repas du midi")
	})
	w.see("/app/import")
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
