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
	InHand    bool // the receiver acknowledged or answered it
	Opened    bool // the pivot has opened the hand-off after the call
	Consents  []Given
	// Emergencies are communications without consent; Closed, that the person
	// wants none.
	Emergencies []Emergency
	Closed      bool

	// An organisation's own row about a person, or its seat at a signal: its
	// holder. A seat without holder is for all.
	Holder Org
}

// Given is one answer of the person, as stored in the table consent.
type Given struct {
	Region    Region
	Person    Person
	Recipient Org
	Worker    Worker // empty: any worker of the recipient
	Purpose   string // what it was asked for; the rules know "referral"
	Part      Part
	Answer    string // "granted", "refused", or "later", which is neither
	From, To  time.Time
	Withdrawn bool
}

// Emergency is a communication without consent, as stored in its table.
type Emergency struct {
	Region    Region
	Person    Person
	Recipient Org
	Contact   bool // how to reach the person, too
	From, To  time.Time
	Ended     bool
}
