package directory

import "strings"

// French and English write one verb in fifty ways, and a vocabulary has it in
// one. Without its infinitive, "on garderait" was taken for a misspelt
// "garderie", and "ils mettent" for two words of English.

// verbEnds are how verbs end, the longest first, and how the infinitive would.
var verbEnds = func() (out [][2]string) {
	for _, group := range [][2]string{
		{"er", "eraient erions erais erait eront erons erez eriez erai eras era"},
		{"ir", "issaient iraient issions issais issait issant issons issent issez irais irait iront irons irez irai iras ira"},
		{"er ir re", "aient ions ais ait ant ons ent iez ez"},
		{"er", "ees ee es e"},
	} {
		for end := range strings.FieldsSeq(group[1]) {
			for infinitive := range strings.FieldsSeq(group[0]) {
				out = append(out, [2]string{end, infinitive})
			}
		}
	}
	for _, end := range []string{"ing", "ed", "es", "s"} {
		out = append(out, [2]string{end, ""}, [2]string{end, "e"})
	}
	return out
}()

// ofNouns are the ends that nouns have too: "garde", "building".
var ofNouns = map[string]bool{"e": true, "ee": true, "es": true, "ees": true, "s": true, "ed": true, "ing": true, "ant": true, "ions": true}

// leastStem is how many letters a verb has before its ending.
const leastStem = 3

// verb is the infinitive that the vocabulary has of an unknown word. Where the
// directory writes the word itself, only a verb that asks nothing is read, and
// never by an ending that nouns have too.
func (r *reading) verb(w string, written bool) string {
	for _, e := range verbEnds {
		stem, ok := strings.CutSuffix(w, e[0])
		if !ok || len(stem) < leastStem || written && ofNouns[e[0]] {
			continue
		}
		for _, infinitive := range []string{stem + e[1], undoubled(stem) + e[1]} {
			if !r.x.known[infinitive] {
				continue
			}
			if _, slight := r.x.slight[infinitive]; slight || !written {
				return infinitive
			}
		}
	}
	return ""
}

// undoubled is a stem without the letter that English doubles: stopping.
func undoubled(stem string) string {
	if n := len(stem); n > leastStem && stem[n-1] == stem[n-2] {
		return stem[:n-1]
	}
	return stem
}

// cries reports a word that is the form of a verb that asks nothing, and of a
// language only by its stem: who cries does not speak Cree.
func (r *reading) cries(w string) bool {
	_, slight := r.x.slight[r.verb(w, false)]
	return slight && !r.x.weighty[w]
}
