package consent

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

// quiet is somebody about whom nothing was noted for long, and whose they are.
type quiet struct {
	Person access.Person
	Org    access.Org
}

func (q *quiet) fields() []any { return []any{&q.Person, &q.Org} }

// quietSince are people about whom nothing was noted since an instant, the
// oldest first. It is for the clock that forgets them: ids alone. What has no date
// in a row of its own is in the log: that their record was changed, a thread made,
// how to reach them said, an observation added to a referral. What the machine
// writes there, as that a package was destroyed in its time, and that somebody read,
// is nobody's noting.
func quietSince(ctx context.Context, tx *db.Tx, region access.Region, before time.Time, most int) ([]quiet, error) {
	return db.Collect(ctx, tx, (*quiet).fields, `
		SELECT p.id, p.org_id
		FROM   person AS p
		WHERE  p.region_id = $1 AND p.ended_at IS NULL AND p.created_at < $2
		AND    NOT EXISTS (SELECT 1 FROM consent AS c WHERE c.region_id = p.region_id AND c.person_id = p.id AND (c.created_at >= $2 OR c.withdrawn_at >= $2))
		AND    NOT EXISTS (SELECT 1 FROM referral AS r WHERE r.region_id = p.region_id AND r.person_id = p.id AND (r.created_at >= $2 OR r.answered_at >= $2 OR r.ended_at >= $2))
		AND    NOT EXISTS (SELECT 1 FROM emergency AS e WHERE e.region_id = p.region_id AND e.person_id = p.id AND e.from_at >= $2)
		AND    NOT EXISTS (SELECT 1 FROM event AS v WHERE v.region_id = p.region_id AND v.subject = p.id AND v.at >= $2 AND v.actor_kind <> $3 AND v.kind <> 'disclosure')
		AND    NOT EXISTS (SELECT 1 FROM referral AS r JOIN event AS v ON v.region_id = r.region_id AND v.subject = r.id
		                   WHERE r.region_id = p.region_id AND r.person_id = p.id AND v.at >= $2 AND v.actor_kind <> $3 AND v.kind <> 'disclosure')
		ORDER  BY p.created_at, p.id
		LIMIT  $4`, region, db.At(before), access.Machine, most)
}

// wipePerson leaves of a person's rows opaque ids, dates and codes. Their key is
// destroyed already; the words go too, and the mark by which their code was
// known, so that it may be given again.
func wipePerson(ctx context.Context, tx *db.Tx, region access.Region, of quiet) error {
	p := of.Person
	for _, q := range []struct {
		text string
		args []any
	}{
		{`UPDATE person SET sealed = $1, code_mark = $2, language = '', sign = '', ended_at = $3 WHERE region_id = $4 AND org_id = $5 AND id = $6`, []any{[]byte{}, "forgotten:" + string(p), db.At(tx.Now), region, of.Org, p}},
		{`UPDATE thread SET ended_at = $1 WHERE region_id = $2 AND person_id = $3 AND ended_at IS NULL`, []any{db.At(tx.Now), region, p}},
		{`UPDATE consent SET what_for = NULL, named = NULL, wording_sealed = NULL, withdrawn_at = COALESCE(withdrawn_at, $1) WHERE region_id = $2 AND person_id = $3`, []any{db.At(tx.Now), region, p}},
		{`UPDATE emergency SET sealed = $1, verdict_sealed = NULL WHERE region_id = $2 AND person_id = $3`, []any{[]byte{}, region, p}},
	} {
		if _, err := tx.Exec(ctx, q.text, q.args...); err != nil {
			return err
		}
	}
	return nil
}
