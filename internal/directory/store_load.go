package directory

import (
	"context"
	"slices"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

// What Load reads, table by table, each with one statement: all published rows,
// or those that hang on a batch of ids.

// some reads the rows whose column is one of the ids, in their order; every
// published row when ids is nil, in the order in which they lie. Asked for in
// another, SQLite would follow the index of ids and read a page for each row; as
// they lie, it reads each page once.
func some[T any](ctx context.Context, tx *db.Tx, fields func(*T) []any, query, column string, ids []string) ([]T, error) {
	if ids == nil {
		return db.Gather(ctx, tx, fields, query+` WHERE x.published`)
	}
	return inBatches(ids, func(args []any) ([]T, error) {
		return db.Collect(ctx, tx, fields, query+` WHERE x.published AND x.`+column+` IN `+tuples(len(args), 1)+` ORDER BY x.id`, args...)
	})
}

// byFirst puts rows in the order of their first column, an id.
func byFirst[T any](rows []T, fields func(*T) []any) []T {
	type keyed struct {
		id string
		at int
	}
	keys := make([]keyed, len(rows))
	var row T
	first := fields(&row)[0].(*string)
	for i := range rows {
		row = rows[i]
		keys[i] = keyed{*first, i}
	}
	slices.SortFunc(keys, func(a, b keyed) int { return strings.Compare(a.id, b.id) })
	out := make([]T, len(rows))
	for i, k := range keys {
		out[i] = rows[k.at]
	}
	return out
}

type serviceRow struct {
	ID, Code, Org, Name, Alternate, Description, URL, Email, Status, Interpretation, Process, Fees, OldFees, Wait, Eligibility, Alert, Assured, Assurer, Dataset, Modified string
	Program, Accreditations, Licenses                                                                                                                                      string
	Min, Max                                                                                                                                                               *float64
	Updated                                                                                                                                                                db.Time
}

const selectServices = `SELECT x.id, x.code, x.organization_id, x.name, x.alternate_name, x.description, x.url, x.email, x.status, x.interpretation_services, x.application_process,
	x.fees_description, x.fees, x.wait_time, x.eligibility_description, x.alert, x.assured_date, x.assurer_email, x.dataset_id, x.last_modified, x.minimum_age, x.maximum_age, x.updated_at,
	x.program_id, x.accreditations, x.licenses
	FROM service AS x`

func (s *serviceRow) fields() []any {
	return []any{&s.ID, &s.Code, &s.Org, &s.Name, &s.Alternate, &s.Description, &s.URL, &s.Email, &s.Status, &s.Interpretation, &s.Process,
		&s.Fees, &s.OldFees, &s.Wait, &s.Eligibility, &s.Alert, &s.Assured, &s.Assurer, &s.Dataset, &s.Modified, &s.Min, &s.Max, &s.Updated,
		&s.Program, &s.Accreditations, &s.Licenses}
}

type orgRow struct{ ID, Name, Alternate, Website, Email, Dataset string }

const selectOrgs = `SELECT x.id, x.name, x.alternate_name, x.website, x.email, x.dataset_id FROM organization AS x`

func (o *orgRow) fields() []any {
	return []any{&o.ID, &o.Name, &o.Alternate, &o.Website, &o.Email, &o.Dataset}
}

type doorRow struct{ ID, Service, Location, Description, Dataset string }

const selectDoors = `SELECT x.id, x.service_id, x.location_id, x.description, x.dataset_id FROM service_at_location AS x`

func (d *doorRow) fields() []any {
	return []any{&d.ID, &d.Service, &d.Location, &d.Description, &d.Dataset}
}

type locationRow struct {
	ID, Type, URL, Name, Alternate, Description, Transport, External, Dataset string
	Lat, Lon                                                                  *float64
}

const selectLocations = `SELECT x.id, x.location_type, x.url, x.name, x.alternate_name, x.description, x.transportation, x.external_identifier, x.dataset_id, x.latitude, x.longitude
	FROM location AS x`

func (l *locationRow) fields() []any {
	return []any{&l.ID, &l.Type, &l.URL, &l.Name, &l.Alternate, &l.Description, &l.Transport, &l.External, &l.Dataset, &l.Lat, &l.Lon}
}

type addressRow struct{ ID, Location, Line1, Line2, City, Region, Province, Postal, Type string }

const selectAddresses = `SELECT x.id, x.location_id, x.address_1, x.address_2, x.city, x.region, x.state_province, x.postal_code, x.address_type FROM address AS x`

func (a *addressRow) fields() []any {
	return []any{&a.ID, &a.Location, &a.Line1, &a.Line2, &a.City, &a.Region, &a.Province, &a.Postal, &a.Type}
}

type phoneRow struct {
	ID, Service, Location, Door, Org, Contact, Number, Type, Description, Dataset string
	Extension                                                                     *float64
}

const selectPhones = `SELECT x.id, x.service_id, x.location_id, x.service_at_location_id, x.organization_id, x.contact_id, x.number, x.type, x.description, x.dataset_id, x.extension
	FROM phone AS x`

func (p *phoneRow) fields() []any {
	return []any{&p.ID, &p.Service, &p.Location, &p.Door, &p.Org, &p.Contact, &p.Number, &p.Type, &p.Description, &p.Dataset, &p.Extension}
}

type scheduleRow struct {
	ID, Service, Location, Door, From, To, Start, Until, Freq, ByDay, Opens, Closes, Description, Notes, Attending, Page, Dataset string
	WeekStart, ByWeek, ByMonthDay, ByYearDay                                                                                      string
	Interval, Count                                                                                                               *float64
}

const selectSchedules = `SELECT x.id, x.service_id, x.location_id, x.service_at_location_id, x.valid_from, x.valid_to, x.dtstart, x.until_date, x.freq, x.byday,
	x.opens_at, x.closes_at, x.description, x.notes, x.attending_type, x.schedule_link, x.dataset_id, x.wkst, x.byweekno, x.bymonthday, x.byyearday,
	x.repeat_interval, x.repeat_count
	FROM schedule AS x`

func (s *scheduleRow) fields() []any {
	return []any{&s.ID, &s.Service, &s.Location, &s.Door, &s.From, &s.To, &s.Start, &s.Until, &s.Freq, &s.ByDay, &s.Opens, &s.Closes, &s.Description, &s.Notes, &s.Attending, &s.Page, &s.Dataset,
		&s.WeekStart, &s.ByWeek, &s.ByMonthDay, &s.ByYearDay, &s.Interval, &s.Count}
}

// pair is a short text of a record: a document, a way into a building, a term.
type pair struct{ ID, Of, A, B, Dataset string }

func (p *pair) fields() []any { return []any{&p.ID, &p.Of, &p.A, &p.B, &p.Dataset} }

const (
	selectDocuments = `SELECT x.id, x.service_id, x.document, x.uri, x.dataset_id FROM required_document AS x`
	selectAccess    = `SELECT x.id, x.location_id, x.description, trim(x.details || ' ' || x.url), x.dataset_id FROM accessibility AS x`
	selectTerms     = `SELECT x.id, x.link_id, t.name, COALESCE(k.name, t.taxonomy), x.dataset_id FROM attribute AS x JOIN taxonomy_term AS t ON t.id = x.taxonomy_term_id AND t.published LEFT JOIN taxonomy AS k ON k.id = t.taxonomy_id`
)

type translationRow struct{ ID, Record, Field, Language, Words, Origin string }

const selectTranslations = `SELECT x.id, x.resource_id, x.field_name, x.language, x.value, x.origin FROM translation AS x`

func (t *translationRow) fields() []any {
	return []any{&t.ID, &t.Record, &t.Field, &t.Language, &t.Words, &t.Origin}
}

// machineMade is the origin of a translation that no person made.
const machineMade = "machine"

// closedDoors counts the reports of each service since an instant.
func closedDoors(ctx context.Context, tx *db.Tx, region access.Region, since db.Time) (map[string]int, error) {
	type count struct {
		service string
		n       int
	}
	rows, err := db.Collect(ctx, tx, func(c *count) []any { return []any{&c.service, &c.n} }, `
		SELECT d.service_id, count(*)
		FROM   closed_door AS d
		WHERE  d.region_id = $1
		AND    d.at >= $2
		GROUP  BY d.service_id`, string(region), since)
	m := make(map[string]int, len(rows))
	for _, c := range rows {
		m[c.service] = c.n
	}
	return m, err
}

type confirmation struct {
	ID, Service, Org, OrgName string
	At                        db.Time
}

// confirmationsOf reads the last confirmation of some services, or of each when
// ids is nil.
func confirmationsOf(ctx context.Context, tx *db.Tx, ids []string) ([]confirmation, error) {
	fields := func(c *confirmation) []any { return []any{&c.ID, &c.Service, &c.Org, &c.OrgName, &c.At} }
	const last = `NOT EXISTS (SELECT 1 FROM service_confirmation AS later WHERE later.service_id = f.service_id AND (later.at > f.at OR (later.at = f.at AND later.id > f.id)))`
	if ids == nil {
		return db.Collect(ctx, tx, fields, `SELECT f.id, f.service_id, f.org_id, f.org_name, f.at FROM service_confirmation AS f WHERE `+last)
	}
	return ofServices(ctx, tx, fields, `SELECT f.id, f.service_id, f.org_id, f.org_name, f.at FROM service_confirmation AS f`, ` AND `+last, ids)
}

func servicesPublished(ctx context.Context, tx *db.Tx) (n int, err error) {
	err = tx.QueryRow(ctx, `SELECT count(*) FROM service AS s WHERE s.published`).Scan(&n)
	return n, err
}

// servicesAfter are the first published services beyond an id, in the order of
// their ids.
func servicesAfter(ctx context.Context, tx *db.Tx, after string, n int) ([]string, error) {
	return db.Collect(ctx, tx, func(s *string) []any { return []any{s} }, `
		SELECT s.id FROM service AS s WHERE s.published AND s.id > $1 ORDER BY s.id LIMIT $2`, after, n)
}

type datasetRow struct{ ID, Name, Language string }

func datasets(ctx context.Context, tx *db.Tx) (map[string]datasetRow, error) {
	rows, err := db.Collect(ctx, tx, func(d *datasetRow) []any { return []any{&d.ID, &d.Name, &d.Language} }, `SELECT d.id, d.name, d.language FROM dataset AS d`)
	m := map[string]datasetRow{saidHereFR: {ID: saidHereFR, Language: "fr"}, saidHereEN: {ID: saidHereEN, Language: "en"}}
	for _, d := range rows {
		m[d.ID] = d
	}
	return m, err
}

// serviceByCode finds a published service by its short address.
func serviceByCode(ctx context.Context, tx *db.Tx, code string) (s string, err error) {
	err = tx.QueryRow(ctx, `SELECT s.id FROM service AS s WHERE s.code = $1 AND s.published`, code).Scan(&s)
	return s, err
}

// serviceShown finds a published service.
func serviceShown(ctx context.Context, tx *db.Tx, service access.Service) error {
	var s string
	return tx.QueryRow(ctx, `SELECT s.id FROM service AS s WHERE s.id = $1 AND s.published`, string(service)).Scan(&s)
}

// closings are the schedules that close instead of open: HSDS has no flag for
// it, an attribute of ours has.
func closings(ctx context.Context, tx *db.Tx) (map[string]bool, error) {
	rows, err := db.Collect(ctx, tx, func(s *string) []any { return []any{s} }, `
		SELECT a.link_id
		FROM   taxonomy AS k
		JOIN   taxonomy_term AS t ON t.taxonomy_id = k.id
		JOIN   attribute AS a ON a.taxonomy_term_id = t.id
		WHERE  k.name = $1
		AND    t.name = $2`, "schedule-kind", "closed")
	m := make(map[string]bool, len(rows))
	for _, r := range rows {
		m[r] = true
	}
	return m, err
}
