package proof

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/consent"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/referral"
)

// Sizes of the region of the proof: each of the organisations accompanies some
// people, and refers each of them to the two others.
const (
	orgs       = 3
	peopleEach = 4
	hatsEach   = 4 // workers of an organisation
)

// referred is a referral of the region: its words stay, what decides is drawn.
type referred struct {
	id               access.Referral
	person, from, to int
	token            string // of its link
	receipt          string // of what was answered about it
	condition        string // id of a resource sent with it; "" without
	unblock          string // id of the asking to open its way
}

// region is what a proof reads.
type region struct {
	*world
	orgIDs   []access.Org
	workers  []staff // hatsEach of each organisation, in order
	systems  []visitor
	sysIDs   []access.Worker
	persons  []person
	refs     []referred
	beside   beside
	openings []string  // ids of the communications without consent, one for each person
	complete time.Time // what happened later, visitors did
}

// mark begins each word that is looked for: nothing that is drawn looks like it.
const mark = "zqvkjwxq"

// canary is the word that stands for a field of a referral, nowhere else.
func canary(field byte, r int) string { return fmt.Sprintf(mark+"%c%02dq", field, r) }

// newRegion has one written on an engine.
func newRegion(t *testing.T, engine db.Engine) *region { return write(open(t, engine, 1)) }

// write writes, by the use-cases themselves, every word that a proof looks for.
func write(w *world) *region {
	g := &region{world: w}
	t := w.t
	ctx, a := t.Context(), g.first()
	for o := range orgs {
		g.orgIDs = append(g.orgIDs, g.institution(fmt.Sprintf("Organisme %d (fictif)", o)))
		for n := range hatsEach {
			g.workers = append(g.workers, g.hire(fmt.Sprintf("worker-%d-%d", o, n), g.orgIDs[o], access.Intervention))
		}
		v, actor := g.system(g.orgIDs[o])
		g.systems, g.sysIDs = append(g.systems, v), append(g.sysIDs, actor.Worker())
	}
	for i := range orgs * peopleEach {
		from := i / peopleEach
		by := g.workers[from*hatsEach].Actor
		first := len(g.refs) // their words bear the number of their first referral
		g.persons = append(g.persons, g.person(by, consent.NewPerson{
			Code: "Code " + canary('c', first), Facts: consent.Facts{Note: "Tuque " + canary('b', first), Reach: "Au parc " + canary('x', first)},
		}))
		g.writePerson(g.persons[i], first, by, g.orgIDs[(from+1)%orgs])
		for n := range orgs - 1 {
			g.refer(i, from, (from+1+n)%orgs)
		}
		id, err := a.Consent.Declare(ctx, by, g.act(), consent.Declaration{
			Person: g.persons[i].id, Recipient: g.orgIDs[(from+1)%orgs], Ground: consent.Grounds[0].Code, Cause: true, Serious: true, Urgent: true, Helps: true, Contact: true,
			Reason: "Elle ne répond plus depuis ce matin " + canary('e', first),
		})
		must(t, err)
		g.openings = append(g.openings, id)
	}
	g.writeBeside()
	g.complete = g.clock.Now()
	g.clock.Advance(time.Second)
	return g
}

