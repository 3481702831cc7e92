// Package browser drives a real Chromium for the journeys and the crawl.
//
//	b := browser.Shared(t)
//	tab := b.Tab(t, browser.Phone)           // 360 × 640, touch, a cold cache of its own
//	tab.Open(url)
//	tab.Tap("Santé")                          // by its visible words, where a finger would
//	tab.Taps()                                // 1
//	tab.Axe()                                 // accessibility violations
//	tab.Look()                                // language, headings, targets, missing keys …
//
// One browser serves a test binary; each tab has its own cookies and cache. A
// tap goes to a point on the screen: an element that is covered, outside the
// page or without size cannot be tapped, as for people. Scripts can be turned
// off per tab; what the harness itself asks the page is not affected by that,
// nor by the page's Content-Security-Policy.
//
// The accessibility rules are those of axe-core, committed in axe/ with its
// licence and checked against its SHA-256.
package browser
