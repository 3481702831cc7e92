package web

import (
	"strings"

	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/org"
	"passerelle/internal/web/ui"
)

// resumeField is the press that takes up the hat under which a form was read.
const resumeField = "reprendre"

// errHat stops an act whose page was read under another hat than the one worn now:
// it would be done on behalf of whom nobody meant. errStranger stops one whose page
// was another person's, or of a hat that was taken off.
var (
	errHat      = fault.New(fault.Conflict, "waiting.hat")
	errStranger = fault.New(fault.Conflict, "waiting.stranger")
)

// underHat compares the hat that a form carries with the one worn now, and takes
// the former up when its reader pressed for it. The two fields are ours: no handler
// meets them. A form that carries none is older than this rule.
func (s *Site) underHat(v *Visit) error {
	if !unsafe(v.R.Method) || hatless(v) {
		return nil
	}
	mark := v.R.URL.Query().Get(ui.HatField) // of a form with a file, which is read as it comes
	resumed := false
	if urlEncoded(v.R) {
		form, err := asCame(v)
		if err != nil {
			return nil // its handler says so
		}
		if under := form.Get(ui.HatField); under != "" {
			mark = under
		}
		if under := form.Get(resumeField); under != "" {
			mark, resumed = under, true
		}
		form.Del(ui.HatField)
		form.Del(resumeField)
	}
	if mark == "" || mark == v.Worker.Worn {
		return nil
	}
	if _, ok := v.Worker.hat(mark); !ok {
		return errStranger
	}
	if !resumed {
		v.Worker.readUnder = mark
		return errHat
	}
	if err := s.Org.ChangeHat(v.R.Context(), v.By, v.Worker.Token, mark); err != nil {
		return err
	}
	return s.identifyWorker(v)
}

// hatless reports an act that is the same under every hat.
func hatless(v *Visit) bool {
	path := v.R.URL.Path
	return strings.HasPrefix(path, "/app/moi/chapeau/") || strings.HasPrefix(path, "/app/moi/confirmer") || path == "/app/moi/partout"
}

// hat is one of those that the worker may wear.
func (w *SignedIn) hat(id string) (org.Hat, bool) {
	for _, h := range w.hats {
		if h.ID == id {
			return h, true
		}
	}
	return org.Hat{}, false
}

// behalf is what a hat is called where hats of several organisations stand.
func behalf(l *i18n.Local, h org.Hat) i18n.Text {
	name := h.OrgName.In(string(l.Lang()))
	if h.TeamName == "" {
		return named(name)
	}
	return l.Text("page_me.hat", "team", h.TeamName, "org", name)
}
