package web_test

import (
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/event"
	"passerelle/internal/job"
	"passerelle/internal/message"
	"passerelle/internal/need"
	"passerelle/internal/seal"
	"passerelle/internal/signal"
	"passerelle/internal/web"
)

// plainAtlas knows the needs of the tree and one place.
type plainAtlas struct{}

func (plainAtlas) KnownNeed(code string) bool { return directory.KnownNeed(code) }
func (plainAtlas) NeedIn(words string) string {
	if found := directory.NeedsIn(words); len(found) > 0 {
		return found[0]
	}
	return ""
}
func (plainAtlas) PlaceOf(typed string) (string, bool) {
	return "vieux-quai", strings.EqualFold(typed, "Vieux-Quai")
}
func (plainAtlas) PlaceIn(words string) (string, bool) {
	return "vieux-quai", strings.Contains(words, "Vieux-Quai")
}
func (plainAtlas) Named(string) (whole, part bool) { return false, false }

// needing is a door where needs are said.
func needing(t *testing.T, u *dbtest.Universe) *door {
	t.Helper()
	d := newDoor(t, u)
	keys, err := seal.NewKeys()
	d.must(err)
	vault, err := seal.NewVault(keys)
	d.must(err)
	queue := job.New(u.DB, u.Clock, slog.New(slog.DiscardHandler))
	ix := directory.NewIndex(nil)
	d.site.Need = need.New(u.DB, event.NewLog(queue), queue, vault, keys, u.Clock, plainAtlas{})
	d.site.Signal = signal.New(u.DB, event.NewLog(queue), vault, plainAtlas{}, d.org, d.site.Need)
	d.site.Need.Speaks(need.Speech{Voice: plainVoice{}, Zone: time.UTC, Human: "211", Usual: "fr"})
	d.site.Finder, d.site.Locator, d.site.Live = ix, directory.NewLocator(ix), web.NewLive()
	return d
}

type plainVoice struct{}

func (plainVoice) Say(lang, key string, _ ...any) string { return lang + " " + key }
func (plainVoice) Has(lang string) bool                  { return lang == "fr" || lang == "en" }

var receiptShown = regexp.MustCompile(`\d{4} \d{4} \d{4}`)

// TestANeedOnTheWeb: said by anyone, asked about a name, kept once; the receipt
// stands in no address and is kept by no browser; its answer is read with it.
func TestANeedOnTheWeb(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := needing(t, u)
		anyone, bob := d.browser(), d.browser()
		bob.signIn("bob")
		form := anyone.get("/fr/aide/dire?besoin=eat.meal")
		d.want(form, 200, "Dire ce dont vous avez besoin")
		sent := append(fields(form.body), "words", "Moi c’est Ximena, j’ai faim")
		asked := anyone.post("/fr/aide/dire", sent...)
		d.want(asked, 422, "Envoyer quand même")
		if !strings.Contains(asked.body, "Moi c’est Ximena, j’ai faim") {
			t.Error("what was written is lost")
		}
		one := anyone.post("/fr/aide/dire", append(sent, "named", "1")...)
		d.want(one, 200, "C&#39;est envoyé.")
		two := anyone.post("/fr/aide/dire", append(sent, "named", "1")...)
		code := receiptShown.FindString(one.body)
		if code == "" || receiptShown.FindString(two.body) != code || one.Header.Get("Cache-Control") != "no-store" || one.Header.Get("Location") != "" {
			t.Errorf("receipts %q and %q, %v", code, receiptShown.FindString(two.body), one.Header)
		}
		board := bob.get("/fr/app/besoins")
		d.want(board, 200, "Repas")
		if n := strings.Count(board.body, `<h3>`); n != 1 {
			t.Errorf("%d needs on the board, said once", n)
		}
		if strings.Contains(board.body, "Ximena") {
			t.Error("the board shows words")
		}
		path := regexp.MustCompile(`/fr/app/besoin/[0-9a-f-]+`).FindString(board.body)
		shown := bob.get(path)
		d.want(shown, 200, "Moi c’est Ximena, j’ai faim")
		d.want(bob.post(path+"/repondre", append(fields(shown.body), "answer", "Passez avant 20 h <b>")...), 303, "")
		news := anyone.post("/fr/suivi", "code", code)
		d.want(news, 200, "Passez avant 20 h &lt;b&gt;")
		if strings.Contains(news.body, "Ximena") || news.Header.Get("Cache-Control") != "no-store" {
			t.Error("what was said is shown again, or kept")
		}
		d.want(anyone.post("/fr/suivi", "code", "0000 0000 0000"), 422, "Ce numéro n&#39;ouvre rien")
		if strings.Contains(one.body, "tel:988") {
			t.Error("who is hungry is told whom to call to live")
		}
		urgent := anyone.post("/fr/aide/dire", append(fields(anyone.get("/fr/aide/dire").body), "words", "je veux mourir")...)
		d.want(urgent, 200, "tel:988")
		if call, code := strings.Index(urgent.body, "tel:988"), receiptShown.FindStringIndex(urgent.body); code == nil || call > code[0] {
			t.Error("whom to call comes after the receipt")
		}
	})
}

