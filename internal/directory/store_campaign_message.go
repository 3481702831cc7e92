package directory

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

// message is one that waits for somebody to send it, or was taken.
type message struct {
	ID    string
	Org   access.Org
	Kind  MessageKind
	Nth   int
	taken db.Time
}

func (m *message) fields() []any { return []any{&m.ID, &m.Org, &m.Kind, &m.Nth, &m.taken} }

const selectMessages = `SELECT m.id, m.org_id, m.kind, m.nth, m.taken_at FROM outgoing AS m WHERE m.region_id = $1 AND m.campaign_id = $2`

func messagesOf(ctx context.Context, tx *db.Tx, region access.Region, campaign string) ([]message, error) {
	return db.Collect(ctx, tx, (*message).fields, selectMessages+` ORDER BY m.queued_at, m.id`, string(region), campaign)
}

func messagesTo(ctx context.Context, tx *db.Tx, region access.Region, campaign string, org access.Org) ([]message, error) {
	return db.Collect(ctx, tx, (*message).fields, selectMessages+` AND m.org_id = $3 ORDER BY m.queued_at, m.id`, string(region), campaign, string(org))
}

func queueMessage(ctx context.Context, tx *db.Tx, region access.Region, campaign string, org access.Org, kind MessageKind, nth int) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO outgoing (region_id, id, campaign_id, org_id, kind, nth, queued_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		string(region), tx.NewID(), campaign, string(org), string(kind), nth, db.At(tx.Now))
	return err
}

// takeMessages marks the messages that wait for an organisation as taken, and
// says how many there were.
func takeMessages(ctx context.Context, tx *db.Tx, region access.Region, campaign string, org access.Org) (int64, error) {
	return tx.Exec(ctx, `
		UPDATE outgoing SET taken_at = $1
		WHERE  region_id = $2 AND campaign_id = $3 AND org_id = $4 AND taken_at IS NULL`,
		db.At(tx.Now), string(region), campaign, string(org))
}

// linkRow is the link of one organisation in one campaign.
type linkRow struct {
	Campaign string
	Org      access.Org
	Serial   string
	EndedAct string
	Until    time.Time
	until    db.Time
	ended    db.Time
}

func (l *linkRow) fields() []any {
	return []any{&l.Campaign, &l.Org, &l.Serial, &l.EndedAct, &l.until, &l.ended}
}

// selectLinks are the links that did not run out, of campaigns under way.
const selectLinks = `
	SELECT l.campaign_id, l.org_id, l.serial, l.ended_act, l.expires_at, l.ended_at
	FROM   campaign_link AS l
	JOIN   campaign AS c ON c.region_id = l.region_id AND c.id = l.campaign_id
	WHERE  l.region_id = $1 AND l.expires_at > $2 AND c.closed_at IS NULL AND c.ends_at > $2`

func findLink(ctx context.Context, tx *db.Tx, region access.Region, fingerprint string) (linkRow, error) {
	l, err := db.Find(ctx, tx, (*linkRow).fields, selectLinks+` AND l.fingerprint = $3`, string(region), db.At(tx.Now), fingerprint)
	l.Until = l.until.Time
	return l, err
}

// liveLinks are the links of a campaign that open something, by organisation.
func liveLinks(ctx context.Context, tx *db.Tx, region access.Region, campaign string) (map[access.Org]linkRow, error) {
	rows, err := db.Collect(ctx, tx, (*linkRow).fields, selectLinks+` AND l.campaign_id = $3 AND l.ended_at IS NULL`, string(region), db.At(tx.Now), campaign)
	links := make(map[access.Org]linkRow, len(rows))
	for _, l := range rows {
		l.Until = l.until.Time
		links[l.Org] = l
	}
	return links, err
}

func insertLink(ctx context.Context, tx *db.Tx, region access.Region, fingerprint string, l linkRow) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO campaign_link (region_id, fingerprint, campaign_id, org_id, serial, created_at, expires_at, ended_act)
		VALUES ($1, $2, $3, $4, $5, $6, $7, '')`,
		string(region), fingerprint, l.Campaign, string(l.Org), l.Serial, db.At(tx.Now), db.At(l.Until))
	return err
}

// endLinks ends the links of an organisation in a campaign, remembering by
// which act.
func endLinks(ctx context.Context, tx *db.Tx, region access.Region, campaign string, org access.Org, act string) error {
	_, err := tx.Exec(ctx, `
		UPDATE campaign_link SET ended_at = $1, ended_act = $2
		WHERE  region_id = $3 AND campaign_id = $4 AND org_id = $5 AND ended_at IS NULL`,
		db.At(tx.Now), act, string(region), campaign, string(org))
	return err
}

func denyOrg(ctx context.Context, tx *db.Tx, region access.Region, campaign string, org access.Org, denied db.Time) error {
	_, err := tx.Exec(ctx, `UPDATE campaign_org SET denied_at = $1 WHERE region_id = $2 AND campaign_id = $3 AND org_id = $4`,
		denied, string(region), campaign, string(org))
	return err
}

func silenceOrg(ctx context.Context, tx *db.Tx, region access.Region, org access.Org, silent bool) error {
	if !silent {
		_, err := tx.Exec(ctx, `DELETE FROM contact_stop WHERE region_id = $1 AND org_id = $2`, string(region), string(org))
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO contact_stop (region_id, org_id, at) VALUES ($1, $2, $3) ON CONFLICT (region_id, org_id) DO NOTHING`,
		string(region), string(org), db.At(tx.Now))
	return err
}

// answerRow is what was said of one service by a link.
type answerRow struct {
	Service access.Service
	Answer  CampaignAnswer
	Cause   string
	at      db.Time
}

func (a *answerRow) fields() []any { return []any{&a.Service, &a.Answer, &a.Cause, &a.at} }

// answersOf are the services that a link asks about: shown, and still of its
// organisation.
func answersOf(ctx context.Context, tx *db.Tx, region access.Region, campaign string, org access.Org) ([]answerRow, error) {
	return db.Collect(ctx, tx, (*answerRow).fields, `
		SELECT a.service_id, a.answer, a.cause, a.answered_at
		FROM   campaign_service AS a
		JOIN   service AS s ON s.id = a.service_id AND s.organization_id = a.org_id
		WHERE  a.region_id = $1 AND a.campaign_id = $2 AND a.org_id = $3 AND s.published
		ORDER  BY s.name, a.service_id`, string(region), campaign, string(org))
}

func saveAnswer(ctx context.Context, tx *db.Tx, region access.Region, campaign string, a answerRow) error {
	_, err := tx.Exec(ctx, `
		UPDATE campaign_service SET answer = $1, cause = $2, answered_at = $3
		WHERE  region_id = $4 AND campaign_id = $5 AND service_id = $6`,
		string(a.Answer), a.Cause, a.at, string(region), campaign, string(a.Service))
	return err
}

// linkRevisions are what the link of a campaign did to a service and nobody
// took back, latest first.
func linkRevisions(ctx context.Context, tx *db.Tx, campaign string, service access.Service) ([]revision, error) {
	return db.Collect(ctx, tx, (*revision).fields, selectRevisions+`
		WHERE  r.service_id = $1 AND r.cause = $2 AND r.kind IN ('confirm', 'update')
		AND    NOT EXISTS (SELECT 1 FROM revision AS u WHERE u.undoes = r.id AND u.undoes <> '')
		ORDER  BY r.at DESC, r.id DESC`, string(service), campaign)
}
