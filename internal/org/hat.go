package org

import (
	"fmt"
	"slices"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

// Hat is what a worker wears to act: an organisation, perhaps a team, and
// roles. Its id opens nothing.
type Hat struct {
	ID       string
	Worker   access.Worker
	Org      access.Org
	OrgName  Name
	Team     access.Team // empty: none
	TeamName string
	Roles    Roles
	Since    db.Time
}

// Name is a name in both languages.
type Name struct{ FR, EN string }

// In is the name in a language; the French one serves when there is no other.
func (n Name) In(lang string) string { return Organization{NameFR: n.FR, NameEN: n.EN}.Name(lang) }

// Roles are those of one hat, in the order of screens, stored as words.
type Roles []access.Role

// Has reports whether r is among them.
func (rs Roles) Has(r access.Role) bool { return slices.Contains(rs, r) }

// with is the union of both.
func (rs Roles) with(more ...access.Role) Roles { return ordered(append(slices.Clone(rs), more...)) }

func (rs Roles) String() string {
	s := make([]string, len(rs))
	for i, r := range rs {
		s[i] = string(r)
	}
	return strings.Join(s, " ")
}

// Scan implements sql.Scanner.
func (rs *Roles) Scan(v any) error {
	s, ok := v.(string)
	if !ok {
		return fmt.Errorf("org.Roles: cannot read %T", v)
	}
	*rs = nil
	for _, w := range strings.Fields(s) {
		*rs = append(*rs, access.Role(w))
	}
	return nil
}

// ordered keeps known roles, once each.
func ordered(rs []access.Role) (out Roles) {
	for _, r := range access.Roles {
		if slices.Contains(rs, r) {
			out = append(out, r)
		}
	}
	return out
}
