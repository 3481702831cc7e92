package consent

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// An organisation's records leave in a file only when two people want it: one who
// may read them asks, and another one of the same organisation confirms, in time.
// It is the one way by which more than one person's record leaves at once.

// How long a confirmation is waited for, and how long after it the file may be
// taken, once.
const (
	ConfirmWithin = 24 * time.Hour
	TakeWithin    = time.Hour
)

// exportsShown is how many asks are listed.
const exportsShown = 20

// ExportState is where an ask stands at an instant.
type ExportState string

// The states. Only the first two are open.
const (
	ExportAsked     ExportState = "asked"
	ExportConfirmed ExportState = "confirmed"
	ExportTaken     ExportState = "taken"
	ExportEnded     ExportState = "ended"  // refused, or taken back
	ExportLapsed    ExportState = "lapsed" // nobody confirmed, or nobody took it, in time
)

// ExportAsk is one ask for an export.
type ExportAsk struct {
	ID                             string
	AskedBy, ConfirmedBy, EndedBy  access.Worker
	Asked, Confirmed, Taken, Ended db.Time
}

// State is where it stands: time ends it without anybody's doing.
func (x ExportAsk) State(now time.Time) ExportState {
	switch {
	case !x.Taken.IsZero():
		return ExportTaken
	case !x.Ended.IsZero():
		return ExportEnded
	case !x.Confirmed.IsZero() && now.Before(x.Confirmed.Add(TakeWithin)):
		return ExportConfirmed
	case x.Confirmed.IsZero() && now.Before(x.Asked.Add(ConfirmWithin)):
		return ExportAsked
	}
	return ExportLapsed
}

// Open reports whether it still waits for somebody.
func (x ExportAsk) Open(now time.Time) bool {
	s := x.State(now)
	return s == ExportAsked || s == ExportConfirmed
}

// MayAskExport: who reads the records and answers for them.
func MayAskExport(by access.Actor) bool { return by.Has(access.Coordination) }

// MayConfirmExport: anybody else who answers for something in the organisation;
// confirming shows nothing of anybody.
func MayConfirmExport(by access.Actor) bool {
	return by.Has(access.Coordination, access.Management, access.Administration, access.Privacy)
}

// exported tells of an act about an export, and names the workers it takes.
type exported struct {
	kind        string
	Export      string        `json:"export"`
	AskedBy     access.Worker `json:"asked_by"`
	ConfirmedBy access.Worker `json:"confirmed_by,omitempty"`
	People      int           `json:"people,omitempty"`
}

func (e exported) Kind() string    { return e.kind }
func (e exported) Subject() string { return e.Export }

// AskExport asks for an export of the organisation's own records. There is one
// open ask at a time: fault.Conflict says so.
func (s *Service) AskExport(ctx context.Context, by access.Actor, act string) (id string, err error) {
	defer fault.Wrap(&err, "consent.AskExport")
	if !MayAskExport(by) {
		return "", fault.New(fault.NotFound, "error.not_found")
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		id, err = once(ctx, tx, by, act, "export", "", func() (string, error) {
			list, err := exportsOf(ctx, tx, by, exportsShown)
			if err != nil {
				return "", err
			}
			for _, x := range list {
				if x.Open(tx.Now) {
					return "", fault.New(fault.Conflict, "export.open_already")
				}
			}
			id := tx.NewID()
			if err := insertExport(ctx, tx, by, id); err != nil {
				return "", err
			}
			return id, s.log.Append(ctx, tx, by, exported{kind: "export.asked", Export: id, AskedBy: by.Worker()})
		})
		return err
	})
	return id, err
}

