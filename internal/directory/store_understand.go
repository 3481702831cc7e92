package directory

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

func cardsOf(ctx context.Context, tx *db.Tx, org access.Org) (map[string]Card, error) {
	rows, err := db.Collect(ctx, tx, func(c *Card) []any {
		return []any{&c.Lang, &c.Who, &c.Does, &c.DoesNot, &c.Knock, &c.Limits, &c.Decides, &c.Approach, &c.At}
	}, `
		SELECT c.lang, c.who, c.does, c.does_not, c.knock, c.limits, c.decides, c.approach, c.at
		FROM   org_card AS c
		WHERE  c.org_id = $1`, string(org))
	m := map[string]Card{}
	for _, c := range rows {
		m[c.Lang] = c
	}
	return m, err
}

// everyCard lists the cards, those of one organisation together.
func everyCard(ctx context.Context, tx *db.Tx) ([]CardSummary, error) {
	return db.Collect(ctx, tx, func(c *CardSummary) []any { return []any{&c.Org, &c.Lang, &c.Who, &c.At, &c.Name} }, `
		SELECT c.org_id, c.lang, c.who, c.at,
		       COALESCE((SELECT o.name FROM organization AS o WHERE o.id = c.org_id), (SELECT g.name_fr FROM org AS g WHERE g.id = c.org_id), '')
		FROM   org_card AS c
		ORDER  BY c.org_id, c.lang DESC`)
}

func saveCard(ctx context.Context, tx *db.Tx, org access.Org, c Card) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO org_card (org_id, lang, version, who, does, does_not, knock, limits, decides, approach, at)
		VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10)
		ON CONFLICT (org_id, lang) DO UPDATE
		SET    version = org_card.version + 1, who = excluded.who, does = excluded.does, does_not = excluded.does_not, knock = excluded.knock,
		       limits = excluded.limits, decides = excluded.decides, approach = excluded.approach, at = excluded.at`,
		string(org), c.Lang, c.Who, c.Does, c.DoesNot, c.Knock, c.Limits, c.Decides, c.Approach, db.At(tx.Now))
	return err
}

func approachOf(ctx context.Context, tx *db.Tx, org access.Org) (map[ApproachCode]string, error) {
	type row struct {
		code   ApproachCode
		answer string
	}
	rows, err := db.Collect(ctx, tx, func(r *row) []any { return []any{&r.code, &r.answer} }, `
		SELECT a.code, a.answer
		FROM   org_approach AS a
		WHERE  a.org_id = $1`, string(org))
	m := map[ApproachCode]string{}
	for _, r := range rows {
		m[r.code] = r.answer
	}
	return m, err
}

// saveApproach answers a question, or takes the answer back.
func saveApproach(ctx context.Context, tx *db.Tx, org access.Org, code ApproachCode, answer string) error {
	if answer == "" {
		_, err := tx.Exec(ctx, `DELETE FROM org_approach WHERE org_id = $1 AND code = $2`, string(org), string(code))
		return err
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO org_approach (org_id, code, answer, at)
		VALUES ($1, $2, $3, $4)
		ON CONFLICT (org_id, code) DO UPDATE
		SET    answer = excluded.answer, at = excluded.at`, string(org), string(code), answer, db.At(tx.Now))
	return err
}

func practicesOf(ctx context.Context, tx *db.Tx, org access.Org) ([]Practice, error) {
	type row struct {
		Practice
		since *int
	}
	rows, err := db.Collect(ctx, tx, func(r *row) []any { return []any{&r.ID, &r.Lang, &r.Name, &r.since, &r.Words, &r.At} }, `
		SELECT p.id, p.lang, p.name, p.since, p.words, p.at
		FROM   org_practice AS p
		WHERE  p.org_id = $1
		AND    p.ended_at IS NULL
		ORDER  BY p.at, p.id`, string(org))
	var out []Practice
	for _, r := range rows {
		if r.since != nil {
			r.Since = *r.since
		}
		out = append(out, r.Practice)
	}
	return out, err
}

func insertPractice(ctx context.Context, tx *db.Tx, org access.Org, p Practice) error {
	var since any
	if p.Since != 0 {
		since = p.Since
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO org_practice (id, org_id, lang, name, since, words, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, p.ID, string(org), p.Lang, p.Name, since, p.Words, db.At(tx.Now))
	return err
}

// endPractice reports whether the organisation had such a practice.
func endPractice(ctx context.Context, tx *db.Tx, org access.Org, id string) (bool, error) {
	n, err := tx.Exec(ctx, `
		UPDATE org_practice
		SET    ended_at = $1
		WHERE  id = $2
		AND    org_id = $3
		AND    ended_at IS NULL`, db.At(tx.Now), id, string(org))
	return n > 0, err
}
