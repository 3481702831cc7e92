package access

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"passerelle/internal/db/dbtest"
)

// who is a subject as the tests describe them; actor() makes the Actor, and the
// oracle reads only this.
type who struct {
	kind     ActorKind
	region   string
	org      string
	worker   string
	roles    []Role
	person   string
	referral string
}

func (w who) actor() Actor {
	switch w.kind {
	case Staff:
		return ForWorker(Region(w.region), Worker(w.worker), Org(w.org), "team", w.roles...)
	case Holder:
		return ForPerson(Region(w.region), "thread", Person(w.person))
	case LinkedIn:
		return ForLink(Region(w.region), Referral(w.referral), Org(w.org))
	case Partner:
		return ForPartner(Region(w.region), w.worker, Org(w.org))
	case Public:
		return Anyone(Region(w.region))
	case Machine:
		return System(Region(w.region))
	case Operator:
		return ForOperator(Region(w.region))
	}
	return Actor{}
}

// row is a row of any protected table; a table uses the fields it has.
type row struct {
	table  string
	region string
	id     string
	person string
	holder string // org_id

	sender, receiver, state string
	callFirst, sent, opened bool
	inHand                  bool
	closed                  bool // of a person
}

// answer is a row of consent, as far as it decides.
type answer struct {
	row
	recipient, worker, purpose, part, said string
	from, to                               time.Time
	withdrawn                              bool
}

// opening is a row of emergency, as far as it decides.
type opening struct {
	row
	recipient      string
	from, to       time.Time
	ended, contact bool
}

// state is one random policy state.
type state struct {
	whos    []who
	rows    []row
	answers []answer
	nows    []time.Time

	openings []opening
}

// tables of the proof, with the purposes that are asked of each. Every purpose
// is asked of one table at least.
var tables = map[string][]Purpose{
	"referral":    {Follow, ReadNeed, ReadContact, ReadDone, Answer, Send, Conclude, Unblock, Withdraw},
	"person":      {Accompany},
	"thread":      {KeepThread},
	"consent":     {SeeConsent},
	"disclosure":  {SeeLog},
	"need_word":   {Hear},
	"emergency":   {SeeConsent},
	"talk":        {Converse},
	"signal_seat": {Heed},
	"incident":    {KeepIncidents},
}

var (
	start   = dbtest.Start
	regions = []string{dbtest.Region, "region-b"}
	orgs    = []string{"org-1", "org-2", "org-3"}
	workers = []string{"worker-1", "worker-2"}
	// powerless roles see nothing of persons, alone or together.
	powerless = [][]Role{{}, {Management}, {Administration}, {Management, Administration}, {Privacy}, {Privacy, Administration}, {"unheard of"}}
)

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

func oneIn(r *rand.Rand, n int) bool { return r.IntN(n) == 0 }

// newState draws a state. The same ids are used in both regions, so that only
// the region tells them apart; some rows carry empty ids, as a fault elsewhere
// could leave them. Each referral is drawn right and then spoilt in a place or
// two, else almost every refusal would have many reasons at once.
func newState(r *rand.Rand) *state {
	s := &state{nows: []time.Time{start.Add(-time.Millisecond), start, start.Add(time.Millisecond)}}
	for i, region := range regions {
		s.drawWhos(r, region)
		s.drawPersons(r, region)
		for n := range referrals / (3*i + 1) {
			s.drawReferral(r, region, n)
		}
	}
	return s
}

