package web

import (
	"context"

	"github.com/a-h/templ"

	"passerelle/internal/access"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/org"
	"passerelle/internal/web/ui"
)

// Demo is what the strip of the demo offers. It is nil in a real installation,
// which then has neither the strip nor a route that leads into a role.
type Demo struct {
	Personas []Persona
	Tour     []TourStep // told on the home page
	// Prove takes one press for a proof: invented people have no passphrase.
	Prove func(ctx context.Context, by access.Actor, token string) error
}

// TourStep is a step of the demo's story: a sentence, and the role in which it
// is seen. A step without a role is a search that the visitor makes.
type TourStep struct {
	Key     string // sentence
	Args    []any
	Persona string // code of the role to step into
	Words   string // searched for, when there is no role
}

// Persona is a role that a visitor steps into with one press. One of Session,
// Thread and Link is set; the plain visitor has none.
type Persona struct {
	Code  string
	Name  directory.Text // whom the strip names; empty: Key
	Key   string
	Brief directory.Text // the name in three words; empty: Name
	Group string         // key of the side that the role stands on
	Story bool           // one of the roles that tell the story
	// Session opens a worker's session, and ends the one before.
	Session func(ctx context.Context, previous string) (org.Session, error)
	// Thread opens a person's own page.
	Thread func(ctx context.Context) (access.Actor, error)
	// Link makes a link, as somebody without account gets it, and says where it
	// leads.
	Link func(ctx context.Context) (path string, err error)
}

func (s *Site) demoRoutes() []Route {
	if s.Demo == nil {
		return nil
	}
	return []Route{{"POST", "/{lang}/demo/{persona}", ForOurDemo, s.demoEnter}}
}

// demoStrip stands on every page of the demo.
func (s *Site) demoStrip(v *Visit) templ.Component {
	var groups []ui.DemoGroup
	now := s.standingIn(v)
	for _, p := range s.Demo.Personas {
		if n := len(groups); n == 0 || groups[n-1].Key != p.Group {
			groups = append(groups, ui.DemoGroup{Key: p.Group})
		}
		g := &groups[len(groups)-1]
		g.Roles = append(g.Roles, ui.DemoRole{
			Action: v.href("/demo/" + p.Code), Name: s.personaName(v.L, p), Brief: s.personaBrief(v.L, p), Current: p.Code == now, Story: p.Story,
		})
	}
	return ui.DemoStrip(v.L, groups)
}

// demoTour is the story on the home page, nil in a real installation.
func (s *Site) demoTour(v *Visit) (steps []ui.DemoStep) {
	if s.Demo == nil {
		return nil
	}
	for _, t := range s.Demo.Tour {
		step := ui.DemoStep{Text: ui.T(v.L, t.Key, t.Args...), Do: v.L.Text("home.search_do"), Href: v.href("/services", "q", t.Words)}
		for _, p := range s.Demo.Personas {
			if t.Persona != "" && p.Code == t.Persona {
				step.Do, step.Action, step.Href = s.personaName(v.L, p), v.href("/demo/"+p.Code), ""
			}
		}
		steps = append(steps, step)
	}
	return steps
}

// standingIn is the role that the visitor took last, as long as its session or
// its page is still open. It only marks a button of the strip.
func (s *Site) standingIn(v *Visit) string {
	c, err := v.R.Cookie(demoCookie)
	if err != nil {
		return ""
	}
	for _, p := range s.Demo.Personas {
		if p.Code != c.Value {
			continue
		}
		if p.Session != nil && workerToken(v) == "" {
			return ""
		}
		if _, err := v.R.Cookie(threadCookie); p.Thread != nil && err != nil {
			return ""
		}
		return p.Code
	}
	return ""
}

func (s *Site) personaName(l *i18n.Local, p Persona) i18n.Text {
	if p.Name.Empty() {
		return l.Text(p.Key)
	}
	return said(l, p.Name)
}

func (s *Site) personaBrief(l *i18n.Local, p Persona) i18n.Text {
	if p.Brief.Empty() {
		return s.personaName(l, p)
	}
	return said(l, p.Brief)
}

// demoEnter steps out of one role and into another.
func (s *Site) demoEnter(v *Visit) error {
	v.W.Header().Set("Cache-Control", "no-store")
	for _, p := range s.Demo.Personas {
		if p.Code == v.R.PathValue("persona") {
			cookie(v, demoCookie, p.Code)
			return s.stepInto(v, p)
		}
	}
	return fault.New(fault.NotFound, "error.not_found")
}

func (s *Site) stepInto(v *Visit, p Persona) error {
	ctx, previous := v.R.Context(), workerToken(v)
	if p.Session != nil {
		session, err := p.Session(ctx, previous)
		if err != nil {
			return err
		}
		forget(v, threadCookie)
		cookie(v, workerCookie, session.Token)
		return s.seeOther(v, "/app")
	}
	if previous != "" {
		if err := s.Org.SignOut(ctx, previous); err != nil {
			return err
		}
	}
	forget(v, workerCookie)
	if p.Thread != nil {
		by, err := p.Thread(ctx)
		if err != nil {
			return err
		}
		s.openThread(v, by)
		return s.seeOther(v, "/lien/page")
	}
	forget(v, threadCookie)
	if p.Link == nil {
		return s.seeOther(v, "/")
	}
	path, err := p.Link(ctx)
	if err != nil {
		return err
	}
	return s.seeOther(v, path)
}