func (g *region) refer(p, from, to int) {
	ctx, a, n := g.t.Context(), g.first(), len(g.refs)
	by := g.workers[from*hatsEach].Actor
	id, err := a.Referral.Draft(ctx, by, g.act(), referral.NewDraft{Person: g.persons[p].id, Receiver: g.orgIDs[to]})
	must(g.t, err)
	must(g.t, a.Referral.Save(ctx, by, id, g.act(), referral.Change{
		Version: 1,
		Need:    &referral.Need{Words: "Dort dehors " + canary('w', n), Language: "fr", Observed: "Tousse " + canary('o', n), Pivot: "Le pivot"},
		Contact: &referral.Contact{Called: "On l'appelle " + canary('l', n), Reach: "Le matin " + canary('r', n)},
		Done:    &referral.Done{Tried: "Le 211 " + canary('t', n)},
	}))
	receipt, err := a.Consent.Record(ctx, by, g.act(), consent.Question{
		Person: g.persons[p].id, Recipient: g.orgIDs[to], Until: consent.ThreeMonths, Wording: "v1", Language: "fr", How: consent.Spoken, WhatFor: "Pour un lit " + canary('f', n),
		Parts: map[access.Part]consent.Answer{access.PartNeed: consent.Yes, access.PartContact: consent.Yes, access.PartDone: consent.Yes},
	})
	must(g.t, err)
	must(g.t, a.Referral.Send(ctx, by, id, g.act()))
	must(g.t, a.Referral.Observe(ctx, by, id, g.act(), "Vu ce matin "+canary('n', n)))
	r := referred{id: id, person: p, from: from, to: to, receipt: receipt}
	g.writeAround(g.persons[p], &r, n, by, g.workers[to*hatsEach].Actor)
	if n%2 == 1 { // half of them came by a partner's system
		r.condition = fmt.Sprintf("018f0000-0000-7000-8000-0000000000%02d", n)
		system := access.ForPartner(dbtest.Region, string(g.sysIDs[from]), g.orgIDs[from])
		o, err := a.Referral.Open(ctx, system, id)
		must(g.t, err)
		doc := func(kind, id string, part access.Part, field byte) referral.Resource {
			body := fmt.Sprintf(`{"resourceType":%q,"id":%q,"text":{"status":"generated","div":"<div>%s</div>"},"note":[{"text":%q}],"subject":{"reference":"Patient/%s","display":%q}}`,
				kind, id, canary('v', n), canary(field, n), id, canary('d', n))
			return referral.Resource{Kind: kind, ID: id, Part: part, Org: g.orgIDs[from], Body: []byte(body)}
		}
		beside := referral.Beside{Version: o.Version, Resources: []referral.Resource{
			doc("ServiceRequest", string(id), access.PartNeed, 's'), doc("Condition", r.condition, access.PartNeed, 'k'), doc("Patient", string(id), access.PartContact, 'p'),
		}}
		must(g.t, a.Referral.With(beside).Note(ctx, system, id, g.act()))
	}
	r.token, err = a.Referral.MakeLink(ctx, by, id)
	must(g.t, err)
	g.refs = append(g.refs, r)
}

// draw is one state of all policies of the region: one for each referral, with
// who works where and as what.
type draw struct {
	*region
	now      time.Time
	people   []*policy
	standing []*standing
	comers   []subject       // who comes to each referral
	roles    [][]access.Role // of each worker
	revoked  []bool          // systems that were ended
}

// has reports whether a worker bears a role.
func (d *draw) has(worker int, role access.Role) bool {
	return slices.Contains(d.roles[worker], role)
}

// accompanies: whoever funds, counts or configures has no need to read.
func (d *draw) accompanies(worker int) bool {
	return d.has(worker, access.Intervention) || d.has(worker, access.Coordination)
}

func pick[T any](r *rand.Rand, from ...T) T { return from[r.IntN(len(from))] }

func oneIn(r *rand.Rand, n int) bool { return r.IntN(n) == 0 }

// draws makes the next state. Who comes is drawn first, so that what was said by
// name is often said of them.
func (g *region) draws(r *rand.Rand) *draw {
	d := &draw{region: g, now: g.clock.Now(), revoked: make([]bool, orgs)}
	for range g.workers {
		roles := []access.Role{pick(r, access.Intervention, access.Coordination)}
		if oneIn(r, 6) {
			roles = pick(r, []access.Role{access.Management}, []access.Role{access.Administration}, []access.Role{access.Management, access.Administration})
		}
		if oneIn(r, 8) {
			roles = append(roles, access.Privacy)
		}
		d.roles = append(d.roles, roles)
	}
	for o := range d.revoked {
		d.revoked[o] = oneIn(r, 10)
	}
	for i := range g.persons {
		p := &policy{closed: oneIn(r, 6), opening: d.opening(r)}
		d.people = append(d.people, p)
		if p.named = oneIn(r, 8); p.named { // somebody who does not work there, or not yet
			for _, part := range parts {
				p.answers = append(p.answers, answered{org: d.refs[i*(orgs-1)].to, worker: unknown, part: part})
			}
		}
	}
	for n := range g.refs {
		d.comers = append(d.comers, d.comer(n, r))
		if oneIn(r, 3) {
			d.mixed(r, n)
		} else {
			d.spoilt(r, n)
		}
	}
	for i := range g.persons {
		if oneIn(r, 3) {
			d.urge(r, i*(orgs-1)+r.IntN(orgs-1))
		}
	}
	return d
}

