package browser

import (
	"context"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Line is one line of the browser's history: what Back and Forward lead to.
type Line struct{ URL, Title string }

// History is what Back and Forward lead to, and which line is shown. While one
// page takes the place of another there is none to ask: it waits for the next.
func (tab *Tab) History() (lines []Line, at int) {
	tab.t.Helper()
	var last error
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		ctx, stop := context.WithTimeout(tab.ctx, patience)
		last = chromedp.Do(ctx, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
			h, err := chromedp.Call(ctx, page.GetNavigationHistory, cdp.Empty{})
			if err != nil {
				return err
			}
			at = int(h.CurrentIndex)
			for _, e := range h.Entries {
				lines = append(lines, Line{e.URL, e.Title})
			}
			return nil
		}))
		stop()
		if last == nil {
			return lines, at
		}
	}
	tab.t.Fatalf("browser: no history: %v", last)
	return nil, 0
}

// Away keeps a site of others from being asked: the tab finds nobody there.
func (tab *Tab) Away(pattern string) {
	tab.t.Helper()
	tab.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, network.SetBlockedURLs, network.SetBlockedURLsParams{URLPatterns: []*network.BlockPattern{{URLPattern: pattern, Block: true}}})
		return err
	}))
}

// Key presses a key of the keyboard, by the name that pages know it by.
func (tab *Tab) Key(name string) {
	tab.t.Helper()
	tab.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeRawKeyDown, input.DispatchKeyEventTypeKeyUp} {
			if _, err := chromedp.Call(ctx, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: kind, Key: name}); err != nil {
				return err
			}
		}
		return nil
	}))
}

// Cookies are the names of those that the browser would send to an address.
func (tab *Tab) Cookies(address string) (names []string) {
	tab.t.Helper()
	tab.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		r, err := chromedp.Call(ctx, network.GetCookies, network.GetCookiesParams{URLs: []string{address}})
		if err != nil {
			return err
		}
		for _, c := range r.Cookies {
			names = append(names, c.Name)
		}
		return nil
	}))
	return names
}

// Until waits until the page makes it true, whatever page comes meanwhile.
func (tab *Tab) Until(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if holds() {
			return
		}
	}
	t.Fatalf("%s: not after %v, at %s", what, patience, tab.where())
}
