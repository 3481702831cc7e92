// Package e2e walks the journeys of people.md in a real browser, against the
// real program.
//
// The journeys count taps, work without scripts where the screen promises it,
// and look at what a person would see. A crawl visits every page that links
// reach, in each language and each role of the demo, and looks at it with
// axe-core, on a small and a large screen.
//
// It must not reach inside: what a journey needs is done through pages and
// commands, as people and scripts do.
package e2e
