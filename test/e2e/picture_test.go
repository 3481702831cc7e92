package e2e

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"passerelle/test/browser"
	"passerelle/test/live"
)

var pictures = flag.Bool("pictures", false, "take the pictures of the documents again (make screenshots)")

// shots are the pictures that documents show: where they are taken and on
// which screen.
var shots = []struct {
	name   string
	path   string
	screen browser.Screen
}{
	{"accueil", "/fr/", browser.Desk},
}

// TestPicturesAreTrue takes the pictures, or checks that they still show what
// the program shows. Pixels differ from one machine to the next (fonts), words
// do not: beside each picture lie the words that were on the page.
func TestPicturesAreTrue(t *testing.T) {
	t.Parallel()
	base := demo(t)
	root, err := live.Root()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(root, "docs", "images")
	for _, s := range shots {
		t.Run(s.name, func(t *testing.T) {
			tab := browser.Shared(t).Tab(t, s.screen)
			tab.Open(base + s.path)
			words := steady(tab.Text())
			png, text := filepath.Join(dir, s.name+".png"), filepath.Join(dir, s.name+".txt")
			if *pictures {
				if err := os.MkdirAll(dir, 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(png, tab.Picture(false), 0o644); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(text, []byte(words), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if _, err := os.Stat(png); err != nil {
				t.Fatalf("%v (make screenshots takes it)", err)
			}
			was, err := os.ReadFile(text)
			if err != nil {
				t.Fatal(err)
			}
			if string(was) != words {
				t.Errorf("the picture no longer shows the page (make screenshots takes it again)\nwas: %s\nnow: %s", was, words)
			}
		})
	}
}

var digits = regexp.MustCompile(`\d+`)

// steady leaves out what changes with the hour.
func steady(text string) string {
	return strings.TrimSpace(digits.ReplaceAllString(text, "#")) + "\n"
}
