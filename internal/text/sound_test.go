package text

import "testing"

func TestSound(t *testing.T) {
	for _, same := range [][]string{
		{"physiotherapie", "fisiotherapie"}, {"scolaire", "scolere"}, {"lunettes", "lunete"}, {"manteau", "mantau"},
		{"francais", "francai"}, {"alphabetisation", "alphabetisassion"}, {"violence", "violance"}, {"clinique", "clinik"}, {"loyer", "loye"},
		{"medecin", "medsin"}, {"garderie", "gardri"}, {"enceinte", "ensinte"}, {"vetement", "vetman"}, {"psychologue", "sikologue"}, {"avocat", "avoca"},
	} {
		if a, b := Sound(same[0]), Sound(same[1]); a != b {
			t.Errorf("%v: %q and %q", same, a, b)
		}
	}
	for _, apart := range [][]string{{"pension", "prison"}, {"refuge", "refugiee"}, {"therese", "terrasse"}, {"avocat", "avocette"}, {"comme", "conne"}, {"enceinte", "encens"}, {"demande", "dimanche"}} {
		if a, b := Sound(apart[0]), Sound(apart[1]); a == b {
			t.Errorf("%v are both %q", apart, a)
		}
	}
	for _, left := range []string{"", "lit", "الاسنان", "تس", "12345"} {
		Sound(left) // of whatever bytes
	}
	if s := Sound("الاسنان"); s != "الاسنان" {
		t.Errorf("another alphabet became %q", s)
	}
}
