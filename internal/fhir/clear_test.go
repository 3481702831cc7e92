package fhir_test

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
)

// leaves calls with each text of a value, and a way to put another in its place.
func leaves(v any, at string, found func(at, text string, put func(string))) {
	switch x := v.(type) {
	case object:
		for name, inner := range x {
			if s, ok := inner.(string); ok {
				found(at+"."+name, s, func(s string) { x[name] = s })
				continue
			}
			leaves(inner, at+"."+name, found)
		}
	case []any:
		for i, inner := range x {
			if s, ok := inner.(string); ok {
				found(at+"["+strconv.Itoa(i)+"]", s, func(s string) { x[i] = s })
				continue
			}
			leaves(inner, at+"["+strconv.Itoa(i)+"]", found)
		}
	}
}

// TestNoTextOfASystemStandsInClear: a canary in the place of each text of a package,
// one at a time, and of the free texts of the official examples, is refused or sealed; so are those of what follows. The
// control: a text of the directory is found in the same files.
func TestNoTextOfASystemStandsInClear(t *testing.T) {
	t.Parallel()
	address := dbtest.Address(t, db.SQLite)
	w := open(t, address)
	p := w.parties()
	stands := func(canary string) bool {
		for _, end := range []string{"", "-wal"} {
			b, err := os.ReadFile(strings.TrimPrefix(address, "sqlite:") + end)
			must(t, err)
			if bytes.Contains(bytes.ToLower(b), []byte(canary)) {
				return true
			}
		}
		return false
	}
	kept, canaries := 0, map[string]string{}
	put := func(i int, place, text string, put func(string)) {
		canary := fmt.Sprintf("kzanari%dx", i)
		canaries[canary] = place
		if strings.Contains(text, ":") { // an address
			canary = "https://" + canary + ".example/" + canary
		}
		put(canary)
	}
	var places []string
	leaves(w.parcel("h-1"), "", func(at, _ string, _ func(string)) { places = append(places, at) })
	slices.Sort(places)
	for i, place := range places {
		b := w.parcel("h-" + strconv.Itoa(i))
		leaves(b, "", func(at, text string, set func(string)) {
			if at == place {
				put(i, at, text, set)
			}
		})
		if a := p.ask("POST", "", b, "Authorization", p.source); a.status == http.StatusOK {
			kept++
		} else if a.status >= 500 {
			t.Errorf("%s: %d %s", place, a.status, a.raw)
		}
	}
	// The free texts of the official examples, all at once.
	b, n := w.official(t), 10_000
	leaves(b, "", func(at, text string, set func(string)) {
		if slices.Contains([]string{"text", "display", "title", "description", "given", "given[0]", "family", "line[0]", "city", "district", "valueString", "value"}, at[strings.LastIndex(at, ".")+1:]) {
			n++
			put(n, at, "", set)
		}
	})
	p.refer(b)
	kept += n - 10_000
	id := p.refer(w.parcel("kzanari1y"))
	p.moves(p.target, id, "accepted", object{"note": []any{object{"text": "kzanari2y"}}, "businessStatus": object{"text": "kzanari3y"}})
	p.moves(p.target, id, "on-hold", object{"statusReason": object{"text": "kzanari4y", "coding": []any{object{"system": "urn:kzanari5y", "code": "kzanari6y"}}}})
	p.ask("GET", "/Task?identifier=urn:kzanari7y|kzanari7y", nil, "Authorization", p.source)
	p.ask("POST", "/Task", w.parcel("h-9"), "Authorization", p.source, "If-None-Exist", "identifier=urn:x|kzanari8y")
	for i := range 9 {
		canaries[fmt.Sprintf("kzanari%dy", i+1)] = "what follows"
	}
	if kept < 100 {
		t.Errorf("of %d canaries %d were taken in: this proves little", len(canaries), kept)
	}
	for canary, place := range canaries {
		if stands(canary) {
			t.Errorf("%s stands in clear", place)
		}
	}
	if !stands("dents pour tous") {
		t.Error("the search finds nothing where something stands")
	}
	t.Logf("%d canaries, %d taken in", len(canaries), kept)
}
