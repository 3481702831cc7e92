package hsds_test

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"

	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/hsds"
)

// values counts what an XML text says, by the path it stands under: attributes,
// and the text of each element. The text may be the start of one, as a root is
// kept.
func values(t *testing.T, b []byte) cells {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(b))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return charmap.Windows1252.NewDecoder().Reader(r), nil }
	out, path, texts := cells{}, []string{}, []string{""}
	for {
		tok, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			if strings.TrimSpace(texts[0]) != "" { // a text alone
				out[texts[0]]++
			}
			return out
		}
		if err != nil {
			t.Fatalf("%v in %.200s", err, b)
		}
		switch x := tok.(type) {
		case xml.StartElement:
			path, texts = append(path, x.Name.Local), append(texts, "")
			for _, a := range x.Attr {
				if a.Name.Local != "xmlns" && a.Name.Space != "xmlns" && strings.TrimSpace(a.Value) != "" {
					out[strings.Join(path, "/")+"@"+a.Name.Local+"="+a.Value]++
				}
			}
		case xml.CharData:
			texts[len(texts)-1] += string(x)
		case xml.EndElement:
			if text := texts[len(texts)-1]; strings.TrimSpace(text) != "" {
				out[strings.Join(path, "/")+"="+text]++
			}
			path, texts = path[:len(path)-1], texts[:len(texts)-1]
		}
	}
}

