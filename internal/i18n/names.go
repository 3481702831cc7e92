package i18n

import "passerelle/internal/text"

// name is what a language is called in French, in English and by its own
// speakers. The table is an extract of Unicode CLDR 48.2.0 (licence
// Unicode-3.0, see NOTICE.md), limited to the languages met here. An empty
// self-name is one that CLDR does not give: none was invented.
type name struct{ fr, en, self string }

// compareNames orders names for a reader, without regard to accents or case.
func compareNames(x, y string) int {
	fx, fy := text.Fold(x), text.Fold(y)
	switch {
	case fx < fy:
		return -1
	case fx > fy:
		return 1
	}
	return 0
}

var names = map[Lang]name{
	"fr":    {"français", "French", "français"},
	"en":    {"anglais", "English", "English"},
	"es":    {"espagnol", "Spanish", "español"},
	"ar":    {"arabe", "Arabic", "العربية"},
	"ht":    {"créole haïtien", "Haitian Creole", "Kreyòl Ayisyen"},
	"pt":    {"portugais", "Portuguese", "português"},
	"uk":    {"ukrainien", "Ukrainian", "українська"},
	"ru":    {"russe", "Russian", "русский"},
	"fa":    {"persan", "Persian", "فارسی"},
	"fa-AF": {"dari", "Dari", "دری"},
	"ps":    {"pachto", "Pashto", "پښتو"},
	"ti":    {"tigrigna", "Tigrinya", "ትግርኛ"},
	"am":    {"amharique", "Amharic", "አማርኛ"},
	"om":    {"oromo", "Oromo", ""},
	"so":    {"somali", "Somali", "Soomaali"},
	"sw":    {"swahili", "Swahili", "Kiswahili"},
	"sw-CD": {"swahili congolais", "Congo Swahili", ""},
	"ln":    {"lingala", "Lingala", ""},
	"rw":    {"kinyarwanda", "Kinyarwanda", ""},
	"rn":    {"roundi", "Rundi", ""},
	"wo":    {"wolof", "Wolof", ""},
	"bm":    {"bambara", "Bambara", ""},
	"ff":    {"peul", "Fula", ""},
	"ckb":   {"kurde central", "Central Kurdish", ""},
	"ku":    {"kurde", "Kurdish", ""},
	"tr":    {"turc", "Turkish", "Türkçe"},
	"ur":    {"ourdou", "Urdu", "اردو"},
	"pa":    {"pendjabi", "Punjabi", "ਪੰਜਾਬੀ"},
	"hi":    {"hindi", "Hindi", "हिन्दी"},
	"bn":    {"bengali", "Bangla", "বাংলা"},
	"ne":    {"népalais", "Nepali", ""},
	"ta":    {"tamoul", "Tamil", "தமிழ்"},
	"vi":    {"vietnamien", "Vietnamese", "Tiếng Việt"},
	"zh":    {"chinois", "Chinese", "中文"},
	"yue":   {"cantonais", "Cantonese", ""},
	"fil":   {"filipino", "Filipino", "Filipino"},
	"tl":    {"tagalog", "Tagalog", ""},
	"ro":    {"roumain", "Romanian", "română"},
	"pl":    {"polonais", "Polish", ""},
	"it":    {"italien", "Italian", ""},
	"iu":    {"inuktitut", "Inuktitut", ""},
	"cr":    {"cri", "Cree", ""},
	"moe":   {"innu-aimun", "Innu-aimun", ""},
	"atj":   {"atikamekw", "Atikamekw", ""},
	"kab":   {"kabyle", "Kabyle", ""},
	"mg":    {"malgache", "Malagasy", ""},
	"fcs":   {"langue des signes québécoise", "Quebec Sign Language", ""},
	"alq":   {"anishinaabemowin", "Algonquin", ""},
	"ase":   {"langue des signes américaine", "American Sign Language", ""},
}
