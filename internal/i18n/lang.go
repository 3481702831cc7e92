package i18n

import (
	"slices"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Lang is a language of pages, as written in HTML ("fr", "fa-AF").
type Lang string

// Label is how far a translation has come (languages.md §3).
type Label string

// The labels of the language row.
const (
	Complete Label = "complete"
	Beta     Label = "beta"
	Preview  Label = "preview"
)

// Language is an item of the language row.
type Language struct {
	Lang  Lang
	Self  string // its name in its own script
	Dir   string
	Label Label
}

// facts are what the formats need to know of a language.
type facts struct {
	dir, decimal, group string
	label               Label
}

var factsTable = map[Lang]facts{
	"fr":    {"ltr", ",", nbsp, Complete},
	"en":    {"ltr", ".", ",", Complete},
	"es":    {"ltr", ",", nbsp, Beta},
	"pt":    {"ltr", ",", nbsp, Beta},
	"ar":    {"rtl", ".", ",", Beta},
	"fa-AF": {"rtl", ".", ",", Beta},
	"fa":    {"rtl", ".", ",", Beta},
	"uk":    {"ltr", ",", nbsp, Beta},
	"sw":    {"ltr", ".", ",", Beta},
	"ti":    {"ltr", ".", ",", Preview},
	"so":    {"ltr", ".", ",", Preview},
	"ps":    {"rtl", ".", ",", Preview},
	"ht":    {"ltr", ",", nbsp, Preview},
	"ln":    {"ltr", ",", nbsp, Preview},
}

var rightToLeft = []string{"Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm"}

func factsOf(lang Lang) facts {
	if f, ok := factsTable[lang]; ok {
		return f
	}
	return facts{Dir(lang), ".", ",", Preview}
}

func languageOf(lang Lang) Language {
	f := factsOf(lang)
	self := names[lang].self
	if self == "" {
		self = names[lang].fr
	}
	if self == "" {
		self = string(lang)
	}
	return Language{Lang: lang, Self: self, Dir: f.dir, Label: f.label}
}

// Dir is the direction of any language, by its script.
func Dir(lang Lang) string {
	tag, err := language.Parse(string(lang))
	if err != nil {
		return "ltr"
	}
	script, _ := tag.Script()
	if slices.Contains(rightToLeft, script.String()) {
		return "rtl"
	}
	return "ltr"
}

// Match chooses a language of the bundle for an Accept-Language header: the
// very language, else one that differs by its region only. x/text's matcher is
// not asked, since it sends a reader of Pashto to Arabic or to English.
func (b *Bundle) Match(accept string) Lang {
	wanted, _, err := language.ParseAcceptLanguage(accept)
	if err != nil {
		return Source
	}
	for _, w := range wanted {
		for _, lang := range b.order {
			if language.Make(string(lang)) == w {
				return lang
			}
		}
		base, _ := w.Base()
		for _, lang := range b.order {
			if has, _ := language.Make(string(lang)).Base(); has == base {
				return lang
			}
		}
	}
	return Source
}

// Name is the name of a language for a reader of this page: in the page's own
// language in French and English, else as its speakers write it.
func (l *Local) Name(code string) Text {
	n, ok := names[Lang(code)]
	if !ok {
		return l.rareName(code)
	}
	switch {
	case l.lang == "en":
		return Text{n.en, "en"}
	case l.lang != Source && n.self != "":
		return Text{n.self, Lang(code)}
	}
	return Text{n.fr, Source}
}

// rareName is the name of a language that this house does not list, in French or
// in English; the code itself when nobody has a name for it.
func (l *Local) rareName(code string) Text {
	in := Source
	if l.lang == "en" {
		in = "en"
	}
	tag, err := language.Parse(code)
	if err != nil {
		return Text{S: code}
	}
	if s := display.Languages(language.Make(string(in))).Name(tag); s != "" {
		return Text{s, in}
	}
	return Text{S: code}
}

// Spoken lists the codes of the languages this table can name, in the order
// of their names for the page.
func (l *Local) Spoken() []string {
	codes := make([]string, 0, len(names))
	for code := range names {
		codes = append(codes, string(code))
	}
	slices.SortFunc(codes, func(x, y string) int {
		return compareNames(l.Name(x).S, l.Name(y).S)
	})
	return codes
}
