package directory

import (
	"context"
	"math/bits"
	"slices"
	"strings"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/text"
)

// PublicRecord is a record that may leave, and the language its source wrote
// it in: fr, en, or "" when nobody said.
type PublicRecord struct {
	Record
	Language string
}

// Reader reads what anyone may read, table by table, within one transaction:
// what Export lets out, and nothing else.
type Reader struct {
	tx *db.Tx
	wardrobe
	sets  map[string]datasetRow
	terms map[string]Record // of ours, met in attributes
	kinds map[string]Record // their taxonomies
	units map[string]Record // of ours, met in capacities
	sure  []Record          // who found the attributes read last true
	// asWritten leaves services the instant of change that their row tells.
	asWritten bool
}

// Public runs fn with a Reader on one consistent view.
func (s *Service) Public(ctx context.Context, by access.Actor, fn func(*Reader) error) (err error) {
	defer fault.Wrap(&err, "directory.Public")
	if by.Kind() == access.Nobody {
		return notFound()
	}
	return s.db.Read(ctx, func(tx *db.Tx) error {
		r := &Reader{tx: tx, terms: map[string]Record{}, kinds: map[string]Record{}, units: map[string]Record{}}
		if r.hidden, err = hiddenPlaces(ctx, tx); err != nil {
			return err
		}
		if r.sets, err = datasets(ctx, tx); err != nil {
			return err
		}
		return fn(r)
	})
}

// By reads the public records of a table whose column is one of the ids, by id
// within each lookup. The column is "id", a link of the table, link_id or
// resource_id. What hangs on ids that are not public themselves must not be
// asked for: a link tells nothing of its target.
func (r *Reader) By(ctx context.Context, table, column string, ids []string) ([]PublicRecord, error) {
	t := TableOf(table)
	rows, err := publicBy(ctx, r.tx, t, t.Columns[t.At(column)].SQL, ids)
	if err != nil {
		return nil, err
	}
	if table == "service" && len(rows) > 0 {
		if r.confirmed, err = confirmedOn(ctx, r.tx, idsIn(rows)); err != nil {
			return nil, err
		}
		if r.status, err = statusNow(ctx, r.tx, idsIn(rows)); err != nil {
			return nil, err
		}
	}
	var changed map[string]db.Time
	dated := table == "service" && !r.asWritten
	if dated && len(rows) > 0 {
		if changed, err = changedAt(ctx, r.tx, table, idsIn(rows)); err != nil {
			return nil, err
		}
	}
	out := make([]PublicRecord, 0, len(rows))
	for _, row := range rows {
		if dated {
			at, known := changed[row.ID()]
			if !known { // the keeper has not seen it yet
				at = row.Updated
			}
			row.Set("last_modified", Instant(at.Time))
		}
		if r.dress(row.Record) {
			out = append(out, PublicRecord{row.Record, r.sets[row.Dataset].Language})
		}
	}
	if table == "metadata" && column == "resource_id" {
		if out, err = r.revised(ctx, ids, out); err != nil {
			return nil, err
		}
	}
	return r.ours(ctx, table, column, ids, out)
}

// revised adds what changed here to what sources tell of their own changes.
func (r *Reader) revised(ctx context.Context, ids []string, told []PublicRecord) ([]PublicRecord, error) {
	rows, err := changesOf(ctx, r.tx, ids)
	if err != nil {
		return nil, err
	}
	for _, c := range rows {
		m, ok := c.metadata()
		if !ok || r.secret(m.Get("resource_id")) {
			continue
		}
		told = slices.DeleteFunc(told, func(p PublicRecord) bool { return p.ID() == m.ID() }) // it came back by a package of ours
		told = append(told, PublicRecord{m, ""})
	}
	slices.SortFunc(told, func(a, b PublicRecord) int { return strings.Compare(a.ID(), b.ID()) })
	return told, nil
}

