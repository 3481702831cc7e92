package i18n

import (
	"regexp"
	"strings"
	"testing"
)

// avoided are words.md §3: words that hurt, or that say nothing.
var avoided = map[string]*regexp.Regexp{
	"fr": regexp.MustCompile(`(?i)\b(clientèles?|clients?|bénéficiaires?|prises? en charge|signalements?|fichage|sans-papiers|illégal\w*|soumettre|cliquez ici|suivant|dossiers? unique|échecs?|éligibilité)\b`),
	"en": regexp.MustCompile(`(?i)\b(clients?|beneficiar\w+|illegal\w*|click here|submit|undocumented|failed|failure)\b`),
}

// exempt is the text of operators, who read a terminal and not a page.
func exempt(key string) bool {
	for _, noun := range []string{"cli.", "config.", "db."} {
		if strings.HasPrefix(key, noun) {
			return true
		}
	}
	return false
}

// TestPlainLanguage: short sentences, and none of the words to avoid.
func TestPlainLanguage(t *testing.T) {
	t.Parallel()
	b := open(t)
	end := regexp.MustCompile(`[.?!:](\s|\x{a0}|$)`)
	for _, lang := range []string{"fr", "en"} {
		l := b.In(lang)
		sentences, words := 0, 0
		for key, e := range l.entries {
			if exempt(key) {
				continue
			}
			text := strings.Join(e.msg.forms[other].lit, "x")
			if m := avoided[lang].FindString(text); m != "" {
				t.Errorf("%s (%s) says %q, a word to avoid: %q", key, lang, m, text)
			}
			for _, s := range end.Split(text, -1) {
				n := len(strings.Fields(s))
				if n > 25 {
					t.Errorf("%s (%s): a sentence of %d words: %q", key, lang, n, s)
				}
				if n > 3 {
					sentences, words = sentences+1, words+n
				}
			}
		}
		if mean := float64(words) / float64(max(sentences, 1)); mean > 15 {
			t.Errorf("%s: sentences of %.1f words on average, at most 15", lang, mean)
		}
	}
}

// TestFrenchSpaces: in French a colon and quotation marks stay with what they
// belong to, also where a line of a narrow screen ends. Not so in text messages,
// whose alphabet has no such space, nor in plain mail.
func TestFrenchSpaces(t *testing.T) {
	t.Parallel()
	loose := regexp.MustCompile(`« | [:;?!»]`)
	for key, e := range open(t).In("fr").entries {
		if exempt(key) || strings.HasPrefix(key, "sms.") || strings.HasPrefix(key, "notice.") || strings.HasPrefix(key, "hsds_check.") {
			continue
		}
		for form, m := range e.msg.forms {
			if m == nil {
				continue // French has no such form
			}
			if text := strings.Join(m.lit, "x"); loose.MatchString(text) {
				t.Errorf("%s (%v): a sign could stand alone on a line: %q", key, form, text)
			}
		}
	}
}
