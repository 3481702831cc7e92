package directory

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

func addMissed(ctx context.Context, tx *db.Tx, region access.Region, week int64, taken map[Missed]int) error {
	for m, n := range taken {
		_, err := tx.Exec(ctx, `
			INSERT INTO search_missed (region_id, week, need, place, lacking, times)
			VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (region_id, week, need, place, lacking) DO UPDATE
			SET    times = search_missed.times + excluded.times`, string(region), week, m.Need, m.Place, m.Lacking, n)
		if err != nil {
			return err
		}
	}
	return nil
}

func forgetMissed(ctx context.Context, tx *db.Tx, region access.Region, before int64) error {
	_, err := tx.Exec(ctx, `DELETE FROM search_missed WHERE region_id = $1 AND week < $2`, string(region), before)
	return err
}

func missedSince(ctx context.Context, tx *db.Tx, region access.Region, week int64, fewest, most int) ([]MissedTimes, error) {
	return db.Collect(ctx, tx, func(m *MissedTimes) []any { return []any{&m.Need, &m.Place, &m.Lacking, &m.Times} }, `
		SELECT m.need, m.place, m.lacking, CAST(sum(m.times) AS BIGINT)
		FROM   search_missed AS m
		WHERE  m.region_id = $1
		AND    m.week >= $2
		GROUP  BY m.need, m.place, m.lacking
		HAVING sum(m.times) >= $3
		ORDER  BY 4 DESC, m.need, m.place, m.lacking
		LIMIT  $4`, string(region), week, fewest, most)
}
