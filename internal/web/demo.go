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
type Demo struct{ Personas []Persona }

// Persona is a role that a visitor steps into with one press. One of Session,
// Thread and Link is set; the plain visitor has none.
type Persona struct {
	Code string
	Name directory.Text // whom the strip names; empty: Key
	Key  string
	// Session opens a worker's session, and ends the one before.
	Session func(ctx context.Context, previous string) (org.Session, error)
	// Thread opens a person's own page.
	Thread func(ctx context.Context) (access.Actor, error)
	// Link makes an answer link, as a receiver without account gets it.
	Link func(ctx context.Context) (token string, err error)
}

func (s *Site) demoRoutes() []Route {
	if s.Demo == nil {
		return nil
	}
	return []Route{{"POST", "/{lang}/demo/{persona}", ForOurDemo, s.demoEnter}}
}

// demoStrip stands on every page of the demo.
func (s *Site) demoStrip(v *Visit) templ.Component {
	roles := make([]ui.DemoRole, len(s.Demo.Personas))
	for i, p := range s.Demo.Personas {
		roles[i] = ui.DemoRole{Action: v.href("/demo/" + p.Code), Name: s.personaName(v.L, p)}
	}
	return ui.DemoStrip(v.L, roles)
}

func (s *Site) personaName(l *i18n.Local, p Persona) i18n.Text {
	if p.Name.Empty() {
		return l.Text(p.Key)
	}
	return said(l, p.Name)
}

// demoEnter steps out of one role and into another.
func (s *Site) demoEnter(v *Visit) error {
	v.W.Header().Set("Cache-Control", "no-store")
	for _, p := range s.Demo.Personas {
		if p.Code == v.R.PathValue("persona") {
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
	token, err := p.Link(ctx)
	if err != nil {
		return err
	}
	return s.seeOther(v, "/reponse/"+token)
}