func (s *state) drawWhos(r *rand.Rand, region string) {
	for _, o := range orgs {
		for _, w := range workers {
			if region != regions[0] && w != workers[0] {
				continue // the second region is there to be confused with the first
			}
			fourth := pick(r, powerless)
			if w == workers[1] {
				fourth = []Role{Privacy} // somebody is in charge in every state: chance left one in twenty without
			}
			for _, roles := range [][]Role{{Intervention}, {Coordination}, {Administration, Intervention}, fourth} {
				s.whos = append(s.whos, who{kind: Staff, region: region, org: o, worker: w, roles: roles})
			}
		}
	}
	for _, o := range orgs {
		s.whos = append(s.whos, who{kind: Partner, region: region, org: o, worker: "system of " + o})
	}
	for range 4 {
		s.whos = append(s.whos, who{kind: Holder, region: region, person: personID(6 + 6*r.IntN(referrals/6-1))})
	}
	if region != regions[0] {
		return
	}
	s.whos = append(s.whos,
		who{kind: Public, region: region}, who{kind: Machine, region: region}, who{kind: Operator, region: region}, who{},
		who{kind: Staff, region: region, worker: "worker-1", roles: []Role{Intervention}},
		who{kind: Holder, region: region}, who{kind: LinkedIn, region: region},
		who{kind: Partner, region: region, org: "org-1"}, who{kind: Partner, region: region, worker: "system"})
}

const (
	referrals = 120 // in the first region
	pure      = 48  // of them right in all but one place, each place in turn
)

func referralID(n int) string { return numbered("referral-", n) }

// Two referrals in a row are about one person.
func personID(n int) string { return numbered("person-", n/2) }

// numbered is empty for 0.
func numbered(noun string, n int) string {
	if n == 0 {
		return ""
	}
	return noun + strconv.Itoa(n)
}

func (s *state) drawPersons(r *rand.Rand, region string) {
	for n := 0; n < referrals; n += 2 {
		p, holder := personID(n), pick(r, orgs)
		s.rows = append(s.rows,
			row{table: "person", region: region, id: p, person: p, holder: holder, closed: oneIn(r, 3)},
			row{table: "thread", region: region, id: "thread of " + p, person: p, holder: holder})
		if n%10 == 0 {
			s.rows = append(s.rows, row{table: "need_word", region: region, id: "words " + p},
				row{table: "talk", region: region, id: "talk " + p, holder: holder},
				row{table: "signal_seat", region: region, id: "seat " + p, holder: holder}, row{table: "signal_seat", region: region, id: "open " + p},
				row{table: "incident", region: region, id: "incident " + p, holder: holder})
		}
		if n > 0 && oneIn(r, 2) {
			s.refuseByName(r, region, p, holder)
		}
		if n%6 == 0 {
			s.rows = append(s.rows, row{table: "disclosure", region: region, id: "disclosure of " + p, person: p, holder: holder})
		}
	}
}

// refuseByName has the person refuse a worker of an organisation that
// accompanies them, or nearly.
func (s *state) refuseByName(r *rand.Rand, region, person, owner string) {
	no := answer{row: row{region: region, person: person}, recipient: owner, worker: pick(r, workers), purpose: "referral",
		part: pick(r, []string{"need", "contact", "done"}), said: "refused", from: start.Add(-time.Hour), to: start.Add(-time.Hour)}
	if oneIn(r, 2) {
		no = spoil(r, no)
	}
	s.add(r, no)
}

