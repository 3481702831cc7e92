package consent_test

import (
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/consent"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
)

// two are who asks and who confirms, at La Halte.
func two() (asks, confirms access.Actor) {
	at := func(worker string, roles ...access.Role) access.Actor {
		return access.ForWorker(dbtest.Region, access.Worker(worker), "halte", "", roles...)
	}
	return at("nadia", access.Coordination), at("idriss", access.Management)
}

// TestTwoPeopleTakeOut: one asks, another confirms, the first takes the file once;
// both are named in the log, and each person reads who took their record.
func TestTwoPeopleTakeOut(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		_, err := w.svc.Create(u.Ctx, w.halte, w.act(), consent.NewPerson{Code: "Mésange", Facts: consent.Facts{Note: "aime le thé", Reach: "le soir"}})
		must(t, err)
		_, err = w.svc.Create(u.Ctx, w.other, w.act(), consent.NewPerson{Code: "ailleurs"})
		must(t, err)
		nadia, idriss := two()
		id, err := w.svc.AskExport(u.Ctx, nadia, "1")
		must(t, err)
		if again, err := w.svc.AskExport(u.Ctx, nadia, "1"); err != nil || again != id {
			t.Errorf("sent twice: %s, %v", again, err)
		}
		if _, err := w.svc.TakeExport(u.Ctx, nadia, id); !fault.Is(err, fault.Conflict) {
			t.Errorf("taken before it was confirmed: %v", err)
		}
		must(t, w.svc.ConfirmExport(u.Ctx, idriss, "2", id))
		list, err := w.svc.TakeExport(u.Ctx, nadia, id)
		must(t, err)
		if len(list) != 1 || list[0].Code != "Mésange" || list[0].Facts.Note != "aime le thé" {
			t.Errorf("%+v", list)
		}
		if _, err := w.svc.TakeExport(u.Ctx, nadia, id); !fault.Is(err, fault.Conflict) {
			t.Errorf("taken twice: %v", err)
		}
		var bodies []string
		var disclosed int
		must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) (err error) {
			bodies, err = db.Collect(u.Ctx, tx, func(s *string) []any { return []any{s} }, `SELECT e.body FROM event AS e WHERE e.kind IN ('export.confirmed', 'export.taken') ORDER BY e.at, e.id`)
			if err != nil {
				return err
			}
			return tx.QueryRow(u.Ctx, `SELECT count(*) FROM disclosure AS d WHERE d.worker_id = 'nadia' AND d.allowed`).Scan(&disclosed)
		}))
		if len(bodies) != 2 || disclosed != 1 {
			t.Errorf("in the log: %v; %d people read that their record left", bodies, disclosed)
		}
		for _, b := range bodies {
			if !strings.Contains(b, `"nadia"`) || !strings.Contains(b, `"idriss"`) {
				t.Errorf("not both are named: %s", b)
			}
		}
	})
}

// TestTheSamePersonDoesNotDoBoth: not under another hat, nor with another role.
func TestTheSamePersonDoesNotDoBoth(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		nadia, idriss := two()
		id, err := w.svc.AskExport(u.Ctx, nadia, "1")
		must(t, err)
		for name, by := range map[string]access.Actor{
			"the same": nadia, "under another hat": access.ForWorker(dbtest.Region, "nadia", "halte", "autre", access.Administration),
		} {
			if err := w.svc.ConfirmExport(u.Ctx, by, name, id); !fault.Is(err, fault.Conflict) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := w.svc.TakeExport(u.Ctx, nadia, id); !fault.Is(err, fault.Conflict) {
			t.Errorf("taken by one person's word: %v", err)
		}
		must(t, w.svc.ConfirmExport(u.Ctx, idriss, "2", id))
		if _, err := w.svc.TakeExport(u.Ctx, access.ForWorker(dbtest.Region, "idriss", "halte", "", access.Coordination), id); !fault.Is(err, fault.NotFound) {
			t.Errorf("taken by who confirmed: %v", err)
		}
	})
}

// TestAnExportLapses: unconfirmed after a day, and untaken an hour after.
func TestAnExportLapses(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		nadia, idriss := two()
		id, err := w.svc.AskExport(u.Ctx, nadia, "1")
		must(t, err)
		if _, err := w.svc.AskExport(u.Ctx, nadia, "2"); !fault.Is(err, fault.Conflict) {
			t.Errorf("a second one while one is open: %v", err)
		}
		u.Clock.Advance(consent.ConfirmWithin)
		if err := w.svc.ConfirmExport(u.Ctx, idriss, "3", id); !fault.Is(err, fault.Conflict) {
			t.Errorf("confirmed a day later: %v", err)
		}
		id, err = w.svc.AskExport(u.Ctx, nadia, "4")
		must(t, err)
		u.Clock.Advance(consent.ConfirmWithin - time.Millisecond)
		must(t, w.svc.ConfirmExport(u.Ctx, idriss, "5", id))
		u.Clock.Advance(consent.TakeWithin)
		if _, err := w.svc.TakeExport(u.Ctx, nadia, id); !fault.Is(err, fault.Conflict) {
			t.Errorf("taken an hour after: %v", err)
		}
		list, now, err := w.svc.Exports(u.Ctx, idriss)
		must(t, err)
		if len(list) != 2 || list[0].State(now) != consent.ExportLapsed || list[1].State(now) != consent.ExportLapsed {
			t.Errorf("%+v", list)
		}
	})
}

// TestWhoTakesPartInAnExport: an organisation's own, of roles that answer for
// something; an ended one is over.
func TestWhoTakesPartInAnExport(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		nadia, idriss := two()
		for name, by := range map[string]access.Actor{"who accompanies": w.halte, "who manages": idriss, "nobody": {}, "the operator": access.ForOperator(dbtest.Region)} {
			if _, err := w.svc.AskExport(u.Ctx, by, "x"); !fault.Is(err, fault.NotFound) {
				t.Errorf("asked by %s: %v", name, err)
			}
		}
		id, err := w.svc.AskExport(u.Ctx, nadia, "1")
		must(t, err)
		elsewhere := access.ForWorker(dbtest.Region, "idriss", "comptoir", "", access.Management, access.Coordination)
		for name, by := range map[string]access.Actor{"who accompanies": w.halte, "another organisation": elsewhere, "nobody": {}} {
			for what, err := range map[string]error{"confirmed": w.svc.ConfirmExport(u.Ctx, by, "x", id), "ended": w.svc.EndExport(u.Ctx, by, "x", id)} {
				if !fault.Is(err, fault.NotFound) {
					t.Errorf("%s by %s: %v", what, name, err)
				}
			}
			if _, err := w.svc.TakeExport(u.Ctx, by, id); !fault.Is(err, fault.NotFound) {
				t.Errorf("taken by %s: %v", name, err)
			}
		}
		must(t, w.svc.EndExport(u.Ctx, idriss, "2", id))
		if err := w.svc.ConfirmExport(u.Ctx, idriss, "3", id); !fault.Is(err, fault.Conflict) {
			t.Errorf("confirmed after it was refused: %v", err)
		}
		u.WantEvents(t, "export.asked", "export.ended")
	})
}
