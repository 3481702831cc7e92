package access

// fact is a check on the actor and the row itself.
type fact struct {
	name string
	is   func(a Actor, f Facts) bool
	text func(b *binder) string
}

func (c fact) label() string               { return c.name }
func (c fact) holds(a Actor, f Facts) bool { return c.is(a, f) }
func (c fact) sql(b *binder) string        { return c.text(b) }

var sameRegion = fact{"same region",
	func(a Actor, f Facts) bool { return a.region == f.Region },
	func(b *binder) string { return b.col("region_id") + " = " + b.arg(theRegion) },
}

// Only a worker has roles, so this says "is a worker" as well.
var worksWithPeople = fact{"is a worker who accompanies persons",
	func(a Actor, _ Facts) bool { return a.WorksWithPeople() },
	func(b *binder) string { return truth(b.accompanies) },
}

// A signal speaks of a situation and of nobody: those who manage answer for
// their organisation, so they read it too.
var answersForField = fact{"is a worker who accompanies, coordinates or manages",
	func(a Actor, _ Facts) bool { return a.answersForField() },
	func(b *binder) string { return truth(b.answersForField) },
}

var isInCharge = fact{"is in charge of personal information",
	func(a Actor, _ Facts) bool { return a.Has(Privacy) },
	func(b *binder) string { return truth(b.inCharge) },
}

// A seat of no organisation is everybody's. No actor has an empty organisation.
var isForAll = fact{"is for every organisation",
	func(_ Actor, f Facts) bool { return f.Holder == "" },
	func(b *binder) string { return b.col("org_id") + " = ''" },
}

var isLink = fact{"holds a link",
	func(a Actor, _ Facts) bool { return a.kind == LinkedIn },
	func(b *binder) string { return truth(b.kind == LinkedIn) },
}

var isPartner = fact{"is the system of a partner",
	func(a Actor, _ Facts) bool { return a.kind == Partner },
	func(b *binder) string { return truth(b.kind == Partner) },
}

var isHolder = fact{"holds a thread",
	func(a Actor, _ Facts) bool { return a.kind == Holder },
	func(b *binder) string { return truth(b.kind == Holder) },
}

var isSender = fact{"is the sender",
	func(a Actor, f Facts) bool { return a.org == f.Sender },
	func(b *binder) string { return b.col("sender_org_id") + " = " + b.arg(theOrg) },
}

var isReceiver = fact{"is the receiver",
	func(a Actor, f Facts) bool { return a.org == f.Receiver },
	func(b *binder) string { return b.col("receiver_org_id") + " = " + b.arg(theOrg) },
}

var isLinked = fact{"the link is of this referral",
	func(a Actor, f Facts) bool { return a.referral == f.Referral },
	func(b *binder) string { return b.col("id") + " = " + b.arg(theReferral) },
}

var isAbout = fact{"is about the person",
	func(a Actor, f Facts) bool { return a.person == f.Person },
	func(b *binder) string { return b.col("person_id") + " = " + b.arg(thePerson) },
}

var isOwn = fact{"is the organisation's own",
	func(a Actor, f Facts) bool { return a.org == f.Holder },
	func(b *binder) string { return b.col("org_id") + " = " + b.arg(theOrg) },
}

var isSent = fact{"was sent",
	func(_ Actor, f Facts) bool { return f.Sent },
	func(b *binder) string { return b.col("sent_at") + " IS NOT NULL" },
}

// Ended states give the receiver nothing more to read: the work is over. The
// states are those that permit, so that a new one permits nothing by itself.
var isLive = fact{"is live",
	func(_ Actor, f Facts) bool {
		switch f.State {
		case "sent", "received", "accepted", "in_handoff", "need_met":
			return true
		}
		return false
	},
	func(b *binder) string {
		return b.col("state") + " IN ('sent', 'received', 'accepted', 'in_handoff', 'need_met')"
	},
}

// What was met needs no way, and what the person took back has none. Again the
// states are those that permit.
var mayBeOpened = fact{"its way may be opened",
	func(_ Actor, f Facts) bool {
		switch f.State {
		case "sent", "received", "accepted", "in_handoff", "declined", "expired":
			return true
		}
		return false
	},
	func(b *binder) string {
		return b.col("state") + " IN ('sent', 'received', 'accepted', 'in_handoff', 'declined', 'expired')"
	},
}

// What ended leaves to the system that had it in hand a shell: that it ended,
// and how. Again the states are those that permit.
var isOver = fact{"is over",
	func(_ Actor, f Facts) bool {
		return f.State == "declined" || f.State == "expired" || f.State == "withdrawn"
	},
	func(b *binder) string { return b.col("state") + " IN ('declined', 'expired', 'withdrawn')" },
}

// Who never acknowledged a referral does not learn, after the person took their
// consent back, that there was one.
var wasInHand = fact{"was received or answered",
	func(_ Actor, f Facts) bool { return f.InHand },
	func(b *binder) string {
		return "(" + b.col("received_at") + " IS NOT NULL OR " + b.col("answered_at") + " IS NOT NULL)"
	},
}

// "Appelez-moi avant de commencer": the contact stays closed until the call is
// noted.
var handedOver = fact{"the bond was handed over",
	func(_ Actor, f Facts) bool { return !f.CallFirst || f.Opened },
	func(b *binder) string {
		return "(NOT " + b.col("call_first") + " OR " + b.col("opened_at") + " IS NOT NULL)"
	},
}
