package access

import (
	"strings"
	"time"
)

// answers is a check on what the person answered: one stored answer of which
// all terms hold exists, or none does. The terms that most answers miss come
// first.
type answers struct {
	name   string
	exists bool
	terms  []term
}

// term is one condition on one stored answer, said twice like a check.
type term struct {
	name  string
	holds func(g *Given, q question) bool
	sql   func(b *binder, answer string) string
}

// question is what the answers are searched for.
type question struct {
	region    Region
	person    Person
	recipient Org
	sender    Org
	holder    Org
	worker    Worker
	now       time.Time
}

var (
	needGranted    = granted(PartNeed)
	contactGranted = granted(PartContact)
	doneGranted    = granted(PartDone)

	needNotRefused    = notRefused(PartNeed)
	contactNotRefused = notRefused(PartContact)
	doneNotRefused    = notRefused(PartDone)

	needRefusedToNobody    = refusedToNobody(PartNeed)
	contactRefusedToNobody = refusedToNobody(PartContact)
	doneRefusedToNobody    = refusedToNobody(PartDone)

	notKeptFromReferral = notKeptAway("the referral", ofPerson, toSender)
	notKeptFromPerson   = notKeptAway("the person", ofItself, toHolder)
	notKeptFromRecord   = notKeptAway("the record", ofPerson, toHolder)
)

func granted(p Part) answers {
	return answers{"consent to the " + string(p) + " lives", true,
		[]term{ofPart(p), saysYes, notTakenBack, inRegion, ofPerson, toRecipient, ofWorker, forReferral, hasBegun, hasNotEnded}}
}

// notRefused has no dates: a refusal has no end and needs no reason, and only
// the person lifts it.
func notRefused(p Part) answers {
	return answers{"no refusal of the " + string(p) + " stands", false,
		[]term{ofPart(p), saysNo, notTakenBack, inRegion, ofPerson, toRecipient, ofWorker, forReferral}}
}

// refusedToNobody is for links. A link proves the organisation, not who holds
// it: it may be the very worker whom the person refused, so a refusal of any
// worker there stands.
func refusedToNobody(p Part) answers {
	return answers{"no refusal of the " + string(p) + " to anybody there stands", false,
		[]term{ofPart(p), saysNo, notTakenBack, inRegion, ofPerson, toRecipient, forReferral}}
}

// notKeptAway is for a worker of the organisation that accompanies the person:
// "pas cette personne" of somebody there, about any part, closes to them all
// that the organisation has of the person. Their colleagues go on.
func notKeptAway(from string, of, owner term) answers {
	return answers{"is not kept from " + from, false, []term{saysNo, notTakenBack, inRegion, of, owner, ofThisWorker}}
}

func (c answers) label() string { return c.name }

func (c answers) holds(a Actor, f Facts) bool {
	q := question{f.Region, f.Person, f.Receiver, f.Sender, f.Holder, a.worker, f.Now}
	for i := range f.Consents {
		if c.match(&f.Consents[i], q) {
			return c.exists
		}
	}
	return !c.exists
}

func (c answers) match(g *Given, q question) bool {
	for _, t := range c.terms {
		if !t.holds(g, q) {
			return false
		}
	}
	return true
}

func (c answers) sql(b *binder) string {
	var parts []string
	for _, t := range c.terms {
		parts = append(parts, t.sql(b, "answer"))
	}
	text := `EXISTS (SELECT 1 FROM consent AS answer WHERE ` + strings.Join(parts, " AND ") + `)`
	if !c.exists {
		return "NOT " + text
	}
	return text
}

var inRegion = term{"in the region",
	func(g *Given, q question) bool { return g.Region == q.region },
	func(b *binder, c string) string { return c + ".region_id = " + b.col("region_id") },
}

var ofPerson = term{"of the person",
	func(g *Given, q question) bool { return g.Person == q.person },
	func(b *binder, c string) string { return c + ".person_id = " + b.col("person_id") },
}

// ofItself is for the record of a person, whose own id it is.
var ofItself = term{"of this very person",
	func(g *Given, q question) bool { return g.Person == q.person },
	func(b *binder, c string) string { return c + ".person_id = " + b.col("id") },
}

var toSender = term{"to the sender",
	func(g *Given, q question) bool { return g.Recipient == q.sender },
	func(b *binder, c string) string { return c + ".recipient_org_id = " + b.col("sender_org_id") },
}

var toHolder = term{"to the holder",
	func(g *Given, q question) bool { return g.Recipient == q.holder },
	func(b *binder, c string) string { return c + ".recipient_org_id = " + b.col("org_id") },
}

var ofThisWorker = term{"to this worker by name",
	func(g *Given, q question) bool { return g.Worker == q.worker },
	func(b *binder, c string) string {
		return c + ".recipient_worker_id = " + b.arg(theWorker)
	},
}

var toRecipient = term{"to the recipient",
	func(g *Given, q question) bool { return g.Recipient == q.recipient },
	func(b *binder, c string) string { return c + ".recipient_org_id = " + b.col("receiver_org_id") },
}

var ofWorker = term{"to any worker or this one",
	func(g *Given, q question) bool { return g.Worker == "" || g.Worker == q.worker },
	func(b *binder, c string) string {
		return "(" + c + ".recipient_worker_id = '' OR " + c + ".recipient_worker_id = " + b.arg(theWorker) + ")"
	},
}

var forReferral = term{"for a referral",
	func(g *Given, _ question) bool { return g.Purpose == "referral" },
	func(_ *binder, c string) string { return c + ".purpose = 'referral'" },
}

func ofPart(p Part) term {
	return term{"of the part",
		func(g *Given, _ question) bool { return g.Part == p },
		func(_ *binder, c string) string { return c + ".part = '" + string(p) + "'" },
	}
}

var saysYes = term{"says yes",
	func(g *Given, _ question) bool { return g.Answer == "granted" },
	func(_ *binder, c string) string { return c + ".answer = 'granted'" },
}

var saysNo = term{"says no",
	func(g *Given, _ question) bool { return g.Answer == "refused" },
	func(_ *binder, c string) string { return c + ".answer = 'refused'" },
}

var notTakenBack = term{"was not taken back",
	func(g *Given, _ question) bool { return !g.Withdrawn },
	func(_ *binder, c string) string { return c + ".withdrawn_at IS NULL" },
}

var hasBegun = term{"has begun",
	func(g *Given, q question) bool { return !g.From.After(q.now) },
	func(b *binder, c string) string { return c + ".from_at <= " + b.arg(theInstant) },
}

var hasNotEnded = term{"has not ended",
	func(g *Given, q question) bool { return g.To.After(q.now) },
	func(b *binder, c string) string { return c + ".to_at > " + b.arg(theInstant) },
}
