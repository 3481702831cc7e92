package corpus

import "passerelle/internal/directory"

// Texts draws n queries of one to three words, as performance.md §3.1 has
// them: words that occur, common and rare.
func Texts(seed uint64, n int) []string {
	m := NewMaker(seed)
	out := make([]string, n)
	for i := range out {
		out[i] = m.Phrase(1 + m.N(3))
	}
	return out
}

// Queries draws n queries of every kind: filters alone and together, words
// with slips, orders, pages.
func Queries(seed uint64, n int) []directory.Query {
	m := NewMaker(seed)
	out := make([]directory.Query, n)
	for i := range out {
		out[i] = m.query()
	}
	return out
}

func (m *Maker) query() directory.Query {
	var q directory.Query
	switch m.N(6) {
	case 0:
	case 1:
		q.Text = One(m.Rand, said)
	case 2:
		q.Text = m.slip(m.Word()) + " " + m.Word()
	default:
		q.Text = m.Phrase(1 + m.N(3))
	}
	if m.N(4) == 0 {
		q.Need = One(m.Rand, append(directory.Themes(), m.needs...))
	}
	if m.N(4) == 0 {
		q.Paper = One(m.Rand, []directory.Paper{directory.IFHP, directory.RAMQ})
	}
	if m.N(5) == 0 {
		q.Language = One(m.Rand, []string{"fr", "es", "xx-rare", "fa", "never-spoken"})
	}
	if m.N(6) == 0 {
		q.Population = One(m.Rand, []string{"women", "youth", "nobody"})
	}
	if m.N(6) == 0 {
		q.Age = float64(m.N(90))
	}
	q.NoPapersAsked, q.HasCapacity, q.NotFull = m.N(8) == 0, m.N(8) == 0, m.N(8) == 0
	if m.N(3) == 0 {
		at := Now
		q.OpenAt = &at
	}
	if m.N(2) == 0 {
		c := One(m.Rand, Cities)
		q.Near = &directory.Point{Lat: c.Lat + m.Float()/10, Lon: c.Lon + m.Float()/10}
		if m.N(3) > 0 {
			q.WithinMetres = float64(One(m.Rand, []int{500, 5000, 25000, 100000}))
		}
	}
	q.Sort = directory.Sort(m.N(4))
	if m.N(6) == 0 {
		q.Offset = m.N(30)
	}
	return q
}

var said = []string{
	"dentiste pfsi espagnol", "food bank", "banque alimentaire", "j'ai mal aux dents", "women's shelter", "refuge pour femmes",
	"hébergement", "clinique", "CLSC", "dentiste ouvert maintenant", "sans papiers médecin", "dentsite", "popote roulante",
	"l'école", "legal aid arabic", "zzzzzz", "santé mentale jeunes", "dent", "bedbugs", "urgence dentaire", "refuge ce soir",
	"banque alimentaire samedi", "dentiste près de Laval", "repas dimanche après 17 h", "ouvert 24 h", "pas de médecin de famille",
	"refuge sans alcool", "banquealimentaire", "16 ans en fugue", "sage-femme sans papiers", "hebergemnt d'urgense", "enfants",
	"aide gratuite", "friperie sacs couchage tente", "clothes near Toronto open now",
}

// slip makes one slip of the hand in a word.
func (m *Maker) slip(w string) string {
	r := []rune(w)
	if len(r) < 4 {
		return w
	}
	i := 1 + m.N(len(r)-2)
	switch m.N(3) {
	case 0:
		r = append(r[:i], r[i+1:]...)
	case 1:
		r[i], r[i-1] = r[i-1], r[i]
	default:
		r[i] = 'x'
	}
	return string(r)
}
