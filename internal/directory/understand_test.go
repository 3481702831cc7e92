package directory_test

import (
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

func TestACardIsReadByWorkersAndWrittenByItsOrganisation(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		d := services(u)
		edit := directory.CardEdit{Act: "a1", Lang: "fr", Part: directory.PartWho, Seen: directory.Card{}.Version(directory.PartWho),
			Fields: map[string]string{"who": " Un refuge de quartier. ", "does": "Un lit, un repas.", "does_not": "Pas de soins."}}
		for name, by := range map[string]access.Actor{"nobody": {}, "the-public": access.Anyone(dbtest.Region), "who-accompanies": access.ForWorker(dbtest.Region, "w", lePont, "", access.Intervention),
			"a-steward": access.ForWorker(dbtest.Region, "w", "regroupement", "", access.Intervention).InStewardship(), "a-link": access.ForUpdate(dbtest.Region, lePont)} {
			for act, err := range map[string]error{"writes": d.WriteCard(u.Ctx, by, edit), "credits": d.AddPractice(u.Ctx, by, "p", directory.Practice{Lang: "fr", Name: "X"}), "ends": d.EndPractice(u.Ctx, by, "e", "p")} {
				if !fault.Is(err, fault.NotFound) {
					t.Errorf("%s %s: %v", name, act, err)
				}
			}
			_, read := d.Understand(u.Ctx, by, lePont)
			_, list := d.Cards(u.Ctx, by, "fr")
			_, _, pace := d.Pace(u.Ctx, by, lePont)
			if staff := by.Kind() == access.Staff; (read == nil) != staff || (list == nil) != staff || (pace == nil) != staff {
				t.Errorf("%s reads: %v %v %v", name, read, list, pace)
			}
		}
		must(t, d.WriteCard(u.Ctx, worker, edit))
		must(t, d.WriteCard(u.Ctx, worker, edit)) // the button pressed twice
		card, err := d.Understand(u.Ctx, partner, lePont)
		must(t, err)
		fr, ok := card.In("en")
		if !ok || fr.Lang != "fr" || fr.Who != "Un refuge de quartier." || fr.DoesNot != "Pas de soins." || card.Ours || card.Name != "Le Pont" {
			t.Errorf("%+v", card)
		}
		late := edit
		late.Act = "a2"
		if err := d.WriteCard(u.Ctx, worker, late); !fault.Is(err, fault.Conflict) {
			t.Errorf("a second editor overwrites the first: %v", err)
		}
		must(t, d.WriteCard(u.Ctx, worker, directory.CardEdit{Act: "a3", Lang: "fr", Part: directory.PartKnock, Seen: fr.Version(directory.PartKnock),
			Fields:   map[string]string{"knock": "Appelez l'équipe de soir.", "approach": ""},
			Approach: map[directory.ApproachCode]string{directory.ApproachNotes: "no", directory.ApproachAnonymity: "yes"}}))
		must(t, d.WriteCard(u.Ctx, worker, directory.CardEdit{Act: "a4", Lang: "en", Part: directory.PartWho, Seen: directory.Card{}.Version(directory.PartWho), Fields: map[string]string{"who": "A neighbourhood shelter."}}))
		must(t, d.AddPractice(u.Ctx, worker, "p1", directory.Practice{Lang: "fr", Name: "La nuit tranquille", Since: 2014}))
		card, err = d.Understand(u.Ctx, worker, lePont)
		must(t, err)
		if fr, _ := card.In("fr"); fr.Who != "Un refuge de quartier." || fr.Knock != "Appelez l'équipe de soir." || card.Approach[directory.ApproachNotes] != "no" || !card.Ours {
			t.Errorf("another part of the card was lost: %+v", card)
		}
		if en, _ := card.In("en"); en.Who != "A neighbourhood shelter." || en.Knock != "" {
			t.Errorf("in English: %+v", en)
		}
		if len(card.Practices) != 1 || card.Practices[0].Since != 2014 {
			t.Fatalf("practices %+v", card.Practices)
		}
		list, err := d.Cards(u.Ctx, partner, "en")
		must(t, err)
		if len(list) != 1 || list[0].Lang != "en" || list[0].Name != "Le Pont" {
			t.Errorf("%+v", list)
		}
		other := access.ForWorker(dbtest.Region, "w", "clinic", "", access.Management)
		if err := d.EndPractice(u.Ctx, other, "e1", card.Practices[0].ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("another organisation takes the credit away: %v", err)
		}
		must(t, d.EndPractice(u.Ctx, worker, "e2", card.Practices[0].ID))
		if card, err := d.Understand(u.Ctx, worker, lePont); err != nil || len(card.Practices) != 0 {
			t.Errorf("%+v %v", card.Practices, err)
		}
		if _, err := d.Understand(u.Ctx, worker, "nowhere"); !fault.Is(err, fault.NotFound) {
			t.Errorf("an organisation that is nowhere: %v", err)
		}
	})
}

