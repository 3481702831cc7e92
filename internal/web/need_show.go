package web

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/need"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// needWords are the needs that wait, in the words in which they were said. That
// they were read is in the log.
func (s *Site) needWords(v *Visit) error {
	f := s.needFilter(v)
	list, now, err := s.Need.Words(v.R.Context(), v.By, f)
	if err != nil {
		return err
	}
	p := page.NeedWords{Frame: s.frame(v, v.L.T("needs.words_title")), Back: v.href("/app/besoins", "besoin", f.Need, "lieu", f.Place)}
	p.Here = "needs"
	for _, h := range list {
		p.List = append(p.List, page.NeedHeard{NeedRow: s.needRow(v, h.Need, now.Time), Words: words(h.Words, h.Language), Observed: words(h.Observed, "")})
	}
	return s.page(v, http.StatusOK, page.NeedWordsPage(p))
}

// needShow is one need with its words, and what can be done about it.
func (s *Site) needShow(v *Visit) error {
	return s.needPage(v, http.StatusOK, "", url.Values{}, nil)
}

// needSaidOf is what the page says of the act that led to it.
var needSaidOf = map[string]string{"pris": "needs.said_taken", "laisse": "needs.said_left", "repondu": "needs.said_answered", "classe": "needs.said_sorted"}

// withinHours are how soon an answer can be promised.
var withinHours = []int{1, 2, 4, 24, 72, 7 * 24}

// needPage shows a need; form and wrong are those of the act that was refused.
func (s *Site) needPage(v *Visit, status int, form string, typed url.Values, wrong []ui.Problem) error {
	h, at, err := s.Need.Show(v.R.Context(), v.By, v.R.PathValue("besoin"))
	if err != nil {
		return err
	}
	now := at.Time
	self := "/app/besoin/" + h.ID
	p := page.NeedShown{
		Frame: s.frame(v, v.L.T("needs.one_title")), Back: v.href("/app/besoins"), Row: s.needRow(v, h.Need, now), Words: words(h.Words, h.Language), Observed: words(h.Observed, ""), Answer: words(h.Answer, ""),
		When: s.when(v, h.At.Time), With: v.L.Text(withKeys[h.With]), Due: s.when(v, h.Due.Time), MaxWords: need.WordsMost,
		Take: v.href(self + "/prendre"), Leave: v.href(self + "/laisser"), Reply: v.href(self + "/repondre"), Sort: v.href(self + "/classer"),
		Lives: h.Lives(), Ours: h.State == need.Taken && h.TakenBy == v.By.Org(), Theirs: h.Kept(v.By.Org(), now),
		Problems: wrong, AnswerTyped: typed.Get("answer"), PlaceTyped: s.placeTyped(v, h.Need, form, typed),
	}
	p.Here = "needs"
	if key := needSaidOf[v.R.URL.Query().Get("fait")]; key != "" && len(wrong) == 0 {
		p.Said = v.L.T(key)
	}
	if h.Reason != "" {
		p.Reason = v.L.Text(need.ReasonKeys[h.Reason])
	}
	for i := range p.Hidden {
		p.Hidden[i] = hidden(s.newAct())
	}
	for _, n := range withinHours {
		o := ui.Option{Value: strconv.Itoa(n), Key: "needs.within_hours", Args: []any{"n", n}, Checked: typed.Get("within") == strconv.Itoa(n)}
		if n > 72 {
			o.Key, o.Args = "needs.within_days", []any{"n", n / 24}
		}
		p.Within = append(p.Within, o)
	}
	p.Reasons = []ui.Option{{Key: "needs.reason_none"}}
	for _, r := range need.Reasons {
		p.Reasons = append(p.Reasons, ui.Option{Value: string(r), Key: need.ReasonKeys[r], Checked: typed.Get("reason") == string(r)})
	}
	chosen := h.Need.Need
	if form == "classer" {
		chosen = typed.Get("need")
	}
	p.Needs = needGroups(v.L, chosen)
	s.needDoors(v, &p, h.Need, now)
	return s.page(v, status, page.NeedShownPage(p))
}

func (s *Site) placeTyped(v *Visit, n need.Need, form string, typed url.Values) string {
	if form == "classer" {
		return typed.Get("place")
	}
	if n.Place == "" {
		return ""
	}
	return s.placeLabel(v.L, n.Place).S
}

// needDoorsMost is how many services are proposed at once.
const needDoorsMost = 4

// needDoors are services that may answer now; when none is open nearby, the
// page says so and shows those that come next.
func (s *Site) needDoors(v *Visit, p *page.NeedShown, n need.Need, now time.Time) {
	if n.Need == "" || !n.Lives() {
		return
	}
	q := directory.Query{Need: n.Need, OpenAt: &now, Limit: needDoorsMost}
	if at, name, ok := s.Locator.Locate(n.Place); n.Place != "" && ok {
		q.Near, q.WithinMetres = &at, nearby
		p.All = v.href("/services", "besoin", n.Need, "pres", name)
		p.Hole = !s.answered(n.Need, at, now)
	} else {
		p.All = v.href("/services", "besoin", n.Need)
	}
	for _, h := range s.Finder.Search(q, now).Hits {
		p.Doors = append(p.Doors, s.card(v.L, h, search{need: n.Need}, now))
	}
}

// onNeed runs an act on a need and comes back to it.
func (s *Site) onNeed(v *Visit, name, done string, do func(form url.Values, id string) error) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	err = do(form, v.R.PathValue("besoin"))
	if wrong, status, ok := again(err); ok {
		return s.needPage(v, status, name, form, wrong)
	}
	if fault.Is(err, fault.Conflict) { // somebody acted while the page was open
		return s.needPage(v, http.StatusConflict, name, form, told(err, ""))
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/besoin/"+v.R.PathValue("besoin")+"?fait="+done)
}

func (s *Site) needTake(v *Visit) error {
	return s.onNeed(v, "prendre", "pris", func(form url.Values, id string) error {
		n, _ := strconv.Atoi(form.Get("within")) // anything else is no promise, and said at its field
		return s.Need.Take(v.R.Context(), v.By, form.Get("act"), id, time.Duration(min(n, 10_000))*time.Hour)
	})
}

func (s *Site) needLeave(v *Visit) error {
	return s.onNeed(v, "laisser", "laisse", func(form url.Values, id string) error {
		return s.Need.Leave(v.R.Context(), v.By, form.Get("act"), id)
	})
}

func (s *Site) needAnswer(v *Visit) error {
	return s.onNeed(v, "repondre", "repondu", func(form url.Values, id string) error {
		return s.Need.Answer(v.R.Context(), v.By, form.Get("act"), id, need.Reply{Words: form.Get("answer"), Language: string(v.L.Lang()), Reason: need.Reason(form.Get("reason"))})
	})
}

func (s *Site) needSort(v *Visit) error {
	return s.onNeed(v, "classer", "classe", func(form url.Values, id string) error {
		return s.Need.Sort(v.R.Context(), v.By, form.Get("act"), id, form.Get("need"), typed(form, "place"))
	})
}

// orgPhone is a number at which people reach an organisation.
func (s *Site) orgPhone(v *Visit, org access.Org) (number, ext string) {
	for _, d := range s.Finder.ByOrg(org) {
		if number, ext = firstPhone(v.L, d); number != "" {
			return number, ext
		}
	}
	return "", ""
}
