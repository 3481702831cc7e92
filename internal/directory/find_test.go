package directory_test

import (
	"slices"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/directory"
)

type text = directory.Text

const everyDay directory.Days = 127

// monday is Monday 2 March 2026, ten in the morning in Montréal.
var monday = time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC)

func daily(opens, closes int) []directory.Hours {
	return []directory.Hours{{Days: everyDay, Opens: opens * 60, Closes: closes * 60}}
}

func at(lat, lon float64) []directory.Place {
	return []directory.Place{{Lat: lat, Lon: lon, HasPoint: true, City: "Montréal"}}
}

var parcEx = directory.Point{Lat: 45.5290, Lon: -73.6270}

// district is a small fictional neighbourhood.
func district() []*directory.Listing {
	confirmed := map[directory.Paper]directory.Acceptance{directory.IFHP: directory.AcceptConfirmed}
	announced := map[directory.Paper]directory.Acceptance{directory.IFHP: directory.AcceptAnnounced}
	refused := map[directory.Paper]directory.Acceptance{directory.IFHP: directory.AcceptNo}
	return []*directory.Listing{
		{ID: "a-dents-oui", Name: text{FR: "Clinique Sourire", EN: "Smile Clinic"}, Needs: []string{"health.dental"}, Languages: []string{"fr", "es"}, Papers: confirmed, Hours: daily(9, 17), Places: at(45.530, -73.628), ConfirmedAt: monday.AddDate(0, 0, -3)},
		{ID: "b-dents-annonce", Name: text{FR: "Cabinet du Parc"}, Needs: []string{"health.dental"}, Languages: []string{"fr", "es"}, Papers: announced, Hours: daily(9, 17), Places: at(45.531, -73.629)},
		{ID: "c-dents-non", Name: text{FR: "Dentistes associés"}, Needs: []string{"health.dental"}, Languages: []string{"fr", "es"}, Papers: refused, Hours: daily(9, 17), Places: at(45.529, -73.627)},
		{ID: "d-dents-inconnu", Name: text{FR: "Soins dentaires de la rue"}, Needs: []string{"health.dental"}, Languages: []string{"es"}, Hours: daily(9, 17), Places: at(45.5291, -73.627)},
		{ID: "e-dents-ferme", Name: text{FR: "Dentisterie du soir"}, Languages: []string{"fr", "es"}, Papers: confirmed, Hours: daily(18, 22), Places: at(45.530, -73.627)},
		{ID: "f-moisson", Name: text{FR: "Comptoir de l'Érable"}, Summary: text{FR: "Distribution de paniers alimentaires chaque mardi."}, Needs: []string{"eat.bank"}, Hours: daily(13, 16), Places: at(45.532, -73.62)},
		{ID: "g-food", Name: text{EN: "Northside Food Bank"}, Hours: daily(0, 24), Places: at(45.56, -73.60)},
		{ID: "h-refuge", Name: text{FR: "Maison L'Œuvre de Thérèse"}, Summary: text{FR: "Refuge pour femmes et enfants."}, Needs: []string{"safety.women", "sleep.shelter"}, Populations: []string{"women"}, Sensitive: true, Hours: daily(0, 24), Places: []directory.Place{{Hidden: true, HasPoint: true, Lat: 45.53, Lon: -73.62, Address: "123, rue Introuvable", Postal: "H0H 0H0"}}},
		{ID: "i-ecole", Name: text{FR: "Aide à l'école d'été Saint-Michel"}, Needs: []string{"children.homework"}, Hours: nil},
		{ID: "j-ligne", Name: text{FR: "Ligne de nuit"}, Needs: []string{"talk.listen"}, Hours: daily(0, 24), Phones: []directory.Phone{{Number: "514 555-0100"}}},
		{ID: "k-defunt", Name: text{FR: "Ancien dentiste"}, Needs: []string{"health.dental"}, Status: directory.Defunct},
		{ID: "l-arabe", Name: text{FR: "Accueil", EN: "Welcome"}, Summary: text{FR: "خدمات طب الأسنان للأسرة"}, Languages: []string{"ar"}},
		{ID: "m-juridique", Name: text{EN: "Community Legal Clinic"}, Needs: []string{"papers.lawyer"}, Hours: daily(9, 17), Places: at(45.50, -73.58)},
	}
}

