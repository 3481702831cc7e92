package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"passerelle/internal/fault"
	"passerelle/internal/need"
	"passerelle/internal/round"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// roundPaper is the round for whoever has no phone that can: boxes to tick, and
// slips whose codes work as those that a phone gives.
func (s *Site) roundPaper(v *Visit) error {
	f, err := s.roundKept(v)
	if err != nil {
		return err
	}
	p := page.RoundPaper{
		Frame: s.frame(v, v.L.T("round.paper_title")), Back: v.href("/app/ronde/" + f.ID), Name: f.Name, Until: s.when(v, f.Ends.Time), Kit: f.Kit,
		Sides: roundSides(f), Address: s.short(v, "/suivi"), Langs: s.phrases(f.Round),
	}
	p.Here, p.Paper = "today", true
	for _, code := range s.Round.Slips(f.Round) {
		p.Slips = append(p.Slips, need.Receipt(code).String())
	}
	return s.page(v, http.StatusOK, page.RoundPaperPage(p))
}

// roundKept is a round whose doors are still kept.
func (s *Site) roundKept(v *Visit) (round.Followed, error) {
	f, _, err := s.Round.Follow(v.R.Context(), v.By, v.R.PathValue("ronde"))
	if err == nil && f.Gone() {
		err = fault.New(fault.NotFound, "error.not_found")
	}
	return f, err
}

// roundTypeAsk asks what stands on the paper.
func (s *Site) roundTypeAsk(v *Visit) error {
	return s.roundTypeForm(v, http.StatusOK, url.Values{"act": {s.newAct()}}, nil)
}

// typedNeeds is how many needs one sheet has room for.
const typedNeeds = 6

func (s *Site) roundTypeForm(v *Visit, status int, form url.Values, wrong []ui.Problem) error {
	f, err := s.roundKept(v)
	if err != nil {
		return err
	}
	self := "/app/ronde/" + f.ID
	p := page.RoundType{
		Frame: s.frame(v, v.L.T("round.type_title")), Name: f.Name, Kit: f.Kit != "",
		Step: ui.Step{Back: v.href(self), Action: v.href(self + "/saisir"), Submit: "round.type_do", Problems: wrong, Hidden: hidden(form.Get("act"))},
	}
	p.Here = "today"
	for _, side := range roundSides(f) {
		x := page.RoundTypeSide{RoundSide: side}
		for _, d := range side.Doors {
			x.Lines = append(x.Lines, page.RoundTypeLine{N: d.N, Number: d.Number, Kits: form.Get("kits-" + strconv.Itoa(d.N)), Options: resultOptions(form.Get("door-" + strconv.Itoa(d.N)))})
		}
		p.Sides = append(p.Sides, x)
	}
	for i := range typedNeeds {
		n := strconv.Itoa(i)
		p.Needs = append(p.Needs, page.RoundTypeNeed{Groups: needGroups(v.L, form.Get("need-"+n)), Slip: form.Get("slip-" + n)})
	}
	return s.page(v, status, page.RoundTypePage(p))
}

func resultOptions(chosen string) []ui.Option {
	list := []ui.Option{{Key: "round.type_nothing"}}
	for _, r := range round.Results {
		list = append(list, ui.Option{Value: string(r), Key: resultKeys[r], Checked: string(r) == chosen})
	}
	return list
}

func (s *Site) roundType(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	id := v.R.PathValue("ronde")
	err = s.Round.TypeIn(v.R.Context(), v.By, form.Get("act"), id, roundSheet(form))
	if wrong, status, ok := again(err); ok {
		return s.roundTypeForm(v, status, form, wrong)
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/ronde/"+id+"?fait=1")
}

// roundSheet reads the lines of a sheet. What is no number is out of bounds, and
// said at its door.
func roundSheet(form url.Values) (x round.Sheet) {
	for n := 1; n <= round.DoorsMost; n++ {
		key := strconv.Itoa(n)
		if !form.Has("door-" + key) {
			continue
		}
		l := round.Typed{Door: n, Result: round.Result(form.Get("door-" + key))}
		if kits := strings.TrimSpace(form.Get("kits-" + key)); kits != "" {
			var err error
			if l.Kits, err = strconv.Atoi(kits); err != nil {
				l.Kits = -1
			}
		}
		x.Doors = append(x.Doors, l)
	}
	for i := range typedNeeds {
		n := strconv.Itoa(i)
		if code, slip := form.Get("need-"+n), strings.Join(strings.Fields(form.Get("slip-"+n)), ""); code != "" || slip != "" {
			x.Needs = append(x.Needs, round.Heard{Need: code, Slip: slip})
		}
	}
	return x
}
