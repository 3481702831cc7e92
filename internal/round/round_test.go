package round_test

import (
	"strings"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/id"
	"passerelle/internal/round"
	"passerelle/internal/seal"
)

// TestARound is prepared, lent, walked without network, sent and counted.
func TestARound(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		r := w.prepared(t)
		p := w.lent(t, w.maelle, r)
		if len(p.pack.Doors) != 10 || p.pack.Doors[0].Number != "1" || p.pack.Doors[5].Number != "2" || p.pack.Round.Place != "faubourg" || p.pack.Lease != round.Lease {
			t.Fatalf("the pack: %+v", p.pack)
		}
		p.tell(t, kept{door: 1, result: round.Talked, kits: 2}, nil)
		p.tell(t, kept{door: 2, result: round.Absent}, nil)
		p.tell(t, kept{door: 3, result: round.Talked, need: "eat.meal"}, map[string]any{"w": "Rien depuis hier", "l": "fr", "s": "123456789012"})
		p.tell(t, kept{door: 4, result: round.Never}, nil)
		rep := p.flush(t)
		if len(rep.Fates) != 4 || !rep.Open || len(p.outbox) != 0 {
			t.Fatalf("%+v, left %d", rep, len(p.outbox))
		}
		want := round.Figures{Doors: 10, Seen: 4, Talked: 2, Absent: 1, Never: 1, Kits: 2}
		f := w.followed(t, r)
		if f.Figures != want || len(f.Needs) != 1 || f.Needs[0] != (round.Said{Need: "eat.meal", N: 1}) || !f.Walked() {
			t.Errorf("%+v %+v", f.Figures, f.Needs)
		}
		if h := w.board.heard; len(h) != 1 || h[0] != (round.Heard{Need: "eat.meal", Place: "faubourg", Words: "Rien depuis hier", Language: "fr", Slip: "123456789012"}) {
			t.Errorf("the board heard %+v", h)
		}
		u.WantEvents(t, "round.prepared", "round.lent", "round.opened", "round.received")
	})
}

// TestWhoSeesARound: those of its organisation who walk or prepare. For all
// others it is not there, whatever they do.
func TestWhoSeesARound(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		r := w.prepared(t)
		p := w.lent(t, w.maelle, r)
		for name, by := range map[string]access.Actor{"administration": w.boss, "another organisation": w.stranger, "another region": w.foreign, "public": access.Anyone(dbtest.Region), "nobody": {}} {
			_, _, follow := w.svc.Follow(u.Ctx, by, r)
			_, lend := w.svc.Lend(u.Ctx, by, w.act(), r, "")
			_, _, link := w.svc.Link(u.Ctx, by, r, p.pack.Device)
			typed := w.svc.TypeIn(u.Ctx, by, w.act(), r, round.Sheet{Doors: []round.Typed{{Door: 1, Result: round.Absent}}})
			for what, err := range map[string]error{
				"follows": follow, "lends": lend, "reads the link": link, "types in": typed, "hands over": w.svc.HandOver(u.Ctx, by, w.act(), r, p.pack.Device),
				"revokes": w.svc.Revoke(u.Ctx, by, w.act(), r, p.pack.Device), "closes": w.svc.Close(u.Ctx, by, w.act(), r),
			} {
				if !fault.Is(err, fault.NotFound) {
					t.Errorf("%s %s: %v", name, what, err)
				}
			}
		}
		if list, _, err := w.svc.List(u.Ctx, w.stranger); err != nil || len(list) != 0 {
			t.Errorf("another organisation lists %v, %v", list, err)
		}
		if err := w.svc.Revoke(u.Ctx, w.luc, w.act(), r, p.pack.Device); !fault.Is(err, fault.NotFound) {
			t.Errorf("a colleague takes the phone of another back: %v", err)
		}
		if err := w.svc.Close(u.Ctx, w.maelle, w.act(), r); !fault.Is(err, fault.NotFound) {
			t.Errorf("who walks closes: %v", err)
		}
	})
}

