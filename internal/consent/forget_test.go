package consent_test

import (
	"errors"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/consent"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// TestNobodyIsForgottenOfWhomSomethingWasNoted: the clock counts from the last
// thing noted, whatever it was; a reading, and what the machine writes, is none.
func TestNobodyIsForgottenOfWhomSomethingWasNoted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		referred, quiet, read := w.person(t), w.person(t), w.person(t)
		changed, held := w.person(t), w.person(t)
		must(t, u.DB.Write(u.Ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(u.Ctx, `INSERT INTO referral (region_id, id, person_id, sender_org_id, sender_team_id, sender_worker_id, receiver_org_id, receiver_worker_id,
				service_id, previous_id, state, call_first, opened_how, opened_reason, delay_hours, created_at, decline_by, decline_reason, version)
				VALUES ($1, 'r-1', $2, 'halte', '', '', 'dents', '', '', '', 'in_handoff', $3, '', '', 72, $4, '', '', 1)`, dbtest.Region, referred, false, db.At(tx.Now))
			return err
		}))
		u.Clock.Advance(400 * day)
		since := u.Clock.Now()
		must(t, w.svc.Change(u.Ctx, w.halte, w.act(), changed, consent.Facts{Note: "Vue hier, elle va mieux."}))
		w.holder(t, held)
		must(t, u.DB.Write(u.Ctx, func(tx *db.Tx) error {
			return errors.Join(
				w.log.Append(u.Ctx, tx, w.other, noted{"r-1"}),
				w.log.Disclose(u.Ctx, tx, w.halte, event.Disclosure{Person: read, Purpose: access.SeeConsent, Allowed: true}),
				w.log.Append(u.Ctx, tx, access.System(dbtest.Region), noted{string(quiet)}))
		}))
		forget := func(want int) {
			t.Helper()
			if n, err := w.svc.Forget(u.Ctx, dbtest.Region, since); err != nil || n != want {
				t.Errorf("%d forgotten, want %d, %v", n, want, err)
			}
		}
		forget(2)
		for name, p := range map[string]access.Person{"of whom an observation was noted": referred, "whose record was changed": changed, "who got a thread": held} {
			if _, err := w.svc.Find(u.Ctx, w.halte, p); err != nil {
				t.Errorf("forgotten: one %s: %v", name, err)
			}
		}
		for name, p := range map[string]access.Person{"of whom the machine wrote": quiet, "whose record was read": read} {
			if _, err := w.svc.Find(u.Ctx, w.halte, p); !fault.Is(err, fault.NotFound) {
				t.Errorf("kept: one %s: %v", name, err)
			}
		}
		u.Clock.Advance(day)
		since = u.Clock.Now()
		forget(3)
		forget(0)
	})
}

// noted is something that happened, as the log keeps it.
type noted struct{ of string }

func (noted) Kind() string      { return "referral.observed" }
func (n noted) Subject() string { return n.of }
