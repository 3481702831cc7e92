package directory

import (
	"context"
	"slices"
	"strings"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// What other programs follow: since when each public record says what it says.
// Nothing that changes the directory tells it. A keeper (package hsds/feed)
// reads the log, makes the answers of all that an event may have changed, and
// hands in their digests; what differs has changed. So it moves when anything
// nested in an answer does, and never else.

// Published are the tables whose records have an answer of their own.
var Published = []string{"organization", "service", "service_at_location", "taxonomy", "taxonomy_term"}

// keeperName is the follower under which the position in the log is kept.
const keeperName = "publication"

// Due is what must be looked at again.
type Due struct {
	from, to int64
	whole    bool
	services []string // else: these, and what shares something with them
}

// dueBatch is how many events are read at once.
const dueBatch = 500

// Due reads what happened since the last Done; nil when nothing did that could
// change an answer. The first time everything is due.
func (s *Service) Due(ctx context.Context) (due *Due, err error) {
	defer fault.Wrap(&err, "directory.Due")
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		due = nil
		at, known, err := followed(ctx, tx, keeperName)
		if err != nil {
			return err
		}
		if !known {
			next, err := event.Next(ctx, tx)
			due = &Due{from: -1, to: next, whole: true}
			return err
		}
		seen, err := event.Since(ctx, tx, at.position, dueBatch)
		if err != nil {
			return err
		}
		d := Due{from: at.position, to: at.position}
		for _, e := range seen {
			d.to = e.Position + 1
			d.take(e)
		}
		newDay, err := d.days(ctx, tx, at.at.Time)
		if len(seen) > 0 || newDay {
			due = &d
		}
		return err
	})
	return due, err
}

// take notes what an event may have changed.
func (d *Due) take(e event.Record) {
	switch e.Kind {
	case Imported{}.Kind(), Undone{}.Kind():
		d.whole = true
	case DoorClosed{}.Kind(), DoorAnswered{}.Kind(), StewardAppointed{}.Kind(), ServicesApart{}.Kind(): // no answer tells of these
	default:
		if strings.HasPrefix(e.Kind, "directory.") {
			d.services = append(d.services, e.Subject)
		}
	}
}

// days adds the services whose status hangs on the day, once a day.
func (d *Due) days(ctx context.Context, tx *db.Tx, last time.Time) (newDay bool, err error) {
	zone := Zone(HomeZone, time.UTC)
	if last.In(zone).Format(time.DateOnly) == tx.Now.In(zone).Format(time.DateOnly) {
		return false, nil
	}
	closing, err := servicesWith(ctx, tx, FactClosure)
	d.services = append(d.services, closing...)
	return true, err
}

// Affected lists the records of a table to look at: public ones, and those
// that were.
func (s *Service) Affected(ctx context.Context, due *Due, table string) (ids []string, err error) {
	defer fault.Wrap(&err, "directory.Affected(%s)", table)
	if len(due.services) == 0 && !due.whole {
		return nil, nil
	}
	err = s.Public(ctx, access.Anyone(""), func(r *Reader) error {
		switch {
		case due.whole:
			ids, err = r.List(ctx, PublicQuery{Table: table})
		case table == "taxonomy" || table == "taxonomy_term":
			// An act on a service may use a term of ours first or last, and
			// changes no other.
			taxonomies, terms, err := r.OwnTerms(ctx)
			if err != nil {
				return err
			}
			ids = map[string][]string{"taxonomy": taxonomies, "taxonomy_term": terms}[table]
		default:
			ids, err = sharing(ctx, r.tx, table, due.services)
			return err
		}
		if err != nil {
			return err
		}
		before, err := publishedIDs(ctx, r.tx, table, !due.whole)
		ids = append(ids, before...)
		return err
	})
	slices.Sort(ids)
	return slices.Compact(ids), err
}

// manyPublished at once change what the engine should know of their table.
const manyPublished = 500

