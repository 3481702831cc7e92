package share

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// ListMost is how many services a list holds: more is a booklet.
const ListMost = 40

// OrgMost is how many lists an organisation keeps.
const OrgMost = 200

// nameMost is the longest name, in characters: it is printed on slips.
const nameMost = 80

// List is services under a name.
type List struct {
	ID       string
	Code     string // of the short address
	Org      access.Org
	Name     string
	Version  int
	Created  db.Time
	Changed  db.Time
	Removed  db.Time // zero while it stands
	Services []access.Service
}

// Standing reports that the list was not removed.
func (l List) Standing() bool { return l.Removed.IsZero() }

// Change is what changes in a list; nil leaves as it is.
type Change struct {
	Version  int // the version it was decided from
	Name     *string
	Services []access.Service // nil leaves as they are; empty takes all out
}

// named is a typed name, cleaned: one line, not empty, not longer than paper
// allows.
func named(bad *fault.Fields, typed string) string {
	s := strings.Join(strings.FieldsFunc(strings.ToValidUTF8(typed, ""), func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
	switch {
	case s == "":
		*bad = append(*bad, fault.Field("name", "share.name_empty"))
	case utf8.RuneCountInString(s) > nameMost:
		*bad = append(*bad, fault.Field("name", "share.name_long", "most", nameMost))
	}
	return s
}

// services are those of a list: each once, in the order given, at most ListMost.
func services(bad *fault.Fields, list []access.Service) []access.Service {
	out := make([]access.Service, 0, len(list))
	for _, s := range list {
		if s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	if len(out) > ListMost {
		*bad = append(*bad, fault.Field("services", "share.list_full", "most", ListMost))
	}
	return out
}
