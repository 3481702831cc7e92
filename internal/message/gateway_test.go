package message

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/contact"
	"passerelle/internal/fault"
	"passerelle/internal/need"
)

// desk notes what a gateway brought.
type desk struct {
	heard   []need.Incoming
	reports []string
	stopped []string
	fails   error
}

func (d *desk) Hear(_ context.Context, _ access.Region, m need.Incoming) error {
	if d.fails == nil {
		d.heard = append(d.heard, m)
	}
	return d.fails
}

func (d *desk) Report(_ context.Context, _ access.Region, id, state string) error {
	d.reports = append(d.reports, id+" "+state)
	return d.fails
}

func (d *desk) Stopped(_ context.Context, _ access.Region, channel, number string) error {
	d.stopped = append(d.stopped, channel+" "+number)
	return d.fails
}

const secret = "un-secret-de-vingt-lettres"

func both(d *desk) *Gateway {
	return &Gateway{Region: "r", Desk: d, URL: "https://passerelle.example", Twilio: Twilio{Account: "AC1", Token: "12345", From: "+15145550100"}, External: External{Secret: secret, Country: "1", From: "+15145550100"}}
}

func bring(g *Gateway, method, target string, form url.Values, signature, channel, s, event, id string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Twilio-Signature", signature)
	r.Header.Set("X-Forwarded-Host", "evil.example")
	w := httptest.NewRecorder()
	g.Inbound(w, r, channel, s, event, id)
	return w
}

// TestTheSignatureOfTwilio is that of the example which Twilio publishes.
func TestTheSignatureOfTwilio(t *testing.T) {
	form := url.Values{"CallSid": {"CA1234567890ABCDE"}, "Caller": {"+14158675310"}, "Digits": {"1234"}, "From": {"+14158675310"}, "To": {"+18005551212"}}
	if got := (Twilio{Token: "12345"}).Sign("https://example.com/myapp.php?foo=1&bar=2", form); got != "L/OH5YylLD5NRKLltdqwSvS0BnU=" {
		t.Errorf("signature %s", got)
	}
}

// TestOnlySignedMessagesAreHeard: a wrong signature, another field, another
// address, another account or a GET are refused alike.
func TestOnlySignedMessagesAreHeard(t *testing.T) {
	d := &desk{}
	g := both(d)
	form := func() url.Values {
		return url.Values{"AccountSid": {"AC1"}, "MessageSid": {"SM1"}, "From": {"+15145550177"}, "To": {"+15145550100"}, "Body": {"J’ai faim 🥣"}}
	}
	good := g.Twilio.Sign("https://passerelle.example/sms/twilio", form())
	if w := bring(g, "POST", "/sms/twilio", form(), good, "twilio", "", "receive", ""); w.Code != 200 || !strings.Contains(w.Body.String(), "<Response></Response>") || len(d.heard) != 1 || d.heard[0].Text != "J’ai faim 🥣" || d.heard[0].From != "+15145550177" {
		t.Fatalf("%d %s %+v", w.Code, w.Body, d.heard)
	}
	other := form()
	other.Set("Body", "autre")
	another := form()
	another.Set("AccountSid", "AC2")
	for name, w := range map[string]*httptest.ResponseRecorder{
		"none":            bring(g, "POST", "/sms/twilio", form(), "", "twilio", "", "receive", ""),
		"wrong":           bring(g, "POST", "/sms/twilio", form(), "L/OH5YylLD5NRKLltdqwSvS0BnU=", "twilio", "", "receive", ""),
		"another body":    bring(g, "POST", "/sms/twilio", other, good, "twilio", "", "receive", ""),
		"another address": bring(g, "POST", "/sms/twilio?x=1", form(), good, "twilio", "", "receive", ""),
		"another account": bring(g, "POST", "/sms/twilio", another, g.Twilio.Sign("https://passerelle.example/sms/twilio", another), "twilio", "", "receive", ""),
		"a GET":           bring(g, "GET", "/sms/twilio", nil, good, "twilio", "", "receive", ""),
	} {
		if w.Code != http.StatusForbidden || w.Body.String() != "no\n" {
			t.Errorf("%s: %d %q", name, w.Code, w.Body)
		}
	}
	for name, w := range map[string]*httptest.ResponseRecorder{
		"a wrong secret":   bring(g, "POST", "/x", url.Values{"from": {"5145550177"}, "text": {"x"}}, "", "external", "autre", "receive", ""),
		"no secret":        bring(g, "POST", "/x", url.Values{"from": {"5145550177"}, "text": {"x"}}, "", "external", "", "receive", ""),
		"an unknown event": bring(g, "POST", "/x", nil, "", "external", secret, "rien", ""),
		"not set":          bring(&Gateway{Desk: d}, "POST", "/x", nil, "", "external", "", "receive", ""),
	} {
		if w.Code != http.StatusNotFound || w.Body.String() != "no\n" {
			t.Errorf("%s: %d %q", name, w.Code, w.Body)
		}
	}
	if len(d.heard) != 1 {
		t.Errorf("heard %+v", d.heard)
	}
}

