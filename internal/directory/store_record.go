package directory

import (
	"context"
	"strconv"
	"strings"

	"passerelle/internal/db"
)

// The 25 tables of records have one shape: the columns of their object, then
// the same few of ours. Their statements are written from tables.go, once,
// when the program starts: a hundred copies by hand would differ somewhere.

// batch is how many rows one statement reads or writes.
const batch = 64

// ours are the columns that every table of records has after its own.
const ours = "published, dataset_id, source_digest, first_run_id, absent_since, updated_at"

// stored is a record as the database has it.
type stored struct {
	Record
	Code     string // of a service
	Dataset  string
	Digest   string // of the record as its source told it
	FirstRun string
	Absent   db.Time
	Updated  db.Time
}

// statements are the texts for one table.
type statements struct {
	columns string // of its object, then the code of a service
	names   string // all of them
	digests string // before a list of ids
	full    string // the same
	page    string // published rows after an id
	insert1 string
	insert  string // a batch
	update  string
	absent  string
	ofData  string
	remove  string
	codes   string // before a list of codes
}

var statementsOf = func() map[string]*statements {
	m := map[string]*statements{}
	for _, t := range append([]*Table{Translations}, Tables...) {
		m[t.Name] = write(t)
	}
	return m
}()

func write(t *Table) *statements {
	var own []string
	for _, c := range t.Columns {
		own = append(own, c.SQL)
	}
	if t.Name == "service" {
		own = append(own, "code")
	}
	s := &statements{columns: strings.Join(own, ", ")}
	all := append(append([]string(nil), own...), strings.Split(ours, ", ")...)
	names := strings.Join(all, ", ")
	s.names = names
	head := "INSERT INTO " + t.Name + " (" + names + ") VALUES "
	s.insert1 = head + tuples(len(all), 1)
	s.insert = head + tuples(len(all), batch)
	s.digests = "SELECT id, dataset_id, source_digest, first_run_id, absent_since FROM " + t.Name + " WHERE id IN "
	s.full = "SELECT " + names + " FROM " + t.Name + " WHERE id IN "
	s.page = "SELECT " + names + " FROM " + t.Name + " WHERE published AND id > $1 ORDER BY id LIMIT 1000"
	var sets []string
	for i, c := range all[1:] {
		sets = append(sets, c+" = $"+strconv.Itoa(i+1))
	}
	s.update = "UPDATE " + t.Name + " SET " + strings.Join(sets, ", ") + " WHERE id = $" + strconv.Itoa(len(all))
	s.absent = "UPDATE " + t.Name + " SET absent_since = $1, updated_at = $2 WHERE id = $3"
	s.ofData = "SELECT id FROM " + t.Name + " WHERE dataset_id = $1 AND absent_since IS NULL AND id > $2 ORDER BY id LIMIT 5000"
	s.remove = "DELETE FROM " + t.Name + " WHERE first_run_id = $1 AND dataset_id = $2"
	if t.Name == "service" {
		s.codes = "SELECT code FROM service WHERE code IN "
	}
	return s
}

// args are the values of a row in the order of the statements.
func (s *stored) args(to []any) []any {
	t := TableOf(s.Table)
	for i, c := range t.Columns {
		if c.Kind != Number {
			to = append(to, s.Values[i])
			continue
		}
		if f, err := strconv.ParseFloat(s.Values[i], 64); err == nil {
			to = append(to, f)
		} else {
			to = append(to, nil)
		}
	}
	if t.Name == "service" {
		to = append(to, s.Code)
	}
	return append(to, !s.Withheld, s.Dataset, s.Digest, s.FirstRun, s.Absent, s.Updated)
}

// reader gives Collect the destinations of a full row. The numbers are made
// text by done, once a row was read.
type reader struct {
	stored
	numbers   []*float64
	published bool
}

func readerOf(t *Table) func(*reader) []any {
	return func(r *reader) []any {
		r.Record = Record{Table: t.Name, Values: make([]string, len(t.Columns))}
		r.numbers = make([]*float64, len(t.Columns))
		var to []any
		for i, c := range t.Columns {
			if c.Kind == Number {
				to = append(to, &r.numbers[i])
			} else {
				to = append(to, &r.Values[i])
			}
		}
		if t.Name == "service" {
			to = append(to, &r.Code)
		}
		return append(to, &r.published, &r.Dataset, &r.Digest, &r.FirstRun, &r.Absent, &r.Updated)
	}
}

