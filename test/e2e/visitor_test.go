package e2e

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// visitor is somebody who reads pages and sends their forms over HTTP, for the
// journeys that need no browser. It follows redirections and keeps cookies, as
// a browser does on this machine.
type visitor struct {
	t       *testing.T
	base    string
	cookies map[string]string
	answer         // the last page read
	at      string // its address, without the host
}

// answer is what the server said.
type answer struct {
	status int
	head   http.Header
	body   string
}

func newVisitor(t *testing.T, base string) *visitor {
	return &visitor{t: t, base: base, cookies: map[string]string{}}
}

var stay = &http.Client{
	Timeout:       time.Minute,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// once makes one request and follows nothing. A nil form is read by GET.
func (v *visitor) once(path string, form url.Values) (answer, error) {
	method, body := http.MethodGet, ""
	if form != nil {
		method, body = http.MethodPost, form.Encode()
	}
	r, err := http.NewRequest(method, v.base+path, strings.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	resp, err := stay.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return answer{resp.StatusCode, resp.Header, string(b)}, err
}

// ask is once, with its cookies kept and its redirections followed.
func (v *visitor) ask(path string, form url.Values) answer {
	v.t.Helper()
	for range 5 {
		a, err := v.once(path, form)
		if err != nil {
			v.t.Fatal(err)
		}
		for _, c := range (&http.Response{Header: a.head}).Cookies() {
			if c.MaxAge < 0 {
				delete(v.cookies, c.Name)
			} else {
				v.cookies[c.Name] = c.Value
			}
		}
		v.answer, v.at = a, path
		if a.status < 300 || a.status > 399 {
			return a
		}
		path, form = strings.TrimPrefix(a.head.Get("Location"), v.base), nil
	}
	v.t.Fatalf("%s redirects for ever", path)
	return answer{}
}

// open reads a page that must be there.
func (v *visitor) open(path string) {
	v.t.Helper()
	if a := v.ask(path, nil); a.status != http.StatusOK {
		v.t.Fatalf("%s answers %d\n%s", path, a.status, a.text())
	}
}

// send sends the form of the page whose address ends so, with what is typed.
func (v *visitor) send(action string, typed ...string) {
	v.t.Helper()
	to, form := v.form(action)
	fill(form, typed...)
	if a := v.ask(to, form); a.status != http.StatusOK {
		v.t.Fatalf("%s answers %d\n%s", to, a.status, a.text())
	}
}

func fill(form url.Values, pairs ...string) {
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
}

// form is where a form that acts goes, and what it hides.
func (v *visitor) form(action string) (to string, hidden url.Values) {
	v.t.Helper()
	walk(v.answer.tree(), func(n *html.Node) {
		path, _, _ := strings.Cut(attribute(n, "action"), "?") // with a file, the hat stands behind it
		if n.DataAtom != atom.Form || hidden != nil || attribute(n, "method") != "post" || !strings.HasSuffix(path, action) {
			return
		}
		to, hidden = attribute(n, "action"), url.Values{}
		walk(n, func(n *html.Node) {
			if n.DataAtom == atom.Input && attribute(n, "type") == "hidden" {
				hidden.Add(attribute(n, "name"), attribute(n, "value"))
			}
		})
	})
	if hidden == nil {
		v.t.Fatalf("%s has no form that goes to …%s\n%s", v.at, action, v.text())
	}
	return to, hidden
}

func (a answer) tree() *html.Node {
	n, err := html.Parse(strings.NewReader(a.body))
	if err != nil {
		return &html.Node{} // a body that broke off: nothing is found in it
	}
	return n
}

// text is what can be read in the page's main part.
func (a answer) text() string {
	var words []string
	walk(a.tree(), func(n *html.Node) {
		if n.DataAtom != atom.Main {
			return
		}
		walk(n, func(n *html.Node) {
			if n.Type == html.TextNode {
				words = append(words, strings.Fields(n.Data)...)
			}
		})
	})
	return strings.Join(words, " ")
}

// links are the addresses of the page that contain a part.
func (a answer) links(part string) (list []string) {
	walk(a.tree(), func(n *html.Node) {
		if href := attribute(n, "href"); n.DataAtom == atom.A && strings.Contains(href, part) {
			list = append(list, href)
		}
	})
	return list
}

func walk(n *html.Node, see func(*html.Node)) {
	see(n)
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		walk(c, see)
	}
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// shows and hides say what must, and what must not, be read on the page.
func (v *visitor) shows(words ...string) {
	v.t.Helper()
	for _, w := range words {
		if !strings.Contains(v.text(), w) {
			v.t.Errorf("%s does not show %q\n%s", v.at, w, v.text())
		}
	}
}

func (v *visitor) hides(words ...string) {
	v.t.Helper()
	for _, w := range words {
		if strings.Contains(v.body, w) {
			v.t.Errorf("%s shows %q", v.at, w)
		}
	}
}
