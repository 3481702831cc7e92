package app_test

import (
	"os"
	"regexp"
	"testing"

	"passerelle/internal/i18n"
	"passerelle/internal/message"
)

// shortTexts are the texts of which the catalogue says that they fit one message.
var shortTexts = regexp.MustCompile(`(?m)^\[([a-z_.]+)\]\nclass = "[AB]"\ncontext = "texto[^"\n]*160 signes[^"\n]*"$`)

// TestATextMessageIsOne: what the catalogue says fits 160 signs does, as telephones
// count them, and with whom to call before it two at most. One ê, ç or
// no-break space makes pieces of 67 letters of it.
func TestATextMessageIsOne(t *testing.T) {
	t.Parallel()
	bundle, err := i18n.New()
	must(t, err)
	var found [][]string
	for _, noun := range []string{"sms", "reach"} {
		file, err := os.ReadFile("../i18n/catalog/" + noun + ".toml")
		must(t, err)
		found = append(found, shortTexts.FindAllStringSubmatch(string(file), -1)...)
	}
	if len(found) < 16 {
		t.Fatalf("%d texts only: the catalogue says it otherwise", len(found))
	}
	for _, lang := range []string{"fr", "en"} {
		say := func(key string) string {
			return bundle.In(lang).T(key, "phone", "1 888 555-0142", "receipt", "1234 5678 9012", "what", "Ximena Tremblay", "name", "Ximena")
		}
		urgent := say("sms.urgent")
		if n := message.Parts(urgent); n != 1 {
			t.Errorf("%s: whom to call now takes %d messages: %q", lang, n, urgent)
		}
		for _, f := range found {
			text := say(f[1])
			if n := message.Parts(text); n != 1 {
				t.Errorf("%s: %s takes %d messages, %d letters: %q", lang, f[1], n, len([]rune(text)), text)
			}
			if n := message.Parts(urgent + "\n" + text); n > 2 {
				t.Errorf("%s: %s after whom to call takes %d messages", lang, f[1], n)
			}
		}
	}
}
