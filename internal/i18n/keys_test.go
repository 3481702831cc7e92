package i18n

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	// asked finds the keys that code certainly asks for: in a call of a Local
	// or of ui, and in an error for people.
	asked = []*regexp.Regexp{
		regexp.MustCompile(`\b(?:T|N|Text|NText|Parts|NParts|Speaks|Key)\((?:p\.L, |l, |f\.L, |v\.L, )?"([^"]+)"`),
		regexp.MustCompile(`\bfault\.New\([\w.]+,\s*"([^"]+)"`),
		regexp.MustCompile(`\bfault\.Field\("[^"]*",\s*"([^"]+)"`),
		regexp.MustCompile(`\b(?:Key|Label|Hint|Submit): "([^"]+)"`),
	}
	literal = regexp.MustCompile(`"([a-z][a-z0-9_]*\.[a-z0-9_.]*)"`)
	keyLike = regexp.MustCompile(`^[a-z][a-z0-9_]*\.[a-z0-9_]+$`)
)

// TestKeysAreAskedAndAnswered: a key that code asks for exists, and a key that
// exists is asked for somewhere: a text nobody can read is not maintained. A
// literal that ends with a dot or an underscore ("need.") is the beginning of
// computed keys.
func TestKeysAreAskedAndAnswered(t *testing.T) {
	t.Parallel()
	keys := open(t).keys
	used := map[string]bool{}
	var prefixes []string
	for name, text := range sources(t) {
		for _, re := range asked {
			for _, m := range re.FindAllStringSubmatch(text, -1) {
				if !answers(keys, m[1]) && keyLike.MatchString(m[1]) {
					t.Errorf("%s asks for %q, which no catalogue file holds", name, m[1])
				}
			}
		}
		for _, m := range literal.FindAllStringSubmatch(text, -1) {
			used[m[1]] = true
			if strings.HasSuffix(m[1], ".") || strings.HasSuffix(m[1], "_") {
				prefixes = append(prefixes, m[1])
			}
		}
	}
	for key := range keys {
		if !used[key] && !hasAnyPrefix(key, prefixes) {
			t.Errorf("nobody asks for %q: use it or delete it", key)
		}
	}
}

// answers reports whether the catalogue holds a key, or keys that begin so.
func answers(keys map[string]source, asked string) bool {
	if !strings.HasSuffix(asked, "_") {
		_, known := keys[asked]
		return known
	}
	for key := range keys {
		if strings.HasPrefix(key, asked) {
			return true
		}
	}
	return false
}

func hasAnyPrefix(s string, prefixes []string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

// sources is the Go and templ text of the program, without tests and without
// what templ generates.
func sources(t *testing.T) map[string]string {
	t.Helper()
	list := map[string]string{}
	for _, root := range []string{"../../internal", "../../cmd"} {
		err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() || strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, "_templ.go") ||
				filepath.Ext(name) != ".go" && filepath.Ext(name) != ".templ" {
				return nil
			}
			text, err := os.ReadFile(name)
			list[name] = string(text)
			return err
		})
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	return list
}
