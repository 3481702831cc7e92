package proof

import (
	"fmt"
	"slices"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/consent"
	"passerelle/internal/contact"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/incident"
	"passerelle/internal/need"
	"passerelle/internal/referral"
	"passerelle/internal/signal"
)

// beside are the ids of what stands beside the referrals: no policy of a person
// opens it, but an answer may hold it.
type beside struct {
	incidents, signals, exports, talks []string // of each organisation
	needs                              []string
}

// needsSaid are the needs that were said to nobody in particular.
const needsSaid = 3

// writeBeside has words said wherever else people say some: who may read them is
// decided by other rules, each of which the oracle has too.
func (g *region) writeBeside() {
	ctx, a := g.t.Context(), g.first()
	for i, w := range g.workers {
		must(g.t, a.Consent.DeclareTie(ctx, w.Actor, g.act(), "Du quai "+canary('y', i)))
	}
	for o, id := range g.orgIDs {
		charge := access.ForWorker(dbtest.Region, g.workers[o*hatsEach].Worker(), id, "", access.Privacy)
		one, err := a.Incident.Open(ctx, charge, g.act(), incident.Said{What: "Une liste " + canary('i', o), Named: true})
		must(g.t, err)
		g.beside.exports = append(g.beside.exports, g.export(o))
		g.beside.incidents = append(g.beside.incidents, one)
		one, err = a.Signal.Say(ctx, g.workers[o*hatsEach].Actor, g.act(), signal.Said{
			Words: "On ferme la halte " + canary('g', o), Spot: "Près du pont", Since: signal.Sinces[0], Language: "fr",
			To: g.orgIDs[(o+1)%orgs], Due: 48 * time.Hour, Closed: true, Named: true,
		})
		must(g.t, err)
		g.beside.signals = append(g.beside.signals, one)
	}
	g.writeTalks()
	for n := range needsSaid {
		_, err := a.Need.Say(ctx, g.workers[0].Actor, "here", g.act(), need.Said{Via: need.ByWorker, Words: "Des bottes " + canary('h', n), Language: "fr", Named: true})
		must(g.t, err)
	}
	heard, _, err := a.Need.Words(ctx, g.workers[0].Actor, need.Filter{})
	must(g.t, err)
	for _, h := range heard {
		g.beside.needs = append(g.beside.needs, h.ID)
	}
}

// writeTalks has somebody ask each organisation for a human by text message, who
// is told more than the menus: what was said before is a need, which all read.
func (g *region) writeTalks() {
	ctx, a := g.t.Context(), g.first()
	for o := range g.orgIDs {
		text := func(words string) {
			must(g.t, a.Need.Hear(ctx, dbtest.Region, need.Incoming{Channel: "fictif", ID: g.act(), From: fmt.Sprintf("+1819555010%d", o), Text: words}))
		}
		text("humain")
		waiting, _, err := a.Need.Talks(ctx, g.workers[o*hatsEach].Actor)
		must(g.t, err)
		if len(waiting) != 1 {
			g.t.Fatalf("%d conversations wait", len(waiting))
		}
		must(g.t, a.Need.TakeTalk(ctx, g.workers[o*hatsEach].Actor, g.act(), waiting[0].ID))
		text("Vous êtes là? " + canary('m', o))
		g.beside.talks = append(g.beside.talks, waiting[0].ID)
	}
}

// export is one of an organisation's records, wanted by its first worker and
// confirmed by another.
func (g *region) export(o int) string {
	ctx, a := g.t.Context(), g.first()
	by := func(n int) access.Actor {
		return access.ForWorker(dbtest.Region, g.workers[o*hatsEach+n].Worker(), g.orgIDs[o], "", access.Coordination)
	}
	id, err := a.Consent.AskExport(ctx, by(0), g.act())
	must(g.t, err)
	must(g.t, a.Consent.ConfirmExport(ctx, by(1), g.act(), id))
	return id
}

// writePerson has a person say how to reach them, and whom they refuse by name.
func (g *region) writePerson(p person, first int, by access.Actor, to access.Org) {
	ctx, a := g.t.Context(), g.first()
	must(g.t, a.Reach.Set(ctx, by, g.act(), p.id, contact.Profile{
		Ways: []contact.Way{contact.Call}, Days: [7]bool{true, true, true, true, true, true, true}, From: 9 * 60, To: 17 * 60, PickUp: contact.Self, Introduce: canary('j', first),
	}))
	_, err := a.Consent.Refuse(ctx, by, g.act(), consent.Refusal{Person: p.id, Recipient: to, Name: canary('q', first), Wording: "v1", Language: "fr"})
	must(g.t, err)
}

// writeAround has the way of a referral asked to be opened, with an answer, and
// the person ask its receiver to step back, with an answer.
func (g *region) writeAround(p person, r *referred, n int, by, receiver access.Actor) {
	ctx, a := g.t.Context(), g.first()
	var err error
	r.unblock, err = a.Referral.AskUnblock(ctx, by, r.id, g.act(), referral.Asking{Reason: referral.BlockedClosed, Words: "La porte " + canary('u', n)})
	must(g.t, err)
	must(g.t, a.Referral.AnswerUnblock(ctx, receiver, r.id, g.act(), r.unblock, referral.UnblockSaid{Answer: referral.Unblocked, Words: "On ouvre " + canary('a', n)}))
	holder := access.ForPerson(dbtest.Region, "thread", p.id)
	must(g.t, a.Referral.AskSpace(ctx, holder, r.id, g.act(), receiver.Org()))
	asked, err := a.Referral.Spaces(ctx, receiver)
	must(g.t, err)
	at := slices.IndexFunc(asked, func(s referral.Space) bool { return s.Referral == r.id })
	if at < 0 {
		g.t.Fatal(fmt.Errorf("nobody hears that referral %d is asked to step back", n))
	}
	must(g.t, a.Referral.AnswerSpace(ctx, receiver, r.id, g.act(), asked[at].ID, referral.SpaceTalk, "Parlons-en "+canary('z', n)))
}
