package pathway_test

import (
	"errors"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/pathway"
)

// TestADeadEndIsNotPublished: a pathway edited to contain a dead end is kept as
// a draft, and refused with the place; mended, a second person publishes it.
func TestADeadEndIsNotPublished(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.draft(t)
		var kept []pathway.Branch
		must(t, w.svc.Save(w.Ctx, w.coord, w.act(), id, 1, func(p *pathway.Pathway) error {
			s, _ := p.Step("soins")
			kept, s.Next = s.Next, nil
			return nil
		}))
		err := w.svc.Propose(w.Ctx, w.coord, w.act(), id, 2)
		wantKey(t, "a dead end", err, "pathway_edit.refused")
		if _, args := fault.KeyOf(err); len(args) < 2 || args[1] != "soins.next" {
			t.Errorf("the place: %v", args)
		}
		wantKey(t, "publishing what nobody proposed", w.svc.Publish(w.Ctx, w.chief, w.act(), id, 2), "pathway_edit.not_proposed")
		must(t, w.svc.Save(w.Ctx, w.coord, w.act(), id, 2, func(p *pathway.Pathway) error {
			s, _ := p.Step("soins")
			s.Next = kept
			return nil
		}))
		must(t, w.svc.Propose(w.Ctx, w.coord, w.act(), id, 3))
		wantKey(t, "publishing one's own", w.svc.Publish(w.Ctx, w.coord, w.act(), id, 3), "pathway_edit.second_needed")
		act := w.act()
		must(t, w.svc.Publish(w.Ctx, w.chief, act, id, 3))
		must(t, w.svc.Publish(w.Ctx, w.chief, act, id, 3)) // sent twice
		w.wantEvent(t, "pathway.published", 1)
		if _, err := w.svc.Begin(w.Ctx, w.crew, w.act(), id); err != nil {
			t.Errorf("what was published is not walked: %v", err)
		}
	})
}

// TestAProposalFallsWithItsWords: what a second person agreed to read is not
// changed under them.
func TestAProposalFallsWithItsWords(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.draft(t)
		must(t, w.svc.Propose(w.Ctx, w.coord, w.act(), id, 1))
		must(t, w.svc.Save(w.Ctx, w.second, w.act(), id, 1, func(p *pathway.Pathway) error { p.Title.FR = "Autre"; return nil }))
		wantKey(t, "publishing what was read before", w.svc.Publish(w.Ctx, w.chief, w.act(), id, 1), "pathway_edit.stale")
		wantKey(t, "publishing what was not proposed", w.svc.Publish(w.Ctx, w.chief, w.act(), id, 2), "pathway_edit.not_proposed")
	})
}

// TestTwoWhoEditLoseNothing: of two who save, the second is told, and nothing is
// half-written. A refused change writes nothing either.
func TestTwoWhoEditLoseNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.draft(t)
		title := func(s string) func(*pathway.Pathway) error {
			return func(p *pathway.Pathway) error { p.Title.FR = s; return nil }
		}
		act := w.act()
		must(t, w.svc.Save(w.Ctx, w.coord, act, id, 1, title("A")))
		must(t, w.svc.Save(w.Ctx, w.coord, act, id, 1, title("A"))) // sent twice
		wantKey(t, "an older form", w.svc.Save(w.Ctx, w.second, w.act(), id, 1, title("B")), "pathway_edit.stale")
		no := errors.New("no")
		if err := w.svc.Save(w.Ctx, w.second, w.act(), id, 2, func(p *pathway.Pathway) error { p.Title.FR = "C"; return no }); !errors.Is(err, no) {
			t.Errorf("a refused change: %v", err)
		}
		sheet, err := w.svc.FindDraft(w.Ctx, w.second, id)
		must(t, err)
		if sheet.Title.FR != "A" || sheet.Edition != 2 {
			t.Errorf("edition %d: %q", sheet.Edition, sheet.Title.FR)
		}
	})
}

// TestEarlierVersionsStayReadable: a run goes on with the version it began with,
// and what was published before can still be read.
func TestEarlierVersionsStayReadable(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.published(t)
		run := w.walk(t, w.crew, id, "no")
		must(t, w.svc.Revise(w.Ctx, w.coord, id))
		must(t, w.svc.Revise(w.Ctx, w.coord, id)) // one draft at a time
		must(t, w.svc.Save(w.Ctx, w.coord, w.act(), id, 1, func(p *pathway.Pathway) error {
			p.Title = words("Deuxième")
			s, _ := p.Step("accord")
			s.Ask = words("Autrement dit ?")
			return nil
		}))
		_, seen, err := w.svc.Read(w.Ctx, w.crew, id, 0)
		must(t, err)
		if len(seen) != 1 {
			t.Errorf("who walks sees %d versions, a draft among them", len(seen))
		}
		_, _, err = w.svc.Read(w.Ctx, w.crew, id, 2)
		wantKind(t, "who walks reads the draft", err, fault.NotFound)
		w.release(t, id)

		r, err := w.svc.Open(w.Ctx, w.crew, run)
		must(t, err)
		if here := r.Walk.Here(r.Pathway); r.Number != 1 || here.Step.Ask.FR == "Autrement dit ?" {
			t.Errorf("the run changed under its worker: %+v", here.Step)
		}
		now, seen, err := w.svc.Read(w.Ctx, w.nurse, id, 0)
		must(t, err)
		was, _, err := w.svc.Read(w.Ctx, w.nurse, id, 1)
		must(t, err)
		if now.Title.FR != "Deuxième" || now.Number != 2 || was.Title.FR == "Deuxième" || was.State != pathway.Earlier || len(seen) != 2 {
			t.Errorf("now %d %q, was %s %q, %d versions", now.Number, now.Title.FR, was.State, was.Title.FR, len(seen))
		}
		must(t, w.svc.Retire(w.Ctx, w.chief, w.act(), id))
		_, err = w.svc.Begin(w.Ctx, w.crew, w.act(), id)
		wantKind(t, "beginning what was taken back", err, fault.NotFound)
		if _, _, err := w.svc.Read(w.Ctx, w.nurse, id, 2); err != nil {
			t.Errorf("what was taken back is not readable: %v", err)
		}
	})
}

