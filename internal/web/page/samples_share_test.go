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
	paperSamples(l, m)
}

// paperSamples are the pages made for paper.
func paperSamples(l *i18n.Local, m map[string]templ.Component) {
	paper := func(key string) ui.Frame {
		f := frame(l, l.T(key), "/livret")
		f.Paper = true
		return f
	}
	m["booklet_ask"] = page.BookletAskPage(page.BookletAsk{Frame: frame(l, l.T("share.booklet"), "/livret"), Action: "#", Near: "Vieux-Quai",
		Themes: []ui.Option{{Key: "share.all_needs", Checked: true}, {Value: "health", Key: "need.health"}}, Within: []ui.Option{{Value: "2000", Text: i18n.Text{S: l.Distance(2000)}}},
		Problems: []ui.Problem{{Field: "lieu", Key: "service.place_unknown", Args: []any{"place", "zzz"}}}})
	stale := service(l)
	stale.Stale, stale.Fresh = true, ui.T(l, "service.never_confirmed")
	booklet := page.Booklet{Frame: paper("share.booklet"), Back: "#", Place: "Vieux-Quai", Within: l.Distance(2000), Today: l.Date(monday),
		Short: "https://passerelle.example/n/tout/vieux-quai", Count: 2, Left: 7, Stale: true,
		Contents: []page.BookletPart{{Label: l.Text("need.health"), Needs: []page.BookletLine{{Name: l.Text("need.health_dental"), Numbers: []int{1, 2, 3, 7, 9, 10}}}}},
		Sections: []page.BookletSection{{Label: l.Text("need.health"), Anchor: "s1", First: 1, Entries: []page.BookletEntry{{Number: 1, Service: service(l)}, {Number: 2, Service: stale}}},
			{Label: l.Text("share.other_needs"), Anchor: "s2", First: 3, Entries: []page.BookletEntry{{Number: 3, Service: service(l)}}}},
		Index: []page.BookletLine{{Name: fr("Clinique dentaire communautaire du Vieux-Quai"), Numbers: []int{1}}}}
	m["booklet"] = page.BookletPage(booklet)
	booklet.Far = true
	m["booklet_far"] = page.BookletPage(booklet)
	m["poster_ask"] = page.PosterAskPage(page.PosterAsk{Frame: frame(l, l.T("share.poster"), "/affiche"), Action: "#", Near: "zzz",
		Needs: []ui.Option{{Value: "eat", Text: l.Text("need.eat")}}, Langs: []ui.Option{{Value: "fr", Text: fr("français"), Checked: true}, {Value: "ar", Text: i18n.Text{S: "العربية", Lang: "ar"}}},
		Problems: []ui.Problem{{Field: "pres", Key: "service.place_unknown", Args: []any{"place", "zzz"}}}})
	m["poster_need"] = page.PosterPage(page.Poster{Frame: paper("share.poster"), Back: "#", Place: "Vieux-Quai", Today: l.Date(monday),
		Lines: []page.PosterLine{{L: l, Words: l.Text("need.eat_meal")}, {L: l, Words: l.Text("need.eat")}}, Short: "https://passerelle.example/n/eat.meal/vieux-quai"})
	one := service(l)
	m["poster_service"] = page.PosterPage(page.Poster{Frame: paper("share.poster"), Back: "#", Service: &one, Today: l.Date(monday),
		Lines: []page.PosterLine{{L: l, Words: one.Name}, {L: l, Words: one.Name}}, Short: "https://passerelle.example/s/k7m2"})
	m["slips"] = page.SlipsPage(page.Slips{Frame: paper("share.slips"), Back: "#", Slips: []page.Service{service(l), stale}, Gone: 1, Today: l.Date(monday)})
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
	m["lists"] = page.SavedListsPage(page.SavedLists{Frame: work(l, l.T("share.lists_title"), "lists"), Booklet: "#", Poster: "#", New: "#", Rows: []page.SavedListRow{
		{Name: i18n.Text{S: "Manger ce soir, sans papiers, dans le Vieux-Quai et autour"}, Count: 7, Gone: 1, Changed: "2026-03-02", Edit: "#", Show: "#"},
		{Name: i18n.Text{S: "Dormir"}, Count: 1, Changed: "2026-03-02", Edit: "#", Show: "#"},
	}})
	m["lists_none"] = page.SavedListsPage(page.SavedLists{Frame: work(l, l.T("share.lists_title"), "lists"), Booklet: "#", Poster: "#", New: "#"})
	m["list_new"] = page.SavedListNewPage(page.SavedListNew{Frame: work(l, l.T("share.new"), "lists"), Services: []i18n.Text{fr("Clinique du quai")},
		Step: ui.Step{Back: "#", Action: "#", Submit: "share.save", Problems: []ui.Problem{{Field: "name", Key: "share.name_empty"}}}})
	edit := page.SavedListEdit{Frame: work(l, "Dormir", "lists"), Back: "#", Name: "Dormir ce soir", Typed: "Dormir ce soir", Words: "lit", Self: "#", Rename: "#", Arrange: "#", Remove: "#", Show: "#",
		Short: "https://passerelle.example/l/k7m2", Hidden: []ui.Hidden{{Name: "act", Value: "a"}}, Problems: []ui.Problem{{Key: "share.list_moved"}},
		Items: []page.SavedItem{{Service: "a", Name: fr("Halte du Pont"), Href: "#", First: true}, {Service: "b", Name: l.Text("work.service_gone"), Href: "#", Gone: true, Last: true}},
		Found: []page.SavedChoice{{Card: serviceList(l).Cards[0], Service: "c"}, {Card: serviceList(l).Cards[1], Service: "a", In: true}}}
	m["list_edit"] = page.SavedListEditPage(edit)
	edit.Full, edit.Most, edit.Items = true, 40, nil
	m["list_edit_full"] = page.SavedListEditPage(edit)
	m["list_remove"] = page.SavedListRemovePage(page.SavedListRemove{Frame: work(l, l.T("share.remove_title"), "lists"), Name: i18n.Text{S: "Dormir"}, Step: ui.Step{Back: "#", Action: "#", Submit: "share.remove_do"}})
}