// TestAMistakeIsReplaced by the phone that made it, in whatever order the two
// arrive; no other phone replaces it.
func TestAMistakeIsReplaced(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		for name, order := range map[string][]int{"in order": {0, 1}, "reversed": {1, 0}} {
			r := w.prepared(t)
			p, other := w.lent(t, w.maelle, r), w.lent(t, w.luc, r)
			wrong := p.tell(t, kept{door: 1, result: round.Never, kits: 3}, nil)
			p.tell(t, kept{door: 1, result: round.Absent}, map[string]any{"p": wrong.id})
			other.tell(t, kept{door: 2, result: round.Talked}, map[string]any{"p": p.kept[1].id})
			for _, i := range order {
				_, err := p.send(p.outbox[i : i+1])
				must(t, err)
			}
			other.flush(t)
			if f := w.followed(t, r).Figures; f.Absent != 1 || f.Never != 0 || f.Kits != 0 || f.Talked != 1 || f.Twice != 0 {
				t.Errorf("%s: %+v", name, f)
			}
		}
	})
}

// TestWhatDoesNotOpenIsSaid, and does nothing: sealed for another round, phone
// or id, cut, forged, out of bounds. What stands beside it is kept.
func TestWhatDoesNotOpenIsSaid(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		p, elsewhere := w.lent(t, w.maelle, w.prepared(t)), w.lent(t, w.luc, w.prepared(t))
		good := p.tell(t, kept{door: 1, result: round.Absent}, nil)
		elsewhere.tell(t, kept{door: 1, result: round.Absent}, nil)
		other := elsewhere.outbox[0]
		boxes := []round.Box{p.outbox[0], other, {ID: id.New(u.Clock.Now()), Sealed: p.outbox[0].Sealed}, {ID: id.New(u.Clock.Now()), Sealed: p.outbox[0].Sealed[:70]}, {ID: "no-uuid", Sealed: p.outbox[0].Sealed}, {ID: id.New(u.Clock.Now())}}
		p.outbox = nil
		for _, more := range []map[string]any{
			{"d": 0}, {"d": 11}, {"r": "met"}, {"k": -1}, {"k": round.KitsMost + 1}, {"n": "no.need"}, {"w": "des mots sans besoin"}, {"n": "eat.meal", "w": strings.Repeat("é", 501)},
			{"n": "eat.meal", "s": "12"}, {"s": "123456789012"}, {"p": "that one"}, {"v": 2}, {"l": strings.Repeat("x", 36)},
		} {
			p.tell(t, kept{door: 1, result: round.Talked}, more)
		}
		boxes = append(boxes, p.outbox...)
		rep, err := p.send(boxes)
		must(t, err)
		for bid, f := range rep.Fates {
			if want := map[bool]round.Fate{true: round.FateKept, false: round.FateUnread}[bid == good.id]; f != want {
				t.Errorf("%s: %s", bid, f)
			}
		}
		if len(rep.Fates) != len(boxes) || len(w.board.heard) != 0 {
			t.Errorf("%d answers to %d, heard %v", len(rep.Fates), len(boxes), w.board.heard)
		}
		_, err = p.send(make([]round.Box, round.BoxesMost+1))
		wantKey(t, err, "round.boxes_many")
	})
}

// TestOnlyTheServerOpens: neither a phone nor the database has what opens a
// box: the private half is sealed.
func TestOnlyTheServerOpens(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		p := w.lent(t, w.maelle, w.prepared(t))
		p.tell(t, kept{door: 1, result: round.Talked, need: "eat.meal"}, map[string]any{"w": "canari-5521"})
		if strings.Contains(string(p.outbox[0].Sealed), "canari") {
			t.Error("not sealed")
		}
		var stored []byte
		must(t, u.DB.Read(u.Ctx, func(tx *db.Tx) error {
			return tx.QueryRow(u.Ctx, `SELECT r.sealed_key FROM round AS r`).Scan(&stored)
		}))
		where := []string{p.pack.Round.ID, p.pack.Device, p.kept[0].id}
		for name, key := range map[string][]byte{"what is stored": stored, "the public half": p.pack.Round.Public} {
			if len(key) > 32 {
				key = key[:32]
			}
			if plain, err := seal.OpenBox(key, p.outbox[0].Sealed, where...); err == nil {
				t.Errorf("%s opens it: %s", name, plain)
			}
		}
		p.flush(t)
		if len(w.board.heard) != 1 {
			t.Error("the server does not open it: this test proves nothing")
		}
	})
}