// TestTwilioSignsAnAddressInSeveralWays: with the port that goes without saying, or
// without the one that was set, and with the values of one name in their order. No
// other address, scheme or port is ours.
func TestTwilioSignsAnAddressInSeveralWays(t *testing.T) {
	form := url.Values{"AccountSid": {"AC1"}, "MessageSid": {"SM1"}, "From": {"+15145550177"}, "Body": {"faim"}, "Z": {"b", "a", "b"}}
	inOrder := url.Values{"AccountSid": {"AC1"}, "MessageSid": {"SM1"}, "From": {"+15145550177"}, "Body": {"faim"}, "Z": {"a", "b"}}
	for _, c := range []struct {
		ours, signs string
		form        url.Values
		want        int
	}{
		{"https://passerelle.example", "https://passerelle.example:443", form, 200},
		{"https://passerelle.example:8443", "https://passerelle.example:8443", form, 200},
		{"https://passerelle.example:8443", "https://passerelle.example", form, 200},
		{"http://passerelle.example", "http://passerelle.example:80", form, 200},
		{"https://passerelle.example", "https://passerelle.example", inOrder, 200},
		{"https://passerelle.example", "https://passerelle.example:80", form, 403},
		{"https://passerelle.example", "http://passerelle.example", form, 403},
		{"https://passerelle.example", "https://evil.example", form, 403},
		{"https://passerelle.example:8443", "https://passerelle.example:443", form, 403},
	} {
		g := both(&desk{})
		g.URL = c.ours
		if w := bring(g, "POST", "/sms/twilio?a=%20b", form, g.Twilio.Sign(c.signs+"/sms/twilio?a=%20b", c.form), "twilio", "", "receive", ""); w.Code != c.want {
			t.Errorf("ours %s, signed %s: %d, want %d", c.ours, c.signs, w.Code, c.want)
		}
	}
}

// TestTheAccountsOwnWords stop here too, and begin again, whatever they are.
func TestTheAccountsOwnWords(t *testing.T) {
	for asked, body := range map[string]string{"STOP": "Assez", "START": "De retour"} {
		d := &desk{}
		g := both(d)
		form := url.Values{"AccountSid": {"AC1"}, "MessageSid": {"SM1"}, "From": {"+15145550177"}, "Body": {body}, "OptOutType": {asked}}
		if w := bring(g, "POST", "/sms/twilio", form, g.Twilio.Sign("https://passerelle.example/sms/twilio", form), "twilio", "", "receive", ""); w.Code != 200 || len(d.heard) != 1 || d.heard[0].Text != asked {
			t.Errorf("%s: %d, %+v", asked, w.Code, d.heard)
		}
	}
}

// TestTheExternalChannel: the fields by either of their names, an hour, reports
// and stops; what is malformed is said so.
func TestTheExternalChannel(t *testing.T) {
	d := &desk{}
	g := both(d)
	ask := func(method, query, event string, form url.Values) int {
		return bring(g, method, "/x?"+query, form, "", "external", secret, event, "").Code
	}
	const uuid = "01a22763-c78a-7000-b6f9-09ca3c5e8f34"
	for name, code := range map[string]int{
		"get": ask("GET", "from=5145550177&text=faim", "receive", nil), "post": ask("POST", "", "receive", url.Values{"sender": {"+15145550178"}, "text": {"faim"}, "time": {"2026-03-02T09:00:00-05:00"}}),
		"sent": ask("POST", "", "sent", url.Values{"uuid": {uuid}}), "delivered": ask("GET", "id="+uuid, "delivered", nil), "stopped": ask("GET", "from=%2B15145550177", "stopped", nil),
	} {
		if code != 200 {
			t.Errorf("%s: %d", name, code)
		}
	}
	for name, code := range map[string]int{
		"no sender": ask("GET", "text=x", "receive", nil), "a bad date": ask("GET", "from=5145550177&text=x&date=hier", "receive", nil),
		"no uuid": ask("GET", "", "sent", nil), "a bad uuid": ask("GET", "id=7", "failed", nil), "nobody stopped": ask("GET", "", "stopped", nil),
	} {
		if code != 400 {
			t.Errorf("%s: %d", name, code)
		}
	}
	if len(d.heard) != 2 || len(d.reports) != 2 || len(d.stopped) != 1 || d.stopped[0] != "external +15145550177" {
		t.Errorf("%+v", d)
	}
}

