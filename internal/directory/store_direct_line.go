package directory

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

func insertLine(ctx context.Context, tx *db.Tx, region access.Region, l Line) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO direct_line (region_id, id, org_id, service_id, version, lang, purpose, who, role, number, extension, hours, best_time, limits, decides,
		                         created_at, updated_at, confirmed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
		string(region), l.ID, string(l.Org), string(l.Service), l.Version, l.Lang, l.Purpose, l.Who, l.Role, l.Number, l.Ext, l.Hours, l.BestTime, l.Limits, l.Decides,
		db.At(tx.Now), db.At(tx.Now), db.At(tx.Now))
	return err
}

func updateLine(ctx context.Context, tx *db.Tx, region access.Region, l Line) error {
	_, err := tx.Exec(ctx, `
		UPDATE direct_line
		SET    service_id = $1, version = $2, lang = $3, purpose = $4, who = $5, role = $6, number = $7, extension = $8, hours = $9, best_time = $10,
		       limits = $11, decides = $12, updated_at = $13, confirmed_at = $14
		WHERE  region_id = $15
		AND    id = $16`,
		string(l.Service), l.Version, l.Lang, l.Purpose, l.Who, l.Role, l.Number, l.Ext, l.Hours, l.BestTime, l.Limits, l.Decides,
		db.At(tx.Now), db.At(tx.Now), string(region), l.ID)
	return err
}

func confirmLine(ctx context.Context, tx *db.Tx, region access.Region, id string) error {
	_, err := tx.Exec(ctx, `UPDATE direct_line SET confirmed_at = $1 WHERE region_id = $2 AND id = $3`, db.At(tx.Now), string(region), id)
	return err
}

func endLine(ctx context.Context, tx *db.Tx, region access.Region, id string) error {
	_, err := tx.Exec(ctx, `UPDATE direct_line SET ended_at = $1 WHERE region_id = $2 AND id = $3`, db.At(tx.Now), string(region), id)
	return err
}

// selectLines reads live lines; $1 is the region.
const selectLines = `
	SELECT l.id, l.org_id, l.service_id, l.version, l.lang, l.purpose, l.who, l.role, l.number, l.extension, l.hours, l.best_time, l.limits, l.decides,
	       l.updated_at, l.confirmed_at, COALESCE((SELECT o.name FROM organization AS o WHERE o.id = l.org_id), (SELECT g.name_fr FROM org AS g WHERE g.id = l.org_id), '')
	FROM   direct_line AS l
	WHERE  l.region_id = $1
	AND    l.ended_at IS NULL`

func (l *LineShown) fields() []any {
	return []any{&l.ID, &l.Org, &l.Service, &l.Version, &l.Lang, &l.Purpose, &l.Who, &l.Role, &l.Number, &l.Ext, &l.Hours, &l.BestTime, &l.Limits, &l.Decides,
		&l.Updated, &l.Confirmed, &l.OrgName}
}

func findLine(ctx context.Context, tx *db.Tx, region access.Region, id string) (LineShown, error) {
	return db.Find(ctx, tx, (*LineShown).fields, selectLines+` AND l.id = $2`, string(region), id)
}

// linesOf lists live lines with what was noted of them since an instant.
func linesOf(ctx context.Context, tx *db.Tx, region access.Region, f LineFilter, since db.Time) ([]LineShown, error) {
	lines, err := db.Collect(ctx, tx, (*LineShown).fields, selectLines+`
		AND    (l.org_id = $2 OR $2 = '')
		AND    (l.service_id = $3 OR $3 = '')
		ORDER  BY l.id`, string(region), string(f.Org), string(f.Service))
	if err != nil {
		return nil, err
	}
	type count struct {
		line       string
		uses, shut int
	}
	counts, err := db.Collect(ctx, tx, func(c *count) []any { return []any{&c.line, &c.uses, &c.shut} }, `
		SELECT u.line_id, count(*), count(*) FILTER (WHERE u.outcome <> $1)
		FROM   direct_line_use AS u
		WHERE  u.region_id = $2
		AND    u.at >= $3
		GROUP  BY u.line_id`, string(CallReached), string(region), since)
	of := map[string]count{}
	for _, c := range counts {
		of[c.line] = c
	}
	for i := range lines {
		lines[i].Uses, lines[i].Closed = of[lines[i].ID].uses, of[lines[i].ID].shut
	}
	return lines, err
}

func saveLineUse(ctx context.Context, tx *db.Tx, by access.Actor, id, line string, what Outcome, words string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO direct_line_use (region_id, id, line_id, org_id, outcome, words, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		string(by.Region()), id, line, string(by.Org()), string(what), words, db.At(tx.Now))
	return err
}

func lineCalls(ctx context.Context, tx *db.Tx, region access.Region, line string, since db.Time) ([]LineCall, error) {
	return db.Collect(ctx, tx, func(c *LineCall) []any { return []any{&c.Outcome, &c.Words, &c.At, &c.OrgName} }, `
		SELECT u.outcome, u.words, u.at,
		       COALESCE((SELECT o.name FROM organization AS o WHERE o.id = u.org_id), (SELECT g.name_fr FROM org AS g WHERE g.id = u.org_id), '')
		FROM   direct_line_use AS u
		WHERE  u.region_id = $1
		AND    u.line_id = $2
		AND    u.at >= $3
		ORDER  BY u.at DESC, u.id DESC`, string(region), line, since)
}
