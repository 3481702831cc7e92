package ui

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"rsc.io/qr"

	"passerelle/internal/i18n"
)

func draw(t *testing.T, c templ.Component) string {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func languages(t *testing.T) (fr, ar *i18n.Local) {
	t.Helper()
	b, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	pack := "key\tlang\ttext\tsource\tlicence\tstate\treviewers\tdate\nservice.fresh_by\tar\t{org} {when}\ts\tMIT\timporté\t\t\n"
	if _, err := b.LoadPack(strings.NewReader(pack)); err != nil {
		t.Fatal(err)
	}
	return b.In("fr"), b.In("ar")
}

func TestWordsAreIsolatedAndMarked(t *testing.T) {
	t.Parallel()
	fr, ar := languages(t)
	maison := i18n.Text{S: "Maison <Bleue>", Lang: "fr"}
	for _, c := range []struct {
		name string
		got  templ.Component
		want string
	}{
		{"plain", T(fr, "ui.back"), "Retour"},
		{"value_escaped_and_isolated", T(fr, "service.source", "source", "<b>"), "Source\u00a0: <bdi>&lt;b&gt;</bdi>"},
		{"number_left_bare", N(fr, "service.count", 3), "3 services"},
		{"fallback_marked", T(ar, "ui.back"), `<bdi lang="fr" dir="ltr">Retour</bdi>`},
		{"foreign_name_in_arabic", T(ar, "service.fresh_by", "org", maison, "when", "3"), `<bdi lang="fr" dir="ltr">Maison &lt;Bleue&gt;</bdi> <bdi>3</bdi>`},
		{"french_hour_in_french_fallback", T(ar, "service.closes_at", "time", i18n.At(20, 0)), `<bdi lang="fr" dir="ltr">ferme à <bdi>20` + "\u00a0" + `h</bdi></bdi>`},
		{"run_in_its_own_language", Run(fr, maison), `<bdi>Maison &lt;Bleue&gt;</bdi>`},
		{"run_elsewhere", Run(fr, i18n.Text{S: "مرحبا", Lang: "ar"}), `<bdi lang="ar" dir="rtl">مرحبا</bdi>`},
		{"left_to_right", Ltr("514 555"), `<bdi dir="ltr">514 555</bdi>`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := draw(t, c.got); got != c.want {
				t.Errorf("%s\nwant %s", got, c.want)
			}
		})
	}
}

func TestACountOfNothingIsAZeroThatBlocksLeaveOut(t *testing.T) {
	t.Parallel()
	fr, _ := languages(t)
	columns := []Column{{Label: fr.Text("import_task.col_kind")}, {Label: fr.Text("import_task.col_new"), Number: true}, {Label: fr.Text("import_task.col_refused"), Number: true}}
	got := draw(t, Table(fr, T(fr, "import_task.by_kind_caption"), columns, [][]templ.Component{{Ltr("service"), Ltr("214"), nil}}))
	if want := `<td class="num none"><bdi dir="ltr">0</bdi></td>`; !strings.Contains(got, want) || strings.Count(got, "none") != 1 {
		t.Errorf("%s\nwant once %s", got, want)
	}
}

func TestPathKeepsTheLanguage(t *testing.T) {
	t.Parallel()
	fr, _ := languages(t)
	for got, want := range map[string]string{
		Path(fr, "/"): "/fr/",
		Path(fr, "/services", "q", "a b", "pres", ""): "/fr/services?q=a+b",
		PathIn("ar", "/services?q=a"):                 "/ar/services?q=a",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestFieldSaysWhatIsWrong: the sentence stands at the field, the field names
// it, and what was typed is kept.
func TestFieldSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	fr, _ := languages(t)
	wrong := []Problem{{Field: "email", Key: "closed_door.reason_missing"}, {Field: "other", Key: "error.invalid"}}
	got := draw(t, TextInput(fr, Field{Name: "email", Label: "page_sign.email", Hint: "home.search_hint", Problems: wrong}, "email", `a"b`, "off"))
	for _, want := range []string{`id="email-err"`, "Choisissez ce qui", `aria-describedby="email-hint email-err"`, `aria-invalid="true"`, `value="a&#34;b"`, `dir="ltr"`, `class="field wrong"`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
	if strings.Contains(got, "Revenez") {
		t.Error("the sentence of another field stands here")
	}
	secret := draw(t, TextInput(fr, Field{Name: "p", Label: "page_sign.password"}, "password", "hunter2", "off"))
	if strings.Contains(secret, "hunter2") {
		t.Error("a password is written back into the page")
	}
	summary := draw(t, ErrorSummary(fr, wrong))
	if !strings.Contains(summary, `href="#email"`) || !strings.Contains(summary, `role="alert"`) {
		t.Error(summary)
	}
}

// TestNothingIsTickedBeforehand: a choice starts empty unless it was made.
func TestNothingIsTickedBeforehand(t *testing.T) {
	t.Parallel()
	fr, _ := languages(t)
	got := draw(t, Radios(fr, Field{Name: "until", Label: "page_consent.until"}, []Option{{Value: "7d", Key: "page_consent.until_7d"}, {Value: "3m", Key: "page_consent.until_3m"}}))
	if strings.Contains(got, "checked") || strings.Count(got, `type="radio"`) != 2 || !strings.Contains(got, "<legend>") {
		t.Error(got)
	}
}

// TestQRIsTheAddress redraws the path on a grid and compares it with the code.
func TestQRIsTheAddress(t *testing.T) {
	t.Parallel()
	const address = "https://passerelle.example/s/k7m2"
	code, err := qr.Encode(address, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	path, size := qrPath(address)
	if size != code.Size+8 {
		t.Fatalf("size %d", size)
	}
	dark := 0
	for y := range code.Size {
		for x := range code.Size {
			if code.Black(x, y) {
				dark++
			}
		}
	}
	drawn := 0
	for _, run := range strings.Split(path, "h-")[1:] {
		n := 0
		for _, r := range run {
			if r < '0' || r > '9' {
				break
			}
			n = n*10 + int(r-'0')
		}
		drawn += n
	}
	if drawn != dark {
		t.Errorf("%d modules drawn of %d", drawn, dark)
	}
	if path, size := qrPath(strings.Repeat("x", 4000)); path != "" || size != 0 {
		t.Error("an address too long for a code must draw nothing")
	}
}

// TestExitComesFirst: after the skip link, before anything else.
func TestExitComesFirst(t *testing.T) {
	t.Parallel()
	fr, _ := languages(t)
	got := draw(t, Layout(Frame{L: fr, Title: "Violence", Exit: true}))
	skip, exit, brand := strings.Index(got, `class="skip"`), strings.Index(got, `class="exit"`), strings.Index(got, `class="brand"`)
	if !(skip < exit && exit < brand) {
		t.Error("order:", skip, exit, brand)
	}
	if strings.Contains(got, "Violence") {
		t.Error("the title of a sensitive page says what it is about")
	}
	if strings.Contains(draw(t, Layout(Frame{L: fr})), `class="exit"`) {
		t.Error("the exit frightens people who are not at risk: it stands on sensitive pages only")
	}
}
