package need

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// message is a text message as it is kept.
type message struct {
	ID, Talk, Way, Gateway string
	Sealed                 []byte
	Week, State            string
	Asked                  bool
	At                     db.Time
}

func (m *message) fields() []any {
	return []any{&m.ID, &m.Talk, &m.Way, &m.Gateway, &m.Sealed, &m.Week, &m.State, &m.Asked, &m.At}
}

func (t *talk) fields() []any {
	return []any{&t.ID, &t.Mark, &t.Channel, &t.Sealed, &t.Week, &t.Language, &t.Step, &t.Need, &t.Wants, &t.Org, &t.Said}
}

// findTalk is the conversation that a message belongs to: the gateway acts for
// nobody, and nothing of it is shown.
func findTalk(ctx context.Context, tx *db.Tx, region access.Region, mark string) (talk, error) {
	return db.Find(ctx, tx, (*talk).fields, `
		SELECT t.id, t.mark, t.channel, t.sealed, t.week, t.language, t.step, t.need_id, t.wants, t.org_id, t.said_at
		FROM   talk AS t
		WHERE  t.region_id = $1 AND t.mark = $2`, region, mark)
}

// talkToTell is a conversation by its id: who signalled is told that an answer
// waits.
func talkToTell(ctx context.Context, tx *db.Tx, region access.Region, id string) (talk, error) {
	return db.Find(ctx, tx, (*talk).fields, `
		SELECT t.id, t.mark, t.channel, t.sealed, t.week, t.language, t.step, t.need_id, t.wants, t.org_id, t.said_at
		FROM   talk AS t
		WHERE  t.region_id = $1 AND t.id = $2`, region, id)
}

// insertTalk is errBegun for a number that has a conversation.
func insertTalk(ctx context.Context, tx *db.Tx, region access.Region, t talk) error {
	n, err := tx.Exec(ctx, `
		INSERT INTO talk (region_id, id, mark, channel, sealed, week, language, step, need_id, wants, org_id, said_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
		ON CONFLICT (region_id, mark) DO NOTHING`,
		region, t.ID, t.Mark, t.Channel, t.Sealed, t.Week, t.Language, t.Step, t.Need, t.Wants, t.Org, t.Said)
	if err == nil && n == 0 {
		err = errBegun
	}
	return err
}

func updateTalk(ctx context.Context, tx *db.Tx, region access.Region, t talk) error {
	_, err := tx.Exec(ctx, `
		UPDATE talk SET language = $1, step = $2, need_id = $3, wants = $4, org_id = $5, said_at = $6, sealed = $7, week = $8
		WHERE  region_id = $9 AND id = $10`, t.Language, t.Step, t.Need, t.Wants, t.Org, t.Said, t.Sealed, t.Week, region, t.ID)
	return err
}

func deleteTalk(ctx context.Context, tx *db.Tx, region access.Region, id string) error {
	if _, err := tx.Exec(ctx, `DELETE FROM talk_message WHERE region_id = $1 AND talk_id = $2`, region, id); err != nil {
		return err
	}
	if err := deleteAbout(ctx, tx, region, id); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `DELETE FROM talk WHERE region_id = $1 AND id = $2`, region, id)
	return err
}

// deleteTalkBefore forgets a conversation whose last word is older.
func deleteTalkBefore(ctx context.Context, tx *db.Tx, region access.Region, id string, before db.Time) error {
	n, err := tx.Exec(ctx, `DELETE FROM talk WHERE region_id = $1 AND id = $2 AND said_at < $3`, region, id, before)
	if err != nil || n == 0 {
		return err
	}
	if err := deleteAbout(ctx, tx, region, id); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `DELETE FROM talk_message WHERE region_id = $1 AND talk_id = $2`, region, id)
	return err
}

// insertMessage is false for a message that was told before.
func insertMessage(ctx context.Context, tx *db.Tx, region access.Region, m message) (fresh bool, err error) {
	n, err := tx.Exec(ctx, `
		INSERT INTO talk_message (region_id, id, talk_id, way, gateway_id, sealed, week, state, asked, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		ON CONFLICT (region_id, way, gateway_id) DO NOTHING`,
		region, m.ID, m.Talk, m.Way, m.Gateway, m.Sealed, m.Week, m.State, m.Asked, m.At)
	return n > 0, err
}

