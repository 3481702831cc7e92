package web

import (
	"fmt"
	"net/http"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/i18n"
	"passerelle/internal/org"
)

// Audience says who a route is for. The zero value is a mistake that stops the
// program at start: nothing is open because somebody forgot.
type Audience int

// The audiences.
const (
	unset           Audience = iota
	ForAnyone                // public pages: no cookie, cacheable where they say so
	ForPerson                // the person, by the thread they opened
	ForLink                  // a receiver without account, by an answer link
	ForWorker                // signed in, any role
	ForPeople                // signed in, a role that accompanies persons
	ForManager               // signed in, management, coordination or administration
	ForAdmin                 // signed in, administration
	ForProvenWorker          // ForWorker, who proved lately who they are: sensitive acts
	ForProvenAdmin           // ForAdmin, who proved lately who they are
	ForPartner               // an information system, by its token; the facade asks for it
	ForOurDemo               // the demo's strip; absent from a real installation
	ForOperator              // health and readiness
)

// String names the audience in the golden table of routes.
func (a Audience) String() string {
	return [...]string{"unset", "anyone", "person", "link", "worker", "people", "manager", "admin", "proven-worker", "proven-admin", "partner", "demo", "operator"}[a]
}

// Personal reports whether answers may hold something about a person or a
// worker: they are never stored by a browser or a proxy.
func (a Audience) Personal() bool { return a != ForAnyone && a != ForOperator && a != ForOurDemo }

// Route is one line of the table.
type Route struct {
	Method string // GET or POST; PUT for the systems of partners
	Path   string // http.ServeMux pattern; /{lang} first on pages
	For    Audience
	Handle Handle
}

// Handle answers one visit. An error it returns becomes a page.
type Handle func(v *Visit) error

// Visit is one request: its language and its actor are explicit values.
type Visit struct {
	W  http.ResponseWriter
	R  *http.Request
	L  *i18n.Local
	By access.Actor
	// up is how many parts of the address to leave out to come to one that can be
	// read: none, but where the address only takes a form.
	up int
	// Worker is who is signed in, for the header and the hats; nil otherwise.
	Worker *SignedIn
}

// SignedIn is what pages show of the worker who is signed in.
type SignedIn struct {
	Name    string
	OrgName string
	Team    string // name of the team of the hat worn; may be empty
	Others  bool   // has other hats
	Worn    string // id of the hat worn
	Token   string // of the session, for sign-out and changing hats; never shown

	hats      []org.Hat // all that they may wear
	readUnder string    // hat under which the form sent was read, when another is worn
}

// check panics on a table that a programmer must fix before anyone is served.
func check(routes []Route) {
	seen := map[string]bool{}
	for _, r := range routes {
		name := r.Method + " " + r.Path
		switch {
		case r.For == unset:
			panic("web: " + name + " says not who it is for")
		case r.Method != http.MethodGet && r.Method != http.MethodPost && (r.Method != http.MethodPut || r.For != ForPartner):
			panic("web: " + name + ": pages are read by GET and act by POST")
		case r.Handle == nil:
			panic("web: " + name + " has no handler")
		case seen[name]:
			panic("web: " + name + " stands twice in the table")
		}
		seen[name] = true
	}
}

// toRead is how many parts to leave out of the address of a route to come to one
// that is read by GET.
func toRead(path string, read map[string]bool) (up int) {
	for !read[path] {
		at := strings.LastIndexByte(path, '/')
		if at <= 0 {
			return up
		}
		path = path[:at]
		up++
	}
	return up
}

// Table lists the routes as text, for the golden file and the access tests.
func Table(routes []Route) (lines []string) {
	for _, r := range routes {
		lines = append(lines, fmt.Sprintf("%-5s %-50s %s", r.Method, r.Path, r.For))
	}
	return lines
}
