package directory

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Export gives every public record to fn, table by table in the order of
// Tables and by id within a table: the same state gives the same records in
// the same order.
//
// Only public facts leave. What is withheld stays, with all that hangs on it;
// a link to something that stays is cut; the address of a place that gives it
// by telephone only is left out, with its coordinates and the way to it. A
// record that lacks what the tabular form requires stays too: it would make
// the package invalid. Facts said here leave as attributes of our taxonomies,
// and take the place of what a source said of the same thing (own_export.go).
func Export(ctx context.Context, tx *db.Tx, fn func(Record) error) (err error) {
	defer fault.Wrap(&err, "directory.Export")
	e := exporter{tx: tx, fn: fn, out: map[string]map[[16]byte]bool{}}
	if e.said, err = leavingNow(ctx, tx, nil); err != nil {
		return err
	}
	e.wardrobe = e.said.wardrobe()
	if e.confirmed, err = confirmedLast(ctx, tx); err != nil {
		return err
	}
	for _, t := range append(append([]*Table(nil), Tables...), Translations) {
		if err := e.table(ctx, t); err != nil {
			return err
		}
	}
	return nil
}

// Export is Export in a transaction of its own. Anyone may take what is public.
func (s *Service) Export(ctx context.Context, by access.Actor, fn func(Record) error) error {
	if by.Kind() == access.Nobody {
		return notFound()
	}
	return s.db.Read(ctx, func(tx *db.Tx) error { return Export(ctx, tx, fn) })
}

type exporter struct {
	tx  *db.Tx
	fn  func(Record) error
	out map[string]map[[16]byte]bool // what has left, by table
	wardrobe
	said *leaving // what was said here
}

func (e *exporter) table(ctx context.Context, t *Table) error {
	extra := e.extra(ctx, t)
	e.out[t.Name] = map[[16]byte]bool{}
	for after := ""; ; {
		rows, err := pageOf(ctx, e.tx, t, after)
		if err != nil {
			return err
		}
		for _, r := range rows {
			after = r.ID()
			same, err := e.until(t, extra, r.ID())
			if err != nil {
				return err
			}
			if same { // what was said here came back by a package of ours
				continue
			}
			if e.said.replaces(r.Record) || !e.dress(r.Record) {
				continue
			}
			if err := e.leave(t, r.Record); err != nil {
				return err
			}
		}
		if len(rows) == 0 {
			break
		}
	}
	_, err := e.until(t, extra, "")
	return err
}

// extra are the records that what was said here needs, each list by id.
func (e *exporter) extra(ctx context.Context, t *Table) []*supply {
	extra := []*supply{{some: e.said.extra[t.Name]}}
	if t.Name == "metadata" {
		extra = append(extra, e.revisions(ctx))
	}
	return extra
}

// supply gives records of ours one after the other, by id.
type supply struct {
	some []Record
	more func() (next []Record, last bool, err error) // nil: there are no more
}

// first is the next record; false when there is none left.
func (s *supply) first() (r Record, ok bool, err error) {
	for len(s.some) == 0 && s.more != nil {
		last := false
		if s.some, last, err = s.more(); err != nil {
			return r, false, err
		}
		if last {
			s.more = nil
		}
	}
	if len(s.some) == 0 {
		return r, false, nil
	}
	return s.some[0], true, nil
}

// next is the supply whose first record comes first; nil when all are empty.
func next(from []*supply) (at *supply, least Record, err error) {
	for _, s := range from {
		r, ok, err := s.first()
		if err != nil {
			return nil, r, err
		}
		if ok && (at == nil || r.ID() < least.ID()) {
			at, least = s, r
		}
	}
	return at, least, nil
}

// until lets out the records of ours that come before an id, or all that are
// left when it is empty, and says whether one has that very id.
func (e *exporter) until(t *Table, from []*supply, id string) (same bool, err error) {
	for {
		s, r, err := next(from)
		if err != nil || s == nil || id != "" && r.ID() > id {
			return false, err
		}
		if r.ID() == id {
			return true, nil
		}
		if err := e.leave(t, r); err != nil {
			return false, err
		}
		s.some = s.some[1:]
	}
}

// leave lets a record out that is fit to be seen, unless what it hangs on has
// stayed.
func (e *exporter) leave(t *Table, r Record) error {
	hung, holds := false, false
	for i, c := range t.Columns {
		v := r.Values[i]
		if c.Kind == Link && v != "" {
			hung = hung || !loose(t.Name, c.Name)
			if !e.left(t, r, c, v) {
				r.Values[i], v = "", ""
			} else {
				holds = holds || !loose(t.Name, c.Name)
			}
		}
		if c.Required && v == "" {
			return nil
		}
	}
	if hung && !holds && t.Name != "location" && t.Name != "taxonomy_term" { // all that it hung on has stayed
		return nil
	}
	if t.Name == "attribute" && !e.anywhere(r.Get("link_id")) {
		return nil
	}
	if (t.Name == "metadata" || t.Name == "translation") && !e.anywhere(r.Get("resource_id")) {
		return nil
	}
	e.out[t.Name][short(r.ID())] = true
	return e.fn(r)
}

// loose links say where a record stands among its like, not what it hangs on.
func loose(table, column string) bool {
	return column == "parent_organization_id" || column == "parent_id" || table == "service" && column == "program_id"
}

// left reports whether the target of a link is out. A parent of the same table
// may come later by id, so it is believed: it is only a name to look up.
func (e *exporter) left(t *Table, r Record, c Column, target string) bool {
	if c.To == t.Name {
		return true
	}
	return e.out[c.To][short(target)]
}

func (e *exporter) anywhere(target string) bool {
	for _, m := range e.out {
		if m[short(target)] {
			return true
		}
	}
	return false
}