func TestACardSaysWhatItMust(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := services(u)
		seen := directory.Card{}.Version(directory.PartWho)
		for field, e := range map[string]directory.CardEdit{
			"who":    {Part: directory.PartWho, Lang: "fr", Fields: map[string]string{"who": " "}},
			"does":   {Part: directory.PartWho, Lang: "fr", Fields: map[string]string{"who": "x", "does": strings.Repeat("é", directory.CardWords+1)}},
			"knock":  {Part: directory.PartWho, Lang: "fr", Fields: map[string]string{"who": "x", "knock": "x"}},
			"part":   {Part: "all", Lang: "fr"},
			"notes":  {Part: directory.PartWho, Lang: "fr", Approach: map[directory.ApproachCode]string{directory.ApproachNotes: "yes"}},
			"status": {Part: directory.PartKnock, Lang: "fr", Approach: map[directory.ApproachCode]string{"status": "yes"}},
		} {
			e.Act, e.Seen = "a", seen
			if fields := fault.FieldsOf(d.WriteCard(u.Ctx, worker, e)); len(fields) != 1 || fields[0].Field != field {
				t.Errorf("%s: %v", field, fields)
			}
		}
		for field, p := range map[string]directory.Practice{"name": {Lang: "fr"}, "since": {Lang: "fr", Name: "x", Since: 2999}, "lang": {Name: "x"}} {
			if fields := fault.FieldsOf(d.AddPractice(u.Ctx, worker, "a", p)); len(fields) != 1 || fields[0].Field != field {
				t.Errorf("%s: %v", field, fields)
			}
		}
		u.WantEvents(t)
	})
}

// sent and answered stand for the events of another domain.
type moved struct{ kind, id, receiver string }

func (m moved) Kind() string    { return m.kind }
func (m moved) Subject() string { return m.id }
func (m moved) MarshalJSON() ([]byte, error) {
	return []byte(`{"receiver":"` + m.receiver + `"}`), nil
}

func TestPaceIsHiddenWhileItTellsOfFew(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		log := event.NewLog(nil)
		d := directory.New(u.DB, log)
		log.InTx("test.answered", d.OnAnswered("test.sent"))
		log.InTx("test.expired", d.OnSilence)
		append := func(by access.Actor, e event.Event) {
			t.Helper()
			must(t, u.DB.Write(u.Ctx, func(tx *db.Tx) error { return log.Append(u.Ctx, tx, by, e) }))
		}
		pace := func() (directory.Pace, bool) {
			t.Helper()
			p, ok, err := d.Pace(u.Ctx, partner, lePont)
			must(t, err)
			return p, ok
		}
		answer := func(id string, took time.Duration) {
			append(partner, moved{"test.sent", id, ""})
			u.Clock.Advance(took)
			append(worker, moved{"test.answered", id, ""})
		}
		append(worker, moved{"test.answered", "never-sent", ""})
		for i, hours := range []int{2, 10, 4} {
			answer(string(rune('a'+i)), time.Duration(hours)*time.Hour)
		}
		append(access.System(dbtest.Region), moved{"test.expired", "x", string(lePont)})
		if p, ok := pace(); ok || p != (directory.Pace{}) {
			t.Errorf("four tell already: %+v", p)
		}
		answer("d", 6*time.Hour)
		if p, ok := pace(); !ok || p.Median != 5*time.Hour || p.Answered != 4 || p.Silent != 1 {
			t.Errorf("%+v %t", p, ok)
		}
		if _, ok, err := d.Pace(u.Ctx, partner, "clinic"); ok || err != nil {
			t.Errorf("another organisation has a pace: %v", err)
		}
		u.Clock.Advance(directory.PaceOver - time.Hour)
		if _, ok := pace(); ok {
			t.Error("what is older than ninety days still counts")
		}
	})
}
