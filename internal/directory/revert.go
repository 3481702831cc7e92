package directory

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// Revert takes one change of a service back: a new change that puts back what
// was there before, and keeps both in the history. Only what nothing newer
// stands on can be put back. When something newer stands on a part, fault.
// Conflict says so and nothing is done, unless rest asks for the others alone.
//
// Those who may change the service may; others get fault.NotFound. A retried
// act reverts once. An import is taken back whole, by Undo.
func (s *Service) Revert(ctx context.Context, by access.Actor, act, revisionID string, rest bool) (err error) {
	defer fault.Wrap(&err, "directory.Revert(%s)", revisionID)
	return s.db.Write(ctx, func(tx *db.Tx) error {
		r, err := findRevision(ctx, tx, revisionID)
		if err != nil {
			return err
		}
		if r.Service == "" {
			return notFound()
		}
		if _, err := mayChange(ctx, tx, by, r.Service); err != nil {
			return err
		}
		_, err = event.Once(ctx, tx, by, act, func() (string, error) {
			return "", s.revert(ctx, tx, by, r, rest)
		})
		return err
	})
}

func (s *Service) revert(ctx context.Context, tx *db.Tx, by access.Actor, r revision, rest bool) error {
	all, err := revised(ctx, tx, []string{r.ID})
	if err != nil {
		return err
	}
	fields := all[r.ID]
	now, err := look(ctx, tx, r.Service)
	if err != nil {
		return err
	}
	var back []revisedField
	for _, f := range fields {
		if now.stands(f) {
			if err := mayRedo(ctx, tx, by, f); err != nil {
				return err
			}
			back = append(back, f)
		}
	}
	switch {
	case len(back) == 0:
		return fault.New(fault.Conflict, "history.nothing_stands")
	case len(back) < len(fields) && !rest:
		return fault.New(fault.Conflict, "history.newer")
	}
	others := map[access.Service]bool{}
	err = s.amend(ctx, tx, by, r.Service, cause{kind: ByUndo, of: r.ID, undoes: r.ID}, func(tx *db.Tx) error {
		for _, f := range back {
			if err := restore(ctx, tx, f); err != nil {
				return err
			}
			if f.Key.Type == redirectType {
				others[access.Service(f.Key.ID)] = true
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for o := range others { // a service that is itself again is shown again
		if err := touch(ctx, tx, o); err != nil {
			return err
		}
		// Its source may have told it otherwise while it was shown to nobody.
		if err := guessAll(ctx, tx, by.Region(), []string{string(o)}); err != nil {
			return err
		}
		if err := s.log.Append(ctx, tx, by, ServiceChanged{Service: o}); err != nil {
			return err
		}
	}
	return nil
}

// restore puts one thing back as it was before a revision.
func restore(ctx context.Context, tx *db.Tx, f revisedField) error {
	switch f.Key.Type {
	case factType:
		return restoreFact(ctx, tx, f)
	case stampsType:
		return restoreStamps(ctx, tx, f)
	case confirmationType:
		return restoreWhole(ctx, tx, f)
	case aspectType:
		return restoreAspect(ctx, tx, f)
	case showingType:
		return restoreShowing(ctx, tx, f)
	case redirectType:
		return restoreRedirect(ctx, tx, f)
	}
	return restoreField(ctx, tx, f)
}

// decode reads a state; nil when there was none.
func decode[T any](state string) (*T, error) {
	if state == "" {
		return nil, nil
	}
	v := new(T)
	return v, json.Unmarshal([]byte(state), v)
}

func restoreFact(ctx context.Context, tx *db.Tx, f revisedField) error {
	was, err := decode[factState](f.OldState)
	if err != nil {
		return err
	}
	fact := factNamed(access.Service(f.Key.ID), f.Key.Field)
	if err := removeFact(ctx, tx, fact); err != nil || was == nil {
		return err
	}
	fact.Value, fact.By, fact.At = was.Value, access.Org(was.Org), fromMS(was.At)
	return saveFacts(ctx, tx, []Fact{fact})
}

// factNamed is a fact said here, by the name a revision gives it.
func factNamed(service access.Service, field string) Fact {
	kind, code, _ := strings.Cut(field, ":")
	return Fact{Service: service, Kind: FactKind(kind), Code: code, Origin: Local}
}

func restoreStamps(ctx context.Context, tx *db.Tx, f revisedField) error {
	was, err := decode[map[string]*stampState](f.OldState)
	if err != nil || was == nil {
		return err
	}
	for field, st := range *was {
		fact := factNamed(access.Service(f.Key.ID), field)
		if st == nil {
			err = removeStamp(ctx, tx, fact)
		} else {
			fact.Value = st.Value
			err = saveStamp(ctx, tx, fact, Local, access.Org(st.Org), st.Name, fromMS(st.At))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// restoreWhole takes a confirmation of the whole service away, or puts back
// one that was taken away; the one before it then speaks again.
func restoreWhole(ctx context.Context, tx *db.Tx, f revisedField) error {
	was, err1 := decode[confirmationState](f.OldState)
	is, err2 := decode[confirmationState](f.NewState)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	if is != nil && (was == nil || is.ID != was.ID) {
		if err := removeConfirmation(ctx, tx, is.ID); err != nil {
			return err
		}
	}
	if was == nil {
		return nil
	}
	return restoreConfirmation(ctx, tx, f.Key.ID, *was)
}

func restoreAspect(ctx context.Context, tx *db.Tx, f revisedField) error {
	was, err := decode[confirmationState](f.OldState)
	switch {
	case err != nil:
		return err
	case was == nil:
		return removeAspect(ctx, tx, f.Key.ID, f.Key.Field)
	}
	return saveAspect(ctx, tx, access.Service(f.Key.ID), Aspect(f.Key.Field), was.Org, was.Name, db.At(fromMS(was.At)))
}

func restoreShowing(ctx context.Context, tx *db.Tx, f revisedField) error {
	was, err := decode[showingState](f.OldState)
	if err != nil || was == nil {
		return err
	}
	now, err := saidOf(ctx, tx, f.Key.ID)
	if err != nil {
		return err
	}
	then := readSaid(was.Said)
	for org := range now {
		if _, said := then[org]; !said {
			if err := show(ctx, tx, f.Key.ID, org, ShowAddress); err != nil {
				return err
			}
		}
	}
	for org, s := range then {
		if err := show(ctx, tx, f.Key.ID, org, s); err != nil {
			return err
		}
	}
	return nil
}

func restoreField(ctx context.Context, tx *db.Tx, f revisedField) error {
	was, err := decode[fieldState](f.OldState)
	if err != nil || was == nil {
		return err
	}
	return setField(ctx, tx, f.Key, *was)
}
