package i18n

import (
	"fmt"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	gotemplate "github.com/nicksnyder/go-i18n/v2/i18n/template"
	"golang.org/x/text/language"
)

// form is one of the six plural categories of CLDR.
type form uint8

const (
	zero form = iota
	one
	two
	few
	many
	other
	forms
)

var formNames = [forms]string{"zero", "one", "two", "few", "many", "other"}

func formNamed(s string) (form, bool) {
	for i, name := range formNames {
		if name == s {
			return form(i), true
		}
	}
	return other, false
}

// pluralRule chooses the form of a whole number in one language. The rule is
// CLDR's, by go-i18n; the forms of small numbers, which are nearly all that a
// page shows, are asked once at start.
type pluralRule struct {
	loc   *goi18n.Localizer
	small [128]form
}

func newPluralRule(lang Lang) (*pluralRule, error) {
	tag, err := language.Parse(string(lang))
	if err != nil {
		return nil, fmt.Errorf("language %q: %w", lang, err)
	}
	b := goi18n.NewBundle(tag)
	// The message says the name of its own form, so that our texts, parsed
	// once, need not go through a second template engine.
	err = b.AddMessages(tag, &goi18n.Message{
		ID: "form", Zero: "zero", One: "one", Two: "two", Few: "few", Many: "many", Other: "other",
	})
	if err != nil {
		return nil, fmt.Errorf("plural rule of %q: %w", lang, err)
	}
	r := &pluralRule{loc: goi18n.NewLocalizer(b, string(lang))}
	for n := range r.small {
		r.small[n] = r.ask(n)
	}
	return r, nil
}

func (r *pluralRule) form(n int) form {
	if n >= 0 && n < len(r.small) {
		return r.small[n]
	}
	return r.ask(n)
}

func (r *pluralRule) ask(n int) form {
	s, err := r.loc.Localize(&goi18n.LocalizeConfig{
		MessageID: "form", PluralCount: n, TemplateParser: gotemplate.IdentityParser{},
	})
	if err != nil {
		return other
	}
	f, _ := formNamed(s)
	return f
}
