package directory

import (
	"slices"
	"strings"
	"testing"
	"time"

	"passerelle/internal/text"
)

func doors() *Index {
	return NewIndex([]*Listing{
		{ID: "a", Name: Text{FR: "Habiller le premier hiver", EN: "Winter clothes"}, Needs: []string{"money.clothes"}},
		{ID: "b", Name: Text{FR: "Clinique de Gatineau"}, Needs: []string{"health"}, Places: []Place{{City: "Gatineau"}}},
		{ID: "c", Name: Text{FR: "CLSC des Rivières", EN: "Form desk"}, Needs: []string{"health"}, Places: []Place{{City: "Rivière-des-Prairies"}}},
		{ID: "d", Name: Text{FR: "CLSC Laviolette"}, Needs: []string{"health"}, Places: []Place{{City: "Trois-Rivières", HasPoint: true, Lat: 46.3, Lon: -72.5}}},
		{ID: "e", Name: Text{FR: "Dépannage", EN: "Food bank"}, Needs: []string{"eat.bank"}},
		{ID: "f", Name: Text{EN: "Refugee hearing help"}, Needs: []string{"papers.asylum"}},
		{ID: "g", Name: Text{EN: "Hearing aids"}, Needs: []string{"health.eyes"}},
		{ID: "h", Name: Text{FR: "Fiducie"}, Summary: Text{FR: "On paie votre facture d’hôpital."}, Needs: []string{"money.welfare"}},
	})
}

func readAs(t *testing.T, typed string) *plan {
	t.Helper()
	return understand(typed+" ", doors().now.Load(), false, readAt)
}

// readAt is when texts are read.
var readAt = time.Date(2026, 3, 3, 10, 0, 0, 0, time.UTC)

func TestSlipsAreReadAsWhatWasMeant(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"dhiver": "hiver", "laide": "aide", "lecole": "ecole", // the apostrophe left out
		"fisiotherapie": "physiotherapie", "scolere": "scolaire", // as it sounds
		"gatino":       "gatineau",     // a place that the directory alone knows
		"fod bank":     "food",         // three letters, and the neighbour agrees
		"tetns":        "tents",        // two letters swapped, and not tens
		"showr":        "shower",       // not "show", which asks nothing
		"cliniqe":      "clinique",     //
		"nutrisionist": "nutritionist", //
	} {
		p := readAs(t, typed)
		if !slices.ContainsFunc(p.corrected, func(c Correction) bool { return c.To == want }) {
			t.Errorf("%q is read as %v, want %s", typed, p.corrected, want)
		}
	}
	// What is no slip, or could be one of too many words, is left alone.
	for _, typed := range []string{"farm", "killed", "fod", "fourniture", "vacination", "qqqqqq", "laid", "rimiere", "trossing"} {
		if p := readAs(t, typed); len(p.corrected) > 0 {
			t.Errorf("%q is read as %v", typed, p.corrected)
		}
	}
	// A word that the vocabulary holds in the plural, or with a doubled letter, is known.
	for typed, need := range map[string]string{"fourniture": "children.school", "vacination": "health.doctor", "cour de francais": "children.french"} {
		if p := readAs(t, typed); !slices.Contains(p.facets.Needs, need) {
			t.Errorf("%q asks for %v, want %s", typed, p.facets.Needs, need)
		}
	}
}

func TestWhatIsAskedIsReadTogether(t *testing.T) {
	t.Parallel()
	for typed, needs := range map[string][]string{
		"asylum hearing":    {"papers.asylum"},
		"hearing":           {"health.eyes", "papers.asylum"},
		"police loyer":      {"sleep.rent"}, // a whole theme says little beside a need
		"ticket itinerance": {"papers.record"},
	} {
		got := slices.Sorted(slices.Values(readAs(t, typed).facets.Needs))
		if !slices.Equal(got, needs) {
			t.Errorf("%q asks for %v, want %v", typed, got, needs)
		}
	}
	if hits := doors().Search(Query{Text: "clsc trois rivieres"}, time.Now()).Hits; hits[0].Listing.ID != "d" {
		t.Errorf("of a place of several words one was left out: %s first", hits[0].Listing.ID)
	}
}

