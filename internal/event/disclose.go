package event

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Disclosure says who opened which parts about a person, for what, or was
// refused. The person reads it on their page.
type Disclosure struct {
	Person   access.Person
	Referral access.Referral
	Purpose  access.Purpose
	Parts    []access.Part
	Allowed  bool
}

// Seen is a disclosure as the person reads it.
type Seen struct {
	ID       string
	At       time.Time
	Org      access.Org
	Team     access.Team
	Worker   access.Worker
	Referral access.Referral
	Purpose  access.Purpose
	Parts    []access.Part
	Allowed  bool
}

// disclosureKind is the kind of their entries.
const disclosureKind = "disclosure"

// disclosed is the log's entry of a disclosure: ids and classes, no content.
type disclosed struct {
	Person   access.Person   `json:"person"`
	Referral access.Referral `json:"referral"`
	Purpose  access.Purpose  `json:"purpose"`
	Parts    string          `json:"parts"`
	Allowed  bool            `json:"allowed"`
}

// Disclose stores a disclosure and its entry in the log, in the transaction
// that reads: no entry, no data. Release the answer only after the commit.
func (l *Log) Disclose(ctx context.Context, tx *db.Tx, by access.Actor, d Disclosure) (err error) {
	defer fault.Wrap(&err, "event.Disclose")
	e := disclosed{d.Person, d.Referral, d.Purpose, joinParts(d.Parts), d.Allowed}
	body, err := json.Marshal(e)
	if err != nil {
		return err
	}
	r := Record{
		Region: by.Region(), ID: tx.NewID(), At: tx.Now, Kind: disclosureKind,
		By: by.Kind(), Org: by.Org(), Team: by.Team(), Worker: by.Worker(),
		Subject: string(d.Referral), Body: string(body), Position: -1,
	}
	if err := insertDisclosure(ctx, tx, r, e); err != nil {
		return err
	}
	return l.append(ctx, tx, r)
}

// Disclosures lists who opened what about the person who asks, newest first.
// For anyone else the list is empty.
func Disclosures(ctx context.Context, tx *db.Tx, by access.Actor) ([]Seen, error) {
	return disclosures(ctx, tx, by.Region(), by.Scope(access.SeeLog, tx.Now))
}

func joinParts(ps []access.Part) string {
	s := make([]string, len(ps))
	for i, p := range ps {
		s[i] = string(p)
	}
	return strings.Join(s, " ")
}

func splitParts(s string) (ps []access.Part) {
	for _, p := range strings.Fields(s) {
		ps = append(ps, access.Part(p))
	}
	return ps
}