// TestASlipIsOnePersons: the code of a paper leads to one need; given twice, the
// second is kept and the worker is told, each time they ask.
func TestASlipIsOnePersons(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		p := w.lent(t, w.maelle, w.prepared(t))
		for door := 1; door <= 2; door++ {
			p.tell(t, kept{door: door, result: round.Talked, need: "eat.meal"}, map[string]any{"s": "555566667777"})
		}
		for range 2 {
			rep, err := p.send(p.outbox)
			must(t, err)
			if rep.Fates[p.kept[0].id] != round.FateKept || rep.Fates[p.kept[1].id] != round.FateSlip {
				t.Errorf("%+v", rep.Fates)
			}
		}
		if len(w.board.heard) != 2 {
			t.Errorf("heard %d times", len(w.board.heard))
		}
	})
}

// TestPaperIsTypedIn once, all of it or nothing, and counts like any phone.
func TestPaperIsTypedIn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		r := w.prepared(t)
		slip := w.svc.Slips(w.followed(t, r).Round)[0]
		act := w.act()
		wantKey(t, w.svc.TypeIn(u.Ctx, w.maelle, w.act(), r, round.Sheet{Doors: []round.Typed{{Door: 1}}}), "round.lines_missing")
		for field, sheet := range map[string]round.Sheet{
			"door-2": {Doors: []round.Typed{{Door: 1, Result: round.Talked}, {Door: 2, Kits: 2}}},
			"need-0": {Doors: []round.Typed{{Door: 1, Result: round.Talked}}, Needs: []round.Heard{{Need: "eat.meal", Slip: "12"}}},
			"need-1": {Needs: []round.Heard{{Need: "eat.meal", Slip: slip}, {Need: "eat.meal", Slip: slip}}},
		} {
			if f := fault.FieldsOf(w.svc.TypeIn(u.Ctx, w.maelle, w.act(), r, sheet)); len(f) != 1 || f[0].Field != field {
				t.Errorf("%s: %v", field, f)
			}
		}
		w.board.heard, w.board.slips = nil, map[string]bool{} // a true board undoes with the transaction
		sheet := round.Sheet{Doors: []round.Typed{{Door: 1, Result: round.Talked, Kits: 1}, {Door: 2}, {Door: 3, Result: round.Absent}}, Needs: []round.Heard{{Need: "eat.meal", Slip: slip}}}
		for range 2 {
			must(t, w.svc.TypeIn(u.Ctx, w.maelle, act, r, sheet))
		}
		if f := w.followed(t, r); f.Figures != (round.Figures{Doors: 10, Seen: 2, Talked: 1, Absent: 1, Kits: 1}) || f.Walked() || len(w.board.heard) != 1 {
			t.Errorf("%+v, heard %v", f.Figures, w.board.heard)
		}
	})
}

// TestWhatIsPreparedIsChecked at its field; nothing is half prepared.
func TestWhatIsPreparedIsChecked(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		good := round.Preparing{Name: "N", Streets: street, Days: 1}
		for field, change := range map[string]func(*round.Preparing){
			"name":    func(p *round.Preparing) { p.Name = strings.Repeat("é", round.NameMost+1) },
			"place":   func(p *round.Preparing) { p.Place = "Nulle-Part" },
			"streets": func(p *round.Preparing) { p.Streets = "rue sans nombres" },
			"kit":     func(p *round.Preparing) { p.Kit = strings.Repeat("é", round.KitMost+1) },
			"days":    func(p *round.Preparing) { p.Days = round.DaysMost + 1 },
		} {
			p := good
			change(&p)
			_, err := w.svc.Prepare(u.Ctx, w.cora, w.act(), p)
			if f := fault.FieldsOf(err); len(f) != 1 || f[0].Field != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		if _, err := w.svc.Prepare(u.Ctx, w.maelle, w.act(), good); !fault.Is(err, fault.NotFound) {
			t.Errorf("who walks prepares: %v", err)
		}
		u.WantEvents(t)
	})
}
