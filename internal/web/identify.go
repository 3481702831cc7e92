package web

import (
	"net/http"

	"passerelle/internal/access"
	"passerelle/internal/fault"
)

// identify finds out who visits and refuses whoever the route is not for.
// Nothing is taken from an earlier request: a session that ended a moment ago
// ends here.
func (s *Site) identify(v *Visit, audience Audience) error {
	v.By = access.Anyone(s.Region)
	switch audience {
	case ForAnyone, ForOperator, ForOurDemo, ForLink, ForPartner:
		// A link is opened by its handler, which has the token; so is the facade.
		return nil
	case ForPerson:
		return s.identifyPerson(v)
	}
	if err := s.identifyWorker(v); err != nil {
		return err
	}
	if err := s.underHat(v); err != nil {
		return err
	}
	if !audience.admits(v.By) {
		return fault.New(fault.NotFound, "error.not_found")
	}
	if audience == ForProvenWorker || audience == ForProvenAdmin {
		return s.identifyProven(v)
	}
	return nil
}

// admits says whether a signed-in worker's hat fits the audience.
func (a Audience) admits(by access.Actor) bool {
	switch a {
	case ForWorker, ForProvenWorker:
		return by.Kind() == access.Staff
	case ForPeople:
		return by.WorksWithPeople()
	case ForManager:
		return by.Has(access.Management, access.Coordination, access.Administration)
	case ForAdmin, ForProvenAdmin:
		return by.Has(access.Administration)
	}
	return false
}

// errSignIn sends somebody who is not signed in to the door, and back after.
var errSignIn = fault.New(fault.NotFound, "error.sign_in")

// errThread sends a person to the page where the five words are typed.
var errThread = fault.New(fault.NotFound, "error.thread")

// cookie sets a cookie that only our pages, over a safe connection, get back.
// It has no end date: closing the browser forgets it. An answer that carries one
// is kept by nobody on the way.
func cookie(v *Visit, name, value string) {
	v.W.Header().Set("Cache-Control", "no-store")
	http.SetCookie(v.W, &http.Cookie{
		Name: name, Value: value, Path: "/",
		Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// forget takes a cookie back.
func forget(v *Visit, name string) {
	http.SetCookie(v.W, &http.Cookie{
		Name: name, Path: "/", MaxAge: -1,
		Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// Names of the cookies. The prefix has browsers refuse them from anywhere
// but this host, over a safe connection.
const (
	workerCookie = "__Host-passerelle"
	threadCookie = "__Host-lien"
	demoCookie   = "__Host-demo" // of the demo only: which role was stepped into
)
