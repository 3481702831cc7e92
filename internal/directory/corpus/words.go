package corpus

// Words are made of syllables, some with accents, so that they fold and stem
// like French; every fortieth is a real word of the field.
func Words() []string {
	r := New(7)
	heads := []string{"b", "c", "d", "f", "g", "l", "m", "n", "p", "r", "s", "t", "v", "br", "cl", "pr", "tr", "gr", "pl", "ch"}
	cores := []string{"a", "e", "i", "o", "u", "é", "è", "ou", "an", "on", "in", "ai", "oi", "eu"}
	tails := []string{"", "", "", "l", "r", "t", "s", "nt", "que", "tion", "ment", "ble", "ie", "age"}
	out := make([]string, 0, vocabulary)
	seen := map[string]bool{}
	for len(out) < vocabulary {
		w := ""
		if n := len(out); n%40 == 20 && n/40 < len(real) {
			w = real[n/40]
		} else {
			for range 1 + r.N(3) {
				w += One(r, heads) + One(r, cores)
			}
			w += One(r, tails)
		}
		if len(w) > 2 && !seen[w] {
			seen[w] = true
			out = append(out, w)
		}
	}
	return out
}

var real = []string{
	"dentiste", "clinique", "refuge", "repas", "soutien", "famille", "emploi", "logement", "écoute", "médecin",
	"vêtements", "garderie", "juridique", "francisation", "santé", "violence", "shelter", "food", "health", "housing",
	"youth", "counselling", "legal", "women", "children", "école", "hôpital", "épicerie", "avocat", "toxicomanie",
	"quartier", "centre", "gratuit", "accueil", "nuit", "urgence", "jeunes", "femmes", "aînés", "immigrants",
}
