package page_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"passerelle/internal/i18n"
)

// pseudo is a made-up right-to-left pack in which every text is long and stands
// in brackets: what a page shows outside them did not come from the catalogue.
func pseudo(t *testing.T) *i18n.Local {
	t.Helper()
	b, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	langs = b.Languages()
	var pack strings.Builder
	pack.WriteString("key\tlang\ttext\tsource\tlicence\tstate\treviewers\tdate\n")
	fr := b.In("fr")
	for _, key := range b.Keys() {
		text, form := "[", ""
		if strings.HasPrefix(key, "time.") {
			text = "["
		}
		for _, p := range fr.Parts(key, placeholders(fr, key)...).Parts {
			if p.Value {
				text += p.S
			} else {
				text += strings.Repeat("ابت ", 1+len(p.S)/6)
			}
		}
		if b.Plural(key) {
			form = "#other"
		}
		fmt.Fprintf(&pack, "%s%s\tar\t%s]\ttest\tCC0-1.0\tapprouvé\tA. Haddad; S. Nasser\t2026-01-01\n", key, form, text)
	}
	rep, err := b.LoadPack(strings.NewReader(pack.String()))
	if err != nil || len(rep.Refused) > 0 || rep.Shown != len(b.Keys()) {
		t.Fatal(err, rep)
	}
	langs = b.Languages()
	return b.In("ar")
}

// placeholders fills each placeholder with its own name in braces.
func placeholders(l *i18n.Local, key string) (pairs []any) {
	for _, name := range l.Placeholders(key) {
		pairs = append(pairs, name, "{"+name+"}")
	}
	return pairs
}

// TestEveryTextIsFromTheCatalogue: on a page in the made-up language, what is
// not in brackets was written by people, and isolated as such.
func TestEveryTextIsFromTheCatalogue(t *testing.T) {
	l := pseudo(t)
	for name, c := range samples(l) {
		doc := parse(t, render(t, c))
		t.Run(name, func(t *testing.T) {
			for d := range doc.Descendants() {
				if d.Type != html.TextNode || strings.TrimSpace(d.Data) == "" || isolated(d) {
					continue
				}
				if text := strings.TrimSpace(d.Data); !strings.ContainsAny(text, "[]") && strings.Trim(text, "0123456789,·ابت ") != "" {
					t.Errorf("%q is neither from the catalogue nor isolated", text)
				}
			}
		})
	}
}

// isolated reports that a text stands in <bdi>, or in an element that says its
// language, or in a field.
func isolated(n *html.Node) bool {
	for p := n.Parent; p != nil && p.Data != "html"; p = p.Parent {
		if p.Data == "bdi" || p.Data == "option" || p.Data == "textarea" || p.Data == "title" || p.Data == "script" || attr(p, "lang") != "" {
			return true
		}
	}
	return false
}

// TestFallbackSaysItIsFrench: on a page of the Arabic pack, French words say
// that they are French.
func TestFallbackSaysItIsFrench(t *testing.T) {
	l := bundle(t).In("ar")
	french := []string{"Chercher un service", "Pas maintenant", "Enregistrer", "Prochaine action", "On vous demandera"}
	for name, c := range samples(l) {
		doc := parse(t, render(t, c))
		for d := range doc.Descendants() {
			if d.Type == html.TextNode && slices.Contains(french, strings.TrimSpace(d.Data)) && !says(d, "fr") {
				t.Errorf("%s: %q does not say that it is French", name, d.Data)
			}
		}
	}
}

func says(n *html.Node, lang string) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if in := attr(p, "lang"); in != "" {
			return in == lang
		}
	}
	return false
}
