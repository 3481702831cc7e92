package directory

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Revision is one act in the history of a service.
type Revision struct {
	ID       string
	Kind     RevisionKind
	By       access.ActorKind // an import is told by its Source
	Org      access.Org
	OrgName  string
	Worker   access.Worker
	Source   string
	Cause    string
	At       time.Time
	Changes  []Change
	Undoes   string // the revision that this one took back
	UndoneBy string // the one that took this one back, last
	// Undoable is how many of the changes still stand and can be taken back;
	// fewer than all: something newer stands on the others.
	Undoable int
}

// Change is one thing that a revision changed. For a record of HSDS Type is
// its table; Field "published" tells that a record was added or taken out, and
// the values then say it in words.
type Change struct {
	Type, Record, Field string
	Old, New            string
	// Stands reports that nothing newer stands on it.
	Stands bool
}

// Types of a Change beside the tables of HSDS.
const (
	ChangeFact         = factType         // Field: kind:code
	ChangeConfirmation = confirmationType // of the whole service; values are instants (RFC 3339)
	ChangeAspect       = aspectType       // of a part; Field: the Aspect
	ChangeShowing      = showingType      // values: a Showing
	ChangeRedirect     = redirectType     // values: the name of the service that became one with this one
	ChangePublished    = publishedField   // a Field
)

// Birth of a service: the source that told of it first, and when.
type Birth struct {
	Source string
	At     time.Time
}

// History is what happened to a service.
type History struct {
	Service   access.Service
	Revisions []Revision // latest first
	Born      Birth
}

// historyMost is how many acts a page of history holds.
const historyMost = 100

// History reads what happened to a service: for those who may change it.
func (s *Service) History(ctx context.Context, by access.Actor, service access.Service) (h History, err error) {
	defer fault.Wrap(&err, "directory.History(%s)", service)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if _, err := mayChange(ctx, tx, by, service); err != nil {
			return err
		}
		h, err = history(ctx, tx, service)
		return err
	})
	return h, err
}

func history(ctx context.Context, tx *db.Tx, service access.Service) (h History, err error) {
	h.Service = service
	if h.Born, err = bornOf(ctx, tx, service); err != nil {
		return h, err
	}
	near, err := nearOf(ctx, tx, service)
	if err != nil {
		return h, err
	}
	rows, err := revisionsOf(ctx, tx, service, near, historyMost)
	if err != nil {
		return h, err
	}
	rows = latestRevisions(rows)
	now, err := look(ctx, tx, service)
	if err != nil {
		return h, err
	}
	var acts, imports []string
	for _, r := range rows {
		if r.Service == "" {
			imports = append(imports, r.ID)
		} else {
			acts = append(acts, r.ID)
		}
	}
	undone, err := undoneBy(ctx, tx, acts)
	if err != nil {
		return h, err
	}
	changed, err := revised(ctx, tx, acts)
	if err != nil {
		return h, err
	}
	told, err := revisedNear(ctx, tx, imports, near)
	if err != nil {
		return h, err
	}
	for _, r := range rows {
		h.Revisions = append(h.Revisions, retold(r, append(changed[r.ID], told[r.ID]...), now, undone[r.ID]))
	}
	return h, nil
}

// nearOf are the ids that records of a service hang on: itself, its entry
// points and its places.
func nearOf(ctx context.Context, tx *db.Tx, service access.Service) ([]string, error) {
	around, err := recordsAround(ctx, tx, service)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, a := range around[:3] {
		ids = append(ids, a.ids...)
	}
	return distinct(ids), nil
}

func latestRevisions(rows []revision) []revision {
	slices.SortFunc(rows, func(a, b revision) int {
		return cmp.Or(b.At.Compare(a.At.Time), strings.Compare(b.ID, a.ID))
	})
	rows = slices.CompactFunc(rows, func(a, b revision) bool { return a.ID == b.ID })
	return rows[:min(len(rows), historyMost)]
}

// retold is a revision as its readers see it.
func retold(r revision, fields []revisedField, now snapshot, undone string) Revision {
	out := Revision{ID: r.ID, Kind: r.Kind, By: r.By, Org: r.Org, OrgName: r.OrgName, Worker: r.Worker, Source: r.Source, Cause: r.Cause,
		At: r.At.Time, Undoes: r.Undoes, UndoneBy: undone}
	for _, f := range fields {
		stands := r.Service != "" && now.stands(f)
		if stands {
			out.Undoable++
		}
		if f.Key.Type != stampsType {
			out.Changes = append(out.Changes, Change{f.Key.Type, f.Key.ID, f.Key.Field, f.OldValue, f.NewValue, stands})
		}
	}
	return out
}

// stands reports that what a revision left is still as it left it.
func (s snapshot) stands(f revisedField) bool {
	if f.Key.Type == stampsType {
		var left map[string]*stampState
		if err := json.Unmarshal([]byte(f.NewState), &left); err != nil {
			return false
		}
		for field, was := range left {
			is, there := s[stateKey{stampsType, f.Key.ID, field}].state.(stampState)
			if there != (was != nil) || there && is != *was {
				return false
			}
		}
		return true
	}
	is, err := encode(s[f.Key].state)
	return err == nil && is == f.NewState
}
