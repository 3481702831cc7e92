package text

import "strings"

// Stem returns the form under which a folded word is compared with others:
// plurals, the final e and a few endings that differ only between French and
// English fall away (dentistes, dentist → dentist; clinique, clinics →
// clinic; familles; therapy, thérapies → therapi). It is a key, never shown.
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
	if w[len(w)-1] == 's' && w[len(w)-2] != 's' {
		w = w[:len(w)-1]
	}
	switch {
	case len(w) > 4 && strings.HasSuffix(w, "iee"): // refugiee
		return w[:len(w)-2]
	case len(w) > 3 && strings.HasSuffix(w, "ie"): // refugie, pharmacie
		return w[:len(w)-1]
	case len(w) > 3 && w[len(w)-1] == 'y' && !vowel(w[len(w)-2]): // pharmacy
		return w[:len(w)-1] + "i"
	case len(w) > 4 && strings.HasSuffix(w, "que"): // clinique
		return w[:len(w)-3] + "c"
	case len(w) > 4 && w[len(w)-1] == 'e': // four letters need their e: "base" is not "bas"
		w = w[:len(w)-1]
	}
	// personne, personnes → person; familles → famil; a doubled consonant is
	// where French and English spell one word in two ways.
	if n := len(w); n > 4 && w[n-1] == w[n-2] && w[n-1] != 's' && !vowel(w[n-1]) {
		w = w[:n-1]
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
