package access

import (
	"context"
	"testing"
	"time"

	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
)

// save writes the state. Purposes of consent other than "referral" are not yet
// lawful in the schema, so the checks of the table are put aside: the rule must
// hold on the day that a second purpose is added.
func (s *state) save(t *testing.T, u *dbtest.Universe) {
	t.Helper()
	err := u.DB.Write(u.Ctx, func(tx *db.Tx) error {
		do := func(q string, args ...any) {
			if _, err := tx.Exec(u.Ctx, q, args...); err != nil {
				t.Fatalf("%s\n%v", q, err)
			}
		}
		if tx.Engine() == db.Postgres {
			do(`ALTER TABLE consent DROP CONSTRAINT IF EXISTS consent_purpose_check`)
		} else {
			do(`PRAGMA ignore_check_constraints = 1`)
		}
		at := func(yes bool) db.Time {
			if yes {
				return db.At(start)
			}
			return db.Time{}
		}
		for _, o := range s.rows {
			switch o.table {
			case "person":
				do(`INSERT INTO person (region_id, id, org_id, code_mark, sealed, language, created_at, closed_at)
				    VALUES ($1, $2, $3, $4, $5, 'fr', $6, $7)`, o.region, o.id, o.holder, "mark "+o.id, []byte("x"), db.At(start), at(o.closed))
			case "thread":
				do(`INSERT INTO thread (region_id, id, org_id, person_id, fingerprint, created_at)
				    VALUES ($1, $2, $3, $4, $5, $6)`, o.region, o.id, o.holder, o.person, "print "+o.id, db.At(start))
			case "disclosure":
				do(`INSERT INTO disclosure (region_id, id, person_id, referral_id, at, org_id, team_id, worker_id, purpose, parts, allowed)
				    VALUES ($1, $2, $3, '', $4, $5, '', '', '', '', $6)`, o.region, o.id, o.person, db.At(start), o.holder, true)
			case "talk":
				do(`INSERT INTO talk (region_id, id, mark, channel, sealed, week, language, step, need_id, wants, org_id, said_at)
				    VALUES ($1, $2, $3, '', $4, '', 'fr', '', '', $5, $6, $7)`, o.region, o.id, "mark "+o.id, []byte("x"), true, o.holder, db.At(start))
			case "signal_seat":
				do(`INSERT INTO signal (region_id, id, talk_id, org_id, via, need, place, since, language, sealed, spot, for_all, said_at)
				    VALUES ($1, $2, '', $3, 'web', '', '', 'today', 'fr', $4, $4, $5, $6)`, o.region, o.id, o.holder, []byte("x"), o.holder == "", db.At(start))
				do(`INSERT INTO signal_seat (region_id, id, signal_id, org_id, at)
				    VALUES ($1, $2, $2, $3, $4)`, o.region, o.id, o.holder, db.At(start))
			case "incident":
				do(`INSERT INTO incident (region_id, id, org_id, opened_at) VALUES ($1, $2, $3, $4)`, o.region, o.id, o.holder, db.At(start))
			case "need_word":
				do(`INSERT INTO need (region_id, id, said_at, via, need, place, wanted, with_whom, org_id, receipt_mark, state, taken_org_id, reason)
				    VALUES ($1, $2, $3, 'web', '', '', 'any', 'any', '', $4, 'open', '', '')`, o.region, o.id, db.At(start), "mark "+o.id)
				do(`INSERT INTO need_word (region_id, id, need_id, kind, sealed, language, week, at)
				    VALUES ($1, $2, $2, 'words', $3, 'fr', 'w', $4)`, o.region, o.id, []byte("x"), db.At(start))
			case "referral":
				do(`INSERT INTO referral (region_id, id, person_id, sender_org_id, sender_team_id, sender_worker_id, receiver_org_id, receiver_worker_id,
				        service_id, previous_id, state, call_first, opened_at, opened_how, opened_reason, delay_hours, created_at, sent_at,
				        received_at, decline_by, decline_reason, version)
				    VALUES ($1, $2, $3, $4, '', '', $5, '', '', '', $6, $7, $8, '', '', 72, $9, $10, $11, '', '', 1)`,
					o.region, o.id, o.person, o.sender, o.receiver, o.state, o.callFirst, at(o.opened), db.At(start), at(o.sent), at(o.inHand))
			}
		}
		for _, e := range s.openings {
			do(`INSERT INTO emergency (region_id, id, org_id, person_id, recipient_org_id, ground, contact, sealed, from_at, to_at, ended_at, due_at,
			        worker_id, team_id, verdict, verdict_by)
			    VALUES ($1, $2, $3, $4, $5, 'danger', $6, $7, $8, $9, $10, $9, '', '', '', '')`,
				e.region, e.id, e.holder, e.person, e.recipient, e.contact, []byte("x"), db.At(e.from), db.At(e.to), at(e.ended))
		}
		for _, a := range s.answers {
			do(`INSERT INTO consent (region_id, id, receipt_id, org_id, person_id, recipient_org_id, recipient_worker_id, purpose, part, answer,
			        from_at, to_at, withdrawn_at, withdrawn_by, wording, language, how, worker_id, team_id, created_at)
			    VALUES ($1, $2, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '', 'v1', 'fr', 'screen', '', '', $13)`,
				a.region, a.id, a.holder, a.person, a.recipient, a.worker, a.purpose, a.part, a.said,
				db.At(a.from), db.At(a.to), at(a.withdrawn), db.At(start))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// key names a row of a table.
type key struct{ region, id string }

// clear empties the tables, for another state.
func (s *state) clear(t *testing.T, u *dbtest.Universe) {
	t.Helper()
	err := u.DB.Write(u.Ctx, func(tx *db.Tx) error {
		for _, table := range []string{"disclosure", "consent", "emergency", "thread", "referral", "person", "need_word", "need", "talk", "signal_seat", "signal", "incident"} {
			if _, err := tx.Exec(u.Ctx, `DELETE FROM `+table); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// loaded are the facts of every row of a table as the database has them, which
// is what the Go form decides on.
type loaded map[key]Facts

// load reads one table back, each row with the answers about it and many that
// are not: to choose among them is the rule's work.
func load(ctx context.Context, tx *db.Tx, table string) (loaded, error) {
	given, err := loadAnswers(ctx, tx)
	if err != nil {
		return nil, err
	}
	openings, err := loadOpenings(ctx, tx)
	if err != nil {
		return nil, err
	}
	none := `'', '', '', 0 = 1, CAST(NULL AS BIGINT), CAST(NULL AS BIGINT), CAST(NULL AS BIGINT), CAST(NULL AS BIGINT)`
	columns := map[string]string{
		"referral": `t.person_id, '', t.sender_org_id, t.receiver_org_id, t.state, t.call_first, t.sent_at, t.opened_at, t.received_at,
		             (SELECT p.closed_at FROM person AS p WHERE p.region_id = t.region_id AND p.id = t.person_id)`,
		"person":      `t.id, t.org_id, ` + none,
		"thread":      `t.person_id, t.org_id, ` + none,
		"consent":     `t.person_id, t.org_id, ` + none,
		"emergency":   `t.person_id, t.org_id, ` + none,
		"disclosure":  `t.person_id, '', ` + none,
		"need_word":   `'', '', ` + none,
		"talk":        `'', t.org_id, ` + none,
		"signal_seat": `'', t.org_id, ` + none,
		"incident":    `'', t.org_id, ` + none,
	}[table]
	type line struct {
		key
		Facts
		sent, opened, inHand, closed db.Time
	}
	lines, err := db.Collect(ctx, tx, func(l *line) []any {
		return []any{&l.key.region, &l.id, &l.Person, &l.Holder, &l.Sender, &l.Receiver, &l.State, &l.CallFirst, &l.sent, &l.opened, &l.inHand, &l.closed}
	}, `SELECT t.region_id, t.id, `+columns+` FROM `+table+` AS t`)
	out := loaded{}
	for _, l := range lines {
		f := l.Facts
		f.Region, f.Sent, f.Opened, f.InHand = Region(l.key.region), !l.sent.IsZero(), !l.opened.IsZero(), !l.inHand.IsZero()
		if table == "referral" {
			f.Referral, f.Closed = Referral(l.id), !l.closed.IsZero()
			f.Emergencies = openings.emergencies(f)
		}
		switch table {
		case "referral", "person", "thread", "consent", "emergency", "talk", "signal_seat", "incident":
			for _, i := range near(given, f) {
				f.Consents = append(f.Consents, given[i])
			}
		}
		out[l.key] = f
	}
	return out, err
}

// loadOpenings reads communications without consent back, as the state has them.
func loadOpenings(ctx context.Context, tx *db.Tx) (*state, error) {
	type line struct {
		opening
		from, to, ended db.Time
	}
	lines, err := db.Collect(ctx, tx, func(l *line) []any {
		return []any{&l.region, &l.person, &l.recipient, &l.contact, &l.from, &l.to, &l.ended}
	}, `SELECT e.region_id, e.person_id, e.recipient_org_id, e.contact, e.from_at, e.to_at, e.ended_at
	    FROM   emergency AS e
	    ORDER  BY e.id`)
	s := &state{}
	for _, l := range lines {
		o := l.opening
		o.from, o.to, o.ended = l.from.Time, l.to.Time, !l.ended.IsZero()
		s.openings = append(s.openings, o)
	}
	return s, err
}

func loadAnswers(ctx context.Context, tx *db.Tx) ([]Given, error) {
	type line struct {
		Given
		from, to, withdrawn db.Time
	}
	lines, err := db.Collect(ctx, tx, func(l *line) []any {
		return []any{&l.Region, &l.Person, &l.Recipient, &l.Worker, &l.Purpose, &l.Part, &l.Answer, &l.from, &l.to, &l.withdrawn}
	}, `SELECT c.region_id, c.person_id, c.recipient_org_id, c.recipient_worker_id, c.purpose, c.part, c.answer,
	           c.from_at, c.to_at, c.withdrawn_at
	    FROM   consent AS c
	    ORDER  BY c.id`)
	out := make([]Given, len(lines))
	for i, l := range lines {
		out[i] = l.Given
		out[i].From, out[i].To, out[i].Withdrawn = l.from.Time, l.to.Time, !l.withdrawn.IsZero()
	}
	return out, err
}

// facts are those of a row at an instant.
func (l loaded) facts(r row, now time.Time) Facts {
	f := l[key{r.region, r.id}]
	f.Now = now
	return f
}

// ask is the SQL form: the rows of a table that the scope lets through, in a
// query that has own arguments before the predicate's.
func ask(ctx context.Context, tx *db.Tx, table string, own int, where func(alias string, first int) string, args func(...any) []any) (map[key]bool, error) {
	q, first := `SELECT t.region_id, t.id FROM `+table+` AS t WHERE `, []any{}
	for _, mark := range []string{"$1", "$2", "$3"}[:own] {
		q += `CAST(` + mark + ` AS BIGINT) = 7 AND `
		first = append(first, 7)
	}
	keys, err := db.Collect(ctx, tx, func(k *key) []any { return []any{&k.region, &k.id} },
		q+`(`+where("t", own+1)+`)`, args(first...)...)
	found := map[key]bool{}
	for _, k := range keys {
		found[k] = true
	}
	return found, err
}
