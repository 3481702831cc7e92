package access

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestMatrixGolden: who may do what, in each state of consent and of the
// referral, as a page that people can read and discuss. The proofs show that
// the SQL form answers the same.
func TestMatrixGolden(t *testing.T) {
	var b strings.Builder
	b.WriteString("Who may do what. + yes, - no. Refuge refers a person to Clinique.\n\n")
	for i, c := range situations {
		fmt.Fprintf(&b, "%4d %s\n", i+1, c.name)
	}
	for _, p := range Purposes {
		fmt.Fprintf(&b, "\n== %s\n", p)
		columns(&b)
		for _, s := range subjects {
			fmt.Fprintf(&b, "%-46s", s.name)
			for _, c := range situations {
				b.WriteString(" " + sign(s.actor.Allows(p, c.facts())))
			}
			b.WriteString("\n")
		}
	}
	golden(t, "matrix.golden", b.String())
}

// columns numbers the situations, the digits of a number one above the other.
func columns(b *strings.Builder) {
	for _, ten := range []bool{true, false} {
		fmt.Fprintf(b, "%-46s", "")
		for i := range situations {
			if n := i + 1; ten {
				fmt.Fprintf(b, " %d", n/10)
			} else {
				fmt.Fprintf(b, " %d", n%10)
			}
		}
		b.WriteString("\n")
	}
}

func sign(yes bool) string {
	if yes {
		return "+"
	}
	return "-"
}

var subjects = []struct {
	name  string
	actor Actor
}{
	{"Refuge: intervention", atWork("refuge", Intervention)},
	{"Refuge: coordination", atWork("refuge", Coordination)},
	{"Refuge: management", atWork("refuge", Management)},
	{"Refuge: administration", atWork("refuge", Administration)},
	{"Refuge: in charge of privacy", atWork("refuge", Privacy)},
	{"Refuge: management and administration", atWork("refuge", Management, Administration)},
	{"Refuge: no role", atWork("refuge")},
	{"Clinique: intervention (Marie)", atWork("clinique", Intervention)},
	{"Clinique: coordination (Marie)", atWork("clinique", Coordination)},
	{"Clinique: management (Marie)", atWork("clinique", Management)},
	{"Clinique: in charge of privacy", atWork("clinique", Privacy)},
	{"Clinique: administration (Marie)", atWork("clinique", Administration)},
	{"Clinique: by the link of this referral", ForLink("montreal", "referral", "clinique")},
	{"Clinique: by the link of another referral", ForLink("montreal", "another", "clinique")},
	{"Refuge: its own system", ForPartner("montreal", "system", "refuge")},
	{"Clinique: its own system", ForPartner("montreal", "system", "clinique")},
	{"a third organisation: its own system", ForPartner("montreal", "system", "third")},
	{"Clinique, another region: its own system", ForPartner("ottawa", "system", "clinique")},
	{"a third organisation: intervention", atWork("third", Intervention)},
	{"a third organisation: a link of this referral", ForLink("montreal", "referral", "third")},
	{"Refuge, another region: intervention", ForWorker("ottawa", "marie", "refuge", "", Intervention)},
	{"Clinique, another region: intervention", ForWorker("ottawa", "marie", "clinique", "", Intervention)},
	{"the person", ForPerson("montreal", "thread", "person")},
	{"another person", ForPerson("montreal", "thread-2", "person-2")},
	{"the person's id in another region", ForPerson("ottawa", "thread", "person")},
	{"the public", Anyone("montreal")},
	{"a job", System("montreal")},
	{"the operator", ForOperator("montreal")},
	{"nobody", Actor{}},
}

func atWork(o Org, roles ...Role) Actor { return ForWorker("montreal", "marie", o, "team", roles...) }

// situation is a way that things can stand; given answers for all parts.
type situation struct {
	name   string
	change func(f *Facts)
}

func (s situation) facts() Facts {
	f := Facts{Region: "montreal", Now: start, Referral: "referral", Sender: "refuge", Receiver: "clinique", Person: "person",
		Holder: "refuge", Sent: true, InHand: true, State: "accepted"}
	for _, p := range Parts {
		f.Consents = append(f.Consents, Given{Region: "montreal", Person: "person", Recipient: "clinique", Purpose: "referral",
			Part: p, Answer: "granted", From: start.Add(-time.Hour), To: start.Add(time.Hour)})
	}
	s.change(&f)
	return f
}

func every(change func(g *Given)) func(f *Facts) {
	return func(f *Facts) {
		for i := range f.Consents {
			change(&f.Consents[i])
		}
	}
}

// beside adds a second answer like the first of a part.
func beside(part Part, change func(g *Given)) func(f *Facts) {
	return func(f *Facts) {
		for _, g := range f.Consents {
			if g.Part == part {
				change(&g)
				f.Consents = append(f.Consents, g)
				return
			}
		}
	}
}

func only(part Part) func(f *Facts) {
	return func(f *Facts) {
		for _, g := range f.Consents {
			if g.Part == part {
				f.Consents = []Given{g}
				return
			}
		}
	}
}

