package app_test

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/app"
	"passerelle/internal/clock"
	"passerelle/internal/need"
)

// watching is a board that somebody has open on a node: each change is told.
func watching(t *testing.T, ctx context.Context, a *app.App) <-chan string {
	t.Helper()
	s := httptest.NewTLSServer(a.Site.Handler())
	t.Cleanup(func() { a.Site.Live.End(); s.Close() })
	client := s.Client()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	enter, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL+"/fr/demo/maelle", nil)
	must(t, err)
	enter.Header.Set("Sec-Fetch-Site", "same-origin")
	in, err := client.Do(enter)
	must(t, err)
	in.Body.Close()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL+"/fr/app/besoins/direct", nil)
	must(t, err)
	for _, c := range in.Cookies() {
		r.AddCookie(c)
	}
	stream, err := client.Do(r)
	must(t, err)
	t.Cleanup(func() { stream.Body.Close() })
	if stream.StatusCode != http.StatusOK || !strings.HasPrefix(stream.Header.Get("Content-Type"), "text/event-stream") {
		t.Fatalf("the stream answers %d, %s", stream.StatusCode, stream.Header.Get("Content-Type"))
	}
	told, open := make(chan string, 100), make(chan bool)
	go func() {
		lines := bufio.NewScanner(stream.Body)
		for lines.Scan() {
			if strings.HasPrefix(lines.Text(), "retry:") {
				close(open)
			}
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				told <- data
			}
		}
	}()
	<-open
	return told
}

// wantTold waits for the next change, and says how long it took. It is never
// judged tighter than a machine on which others work allows.
func wantTold(t *testing.T, what string, told <-chan string) {
	t.Helper()
	since := clock.Stopwatch()
	select {
	case data := <-told:
		t.Logf("%s: told after %v (%s)", what, since().Round(time.Millisecond), data)
	case <-time.After(30 * time.Second):
		t.Fatalf("%s: nobody was told", what)
	}
}

func quiet(told <-chan string) {
	for {
		select {
		case <-told:
		case <-time.After(1500 * time.Millisecond):
			return
		}
	}
}

// TestAnOpenBoardIsTold of a need said on this node and on another one; what it
// is told is a number.
func TestAnOpenBoardIsTold(t *testing.T) {
	t.Parallel()
	eachLived(t, func(t *testing.T, set app.Settings) {
		ctx, stop := context.WithCancel(context.Background())
		defer stop()
		a, err := app.OpenDemo(ctx, set)
		must(t, err)
		b, err := app.OpenDemo(ctx, set)
		must(t, err)
		a.Start(ctx)
		b.Start(ctx)
		onA, onB := watching(t, ctx, a), watching(t, ctx, b)
		quiet(onA)
		quiet(onB)
		const canary = "canari dans la cour"
		_, err = a.Need.Say(ctx, access.Anyone(a.Region), "x", "act", need.Said{Need: "eat.meal", Words: canary})
		must(t, err)
		since := clock.Stopwatch()
		for name, told := range map[string]<-chan string{"on its node": onA, "on the other": onB} {
			select {
			case data := <-told:
				if strings.Trim(data, "0123456789") != "" {
					t.Errorf("%s: the stream says %q", name, data)
				}
				t.Logf("%s after %v", name, since().Round(time.Millisecond))
			case <-time.After(30 * time.Second):
				t.Fatalf("%s: nobody was told", name)
			}
		}
		stop()
		must(t, b.Stop())
		must(t, a.Stop())
	})
}
