package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"passerelle/test/browser"
	"passerelle/test/live"
)

// TestCanariesInABrowser: every text field of every form that roles of the demo
// reach by links is typed into, with a string that stands nowhere else, and sent
// by a browser on a profile of its own. None of these strings is in an address
// the program was asked for, in a Referer, in a redirection, in a link or a form's
// target of any page, in what the program says on its output, nor, once the
// browser was killed without signing out, anywhere on its disk. Only what is typed
// to be published stands on a page that a cache may keep; no field asks the browser
// to remember what was typed.
//
// The controls: an ordinary page with a form of its own, visited by the same
// browser through the same recorder, whose address and whose stored words must be
// found in both places.
//
// The browser of the tests has no window and keeps less than others: no history
// and no forms. What others would remember of a field is why autocomplete is
// looked at too.
func TestCanariesInABrowser(t *testing.T) {
	t.Parallel()
	p := live.Demo(t)
	ear := listenAt(t, p.URL)
	profile := filepath.Join(t.TempDir(), "profile")
	b := browser.StartPhone(t, profile)
	f := &forms{t: t, base: ear.URL, tab: b.Mine(t, browser.Phone), sent: map[string]bool{}, typed: map[string]string{}}

	f.tab.Open(ear.URL + "/temoin?mot=" + witness)
	for _, code := range []string{"", "maelle", "idriss", "thimai", "genevieve", "p01"} {
		start := "/fr/"
		if code != "" {
			enter(t, f.tab, ear.URL, "fr", code)
			start = strings.TrimPrefix(f.tab.URL(), ear.URL)
		}
		f.walk(start, code)
	}
	b.Kill(t)

	t.Logf("%d canaries typed into %d fields of %d forms; %d addresses, %d pages", f.n, len(f.fields), len(f.sent), ear.asked, ear.pages)
	if f.n < 70 || len(f.sent) < 40 {
		t.Errorf("only %d canaries into %d forms: this proves little", f.n, len(f.sent))
	}
	ear.mu.Lock()
	defer ear.mu.Unlock()
	for _, bad := range ear.heard {
		t.Error(bad)
	}
	for canary, on := range ear.published {
		if !slices.ContainsFunc(publishing, func(p string) bool { return strings.HasPrefix(f.typed[canary], p) }) {
			t.Errorf("%s, typed at %s, stands on %s, which anybody may keep", canary, f.typed[canary], on)
		}
	}
	if !ear.witnessed {
		t.Error("what stands in an address is not found: this proves nothing")
	}
	if strings.Contains(p.Said(), mark) {
		t.Error("a canary is in what the program says")
	}
	seen := false
	err := filepath.WalkDir(profile, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		seen = seen || holds(b, witness)
		for _, canary := range aCanary.FindAll(bytes.ReplaceAll(b, []byte{0}, nil), -1) { // of two bytes a letter, too
			if ear.published[string(canary)] == "" {
				t.Errorf("%s, typed at %s, on the browser's disk: %s", canary, f.typed[string(canary)], strings.TrimPrefix(path, profile))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if !seen {
		t.Error("what an ordinary page stores is not found on the disk: this proves nothing")
	}
}

// publishing are the forms that are filled so that everybody reads it: the pages
// of services, and what an organisation answers in public.
var publishing = []string{"/fr/app/service", "/fr/app/repertoire", "/fr/app/offre", "/fr/confirmer"}

// aCanary is one of the strings.
var aCanary = regexp.MustCompile(mark + `[0-9]{4}[a-z]x`)

const (
	mark    = "kanzari"
	witness = "temoin-en-clair-kzq"
)

// forms walks pages by their links and types into the forms of each.
type forms struct {
	t      *testing.T
	base   string
	tab    *browser.Tab
	n      int
	sent   map[string]bool // by where they go, in shape, and what they hold
	fields []string
	typed  map[string]string // at which form each was typed
}

// walk follows the links of a role, one page of each shape.
func (f *forms) walk(start, role string) {
	f.t.Helper()
	queue, seen := []string{start}, map[string]bool{}
	most := 120
	if role == "" {
		most = 50 // much of what anyone sees has no form
	}
	for len(queue) > 0 && len(seen) < most {
		path := queue[0]
		queue = queue[1:]
		shape := browser.Pattern(f.base + path)
		if seen[shape] || !strings.HasPrefix(path, "/fr/") && path != start || (role == "") == strings.HasPrefix(path, "/fr/app") && role != "p01" ||
			strings.Contains(path, "/sortie") || slices.Contains(takenAway, filepath.Ext(strings.Split(path, "?")[0])) {
			continue
		}
		seen[shape] = true
		if f.tab.Open(f.base+path) != 200 {
			continue
		}
		queue = append(queue, browser.Eval[[]string](f.tab, `[...document.querySelectorAll('a[href]')].map(a => new URL(a.getAttribute('href'), location.href)).filter(u => u.origin === location.origin).map(u => u.pathname + u.search)`)...)
		for i := range browser.Eval[int](f.tab, `document.querySelectorAll('main form[method=post]').length`) {
			if i > 0 && f.tab.Open(f.base+path) != 200 {
				break
			}
			f.send(i)
		}
	}
}

// filled is what fill did to a form.
type filled struct {
	Action string
	Names  []string
	Fields []string // that a browser would remember
}

// send types into the text fields of one form of the page, chooses the first of
// what is to be chosen, and sends it.
func (f *forms) send(i int) {
	f.t.Helper()
	next, _ := json.Marshal(fmt.Sprintf("%s%04d", mark, f.n))
	got := browser.Eval[filled](f.tab, fmt.Sprintf(`(() => {
  const form = document.querySelectorAll('main form[method=post]')[%d], out = {Action: '', Names: [], Fields: []};
  if (!form) return out;
  out.Action = new URL(form.action).pathname;
  const own = [...form.elements];
  if (own.some(e => e.type === 'password' || e.type === 'file')) return out;
  const chosen = new Set();
  for (const e of own) {
    if (e.disabled) continue;
    const text = e.tagName === 'TEXTAREA' || e.tagName === 'INPUT' && ['text', 'search', 'tel', 'email', 'url'].includes(e.type);
    if (text) {
      const word = %s + String.fromCharCode(97 + out.Names.length %% 26) + 'x';
      e.value = e.type === 'email' ? word + '@exemple.example' : word;
      out.Names.push(e.name);
      const kept = e.getAttribute('autocomplete') || form.getAttribute('autocomplete') || '';
      if (!['off', 'one-time-code', 'new-password'].includes(kept)) out.Fields.push(e.name + ' autocomplete=' + kept);
    } else if ((e.type === 'radio' || e.type === 'checkbox') && !chosen.has(e.name)) { chosen.add(e.name); e.checked = true }
    else if (e.tagName === 'SELECT' && e.options.length > 1 && !e.value) e.selectedIndex = 1;
    else if (e.type === 'number') e.value = e.min || '1';
  }
  return out;
})()`, i, next))
	shape := browser.Pattern(f.base+got.Action) + " " + strings.Join(got.Names, ",")
	if len(got.Names) == 0 || f.sent[shape] {
		return
	}
	f.sent[shape] = true
	for i := range got.Names {
		f.typed[fmt.Sprintf("%s%04d%cx", mark, f.n, 'a'+i%26)] = got.Action
	}
	f.n += len(got.Names)
	f.fields = append(f.fields, got.Names...)
	for _, kept := range got.Fields {
		if !remembered[got.Action+" "+kept] {
			f.t.Errorf("%s: a browser would remember what is typed into %s", got.Action, kept)
		}
	}
	f.tab.Goes(fmt.Sprintf(`(f => f.requestSubmit ? (f.noValidate = true, f.requestSubmit(f.querySelector('[type=submit], button:not([type=button])'))) : f.submit())(document.querySelectorAll('main form[method=post]')[%d])`, i))
}

// remembered are the fields that a browser may fill for whoever types: nothing of
// anybody accompanied stands there.
var remembered = map[string]bool{}

// ear stands before the program and reads all addresses that pass.
type ear struct {
	URL string

	mu           sync.Mutex
	heard        []string
	published    map[string]string // canaries on pages that may be kept, and on which
	witnessed    bool
	asked, pages int
}

func listenAt(t *testing.T, base string) *ear {
	t.Helper()
	to, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	e := &ear{published: map[string]string{}}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(p *httputil.ProxyRequest) {
			p.SetURL(to)
			p.Out.Host = p.In.Host
			p.Out.Header.Set("Accept-Encoding", "identity")
		},
		ModifyResponse: e.answer,
	}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		e.note("asked for", r.RequestURI, r.Referer())
		if r.URL.Path == "/temoin" {
			w.Header().Set("Content-Type", "text/html")
			io.WriteString(w, `<!doctype html><html lang="fr"><title>x</title><script>localStorage.setItem('x', '`+witness+`')</script>`)
			return
		}
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(srv.Close)
	e.URL = srv.URL
	return e
}

// note looks at what stands in addresses.
func (e *ear) note(where string, addresses ...string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.asked++
	for _, a := range addresses {
		plain, err := url.QueryUnescape(a)
		if err != nil {
			plain = a
		}
		e.witnessed = e.witnessed || strings.Contains(plain, witness)
		if strings.Contains(a, mark) || strings.Contains(plain, mark) {
			e.heard = append(e.heard, where+" "+a)
		}
	}
}

// addressed are the attributes of a page that hold addresses.
var addressed = regexp.MustCompile(`(?i)\s(?:href|src|action|formaction|data-href|data-src|poster|srcset|content)\s*=\s*"([^"]*)"`)

func (e *ear) answer(r *http.Response) error {
	h := r.Header
	e.note("answered with", h.Get("Location"), h.Get("Content-Location"), h.Get("Refresh"), h.Get("Link"), strings.Join(h.Values("Set-Cookie"), " "), h.Get("Content-Disposition"))
	if !strings.HasPrefix(h.Get("Content-Type"), "text/html") {
		return nil
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	for _, m := range addressed.FindAllSubmatch(body, -1) {
		if bytes.Contains(m[1], []byte(mark)) {
			e.note("a page of "+r.Request.URL.Path+" leads to", string(m[1]))
		}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.pages++
	if !strings.Contains(h.Get("Cache-Control"), "no-store") {
		for _, canary := range aCanary.FindAllString(string(body), -1) {
			e.published[canary] = r.Request.URL.Path
		}
	}
	return nil
}
