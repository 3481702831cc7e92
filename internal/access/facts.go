package access

import "time"

// Facts are what a rule looks at, for a decision on loaded rows. A rule reads
// the part of Facts that its table has.
type Facts struct {
	Region Region
	Now    time.Time

	// A referral.
	Referral  Referral
	Sender    Org
	Receiver  Org
	Person    Person
	Sent      bool
	State     string
	CallFirst bool
	Opened    bool // the pivot has opened the hand-off after the call
	Consents  []Given

	// An organisation's own row about a person: its holder.
	Holder Org
}

// Given is one consent or refusal as stored.
type Given struct {
	Region    Region
	Person    Person
	Recipient Org
	Worker    Worker // empty: any worker of the recipient
	Part      Part
	Granted   bool // false: refused
	From, To  time.Time
	Withdrawn bool
}