// TestWhoComesSecondKeepsTheirWords: an answer to a need, or to a signal, that
// somebody else answered while it was being written is shown to whoever wrote it.
func TestWhoComesSecondKeepsTheirWords(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := needing(t, u)
		_, err := d.site.Need.Say(u.Ctx, access.Anyone(dbtest.Region), "x", "act", need.Said{Need: "eat.meal", Words: "faim"})
		d.must(err)
		bob := d.browser()
		bob.signIn("bob")
		path := regexp.MustCompile(`/fr/app/besoin/[0-9a-f-]+`).FindString(bob.get("/fr/app/besoins").body)
		one, two := fields(bob.get(path).body), fields(bob.get(path).body)
		d.want(bob.post(path+"/repondre", append(one, "answer", "Venez avant midi")...), 303, "")
		const late = "Nous avons une soupe et du pain"
		d.want(bob.post(path+"/repondre", append(two, "answer", late)...), 409, late)

		form := "/fr/app/signal/nouveau"
		a := bob.post(form, append(fields(bob.get(form).body), "words", "L'eau est coupée")...)
		a = bob.post(form, append(fields(a.body), "spot", "Vieux-Quai")...)
		to := regexp.MustCompile(`<option value="([^"]+)"[^>]*>[^<]*Le Refuge`).FindStringSubmatch(a.body)
		if to == nil {
			t.Fatalf("nobody can be asked:\n%s", a.body)
		}
		a = bob.post(form, append(fields(a.body), "since", "today", "to", to[1], "due", "24", "who", "open")...)
		d.want(a, 303, "")
		self := strings.TrimSuffix(a.Header.Get("Location"), "?fait=dit")
		answer := bob.get(self + "/faire/repondre")
		d.want(bob.post(self+"/faire/repondre", "act", "first", "kind", "yes", "words", "Nous y allons"), 303, "")
		d.want(bob.post(self+"/faire/repondre", append(fields(answer.body), "kind", "yes", "words", late)...), 409, late)
	})
}

// TestWhoReadsNeeds: words are for those who accompany people; others get the
// board without small counts, or nothing at all.
func TestWhoReadsNeeds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := needing(t, u)
		_, err := d.site.Need.Say(u.Ctx, access.Anyone(dbtest.Region), "x", "act", need.Said{Need: "eat.meal", Words: "canari"})
		d.must(err)
		awa, bob, anyone := d.browser(), d.browser(), d.browser()
		awa.signIn("awa")
		bob.signIn("bob")
		path := regexp.MustCompile(`/fr/app/besoin/[0-9a-f-]+`).FindString(bob.get("/fr/app/besoins").body)
		board := awa.get("/fr/app/besoins")
		d.want(board, 200, "ne sont pas montrés")
		if strings.Contains(board.body, path) || strings.Contains(awa.get("/fr/app/besoins/tableau.csv").body, "eat.meal") {
			t.Error("administration sees one need")
		}
		for _, p := range []string{path, "/fr/app/besoins/mots", "/fr/app/besoins/noter", "/fr/app/appel", "/fr/app/textos"} {
			if a := awa.get(p); a.StatusCode != 404 || strings.Contains(a.body, "canari") {
				t.Errorf("administration reads %s: %d", p, a.StatusCode)
			}
			if a := anyone.get(p); a.StatusCode == 200 || strings.Contains(a.body, "canari") {
				t.Errorf("anyone reads %s: %d", p, a.StatusCode)
			}
		}
		d.want(bob.get("/fr/app/besoins/mots"), 200, "canari")
		if unknown, known := awa.get("/fr/app/besoin/rien"), awa.get(path); unknown.StatusCode != known.StatusCode || unknown.body != strings.ReplaceAll(known.body, strings.TrimPrefix(path, "/fr/app/besoin/"), "rien") {
			t.Error("what is not permitted is told from what is not there")
		}
	})
}

