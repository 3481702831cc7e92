package i18n

import (
	"fmt"
	"slices"
	"strings"
)

// template is a text cut at its {name} placeholders, once, at start.
type template struct {
	lit   []string // lit[i] stands before names[i]; one more than names
	names []string
}

func parseTemplate(s string) (template, error) {
	var t template
	for {
		open := strings.IndexByte(s, '{')
		if open < 0 {
			if strings.IndexByte(s, '}') >= 0 {
				return template{}, fmt.Errorf("stray } in %q", s)
			}
			t.lit = append(t.lit, s)
			return t, nil
		}
		end := strings.IndexByte(s[open:], '}')
		if end < 0 {
			return template{}, fmt.Errorf("unclosed { in %q", s)
		}
		name := s[open+1 : open+end]
		if !isPlaceholder(name) {
			return template{}, fmt.Errorf("placeholder {%s} is not a plain name", name)
		}
		t.lit = append(t.lit, s[:open])
		t.names = append(t.names, name)
		s = s[open+end+1:]
	}
}

func isPlaceholder(name string) bool {
	for _, r := range name {
		if (r < 'a' || r > 'z') && r != '_' {
			return false
		}
	}
	return name != ""
}

// placeholders returns the distinct names, sorted, so that two languages can
// be compared.
func (t template) placeholders() []string {
	names := slices.Clone(t.names)
	slices.Sort(names)
	return slices.Compact(names)
}
