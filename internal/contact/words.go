package contact

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"passerelle/internal/text"
)

// said are beginnings of words that say what a message is about, folded. Whoever
// reads over a shoulder learns something from each of them. A beginning is
// enough: "violen" is violence, violent, violente. Those with a dot are whole
// words.
var said = []string{
	"violen", "abus", "agress", "viol.", "viols.", "viole.", "battue", "victim", "rape", "assault", "harcel", "harass", "menace", "threat", "traite.", "traffick", "conjugal", "domestic",
	"refuge", "shelter", "hebergement", "asile", "asylum", "immigra", "deport", "expuls", "visa.", "frontiere", "border", "reinsert",
	"police", "policier", "tribunal", "court.", "avocat", "lawyer", "probation", "prison", "plainte", "complaint", "dpj.", "jeunesse.", "clsc.", "ciusss", "cisss", "hopital", "hospital", "cliniq", "clinic",
	"avorte", "abort", "enceinte", "pregnan", "grossesse", "contracep", "vih.", "hiv.", "sida.", "aids.", "itss.", "sti.", "depistage",
	"drogue", "drug", "alcool", "alcohol", "toxico", "addict", "dependance", "overdose", "surdose", "naloxone", "methadone", "injection", "seringue", "syringe",
	"psych", "suicid", "depress", "therap", "mental", "crise.", "crisis.", "detresse", "distress",
	"itineran", "homeless", "sans-abri", "expulsion", "evict", "dette", "debt", "welfare", "ramq.", "pfsi.", "ifhp.",
	"reference.", "referral", "intervenant", "worker", "travailleuse", "accompagn", "dossier", "consent", "rendez-vous", "appointment", "service", "organisme", "organi",
}

// doors are signs of an address of a page, or of a secret in one.
var doors = []string{"://", "www.", ".ca/", ".org", ".com", ".example"}

// host is the end of an address that is written without its beginning: "halte.ca". It
// is looked for in words that are not folded: "Jean.Ça va" is none.
var host = regexp.MustCompile(`[a-z0-9]\.(?:ca|com|org|net|info|quebec|coop|social|health|app|io|ly|me|fr|eu|us)\b`)

// Unsafe lists what in words says something of why they were written: a subject,
// an address of a page, one of names. Nothing means that they are neutral.
func Unsafe(words string, names ...string) (found []string) {
	folded := text.Fold(words)
	for _, d := range doors {
		if strings.Contains(folded, d) {
			found = append(found, d)
		}
	}
	found = append(found, host.FindAllString(strings.ToLower(words), -1)...)
	// A word ends where letters do: "anti-violence" is two, and "sans abri" tells as
	// much as "sans-abri".
	before := ""
	for _, w := range strings.FieldsFunc(folded, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		for _, tried := range []string{w, before + "-" + w} {
			if slices.ContainsFunc(said, func(s string) bool {
				whole, exact := strings.CutSuffix(s, ".")
				return exact && tried == whole || !exact && strings.HasPrefix(tried, s)
			}) {
				found = append(found, tried)
				break
			}
		}
		before = w
	}
	// A name is found however it is spaced or punctuated.
	plain := " " + strings.Join(text.Words(words), " ") + " "
	for _, n := range names {
		name := strings.Join(text.Words(n), " ")
		if len(name) > 2 && strings.Contains(plain, " "+name+" ") {
			found = append(found, n)
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}
