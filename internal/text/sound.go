package text

import "strings"

// Sound is a key that words share when a reader of French or of English would
// say them alike: fisiotherapie and physiotherapie, scolere and scolaire,
// lunete and lunettes. Of a folded word; rough on purpose, for it only chooses
// among spellings of what nobody has written.
func Sound(w string) string {
	if len(w) < 3 || !plain(w) {
		return w
	}
	b := make([]byte, 0, len(w))
	for i := 0; i < len(w); {
		if mute(w, i) {
			i++
			continue
		}
		said, n := sound(w[i:], i > 0)
		for _, c := range []byte(said) {
			if len(b) == 0 || b[len(b)-1] != c {
				b = append(b, c)
			}
		}
		i += n
	}
	return unsaidEnd(string(b))
}

// mute reports an e that is hardly said: in the middle of a word, between two
// consonants of which the second begins a syllable. Medecin is medsin, garderie
// is gardri.
func mute(w string, i int) bool {
	const first = 2 // of the first syllable every e is said
	return w[i] == 'e' && i > first && i+2 < len(w) && !vowel(w[i-1]) && !vowel(w[i+1]) && vowel(w[i+2]) && w[i+2:] != "e" && w[i+2:] != "es"
}

// unsaidEnd drops what French does not say at the end of a word. Before an e
// the consonant is said: enceinte is not enceint.
func unsaidEnd(s string) string {
	for len(s) > 3 {
		end := s[len(s)-1]
		switch {
		case end == 'e':
			return s[:len(s)-1]
		case strings.IndexByte("szdt", end) < 0 && (end != 'r' || s[len(s)-2] != 'e'):
			return s
		}
		s = s[:len(s)-1]
	}
	return s
}

// sounds are the spellings of several letters, the longest first.
var sounds = []struct{ written, said string }{
	{"psych", "sik"}, {"psyc", "sik"}, {"psy", "si"}, {"chr", "kr"},
	{"tion", "sio"}, {"ssion", "sio"}, {"cion", "sio"}, {"sion", "sio"},
	{"eaux", "o"}, {"eau", "o"}, {"aux", "o"}, {"au", "o"}, {"oeu", "eu"},
	{"aient", "e"}, {"ait", "e"}, {"ais", "e"}, {"aim", "i"}, {"ain", "i"}, {"ein", "i"},
	{"ai", "e"}, {"ei", "e"}, {"ay", "e"}, {"ey", "e"}, {"ou", "u"}, {"oo", "u"},
	{"ph", "f"}, {"sch", "C"}, {"ch", "C"}, {"sh", "C"}, {"th", "t"}, {"qu", "k"}, {"ck", "k"}, {"sc", "s"},
	{"gn", "n"}, {"em", "a"}, {"en", "a"}, {"am", "a"}, {"an", "a"}, {"im", "i"}, {"in", "i"}, {"om", "o"}, {"on", "o"},
}

// sound says what stands at the head of s, and how many letters it takes.
func sound(s string, inside bool) (said string, n int) {
	for _, p := range sounds {
		if !strings.HasPrefix(s, p.written) {
			continue
		}
		rest := s[len(p.written):]
		switch last := p.written[len(p.written)-1]; {
		case (last == 'n' || last == 'm') && rest != "" && (vowel(rest[0]) || rest[0] == last || rest[0] == 'n'):
			continue // the n begins the next syllable: anorexie, comme
		case p.written == "sc" && (rest == "" || strings.IndexByte("eiy", rest[0]) < 0):
			continue
		case p.written == "tion" && !inside:
			continue
		case strings.HasPrefix(p.written, "psy") && inside:
			continue
		}
		return p.said, len(p.written)
	}
	soft := len(s) > 1 && strings.IndexByte("eiy", s[1]) >= 0
	switch s[0] {
	case 'c':
		if soft {
			return "s", 1
		}
		return "k", 1
	case 'q':
		return "k", 1
	case 'g':
		if soft {
			return "j", 1
		}
		if len(s) > 2 && s[1] == 'u' && strings.IndexByte("eiy", s[2]) >= 0 {
			return "g", 2
		}
	case 'z':
		return "s", 1
	case 'x':
		return "ks", 1
	case 'y':
		return "i", 1
	case 'w':
		return "v", 1
	case 'h':
		return "", 1
	}
	return s[:1], 1
}
