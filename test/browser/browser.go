package browser

import (
	"cmp"
	"context"
	"errors"
	"os"
	"os/exec"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// Browser is one running Chromium.
type Browser struct {
	ctx  context.Context
	stop func()
}

var (
	sharedOnce sync.Once
	shared     *Browser
	sharedErr  error
)

// Shared is the browser of this test binary, started at first use. Stop ends
// it, from TestMain.
func Shared(t testing.TB) *Browser {
	t.Helper()
	sharedOnce.Do(func() { shared, sharedErr = Start() })
	if sharedErr != nil {
		if errors.Is(sharedErr, errNone) && os.Getenv("PASSERELLE_TEST_REQUIRE") != "all" {
			t.Skip("not run: no Chromium found (make test installs it or says how)")
		}
		t.Fatal(sharedErr)
	}
	return shared
}

// Stop ends the shared browser.
func Stop() {
	if shared != nil {
		shared.stop()
	}
}

var errNone = errors.New("no Chromium or Chrome found; set PASSERELLE_TEST_CHROMIUM")

// Start starts a browser with an empty profile.
func Start() (*Browser, error) {
	bin, err := find()
	if err != nil {
		return nil, err
	}
	profile, err := os.MkdirTemp("", "passerelle-browser-")
	if err != nil {
		return nil, err
	}
	b, err := start(bin, profile)
	if err != nil {
		os.RemoveAll(profile)
		return nil, err
	}
	end := b.stop
	b.stop = func() { end(); os.RemoveAll(profile) }
	return b, nil
}

// start runs a browser on a profile. Chromium was seen to fault on a busy machine
// before it said anything: it is then started once more.
func start(bin, profile string) (*Browser, error) {
	var first error
	for range 2 {
		alloc, stopAlloc := chromedp.NewExecAllocator(context.Background(), options(bin, profile)...)
		ctx, stopTab := chromedp.NewContext(alloc)
		b := &Browser{ctx: ctx, stop: func() { stopTab(); stopAlloc() }}
		err := chromedp.Do(ctx)
		if err == nil {
			return b, nil
		}
		b.stop()
		first = cmp.Or(first, err)
	}
	return nil, first
}

// options are how a browser is started for tests.
func options(bin, profile string) []chromedp.ExecAllocatorOption {
	opts := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(bin), chromedp.UserDataDir(profile), chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-domain-reliability", true), chromedp.Flag("no-pings", true),
		// Painting that nobody sees costs a tenth less in one process and one thread.
		chromedp.Flag("in-process-gpu", true), chromedp.Flag("num-raster-threads", "1"),
		// A page is asked once and left: what a compiler would gain on its scripts is
		// never won back, and costs an eighth of all.
		chromedp.Flag("js-flags", "--no-opt --no-maglev"),
		// Each new window would prepare panels of the browser's own, that nobody sees.
		chromedp.Flag("disable-features", "Translate,BlinkGenPropertyTrees,PreloadTopChromeWebUI,InitialWebUI,WebUIToolbar,WebUIOmniboxPopup,WebUIOmniboxAimPopup"),
	)
	if os.Geteuid() == 0 {
		opts = append(opts, chromedp.NoSandbox) // Chromium refuses its sandbox to root
	}
	return opts
}

func find() (string, error) {
	for _, name := range []string{os.Getenv("PASSERELLE_TEST_CHROMIUM"), "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome"} {
		if name == "" {
			continue
		}
		if p, err := exec.LookPath(name); err == nil {
			return p, nil
		}
	}
	return "", errNone
}
