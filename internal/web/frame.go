package web

import (
	"passerelle/internal/i18n"
	"passerelle/internal/web/ui"
)

// frame is what surrounds a page for this visit. title is the browser's tab.
func (s *Site) frame(v *Visit, title string) ui.Frame {
	f := ui.Frame{L: v.L, Title: title, Path: v.shown(), Langs: s.Bundle.Languages()}
	if v.Worker != nil {
		f.Hat = &ui.Hat{Worker: v.Worker.Name, Team: v.Worker.Team, Org: v.Worker.OrgName, Others: v.Worker.Others, People: v.By.WorksWithPeople(), Keeps: ForManager.admits(v.By)}
		f.Langs = workLanguages(f.Langs)
	}
	if s.Demo != nil {
		f.Strip = s.demoStrip(v)
	}
	return f
}

// index has search engines know a page by this address, without its language.
func (s *Site) index(v *Visit, f *ui.Frame, path string) { f.Site, f.Indexed = s.base(v), path }

// workLanguages are those of the work area: workers read French or English.
func workLanguages(all []i18n.Language) []i18n.Language {
	var list []i18n.Language
	for _, item := range all {
		if item.Label == i18n.Complete {
			list = append(list, item)
		}
	}
	return list
}
