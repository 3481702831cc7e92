package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"passerelle/internal/db"
	"passerelle/internal/directory"
)

// TestAReportThatCannotBeWrittenStopsTheImportBefore: told afterwards, the
// import was done, its number was not said, and the script read "wrong use".
func TestAReportThatCannotBeWrittenStopsTheImportBefore(t *testing.T) {
	source := folder(t, map[string]string{"organizations.csv": organizations})
	db, nowhere := filepath.Join(t.TempDir(), "d.db"), filepath.Join(t.TempDir(), "not", "there.json")
	code, said, complained := call(t, "import", "--db", db, "--plain", "--report", nowhere, source)
	if code != exitUsage || said != "" || !strings.Contains(complained, "--report : Ce fichier ne peut pas être écrit.") {
		t.Errorf("exit %d, said %q, complained %q", code, said, complained)
	}
	if _, err := os.Stat(db); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the database was begun: %v", err)
	}
}

// TestAFileIsWrittenWholeOrNotAtAll: what stood there stays when the writing
// fails, a pipe stays a pipe, and nothing is left beside.
func TestAFileIsWrittenWholeOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "out")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(os.WriteFile(path, []byte("before"), 0o600))
	stop := errors.New("stop")
	if err := whole("out", path, func(w io.Writer) error { must(these([]byte("half"))(w)); return stop }); !errors.Is(err, stop) {
		t.Errorf("a cause that was told as %v", err)
	}
	if b, err := os.ReadFile(path); string(b) != "before" {
		t.Errorf("a file half written: %q, %v", b, err)
	}
	must(whole("out", path, these([]byte("after"))))
	if b, err := os.ReadFile(path); string(b) != "after" {
		t.Errorf("a whole file: %q, %v", b, err)
	}
	link := filepath.Join(dir, "link")
	must(os.Symlink(path, link))
	must(whole("out", link, these([]byte("by link"))))
	if b, err := os.ReadFile(path); string(b) != "by link" {
		t.Errorf("through a link: %q, %v", b, err)
	}
	if err := whole("out", dir, these(nil)); err == nil {
		t.Error("a folder was taken for a file")
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 2 {
		t.Errorf("left beside: %v, %v", left, err)
	}
}

// TestAFullDiskIsToldAndStopsNothingElse: the import is done, its number is said,
// and only the report is missing.
func TestAFullDiskIsToldAndStopsNothingElse(t *testing.T) {
	const full = "/dev/full"
	if _, err := os.Stat(full); err != nil {
		t.Skip("this system has no disk that is always full: ", err)
	}
	source := folder(t, map[string]string{"organizations.csv": organizations})
	db, file := filepath.Join(t.TempDir(), "d.db"), filepath.Join(t.TempDir(), "report.json")
	code, said, complained := call(t, "import", "--db", db, "--plain", "--report", full, source)
	if code != exitRefused || !strings.Contains(said, "passerelle import --undo ") || !strings.Contains(complained, "Le fichier /dev/full n'a pas pu être écrit en entier.") {
		t.Errorf("exit %d, said %q, complained %q", code, said, complained)
	}
	if info, err := os.Stat(full); err != nil || info.Mode().IsRegular() {
		t.Errorf("what was no plain file became one: %v", err)
	}
	if code, _, complained := call(t, "import", "--db", db, "--plain", "--report", file, source); code != exitDone {
		t.Fatal(complained)
	}
	if rep := reportIn[directory.Report](t, file); rep.Counts.Unchanged == 0 || rep.Counts.New != 0 {
		t.Errorf("once more: %+v", rep.Counts)
	}
	if code, _, complained := call(t, "check", "--db", db, "--plain", "--checkpoint", filepath.Join(t.TempDir(), "not", "there.txt")); code != exitUsage || !strings.Contains(complained, "--checkpoint : Ce fichier ne peut pas être écrit.") {
		t.Errorf("a checkpoint that cannot be written: exit %d, %q", code, complained)
	}
}

// TestAMachineThatRefusesIsToldWithItsCause: a sentence, then what the machine
// says of it, which is what an operator mends.
func TestAMachineThatRefusesIsToldWithItsCause(t *testing.T) {
	keys := filepath.Join(t.TempDir(), "d.keys")
	for _, c := range []struct{ db, says, cause string }{
		{"/proc/passerelle/d.db", "Refusé : Le fichier des clés ne peut pas être écrit.", "/proc/passerelle"},
		{"postgres://nobody@127.0.0.1:1/none", "Refusé : La base de données ne répond pas.", "connection refused"},
	} {
		args := []string{"migrate", "--db", c.db}
		if strings.HasPrefix(c.db, "postgres") {
			args = append(args, "--keys", keys)
		}
		code, _, complained := call(t, args...)
		if code != exitRefused || !strings.Contains(complained, c.says) || !strings.Contains(complained, "\nCause\u00a0: ") || !strings.Contains(complained, c.cause) {
			t.Errorf("%s: exit %d, %q", c.db, code, complained)
		}
	}
	if _, err := os.Stat(keys); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("keys stay behind for a database that never answered: %v", err)
	}
}

