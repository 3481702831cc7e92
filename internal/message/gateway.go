package message

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/contact"
	"passerelle/internal/fault"
	"passerelle/internal/need"
)

// Desk takes in what gateways bring.
type Desk interface {
	Hear(ctx context.Context, region access.Region, m need.Incoming) error
	Report(ctx context.Context, region access.Region, id, state string) error
	Stopped(ctx context.Context, region access.Region, channel, number string) error
}

// The names of the channels.
const (
	twilioChannel   = "twilio"
	externalChannel = "external"
)

// Gateway is both conventions, each only when it is set.
type Gateway struct {
	Region   access.Region
	Desk     Desk
	URL      string // public address of this site, as gateways call it
	Twilio   Twilio
	External External
	Client   *http.Client // of messages that leave; nil: one that waits a short while
}

// Channel names the way by which messages leave that answer nobody: Twilio, when
// both are set; empty when none leaves. Sends reports that some can.
func (g *Gateway) Channel() string {
	switch {
	case g == nil:
		return ""
	case g.Twilio.On():
		return twilioChannel
	case g.External.URL != "":
		return externalChannel
	}
	return ""
}

// Sends reports that a message can leave.
func (g *Gateway) Sends() bool { return g.Channel() != "" }

// bodyMost is what one message may weigh: far above any that a carrier takes.
const bodyMost = 1 << 20

// Inbound answers a gateway. event is what it tells: of Twilio "receive" or
// "status"; of the other, also how a message fared ("sent", "delivered",
// "failed") and "stopped".
func (g *Gateway) Inbound(w http.ResponseWriter, r *http.Request, channel, secret, event, id string) {
	r.Body = http.MaxBytesReader(w, r.Body, bodyMost)
	w.Header().Set("Cache-Control", "no-store")
	if err := r.ParseForm(); err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			refuse(w, http.StatusRequestEntityTooLarge)
			return
		}
		refuse(w, http.StatusBadRequest)
		return
	}
	switch {
	case channel == twilioChannel && g.Twilio.On():
		g.fromTwilio(w, r, event, id)
	case channel == externalChannel && g.External.On():
		g.fromExternal(w, r, secret, event)
	default:
		refuse(w, http.StatusNotFound)
	}
}

// refuse says no, and nothing of why.
func refuse(w http.ResponseWriter, status int) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, "no\n") // the gateway went away: it will ask again
}

// done acknowledges what is stored. What cannot be stored now is for the gateway
// to bring again.
func done(w http.ResponseWriter, kind, body string, err error) {
	switch {
	case err == nil:
		w.Header().Set("Content-Type", kind)
		w.WriteHeader(http.StatusOK)
		_, _ = io.WriteString(w, body) // see refuse
	case fault.Is(err, fault.Invalid):
		refuse(w, http.StatusBadRequest)
	default:
		w.Header().Set("Retry-After", "5")
		refuse(w, http.StatusServiceUnavailable)
	}
}

// Send implements contact.Sender: the only way out, and only for what was
// cleared.
func (g *Gateway) Send(c contact.Cleared) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), sendWithin)
	defer cancel()
	switch {
	case c.Empty():
	case c.Channel() == twilioChannel && g.Twilio.On():
		return g.byTwilio(ctx, c)
	case c.Channel() == externalChannel && g.External.URL != "":
		return g.byExternal(ctx, c)
	}
	return "", fault.New(fault.Invalid, "error.invalid")
}

// sendWithin is how long a gateway may take to take a message.
const sendWithin = 20 * time.Second

func (g *Gateway) do(r *http.Request) (status int, body string, err error) {
	client := g.Client
	if client == nil {
		client = &http.Client{Timeout: sendWithin, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	}
	resp, err := client.Do(r)
	if err != nil {
		// The cause may quote the address, which holds what is sent.
		return 0, "", fault.New(fault.Unavailable, "error.unavailable")
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	if err != nil {
		return 0, "", fault.New(fault.Unavailable, "error.unavailable")
	}
	return resp.StatusCode, string(b), nil
}

// e164 is a number as it is kept: + and digits. A short code has no plus.
func e164(number, country string) string {
	plus := strings.HasPrefix(strings.TrimSpace(number), "+")
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, number)
	switch {
	case digits == "" || len(digits) > 15:
		return ""
	case plus:
		return "+" + digits
	case len(digits) == 10 && country == "1":
		return "+1" + digits
	case len(digits) > 6:
		return "+" + digits
	}
	return digits
}