// TestADraftIsItsOrganisationsOwn: for any other it is not there.
func TestADraftIsItsOrganisationsOwn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id, out := w.draft(t), w.published(t)
		nothing := func(*pathway.Pathway) error { return nil }
		for name, by := range map[string]access.Actor{"another organisation": w.rival, "who walks": w.crew, "anyone": w.visit} {
			_, err := w.svc.FindDraft(w.Ctx, by, id)
			wantKind(t, name+" reads", err, fault.NotFound)
			_, _, err = w.svc.Read(w.Ctx, by, id, 0)
			wantKind(t, name+" reads it as published", err, fault.NotFound)
			wantKind(t, name+" saves", w.svc.Save(w.Ctx, by, w.act(), id, 1, nothing), fault.NotFound)
			wantKind(t, name+" proposes", w.svc.Propose(w.Ctx, by, w.act(), id, 1), fault.NotFound)
			wantKind(t, name+" publishes", w.svc.Publish(w.Ctx, by, w.act(), id, 1), fault.NotFound)
			wantKind(t, name+" discards", w.svc.Discard(w.Ctx, by, w.act(), id, 1), fault.NotFound)
			wantKind(t, name+" revises", w.svc.Revise(w.Ctx, by, out), fault.NotFound)
			wantKind(t, name+" retires", w.svc.Retire(w.Ctx, by, w.act(), out), fault.NotFound)
			_, err = w.svc.Simulate(w.Ctx, by, w.act(), id)
			wantKind(t, name+" simulates", err, fault.NotFound)
		}
		wantKind(t, "management saves", w.svc.Save(w.Ctx, w.chief, w.act(), id, 1, nothing), fault.NotFound)
		_, drafts, err := w.svc.List(w.Ctx, w.rival)
		must(t, err)
		published, own, err := w.svc.List(w.Ctx, w.chief)
		must(t, err)
		if len(drafts) != 0 || len(own) != 1 || len(published) != 1 {
			t.Errorf("drafts of others %d, own %d, published %d", len(drafts), len(own), len(published))
		}
		copied, err := w.svc.Copy(w.Ctx, w.rival, w.act(), out) // a published one is taken up elsewhere
		must(t, err)
		if _, err := w.svc.FindDraft(w.Ctx, w.rival, copied); err != nil {
			t.Error(err)
		}
		must(t, w.svc.Discard(w.Ctx, w.coord, w.act(), id, 1))
		_, err = w.svc.FindDraft(w.Ctx, w.coord, id)
		wantKind(t, "a draft thrown away", err, fault.NotFound)
	})
}

// TestASimulatorGivesNothing: a draft is walked, and nothing comes of it.
func TestASimulatorGivesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		run, err := w.svc.Simulate(w.Ctx, w.coord, w.act(), w.draft(t))
		must(t, err)
		for n, x := range [][2]string{{"aigu", "no"}, {"accord", "yes"}, {"soins", "repos"}, {"nuits", "unsure"}, {"toit", "yes"}} {
			_, err := w.svc.Answer(w.Ctx, w.coord, run, n+1, x[0], x[1])
			must(t, err)
		}
		_, err = w.svc.Hand(w.Ctx, w.coord, w.act(), run, "p1", []string{"1"}, fr)
		wantKey(t, "a referral of a trial", err, "pathway.only_trial")
	})
}

// TestAFileBecomesADraft, and a file that is none leaves nothing.
func TestAFileBecomesADraft(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		list, err := pathway.Examples()
		must(t, err)
		data, err := pathway.Encode(list[0].Pathway)
		must(t, err)
		id, err := w.svc.Import(w.Ctx, w.coord, w.act(), data)
		must(t, err)
		sheet, err := w.svc.FindDraft(w.Ctx, w.coord, id)
		must(t, err)
		if again, err := pathway.Encode(sheet.Pathway); err != nil || string(again) != string(data) {
			t.Errorf("what comes in does not go out the same: %v", err)
		}
		_, err = w.svc.Import(w.Ctx, w.coord, w.act(), []byte("bonjour"))
		wantKey(t, "a file that is none", err, "pathway.file_unreadable")
		_, err = w.svc.Import(w.Ctx, w.crew, w.act(), data)
		wantKind(t, "who walks imports", err, fault.NotFound)
		if _, drafts, err := w.svc.List(w.Ctx, w.coord); err != nil || len(drafts) != 1 {
			t.Errorf("%d drafts: %v", len(drafts), err)
		}
	})
}
