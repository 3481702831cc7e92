package text

import "strings"

// Stem returns the form under which a folded word is compared with others:
// plurals, the final e and the endings that differ only between masculine and
// feminine, or between French and English spelling, fall away (dentistes,
// dentist → dentist; travailleuse, travailleur; clinique, clinics → clinic;
// identité, identity; centre, center). It is a key, never shown.
//
// It is light on purpose. A strong stemmer finds more and mixes more: here
// "refuge" (a roof) and "refugee" (a person) must stay apart.
func Stem(w string) string {
	if len(w) < 4 || !plain(w) {
		return w
	}
	switch {
	case strings.HasSuffix(w, "eaux"):
		return w[:len(w)-1] // bureaux
	case strings.HasSuffix(w, "aux") && len(w) > 5:
		return w[:len(w)-2] + "l" // hopitaux, sociaux
	case strings.HasSuffix(w, "eux"), strings.HasSuffix(w, "oux"):
		return w[:len(w)-1] // jeux, genoux
	}
	if w[len(w)-1] == 's' && w[len(w)-2] != 's' && w != "cours" { // a court is not a course
		w = w[:len(w)-1]
	}
	return single(ending(w))
}

// ending brings the end of a word in the singular to one form.
func ending(w string) string {
	n := len(w)
	switch {
	case w == "refugee":
		return w // not the feminine of refuge
	case n > 4 && strings.HasSuffix(w, "iee"): // refugiee
		return w[:n-2]
	case n > 5 && strings.HasSuffix(w, "ee"): // separee, separe
		return w[:n-2]
	case n > 3 && strings.HasSuffix(w, "ie"): // refugie, pharmacie
		return w[:n-1]
	case n > 3 && w[n-1] == 'y' && !vowel(w[n-2]): // pharmacy
		return w[:n-1] + "i"
	case n > 4 && strings.HasSuffix(w, "que"): // clinique
		return w[:n-3] + "c"
	case n > 6 && strings.HasSuffix(w, "euse"): // travailleuse
		return w[:n-2] + "r"
	case n > 6 && strings.HasSuffix(w, "trice"): // traductrice
		return w[:n-4] + "or"
	case n > 6 && strings.HasSuffix(w, "teur"): // docteur, doctor
		return w[:n-3] + "or"
	case n > 5 && strings.HasSuffix(w, "our"): // labour, labor
		return w[:n-2] + "r"
	case n > 6 && strings.HasSuffix(w, "ite"): // identite, identity
		return w[:n-1] + "i"
	case n > 7 && strings.HasSuffix(w, "ization"):
		return w[:n-6] + "sation"
	case n > 5 && strings.HasSuffix(w, "ize"):
		return w[:n-2] + "s"
	case n > 4 && strings.HasSuffix(w, "re") && !vowel(w[n-3]): // centre, center
		return w[:n-2] + "er"
	case n > 4 && w[n-1] == 'e': // four letters need their e: "base" is not "bas"
		return w[:n-1]
	}
	return w
}

// single undoes doubled consonants, which French and English, and tired hands,
// put in other places: appartement and apartment, adresse and address.
func single(w string) string {
	if len(w) < 5 {
		return w
	}
	for i := 1; i < len(w); i++ {
		if w[i] != w[i-1] || vowel(w[i]) {
			continue
		}
		b := make([]byte, 0, len(w))
		b = append(b, w[:i]...)
		for j := i + 1; j < len(w); j++ {
			if w[j] != b[len(b)-1] || vowel(w[j]) {
				b = append(b, w[j])
			}
		}
		return string(b)
	}
	return w
}

func plain(w string) bool {
	for i := range len(w) {
		if w[i] < 'a' || w[i] > 'z' {
			return false
		}
	}
	return true
}

func vowel(c byte) bool { return strings.IndexByte("aeiouy", c) >= 0 }

// Stop reports a folded word too common in French or English to tell one
// service from another. Words of refusal (sans, no, pas) are not stop words:
// "sans papiers" is not "papiers".
func Stop(w string) bool {
	_, ok := stop[w]
	return ok
}

var stop = func() map[string]struct{} {
	m := map[string]struct{}{}
	for _, w := range strings.Fields(`
		a ai au aux avec ce ces cette dans de des du elle en est et etre eux il ils j je l la le les leur leurs
		lui ma me mes moi mon nos notre nous ou par pour qu que qui sa se ses son sont sur ta te tes toi ton tu
		un une vos votre vous y d s n m c t suis veux cherche besoin
		an and are as at be by for from i in is it its my of on or our that the their them they this to us was we
		with you your need want looking where`) {
		m[w] = struct{}{}
	}
	return m
}()
