package page_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/a-h/templ"

	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// locals are the languages every page is tried in: the two of the project, and
// the right-to-left pack of the demonstration.
func locals(t *testing.T) []*i18n.Local {
	t.Helper()
	b := bundle(t)
	return []*i18n.Local{b.In("fr"), b.In("en"), b.In("ar")}
}

var langs []i18n.Language

func bundle(t *testing.T) *i18n.Bundle {
	t.Helper()
	b, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(filepath.Join("..", "..", "app", "demo", "packs", "ar.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rep, err := b.LoadPack(f)
	if err != nil || len(rep.Refused) > 0 {
		t.Fatalf("%v %+v", err, rep)
	}
	langs = b.Languages()
	return b
}

// monday is the day of the samples.
var monday = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

func fr(s string) i18n.Text { return i18n.Text{S: s, Lang: "fr"} }

func frame(l *i18n.Local, title, path string) ui.Frame {
	return ui.Frame{L: l, Title: title, Path: path, Langs: langs}
}

func work(l *i18n.Local, title, here string) ui.Frame {
	f := frame(l, title, "/app")
	f.Here = here
	f.Hat = &ui.Hat{Worker: "Nadia B.", Team: "Travail de rue", Org: "Le Refuge du quai", Others: true, People: true}
	return f
}

func exitFrame(l *i18n.Local, title, path string) ui.Frame {
	f := frame(l, title, path)
	f.Exit = true
	return f
}

// samples is every page once, with the longest words a page is likely to meet.
func samples(l *i18n.Local) map[string]templ.Component {
	m := map[string]templ.Component{}
	for _, add := range []func(*i18n.Local, map[string]templ.Component){
		publicSamples, shareSamples, workSamples, shareWorkSamples, personSamples, accordSamples, keptSamples, importSamples,
	} {
		add(l, m)
	}
	return m
}

func publicSamples(l *i18n.Local, m map[string]templ.Component) {
	m["home"] = page.HomeShow(page.Home{Frame: frame(l, l.T("home.title"), "/"), Tiles: tiles(l)})
	m["home_demo"] = page.HomeShow(page.Home{Frame: demoFrame(l), Tiles: tiles(l), Tour: tour(l)})
	m["now"] = page.NowPage(page.Now{
		Frame: frame(l, l.T("now.title"), "/maintenant"), Action: "#", Near: "Parq-Ex", BadPlace: "Parq-Ex", Day: "lundi 2 mars", At: "9 h 30",
		Groups: []page.NowGroup{
			{Icon: "utensils", Theme: "eat", Label: l.Text("now.eat"), All: "#", Doors: []page.NowDoor{{ServiceCard: serviceList(l).Cards[0], Where: "12, rue des Pins"}}},
			{Icon: "bed", Theme: "sleep", Label: l.Text("now.sleep"), All: "#"},
		},
	})
	m["need"] = page.NeedShow(page.Need{
		Frame: frame(l, "", "/besoin/health"), Theme: l.Text("need.health"), Hue: "health", All: "#",
		Needs: []page.NeedLink{{Icon: "toothbrush", Label: l.Text("need.health_dental"), Href: "#"}, {Icon: "stethoscope", Label: l.Text("need.health_doctor"), Href: "#"}, {Icon: "baby", Label: l.Text("need.health_pregnancy"), Href: "#"}},
	})
	m["services"] = page.ServiceListPage(serviceList(l))
	empty := serviceList(l)
	empty.Cards, empty.Chips, empty.BadPlace, empty.Ignored = nil, nil, "Parq-Ex", []string{"zzz"}
	empty.Corrected = []page.Correction{{From: "dantiste", To: "dentiste"}}
	empty.Heading, empty.Relaxed = []i18n.Text{l.Text("service.none")}, nil
	m["services_empty"] = page.ServiceListPage(empty)
	m["service"] = page.ServiceShow(service(l))
	list := serviceList(l)
	m["organization"] = page.OrganizationShow(page.Organization{
		Frame: frame(l, "Centre de santé du quai", "/organisme/x"), Name: fr("Centre de santé du quai"), Also: fr("CSQ"), Summary: fr("Une équipe de soins au bord de l’eau."), Since: 1987,
		Phones: []page.Phone{{Number: "514 555-0134"}}, URL: "https://example.org", Email: "info@example.org", Links: []page.Further{{Label: fr("Rapports"), Href: "https://example.org/r"}},
		Contacts: []page.Contact{{Name: "Ana T.", Role: fr("Direction")}}, Programs: []page.Program{{Name: fr("Hiver"), Also: fr("Grand froid"), Words: fr("De novembre à mars.")}},
		Above: []page.Link{{Label: fr("Réseau du quai"), Href: "#"}}, Below: []page.Link{{Label: fr("Antenne du parc"), Href: "#"}}, BelowPrevious: "#", BelowNext: "#",
		Count: 2, Items: []page.ListItem{{Card: list.Cards[0]}, {Card: list.Cards[1], State: page.ItemWithdrawn}}, Previous: "#", Next: "#", Source: "Répertoire du quai",
	})
	m["organization_bare"] = page.OrganizationShow(page.Organization{Frame: frame(l, "La Halte", "/organisme/x"), Name: fr("La Halte")})
	m["service_card"] = page.ServiceCardPage(service(l))
	m["door"] = page.DoorReportPage(page.DoorReport{
		Frame: frame(l, l.T("door.title"), "/service/x/porte"), Service: fr("Clinique dentaire du quai"), MaxWords: 280,
		Step:    ui.Step{Back: "#", Action: "#", Submit: "door.send", Problems: []ui.Problem{{Field: "reason", Key: "closed_door.reason_missing"}}},
		Reasons: []ui.Option{{Value: "closed_hours", Key: "door.closed_hours"}, {Value: "full", Key: "door.full"}, {Value: "paper_refused", Key: "door.paper_refused"}},
	})
	m["suggest"] = page.SuggestPage(page.Suggest{
		Frame: frame(l, l.T("suggest.title"), "/service/x/corriger"), Service: fr("Clinique dentaire du quai"), Step: ui.Step{Back: "#", Action: "#", Problems: []ui.Problem{{Field: "quoi", Key: "suggest.field_missing"}}},
		Fields: []ui.Option{{Value: "phone:1", Key: "suggest.f_phone", Args: []any{"number", "514 555-0134"}}, {Value: "hours", Key: "suggest.f_hours"}},
	})
	m["suggest_value"] = page.SuggestPage(page.Suggest{
		Frame: frame(l, l.T("suggest.title"), "/service/x/corriger"), Service: fr("Clinique dentaire du quai"), Label: l.Text("suggest.f_phone", "number", "514 555-0134"), Says: fr("514 555-0134"), Kind: "tel", Value: "12",
		Step: ui.Step{Back: "#", Action: "#", Submit: "suggest.send", Hidden: []ui.Hidden{{Name: "act", Value: "a"}}, Problems: []ui.Problem{{Field: "value", Key: "sheet.bad_phone"}}},
	})
	m["suggest_choice"] = page.SuggestPage(page.Suggest{
		Frame: frame(l, l.T("suggest.title"), "/service/x/corriger"), Service: fr("Clinique dentaire du quai"), Label: l.Text("suggest.f_paper_any"), WhichOf: "suggest.which_paper",
		Which: []ui.Option{{Value: "ifhp", Key: "service.ifhp"}}, Values: []ui.Option{{Value: "confirmed", Key: "suggest.accepted_here"}, {Value: "no", Key: "suggest.not_accepted"}}, Step: ui.Step{Back: "#", Action: "#", Submit: "suggest.send"},
	})
	m["suggest_sent"] = page.SuggestTrackPage(page.SuggestTrack{Frame: frame(l, l.T("suggest.track_title"), "/suggestion"), Code: "k7m2-9x4p-q2w3", Fresh: true, Service: fr("Clinique"), See: "#", Label: l.Text("suggest.f_hours"), Value: fr("Fermé le lundi"), State: "suggest.state_waiting", On: "2 mars 2026"})
	m["suggest_track"] = page.SuggestTrackPage(page.SuggestTrack{Frame: frame(l, l.T("suggest.track_title"), "/suggestion"), Code: "zzz", Step: ui.Step{Action: "#", Problems: []ui.Problem{{Field: "code", Key: "suggest.code_unknown"}}}})
	m["suggest_answer"] = page.SuggestTrackPage(page.SuggestTrack{Frame: frame(l, l.T("suggest.track_title"), "/suggestion"), Code: "k7m2-9x4p-q2w3", Service: fr("Clinique"), Label: l.Text("suggest.f_hours"), Value: fr("Fermé le lundi"), State: "suggest.state_declined", Reason: "suggest.why_unsure", On: "2 mars 2026", Decided: "4 mars 2026"})
	m["door_done"] = page.DoorDonePage(page.DoorDone{Frame: frame(l, l.T("door.title"), "/"), Service: "#"})
	m["urgence"] = page.UrgenceShow(page.Urgence{Frame: frame(l, l.T("urgence.title"), "/urgence")})
	m["aide"] = page.AideShow(page.Aide{Frame: frame(l, l.T("aide.title"), "/aide"), Welcome: "#", Listening: "#", Say: "#", Follow: "#"})
	needSamples(l, m)
	roundSamples(l, m)
	m["langues"] = page.LanguesShow(page.Langues{Frame: frame(l, l.T("langues.title"), "/langues")})
	m["donnees"] = page.GuideShow(page.Guide{Frame: frame(l, l.T("guide.title"), "/donnees"), Base: "https://passerelle.example/hsds", Publisher: "Table de quartier", Email: "info@example.org",
		Site: "https://example.org", Licence: "CC BY 4.0", Rate: 1200, Kinds: []string{"papers-accepted", "closures"}, Profile: "#"})
	m["profil"] = page.ProfileShow(page.Profile{Frame: frame(l, l.T("profile.title"), "/donnees/profil"), Base: "https://passerelle.example/hsds", Version: "1.0.0",
		Patched: []string{"service", "openapi"}, Schemas: []string{"phone", "service", "translation"}, Guide: "#"})
	m["exit"] = page.ExitShow(l, "https://example.org/")
	for name, kind := range map[string]page.ErrorKind{"not_found": page.ErrorGone, "too_many": page.ErrorMany, "unavailable": page.ErrorDown, "foreign": page.ErrorForm, "conflict": page.ErrorConflict, "thread": page.ErrorThread} {
		m["error_"+name] = page.ErrorShow(page.Error{Frame: exitFrame(l, "", "/"), Kind: kind, Key: "error." + name, Retry: "#", Ref: "7K4Q"})
	}
}

func tiles(l *i18n.Local) []page.Tile {
	var list []page.Tile
	for _, x := range [][2]string{{"utensils", "need.eat"}, {"bed", "need.sleep"}, {"heart-pulse", "need.health"}, {"scale", "need.papers"}, {"hand-coins", "need.money"}, {"backpack", "need.children"}, {"message-circle", "need.talk"}, {"shield-check", "need.safety"}} {
		list = append(list, page.Tile{Icon: x[0], Label: l.Text(x[1]), Href: "#"})
	}
	return list
}

func serviceList(l *i18n.Local) page.ServiceList {
	open := page.Door{Tone: ui.Ok, State: ui.T(l, "service.open"), Detail: ui.T(l, "service.closes_at", "time", i18n.At(20, 0)), Holiday: ui.T(l, "holiday.call", "day", i18n.Key("holiday.christmas"))}
	shut := page.Door{State: ui.T(l, "service.closed"), Detail: ui.T(l, "service.opens_day", "day", i18n.OnDay(2), "time", i18n.At(9, 30))}
	return page.ServiceList{
		Frame:   frame(l, l.T("service.list_title"), "/services?q=dentiste"),
		Heading: []i18n.Text{l.NText("service.count_of", 3, "what", i18n.Key("need.health_dental")), l.Text("service.w_open"), l.Text("service.w_ifhp")},
		Order:   "find.order_best", Orgs: []page.Link{{Label: fr("Centre de santé du quai"), Href: "#"}},
		Relaxed: []string{"find.relaxed_open"},
		Basket:  page.Basket{Count: 1, Href: "#"},
		Chips:   []page.Chip{{Label: l.Text("service.f_open"), Href: "#"}, {Label: l.Text("service.ifhp"), Href: "#"}},
		Cards: []page.ServiceCard{
			{Why: []i18n.Text{l.Text("find.why_word", "detail", "dentiste"), l.Text("find.why_open")}, Href: "#", Name: fr("Clinique dentaire communautaire du Vieux-Quai"), Org: fr("Centre de santé du quai"), Door: open,
				Distance: l.Distance(420), Walk: ui.N(l, "service.walk", 7), Languages: ui.T(l, "service.spoken", "languages", i18n.Tongues("fr", "es", "ar")),
				Condition: ui.T(l, "service.accept_confirmed", "paper", i18n.Key("service.ifhp")), Code: "k7m2", Pick: page.Pick{Href: "#"}, Phone: "514-555-0134", Directions: "https://example.org",
				Fresh: ui.T(l, "service.fresh_by", "when", i18n.Since(72*3600e9), "org", fr("Centre de santé du quai"))},
			{Href: "#", Code: "p2x9", Pick: page.Pick{In: true, Href: "#"}, Name: fr("Dentistes solidaires"), Door: shut, Distance: l.Distance(2300), Capacity: ui.T(l, "service.cap_wait"),
				Condition: ui.T(l, "service.accept_unknown", "paper", i18n.Key("service.ifhp")), Stale: true,
				Fresh: ui.N(l, "service.stale_months", 7), Alert: fr("Fermé la semaine du 2 mars.")},
		},
		Filters: page.Filters{Query: "dentiste", Open: true,
			Papers:    []ui.Option{{Value: "", Key: "service.f_papers_any"}, {Value: "ifhp", Key: "service.ifhp", Checked: true}},
			Languages: []ui.Option{{Value: "", Key: "service.f_lang_any"}, {Value: "es", Text: l.Name("es")}},
			Within:    []ui.Option{{Value: "", Key: "service.f_within_any"}, {Value: "2000", Text: i18n.Text{S: l.Distance(2000)}}}},
		Next: "#",
	}
}

func service(l *i18n.Local) page.Service {
	return page.Service{
		Frame: frame(l, "Clinique dentaire", "/service/x"), Back: "#",
		Name: fr("Clinique dentaire communautaire du Vieux-Quai"), Org: fr("Centre de santé du quai"), OrgPage: "#",
		Summary:  fr("Soins dentaires de base, urgences et nettoyages, par des étudiants et leurs professeurs."),
		Alert:    fr("L'ascenseur est en panne jusqu'à vendredi."),
		Door:     page.Door{Tone: ui.Ok, State: ui.T(l, "service.open"), Detail: ui.T(l, "service.closes_at", "time", i18n.At(20, 30))},
		Closures: []page.Closing{{When: ui.T(l, "service.shut_until", "until", i18n.OnDate(date)), Reason: "service.shut_works", Words: fr("Le toit est refait."), Now: true}},
		Room: page.Room{State: "service.cap_open", Said: ui.T(l, "capacity.state_said", "when", i18n.Since(3600e9)), Rows: []page.RoomRow{
			{Unit: ui.T(l, "capacity.for", "unit", i18n.Key("capacity.unit_bed"), "who", i18n.Key("service.pop_women")),
				Figures:    []templ.Component{ui.N(l, "capacity.free", 3), ui.N(l, "capacity.total", 12), ui.N(l, "capacity.funded", 8)},
				Saturation: "capacity.sat_risk", Tone: ui.Late},
			{Unit: ui.T(l, "capacity.unit_housing"), Figures: []templ.Component{ui.N(l, "capacity.total", 40), ui.N(l, "capacity.wait_months", 14)}}}},
		Askers:   []templ.Component{ui.T(l, "service.ask_referred", "who", fr("un organisme communautaire, l'école"))},
		Phones:   []page.Phone{{Number: "514 555 0134", Ext: "2"}, {Number: "514 555 0199", Note: fr("urgences")}},
		Who:      []i18n.Text{fr("Personnes sans assurance dentaire."), l.Text("service.age_from", "from", 16)},
		Asked:    []page.Ask{{Icon: "id-card", Key: "service.ask_papers"}},
		NotAsked: []page.Ask{{Icon: "x", Key: "service.ask_status"}, {Icon: "x", Key: "service.ask_money"}},
		Unsure:   []page.Ask{{Icon: "x", Key: "service.ask_address"}},
		Papers:   []page.Paper{{Key: "service.accept_confirmed", Paper: "service.ifhp", Sure: ui.T(l, "service.sure_by", "when", i18n.Since(72*3600e9), "org", fr("Centre de santé du quai"))}, {Key: "service.accept_no", Paper: "service.ohip"}},
		Knock:    fr("Appelez le matin. On vous donne un rendez-vous dans la semaine."), Fees: fr("Gratuit."),
		Hours: []page.HoursRow{
			{Day: l.WeekdayText(1), Spans: l.Text("service.span", "from", i18n.At(9, 0), "to", i18n.At(20, 30)), Today: true},
			{Day: l.WeekdayText(2), Spans: l.Text("service.span", "from", i18n.At(9, 0), "to", i18n.At(17, 0)), Note: fr("sans rendez-vous l'après-midi")},
			{Day: l.WeekdayText(0), Closed: true, Spans: l.Text("service.closed_day")},
		},
		Languages: []page.Spoken{{Name: l.Name("fr")}, {Name: l.Name("es"), Ahead: true}, {Name: l.Name("ar"), Note: fr("le mardi")}}, Interpreters: []string{"service.int_phone", "service.int_request"},
		Replies: []page.Reply{{Kind: "closed_door.kind_changed", Words: fr("Les heures de la fiche sont corrigées."), On: l.Date(date)}}, Unanswered: 1,
		Places: []page.Place{{Address: "1234, rue des Carrières, bureau 200, Montréal (Québec) H2S 1Z9", Directions: "https://example.org",
			Transport: fr("Métro Jean-Talon, autobus 93."), Access: fr("Rampe à l'entrée, chien accepté.")}, {Hidden: true, Name: fr("Deuxième adresse")}, {Area: "Rive-Claire"}},
		URL: "https://example.org", Email: "accueil@example.org", ClosedDoors: 2,
		Fresh: ui.T(l, "service.fresh_by", "when", i18n.Since(72*3600e9), "org", fr("Centre de santé du quai")),
		Kept: page.Kept{Correct: "#", Aspects: []page.KeptAspect{
			{Label: "kept.aspect_phones", Standing: "kept.confirmed", Tone: ui.Ok, By: fr("Centre de santé du quai"), On: "2 mars 2026"},
			{Label: "kept.aspect_hours", Standing: "kept.to_check", Tone: ui.Late, On: "2 mars 2025"}, {Label: "kept.aspect_words", Standing: "kept.unconfirmed"},
		}},
		Updated: l.Ago(72 * 3600e9), Source: "Répertoire du quartier", SourceDay: "3 mars 2021", Report: "#", Card: "#", With: "#", Short: "https://passerelle.example/s/k7m2",
		Pick: page.Pick{Href: "#"}, Basket: page.Basket{Count: 2, Href: "#"}, Send: page.Send{Subject: "s", Words: "w"}, Slips: "#", Poster: "#", Calendar: "/fr/service/x/heures.ics", Linked: `{"@context":"https://schema.org"}`,
	}
}

// demoFrame is the frame of a page of the demo: its strip stands on top.
func demoFrame(l *i18n.Local) ui.Frame {
	f := frame(l, l.T("home.title"), "/")
	f.Strip = ui.DemoStrip(l, []ui.DemoGroup{
		{Key: "demo.group_public", Roles: []ui.DemoRole{{Name: l.Text("demo.visitor"), Brief: l.Text("demo.visitor"), Action: "#", Story: true, Current: true}}},
		{Key: "demo.group_community", Roles: []ui.DemoRole{{Name: l.Text("demo.receiver"), Brief: l.Text("demo.receiver"), Action: "#"}}},
	})
	return f
}

func tour(l *i18n.Local) []ui.DemoStep {
	return []ui.DemoStep{
		{Text: ui.T(l, "demo.tour_find", "person", "Mésange"), Do: l.Text("home.search_do"), Href: "#"},
		{Text: ui.T(l, "demo.tour_refer", "worker", "Maëlle", "person", "Mésange"), Do: fr("Maëlle, travailleuse de rue à La Halte du Pont"), Action: "#"},
		{Text: ui.T(l, "demo.tour_answer", "worker", "Ximena", "other", "Maëlle", "person", "Mésange"), Do: fr("Ximena"), Action: "#"},
		{Text: ui.T(l, "demo.tour_thread", "person", "Mésange"), Do: fr("Mésange"), Action: "#"},
	}
}
