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

// unsaidEnd drops what French does not say at the end of a word.
func unsaidEnd(s string) string {
	for len(s) > 3 {
		end := s[len(s)-1]
		if strings.IndexByte("eszdt", end) < 0 && (end != 'r' || s[len(s)-2] != 'e') {
			break
		}
		s = s[:len(s)-1]
	}
	return s
}

// sounds are the spellings of several letters, the longest first.
var sounds = []struct{ written, said string }{
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
