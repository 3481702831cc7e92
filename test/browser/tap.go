package browser

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// point is where an element can be touched, or why not.
type point struct {
	X, Y    float64
	Why     string
	Href    string
	Visible bool // without scrolling
	Moves   bool // the page goes to a place of its own, by its address
}

// findElement is the JavaScript that finds what a person would press: by CSS
// selector when the words begin with one of . # [ or are a selector with a
// bracket, otherwise by visible words: equal first, then beginning, then
// containing, links and buttons before labels.
const findElement = `(words) => {
  const shown = e => { const r = e.getBoundingClientRect(); const s = getComputedStyle(e);
    return r.width > 0 && r.height > 0 && s.visibility !== 'hidden' };
  if (/^[.#[]|\[/.test(words)) return [...document.querySelectorAll(words)].find(shown) || null;
  const clean = s => (s || '').replace(/\s+/g, ' ').trim().toLocaleLowerCase();
  const want = clean(words);
  const all = [...document.querySelectorAll('a[href], button, summary, input[type=submit], [role=button], label')].filter(shown);
  const name = e => clean(e.getAttribute('aria-label') || e.innerText || e.value);
  return all.find(e => name(e) === want) || all.find(e => name(e).startsWith(want)) || all.find(e => name(e).includes(want)) || null;
}`

// locate finds an element, brings it into view and gives the point of its
// centre, if nothing lies over it.
func (tab *Tab) locate(words string) point {
	tab.t.Helper()
	js, _ := json.Marshal(words)
	return Eval[point](tab, `(() => {
  const e = (`+findElement+`)(`+string(js)+`);
  if (!e) return {X: 0, Y: 0, Why: 'not on the page', Href: '', Visible: false, Moves: false};
  globalThis.pressedHere = true;
  globalThis.pressed = '';
  const note = to => ev => { globalThis.pressed = e.contains(ev.target) ? to : 'beside' };
  document.addEventListener('pointerdown', note('held'), {capture: true, once: true});
  document.addEventListener('click', note('taken'), {capture: true, once: true});
  const box = e.getBoundingClientRect();
  const place = () => {
    const r = e.getClientRects()[0]; // a link over two lines is pressed on its first
    const x = r.left + r.width / 2, y = r.top + r.height / 2, over = document.elementFromPoint(x, y);
    return {x, y, why: !over ? 'outside the page' : (e.contains(over) || over.contains(e)) ? '' : 'covered by ' + over.outerHTML.slice(0, 120)};
  };
  let at = place();
  // What lies under the help bar at the foot is not seen, and is scrolled to.
  const visible = box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth && at.why === '';
  if (!visible) {
    e.scrollIntoView({block: 'center', inline: 'nearest', behavior: 'instant'});
    at = place();
  }
  const {x, y, why} = at;
  return {X: x, Y: y, Why: why, Href: e.getAttribute('href') || '', Visible: visible, Moves: location.hash !== ''};
})()`)
}

// Sees reports whether something with these words is on the first screen.
func (tab *Tab) Sees(words string) bool {
	tab.t.Helper()
	p := tab.locate(words)
	return p.Why == "" && p.Visible
}

// Has reports whether something with these words can be pressed.
func (tab *Tab) Has(words string) bool { tab.t.Helper(); return tab.locate(words).Why == "" }

// Tap presses a link or a button and waits for the page that comes. It counts.
func (tab *Tab) Tap(words string) {
	tab.t.Helper()
	ctx, stop := context.WithTimeout(tab.ctx, patience)
	defer stop()
	resp, missed := tab.click(ctx, tab.press(words))
	for missed && ctx.Err() == nil {
		resp, missed = tab.click(ctx, tab.press(words))
	}
	err := tab.landed(ctx, resp)
	if err != nil {
		tab.t.Fatalf("tap %q: no page came: %v (at %s)", words, err, tab.where())
	}
	tab.taps++
}

// click presses a point and waits a moment for the page that comes, without its
// answer when it takes longer. It says that the press missed when the page itself
// has seen it beside what was meant, or let go of elsewhere: on a busy machine a
// page may still move between the measure and the press, and a person presses again.
// Beside may lie a link that leads within the page: no page comes from it.
func (tab *Tab) click(ctx context.Context, p point) (resp *network.Response, missed bool) {
	short, stop := context.WithTimeout(ctx, moment)
	defer stop()
	resp, err := chromedp.RunResponse(short, chromedp.MouseClickXY(p.X, p.Y))
	if err == nil && resp != nil {
		return resp, false
	}
	missed, err = chromedp.Run(ctx, chromedp.Evaluate[bool](`['held', 'beside'].includes(globalThis.pressed)`))
	return nil, err == nil && missed // an error is a page that is going
}

