package page_test

import (
	"github.com/a-h/templ"

	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// keptSamples are the pages of those who keep the directory true.
func keptSamples(l *i18n.Local, m map[string]templ.Component) {
	rows := []page.CoverageRow{{Name: l.Text("need.eat"), Slots: []int{12, 3, 0, 4}, Any: 15, Unknown: 1}, {Name: l.Text("coverage.nowhere"), Slots: []int{0, 0, 0, 0}}}
	m["coverage"] = page.CoverageShow(page.Coverage{
		Frame: work(l, l.T("coverage.title"), ""), Action: "#", CSV: "#", Territory: l.Text("coverage.whole"), Need: l.Text("need.eat"),
		Grounds:     []ui.Option{{Value: "city", Key: "coverage.ground_city", Checked: true}},
		Needs:       []ui.Option{{Key: "coverage.need_all", Checked: true}, {Value: "eat", Key: "need.eat"}},
		Territories: []ui.Option{{Value: "*", Text: l.Text("coverage.whole"), Checked: true}, {Value: "montreal", Text: fr("Montréal")}},
		ByNeed:      rows, ByTerritory: rows, LeftOut: 3,
		Gaps: []page.CoverageGap{
			{Says: ui.T(l, "coverage.gap_slots", "need", i18n.Key("need.eat"), "territory", fr("Montréal"), "slots", "la nuit"), Unknown: 2},
			{Says: ui.T(l, "coverage.gap_none", "need", i18n.Key("need.sleep"), "territory", fr("Montréal"))},
		},
		Overlaps: []templ.Component{ui.N(l, "coverage.overlap", 6, "need", i18n.Key("need.eat_meal"), "territory", fr("Montréal"))},
	})
	m["coverage_empty"] = page.CoverageShow(page.Coverage{Frame: work(l, l.T("coverage.title"), ""), Action: "#", CSV: "#", Territory: l.Text("coverage.whole"), Need: l.Text("coverage.need_all")})

	stale := page.StalePage{Name: fr("Clinique dentaire communautaire du Vieux-Quai"), Org: fr("Centre de santé du quai"), Href: "#", History: "#", Score: 40, Last: "2 mars 2024", Confirm: "#", Mend: "#", Edit: "#"}
	never := stale
	never.Last, never.Org = "", i18n.Text{}
	m["steward"] = page.StewardPage(page.Steward{
		Frame: work(l, l.T("steward.title"), "directory"), All: true, Services: 320, Share: 84, Said: l.T("steward.confirmed", "service", "Clinique"),
		Todo: []page.StewardRow{{What: ui.T(l, "coverage.heading"), Href: "#"}}, Stale: []page.StalePage{stale, never}, NewCampaign: "#", Add: "#", Action: "#", Code: "rien", Problems: []ui.Problem{{Field: "fiche", Key: "duplicate.code_unknown"}}, OwnLeft: 12, Own: []page.Link{{Label: fr("Halte de jour"), Href: "#"}},
		Campaigns: []page.StewardCampaign{{Name: l.Text("campaign.heading", "date", "2 mars 2026"), Href: "#", State: ui.T(l, "campaign.live", "date", "2 mai 2026"), Progress: ui.N(l, "campaign.progress", 8, "done", 2)}}, Links: []page.Link{{Label: l.Text("coverage.heading"), Href: "#"}},
		Missed: []page.StewardMissed{{What: []i18n.Text{l.Text("need.sleep"), l.Text("service.w_open")}, Times: 14, Href: "#"}, {What: []i18n.Text{l.Text("steward.missed_words")}, Times: 3}},
	})
	campaignSamples(l, m)
	partnerSamples(l, m)
	placeSamples(l, m)
	crisisSamples(l, m)
	incidentSamples(l, m)
	signalSamples(l, m)
	accountSamples(l, m)
	pathwaySamples(l, m)
	duplicateSamples(l, m)
	ownSamples(l, m)
	m["steward_empty"] = page.StewardPage(page.Steward{Frame: work(l, l.T("steward.title"), "directory"), NewCampaign: "#", Add: "#", Action: "#", Links: []page.Link{{Label: l.Text("coverage.heading"), Href: "#"}}})
	m["history"] = page.ServiceHistoryPage(page.ServiceHistory{
		Frame: work(l, l.T("history.title"), ""), Back: "#", Service: fr("Clinique dentaire communautaire du Vieux-Quai"), See: "#", Done: true,
		Problems: []ui.Problem{{Key: "history.newer"}}, Born: l.Text("history.born", "date", "2 mars 2024", "source", "Répertoire du quartier"),
		Acts: []page.HistoryAct{
			{What: ui.T(l, "history.kind_update"), Who: fr("Centre de santé du quai"), When: "2 mars 2026 à 9 h", Undo: "#", Some: true, Hidden: []ui.Hidden{{Name: "act", Value: "a"}},
				Changes: []page.HistoryChange{{Label: l.Text("history.f_number"), Old: fr("514 555-0134"), New: fr("514 555-0135")}, {Label: l.Text("kept.aspect_hours"), Says: ui.T(l, "history.row_added", "what", "lundi, mardi, 9 h – 17 h"), Replaced: true}}},
			{What: ui.T(l, "history.kind_change"), Who: fr("Nadia B., Le Refuge du quai"), When: "1er mars 2026", Undone: true,
				Changes: []page.HistoryChange{{Label: l.Text("history.f_name"), New: fr("Clinique")}}},
		},
	})
	m["history_empty"] = page.ServiceHistoryPage(page.ServiceHistory{Frame: work(l, l.T("history.title"), ""), Back: "#", Service: fr("Clinique"), See: "#", Born: l.Text("history.born_here")})

	opts := []ui.Option{{Key: "sheet.capacity_unknown", Checked: true}, {Value: "open", Key: "service.cap_open"}}
	wrong := []ui.Problem{{Field: "phone0", Key: "sheet.bad_phone"}, {Field: "hours0", Key: "sheet.bad_hours"}}
	sheet := page.Sheet{
		Phones: []page.SheetPhone{{ID: "p1", Number: "514 555-0134", Ext: "2"}, {}}, Closed: true, ClosedUntil: "2026-03-20", ClosedWords: "Travaux", Capacity: opts,
		Hours:     []page.SheetHours{{ID: "h1", Days: [7]bool{true, true}, Opens: "09:00", Closes: "17:00"}, {Doors: []ui.Option{{Key: "sheet.at_service"}, {Value: "d1", Text: fr("Porte bleue")}}}},
		HoursMore: true, HoursOpen: true, Papers: []page.SheetPaper{{Name: "paper_ifhp", Label: "service.ifhp", Options: opts}}, Description: "Dix lits.", Problems: wrong,
	}
	m["mend"] = page.ServiceMendPage(page.ServiceMend{
		Frame: work(l, l.T("sheet.title"), "directory"), Service: fr("Refuge de nuit"), Sheet: sheet, Step: ui.Step{Back: "#", Action: "#", Hidden: []ui.Hidden{{Name: "act", Value: "a"}}, Problems: wrong},
		Asked: &page.SuggestionAsked{Field: "suggest.f_hours", Value: fr("Fermé le lundi"), Words: fr("J'y suis passé")},
	})
	row := page.SuggestionRow{ID: "s1", Value: fr("514 555-0199"), Words: fr("Le répondeur le dit"), Then: fr("514 555-0100"), From: ui.T(l, "suggest.from_public", "date", "2 mars 2026"),
		Accept: "#", Decline: "#", Hidden: []ui.Hidden{{Name: "act", Value: "a"}}, Reasons: []ui.Option{{Value: "right", Key: "suggest.r_right"}, {Value: "unsure", Key: "suggest.r_unsure"}}}
	other := row
	other.ID, other.ByHand, other.Value, other.Then = "s2", "#", fr("514 555-0188"), i18n.Text{}
	m["suggestions"] = page.SuggestionsPage(page.Suggestions{
		Frame: work(l, l.T("suggest.list_title"), "directory"), Back: "#", Done: true, Step: ui.Step{Problems: []ui.Problem{{Key: "suggest.reason_missing"}}},
		Groups: []page.SuggestionGroup{{Service: fr("Refuge de nuit"), See: "#", Label: l.Text("suggest.f_phone", "number", "514 555-0134"), Now: fr("514 555-0134"), Contested: true, Proposed: []page.SuggestionRow{row, other}}},
	})
	m["suggestions_empty"] = page.SuggestionsPage(page.Suggestions{Frame: work(l, l.T("suggest.list_title"), "directory"), Back: "#"})
}
