package directory

import (
	"cmp"
	"context"
	"encoding/json"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

// RevisionKind says by what kind of act something changed.
type RevisionKind string

// The kinds.
const (
	ByConfirm    RevisionKind = "confirm"     // found true as it stands
	ByChange     RevisionKind = "change"      // said or corrected by a worker
	ByUpdate     RevisionKind = "update"      // by the link of a campaign
	BySuggestion RevisionKind = "suggestion"  // proposed by somebody, accepted
	ByMerge      RevisionKind = "merge"       // two services became one
	ByUndo       RevisionKind = "undo"        // an earlier revision was taken back
	ByImport     RevisionKind = "import"      // told by a source
	ByImportUndo RevisionKind = "import_undo" // an import was taken back
)

// revision is one act as it is kept.
type revision struct {
	ID      string
	Service access.Service // "" for an import
	Kind    RevisionKind
	By      access.ActorKind
	Org     access.Org
	OrgName string
	Worker  access.Worker
	Source  string // dataset, of an import
	Cause   string // the suggestion, campaign, run or merged service
	Undoes  string // the revision taken back
	At      db.Time
}

// cause is why a change is made, when it is not just somebody's say.
type cause struct {
	kind   RevisionKind
	of     string
	undoes string
}

// amend runs a change to one service that is permitted, keeps what it changed,
// and tells of it. A change that changes nothing leaves no revision.
func (s *Service) amend(ctx context.Context, tx *db.Tx, by access.Actor, service access.Service, why cause, do func(tx *db.Tx) error) error {
	changed, err := watch(ctx, tx, []access.Service{service}, do)
	if err != nil {
		return err
	}
	return s.keep(ctx, tx, by, service, why, changed)
}

// watch runs a change and says what it changed of some services.
func watch(ctx context.Context, tx *db.Tx, services []access.Service, do func(tx *db.Tx) error) ([]revisedField, error) {
	before, err := lookAt(ctx, tx, services)
	if err != nil {
		return nil, err
	}
	if err := do(tx); err != nil {
		return nil, err
	}
	after, err := lookAt(ctx, tx, services)
	if err != nil {
		return nil, err
	}
	return after.since(before)
}

// keep notes what was changed of a service, and tells of it.
func (s *Service) keep(ctx context.Context, tx *db.Tx, by access.Actor, service access.Service, why cause, changed []revisedField) error {
	if len(changed) > 0 {
		r := revision{Service: service, Kind: cmp.Or(why.kind, kindOf(changed)), Cause: why.of, Undoes: why.undoes}
		if err := keepRevision(ctx, tx, by, r, changed); err != nil {
			return err
		}
	}
	if err := touch(ctx, tx, service); err != nil {
		return err
	}
	return s.log.Append(ctx, tx, by, ServiceChanged{Service: service})
}

// kindOf tells a confirmation from a change.
func kindOf(changed []revisedField) RevisionKind {
	for _, f := range changed {
		if !oneOf(f.Key.Type, confirmationType, aspectType, stampsType) {
			return ByChange
		}
	}
	return ByConfirm
}

// keepRevision stores an act and what it changed.
func keepRevision(ctx context.Context, tx *db.Tx, by access.Actor, r revision, changed []revisedField) (err error) {
	r.ID, r.At = tx.NewID(), db.At(tx.Now)
	r.By, r.Org, r.Worker = by.Kind(), by.Org(), by.Worker()
	if r.OrgName, err = orgNameOf(ctx, tx, by.Org()); err != nil {
		return err
	}
	for _, f := range changed {
		var c confirmationState
		if r.OrgName == "" && f.Key.Type == confirmationType && json.Unmarshal([]byte(f.NewState), &c) == nil {
			r.OrgName = c.Name // said by telephone, written down by whoever runs the installation
		}
	}
	if err := insertRevision(ctx, tx, r); err != nil {
		return err
	}
	return insertRevised(ctx, tx, r.ID, changed)
}
