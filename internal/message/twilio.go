package message

import (
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"passerelle/internal/contact"
	"passerelle/internal/fault"
	"passerelle/internal/need"
)

// Twilio is an account at Twilio, or at a gateway that speaks like it.
type Twilio struct {
	Account, Token string
	From           string // a number, or a messaging service (MG…)
	API            string // https://api.twilio.com
}

// On reports that the convention is set.
func (t Twilio) On() bool { return t.Account != "" && t.Token != "" }

// Sign is the signature of a request: of the address as it was called, and of
// each field in the order of their names.
func (t Twilio) Sign(address string, form url.Values) string { return t.sign(address, form, false) }

// sign can also put the values of one name in their order, each once, as Twilio's
// own libraries do; its documents do not say.
func (t Twilio) sign(address string, form url.Values, ordered bool) string {
	m := hmac.New(sha1.New, []byte(t.Token))
	m.Write([]byte(address))
	names := make([]string, 0, len(form))
	for name := range form {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		values := form[name]
		if ordered {
			values = slices.Compact(slices.Sorted(slices.Values(values)))
		}
		for _, value := range values {
			m.Write([]byte(name + value))
		}
	}
	return base64.StdEncoding.EncodeToString(m.Sum(nil))
}

// signed reports that Twilio signed a request. Whether the address that it signs
// bears a port depends on the kind of address and not on its account, so that its
// own libraries try both.
func (t Twilio) signed(signature, address string, form url.Values) (ok bool) {
	for _, a := range ported(address) {
		for _, ordered := range []bool{false, true} {
			if hmac.Equal([]byte(signature), []byte(t.sign(a, form, ordered))) {
				ok = true
			}
		}
	}
	return ok
}

// ported is an address as it is, and with its port or without it.
func ported(address string) []string {
	scheme, rest, _ := strings.Cut(address, "://")
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return []string{address}
	}
	host := u.Host + ":443"
	switch {
	case u.Port() != "":
		host = strings.TrimSuffix(u.Host, ":"+u.Port())
	case scheme == "http":
		host = u.Host + ":80"
	}
	return []string{address, scheme + "://" + strings.Replace(rest, u.Host, host, 1)}
}

// twilioAnswer tells Twilio that there is nothing to say now: answers leave as
// messages of their own.
const twilioAnswer = `<?xml version="1.0" encoding="UTF-8"?><Response></Response>`

func (g *Gateway) fromTwilio(w http.ResponseWriter, r *http.Request, event, id string) {
	address := g.URL + r.URL.RequestURI()
	if r.Method != http.MethodPost || !g.Twilio.signed(r.Header.Get("X-Twilio-Signature"), address, r.PostForm) {
		refuse(w, http.StatusForbidden)
		return
	}
	f := r.PostForm
	if f.Get("AccountSid") != g.Twilio.Account {
		refuse(w, http.StatusForbidden)
		return
	}
	if event == "status" {
		done(w, "text/xml; charset=utf-8", twilioAnswer, g.twilioStatus(r.Context(), f, id))
		return
	}
	from := e164(f.Get("From"), "1")
	if from == "" || f.Get("MessageSid") == "" {
		refuse(w, http.StatusBadRequest)
		return
	}
	words := f.Get("Body")
	// By a word of the account's own: Twilio sends that number nothing any more, or
	// sends to it again.
	if asked := f.Get("OptOutType"); asked == "STOP" || asked == "START" {
		words = asked
	}
	err := g.Desk.Hear(r.Context(), g.Region, need.Incoming{Channel: twilioChannel, ID: f.Get("MessageSid"), From: from, Text: words})
	done(w, "text/xml; charset=utf-8", twilioAnswer, err)
}

// twilioStates are ours for Twilio's.
var twilioStates = map[string]string{
	"sent": need.MessageSent, "delivered": need.MessageDelivered, "read": need.MessageDelivered, "undelivered": need.MessageFailed, "failed": need.MessageFailed,
}

// stoppedCode is Twilio's for a number that asked for no more messages.
const stoppedCode = "21610"

func (g *Gateway) twilioStatus(ctx context.Context, f url.Values, id string) error {
	if f.Get("ErrorCode") == stoppedCode {
		if to := e164(f.Get("To"), "1"); to != "" {
			if err := g.Desk.Stopped(ctx, g.Region, twilioChannel, to); err != nil {
				return err
			}
		}
	}
	state := twilioStates[f.Get("MessageStatus")]
	if state == "" {
		return nil // queued, and what may come later: nothing to note
	}
	return g.Desk.Report(ctx, g.Region, id, state)
}

func (g *Gateway) byTwilio(ctx context.Context, c contact.Cleared) (string, error) {
	form := url.Values{"To": {c.To()}, "Body": {c.Text()}, "StatusCallback": {g.URL + "/sms/twilio/status/" + c.ID()}}
	if strings.HasPrefix(g.Twilio.From, "MG") {
		form.Set("MessagingServiceSid", g.Twilio.From)
	} else {
		form.Set("From", g.Twilio.From)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, g.Twilio.API+"/2010-04-01/Accounts/"+g.Twilio.Account+"/Messages.json", strings.NewReader(form.Encode()))
	if err != nil {
		return "", err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.SetBasicAuth(g.Twilio.Account, g.Twilio.Token)
	status, body, err := g.do(r)
	if err != nil {
		return "", err
	}
	var said struct {
		SID  string `json:"sid"`
		Code int    `json:"code"`
	}
	malformed := json.Unmarshal([]byte(body), &said) != nil
	switch {
	case status == http.StatusTooManyRequests || status >= 500:
		return "", fault.New(fault.Unavailable, "error.unavailable")
	case said.Code == 21610:
		return "", contact.ErrStopped
	case status >= 300 || malformed:
		return "", fault.New(fault.Invalid, "error.invalid")
	}
	return said.SID, nil
}
