package static

import (
	"bytes"
	"compress/gzip"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

func sheet(t *testing.T) string {
	t.Helper()
	return string(assets["passerelle.css"].body)
}

func compressedSize(t *testing.T, body []byte) int {
	t.Helper()
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	_, _ = z.Write(body)
	z.Close()
	return b.Len()
}

// TestWeight: style ≤ 12 kB, images ≤ 20 kB, compressed (screens.md §7). On
// 400 kbit/s each kilobyte is felt.
func TestWeight(t *testing.T) {
	t.Parallel()
	for name, most := range map[string]int{"passerelle.css": 12 << 10, "paper.css": 4 << 10, "map.css": 2 << 10, "icons.svg": 20 << 10, "favicon.svg": 1 << 10, "passkey.js": 1 << 10, "exit.js": 1 << 10} {
		if n := compressedSize(t, assets[name].body); n > most || n < 100 {
			t.Errorf("%s weighs %d bytes, at most %d", name, n, most)
		} else {
			t.Logf("%s: %d bytes", name, n)
		}
	}
}

// TestLogicalPropertiesOnly: a left or a right in the sheet would stand on the
// wrong side in Arabic.
func TestLogicalPropertiesOnly(t *testing.T) {
	t.Parallel()
	css := regexp.MustCompile(`(?s)/\*.*?\*/`).ReplaceAllString(sheet(t)+string(assets["paper.css"].body)+string(assets["map.css"].body), "")
	physical := regexp.MustCompile(`(?i)(?:^|[\s;{(-])(?:left|right)\b|(?:^|[\s;{])(?:width|height|(?:min|max)-(?:width|height)|(?:margin|padding|border)-(?:top|bottom)|top|bottom|direction|letter-spacing)\s*:`)
	for _, line := range strings.Split(css, "\n") {
		if strings.HasPrefix(strings.TrimSpace(line), "@media") {
			continue // a media query speaks of the screen
		}
		if m := physical.FindString(line); m != "" {
			t.Errorf("%q in: %s", m, strings.TrimSpace(line))
		}
	}
}

// TestNothingFromElsewhere: no font, image or sheet of another site.
func TestNothingFromElsewhere(t *testing.T) {
	t.Parallel()
	for name, a := range assets {
		if regexp.MustCompile(`url\(|@import|(?:href|src)="http`).Match(a.body) {
			t.Errorf("%s loads something", name)
		}
	}
}

// contrasts that must hold, in both themes: text 4.5, what frames a control 3
// (WCAG 1.4.3, 1.4.11). The decoration --line is never a control's only edge.
var contrasts = []struct {
	ink, on string
	least   float64
}{
	{"ink", "canvas", 7}, {"ink", "paper", 7}, {"muted", "canvas", 4.5}, {"muted", "paper", 4.5}, {"muted", "tint", 4.5},
	{"brand", "canvas", 4.5}, {"brand", "paper", 4.5}, {"brand", "tint", 4.5}, {"on-brand", "brand", 4.5}, {"on-brand", "brand-deep", 4.5},
	{"brand-deep", "tint", 4.5}, {"ok", "ok-bg", 4.5}, {"shut", "shut-bg", 4.5}, {"late", "late-bg", 4.5}, {"ink", "late-bg", 7}, {"ink", "ok-bg", 7}, {"ink", "tint", 7},
	{"bad", "paper", 4.5}, {"bad", "canvas", 4.5}, {"on-bad", "bad", 4.5}, {"edge", "paper", 3}, {"edge", "canvas", 3},
	{"ok", "paper", 3}, {"late", "paper", 3}, {"brand", "late-bg", 4.5}, {"muted", "ok-bg", 4.5}, {"muted", "late-bg", 4.5},
}

func TestContrasts(t *testing.T) {
	t.Parallel()
	themes := strings.SplitN(sheet(t), "prefers-color-scheme: dark", 2)
	light := tokens(themes[0])
	dark := tokens(themes[1][:strings.Index(themes[1], "}")])
	for theme, colours := range map[string]map[string]string{"light": light, "dark": dark} {
		for _, c := range contrasts {
			a, b := colours[c.ink], colours[c.on]
			if a == "" || b == "" {
				t.Fatalf("%s: --%s or --%s is missing", theme, c.ink, c.on)
			}
			if got := contrast(t, a, b); got < c.least {
				t.Errorf("%s: --%s on --%s is %.2f, at least %.1f", theme, c.ink, c.on, got, c.least)
			}
		}
	}
	if got := contrast(t, light["focus-ink"], light["focus"]); got < 3 {
		t.Errorf("the focus ring: %.2f", got)
	}
}

func tokens(css string) map[string]string {
	m := map[string]string{}
	for _, f := range regexp.MustCompile(`--([a-z-]+):\s*(#[0-9a-f]{3,6})`).FindAllStringSubmatch(css, -1) {
		if _, first := m[f[1]]; !first {
			m[f[1]] = f[2]
		}
	}
	return m
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (math.Max(x, y) + .05) / (math.Min(x, y) + .05)
}

func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	hex = hex[1:]
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	sum := 0.0
	for i, weight := range []float64{.2126, .7152, .0722} {
		n, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		v := float64(n) / 255
		if v <= .03928 {
			v /= 12.92
		} else {
			v = math.Pow((v+.055)/1.055, 2.4)
		}
		sum += weight * v
	}
	return sum
}

// TestIconsAreDrawn: every icon a page asks for is in the sprite, and every
// icon of the sprite is asked for somewhere.
func TestIconsAreDrawn(t *testing.T) {
	t.Parallel()
	drawn := map[string]bool{}
	for _, m := range regexp.MustCompile(`symbol id="([^"]+)"`).FindAllStringSubmatch(string(assets["icons.svg"].body), -1) {
		drawn[m[1]] = false
	}
	asked := regexp.MustCompile(`\b(?:Icon|Arrow)\("([^"]+)"\)|\bNotice\([^,\n]+, "([^"]+)"\)|(?:Button|Go)\([^,]+, [^,]+, "([^"]+)"|Icon: +"([^"]+)"|"([a-z][a-z-]+)"`)
	for _, pattern := range []string{"../*.go", "../page/*.templ", "../ui/*.templ"} {
		names, _ := filepath.Glob(pattern)
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range asked.FindAllStringSubmatch(string(text), -1) {
				for i, icon := range m[1:] {
					if _, known := drawn[icon]; known {
						drawn[icon] = true
					} else if icon != "" && i < 4 {
						t.Errorf("%s asks for the icon %q, which is not drawn", name, icon)
					}
				}
			}
		}
	}
	for icon, used := range drawn {
		if !used {
			t.Errorf("the icon %q is drawn and never asked for", icon)
		}
	}
}

func TestServeKeepsForEver(t *testing.T) {
	t.Parallel()
	get := func(path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		Serve(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w
	}
	url := Asset("passerelle.css")
	if w := get(url); w.Code != 200 || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/css") {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	r := httptest.NewRequest(http.MethodGet, url, nil)
	r.Header.Set("Accept-Encoding", "gzip")
	w := httptest.NewRecorder()
	Serve(w, r)
	z, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	if body, err := io.ReadAll(z); err != nil || string(body) != sheet(t) || w.Header().Get("Content-Encoding") != "gzip" {
		t.Errorf("compressed, the sheet is %d bytes, %v %v", len(body), w.Header(), err)
	}
	for _, path := range []string{"/static/passerelle.css", "/static/passerelle.000000000000.css", "/static/../go.mod", "/static/NOTICE.md"} {
		if w := get(path); w.Code != 404 {
			t.Errorf("%s answers %d", path, w.Code)
		}
	}
}