// TestCheckSaysWhereInPlainWords: what is wrong was told in English, whatever the
// operator reads, and never what to do.
func TestCheckSaysWhereInPlainWords(t *testing.T) {
	file, point := filepath.Join(t.TempDir(), "d.db"), filepath.Join(t.TempDir(), "point.txt")
	check := []string{"check", "--db", file, "--plain", "--checkpoint", point}
	if code, _, complained := call(t, "admin", "--db", file, "--plain", "--org", "La Halte", "--email", "a@halte.example"); code != exitDone {
		t.Fatal(complained)
	}
	if code, _, complained := call(t, check...); code != exitDone {
		t.Fatal(complained)
	}
	// By e-mail, line ends change; what was signed does not.
	kept, err := os.ReadFile(point)
	if err == nil {
		err = os.WriteFile(point, []byte(strings.ReplaceAll(string(kept), "\n", "\r\n")+"\r\n"), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	if code, _, complained := call(t, check...); code != exitDone {
		t.Errorf("a checkpoint that went by e-mail: exit %d, %q", code, complained)
	}
	for _, damage := range []struct{ sql, says string }{
		{`UPDATE event SET org_id = 'other' WHERE position = 1`, "Entrée 1 (worker.invited)\u00a0: ce n'est pas celle qui a été inscrite."},
		{`UPDATE log_hash SET hash = x'00' WHERE idx = 0`, "Empreinte 0 de l'arbre\u00a0: elle est abîmée (longueur 1, au lieu de 32)."},
	} {
		d, err := db.Open(t.Context(), db.Options{Address: file, ReadConns: 1})
		if err != nil {
			t.Fatal(err)
		}
		err = d.Write(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), damage.sql)
			return err
		})
		if err := errors.Join(err, d.Close()); err != nil {
			t.Fatal(err)
		}
		code, said, complained := call(t, check...)
		if code != exitRefused || !strings.Contains(said, damage.says) || !strings.Contains(complained, "Gardez-les tels quels") {
			t.Errorf("%s: exit %d, said %q, complained %q", damage.sql, code, said, complained)
		}
	}
}

// TestKeysOfAnotherInstallation: a database in clear opens with any keys. A command
// that found none made some, and signed the log with them: no check forgave it.
func TestKeysOfAnotherInstallation(t *testing.T) {
	dir := t.TempDir()
	store := []string{"--db", filepath.Join(dir, "d.db"), "--plain", "--key-store", "none"}
	source := folder(t, map[string]string{"organizations.csv": organizations})
	run := func(command string, more ...string) (int, string) {
		code, _, complained := call(t, append(append([]string{command}, store...), more...)...)
		return code, complained
	}
	admin := []string{"--org", "La Halte", "--email", "a@halte.example"}
	if code, complained := run("admin", admin...); code != exitDone {
		t.Fatal(complained)
	}
	other := []string{"--keys", filepath.Join(dir, "other.keys")}
	for command, more := range map[string][]string{"import": {source}, "admin": admin, "migrate": nil, "check": nil, "export": {"--out", filepath.Join(dir, "x.zip")}} {
		if code, complained := run(command, append(other, more...)...); code != exitRefused || !strings.Contains(complained, "Ce fichier de clés n'est pas celui de cette base.") {
			t.Errorf("%s: exit %d, %q", command, code, complained)
		}
	}
	if code, complained := run("check"); code != exitDone {
		t.Errorf("with its own keys, after all that: exit %d, %q", code, complained)
	}
}

// TestACommandThatWasStoppedSaysSo: an interrupted statement is no fault of the
// program's, and half an import is none.
func TestACommandThatWasStoppedSaysSo(t *testing.T) {
	source := folder(t, map[string]string{"organizations.csv": organizations})
	db := filepath.Join(t.TempDir(), "d.db")
	if code, _, complained := call(t, "migrate", "--db", db, "--plain"); code != exitDone {
		t.Fatal(complained)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	var out, errs bytes.Buffer
	code := Run(ctx, []string{"import", "--db", db, "--plain", source}, &out, &errs)
	if code != exitRefused || !strings.HasPrefix(errs.String(), "Arrêté avant la fin.") {
		t.Errorf("exit %d, said %q, complained %q", code, out.String(), errs.String())
	}
	if code, said, complained := call(t, "import", "--db", db, "--plain", source); code != exitDone || !strings.Contains(said, "Importé") {
		t.Errorf("once more: exit %d, %q, %q", code, said, complained)
	}
}
