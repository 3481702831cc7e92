package directory_test

import (
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
)

func TestAClosedDoorIsAnsweredInPublic(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		l, d := one(t, u), services(u).Seals(vault(t))
		must(t, d.ReportClosedDoor(u.Ctx, access.Anyone(dbtest.Region), "r1", l.ID, directory.DoorClosedHours, "La porte était fermée."))
		u.Clock.Advance(time.Hour)
		must(t, d.ReportClosedDoor(u.Ctx, partner, "r2", l.ID, directory.DoorFull, ""))
		u.Clock.Advance(time.Hour)
		list, err := d.DoorsOf(u.Ctx, access.ForWorker(dbtest.Region, "w2", lePont, "", access.Intervention))
		must(t, err)
		if len(list) != 2 || list[0].Reason != directory.DoorClosedHours || list[0].Reply != nil || list[1].Org != "clinic" || list[0].Words != "La porte était fermée." {
			t.Fatalf("%+v", list)
		}
		waiting := func(by access.Actor, want int) {
			t.Helper()
			if n, err := d.DoorsToAnswer(u.Ctx, by); err != nil || n != want {
				t.Errorf("%d wait for an answer, want %d (%v)", n, want, err)
			}
		}
		waiting(worker, 2)
		waiting(partner, 0)
		first := directory.DoorReply{Report: list[0].ID, Kind: directory.ReplyExplained, Words: "C'était un jour férié.", Lang: "fr"}
		must(t, d.AnswerDoor(u.Ctx, worker, "a1", first))
		must(t, d.AnswerDoor(u.Ctx, worker, "a1", first)) // the button pressed twice
		if got := one(t, u).Particulars().Replies; len(got) != 1 || got[0].Words != first.Words || got[0].Kind != directory.ReplyExplained || got[0].At.IsZero() {
			t.Errorf("beside the count: %+v", got)
		}
		waiting(worker, 1)
		u.Clock.Advance(time.Hour)
		must(t, d.AnswerDoor(u.Ctx, worker, "a2", directory.DoorReply{Report: list[0].ID, Kind: directory.ReplyChanged, Words: "Les jours fériés sont sur la fiche.", Lang: "fr"}))
		if got := one(t, u).Particulars().Replies; len(got) != 1 || got[0].Kind != directory.ReplyChanged {
			t.Errorf("the last answer is shown: %+v", got)
		}
		list, err = d.DoorsOf(u.Ctx, worker)
		must(t, err)
		if len(list) != 2 || list[0].Reason != directory.DoorFull || list[1].Reply == nil || list[1].Reply.Kind != directory.ReplyChanged {
			t.Errorf("those without an answer come first: %+v", list)
		}
		if other, err := d.DoorsOf(u.Ctx, partner); err != nil || len(other) != 0 {
			t.Errorf("another organisation reads them: %+v %v", other, err)
		}
		for _, by := range []access.Actor{{}, access.Anyone(dbtest.Region), access.ForLink(dbtest.Region, "r", lePont), access.ForPerson(dbtest.Region, "t", "p")} {
			if _, err := d.DoorsOf(u.Ctx, by); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s reads them: %v", by.Kind(), err)
			}
			if _, err := d.DoorsToAnswer(u.Ctx, by); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s counts them: %v", by.Kind(), err)
			}
		}
		u.Clock.Advance(directory.DoorsCounted - 2*time.Hour - time.Minute)
		if l := one(t, u); l.ClosedDoors != 1 || len(l.Particulars().Replies) != 0 {
			t.Errorf("after its ninety days: %d doors, %d answers", l.ClosedDoors, len(l.Particulars().Replies))
		}
		for name, bad := range map[string]directory.DoorReply{"a-kind-that-is-none": {Kind: "thanks", Words: "x", Lang: "fr"}, "no-words": {Kind: directory.ReplyExplained, Words: " ", Lang: "fr"},
			"too-many-words": {Kind: directory.ReplyChanged, Words: strings.Repeat("é", directory.DoorWords+1), Lang: "fr"}, "no-language": {Kind: directory.ReplyChanged, Words: "x"}} {
			bad.Report = list[0].ID
			if err := d.AnswerDoor(u.Ctx, worker, "b", bad); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		u.WantEvents(t, "directory.imported", "directory.door_closed", "directory.door_closed", "directory.door_answered", "directory.door_answered")
	})
}