func search(t *testing.T, q directory.Query) directory.Result {
	t.Helper()
	res := directory.NewIndex(district()).Search(q, monday)
	if res.Total == 0 {
		t.Fatalf("%+v: an empty answer", q)
	}
	return res
}

func ids(r directory.Result) (out []access.Service) {
	for _, h := range r.Hits {
		out = append(out, h.Listing.ID)
	}
	return out
}

func TestWordsFind(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, text string
		first      access.Service
	}{
		{"accents", "therese", "h-refuge"},
		{"ligature", "oeuvre", "h-refuge"},
		{"capitals", "ŒUVRE DE THÉRÈSE", "h-refuge"},
		{"elision", "l’œuvre", "h-refuge"},
		{"elision-in-the-listing", "école ete", "i-ecole"},
		{"hyphen", "saint michel", "i-ecole"},
		{"hyphen-typed", "Saint-Michel", "i-ecole"},
		{"plural", "cliniques sourires", "a-dents-oui"},
		{"one-letter-wrong", "sourure", "a-dents-oui"},
		{"one-letter-missing", "erabe", "f-moisson"},
		{"letters-swapped", "thersèe", "h-refuge"},
		{"slip-in-a-need", "banque alimantaire", "g-food"},
		{"beginning", "thér", "h-refuge"},
		{"beginning-of-a-need", "clin sour", "a-dents-oui"},
		{"french-finds-english", "banque alimentaire northside", "g-food"},
		{"english-finds-french", "food bank érable", "f-moisson"},
		{"need-in-english", "women's shelter", "h-refuge"},
		{"need-in-a-sentence", "je cherche une maison d'hébergement pour femmes", "h-refuge"},
		{"synonym", "avocat", "m-juridique"},
		{"synonym-english", "lawyer", "m-juridique"},
		{"arabic-forms", "طب الاسنان", "l-arabe"},
		{"arabic-ta-marbuta", "للاسره", "l-arabe"},
		{"theme", "santé", "a-dents-oui"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := ids(search(t, directory.Query{Text: c.text})); got[0] != c.first {
				t.Errorf("%q gave %v, want %s first", c.text, got, c.first)
			}
		})
	}
}

// The first journey: a toothache, the PFSI, Spanish.
func TestDentistPFSISpanish(t *testing.T) {
	t.Parallel()
	want := []access.Service{"a-dents-oui", "b-dents-annonce", "e-dents-ferme", "d-dents-inconnu"}
	for _, typed := range []string{"dentiste pfsi espagnol", "spanish dentist IFHP", "P.F.S.I. mal de dents español", "dentsite pfsi espagnol", "toothache ifhp espagnol"} {
		res := search(t, directory.Query{Text: typed})
		if got := ids(res); !slices.Equal(got, want) {
			t.Errorf("%q gave %v, want %v", typed, got, want)
		}
		f := res.Facets
		if !slices.Equal(f.Needs, []string{"health.dental"}) || !slices.Equal(f.Papers, []directory.Paper{directory.IFHP}) || !slices.Equal(f.Languages, []string{"es"}) || len(f.Words) > 0 {
			t.Errorf("%q understood as %+v", typed, f)
		}
		if len(res.Relaxed) > 0 || len(res.Ignored) > 0 {
			t.Errorf("%q: relaxed %v, ignored %v", typed, res.Relaxed, res.Ignored)
		}
	}
	res := search(t, directory.Query{Text: "dentsite pfsi espagnol"})
	if !slices.Equal(res.Corrected, []directory.Correction{{From: "dentsite", To: "dentiste"}}) {
		t.Errorf("corrected: %v", res.Corrected)
	}
	if got := ids(search(t, directory.Query{Text: "dentiste"})); slices.Contains(got, "k-defunt") || !slices.Contains(got, "c-dents-non") {
		t.Errorf("without a paper: %v", got)
	}
}

