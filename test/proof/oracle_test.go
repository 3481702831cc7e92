package proof

import (
	"time"

	"passerelle/internal/access"
)

// The oracle answers one question, "may this visitor read this word of this
// referral now?", from the prose (the promises of the product: who agreed, to
// whom, for what, until when), by someone who did not look at the rule. It reads
// what was drawn, and nothing of the program but the names of roles.

// kind is in what capacity somebody visits.
type kind string

const (
	worker  kind = "worker"
	holder  kind = "person"
	linked  kind = "link"
	program kind = "partner"
	public  kind = "public"
)

// subject is who visits.
type subject struct {
	kind kind
	org  int // of a worker, a link or a program
	who  int // worker; person; or the referral of a link
}

// answered is what a person once said about one part to one organisation.
type answered struct {
	org, worker int // worker: anybody, or one of them
	part        string
	yes, later  bool      // neither: a no
	from, to    time.Time // of a yes, as it counts
	withdrawn   bool
	shownTo     time.Time // under pressure: what the screen says
	lifted      bool      // a no that was lifted under pressure
}

// Of an answer about a whole organisation; of one that names somebody whom
// nobody there is.
const (
	anybody = -1
	unknown = -3
)

// opening is a communication without consent.
type opening struct {
	org      int
	from, to time.Time
	ended    bool
	contact  bool
}

// policy is all that was drawn about one person.
type policy struct {
	answers []answered
	closed  bool
	named   bool // somebody was refused by a name
	opening opening
}

// standing is what was drawn about one referral.
type standing struct {
	state                           string
	sent, callFirst, opened, inHand bool
	joint                           bool
}

// classes of words: which part they belong to; "own" never leaves the
// organisation that wrote them, but for the person.
var classes = map[byte]string{
	'w': "need", 'o': "need", 'n': "need", 's': "need", 'k': "need",
	'r': "contact", 'l': "contact", 'p': "contact",
	// Who they are, beside a reference and in a narrative, wherever it stands.
	'd': "contact", 'v': "contact",
	't': "done",
	'c': "own", 'f': "own", 'e': "own", 'q': "own", 'b': "own", 'x': "own",
	'j': "reach",
	'u': "way", 'a': "way",
	'z': "person", 'y': "self", 'h': "anybody's", 'i': "register", 'g': "seat", 'm': "talk",
}

// verdict is the answer, and how many reasons speak against a receiver.
type verdict struct {
	yes    bool
	reason string // the only one that closes it; "" when there is none, or several
}

func (d *draw) judge(s subject, r int, field byte) verdict {
	ref, class := d.refs[r], classes[field]
	p, now := d.people[ref.person], d.now
	switch class {
	case "self", "anybody's", "register", "seat", "talk":
		return d.judgeBeside(s, r, class)
	case "reach": // whoever may know how to reach the person, for any of their referrals
		for n, other := range d.refs {
			if other.person == ref.person {
				if v := d.judge(s, n, 'r'); v.yes {
					return v
				}
			}
		}
		return verdict{false, ""}
	}
	switch s.kind {
	case holder:
		return alone(s.who == ref.person, "another person")
	case public:
		return verdict{false, "public"}
	}
	if class == "person" || class == "way" && s.kind != worker {
		return verdict{false, ""}
	}
	accompanies := s.kind != worker || d.accompanies(s.who)
	if s.org == ref.from {
		if s.kind == linked {
			return verdict{false, ""}
		}
		var against []string
		if !accompanies {
			against = append(against, "role")
		}
		if s.kind == program && d.revoked[s.org] {
			against = append(against, "system ended")
		}
		if s.kind == worker && p.refuses(s.org, s.who, "") {
			against = append(against, "kept away")
		}
		return only(against)
	}
	if class == "own" || s.org != ref.to || s.kind == linked && s.who != r {
		return verdict{false, ""}
	}
	if class == "way" {
		return d.opens(s, r, accompanies)
	}
	main := d.receives(s, r, class, accompanies)
	if main.yes || s.kind != worker || !accompanies || class == "done" {
		return main
	}
	// Without consent: a named organisation, for its hour, the least; never on a
	// closed file, never to somebody refused by name.
	e := p.opening
	var against []string
	if e.org != s.org || e.ended || now.Before(e.from) || !now.Before(e.to) {
		against = append(against, "no emergency")
	}
	if class == "contact" && !e.contact {
		against = append(against, "emergency without contact")
	}
	if p.closed {
		against = append(against, "closed file")
	}
	if p.refuses(s.org, s.who, "") {
		against = append(against, "refused by name")
	}
	if len(against) == 0 {
		return verdict{true, ""}
	}
	if len(against) == 1 && against[0] != "no emergency" {
		return verdict{false, against[0]}
	}
	if len(against) == 1 {
		return main // that there was no emergency is no reason of its own
	}
	return verdict{false, ""}
}

