package page_test

import (
	"github.com/a-h/templ"

	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

func accountSamples(l *i18n.Local, m map[string]templ.Component) {
	key := ui.Passkey{Options: `{"challenge":"x"}`, Ticket: "x.y", Action: "#", Hidden: []ui.Hidden{{Name: "suite", Value: "/app"}}, Submit: "security.passkey_use", Kind: ui.Plain}
	door := frame(l, l.T("page_sign.title"), "/connexion")
	door.Script = "passkey.js"
	m["sign_in_key"] = page.SignInPage(page.SignIn{Frame: door, Step: ui.Step{Action: "#"}, Key: &key})
	m["sign_in_institution"] = page.SignInPage(page.SignIn{Frame: frame(l, l.T("page_sign.title"), "/connexion"), Step: faulty("", "security.identity_unknown"), Institutions: []page.InstitutionDoor{{Name: "CIUSSS de la Rive", Href: "#"}, {Name: "Centre hospitalier du Nord", Href: "#"}}})
	m["sign_in_code"] = page.SignInCodePage(page.SignInCode{Frame: frame(l, l.T("security.second_title"), "/connexion/etape"), Step: faulty("code", "security.code_refused")})
	me := func(title string) ui.Frame { return work(l, l.T(title), "me") }
	m["security"] = page.SecurityPage(page.Security{Frame: me("security.title"), Back: "#", AddKey: "#", SetApp: "#", SetSheet: "#", Without: "#"})
	m["security_full"] = page.SecurityPage(page.Security{
		Frame: me("security.title"), Back: "#", AddKey: "#", SetApp: "#", SetSheet: "#", Without: "#", Institution: "CIUSSS de la Rive", Tied: true, InstitutionLink: "#", App: true, Since: l.Day(date), Codes: 2, Few: true,
		Keys: []page.SecurityKey{{Name: "Téléphone du travail", Added: l.Day(date), Used: l.Day(date), Remove: "#"}, {Name: "Portable de la salle 4", Added: l.Day(date), Remove: "#"}},
	})
	m["security_sheet_only"] = page.SecurityPage(page.Security{Frame: me("security.title"), Back: "#", SetApp: "#", SetSheet: "#", Without: "#", Institution: "CIUSSS de la Rive", InstitutionLink: "#", Sheet: true, Since: l.Day(date), Codes: 1})
	add := key
	add.Make, add.Submit, add.Kind = true, "security.key_make", ui.Primary
	adding := me("security.key_add")
	adding.Script = "passkey.js"
	m["security_key"] = page.SecurityKeyNewPage(page.SecurityKeyNew{Frame: adding, Step: faulty("name", "org.name_empty"), Key: &add})
	m["security_key_cannot"] = page.SecurityKeyNewPage(page.SecurityKeyNew{Frame: me("security.key_add"), Step: step})
	m["security_app"] = page.SecurityAppPage(page.SecurityApp{Frame: me("security.app_set"), Step: faulty("code", "security.app_code_wrong"), Address: "otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ", Secret: []string{"GEZD", "GNBV", "GY3T", "QOJQ"}})
	codes := []string{"k7m2x-q4t9w", "8z3v6-yabcd", "efghi-jkmnp"}
	m["security_sheet"] = page.SecuritySheetPage(page.SecuritySheet{Frame: me("security.sheet_title"), Back: "#", Name: "Nadia B.", Codes: codes})
	m["security_sheet_app"] = page.SecuritySheetPage(page.SecuritySheet{Frame: me("security.sheet_title"), Back: "#", Name: "Nadia B.", Codes: codes, App: true})
	m["security_confirm"] = page.SecurityConfirmPage(page.SecurityConfirm{Frame: me("security.key_remove_title"), Step: step, Title: "security.key_remove_ask", Text: "security.key_remove_note", Args: []any{"name", "Téléphone"}, Do: "security.key_remove_do", Kind: ui.Danger})
	m["prove"] = page.ProvePage(page.Prove{Frame: me("security.prove_title"), Step: faulty("password", "security.password_refused"), Code: true, Key: &key})
	m["prove_demo"] = page.ProvePage(page.Prove{Frame: me("security.prove_title"), Step: step, Demo: true})
	hours := []ui.Option{{Value: "7", Text: i18n.Text{S: l.Time(7, 0)}}, {Value: "8", Text: i18n.Text{S: l.Time(8, 0)}, Checked: true}}
	told := page.Notices{
		Frame: me("notice.title"), Step: faulty("address", "notice.address_malformed"), Sends: true, Address: "nadia.bouchard@exemple.ca", Hours: hours, CalmFrom: hours, CalmTo: hours,
		Rhythms:  []ui.Option{{Value: "daily", Key: "notice.rhythm_daily", Checked: true}, {Value: "weekdays", Key: "notice.rhythm_weekdays"}, {Value: "weekly", Key: "notice.rhythm_weekly"}, {Value: "never", Key: "notice.rhythm_never"}},
		Triggers: []ui.Option{{Value: "unblock", Key: "notice.on_unblock"}, {Value: "signal", Key: "notice.on_signal", Checked: true}, {Value: "late", Key: "notice.on_late"}},
	}
	m["notices_new"] = page.NoticesPage(told)
	told.Step, told.Said, told.State, told.Prove = step, l.T("notice.saved"), "notice.state_wait", "#"
	m["notices_wait"] = page.NoticesPage(told)
	told.State = "notice.state_over"
	m["notices_over"] = page.NoticesPage(told)
	told.Said, told.State, told.Prove, told.Week, told.Less, told.Confirmed = "", "notice.state_ok", "", 5, "#", true
	m["notices_on"] = page.NoticesPage(told)
	m["notices_off_here"] = page.NoticesPage(page.Notices{Frame: me("notice.title"), Step: step})
	link := page.NoticeLink{Frame: frame(l, l.T("notice.confirm_title"), "/courriel/x"), Step: step, Heading: "notice.confirm_title", Lead: "notice.confirm_lead", Do: "notice.confirm_do"}
	m["notice_confirm"] = page.NoticeLinkPage(link)
	link.Heading, link.Lead, link.Do = "notice.stop_title", "notice.stop_lead", "notice.stop_do"
	m["notice_stop"] = page.NoticeLinkPage(link)
	link.Done = "notice.stopped"
	m["notice_stopped"] = page.NoticeLinkPage(link)
	m["waiting_over"] = page.WaitingPage(page.Waiting{Frame: frame(l, l.T("waiting.over_title"), "/app"), Step: ui.Step{Action: "#", Hidden: []ui.Hidden{{Name: "words", Value: "x"}}}, Title: "waiting.over_title", Lead: "waiting.over", Typed: true, File: true, Go: "page_sign.go", GoTo: "#", Submit: "waiting.send"})
	m["waiting_hat"] = page.WaitingPage(page.Waiting{Frame: me("waiting.hat_title"), Step: step, Title: "waiting.hat_title", Lead: "waiting.hat", Args: []any{"read", fr("Travail de rue (Le Refuge du quai)"), "now", fr("Équipe mixte du Pont (CIUSSS de la Rive)")}, Typed: true, Submit: "waiting.hat_do"})
	m["waiting_stranger"] = page.WaitingPage(page.Waiting{Frame: me("waiting.stranger_title"), Title: "waiting.stranger_title", Lead: "waiting.stranger", Today: "#"})
	m["error_prove"] = page.ErrorShow(page.Error{Frame: me("security.prove_title"), Kind: page.ErrorProve, Key: "security.prove_first", Retry: "#"})
}