// Publish compares what records of a table say now, by their digest, with what
// they said, and notes which changed. One without a digest is not public any
// more. It returns fault.Conflict when somebody else has gone further
// meanwhile: what the caller read may be old.
func (s *Service) Publish(ctx context.Context, due *Due, table string, ids []string, digests map[string]string) (changed int, err error) {
	defer fault.Wrap(&err, "directory.Publish(%s)", table)
	var rows []publication
	if err := s.db.Read(ctx, func(tx *db.Tx) error {
		rows, err = differing(ctx, tx, table, ids, digests)
		return err
	}); err != nil || len(rows) == 0 {
		return 0, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		at, known, err := followed(ctx, tx, keeperName)
		if err != nil {
			return err
		}
		if known && at.position != due.from || !known && due.from >= 0 {
			return fault.New(fault.Conflict, "error.conflict")
		}
		if err := dated(ctx, tx, table, rows, due.from < 0); err != nil {
			return err
		}
		if err := savePublications(ctx, tx, rows); err != nil || len(rows) < manyPublished {
			return err
		}
		return counted(ctx, tx, "publication")
	})
	return len(rows), err
}

// dated gives changes their instant: now, or that of the last one when a clock
// was set back, so that no change is hidden from who follows. Before the first
// time nobody has followed, and records keep the instant they were written at.
func dated(ctx context.Context, tx *db.Tx, table string, rows []publication, first bool) error {
	last, err := lastPublication(ctx, tx)
	if err != nil {
		return err
	}
	var written map[string]db.Time
	if first {
		if written, err = writtenAt(ctx, tx, TableOf(table), rows); err != nil {
			return err
		}
	}
	for i := range rows {
		w, known := written[rows[i].ID]
		switch {
		case known:
			rows[i].Changed = w
		case !first && last.After(tx.Now):
			rows[i].Changed = last
		default:
			rows[i].Changed = db.At(tx.Now)
		}
	}
	return nil
}

// Done notes that what was due is published.
func (s *Service) Done(ctx context.Context, due *Due) (err error) {
	defer fault.Wrap(&err, "directory.Done")
	return s.db.Write(ctx, func(tx *db.Tx) error {
		at, known, err := followed(ctx, tx, keeperName)
		if err != nil {
			return err
		}
		if known && at.position != due.from || !known && due.from >= 0 {
			return fault.New(fault.Conflict, "error.conflict")
		}
		return follow(ctx, tx, keeperName, due.to)
	})
}

// Release is one line of the feed of changes: a record came to say what it
// says, or was withdrawn.
type Release struct {
	Table, ID string
	At        time.Time
	Withdrawn bool
	Became    access.Service // of a service withdrawn because it became one with another
}

// ReleaseQuery asks for changes from an instant on, in their order.
type ReleaseQuery struct {
	Since time.Time
	Until time.Time // zero: none
	Table string    // "": all
	After Release   // those after this one, of the same instant on
	Most  int
}

// Releases answers, and tells the instant of the last change of all.
func (s *Service) Releases(ctx context.Context, q ReleaseQuery) (out []Release, last time.Time, err error) {
	defer fault.Wrap(&err, "directory.Releases")
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		rows, err := changesSince(ctx, tx, q)
		if err != nil {
			return err
		}
		out = out[:0]
		for _, r := range rows {
			out = append(out, Release{Table: r.Table, ID: r.ID, At: r.Changed.Time, Withdrawn: r.Withdrawn})
		}
		if err := became(ctx, tx, out); err != nil {
			return err
		}
		at, err := lastPublication(ctx, tx)
		last = at.Time
		return err
	})
	return out, last, err
}

// became adds to services that were withdrawn what they became.
func became(ctx context.Context, tx *db.Tx, releases []Release) error {
	gone := func(r Release) bool { return r.Withdrawn && r.Table == "service" }
	if !slices.ContainsFunc(releases, gone) {
		return nil
	}
	all, err := allRedirects(ctx, tx)
	f := former{}.of(all)
	for i, r := range releases {
		if gone(r) {
			releases[i].Became = f.last(access.Service(r.ID))
		}
	}
	return err
}
