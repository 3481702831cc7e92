package pathway

import (
	"encoding/json"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

// State is how a version stands.
type State string

// The states. One version is published at a time, and one is a draft.
const (
	Draft     State = "draft"
	Published State = "published"
	Earlier   State = "earlier" // it was published; it stays readable
)

// Version is a pathway as it was at one time.
type Version struct {
	ID          string // of the pathway
	Org         access.Org
	Number      int
	State       State
	Edition     int // of a draft: grows with each save
	SavedBy     access.Worker
	SavedAt     db.Time
	ProposedBy  access.Worker // who asked a second person to publish; empty: nobody
	ProposedAt  db.Time
	PublishedBy access.Worker
	PublishedAt db.Time

	body string
}

// Proposed reports a draft that waits for its second person.
func (v Version) Proposed() bool { return v.State == Draft && !v.ProposedAt.IsZero() }

// pathway is what the version says.
func (v Version) pathway() (*Pathway, error) {
	p := &Pathway{}
	err := json.Unmarshal([]byte(v.body), p)
	return p, err
}

// says takes a pathway as what the version says.
func (v *Version) says(p *Pathway) error {
	body, err := json.Marshal(p)
	if err != nil {
		return err
	}
	if len(body) > FileBytes {
		return tooBig()
	}
	v.body = string(body)
	return nil
}

// Sheet is a version with what it says.
type Sheet struct {
	Version
	*Pathway
}

func (v Version) sheet() (Sheet, error) {
	p, err := v.pathway()
	return Sheet{v, p}, err
}

// edits: those who coordinate.
func edits(by access.Actor) error {
	if by.Has(access.Coordination) {
		return nil
	}
	return notFound()
}

// reviews: those who coordinate or answer for the organisation.
func reviews(by access.Actor) error {
	if by.Has(access.Coordination, access.Management) {
		return nil
	}
	return notFound()
}

// MayEdit reports that an actor edits the pathways of their organisation.
func MayEdit(by access.Actor) bool { return edits(by) == nil }

// MayReview reports that an actor reads drafts and publishes what another
// proposed.
func MayReview(by access.Actor) bool { return reviews(by) == nil }
