package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// ownCard reads the card of the worker's own organisation and the part that
// the address names; any other is not found.
func (s *Site) ownCard(v *Visit) (u *directory.Understanding, fields []string, err error) {
	none := fault.New(fault.NotFound, "error.not_found")
	org, part := access.Org(v.R.PathValue("org")), directory.CardPart(v.R.PathValue("part"))
	i := slices.IndexFunc(directory.CardParts, func(p struct {
		Part   directory.CardPart
		Fields []string
	}) bool {
		return p.Part == part
	})
	if i < 0 || org != v.By.Org() {
		return nil, nil, none
	}
	if u, err = s.Directory.Understand(v.R.Context(), v.By, org); err == nil && !u.Ours {
		err = none
	}
	return u, directory.CardParts[i].Fields, err
}

// cardWriteAsk asks for a part of the card, in the language of the page.
func (s *Site) cardWriteAsk(v *Visit) error {
	u, fields, err := s.ownCard(v)
	if err != nil {
		return err
	}
	card := u.Cards[string(v.L.Lang())]
	typed := map[string]string{}
	for _, f := range fields {
		typed[f] = card.Field(f)
	}
	for q, a := range u.Approach {
		typed[string(q)] = a
	}
	return s.cardForm(v, http.StatusOK, s.newAct(), u, fields, typed, false, nil)
}

// cardForm shows what is typed; beside it, once somebody else saved first, what
// stands now.
func (s *Site) cardForm(v *Visit, status int, act string, u *directory.Understanding, fields []string, typed map[string]string, compare bool, wrong []ui.Problem) error {
	part := v.R.PathValue("part")
	self := v.href("/app/comprendre/" + string(u.Org))
	card := u.Cards[string(v.L.Lang())]
	p := page.CardEdit{
		Frame: s.frame(v, v.L.T(cardParts[directory.CardPart(part)])), Heading: cardParts[directory.CardPart(part)], Most: directory.CardWords,
		Step: ui.Step{Back: self, Action: self + "/" + part, Submit: "card.save", Problems: wrong,
			Hidden: hidden(act, ui.Hidden{Name: "seen", Value: card.Version(directory.CardPart(part))})},
	}
	p.Here = "today"
	if compare {
		p.Now = s.cardPart(v, u, card, part, fields).Facts
	}
	for _, f := range fields {
		p.Fields = append(p.Fields, page.CardField{Name: f, Label: "card." + f, Value: typed[f]})
	}
	if part == string(directory.PartKnock) {
		for _, q := range directory.ApproachCodes {
			p.Questions = append(p.Questions, approach(string(q), typed[string(q)]))
		}
	}
	return s.page(v, status, page.CardEditPage(p))
}

func (s *Site) cardWrite(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	u, fields, err := s.ownCard(v)
	if err != nil {
		return err
	}
	edit := directory.CardEdit{Act: form.Get("act"), Lang: string(v.L.Lang()), Part: directory.CardPart(v.R.PathValue("part")), Seen: form.Get("seen"), Fields: map[string]string{}}
	typed := map[string]string{}
	for _, f := range fields {
		edit.Fields[f], typed[f] = form.Get(f), form.Get(f)
	}
	if edit.Part == directory.PartKnock {
		edit.Approach = map[directory.ApproachCode]string{}
		for _, q := range directory.ApproachCodes {
			edit.Approach[q], typed[string(q)] = form.Get(string(q)), form.Get(string(q))
		}
	}
	err = s.Directory.WriteCard(v.R.Context(), v.By, edit)
	if wrong, status, ok := again(err); ok {
		return s.cardForm(v, status, edit.Act, u, fields, typed, false, wrong)
	}
	if fault.Is(err, fault.Conflict) {
		return s.cardForm(v, http.StatusConflict, s.newAct(), u, fields, typed, true, told(err, ""))
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/comprendre/"+string(u.Org)+"?fait=1")
}

// practiceAsk asks for a way of working that was born here.
func (s *Site) practiceAsk(v *Visit) error {
	return s.practiceForm(v, http.StatusOK, s.newAct(), directory.Practice{}, "", nil)
}

func (s *Site) practiceForm(v *Visit, status int, act string, typed directory.Practice, year string, wrong []ui.Problem) error {
	p := page.PracticeEdit{
		Frame: s.frame(v, v.L.T("card.practice_add")), Name: typed.Name, Year: year, Words: typed.Words, Most: directory.CardWords,
		Step: ui.Step{Back: v.href("/app/comprendre/" + string(v.By.Org())), Action: v.href("/app/pratique"), Submit: "card.save", Hidden: hidden(act), Problems: wrong},
	}
	p.Here = "today"
	return s.page(v, status, page.PracticeEditPage(p))
}

func (s *Site) practiceAdd(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	typed := directory.Practice{Lang: string(v.L.Lang()), Name: form.Get("name"), Words: form.Get("words")}
	year := strings.TrimSpace(form.Get("since"))
	if year != "" {
		if typed.Since, err = strconv.Atoi(year); err != nil {
			typed.Since = -1 // the use-case says what a year is
		}
	}
	err = s.Directory.AddPractice(v.R.Context(), v.By, form.Get("act"), typed)
	if wrong, status, ok := again(err); ok {
		return s.practiceForm(v, status, form.Get("act"), typed, year, wrong)
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/comprendre/"+string(v.By.Org())+"?fait=1")
}

func (s *Site) practiceEnd(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	if err := s.Directory.EndPractice(v.R.Context(), v.By, form.Get("act"), v.R.PathValue("id")); err != nil {
		return err
	}
	return s.seeOther(v, "/app/comprendre/"+string(v.By.Org())+"?fait=1")
}
