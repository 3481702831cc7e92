package web

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/fault"
	"passerelle/internal/org"
	"passerelle/internal/referral"
	"passerelle/internal/text"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// handOverAsk is where a worker hands all their people to a colleague, or where
// who coordinates does it for somebody who is away.
func (s *Site) handOverAsk(v *Visit) error {
	return s.handOverForm(v, http.StatusOK, url.Values{"act": {s.newAct()}, "from": {v.R.URL.Query().Get("de")}}, nil)
}

// withEach counts, per worker, the referrals under way in which they are with the
// person for this organisation; those who left stand there too.
func (s *Site) withEach(v *Visit) (map[access.Worker]int, error) {
	queue, err := s.Referral.List(v.R.Context(), v.By, referral.Filter{Limit: 1000})
	if err != nil {
		return nil, err
	}
	n := map[access.Worker]int{}
	for _, r := range queue {
		who := r.Bond.Receiver
		if r.Side == referral.Source {
			who = r.Pivot
			if r.Bond.Stage == referral.BondPassed {
				who = ""
			}
		}
		if who != "" && !r.State.Ended() {
			n[who]++
		}
	}
	return n, nil
}

func (s *Site) handOverForm(v *Visit, status int, form url.Values, wrong []ui.Problem) error {
	staff, err := s.Org.ListStaff(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	each, err := s.withEach(v)
	if err != nil {
		return err
	}
	last, err := s.Referral.LastHanded(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	ids := []access.Worker{v.By.Worker()}
	for w := range each {
		ids = append(ids, w)
	}
	for _, h := range last {
		ids = append(ids, h.From, h.To)
	}
	names, err := s.Org.WorkerNames(v.R.Context(), ids)
	if err != nil {
		return err
	}
	p := page.HandOver{
		Frame: s.frame(v, v.L.T("hand_over.title")), Mine: each[v.By.Worker()], Said: saidOf(v, handOverSaid),
		Step: ui.Step{Back: v.href("/app/moi"), Action: v.href("/app/moi/relais"), Hidden: hidden(form.Get("act")), Problems: wrong},
	}
	p.Here = "me"
	if v.By.Has(access.Coordination) {
		p.From = append(p.From, ui.Option{Value: string(v.By.Worker()), Text: v.L.NText("hand_over.mine", p.Mine), Checked: form.Get("from") == "" || form.Get("from") == string(v.By.Worker())})
		others := slices.DeleteFunc(slices.Collect(maps.Keys(each)), func(w access.Worker) bool { return w == v.By.Worker() })
		slices.SortFunc(others, func(a, b access.Worker) int {
			return cmp.Or(strings.Compare(text.Fold(names[a]), text.Fold(names[b])), strings.Compare(string(a), string(b)))
		})
		for _, w := range others {
			p.From = append(p.From, ui.Option{Value: string(w), Text: v.L.NText("hand_over.theirs", each[w], "name", names[w]), Checked: form.Get("from") == string(w)})
		}
	}
	p.To = []ui.Option{{Text: named("–")}}
	for _, m := range staff.Members {
		if accompanies(m.Hats) && (m.Worker != v.By.Worker() || v.By.Has(access.Coordination)) {
			p.To = append(p.To, ui.Option{Value: string(m.Worker), Text: named(m.Name), Checked: form.Get("to") == string(m.Worker)})
		}
	}
	for _, h := range last {
		p.Last = append(p.Last, page.Relay{
			What: ui.N(v.L, "hand_over.done", h.Moved, "from", names[h.From], "to", names[h.To]), When: s.when(v, h.At),
			Undo: v.href("/app/moi/relais/" + h.Batch + "/annuler"), Hidden: hidden(s.newAct()),
		})
	}
	return s.page(v, status, page.HandOverPage(p))
}

// handOverSaid is what the page says of the act that led to it. Who could not be
// handed over, and why, stands nowhere: the number that is left does.
var handOverSaid = map[string]string{"passe": "hand_over.said", "reste": "hand_over.said_left", "rien": "hand_over.said_none", "repris": "hand_over.said_undone"}

func (s *Site) handOver(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	from := v.By.Worker()
	if v.By.Has(access.Coordination) && form.Get("from") != "" {
		from = access.Worker(form.Get("from"))
	}
	h, err := s.Referral.HandOver(v.R.Context(), v.By, form.Get("act"), from, access.Worker(form.Get("to")))
	if wrong := problems(err); len(wrong) > 0 {
		return s.handOverForm(v, http.StatusUnprocessableEntity, form, wrong)
	}
	if err != nil {
		return err
	}
	said := "passe"
	switch {
	case h.Kept > 0:
		said = "reste"
	case h.Moved == 0:
		said = "rien"
	}
	return s.seeOther(v, "/app/moi/relais?fait="+said)
}

func (s *Site) handOverUndo(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	if err := s.Referral.UndoHandOver(v.R.Context(), v.By, form.Get("act"), v.R.PathValue("batch")); err != nil {
		return err
	}
	return s.seeOther(v, "/app/moi/relais?fait=repris")
}

// spaceAsk is the person's: to ask one organisation to step back. Withdrawing
// stands beside it.
func (s *Site) spaceAsk(v *Visit) error {
	r, err := s.own(v)
	if err != nil {
		return err
	}
	if o := orgOf(v); o != r.Sender && o != r.Receiver || r.State == referral.Proposed || r.State.Ended() {
		return fault.New(fault.NotFound, "error.not_found")
	}
	p := page.SpaceAsk{
		Frame: s.frame(v, ""), Org: s.orgName(v, orgOf(v)), Withdraw: v.href("/lien/retirer/" + string(orgOf(v))),
		Step: ui.Step{Back: v.href("/lien/page"), Action: v.href("/lien/recul/" + string(r.ID) + "/" + string(orgOf(v))), Hidden: hidden(s.newAct())},
	}
	if orgOf(v) == r.Sender {
		p.Withdraw = "" // what it knows is the person's own record there
	}
	p.Exit = true
	return s.page(v, http.StatusOK, page.SpaceAskPage(p))
}

func (s *Site) spaceSend(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	if err := s.Referral.AskSpace(v.R.Context(), v.By, ref(v), form.Get("act"), orgOf(v)); err != nil {
		return err
	}
	return s.seeOther(v, "/lien/page?fait=recul")
}

// around adds to the person's page how many organisations are with them, and what
// became of those they asked to step back. Nobody else is told the number.
func (s *Site) around(v *Visit, p *page.ThreadShow, holder access.Org, live []access.Org, queue []referral.Summary) error {
	circle := map[access.Org]bool{}
	for _, o := range append(live, holder) {
		circle[o] = o != ""
	}
	asks, err := s.Referral.Spaces(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	open := map[access.Org]bool{}
	for _, a := range asks {
		line := page.ThreadSpace{Org: s.orgName(v, a.Org), Asked: s.on(v, a.Asked), Words: words(a.Words, "")}
		if open[a.Org] = open[a.Org] || a.Open(); !a.Open() {
			line.Answer, line.Answered = "space.said_"+string(a.Answer), s.on(v, a.Answered)
		}
		p.Spaces = append(p.Spaces, line)
	}
	for _, r := range queue {
		if r.State == referral.Proposed || r.State.Ended() {
			continue
		}
		circle[r.Receiver] = true
		for _, o := range []access.Org{r.Receiver, r.Sender} {
			if !open[o] && !slices.ContainsFunc(p.AskSpace, func(l page.Link) bool { return l.Label == s.orgName(v, o) }) {
				p.AskSpace = append(p.AskSpace, page.Link{Label: s.orgName(v, o), Href: v.href("/lien/recul/" + string(r.ID) + "/" + string(o))})
			}
		}
	}
	for _, in := range circle {
		if in {
			p.Circle++
		}
	}
	return nil
}

// spaceRead is the worker's: what the person asks, and the answer.
func (s *Site) spaceRead(v *Visit) error {
	return s.spaceForm(v, http.StatusOK, url.Values{"act": {s.newAct()}}, nil)
}

// askedSpace is what waits for this organisation about one referral; nil when
// nothing does.
func (s *Site) askedSpace(v *Visit) (*referral.Space, error) {
	list, err := s.Referral.Spaces(v.R.Context(), v.By)
	for i := range list {
		if list[i].Referral == ref(v) {
			return &list[i], err
		}
	}
	return nil, err
}

func (s *Site) spaceForm(v *Visit, status int, form url.Values, wrong []ui.Problem) error {
	ask, err := s.askedSpace(v)
	if err != nil {
		return err
	}
	if ask == nil {
		return fault.New(fault.NotFound, "error.not_found")
	}
	p := page.SpaceAnswer{
		Frame: s.frame(v, v.L.T("space.title")), Code: ask.Code, Asked: s.on(v, ask.Asked), Answer: form.Get("answer"), Words: form.Get("words"), Max: referral.NoteMax,
		Step: ui.Step{Back: at(v, ""), Action: at(v, "/recul"), Hidden: hidden(form.Get("act"), ui.Hidden{Name: "ask", Value: ask.ID}), Problems: wrong},
	}
	p.Here = "referrals"
	return s.page(v, status, page.SpaceAnswerPage(p))
}

func (s *Site) spaceAnswer(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	err = s.Referral.AnswerSpace(v.R.Context(), v.By, ref(v), form.Get("act"), form.Get("ask"), referral.SpaceAnswer(form.Get("answer")), typed(form, "words"))
	return s.bondDone(v, err, func(wrong []ui.Problem) error { return s.spaceForm(v, http.StatusUnprocessableEntity, form, wrong) })
}

// spaceRows are what people ask of this organisation, for the day's list.
func (s *Site) spaceRows(v *Visit, codes codes, queue []referral.Summary) (list []page.TodayRow, err error) {
	asks, err := s.Referral.Spaces(v.R.Context(), v.By)
	for _, a := range asks {
		label := a.Code
		for _, r := range queue {
			if r.ID == a.Referral && codes[r.Person] != "" {
				label = codes[r.Person]
			}
		}
		list = append(list, page.TodayRow{Verb: ui.T(v.L, "space.row"), About: named(label), Href: v.href("/app/reference/" + string(a.Referral) + "/recul")})
	}
	return list, err
}

// accompanies reports whether somebody is with people under one of their hats.
func accompanies(hats []org.Hat) bool {
	return slices.ContainsFunc(hats, func(h org.Hat) bool { return h.Roles.Has(access.Intervention) || h.Roles.Has(access.Coordination) })
}