// exitScript is what a sensitive page has of scripts: the quick exit.
var exitScript = regexp.MustCompile(`<script src="/[^"]*exit[^"]*"`)

// TestOnlyTheBoardIsLive: its script is ours and from here; no other page has it,
// nor may any ask for anything by itself.
func TestOnlyTheBoardIsLive(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := needing(t, u)
		bob := d.browser()
		bob.signIn("bob")
		board := bob.get("/fr/app/besoins")
		policy := board.Header.Get("Content-Security-Policy")
		if strings.Count(board.body, "<script") != 1 || !strings.HasSuffix(policy, "; connect-src 'self'") || strings.Contains(policy, "script-src 'self'") || strings.Contains(policy, "unsafe") {
			t.Errorf("%d scripts, policy %s", strings.Count(board.body, "<script"), policy)
		}
		for _, p := range []string{"/fr/app/besoins/mots", "/fr/aide/dire", "/fr/suivi"} {
			if a := bob.get(p); strings.Contains(exitScript.ReplaceAllString(a.body, ""), "<script") || strings.Contains(a.Header.Get("Content-Security-Policy"), "connect-src") {
				t.Errorf("%s is live", p)
			}
		}
	})
}

// TestGatewaysComeIn: with the proof of who they are, from any program; and where
// none is set, there is no such address.
func TestGatewaysComeIn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := needing(t, u)
		bring := func(path, signature string, form url.Values) int {
			t.Helper()
			r, err := http.NewRequestWithContext(u.Ctx, http.MethodPost, d.url+path, strings.NewReader(form.Encode()))
			d.must(err)
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set("X-Twilio-Signature", signature)
			resp, err := d.server.Client().Do(r)
			d.must(err)
			resp.Body.Close()
			return resp.StatusCode
		}
		ext := url.Values{"from": {"+15145550177"}, "text": {"J'ai faim, Vieux-Quai"}, "id": {"1"}}
		const secret = "un-secret-de-vingt-lettres"
		if s := bring("/sms/externe/"+secret+"/receive", "", ext); s != 404 {
			t.Errorf("no gateway is set, and one answers %d", s)
		}
		gateway := &message.Gateway{Region: dbtest.Region, Desk: d.site.Need, URL: "https://passerelle.example", Twilio: message.Twilio{Account: "AC1", Token: "jeton"}, External: message.External{Secret: secret, Country: "1"}}
		d.site.Gateway = gateway
		tw := url.Values{"AccountSid": {"AC1"}, "MessageSid": {"SM1"}, "From": {"+15145550178"}, "Body": {"J'ai faim, Vieux-Quai"}}
		signed := gateway.Twilio.Sign("https://passerelle.example/sms/twilio", tw)
		for range 2 { // the gateway tells it again
			if a, b := bring("/sms/externe/"+secret+"/receive", "", ext), bring("/sms/twilio", signed, tw); a != 200 || b != 200 {
				t.Errorf("%d and %d", a, b)
			}
		}
		if a, b := bring("/sms/externe/un-autre-secret-de-vingt/receive", "", ext), bring("/sms/twilio", "faux", tw); a != 404 || b != 403 {
			t.Errorf("without proof: %d and %d", a, b)
		}
		bob := d.browser()
		bob.signIn("bob")
		if n := strings.Count(bob.get("/fr/app/besoins").body, "Dit par texto"); n != 2 {
			t.Errorf("%d needs by text on the board, want 2", n)
		}
	})
}
