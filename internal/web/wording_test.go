package web

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"passerelle/internal/consent"
	"passerelle/internal/i18n"
)

// keysOf are the keys that some components of a page say.
func keysOf(t *testing.T, file string, components ...string) (keys []string) {
	t.Helper()
	b, err := os.ReadFile("page/" + file)
	if err != nil {
		t.Fatal(err)
	}
	say := regexp.MustCompile(`"((?:page_consent|accord|sign|refuse)\.[a-z0-9_]+)"`)
	for _, c := range components {
		_, body, found := strings.Cut(string(b), "\ntempl "+c+"(")
		if !found {
			t.Fatalf("%s has no component %s", file, c)
		}
		body, _, _ = strings.Cut(body, "\n}\n")
		for _, m := range say.FindAllStringSubmatch(body, -1) {
			keys = append(keys, m[1])
		}
	}
	if len(keys) == 0 {
		t.Fatalf("%s says nothing", file)
	}
	return keys
}

// TestTheVersionOfAConsentHoldsEachSentenceThatIsRead: every sentence of the
// pages turned to the person is in the text whose version the receipt names.
func TestTheVersionOfAConsentHoldsEachSentenceThatIsRead(t *testing.T) {
	t.Parallel()
	for _, page := range []struct {
		said, kept []string
	}{
		{keysOf(t, "consent_ask.templ", "ConsentAskPage", "ConsentDetailPage", "yesNo", "ConsentCheckPage"), consentKeys},
		{keysOf(t, "consent_refuse.templ", "RefuseAskPage"), refusalKeys},
	} {
		for _, key := range page.said {
			if !slices.Contains(page.kept, key) {
				t.Errorf("%s is read to the person, and is not in the text that the receipt names", key)
			}
		}
	}
	for _, key := range partKeys {
		if !slices.Contains(consentKeys, key) {
			t.Errorf("%s: a part that would be told is not in the text", key)
		}
	}
}

// TestASentenceThatChangesChangesTheVersion: no version outlives its text, in
// any language, and the two languages never share one.
func TestASentenceThatChangesChangesTheVersion(t *testing.T) {
	t.Parallel()
	b, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, lang := range []string{"fr", "en"} {
		for _, text := range []string{consentText(b.In(lang)), refusalText(b.In(lang))} {
			version := consent.VersionOf(text)
			if seen[version] || consent.VersionOf(text) != version {
				t.Errorf("%s: version %s is not that of one text alone", lang, version)
			}
			seen[version] = true
			lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
			for i := range lines {
				other := slices.Clone(lines)
				other[i] += "!"
				if consent.VersionOf(strings.Join(other, "\n")+"\n") == version {
					t.Errorf("%s: %q may change while the version stays", lang, lines[i])
				}
			}
			if !strings.Contains(text, "{org}") {
				t.Errorf("%s: the text names somebody, or nobody: %q", lang, lines[0])
			}
		}
	}
}
