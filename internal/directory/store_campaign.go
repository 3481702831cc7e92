package directory

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

func insertCampaign(ctx context.Context, tx *db.Tx, by access.Actor, c Campaign) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO campaign (region_id, id, choice, months, org_id, worker_id, started_at, ends_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		string(by.Region()), c.ID, string(c.Choice), c.Months, string(by.Org()), string(by.Worker()), db.At(c.Started), db.At(c.Ends))
	return err
}

// askedService is one service that is asked about.
type askedService struct {
	Org     access.Org
	Service access.Service
}

func insertCampaignServices(ctx context.Context, tx *db.Tx, region access.Region, campaign string, asked []askedService) error {
	const insert, width = `INSERT INTO campaign_service (region_id, campaign_id, org_id, service_id, answer, cause) VALUES `, 6
	var args []any
	for _, a := range asked {
		args = append(args, string(region), campaign, string(a.Org), string(a.Service), "", "")
		if len(args) == width*batch {
			if err := insertTuples(ctx, tx, insert, width, args); err != nil {
				return err
			}
			args = args[:0]
		}
	}
	return insertTuples(ctx, tx, insert, width, args)
}

func insertCampaignOrg(ctx context.Context, tx *db.Tx, region access.Region, campaign string, org access.Org) error {
	_, err := tx.Exec(ctx, `INSERT INTO campaign_org (region_id, campaign_id, org_id) VALUES ($1, $2, $3)`, string(region), campaign, string(org))
	return err
}

// ownersOf are the organisations that give the services that are shown.
func ownersOf(ctx context.Context, tx *db.Tx, services []string) (map[access.Service]access.Org, error) {
	rows, err := inBatches(services, func(args []any) ([]askedService, error) {
		return db.Collect(ctx, tx, func(r *askedService) []any { return []any{&r.Service, &r.Org} },
			`SELECT s.id, s.organization_id FROM service AS s WHERE s.published AND s.id IN `+tuples(len(args), 1), args...)
	})
	owners := make(map[access.Service]access.Org, len(rows))
	for _, r := range rows {
		owners[r.Service] = r.Org
	}
	return owners, err
}

type campaignRow struct {
	Campaign
	started, ends, stopped db.Time
}

func (r *campaignRow) fields() []any {
	return []any{&r.ID, &r.Choice, &r.Months, &r.Org, &r.started, &r.ends, &r.stopped}
}

func (r campaignRow) whole() Campaign {
	r.Started, r.Ends, r.Stopped = r.started.Time, r.ends.Time, r.stopped.Time
	return r.Campaign
}

const selectCampaigns = `SELECT c.id, c.choice, c.months, c.org_id, c.started_at, c.ends_at, c.closed_at FROM campaign AS c WHERE c.region_id = $1`

func findCampaign(ctx context.Context, tx *db.Tx, region access.Region, campaign string) (Campaign, error) {
	r, err := db.Find(ctx, tx, (*campaignRow).fields, selectCampaigns+` AND c.id = $2`, string(region), campaign)
	return r.whole(), err
}

func campaigns(ctx context.Context, tx *db.Tx, q string, args ...any) ([]Campaign, error) {
	rows, err := db.Collect(ctx, tx, (*campaignRow).fields, q, args...)
	out := make([]Campaign, len(rows))
	for i, r := range rows {
		out[i] = r.whole()
	}
	return out, err
}

func campaignsIn(ctx context.Context, tx *db.Tx, region access.Region, limit int) ([]Campaign, error) {
	return campaigns(ctx, tx, selectCampaigns+` ORDER BY c.started_at DESC, c.id DESC LIMIT $2`, string(region), limit)
}

func campaignsOf(ctx context.Context, tx *db.Tx, region access.Region, org access.Org, limit int) ([]Campaign, error) {
	return campaigns(ctx, tx, selectCampaigns+` AND c.org_id = $2 ORDER BY c.started_at DESC, c.id DESC LIMIT $3`, string(region), string(org), limit)
}

func stopCampaign(ctx context.Context, tx *db.Tx, region access.Region, campaign string) error {
	_, err := tx.Exec(ctx, `UPDATE campaign SET closed_at = $1 WHERE region_id = $2 AND id = $3`, db.At(tx.Now), string(region), campaign)
	return err
}

// orgsAsked are the organisations of a campaign with what they said so far. A
// service that left the directory, or changed hands, is no longer counted.
func orgsAsked(ctx context.Context, tx *db.Tx, region access.Region, campaign string) ([]CampaignOrg, error) {
	type row struct {
		CampaignOrg
		denied db.Time
	}
	rows, err := db.Collect(ctx, tx, func(r *row) []any {
		return []any{&r.Org, &r.Name, &r.Email, &r.denied, &r.Services, &r.Same, &r.Mended, &r.Gone}
	}, `
		SELECT o.org_id, COALESCE(g.name, ''), COALESCE(g.email, ''), o.denied_at, COUNT(s.id),
		       COUNT(CASE WHEN s.id IS NOT NULL AND a.answer = 'same' THEN 1 END),
		       COUNT(CASE WHEN s.id IS NOT NULL AND a.answer = 'mended' THEN 1 END),
		       COUNT(CASE WHEN s.id IS NOT NULL AND a.answer = 'gone' THEN 1 END)
		FROM   campaign_org AS o
		JOIN   campaign_service AS a ON a.region_id = o.region_id AND a.campaign_id = o.campaign_id AND a.org_id = o.org_id
		LEFT   JOIN service AS s ON s.id = a.service_id AND s.published AND s.organization_id = a.org_id
		LEFT   JOIN organization AS g ON g.id = o.org_id AND g.published
		WHERE  o.region_id = $1 AND o.campaign_id = $2
		GROUP  BY o.org_id, g.name, g.email, o.denied_at
		ORDER  BY g.name, o.org_id`, string(region), campaign)
	out := make([]CampaignOrg, len(rows))
	for i, r := range rows {
		r.Denied = r.denied.Time
		out[i] = r.CampaignOrg
	}
	return out, err
}

// silentOrgs are those that want no more messages.
func silentOrgs(ctx context.Context, tx *db.Tx, region access.Region) (map[access.Org]bool, error) {
	list, err := db.Collect(ctx, tx, func(o *access.Org) []any { return []any{o} },
		`SELECT c.org_id FROM contact_stop AS c WHERE c.region_id = $1`, string(region))
	silent := make(map[access.Org]bool, len(list))
	for _, o := range list {
		silent[o] = true
	}
	return silent, err
}

// mendedTwice are the services that a campaign's link mended more than once,
// not counting what was taken back since.
func mendedTwice(ctx context.Context, tx *db.Tx, region access.Region, campaign string) ([]askedService, error) {
	return db.Collect(ctx, tx, func(r *askedService) []any { return []any{&r.Org, &r.Service} }, `
		SELECT a.org_id, a.service_id
		FROM   campaign_service AS a
		JOIN   revision AS r ON r.service_id = a.service_id AND r.cause = a.campaign_id AND r.kind = 'update'
		WHERE  a.region_id = $1 AND a.campaign_id = $2
		AND    NOT EXISTS (SELECT 1 FROM revision AS u WHERE u.undoes = r.id AND u.undoes <> '')
		GROUP  BY a.org_id, a.service_id
		HAVING COUNT(*) > 1
		ORDER  BY a.org_id, a.service_id`, string(region), campaign)
}