// OwnTerms has By answer for every term and taxonomy of ours that some service
// uses, and returns their ids in order. Without it, By knows those that were
// met in attributes.
func (r *Reader) OwnTerms(ctx context.Context) (taxonomies, terms []string, err error) {
	used, err := saidCodes(ctx, r.tx)
	if err != nil {
		return nil, nil, err
	}
	for _, s := range r.hidden {
		used = append(used, Fact{Kind: addressShown, Code: string(s.shows)})
	}
	tx, tm := ownTerms(used)
	for _, x := range tx {
		r.kinds[x.ID()] = x
		taxonomies = append(taxonomies, x.ID())
	}
	meant, err := meantCodes(ctx, r.tx)
	if err != nil {
		return nil, nil, err
	}
	_, others, whose := wordsOutside().told(meant)
	for _, x := range whose {
		r.kinds[x.ID()] = x
		taxonomies = append(taxonomies, x.ID())
	}
	for _, x := range append(tm, others...) {
		r.terms[x.ID()] = x
		terms = append(terms, x.ID())
	}
	return taxonomies, terms, nil
}

// PublicQuery asks which records of a table are public and fit. Conditions are
// cumulative; an empty one asks nothing. Tables that can be asked:
// organization, service, service_at_location, taxonomy, taxonomy_term.
type PublicQuery struct {
	Table string
	// Words must each stand, whole or as a part of a word, in the name, other
	// name or description of the record or of a single object that it nests,
	// in any of its languages, whatever the case and accents.
	Words string
	// Term and Taxonomy: an attribute with that term, or with any term of that
	// taxonomy, is on the record; for an organization also on one of its
	// services; for a service at a location also on the service or the place.
	// For terms, Taxonomy is the one they belong to.
	Term, Taxonomy string
	Organization   string // whose services, or services at locations, are wanted
	Parent         string // terms directly below this one
	Top            bool   // terms that have no parent
	// Since: it changed at this instant or later; for services, and services
	// at locations.
	Since time.Time
	Near  *Near // for services at locations
}

// List answers a query: ids in order.
func (r *Reader) List(ctx context.Context, q PublicQuery) (ids []string, err error) {
	t := TableOf(q.Table)
	f := finding{}
	if q.Table == "taxonomy" || q.Table == "taxonomy_term" {
		return r.listTerms(ctx, q)
	}
	if q.Organization != "" {
		switch q.Table {
		case "service":
			f.and("x.organization_id = " + f.arg(q.Organization))
		case "service_at_location":
			f.and(serviceOf(f.arg(q.Organization)))
		}
	}
	// Two conditions, each met by some attribute, not one attribute for both.
	for _, b := range []bearing{{term: q.Term}, {taxonomy: q.Taxonomy}} {
		if b.term == "" && b.taxonomy == "" {
			continue
		}
		if b.own, err = r.ownOf(ctx, b); err != nil {
			return nil, err
		}
		b.meant = meantBy(b)
		f.bears(q.Table, b)
	}
	if !q.Since.IsZero() {
		f.since(q.Table, db.At(q.Since))
	}
	if ids, err = f.run(ctx, r.tx, t); err != nil {
		return nil, err
	}
	if q.Near != nil {
		if ids, err = r.near(ctx, *q.Near, ids); err != nil {
			return nil, err
		}
	}
	return r.search(ctx, t, q.Words, ids)
}

// ownOf are the facts that a term or taxonomy of ours stands for.
func (r *Reader) ownOf(ctx context.Context, b bearing) (own []Fact, err error) {
	if _, _, err := r.OwnTerms(ctx); err != nil {
		return nil, err
	}
	for x, t := range r.terms {
		if (x == b.term || t.Get("taxonomy_id") == b.taxonomy) && !wordsOutside().made(t) {
			f := Fact{Kind: FactKind(t.Get("taxonomy"))}
			if rule := factRules[f.Kind]; rule == nil || !rule.labelled {
				f.Code = strings.TrimPrefix(t.Get("code"), string(f.Kind)+":")
			}
			own = append(own, f)
		}
	}
	slices.SortFunc(own, func(a, b Fact) int { return strings.Compare(a.key(), b.key()) })
	return own, nil
}

// meantBy are the facts that a term told outside stands for.
func meantBy(b bearing) (meant []Fact) {
	w := wordsOutside()
	for x, t := range w.terms {
		if x == b.term || t.Get("taxonomy_id") == b.taxonomy {
			meant = append(meant, w.meaning[x]...)
		}
	}
	return meant
}

