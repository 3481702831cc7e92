package config

import (
	"os"
	"path/filepath"
	"testing"

	"passerelle/internal/fault"
)

// TestMailIsRefusedInClear: nothing leaves without encryption but to this very
// machine, and each half of a setting is asked for.
func TestMailIsRefusedInClear(t *testing.T) {
	good := Mail{MailHost: "smtp.exemple.ca", MailPort: 587, MailSecurity: MailSTARTTLS, MailUser: "u", MailPassword: "p", MailFrom: "Passerelle <nouvelles@exemple.ca>"}
	const public = "https://passerelle.example"
	if wrong := good.check(public); len(wrong) > 0 {
		t.Fatalf("refused: %v", wrong)
	}
	here := good
	here.MailHost, here.MailSecurity = "localhost", MailNone
	if wrong := here.check(public); len(wrong) > 0 {
		t.Errorf("a server on this machine: %v", wrong)
	}
	if wrong := (&Mail{MailSecurity: "?"}).check(""); len(wrong) > 0 {
		t.Errorf("no e-mail: %v", wrong)
	}
	for field, spoil := range map[string]func(m *Mail){
		"mail-security": func(m *Mail) { m.MailSecurity = MailNone },
		"mail-port":     func(m *Mail) { m.MailPort = 0 },
		"mail-user":     func(m *Mail) { m.MailPassword = "" },
		"mail-from":     func(m *Mail) { m.MailFrom = "a@exemple.ca\r\nBcc: b@exemple.ca" },
	} {
		m := good
		spoil(&m)
		if wrong := fault.FieldsOf(m.check(public).Err()); len(wrong) != 1 || wrong[0].Field != field {
			t.Errorf("%s: %v", field, wrong)
		}
	}
	for _, url := range []string{"", "http://passerelle.example"} {
		if wrong := fault.FieldsOf(good.check(url).Err()); len(wrong) != 1 || wrong[0].Field != "url" {
			t.Errorf("at %q: %v", url, wrong)
		}
	}
	path := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(path, []byte("secret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	file := good
	file.MailPassword, file.MailPasswordFile = "", path
	if wrong := file.check(public); len(wrong) > 0 || file.MailPassword != "secret" {
		t.Errorf("%v, %q", wrong, file.MailPassword)
	}
}
