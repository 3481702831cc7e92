package app_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/app"
	"passerelle/internal/consent"
	"passerelle/internal/contact"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/hsds/hsdstest"
	"passerelle/internal/incident"
	"passerelle/internal/org"
	"passerelle/internal/referral"
	"passerelle/internal/seal"
	"passerelle/internal/strongbox"
)

// safely is how somebody may be reached.
var safely = contact.Profile{Ways: []contact.Way{contact.Call}, Days: [7]bool{true, true, true, true, true, true, true}, From: 540, To: 660, PickUp: contact.Self}

// refuge is a node on which a shelter, La Halte, keeps people; Dents is another
// organisation.
type refuge struct {
	*canaryNode
	halte, dents access.Org
	people       []access.Person
}

// desk is a worker in a session of theirs.
type desk struct {
	by    access.Actor
	ctx   context.Context
	token string
}

func openRefuge(t *testing.T, set app.Settings) *refuge {
	t.Helper()
	r := &refuge{canaryNode: openCanary(t, set)}
	operator := access.ForOperator(r.Region)
	for name, into := range map[string]*access.Org{"halte": &r.halte, "dents": &r.dents} {
		*into = access.Org(hsdstest.ID("organization", name))
		_, err := r.Org.CreateOrg(t.Context(), operator, org.NewOrg{ID: *into, Sector: org.Community, Regime: org.PrivateQuebec, NameFR: name, NameEN: name})
		must(t, err)
	}
	return r
}

// desk has somebody new sit down in an organisation.
func (r *refuge) desk(t *testing.T, name string, o access.Org, roles ...access.Role) *desk {
	t.Helper()
	operator := access.ForOperator(r.Region)
	w, err := r.Org.AddInvented(t.Context(), operator, name, strings.ToLower(strings.ReplaceAll(name, " ", "."))+"@exemple.example", org.NewHat{Org: o, Roles: roles})
	must(t, err)
	return r.sits(t, w)
}

// sits opens another session of a worker.
func (r *refuge) sits(t *testing.T, w access.Worker) *desk {
	t.Helper()
	in, err := r.Org.StartAs(t.Context(), access.ForOperator(r.Region), w, "")
	must(t, err)
	by, err := r.Org.Actor(t.Context(), in.Token)
	must(t, err)
	return &desk{by, seal.InSession(t.Context(), in.Token), in.Token}
}

// keeps has a worker keep somebody, with a draft, and answers for each input.
func (r *refuge) keeps(t *testing.T, d *desk) (p access.Person, draft access.Referral) {
	t.Helper()
	f := &r.flock
	p, err := r.Consent.Create(d.ctx, d.by, f.act(), consent.NewPerson{Code: f.bird("code"), Facts: consent.Facts{Note: f.bird("note"), Reach: f.bird("reach")}})
	must(t, err)
	must(t, r.Reach.Set(d.ctx, d.by, f.act(), p, contact.Profile{
		Ways: []contact.Way{contact.Call}, Days: [7]bool{true, true, true, true, true, true, true}, From: 540, To: 660, PickUp: contact.Self, Introduce: f.bird("introduce"), Code: f.bird("agreed word"),
	}))
	draft, err = r.Referral.Draft(d.ctx, d.by, f.act(), referral.NewDraft{Person: p, Receiver: r.dents, Service: access.Service(hsdstest.ID("service", "dents"))})
	must(t, err)
	must(t, r.Referral.Save(d.ctx, d.by, draft, f.act(), referral.Change{
		Version: 1, Need: &referral.Need{Words: f.bird("need words"), Language: "fr"}, Contact: &referral.Contact{Called: f.bird("called")}, Done: &referral.Done{Tried: f.bird("tried")},
	}))
	r.people = append(r.people, p)
	return p, draft
}

// consents has the person answer on the screen.
func (r *refuge) consents(t *testing.T, d *desk, p access.Person, how consent.How) error {
	t.Helper()
	_, err := r.Consent.Record(d.ctx, d.by, r.flock.act(), r.question(p, how))
	return err
}

func (r *refuge) question(p access.Person, how consent.How) consent.Question {
	yes := map[access.Part]consent.Answer{access.PartNeed: consent.Yes, access.PartContact: consent.Yes, access.PartDone: consent.Yes}
	return consent.Question{Person: p, Recipient: r.dents, Parts: yes, Until: consent.ThreeMonths, WhatFor: r.flock.bird("what for"), Wording: "v1", Language: "fr", How: how}
}

func (r *refuge) makes(t *testing.T, admin *desk) strongbox.Drawn {
	t.Helper()
	d := r.Strongbox.Draw()
	must(t, r.Strongbox.Make(admin.ctx, admin.by, r.flock.act(), d))
	return d
}

