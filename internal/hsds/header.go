package hsds

import (
	"strings"
	"sync"

	"passerelle/internal/directory"
)

// names are header cells as rules know them. A name met twice, or none, gets
// no rule: its cells are kept by position.
func names(header []string) []string {
	out := make([]string, len(header))
	met := map[string]bool{}
	for i, h := range header {
		n := plainName(h)
		if !met[n] {
			out[i] = n
		}
		met[n] = true
	}
	respell(out, met)
	return out
}

// plainName is a header cell in small letters, with a line for a space.
func plainName(h string) string {
	n := strings.ToLower(strings.TrimSpace(strings.Trim(h, "\ufeff")))
	return strings.ReplaceAll(n, " ", "_")
}

// respell reads organizationId, Organization-Id and ORGANIZATION.ID as
// organization_id, where no other column bears that name or could be read so.
func respell(list []string, met map[string]bool) {
	all := columnNames()
	claims := map[string][]int{}
	for i, n := range list {
		if name := all[squeezed(n)]; n != "" && name != "" && name != n && !met[name] {
			claims[name] = append(claims[name], i)
		}
	}
	for name, at := range claims {
		if len(at) == 1 {
			list[at[0]] = name
		}
	}
}

// columnNames are the columns that some table of some version of HSDS has, by
// their letters and digits alone. None has those of two.
var columnNames = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for _, l := range inOrder {
		for _, c := range directory.TableOf(l.to).Columns {
			all[squeezed(c.Name)] = c.Name
		}
		for name := range l.alias {
			all[squeezed(name)] = name
		}
		for name := range l.special {
			all[squeezed(name)] = name
		}
	}
	return all
})

// squeezed are the letters and digits of a name; of a name with other letters than
// those of HSDS, nothing.
func squeezed(name string) string {
	var b strings.Builder
	for _, c := range name {
		switch {
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
			b.WriteRune(c)
		case strings.ContainsRune("_-. /\t\n", c):
		default:
			return ""
		}
	}
	return b.String()
}
