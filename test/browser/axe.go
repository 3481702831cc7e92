package browser

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
)

//go:embed axe/axe.min.js
var axeSource string

// axeSum is the SHA-256 of axe.min.js as published; a changed file could find
// nothing and nobody would notice.
const axeSum = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"

func checkAxe() error {
	sum := sha256.Sum256([]byte(axeSource))
	if got := hex.EncodeToString(sum[:]); got != axeSum {
		return fmt.Errorf("axe.min.js is not the published file: SHA-256 %s", got)
	}
	return nil
}

// Violation is one rule of accessibility that the page breaks.
type Violation struct {
	Rule, Impact, Help string
	Nodes              []string // the elements, with what to mend
}

func (v Violation) String() string {
	return fmt.Sprintf("%s (%s): %s\n      %s", v.Rule, v.Impact, v.Help, strings.Join(v.Nodes, "\n      "))
}

// Axe runs axe-core on the page: WCAG A and AA, 2.0 to 2.2, and best practice.
func (tab *Tab) Axe() []Violation {
	tab.t.Helper()
	return tab.axe("document", `runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']`)
}

// axeStructure is Axe without its two rules that look at how the page is painted,
// which take three quarters of its time: a crawl asks for contrast where an ink is
// new (inks), and measures the targets of every page itself (Look). Parts of the
// last Frame that are known are passed over.
func (tab *Tab) axeStructure(known []int) []Violation {
	tab.t.Helper()
	passed, _ := json.Marshal(append([]int{}, known...))
	return tab.axe(`(() => {
  const passed = new Set(`+string(passed)+`.map(n => partsOfThePage[n])), parts = new Set(partsOfThePage);
  const pass = e => { // what stands around parts that are all passed over goes with them
    if (!parts.has(e) && e.children.length && [...e.children].map(pass).every(Boolean)) passed.add(e);
    return passed.has(e);
  };
  pass(document.body);
  return {include: [['html']], exclude: [...passed].filter(e => e !== document.body && !passed.has(e.parentElement))};
})()`, `runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  rules: {'color-contrast': {enabled: false}, 'target-size': {enabled: false}}`)
}

// axeContrast is the rule of contrast alone, on the whole page.
func (tab *Tab) axeContrast() []Violation {
	tab.t.Helper()
	tab.WholePage(tab.width)
	return tab.axe("document", `runOnly: {type: 'rule', values: ['color-contrast']}`)
}

func (tab *Tab) axe(where, options string) []Violation {
	tab.t.Helper()
	if err := checkAxe(); err != nil {
		tab.t.Fatal(err)
	}
	if !Eval[bool](tab, "typeof axe === 'object' && !!axe.run") {
		Eval[bool](tab, axeSource+";true")
	}
	return Eval[[]Violation](tab, `axe.run(`+where+`, {
  `+options+`,
  resultTypes: ['violations'],
}).then(r => r.violations.map(v => ({
  Rule: v.id, Impact: v.impact || '', Help: v.help,
  Nodes: v.nodes.slice(0, 5).map(n => n.html.slice(0, 200) + '  ' + (n.failureSummary || '').replace(/\s+/g, ' ').slice(0, 300)),
})))`)
}

// inks are how the words of a page are drawn, each way once: their colour, weight,
// whether axe takes them for large, what lies behind them down to the first opaque
// ground, and whatever has axe pass over them. Two texts of one ink have one
// contrast, unless something else happens to lie behind one of them.
const inks = `(() => {
  const inks = new Set(), grounds = new Map();
  const clear = c => c === 'transparent' || /, 0\)$/.test(c);
  const ground = e => {
    if (!e) return '';
    if (grounds.has(e)) return grounds.get(e);
    const s = getComputedStyle(e), c = s.backgroundColor;
    const own = [clear(c) ? '' : c, s.backgroundImage === 'none' ? '' : s.backgroundImage.slice(0, 80), s.opacity === '1' ? '' : s.opacity,
      s.position === 'static' ? '' : s.position, s.filter === 'none' ? '' : s.filter, s.mixBlendMode === 'normal' ? '' : s.mixBlendMode];
    const solid = /^rgb\(/.test(c) && s.opacity === '1';
    const g = (own.some(Boolean) ? own.join() + '<' : '') + (solid ? '' : ground(e.parentElement));
    grounds.set(e, g);
    return g;
  };
  const words = e => /^(INPUT|TEXTAREA|SELECT)$/.test(e.tagName) || [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
  const passed = e => [e.closest('[disabled],[aria-disabled=true],fieldset:disabled,[aria-hidden=true],[inert]'), e.closest('label')?.control?.disabled].map(Boolean);
  for (const e of document.body.querySelectorAll('*')) {
    const r = e.getBoundingClientRect();
    if (!words(e) || !r.width || !r.height) continue;
    const s = getComputedStyle(e);
    if (s.visibility === 'hidden') continue;
    const away = r.right <= 0 || r.bottom <= 0 || r.left >= innerWidth || r.width <= 1 || r.height <= 1;
    const bold = s.fontWeight >= 700, large = Math.ceil(72 * parseFloat(s.fontSize)) / 96 >= (bold ? 14 : 18); // points, as axe counts them
    inks.add([s.color, bold, large, s.textShadow === 'none' ? '' : s.textShadow + s.fontSize, away, ...passed(e), ground(e)].join('|'));
  }
  return [...inks];
})()`
