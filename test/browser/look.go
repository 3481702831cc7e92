package browser

import (
	"encoding/json"
)

// Looks is what can be measured on a page without judging it.
type Looks struct {
	URL, Lang, Dir, Title string
	H1                    int
	Small                 []string // targets under 44 × 44 px
	Keys                  []string // translation keys shown to people
	Links                 []string // same site, without fragment
	Foreign               []string // resources from another site
	Loose                 []string // ids pointed at and not there, or there twice; fields without a name; landmarks of one name
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

// small lists the targets under 24 × 24 px, which nobody hits.
var small = "(() => {" + targets + " return smaller(24) })()"

// Look measures the page. nouns are the names of the catalogue's files: a key
// shown to people begins with one of them.
func (tab *Tab) Look(nouns []string) Looks {
	tab.t.Helper()
	return Eval[Looks](tab, looks(nouns))
}

func looks(nouns []string) string {
	list, _ := json.Marshal(nouns)
	return `((nouns) => {` + targets + `
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
  const name = e => (e.getAttribute('aria-label') || (e.getAttribute('aria-labelledby') || '').split(' ').map(id => document.getElementById(id)?.textContent || '').join(' ')).replace(/\s+/g, ' ').trim();
  const roles = {NAV: 'navigation', ASIDE: 'complementary', MAIN: 'main', SECTION: 'region', FORM: 'form'};
  const landmark = e => {
    const role = e.getAttribute('role') || roles[e.tagName];
    return (/^(navigation|complementary|main|search|banner|contentinfo)$/.test(role) || /^(region|form)$/.test(role) && name(e)) ? role + ' "' + name(e) + '"' : '';
  };
  const twice = all => [...new Set(all.filter((x, i) => all.indexOf(x) !== i))].map(x => x + ' twice');
  return {
    URL: location.href, Lang: document.documentElement.lang, Dir: document.documentElement.dir || 'ltr', Title: document.title,
    H1: [...document.querySelectorAll('h1')].filter(shown).length, Small: smaller(44),
    Keys: [...new Set(text.join('\n').match(key) || [])],
    Links: [...links], Foreign: [...foreign],
    Loose: [
      ...new Set(['for', 'form', 'list', 'headers', 'aria-labelledby', 'aria-describedby', 'aria-controls', 'aria-owns', 'aria-errormessage', 'aria-details', 'aria-activedescendant', 'popovertarget']
        .flatMap(a => [...document.querySelectorAll('[' + a + ']')].flatMap(e => e.getAttribute(a).split(/\s+/)))
        .concat([...document.querySelectorAll('a[href^="#"]')].map(e => decodeURIComponent(e.getAttribute('href').slice(1))))
        .filter(id => id && id !== 'top' && !document.getElementById(id))),
      ...[...document.querySelectorAll('[id]')].filter(e => document.getElementById(e.id) !== e).map(e => e.id + ' twice'),
      ...[...document.querySelectorAll('input:not([type=hidden],[type=submit],[type=button],[type=image]), select, textarea')]
        .filter(e => !e.labels?.length && !e.getAttribute('aria-label') && !e.getAttribute('aria-labelledby') && !e.title).map(e => e.outerHTML.slice(0, 140)),
      ...twice([...document.querySelectorAll('nav, aside, main, section, form, [role]')].filter(shown).map(landmark).filter(Boolean)),
    ],
  };
})(` + string(list) + `)`
}

// Frame is how a page is built and shows on a screen, as text: what is said of it
// as a whole, and each of the parts that its body comes apart into.
type Frame struct {
	Whole string   // its head, its landmarks, and which level of heading follows which
	Parts []string // what stands in body, sections and boxes, each with what it stands in
}

// frame reads how the page is built: each element with its attributes, the values
// of those that rules of accessibility read, whether it is shown and scrolls, and
// whether words follow. Children that are built alike count once: three lines are
// like thirty. The parts stay in the page for axeStructure.
const frame = `(() => {
  const read = /^(type|role|class|style|tabindex|hidden|open|checked|disabled|inert|autocomplete|scope|lang|dir|aria-(?!label|labelledby|describedby|controls))/;
  const attribute = a => read.test(a.name) ? a.name + '=' + a.value : a.name + (a.value ? '' : '=');
  const shown = e => e.checkVisibility({visibilityProperty: true});
  const scrolls = e => (e.scrollWidth > e.clientWidth || e.scrollHeight > e.clientHeight) && /auto|scroll/.test(getComputedStyle(e).overflow);
  const itself = e => e.tagName + (shown(e) ? '' : ' hidden') + (scrolls(e) ? ' scrolls' : '') + '[' + [...e.attributes].map(attribute).sort() + ']';
  const words = e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
  const built = e => {
    const inside = new Set(words(e) ? ['words'] : []);
    for (const c of e.children) inside.add(built(c));
    return itself(e) + '(' + [...inside].join('') + ')';
  };
  // A link of a line is judged with all that stands in the block around that line; a
  // link that is a box itself, as one past the menu or one back, is not.
  const display = e => getComputedStyle(e).display;
  const linkOfALine = e => !/^(block|list-item|table|flex|grid)/.test(display(e)) &&
    (e.tagName === 'A' ? !/^inline-(block|flex|grid)/.test(display(e)) : [...e.children].some(linkOfALine));
  const parts = [], nodes = [];
  const comesApart = e => /^(BODY|MAIN|HEADER|FOOTER|NAV|ASIDE|SECTION|ARTICLE|DIV|FORM|FIELDSET|DETAILS|UL|OL|LI|P)$/.test(e.tagName) &&
    e.children.length && !words(e) && !e.hasAttribute('role') && !scrolls(e) &&
    (e.children.length === 1 || ![...e.children].some(linkOfALine));
  const apart = (e, within) => {
    if (comesApart(e)) {
      const here = within + itself(e) + '>';
      for (const c of e.children) apart(c, here);
    } else {
      parts.push(within + built(e));
      nodes.push(e);
    }
  };
  apart(document.body, '');
  globalThis.partsOfThePage = nodes;
  const named = e => e.hasAttribute('aria-label') || e.hasAttribute('aria-labelledby');
  const marks = [...document.body.querySelectorAll('header, nav, main, aside, footer, section, form, [role=search], [role=region], [role=navigation], [role=complementary], [role=banner], [role=contentinfo], [role=main], [role=form]')]
    .filter(e => shown(e) && (!/^(SECTION|FORM)$/.test(e.tagName) || named(e) || e.hasAttribute('role')))
    .map(e => e.tagName + ' ' + e.getAttribute('role') + ' ' + named(e) + ' in ' + e.parentElement.tagName);
  const levels = [...document.body.querySelectorAll('h1,h2,h3,h4,h5,h6,[role=heading]')].filter(shown).map(e => e.getAttribute('aria-level') || e.tagName);
  const follows = new Set(levels.map((level, i) => (levels[i - 1] || '') + level));
  return {Whole: built(document.head) + [...document.documentElement.attributes].map(attribute) + [...[...new Set(marks)].sort(), ...[...follows].sort()], Parts: parts};
})()`

// Sideways is how many px the page is wider than the screen.
func (tab *Tab) Sideways() int {
	tab.t.Helper()
	return Eval[int](tab, sideways)
}

const sideways = "Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)"

// sight is all that is asked of a page on one screen, at once.
type sight struct {
	Looks    *Looks   // nil where only what a screen changes was asked
	Small    []string // targets under 24 × 24 px
	Sideways int      // px
	Frame    Frame
	Inks     []string
}

// see asks it; look is looks, or "null" for what a screen changes alone.
func (tab *Tab) see(look string) sight {
	tab.t.Helper()
	return Eval[sight](tab, "({Looks: "+look+", Small: "+small+", Sideways: "+sideways+", Frame: "+frame+", Inks: "+inks+"})")
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
