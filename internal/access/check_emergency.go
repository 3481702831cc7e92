package access

import "strings"

// openings is a check on communications without consent: one of which all terms
// hold exists.
type openings struct {
	name  string
	terms []opens
}

// opens is one condition on one such communication, said twice like a check.
type opens struct {
	name  string
	holds func(e *Emergency, f *Facts) bool
	sql   func(b *binder, e string) string
}

var (
	emergencyLives = openings{"an emergency lives", opensNow}
	contactOpened  = openings{"an emergency opens the contact", append(append([]opens(nil), opensNow...), withContact)}
	opensNow       = []opens{emergencyIn, emergencyOf, emergencyTo, emergencyBegun, emergencyNotOver, emergencyNotEnded}
)

func (c openings) label() string { return c.name }

func (c openings) holds(_ Actor, f Facts) bool {
	for i := range f.Emergencies {
		if c.match(&f.Emergencies[i], &f) {
			return true
		}
	}
	return false
}

func (c openings) match(e *Emergency, f *Facts) bool {
	for _, t := range c.terms {
		if !t.holds(e, f) {
			return false
		}
	}
	return true
}

func (c openings) sql(b *binder) string {
	var parts []string
	for _, t := range c.terms {
		parts = append(parts, t.sql(b, "opened"))
	}
	return `EXISTS (SELECT 1 FROM emergency AS opened WHERE ` + strings.Join(parts, " AND ") + `)`
}

var emergencyIn = opens{"in the region",
	func(e *Emergency, f *Facts) bool { return e.Region == f.Region },
	func(b *binder, e string) string { return e + ".region_id = " + b.col("region_id") },
}

var emergencyOf = opens{"of the person",
	func(e *Emergency, f *Facts) bool { return e.Person == f.Person },
	func(b *binder, e string) string { return e + ".person_id = " + b.col("person_id") },
}

var emergencyTo = opens{"to the recipient",
	func(e *Emergency, f *Facts) bool { return e.Recipient == f.Receiver },
	func(b *binder, e string) string { return e + ".recipient_org_id = " + b.col("receiver_org_id") },
}

var emergencyBegun = opens{"has begun",
	func(e *Emergency, f *Facts) bool { return !e.From.After(f.Now) },
	func(b *binder, e string) string { return e + ".from_at <= " + b.arg(theInstant) },
}

var emergencyNotOver = opens{"is not over",
	func(e *Emergency, f *Facts) bool { return e.To.After(f.Now) },
	func(b *binder, e string) string { return e + ".to_at > " + b.arg(theInstant) },
}

var emergencyNotEnded = opens{"was not ended",
	func(e *Emergency, _ *Facts) bool { return !e.Ended },
	func(_ *binder, e string) string { return e + ".ended_at IS NULL" },
}

var withContact = opens{"with the contact",
	func(e *Emergency, _ *Facts) bool { return e.Contact },
	func(_ *binder, e string) string { return e + ".contact" },
}

// fileNotClosed: "never without my consent, not even in an emergency".
var fileNotClosed = fact{"the file is not closed",
	func(_ Actor, f Facts) bool { return !f.Closed },
	func(b *binder) string {
		return "NOT EXISTS (SELECT 1 FROM person AS whose WHERE whose.region_id = " + b.col("region_id") +
			" AND whose.id = " + b.col("person_id") + " AND whose.closed_at IS NOT NULL)"
	},
}

// notRefusedByName: "pas cette personne" stands in an emergency too; a colleague
// reads in their place.
var notRefusedByName = answers{"is not refused by name", false, []term{saysNo, notTakenBack, inRegion, ofPerson, toRecipient, ofThisWorker}}
