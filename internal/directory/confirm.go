package directory

import (
	"context"
	"fmt"
	"slices"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Confirm records that an organisation looked at all that the directory says
// of a service today and found it true. orgName is the name the page shows
// beside the date. Any worker may, of a partner too; others get
// fault.NotFound.
func (s *Service) Confirm(ctx context.Context, by access.Actor, service access.Service, orgName string) (err error) {
	defer fault.Wrap(&err, "directory.Confirm(%s)", service)
	return s.confirm(ctx, by, service, orgName, nil)
}

// ConfirmFacts is Confirm for some facts only. A fact that nobody said cannot
// be confirmed and is passed over.
func (s *Service) ConfirmFacts(ctx context.Context, by access.Actor, service access.Service, orgName string, keys ...FactKey) (err error) {
	defer fault.Wrap(&err, "directory.ConfirmFacts(%s, %v)", service, keys)
	if len(keys) == 0 {
		return fault.New(fault.Invalid, "error.invalid")
	}
	return s.confirm(ctx, by, service, orgName, keys)
}

func (s *Service) confirm(ctx context.Context, by access.Actor, service access.Service, orgName string, keys []FactKey) error {
	return s.change(ctx, by, service, mayConfirm, func(tx *db.Tx) error {
		return confirmIn(ctx, tx, by, service, orgName, keys)
	})
}

// confirmIn is Confirm within a transaction, of all that the service says when
// no keys are named.
func confirmIn(ctx context.Context, tx *db.Tx, by access.Actor, service access.Service, orgName string, keys []FactKey) error {
	all, err := facts(ctx, tx, []string{string(service)})
	if err != nil {
		return err
	}
	for _, f := range winners(all) {
		if f.Origin == Guess || !f.holds() || keys != nil && !slices.Contains(keys, FactKey{f.Kind, f.Code}) {
			continue
		}
		if err := saveStamp(ctx, tx, f, Local, by.Org(), orgName, tx.Now); err != nil {
			return err
		}
	}
	if keys != nil {
		return nil
	}
	return saveConfirmation(ctx, tx, service, by.Org(), orgName)
}

// Declare records facts that a service says of itself here, of any of the
// FactKinds. They win over what any source says, leave in exports, and count
// as confirmed by who says them. A fact of the same kind and code replaces the
// one before; of kinds whose codes exclude one another it replaces them all.
// The value Unsaid takes a fact back.
func (s *Service) Declare(ctx context.Context, by access.Actor, service access.Service, said ...Fact) (err error) {
	defer fault.Wrap(&err, "directory.Declare(%s)", service)
	canonical, err := checkAll(said)
	if err != nil {
		return err
	}
	return s.change(ctx, by, service, mayChange, func(tx *db.Tx) error {
		return declare(ctx, tx, by, service, canonical)
	})
}

// checkAll is the facts in their canonical form; fault.Invalid when one is
// none of ours. Of two that speak of the same thing the last one counts.
func checkAll(said []Fact) (canonical []Fact, err error) {
	for _, f := range said {
		g, ok := checked(f)
		if !ok {
			return nil, fault.Field("facts", "error.invalid").With(fmt.Errorf("%s %s %q", f.Kind, f.Code, f.Value))
		}
		canonical = slices.DeleteFunc(canonical, func(o Fact) bool { return o.overrules() == g.overrules() })
		canonical = append(canonical, g)
	}
	return canonical, nil
}

// declare is Declare within a transaction, for facts that were checked.
func declare(ctx context.Context, tx *db.Tx, by access.Actor, service access.Service, said []Fact) error {
	old, err := facts(ctx, tx, []string{string(service)})
	if err != nil {
		return err
	}
	name, err := orgNameOf(ctx, tx, by.Org())
	if err != nil {
		return err
	}
	said = slices.Clone(said) // the function may run again
	for i := range said {
		f := &said[i]
		f.Service, f.Origin, f.By = service, Local, by.Org()
		if f.At.IsZero() {
			f.At = tx.Now
		}
		for _, o := range old {
			if o.Origin == Local && o.overrules() == f.overrules() {
				if err := removeFact(ctx, tx, o); err != nil {
					return err
				}
			}
		}
		if err := saveStamp(ctx, tx, *f, Local, by.Org(), name, f.At); err != nil {
			return err
		}
	}
	return saveFacts(ctx, tx, said)
}

// permit says whether an actor may change a service, and whose it is.
type permit func(ctx context.Context, tx *db.Tx, by access.Actor, service access.Service) (access.Org, error)

// mayConfirm lets any worker, of a partner too, look at a service and find it
// true; the link of an update speaks of its own organisation's services alone.
func mayConfirm(ctx context.Context, tx *db.Tx, by access.Actor, service access.Service) (access.Org, error) {
	owner, err := ownerOf(ctx, tx, service)
	if err == nil && by.Kind() != access.Staff && !SpeaksFor(by, owner) {
		err = notFound()
	}
	return owner, err
}

// change runs a change to one service that the actor may change, and tells of
// it.
func (s *Service) change(ctx context.Context, by access.Actor, service access.Service, may permit, do func(tx *db.Tx) error) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := may(ctx, tx, by, service); err != nil {
			return err
		}
		return s.changed(ctx, tx, by, service, do)
	})
}

// changed runs a change that is permitted, keeps what it changed, and tells of
// it.
func (s *Service) changed(ctx context.Context, tx *db.Tx, by access.Actor, service access.Service, do func(tx *db.Tx) error) error {
	return s.amend(ctx, tx, by, service, cause{}, do)
}
