package web

import (
	"net/http"

	"passerelle/internal/fault"
	"passerelle/internal/org"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// fewCodes are so few that a new sheet is due.
const fewCodes = 3

// security is how the worker who asks signs in, and what they may change.
func (s *Site) security(v *Visit) error {
	how, err := s.Org.Security(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	const self = "/app/moi/securite"
	p := page.Security{
		Frame: s.frame(v, v.L.T("security.title")), Back: v.href("/app/moi"),
		App: how.App, Sheet: how.SecondOn && !how.App, Since: s.when(v, how.SetAt.Time), Codes: how.Codes, Few: how.SecondOn && how.Codes <= fewCodes,
		SetApp: v.href(self + "/application"), SetSheet: v.href(self + "/feuille"), Without: v.href(self + "/sans"),
	}
	p.Here, p.Problems = "me", institutionProblem(v)
	i, tied, err := s.Org.TiedTo(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	if i != nil {
		p.Institution, p.Tied, p.InstitutionLink = i.OrgName.In(string(v.L.Lang())), tied, v.href(self+"/institution/"+i.ID)
	}
	if _, ok := s.passkeyAddress(v); ok {
		p.AddKey = v.href(self + "/cle")
	}
	for _, k := range how.Passkeys {
		key := page.SecurityKey{Name: k.Name, Added: s.when(v, k.Added.Time), Remove: v.href(self + "/cle/" + k.ID)}
		if !k.LastUsed.IsZero() {
			key.Used = s.when(v, k.LastUsed.Time)
		}
		p.Keys = append(p.Keys, key)
	}
	return s.page(v, http.StatusOK, page.SecurityPage(p))
}

// securityStep is a page that changes how one signs in.
func (s *Site) securityStep(v *Visit, path, act string, wrong []ui.Problem) ui.Step {
	return ui.Step{Back: v.href("/app/moi/securite"), Action: v.href("/app/moi/securite" + path), Hidden: hidden(act), Problems: wrong}
}

// keyRemoveAsk has the worker confirm that a passkey opens nothing any more.
func (s *Site) keyRemoveAsk(v *Visit) error {
	how, err := s.Org.Security(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	id := v.R.PathValue("key")
	for _, k := range how.Passkeys {
		if k.ID == id {
			p := page.SecurityConfirm{
				Frame: s.frame(v, v.L.T("security.key_remove_title")), Step: s.securityStep(v, "/cle/"+id, "", nil),
				Title: "security.key_remove_ask", Text: "security.key_remove_note", Args: []any{"name", k.Name}, Do: "security.key_remove_do", Kind: ui.Danger,
			}
			p.Here = "me"
			return s.page(v, http.StatusOK, page.SecurityConfirmPage(p))
		}
	}
	return fault.New(fault.NotFound, "error.not_found")
}

func (s *Site) keyRemove(v *Visit) error {
	if err := s.Org.RemovePasskey(v.R.Context(), v.By, v.Worker.Token, v.R.PathValue("key")); err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	return s.seeOther(v, "/app/moi/securite") // removed already: the list shows it
}

// sheetAsk tells what a sheet of codes is before one is made.
func (s *Site) sheetAsk(v *Visit) error {
	how, err := s.Org.Security(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	p := page.SecurityConfirm{
		Frame: s.frame(v, v.L.T("security.sheet_title")), Step: s.securityStep(v, "/feuille", s.newAct(), nil),
		Title: "security.sheet_set", Text: "security.sheet_ask", Do: "security.sheet_do", Kind: ui.Primary,
	}
	p.Here = "me"
	if how.SecondOn {
		p.Title, p.Text = "security.sheet_again", "security.sheet_again_note"
	}
	return s.page(v, http.StatusOK, page.SecurityConfirmPage(p))
}

// sheet makes the codes and shows them once, in this very answer: sent twice,
// the form shows the same.
func (s *Site) sheet(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	codes, err := s.Org.SetSheet(v.R.Context(), v.By, v.Worker.Token, form.Get("act"))
	if err != nil {
		return err
	}
	return s.sheetShow(v, codes)
}

func (s *Site) sheetShow(v *Visit, codes []string) error {
	how, err := s.Org.Security(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	p := page.SecuritySheet{
		Frame: s.frame(v, v.L.T("security.sheet_title")), Back: v.href("/app/moi/securite"), Name: v.Worker.Name, Codes: codes, App: how.App,
	}
	p.Here, p.Paper = "me", true
	p.Path = "/app/moi/securite" // in another language, the page that this answer leads to
	return s.page(v, http.StatusOK, page.SecuritySheetPage(p))
}

// withoutAsk has the worker confirm that the passphrase alone is enough.
func (s *Site) withoutAsk(v *Visit) error {
	p := page.SecurityConfirm{
		Frame: s.frame(v, v.L.T("security.second_remove")), Step: s.securityStep(v, "/sans", "", nil),
		Title: "security.second_remove", Text: "security.second_remove_note", Do: "security.second_remove_do", Kind: ui.Danger,
	}
	p.Here = "me"
	return s.page(v, http.StatusOK, page.SecurityConfirmPage(p))
}

func (s *Site) without(v *Visit) error {
	if err := s.Org.RemoveSecondStep(v.R.Context(), v.By); err != nil {
		return err
	}
	return s.seeOther(v, "/app/moi/securite")
}

// appAsk shows a secret for an application, which is not kept before a first
// code comes back.
func (s *Site) appAsk(v *Visit) error {
	secret, err := s.Org.NewAppSecret(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	return s.appForm(v, http.StatusOK, secret, s.newAct(), nil)
}

func (s *Site) appForm(v *Visit, status int, secret org.AppSecret, act string, wrong []ui.Problem) error {
	p := page.SecurityApp{Frame: s.frame(v, v.L.T("security.app_set")), Step: s.securityStep(v, "/application", act, wrong), Address: secret.Address}
	p.Here = "me"
	p.Step.Hidden = append(p.Step.Hidden, ui.Hidden{Name: "secret", Value: secret.Text})
	for text := secret.Text; text != ""; text = text[min(4, len(text)):] {
		p.Secret = append(p.Secret, text[:min(4, len(text))])
	}
	return s.page(v, status, page.SecurityAppPage(p))
}

// app has the codes of the application asked from now on.
func (s *Site) app(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	codes, err := s.Org.SetApp(v.R.Context(), v.By, v.Worker.Token, form.Get("act"), form.Get("secret"), form.Get("code"))
	if wrong, status, ok := again(err); ok {
		secret, err := s.Org.AppSecretAgain(v.R.Context(), v.By, form.Get("secret"))
		if err != nil {
			return err
		}
		return s.appForm(v, status, secret, form.Get("act"), wrong)
	}
	if err != nil {
		return err
	}
	return s.sheetShow(v, codes)
}

// proofsForget has a colleague who lost a phone sign in with the passphrase
// alone.
func (s *Site) proofsForget(v *Visit) error {
	m, _, err := s.colleague(v, workerOf(v))
	if err != nil {
		return err
	}
	err = s.Org.ForgetProofs(v.R.Context(), v.By, m.Worker)
	if elsewhere(err) {
		return s.passwordLinkForm(v, http.StatusConflict, s.newAct(), told(err, ""))
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/equipe?fait=preuves")
}
