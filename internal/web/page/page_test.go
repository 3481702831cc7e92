package page_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"golang.org/x/net/html"

	"passerelle/internal/i18n"
	"passerelle/internal/web/static"
)

func render(t *testing.T, c templ.Component) string {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func parse(t *testing.T, s string) *html.Node {
	t.Helper()
	n, err := html.Parse(strings.NewReader(s))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// each visits every element of a page.
func each(n *html.Node, visit func(*html.Node)) {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode {
			visit(d)
		}
	}
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func words(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.TrimSpace(b.String())
}

// everyPage runs a test on every sample page in every language.
func everyPage(t *testing.T, test func(t *testing.T, l *i18n.Local, name string, doc *html.Node)) {
	for _, l := range locals(t) {
		for name, c := range samples(l) {
			doc := parse(t, render(t, c))
			t.Run(string(l.Lang())+"_"+name, func(t *testing.T) { test(t, l, name, doc) })
		}
	}
}

func TestEveryPageIsWellMade(t *testing.T) {
	everyPage(t, func(t *testing.T, l *i18n.Local, name string, doc *html.Node) {
		ids, labels, h1 := map[string]bool{}, map[string]bool{}, 0
		each(doc, func(n *html.Node) {
			if id := attr(n, "id"); id != "" && ids[id] {
				t.Errorf("id %q stands twice", id)
			} else if id != "" {
				ids[id] = true
			}
			switch n.Data {
			case "html":
				if attr(n, "lang") != string(l.Lang()) || attr(n, "dir") != l.Dir() {
					t.Errorf("html is %s %s", attr(n, "lang"), attr(n, "dir"))
				}
			case "h1":
				h1++
				if words(n) == "" {
					t.Error("an empty heading")
				}
			case "label":
				labels[attr(n, "for")] = true
			case "title":
				if words(n) == "" {
					t.Error("no title")
				}
			case "script":
				data := attr(n, "type") == "application/ld+json" // which no browser runs
				ours := attr(n, "src") == static.Asset("passkey.js") && holds(doc, "form", "data-passkey") || attr(n, "src") == static.Asset("exit.js") && holds(doc, "a", "data-title")
				if !data && !ours {
					t.Error("a script on a page that needs none")
				}
			case "style", "iframe":
				t.Errorf("<%s> on a page that needs none", n.Data)
			case "a":
				if attr(n, "href") == "" || words(n) == "" {
					t.Errorf("a link without address or words: %q %q", attr(n, "href"), words(n))
				}
			case "button":
				if words(n) == "" {
					t.Error("a button without words")
				}
			case "li":
				if words(n) == "" && n.FirstChild == nil { // what an item within an item leaves of the outer one
					t.Error("an empty item of a list")
				}
			}
			if attr(n, "style") != "" || strings.HasPrefix(attr(n, "class"), "on") && attr(n, "onclick") != "" {
				t.Errorf("<%s> carries a style or a script of its own", n.Data)
			}
		})
		each(doc, func(n *html.Node) {
			kind := attr(n, "type")
			if (n.Data == "input" && kind != "hidden" || n.Data == "select" || n.Data == "textarea") && !labels[attr(n, "id")] {
				t.Errorf("the field %q has no label", attr(n, "name"))
			}
			for _, id := range strings.Fields(attr(n, "aria-describedby") + " " + attr(n, "aria-labelledby")) {
				if !ids[id] {
					t.Errorf("#%s is named by a field and is not on the page", id)
				}
			}
			if href := attr(n, "href"); n.Data == "a" && len(href) > 1 && href[0] == '#' && !ids[href[1:]] {
				t.Errorf("the link to %s leads nowhere", href)
			}
		})
		if h1 != 1 {
			t.Errorf("%d main headings", h1)
		}
	})
}

// TestNoKeyIsShown: a key of the catalogue never reaches a reader.
func TestNoKeyIsShown(t *testing.T) {
	b := bundle(t)
	nouns := map[string]bool{}
	for _, key := range b.Keys() {
		noun, _, _ := strings.Cut(key, ".")
		nouns[noun] = true
	}
	key := regexp.MustCompile(`\b([a-z_]+)\.[a-z][a-z0-9_]+\b`)
	everyPage(t, func(t *testing.T, l *i18n.Local, name string, doc *html.Node) {
		for d := range doc.Descendants() {
			texts := []string{}
			if d.Type == html.TextNode && d.Parent.Data != "script" {
				texts = append(texts, d.Data)
			}
			for _, a := range d.Attr {
				if a.Key == "aria-label" || a.Key == "title" || a.Key == "data-label" {
					texts = append(texts, a.Val)
				}
			}
			for _, text := range texts {
				if m := key.FindStringSubmatch(text); m != nil && nouns[m[1]] {
					t.Errorf("shows %q", m[0])
				}
				if strings.ContainsAny(text, "{}") {
					t.Errorf("shows a brace: %q", text)
				}
			}
		}
	})
}

// TestWeight: the HTML of a public page is at most 14 kB once compressed
// (screens.md §7); everything else is counted in package static.
func TestWeight(t *testing.T) {
	for _, l := range locals(t) {
		m := map[string]templ.Component{}
		publicSamples(l, m)
		shareSamples(l, m)
		for name, c := range m {
			var b bytes.Buffer
			z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
			if err := c.Render(context.Background(), z); err != nil {
				t.Fatal(err)
			}
			z.Close()
			if b.Len() > 14<<10 {
				t.Errorf("%s in %s weighs %d bytes", name, l.Lang(), b.Len())
			}
		}
	}
}

// holds reports whether the page has what a script of ours is for.
func holds(doc *html.Node, tag, name string) (found bool) {
	each(doc, func(n *html.Node) { found = found || n.Data == tag && attr(n, name) != "" })
	return found
}
