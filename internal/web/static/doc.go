// Package static holds the files that pages are dressed with: one style sheet
// and one set of icons. They are served under names that contain their own
// digest, so that a browser may keep them for ever and never shows an old one.
//
// There is no script here: public pages need none.
package static
