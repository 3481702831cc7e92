package access

// Part is a class of facts in a sealed package; each is consented to apart.
type Part string

// The parts of a package. PartNeed is the least one: without consent to it the
// receiver does not learn that the referral exists.
const (
	PartNeed    Part = "need"    // in their words, as observed
	PartContact Part = "contact" // how, when, with what words to reach the person
	PartDone    Part = "done"    // what was already tried
)

// Parts lists them in the order of screens.
var Parts = []Part{PartNeed, PartContact, PartDone}

// Purpose says what a protected row is read for.
type Purpose string

// The purposes. Each has one rule (rule.go) and one table.
const (
	// Follow a referral: that it exists, its state, delays and dates.
	Follow Purpose = "follow"
	// ReadNeed, ReadContact, ReadDone open one part of its package.
	ReadNeed    Purpose = "read_need"
	ReadContact Purpose = "read_contact"
	ReadDone    Purpose = "read_done"
	// Answer moves a referral on the receiver's side.
	Answer Purpose = "answer"
	// Send moves it on the sender's side: draft, send, open the hand-off.
	Send Purpose = "send"
	// Conclude tells the system of a receiver that what it had in hand ended:
	// state and dates, nothing of the person.
	Conclude Purpose = "conclude"
	// Unblock tells the receiver that the way of a referral to them is blocked,
	// also after they refused it or let it run out, and lets them answer: what was
	// asked, states and dates, nothing of the person.
	Unblock Purpose = "unblock"
	// Withdraw is the person's own act.
	Withdraw Purpose = "withdraw"
	// Accompany reads or changes an organisation's own record of a person.
	Accompany Purpose = "accompany"
	// KeepThread gives the person the thread by which they hold what they said,
	// or ends it.
	KeepThread Purpose = "keep_thread"
	// SeeConsent reads what was allowed and refused, and how the person said that
	// they may be reached.
	SeeConsent Purpose = "see_consent"
	// SeeLog reads who opened what: the person's right.
	SeeLog Purpose = "see_log"
	// Hear reads the words in which a need was said. They are nobody's record:
	// nothing in them says who spoke.
	Hear Purpose = "hear"
	// Converse reads and answers a conversation by text messages that the
	// organisation holds.
	Converse Purpose = "converse"
	// Heed reads a field signal: its words, who says the same, the clock of who
	// must answer, the silence and the answer. It is about a situation, and nobody.
	Heed Purpose = "heed"
	// KeepIncidents reads and writes an organisation's register of confidentiality
	// incidents: a duty of whoever is in charge of personal information there.
	KeepIncidents Purpose = "keep_incidents"
)

// Purposes lists them, for the matrix and the proofs.
var Purposes = []Purpose{Follow, ReadNeed, ReadContact, ReadDone, Answer, Send, Conclude, Unblock, Withdraw, Accompany, KeepThread, SeeConsent, SeeLog, Hear, Converse, Heed, KeepIncidents}

// ReadPart is the purpose that opens a part.
func ReadPart(p Part) Purpose { return Purpose("read_" + string(p)) }

// ProtectedTables maps each protected table to the purposes whose Scope may
// guard it, for the house tests.
var ProtectedTables = map[string][]Purpose{
	"person":            {Accompany},
	"thread":            {KeepThread},
	"referral":          {Follow, ReadNeed, ReadContact, ReadDone, Answer, Send, Conclude, Unblock, Withdraw},
	"referral_unblock":  {Unblock},
	"referral_space":    {Follow},
	"referral_handed":   {Follow},
	"referral_package":  {ReadNeed, ReadContact, ReadDone, Send},
	"referral_note":     {ReadNeed},
	"consent":           {SeeConsent},
	"emergency":         {SeeConsent},
	"safe_contact":      {SeeConsent},
	"contact_message":   {SeeConsent},
	"disclosure":        {SeeLog},
	"need_word":         {Hear},
	"referral_resource": {ReadNeed, ReadContact, ReadDone},
	"talk":              {Converse},
	"talk_message":      {Converse},
	"signal_seat":       {Heed},
	"signal":            {Heed},
	"signal_join":       {Heed},
	"signal_leg":        {Heed},
	"signal_voice":      {Heed},
	"incident":          {KeepIncidents},
	"incident_entry":    {KeepIncidents},
}