// receives is what the one organisation it was sent to may read.
func (d *draw) receives(s subject, r int, class string, accompanies bool) verdict {
	ref, st := d.refs[r], d.standing[r]
	p := d.people[ref.person]
	var against []string
	no := func(when bool, why string) {
		if when {
			against = append(against, why)
		}
	}
	no(!accompanies, "role")
	no(s.kind == program && d.revoked[s.org], "system ended")
	no(!st.sent, "not sent")
	switch st.state {
	case "sent", "received", "accepted", "in_handoff", "need_met":
	default:
		no(true, "not under way")
	}
	no(class == "contact" && st.callFirst && !st.opened, "call first")
	parts := []string{"need"}
	if class != "need" {
		parts = append(parts, class)
	}
	who := s.who
	if s.kind != worker {
		who = nobody
	}
	for _, part := range parts {
		no(!p.granted(s.org, who, part, d.now), "no consent to the "+part)
		no(p.refuses(s.org, who, part), "refusal of the "+part)
	}
	return only(against)
}

// opens: whose way is asked to be opened hears of it, also after they refused or
// let it run out, while the person agrees. Only their workers: a link or a system
// answers the referral, and no more.
func (d *draw) opens(s subject, r int, accompanies bool) verdict {
	st, p := d.standing[r], d.people[d.refs[r].person]
	over := st.state == "need_met" || st.state == "withdrawn" || st.state == "proposed"
	return alone(accompanies && st.sent && !over && p.granted(s.org, s.who, "need", d.now) && !p.refuses(s.org, s.who, "need"), "")
}

// judgeBeside is for words of which no person decides; their number is that of
// the worker, the organisation or the need.
func (d *draw) judgeBeside(s subject, number int, class string) verdict {
	if s.kind != worker {
		return verdict{false, ""}
	}
	switch class {
	case "self": // whom they know, said by themself
		return alone(s.who == number, "")
	case "anybody's": // a need is nobody's record; whoever accompanies may answer it
		return alone(d.accompanies(s.who), "")
	case "register": // whoever is in charge there
		return alone(s.org == number && d.has(s.who, access.Privacy), "")
	case "talk": // the team that answers it
		return alone(s.org == number && d.accompanies(s.who), "")
	case "seat": // who said it and who was asked, by whoever acts in the field or answers for it
		return alone((s.org == number || s.org == (number+1)%orgs) && (d.accompanies(s.who) || d.has(s.who, access.Management)), "")
	}
	return verdict{false, ""}
}

// nobody is who a link or a program says they are: any refusal there may be of
// them, and no consent to one worker is theirs.
const nobody = -2

func (p *policy) granted(org, who int, part string, now time.Time) bool {
	for _, a := range p.answers {
		if a.yes && a.org == org && a.part == part && !a.withdrawn && (a.worker == anybody || a.worker == who) && !now.Before(a.from) && now.Before(a.to) {
			return true
		}
	}
	return false
}

// refuses: about a part, a no to the whole organisation or to this worker; with
// no part named, a no to this worker by name about anything.
func (p *policy) refuses(org, who int, part string) bool {
	for _, a := range p.answers {
		if a.yes || a.later || a.withdrawn || a.org != org || part != "" && a.part != part {
			continue
		}
		switch {
		case part == "" && a.worker == who:
			return true
		case part != "" && (a.worker == anybody || a.worker == who || who == nobody):
			return true
		}
	}
	return false
}

func only(against []string) verdict {
	switch len(against) {
	case 0:
		return verdict{true, ""}
	case 1:
		return verdict{false, against[0]}
	}
	return verdict{false, ""}
}

func alone(yes bool, why string) verdict {
	if yes {
		return verdict{true, ""}
	}
	return verdict{false, why}
}