// The same by filters, as the page does it.
func TestFiltersAreAnded(t *testing.T) {
	t.Parallel()
	now := monday
	q := directory.Query{Need: "health.dental", Paper: directory.IFHP, Language: "es", OpenAt: &now, Near: &parcEx, WithinMetres: 2000}
	res := search(t, q)
	if got, want := ids(res), []access.Service{"a-dents-oui", "b-dents-annonce", "d-dents-inconnu"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	for _, h := range res.Hits {
		if h.Opening.Door != directory.DoorOpen || h.Metres < 0 || h.Metres > 2000 || h.Place != 0 {
			t.Errorf("%s: door %d, %f m, place %d", h.Listing.ID, h.Opening.Door, h.Metres, h.Place)
		}
	}
	why := res.Hits[0].Why
	for _, r := range []directory.Reason{
		{Kind: directory.WhyNeed, Detail: "health.dental"}, {Kind: directory.WhyPaper, Detail: "ifhp", Accept: directory.AcceptConfirmed},
		{Kind: directory.WhyLanguage, Detail: "es"}, {Kind: directory.WhyOpen}, {Kind: directory.WhyNear}, {Kind: directory.WhyConfirmed},
	} {
		if !slices.Contains(why, r) {
			t.Errorf("reason %v is missing of %v", r, why)
		}
	}
	q.Sort = directory.SortNearest
	if got := ids(search(t, q)); got[0] != "d-dents-inconnu" {
		t.Errorf("nearest first gave %v", got)
	}
	q = directory.Query{Need: "health"}
	if got := ids(search(t, q)); len(got) != 5 || slices.Contains(got, "k-defunt") {
		t.Errorf("a theme gave %v", got)
	}
}

func TestNeverEmptyAndSaysSo(t *testing.T) {
	t.Parallel()
	night := time.Date(2026, 3, 3, 8, 0, 0, 0, time.UTC) // three in the morning
	soon := time.Date(2026, 3, 2, 21, 30, 0, 0, time.UTC)
	far := directory.Point{Lat: 49.28, Lon: -123.12}
	for _, c := range []struct {
		name    string
		q       directory.Query
		relaxed []directory.Filter
		first   access.Service
	}{
		{"nothing-open", directory.Query{Need: "health.dental", OpenAt: &night}, []directory.Filter{directory.FilterOpen}, "a-dents-oui"},
		{"next-opening-first", directory.Query{Text: "dentiste", OpenAt: &night}, []directory.Filter{directory.FilterOpen}, "a-dents-oui"},
		{"words-before-hours", directory.Query{Text: "dents refuge", OpenAt: &soon}, []directory.Filter{directory.FilterWords}, ""},
		{"too-far", directory.Query{Need: "health.dental", Near: &far, WithinMetres: 5000}, []directory.Filter{directory.FilterDistance}, "a-dents-oui"},
		{"language", directory.Query{Need: "papers.lawyer", Language: "ti"}, []directory.Filter{directory.FilterLanguage}, "m-juridique"},
		{"language-in-text", directory.Query{Text: "avocat tigrinya"}, []directory.Filter{directory.FilterLanguage}, "m-juridique"},
		{"population", directory.Query{Need: "papers.lawyer", Population: "women"}, []directory.Filter{directory.FilterPopulation}, "m-juridique"},
		{"capacity", directory.Query{Need: "sleep.shelter", HasCapacity: true}, []directory.Filter{directory.FilterCapacity}, "h-refuge"},
		{"two-things", directory.Query{Need: "papers.lawyer", Population: "women", Language: "ti"}, []directory.Filter{directory.FilterLanguage, directory.FilterPopulation}, "m-juridique"},
		{"a-need-nobody-answers", directory.Query{Need: "money.taxes"}, []directory.Filter{directory.FilterNeed}, ""},
		{"words-that-never-meet", directory.Query{Text: "northside thérèse"}, []directory.Filter{directory.FilterWords}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			res := search(t, c.q)
			if !slices.Equal(res.Relaxed, c.relaxed) {
				t.Errorf("relaxed %v, want %v", res.Relaxed, c.relaxed)
			}
			if got := ids(res); c.first != "" && got[0] != c.first {
				t.Errorf("%v, want %s first", got, c.first)
			}
		})
	}
	res := search(t, directory.Query{Text: "qqqqqq dentiste"})
	if !slices.Equal(res.Ignored, []string{"qqqqqq"}) || !slices.Contains(ids(res), "a-dents-oui") {
		t.Errorf("ignored %v, found %v", res.Ignored, ids(res))
	}
	res = search(t, directory.Query{Need: "health.dental", OpenAt: &night})
	if res.Sort != directory.SortSoonest || !res.Hits[0].Opening.Opens.Equal(time.Date(2026, 3, 3, 14, 0, 0, 0, time.UTC)) {
		t.Errorf("sort %d, opens %s", res.Sort, res.Hits[0].Opening.Opens)
	}
}

