// Package app joins the parts: it opens the database and the keys, makes the
// domains, registers reactions and jobs, and serves. The command line and the
// end-to-end tests use the same wiring. Nothing but cmd and tests imports it.
package app
