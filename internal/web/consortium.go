package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/consortium"
	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// consortiumRoutes are territories and populations shared out between
// organisations.
func (s *Site) consortiumRoutes() []Route {
	return []Route{
		{"GET", "/{lang}/app/consortiums", ForWorker, s.consortiumList},
		{"GET", "/{lang}/app/consortiums/nouveau", ForWorker, s.consortiumNewAsk},
		{"POST", "/{lang}/app/consortiums/nouveau", ForWorker, s.consortiumNew},
		{"GET", "/{lang}/app/consortium/{consortium}", ForWorker, s.consortiumShow},
		{"GET", "/{lang}/app/consortium/{consortium}/modifier", ForWorker, s.consortiumEditAsk},
		{"POST", "/{lang}/app/consortium/{consortium}/modifier", ForWorker, s.consortiumEdit},
		{"POST", "/{lang}/app/consortium/{consortium}/couvrir", ForWorker, s.consortiumTake},
		{"POST", "/{lang}/app/consortium/{consortium}/laisser/{part}", ForWorker, s.consortiumLeave},
		{"POST", "/{lang}/app/consortium/{consortium}/fermer", ForWorker, s.consortiumClose},
	}
}

func (s *Site) consortiumList(v *Visit) error {
	list, err := s.Consortium.List(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	p := page.ConsortiumList{Frame: s.frame(v, v.L.T("consortium.title")), Back: v.href("/app")}
	p.Here = "today"
	if consortium.MayShare(v.By) {
		p.New = v.href("/app/consortiums/nouveau")
	}
	for _, x := range list {
		p.Rows = append(p.Rows, page.ConsortiumRow{Name: noted(x.Name), Href: v.href("/app/consortium/" + x.ID), Orgs: len(x.Orgs()), Holes: len(x.Holes()), Over: x.Over()})
	}
	return s.page(v, http.StatusOK, page.ConsortiumListPage(p))
}

// consortiumNewAsk is the form of a plan that begins.
func (s *Site) consortiumNewAsk(v *Visit) error {
	if !consortium.MayShare(v.By) {
		return fault.New(fault.NotFound, "error.not_found")
	}
	return s.consortiumForm(v, http.StatusOK, "", url.Values{"act": {s.newAct()}}, nil)
}

func (s *Site) consortiumForm(v *Visit, status int, id string, form url.Values, wrong []ui.Problem) error {
	p := page.ConsortiumDraw{
		Frame: s.frame(v, v.L.T("consortium.new")), Name: form.Get("name"), Places: form.Get("places"), Populations: form.Get("populations"),
		Step: ui.Step{
			Back: v.href("/app/consortiums"), Action: v.href("/app/consortiums/nouveau"), Submit: "consortium.new_do", Problems: wrong,
			Hidden: hidden(form.Get("act"), ui.Hidden{Name: "version", Value: form.Get("version")}),
		},
	}
	if id != "" {
		self := "/app/consortium/" + id
		p.Frame = s.frame(v, v.L.T("consortium.edit"))
		p.Change, p.Step.Back, p.Step.Action, p.Step.Submit = true, v.href(self), v.href(self+"/modifier"), "consortium.edit_do"
	}
	p.Here = "today"
	return s.page(v, status, page.ConsortiumDrawPage(p))
}

func drawn(form url.Values) consortium.Drawn {
	return consortium.Drawn{Name: form.Get("name"), Places: form.Get("places"), Populations: form.Get("populations")}
}

func (s *Site) consortiumNew(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	id, err := s.Consortium.Begin(v.R.Context(), v.By, form.Get("act"), drawn(form))
	if wrong, status, ok := again(err); ok {
		return s.consortiumForm(v, status, "", form, wrong)
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/consortium/"+id)
}

func (s *Site) consortiumEditAsk(v *Visit) error {
	p, err := s.Consortium.Show(v.R.Context(), v.By, v.R.PathValue("consortium"))
	if err != nil {
		return err
	}
	if !consortium.MayShare(v.By) || !p.Member(v.By.Org()) || p.Over() {
		return fault.New(fault.NotFound, "error.not_found")
	}
	var places []string
	for _, key := range p.Places {
		places = append(places, s.placeLabel(v.L, key).S)
	}
	return s.consortiumForm(v, http.StatusOK, p.ID, url.Values{
		"act": {s.newAct()}, "version": {strconv.Itoa(p.Version)}, "name": {p.Name},
		"places": {strings.Join(places, "\n")}, "populations": {strings.Join(p.Populations, "\n")},
	}, nil)
}

func (s *Site) consortiumEdit(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	id := v.R.PathValue("consortium")
	err = s.Consortium.Change(v.R.Context(), v.By, form.Get("act"), id, change(form).Version, drawn(form))
	if wrong, status, ok := again(err); ok {
		for i := range wrong {
			for j := 1; j < len(wrong[i].Args); j += 2 {
				if wrong[i].Args[j-1] == "place" { // people know it by its name
					wrong[i].Args[j] = s.placeLabel(v.L, wrong[i].Args[j].(string)).S
				}
			}
		}
		return s.consortiumForm(v, status, id, form, wrong)
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/consortium/"+id)
}

// consortiumShow is who covers what, and where nobody does. One sheet on paper.
func (s *Site) consortiumShow(v *Visit) error {
	return s.consortiumPage(v, http.StatusOK, url.Values{}, nil)
}

func (s *Site) consortiumPage(v *Visit, status int, form url.Values, wrong []ui.Problem) error {
	x, err := s.Consortium.Show(v.R.Context(), v.By, v.R.PathValue("consortium"))
	if err != nil {
		return err
	}
	self := "/app/consortium/" + x.ID
	p := page.ConsortiumShow{
		Frame: s.frame(v, v.L.T("consortium.title")), Back: v.href("/app/consortiums"), Name: noted(x.Name), Day: v.L.Day(s.Clock.Now().In(s.Zone)),
		Over: x.Over(), Problems: wrong, Contact: form.Get("contact"), ContactMost: consortium.ContactMost,
	}
	p.Here, p.Paper = "today", true
	mine := consortium.MayShare(v.By) && !x.Over()
	for _, name := range x.Populations {
		p.Populations = append(p.Populations, noted(name))
	}
	for _, key := range x.Places {
		row := page.ConsortiumPlace{Name: s.placeLabel(v.L, key)}
		for _, population := range x.Populations {
			cell := page.ConsortiumCell{Population: noted(population)}
			for _, part := range x.At(key, population) {
				by := page.ConsortiumPart{Org: s.orgName(v, part.Org), Contact: part.Contact}
				if mine && part.Org == v.By.Org() {
					by.Leave, by.Act = v.href(self+"/laisser/"+part.ID), hidden(s.newAct())
				}
				cell.Parts = append(cell.Parts, by)
			}
			row.Cells = append(row.Cells, cell)
		}
		p.Places = append(p.Places, row)
	}
	for _, h := range x.Holes() {
		p.Holes = append(p.Holes, ui.T(v.L, "consortium.hole", "population", noted(h.Population), "place", s.placeLabel(v.L, h.Place)))
	}
	p.Orgs = orgNames(s, v, x.Orgs())
	if mine {
		p.Take, p.TakeAct = v.href(self+"/couvrir"), hidden(s.newAct())
		for _, key := range x.Places {
			p.PlaceOptions = append(p.PlaceOptions, ui.Option{Value: key, Text: s.placeLabel(v.L, key), Checked: key == form.Get("place")})
		}
		for _, name := range x.Populations {
			p.PopulationOptions = append(p.PopulationOptions, ui.Option{Value: name, Text: noted(name), Checked: name == form.Get("population")})
		}
		if x.Member(v.By.Org()) {
			p.Edit, p.Close, p.CloseAct = v.href(self+"/modifier"), v.href(self+"/fermer"), hidden(s.newAct())
		}
	}
	return s.page(v, status, page.ConsortiumShowPage(p))
}

func orgNames(s *Site, v *Visit, list []access.Org) (names []i18n.Text) {
	for _, o := range list {
		names = append(names, s.orgName(v, o))
	}
	return names
}

func (s *Site) consortiumTake(v *Visit) error {
	return s.consortiumAct(v, func(form url.Values, id string) error {
		return s.Consortium.Take(v.R.Context(), v.By, form.Get("act"), id, consortium.Taking{Place: form.Get("place"), Population: form.Get("population"), Contact: form.Get("contact")})
	})
}

func (s *Site) consortiumLeave(v *Visit) error {
	return s.consortiumAct(v, func(form url.Values, id string) error {
		return s.Consortium.Leave(v.R.Context(), v.By, form.Get("act"), id, v.R.PathValue("part"))
	})
}

func (s *Site) consortiumClose(v *Visit) error {
	return s.consortiumAct(v, func(form url.Values, id string) error {
		return s.Consortium.Close(v.R.Context(), v.By, form.Get("act"), id)
	})
}

func (s *Site) consortiumAct(v *Visit, do func(form url.Values, id string) error) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	id := v.R.PathValue("consortium")
	err = do(form, id)
	if wrong, status, ok := again(err); ok {
		return s.consortiumPage(v, status, form, wrong)
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/consortium/"+id)
}
