package i18n

import (
	"cmp"
	"errors"
	"io/fs"
	"slices"
	"sync"
)

// Source is the language every text is written in first, and falls back to.
const Source Lang = "fr"

// Text is a passage and the language it is really in, so that a page can mark
// a run that is not in its own language.
type Text struct {
	S    string
	Lang Lang
}

// entry is what a page in one language shows for a key.
type entry struct {
	msg  *message
	lang Lang // Source when the language has nothing for this key
}

// Bundle holds the catalogue and the packs. Load packs before serving: after
// that it is only read, by any number of goroutines.
type Bundle struct {
	keys  map[string]source
	langs map[Lang]*Local
	order []Lang
}

// embedded is the catalogue of this program, which is read once and never changed.
var embedded = sync.OnceValues(func() (map[string]source, []error) { return readCatalog(catalogFiles) })

// New is a bundle of the embedded catalogue. It fails on any key without class,
// context, French or English, naming them all.
func New() (*Bundle, error) { return bundleOf(embedded()) }

func newBundle(fsys fs.FS) (*Bundle, error) { return bundleOf(readCatalog(fsys)) }

func bundleOf(keys map[string]source, faults []error) (*Bundle, error) {
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	b := &Bundle{keys: keys, langs: map[Lang]*Local{}}
	for _, lang := range []Lang{Source, "en"} {
		l, err := b.open(lang)
		if err != nil {
			return nil, err
		}
		for key, s := range keys {
			if lang == "en" {
				l.entries[key] = entry{s.en, lang}
				continue
			}
			l.entries[key] = entry{s.fr, lang}
		}
	}
	return b, nil
}

// open adds a language whose every key still reads in French.
func (b *Bundle) open(lang Lang) (*Local, error) {
	rule, err := newPluralRule(lang)
	if err != nil {
		return nil, err
	}
	l := &Local{lang: lang, facts: factsOf(lang), rule: rule, entries: make(map[string]entry, len(b.keys))}
	l.source = l
	if src := b.langs[Source]; src != nil {
		l.source = src
		for key, e := range src.entries {
			l.entries[key] = e
		}
	}
	b.langs[lang] = l
	b.order = append(b.order, lang)
	return l, nil
}

// In returns the language asked for, or French when it is not spoken here.
func (b *Bundle) In(lang string) *Local {
	if l := b.langs[Lang(lang)]; l != nil {
		return l
	}
	return b.langs[Source]
}

// Has reports whether pages exist in lang.
func (b *Bundle) Has(lang string) bool { return b.langs[Lang(lang)] != nil }

// Languages lists the languages of the language row: French, English, then
// the packs in the order of their own names.
func (b *Bundle) Languages() []Language {
	list := make([]Language, 0, len(b.order))
	for _, lang := range b.order {
		list = append(list, languageOf(lang))
	}
	slices.SortStableFunc(list[min(2, len(list)):], func(x, y Language) int { return cmp.Compare(x.Self, y.Self) })
	return list
}

// Keys lists every key, sorted.
func (b *Bundle) Keys() []string {
	keys := make([]string, 0, len(b.keys))
	for k := range b.keys {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// Plural reports whether a key has plural forms.
func (b *Bundle) Plural(key string) bool { return b.keys[key].fr.plural }
