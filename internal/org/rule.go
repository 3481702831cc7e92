package org

import (
	"passerelle/internal/access"
	"passerelle/internal/fault"
)

// administers: the administration of that very organisation, under the hat
// worn now, or whoever runs the installation.
func administers(by access.Actor, o access.Org) error {
	if by.Kind() == access.Operator || (by.Org() == o && by.Has(access.Administration)) {
		return nil
	}
	return notFound()
}

// operates: whoever runs the installation, from its command line.
func operates(by access.Actor) error {
	if by.Kind() == access.Operator {
		return nil
	}
	return notFound()
}

// isStaff: a signed-in worker, for what concerns that worker alone.
func isStaff(by access.Actor) error {
	if by.Kind() == access.Staff {
		return nil
	}
	return notFound()
}

// notFound is the one answer for what is not there and what is not allowed.
func notFound() error { return fault.New(fault.NotFound, "error.not_found") }