// A service that said no to a paper stays out even when nothing else is left.
func TestARefusedPaperIsNeverRelaxed(t *testing.T) {
	t.Parallel()
	refusing := &directory.Listing{ID: "x", Name: text{FR: "Dentiste"}, Papers: map[directory.Paper]directory.Acceptance{directory.IFHP: directory.AcceptNo}}
	other := &directory.Listing{ID: "y", Name: text{FR: "Garderie"}}
	res := directory.NewIndex([]*directory.Listing{refusing, other}).Search(directory.Query{Text: "dentiste", Paper: directory.IFHP}, monday)
	if got := ids(res); !slices.Equal(got, []access.Service{"y"}) || !slices.Equal(res.Relaxed, []directory.Filter{directory.FilterNeed}) {
		t.Errorf("%v, relaxed %v", got, res.Relaxed)
	}
}

// A hidden address cannot be found by its street, nor closed in on by distance.
func TestHiddenAddressesStayHidden(t *testing.T) {
	t.Parallel()
	ix := directory.NewIndex(district())
	for _, q := range []string{"introuvable", "H0H", "123 rue Introuvable"} {
		res := ix.Search(directory.Query{Text: q}, monday)
		if len(res.Ignored) == 0 && len(res.Relaxed) == 0 && slices.Contains(ids(res), "h-refuge") {
			t.Errorf("%q finds the hidden address", q)
		}
	}
	// Moving the house within its square changes no answer.
	moved := district()
	for _, l := range moved {
		if l.ID == "h-refuge" {
			l.Places[0].Lat, l.Places[0].Lon = 45.61, -73.52
		}
	}
	other := directory.NewIndex(moved)
	for lat := 45.0; lat < 46; lat += 0.03 {
		for _, metres := range []float64{0, 100, 2000, 15_000, 40_000} {
			q := directory.Query{Text: "refuge", Near: &directory.Point{Lat: lat, Lon: -73.6}, WithinMetres: metres, Sort: directory.SortNearest}
			a, b := ix.Search(q, monday), other.Search(q, monday)
			if a.Total != b.Total || !slices.Equal(ids(a), ids(b)) || !slices.Equal(a.Relaxed, b.Relaxed) {
				t.Fatalf("from %.2f within %.0f m the two houses can be told apart", lat, metres)
			}
			for _, h := range a.Hits {
				if h.Listing.ID == "h-refuge" && h.Metres >= 0 {
					t.Fatal("a distance to a hidden place is given")
				}
			}
		}
	}
	if got := ids(ix.Search(directory.Query{Need: "safety.women", Near: &parcEx, WithinMetres: 1000}, monday)); got[0] != "h-refuge" {
		t.Errorf("the refuge of the city is not found from the city: %v", got)
	}
}

