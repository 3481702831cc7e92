package directory

import (
	"slices"

	"passerelle/internal/text"
)

// Called tells the services whose own name somebody typed, or their organisation's, in
// either language: the same words, whatever their order, number, case and accents, and
// whatever stands between them that tells nothing apart.
func Called(typed string) func(*Listing) bool {
	is := isName(typed)
	return func(l *Listing) bool {
		return is(l.Name) || is(l.OrgName) || slices.ContainsFunc(l.Particulars().Also, is)
	}
}

// CalledOrg tells the services whose organisation's name somebody typed, as Called
// does.
func CalledOrg(typed string) func(*Listing) bool {
	is := isName(typed)
	return func(l *Listing) bool { return is(l.OrgName) }
}

// isName tells the names that somebody typed.
func isName(typed string) func(Text) bool {
	asked := telling(typed)
	return func(name Text) bool {
		return len(asked) > 0 && (slices.Equal(telling(name.FR), asked) || slices.Equal(telling(name.EN), asked))
	}
}

// telling are the words of a name that tell it from another, in order of their letters.
func telling(name string) []string {
	list := slices.DeleteFunc(text.Words(name), text.Stop)
	for i, w := range list {
		list[i] = text.Stem(w)
	}
	slices.Sort(list)
	return slices.Compact(list)
}
