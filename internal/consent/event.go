package consent

import "passerelle/internal/access"

// Answered is the payload of the three answers: opaque ids and classes of
// facts, never words. Its subject is the person.
type Answered struct {
	Receipt   string        `json:"receipt"`
	Person    access.Person `json:"person"`
	Recipient access.Org    `json:"recipient"`
	Worker    access.Worker `json:"worker,omitempty"`
	Parts     []access.Part `json:"parts"`
}

// Subject is the person the answer is about.
func (a Answered) Subject() string { return string(a.Person) }

// Given: the person said Oui for these parts.
type Given struct{ Answered }

// Kind names the event.
func (Given) Kind() string { return "consent.given" }

// Refused: the person said Non for these parts.
type Refused struct{ Answered }

// Kind names the event.
func (Refused) Kind() string { return "consent.refused" }

// PutOff: the person said Pas maintenant.
type PutOff struct{ Answered }

// Kind names the event.
func (PutOff) Kind() string { return "consent.put_off" }

// Withdrawn: the person took back what they had allowed one organisation.
type Withdrawn struct{ Answered }

// Kind names the event.
func (Withdrawn) Kind() string { return "consent.withdrawn" }

// RefusalLifted: the person says that a Non no longer holds.
type RefusalLifted struct{ Answered }

// Kind names the event.
func (RefusalLifted) Kind() string { return "consent.refusal_lifted" }

// RefusalReached: somebody joined whose name the person had refused. It does
// not say who.
type RefusalReached struct{ Answered }

// Kind names the event.
func (RefusalReached) Kind() string { return "consent.refusal_reached" }

// KeptAway: somebody of an organisation knows the person in their own life, and
// reads nothing of them. It does not say who, nor how it came to be known.
type KeptAway struct {
	Person    access.Person `json:"person"`
	Recipient access.Org    `json:"recipient"`
}

// Kind names the event.
func (KeptAway) Kind() string { return "consent.kept_away" }

// Subject is the person.
func (e KeptAway) Subject() string { return string(e.Person) }

// ThreadMade: the person has a new thread; any older one is dead.
type ThreadMade struct {
	Person access.Person `json:"person"`
	Thread access.Thread `json:"thread"`
}

// Kind names the event.
func (ThreadMade) Kind() string { return "thread.made" }

// Subject is the person.
func (e ThreadMade) Subject() string { return string(e.Person) }

// SignChosen: the person chose the picture that means "I am being forced".
type SignChosen struct {
	Person access.Person `json:"person"`
}

// Kind names the event.
func (SignChosen) Kind() string { return "person.sign_chosen" }

// Subject is the person.
func (e SignChosen) Subject() string { return string(e.Person) }

// EmergencyOf is the payload of what happens to a communication without consent:
// ids and a ground of the law, never the reason. Its subject is the person.
type EmergencyOf struct {
	Emergency string        `json:"emergency"`
	Person    access.Person `json:"person"`
	Recipient access.Org    `json:"recipient"`
	Ground    string        `json:"ground"`
	Contact   bool          `json:"contact"`
}

// Subject is the person it is about.
func (e EmergencyOf) Subject() string { return string(e.Person) }

func (e Emergency) happened() EmergencyOf {
	return EmergencyOf{e.ID, e.Person, e.Recipient, e.Ground, e.Contact}
}

// EmergencyDeclared: something is told without consent.
type EmergencyDeclared struct{ EmergencyOf }

// Kind names the event.
func (EmergencyDeclared) Kind() string { return "emergency.declared" }

// EmergencyOver: its hour has passed.
type EmergencyOver struct{ EmergencyOf }

// Kind names the event.
func (EmergencyOver) Kind() string { return "emergency.over" }

// ReviewOverdue: nobody looked at it in time.
type ReviewOverdue struct{ EmergencyOf }

// Kind names the event.
func (ReviewOverdue) Kind() string { return "emergency.review_overdue" }

// EmergencyReviewed: somebody else looked at it.
type EmergencyReviewed struct {
	EmergencyOf
	Verdict Verdict `json:"verdict"`
}

// Kind names the event.
func (EmergencyReviewed) Kind() string { return "emergency.reviewed" }

// FileClosed: the person wants nothing told without consent, whatever happens.
type FileClosed struct {
	Person access.Person `json:"person"`
}

// Kind names the event.
func (FileClosed) Kind() string { return "person.file_closed" }

// Subject is the person.
func (e FileClosed) Subject() string { return string(e.Person) }

// FileOpened: they took that back.
type FileOpened struct {
	Person access.Person `json:"person"`
}

// Kind names the event.
func (FileOpened) Kind() string { return "person.file_opened" }

// Subject is the person.
func (e FileOpened) Subject() string { return string(e.Person) }

// PersonMade: an organisation began its own record of a person.
type PersonMade struct {
	Person access.Person `json:"person"`
}

// Kind names the event.
func (PersonMade) Kind() string { return "person.made" }

// Subject is the person.
func (e PersonMade) Subject() string { return string(e.Person) }

// PersonChanged: the organisation's own facts were replaced.
type PersonChanged struct {
	Person access.Person `json:"person"`
}

// Kind names the event.
func (PersonChanged) Kind() string { return "person.changed" }

// Subject is the person.
func (e PersonChanged) Subject() string { return string(e.Person) }
