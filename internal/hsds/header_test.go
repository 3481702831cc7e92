package hsds

import (
	"slices"
	"testing"

	"passerelle/internal/directory"
)

// A header is known however its words are joined, unless two could be meant.
func TestHeadersAreKnownHoweverTheirWordsAreJoined(t *testing.T) {
	for _, c := range []struct{ header, want []string }{
		{[]string{"ID", "organizationId", "Program-Id", "SERVICE NAME"}, []string{"id", "organization_id", "program_id", "service_name"}},
		{[]string{"Postal-Code", "Address1", "address.2", "opensAt", "STATE/PROVINCE"}, []string{"postal_code", "address_1", "address_2", "opens_at", "state_province"}},
		{[]string{"organization_id", "OrganizationId"}, []string{"organization_id", "organizationid"}},
		{[]string{"organizationId", "organization-id"}, []string{"organizationid", "organization-id"}},
		{[]string{"nom", "été_id", "i d (x)", ""}, []string{"nom", "été_id", "i_d_(x)", ""}},
		{[]string{"name", "name"}, []string{"name", ""}},
	} {
		if got := names(c.header); !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.header, got, c.want)
		}
	}
	known := map[string]string{}
	for _, table := range directory.Tables {
		for _, c := range table.Columns {
			if other := known[squeezed(c.Name)]; other != "" && other != c.Name {
				t.Errorf("%s and %s cannot be told apart", other, c.Name)
			}
			known[squeezed(c.Name)] = c.Name
		}
	}
}
