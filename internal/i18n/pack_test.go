package i18n

import (
	"strings"
	"testing"
)

func load(t *testing.T, rows ...string) (*Bundle, PackReport) {
	t.Helper()
	b, err := small(t, twoKeys)
	if err != nil {
		t.Fatal(err)
	}
	rep, err := b.LoadPack(strings.NewReader(packHeader + "\n" + strings.Join(rows, "\n")))
	if err != nil {
		t.Fatal(err)
	}
	return b, rep
}

const back = "x.back\tar\tرجوع\tgetodk/collect@1 form_backward\tApache-2.0\timporté\t\t"

func TestPackIsShownAndGapsAreFrench(t *testing.T) {
	t.Parallel()
	b, rep := load(t, back,
		"x.found#one\tar\tباب واحد\ts\tMIT\timporté\t\t",
		"x.found#other\tar\t{n} باب\ts\tMIT\timporté\t\t")
	ar := b.In("ar")
	if ar.Dir() != "rtl" || rep.Shown != 2 || len(rep.Refused) != 0 {
		t.Fatalf("dir %s, report %+v", ar.Dir(), rep)
	}
	if got := ar.Text("x.back"); got != (Text{"رجوع", "ar"}) {
		t.Errorf("%+v", got)
	}
	if got := ar.N("x.found", 1); got != "باب واحد" {
		t.Errorf("%q", got)
	}
	if got := ar.N("x.found", 7); got != "\u20687\u2069 باب" {
		t.Errorf("a form the pack lacks falls to its general form, value isolated: %q", got)
	}
	if got := ar.Text("x.ask", "org", "Maison"); got.Lang != "fr" || !strings.Contains(got.S, "Parler") {
		t.Errorf("a gap must be French and say so: %+v", got)
	}
}

func TestCriticalTextWaitsForTwoReviewers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		state, reviewers string
		shown            bool
	}{
		"imported":           {"importé", "", false},
		"reread_by_two":      {"relu", "A. Haddad; S. Nasser", false},
		"approved_by_one":    {"approuvé", "A. Haddad", false},
		"approved_twice_one": {"approuvé", "A. Haddad; A. Haddad", false},
		"to_redo":            {"à refaire", "A. Haddad; S. Nasser", false},
		"approved_by_two":    {"approuvé", "A. Haddad; S. Nasser", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, rep := load(t, back, "x.ask\tar\tهل {org}؟\ts\tMIT\t"+c.state+"\t"+c.reviewers+"\t2026-01-01")
			if got := b.In("ar").Speaks("x.ask"); got != c.shown {
				t.Errorf("shown: %v", got)
			}
			if !c.shown && rep.Hidden != 1 {
				t.Errorf("%+v", rep)
			}
		})
	}
}

func TestPackRefusesFaultyRows(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]string{
		"columns":      "x.back\tar\tرجوع\ts\tMIT",
		"unknown_key":  "x.none\tar\tر\ts\tMIT\timporté\t\t",
		"licence":      "x.back\tar\tر\ts\tGPL-2.0\timporté\t\t",
		"no_licence":   "x.back\tar\tر\ts\t\timporté\t\t",
		"no_source":    "x.back\tar\tر\t\tMIT\timporté\t\t",
		"state":        "x.back\tar\tر\ts\tMIT\tok\t\t",
		"empty":        "x.back\tar\t \ts\tMIT\timporté\t\t",
		"placeholder":  "x.ask\tar\tهل؟\ts\tMIT\timporté\t\t",
		"french":       "x.back\tfr\tRetour\ts\tMIT\timporté\t\t",
		"two_langs":    "x.back\tfa\tر\ts\tMIT\timporté\t\t",
		"not_a_plural": "x.back#one\tar\tر\ts\tMIT\timporté\t\t",
		"bad_form":     "x.found#lots\tar\t{n}\ts\tMIT\timporté\t\t",
		"brace":        "x.back\tar\tر{\ts\tMIT\timporté\t\t",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, rep := load(t, back, row)
			if len(rep.Refused) != 1 || rep.Refused[0].Line != 3 || rep.Shown != 1 {
				t.Errorf("%+v", rep)
			}
		})
	}
}

func TestPackNeedsItsHeader(t *testing.T) {
	t.Parallel()
	b, err := small(t, twoKeys)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.LoadPack(strings.NewReader(back)); err == nil || b.Has("ar") {
		t.Error("a file without header was read")
	}
}
