package web_test

import (
	"strings"
	"testing"

	"passerelle/internal/directory"
)

// TestOtherNamesWordsAndPagesAreShown, but nothing of a place whose address is not public.
func TestOtherNamesWordsAndPagesAreShown(t *testing.T) {
	t.Parallel()
	all := quarter()
	all[0].More = &directory.Particulars{Also: []directory.Text{{FR: "Dents du quai"}, {FR: "CDQ"}}, Program: directory.Text{FR: "Sourires"}, Approvals: []directory.Text{{FR: "Agréé par la Ville"}, {FR: "Permis 12"}}, Pages: []directory.Webpage{
		{Label: directory.Text{FR: "Photos"}, URL: "https://quai.exemple.ca/photos"}, {About: directory.AboutHours, URL: "https://quai.exemple.ca/heures"}}}
	told := &directory.PlaceBesides{Also: directory.Text{FR: "La cour"}, Talk: directory.Text{FR: "Sonnez deux fois, porte Secrète"}}
	all[2].Places[0].More = told
	all[0].Places[0].More = told
	p := openPublic(t, all)
	_, raw := p.get("/fr/service/d1")
	body := plainly(tags.ReplaceAllString(raw, " "))
	for _, s := range []string{"Autre nom : Dents du quai · CDQ", "Autre nom : La cour", "Programme : Sourires", "Agréments et permis : Agréé par la Ville · Permis 12", "Sonnez deux fois", "Photos", "Horaire en ligne"} {
		if !strings.Contains(body, s) {
			t.Errorf("%q is not there", s)
		}
	}
	if !strings.Contains(raw, `href="https://quai.exemple.ca/heures"`) {
		t.Error("the page of hours is not linked")
	}
	if _, body := p.get("/fr/service/s1"); strings.Contains(body, "Secrète") || strings.Contains(body, "La cour") {
		t.Error("a hidden place is told of")
	}
}

// TestWhoConfirmedIsCalledAsThePageCallsThem: the name that was kept with a
// confirmation is that of the day and of one language.
func TestWhoConfirmedIsCalledAsThePageCallsThem(t *testing.T) {
	t.Parallel()
	all := quarter()
	all[0].OrgName.EN = "Quay Centre"
	p := openPublic(t, all)
	for path, want := range map[string]string{"/en/service/d1": "by Quay Centre", "/fr/service/d1": "par Centre du quai"} {
		status, raw := p.get(path)
		body := plainly(tags.ReplaceAllString(raw, " "))
		if n := strings.Count(strings.Join(strings.Fields(body), " "), want); status != 200 || n == 0 {
			t.Errorf("%s: %d, and nowhere %q", path, status, want)
		}
		if path[1:3] == "en" && strings.Contains(body, "by Centre du quai") {
			t.Errorf("%s says who confirmed in French", path)
		}
	}
}
