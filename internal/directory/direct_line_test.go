package directory_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
)

func inside() directory.Line {
	return directory.Line{Lang: "fr", Purpose: "Une personne a perdu son lit ce soir", Who: "Équipe de soir", Role: "coordination du refuge", Number: "514 555-0177", Ext: "4",
		Hours: "Tous les jours, 16 h à 22 h", BestTime: "Entre 18 h et 19 h", Limits: "Pas de place pour les couples.", Decides: "La direction, pour plus de trois nuits"}
}

// partner is a worker of another organisation who accompanies people.
var partner = access.ForWorker(dbtest.Region, "w5", "clinic", "", access.Intervention)

func TestADirectLineIsForWorkersAlone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		d, l := services(u), one(t, u)
		line := inside()
		line.Service = l.ID
		id, err := d.PublishLine(u.Ctx, worker, "a1", line)
		must(t, err)
		if again, err := d.PublishLine(u.Ctx, worker, "a1", line); err != nil || again != id { // the button pressed twice
			t.Errorf("%q and %q: %v", id, again, err)
		}
		got, err := d.Lines(u.Ctx, partner, directory.LineFilter{})
		must(t, err)
		if len(got) != 1 || got[0].OrgName != "Le Pont" || got[0].Purpose != line.Purpose || got[0].Number != line.Number || got[0].Ours {
			t.Fatalf("%+v", got)
		}
		for words, n := range map[string]int{"lit ce SOIR pont": 1, "couples": 1, "dentiste": 0} {
			if found, err := d.Lines(u.Ctx, partner, directory.LineFilter{Words: words}); err != nil || len(found) != n {
				t.Errorf("%q finds %d: %v", words, len(found), err)
			}
		}
		for _, by := range []access.Actor{{}, access.Anyone(dbtest.Region), access.ForPerson(dbtest.Region, "t", "p"), access.ForLink(dbtest.Region, "r", lePont),
			access.ForUpdate(dbtest.Region, lePont)} {
			_, list := d.Lines(u.Ctx, by, directory.LineFilter{})
			_, _, read := d.Line(u.Ctx, by, id)
			for act, err := range map[string]error{"lists": list, "reads": read, "notes": d.NoteCall(u.Ctx, by, "x", id, directory.CallReached, "")} {
				if !fault.Is(err, fault.NotFound) {
					t.Errorf("%s %s: %v", by.Kind(), act, err)
				}
			}
		}
		for _, r := range packaged(t, u).records {
			for _, v := range r.Values {
				for _, secret := range []string{line.Purpose, "0177", "Équipe de soir", line.Limits} {
					if strings.Contains(v, secret) {
						t.Errorf("%s leaves %q", r.Table, v)
					}
				}
			}
		}
		if found := directory.NewIndex(loaded(t, u)).Search(directory.Query{Text: "équipe coordination couples"}, dbtest.Start); len(found.Hits) > 0 && len(found.Ignored) == 0 {
			t.Error("the search of everybody knows its words")
		}
	})
}

func TestALineBelongsToItsOrganisation(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		d := services(u)
		id, err := d.PublishLine(u.Ctx, worker, "a1", inside())
		must(t, err)
		edit := inside()
		edit.ID, edit.Version, edit.Limits = id, 1, "Deux nuits au plus."
		for name, by := range map[string]access.Actor{"another": access.ForWorker(dbtest.Region, "w", "clinic", "", access.Administration),
			"who-accompanies": access.ForWorker(dbtest.Region, "w", lePont, "", access.Intervention), "a-steward": access.ForWorker(dbtest.Region, "w", "regroupement", "", access.Coordination).InStewardship(),
			"the-operator": operator, "its-update-link": access.ForUpdate(dbtest.Region, lePont), "nobody": {}} {
			for act, err := range map[string]error{"edits": d.EditLine(u.Ctx, by, "x"+name, edit), "confirms": d.ConfirmLine(u.Ctx, by, "y"+name, id), "ends": d.EndLine(u.Ctx, by, "z"+name, id)} {
				if !fault.Is(err, fault.NotFound) {
					t.Errorf("%s %s: %v", name, act, err)
				}
			}
		}
		must(t, d.EditLine(u.Ctx, worker, "a2", edit))
		if err := d.EditLine(u.Ctx, worker, "a3", edit); !fault.Is(err, fault.Conflict) {
			t.Errorf("a second editor overwrites the first: %v", err)
		}
		edit.Version, edit.Service = 2, access.Service(idOf("service", "not-there"))
		if err := d.EditLine(u.Ctx, worker, "a4", edit); !fault.Is(err, fault.Invalid) {
			t.Errorf("a service that is not its own: %v", err)
		}
		u.Clock.Advance(directory.FreshFor)
		if l, _, err := d.Line(u.Ctx, partner, id); err != nil || l.Fresh(u.Clock.Now()) {
			t.Errorf("still fresh after its time: %v", err)
		}
		must(t, d.ConfirmLine(u.Ctx, worker, "a5", id))
		if l, _, err := d.Line(u.Ctx, partner, id); err != nil || !l.Fresh(u.Clock.Now()) || l.Limits != "Deux nuits au plus." {
			t.Errorf("%+v %v", l, err)
		}
		must(t, d.EndLine(u.Ctx, worker, "a6", id))
		if _, _, err := d.Line(u.Ctx, partner, id); !fault.Is(err, fault.NotFound) {
			t.Errorf("an ended line: %v", err)
		}
		if err := d.NoteCall(u.Ctx, partner, "c", id, directory.CallReached, ""); !fault.Is(err, fault.NotFound) {
			t.Errorf("a call on an ended line: %v", err)
		}
	})
}

