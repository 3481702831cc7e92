package browser

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
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
	if err := checkAxe(); err != nil {
		tab.t.Fatal(err)
	}
	if !Eval[bool](tab, "typeof axe === 'object' && !!axe.run") {
		Eval[bool](tab, axeSource+";true")
	}
	return Eval[[]Violation](tab, `axe.run(document, {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  resultTypes: ['violations'],
}).then(r => r.violations.map(v => ({
  Rule: v.id, Impact: v.impact || '', Help: v.help,
  Nodes: v.nodes.slice(0, 5).map(n => n.html.slice(0, 200) + '  ' + (n.failureSummary || '').replace(/\s+/g, ' ').slice(0, 300)),
})))`)
}
