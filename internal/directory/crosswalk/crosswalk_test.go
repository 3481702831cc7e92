package crosswalk_test

import (
	"encoding/json"
	"encoding/xml"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"passerelle/internal/directory"
	"passerelle/internal/directory/crosswalk"
	"passerelle/test/realdata"
)

// Every row stands on codes that exist, on both sides, and says who and when.
func TestEveryCodeExists(t *testing.T) {
	t.Parallel()
	for _, v := range crosswalk.Vocabularies() {
		titles := map[string][]string{}
		for _, term := range v.Terms {
			titles[term.Code] = append(titles[term.Code], term.Title)
		}
		seen := map[string]bool{}
		for _, r := range v.Rows {
			switch r.Relation {
			case crosswalk.Exact, crosswalk.Broader, crosswalk.Narrower, crosswalk.Related:
			default:
				t.Errorf("%s: %q is no relation", v.ID, r.Relation)
			}
			if code, people := strings.CutPrefix(r.Ours, "population:"); people && !slices.Contains(directory.Populations, code) || !people && !directory.KnownNeed(r.Ours) {
				t.Errorf("%s: we have no %s", v.ID, r.Ours)
			}
			if !slices.Contains(titles[r.Code], r.Title) {
				t.Errorf("%s: %s is not %q but %q", v.ID, r.Code, r.Title, titles[r.Code])
			}
			if _, err := time.Parse(time.DateOnly, r.Date); err != nil || r.Author == "" {
				t.Errorf("%s: %s to %s by %q on %q", v.ID, r.Ours, r.Code, r.Author, r.Date)
			}
			if pair := r.Ours + " " + r.Code; seen[pair] {
				t.Errorf("%s: %s stands twice", v.ID, pair)
			} else {
				seen[pair] = true
			}
		}
	}
}

// No need and no population is without a word in Open Eligibility.
func TestEachNeedIsTold(t *testing.T) {
	t.Parallel()
	for _, v := range crosswalk.Vocabularies() {
		told := map[string]bool{}
		for _, r := range v.Rows {
			told[r.Ours] = true
		}
		if v.ID != "open-eligibility" {
			continue
		}
		for _, theme := range directory.Themes() {
			for _, need := range append(directory.NeedsOf(theme), theme) {
				if !told[need] {
					t.Errorf("%s says nothing of %s", v.ID, need)
				}
			}
		}
	}
}

func TestRecognise(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		vocabulary, code, title, want string
	}{
		{"Open Eligibility", "1184", "Dental Care", "health.dental"},
		{"open-eligibility 2.0", "1184", "", "health.dental"},
		{"Open Eligibility", "101-02-01", "Dental Care", "health.dental"}, // an id of version 1
		{"Open Eligibility", "1184", "Food Pantry", "eat.bank"},           // an id given to something else: the title decides
		{"Open Eligibility", "", "Detox", "health.drugs"},
		{"Open Eligibility", "1206", "Primary Care", ""}, // the twin of another
		{"Open Eligibility", "1103", "Housing", ""},      // broader than any need of ours
		{"Open Eligibility", "20036", "Women", "population:women"},
		{"data·inclusion", "sante--addictions", "", "health.drugs"},
		{"Data Inclusion", "famille--garde-denfants", "Garde d’enfants", "children.daycare"},
		{"data-inclusion", "famille--surmonter-conflits-separation-violence", "", ""},
		{"Another", "1184", "Dental Care", ""},
		{"", "", "", ""},
	} {
		if got := strings.Join(crosswalk.Recognise(c.vocabulary, c.code, c.title), " "); got != c.want {
			t.Errorf("%s %s %q is %q, want %q", c.vocabulary, c.code, c.title, got, c.want)
		}
	}
}

// What is told outside is never more than what is meant.
func TestTold(t *testing.T) {
	t.Parallel()
	oe := crosswalk.Vocabularies()[0]
	for ours, want := range map[string]string{
		"health.dental": "1184", "sleep.shelter": "1121 1135", "eat.fridge": "1130", "sleep.day": "", "money.budget": "", "nothing": "",
	} {
		var got []string
		for _, r := range oe.Told(ours) {
			got = append(got, r.Code)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s is told as %v, want %s", ours, got, want)
		}
	}
}

// The lists of terms are those that their publishers gave.
func TestTermsAreTheirSources(t *testing.T) {
	t.Parallel()
	read := func(name string) []byte {
		b, err := os.ReadFile(realdata.Path(t, "taxonomies", name))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	_, body, _ := strings.Cut(string(read("openeligibility-2.0.xml")), "\n") // it says that it is XML 2.0
	var want []crosswalk.Term
	var path []string
	for d := xml.NewDecoder(strings.NewReader(body)); ; {
		token, err := d.Token()
		if err != nil {
			break
		}
		switch e := token.(type) {
		case xml.StartElement:
			if strings.HasSuffix(e.Name.Local, "_level") {
				term := crosswalk.Term{}
				for _, a := range e.Attr {
					switch a.Name.Local {
					case "id":
						term.Code = a.Value
					case "title":
						path = append(path, a.Value)
					}
				}
				term.Title = strings.Join(path, " > ")
				want = append(want, term)
			}
		case xml.EndElement:
			if strings.HasSuffix(e.Name.Local, "_level") {
				path = path[:len(path)-1]
			}
		}
	}
	if got := crosswalk.Vocabularies()[0].Terms; len(got) != 385 || !slices.Equal(got, want) {
		t.Errorf("Open Eligibility: %d terms, its file holds %d", len(got), len(want))
	}
	want = nil
	for _, name := range []string{"thematiques", "publics"} {
		var list []struct{ Value, Label string }
		if err := json.Unmarshal(read("data-inclusion-v1/"+name+".json"), &list); err != nil {
			t.Fatal(err)
		}
		for _, x := range list {
			want = append(want, crosswalk.Term{Code: x.Value, Title: x.Label})
		}
	}
	if got := crosswalk.Vocabularies()[1].Terms; !slices.Equal(got, want) {
		t.Errorf("data·inclusion: %d terms, its files hold %d", len(got), len(want))
	}
}
