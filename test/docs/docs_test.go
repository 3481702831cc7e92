package docs

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"passerelle/test/live"
)

func TestMain(m *testing.M) { live.Main(m) }

// documents are all Markdown files of the checkout, except what others wrote.
func documents(t *testing.T) (root string, texts map[string]string) {
	t.Helper()
	root, err := live.Root()
	if err != nil {
		t.Fatal(err)
	}
	texts = map[string]string{}
	err = filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && p != root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "node_modules") {
			return fs.SkipDir
		}
		if strings.HasSuffix(p, ".md") {
			b, err := os.ReadFile(p)
			rel, _ := filepath.Rel(root, p)
			texts[rel] = string(b)
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return root, texts
}

func TestDocumentsAreTrue(t *testing.T) {
	root, texts := documents(t)
	makefile, err := os.ReadFile(filepath.Join(root, "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	for doc, text := range texts {
		mentions, _ := Read(text)
		for _, m := range mentions {
			at := fmt.Sprintf("%s:%d", doc, m.Line)
			switch m.Kind {
			case "make":
				if !strings.Contains("\n"+string(makefile), "\n"+m.Text+":") {
					t.Errorf("%s: make %s is not in the Makefile", at, m.Text)
				}
			case "path":
				if _, err := os.Stat(filepath.Join(root, m.Text)); err != nil {
					t.Errorf("%s: %s does not exist", at, m.Text)
				}
			case "link":
				if _, err := os.Stat(filepath.Join(root, filepath.Dir(doc), m.Text)); err != nil {
					t.Errorf("%s: the link to %s leads nowhere", at, m.Text)
				}
			case "command":
				words := strings.Fields(m.Text)
				help, ok := helpOf(t, words[0])
				if !ok {
					t.Errorf("%s: passerelle has no command %q", at, words[0])
					continue
				}
				for _, flag := range words[1:] {
					if !strings.Contains(help, flag) {
						t.Errorf("%s: passerelle %s has no %s", at, words[0], flag)
					}
				}
			}
		}
	}
}

var (
	helpMu sync.Mutex
	helps  = map[string]string{}
)

// helpOf is what a command says of itself; ok is false when it does not exist.
func helpOf(t *testing.T, command string) (help string, ok bool) {
	t.Helper()
	helpMu.Lock()
	defer helpMu.Unlock()
	if h, known := helps[command]; known {
		return h, h != ""
	}
	r := live.Run(t, command, "--help")
	if r.Code == 0 {
		helps[command] = r.Out + r.Err
	} else {
		helps[command] = ""
	}
	return helps[command], helps[command] != ""
}

func TestRunnableBlocksRun(t *testing.T) {
	_, texts := documents(t)
	for doc, text := range texts {
		_, blocks := Read(text)
		for _, b := range blocks {
			if !b.Runnable {
				continue
			}
			t.Run(fmt.Sprintf("%s_%d", strings.ReplaceAll(doc, "/", "_"), b.Line), func(t *testing.T) {
				t.Parallel()
				runBlock(t, b)
			})
		}
	}
}

func runBlock(t *testing.T, b Block) {
	t.Helper()
	root, err := live.Root()
	if err != nil {
		t.Fatal(err)
	}
	bin := t.TempDir() // the program under its own name
	if err := os.Symlink(live.Binary(t), filepath.Join(bin, "passerelle")); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(t.Context(), 2*time.Minute)
	defer stop()
	cmd := exec.CommandContext(ctx, "bash", "-euo", "pipefail", "-c", b.Code)
	cmd.Dir = t.TempDir()
	cmd.Env = append(os.Environ(), "PATH="+bin+":"+os.Getenv("PATH"), "CHECKOUT="+root)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s\nsaid:\n%s", err, b.Code, out)
	}
}

// TestReadFinds is the control: what a document claims is found.
func TestReadFinds(t *testing.T) {
	text := "Run `make tset` or `passerelle serve --db x --listne y`, see `internal/nowhere/a.go` and `test/nothing`.\n" +
		"![picture](docs/none.png) [site](https://example.org)\n" +
		"```sh runnable\n$ passerelle import --dry-run a.zip   # comment with make nothing\n```\n"
	mentions, blocks := Read(text)
	got := ""
	for _, m := range mentions {
		got += fmt.Sprintf("%d %s %s\n", m.Line, m.Kind, m.Text)
	}
	want := "1 make tset\n1 command serve --db --listne\n1 path internal/nowhere/a.go\n1 path test/nothing\n2 link docs/none.png\n4 command import --dry-run\n"
	if got != want {
		t.Errorf("found\n%swant\n%s", got, want)
	}
	if len(blocks) != 1 || !blocks[0].Runnable || blocks[0].Language != "sh" {
		t.Errorf("blocks %+v", blocks)
	}
}
