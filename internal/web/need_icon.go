package web

import "passerelle/internal/directory"

// themeIcons are concrete things: people read them before they read words.
var themeIcons = map[string]string{
	"eat": "utensils", "sleep": "bed", "health": "heart-pulse", "papers": "scale",
	"money": "hand-coins", "children": "backpack", "talk": "message-circle", "safety": "shield-check",
}

// needIcons tell the needs of one theme apart. A need that has none here bears
// the icon of its theme; those of safety do on purpose, where a picture could
// say too much to whoever looks over a shoulder.
var needIcons = map[string]string{
	"eat.meal": "soup", "eat.bank": "shopping-basket", "eat.delivery": "hand-platter", "eat.grocery": "shopping-cart",
	"eat.kitchen": "carrot", "eat.baby": "milk",
	"sleep.shelter": "bed", "sleep.warm": "thermometer", "sleep.day": "coffee", "sleep.wash": "shower-head",
	"sleep.home": "house", "sleep.rent": "file-text", "sleep.furniture": "sofa",
	"health.doctor": "stethoscope", "health.dental": "toothbrush", "health.mind": "brain", "health.pregnancy": "baby",
	"health.pharmacy": "pill", "health.eyes": "glasses", "health.drugs": "wine", "health.sexual": "heart",
	"papers.lawyer": "gavel", "papers.cards": "id-card", "papers.forms": "file-pen",
	"papers.translate": "languages", "papers.rights": "megaphone",
	"money.job": "briefcase", "money.welfare": "hand-coins", "money.taxes": "calculator", "money.budget": "wallet",
	"money.clothes": "shirt", "money.transport": "bus", "money.phone": "smartphone",
	"children.daycare": "blocks", "children.school": "school", "children.homework": "book-open", "children.french": "languages",
	"children.baby": "baby", "children.parents": "users", "children.play": "volleyball", "children.special": "accessibility",
	"talk.listen": "phone-call", "talk.crisis": "life-buoy", "talk.grief": "flower", "talk.group": "users",
	"talk.worker": "hand-heart", "talk.elders": "house-heart", "talk.spirit": "flame",
}

// needIcon is the picture of a need or of a theme.
func needIcon(code string) string {
	if icon, ok := needIcons[code]; ok {
		return icon
	}
	return themeIcons[directory.ThemeOf(code)]
}