func (r *reader) done() stored {
	for i, n := range r.numbers {
		if n != nil {
			r.Values[i] = strconv.FormatFloat(*n, 'f', -1, 64)
		}
	}
	r.Withheld = !r.published
	return r.stored
}

// known is what an import needs to know of a record that may be there already.
type known struct {
	id, dataset, digest, firstRun string
	absent                        db.Time
}

// digestsOf finds which of the ids are there. More than a batch is a fault of
// the caller.
func digestsOf(ctx context.Context, tx *db.Tx, t *Table, ids []string) (map[string]known, error) {
	args := padded(ids)
	rows, err := db.Collect(ctx, tx, func(k *known) []any { return []any{&k.id, &k.dataset, &k.digest, &k.firstRun, &k.absent} },
		statementsOf[t.Name].digests+tuples(len(args), 1), args...)
	m := make(map[string]known, len(rows))
	for _, k := range rows {
		m[k.id] = k
	}
	return m, err
}

// fullOf reads some records.
func fullOf(ctx context.Context, tx *db.Tx, t *Table, ids []string) ([]stored, error) {
	return finished(inBatches(ids, func(args []any) ([]reader, error) {
		return db.Collect(ctx, tx, readerOf(t), statementsOf[t.Name].full+tuples(len(args), 1), args...)
	}))
}

// pageOf reads the next published records after an id.
func pageOf(ctx context.Context, tx *db.Tx, t *Table, after string) ([]stored, error) {
	return finished(db.Collect(ctx, tx, readerOf(t), statementsOf[t.Name].page, after))
}

func finished(rows []reader, err error) ([]stored, error) {
	out := make([]stored, len(rows))
	for i := range rows {
		out[i] = rows[i].done()
	}
	return out, err
}

// insertAll adds new records of one table, a full batch in one statement.
func insertAll(ctx context.Context, tx *db.Tx, t *Table, rows []stored) error {
	s := statementsOf[t.Name]
	if len(rows) == batch {
		args := make([]any, 0, batch*(len(t.Columns)+7))
		for i := range rows {
			args = rows[i].args(args)
		}
		_, err := tx.Exec(ctx, s.insert, args...)
		return err
	}
	for i := range rows {
		if _, err := tx.Exec(ctx, s.insert1, rows[i].args(nil)...); err != nil {
			return err
		}
	}
	return nil
}

// update writes all columns of a record that is there.
func update(ctx context.Context, tx *db.Tx, s *stored) error {
	args := s.args(nil)
	_, err := tx.Exec(ctx, statementsOf[s.Table].update, append(args[1:], args[0])...)
	return err
}

func markAbsent(ctx context.Context, tx *db.Tx, t *Table, id string, since db.Time) error {
	_, err := tx.Exec(ctx, statementsOf[t.Name].absent, since, db.At(tx.Now), id)
	return err
}

// idsOf reads the next ids that a dataset has in a table.
func idsOf(ctx context.Context, tx *db.Tx, t *Table, dataset, after string) ([]string, error) {
	return db.Collect(ctx, tx, func(s *string) []any { return []any{s} }, statementsOf[t.Name].ofData, dataset, after)
}

// removeRun takes out what a run added and no other dataset has taken over.
func removeRun(ctx context.Context, tx *db.Tx, t *Table, run, dataset string) error {
	_, err := tx.Exec(ctx, statementsOf[t.Name].remove, run, dataset)
	return err
}

// takenCodes finds which short codes services have already.
func takenCodes(ctx context.Context, tx *db.Tx, codes []string) ([]string, error) {
	args := padded(codes)
	return db.Collect(ctx, tx, func(s *string) []any { return []any{s} }, statementsOf["service"].codes+tuples(len(args), 1), args...)
}

// dollar is the n-th placeholder.
func dollar(n int) string { return "$" + strconv.Itoa(n) }