// heardOf are the last messages of a person, the newest first: what a menu asked
// about stands in one before.
func heardOf(ctx context.Context, tx *db.Tx, region access.Region, talk string) ([]message, error) {
	return db.Collect(ctx, tx, (*message).fields, `
		SELECT m.id, m.talk_id, m.way, m.gateway_id, m.sealed, m.week, m.state, m.asked, m.at
		FROM   talk_message AS m
		WHERE  m.region_id = $1 AND m.talk_id = $2 AND m.way = 'in'
		ORDER  BY m.at DESC, m.id DESC
		LIMIT  12`, region, talk)
}

// lastSentTo is when words were last let go to a person; zero: never.
func lastSentTo(ctx context.Context, tx *db.Tx, region access.Region, talk string) (at db.Time, err error) {
	err = tx.QueryRow(ctx, `
		SELECT max(m.at) FROM talk_message AS m
		WHERE  m.region_id = $1 AND m.talk_id = $2 AND m.way = 'out'`, region, talk).Scan(&at)
	return at, err
}

// findOutgoing is a message that the job sends, with the number it goes to.
func findOutgoing(ctx context.Context, tx *db.Tx, region access.Region, id string) (m message, t talk, err error) {
	m, err = db.Find(ctx, tx, (*message).fields, `
		SELECT m.id, m.talk_id, m.way, m.gateway_id, m.sealed, m.week, m.state, m.asked, m.at
		FROM   talk_message AS m
		WHERE  m.region_id = $1 AND m.id = $2 AND m.way = 'out'`, region, id)
	if err != nil {
		return m, t, err
	}
	t, err = db.Find(ctx, tx, (*talk).fields, `
		SELECT t.id, t.mark, t.channel, t.sealed, t.week, t.language, t.step, t.need_id, t.wants, t.org_id, t.said_at
		FROM   talk AS t
		WHERE  t.region_id = $1 AND t.id = $2`, region, m.Talk)
	return m, t, err
}

// updateMessage says what became of a message, unless its gateway said so first:
// its report may come before its answer.
func updateMessage(ctx context.Context, tx *db.Tx, region access.Region, id, state, gateway string) (err error) {
	defer fault.Wrap(&err, "need.updateMessage(%s)", id)
	_, err = tx.Exec(ctx, `
		UPDATE talk_message SET state = CASE WHEN state = 'waiting' THEN $1 ELSE state END, gateway_id = $2
		WHERE  region_id = $3 AND id = $4 AND way = 'out'`, state, gateway, region, id)
	if err != nil || state != MessageFailed && state != MessageStopped {
		return err
	}
	return unreadAbout(ctx, tx, region, id)
}

// reportMessage notes what a gateway says, unless something further on was
// noted before: reports come late and twice.
func reportMessage(ctx context.Context, tx *db.Tx, region access.Region, id, state string) error {
	_, err := tx.Exec(ctx, `
		UPDATE talk_message SET state = $1
		WHERE  region_id = $2 AND way = 'out' AND (gateway_id = $3 OR id = $3)
		AND   (state = 'waiting' OR state = 'sent' AND $1 <> 'waiting')`, state, region, id)
	if err != nil || state != MessageFailed && state != MessageStopped {
		return err
	}
	return unreadAbout(ctx, tx, region, id)
}

func insertStop(ctx context.Context, tx *db.Tx, region access.Region, mark string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO talk_stop (region_id, mark, at) VALUES ($1, $2, $3)
		ON CONFLICT (region_id, mark) DO NOTHING`, region, mark, db.At(tx.Now))
	return err
}

func deleteStop(ctx context.Context, tx *db.Tx, region access.Region, mark string) error {
	_, err := tx.Exec(ctx, `DELETE FROM talk_stop WHERE region_id = $1 AND mark = $2`, region, mark)
	return err
}

func isStopped(ctx context.Context, tx *db.Tx, region access.Region, mark string) (bool, error) {
	var n int
	err := tx.QueryRow(ctx, `SELECT count(*) FROM talk_stop AS s WHERE s.region_id = $1 AND s.mark = $2`, region, mark).Scan(&n)
	return n > 0, err
}

func deleteMessages(ctx context.Context, tx *db.Tx, region access.Region, week string) error {
	_, err := tx.Exec(ctx, `DELETE FROM talk_message WHERE region_id = $1 AND week = $2`, region, week)
	return err
}
