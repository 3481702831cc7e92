package browser

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"
)

// StartPhone starts a browser of its own on a profile that outlives it, as a
// telephone's does: what it keeps is on the disk, and there after it was killed.
func StartPhone(t testing.TB, profile string) *Browser {
	t.Helper()
	bin, err := find()
	if err != nil {
		Shared(t) // says why it is not run
	}
	b, err := start(bin, profile)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.stop)
	return b
}

// Kill ends the browser as an empty battery does: nothing is told, nothing is
// put away.
func (b *Browser) Kill(t testing.TB) {
	t.Helper()
	p := chromedp.FromContext(b.ctx).Browser.Process()
	// Its helpers end when they miss it.
	if err := p.Kill(); err != nil {
		t.Fatal(err)
	}
	_, _ = p.Wait() // the allocator may have waited first
	b.stop()
}

// Mine opens a tab that shares what the profile keeps.
func (b *Browser) Mine(t testing.TB, s Screen) *Tab {
	t.Helper()
	return b.tab(t, s)
}

// Room limits what pages of an address may keep, in bytes; below zero, it no
// longer does.
func (tab *Tab) Room(origin string, bytes float64) {
	tab.t.Helper()
	tab.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		limit := storage.OverrideQuotaForOriginParams{Origin: origin}
		if bytes >= 0 {
			limit.QuotaSize = &bytes
		}
		_, err := chromedp.Call(ctx, storage.OverrideQuotaForOrigin, limit)
		return err
	}))
}

// Clock has pages opened from now on believe that it is so many milliseconds
// later, or earlier, than it is.
func (tab *Tab) Clock(ms string) {
	tab.t.Helper()
	tab.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
			Source: `(() => { const real = Date.now.bind(Date); Date.now = () => real() + (` + ms + `) })()`,
		})
		return err
	}))
}

// NotInstallable is why a phone would not put the page among its applications;
// nothing when it would. It asks what browsers ask (a manifest with a name, a
// start within its scope, a display of its own and large icons; a worker),
// because a browser without a window answers nothing of it.
func (tab *Tab) NotInstallable() []string {
	tab.t.Helper()
	return Eval[[]string](tab, `(async () => {
  const link = document.querySelector('link[rel=manifest]');
  if (!link) return ['no manifest'];
  const m = await (await fetch(link.href)).json(), at = x => new URL(x, link.href).href, why = [];
  if (!m.name && !m.short_name) why.push('no name');
  if (!['standalone', 'fullscreen', 'minimal-ui'].includes(m.display)) why.push('display ' + m.display);
  if (!at(m.start_url).startsWith(at(m.scope || '.'))) why.push('it starts outside its scope');
  for (const size of ['192x192', '512x512']) {
    const icon = (m.icons || []).find(i => (i.sizes || '').split(' ').includes(size) || i.sizes === 'any');
    if (!icon) why.push('no icon of ' + size);
    else if (!(await fetch(at(icon.src))).ok) why.push('the icon of ' + size + ' is not there');
  }
  const worker = navigator.serviceWorker && await navigator.serviceWorker.getRegistration();
  if (!worker || !worker.active) why.push('no worker');
  return why;
})()`)
}
