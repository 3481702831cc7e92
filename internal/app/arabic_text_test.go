package app_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"passerelle/internal/app"
	"passerelle/internal/app/demo"
	"passerelle/internal/config"
)

// TestWhoTextsInArabicIsAnsweredInArabic: from the first word to STOP, where the
// installation has a pack that says it. Whom to call in danger waits for a speaker and
// stays in French. No sign that an old telephone shows as a box leaves.
func TestWhoTextsInArabicIsAnsweredInArabic(t *testing.T) {
	t.Parallel()
	eachLived(t, func(t *testing.T, set app.Settings) {
		ctx, stop := context.WithCancel(context.Background())
		defer stop()
		sent := make(chan string, 10)
		phone := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			raw, _ := io.ReadAll(r.Body)
			form, _ := url.ParseQuery(string(raw))
			sent <- form.Get("text")
		}))
		defer phone.Close()
		const secret = "un-secret-de-vingt-signes"
		var err error
		set.Server.SMS = config.SMS{SMSSecret: secret, SMSURL: phone.URL, SMSBody: "text={{text}}", SMSHuman: "514 555-0101"}
		set.Packs, err = demo.Packs()
		must(t, err)
		a, err := app.Open(ctx, set) // a demonstration sends nothing to anybody
		must(t, err)
		a.Start(ctx)
		said := func(words, id string) string {
			t.Helper()
			form := url.Values{"from": {"+15145550188"}, "text": {words}, "id": {id}}
			r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/sms/externe/"+secret+"/receive", strings.NewReader(form.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			w := httptest.NewRecorder()
			a.Site.Handler().ServeHTTP(w, r)
			if w.Code != 200 {
				t.Fatalf("%q is answered %d", words, w.Code)
			}
			select {
			case text := <-sent:
				if strings.ContainsAny(text, "\u2068\u2069") {
					t.Errorf("%q holds isolates", text)
				}
				return text
			case <-time.After(10 * time.Second):
				t.Fatalf("nothing answers %q", words)
				return ""
			}
		}
		for _, c := range []struct{ words, want string }{
			{"مرحبا", "للتحدث مع شخص: اكتب شخص أو اتصل بالرقم \u200e514 555-0101\u200e."},
			{"الباب مكسور", "ما الموضوع؟ 1 طعام"},
			{"٢", "في أي حي"},
			{"Vieux-Quai", "رقمك: \u200e"},
			{"شخص", "سيكتب لك شخص هنا"},
			{"توقف", "لن تصلك رسائل أخرى"},
		} {
			if got := said(c.words, c.words); !strings.Contains(got, c.want) {
				t.Errorf("%q is answered %q, want %q", c.words, got, c.want)
			}
		}
		stop()
		must(t, a.Stop())
	})
}
