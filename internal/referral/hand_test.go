package referral_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/consent"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/referral"
)

// hand refers somebody as a system of La Halte does.
func (w *world) hand(by access.Actor, allowed ...access.Part) (access.Referral, error) {
	bring := func(ctx context.Context, tx *db.Tx) (access.Person, error) {
		return w.consent.TakeIn(ctx, tx, by, consent.TakenIn{Code: "D-42", Language: "fr", Recipient: "dents", Parts: allowed, Said: tx.Now, Address: "https://halte.example/v1"})
	}
	id, _, err := w.svc.Hand(w.Ctx, by, w.act(), bring, func(id access.Referral) (referral.Handed, error) {
		return referral.Handed{Receiver: "dents", Need: referral.Need{Observed: observed}, Contact: &referral.Contact{Called: "Mésange"},
			Resources: []referral.Resource{{Kind: "Task", ID: string(id), Part: access.PartNeed, Org: by.Org(), Body: []byte("un")}}}, nil
	})
	return id, err
}

// TestASystemHandsAllOrNothing: the person, what they allowed and the package
// are kept together, by a system alone.
func TestASystemHandsAllOrNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		system := access.ForPartner(dbtest.Region, "system", "halte")
		if _, err := w.hand(w.maelle, access.Parts...); !fault.Is(err, fault.NotFound) {
			t.Errorf("a worker: %v", err)
		}
		if _, err := w.hand(system, access.PartContact); !fault.Is(err, fault.Invalid) {
			t.Errorf("without consent to the need: %v", err)
		}
		if labels, err := w.consent.Labels(w.Ctx, w.maelle); err != nil || len(labels) != 1 {
			t.Errorf("a record is left of what was refused: %+v, %v", labels, err)
		}
		first, err := w.hand(system, access.Parts...)
		must(t, err)
		second, err := w.hand(system, access.Parts...)
		must(t, err)
		if labels, err := w.consent.Labels(w.Ctx, w.maelle); err != nil || len(labels) != 2 || first == second {
			t.Errorf("one code is one person of the organisation: %+v, %v", labels, err)
		}
		view, err := w.svc.Show(w.Ctx, w.ximena, first)
		must(t, err)
		if view.State != referral.Sent || view.Need == nil || view.Contact == nil {
			t.Errorf("the receiver reads %+v", view)
		}
	})
}

// TestAQueueReadsWhatIsAsked: of one referral, or of what something happened to
// since, nothing else is read; and of what is not theirs nothing.
func TestAQueueReadsWhatIsAsked(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		system, dents := access.ForPartner(dbtest.Region, "system", "halte"), access.ForPartner(dbtest.Region, "system", "dents")
		var ids []access.Referral
		for range 3 {
			id, err := w.hand(system, access.Parts...)
			must(t, err)
			ids = append(ids, id)
			u.Clock.Advance(time.Minute)
		}
		slices.Sort(ids)
		since := u.Clock.Now()
		must(t, w.svc.Receive(u.Ctx, dents, ids[1], w.act()))
		for name, c := range map[string]struct {
			by     access.Actor
			wanted referral.Wanted
			want   []access.Referral
		}{
			"all":                  {system, referral.Wanted{}, ids},
			"two":                  {dents, referral.Wanted{IDs: ids[1:]}, ids[1:]},
			"none":                 {system, referral.Wanted{IDs: []access.Referral{}}, nil},
			"what is not there":    {system, referral.Wanted{IDs: []access.Referral{"x", ids[0]}}, ids[:1]},
			"since":                {dents, referral.Wanted{Since: since}, ids[1:2]},
			"since a moment later": {dents, referral.Wanted{Since: since.Add(time.Millisecond)}, nil},
			"another organisation": {access.ForPartner(dbtest.Region, "system", "comptoir"), referral.Wanted{IDs: ids}, nil},
		} {
			queue, err := w.svc.Queue(u.Ctx, c.by, c.wanted)
			must(t, err)
			var got []access.Referral
			for _, q := range queue {
				got = append(got, q.ID)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%s: %v, want %v", name, got, c.want)
			}
		}
	})
}

// TestWhatIsSaidBesideAnActIsOfItsVersion: said on another, neither is kept.
func TestWhatIsSaidBesideAnActIsOfItsVersion(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id, err := w.hand(access.ForPartner(dbtest.Region, "system", "halte"), access.Parts...)
		must(t, err)
		dents := access.ForPartner(dbtest.Region, "system", "dents")
		seen, err := w.svc.Open(w.Ctx, dents, id, access.PartNeed)
		must(t, err)
		say := func(version int, words string) error {
			b := referral.Beside{Version: version, Resources: []referral.Resource{{Kind: "Task", ID: string(id), Part: access.PartNeed, Org: "halte", Body: []byte(words)}}}
			return w.svc.With(b).Note(w.Ctx, dents, id, w.act())
		}
		must(t, say(seen.Version, "deux"))
		if err := say(seen.Version, "trois"); !fault.Is(err, fault.Conflict) {
			t.Errorf("on a version that is over: %v", err)
		}
		now, err := w.svc.Open(w.Ctx, dents, id, access.PartNeed)
		must(t, err)
		if len(now.Resources) != 1 || string(now.Resources[0].Body) != "deux" {
			t.Errorf("kept: %s", now.Resources)
		}
		if err := w.svc.Cancel(w.Ctx, dents, id, w.act(), "x"); !fault.Is(err, fault.NotFound) {
			t.Errorf("the receiver cancels: %v", err)
		}
	})
}
