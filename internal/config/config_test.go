package config_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"passerelle/internal/config"
	"passerelle/internal/fault"
)

func TestStoreReadsTheAddressFromAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "address")
	if err := os.WriteFile(path, []byte("postgres://u:secret@h:5432/d\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := config.Store{DB: "x.db", DBFile: path, Region: "r"}
	if err := s.Resolve(); err != nil || s.DB != "postgres://u:secret@h:5432/d" {
		t.Fatalf("%+v, %v", s, err)
	}
	other := config.Store{DB: "postgres://u:changed@h:5432/d", Region: "r"}
	if err := other.Resolve(); err != nil || other.Keys != s.Keys {
		t.Errorf("a changed password changed where the keys are: %s, %s", s.Keys, other.Keys)
	}
	if strings.Contains(s.Keys, "secret") {
		t.Errorf("the password stands in %s", s.Keys)
	}
}

func TestAllThatIsWrongIsSaidAtOnce(t *testing.T) {
	err := (&config.Server{Listen: "nowhere", URL: "not an address", Proxy: "my proxy", TimeZone: "Mars/Base", Conns: 0, Grace: -1}).Resolve()
	if n := len(fault.FieldsOf(err)); n != 6 {
		t.Errorf("%d fields, want 6: %v", n, err)
	}
}

// TestAnEmptyFileIsRefused: an empty secret left text messages shut without a
// word, and an empty address was told of another option.
func TestAnEmptyFileIsRefused(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "empty")
	if err := os.WriteFile(empty, []byte(" \r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	server := config.Server{Listen: "127.0.0.1:0", TimeZone: "UTC", Conns: 1}
	sms, twilio, mail := server, server, server
	sms.SMSSecretFile, twilio.TwilioTokenFile, mail.MailPasswordFile = empty, empty, empty
	for option, err := range map[string]error{
		"db-file":         (&config.Store{DBFile: empty, Region: "r"}).Resolve(),
		"sms-secret-file": sms.Resolve(), "twilio-token-file": twilio.Resolve(), "mail-password-file": mail.Resolve(),
	} {
		if wrong := fault.FieldsOf(err); len(wrong) != 1 || wrong[0].Field != option || wrong[0].Key != "config.file_empty" {
			t.Errorf("%s: %v", option, err)
		}
	}
}

// TestAnAddressOfAnotherServerIsNoPath: it became a file in a folder "mysql:".
func TestAnAddressOfAnotherServerIsNoPath(t *testing.T) {
	for option, s := range map[string]config.Store{
		"db":        {DB: "mysql://u@h/d", Region: "r"},
		"key-store": {DB: "d.db", KeyStore: "Postgres://h/d", Region: "r"},
	} {
		if wrong := fault.FieldsOf(s.Resolve()); len(wrong) != 1 || wrong[0].Field != option || wrong[0].Key != "config.db_scheme" {
			t.Errorf("%s: %v", option, wrong)
		}
	}
}

func TestProxiesAreAddressesOrNetworks(t *testing.T) {
	got, err := (&config.Server{Proxy: "127.0.0.1, 10.1.2.3/8 ::1"}).Proxies()
	want := "[127.0.0.1/32 10.0.0.0/8 ::1/128]"
	if err != nil || fmt.Sprint(got) != want {
		t.Errorf("%v, %v, want %s", got, err, want)
	}
}