// listed are the services that people find, by their French name, or their
// English one.
func listed(t *testing.T, u *dbtest.Universe) map[string]*directory.Listing {
	t.Helper()
	out := map[string]*directory.Listing{}
	if err := u.DB.Read(u.Ctx, func(tx *db.Tx) error {
		all, err := directory.Load(u.Ctx, tx, dbtest.Region)
		for _, l := range all {
			out[cmp.Or(l.Name.FR, l.Name.EN)] = l
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

// A person finds the services of a CIOC file in both languages, with what is
// needed to go there.
func TestPeopleFindServicesOfCIOC(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		imported(t, u, hsds.Options{}, filepath.Join("testdata", "cioc", "partage.xml"))
		all := listed(t, u)
		if len(all) != 4 {
			t.Fatalf("%d services", len(all))
		}
		l := all["Table de midi"]
		phones := map[string]directory.Text{}
		for _, p := range l.Phones {
			phones[p.Number] = p.Note
		}
		for what, c := range map[string][2]string{
			"name": {l.Name.EN, "Noon Table"}, "organisation": {l.OrgName.FR, "Maison du Quai"}, "organisation in English": {l.OrgName.EN, "Quay House"},
			"words": {l.Summary.FR, "Dîner chaud, servi à midi"}, "English words": {l.Summary.EN, "Hot lunch, served at noon"},
			"process": {l.Process.EN, "Come without an appointment"}, "fees": {l.Fees.FR, "Échelle mobile\nPayez ce que vous pouvez"},
			"eligibility": {l.Eligibility.EN, "Everyone is welcome"}, "what a number is for": {phones["1-888-555-0102"].FR + "/" + phones["1-888-555-0102"].EN, "Sans frais/Toll free"},
			"place":   {l.Places[0].Name.FR + "/" + l.Places[0].Name.EN, "Le Débarcadère/The Landing"},
			"address": {l.Places[0].Address, "12 rue du Quai, Débarcadère"}, "city": {l.Places[0].City, "Rivière-aux-Feux"},
			"access": {l.Places[0].Access.EN, "Ramp; Accessible washroom (ground floor); Ask at the side door"}, "bus": {l.Places[0].Transport.FR, "7 Quai"},
		} {
			if c[0] != c[1] {
				t.Errorf("%s: %q, want %q", what, c[0], c[1])
			}
		}
		if _, ok := phones["705-555-0101"]; !ok || len(phones) != 2 {
			t.Errorf("telephones %v", phones)
		}
		if len(l.Hours) != 1 || l.Hours[0].Opens != 11*60+30 || l.Hours[0].Closes != 13*60+30 || l.Hours[0].Days != 0b0011111 {
			t.Errorf("hours %+v", l.Hours)
		}
		if !slices.Equal(slices.Sorted(slices.Values(l.Languages)), []string{"en", "es", "fr"}) || l.MinAge != 16 || !l.Places[0].HasPoint {
			t.Errorf("languages %v, from %v years, %+v", l.Languages, l.MinAge, l.Places[0])
		}
		if homework := all["Les Devoirs du Quai"]; homework.Name.EN != "" || homework.Summary.EN != "" || homework.Phones[0].Number != "705-555-0105" {
			t.Errorf("what is public in French only: %+v", homework)
		}
		shelter := all["Le Havre"]
		if shelter.Places[0].Address+shelter.Places[0].City != "" || shelter.Places[0].HasPoint || len(shelter.Phones) != 1 || shelter.Summary.EN == "" {
			t.Errorf("a shelter whose address is private: %+v", shelter)
		}
	})
}

// The same of an AIRS file, which is in English alone.
func TestPeopleFindServicesOfAIRS(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		imported(t, u, hsds.Options{}, filepath.Join("testdata", "airs", "agences.xml"))
		all := listed(t, u)
		if len(all) != 4 {
			t.Fatalf("%d services", len(all))
		}
		l := all["Settlement help"]
		for what, c := range map[string][2]string{
			"name": {l.Name.FR + l.Name.EN, "Settlement help"}, "organisation": {l.OrgName.EN, "Lantern Community Services"}, "telephone": {l.Phones[0].Number, "705-555-0123"},
			"telephone of the place": {l.Places[0].Phones[0].Number + " " + l.Places[0].Phones[0].Note.EN, "1-888-555-0122 Toll free; Intake"},
			"address":                {l.Places[0].Address + ", " + l.Places[0].City, "40 East Road, Second floor, Fire River"}, "fees": {l.Fees.EN, "Free"},
			"eligibility": {l.Eligibility.EN, "Newcomers\nAdults\nLiving in the district"}, "process": {l.Process.EN, "Call or walk in"},
		} {
			if c[0] != c[1] {
				t.Errorf("%s: %q, want %q", what, c[0], c[1])
			}
		}
		if len(l.Hours) != 1 || l.Hours[0].Opens != 600 || l.Hours[0].Closes != 960 || l.Hours[0].Days != 0b0001100 {
			t.Errorf("hours %+v", l.Hours)
		}
		if l.MinAge != 18 || l.MaxAge != 99 || !slices.Contains(l.Languages, "ti") || !slices.Contains(l.Languages, "ar") || l.ConfirmedAt.Format(time.DateOnly) != "2026-02-10" {
			t.Errorf("%+v", l)
		}
		if meal := all["Community meal"]; len(meal.Places[0].Hours) != 2 { // those of its place, as it says none
			t.Errorf("hours of a meal %+v", meal.Places[0].Hours)
		}
		if safe := all["Safe nights"]; safe.Places[0].Address+safe.Places[0].City != "" || safe.Places[0].HasPoint || safe.Phones[0].Number != "705-555-0124" {
			t.Errorf("a place whose address is confidential: %+v", safe)
		}
	})
}

// What nobody may see is told, by place and number, and never repeated.
func TestWhatIsHiddenIsTold(t *testing.T) {
	for _, c := range []struct {
		file, column, value string
		row                 int
	}{
		{"cioc/partage.xml", "/RECORD/INTERNAL_MEMO/N", "6", 45}, {"cioc/partage.xml", "/RECORD/SOURCE", "2", 89}, {"cioc/partage.xml", "/RECORD/GEOCODE", "3", 100},
		{"airs/agences.xml", "/Agency/AKA/Name", "1", 9}, {"airs/agences.xml", "/Agency/Site/SpatialLocation/Latitude", "1", 75},
	} {
		p := open(t, hsds.Options{}, filepath.Join("testdata", c.file))
		told := false
		for _, i := range issues(t, p) {
			if strings.Contains(i.Value, "Secret") {
				t.Errorf("repeated: %+v", i)
			}
			told = told || i.Reason == "not_public" && i.Column == c.column && i.Value == c.value && i.Row == c.row
		}
		if l := p.Summary().Ledger; !told || l.NotPublic < 10 || l.NotPublic > l.Residual {
			t.Errorf("%+v is not told: %+v; %+v", c, issues(t, p), l.NotPublic)
		}
	}
}
