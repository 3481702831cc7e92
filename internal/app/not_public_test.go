package app_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"passerelle/internal/access"
	"passerelle/internal/app"
	"passerelle/internal/directory"
	"passerelle/internal/hsds"
)

// exchanged are the packages of the two Ontario formats. What nobody may see of
// them is called secret, has a telephone that ends in 019x, or is a code of a
// taxonomy that needs a licence.
var exchanged = []string{"cioc/partage.xml", "airs/agences.xml"}

var notPublic = regexp.MustCompile(`(?i)secret|555-019\d|555019\d|P0X ?0X9|P9X ?9X9|\.1234567|\.7654321|\b[A-Z]{1,2}-\d{4}(\.\d{4}|")`)

// aCode looks for what every code of notPublic has.
var aCode = regexp.MustCompile(`-\d{4}(\.\d{4}|")`)

// mayHide is true wherever notPublic matches, and is found out quickly: most
// pages stop here.
func mayHide(body string) bool {
	low := strings.ToLower(body)
	for _, part := range []string{"secret", "555-019", "555019", "x9", ".1234567", ".7654321"} {
		if strings.Contains(low, part) {
			return true
		}
	}
	return aCode.MatchString(low)
}

// opened makes the same packages with nothing to hide.
func opened(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "hsds", "testdata", name))
	must(t, err)
	text := string(raw)
	if strings.HasPrefix(name, "cioc") {
		text, err = charmap.ISO8859_1.NewDecoder().String(text)
		must(t, err)
		text = strings.Replace(text, "ISO-8859-1", "UTF-8", 1)
	}
	for _, x := range [][2]string{{` PRIVACY_PROFILE="Shelter"`, ""}, {` PRIVACY_PROFILE="Quiet"`, ""}, {`<NON_PUBLIC V="1"`, `<NON_PUBLIC V="0"`}, {`<DELETION_DATE VF="2026-02-01T00:00:00"/>`, ""},
		{`Confidential="true"`, `Confidential="false"`}, {`ExcludeFromWebsite="true"`, ""}, {`ExcludeFromDirectory="true"`, ""}} {
		text = strings.ReplaceAll(text, x[0], x[1])
	}
	path := filepath.Join(t.TempDir(), filepath.Base(name))
	must(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func bring(t *testing.T, a *app.App, path string) {
	t.Helper()
	ctx := context.Background()
	p, err := hsds.Open(ctx, hsds.Options{}, path)
	must(t, err)
	defer p.Close()
	_, err = a.Directory.Import(ctx, access.ForOperator(a.Region), p, directory.ImportOptions{})
	must(t, err)
	must(t, a.Linker.Drain(ctx))
	must(t, a.CatchUp(ctx))
	must(t, a.Keeper.CatchUp(ctx))
}

// answers are all that anybody can read: every page and answer that a link
// leads to, and what an export lets out.
func answers(t *testing.T, a *app.App) map[string]string {
	t.Helper()
	site := httptest.NewServer(a.Site.Handler())
	defer site.Close()
	out := map[string]string{}
	next := []string{"/fr/", "/en/", "/fr/services", "/en/services", "/fr/livret", "/fr/carte", "/sitemap.xml", "/hsds/changes"}
	for _, q := range []string{"secret", "quai", "lantern", "BD-5000.1470", "705-555-0199"} {
		next = append(next, "/fr/services?q="+q, "/en/services?q="+q, "/hsds/services?search="+q, "/hsds/organizations?search="+q)
	}
	for _, list := range []string{"services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms"} {
		next = append(next, "/hsds/"+list+"?per_page=500&full=true", "/hsds/"+list+"?format=ndjson&full=true")
	}
	link := regexp.MustCompile(`(?:href="|<loc>)(?:https?://[^/"<]+)?(/[^"#<]*)`)
	record := regexp.MustCompile(`"id":"([0-9a-f-]{36})"`)
	for len(next) > 0 && len(out) < 1500 {
		path := strings.ReplaceAll(next[0], "&amp;", "&")
		next = next[1:]
		if _, met := out[path]; met || strings.Contains(path, "/static/") {
			continue
		}
		req, err := http.NewRequest("GET", site.URL+path, nil)
		must(t, err)
		if len(out)%2 == 0 {
			req.Header.Set("Accept-Language", "en-CA")
		}
		res, err := site.Client().Do(req)
		must(t, err)
		b, err := io.ReadAll(res.Body)
		must(t, err)
		res.Body.Close()
		out[path] = string(b)
		for _, m := range link.FindAllStringSubmatch(out[path], -1) {
			next = append(next, m[1])
		}
		if strings.HasPrefix(path, "/hsds/services?per_page") || strings.HasPrefix(path, "/hsds/organizations?per_page") {
			for _, m := range record.FindAllStringSubmatch(out[path], -1) {
				next = append(next, strings.SplitN(path, "?", 2)[0]+"/"+m[1])
			}
		}
	}
	each := func(fn func(directory.Record) error) error {
		return a.Directory.Export(context.Background(), access.Anyone(a.Region), fn)
	}
	if err := each(func(directory.Record) error { return nil }); err != nil {
		each = func(fn func(directory.Record) error) error {
			return a.Directory.Export(context.Background(), access.ForOperator(a.Region), fn)
		}
	}
	var b bytes.Buffer
	must(t, each(func(r directory.Record) error {
		b.WriteString(r.Table + "\t" + strings.Join(r.Values, "\t") + "\n")
		return nil
	}))
	out["the export"] = b.String()
	return out
}

// TestWhatASourceHidesIsNeverSeen imports both formats and reads every public
// answer: nothing of what they hide is there, nor after an import in which it was
// public.
func TestWhatASourceHidesIsNeverSeen(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, set app.Settings) {
		a, err := app.Open(context.Background(), set)
		must(t, err)
		defer func() { must(t, a.Stop()) }()
		told := func(when string) (n int) {
			t.Helper()
			all := answers(t, a)
			if len(all) < 60 || !strings.Contains(all["the export"], "Table de midi") || !strings.Contains(all["the export"], "Listening line") {
				t.Fatalf("%s: %d answers: the search proves nothing", when, len(all))
			}
			for path, body := range all {
				// What was asked for is repeated to who asked.
				if strings.Contains(path, "q=") || strings.Contains(path, "search=") {
					body = strings.NewReplacer("BD-5000.1470", "", "705-555-0199", "", "secret", "").Replace(body)
				}
				if !mayHide(body) {
					continue
				}
				if found := notPublic.FindAllString(body, -1); len(found) > 0 {
					n++
					if when != "open" {
						at := notPublic.FindStringIndex(body)
						t.Errorf("%s: %s has %q: …%s…", when, path, slices.Compact(found), body[max(0, at[0]-120):min(len(body), at[1]+40)])
					}
				}
			}
			return n
		}
		for _, name := range exchanged {
			bring(t, a, filepath.Join("..", "hsds", "testdata", name))
		}
		told("at first")
		for _, name := range exchanged {
			bring(t, a, opened(t, name))
		}
		if n := told("open"); n < 10 {
			t.Errorf("open, %d answers have something that was secret: the search proves nothing", n)
		}
		for _, name := range exchanged {
			bring(t, a, filepath.Join("..", "hsds", "testdata", name))
		}
		told("closed again")
	})
}
