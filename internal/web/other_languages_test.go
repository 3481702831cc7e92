package web_test

import (
	"regexp"
	"strings"
	"testing"

	"passerelle/internal/directory"
)

// TestAPageSpeaksItsLanguageWhereSomebodyDid: what was put into the language of the
// page is said in it, marked as such, and the name stays that of the door.
func TestAPageSpeaksItsLanguageWhereSomebodyDid(t *testing.T) {
	t.Parallel()
	all := quarter()
	all[0].Alert = directory.Text{FR: "Fermé lundi"}
	more := *all[0].Particulars()
	more.InOther = map[string]map[string]string{"ar": {
		"description": "ملخص", "alert": "مغلق الاثنين", "application_process": "اتصل", "eligibility_description": "للجميع", "fees_description": "مجاني", "wait_time": "أسبوع", "interpretation_services": "مترجم", "name": "اسم",
	}, "fa": {"description": "خلاصه"}}
	all[0].More = &more
	p := openPublic(t, all)
	_, ar := p.get("/ar/service/d1")
	for _, words := range []string{"ملخص", "مغلق الاثنين", "اتصل", "للجميع", "مجاني", "أسبوع", "مترجم"} {
		if !regexp.MustCompile(`<bdi[^>]*>` + words).MatchString(ar) {
			t.Errorf("%q is not on the Arabic page", words)
		}
	}
	if strings.Contains(ar, "اسم") || strings.Contains(ar, "Fermé lundi") || !strings.Contains(ar, all[0].Name.FR) {
		t.Error("the name of the door is another, or the same is said twice")
	}
	if _, list := p.get("/ar/services?f=1"); !strings.Contains(list, "مغلق الاثنين") {
		t.Error("the card says its alert in French")
	}
	pack := "key\tlang\ttext\tsource\tlicence\tstate\treviewers\tdate\nui.back\tfa-AF\tبازگشت\ts\tMIT\timporté\t\t\n"
	if _, err := p.site.Bundle.LoadPack(strings.NewReader(pack)); err != nil {
		t.Fatal(err)
	}
	if _, dari := p.get("/fa-AF/service/d1"); !strings.Contains(dari, "خلاصه") {
		t.Error("a page in Dari does not say what was put into Persian")
	}
	if _, fr := p.get("/fr/service/d1"); strings.Contains(fr, "ملخص") || !strings.Contains(fr, "Fermé lundi") {
		t.Error("the French page speaks Arabic")
	}
}