func refuses(g *Given) {
	g.Answer, g.From, g.To = "refused", start.Add(-time.Minute), start.Add(-time.Minute)
}

func stateIs(s string) func(f *Facts) { return func(f *Facts) { f.State = s } }

var situations = []situation{
	{"consent to every part", func(*Facts) {}},
	{"no answer", func(f *Facts) { f.Consents = nil }},
	{"consent to the need alone", only(PartNeed)},
	{"consent to the contact alone, not to the need", only(PartContact)},
	{"consent to Marie alone", every(func(g *Given) { g.Worker = "marie" })},
	{"consent to somebody else at Clinique alone", every(func(g *Given) { g.Worker = "paul" })},
	{"consent to another organisation", every(func(g *Given) { g.Recipient = "third" })},
	{"consent of another person", every(func(g *Given) { g.Person = "person-2" })},
	{"consent in another region", every(func(g *Given) { g.Region = "ottawa" })},
	{"consent for another purpose", every(func(g *Given) { g.Purpose = "research" })},
	{"consent begins this instant", every(func(g *Given) { g.From = start })},
	{"consent not begun", every(func(g *Given) { g.From = start.Add(time.Millisecond) })},
	{"consent ends this instant", every(func(g *Given) { g.To = start })},
	{"consent ends in a moment", every(func(g *Given) { g.To = start.Add(time.Millisecond) })},
	{"consent taken back", every(func(g *Given) { g.Withdrawn = true })},
	{"not now", every(func(g *Given) { g.Answer = "later" })},
	{"consent, and the need refused", beside(PartNeed, refuses)},
	{"consent, and the contact refused", beside(PartContact, refuses)},
	{"consent, and the need refused to Marie", beside(PartNeed, func(g *Given) { refuses(g); g.Worker = "marie" })},
	{"consent, and the need refused to somebody else", beside(PartNeed, func(g *Given) { refuses(g); g.Worker = "paul" })},
	{"consent, and the need refused to another organisation", beside(PartNeed, func(g *Given) { refuses(g); g.Recipient = "third" })},
	{"consent, and a refusal that was lifted", beside(PartNeed, func(g *Given) { refuses(g); g.Withdrawn = true })},
	{"consent, and Marie of Refuge refused", beside(PartDone, func(g *Given) { refuses(g); g.Recipient, g.Worker = "refuge", "marie" })},
	{"consent, and somebody else of Refuge refused", beside(PartDone, func(g *Given) { refuses(g); g.Recipient, g.Worker = "refuge", "paul" })},
	{"consent, and Marie of Refuge refused, then no longer", beside(PartDone, func(g *Given) { refuses(g); g.Recipient, g.Worker, g.Withdrawn = "refuge", "marie", true })},
	{"no answer; an emergency opens the need", func(f *Facts) { f.Consents = nil; f.Emergencies = opened(false) }},
	{"no answer; an emergency opens the contact too", func(f *Facts) { f.Consents = nil; f.Emergencies = opened(true) }},
	{"an emergency, for a draft", func(f *Facts) { f.Consents, f.State, f.Sent = nil, "proposed", false; f.Emergencies = opened(true) }},
	{"an emergency, that ends this instant", func(f *Facts) { f.Consents = nil; f.Emergencies = opened(true); f.Emergencies[0].To = start }},
	{"an emergency, that was ended", func(f *Facts) { f.Consents = nil; f.Emergencies = opened(true); f.Emergencies[0].Ended = true }},
	{"an emergency, and the organisation refused", func(f *Facts) { every(refuses)(f); f.Emergencies = opened(true) }},
	{"an emergency, and Marie refused by name", func(f *Facts) {
		every(func(g *Given) { refuses(g); g.Worker = "marie" })(f)
		f.Emergencies = opened(true)
	}},
	{"an emergency, and the file closed", func(f *Facts) { f.Consents, f.Closed = nil, true; f.Emergencies = opened(true) }},
	{"consent; proposed, not sent", func(f *Facts) { f.State, f.Sent = "proposed", false }},
	{"consent; sent", stateIs("sent")},
	{"consent; received", stateIs("received")},
	{"consent; in hand-off", stateIs("in_handoff")},
	{"consent; need met", stateIs("need_met")},
	{"consent; declined", stateIs("declined")},
	{"consent; expired", stateIs("expired")},
	{"consent; withdrawn", stateIs("withdrawn")},
	{"consent; withdrawn, and nobody had it in hand", func(f *Facts) { f.State, f.InHand = "withdrawn", false }},
	{"consent; a state that the rules do not know", stateIs("new")},
	{"consent; call first, not yet opened", func(f *Facts) { f.CallFirst = true }},
	{"consent; call first, opened", func(f *Facts) { f.CallFirst, f.Opened = true, true }},
}

func opened(contact bool) []Emergency {
	return []Emergency{{Region: "montreal", Person: "person", Recipient: "clinique", Contact: contact, From: start.Add(-time.Minute), To: start.Add(time.Hour)}}
}