// drawReferral draws a referral and what its person answered about it.
func (s *state) drawReferral(r *rand.Rand, region string, n int) {
	o := row{table: "referral", region: region, id: referralID(n), person: personID(n),
		receiver: pick(r, orgs), sent: true, state: pick(r, []string{"sent", "received", "accepted", "in_handoff", "need_met"})}
	for o.sender = pick(r, orgs); o.sender == o.receiver; {
		o.sender = pick(r, orgs)
	}
	if n > pure && oneIn(r, 5) {
		o.sender = o.receiver
	}
	switch spoilt := r.IntN(14); {
	case n == 0: // its empty id is enough
	case n <= pure && n%8 == 6, n > pure && spoilt == 0:
		o.state = pick(r, []string{"proposed", "declined", "expired", "withdrawn"})
	case n <= pure && n%16 == 7, n > pure && spoilt == 1:
		o.sent = false
	case n <= pure && n%16 == 15:
		o.callFirst = true
	case n <= pure:
	case spoilt == 2:
		o.sent, o.state = false, "proposed"
	case spoilt <= 5:
		o.callFirst = true
	case spoilt == 6:
		o.callFirst, o.opened = true, true
	case spoilt == 7:
		o.sender = ""
	case spoilt == 8:
		o.receiver = ""
	}
	o.inHand = oneIn(r, 2)
	if n > pure && n%3 == 0 { // over: had in hand or not, and some that were never sent
		o.state, o.inHand, o.sent = pick(r, []string{"declined", "expired", "withdrawn"}), n%2 == 0, n%18 != 0
	}
	s.rows = append(s.rows, o)
	// Links are rare among the actors: here is one for each place that is spoilt.
	if n <= pure {
		s.whos = append(s.whos, who{kind: LinkedIn, region: region, org: o.receiver, referral: o.id})
	}
	if n <= pure && n%3 == 0 { // and some of whom it was not sent to
		s.whos = append(s.whos, who{kind: LinkedIn, region: region, org: o.sender, referral: o.id})
	}

	if n > pure && oneIn(r, 3) {
		s.refuseByName(r, region, o.person, o.sender)
	}

	if n > pure {
		s.open(r, o)
	}

	places := make([]int, r.IntN(4)) // how many answers are spoilt
	for i := range places {
		places[i] = pick(r, []int{0, 1, 1, 1, 2, 2, 2, 3, 4, 4, 5, 5})
	}
	if n <= pure {
		places = nil
	}
	for i, part := range []string{"need", "contact", "done"} {
		yes := answer{row: row{region: region, person: o.person}, recipient: o.receiver, purpose: "referral", part: part, said: "granted",
			from: start.Add(-time.Duration(1+r.IntN(3)) * time.Hour), to: start.Add(time.Duration(1+r.IntN(3)) * time.Hour)}
		no := yes
		no.said, no.from, no.to = "refused", start.Add(-time.Hour), start.Add(-time.Hour)
		for _, place := range places {
			switch {
			case place == i:
				yes = spoil(r, yes)
			case place == i+3 && oneIn(r, 2):
				s.add(r, no)
			case place == i+3:
				s.add(r, spoil(r, no))
			}
		}
		if n > 0 && n <= pure {
			if n%8 == 2*i {
				no.worker = pick(r, append([]string{""}, workers...))
				s.add(r, no)
			}
			if n%8 == 2*i+1 {
				yes.withdrawn = true
			}
		}
		s.add(r, yes)
		if n > pure && oneIn(r, 4) { // nested, overlapping, or of one worker beside the others
			yes.from, yes.worker = yes.from.Add(time.Minute), pick(r, append([]string{""}, workers...))
			s.add(r, yes)
		}
	}
}

// open draws a communication without consent to the receiver, or nearly, and
// sometimes a refusal of a worker there.
func (s *state) open(r *rand.Rand, o row) {
	e := opening{row: row{table: "emergency", region: o.region, person: o.person, holder: o.sender, id: fmt.Sprintf("emergency-%04d", len(s.openings))},
		recipient: o.receiver, from: start.Add(-time.Minute), to: start.Add(time.Hour), contact: !oneIn(r, 3)}
	edge := start.Add(time.Duration(r.IntN(5)-2) * time.Millisecond)
	switch r.IntN(12) {
	case 0:
		e.ended = true
	case 1:
		e.from = edge
	case 2:
		e.to = edge
	case 3:
		e.recipient = pick(r, orgs)
	case 4:
		e.person = personID(r.IntN(referrals))
	case 5:
		e.region = pick(r, regions)
	case 6, 7, 8:
		s.refuseByName(r, o.region, o.person, o.receiver)
	}
	s.openings = append(s.openings, e)
}

func (s *state) add(r *rand.Rand, a answer) {
	a.table, a.holder = "consent", pick(r, orgs)
	a.id = fmt.Sprintf("consent-%04d", len(s.answers))
	s.answers = append(s.answers, a)
}

