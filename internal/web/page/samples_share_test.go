package page_test

import (
	"github.com/a-h/templ"

	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// shareSamples are what is carried away from the directory, as anyone sees it.
func shareSamples(l *i18n.Local, m map[string]templ.Component) {
	list := shortList(l)
	m["list"] = page.ShortListPage(list)
	empty := page.ShortList{Frame: frame(l, l.T("share.title"), "/liste"), Heading: l.Text("share.title"), Search: "#", Code: "#", Carried: "k7m2",
		Problems: []ui.Problem{{Field: "code", Key: "share.code_unknown", Args: []any{"code", "zzzz"}}}}
	m["list_empty"] = page.ShortListPage(empty)
	kept := list
	kept.Saved = &page.SavedBy{Org: fr("Le Refuge du quai"), Changed: "2026-03-02"}
	kept.Heading, kept.Code, kept.Keep, kept.Copy, kept.Full, kept.Most = i18n.Text{S: "Manger ce soir"}, "", "", "#", true, 40
	m["list_kept"] = page.ShortListPage(kept)
	m["list_removed"] = page.ListGonePage(page.ListGone{Frame: frame(l, l.T("share.title"), "/l/x"), Org: fr("Le Refuge du quai"), On: "2026-03-02", Search: "#"})
	paper := page.ListPaper{Frame: frame(l, l.T("share.title"), "/liste/x/papier"), Back: "#", Heading: l.Text("share.paper_heading"), Note: "Demandez Julie.\nMardi à 14 h.",
		Entries: []page.Service{service(l), service(l)}, Gone: 2, Short: "https://passerelle.example/fr/liste/k7m2.p2x9", Today: l.Date(monday)}
	m["list_paper"] = page.ListPaperPage(paper)
	paper.Frame.Paper = true
	paper.A6, paper.Org = true, fr("Le Refuge du quai")
	m["list_paper_a6"] = page.ListPaperPage(paper)
}

func shortList(l *i18n.Local) page.ShortList {
	cards := serviceList(l).Cards
	return page.ShortList{
		Frame: frame(l, l.T("share.title"), "/liste/k7m2.p2x9"), Heading: l.NText("share.heading", 3),
		Items: []page.ListItem{
			{Card: cards[0], Down: "#", Remove: "#"},
			{Card: cards[1], State: page.ItemWithdrawn, Up: "#", Down: "#", Remove: "#"},
			{State: page.ItemGone, Code: "q4r8", Up: "#", Remove: "#"},
		},
		Search: "#", Code: "#", Carried: "k7m2.p2x9.q4r8", Most: 12,
		Short: "https://passerelle.example/fr/liste/k7m2.p2x9.q4r8", Send: page.Send{Subject: "s", Words: "w"},
		Paper: "#", Card: "#", Slips: "#", Keep: "#",
	}
}

// shareWorkSamples are the lists an organisation keeps.
func shareWorkSamples(l *i18n.Local, m map[string]templ.Component) {
	m["lists"] = page.SavedListsPage(page.SavedLists{Frame: work(l, l.T("share.lists_title"), "lists"), New: "#", Rows: []page.SavedListRow{
		{Name: i18n.Text{S: "Manger ce soir, sans papiers, dans le Vieux-Quai et autour"}, Count: 7, Gone: 1, Changed: "2026-03-02", Edit: "#", Show: "#"},
		{Name: i18n.Text{S: "Dormir"}, Count: 1, Changed: "2026-03-02", Edit: "#", Show: "#"},
	}})
	m["lists_none"] = page.SavedListsPage(page.SavedLists{Frame: work(l, l.T("share.lists_title"), "lists"), New: "#"})
	m["list_new"] = page.SavedListNewPage(page.SavedListNew{Frame: work(l, l.T("share.new"), "lists"), Services: []i18n.Text{fr("Clinique du quai")},
		Step: ui.Step{Back: "#", Action: "#", Submit: "share.save", Problems: []ui.Problem{{Field: "name", Key: "share.name_empty"}}}})
	edit := page.SavedListEdit{Frame: work(l, "Dormir", "lists"), Back: "#", Name: "Dormir ce soir", Words: "lit", Self: "#", Rename: "#", Arrange: "#", Remove: "#", Show: "#",
		Short: "https://passerelle.example/l/k7m2", Hidden: []ui.Hidden{{Name: "act", Value: "a"}}, Problems: []ui.Problem{{Key: "share.list_moved"}},
		Items: []page.SavedItem{{Service: "a", Name: fr("Halte du Pont"), Href: "#", First: true}, {Service: "b", Name: l.Text("work.service_gone"), Href: "#", Gone: true, Last: true}},
		Found: []page.SavedChoice{{Card: serviceList(l).Cards[0], Service: "c"}, {Card: serviceList(l).Cards[1], Service: "a", In: true}}}
	m["list_edit"] = page.SavedListEditPage(edit)
	edit.Full, edit.Most, edit.Items = true, 40, nil
	m["list_edit_full"] = page.SavedListEditPage(edit)
	m["list_remove"] = page.SavedListRemovePage(page.SavedListRemove{Frame: work(l, l.T("share.remove_title"), "lists"), Name: i18n.Text{S: "Dormir"}, Step: ui.Step{Back: "#", Action: "#", Submit: "share.remove_do"}})
}
