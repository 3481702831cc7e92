package web

import (
	"net/http"
	"slices"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// duplicatesMost is how many pairs one page shows.
const duplicatesMost = 20

// toDecide are the pairs of the directory that this worker may decide of.
func (s *Site) toDecide(v *Visit) ([]directory.Duplicate, error) {
	return s.Directory.DuplicatesToDecide(v.R.Context(), v.By, s.Surveyor.Duplicates(s.Clock.Now()))
}

// duplicates lists the pages that may speak of one service. Two codes in the
// address name a pair that somebody knows.
func (s *Site) duplicates(v *Visit) error {
	q := v.R.URL.Query()
	p := page.Duplicates{One: code(q.Get("une")), Other: code(q.Get("autre"))}
	if p.One+p.Other != "" {
		one, other, wrong := s.pairByCode(v, p.One, p.Other)
		if len(wrong) == 0 {
			return s.seeOther(v, pairPath(one, other))
		}
		p.Problems = wrong
	}
	found, err := s.toDecide(v)
	if err != nil {
		return err
	}
	p.Frame, p.Back, p.Action = s.frame(v, v.L.T("duplicate.title")), v.href("/app/repertoire"), v.href("/app/doublons")
	p.Here = "directory"
	if p.Left = len(found) - duplicatesMost; p.Left < 0 {
		p.Left = 0
	}
	for _, d := range found[:len(found)-p.Left] {
		if one, other := s.ownListing(v, string(d.A.ID)), s.ownListing(v, string(d.B.ID)); one != nil && other != nil {
			p.Pairs = append(p.Pairs, s.duplicatePair(v, one, other, d.Reasons))
		}
	}
	if a, b, ok := strings.Cut(q.Get("distincts"), "."); ok {
		if one, other := s.ownListing(v, a), s.ownListing(v, b); one != nil && other != nil { // a link may hold anything
			p.Apart = &page.DuplicateUndo{Action: v.href(pairPath(one.ID, other.ID) + "/distincts"), Hidden: hidden(s.newAct(), ui.Hidden{Name: "encore", Value: "1"})}
		}
	}
	if d := s.ownListing(v, q.Get("reunies")); d != nil && len(d.Particulars().Former) > 0 {
		p.United = &page.DuplicateDone{Name: said(v.L, d.Name), See: v.href("/service/" + string(d.ID)), History: v.href("/app/service/" + string(d.ID) + "/historique")}
	}
	status := http.StatusOK
	if len(p.Problems) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return s.page(v, status, page.DuplicatesPage(p))
}

func code(typed string) string { return strings.ToLower(strings.TrimSpace(cut(typed, 40))) }

func pairPath(a, b access.Service) string { return "/app/doublons/" + string(a) + "/" + string(b) }

// pairByCode finds two services by the codes of their short addresses.
func (s *Site) pairByCode(v *Visit, codes ...string) (one, other access.Service, wrong []ui.Problem) {
	var ids []access.Service
	for i, field := range []string{"une", "autre"} {
		d := s.Finder.ByCode(codes[i])
		switch {
		case d == nil:
			wrong = append(wrong, ui.Problem{Field: field, Key: "duplicate.code_unknown"})
		case !directory.SpeaksFor(v.By, d.Org):
			wrong = append(wrong, ui.Problem{Field: field, Key: "duplicate.code_not_yours"})
		case slices.Contains(ids, d.ID):
			wrong = append(wrong, ui.Problem{Field: field, Key: "duplicate.code_same"})
		default:
			ids = append(ids, d.ID)
		}
	}
	if len(wrong) > 0 {
		return "", "", wrong
	}
	return ids[0], ids[1], nil
}

func (s *Site) duplicatePair(v *Visit, one, other *directory.Listing, reasons []directory.Resemblance) page.DuplicatePair {
	x := page.DuplicatePair{
		One: s.duplicateSide(v, one), Other: s.duplicateSide(v, other), Hidden: hidden(s.newAct()),
		Compare: v.href(pairPath(one.ID, other.ID)), Apart: v.href(pairPath(one.ID, other.ID) + "/distincts"),
	}
	for _, why := range reasons {
		x.Why = append(x.Why, v.L.Text("duplicate."+string(why)))
	}
	return x
}

// duplicateSide is a page in a few lines: what tells whether two are one.
func (s *Site) duplicateSide(v *Visit, d *directory.Listing) page.DuplicateSide {
	x := page.DuplicateSide{
		Name: said(v.L, d.Name), Org: said(v.L, d.OrgName), Href: v.href("/service/" + string(d.ID)), Summary: said(v.L, d.Summary),
		Source: d.Source, Confirmed: s.on(v, d.ConfirmedAt),
	}
	var where []string
	add := func(list []directory.Phone) {
		for _, p := range list {
			if n := i18n.Phone(p.Number); p.Kind != directory.KindFax && !slices.Contains(x.Phones, n) {
				x.Phones = append(x.Phones, n)
			}
		}
	}
	add(d.Phones)
	for _, p := range d.Places {
		add(p.Phones)
		if at := strings.Trim(p.Address+", "+p.City, ", "); at != "" {
			where = append(where, at)
		}
	}
	x.Where = strings.Join(where, " · ")
	x.Hours = gathered(v.L, s.hours(v.L, d, min(0, len(d.Places)-1)))
	return x
}

// pair are the two services of the address. What became one with another since
// is not there.
func (s *Site) pair(v *Visit) (one, other *directory.Listing, err error) {
	var list []*directory.Listing
	for _, name := range []string{"keep", "gone"} {
		d := s.ownListing(v, v.R.PathValue(name))
		if d == nil {
			return nil, nil, fault.New(fault.NotFound, "error.not_found")
		}
		list = append(list, d)
	}
	return list[0], list[1], nil
}

// ownListing is a service by its own id, for those who speak for it; else nil.
func (s *Site) ownListing(v *Visit, id string) *directory.Listing {
	d := s.Finder.Get(access.Service(id))
	if d == nil || string(d.ID) != id || !directory.SpeaksFor(v.By, d.Org) {
		return nil
	}
	return d
}

// duplicateCompare shows two pages side by side.
func (s *Site) duplicateCompare(v *Visit) error {
	one, other, err := s.pair(v)
	if err != nil {
		return err
	}
	p := page.DuplicateCompare{
		Frame: s.frame(v, v.L.T("duplicate.compare_title")), Back: v.href("/app/doublons"),
		One: s.duplicateSide(v, one), Other: s.duplicateSide(v, other),
		Apart: v.href(pairPath(one.ID, other.ID) + "/distincts"), Hidden: hidden(s.newAct()),
	}
	p.Here = "directory"
	p.One.Keep, p.Other.Keep = v.href(pairPath(one.ID, other.ID)+"/reunir"), v.href(pairPath(other.ID, one.ID)+"/reunir")
	return s.page(v, http.StatusOK, page.DuplicateComparePage(p))
}

// duplicateApart says that two pages are of two services, or takes that back.
func (s *Site) duplicateApart(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	one, other, err := s.pair(v)
	if err != nil {
		return err
	}
	again := form.Get("encore") != ""
	if err := s.Directory.SayApart(v.R.Context(), v.By, form.Get("act"), one.ID, other.ID, !again); err != nil {
		return err
	}
	if again {
		return s.seeOther(v, pairPath(one.ID, other.ID))
	}
	return s.seeOther(v, "/app/doublons?distincts="+string(one.ID)+"."+string(other.ID))
}

// duplicateUniteAsk asks what the page that stays takes from the other.
func (s *Site) duplicateUniteAsk(v *Visit) error {
	one, other, err := s.pair(v)
	if err != nil {
		return err
	}
	return s.duplicateUniteForm(v, http.StatusOK, s.newAct(), one.ID, other.ID, nil)
}

func (s *Site) duplicateUniteForm(v *Visit, status int, act string, keep, gone access.Service, wrong []ui.Problem) error {
	u, err := s.Directory.Union(v.R.Context(), v.By, keep, gone)
	if err != nil {
		return err
	}
	at := pairPath(keep, gone)
	p := page.DuplicateUnite{
		Frame: s.frame(v, v.L.T("duplicate.unite_title")), Keep: said(v.L, u.Keep.Name), Gone: said(v.L, u.Gone.Name), Waiting: u.Waiting, Suggestions: v.href("/app/suggestions"),
		Step: ui.Step{Back: v.href(at), Action: v.href(at + "/reunir"), Submit: "duplicate.unite", Hidden: hidden(act), Problems: wrong},
	}
	p.Here = "directory"
	for _, usual := range []bool{true, false} { // what is ticked already comes first
		for _, o := range u.Offers {
			if o.Usual == usual {
				p.Offers = append(p.Offers, s.duplicateOffer(v.L, o))
			}
		}
	}
	return s.page(v, status, page.DuplicateUnitePage(p))
}

// offerWords is how much of a passage is shown: enough to choose.
const offerWords = 240

func (s *Site) duplicateOffer(l *i18n.Local, o directory.Offer) page.DuplicateOffer {
	x := page.DuplicateOffer{Key: o.Key, Checked: o.Usual}
	short := func(t i18n.Text) i18n.Text {
		if r := []rune(t.S); len(r) > offerWords {
			t.S = string(r[:offerWords]) + "…"
		}
		return t
	}
	c := directory.Change{Type: o.Type, Field: o.Field, Old: o.Kept, New: o.Value}
	if o.Field == "" {
		x.Label, x.Value = l.Text(tableKeys[o.Type]), short(i18n.Text{S: rowWords(l, o.Type, o.Value)})
		return x
	}
	words := s.historyChange(l, c)
	x.Label, x.Value, x.Kept = words.Label, short(words.New), short(words.Old)
	if o.Type == directory.ChangeFact && (o.Value == "yes" || o.Value == "always") { // its name says all
		x.Value = i18n.Text{}
	}
	if o.Lang != "" {
		x.Label = l.Text("duplicate.in_lang", "label", x.Label, "language", i18n.Tongue(o.Lang))
		x.Value.Lang, x.Kept.Lang = i18n.Lang(o.Lang), i18n.Lang(o.Lang)
	}
	return x
}

// uniteRefused says why two pages were not made one. That proposals wait is said
// by the form itself.
func uniteRefused(err error) []ui.Problem {
	if key, _ := fault.KeyOf(err); key == "duplicate.waiting" {
		return nil
	}
	return []ui.Problem{{Key: "duplicate.one_gone"}}
}

// duplicateUnite makes two pages one.
func (s *Site) duplicateUnite(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	act, keep, gone := form.Get("act"), access.Service(v.R.PathValue("keep")), access.Service(v.R.PathValue("gone"))
	err = s.Directory.Unite(v.R.Context(), v.By, act, keep, gone, form["take"])
	if fault.Is(err, fault.Conflict) {
		return s.duplicateUniteForm(v, http.StatusConflict, s.newAct(), keep, gone, uniteRefused(err))
	}
	if err != nil {
		return err
	}
	if err := s.current(v, keep, gone); err != nil {
		return err
	}
	return s.seeOther(v, "/app/doublons?reunies="+string(keep))
}
