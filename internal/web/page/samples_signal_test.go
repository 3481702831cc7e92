package page_test

import (
	"net/url"

	"github.com/a-h/templ"

	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// signalSamples are field signals: the list, one, the three pages on which one is
// said, and what is added to it.
func signalSamples(l *i18n.Local, m map[string]templ.Component) {
	at := func(key string) ui.Frame { return work(l, l.T(key), "needs") }
	act := []ui.Hidden{{Name: "act", Value: "a"}}
	row := page.SignalRow{
		Words: fr("Les toilettes du parc sont barrées."), Where: fr("Vieux-Quai"), Ago: fr("il y a 2 heures"), By: fr("La Halte du Pont"), Href: "#", Orgs: 5,
		State: ui.Tag(ui.Bad, ui.T(l, "signal.state_silent", "time", l.Text("crisis.n_days", "n", 2))), Tone: ui.Late, Ours: true, Voice: true,
	}
	m["signals"] = page.SignalsPage(page.Signals{Frame: at("signal.title"), Back: "#", New: "#", Team: "#", Rows: []page.SignalRow{row}})
	alerts := []page.Alert{
		{Severe: true, Headline: fr("Froid extrême cette nuit"), Description: fr("Moins 30."), Instruction: fr("Restez à l'intérieur."), Sender: fr("Météo d'exemple"), Areas: []i18n.Text{fr("Vieux-Quai")}, Until: "3 mars, 8 h"},
		{Headline: fr("Fumée"), Sender: fr("Météo d'exemple")},
	}
	m["alerts"] = page.AlertsPage(page.Alerts{Frame: work(l, l.T("alert.title"), "directory"), Living: alerts, Typed: "<alert>", Step: ui.Step{Back: "#", Action: "#", Submit: "alert.take", Hidden: act, Problems: []ui.Problem{{Field: "file", Key: "alert.not_xml", Args: []any{"line", 3}}}}})
	m["alerts_none"] = page.AlertsPage(page.Alerts{Frame: work(l, l.T("alert.title"), "directory"), Said: l.T("alert.result_noted"), Step: ui.Step{Back: "#", Action: "#", Submit: "alert.take", Hidden: act}})
	m["signals_none"] = page.SignalsPage(page.Signals{Frame: at("signal.title"), Back: "#", New: "#", Team: "#"})
	leg := page.SignalLeg{
		From: fr("La Halte"), To: fr("La Ville"), Why: fr("C'est leur parc."), Answer: fr("On ouvre lundi."), Asked: "1 mars, 9 h", Due: "4 mars, 9 h", Read: "2 mars, 9 h", Settled: "5 mars, 9 h",
		State: ui.Tag(ui.Ok, ui.T(l, "signal.state_answered")), Late: true,
	}
	full := page.Signal{
		Frame: at("signal.one"), SignalRow: row, Back: "#", Said: l.T("signal.said"), Problems: []ui.Problem{{Key: "signal.not_asked"}}, When: "1 mars, 9 h", Since: l.Text("signal.since_weeks"), ForAll: true, Raw: "#",
		Recording: "#", RecordingKind: "audio/ogg", Join: "#", Relay: "#", Answer: "#", Read: "#", ReadAct: act,
		Same: []i18n.Text{fr("La Halte"), fr("Le Comptoir")}, Joins: []page.SignalJoin{{Org: fr("Le Comptoir"), Words: fr("Pareil ici."), When: "2 mars, 9 h"}}, Legs: []page.SignalLeg{leg},
	}
	m["signal"] = page.SignalPage(full)
	clock := page.SignalClock{To: fr("La Ville"), Due: "1 mars, 9 h 05", State: ui.Tag(ui.Active, ui.T(l, "signal.state_waiting", "time", l.Text("crisis.n_minutes", "n", 4)))}
	read, silent := clock, clock
	read.Read, silent.Silent = true, true
	full.Said, full.Pressing = l.T("signal.team_said"), []page.SignalClock{clock, read, silent}
	m["signal_pressing"] = page.SignalPage(full)
	m["signal_bare"] = page.SignalPage(page.Signal{Frame: at("signal.one"), SignalRow: page.SignalRow{Words: row.Words, Where: l.Text("signal.where_unsaid"), By: l.Text("signal.by_sms"), Ago: row.Ago, State: row.State}, Back: "#", Raw: "#", Join: "#", Relay: "#", Since: l.Text("signal.since_unknown")})
	marked := []page.Marked{{S: "On a vu "}, {S: "Wassim Haddad", Mark: true}, {S: " dehors."}}
	options := []ui.Option{{Value: "a", Key: "signal.to_later"}, {Value: "b", Text: fr("La Ville"), Checked: true}}
	m["signal_team"] = page.SignalTeamPage(page.SignalTeam{
		Frame: at("signal.team_title"), Typed: url.Values{"words": {"On a vu Wassim Haddad dehors."}, "spot": {"Vieux-Quai"}}, Marked: marked, WordsMost: 2000, Minutes: 5, Orgs: options,
		Step: ui.Step{Back: "#", Action: "#", Submit: "signal.team_send", Hidden: act, Problems: []ui.Problem{{Field: "to", Key: "signal.to_missing"}}},
	})
	hours := []ui.Option{{Value: "24", Key: "crisis.n_hours", Args: []any{"n", 24}, Checked: true}}
	for n, field := range []string{"", "words", "spot", "voice"} {
		if n == 0 {
			continue
		}
		p := page.SignalSay{
			Frame: at("signal.new"), At: n, Typed: url.Values{"words": {"On a vu Wassim Haddad dehors."}, "spot": {"Vieux-Quai"}}, Marked: marked, WordsMost: 2000, Mega: 3,
			Step:   ui.Step{Back: "#", Action: "#", Hidden: act, Problems: []ui.Problem{{Field: field, Key: "signal.named", Args: []any{"what", "Wassim Haddad"}}}},
			Sinces: []ui.Option{{Value: "weeks", Key: "signal.since_weeks"}}, Orgs: options, Due: hours, Who: []ui.Option{{Value: "open", Key: "signal.who_open", Checked: true}, {Value: "closed", Key: "signal.who_closed"}},
			Needs: []ui.OptionGroup{{Options: []ui.Option{{Key: "needs.need_choose"}}}},
		}
		if n == 3 {
			p.Step.Submit = "signal.send"
		}
		m["signal_say_"+field] = page.SignalSayPage(p)
	}
	for what, form := range page.SignalForms {
		m["signal_act_"+what] = page.SignalActPage(page.SignalAct{
			Frame: at(form.Title), What: what, Row: row, Typed: url.Values{"why": {"C'est leur parc."}}, Marked: marked, Most: 600, Orgs: options, Due: hours,
			Kind: []ui.Option{{Value: "yes", Key: "signal.answer_yes", Checked: true}, {Value: "no", Key: "signal.answer_no"}},
			Step: ui.Step{Back: "#", Action: "#", Submit: form.Submit, Hidden: act, Problems: []ui.Problem{{Field: map[string]string{"relayer": "why"}[what], Key: "signal.answer_missing"}}},
		})
	}
}
