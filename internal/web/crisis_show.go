package web

import (
	"net/http"
	"slices"

	"passerelle/internal/access"
	"passerelle/internal/crisis"
	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// What one sheet of paper holds, and one look.
const (
	tasksShown     = 8
	decisionsShown = 5
	needsShown     = 8
	placesShown    = 8
)

// crisisShow is the page that a cell runs from.
func (s *Site) crisisShow(v *Visit) error { return s.crisisPage(v, http.StatusOK, nil) }

func (s *Site) crisisPage(v *Visit, status int, wrong []ui.Problem) error {
	c, err := s.Crisis.Show(v.R.Context(), v.By, v.R.PathValue("crise"))
	if err != nil {
		return err
	}
	self := "/app/crise/" + c.ID
	local := c.Now.In(s.Zone)
	p := page.Crisis{
		Frame: s.frame(v, c.Title), Back: v.href("/app/crise"), Problems: wrong, Title: noted(c.Title), Sector: s.crisisSector(v, c.Crisis), Why: noted(c.Why),
		Day: v.L.Day(local), At: v.L.Time(local.Hour(), local.Minute()), Since: s.when(v, c.Opened.Time), Until: s.when(v, c.End()), Over: c.Over(c.Now),
		Minutes: v.href(self + "/compte-rendu"), PostMortem: v.href(self + "/bilan"),
		Review: s.when(v, c.Review.Time), ReviewLate: c.Now.After(c.Review.Time),
	}
	p.Here, p.Paper = "today", true
	if v.R.URL.Query().Get("fait") != "" {
		p.Said = v.L.T("crisis.said")
	}
	if !p.Over {
		p.Alerts = s.alerts(v)
		s.crisisActs(v, &p, c, self)
		if p.Heard, err = s.crisisHeard(v, c.Now); err != nil {
			return err
		}
		if err := s.crisisPlaces(v, &p); err != nil {
			return err
		}
	}
	s.crisisTasks(v, &p, c, self)
	s.crisisRules(v, &p, c, self)
	for _, e := range firstOf(c.Decisions(), decisionsShown) {
		p.Decisions = append(p.Decisions, page.CrisisDecision{Words: noted(e.Words), Origin: noted(e.Origin), Org: s.orgName(v, e.Org), At: s.when(v, e.At.Time)})
	}
	for _, m := range c.Members {
		if m.Left.IsZero() {
			p.Members = append(p.Members, page.CrisisMember{Org: s.orgName(v, m.Org), Function: noted(m.Function), Phone: m.Phone, Hours: noted(m.Hours)})
		}
	}
	return s.page(v, status, page.CrisisPage(p))
}

func firstOf[T any](list []T, most int) []T { return list[:min(len(list), most)] }

// crisisActs are what the visitor may do: of a member, or to become one.
func (s *Site) crisisActs(v *Visit, p *page.Crisis, c *crisis.Situation, self string) {
	if !crisis.MayWrite(v.By) {
		return
	}
	note := func(what string) string { return v.href(self + "/noter/" + what) }
	p.Join = note("membre")
	if c.Member(v.By.Org()) == nil {
		return
	}
	p.Member = true
	p.Decide, p.Relax, p.Give, p.Look, p.Renew = note("decision"), note("regle"), note("tache"), note("revue"), note("duree")
	p.Close, p.Leave, p.LeaveAct = v.href(self+"/fermer"), v.href(self+"/quitter"), hidden(s.newAct())
	if len(s.Finder.ByOrg(v.By.Org())) > 0 {
		p.OpenPlaces = v.href("/app/nos-places/nouveau")
	}
}

// mayFinish reports that the visitor says a task is done; the cell decides
// again.
func mayFinish(by access.Actor, t crisis.Task, member bool) bool {
	return member && crisis.MayWrite(by) || t.Org == by.Org() && by.Has(access.Intervention, access.Coordination, access.Management)
}

// crisisTasks are the open tasks, the first due first, then those done last.
func (s *Site) crisisTasks(v *Visit, p *page.Crisis, c *crisis.Situation, self string) {
	member := c.Member(v.By.Org()) != nil
	var open, done []page.CrisisTask
	for _, t := range c.Tasks {
		x := page.CrisisTask{Words: noted(t.Words), Org: s.orgName(v, t.Org), Due: s.when(v, t.Due.Time)}
		if !t.Done.IsZero() {
			x.Done = s.when(v, t.Done.Time)
			done = append(done, x)
			continue
		}
		x.Late = t.Late(c.Now)
		if mayFinish(v.By, t, member) {
			x.Finish, x.Act = v.href(self+"/tache/"+t.ID+"/faite"), hidden(s.newAct())
		}
		open = append(open, x)
	}
	slices.Reverse(done)
	p.Tasks = append(open, firstOf(done, max(0, tasksShown-len(open)))...)
}

func (s *Site) crisisRules(v *Visit, p *page.Crisis, c *crisis.Situation, self string) {
	for _, r := range c.Rules {
		if !r.InForce(c.Crisis, c.Now) {
			continue
		}
		x := page.CrisisRule{Words: noted(r.Words), By: noted(r.By), Until: s.when(v, r.End(c.Crisis)), Renewed: r.Renewed}
		if p.Member {
			x.Renew, x.Lift, x.Act = v.href(self+"/regle/"+r.ID), v.href(self+"/regle/"+r.ID+"/lever"), hidden(s.newAct())
		}
		p.Rules = append(p.Rules, x)
	}
}

// crisisPlaces are what is free now, by unit and population, and the temporary
// places with their end.
func (s *Site) crisisPlaces(v *Visit, p *page.Crisis) error {
	offers, now, err := s.Place.Board(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	at := map[[2]string]int{}
	for _, o := range offers {
		if !o.Known(now) || s.countedService(o) == nil {
			continue
		}
		key := [2]string{o.Unit, o.Population}
		i, ok := at[key]
		if !ok {
			i = len(p.Places)
			at[key] = i
			p.Places = append(p.Places, page.CrisisPlaces{What: placeWhat(v.L, o.Unit, o.Population)})
		}
		p.Places[i].Left += o.Left()
		if o.Surge() {
			p.Temporary = append(p.Temporary, v.L.Text("crisis.places_temporary", "service", s.serviceName(v, o.Service), "time", s.when(v, o.Ends.Time)))
		}
	}
	slices.SortStableFunc(p.Places, func(a, b page.CrisisPlaces) int { return b.Left - a.Left })
	p.Places, p.Temporary = firstOf(p.Places, placesShown), firstOf(p.Temporary, placesShown)
	p.Board = v.href("/app/places")
	return nil
}

func crisisRow(l *i18n.Local, need string) i18n.Text {
	if need == "" {
		return l.Text("crisis.need_unknown")
	}
	return needLabel(l, need)
}
