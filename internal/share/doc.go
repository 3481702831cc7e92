// Package share is what an organisation shows of the directory elsewhere: lists
// of services under a name, reached by a short code, and the sites of its own
// that may frame them.
//
// It owns the tables saved_list, saved_list_item and framing_site, and
// guarantees:
//
//   - A list holds services only, in the order its organisation chose: no note,
//     no person, no trace of who opens it. Anyone who has its code reads it.
//   - Only workers of the organisation change it, each from the version they
//     saw: a colleague's change in between is never overwritten.
//   - A removed list keeps its code and its organisation, so that a paper that
//     still names it is told what happened; its name and its services are gone.
//   - A framing site is one whole origin over https, without wildcard.
//
// It must not know the directory: a service is an id, and what became of it is
// said by whoever shows the list.
package share
