// Package ical writes calendars (RFC 5545) that a phone's own agenda reads:
// weekly events with their exceptions, and the time zone they are said in.
//
// Guarantees: lines end and fold as the standard asks, text cannot leave its
// property, and the zone's changes of hour are those that Go knows.
//
//	c := ical.Calendar{Name: "Heures", Zone: zone, Stamp: now, Events: events}
//	w.Write(c.Bytes())
//
// It knows the part of the standard that opening hours need, in a hundred
// lines, and nothing of Passerelle. It reads nothing.
package ical