func isShut(t *testing.T, what string, err error) {
	t.Helper()
	if !fault.Is(err, fault.Shut) {
		t.Errorf("%s: %v, want shut", what, err)
	}
}

// sealedOf are the kinds of keys in which a strongbox wraps what an organisation
// keeps alone.
var sealedOf = []string{"person", "reach", "package", "incident"}

// TestAStrongboxOpensNothingWithoutItsWords: all that a host keeps (database, key
// store, installation's keys, log, an older backup) opens no key of what a shelter
// keeps, before its strongbox was made or after; neither the words nor the code of
// the sheet nor a session's token is anywhere in it. The control: the same search
// opens those keys before the strongbox is made, and finds what is in clear.
func TestAStrongboxOpensNothingWithoutItsWords(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, set app.Settings) {
		set = keyStore(t, set)
		r := openRefuge(t, set)
		admin, maelle := r.desk(t, "Ada", r.halte, access.Administration), r.desk(t, "Maelle", r.halte, access.Intervention, access.Coordination)
		priv := r.desk(t, "Priva", r.halte, access.Privacy)
		r.keeps(t, maelle)
		_, err := r.Incident.Open(priv.ctx, priv.by, r.flock.act(), incident.Said{What: r.flock.bird("incident")})
		must(t, err)
		for _, kind := range sealedOf {
			if r.opened(t)[kind] == 0 {
				t.Fatalf("control: no key of kind %s opens before the strongbox is made", kind)
			}
		}
		must(t, r.Stop())
		older := set
		older.Store.DB = dbtest.Copy(t, set.Store.DB)
		r.open(t, set)

		drawn := r.makes(t, admin)
		isShut(t, "before anybody opened it", func() error { _, err := r.Consent.Labels(maelle.ctx, maelle.by); return err }())
		must(t, r.Strongbox.Open(maelle.ctx, maelle.by, strings.ToUpper(drawn.Words)))
		p, _ := r.keeps(t, maelle)
		must(t, r.consents(t, maelle, p, consent.OnScreen))
		must(t, r.Strongbox.Open(priv.ctx, priv.by, drawn.Sheet))
		_, err = r.Incident.Open(priv.ctx, priv.by, r.flock.act(), incident.Said{What: r.flock.bird("incident")})
		must(t, err)
		labels, err := r.Consent.Labels(maelle.ctx, maelle.by)
		must(t, err)
		if len(labels) != 2 {
			t.Errorf("open, it shows %d people, want the one of before and the one of after", len(labels))
		}
		if list, err := r.Incident.List(priv.ctx, priv.by); err != nil || len(list) != 2 {
			t.Errorf("open, the register: %v, %v", list, err)
		}

		open := r.opened(t) // as a job does, or an administrator with the keys
		for _, kind := range sealedOf {
			if open[kind] != 0 {
				t.Errorf("%d keys of kind %s open without its words", open[kind], kind)
			}
		}
		files := ""
		if !db.IsPostgres(set.Store.DB) {
			files = strings.TrimPrefix(set.Store.DB, "sqlite:")
		}
		if found := r.heard(t, files); len(found) > 0 {
			t.Errorf("in clear: %s", strings.Join(found, ", "))
		}
		sheet := strings.ReplaceAll(drawn.Sheet, " ", "")
		for name, secret := range map[string]string{"words": drawn.Words, "sheet": sheet, "sheet as shown": drawn.Sheet, "token": maelle.token} {
			if found := r.inClear(t, files, secret); len(found) > 0 {
				t.Errorf("the %s in %s", name, strings.Join(found, ", "))
			}
		}
		if len(r.inClear(t, files, "strongbox.made")) == 0 {
			t.Error("control: the search does not find what is in clear")
		}
		r.sweepsAndStops(t)

		// The backup of before, beside the key store of now: halves went with the old wrapping.
		r.open(t, older)
		open = r.opened(t)
		for _, kind := range sealedOf {
			if open[kind] != 0 {
				t.Errorf("an older backup opens %d keys of kind %s", open[kind], kind)
			}
		}
		must(t, r.Stop())
	})
}

// sweepsAndStops deletes what is left of destroyed keys, as each minute does.
func (r *refuge) sweepsAndStops(t *testing.T) {
	t.Helper()
	_, err := r.Vault.Sweep(t.Context(), r.DB, r.Region)
	must(t, err)
	must(t, r.Stop())
}