// spoil makes an answer miss in one dimension: whose, where, to whom, what for,
// about what, when, what was said, or that it still holds.
func spoil(r *rand.Rand, a answer) answer {
	edge := start.Add(time.Duration(r.IntN(5)-2) * time.Millisecond)
	switch r.IntN(10) {
	case 0:
		a.withdrawn = true
	case 1:
		a.from, a.to = edge, edge.Add(time.Hour)
	case 2:
		a.from, a.to = edge.Add(-time.Hour), edge
	case 3:
		a.said = "later"
	case 4:
		a.purpose = "another"
	case 5, 6:
		a.worker = pick(r, workers)
	case 7:
		a.region = pick(r, regions)
	case 8:
		a.person = personID(r.IntN(referrals))
	case 9:
		a.recipient, a.part = pick(r, orgs), pick(r, []string{"need", a.part})
	}
	return a
}

// judged lists the rows of one table, answers among them.
func (s *state) judged(table string) (rows []row) {
	for _, o := range s.rows {
		if o.table == table {
			rows = append(rows, o)
		}
	}
	if table == "consent" {
		for _, a := range s.answers {
			rows = append(rows, a.row)
		}
	}
	if table == "emergency" {
		for _, e := range s.openings {
			rows = append(rows, e.row)
		}
	}
	return rows
}

// given are the answers as the rules see them.
func (s *state) given() []Given {
	all := make([]Given, len(s.answers))
	for i, a := range s.answers {
		all[i] = Given{Region: Region(a.region), Person: Person(a.person), Recipient: Org(a.recipient), Worker: Worker(a.worker),
			Purpose: a.purpose, Part: Part(a.part), Answer: a.said, From: a.from, To: a.to, Withdrawn: a.withdrawn}
	}
	return all
}

// oracle is what the independent judge reads of the state.
func (s *state) oracle() oracle {
	o := oracle{s.answers, s.openings, map[key]bool{}}
	for _, r := range s.rows {
		if r.table == "person" && r.closed {
			o.closed[key{r.region, r.id}] = true
		}
	}
	return o
}

// emergencies are the openings as the rules see them: those one comparison away.
func (s *state) emergencies(f Facts) (list []Emergency) {
	for _, e := range s.openings {
		region, person, recipient := Region(e.region) == f.Region, Person(e.person) == f.Person, Org(e.recipient) == f.Receiver
		if person && (region || recipient) || region && recipient {
			list = append(list, Emergency{Region(e.region), Person(e.person), Org(e.recipient), e.contact, e.from, e.to, e.ended})
		}
	}
	return list
}

// load is what load (database_test.go) must read back.
func (s *state) load(table string) loaded {
	given, out, closed := s.given(), loaded{}, s.oracle().closed
	for _, r := range s.judged(table) {
		f := Facts{Region: Region(r.region), Person: Person(r.person)}
		switch table {
		case "referral":
			f.Referral, f.Sender, f.Receiver, f.State = Referral(r.id), Org(r.sender), Org(r.receiver), r.state
			f.Sent, f.CallFirst, f.Opened, f.InHand = r.sent, r.callFirst, r.opened, r.inHand
			f.Closed, f.Emergencies = closed[key{r.region, r.person}], s.emergencies(f)
			for _, i := range near(given, f) {
				f.Consents = append(f.Consents, given[i])
			}
		case "person", "thread", "consent", "emergency", "talk", "signal_seat", "incident":
			f.Holder = Org(r.holder)
			for _, i := range near(given, f) {
				f.Consents = append(f.Consents, given[i])
			}
		}
		out[key{r.region, r.id}] = f
	}
	return out
}

// near lists the answers that one wrong or missing comparison could take for an
// answer about the referral, to keep the proof quick: what misses in two of
// region, person and recipient is never taken. Of other persons, ten are
// enough.
func near(all []Given, f Facts) (some []int) {
	strangers := 0
	for i, g := range all {
		region, person := g.Region == f.Region, g.Person == f.Person
		recipient := g.Recipient == f.Receiver || g.Recipient == f.Sender || g.Recipient == f.Holder
		switch {
		case person && (region || recipient):
			some = append(some, i)
		case region && recipient && strangers < 10:
			strangers++
			some = append(some, i)
		}
	}
	return some
}
