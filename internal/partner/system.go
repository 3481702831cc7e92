package partner

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"passerelle/internal/access"
	"passerelle/internal/fault"
)

// System is an information system of one organisation. It has nothing that
// lets anybody in.
type System struct {
	ID      string
	Org     access.Org
	Name    string // what its organisation calls it
	Writes  bool   // may answer and refer, beside reading
	Made    time.Time
	MadeBy  access.Worker
	Used    time.Time // when it last asked for a token; zero: never
	Revoked time.Time // zero while it may speak
	Told    []Told    // where it wants to be told
}

// Told is where a system wants to be told, as its organisation may know it: the
// host, not the address.
type Told struct {
	Host  string
	State State
}

// Bounds of what is kept.
const (
	nameMost    = 80
	systemsMost = 20 // that speak for one organisation
)

// NewSystem is what is typed to make one.
type NewSystem struct {
	Name   string
	Writes bool
}

func (n *NewSystem) check() error {
	n.Name = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(n.Name, ""), func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
	switch {
	case n.Name == "":
		return fault.Field("name", "partner.name_missing")
	case utf8.RuneCountInString(n.Name) > nameMost:
		return fault.Field("name", "partner.name_long", "most", nameMost)
	}
	return nil
}
