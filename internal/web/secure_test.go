package web_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"passerelle/internal/directory"
)

// wanted are the headers of trust.md §7.1: each with what it must say.
var wanted = map[string][]string{
	"Content-Security-Policy": {"default-src 'none'", "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
		"require-trusted-types-for 'script'"},
	"Strict-Transport-Security":    {"max-age=63072000", "includeSubDomains"},
	"X-Content-Type-Options":       {"nosniff"},
	"Referrer-Policy":              {"no-referrer"},
	"Cross-Origin-Opener-Policy":   {"same-origin"},
	"Cross-Origin-Resource-Policy": {"same-origin"},
	"Permissions-Policy":           {"camera=()", "microphone=()", "geolocation=()", "usb=()", "payment=()", "display-capture=()"},
	"X-Frame-Options":              {"DENY"},
}

// TestAnotherMethodIsToldOfPublicAddressesAlone: which it takes, before it is asked
// where the request comes from. Of an address that names something, or is not for
// everybody, what exists and what does not answer alike.
func TestAnotherMethodIsToldOfPublicAddressesAlone(t *testing.T) {
	t.Parallel()
	p := openPublic(t, quarter())
	for path, allow := range map[string]string{"/fr/": "GET, HEAD", "/en/services": "GET, HEAD", "/fr/aide/dire": "GET, HEAD, POST"} {
		res := p.ask("PUT", path, "", nil)
		b, _ := io.ReadAll(res.Body)
		if got := res.Header.Get("Allow"); res.StatusCode != http.StatusMethodNotAllowed || got != allow {
			t.Errorf("PUT %s answers %d, allows %q, want %q", path, res.StatusCode, got, allow)
		}
		if strings.HasPrefix(path, "/en/") != strings.Contains(string(b), "does not open this way") {
			t.Errorf("PUT %s is not told in its language: %s", path, b)
		}
	}
	for _, pair := range [][2]string{{"/fr/service/d1", "/fr/service/none"}, {"/fr/app/references", "/fr/app/nulle-part"}, {"/fr/lien/page", "/fr/lien/nulle-part"}} {
		for _, head := range []http.Header{nil, {"Sec-Fetch-Site": {"same-origin"}}} {
			is, none := p.ask("PUT", pair[0], "", head), p.ask("PUT", pair[1], "", head)
			if is.StatusCode != none.StatusCode || is.Header.Get("Allow") != none.Header.Get("Allow") || is.StatusCode == http.StatusMethodNotAllowed {
				t.Errorf("PUT %s answers %d, %s %d", pair[0], is.StatusCode, pair[1], none.StatusCode)
			}
		}
	}
}

var styleSheet = regexp.MustCompile(`/static/[^"]+\.css`)

// TestSecurityHeadersOnEveryAnswer: pages, errors, redirections, files and
// refusals, by any method, whoever writes them.
func TestSecurityHeadersOnEveryAnswer(t *testing.T) {
	t.Parallel()
	p := openPublic(t, quarter())
	_, home := p.get("/fr/")
	style := styleSheet.FindString(home)
	for _, c := range []struct {
		method, path string
		status       int
	}{
		{"GET", "/fr/", 200}, {"HEAD", "/fr/", 200}, {"GET", "/", 302}, {"GET", "/fr", 301}, {"GET", "/fr//urgence", 307}, {"GET", "/s/k7m2", 303},
		{"GET", "/fr/nulle-part", 404}, {"GET", "/nulle/part", 404}, {"HEAD", "/fr/nulle-part", 404}, {"GET", "/fr/service/a%00b", 404}, {"GET", "/fr/service/%ff", 404},
		{"GET", style, 200}, {"HEAD", style, 200}, {"GET", "/static/none.css", 404}, {"GET", "/healthz", 200},
		{"POST", "/fr/service/d1/porte", 422}, {"POST", "/fr/", 405}, {"PUT", "/fr/", 405}, {"DELETE", "/fr/service/d1", 404}, {"OPTIONS", "/fr/", 405}, {"TRACE", "/fr/", 405},
	} {
		res := p.ask(c.method, c.path, "", http.Header{"Sec-Fetch-Site": {"same-origin"}})
		if res.StatusCode != c.status {
			t.Errorf("%s %s answers %d, want %d", c.method, c.path, res.StatusCode, c.status)
		}
		for name, parts := range wanted {
			for _, part := range parts {
				if got := res.Header.Values(name); len(got) != 1 || !strings.Contains(got[0], part) {
					t.Errorf("%s %s: %s is %q, want %s in it once", c.method, c.path, name, got, part)
				}
			}
		}
		if cookies := res.Cookies(); len(cookies) > 0 {
			t.Errorf("%s %s sets a cookie on a public page: %v", c.method, c.path, cookies)
		}
	}
}

