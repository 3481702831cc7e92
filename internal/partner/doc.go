// Package partner keeps the information systems by which an organisation speaks
// to Passerelle (a hospital's, a CLSC's, another platform), and lets them in.
//
// It owns the tables partner_system, partner_token and partner_subscription, and
// guarantees:
//
//   - A system belongs to one organisation and acts for it alone. Only the
//     administration of that organisation makes one or ends it.
//   - A secret is drawn, never chosen, and shown to who made it. Of secrets and
//     tokens the database holds keyed fingerprints: neither opens anything.
//   - A token lives ten minutes. Each request looks it up together with its
//     system, so that a system that was ended is out at its very next request,
//     on every node.
//   - A subscription is its system's own, and ends with it. What waits to be told
//     is a job of opaque ids; an event has one number in it, however often tried.
//   - An unknown system and a wrong secret are one answer; wrong ones are
//     counted by where they come from.
//
// It must not know what a system reads or writes: package fhir speaks with it,
// package access decides.
package partner