// TestAStrongboxIsOpenInOneSession: on both of two nodes, and for nobody else; it
// shuts with the session, with the hat, after its hours, and for all at a press.
func TestAStrongboxIsOpenInOneSession(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, set app.Settings) {
		r := openRefuge(t, set)
		other := &canaryNode{clock: r.clock, log: r.log}
		other.open(t, set)
		admin, maelle := r.desk(t, "Ada", r.halte, access.Administration), r.desk(t, "Maelle", r.halte, access.Intervention)
		r.keeps(t, maelle)
		drawn := r.makes(t, admin)
		reads := func(n *app.App, d *desk) error { _, err := n.Consent.Labels(d.ctx, d.by); return err }
		open := func(d *desk) { t.Helper(); must(t, r.Strongbox.Open(d.ctx, d.by, drawn.Words)) }
		both := func(what string, d *desk, wantOpen bool) {
			t.Helper()
			for name, n := range map[string]*app.App{"one": r.App, "the other": other.App} {
				if err := reads(n, d); wantOpen && err != nil || !wantOpen && !fault.Is(err, fault.Shut) {
					t.Errorf("%s, on %s node: %v", what, name, err)
				}
			}
		}
		both("before it is opened", maelle, false)
		open(maelle)
		both("opened on one", maelle, true)
		both("another session of the same worker", r.sits(t, maelle.by.Worker()), false)
		both("a context without a session", &desk{by: maelle.by, ctx: t.Context()}, false)
		both("the token of somebody else", &desk{by: maelle.by, ctx: r.desk(t, "Lea", r.dents, access.Intervention).ctx}, false)

		must(t, other.Strongbox.Shut(admin.ctx, admin.by))
		both("shut on the other by a colleague", maelle, false)
		open(maelle)
		r.clock.Advance(strongbox.OpenFor + time.Minute)
		both("after its hours", maelle, false)

		nora := r.desk(t, "Nora", r.halte, access.Intervention)
		open(nora)
		both("opened", nora, true)
		must(t, other.Org.SignOut(t.Context(), nora.token))
		both("signed out", nora, false) // the row is there, and the session is looked up with it
		must(t, other.Stop())
		must(t, r.Stop())
	})
}

// TestTheWordsOfAStrongbox: wrong ones are refused and counted, others take their
// place, and the sheet opens when they are forgotten.
func TestTheWordsOfAStrongbox(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, set app.Settings) {
		r := openRefuge(t, set)
		admin, maelle := r.desk(t, "Ada", r.halte, access.Administration), r.desk(t, "Maelle", r.halte, access.Intervention)
		if err := r.Strongbox.Open(maelle.ctx, maelle.by, "x"); !fault.Is(err, fault.NotFound) {
			t.Errorf("where there is none: %v", err)
		}
		if err := r.Strongbox.Make(maelle.ctx, maelle.by, "a", r.Strongbox.Draw()); !fault.Is(err, fault.NotFound) {
			t.Errorf("made by who does not administer: %v", err)
		}
		weak := strongbox.Drawn{Words: "mot de passe trop facile à deviner", Sheet: r.Strongbox.Draw().Sheet}
		if err := r.Strongbox.Make(admin.ctx, admin.by, "a", weak); !fault.Is(err, fault.Invalid) {
			t.Errorf("words that nobody drew: %v", err)
		}
		drawn := r.Strongbox.Draw()
		for range 2 { // a retried form
			must(t, r.Strongbox.Make(admin.ctx, admin.by, "b", drawn))
		}
		if err := r.Strongbox.Make(admin.ctx, admin.by, "c", r.Strongbox.Draw()); !fault.Is(err, fault.Conflict) {
			t.Errorf("a second one: %v", err)
		}
		must(t, r.Strongbox.Open(maelle.ctx, maelle.by, "  "+strings.ToUpper(drawn.Words)))
		isShut(t, "renewed while shut", r.Strongbox.Renew(r.sits(t, admin.by.Worker()).ctx, admin.by, "d", drawn))

		again := r.Strongbox.Draw()
		must(t, r.Strongbox.Renew(admin.ctx, admin.by, "e", again))
		if err := r.Strongbox.Open(maelle.ctx, maelle.by, drawn.Words); !fault.Is(err, fault.Invalid) {
			t.Errorf("the words of before: %v", err)
		}
		if err := r.Strongbox.Open(maelle.ctx, maelle.by, drawn.Sheet); !fault.Is(err, fault.Invalid) {
			t.Errorf("the sheet of before: %v", err)
		}
		must(t, r.Strongbox.Open(maelle.ctx, maelle.by, again.Sheet))

		var err error
		tries := 2 // those above
		for ; tries < 20 && !fault.Is(err, fault.TooMany); tries++ {
			err = r.Strongbox.Open(maelle.ctx, maelle.by, r.Strongbox.Draw().Words)
		}
		if tries != 11 {
			t.Errorf("%d tries were looked at", tries-1)
		}
		if err := r.Strongbox.Open(maelle.ctx, maelle.by, again.Words); !fault.Is(err, fault.TooMany) {
			t.Errorf("the right words, after too many wrong ones: %v", err)
		}
		must(t, r.Strongbox.Open(admin.ctx, admin.by, again.Words)) // a colleague still may
		r.clock.Advance(time.Hour + time.Minute)
		admin = r.sits(t, maelle.by.Worker())
		must(t, r.Strongbox.Open(admin.ctx, admin.by, again.Words))
		if n := numbers(t, r.App, `SELECT e.kind, count(*) FROM event AS e WHERE e.kind LIKE 'strongbox.%' GROUP BY e.kind`); n["strongbox.refused"] != 10 || n["strongbox.renewed"] != 1 || n["strongbox.made"] != 1 {
			t.Errorf("the log: %v", n)
		}
		must(t, r.Stop())
	})
}

