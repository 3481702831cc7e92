package access

// check is one condition of a rule, said twice. holds decides on loaded facts;
// sql is the same condition as a predicate, with b giving arguments their
// place. A check is never removed, added or changed in one form alone: the
// proofs compare the two, and both with an oracle.
type check struct {
	name  string
	holds func(a Actor, p Purpose, f Facts) bool
	sql   func(b *binder) string
}

// way is one way in: all its checks must hold.
type way []check

// rules says, per purpose, which ways lead in; one of them is enough. A purpose
// that is not here permits nothing.
var rules = map[Purpose][]way{
	Follow:      {ownReferral, toReceiver, toLink, thePersonsReferral},
	ReadNeed:    {ownReferral, toReceiver, toLink, thePersonsReferral},
	ReadDone:    {ownReferral, toReceiver, toLink, thePersonsReferral},
	ReadContact: {ownReferral, also(toReceiver, handedOver), also(toLink, handedOver), thePersonsReferral},
	Answer:      {toReceiver, toLink},
	Send:        {ownReferral},
	Withdraw:    {thePersonsReferral},
	Accompany:   {ownRecord},
	SeeConsent:  {ownRecord, thePersonsRow},
	SeeLog:      {thePersonsRow},
}

var (
	// ownReferral: a worker who accompanies persons, in the organisation that
	// refers.
	ownReferral = way{sameRegion, isWorker, worksWithPeople, isSender}
	// toReceiver: a worker who accompanies persons, in the one organisation it
	// was sent to, while the person's consent lives and no refusal stands.
	toReceiver = way{sameRegion, isWorker, worksWithPeople, isReceiver, isSent, isLive, isGranted, notRefused}
	// toLink: the same organisation without an account, by its link.
	toLink = way{sameRegion, isLink, isLinked, isReceiver, isSent, isLive, isGranted, notRefused}
	// thePersonsReferral: the person it is about, by their thread.
	thePersonsReferral = way{sameRegion, isHolder, isAbout}
	// ownRecord: an organisation's own row about a person.
	ownRecord = way{sameRegion, isWorker, worksWithPeople, isHolderOrg}
	// thePersonsRow: a row about the person who asks.
	thePersonsRow = way{sameRegion, isHolder, isAbout}
)

func also(w way, more ...check) way { return append(append(way(nil), w...), more...) }

var sameRegion = check{"same region",
	func(a Actor, _ Purpose, f Facts) bool { return a.region == f.Region },
	func(b *binder) string { return b.col("region_id") + " = " + b.arg(string(b.actor.region)) },
}

var isWorker = check{"is a worker",
	func(a Actor, _ Purpose, _ Facts) bool { return a.kind == Staff },
	func(b *binder) string { return truth(b.actor.kind == Staff) },
}

var worksWithPeople = check{"works with people",
	func(a Actor, _ Purpose, _ Facts) bool { return a.WorksWithPeople() },
	func(b *binder) string { return truth(b.actor.WorksWithPeople()) },
}

var isLink = check{"holds a link",
	func(a Actor, _ Purpose, _ Facts) bool { return a.kind == LinkedIn },
	func(b *binder) string { return truth(b.actor.kind == LinkedIn) },
}

var isHolder = check{"holds a thread",
	func(a Actor, _ Purpose, _ Facts) bool { return a.kind == Holder },
	func(b *binder) string { return truth(b.actor.kind == Holder) },
}

var isSender = check{"is the sender",
	func(a Actor, _ Purpose, f Facts) bool { return a.org == f.Sender },
	func(b *binder) string { return b.col("sender_org_id") + " = " + b.arg(string(b.actor.org)) },
}

var isReceiver = check{"is the receiver",
	func(a Actor, _ Purpose, f Facts) bool { return a.org == f.Receiver },
	func(b *binder) string { return b.col("receiver_org_id") + " = " + b.arg(string(b.actor.org)) },
}

var isLinked = check{"the link is of this referral",
	func(a Actor, _ Purpose, f Facts) bool { return a.referral == f.Referral },
	func(b *binder) string { return b.col("id") + " = " + b.arg(string(b.actor.referral)) },
}

