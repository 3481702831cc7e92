package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/directory"
	"passerelle/internal/text"
)

// TestCopiesAreFoundAmongRealServices puts two hundred copies into real
// directories, each as another source would write it, and looks for them. None
// of the pairs that were not there before may be anything but a copy.
func TestCopiesAreFoundAmongRealServices(t *testing.T) {
	for name, tsv := range map[string]string{"health": healthTSV, "food": foodTSV, "legal": legalTSV} {
		all, err := listings(name, tsv)
		if err != nil {
			t.Fatal(err)
		}
		for i, l := range all {
			l.Org = access.Org(fmt.Sprint("org-", i)) // one that says no more than its name
		}
		before := map[[2]access.Service]bool{}
		for _, d := range directory.Duplicates(slices.Values(all), directory.NewIndex(all).Get) {
			before[[2]access.Service{d.A.ID, d.B.ID}] = true
		}
		with, copies := slices.Clone(all), map[access.Service]access.Service{}
		const wanted = 200
		step := max(1, len(all)/wanted)
		for i := 0; i < len(all) && len(copies) < wanted; i += step {
			number, street := 100+i, []string{"rue Saint-Denis", "boulevard de l'Église", "avenue du Parc Nord", "chemin Queen Mary"}[i%4]
			one, other := *all[i], *all[i]
			one.Phones = []directory.Phone{{Number: fmt.Sprintf("514-555-%04d", i)}}
			one.Places = placed(one.Places, fmt.Sprintf("%d, %s, bureau %d", number, street, i%9+1))
			other.ID, other.Org, other.Source = "copy-"+one.ID, "another-"+one.Org, "another"
			other.Phones = []directory.Phone{{Number: fmt.Sprintf("+1 (514) 555 %04d", i)}}
			other.Places = placed(other.Places, fmt.Sprintf("%d %s", number, shortened.Replace(street)))
			other.Name, other.OrgName = rewritten(one.Name, i), rewritten(one.OrgName, i+1)
			switch i / step % 3 { // who knows no telephone, who no address
			case 1:
				other.Phones = nil
			case 2:
				other.Places = placed(other.Places, "")
			}
			with[i] = &one
			with, copies[other.ID] = append(with, &other), one.ID
		}
		found, strange := 0, 0
		for _, d := range directory.Duplicates(slices.Values(with), directory.NewIndex(with).Get) {
			switch {
			case copies[d.A.ID] == d.B.ID || copies[d.B.ID] == d.A.ID:
				found++
			case !before[[2]access.Service{d.A.ID, d.B.ID}] && copies[d.A.ID] == "" && copies[d.B.ID] == "":
				strange++
				t.Logf("%s: %s and %s are new, and no copies", name, d.A.ID, d.B.ID)
			}
		}
		t.Logf("%s: %d of %d copies found; %d pairs were there before", name, found, len(copies), len(before))
		if found*100 < 95*len(copies) {
			t.Errorf("%s: %d of %d copies found, want 95 in a hundred", name, found, len(copies))
		}
		if strange > len(copies)/100 {
			t.Errorf("%s: %d pairs are no copies", name, strange)
		}
	}
}

func placed(places []directory.Place, address string) []directory.Place {
	out := slices.Clone(places)
	for i := range out {
		out[i].Address, out[i].HasPoint = address, address != "" && out[i].HasPoint
	}
	return out
}

var shortened = strings.NewReplacer("rue Saint-Denis", "St-Denis St.", "boulevard de l'Église", "boul. de l'Eglise", "avenue du Parc Nord", "Ave du Parc N.", "chemin", "Ch.")

// rewritten is a name as somebody else writes it.
func rewritten(t directory.Text, how int) directory.Text {
	change := func(s string) string {
		if s == "" {
			return ""
		}
		switch how % 5 {
		case 0:
			return strings.ToUpper(s)
		case 1:
			return text.Fold(s)
		case 2: // a letter is lost in the longest word
			longest := ""
			for w := range strings.FieldsSeq(s) {
				if len(w) > len(longest) {
					longest = w
				}
			}
			if r := []rune(longest); len(r) > 6 {
				return strings.Replace(s, longest, string(r[:3])+string(r[4:]), 1)
			}
			return s
		case 3:
			return strings.NewReplacer("Saint-", "St-", "Centre", "Ctr", "&", "and", "Hospital", "Hosp.").Replace(s)
		}
		return s + " inc."
	}
	return directory.Text{FR: change(t.FR), EN: change(t.EN)}
}
