package web

import (
	"net/http"
	"slices"

	"passerelle/internal/access"
	"passerelle/internal/fault"
	"passerelle/internal/org"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// leaving is one worker's access about to end: of a colleague, or one's own.
type leaving struct {
	worker       access.Worker
	successor    string
	back, action string
	title        string // key
}

func colleagueLeaving(v *Visit) leaving {
	id := v.R.PathValue("worker")
	return leaving{worker: access.Worker(id), back: "/app/equipe", action: "/app/equipe/depart/" + id, title: "page_team.leave_title"}
}

// leaveAsk has the administration confirm that a colleague's access stops.
func (s *Site) leaveAsk(v *Visit) error {
	return s.leaveForm(v, http.StatusOK, colleagueLeaving(v), nil)
}

// leave ends a colleague's access.
func (s *Site) leave(v *Visit) error {
	gone := func(v *Visit) error { return s.seeOther(v, "/app/equipe?fait=parti") }
	err := s.endAccess(v, colleagueLeaving(v), gone)
	if fault.Is(err, fault.NotFound) { // pressed twice, or by another meanwhile
		return gone(v)
	}
	return err
}

// myLeaveAsk has the worker confirm that they leave the organisation.
func (s *Site) myLeaveAsk(v *Visit) error { return s.leaveForm(v, http.StatusOK, ownLeaving(v), nil) }

// myLeave ends the worker's own access, and with it this session.
func (s *Site) myLeave(v *Visit) error { return s.endAccess(v, ownLeaving(v), s.signedOut) }

func ownLeaving(v *Visit) leaving {
	return leaving{worker: v.By.Worker(), back: "/app/moi", action: "/app/moi/depart", title: "org.me_leave"}
}

func (s *Site) leaveForm(v *Visit, status int, l leaving, wrong []ui.Problem) error {
	m, staff, err := s.colleague(v, l.worker)
	if err != nil {
		return err
	}
	p := page.TeamLeave{
		Frame: s.frame(v, v.L.T(l.title)), Name: m.Name,
		Step: ui.Step{Back: v.href(l.back), Action: v.href(l.action), Problems: wrong},
	}
	p.Here, p.Own = "team", l.worker == v.By.Worker()
	if p.People = accompanies(m.Hats); p.Own && v.By.WorksWithPeople() {
		p.HandOver = v.href("/app/moi/relais")
	}
	p.Register = m.Has(access.Privacy) && !slices.ContainsFunc(staff.Members, func(o org.Member) bool { return o.Worker != m.Worker && o.Has(access.Privacy) })
	if others := successors(staff, m); len(others) > 0 {
		p.Successors = []ui.Option{{Key: "org.no_successor"}}
		for _, o := range others {
			p.Successors = append(p.Successors, ui.Option{Value: string(o.Worker), Text: named(o.Name), Checked: l.successor == string(o.Worker)})
		}
	}
	return s.page(v, status, page.TeamLeavePage(p))
}

// successors are who may look after access when m leaves; nobody is asked for
// while another administrator stays.
func successors(staff org.Staff, m org.Member) (others []org.Member) {
	if !m.Administers() {
		return nil
	}
	for _, o := range staff.Members {
		switch {
		case o.Worker == m.Worker:
		case o.Administers():
			return nil
		default:
			others = append(others, o)
		}
	}
	return others
}

func (s *Site) endAccess(v *Visit, l leaving, done Handle) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	l.successor = form.Get("successor")
	err = s.Org.Leave(v.R.Context(), v.By, l.worker, access.Worker(l.successor))
	if wrong, status, ok := again(err); ok {
		return s.leaveForm(v, status, l, wrong)
	}
	if err != nil {
		return err
	}
	return done(v)
}
