package main

import (
	"bytes"
	"cmp"
	"context"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

// parsers is English that only the parser would say.
var parsers = regexp.MustCompile(`(?i)\b(show|usage:|flags:|arguments:|commands:|expected|unexpected|unknown|missing|must be|can't)`)

// TestOneLanguage: who asks in French is answered in French, by help pages and
// when the command line is wrong, and every command can be learned from.
func TestOneLanguage(t *testing.T) {
	t.Setenv("PASSERELLE_LANG", "fr")
	said := func(code int, args ...string) string {
		t.Helper()
		var out, errs bytes.Buffer
		if got := Run(context.Background(), args, &out, &errs); got != code {
			t.Errorf("passerelle %v ends with %d, want %d", args, got, code)
		}
		text := out.String() + errs.String()
		if m := parsers.FindString(text); m != "" {
			t.Errorf("passerelle %v says %q:\n%s", args, m, text)
		}
		return text
	}
	said(exitDone, "--help")
	for f := range reflect.TypeFor[cli]().Fields() {
		command := cmp.Or(f.Tag.Get("name"), strings.ToLower(f.Name))
		if manuals[command] == "" && command != "version" {
			t.Errorf("passerelle %s --help tells its options and not what it is for", command)
		}
	}
	for command := range manuals {
		text := said(exitDone, command, "--help")
		line := "  passerelle " + command + " --db"
		switch command {
		case "serve", "demo":
			line = ""
		case "hsds-check": // it opens no database
			line = "  passerelle " + command + " http"
		}
		for _, usual := range []string{"--listen=\"127.0.0.1:8080\"", "--keep-people=1825 ", "--sms-quiet=\"21:00-08:00\""} {
			if command == "serve" && !strings.Contains(text, usual) {
				t.Errorf("what holds where nothing is set is not told: %s\n%s", usual, text)
			}
		}
		if !strings.Contains(text, "Usage : passerelle "+command) || !strings.Contains(text, line) {
			t.Errorf("nobody learns from passerelle %s --help:\n%s", command, text)
		}
		// The parser folds lines at any space, also one before a colon.
		if m := regexp.MustCompile(`(?m)^\s*[:;?!»].*$`).FindString(text); m != "" {
			t.Errorf("passerelle %s --help: a sign stands alone on its line: %q", command, m)
		}
		if command == "import" && !strings.Contains(text, "--guess-mapping colonnes.json ") { // what is written is JSON
			t.Errorf("the mapping that is guessed has another ending:\n%s", text)
		}
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{nil, "Donnez une commande"},
		{[]string{"nope"}, "« nope »"},
		{[]string{"serve", "--nope"}, "--nope n'existe pas"},
		{[]string{"serve", "--lisen", "x"}, "--listen"},
		{[]string{"admin"}, "--email"},
		{[]string{"hsds-check"}, "<url>"},
		{[]string{"hsds-check", "--ids", "beaucoup", "http://127.0.0.1:1"}, "--ids"},
		{[]string{"hsds-check", "annuaire.exemple"}, "http://"},
		{[]string{"hsds-check", "https://moi:secret@annuaire.exemple"}, "nom d'usager"},
		{[]string{"account", "--email", "a@halte.example", "--forget", "--close"}, "--forget et --close"},
		{[]string{"demo", "--listen"}, "attend une valeur"},
		{[]string{"export", "--out", "x", "--format", "pdf"}, "hsds-csv"},
		{[]string{"serve", "--conns", "beaucoup"}, "--conns"},
		{[]string{"serve", "--url", "ftp://passerelle.example"}, "--url"},
		{[]string{"serve", "--listen", "nowhere"}, "127.0.0.1:8080"},
		{[]string{"demo", "--listen", "127.0.0.1:0", "--packs", "not/there"}, "--packs : Ce dossier ne se lit pas."},
		{[]string{"migrate", "--db", "mysql://h/d"}, "postgres://"},
	} {
		if text := said(exitUsage, c.args...); !strings.Contains(text, c.want) {
			t.Errorf("passerelle %v does not say %q:\n%s", c.args, c.want, text)
		}
	}
}

// TestAdminTwice: the second run made a second organisation of the same name,
// which no other command could name again.
func TestAdminTwice(t *testing.T) {
	store := []string{"--db", filepath.Join(t.TempDir(), "d.db"), "--plain"}
	admin := func(args ...string) (int, string, string) {
		return call(t, append(append([]string{"admin"}, store...), args...)...)
	}
	if code, _, complained := admin("--org", " ", "--email", "a@halte.example"); code != exitUsage || !strings.HasPrefix(complained, "--org : ") {
		t.Errorf("no name: exit %d, %q", code, complained)
	}
	code, first, _ := admin("--org", "La Halte", "--email", "a@halte.example")
	again, second, complained := admin("--org", "la halte", "--email", "a@halte.example")
	if code != exitDone || again != exitDone || first == second {
		t.Fatalf("exit %d, then %d: %q", code, again, complained)
	}
	if code, _, complained := call(t, append([]string{"steward", "--org", "La Halte"}, store...)...); code != exitDone {
		t.Errorf("steward after it: exit %d, %q", code, complained)
	}
}