var isAbout = check{"is about the person",
	func(a Actor, _ Purpose, f Facts) bool { return a.person == f.Person },
	func(b *binder) string { return b.col("person_id") + " = " + b.arg(string(b.actor.person)) },
}

var isHolderOrg = check{"is the holder's own",
	func(a Actor, _ Purpose, f Facts) bool { return a.org == f.Holder },
	func(b *binder) string { return b.col("org_id") + " = " + b.arg(string(b.actor.org)) },
}

var isSent = check{"was sent",
	func(_ Actor, _ Purpose, f Facts) bool { return f.Sent },
	func(b *binder) string { return b.col("sent_at") + " IS NOT NULL" },
}

// Ended states give the receiver nothing more to read: the work is over.
var isLive = check{"is live",
	func(_ Actor, _ Purpose, f Facts) bool {
		return f.State != "declined" && f.State != "expired" && f.State != "withdrawn"
	},
	func(b *binder) string { return b.col("state") + " NOT IN ('declined', 'expired', 'withdrawn')" },
}

var isGranted = check{"consent is given",
	func(a Actor, p Purpose, f Facts) bool {
		for _, g := range f.Consents {
			if g.Granted && g.speaksOf(a, p, f) && !g.From.After(f.Now) && g.To.After(f.Now) {
				return true
			}
		}
		return false
	},
	func(b *binder) string {
		return `EXISTS (SELECT 1 FROM consent AS g WHERE ` + speaksOf(b, "g") + ` AND g.answer = 'granted'` +
			` AND g.from_at <= ` + b.arg(b.at()) + ` AND g.to_at > ` + b.arg(b.at()) + `)`
	},
}

// A refusal has no end and needs no reason; only the person lifts it.
var notRefused = check{"no refusal stands",
	func(a Actor, p Purpose, f Facts) bool {
		for _, g := range f.Consents {
			if !g.Granted && g.speaksOf(a, p, f) {
				return false
			}
		}
		return true
	},
	func(b *binder) string {
		return `NOT EXISTS (SELECT 1 FROM consent AS n WHERE ` + speaksOf(b, "n") + ` AND n.answer = 'refused')`
	},
}

var handedOver = check{"the bond was handed over",
	func(_ Actor, _ Purpose, f Facts) bool { return !f.CallFirst || f.Opened },
	func(b *binder) string {
		return "(NOT " + b.col("call_first") + " OR " + b.col("opened_at") + " IS NOT NULL)"
	},
}

// speaksOf: the answer is about this person, this recipient (and, when it
// names one, this worker) and this part, and was not taken back.
func (g Given) speaksOf(a Actor, p Purpose, f Facts) bool {
	return g.Region == f.Region && g.Person == f.Person && g.Recipient == f.Receiver &&
		(g.Worker == "" || g.Worker == a.worker) && g.Part == p.part() && !g.Withdrawn
}

func speaksOf(b *binder, c string) string {
	return c + `.region_id = ` + b.col("region_id") + ` AND ` + c + `.person_id = ` + b.col("person_id") +
		` AND ` + c + `.recipient_org_id = ` + b.col("receiver_org_id") +
		` AND (` + c + `.recipient_worker_id = '' OR ` + c + `.recipient_worker_id = ` + b.arg(string(b.actor.worker)) + `)` +
		` AND ` + c + `.part = ` + b.arg(string(b.purpose.part())) + ` AND ` + c + `.withdrawn_at IS NULL`
}

// Allows decides on loaded facts. It is the rule's Go form: for a single act
// on rows just read through a Scope, and for the proofs.
func (a Actor) Allows(p Purpose, f Facts) bool {
	for _, w := range rules[p] {
		if w.holds(a, p, f) {
			return true
		}
	}
	return false
}

func (w way) holds(a Actor, p Purpose, f Facts) bool {
	for _, c := range w {
		if !c.holds(a, p, f) {
			return false
		}
	}
	return true
}
