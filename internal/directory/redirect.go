package directory

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// redirect has a service be shown to nobody and its addresses lead to another;
// restored takes that back. That it is shown to nobody is a correction even where
// its source shows it to nobody already: the source may change its mind.
func redirect(ctx context.Context, tx *db.Tx, from, to access.Service, org access.Org, at db.Time) error {
	k := stateKey{"service", string(from), publishedField}
	if err := setField(ctx, tx, k, fieldState{Value: "0", Corrected: true, Org: string(org), At: ms(at.Time)}); err != nil {
		return err
	}
	rows, err := fullOf(ctx, tx, TableOf(k.Type), []string{k.ID})
	if err != nil {
		return err
	}
	fixed, err := correctionsOf(ctx, tx, k.Type, []string{k.ID})
	if err != nil {
		return err
	}
	if _, known := fixed[k]; !known && len(rows) > 0 && !rows[0].saidHere() {
		if err := saveCorrection(ctx, tx, correction{Type: k.Type, ID: k.ID, Field: k.Field, Local: "0", Source: "0"}, string(org), at.Time); err != nil {
			return err
		}
	}
	return saveRedirect(ctx, tx, from, to, string(org), at)
}

// restored has a service be itself again, shown as it was: by the word of its
// source, as that is today, or by ours.
func restored(ctx context.Context, tx *db.Tx, from string, was fieldState) error {
	if err := setField(ctx, tx, stateKey{"service", from, publishedField}, was); err != nil {
		return err
	}
	return removeRedirect(ctx, tx, from)
}

// shownBySource is how a service stands that nobody here spoke of.
var shownBySource = fieldState{Value: "1"}

// freeStranded has services be themselves again whose successor an import hid, or
// an undo took away: a union must not lose the page of another source. It
// returns them.
func freeStranded(ctx context.Context, tx *db.Tx) (freed []string, err error) {
	for {
		some, err := strandedRedirects(ctx, tx)
		if err != nil || len(some) == 0 {
			return freed, err
		}
		for _, from := range some {
			if err := restored(ctx, tx, from, shownBySource); err != nil {
				return freed, err
			}
		}
		freed = append(freed, some...)
	}
}

// intoRedirect tells, of what a union changed, that the page that goes is shown
// no more as a part of its redirect.
func intoRedirect(changed []revisedField, gone access.Service) (out []revisedField, err error) {
	var was *fieldState
	for _, f := range changed {
		if f.Key == (stateKey{"service", string(gone), publishedField}) {
			if was, err = decode[fieldState](f.OldState); err != nil {
				return nil, err
			}
		}
	}
	for _, f := range changed {
		switch {
		case f.Key.Type == "service" && f.Key.ID == string(gone):
			continue
		case f.Key.Type == redirectType && f.Key.ID == string(gone) && was != nil:
			if f.OldState, err = encode(redirectState{Was: was}); err != nil {
				return nil, err
			}
		}
		out = append(out, f)
	}
	return out, nil
}

func restoreRedirect(ctx context.Context, tx *db.Tx, f revisedField) error {
	was, err := decode[redirectState](f.OldState)
	switch {
	case err != nil:
		return err
	case was == nil:
		return restored(ctx, tx, f.Key.ID, shownBySource)
	case was.To == "":
		return restored(ctx, tx, f.Key.ID, *was.Was)
	}
	return redirect(ctx, tx, access.Service(f.Key.ID), access.Service(was.To), access.Org(was.Org), db.At(fromMS(was.At)))
}

// mayRedo reports, before a union that was taken back is made again, that the
// actor may change the page that would go, that it is itself, and that nothing
// waits on it; fault.Conflict otherwise.
func mayRedo(ctx context.Context, tx *db.Tx, by access.Actor, f revisedField) error {
	if f.Key.Type != redirectType {
		return nil
	}
	was, err := decode[redirectState](f.OldState)
	if err != nil || was == nil || was.To == "" {
		return err
	}
	from := access.Service(f.Key.ID)
	if _, err := mayChange(ctx, tx, by, from); fault.Is(err, fault.NotFound) {
		return fault.New(fault.Conflict, "history.newer")
	} else if err != nil {
		return err
	}
	waiting, err := countWaiting(ctx, tx, by.Region(), from)
	if err == nil && waiting > 0 {
		err = fault.New(fault.Conflict, "duplicate.waiting")
	}
	return err
}

// Successor is the service that one has become, however often; fault.NotFound
// when it became none.
func (s *Service) Successor(ctx context.Context, service access.Service) (to access.Service, err error) {
	defer fault.Wrap(&err, "directory.Successor(%s)", service)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		to, err = successor(ctx, tx, service)
		return err
	})
	return to, err
}

func successor(ctx context.Context, tx *db.Tx, service access.Service) (access.Service, error) {
	all, err := allRedirects(ctx, tx)
	to := former{}.of(all).last(service)
	if err == nil && to == "" {
		err = notFound()
	}
	return to, err
}

// standing is the service that speaks for one today: itself while it is
// published, else the one that it became. What was said of a page before it
// became one with another, or is said by who still holds its id, is said of
// that one. fault.NotFound when there is none.
func standing(ctx context.Context, tx *db.Tx, service access.Service) (access.Service, error) {
	err := serviceShown(ctx, tx, service)
	if !fault.Is(err, fault.NotFound) {
		return service, err
	}
	return successor(ctx, tx, service)
}

// former says what each service that is no more became.
type former map[access.Service]redirectRow

func (f former) of(rows []redirectRow) former {
	for _, r := range rows {
		f[r.From] = r
	}
	return f
}

// last follows a service to the one that stands; "" when it became none. A
// service that becomes another stands itself, so there is no circle; one that
// somebody wrote into the database leads nowhere.
func (f former) last(service access.Service) (to access.Service) {
	for range len(f) {
		r, gone := f[service]
		if !gone {
			return to
		}
		service, to = r.To, r.To
	}
	if _, gone := f[to]; gone {
		return ""
	}
	return to
}
