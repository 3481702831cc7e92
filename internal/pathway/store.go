package pathway

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

func (v *Version) fields() []any {
	return []any{&v.ID, &v.Org, &v.Number, &v.State, &v.Edition, &v.body, &v.SavedBy, &v.SavedAt, &v.ProposedBy, &v.ProposedAt, &v.PublishedBy, &v.PublishedAt}
}

func findVersion(ctx context.Context, tx *db.Tx, region access.Region, id string, number int) (Version, error) {
	return db.Find(ctx, tx, (*Version).fields, `
		SELECT v.pathway_id, p.org_id, v.number, v.state, v.edition, v.body, v.saved_by, v.saved_at, v.proposed_by, v.proposed_at, v.published_by, v.published_at
		FROM   pathway_version AS v
		JOIN   pathway AS p ON p.region_id = v.region_id AND p.id = v.pathway_id
		WHERE  v.region_id = $1 AND v.pathway_id = $2 AND v.number = $3`, region, id, number)
}

// publishedVersion is what stands published of a pathway.
func publishedVersion(ctx context.Context, tx *db.Tx, region access.Region, id string) (Version, error) {
	return db.Find(ctx, tx, (*Version).fields, `
		SELECT v.pathway_id, p.org_id, v.number, v.state, v.edition, v.body, v.saved_by, v.saved_at, v.proposed_by, v.proposed_at, v.published_by, v.published_at
		FROM   pathway_version AS v
		JOIN   pathway AS p ON p.region_id = v.region_id AND p.id = v.pathway_id
		WHERE  v.region_id = $1 AND v.pathway_id = $2 AND v.state = 'published'`, region, id)
}

// draftVersion is the draft of a pathway of one organisation; for any other it
// is not there.
func draftVersion(ctx context.Context, tx *db.Tx, region access.Region, org access.Org, id string) (Version, error) {
	return db.Find(ctx, tx, (*Version).fields, `
		SELECT v.pathway_id, p.org_id, v.number, v.state, v.edition, v.body, v.saved_by, v.saved_at, v.proposed_by, v.proposed_at, v.published_by, v.published_at
		FROM   pathway_version AS v
		JOIN   pathway AS p ON p.region_id = v.region_id AND p.id = v.pathway_id
		WHERE  v.region_id = $1 AND v.pathway_id = $2 AND p.org_id = $3 AND v.state = 'draft'`, region, id, org)
}

// versionsOf lists the versions of a pathway, the newest first.
func versionsOf(ctx context.Context, tx *db.Tx, region access.Region, id string) ([]Version, error) {
	return db.Collect(ctx, tx, (*Version).fields, `
		SELECT v.pathway_id, p.org_id, v.number, v.state, v.edition, v.body, v.saved_by, v.saved_at, v.proposed_by, v.proposed_at, v.published_by, v.published_at
		FROM   pathway_version AS v
		JOIN   pathway AS p ON p.region_id = v.region_id AND p.id = v.pathway_id
		WHERE  v.region_id = $1 AND v.pathway_id = $2
		ORDER  BY v.number DESC`, region, id)
}

// publishedIn lists what is published in the region.
func publishedIn(ctx context.Context, tx *db.Tx, region access.Region) ([]Version, error) {
	return db.Collect(ctx, tx, (*Version).fields, `
		SELECT v.pathway_id, p.org_id, v.number, v.state, v.edition, v.body, v.saved_by, v.saved_at, v.proposed_by, v.proposed_at, v.published_by, v.published_at
		FROM   pathway_version AS v
		JOIN   pathway AS p ON p.region_id = v.region_id AND p.id = v.pathway_id
		WHERE  v.region_id = $1 AND v.state = 'published'
		ORDER  BY v.pathway_id`, region)
}

// draftsIn lists the drafts of an organisation.
func draftsIn(ctx context.Context, tx *db.Tx, region access.Region, org access.Org) ([]Version, error) {
	return db.Collect(ctx, tx, (*Version).fields, `
		SELECT v.pathway_id, p.org_id, v.number, v.state, v.edition, v.body, v.saved_by, v.saved_at, v.proposed_by, v.proposed_at, v.published_by, v.published_at
		FROM   pathway_version AS v
		JOIN   pathway AS p ON p.region_id = v.region_id AND p.id = v.pathway_id
		WHERE  v.region_id = $1 AND p.org_id = $2 AND v.state = 'draft'
		ORDER  BY v.pathway_id`, region, org)
}

func countPathways(ctx context.Context, tx *db.Tx, region access.Region, org access.Org) (n int, err error) {
	err = tx.QueryRow(ctx, `
		SELECT count(*)
		FROM   pathway AS p
		WHERE  p.region_id = $1 AND p.org_id = $2`, region, org).Scan(&n)
	return n, err
}

func insertPathway(ctx context.Context, tx *db.Tx, region access.Region, id string, org access.Org) (err error) {
	defer fault.Wrap(&err, "pathway.insertPathway")
	_, err = tx.Exec(ctx, `
		INSERT INTO pathway (region_id, id, org_id, created_at)
		VALUES ($1, $2, $3, $4)`, region, id, org, db.At(tx.Now))
	return err
}

func insertVersion(ctx context.Context, tx *db.Tx, region access.Region, v Version) (err error) {
	defer fault.Wrap(&err, "pathway.insertVersion")
	_, err = tx.Exec(ctx, `
		INSERT INTO pathway_version (region_id, pathway_id, number, state, edition, body, saved_by, saved_at, proposed_by, proposed_at, published_by, published_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		region, v.ID, v.Number, v.State, v.Edition, v.body, v.SavedBy, v.SavedAt, v.ProposedBy, v.ProposedAt, v.PublishedBy, v.PublishedAt)
	return err
}

// updateVersion writes what changes of a version. A published one keeps its
// words: the body is written on drafts alone.
func updateVersion(ctx context.Context, tx *db.Tx, region access.Region, v Version) (err error) {
	defer fault.Wrap(&err, "pathway.updateVersion(%s)", v.ID)
	if v.State == Draft {
		_, err = tx.Exec(ctx, `
			UPDATE pathway_version SET edition = $1, body = $2, saved_by = $3, saved_at = $4, proposed_by = $5, proposed_at = $6
			WHERE  region_id = $7 AND pathway_id = $8 AND number = $9 AND state = 'draft'`,
			v.Edition, v.body, v.SavedBy, v.SavedAt, v.ProposedBy, v.ProposedAt, region, v.ID, v.Number)
		return err
	}
	_, err = tx.Exec(ctx, `
		UPDATE pathway_version SET state = $1, published_by = $2, published_at = $3
		WHERE  region_id = $4 AND pathway_id = $5 AND number = $6`,
		v.State, v.PublishedBy, v.PublishedAt, region, v.ID, v.Number)
	return err
}

// deleteDraft throws a draft away.
func deleteDraft(ctx context.Context, tx *db.Tx, region access.Region, id string, number int) error {
	_, err := tx.Exec(ctx, `
		DELETE FROM pathway_version
		WHERE  region_id = $1 AND pathway_id = $2 AND number = $3 AND state = 'draft'`, region, id, number)
	return err
}

// deletePathway forgets a pathway that has no version left.
func deletePathway(ctx context.Context, tx *db.Tx, region access.Region, id string) error {
	_, err := tx.Exec(ctx, `
		DELETE FROM pathway
		WHERE  region_id = $1 AND id = $2
		AND    NOT EXISTS (SELECT 1 FROM pathway_version AS v WHERE v.region_id = pathway.region_id AND v.pathway_id = pathway.id)`, region, id)
	return err
}
