package web

import (
	"net/http"
	"net/url"

	"passerelle/internal/access"
	"passerelle/internal/fault"
	"passerelle/internal/partner"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// systems shows which information systems speak for the organisation.
func (s *Site) systems(v *Visit) error {
	return s.systemsPage(v, http.StatusOK, url.Values{"act": {s.newAct()}}, nil)
}

// What a system may do, as the form says it.
const (
	systemReads  = "lire"
	systemWrites = "ecrire"
)

func (s *Site) systemsPage(v *Visit, status int, typed url.Values, wrong []ui.Problem) error {
	list, err := s.Partner.List(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	var makers []access.Worker
	for _, x := range list {
		makers = append(makers, x.MadeBy)
	}
	names, err := s.Org.WorkerNames(v.R.Context(), makers)
	if err != nil {
		return err
	}
	p := page.Systems{
		Frame: s.frame(v, v.L.T("partner.title")), Name: typed.Get("name"), Step: teamStep(v, "/app/equipe/systemes", typed.Get("act"), wrong),
		May: []ui.Option{{Value: systemReads, Key: "partner.reads", Checked: typed.Get("may") == systemReads}, {Value: systemWrites, Key: "partner.writes", Checked: typed.Get("may") == systemWrites}},
	}
	p.Here = "team"
	p.Said = v.R.URL.Query().Get("fait") == "retire"
	for _, x := range list {
		one := page.System{Name: x.Name, May: "partner.reads", Made: s.when(v, x.Made), MadeBy: names[x.MadeBy], Used: s.when(v, x.Used), Ended: s.when(v, x.Revoked)}
		if x.Writes {
			one.May = "partner.writes"
		}
		for _, n := range x.Told {
			one.Told = append(one.Told, page.ToldAt{Host: n.Host, State: "partner.told_" + string(n.State), Silent: n.State == partner.Failed})
		}
		if x.Revoked.IsZero() {
			one.Revoke = v.href("/app/equipe/systemes/" + x.ID + "/retirer")
			p.Live = append(p.Live, one)
		} else {
			p.Over = append(p.Over, one)
		}
	}
	return s.page(v, status, page.SystemsPage(p))
}

// systemMake makes an access and shows its secret in this very answer: it
// stands in no address and is kept nowhere.
func (s *Site) systemMake(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	may := form.Get("may")
	var id, secret string
	if may != systemReads && may != systemWrites {
		err = fault.Field("may", "partner.may_missing")
	} else {
		id, secret, err = s.Partner.Make(v.R.Context(), v.By, form.Get("act"), partner.NewSystem{Name: form.Get("name"), Writes: may == systemWrites})
	}
	if wrong, status, ok := again(err); ok {
		return s.systemsPage(v, status, form, wrong)
	}
	if err != nil {
		return err
	}
	p := page.SystemGiven{Frame: s.frame(v, v.L.T("partner.given_title")), Name: form.Get("name"), ID: id, Secret: secret, Address: s.base(v) + "/fhir", Back: v.href("/app/equipe/systemes")}
	p.Here = "team"
	return s.page(v, http.StatusOK, page.SystemGivenPage(p))
}

func (s *Site) systemRevoke(v *Visit) error {
	if err := s.Partner.Revoke(v.R.Context(), v.By, v.R.PathValue("system")); err != nil {
		return err
	}
	return s.seeOther(v, "/app/equipe/systemes?fait=retire")
}
