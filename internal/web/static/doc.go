// Package static holds the files that pages are dressed with: one style sheet
// and one set of icons. They are served under names that contain their own
// digest, so that a browser may keep them for ever and never shows an old one.
//
// Public pages have no script. One, board.js, keeps a worker's board current;
// without it the board is the same page, asked for again by hand.
package static
