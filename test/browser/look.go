package browser

import (
	"encoding/json"
	"fmt"
)

// Looks is what can be measured on a page without judging it.
type Looks struct {
	URL, Lang, Dir, Title string
	H1                    int
	Small                 []string // targets under 44 × 44 px
	Keys                  []string // translation keys shown to people
	Links                 []string // same site, without fragment
	Foreign               []string // resources from another site
}

// targets is the JavaScript that measures what can be pressed: smaller(side) lists
// what is less than side px wide or high.
const targets = `
  const box = e => e.getBoundingClientRect();
  const shown = e => { const r = box(e), s = getComputedStyle(e); return r.width > 1 && r.height > 1 && s.visibility !== 'hidden' && !e.closest('[inert]') };
  // A link inside a sentence is as high as its line, by WCAG 2.5.8.
  const inSentence = e => getComputedStyle(e).display.startsWith('inline') && e.tagName === 'A' &&
    [...e.parentElement.childNodes].some(n => n.nodeType === 3 && n.textContent.trim().length > 1);
  const target = e => {
    let r = box(e); let w = r.width, h = r.height;
    for (const l of e.labels || []) {
      // A label may spread over the row with a pseudo-element.
      const b = box(getComputedStyle(l, '::before').position === 'absolute' && l.offsetParent ? l.offsetParent : l);
      w = Math.max(w, b.width); h = Math.max(h, b.height);
    }
    return [w, h];
  };
  const smaller = side => {
    const small = [];
    for (const e of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button]')) {
      if (e.closest('[hidden]') || !shown(e) && !(e.labels && e.labels.length) || inSentence(e)) continue;
      if (box(e).right < 0 || box(e).bottom < 0 || box(e).left > innerWidth) continue; // skip links wait outside the screen for the keyboard
      const [w, h] = target(e);
      if (w < side - .5 || h < side - .5) small.push(Math.round(w) + '×' + Math.round(h) + ' ' + e.outerHTML.slice(0, 140));
    }
    return small;
  };
`

// Small lists the targets under side × side px.
func (tab *Tab) Small(side int) []string {
	tab.t.Helper()
	return Eval[[]string](tab, fmt.Sprintf("(() => {%s return smaller(%d) })()", targets, side))
}

// Look measures the page. nouns are the names of the catalogue's files: a key
// shown to people begins with one of them.
func (tab *Tab) Look(nouns []string) Looks {
	tab.t.Helper()
	list, _ := json.Marshal(nouns)
	return Eval[Looks](tab, `((nouns) => {`+targets+`
  const text = [document.title, document.body ? document.body.innerText : ''];
  for (const e of document.querySelectorAll('[aria-label],[title],[alt],[placeholder],[content]'))
    for (const a of ['aria-label', 'title', 'alt', 'placeholder', 'content']) text.push(e.getAttribute(a) || '');
  const key = nouns.length ? new RegExp('(?<![\\w./@-])(?:' + nouns.join('|') + ')\\.[a-z][a-z0-9_]*(?:\\.[a-z0-9_]+)*(?![\\w@-])', 'g') : /$^/g;
  const links = new Set(), foreign = new Set();
  for (const e of document.querySelectorAll('a[href], form')) {
    if (e.tagName === 'FORM' && e.method !== 'get') continue;
    const u = new URL(e.getAttribute('href') || e.getAttribute('action') || '', location.href);
    if (u.origin === location.origin) { u.hash = ''; links.add(u.href) }
  }
  for (const e of document.querySelectorAll('[src], link[href]')) {
    const u = new URL(e.src || e.href, location.href);
    if (u.origin !== location.origin && u.protocol !== 'data:' && !['canonical', 'alternate'].includes(e.rel)) foreign.add(u.href);
  }
  return {
    URL: location.href, Lang: document.documentElement.lang, Dir: document.documentElement.dir || 'ltr', Title: document.title,
    H1: [...document.querySelectorAll('h1')].filter(shown).length, Small: smaller(44),
    Keys: [...new Set(text.join('\n').match(key) || [])],
    Links: [...links], Foreign: [...foreign],
  };
})(`+string(list)+`)`)
}

// Built is how the page is built, as text: each element with its attributes, the
// values of those that rules of accessibility read, and whether words follow.
// Children that are built alike count once: three lines are like thirty.
func (tab *Tab) Built() string {
	tab.t.Helper()
	return Eval[string](tab, `(() => {
  const read = /^(type|role|class|style|tabindex|hidden|open|checked|disabled|inert|autocomplete|scope|aria-(?!label|labelledby|describedby|controls))/;
  const attribute = a => read.test(a.name) ? a.name + '=' + a.value : a.name + (a.value ? '' : '=');
  const built = e => {
    const inside = [];
    for (const n of e.childNodes) {
      if (n.nodeType === 1) inside.push(built(n));
      else if (n.nodeType === 3 && n.textContent.trim()) inside.push('words');
    }
    return e.tagName + '[' + [...e.attributes].map(attribute).sort() + '](' + [...new Set(inside)].join('') + ')';
  };
  return built(document.documentElement);
})()`)
}

// Sideways is how many px the page is wider than the screen.
func (tab *Tab) Sideways() int {
	tab.t.Helper()
	return Eval[int](tab, "Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)")
}

// Widest is the innermost element that reaches beyond the screen, to mend it.
func (tab *Tab) Widest() string {
	tab.t.Helper()
	return Eval[string](tab, `(() => {
  const over = e => { const r = e.getBoundingClientRect(); return Math.max(r.right - document.documentElement.clientWidth, -r.left) };
  const all = [...document.body.querySelectorAll('*')].filter(e => over(e) > 0.5 && over(e) < 5000); // a skip link waits far outside
  const most = all.filter(e => !all.some(o => o !== e && e.contains(o))).sort((a, b) => over(b) - over(a))[0];
  return most ? most.outerHTML.slice(0, 160) : '';
})()`)
}

// WholePage makes the screen as high as the page, so that a bar fixed to the
// bottom covers nothing but the room left for it.
func (tab *Tab) WholePage(width int64) {
	tab.t.Helper()
	tab.Resize(width, 640)
	tab.Resize(width, int64(max(640, Eval[int](tab, "document.documentElement.scrollHeight"))))
}
