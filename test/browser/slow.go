package browser

import (
	"context"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// The network and the telephone of people who pay by the megabyte: 400 kbit/s,
// 400 ms for a round trip, a processor six times slower.
const (
	slowBytes   = 400_000 / 8 // a second
	slowLatency = 400         // ms
	slowCPU     = 6
)

// busy is how many times slower this machine is just now than when it has
// nothing else to do: the mean of a small piece of work over its best.
const busy = `(() => {
  let best = Infinity, sum = 0; const times = 60;
  for (let i = 0; i < times; i++) {
    const t = performance.now(); let x = i;
    for (let j = 0; j < 1e6; j++) x = (x * 1103515245 + 12345) & 0x7fffffff;
    const d = performance.now() - t + (x & 0) + 0.01; best = Math.min(best, d); sum += d;
  }
  return sum / times / best;
})()`

// slowed is asked of the browser with offline said twice: Chromium 148 refuses
// a question without it above the rules, where later ones no longer have it.
type slowed struct {
	Offline bool                  `json:"offline"`
	Rules   []*network.Conditions `json:"matchedNetworkConditions"`
}

var slowNetwork = cdp.Command[slowed, network.EmulateNetworkConditionsByRuleResult]{Method: network.CommandEmulateNetworkConditionsByRule}

// Slow has the tab live on a slow network and a slow telephone from now on. A
// machine that is busy with other tests is slow already: only the rest is added.
func (tab *Tab) Slow() {
	tab.t.Helper()
	rate := max(1, slowCPU/Eval[float64](tab, busy))
	tab.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, slowNetwork, slowed{
			Rules: []*network.Conditions{{Latency: slowLatency, DownloadThroughput: slowBytes, UploadThroughput: slowBytes}},
		})
		if err != nil {
			return err
		}
		_, err = chromedp.Call(ctx, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: rate})
		return err
	}))
}

// Paint is how the page that is shown came to be seen.
type Paint struct {
	LCP float64 // ms from the opening to the largest thing painted
	CLS float64 // how much moved under the eye, from 0
}

// Paint reads what the browser measured of the page. A busy machine may tell
// late: it is waited for.
func (tab *Tab) Paint() Paint {
	tab.t.Helper()
	return Eval[Paint](tab, `new Promise(done => {
  const p = {LCP: 0, CLS: 0};
  new PerformanceObserver(l => { for (const e of l.getEntries()) p.LCP = Math.max(p.LCP, e.startTime) }).observe({type: 'largest-contentful-paint', buffered: true});
  new PerformanceObserver(l => { for (const e of l.getEntries()) if (!e.hadRecentInput) p.CLS += e.value }).observe({type: 'layout-shift', buffered: true});
  const told = () => p.LCP > 0 ? done(p) : setTimeout(told, 300);
  setTimeout(told, 300);
})`)
}
