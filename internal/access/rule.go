package access

// ruleset says, per purpose, which ways lead in; one of them is enough. A
// purpose that is not there permits nothing.
type ruleset map[Purpose][]way

// way is one way in: all its checks must hold.
type way []check

// check is one condition, said twice. holds decides on loaded facts; sql is the
// same condition as a predicate, with b giving arguments their place. A check
// is never removed, added or changed in one form alone: the proofs compare the
// two, and both with an oracle.
type check interface {
	label() string
	holds(a Actor, f Facts) bool
	sql(b *binder) string
}

// rules is the whole of who may do what. Read it aloud: "Follow: one's own
// referral, or one that came to the receiver, or by its link, or about oneself."
var rules = ruleset{
	Follow:   {ownReferral, toReceiver, toLink, thePersonsReferral, inEmergency, partnersReferral, toPartner},
	ReadNeed: {ownReferral, toReceiver, toLink, thePersonsReferral, inEmergency, partnersReferral, toPartner},
	ReadDone: {ownReferral,
		also(toReceiver, doneGranted, doneNotRefused),
		also(toLink, doneGranted, doneRefusedToNobody),
		thePersonsReferral,
		partnersReferral,
		also(toPartner, doneGranted, doneRefusedToNobody)},
	ReadContact: {ownReferral,
		also(toReceiver, contactGranted, contactNotRefused, handedOver),
		also(toLink, contactGranted, contactRefusedToNobody, handedOver),
		thePersonsReferral,
		contactInEmergency,
		partnersReferral,
		also(toPartner, contactGranted, contactRefusedToNobody, handedOver)},
	Answer:     {toReceiver, toLink, toPartner},
	Send:       {ownReferral, partnersReferral},
	Conclude:   {hadInHand},
	Unblock:    {ownReferral, toBlocking, thePersonsReferral},
	Withdraw:   {thePersonsReferral},
	Accompany:  {ownPerson, partnersRecord},
	KeepThread: {ownRecord},
	SeeConsent: {ownRecord, thePersonsRow, partnersRecord},
	SeeLog:     {thePersonsRow},
	Hear:       {everyTeam},
	Converse:   {ownTalk},
	Heed:       {ownSeat, openSeat},

	KeepIncidents: {ownRegister},
}

var (
	// ownReferral: a worker who accompanies persons, in the organisation that
	// refers, whom the person did not refuse by name.
	ownReferral = way{sameRegion, worksWithPeople, isSender, notKeptFromReferral}
	// toReceiver: a worker who accompanies persons, in the one organisation it
	// was sent to, while the person's consent lives and no refusal stands.
	// Without consent to the need they do not learn that it exists, so every
	// other part asks for the need first.
	toReceiver = way{sameRegion, worksWithPeople, isReceiver, isSent, isLive, needGranted, needNotRefused}
	// toBlocking: the same, while a way may still be opened: before the answer and
	// after a refusal or a silence. The person's consent must live then too.
	toBlocking = way{sameRegion, worksWithPeople, isReceiver, isSent, mayBeOpened, needGranted, needNotRefused}
	// toLink: the same organisation without an account, by its link.
	toLink = way{sameRegion, isLink, isLinked, isReceiver, isSent, isLive, needGranted, needRefusedToNobody}
	// thePersonsReferral: the person it is about, by their thread.
	thePersonsReferral = way{sameRegion, isHolder, isAbout}
	// inEmergency: a worker of the one organisation named in a communication
	// without consent, while it lives. It beats what was not allowed and a refusal
	// of the organisation; never a refusal of that worker by name, and never a file
	// that the person closed. It opens the need, and how to reach the person when it
	// says so: nothing else, and it answers nothing.
	inEmergency        = way{sameRegion, worksWithPeople, isReceiver, emergencyLives, notRefusedByName, fileNotClosed}
	contactInEmergency = way{sameRegion, worksWithPeople, isReceiver, contactOpened, notRefusedByName, fileNotClosed}
	// ownPerson: an organisation's own record of a person, and ownRecord: its own
	// row about one, for the workers there whom the person did not refuse by name.
	// A small place is where people know one another.
	ownPerson = way{sameRegion, worksWithPeople, isOwn, notKeptFromPerson}
	ownRecord = way{sameRegion, worksWithPeople, isOwn, notKeptFromRecord}
	// ownTalk: a conversation that the organisation answers; it is about nobody.
	ownTalk = way{sameRegion, worksWithPeople, isOwn}
	// ownSeat: an organisation that said a signal, joined it, or was asked to
	// answer it; openSeat: every organisation of the region, when who said it
	// opened it to all. In both, those who act for it in the field or answer for
	// it; whoever only configures has no need to read.
	ownSeat  = way{sameRegion, answersForField, isOwn}
	openSeat = way{sameRegion, answersForField, isForAll}
	// ownRegister: an organisation's own register of incidents, for whoever is in
	// charge there. An incident may be about a colleague or about who administers
	// the accounts, so that no other role opens it.
	ownRegister = way{sameRegion, isInCharge, isOwn}
	// everyTeam: whoever accompanies persons in the region, in any organisation.
	everyTeam = way{sameRegion, worksWithPeople}
	// partnersReferral: what an organisation refers is known to its own system.
	partnersReferral = way{sameRegion, isPartner, isSender}
	// toPartner: the system of the one organisation it was sent to. It says not
	// who reads there, so a refusal of anybody there stands, as for a link.
	toPartner = way{sameRegion, isPartner, isReceiver, isSent, isLive, needGranted, needRefusedToNobody}
	// hadInHand: that system, once it is over.
	hadInHand = way{sameRegion, isPartner, isReceiver, isSent, isOver, wasInHand}
	// partnersRecord: an organisation's own row about a person, which its system
	// made.
	partnersRecord = way{sameRegion, isPartner, isOwn}
	// thePersonsRow: a row about the person who asks.
	thePersonsRow = way{sameRegion, isHolder, isAbout}
)

func also(w way, more ...check) way { return append(append(way(nil), w...), more...) }

// Allows decides on loaded facts. It is the rule's Go form: for a single act
// on rows just read through a Scope, and for the proofs.
func (a Actor) Allows(p Purpose, f Facts) bool { return rules.allow(a, p, f) }

func (rs ruleset) allow(a Actor, p Purpose, f Facts) bool {
	for _, w := range rs[p] {
		if w.holds(a, f) {
			return true
		}
	}
	return false
}

func (w way) holds(a Actor, f Facts) bool {
	for _, c := range w {
		if !c.holds(a, f) {
			return false
		}
	}
	return true
}
