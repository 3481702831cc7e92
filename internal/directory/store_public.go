package directory

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"passerelle/internal/db"
)

// leaves is the condition under which a record of t, called alias, may leave:
// it is published, holds what the tabular form requires, and what it must hang
// on may leave too. Export decides the same, record by record; a test holds
// the two together.
func leaves(t *Table, alias string) string {
	var s strings.Builder
	s.WriteString(alias + ".published")
	for _, c := range t.Columns[1:] {
		switch {
		case !c.Required:
		case c.Kind == Number:
			s.WriteString(" AND " + alias + "." + c.SQL + " IS NOT NULL")
		case c.Kind == Link:
			s.WriteString(" AND " + thereIs(TableOf(c.To), alias, c.SQL))
		default:
			s.WriteString(" AND " + alias + "." + c.SQL + " <> ''")
		}
	}
	return s.String()
}

// thereIs is the condition that the record of t whose id stands in a column
// of alias may leave.
func thereIs(t *Table, alias, column string) string {
	up := alias + "_" + t.Name
	return "EXISTS (SELECT 1 FROM " + t.Name + " AS " + up + " WHERE " + up + ".id = " + alias + "." + column + " AND " + leaves(t, up) + ")"
}

// publicBy reads the records of a table that may leave and whose column is one
// of the ids, by id. The list is one of VALUES: PostgreSQL looks each row up in
// it, where it compares a row with each of a plain list.
func publicBy(ctx context.Context, tx *db.Tx, t *Table, column string, ids []string) (out []stored, err error) {
	head := "SELECT " + statementsOf[t.Name].names + " FROM " + t.Name + " AS x WHERE " + leaves(t, "x") + " AND x." + column + " IN "
	for len(ids) > 0 {
		size := lookup(len(ids))
		some := ids[:min(size, len(ids))]
		ids = ids[len(some):]
		rows, err := finished(db.Collect(ctx, tx, readerOf(t), head+"(VALUES "+tuples(1, size)+") ORDER BY x.id", filled(some, size)...))
		if err != nil {
			return nil, err
		}
		out = append(out, rows...)
	}
	return out, nil
}

// finding is a statement that lists ids, put together from its conditions.
type finding struct {
	where []string
	args  []any
}

// arg adds an argument and returns its placeholder.
func (f *finding) arg(v any) string {
	f.args = append(f.args, v)
	return "$" + strconv.Itoa(len(f.args))
}

func (f *finding) and(condition string) { f.where = append(f.where, "("+condition+")") }

// text is the conditions as a statement has them.
func (f *finding) text() string {
	if len(f.where) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(f.where, " AND ")
}

// run lists the ids of the records of a table that may leave, under the
// conditions, in their order.
func (f *finding) run(ctx context.Context, tx *db.Tx, t *Table) ([]string, error) {
	f.and(leaves(t, "x"))
	return db.Collect(ctx, tx, func(s *string) []any { return []any{s} },
		"SELECT x.id FROM "+t.Name+" AS x"+f.text()+" ORDER BY x.id", f.args...)
}

// bearing is a term, or a taxonomy of which any term will do. own are the
// facts said here, by kind and code, that they stand for, and meant those that
// they tell in other words, whoever said them.
type bearing struct {
	term, taxonomy string
	own, meant     []Fact
}

