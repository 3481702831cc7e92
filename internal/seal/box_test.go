package seal_test

import (
	"bytes"
	"testing"

	"passerelle/internal/seal"
)

// TestABoxOpensAtItsPlace, with its own key, whole: and nowhere else.
func TestABoxOpensAtItsPlace(t *testing.T) {
	t.Parallel()
	private, public, err := seal.NewBox()
	if err != nil {
		t.Fatal(err)
	}
	other, _, err := seal.NewBox()
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := seal.SealBox(public, []byte("porte 12"), "ronde", "visite")
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := seal.OpenBox(private, sealed, "ronde", "visite"); err != nil || string(plain) != "porte 12" {
		t.Fatalf("%q, %v", plain, err)
	}
	again, err := seal.SealBox(public, []byte("porte 12"), "ronde", "visite")
	if err != nil || bytes.Equal(sealed, again) {
		t.Errorf("sealed twice alike: %v", err)
	}
	for name, open := range map[string]func() ([]byte, error){
		"another key":     func() ([]byte, error) { return seal.OpenBox(other, sealed, "ronde", "visite") },
		"another place":   func() ([]byte, error) { return seal.OpenBox(private, sealed, "ronde", "autre") },
		"a shifted place": func() ([]byte, error) { return seal.OpenBox(private, sealed, "rondevisite") },
		"no key":          func() ([]byte, error) { return seal.OpenBox(nil, sealed, "ronde", "visite") },
	} {
		if plain, err := open(); err == nil {
			t.Errorf("%s opens it: %q", name, plain)
		}
	}
	for i := range sealed {
		bad := bytes.Clone(sealed)
		bad[i] ^= 1
		if _, err := seal.OpenBox(private, bad, "ronde", "visite"); err == nil {
			t.Errorf("byte %d changed, and it opens", i)
		}
	}
}

// FuzzOpenBox: any bytes, no panic, and nothing opens.
func FuzzOpenBox(f *testing.F) {
	private, public, err := seal.NewBox()
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte{})
	f.Add(bytes.Repeat([]byte{4}, 100))
	f.Add(append(bytes.Clone(public), make([]byte, 40)...))
	f.Fuzz(func(t *testing.T, sealed []byte) {
		if plain, err := seal.OpenBox(private, sealed, "x"); err == nil {
			t.Errorf("%x opens: %q", sealed, plain)
		}
	})
}
