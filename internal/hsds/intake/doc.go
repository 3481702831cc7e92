// Package intake does the work of imports that people ask for on the web: it
// fetches a file where an address was given, reads it, tries the import for
// them to look at, and imports.
//
// Each piece of work is a job. It may be done twice, be cut off anywhere, and
// be taken up by another node: a task says which step is asked for, reading
// changes nothing but the task, and an import ends its task in its own
// transaction. So a program that is killed leaves nothing half done, and the
// next one goes on.
//
// It must not fetch from inside the installation: see fetch.go. It must not
// decide who may import; package directory does.
package intake
