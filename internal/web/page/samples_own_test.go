package page_test

import (
	"github.com/a-h/templ"

	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// duplicateSamples are the pages that make two pages one.
func duplicateSamples(l *i18n.Local, m map[string]templ.Component) {
	act := []ui.Hidden{{Name: "act", Value: "a"}}
	side := page.DuplicateSide{
		Name: fr("Proches aidants"), Org: fr("Centre Les Saules"), Where: "25, chemin des Saules, Rive-Claire", Href: "#", Keep: "#", Summary: fr("Une ligne pour parler."),
		Phones: []string{"819 555-0160"}, Hours: []page.HoursRow{{Day: fr("lundi"), Spans: fr("9 h à 16 h")}}, Source: "rive-claire", Confirmed: "2 mars 2026",
	}
	silent := page.DuplicateSide{Name: fr("Proches aidant·e·s"), Org: fr("Ville de Rive-Claire"), Href: "#", Keep: "#", Source: "rive-claire"}
	m["duplicates"] = page.DuplicatesPage(page.Duplicates{
		Frame: work(l, l.T("duplicate.title"), "directory"), Back: "#", Action: "#", Left: 3, One: "rien", Problems: []ui.Problem{{Field: "une", Key: "duplicate.code_unknown"}},
		Pairs: []page.DuplicatePair{{One: side, Other: silent, Why: []i18n.Text{l.Text("duplicate.same_name"), l.Text("duplicate.same_phone")}, Compare: "#", Apart: "#", Hidden: act}},
		Apart: &page.DuplicateUndo{Action: "#", Hidden: act}, United: &page.DuplicateDone{Name: fr("Proches aidants"), See: "#", History: "#"},
	})
	m["duplicates_none"] = page.DuplicatesPage(page.Duplicates{Frame: work(l, l.T("duplicate.title"), "directory"), Back: "#", Action: "#"})
	m["duplicate_compare"] = page.DuplicateComparePage(page.DuplicateCompare{Frame: work(l, l.T("duplicate.compare_title"), "directory"), Back: "#", One: side, Other: silent, Apart: "#", Hidden: act})
	step := ui.Step{Back: "#", Action: "#", Submit: "duplicate.unite", Hidden: act}
	m["duplicate_unite"] = page.DuplicateUnitePage(page.DuplicateUnite{
		Frame: work(l, l.T("duplicate.unite_title"), "directory"), Step: step, Keep: fr("Proches aidants"), Gone: fr("Proches aidant·e·s"),
		Offers: []page.DuplicateOffer{{Key: "fact:languages-spoken:en", Label: l.Text("kept.aspect_languages"), Checked: true}, {Key: "text:name:fr", Label: l.Text("history.f_name"), Value: fr("Proches aidant·e·s"), Kept: fr("Proches aidants")}},
	})
	m["duplicate_unite_nothing"] = page.DuplicateUnitePage(page.DuplicateUnite{Frame: work(l, l.T("duplicate.unite_title"), "directory"), Step: step, Keep: fr("Un"), Gone: fr("Deux")})
	m["duplicate_unite_waits"] = page.DuplicateUnitePage(page.DuplicateUnite{Frame: work(l, l.T("duplicate.unite_title"), "directory"), Step: step, Waiting: 2, Suggestions: "#"})
}

// ownSamples are the pages by which an organisation keeps its services.
func ownSamples(l *i18n.Local, m map[string]templ.Component) {
	act := []ui.Hidden{{Name: "act", Value: "a"}}
	rows := []page.OwnRow{{Label: "kept.aspect_words", Href: "#", Standing: "kept.confirmed", Tone: ui.Ok, On: "2 mars 2026"}, {Label: "kept.aspect_closure", Href: "#", Standing: "own.no_closure", Tone: ui.Calm}}
	show := page.OwnShow{Frame: work(l, l.T("own.title"), "directory"), Back: "#", See: "#", History: "#", Sheet: "#", Service: fr("Halte de jour"), Code: "k7m2q4x", Done: true, Rows: rows, Offer: "#", Hidden: act}
	m["own_show"] = page.OwnShowPage(show)
	show.Inactive, show.Done = true, false
	m["own_show_inactive"] = page.OwnShowPage(show)
	options := []ui.Option{{Key: "own.unsaid", Checked: true}, {Value: "yes", Key: "own.yes"}}
	wrong := []ui.Problem{{Field: "minimum_age", Key: "own.bad_age"}}
	fields := []page.OwnField{
		{Kind: page.OwnLine, Field: ui.Field{Name: "name", Label: "history.f_name"}, Value: "Halte"}, {Kind: page.OwnNumber, Field: ui.Field{Name: "minimum_age", Label: "history.f_minimum_age", Problems: wrong}, Value: "dix"},
		{Kind: page.OwnArea, Field: ui.Field{Name: "description", Label: "history.f_description", Optional: true}, Value: "Un divan.", Most: 2000}, {Kind: page.OwnDate, Field: ui.Field{Name: "from0", Label: "own.closure_from"}, Value: "2026-03-02"},
		{Kind: page.OwnChoice, Field: ui.Field{Name: "who-may-ask.person", Label: "service.asker_person"}, Options: options}, {Kind: page.OwnChecks, Field: ui.Field{Name: "populations", Label: "own.populations", Hint: "own.populations_hint"}, Options: []ui.Option{{Value: "women", Key: "service.pop_women"}}},
	}
	for _, part := range []string{"words", "who", "asks", "papers", "languages", "capacity", "closure", "phones", "address"} {
		seen := page.Service{Frame: work(l, "Halte", "directory"), Name: fr("Halte de jour"), Summary: fr("Un divan."), Alert: fr("Fermé lundi."), Everyone: true}
		m["own_edit_"+part] = page.OwnEditPage(page.OwnEdit{
			Frame: work(l, l.T("own.title"), "directory"), Step: ui.Step{Back: "#", Action: "#", Hidden: act, Problems: wrong}, Heading: "kept.aspect_who", Service: fr("Halte de jour"), Part: part,
			Groups: []page.OwnGroup{{Fields: fields}, {Legend: ui.T(l, "own.room_new"), Fields: []page.OwnField{{Kind: page.OwnNumber, Field: ui.Field{Name: "total0", Label: "own.room_total"}}}}}, Preview: &seen,
		})
	}
	m["own_edit_conflict"] = page.OwnEditPage(page.OwnEdit{Frame: work(l, l.T("own.title"), "directory"), Step: ui.Step{Back: "#", Action: "#", Hidden: act, Problems: []ui.Problem{{Key: "own.changed_meanwhile"}}}, Heading: "kept.aspect_words", Service: fr("Halte"), Part: "words", Now: &page.Service{Frame: work(l, "Halte", ""), Name: fr("Halte")}})
	m["service_add"] = page.ServiceAddPage(page.ServiceAdd{
		Frame: work(l, l.T("own.add_title"), "directory"), Step: ui.Step{Back: "#", Action: "#", Submit: "own.add_save", Hidden: act, Problems: []ui.Problem{{Field: "name", Key: "own.name_missing"}}},
		Needs: []ui.OptionGroup{{Key: "need.eat", Options: []ui.Option{{Value: "eat.meal", Key: "need.eat_meal"}}}}, Provinces: []ui.Option{{Value: "QC", Key: "own.province_qc"}}, Shows: []ui.Option{{Value: "address", Key: "own.shows_address"}},
		Present: true, OrgName: "Le Refuge", Most: 2000,
	})
}
