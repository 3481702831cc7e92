package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/round"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// roundList is the rounds of the worker's organisation.
func (s *Site) roundList(v *Visit) error {
	list, now, err := s.Round.List(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	p := page.RoundList{Frame: s.frame(v, v.L.T("round.title")), Back: v.href("/app")}
	p.Here = "today"
	if round.MayPrepare(v.By) {
		p.New = v.href("/app/rondes/nouvelle")
	}
	for _, r := range list {
		row := page.RoundRow{Name: r.Name, Href: v.href("/app/ronde/" + r.ID), Seen: r.Seen, Doors: r.Doors}
		if r.Open(now) {
			row.Until = s.when(v, r.Ends.Time)
		}
		p.Rows = append(p.Rows, row)
	}
	return s.page(v, http.StatusOK, page.RoundListPage(p))
}

// roundNewAsk asks for streets and doors.
func (s *Site) roundNewAsk(v *Visit) error {
	if !round.MayPrepare(v.By) {
		return fault.New(fault.NotFound, "error.not_found")
	}
	return s.roundNewForm(v, http.StatusOK, url.Values{"act": {s.newAct()}, "days": {"1"}, "langs": {string(i18n.Source)}}, nil)
}

// roundDays are how long a round may be walked.
var roundDays = []int{1, 2, 3, 7, round.DaysMost}

func (s *Site) roundNewForm(v *Visit, status int, form url.Values, wrong []ui.Problem) error {
	p := page.RoundNew{
		Frame: s.frame(v, v.L.T("round.new")), Name: form.Get("name"), Place: form.Get("place"), Streets: form.Get("streets"), Kit: form.Get("kit"),
		Step: ui.Step{Back: v.href("/app/rondes"), Action: v.href("/app/rondes/nouvelle"), Submit: "round.new", Problems: wrong, Hidden: hidden(form.Get("act"))},
	}
	p.Here = "today"
	for _, w := range wrong {
		p.Tired = p.Tired || w.Field == "tired"
	}
	for _, l := range s.phraseLanguages() {
		p.Langs = append(p.Langs, ui.Option{Value: string(l.Lang), Text: i18n.Text{S: l.Self, Lang: l.Lang}, Checked: slices.Contains(form["langs"], string(l.Lang))})
	}
	for _, n := range roundDays {
		p.Days = append(p.Days, ui.Option{Value: strconv.Itoa(n), Text: v.L.NText("round.days", n), Checked: strconv.Itoa(n) == form.Get("days")})
	}
	return s.page(v, status, page.RoundNewPage(p))
}

func (s *Site) roundNew(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	x := round.Preparing{Name: form.Get("name"), Place: cut(form.Get("place"), 80), Streets: form.Get("streets"), Kit: form.Get("kit"), Days: chosen(form, "days"), Tired: round.Tiring(form.Get("tired"))}
	for _, l := range s.phraseLanguages() {
		if slices.Contains(form["langs"], string(l.Lang)) {
			x.Langs = append(x.Langs, string(l.Lang))
		}
	}
	id, err := s.Round.Prepare(v.R.Context(), v.By, form.Get("act"), x)
	if wrong, status, ok := again(err); ok {
		return s.roundNewForm(v, status, form, wrong)
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/ronde/"+id)
}

// roundShow is one round: what it came to, and on which phones it is.
func (s *Site) roundShow(v *Visit) error { return s.roundPage(v, http.StatusOK, nil) }

func (s *Site) roundPage(v *Visit, status int, wrong []ui.Problem) error {
	f, now, err := s.Round.Follow(v.R.Context(), v.By, v.R.PathValue("ronde"))
	if err != nil {
		return err
	}
	self := "/app/ronde/" + f.ID
	p := page.RoundShow{
		Frame: s.frame(v, v.L.T("round.title")), Back: v.href("/app/rondes"), Name: f.Name, Gone: f.Gone(), Walked: f.Walked(), Seen: f.Figures.Seen, Doors: f.Figures.Doors,
		Said: v.R.URL.Query().Get("fait") != "", Board: v.href("/app/besoins"), Problems: wrong, Acts: [2][]ui.Hidden{hidden(s.newAct()), hidden(s.newAct())},
		Figures: roundFigures(f.Figures), Sides: roundSides(f),
	}
	p.Here = "today"
	if !f.Gone() {
		p.Paper, p.Type = v.href(self+"/papier"), v.href(self+"/saisir")
	}
	if f.Open(now) {
		p.Until, p.Take = s.when(v, f.Ends.Time), v.href(self+"/preter")
		if round.MayPrepare(v.By) {
			p.Close = v.href(self + "/finir")
		}
	}
	for _, n := range f.Needs {
		p.Needs = append(p.Needs, page.RoundNeed{Need: v.L.Text(directory.NeedKey(n.Need)), N: n.N})
	}
	if p.Phones, err = s.roundPhones(v, f, now); err != nil {
		return err
	}
	return s.page(v, status, page.RoundShowPage(p))
}

func roundFigures(f round.Figures) []page.RoundFigure {
	list := []page.RoundFigure{{Key: "round.talked", N: f.Talked}, {Key: "round.absent", N: f.Absent}, {Key: "round.again", N: f.Again}, {Key: "round.never", N: f.Never}, {Key: "round.kits", N: f.Kits}}
	if f.Spared > 0 {
		list = append(list, page.RoundFigure{Key: "round.spared", N: f.Spared})
	}
	if f.Twice > 0 {
		list = append(list, page.RoundFigure{Key: "round.twice", N: f.Twice})
	}
	return append(list, page.RoundFigure{Key: "round.unseen", N: f.Doors - f.Seen - f.Spared})
}

// resultKeys are the words for what came of a door.
var resultKeys = map[round.Result]string{round.Talked: "round.talked", round.Absent: "round.absent", round.Again: "round.again", round.Never: "round.never"}

// roundSides are the doors by side of street, in the order of the walk.
func roundSides(f round.Followed) (list []page.RoundSide) {
	for _, d := range f.Doors {
		if n := len(list); n == 0 || list[n-1].Street != d.Street || list[n-1].Odd != (d.Side == round.Odd) {
			list = append(list, page.RoundSide{Street: d.Street, Odd: d.Side == round.Odd})
		}
		o, x := f.Outcomes[d.N], page.RoundDoor{N: d.N, Number: d.Number, State: "round.unseen"}
		switch {
		case o.Result != "":
			x.State, x.Twice = resultKeys[o.Result], o.People > 1
		case d.Spared:
			x.State = "round.spared"
		}
		side := &list[len(list)-1]
		side.Doors = append(side.Doors, x)
	}
	return list
}

// phoneStates are the words and the colour for how a phone stands.
var phoneStates = map[round.State]struct {
	key  string
	tone ui.Tone
}{
	round.Lent: {"round.state_lent", ui.Calm}, round.Out: {"round.state_out", ui.Ok}, round.Handed: {"round.state_handed", ui.Calm}, round.Revoked: {"round.state_revoked", ui.Late},
}

// skewTold is by how many seconds a phone's clock is wrong before it is said.
const skewTold = 600

func (s *Site) roundPhones(v *Visit, f round.Followed, now time.Time) (list []page.RoundPhone, err error) {
	names, err := s.staffNames(v)
	if err != nil {
		return nil, err
	}
	for _, d := range f.Devices {
		st := phoneStates[d.State()]
		x := page.RoundPhone{Who: names[d.Worker], Paper: d.Paper, State: st.key, Tone: st.tone, Received: d.Received, Waiting: d.Waiting, Skewed: max(d.Skew, -d.Skew) > skewTold}
		if d.Label != "" {
			x.Who = d.Label
		}
		if !d.Seen.IsZero() {
			x.Seen = v.L.Ago(now.Sub(d.Seen.Time))
		}
		self := "/app/ronde/" + f.ID + "/telephone/" + d.ID
		if mine := d.Worker == v.By.Worker(); !d.Paper && (mine || round.MayPrepare(v.By)) {
			x.Acts = [2][]ui.Hidden{hidden(s.newAct()), hidden(s.newAct())}
			if mine && d.State() == round.Lent && f.Open(now) {
				x.Link = v.href(self)
			}
			if d.State() == round.Out {
				x.Hand = v.href(self + "/passer")
			}
			if d.State() != round.Revoked {
				x.Revoke = v.href(self + "/retirer")
			}
		}
		list = append(list, x)
	}
	return list, nil
}

// staffNames are the names of colleagues.
func (s *Site) staffNames(v *Visit) (map[access.Worker]string, error) {
	staff, err := s.Org.ListStaff(v.R.Context(), v.By)
	if err != nil {
		return nil, err
	}
	names := map[access.Worker]string{}
	for _, m := range staff.Members {
		names[m.Worker] = m.Name
	}
	return names, nil
}

// roundLend takes the round, or makes a link for somebody else: both are a link
// that opens once.
func (s *Site) roundLend(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	label := ""
	if form.Get("other") != "" {
		label = form.Get("label")
	}
	id := v.R.PathValue("ronde")
	device, err := s.Round.Lend(v.R.Context(), v.By, form.Get("act"), id, label)
	if wrong, status, ok := again(err); ok {
		return s.roundPage(v, status, wrong)
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/ronde/"+id+"/telephone/"+device)
}

// roundLink shows the link until it was opened: to who made it, and to nobody
// else. What proves it stands behind the #, which no browser sends.
func (s *Site) roundLink(v *Visit) error {
	r, secret, err := s.Round.Link(v.R.Context(), v.By, v.R.PathValue("ronde"), v.R.PathValue("telephone"))
	if err != nil {
		return err
	}
	p := page.RoundLink{Frame: s.frame(v, v.L.T("round.link_title")), Back: v.href("/app/ronde/" + r.ID), Name: r.Name, Link: s.base(v) + v.href("/tournee/") + "#" + secret}
	p.Here = "today"
	return s.page(v, http.StatusOK, page.RoundLinkPage(p))
}

func (s *Site) roundHand(v *Visit) error {
	return s.onRound(v, func(act, id string) error {
		return s.Round.HandOver(v.R.Context(), v.By, act, id, v.R.PathValue("telephone"))
	})
}

func (s *Site) roundRevoke(v *Visit) error {
	return s.onRound(v, func(act, id string) error {
		return s.Round.Revoke(v.R.Context(), v.By, act, id, v.R.PathValue("telephone"))
	})
}

func (s *Site) roundClose(v *Visit) error {
	return s.onRound(v, func(act, id string) error { return s.Round.Close(v.R.Context(), v.By, act, id) })
}

// onRound runs an act and comes back to the round.
func (s *Site) onRound(v *Visit, do func(act, id string) error) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	id := v.R.PathValue("ronde")
	if err := do(form.Get("act"), id); err != nil {
		return err
	}
	return s.seeOther(v, "/app/ronde/"+id+"?fait=1")
}

// phraseKeys are what is shown at a door, in the languages that have it.
var phraseKeys = []string{"round.phrase_hello", "round.phrase_free", "round.phrase_need", "round.phrase_slip", "round.phrase_never"}

// phraseLanguages are the languages in which all of it can be shown. One that
// still holds a machine's drafts is none: at a door nothing could say so.
func (s *Site) phraseLanguages() (list []i18n.Language) {
	for _, l := range s.Bundle.Languages() {
		local := s.Bundle.In(string(l.Lang))
		if !local.Drafts() && !slices.ContainsFunc(phraseKeys, func(k string) bool { return !local.Speaks(k) }) {
			list = append(list, l)
		}
	}
	return list
}

// phrases are what is shown at doors of a round, in its languages.
func (s *Site) phrases(r round.Round) (list []page.RoundLang) {
	chosen := strings.Fields(r.Langs)
	for _, l := range s.phraseLanguages() {
		if !slices.Contains(chosen, string(l.Lang)) {
			continue
		}
		x := page.RoundLang{Lang: l.Lang}
		for _, k := range phraseKeys {
			x.Lines = append(x.Lines, s.Bundle.In(string(l.Lang)).Text(k))
		}
		list = append(list, x)
	}
	return list
}