// parts of a package, each answered apart.
var parts = []string{"need", "contact", "done"}

// spoilt draws a referral that is open but for one thing at most, so that each
// check is met alone.
func (d *draw) spoilt(r *rand.Rand, n int) {
	ref, s := d.refs[n], &standing{state: pick(r, live...), sent: true, inHand: !oneIn(r, 4), joint: oneIn(r, 3)}
	p := d.people[ref.person]
	d.standing = append(d.standing, s)
	which := parts[r.IntN(len(parts))]
	said := map[string]answered{}
	for _, part := range parts {
		said[part] = answered{org: ref.to, worker: anybody, part: part, yes: true, from: d.now.Add(-time.Hour), to: d.now.Add(time.Hour)}
	}
	switch r.IntN(13) { // the last leaves it open
	case 0:
		s.sent = false
	case 1:
		s.state = pick(r, "declined", "expired", "withdrawn")
	case 2:
		s.callFirst = true
	case 3: // called, so that it is open
		s.callFirst, s.opened = true, true
	case 4, 5, 6:
		said[which] = d.spoil(r, said[which], 1+r.IntN(8))
	case 7, 8, 9:
		p.answers = append(p.answers, answered{org: ref.to, worker: anybody, part: which, lifted: oneIn(r, 3)})
	case 10:
		p.answers = append(p.answers, answered{org: ref.to, worker: d.named(r, n, ref.to), part: which, withdrawn: oneIn(r, 3)})
	case 11:
		p.answers = append(p.answers, answered{org: ref.from, worker: d.named(r, n, ref.from), part: which, withdrawn: oneIn(r, 3)})
	}
	for _, part := range parts {
		p.answers = append(p.answers, said[part])
	}
}

// mixed draws a referral of which anything may be so or not.
func (d *draw) mixed(r *rand.Rand, n int) {
	ref := d.refs[n]
	d.standing = append(d.standing, d.stand(r))
	p := d.people[ref.person]
	for _, part := range parts {
		d.answer(r, p, ref, part)
	}
	if oneIn(r, 8) { // "pas cette personne", of somebody who accompanies them, or who would receive
		o := pick(r, ref.from, ref.to, ref.to)
		p.answers = append(p.answers, answered{org: o, worker: d.named(r, n, o), part: pick(r, parts...), withdrawn: oneIn(r, 4)})
	}
	if oneIn(r, 8) { // "cette personne seulement", of somebody who accompanies them anyway
		p.answers = append(p.answers, answered{org: ref.from, worker: d.named(r, n, ref.from), part: "need", yes: true, from: d.now.Add(-time.Hour), to: d.now.Add(time.Hour)})
	}
	if oneIn(r, 8) { // "pas maintenant" allows nothing and refuses nothing, whatever dates it bears
		p.answers = append(p.answers, answered{org: ref.to, worker: anybody, part: pick(r, parts...), later: true, from: d.now.Add(-time.Hour), to: d.now.Add(time.Hour)})
	}
}

// named draws whom an answer about an organisation names: often who comes to the
// referral, else nearly every answer by name would be about somebody who is not
// there to be refused; now and then one who also works elsewhere.
func (d *draw) named(r *rand.Rand, n, o int) int {
	if s := d.comers[n]; s.kind == worker && oneIn(r, 2) {
		return s.who
	}
	return pick(r, o, o, o, (o+1)%orgs)*hatsEach + r.IntN(hatsEach)
}