func TestCallsOnALineAreCounted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		d := services(u)
		id, err := d.PublishLine(u.Ctx, worker, "a1", inside())
		must(t, err)
		must(t, d.NoteCall(u.Ctx, partner, "c1", id, directory.CallReached, ""))
		u.Clock.Advance(60 * 24 * time.Hour)
		must(t, d.NoteCall(u.Ctx, partner, "c2", id, directory.CallNoAnswer, " Trois fois. "))
		must(t, d.NoteCall(u.Ctx, partner, "c2", id, directory.CallNoAnswer, " Trois fois. ")) // the button pressed twice
		must(t, d.NoteCall(u.Ctx, partner, "c3", id, directory.CallNoRoom, ""))
		count := func() (uses, closed int) {
			t.Helper()
			list, err := d.Lines(u.Ctx, partner, directory.LineFilter{Org: lePont})
			must(t, err)
			l, calls, err := d.Line(u.Ctx, worker, id)
			must(t, err)
			if l.Uses != list[0].Uses || l.Closed != list[0].Closed || len(calls) != l.Uses {
				t.Errorf("the list says %d and %d, the line %d and %d, with %d calls", list[0].Uses, list[0].Closed, l.Uses, l.Closed, len(calls))
			}
			return l.Uses, l.Closed
		}
		if uses, closed := count(); uses != 3 || closed != 2 {
			t.Errorf("%d uses, %d closed doors", uses, closed)
		}
		if _, calls, err := d.Line(u.Ctx, worker, id); err != nil || calls[len(calls)-1].Outcome != directory.CallReached || !slices.ContainsFunc(calls, func(c directory.LineCall) bool { return c.Words == "Trois fois." }) {
			t.Errorf("%+v %v", calls, err)
		}
		if _, calls, err := d.Line(u.Ctx, partner, id); err != nil || calls != nil {
			t.Errorf("who called reads what others noted: %+v %v", calls, err)
		}
		u.Clock.Advance(31 * 24 * time.Hour)
		if uses, closed := count(); uses != 2 || closed != 2 {
			t.Errorf("after ninety days of the first: %d uses, %d closed doors", uses, closed)
		}
		if err := d.NoteCall(u.Ctx, partner, "c4", id, "shouted", ""); !fault.Is(err, fault.Invalid) {
			t.Errorf("an outcome that is none of ours: %v", err)
		}
	})
}

func TestALineSaysWhatItMust(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := services(u)
		for field, spoil := range map[string]func(*directory.Line){
			"purpose": func(l *directory.Line) { l.Purpose = " " }, "role": func(l *directory.Line) { l.Role = "" }, "number": func(l *directory.Line) { l.Number = "poste" },
			"hours": func(l *directory.Line) { l.Hours = "" }, "limits": func(l *directory.Line) { l.Limits = "" }, "ext": func(l *directory.Line) { l.Ext = "4x" },
			"lang": func(l *directory.Line) { l.Lang = "es" }, "who": func(l *directory.Line) { l.Who = strings.Repeat("é", directory.LineWords+1) },
		} {
			l := inside()
			spoil(&l)
			_, err := d.PublishLine(u.Ctx, worker, "a", l)
			if fields := fault.FieldsOf(err); len(fields) != 1 || fields[0].Field != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		u.WantEvents(t)
	})
}