// ask makes one request and follows nothing.
func (p *public) ask(method, path, body string, head http.Header) *http.Response {
	p.t.Helper()
	r, err := http.NewRequest(method, p.URL+path, strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	r.Header = head.Clone()
	if body != "" && r.Header.Get("Content-Type") == "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	client := *p.Client()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	res, err := client.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { res.Body.Close() })
	return res
}

// TestAnAddressWrittenOtherwise: with a slash too many it leads to its page, in
// its language, with its question; what is behind an address is never asked.
func TestAnAddressWrittenOtherwise(t *testing.T) {
	t.Parallel()
	p := openPublic(t, quarter())
	for path, want := range map[string]string{
		"/fr//services?q=dent":   "307 /fr/services?q=dent",
		"/en/service/../":        "307 /en",
		"/ar/services/?q=%C3%A9": "301 /ar/services?q=%C3%A9",
		"/fr/service/d1/":        "301 /fr/service/d1",
		"/fr/service/none/":      "301 /fr/service/none",
		"/fr/nulle-part/":        "404 ",
		"/fr/demo/":              "404 ",
	} {
		res := p.ask("GET", path, "", nil)
		if got := fmt.Sprint(res.StatusCode, " ", res.Header.Get("Location")); got != want {
			t.Errorf("%s answers %q, want %q", path, got, want)
		}
	}
}

// TestGzipIsSentToWhoTakesIt: also an address of /static.
func TestGzipIsSentToWhoTakesIt(t *testing.T) {
	t.Parallel()
	p := openPublic(t, quarter())
	_, home := p.get("/fr/")
	for _, path := range []string{"/fr/", styleSheet.FindString(home)} {
		for said, want := range map[string]string{"gzip, br": "gzip", "br;q=1, GZIP ; q=0.5": "gzip", "gzip;q=0": "", "gzip;q=0.000, br": "", "x-gzippy": "", "identity": ""} {
			if got := p.ask("GET", path, "", http.Header{"Accept-Encoding": {said}}).Header.Get("Content-Encoding"); got != want {
				t.Errorf("%s, to who says %q: %q, want %q", path, said, got, want)
			}
		}
	}
}

// TestFormsFromElsewhereAreRefused: another site's page, or a program that does
// not say where it comes from, sends no form; and nothing happens.
func TestFormsFromElsewhereAreRefused(t *testing.T) {
	t.Parallel()
	const form = "act=a&reason=full&words=w"
	for name, c := range map[string]struct {
		head   http.Header
		status int
	}{
		"our_own_page":       {http.Header{"Sec-Fetch-Site": {"same-origin"}}, 303},
		"typed_by_the_user":  {http.Header{"Sec-Fetch-Site": {"none"}}, 303},
		"another_site":       {http.Header{"Sec-Fetch-Site": {"cross-site"}}, 403},
		"a_sister_site":      {http.Header{"Sec-Fetch-Site": {"same-site"}}, 403},
		"another_origin":     {http.Header{"Origin": {"https://ailleurs.example"}}, 403},
		"an_opaque_origin":   {http.Header{"Origin": {"null"}}, 403},
		"says_neither":       {http.Header{}, 403},
		"a_text_of_our_own":  {http.Header{"Sec-Fetch-Site": {"same-origin"}, "Content-Type": {"text/plain;charset=UTF-8"}}, 403},
		"a_lie_in_a_referer": {http.Header{"Referer": {"https://passerelle.example/"}}, 403},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := openPublic(t, quarter())
			if res := p.ask("POST", "/fr/service/d1/porte", form, c.head); res.StatusCode != c.status {
				t.Errorf("answers %d, want %d", res.StatusCode, c.status)
			}
			if acted := p.doors.why != ""; acted != (c.status == 303) {
				t.Errorf("acted: %v", acted)
			}
		})
	}
}

// TestWhatIsNotTextIsNotKept: a NUL or broken bytes reach no use-case; a whole
// document is told at the field, and found there.
func TestWhatIsNotTextIsNotKept(t *testing.T) {
	t.Parallel()
	p := openPublic(t, quarter())
	status, _, _ := p.post("/fr/service/d1/porte", url.Values{"act": {"a"}, "reason": {"full"}, "words": {"plein\x00 \x1b[31mdepuis\r\nlundi \xff"}})
	if want := "plein [31mdepuis\nlundi \uFFFD"; status != 303 || p.doors.words != want {
		t.Errorf("%d, kept %q, want %q", status, p.doors.words, want)
	}
	long := strings.Repeat("très long ", 100_000) // about a megabyte
	status, _, body := p.post("/fr/service/d1/porte", url.Values{"act": {"a"}, "reason": {""}, "words": {long}})
	if status != 422 || !strings.Contains(body, long) || !strings.Contains(body, "Choisissez ce qui") {
		t.Errorf("%d: a megabyte that was typed is not given back", status)
	}
	res := p.ask("POST", "/fr/service/d1/porte", "act=a&reason=full&words="+strings.Repeat("x", 5<<20), http.Header{"Sec-Fetch-Site": {"same-origin"}})
	if b, _ := io.ReadAll(res.Body); res.StatusCode != 422 || !strings.Contains(string(b), "incomplet") {
		t.Errorf("five megabytes: %d", res.StatusCode)
	}
	if p.doors.why != directory.DoorFull || len(p.doors.words) > 100 {
		t.Errorf("a refused form acted: %+v", p.doors)
	}
}