// listTerms lists taxonomies or terms: those of the rows and those of ours.
func (r *Reader) listTerms(ctx context.Context, q PublicQuery) ([]string, error) {
	t := TableOf(q.Table)
	f := finding{}
	if q.Taxonomy != "" {
		f.and("x.taxonomy_id = " + f.arg(q.Taxonomy) + " AND " + thereIs(TableOf("taxonomy"), "x", "taxonomy_id"))
	}
	if q.Parent != "" {
		f.and("x.parent_id = " + f.arg(q.Parent))
	}
	if q.Top {
		f.and("x.parent_id = ''")
	}
	ids, err := f.run(ctx, r.tx, t)
	if err != nil {
		return nil, err
	}
	taxonomies, terms, err := r.OwnTerms(ctx)
	if err != nil {
		return nil, err
	}
	if q.Table == "taxonomy" {
		ids = append(ids, taxonomies...)
	} else if q.Parent == "" {
		for _, x := range terms {
			if q.Taxonomy == "" || r.terms[x].Get("taxonomy_id") == q.Taxonomy {
				ids = append(ids, x)
			}
		}
	}
	slices.Sort(ids)
	return r.search(ctx, t, q.Words, slices.Compact(ids))
}

// mostWords is beyond what anybody types; more words ask nothing more.
const mostWords = 32

// singles are what a list form nests: the table, and the column that names it.
var singles = map[string][][2]string{
	"service":             {{"organization", "organization_id"}, {"program", "program_id"}},
	"service_at_location": {{"service", "service_id"}, {"location", "location_id"}},
	"taxonomy_term":       {{"taxonomy", "taxonomy_id"}},
}

// search keeps the ids whose record holds every word.
func (r *Reader) search(ctx context.Context, t *Table, typed string, ids []string) ([]string, error) {
	words := strings.Fields(text.Fold(typed))
	words = words[:min(len(words), mostWords)]
	if len(words) == 0 || len(ids) == 0 {
		return ids, nil
	}
	held, err := r.held(ctx, t, words)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(ids, func(x string) bool { return bits.OnesCount32(held[x]) < len(words) }), nil
}

// held says which of the words each record of a table holds, one bit a word.
func (r *Reader) held(ctx context.Context, t *Table, words []string) (map[string]uint32, error) {
	held := map[string]uint32{}
	look := func(w worded) {
		whole := text.Fold(w.Name + "\n" + w.Other + "\n" + w.Description)
		for i, word := range words {
			if strings.Contains(whole, word) {
				held[w.ID] |= 1 << i
			}
		}
	}
	own, err := wordsOf(ctx, r.tx, t)
	if err != nil {
		return nil, err
	}
	told, err := toldWords(ctx, r.tx, t)
	if err != nil {
		return nil, err
	}
	secret := r.secret
	if t.Name == "service_at_location" {
		at, err := joins(ctx, r.tx, t, "location_id")
		if err != nil {
			return nil, err
		}
		secret = func(x string) bool { return r.secret(at[x]) }
	}
	for _, w := range own {
		held[w.ID] = 0
		if !secret(w.ID) {
			look(w)
		}
	}
	for _, w := range told {
		if _, shown := held[w.ID]; shown && !secret(w.ID) {
			look(w)
		}
	}
	for _, made := range []map[string]Record{r.kinds, r.terms} {
		for x, m := range made {
			if m.Table == t.Name {
				delete(held, x) // what the record says, not a row that came back
				look(worded{x, m.Get("name"), "", m.Get("description")})
			}
		}
	}
	for _, s := range singles[t.Name] {
		in, err := r.held(ctx, TableOf(s[0]), words)
		if err != nil {
			return nil, err
		}
		of, err := joins(ctx, r.tx, t, s[1])
		if err != nil {
			return nil, err
		}
		for x, m := range r.terms {
			if t.Name == m.Table {
				of[x] = m.Get(s[1])
			}
		}
		for x, target := range of {
			held[x] |= in[target]
		}
	}
	return held, nil
}

// Instant is an instant as answers write it: UTC, to the millisecond.
func Instant(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05.000Z") }

func idsIn(rows []stored) []string {
	ids := make([]string, len(rows))
	for i := range rows {
		ids[i] = rows[i].ID()
	}
	return ids
}
