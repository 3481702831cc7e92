package proof

import (
	"fmt"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/org"
)

// save makes the database stand as was drawn.
func (d *draw) save() {
	ctx := d.t.Context()
	zero := time.Time{}
	when := func(is bool, at time.Time) db.Time {
		if is {
			return db.At(at)
		}
		return db.At(zero)
	}
	d.write(func(tx *db.Tx) error {
		run := func(q string, args ...any) error { _, err := tx.Exec(ctx, q, args...); return err }
		for i, roles := range d.roles {
			if err := run(`UPDATE hat SET roles = $1 WHERE worker_id = $2`, org.Roles(roles).String(), d.workers[i].Worker()); err != nil {
				return err
			}
		}
		for o, gone := range d.revoked {
			if err := run(`UPDATE partner_system SET revoked_at = $1 WHERE region_id = $2 AND id = $3`, when(gone, d.now), dbtest.Region, d.sysIDs[o]); err != nil {
				return err
			}
		}
		if err := run(`DELETE FROM consent WHERE region_id = $1 AND id LIKE 'drawn-%'`, dbtest.Region); err != nil {
			return err
		}
		if err := run(`UPDATE consent SET withdrawn_at = $1, withdrawn_by = 'answer' WHERE region_id = $2`, db.At(d.now.Add(-2*time.Hour)), dbtest.Region); err != nil {
			return err
		}
		for o, id := range d.beside.talks { // a form may have given one back
			if err := run(`UPDATE talk SET org_id = $1, wants = TRUE WHERE region_id = $2 AND id = $3`, d.orgIDs[o], dbtest.Region, id); err != nil {
				return err
			}
		}
		if err := run(`UPDATE export_ask SET taken_at = NULL WHERE region_id = $1`, dbtest.Region); err != nil {
			return err
		}
		if err := run(`UPDATE referral_link SET used_at = NULL, used_act = '' WHERE region_id = $1`, dbtest.Region); err != nil {
			return err
		}
		for i, p := range d.people {
			e := p.opening
			if err := run(`UPDATE person SET closed_at = $1 WHERE region_id = $2 AND id = $3`, when(p.closed, d.now.Add(-time.Hour)), dbtest.Region, d.persons[i].id); err != nil {
				return err
			}
			if err := run(`UPDATE emergency SET recipient_org_id = $1, from_at = $2, to_at = $3, ended_at = $4, contact = $5, verdict = '' WHERE region_id = $6 AND id = $7`,
				d.orgIDs[e.org], db.At(e.from), db.At(e.to), when(e.ended, d.now.Add(-time.Second)), e.contact, dbtest.Region, d.openings[i]); err != nil {
				return err
			}
			if p.named {
				if err := run(`UPDATE consent SET withdrawn_at = NULL, withdrawn_by = '' WHERE region_id = $1 AND person_id = $2 AND recipient_worker_id = receipt_id`,
					dbtest.Region, d.persons[i].id); err != nil {
					return err
				}
			}
			if err := d.saveAnswers(tx, i, p.answers); err != nil {
				return err
			}
		}
		for i, s := range d.standing {
			over := s.state == "declined" || s.state == "expired" || s.state == "withdrawn"
			ago := d.now.Add(-30 * time.Minute)
			if err := run(`UPDATE referral SET state = $1, sent_at = $2, call_first = $3, opened_at = $4, opened_how = $5, received_at = $6, ended_at = $7,
			                      joint_from = $8, joint_to = $9, receiving_worker_id = $10, answered_at = $11, version = version + 1
			               WHERE  region_id = $12 AND id = $13`,
				s.state, when(s.sent, ago), s.callFirst, when(s.opened, ago), map[bool]string{true: "call"}[s.opened], when(s.inHand, ago), when(over, ago),
				when(s.joint, ago), when(s.joint, d.now.Add(time.Hour)), "", when(s.inHand, ago), dbtest.Region, d.refs[i].id); err != nil {
				return err
			}
		}
		return nil
	})
}

func (d *draw) saveAnswers(tx *db.Tx, person int, list []answered) error {
	for n, a := range list {
		if a.worker == unknown {
			continue // was said when the region was written
		}
		receipt, whose := "", access.Worker("")
		for _, ref := range d.refs {
			if ref.person == person && ref.to == a.org {
				receipt = ref.receipt
			}
		}
		if a.worker >= 0 {
			whose = d.workers[a.worker].Worker()
		}
		said := map[bool]string{true: "granted", false: "refused"}[a.yes]
		if a.later {
			said = "later"
		}
		from, to, by := a.from, a.to, ""
		if !a.yes && !a.later {
			from, to = d.now.Add(-time.Hour), d.now.Add(-time.Hour)
		}
		var shown, ended, liftedAt time.Time
		if shown = a.shownTo; a.withdrawn {
			ended, by = d.now.Add(-time.Minute), "person"
		}
		if a.lifted {
			liftedAt = d.now.Add(-time.Minute)
		}
		if _, err := tx.Exec(d.t.Context(), `
			INSERT INTO consent (region_id, id, receipt_id, org_id, person_id, recipient_org_id, recipient_worker_id, purpose, part, answer, from_at, to_at, withdrawn_at, withdrawn_by,
			                     said_to_at, said_ended_at, what_for, wording, language, how, worker_id, team_id, created_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, 'referral', $8, $9, $10, $11, $12, $13, $14, $15,
			        (SELECT o.what_for FROM consent AS o WHERE o.region_id = $1 AND o.receipt_id = $3 AND o.part = 'need' AND o.id NOT LIKE 'drawn-%' ORDER BY o.id LIMIT 1),
			        'v1', 'fr', 'spoken', $16, '', $17)`,
			dbtest.Region, fmt.Sprintf("drawn-%02d-%02d", person, n), receipt, d.orgIDs[person/peopleEach], d.persons[person].id, d.orgIDs[a.org], whose,
			a.part, said, db.At(from), db.At(to), db.At(ended), by, db.At(shown), db.At(liftedAt), d.workers[person/peopleEach*hatsEach].Worker(), db.At(d.now.Add(-time.Hour))); err != nil {
			return err
		}
	}
	return nil
}
