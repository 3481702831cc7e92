package consent

// Ground is what a law lets be told without consent. The list is data: what each
// says, where it stands, and how sure we are of it. None of it is legal advice,
// and the page says so.
type Ground struct {
	Code    string
	Statute string // where it stands, as lawyers cite it
	// Checked: read in the statute itself. What was not is marked on the page, to
	// be confirmed by whoever is in charge before it is relied upon.
	Checked bool
}

// Grounds lists them in the order of screens. What each says in plain words is
// in the catalogue, under emergency.ground_ and its code.
var Grounds = []Ground{
	{"danger_private", "P-39.1, art. 18.1", true},
	{"danger_public", "A-2.1, art. 59.1", true},
	{"danger_health", "R-22.1", false},
	{"danger_ontario", "PHIPA, s. 40(1)", false},
	{"youth_quebec", "P-34.1, art. 39", false},
	{"youth_ontario", "CYFSA, s. 125", false},
}

// GroundOf finds one by its code.
func GroundOf(code string) (Ground, bool) {
	for _, g := range Grounds {
		if g.Code == code {
			return g, true
		}
	}
	return Ground{}, false
}
