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
	err := (&config.Server{Listen: "nowhere", URL: "not an address", Proxy: "my proxy", TimeZone: "Mars/Base", Conns: 0}).Resolve()
	if n := len(fault.FieldsOf(err)); n != 5 {
		t.Errorf("%d fields, want 5: %v", n, err)
	}
}

func TestProxiesAreAddressesOrNetworks(t *testing.T) {
	got, err := (&config.Server{Proxy: "127.0.0.1, 10.1.2.3/8 ::1"}).Proxies()
	want := "[127.0.0.1/32 10.0.0.0/8 ::1/128]"
	if err != nil || fmt.Sprint(got) != want {
		t.Errorf("%v, %v, want %s", got, err, want)
	}
}
