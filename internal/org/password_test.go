package org

import (
	"context"
	"strings"
	"testing"

	"passerelle/internal/fault"
)

func TestCheckPassword(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, password, key string }{
		{"empty", "", "org.password_short"},
		{"fourteen", "quatorze lettr", "org.password_short"},
		{"fourteen_accented", strings.Repeat("éà", 7), "org.password_short"},
		{"fifteen", "quinze lettres!", ""},
		{"words", "neuf canards violets", ""},
		{"no_composition_rule", "toutenminusculesetsanschiffre", ""},
		{"arabic", "سبعة عشر نجما في الليل", ""},
		{"long", strings.Repeat("abc déf ghi ", 30), "org.password_long"},
		{"common", "motdepassemotdepasse", "org.password_common"},
		{"common_dressed", "Mot de passe TRÈS long !!!", "org.password_common"},
		{"common_numbered", "Bonjour tout le monde 2026", "org.password_common"},
		{"common_short_numbered", "passerelle1234567", "org.password_common"},
		{"keyboard", "azertyuiopqsdfghjklm", "org.password_common"},
		{"repeated", strings.Repeat("a", 20), "org.password_common"},
		{"repeated_word", "soleilsoleilsoleil", "org.password_common"},
		{"signs_only", "!?!?!?!?!?!?!?!?", "org.password_common"},
		{"name", "Awa Diop-Tremblay", "org.password_yours"},
		{"name_and_year", "awadioptremblay2026!", "org.password_yours"},
		{"address", "awa.diop.tremblay@exemple.org", "org.password_yours"},
		{"not_only_name", "Awa Diop mange trois pommes", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ""
			if e := checkPassword(c.password, "Awa Diop Tremblay", "awa.diop.tremblay@exemple.org"); e != nil {
				got = e.Key
			}
			if got != c.key {
				t.Errorf("%q: says %q, want %q", c.password, got, c.key)
			}
		})
	}
}

// The cost is a decision; a change of it is seen here first.
func TestHashCost(t *testing.T) {
	t.Parallel()
	h := newHasher()
	hash, err := h.of(context.Background(), "neuf canards violets")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=47104,t=2,p=1$") {
		t.Errorf("hash %q", hash)
	}
	again, _ := h.of(context.Background(), "neuf canards violets")
	if again == hash {
		t.Error("no salt")
	}
	for password, want := range map[string]bool{
		"neuf canards violets":      true,
		"neuf canards violets ":     false,
		"Neuf canards violets":      false,
		"neuf canards violet":       false,
		"neuf\u00a0canards violets": true, // a no-break space, from a phone's keyboard
		"":                          false,
	} {
		if ok, err := h.matches(context.Background(), hash, password); ok != want || err != nil {
			t.Errorf("%q: %v %v", password, ok, err)
		}
	}
	// An older, cheaper hash is still read by its own parameters.
	old := "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$" + strings.Repeat("A", 43)
	if ok, err := h.matches(context.Background(), old, "neuf"); ok || err != nil {
		t.Errorf("%v %v", ok, err)
	}
	if _, err := h.matches(context.Background(), "$2y$nonsense", "neuf"); err == nil {
		t.Error("a hash of another kind was read")
	}
	if ok, err := h.matches(context.Background(), "", ""); ok || err != nil {
		t.Errorf("no hash: %v %v", ok, err)
	}
}

// A crowd waits for its turn; who gives up is told to come back.
func TestHashesAreBounded(t *testing.T) {
	t.Parallel()
	h := &hasher{cost: costNow, free: make(chan struct{}, 1)}
	h.free <- struct{}{}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := h.of(ctx, "neuf canards violets"); !fault.Is(err, fault.Unavailable) {
		t.Errorf("error %v", err)
	}
}
