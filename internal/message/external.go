package message

import (
	"context"
	"crypto/hmac"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"

	"passerelle/internal/contact"
	"passerelle/internal/fault"
	"passerelle/internal/id"
	"passerelle/internal/need"
)

// External is a gateway that speaks the external channel of RapidPro.
type External struct {
	Secret  string // in the address that the gateway calls
	URL     string // where messages go, with {{…}}; empty: none leave
	Body    string // with {{…}}; a body that begins with a brace is JSON
	Auth    string // header Authorization of messages that leave
	From    string
	Country string // of numbers without one: "1"
}

// On reports that the convention is set.
func (e External) On() bool { return e.Secret != "" }

// accepted answers a gateway that a message is stored.
const accepted = "Accepted\n"

func (g *Gateway) fromExternal(w http.ResponseWriter, r *http.Request, secret, event string) {
	if !hmac.Equal([]byte(secret), []byte(g.External.Secret)) {
		refuse(w, http.StatusNotFound)
		return
	}
	ctx, f := r.Context(), r.Form
	const kind = "text/plain; charset=utf-8"
	switch event {
	case "receive":
		from := e164(first(f, "from", "sender"), g.External.Country)
		when := first(f, "date", "time")
		if _, err := time.Parse(time.RFC3339, when); from == "" || when != "" && err != nil {
			refuse(w, http.StatusBadRequest)
			return
		}
		// The hour is in the id: a gateway without ids sends the same words twice.
		mid, words := first(f, "id", "uuid", "message_id"), first(f, "text", "message")
		if mid == "" && when != "" {
			mid = when + "\x00" + from + "\x00" + words
		}
		done(w, kind, accepted, g.Desk.Hear(ctx, g.Region, need.Incoming{Channel: externalChannel, ID: mid, From: from, Text: words}))
	case "sent", "delivered", "failed":
		mid := first(f, "uuid", "id")
		if !id.IsUUID(mid) {
			refuse(w, http.StatusBadRequest)
			return
		}
		done(w, kind, accepted, g.Desk.Report(ctx, g.Region, mid, event))
	case "stopped":
		from := e164(first(f, "from", "sender"), g.External.Country)
		if from == "" {
			refuse(w, http.StatusBadRequest)
			return
		}
		done(w, kind, accepted, g.Desk.Stopped(ctx, g.Region, externalChannel, from))
	default:
		refuse(w, http.StatusNotFound)
	}
}

func first(f url.Values, names ...string) string {
	for _, n := range names {
		if v := f.Get(n); v != "" {
			return v
		}
	}
	return ""
}

// usualBody is the body of a gateway that asks for none of its own.
const usualBody = "id={{id}}&to={{to}}&from={{from}}&text={{text}}"

// byExternal sends a message as its operator's template says. Values are
// written as their place needs: in an address or a form escaped, in JSON quoted.
func (g *Gateway) byExternal(ctx context.Context, c contact.Cleared) (string, error) {
	e := g.External
	body, kind, encode := e.Body, "application/x-www-form-urlencoded", url.QueryEscape
	if body == "" {
		body = usualBody
	}
	if strings.HasPrefix(strings.TrimSpace(body), "{") {
		kind, encode = "application/json", quoted
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, e.fill(e.URL, c, url.QueryEscape), strings.NewReader(e.fill(body, c, encode)))
	if err != nil {
		return "", fault.New(fault.Invalid, "error.invalid")
	}
	r.Header.Set("Content-Type", kind)
	if e.Auth != "" {
		r.Header.Set("Authorization", e.Auth)
	}
	status, _, err := g.do(r)
	switch {
	case err != nil:
		return "", err
	case status == http.StatusTooManyRequests || status >= 500:
		return "", fault.New(fault.Unavailable, "error.unavailable")
	case status >= 300:
		return "", fault.New(fault.Invalid, "error.invalid")
	}
	return c.ID(), nil
}

func (e External) fill(template string, c contact.Cleared, encode func(string) string) string {
	noPlus := func(s string) string { return strings.TrimPrefix(s, "+") }
	return strings.NewReplacer(
		"{{id}}", encode(c.ID()), "{{uuid}}", encode(c.ID()), "{{text}}", encode(c.Text()), "{{to}}", encode(c.To()), "{{to_no_plus}}", encode(noPlus(c.To())),
		"{{from}}", encode(e.From), "{{from_no_plus}}", encode(noPlus(e.From)), "{{channel}}", encode(externalChannel), "{{quick_replies}}", "", "{{session_status}}", "",
	).Replace(template)
}

// quoted is a value of JSON, with its quotes.
func quoted(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		return `""` // a string is always written
	}
	return string(b)
}
