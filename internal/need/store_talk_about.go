package need

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

func insertAbout(ctx context.Context, tx *db.Tx, region access.Region, talk, need string) (err error) {
	defer fault.Wrap(&err, "need.insertAbout")
	_, err = tx.Exec(ctx, `INSERT INTO talk_about (region_id, talk_id, need_id) VALUES ($1, $2, $3)`, region, talk, need)
	return err
}

// talkAbout is the conversation in which a need was said.
func talkAbout(ctx context.Context, tx *db.Tx, region access.Region, need string) (talk, error) {
	return db.Find(ctx, tx, (*talk).fields, `
		SELECT t.id, t.mark, t.channel, t.sealed, t.week, t.language, t.step, t.need_id, t.wants, t.org_id, t.said_at
		FROM   talk_about AS a
		JOIN   talk AS t ON t.region_id = a.region_id AND t.id = a.talk_id
		WHERE  a.region_id = $1 AND a.need_id = $2`, region, need)
}

// unread are the needs of a conversation that were answered and whose answer was
// not read there, the first answered first.
func unread(ctx context.Context, tx *db.Tx, region access.Region, talk string) ([]Need, error) {
	return db.Collect(ctx, tx, (*Need).fields, `
		SELECT n.id, n.said_at, n.via, n.need, n.place, n.wanted, n.with_whom, n.org_id, n.state, n.taken_org_id, n.taken_at, n.due_at, n.settled_at, n.reason
		FROM   talk_about AS a
		JOIN   need AS n ON n.region_id = a.region_id AND n.id = a.need_id
		WHERE  a.region_id = $1 AND a.talk_id = $2 AND a.read_at IS NULL AND n.settled_at IS NOT NULL
		ORDER  BY n.settled_at, n.id`, region, talk)
}

func readAbout(ctx context.Context, tx *db.Tx, region access.Region, talk, need string) (err error) {
	defer fault.Wrap(&err, "need.readAbout")
	_, err = tx.Exec(ctx, `
		UPDATE talk_about SET read_at = $1
		WHERE  region_id = $2 AND talk_id = $3 AND need_id = $4 AND read_at IS NULL`, db.At(tx.Now), region, talk, need)
	return err
}

// unreadAbout says that what a message told was not read, when it did not arrive: an
// answer was read at the instant at which its message was written.
func unreadAbout(ctx context.Context, tx *db.Tx, region access.Region, message string) (err error) {
	defer fault.Wrap(&err, "need.unreadAbout")
	_, err = tx.Exec(ctx, `
		UPDATE talk_about SET read_at = NULL
		WHERE  region_id = $1
		AND    talk_id IN (SELECT m.talk_id FROM talk_message AS m WHERE m.region_id = $1 AND m.way = 'out' AND (m.id = $2 OR m.gateway_id = $2) AND m.state IN ('failed', 'stopped'))
		AND    read_at IN (SELECT m.at FROM talk_message AS m WHERE m.region_id = $1 AND m.way = 'out' AND (m.id = $2 OR m.gateway_id = $2) AND m.state IN ('failed', 'stopped'))`,
		region, message)
	return err
}

func deleteAbout(ctx context.Context, tx *db.Tx, region access.Region, talk string) error {
	_, err := tx.Exec(ctx, `DELETE FROM talk_about WHERE region_id = $1 AND talk_id = $2`, region, talk)
	return err
}
