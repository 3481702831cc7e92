package browser

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Screen is how a tab is shown and what it may do.
type Screen struct {
	Width, Height int64
	Touch         bool
	NoScripts     bool
}

// The screens of the journeys.
var (
	Phone          = Screen{Width: 360, Height: 640, Touch: true}
	PhoneNoScripts = Screen{Width: 360, Height: 640, Touch: true, NoScripts: true}
	Desk           = Screen{Width: 1280, Height: 800}
)

// patience is how long a step may take; the machine may be busy.
const patience = 30 * time.Second

// Tab is one page with its own cookies and cache.
type Tab struct {
	t      testing.TB
	ctx    context.Context
	screen Screen
	taps   int
	status int64
	// What Resize made of the screen.
	width, height int64

	mu       sync.Mutex
	bytes    float64
	problems []string
}

// Tab opens a tab; it closes with the test.
func (b *Browser) Tab(t testing.TB, s Screen) *Tab {
	t.Helper()
	return b.tab(t, s, chromedp.WithNewBrowserContext())
}

// For hands the tab on to another test of the same story, which it then fails. It
// closes with the test that opened it.
func (tab *Tab) For(t testing.TB) *Tab { tab.t = t; return tab }

func (b *Browser) tab(t testing.TB, s Screen, more ...chromedp.ContextOption) *Tab {
	t.Helper()
	tab := &Tab{t: t, screen: s}
	ctx, stop := chromedp.NewContext(b.ctx, append(more, chromedp.WithListener(tab.listen))...)
	tab.ctx = ctx
	t.Cleanup(stop)
	tab.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
			return err
		}
		_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: s.NoScripts})
		return err
	}))
	tab.Resize(s.Width, s.Height)
	return tab
}

// listen runs in the loop of the tab: it notes and returns.
func (tab *Tab) listen(ev any) {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	switch ev := ev.(type) {
	case *network.EventLoadingFinished:
		tab.bytes += ev.EncodedDataLength
	case *runtime.EventExceptionThrown:
		text := ev.ExceptionDetails.Text
		if ev.ExceptionDetails.Exception != nil {
			text += " " + ev.ExceptionDetails.Exception.Description
		}
		tab.problems = append(tab.problems, "exception: "+text)
	case *runtime.EventConsoleAPICalled:
		if ev.Type == runtime.ConsoleAPICalledTypeError || ev.Type == runtime.ConsoleAPICalledTypeWarning {
			tab.problems = append(tab.problems, fmt.Sprintf("console.%s", ev.Type))
		}
	case *cdplog.EventEntryAdded:
		// A page that answers 404 on purpose is logged by the browser as an
		// error of the network; the status is looked at where it matters.
		if ev.Entry.Level == cdplog.EntryLevelError && !strings.Contains(ev.Entry.Text, "the server responded with a status of") {
			tab.problems = append(tab.problems, fmt.Sprintf("%s: %s %s", ev.Entry.Source, ev.Entry.Text, ev.Entry.URL))
		}
	}
}

// do runs steps with patience; a step that fails ends the test.
func (tab *Tab) do(steps ...chromedp.Action[chromedp.Void]) {
	tab.t.Helper()
	// The first run ties the tab to its context, so it may not have a deadline.
	if chromedp.FromContext(tab.ctx).Target == nil {
		if err := chromedp.Do(tab.ctx); err != nil {
			tab.t.Fatal(err)
		}
	}
	ctx, stop := context.WithTimeout(tab.ctx, patience)
	defer stop()
	if err := chromedp.Do(ctx, steps...); err != nil {
		tab.t.Fatalf("browser: %v (at %s)", err, tab.where())
	}
}

func (tab *Tab) where() string {
	ctx, stop := context.WithTimeout(tab.ctx, 2*time.Second)
	defer stop()
	s, err := chromedp.Run(ctx, chromedp.Evaluate[string]("location.href"))
	if err != nil {
		return "?"
	}
	return s
}

// Eval asks the page something in JavaScript.
func Eval[T any](tab *Tab, js string) T {
	tab.t.Helper()
	ctx, stop := context.WithTimeout(tab.ctx, patience)
	defer stop()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](js, chromedp.EvalAwaitPromise))
	if err != nil {
		tab.t.Fatalf("browser: %v (at %s)\n%.200s", err, tab.where(), js)
	}
	return v
}

// Resize changes the size of the screen without loading again.
func (tab *Tab) Resize(width, height int64) {
	tab.t.Helper()
	if tab.width == width && tab.height == height {
		return
	}
	tab.width, tab.height = width, height
	var opts []chromedp.EmulateViewportOption
	if tab.screen.Touch {
		opts = append(opts, chromedp.EmulateTouch, chromedp.EmulateMobile)
	}
	tab.do(chromedp.EmulateViewport(width, height, opts...))
}

// Letters sets how large the reader's letters are, in px: 16 where nobody chose.
// It holds from the next page on.
func (tab *Tab) Letters(px int64) {
	tab.t.Helper()
	tab.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, page.SetFontSizes, page.SetFontSizesParams{FontSizes: &page.FontSizes{Standard: px, Fixed: px}})
		return err
	}))
}

// Open goes to an address, as typed or scanned: it is not a tap. It returns
// the status of the page it ends on.
func (tab *Tab) Open(url string) int64 {
	tab.t.Helper()
	tab.mu.Lock()
	tab.bytes, tab.problems = 0, nil
	tab.mu.Unlock()
	ctx, stop := context.WithTimeout(tab.ctx, patience)
	defer stop()
	resp, err := chromedp.Run(ctx, chromedp.NavigateResponse(url))
	if err == nil {
		err = tab.landed(ctx, resp)
	}
	if err != nil {
		tab.t.Fatalf("open %s: %v", url, err)
	}
	return tab.status
}

// Status is that of the last page opened or reached by a tap.
func (tab *Tab) Status() int64 { return tab.status }

// Taps counts presses that navigate or submit.
func (tab *Tab) Taps() int { return tab.taps }

// Bytes is what came over the network since Open, headers included.
func (tab *Tab) Bytes() int {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	return int(tab.bytes)
}

// Problems are errors of the console, of scripts and of the policy since Open.
func (tab *Tab) Problems() []string {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	return append([]string(nil), tab.problems...)
}

// URL is the address shown.
func (tab *Tab) URL() string { tab.t.Helper(); return Eval[string](tab, "location.href") }

// Text is what can be read on the page.
func (tab *Tab) Text() string {
	tab.t.Helper()
	return Eval[string](tab, "document.body ? document.body.innerText : ''")
}

// Picture is a PNG of the page as shown; whole takes it to its end.
func (tab *Tab) Picture(whole bool) []byte {
	tab.t.Helper()
	ctx, stop := context.WithTimeout(tab.ctx, patience)
	defer stop()
	shot := chromedp.CaptureScreenshot()
	if whole {
		shot = chromedp.FullScreenshot(100)
	}
	png, err := chromedp.Run(ctx, shot)
	if err != nil {
		tab.t.Fatal(err)
	}
	return png
}
