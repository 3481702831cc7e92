package ui

import (
	"context"
	"io"
	"strings"

	"github.com/a-h/templ"

	"passerelle/internal/i18n"
)

// T writes a text of the catalogue. Its values are isolated, so that a French
// name does not turn an Arabic sentence round; a fallback is marked.
func T(l *i18n.Local, key string, pairs ...any) templ.Component {
	return words(l, l.Parts(key, pairs...))
}

// N is T in the plural form of n.
func N(l *i18n.Local, key string, n int, pairs ...any) templ.Component {
	return words(l, l.NParts(key, n, pairs...))
}

func words(l *i18n.Local, p i18n.Parts) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		var b strings.Builder
		fallback := p.Lang != l.Lang()
		if fallback {
			openRun(&b, p.Lang)
		}
		for _, part := range p.Parts {
			if !part.Value || isNumber(part.S) && l.Dir() == "ltr" {
				b.WriteString(templ.EscapeString(part.S))
				continue
			}
			lang := part.Lang
			if lang == p.Lang {
				lang = ""
			}
			openRun(&b, lang)
			b.WriteString(templ.EscapeString(part.S))
			b.WriteString("</bdi>")
		}
		if fallback {
			b.WriteString("</bdi>")
		}
		_, err := io.WriteString(w, b.String())
		return err
	})
}

func isNumber(s string) bool {
	return strings.Trim(s, "0123456789.,\u00a0-") == ""
}

func openRun(b *strings.Builder, lang i18n.Lang) {
	b.WriteString("<bdi")
	if lang != "" {
		b.WriteString(` lang="` + templ.EscapeString(string(lang)) + `" dir="` + i18n.Dir(lang) + `"`)
	}
	b.WriteString(">")
}

// Run writes a passage that people or organisations wrote, marked with its own
// language when it is known. It is isolated even in the page's language: what
// a person types may hold any script.
func Run(l *i18n.Local, t i18n.Text) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		var b strings.Builder
		lang := t.Lang
		if lang == l.Lang() {
			lang = ""
		}
		openRun(&b, lang)
		b.WriteString(templ.EscapeString(t.S))
		b.WriteString("</bdi>")
		_, err := io.WriteString(w, b.String())
		return err
	})
}

// Name writes a name whose language is not known.
func Name(s string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, "<bdi>"+templ.EscapeString(s)+"</bdi>")
		return err
	})
}

// Ltr writes a telephone, an hour, an address or a code: always left to right,
// never broken at a line's end.
func Ltr(s string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, `<bdi dir="ltr">`+templ.EscapeString(s)+"</bdi>")
		return err
	})
}