// urge makes one referral urgent: to whom it is sent nothing is allowed, and a
// communication without consent is open, against which one thing may speak. Drawn
// each for itself, these would hardly ever come together.
func (d *draw) urge(r *rand.Rand, n int) {
	ref := d.refs[n]
	p := d.people[ref.person]
	p.closed = false
	p.opening = opening{org: ref.to, from: d.now.Add(-time.Minute), to: d.now.Add(time.Hour), contact: true}
	p.answers = slices.DeleteFunc(p.answers, func(a answered) bool {
		return a.worker >= 0 || a.yes && a.part == "need" && a.org == ref.to
	})
	if !oneIn(r, 6) {
		d.comers[n] = d.anyOf(r, ref.to)
	}
	switch r.IntN(8) {
	case 0:
		p.closed = true
	case 1:
		p.opening.contact = false
	case 2:
		p.opening.from = d.edge(r)
	case 3:
		p.opening.to = d.edge(r)
	case 4:
		p.opening.ended = true
	case 5, 6: // somebody was named: refused, no more refused, or not refused at all
		a := answered{org: pick(r, ref.to, ref.to, ref.to, ref.from), worker: d.named(r, n, ref.to), part: pick(r, parts...), withdrawn: oneIn(r, 3)}
		if oneIn(r, 3) {
			a.yes, a.part, a.from, a.to = true, "done", d.now.Add(-time.Hour), d.now.Add(time.Hour)
		}
		p.answers = append(p.answers, a)
	}
}

// live are the states of what is under way.
var live = []string{"sent", "received", "accepted", "in_handoff", "need_met"}

func (d *draw) stand(r *rand.Rand) *standing {
	s := &standing{state: pick(r, live...), sent: true, inHand: !oneIn(r, 4)}
	switch r.IntN(10) {
	case 0:
		s.state, s.sent = "proposed", false
	case 1:
		s.state = pick(r, "declined", "expired", "withdrawn")
	case 2:
		s.sent = false
	}
	s.callFirst, s.opened, s.joint = oneIn(r, 4), oneIn(r, 3), oneIn(r, 3)
	return s
}

// edge is an instant around now, where "from" and "until" are tried.
func (d *draw) edge(r *rand.Rand) time.Time {
	return d.now.Add(time.Duration(r.IntN(3)-1) * time.Millisecond)
}

func (d *draw) opening(r *rand.Rand) opening {
	o := opening{org: r.IntN(orgs), from: d.now.Add(-time.Minute), to: d.now.Add(time.Hour), contact: !oneIn(r, 3), ended: oneIn(r, 2)}
	switch r.IntN(6) {
	case 0:
		o.from = d.edge(r)
	case 1:
		o.to = d.edge(r)
	}
	return o
}

// spoil makes something be missing of a yes; there are eight ways.
func (d *draw) spoil(r *rand.Rand, yes answered, way int) answered {
	switch way {
	case 1:
		yes.withdrawn = true
	case 2:
		yes.from = d.edge(r)
	case 3:
		yes.to = d.edge(r)
	case 4: // of one worker alone
		yes.worker = yes.org*hatsEach + r.IntN(hatsEach)
	case 5: // said under pressure: the screen says yes, nothing is granted
		yes.shownTo, yes.to = yes.to, yes.from
	case 6: // about another organisation
		yes.org = (yes.org + 1) % orgs
	case 7:
		yes.part = pick(r, parts...)
	case 8: // "pas maintenant", with the dates of a yes
		yes.yes, yes.later = false, true
	}
	return yes
}

func (d *draw) answer(r *rand.Rand, p *policy, ref referred, part string) {
	yes := d.spoil(r, answered{org: ref.to, worker: anybody, part: part, yes: true, from: d.now.Add(-time.Hour), to: d.now.Add(time.Hour)}, r.IntN(24))
	p.answers = append(p.answers, yes)
	switch r.IntN(24) {
	case 0, 1, 2:
		no := answered{org: ref.to, worker: anybody, part: part}
		switch r.IntN(4) {
		case 0:
			no.withdrawn = true
		case 1:
			no.lifted = true // under pressure: it stands
		}
		p.answers = append(p.answers, no)
	case 3: // nested: a second yes, longer, of somebody
		yes.worker, yes.to = pick(r, anybody, ref.to*hatsEach+r.IntN(hatsEach)), yes.to.Add(time.Hour)
		if yes.shownTo.IsZero() {
			p.answers = append(p.answers, yes)
		}
	}
}