// TestAReferralOutOfAStrongbox: leaves when the person said yes themselves, on the
// screen; it is then the receiver's to read, who has no strongbox, and nothing else
// is.
func TestAReferralOutOfAStrongbox(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, set app.Settings) {
		r := openRefuge(t, set)
		admin, maelle := r.desk(t, "Ada", r.halte, access.Administration), r.desk(t, "Maelle", r.halte, access.Intervention)
		lea := r.desk(t, "Lea", r.dents, access.Intervention)
		early, earlyDraft := r.keeps(t, maelle)
		must(t, r.consents(t, maelle, early, consent.Spoken)) // before there was a strongbox
		drawn := r.makes(t, admin)
		must(t, r.Strongbox.Open(maelle.ctx, maelle.by, drawn.Words))
		if err := r.Referral.Send(maelle.ctx, maelle.by, earlyDraft, r.flock.act()); !fault.Is(err, fault.Invalid) {
			t.Errorf("sent on a consent that a worker wrote down: %v", err)
		}
		p, draft := r.keeps(t, maelle)
		for _, how := range []consent.How{consent.Spoken, consent.OnPaper} {
			if err := r.consents(t, maelle, p, how); !fault.Is(err, fault.Invalid) {
				t.Errorf("a yes %s: %v", how, err)
			}
		}
		if err := r.Referral.Send(maelle.ctx, maelle.by, draft, r.flock.act()); !fault.Is(err, fault.Invalid) {
			t.Errorf("sent without the person: %v", err)
		}
		isShut(t, "a draft, from outside", r.keyOf(t, seal.OfPackage(draft)))
		must(t, r.consents(t, maelle, p, consent.OnScreen))
		must(t, r.Referral.Send(maelle.ctx, maelle.by, draft, r.flock.act()))
		v, err := r.Referral.Show(lea.ctx, lea.by, draft)
		must(t, err)
		if v.Need == nil || !strings.HasPrefix(v.Need.Words, "kzanari") {
			t.Errorf("the receiver reads %+v", v.Need)
		}
		must(t, r.Reach.Set(maelle.ctx, maelle.by, r.flock.act(), p, safely)) // changed after they were referred
		late, err := r.Consent.Create(maelle.ctx, maelle.by, r.flock.act(), consent.NewPerson{})
		must(t, err)
		lateDraft, err := r.Referral.Draft(maelle.ctx, maelle.by, r.flock.act(), referral.NewDraft{Person: late, Receiver: r.dents, Service: access.Service(hsdstest.ID("service", "dents"))})
		must(t, err)
		must(t, r.Referral.Save(maelle.ctx, maelle.by, lateDraft, r.flock.act(), referral.Change{Version: 1, Need: &referral.Need{Words: r.flock.bird("late need"), Language: "fr"}, Done: &referral.Done{}}))
		must(t, r.consents(t, maelle, late, consent.OnScreen))
		must(t, r.Referral.Send(maelle.ctx, maelle.by, lateDraft, r.flock.act()))
		must(t, r.Reach.Set(maelle.ctx, maelle.by, r.flock.act(), late, safely)) // said for the first time
		for _, id := range []access.Referral{draft, lateDraft} {
			if v, err := r.Referral.Show(lea.ctx, lea.by, id); err != nil || v.Safe == nil {
				t.Errorf("the receiver, of how they may be reached: %v", err)
			}
		}
		isShut(t, "the person's record", r.keyOf(t, seal.OfPerson(p)))
		isShut(t, "somebody else's draft", r.keyOf(t, seal.OfPackage(earlyDraft)))
		must(t, r.Stop())
	})
}

// keyOf is why a key does not open outside of any session.
func (r *refuge) keyOf(t *testing.T, o seal.Owner) error {
	t.Helper()
	return r.DB.Read(t.Context(), func(tx *db.Tx) error {
		_, err := r.Vault.Existing(t.Context(), tx, r.Region, o)
		return err
	})
}
