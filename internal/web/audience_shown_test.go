package web_test

import (
	"strings"
	"testing"

	"passerelle/internal/directory"
)

func TestForWhomAndHowToPayAreShown(t *testing.T) {
	t.Parallel()
	all := quarter()
	all[0].More = &directory.Particulars{Audience: []directory.Text{{FR: "Plus de 55 ans"}}, Payments: []directory.Text{{FR: "Comptant"}, {FR: "Chèque"}}}
	_, body := openPublic(t, all).get("/fr/service/d1")
	body = plainly(tags.ReplaceAllString(body, " "))
	for _, s := range []string{"Qui peut y aller Plus de 55 ans", "Prix Pour payer : Comptant · Chèque"} {
		if !strings.Contains(body, s) {
			t.Errorf("%q is not there", s)
		}
	}
}