func TestOpenNowAcrossMidnightAndTheClockChange(t *testing.T) {
	t.Parallel()
	night := &directory.Listing{ID: "nuit", Name: text{FR: "Halte de nuit"}, Hours: []directory.Hours{{Days: 1 << 5, Opens: 22 * 60, Closes: 31 * 60}}}
	ix := directory.NewIndex([]*directory.Listing{night, {ID: "jour", Name: text{FR: "Halte de jour"}, Hours: daily(9, 17)}})
	z := directory.Zone(directory.HomeZone, nil)
	for _, c := range []struct {
		at   time.Time
		want access.Service
	}{
		{time.Date(2026, 3, 7, 23, 0, 0, 0, z), "nuit"},
		{time.Date(2026, 3, 8, 1, 59, 0, 0, z), "nuit"}, // the clock goes from two to three
		{time.Date(2026, 3, 8, 6, 59, 0, 0, z), "nuit"},
		{time.Date(2026, 3, 8, 9, 0, 0, 0, z), "jour"},
		{time.Date(2026, 11, 1, 6, 59, 0, 0, z), "nuit"}, // an hour was lived twice
	} {
		res := ix.Search(directory.Query{Text: "halte", OpenAt: &c.at}, c.at)
		if got := ids(res); !slices.Equal(got, []access.Service{c.want}) || len(res.Relaxed) > 0 {
			t.Errorf("at %s: %v, relaxed %v; want %s", c.at, got, res.Relaxed, c.want)
		}
	}
}

func TestOrderIsStableAndPagesFit(t *testing.T) {
	t.Parallel()
	var same []*directory.Listing
	for _, id := range []access.Service{"s5", "s1", "s4", "s2", "s3", "s0"} {
		same = append(same, &directory.Listing{ID: id, Name: text{FR: "Friperie"}})
	}
	ix := directory.NewIndex(same)
	ix.Apply([]*directory.Listing{same[0], same[3]}, nil)
	want := []access.Service{"s0", "s1", "s2", "s3", "s4", "s5"}
	if got := ids(ix.Search(directory.Query{Text: "friperie"}, monday)); !slices.Equal(got, want) {
		t.Errorf("ties: %v", got)
	}
	var paged []access.Service
	for offset := 0; offset < 8; offset += 2 {
		res := ix.Search(directory.Query{Text: "friperie", Limit: 2, Offset: offset}, monday)
		paged = append(paged, ids(res)...)
		if res.Total != 6 {
			t.Errorf("total %d", res.Total)
		}
	}
	if !slices.Equal(paged, want) {
		t.Errorf("pages: %v", paged)
	}
}

func TestOddQueriesDoNoHarm(t *testing.T) {
	t.Parallel()
	ix := directory.NewIndex(district())
	long := string(make([]byte, 5000)) + "dentiste"
	for _, q := range []directory.Query{
		{Text: long}, {Text: "de la les des"}, {Text: "\xff\xfe"}, {Text: "?!… ''"}, {Need: "nothing.known"}, {Limit: -3, Offset: -9},
		{Limit: 1 << 40, Offset: 1 << 40}, {Near: &directory.Point{Lat: 900, Lon: -900}, WithinMetres: 1}, {WithinMetres: 100},
		{Age: -1}, {Paper: "unheard"}, {Sort: 77}, {Text: "a b c d e f g h i j k l m n o p q r s t u v w x y z dentiste"},
	} {
		if res := ix.Search(q, monday); res.Total == 0 {
			t.Errorf("%.60v: empty", q)
		}
	}
}
