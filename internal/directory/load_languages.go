package directory

import (
	"slices"

	"golang.org/x/text/language"
)

// languages hang on the widest thing that they name: what is spoken at a service is
// spoken on its telephone.
func (w *loader) languages(rows []languageRow) {
	hang(w.children.spoken, rows, func(r *languageRow) []string { return []string{r.Service, r.Location, r.Phone} })
}

// spoken adds the languages of a service or of one of its places, with what the
// source says beside each. One whose code nobody knows is said by its name.
func (w *loader) spoken(l *Listing, of string) {
	for i := range w.children.spoken[of] {
		r := &w.children.spoken[of][i]
		note := w.words(r.Dataset, r.ID, "note", r.Note)
		if r.Note == CallAheadNote { // a fact of ours says it
			note = Text{}
		}
		code, name := tongue(r.Code), w.words(r.Dataset, r.ID, "name", r.Name)
		switch {
		case code == "" && name.Empty():
			continue
		case code == "":
			more := l.more()
			more.Tongues = append(more.Tongues, NamedTongue{Name: name, Note: note})
			continue
		case !name.Empty() && !slices.Contains(lexical().languages, code): // its people know it better by this
			more := l.more()
			if more.LanguageNames == nil {
				more.LanguageNames = map[string]Text{}
			}
			more.LanguageNames[code] = name
		}
		l.Languages = appendOnce(l.Languages, code)
		if !note.Empty() {
			more := l.more()
			if more.LanguageNotes == nil {
				more.LanguageNotes = map[string]Text{}
			}
			if said := more.LanguageNotes[code]; said != note {
				more.LanguageNotes[code] = join(said, note)
			}
		}
	}
}

// NamedTongue is a language of which a source tells the name and no code.
type NamedTongue struct{ Name, Note Text }

// tongue is the code of a language as this house writes it: spa and es-MX are es.
// A region stays where people ask for it, as for dari.
func tongue(code string) string {
	if code == "" || slices.Contains(lexical().languages, code) {
		return code
	}
	tag, err := language.Parse(code)
	if err != nil {
		return ""
	}
	if s := tag.String(); slices.Contains(lexical().languages, s) {
		return s
	}
	base, _ := tag.Base()
	return base.String()
}