// TestTwoMessagesOfOneSecondAreTwo, where a gateway gives them no id: whatever it
// calls the words.
func TestTwoMessagesOfOneSecondAreTwo(t *testing.T) {
	for _, name := range []string{"text", "message"} {
		d := &desk{}
		for _, words := range []string{"faim", "et froid", "et froid"} {
			bring(both(d), "POST", "/x", url.Values{"from": {"5145550177"}, name: {words}, "date": {"2026-03-02T09:00:00-05:00"}}, "", "external", secret, "receive", "")
		}
		if len(d.heard) != 3 || d.heard[0].ID == d.heard[1].ID || d.heard[1].ID != d.heard[2].ID {
			t.Errorf("%s: %+v", name, d.heard)
		}
	}
}

// TestNothingIsAcknowledgedThatIsNotStored: the gateway brings it again; and ten
// megabytes are refused without being held.
func TestNothingIsAcknowledgedThatIsNotStored(t *testing.T) {
	d := &desk{fails: fault.New(fault.Unavailable, "error.unavailable")}
	w := bring(both(d), "POST", "/x", url.Values{"from": {"5145550177"}, "text": {"faim"}}, "", "external", secret, "receive", "")
	if w.Code != 503 || w.Header().Get("Retry-After") == "" {
		t.Errorf("%d", w.Code)
	}
	d.fails = nil
	if w := bring(both(d), "POST", "/x", url.Values{"from": {"5145550177"}, "text": {strings.Repeat("😀", 10<<20/4)}}, "", "external", secret, "receive", ""); w.Code != 413 || len(d.heard) > 0 {
		t.Errorf("ten megabytes: %d, %d heard", w.Code, len(d.heard))
	}
}

// cleared is a message that may leave.
func cleared(t *testing.T, channel string) contact.Cleared {
	t.Helper()
	m := contact.Message{ID: "m1", Channel: channel, To: "+15145550177", Text: "Reçu & noté : \"oui\"", Way: contact.Text}
	c, verdict, _ := contact.Clear(contact.Conversation("fr", 0, 0, false), m, time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC))
	if verdict != contact.Pass {
		t.Fatal(verdict)
	}
	return c
}

// TestSending: both ways out, with what each answers.
func TestSending(t *testing.T) {
	status, body := 201, `{"sid":"SM9"}`
	var path, got, auth string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		path, got, auth = r.URL.RequestURI(), string(b), r.Header.Get("Authorization")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}))
	defer s.Close()
	g := both(&desk{})
	g.Twilio.API = s.URL
	o := cleared(t, "twilio")
	if _, err := g.Send(contact.Cleared{}); err == nil || path != "" {
		t.Error("what nobody cleared left")
	}
	if id, err := g.Send(o); err != nil || id != "SM9" || path != "/2010-04-01/Accounts/AC1/Messages.json" || !strings.HasPrefix(auth, "Basic ") || !strings.Contains(got, "StatusCallback=https%3A%2F%2Fpasserelle.example%2Fsms%2Ftwilio%2Fstatus%2Fm1") {
		t.Errorf("%s %v %s %s", id, err, path, got)
	}
	status, body = 400, `{"code":21610}`
	if _, err := g.Send(o); !errors.Is(err, contact.ErrStopped) {
		t.Errorf("a stop is %v", err)
	}
	for code, kind := range map[int]fault.Kind{429: fault.Unavailable, 503: fault.Unavailable, 400: fault.Invalid} {
		status, body = code, `{}`
		if _, err := g.Send(o); !fault.Is(err, kind) {
			t.Errorf("%d is %v", code, err)
		}
	}
	status, o = 200, cleared(t, "external")
	g.External.URL, g.External.Body, g.External.Auth = s.URL+"/send?to={{to_no_plus}}", `{"text":{{text}},"id":{{id}}}`, "Token x"
	if id, err := g.Send(o); err != nil || id != "m1" || path != "/send?to=15145550177" || got != `{"text":"Reçu \u0026 noté : \"oui\"","id":"m1"}` || auth != "Token x" {
		t.Errorf("%s %v %s %s", id, err, path, got)
	}
	g.External.Body = ""
	if _, err := g.Send(o); err != nil || !strings.Contains(got, "text=Re%C3%A7u+%26+not%C3%A9") {
		t.Errorf("%v %s", err, got)
	}
}

// TestParts counts as telephones do: é is of their alphabet, ê and ç are not.
func TestParts(t *testing.T) {
	for text, want := range map[string]int{
		"": 1, strings.Repeat("é", 160): 1, strings.Repeat("é", 161): 2, strings.Repeat("ê", 70): 1, strings.Repeat("ê", 71): 2, strings.Repeat("a", 306): 2, strings.Repeat("a", 307): 3,
		strings.Repeat("€", 80): 1, strings.Repeat("€", 81): 2, strings.Repeat("😀", 35): 1, strings.Repeat("😀", 36): 2, strings.Repeat("ç", 71): 2, strings.Repeat("’", 71): 2,
	} {
		if got := Parts(text); got != want {
			t.Errorf("%.12q (%d) is %d messages, want %d", text, len(text), got, want)
		}
	}
}
