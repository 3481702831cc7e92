package web

import (
	"net/http"
	"net/url"

	"passerelle/internal/access"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// inside is the service of the address, for those who may change it.
func (s *Site) inside(v *Visit) (*directory.Inside, error) {
	return s.Directory.Inside(v.R.Context(), v.By, access.Service(v.R.PathValue("id")))
}

func ownPath(service access.Service) string {
	return "/app/service/" + string(service) + "/modifier"
}

// ownShow lists the parts of a page, what each says, and how sure it is.
func (s *Site) ownShow(v *Visit) error {
	in, err := s.inside(v)
	if err != nil {
		return err
	}
	d, now := in.Listing, s.Clock.Now()
	self := ownPath(d.ID)
	p := page.OwnShow{
		Frame: s.frame(v, v.L.T("own.title")), Back: v.href("/app/repertoire"), Service: said(v.L, d.Name), See: v.href("/service/" + string(d.ID)),
		History: v.href("/app/service/" + string(d.ID) + "/historique"), Sheet: v.href("/app/service/" + string(d.ID) + "/corriger"),
		Inactive: !d.Searchable(), Offer: v.href("/app/service/" + string(d.ID) + "/offrir"), Hidden: hidden(s.newAct()),
		Done: v.R.URL.Query().Get("fait") != "", Code: d.Code,
	}
	p.Here = "directory"
	for _, part := range ownParts {
		if part.aspect == directory.AspectAddress && len(in.Places) == 0 {
			continue
		}
		row := page.OwnRow{Label: ownLabel(part), Href: v.href(self + "/" + part.slug)}
		if d.Says(part.aspect) {
			seen := d.Sighted(part.aspect)
			how := standings[seen.Standing(now)]
			row.Standing, row.Tone, row.On = how.key, how.tone, s.on(v, seen.At)
		} else if row.Standing, row.Tone = "own.says_nothing", ui.Late; part.aspect == directory.AspectClosure {
			row.Standing, row.Tone = "own.no_closure", ui.Calm
		}
		p.Rows = append(p.Rows, row)
	}
	return s.page(v, http.StatusOK, page.OwnShowPage(p))
}

// ownLabel names a part as its organisation reads it.
func ownLabel(p ownPart) string {
	if p.aspect == directory.AspectPhones {
		return "own.reach" // the numbers are on the short sheet
	}
	return aspectKeys[p.aspect]
}

// ownPart finds the part of the address.
func (s *Site) ownPart(v *Visit) (ownPart, error) {
	if p, ok := ownPartOf(v.R.PathValue("part")); ok {
		return p, nil
	}
	return ownPart{}, fault.New(fault.NotFound, "error.not_found")
}

// ownAsk asks what one part of a page should say.
func (s *Site) ownAsk(v *Visit) error {
	part, err := s.ownPart(v)
	if err != nil {
		return err
	}
	in, err := s.inside(v)
	if err != nil {
		return err
	}
	return s.ownForm(v, http.StatusOK, s.newAct(), part, in, part.now(in, s.Clock.Now()), in.Version(part.aspect), nil, nil, nil)
}

// ownForm shows what is typed; beside it, the page as it would be read, or what
// somebody else saved first.
func (s *Site) ownForm(v *Visit, status int, act string, part ownPart, in *directory.Inside, typed url.Values, seen string, preview, now *directory.Listing, wrong []ui.Problem) error {
	self := ownPath(in.Listing.ID)
	f := &ownForm{l: v.L, in: in, typed: typed, wrong: wrong}
	p := page.OwnEdit{
		Frame: s.frame(v, v.L.T(ownLabel(part))), Heading: ownLabel(part), Service: said(v.L, in.Listing.Name), Part: string(part.aspect), Groups: f.own(part),
		Step: ui.Step{Back: v.href(self), Action: v.href(self + "/" + part.slug), Hidden: hidden(act, ui.Hidden{Name: "seen", Value: seen}), Problems: wrong},
	}
	p.Here = "directory"
	for _, shown := range []struct {
		of *directory.Listing
		to **page.Service
	}{{preview, &p.Preview}, {now, &p.Now}} {
		if shown.of == nil {
			continue
		}
		x, err := s.pageOf(v, shown.of)
		if err != nil {
			return err
		}
		*shown.to = &x
	}
	return s.page(v, status, page.OwnEditPage(p))
}

// ownSave saves one part, or shows how it would be read.
func (s *Site) ownSave(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	part, err := s.ownPart(v)
	if err != nil {
		return err
	}
	in, err := s.inside(v)
	if err != nil {
		return err
	}
	act, seen := form.Get("act"), form.Get("seen")
	edit, err := part.read(in, form, s.Clock.Now())
	var preview *directory.Listing
	if look := form.Get("voir") != ""; err == nil && look {
		preview, err = s.Directory.Preview(v.R.Context(), v.By, edit)
	} else if err == nil {
		err = s.Directory.Revise(v.R.Context(), v.By, edit)
	}
	if wrong, status, ok := again(err); ok {
		return s.ownForm(v, status, act, part, in, form, seen, nil, nil, wrong)
	}
	if fault.Is(err, fault.Conflict) {
		return s.ownForm(v, http.StatusConflict, s.newAct(), part, in, form, in.Version(part.aspect), nil, in.Listing, told(err, ""))
	}
	if err != nil {
		return err
	}
	if preview != nil {
		return s.ownForm(v, http.StatusOK, act, part, in, form, seen, preview, nil, nil)
	}
	if err := s.current(v, in.Listing.ID); err != nil {
		return err
	}
	return s.seeOther(v, ownPath(in.Listing.ID)+"?fait=1")
}

// ownOffer says that a service is given no more, or is given again. Its page
// stays for those who hold its address.
func (s *Site) ownOffer(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	in, err := s.inside(v)
	if err != nil {
		return err
	}
	status := directory.Inactive
	if form.Get("offert") == "1" {
		status = directory.Active
	}
	if err := s.Directory.Correct(v.R.Context(), v.By, in.Listing.ID, "status", string(status)); err != nil {
		return err
	}
	if err := s.current(v, in.Listing.ID); err != nil {
		return err
	}
	return s.seeOther(v, ownPath(in.Listing.ID)+"?fait=1")
}

// serviceAddAsk asks for a new service of the worker's organisation. Who sees its
// address is not chosen beforehand: a house that protects people would be shown
// by whoever reads fast.
func (s *Site) serviceAddAsk(v *Visit) error {
	return s.serviceAddForm(v, http.StatusOK, s.newAct(), directory.NewService{Province: "QC"}, nil)
}

func (s *Site) serviceAddForm(v *Visit, status int, act string, n directory.NewService, wrong []ui.Problem) error {
	known, err := s.Directory.Presented(v.R.Context(), v.By.Org())
	if err != nil {
		return err
	}
	p := page.ServiceAdd{
		Frame: s.frame(v, v.L.T("own.add_title")), Name: n.Name, Description: n.Description, Phone: n.Phone, Address: n.Address, City: n.City, Postal: n.Postal, About: n.About,
		Present: !known, OrgName: s.ownName(v), Most: directory.FieldWords,
		Step:  ui.Step{Back: v.href("/app/repertoire"), Action: v.href("/app/service/nouveau"), Submit: "own.add_save", Hidden: hidden(act), Problems: wrong},
		Needs: []ui.OptionGroup{{Options: []ui.Option{{Key: "own.need_choose"}}}},
	}
	p.Here = "directory"
	for _, theme := range directory.Themes() {
		g := ui.OptionGroup{Key: directory.NeedKey(theme)}
		for _, need := range directory.NeedsOf(theme) {
			g.Options = append(g.Options, ui.Option{Value: need, Key: directory.NeedKey(need), Checked: need == n.Need})
		}
		p.Needs = append(p.Needs, g)
	}
	for _, code := range []string{"QC", "ON"} {
		p.Provinces = append(p.Provinces, ui.Option{Value: code, Key: map[string]string{"QC": "own.province_qc", "ON": "own.province_on"}[code], Checked: code == n.Province})
	}
	for _, shows := range directory.Showings {
		p.Shows = append(p.Shows, ui.Option{Value: string(shows), Key: showingKeys[shows], Checked: shows == n.Shows})
	}
	return s.page(v, status, page.ServiceAddPage(p))
}

// serviceAdd publishes a new service, and leads to the parts of its page.
func (s *Site) serviceAdd(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	n := directory.NewService{
		Name: form.Get("name"), Description: form.Get("description"), Need: form.Get("need"), Phone: form.Get("phone"), Address: form.Get("address"), City: form.Get("city"),
		Province: form.Get("province"), Postal: form.Get("postal"), Shows: directory.Showing(form.Get("shows")), Language: string(v.L.Lang()), OrgName: s.ownName(v), About: form.Get("about"),
	}
	service, err := s.Directory.AddService(v.R.Context(), v.By, form.Get("act"), n)
	if wrong, status, ok := again(err); ok {
		return s.serviceAddForm(v, status, form.Get("act"), n, wrong)
	}
	if err != nil {
		return err
	}
	if err := s.current(v, service); err != nil {
		return err
	}
	return s.seeOther(v, ownPath(service)+"?fait=1")
}

// ownServices lists the pages of the worker's organisation, and how many more
// there are.
func (s *Site) ownServices(v *Visit) (list []page.Link, left int) {
	all := s.Finder.ByOrg(v.By.Org())
	left = max(0, len(all)-ownServicesMost)
	for _, d := range all[:len(all)-left] {
		label := said(v.L, d.Name)
		if !d.Searchable() {
			label = v.L.Text("own.not_offered", "name", label)
		}
		list = append(list, page.Link{Label: label, Href: v.href(ownPath(d.ID))})
	}
	return list, left
}

// ownServicesMost is how many pages the home of an organisation lists.
const ownServicesMost = 60

// ownByCode sends a code read at the foot of a page to the parts of that page.
func (s *Site) ownByCode(v *Visit, typed string) (path string, wrong []ui.Problem) {
	d := s.Finder.ByCode(typed)
	switch {
	case d == nil:
		return "", []ui.Problem{{Field: "fiche", Key: "duplicate.code_unknown"}}
	case !directory.SpeaksFor(v.By, d.Org):
		return "", []ui.Problem{{Field: "fiche", Key: "own.code_not_yours"}}
	}
	return ownPath(d.ID), nil
}
