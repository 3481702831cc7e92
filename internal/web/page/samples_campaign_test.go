package page_test

import (
	"github.com/a-h/templ"

	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// campaignSamples are the pages of campaigns, and those that their links open.
func campaignSamples(l *i18n.Local, m map[string]templ.Component) {
	act := []ui.Hidden{{Name: "act", Value: "a"}, {Name: "org", Value: "o1"}}
	ask := page.CampaignNew{
		Frame: work(l, l.T("campaign.new"), "directory"), Back: "#", Count: "#", Name: "maison",
		Choices: []ui.Option{{Value: "stale", Key: "campaign.choice_stale", Checked: true}, {Value: "all", Key: "campaign.choice_all"}, {Value: "chosen", Key: "campaign.choice_chosen"}},
		Months:  []ui.Option{{Value: "6", Key: "campaign.months_n", Args: []any{"n", 6}, Checked: true}},
	}
	m["campaign_new"] = page.CampaignNewPage(ask)
	ask.Plan = &page.CampaignPlan{Orgs: 24, Services: 31, Names: []i18n.Text{fr("Maison des Joncs")}, More: 23, Start: "#", Hidden: act}
	m["campaign_plan"] = page.CampaignNewPage(ask)
	ask.Plan, ask.Problems, ask.Found = nil, []ui.Problem{{Field: "choice", Key: "campaign.nobody"}}, []ui.Option{{Value: "o1", Text: fr("Maison des Joncs")}, {Value: "o2", Text: fr("Maison Lanterne-Basse")}}
	m["campaign_nobody"] = page.CampaignNewPage(ask)

	p := page.Campaign{
		Frame: work(l, l.T("campaign.title"), "directory"), Back: "#", Started: "2 mars 2026", What: ui.N(l, "campaign.of_stale", 6), State: ui.T(l, "campaign.live", "date", "2 mai 2026"),
		Live: true, Orgs: 4, Services: 9, Done: 1, Answered: 5, ToSend: 1, Said: "campaign.started", Problems: []ui.Problem{{Key: "campaign.taken"}},
		Take: "#", Renew: "#", Stop: "#", Next: act, Previous: "#", More: "#",
		Tabs: []page.CampaignTab{{Label: "campaign.show_all", N: 4, Href: "#", On: true}, {Label: "campaign.show_send", N: 1, Href: "#"}},
		Rows: []page.CampaignRow{
			{Org: "o1", Name: fr("Maison des Joncs"), State: "campaign.state_reminder", Tone: ui.Late, Done: 3, Services: 6, Same: 1, Mended: 1, Gone: 1, Sent: "2 mars 2026", Reminders: 1, LinkUntil: "1er avril 2026",
				Take: "campaign.take_reminder", Act: act, Twice: []page.Link{{Label: fr("Lits pour femmes"), Href: "#"}}},
			{Org: "o2", Name: fr("Interprètes de la Claire"), State: "campaign.state_denied", Tone: ui.Late, Services: 1, Note: "campaign.denied_note", NoEmail: true, Act: act},
			{Org: "o3", Name: fr("L'Atelier des Mots Neufs"), State: "campaign.state_silent", Services: 1, Note: "campaign.silent_note", Act: act},
		},
	}
	m["campaign"] = page.CampaignPage(p)
	p.Live, p.Rows, p.ToSend, p.Said, p.Problems, p.What, p.State = false, nil, 0, "campaign.stop_done", nil, ui.T(l, "campaign.of_all"), ui.T(l, "campaign.stopped", "date", "3 mars 2026")
	m["campaign_stopped"] = page.CampaignPage(p)
	letter := page.CampaignMessage{
		Org: fr("Maison des Joncs"), Email: "info@joncs.example", Phone: "8735550107", Link: "https://passerelle.example/fr/confirmer/abcd-efgh-jkmn-pqrs-tuvw-xyz2",
		Subject: l.T("campaign.mail_subject"), Words: l.T("campaign.mail_hello"), Lines: []string{l.T("campaign.mail_hello"), l.N("campaign.mail_why", 6, "org", "Maison des Joncs"), l.T("campaign.mail_until", "date", "1er avril 2026")}, Until: "1er avril 2026",
	}
	bare := letter
	bare.Email, bare.Phone = "", ""
	m["campaign_messages"] = page.CampaignMessagesPage(page.CampaignMessages{Frame: work(l, l.T("campaign.message_title"), "directory"), Back: "#", Renewed: true, Messages: []page.CampaignMessage{letter, bare}})
	updateSamples(l, m)
}

func updateSamples(l *i18n.Local, m map[string]templ.Component) {
	frame := ui.Frame{L: l, Title: l.T("update.title"), Path: "/confirmer/abcd", NoIndex: true}
	act := []ui.Hidden{{Name: "act", Value: "a"}, {Name: "service", Value: "s1"}}
	one := page.UpdateService{
		ID: "k7", See: "#", Mend: "#", Hidden: act,
		Service: page.Service{
			Name: fr("Lits pour femmes"), Summary: fr("Vingt-quatre lits."), Fresh: ui.T(l, "service.never_confirmed"), Phones: []page.Phone{{Number: "8735550107", Ext: "2"}, {Number: "8735550108"}},
			Hours:  []page.HoursRow{{Day: l.Text("service.days", "from", "lundi", "to", "vendredi"), Spans: fr("9 h – 17 h")}, {Day: fr("samedi"), Closed: true, Spans: l.Text("service.closed_day")}},
			Places: []page.Place{{Address: "12, rue du Bac"}, {Hidden: true}, {Area: "Rive-Claire"}}, Languages: []page.Spoken{{Name: l.Name("fr")}, {Name: l.Name("es")}},
			Papers: []page.Paper{{Key: "service.accept_unknown", Paper: "service.ifhp"}},
		},
	}
	same, gone, bare := one, one, one
	same.ID, same.Tone, same.Said, same.Undo = "k8", ui.Ok, ui.T(l, "update.said_same", "date", "2 mars 2026"), true
	gone.ID, gone.Said, gone.Undo, gone.Gone = "k9", ui.T(l, "update.said_gone"), true, true
	bare.ID, bare.Service = "k6", page.Service{Name: fr("Halte"), Fresh: ui.T(l, "service.never_confirmed")}
	p := page.Update{
		Frame: frame, Org: fr("Maison des Joncs"), Action: "#", Until: "1er avril 2026", Said: "update.done_same", Left: 2, Services: []page.UpdateService{one, same, gone, bare},
		All: append(act, ui.Hidden{Name: "service", Value: "s2"}), Plain: act[:1], Previous: "#", More: "#",
	}
	m["update"] = page.UpdatePage(p)
	p.All, p.Left, p.Services, p.Silent, p.Said, p.Problems = nil, 0, []page.UpdateService{same}, true, "update.done_silence", []ui.Problem{{Field: "dire", Key: "update.choose"}}
	m["update_done"] = page.UpdatePage(p)
	p.Services, p.Problems = nil, nil
	m["update_none"] = page.UpdatePage(p)
	m["update_denied"] = page.UpdateDeniedPage(page.UpdateDenied{Frame: frame})
	sheet := page.Sheet{
		Phones: []page.SheetPhone{{ID: "p1", Number: "514 555-0134"}, {}}, Capacity: []ui.Option{{Key: "sheet.capacity_unknown", Checked: true}},
		Languages: []ui.Option{{Value: "fr", Text: l.Name("fr"), Checked: true}, {Value: "es", Text: l.Name("es")}},
	}
	m["update_mend"] = page.UpdateMendPage(page.UpdateMend{
		Frame: frame, Service: fr("Lits pour femmes"), See: "#", Sheet: sheet, Step: ui.Step{Back: "#", Action: "#", Hidden: act, Problems: []ui.Problem{{Key: "update.typed_kept"}}},
	})
}
