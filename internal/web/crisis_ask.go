package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/crisis"
	"passerelle/internal/fault"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// crisisNotes are what somebody notes in a cell, by the last word of the
// address.
var crisisNotes = map[string]func(s *Site, v *Visit, id string, f url.Values) error{
	"decision": func(s *Site, v *Visit, id string, f url.Values) error {
		return s.Crisis.Decide(v.R.Context(), v.By, f.Get("act"), id, line(f, "words"), line(f, "origin"), f.Get("named") != "")
	},
	"regle": func(s *Site, v *Visit, id string, f url.Values) error {
		_, err := s.Crisis.Relax(v.R.Context(), v.By, f.Get("act"), id, line(f, "words"), line(f, "by"), hoursOf(f, "for"), f.Get("named") != "")
		return err
	},
	"tache": func(s *Site, v *Visit, id string, f url.Values) error {
		_, err := s.Crisis.Give(v.R.Context(), v.By, f.Get("act"), id, access.Org(f.Get("org")), line(f, "words"), hoursOf(f, "due"), f.Get("named") != "")
		return err
	},
	"revue": func(s *Site, v *Visit, id string, f url.Values) error {
		return s.Crisis.Review(v.R.Context(), v.By, f.Get("act"), id, line(f, "words"), hoursOf(f, "review"), f.Get("named") != "")
	},
	"membre": func(s *Site, v *Visit, id string, f url.Values) error {
		return s.Crisis.Join(v.R.Context(), v.By, f.Get("act"), id, contactOf(f))
	},
	"duree": func(s *Site, v *Visit, id string, f url.Values) error {
		return s.Crisis.Renew(v.R.Context(), v.By, f.Get("act"), id, hoursOf(f, "for"))
	},
}

func line(f url.Values, name string) string { return strings.TrimSpace(f.Get(name)) }

func contactOf(f url.Values) crisis.Contact {
	return crisis.Contact{Function: line(f, "function"), Phone: line(f, "phone"), Hours: line(f, "hours")}
}

// hoursOf is a time chosen in a list, in hours; none, which is refused at its
// field, when it is no number or none was chosen.
func hoursOf(f url.Values, name string) time.Duration {
	n, err := strconv.Atoi(f.Get(name))
	if err != nil || n < 0 || n > 10_000 {
		return 0
	}
	return time.Duration(n) * time.Hour
}

// crisisOpenAsk asks what a new crisis is.
func (s *Site) crisisOpenAsk(v *Visit) error {
	if !crisis.MayWrite(v.By) {
		return fault.New(fault.NotFound, "error.not_found")
	}
	return s.crisisForm(v, http.StatusOK, nil, "nouvelle", s.newAct(), url.Values{}, nil)
}

func (s *Site) crisisOpen(v *Visit) error {
	f, err := s.form(v)
	if err != nil {
		return err
	}
	id, err := s.Crisis.Open(v.R.Context(), v.By, f.Get("act"), crisis.Opening{
		Title: line(f, "title"), Sector: line(f, "sector"), Why: line(f, "why"), For: hoursOf(f, "for"), Review: hoursOf(f, "review"), Contact: contactOf(f), Sure: f.Get("named") != "",
	})
	if wrong, status, ok := again(err); ok {
		return s.crisisForm(v, status, nil, "nouvelle", f.Get("act"), f, wrong)
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/crise/"+id)
}

// crisisAsk asks for one thing to note.
func (s *Site) crisisAsk(v *Visit) error {
	what := v.R.PathValue("quoi")
	c, err := s.Crisis.Show(v.R.Context(), v.By, v.R.PathValue("crise"))
	if err != nil {
		return err
	}
	if crisisNotes[what] == nil || !crisis.MayWrite(v.By) || c.Over(c.Now) || what != "membre" && c.Member(v.By.Org()) == nil {
		return fault.New(fault.NotFound, "error.not_found")
	}
	typed := url.Values{}
	if m := c.Member(v.By.Org()); m != nil {
		typed = url.Values{"function": {m.Function}, "phone": {m.Phone}, "hours": {m.Hours}}
	}
	return s.crisisForm(v, http.StatusOK, c, what, s.newAct(), typed, nil)
}

func (s *Site) crisisNote(v *Visit) error {
	what, id := v.R.PathValue("quoi"), v.R.PathValue("crise")
	f, err := s.form(v)
	if err != nil {
		return err
	}
	note := crisisNotes[what]
	if note == nil {
		return fault.New(fault.NotFound, "error.not_found")
	}
	err = note(s, v, id, f)
	wrong, status, ok := again(err)
	if fault.Is(err, fault.Conflict) { // it ended while the form was open: what was typed is there to be copied
		wrong, status, ok = told(err, ""), http.StatusConflict, true
	}
	if ok {
		c, err := s.Crisis.Show(v.R.Context(), v.By, id)
		if err != nil {
			return err
		}
		return s.crisisForm(v, status, c, what, f.Get("act"), f, wrong)
	}
	return s.crisisDone(v, id, err)
}

// crisisDone leads back to the page; somebody who came second is told there.
func (s *Site) crisisDone(v *Visit, id string, err error) error {
	if fault.Is(err, fault.Conflict) {
		return s.crisisPage(v, http.StatusConflict, told(err, ""))
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/crise/"+id+"?fait=oui")
}

// The times one may choose, in hours.
var (
	crisisStretches = []int{12, 24, 48, 72, 7 * 24, 14 * 24}
	crisisReviews   = []int{2, 4, 8, 12, 24, 48}
	crisisDues      = []int{1, 2, 4, 8, 24, 48, 72, 7 * 24}
)

// hourOptions are times to choose; usual is chosen at first.
func hourOptions(list []int, typed string, usual int) (options []ui.Option) {
	if typed == "" {
		typed = strconv.Itoa(usual)
	}
	for _, h := range list {
		key, n := lengthKey(time.Duration(h) * time.Hour)
		options = append(options, ui.Option{Value: strconv.Itoa(h), Key: key, Args: []any{"n", n}, Checked: strconv.Itoa(h) == typed})
	}
	return options
}

// crisisForm shows a form of the cell, with what was typed. c is nil before
// there is one.
func (s *Site) crisisForm(v *Visit, status int, c *crisis.Situation, what, act string, typed url.Values, wrong []ui.Problem) error {
	ask := page.CrisisForms[what]
	p := page.CrisisAsk{
		Frame: s.frame(v, v.L.T(ask.Title)), What: what, Typed: typed, WordsMost: crisis.WordsMost,
		Step: ui.Step{Back: v.href("/app/crise"), Action: v.href("/app/crise/nouvelle"), Submit: ask.Submit, Problems: wrong, Hidden: hidden(act)},
		For:  hourOptions(crisisStretches, typed.Get("for"), 72), Review: hourOptions(crisisReviews, typed.Get("review"), 8), Due: hourOptions(crisisDues, typed.Get("due"), 8),
	}
	p.Here = "today"
	for _, q := range wrong {
		if q.Key == crisis.NamedKey {
			p.Marked = append(p.Marked, marked(typed.Get(q.Field), s.Crisis.Marks)...)
		}
	}
	if c != nil {
		self := "/app/crise/" + c.ID
		p.Step.Back, p.Step.Action = v.href(self), v.href(self+"/noter/"+what)
		for _, m := range c.Members {
			if m.Left.IsZero() {
				p.Orgs = append(p.Orgs, ui.Option{Value: string(m.Org), Text: s.orgName(v, m.Org), Checked: string(m.Org) == typed.Get("org")})
			}
		}
	}
	return s.page(v, status, page.CrisisAskPage(p))
}