// landed notes the status of the page that came. On a busy machine the browser may
// say that it stands before it tells with which status, or of a move within the page
// that was left: the page that comes is then waited for, and says so itself.
func (tab *Tab) landed(ctx context.Context, resp *network.Response) error {
	if resp != nil {
		tab.status = resp.Status
		return nil
	}
	for {
		status, err := chromedp.Run(ctx, chromedp.Evaluate[int64](`globalThis.pressedHere || document.readyState !== 'complete' ? 0 : performance.getEntriesByType('navigation')[0].responseStatus`))
		if err == nil && status > 0 {
			tab.status = status
			return nil
		}
		select { // an error is a page that is going: there is another soon, or no time left
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// TapCall presses a link that makes a call. The phone takes over there, so the
// harness stops at the link: it must be reachable, and its number is returned.
func (tab *Tab) TapCall(words string) string {
	tab.t.Helper()
	p := tab.press(words)
	number, ok := strings.CutPrefix(p.Href, "tel:")
	if !ok {
		tab.t.Fatalf("%q is not a call: %q", words, p.Href)
	}
	tab.taps++
	return number
}

// Press presses what changes the page without leaving it: a box, a label, a
// fold. It is not counted as a tap, which navigates or submits.
func (tab *Tab) Press(words string) {
	tab.t.Helper()
	p := tab.press(words)
	tab.do(chromedp.MouseClickXY(p.X, p.Y))
}

func (tab *Tab) press(words string) point {
	tab.t.Helper()
	p := tab.locate(words)
	// A page that its address leads to a place of is scrolled there when it can be,
	// on a busy machine after its button was measured: where it lies still counts.
	for end := time.Now().Add(patience); p.Moves && p.Why == "" && time.Now().Before(end); {
		time.Sleep(50 * time.Millisecond)
		again := tab.locate(words)
		if again.X == p.X && again.Y == p.Y {
			break
		}
		p = again
	}
	if p.Why != "" {
		tab.t.Fatalf("cannot press %q at %s: %s\n%s", words, tab.where(), p.Why, tab.excerpt())
	}
	return p
}

// excerpt helps to read a failure.
func (tab *Tab) excerpt() string {
	s := tab.Text()
	if len(s) > 1500 {
		s = s[:1500] + "…"
	}
	return s
}

// Fill types into a field, by its name.
func (tab *Tab) Fill(name, value string) {
	tab.t.Helper()
	p := tab.press(`[name="` + name + `"]`)
	js, _ := json.Marshal(`[name="` + name + `"]`)
	tab.do(chromedp.MouseClickXY(p.X, p.Y))
	Eval[bool](tab, `(() => { const e = (`+findElement+`)(`+string(js)+`); e.focus(); e.select && e.select(); return true })()`)
	tab.do(chromedp.KeyEvent(value))
}

// Attach chooses a file in a field, by its name.
func (tab *Tab) Attach(name, path string) {
	tab.t.Helper()
	tab.do(chromedp.SetUploadFiles(chromedp.CSS(`[name="`+name+`"]`), []string{path}))
}

// Choose marks a radio button or a box, or picks an option, by name and value.
func (tab *Tab) Choose(name, value string) {
	tab.t.Helper()
	n, _ := json.Marshal(name)
	v, _ := json.Marshal(value)
	why := Eval[string](tab, `((name, value) => {
  const s = document.querySelector('select[name="' + name + '"]');
  if (s) { s.value = value; return s.value === value ? '' : 'no such option' }
  const e = [...document.querySelectorAll('input[name="' + name + '"]')].find(e => e.value === value);
  if (!e) return 'not on the page';
  if (!e.checked) (e.labels && e.labels[0] || e).click();
  return e.checked ? '' : 'did not take';
})(`+string(n)+`,`+string(v)+`)`)
	if why != "" {
		tab.t.Fatalf("choose %s=%s at %s: %s", name, value, tab.where(), why)
	}
}

// Goes runs a script that leads away, as pressing a button would, and waits a
// moment for the page that comes: false when none did.
func (tab *Tab) Goes(js string) bool {
	tab.t.Helper()
	ctx, stop := context.WithTimeout(tab.ctx, moment)
	defer stop()
	resp, err := chromedp.RunResponse(ctx, chromedp.Evaluate[chromedp.Void]("globalThis.pressedHere = true; void "+js))
	return err == nil && tab.landed(ctx, resp) == nil
}

// moment is how long a page that may not come is waited for.
const moment = 5 * time.Second
