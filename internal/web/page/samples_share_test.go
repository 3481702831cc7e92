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
	m["embed"] = page.EmbedPage(page.Embed{Frame: frame(l, "Refuge", "/integrer/x"), Heading: fr("Le Refuge du quai"), Items: serviceList(l).Cards, All: "#", Home: "#"})
	m["embed_empty"] = page.EmbedPage(page.Embed{Frame: frame(l, "Refuge", "/integrer/x"), Heading: fr("Le Refuge du quai"), All: "#", Home: "#"})
	m["map"] = page.MapPage(mapped(l))
	none := mapped(l)
	none.Marks, none.Rings, none.Names, none.Tiles, none.Apart, none.Here, none.Outside = nil, nil, nil, nil, nil, false, 0
	m["map_empty"] = page.MapPage(none)
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

func mapped(l *i18n.Local) page.Map {
	cards := serviceList(l).Cards
	item := func(c page.ServiceCard) page.MapItem { return page.MapItem{Name: c.Name, Href: "#", Door: c.Door} }
	p := page.Map{
		Frame: frame(l, l.T("share.map_title"), "/carte"), Heading: []i18n.Text{l.NText("service.count", 5), l.Text("service.w_near", "place", "Vieux-Quai")}, Relaxed: []string{"find.relaxed_open"}, BadPlace: "zzz",
		List: "#", Wide: 720, High: 540, Credit: "© Tuiles", Tiles: []page.MapTile{{X: 0, Y: 0, Src: "https://tuiles.example/1/2/3.png"}},
		Names: []page.MapName{{X: 300, Y: 200, Text: "Rive-Claire"}}, Rings: []page.MapRing{{X: 360, Y: 270, R: 90, Text: l.Distance(500)}}, Here: true, HereX: 360, HereY: 270,
		Scale: 120, ScaleText: l.Distance(1000), Outside: 3,
		Marks: []page.MapMark{
			{Number: 1, X: 200, Y: 200, Count: 1, Items: []page.MapItem{item(cards[0])}},
			{Number: 2, X: 400, Y: 300, Count: 12, Items: []page.MapItem{item(cards[0]), item(cards[1])}, More: 10, Closer: "#"},
			{Number: 3, X: 600, Y: 100, Count: 1, Area: true, Items: []page.MapItem{item(cards[1])}},
		},
		Moves: []page.MapMove{{Icon: "zoom-in", Key: "share.map_closer", Href: "#"}, {Icon: "arrow-left", Key: "share.map_west", Href: "#"}},
		Apart: []page.MapItem{item(cards[1])},
	}
	p.Map = true
	return p
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
	m["lists"] = page.SavedListsPage(page.SavedLists{Frame: work(l, l.T("share.lists_title"), "lists"), Booklet: "#", Poster: "#", Embed: "#", New: "#", Rows: []page.SavedListRow{
		{Name: i18n.Text{S: "Manger ce soir, sans papiers, dans le Vieux-Quai et autour"}, Count: 7, Gone: 1, Changed: "2026-03-02", Edit: "#", Show: "#"},
		{Name: i18n.Text{S: "Dormir"}, Count: 1, Changed: "2026-03-02", Edit: "#", Show: "#"},
	}})
	m["lists_none"] = page.SavedListsPage(page.SavedLists{Frame: work(l, l.T("share.lists_title"), "lists"), Booklet: "#", Poster: "#", Embed: "#", New: "#"})
	m["embedding"] = page.EmbeddingPage(page.Embedding{Frame: work(l, l.T("share.embed_title"), "lists"), Back: "#", Self: "#", Sites: []string{"https://www.refuge-du-quai.example"}, Allow: "#", Forbid: "#",
		Hidden: []ui.Hidden{{Name: "act", Value: "a"}}, Site: "zzz", Problems: []ui.Problem{{Field: "site", Key: "share.site_shape"}},
		Snippets: []page.Snippet{{Label: l.Text("share.embed_own"), Show: "#", Code: `<iframe src="x"></iframe>`}}, Needs: []ui.Option{{Value: "eat", Text: l.Text("need.eat")}}})
	m["embedding_none"] = page.EmbeddingPage(page.Embedding{Frame: work(l, l.T("share.embed_title"), "lists"), Back: "#", Self: "#", Needs: []ui.Option{{Value: "eat", Text: l.Text("need.eat")}}})
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
