package web

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/directory"
)

// Finder finds services. The directory's index is one.
type Finder interface {
	Search(q directory.Query, now time.Time) directory.Result
	Get(id access.Service) *directory.Listing // nil when there is none
	ByCode(code string) *directory.Listing
	ByOrg(org access.Org) []*directory.Listing
	All() func(func(*directory.Listing) bool)
}

// Locator turns a typed neighbourhood or postal code into a point.
type Locator interface {
	Locate(typed string) (p directory.Point, name string, ok bool)
}

// Doors receives reports of closed doors.
type Doors interface {
	ReportClosedDoor(ctx context.Context, by access.Actor, act string, service access.Service, why directory.DoorReason, words string) error
}

// Missed counts what was looked for and not found.
type Missed interface{ Note(directory.Missed) }

var (
	_ Missed  = (*directory.MissedCount)(nil)
	_ Finder  = (*directory.Index)(nil)
	_ Locator = (*directory.Locator)(nil)
	_ Doors   = (*directory.Service)(nil)
)
