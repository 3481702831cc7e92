package hsds

import (
	"slices"
	"strings"
	"testing"
)

// FuzzHours: hours that are read are days of a week and times of a day, and
// read the same when they are written out plainly. Nothing else is read.
func FuzzHours(f *testing.F) {
	for _, s := range []string{
		"lundi au vendredi de 9 h à 17 h; samedi 10h-15h30", "Mon-Fri: 9am - 5pm", "24 h/24, 7 jours/7", "Tous les jours de 20 h à 8 h",
		"9 h à 17 h, du lundi au vendredi", "Mon-Fri 9 to 5pm", "lundi 25h à 26h", "Samedi et dimanche fermé", "en semaine midi à minuit",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		out, ok := readHours(s)
		if !ok {
			return
		}
		if len(out) == 0 || len(out) > len(s) {
			t.Fatalf("%q: %d openings", s, len(out))
		}
		var plain []string
		for _, o := range out {
			days := strings.Split(o.days, ",")
			if !slices.Equal(days, inWeek(days)) {
				t.Errorf("%q: days %q", s, o.days)
			}
			for _, at := range []string{o.opens, o.closes} {
				if _, how := readHour(at); how != asIs || len(at) != len("00:00") {
					t.Errorf("%q: an hour %q", s, at)
				}
			}
			if o.opens == o.closes {
				t.Errorf("%q: open from %s to %s", s, o.opens, o.closes)
			}
			plain = append(plain, strings.ReplaceAll(o.days, ",", " ")+" "+o.opens+"-"+o.closes)
		}
		if again, ok := readHours(strings.Join(plain, "; ")); !ok || !slices.Equal(again, out) {
			t.Errorf("%q: written out as %q, read as %v", s, plain, again)
		}
	})
}
