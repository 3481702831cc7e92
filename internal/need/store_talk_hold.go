package need

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

func (t *Talk) fields() []any {
	return []any{&t.ID, &t.Said, &t.Language, &t.Need, &t.Org, &t.Wants}
}

// talksWaiting are the conversations in which somebody asked for a human and
// nobody holds: that they wait, and nothing said in them.
func talksWaiting(ctx context.Context, tx *db.Tx, region access.Region) ([]Talk, error) {
	return db.Collect(ctx, tx, (*Talk).fields, `
		SELECT t.id, t.said_at, t.language, t.need_id, t.org_id, t.wants
		FROM   talk AS t
		WHERE  t.region_id = $1 AND t.org_id = '' AND t.wants
		ORDER  BY t.said_at, t.id
		LIMIT  50`, region)
}

func talksHeld(ctx context.Context, tx *db.Tx, region access.Region, sc access.Scope) ([]Talk, error) {
	return db.Collect(ctx, tx, (*Talk).fields, `
		SELECT t.id, t.said_at, t.language, t.need_id, t.org_id, t.wants
		FROM   talk AS t
		WHERE  t.region_id = $1 AND (`+sc.Where("t", 2)+`)
		ORDER  BY t.said_at DESC, t.id
		LIMIT  50`, sc.Args(region)...)
}

func heldTalk(ctx context.Context, tx *db.Tx, region access.Region, sc access.Scope, id string) (Talk, error) {
	return db.Find(ctx, tx, (*Talk).fields, `
		SELECT t.id, t.said_at, t.language, t.need_id, t.org_id, t.wants
		FROM   talk AS t
		WHERE  t.region_id = $1 AND t.id = $2 AND (`+sc.Where("t", 3)+`)`, sc.Args(region, id)...)
}

// talkByID has what it takes to write to the person, for who holds it.
func talkByID(ctx context.Context, tx *db.Tx, region access.Region, sc access.Scope, id string) (talk, error) {
	return db.Find(ctx, tx, (*talk).fields, `
		SELECT t.id, t.mark, t.channel, t.sealed, t.week, t.language, t.step, t.need_id, t.wants, t.org_id, t.said_at
		FROM   talk AS t
		WHERE  t.region_id = $1 AND t.id = $2 AND (`+sc.Where("t", 3)+`)`, sc.Args(region, id)...)
}

func messagesOf(ctx context.Context, tx *db.Tx, region access.Region, sc access.Scope, id string) ([]message, error) {
	return db.Collect(ctx, tx, (*message).fields, `
		SELECT m.id, m.talk_id, m.way, m.gateway_id, m.sealed, m.week, m.state, m.asked, m.at
		FROM   talk AS t
		JOIN   talk_message AS m ON m.region_id = t.region_id AND m.talk_id = t.id
		WHERE  t.region_id = $1 AND t.id = $2 AND (`+sc.Where("t", 3)+`)
		ORDER  BY m.at, m.id`, sc.Args(region, id)...)
}

// takeTalk is the one step by which a conversation that nobody holds gets its
// holder.
func takeTalk(ctx context.Context, tx *db.Tx, region access.Region, org access.Org, id string) (int64, error) {
	return tx.Exec(ctx, `
		UPDATE talk SET org_id = $1
		WHERE  region_id = $2 AND id = $3 AND org_id = ''`, org, region, id)
}

func giveTalk(ctx context.Context, tx *db.Tx, region access.Region, sc access.Scope, id string) error {
	_, err := tx.Exec(ctx, `
		UPDATE talk SET org_id = '', wants = FALSE, step = ''
		WHERE  region_id = $1 AND id = $2 AND (`+sc.Where("talk", 3)+`)`, sc.Args(region, id)...)
	return err
}
