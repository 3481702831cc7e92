package directory

import (
	"slices"

	"passerelle/internal/text"
)

// Bears reports that what somebody typed is the service's own name, or its
// organisation's, in either language: the same words, whatever their order, number,
// case and accents, and whatever stands between them that tells nothing apart.
func (l *Listing) Bears(typed string) bool {
	asked := telling(typed)
	if len(asked) == 0 {
		return false
	}
	for _, name := range []string{l.Name.FR, l.Name.EN, l.OrgName.FR, l.OrgName.EN} {
		if slices.Equal(telling(name), asked) {
			return true
		}
	}
	return false
}

// telling are the words of a name that tell it from another, in order of their letters.
func telling(name string) []string {
	list := slices.DeleteFunc(text.Words(text.Fold(name)), text.Stop)
	for i, w := range list {
		list[i] = text.Stem(w)
	}
	slices.Sort(list)
	return slices.Compact(list)
}
