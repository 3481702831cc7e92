package directory

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"passerelle/internal/text"
)

//go:embed synonyms.tsv
var synonymsTSV string

// synonyms maps a stem to the other stems of its groups, sorted.
var synonyms = sync.OnceValue(func() map[string][]string {
	m := map[string][]string{}
	for _, group := range synonymGroups() {
		for _, a := range group {
			for _, b := range group {
				if a != b && !slices.Contains(m[a], b) {
					m[a] = append(m[a], b)
				}
			}
		}
	}
	for _, of := range m {
		slices.Sort(of)
	}
	return m
})

var synonymGroups = sync.OnceValue(func() (groups [][]string) {
	for _, line := range lines(synonymsTSV) {
		var group []string
		for word := range strings.SplitSeq(line, ",") {
			for _, w := range text.Words(word) {
				group = append(group, text.Stem(w))
			}
		}
		slices.Sort(group)
		groups = append(groups, slices.Compact(group))
	}
	return groups
})

// canonical is one stem for all those of the first group that holds it; the
// stem itself when no group does.
func canonical(stem string) string {
	if c, ok := canonicals()[stem]; ok {
		return c
	}
	return stem
}

var canonicals = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for _, group := range synonymGroups() {
		for _, s := range group {
			if _, ok := m[s]; !ok {
				m[s] = group[0]
			}
		}
	}
	return m
})