// linked is the list of what bears a term: records of any table by attributes
// that may leave, and services by facts said here.
func (f *finding) linked(b bearing) string {
	var s strings.Builder
	s.WriteString("SELECT a.link_id FROM attribute AS a JOIN taxonomy_term AS t ON t.id = a.taxonomy_term_id WHERE " + leaves(TableOf("attribute"), "a"))
	if b.term != "" {
		s.WriteString(" AND t.id = " + f.arg(b.term))
	} else {
		s.WriteString(" AND t.taxonomy_id = " + f.arg(b.taxonomy) + " AND " + thereIs(TableOf("taxonomy"), "t", "taxonomy_id"))
	}
	// What is said here takes the place of what a source says of the same thing.
	s.WriteString(` AND NOT EXISTS (
		SELECT 1
		FROM   service_fact AS told
		JOIN   service_fact AS here ON here.service_id = told.service_id AND here.kind = told.kind
		WHERE  told.service_id = a.link_id
		AND    told.attribute_id = a.id
		AND    told.origin = ` + f.arg(string(Source)) + `
		AND    here.origin = ` + f.arg(string(Local)) + `
		AND    (here.code = told.code OR here.kind IN (` + f.kinds(func(r *factRule) bool { return r.alone }) + `)))`)
	for _, o := range b.own {
		if o.Kind == addressShown {
			s.WriteString(" UNION ALL SELECT h.location_id FROM hidden_address AS h WHERE h.shows = " + f.arg(o.Code))
			continue
		}
		s.WriteString(" UNION ALL SELECT said.service_id FROM service_fact AS said WHERE " + f.said("said") + " AND said.kind = " + f.arg(string(o.Kind)))
		if o.Code != "" {
			s.WriteString(" AND said.code = " + f.arg(o.Code))
		}
	}
	for _, kind := range []FactKind{FactNeed, FactPopulation} {
		var codes []string
		for _, m := range b.meant {
			if m.Kind == kind {
				codes = append(codes, m.Code)
			}
		}
		if len(codes) == 0 {
			continue
		}
		s.WriteString(" UNION ALL SELECT m.service_id FROM service_fact AS m WHERE " + f.meant("m") + " AND m.kind = " + f.arg(string(kind)) + " AND m.code IN (")
		for i, code := range codes {
			if i > 0 {
				s.WriteString(", ")
			}
			s.WriteString(f.arg(code))
		}
		s.WriteString(")")
	}
	return s.String()
}

// meant is the condition that a service says a fact in our words: here, or by
// its source where nothing is said here of the same thing.
func (f *finding) meant(alias string) string {
	return "(" + f.said(alias) + " OR " + alias + ".origin = " + f.arg(string(Source)) + " AND " + alias + ".attribute_id <> '' AND NOT EXISTS (SELECT 1 FROM service_fact AS here WHERE here.service_id = " +
		alias + ".service_id AND here.kind = " + alias + ".kind AND here.code = " + alias + ".code AND here.origin = " + f.arg(string(Local)) + "))"
}

// meantCodes are the needs and populations that some service tells in our words,
// each once.
func meantCodes(ctx context.Context, tx *db.Tx) ([]Fact, error) {
	f := finding{}
	return db.Collect(ctx, tx, func(x *Fact) []any { return []any{&x.Kind, &x.Code} },
		"SELECT DISTINCT m.kind, m.code FROM service_fact AS m WHERE m.kind IN ("+f.arg(string(FactNeed))+", "+f.arg(string(FactPopulation))+") AND "+f.meant("m")+
			" ORDER BY m.kind, m.code", f.args...)
}

// said is the condition that a fact was said here, and holds.
func (f *finding) said(alias string) string {
	return alias + ".origin = " + f.arg(string(Local)) + " AND " + alias + ".value <> " + f.arg(Unsaid) +
		" AND (" + alias + ".value <> " + f.arg("no") + " OR " + alias + ".kind NOT IN (" + f.kinds(func(r *factRule) bool { return slices.Equal(r.values, presence) }) + "))"
}

// kinds are those whose rule is such.
func (f *finding) kinds(such func(*factRule) bool) string {
	var list []string
	for _, k := range FactKinds {
		if such(factRules[k]) {
			list = append(list, f.arg(string(k)))
		}
	}
	return strings.Join(list, ", ")
}

// saidCodes are the facts that some service says of itself here, each once.
func saidCodes(ctx context.Context, tx *db.Tx) ([]Fact, error) {
	f := finding{}
	return db.Collect(ctx, tx, func(x *Fact) []any { return []any{&x.Kind, &x.Code} },
		"SELECT DISTINCT s.kind, s.code FROM service_fact AS s WHERE "+f.said("s")+" ORDER BY s.kind, s.code", f.args...)
}

// worded is a record with what a search reads of it.
type worded struct{ ID, Name, Other, Description string }

func (w *worded) fields() []any { return []any{&w.ID, &w.Name, &w.Other, &w.Description} }

// wordsOf reads what a search reads of a table.
func wordsOf(ctx context.Context, tx *db.Tx, t *Table) ([]worded, error) {
	other := "''"
	if t.Has("alternate_name") {
		other = "x.alternate_name"
	}
	name := "''"
	if t.Has("name") {
		name = "x.name"
	}
	return db.Collect(ctx, tx, (*worded).fields, "SELECT x.id, "+name+", "+other+", x.description FROM "+t.Name+" AS x WHERE "+leaves(t, "x"))
}

