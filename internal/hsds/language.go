package hsds

import (
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"passerelle/internal/text"
)

// languageCode finds the ISO code of a language named in French, in English or
// by its own speakers; "" when the name says nothing certain.
func languageCode(name string) string {
	f := text.Fold(strings.TrimSpace(name))
	if c, ok := otherNames[f]; ok {
		return c
	}
	if c, ok := languageNames()[f]; ok {
		return c
	}
	if before, inside, ok := strings.Cut(f, "("); ok { // "Chinese (Mandarin)": the narrower name first
		if c := languageCode(strings.TrimSuffix(inside, ")")); c != "" {
			return c
		}
		return languageCode(before)
	}
	return ""
}

// otherNames are what directories write and CLDR does not.
var otherNames = map[string]string{
	"mandarin": "zh", "chinois": "zh", "chinese": "zh", "mandarin chinese": "zh", "farsi": "fa", "dari": "fa-AF", "creole": "ht", "creole haitien": "ht", "kreyol": "ht",
	"haitian creole": "ht", "tagalog": "tl", "pashto": "ps", "pachto": "ps", "punjabi": "pa", "lsq": "fcs", "langue des signes quebecoise": "fcs",
	"asl": "ase", "american sign language": "ase", "langue des signes americaine": "ase", "inuktitut": "iu", "innu": "moe", "montagnais": "moe",
	"cantonese": "yue", "cantonais": "yue", "kirundi": "rn", "kinyarwanda": "rw", "lingala": "ln", "tigrinya": "ti", "tigrigna": "ti", "bengali": "bn",
}

var languageNames = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	namers := []display.Namer{display.Languages(language.French), display.Languages(language.English), display.Self}
	for _, namer := range namers {
		for _, tag := range display.Supported.Tags() {
			base, c := tag.Base()
			if c != language.Exact || tag != language.Make(base.String()) { // regional forms share their language's name
				continue
			}
			if n := text.Fold(namer.Name(tag)); n != "" && m[n] == "" {
				m[n] = base.String()
			}
		}
	}
	return m
})
