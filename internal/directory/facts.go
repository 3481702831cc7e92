package directory

import (
	"slices"
	"time"
)

// FreshFor is how long a confirmation is trusted; after it a fact is
// "à vérifier" (words.md §2).
const FreshFor = 180 * 24 * time.Hour

// Fresh reports that an organisation confirmed the listing recently enough.
func (l *Listing) Fresh(now time.Time) bool {
	return !l.ConfirmedAt.IsZero() && now.Sub(l.ConfirmedAt) < FreshFor
}

// Speaks reports that the service declares a language, or declares none and
// the language is French or English: an import that says nothing of languages
// must not empty the page of those who speak the language of the place.
func (l *Listing) Speaks(language string) bool {
	if len(l.Languages) == 0 {
		return language == "fr" || language == "en"
	}
	return slices.Contains(l.Languages, language)
}

// AsksNoPapers reports that one can come without showing any paper.
func (l *Listing) AsksNoPapers() bool {
	return l.Unconditional || l.Papers[NoPapers] >= AcceptAnnounced || l.Asks[AskPapers] == AskedNo
}

// Serves reports that the service declares a population.
func (l *Listing) Serves(population string) bool { return slices.Contains(l.Populations, population) }

// Admits reports that an age lies within what the service declares.
func (l *Listing) Admits(age float64) bool {
	return age >= l.MinAge && (l.MaxAge == 0 || age <= l.MaxAge)
}

// Searchable reports that the listing may be found. An inactive or defunct
// service keeps its page, for those who hold its address.
func (l *Listing) Searchable() bool { return l.Status != Inactive && l.Status != Defunct }
