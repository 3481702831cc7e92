package web

import (
	"net/http"

	"passerelle/internal/consent"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// signAsk has the person choose the picture that means "I am being forced".
func (s *Site) signAsk(v *Visit) error { return s.signForm(v, http.StatusOK, nil) }

func (s *Site) signForm(v *Visit, status int, wrong []ui.Problem) error {
	o, err := s.Consent.Overview(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	p := page.SignChoose{
		Frame: s.frame(v, ""), Holder: s.orgName(v, o.Holder),
		Step: ui.Step{Back: v.href("/lien/page"), Action: v.href("/lien/image"), Hidden: hidden(s.newAct()), Problems: wrong},
	}
	p.Exit = true
	return s.page(v, status, page.SignChoosePage(p))
}

func (s *Site) signKeep(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	err = s.Consent.ChooseSign(v.R.Context(), v.By, form.Get("act"), consent.Sign(form.Get("sign")))
	if list := problems(err); len(list) > 0 {
		return s.signForm(v, http.StatusUnprocessableEntity, list)
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/lien/page?fait=image")
}