// ConfirmExport lets it be taken. Whoever asked does not confirm, under no hat:
// fault.Conflict says so, as it says that an ask lapsed or is over.
func (s *Service) ConfirmExport(ctx context.Context, by access.Actor, act, id string) (err error) {
	defer fault.Wrap(&err, "consent.ConfirmExport(%s)", id)
	return s.onExport(ctx, by, act, "confirm_export", id, func(tx *db.Tx, x ExportAsk) error {
		switch {
		case x.AskedBy == by.Worker():
			return fault.New(fault.Conflict, "export.same_person")
		case x.State(tx.Now) != ExportAsked:
			return fault.New(fault.Conflict, "export.over")
		}
		if err := confirmExport(ctx, tx, by, id); err != nil {
			return err
		}
		return s.log.Append(ctx, tx, by, exported{kind: "export.confirmed", Export: id, AskedBy: x.AskedBy, ConfirmedBy: by.Worker()})
	})
}

// EndExport refuses it, or takes it back, while it is open.
func (s *Service) EndExport(ctx context.Context, by access.Actor, act, id string) (err error) {
	defer fault.Wrap(&err, "consent.EndExport(%s)", id)
	return s.onExport(ctx, by, act, "end_export", id, func(tx *db.Tx, x ExportAsk) error {
		if !x.Open(tx.Now) {
			return fault.New(fault.Conflict, "export.over")
		}
		if err := endExport(ctx, tx, by, id); err != nil {
			return err
		}
		return s.log.Append(ctx, tx, by, exported{kind: "export.ended", Export: id, AskedBy: x.AskedBy, ConfirmedBy: x.ConfirmedBy})
	})
}

// TakeExport is the file: the records that whoever asked may read, at this
// instant, and no other. Only who asked takes it, once, within an hour of the
// confirmation. Each record that leaves is an entry in its person's log.
func (s *Service) TakeExport(ctx context.Context, by access.Actor, id string) (list []Person, err error) {
	defer fault.Wrap(&err, "consent.TakeExport(%s)", id)
	if !MayAskExport(by) {
		return nil, fault.New(fault.NotFound, "error.not_found")
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		list = nil
		x, err := findExport(ctx, tx, by, id)
		if err != nil {
			return err
		}
		switch {
		case x.AskedBy != by.Worker():
			return fault.New(fault.NotFound, "error.not_found")
		case x.State(tx.Now) != ExportConfirmed:
			return fault.New(fault.Conflict, "export.over")
		}
		if err := takeExport(ctx, tx, by, id); err != nil {
			return err
		}
		err = s.eachPerson(ctx, tx, by, func(r personRow, f sealedPerson) error {
			list = append(list, Person{Label: Label{ID: r.ID, Code: f.Code, Language: r.Language, Since: r.created.Time}, Facts: Facts{Note: f.Note, Reach: f.Reach}})
			return s.log.Disclose(ctx, tx, by, event.Disclosure{Person: r.ID, Purpose: access.Accompany, Parts: []access.Part{access.PartContact}, Allowed: true})
		})
		if err != nil {
			return err
		}
		return s.log.Append(ctx, tx, by, exported{kind: "export.taken", Export: id, AskedBy: x.AskedBy, ConfirmedBy: x.ConfirmedBy, People: len(list)})
	})
	if err != nil {
		return nil, err
	}
	return list, nil
}

// Exports lists the asks of the organisation, the latest first, for those who ask
// or confirm, and the instant of the reading.
func (s *Service) Exports(ctx context.Context, by access.Actor) (list []ExportAsk, now time.Time, err error) {
	defer fault.Wrap(&err, "consent.Exports")
	if !MayConfirmExport(by) {
		return nil, now, fault.New(fault.NotFound, "error.not_found")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		now = tx.Now
		list, err = exportsOf(ctx, tx, by, exportsShown)
		return err
	})
	return list, now, err
}

// onExport runs an act once on an ask of the actor's own organisation.
func (s *Service) onExport(ctx context.Context, by access.Actor, act, verb, id string, do func(tx *db.Tx, x ExportAsk) error) error {
	if !MayConfirmExport(by) {
		return fault.New(fault.NotFound, "error.not_found")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := once(ctx, tx, by, act, verb, id, func() (string, error) {
			x, err := findExport(ctx, tx, by, id)
			if err != nil {
				return "", err
			}
			return "", do(tx, x)
		})
		return err
	})
}