// toldWords reads the translations of what a search reads.
func toldWords(ctx context.Context, tx *db.Tx, t *Table) ([]worded, error) {
	return db.Collect(ctx, tx, (*worded).fields, `
		SELECT x.resource_id, x.value, '', ''
		FROM   translation AS x
		WHERE  x.published
		AND    x.resource_type = $1
		AND    x.field_name IN ($2, $3, $4)`, t.Name, "name", "alternate_name", "description")
}

// joins are what the list form of a record nests, as pairs of ids.
func joins(ctx context.Context, tx *db.Tx, t *Table, column string) (map[string]string, error) {
	type pair struct{ from, to string }
	rows, err := db.Collect(ctx, tx, func(p *pair) []any { return []any{&p.from, &p.to} }, "SELECT x.id, x."+column+" FROM "+t.Name+" AS x")
	m := make(map[string]string, len(rows))
	for _, r := range rows {
		m[r.from] = r.to
	}
	return m, err
}

// serviceOf is the condition that a record hangs on a service of an
// organization.
func serviceOf(organization string) string {
	return "x.service_id IN (SELECT s.id FROM service AS s WHERE s.organization_id = " + organization + ")"
}

// bears adds the condition that a record, or what it stands for, bears a term.
func (f *finding) bears(table string, b bearing) {
	with := func(column string) string { return column + " IN (" + f.linked(b) + ")" }
	switch table {
	case "organization":
		f.and(with("x.id") + " OR x.id IN (SELECT s.organization_id FROM service AS s WHERE " + leaves(TableOf("service"), "s") + " AND " + with("s.id") + ")")
	case "service_at_location":
		f.and(with("x.id") + " OR " + with("x.service_id") + " OR " + with("x.location_id"))
	default:
		f.and(with("x.id"))
	}
}

// confirmedLast is when each service was last confirmed here.
func confirmedLast(ctx context.Context, tx *db.Tx) (map[string]db.Time, error) {
	rows, err := db.Collect(ctx, tx, func(c *confirmation) []any { return []any{&c.Service, &c.At} },
		`SELECT c.service_id, max(c.at) FROM service_confirmation AS c GROUP BY c.service_id`)
	m := make(map[string]db.Time, len(rows))
	for _, c := range rows {
		m[c.Service] = c.At
	}
	return m, err
}

// confirmedOn is when each of some services was last confirmed here.
func confirmedOn(ctx context.Context, tx *db.Tx, ids []string) (map[string]db.Time, error) {
	type row struct {
		service string
		at      db.Time
	}
	m := map[string]db.Time{}
	for part := range slices.Chunk(ids, batch) {
		args := padded(part)
		rows, err := db.Collect(ctx, tx, func(r *row) []any { return []any{&r.service, &r.at} },
			`SELECT c.service_id, max(c.at) FROM service_confirmation AS c WHERE c.service_id IN `+tuples(len(args), 1)+` GROUP BY c.service_id`, args...)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			m[r.service] = r.at
		}
	}
	return m, nil
}

// spotRow is where a service is given.
type spotRow struct {
	ID, Service, Location string
	Lat, Lon              *float64
}

// spotsOf reads where services are given, by service at location.
func spotsOf(ctx context.Context, tx *db.Tx) (map[string]spotRow, error) {
	rows, err := db.Collect(ctx, tx, func(s *spotRow) []any { return []any{&s.ID, &s.Service, &s.Location, &s.Lat, &s.Lon} }, `
		SELECT x.id, x.service_id, x.location_id, l.latitude, l.longitude
		FROM   service_at_location AS x
		JOIN   location AS l ON l.id = x.location_id
		WHERE  x.published
		AND    l.published`)
	m := make(map[string]spotRow, len(rows))
	for _, s := range rows {
		m[s.ID] = s
	}
	return m, err
}

// serviceArea is whom a service, or a service at a location, is for.
type serviceArea struct{ Name, Extent, Kind string }

// areasOf reads service areas by what they hang on.
func areasOf(ctx context.Context, tx *db.Tx) (map[string][]serviceArea, error) {
	type row struct {
		service, at string
		serviceArea
	}
	rows, err := db.Collect(ctx, tx, func(r *row) []any { return []any{&r.service, &r.at, &r.Name, &r.Extent, &r.Kind} }, `
		SELECT x.service_id, x.service_at_location_id, x.name, x.extent, x.extent_type
		FROM   service_area AS x
		WHERE  x.published
		ORDER  BY x.id`)
	m := map[string][]serviceArea{}
	for _, r := range rows {
		for _, of := range []string{r.at, r.service} {
			if of != "" {
				m[of] = append(m[of], r.serviceArea)
			}
		}
	}
	return m, err
}
