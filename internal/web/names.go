package web

import (
	"time"

	"passerelle/internal/access"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/web/ui"
)

// orgName is what people call an organisation: its name in the directory, or
// among those that sign in here.
func (s *Site) orgName(v *Visit, id access.Org) i18n.Text {
	if id == "" {
		return i18n.Text{}
	}
	if known := s.Finder.ByOrg(id); len(known) > 0 {
		return said(v.L, known[0].OrgName)
	}
	if o, err := s.Org.Find(v.R.Context(), id); err == nil {
		return i18n.Text{S: o.Name(string(v.L.Lang())), Lang: i18n.Source}
	}
	return v.L.Text("work.org_unknown")
}

// serviceName is the name of a service; one that left the directory says so.
func (s *Site) serviceName(v *Visit, id access.Service) i18n.Text {
	if d := s.Finder.Get(id); d != nil {
		return said(v.L, d.Name)
	}
	if id == "" { // a system may refer to an organisation and name no service
		return v.L.Text("partner.no_service")
	}
	return v.L.Text("work.service_gone")
}

// referredTo is the service that a referral names; nil when it left the
// directory, or became one with a service of another organisation than receives
// the referral: its name or number would have people tell the wrong one.
func (s *Site) referredTo(id access.Service, receiver access.Org) *directory.Listing {
	if d := s.Finder.Get(id); d != nil && (d.ID == id || d.Org == receiver) {
		return d
	}
	return nil
}

// referredName is serviceName for the service that a referral names.
func (s *Site) referredName(v *Visit, id access.Service, receiver access.Org) i18n.Text {
	if d := s.referredTo(id, receiver); d != nil {
		return said(v.L, d.Name)
	}
	if id == "" {
		return v.L.Text("partner.no_service")
	}
	return v.L.Text("work.service_gone")
}

// when is an instant in the region's own time.
func (s *Site) when(v *Visit, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return v.L.DateTime(t.In(s.Zone))
}

// on is a date in the region's own time.
func (s *Site) on(v *Visit, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return v.L.Date(t.In(s.Zone))
}

// problems is what a refused form says at its fields.
func problems(err error) (list []ui.Problem) {
	for _, f := range fault.FieldsOf(err) {
		list = append(list, ui.Problem{Field: f.Field, Key: f.Key, Args: f.Args})
	}
	return list
}

// mends reports whether an error is for the form to show again, with what was
// typed: a field to correct, or somebody else having saved first.
func mends(err error) bool {
	return len(fault.FieldsOf(err)) > 0 || fault.Is(err, fault.Conflict)
}

// told is problems, with a conflict said at a field.
func told(err error, field string) []ui.Problem {
	if list := problems(err); len(list) > 0 {
		return list
	}
	key, args := fault.KeyOf(err)
	return []ui.Problem{{Field: field, Key: key, Args: args}}
}

// hidden is what a form carries so that sending it twice acts once.
func hidden(act string, more ...ui.Hidden) []ui.Hidden {
	return append([]ui.Hidden{{Name: "act", Value: act}}, more...)
}

// words is a passage somebody typed, in a language it is marked with when known.
func words(s, lang string) i18n.Text { return i18n.Text{S: s, Lang: i18n.Lang(lang)} }