// Nobody is for the need and holds the word: what is for the need comes first,
// and not what writes the word.
func TestTheNeedComesBeforeBareWords(t *testing.T) {
	t.Parallel()
	flowers := Text{EN: "Pluck flowers while the food bank is shut."}
	ix := NewIndex([]*Listing{
		{ID: "bank", Name: Text{EN: "Food bank"}, Needs: []string{"eat.bank"}},
		{ID: "x", Name: Text{EN: "Garden"}, Summary: flowers, Needs: []string{"talk.group"}},
		{ID: "y", Name: Text{EN: "Park"}, Summary: flowers, Needs: []string{"talk.group"}},
		{ID: "z", Name: Text{EN: "Yard"}, Summary: flowers, Needs: []string{"talk.group"}},
		{ID: "o", Name: Text{EN: "Library"}}, {ID: "p", Name: Text{EN: "Pluck"}}, {ID: "q", Name: Text{EN: "Pluck"}},
	})
	if got := ix.Search(Query{Text: "pluck food bank"}, time.Now()).Hits[0].Listing.ID; got != "bank" {
		t.Errorf("%s first", got)
	}
}

func TestThosePeopleComeBeforeEverybody(t *testing.T) {
	t.Parallel()
	ix := NewIndex([]*Listing{
		{ID: "a", Name: Text{FR: "Dentiste"}, Needs: []string{"health.dental"}, Hours: []Hours{{Days: 127, Opens: 0, Closes: 24 * 60}}},
		{ID: "b", Name: Text{FR: "Dentiste"}, Needs: []string{"health.dental"}, Populations: []string{"families"}},
	})
	for typed, want := range map[string]string{"dentiste pour enfants": "b", "dentiste": "a"} {
		if got := ix.Search(Query{Text: typed}, time.Now()).Hits[0].Listing.ID; string(got) != want {
			t.Errorf("%q: %s first, want %s", typed, got, want)
		}
	}
}

// What was asked for is answered, before another word is tried in the place of
// one that nobody holds beside it; and a language that nobody speaks may be what
// a service is about.
func TestWhatWasUnderstoodIsAnswered(t *testing.T) {
	t.Parallel()
	ix := NewIndex([]*Listing{
		{ID: "a", Name: Text{FR: "Piscine de la Gare"}, Summary: Text{FR: "Pour personnes handicapées aussi."}, Hours: []Hours{{Days: 127, Opens: 0, Closes: 24 * 60}}},
		{ID: "b", Name: Text{FR: "Autisme : premiers services"}, Needs: []string{"children.special"}},
		{ID: "c", Name: Text{FR: "Café des hommes"}, Populations: []string{"men"}},
		{ID: "d", Name: Text{FR: "Café signé"}, Summary: Text{FR: "On y parle en LSQ."}, Languages: []string{"fr"}},
	})
	for typed, want := range map[string]string{"autisme gars": "b", "LSQ": "d"} {
		if got := ix.Search(Query{Text: typed}, time.Now()).Hits[0].Listing.ID; string(got) != want {
			t.Errorf("%q: %s first, want %s", typed, got, want)
		}
	}
}

func TestANeighbourThatAgreesIsLikeliest(t *testing.T) {
	t.Parallel()
	r := &reading{x: lexical(), v: doors().now.Load(), guesses: map[string][]string{}}
	if got := r.likeliest([]string{"dance", "kitchen"}, "ditchen", ""); got != "dance" {
		t.Fatalf("alone, %q", got)
	}
	r.add("soup", nil)
	if got := r.likeliest([]string{"dance", "kitchen"}, "ditchen", ""); got != "kitchen" {
		t.Errorf("after soup, %q", got)
	}
}

// Of "someone with me" only "someone" is left once small words are gone: such
// an alias would make a need of a word that asks nothing.
func TestNoPhraseShrinksToASmallWord(t *testing.T) {
	t.Parallel()
	x := lexical()
	for n, line := range lines(vocabularyTSV) {
		c := strings.Split(line, "\t")
		for alias := range strings.SplitSeq(c[2]+","+c[3], ",") {
			all := text.Words(strings.TrimPrefix(strings.TrimSpace(alias), "~"))
			left := slices.DeleteFunc(slices.Clone(all), text.Stop)
			if len(all) < 3 || len(left) != 1 || strings.HasPrefix(left[0], "seul") || c[0] == "soft" || c[0] == "chatter" {
				continue
			}
			_, means := x.longest([]string{text.Stem(left[0])}, true)
			if slices.ContainsFunc(means, func(m meaning) bool { return m.sense == senseSoft || m.sense == senseChatter }) {
				t.Errorf("line %d: %q is read as %q alone, which asks nothing elsewhere", n, alias, left[0])
			}
		}
	}
}
