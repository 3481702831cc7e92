package app_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/app"
	"passerelle/internal/app/demo"
	"passerelle/internal/config"
	"passerelle/internal/message"
	"passerelle/internal/need"
)

// TestAGatewayCanBeTriedOnTheDemo: with the same settings as a real region. A
// signed message that comes to both nodes is one need, of which the open boards of
// both are told; without a setting there is no such address.
func TestAGatewayCanBeTriedOnTheDemo(t *testing.T) {
	t.Parallel()
	eachLived(t, func(t *testing.T, set app.Settings) {
		ctx, stop := context.WithCancel(context.Background())
		defer stop()
		unset, err := app.OpenDemo(ctx, set)
		must(t, err)
		set.Server.URL = "https://passerelle.example"
		set.Server.SMS = config.SMS{TwilioAccount: "AC1", TwilioToken: "jeton", TwilioFrom: "+15145550100", SMSSecret: "un-secret-de-vingt-signes", SMSQuiet: "21:00-08:00"}
		a, err := app.OpenDemo(ctx, set)
		must(t, err)
		b, err := app.OpenDemo(ctx, set)
		must(t, err)
		a.Start(ctx)
		b.Start(ctx)
		onA, onB := watching(t, ctx, a), watching(t, ctx, b)
		quiet(onA)
		quiet(onB)
		form := url.Values{"AccountSid": {"AC1"}, "MessageSid": {"SM1"}, "From": {"+15145550177"}, "To": {"+15145550100"}, "Body": {"je veux mourir, je suis au Vieux-Quai"}}
		signed := message.Twilio{Token: "jeton"}.Sign("https://passerelle.example/sms/twilio", form)
		bring := func(to *app.App, signature string) int {
			r := httptest.NewRequestWithContext(ctx, http.MethodPost, "https://passerelle.example/sms/twilio", strings.NewReader(form.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set("X-Twilio-Signature", signature)
			w := httptest.NewRecorder()
			to.Site.Handler().ServeHTTP(w, r)
			return w.Code
		}
		reads := access.ForWorker(a.Region, "w", access.Org(demo.ID("organization", "halte")), "", access.Intervention)
		before, err := a.Need.Lately(ctx, reads)
		must(t, err)
		if none, wrong, one, two := bring(unset, signed), bring(a, "faux"), bring(a, signed), bring(b, signed); none != 404 || wrong != 403 || one != 200 || two != 200 {
			t.Errorf("not set %d, wrong %d, signed %d and again %d", none, wrong, one, two)
		}
		wantTold(t, "on its node", onA)
		wantTold(t, "on the other", onB)
		after, err := b.Need.Lately(ctx, reads)
		must(t, err)
		count := func(list []need.Lately) (n int) {
			for _, l := range list {
				if l.Need == "talk.crisis" && l.Place == "vieux-quai" {
					n += l.Day
				}
			}
			return n
		}
		if n := count(after) - count(before); n != 1 {
			t.Errorf("%d needs of a message that came twice", n)
		}
		stop()
		for _, x := range []*app.App{b, a, unset} {
			must(t, x.Stop())
		}
	})
}
