package main

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"passerelle/internal/hsds/check"
)

// heard is what a running program has said so far.
type heard struct {
	mu   sync.Mutex
	said bytes.Buffer
	at   chan string // where it listens
}

var listens = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)

func (h *heard) Write(b []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if url := listens.FindString(string(b)); url != "" {
		select {
		case h.at <- url:
		default:
		}
	}
	return h.said.Write(b)
}

// TestOurOwnFeedPasses checks the demonstration as an operator would: both
// languages, warnings included.
func TestOurOwnFeedPasses(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	t.Setenv("PASSERELLE_LANG", "en")
	ctx, stop := context.WithCancel(t.Context())
	demo, ended := &heard{at: make(chan string, 1)}, make(chan int)
	go func() { ended <- Run(ctx, []string{"demo", "--listen", "127.0.0.1:0"}, demo, demo) }()
	defer func() { stop(); <-ended }()
	url := ""
	select {
	case url = <-demo.at:
	case <-ended:
		close(ended)
		t.Fatalf("the demonstration ended: %s", demo.said.String())
	}
	for _, lang := range []string{"fr-CA", "en-CA"} {
		file := filepath.Join(t.TempDir(), "report.json")
		code, said, complained := call(t, "hsds-check", "--strict", "--accept-language", lang, "--report", file, url+"/hsds")
		if code != exitDone || complained != "" || !strings.Contains(said, "The feed passes. Errors: 0. Warnings: 0.") || !strings.Contains(said, "passed        GET /services/{id} (10 records looked at)") {
			t.Fatalf("exit %d, complained %q, said:\n%s", code, complained, said)
		}
		if rep := reportIn[checked](t, file); !rep.Passed || rep.Version != "3.2.3" || rep.Endpoints[2].Items < 100 {
			t.Errorf("reported %+v", rep)
		}
	}
}

// checked is the report of a check, with what its rules say.
type checked struct {
	check.Report
	Rules map[string]struct{ Says, Do string }
}

// What is wrong is told with its place and what to do, and ends with 1; where
// nobody answers, nothing can be told, and that ends with 2.
func TestACheckSaysWhereAndWhatToDo(t *testing.T) {
	t.Setenv("PASSERELLE_LANG", "fr")
	bad := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.TrimRight(r.URL.Path, "/") != "/hsds" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"version": "2.0\u001b[31m", "profile": "http://` + r.Host + `/hsds", "openapi_url": "http://` + r.Host + `/nulle-part"}`))
	}))
	defer bad.Close()
	file := filepath.Join(t.TempDir(), "report.json")
	code, said, complained := call(t, "hsds-check", "--report", file, bad.URL+"/hsds/")
	if code != exitRefused || complained == "" || strings.Contains(said, "\x1b") {
		t.Errorf("exit %d, complained %q", code, complained)
	}
	for _, want := range []string{
		"erreur, GET / : version manque", "(base_version)", "où : /, /version", "attendu : 3.2.3", "quoi faire : Donnez la version",
		"erreur, GET / : openapi_url manque, ou ne mène à rien. (base_openapi)", "trouvé : http://", "erreur, GET /services : La réponse n'est pas un succès.", "trouvé : 404", "non offert    GET /taxonomies", "Le flux ne passe pas. Erreurs : 3.",
	} {
		if !strings.Contains(strings.ReplaceAll(said, "\u00a0", " "), want) {
			t.Errorf("does not say %q:\n%s", want, said)
		}
	}
	rep := reportIn[checked](t, file)
	if rep.Passed || rep.Errors != 3 || !strings.HasPrefix(rep.Rules["base_version"].Do, "Donnez la version") {
		t.Errorf("reported %+v", rep)
	}
	bad.Close()
	for _, args := range [][]string{{bad.URL}, {"--report", filepath.Join(t.TempDir(), "no", "x"), bad.URL}, {}, {"ftp://x"}} {
		if code, _, complained := call(t, append([]string{"hsds-check"}, args...)...); code != exitUsage || complained == "" {
			t.Errorf("%v: exit %d, %q", args, code, complained)
		}
	}
}
