package access

import "time"

// oracle answers "may this subject do this with this row now?" from the prose
// of the design (Trust §1–2, Architecture §1), not from rule.go: it shares no
// check, no list and no loop with it, and it reads the rows as they were drawn,
// not as they were loaded. Whoever changes a rule changes it here too, from the
// sentence that asks for the change.
//
// It denies first, then looks for a reason to allow.
type oracle struct {
	answers  []answer
	openings []opening
	closed   map[key]bool // files that their person closed
}

func (o oracle) permits(w who, p Purpose, r row, now time.Time) bool {
	// "Nothing crosses regions."
	if w.region == "" || r.region != w.region {
		return false
	}
	switch w.kind {
	case Holder:
		// "You see who read what"; "a page that shows every consent and
		// refusal, withdraw in two taps": all of what is theirs, nothing else.
		return w.person != "" && r.person == w.person && personMay(p)
	case Staff:
		// "A field signal: the clock and the answer are seen by those who should":
		// those who accompany or answer for an organisation, in one that has its seat
		// or, where it was opened to all, in any.
		if p == Heed {
			return r.table == "signal_seat" && w.org != "" && w.worker != "" && speaksForIt(w.roles) && (r.holder == w.org || r.holder == "")
		}
		// "The register of incidents is kept by the person in charge", each
		// organisation its own; and that person has, as such, no need to read of
		// anybody else.
		if p == KeepIncidents {
			return r.table == "incident" && w.org != "" && w.worker != "" && inCharge(w.roles) && r.holder == w.org
		}
		// Whoever funds, counts or configures has no need to read.
		if w.org == "" || w.worker == "" || !accompanies(w.roles) {
			return false
		}
		// "Feed in original words … only for those who may": words that were said
		// to all are read by any team that accompanies people.
		if p == Hear {
			return r.table == "need_word"
		}
		// A conversation is about nobody, so no refusal reaches it.
		if p == Converse {
			return owner(r) == w.org
		}
		// "Each organisation keeps its own", and "not this person" beats
		// everything else, there too.
		if owner(r) == w.org && ownerMay(p) && !o.keptAway(w, r) {
			return true
		}
		return r.table == "referral" && r.receiver == w.org && (o.receiverMay(w, p, r, now) || o.emergencyMay(w, p, r, now))
	case LinkedIn:
		// "The receiver answers without an account": that one referral only.
		if w.org == "" || w.referral == "" || r.table != "referral" {
			return false
		}
		return r.id == w.referral && r.receiver == w.org && o.receiverMay(w, p, r, now)
	case Partner:
		// "An organisation keeps its own", and its system with it; as a receiver
		// it is the one that was named, and no worker there.
		if w.org == "" || w.worker == "" {
			return false
		}
		// Threads and conversations are between people.
		if owner(r) == w.org && ownerMay(p) && p != KeepThread && p != Converse && p != Heed && p != KeepIncidents && p != Unblock {
			return true
		}
		if r.table != "referral" || r.receiver != w.org {
			return false
		}
		if p == Conclude {
			// "The recipient keeps the shell", of what it had acknowledged and is over.
			return r.sent && r.inHand && (r.state == "declined" || r.state == "expired" || r.state == "withdrawn")
		}
		return o.receiverMay(w, p, r, now)
	}
	// The public, jobs, the operator and nobody read nothing protected.
	return false
}

func personMay(p Purpose) bool {
	// A person neither answers for the receiver, nor sends for the sender, nor
	// opens an organisation's own notes through this door; whoever accompanies
	// them gives them the thread.
	return p != Answer && p != Send && p != Accompany && p != KeepThread && p != Hear && p != Conclude && p != Converse && p != Heed && p != KeepIncidents
}

func ownerMay(p Purpose) bool {
	// Answering is the receiver's, withdrawing the person's own act, the log of
	// readings the person's own right.
	return p != Answer && p != Withdraw && p != SeeLog && p != Hear && p != Conclude
}

func speaksForIt(roles []Role) bool {
	for _, r := range roles {
		if r == "management" {
			return true
		}
	}
	return accompanies(roles)
}

func inCharge(roles []Role) bool {
	for _, r := range roles {
		if r == "privacy" {
			return true
		}
	}
	return false
}

func accompanies(roles []Role) bool {
	for _, r := range roles {
		if r == "intervention" || r == "coordination" {
			return true
		}
	}
	return false
}

// owner is the organisation that a row belongs to: the sender, for a referral.
// The log of readings belongs to no organisation.
func owner(r row) string {
	switch r.table {
	case "referral":
		return r.sender
	case "disclosure":
		return ""
	}
	return r.holder
}

// keptAway: the person refused this very worker of the organisation that
// accompanies them. About what they said it does not matter.
func (o oracle) keptAway(w who, r row) bool {
	for _, a := range o.answers {
		if a.region == r.region && a.person == r.person && a.recipient == w.org && a.worker == w.worker && a.said == "refused" && !a.withdrawn {
			return true
		}
	}
	return false
}

// emergencyMay: a named recipient, the minimum, an hour at most; "not this
// person" beats it, and "closed files cannot be opened at all".
func (o oracle) emergencyMay(w who, p Purpose, r row, now time.Time) bool {
	if o.closed[key{r.region, r.person}] || p != Follow && p != ReadNeed && p != ReadContact || o.keptAway(w, r) {
		return false
	}
	for _, e := range o.openings {
		same := e.region == r.region && e.person == r.person && e.recipient == r.receiver
		if same && !e.ended && !now.Before(e.from) && now.Before(e.to) && (p != ReadContact || e.contact) {
			return true
		}
	}
	return false
}

// receiverMay: what the one named recipient may do.
func (o oracle) receiverMay(w who, p Purpose, r row, now time.Time) bool {
	var parts []string
	switch p {
	case Follow, ReadNeed, Answer:
		parts = []string{"need"}
	case Unblock:
		// A worker is asked through the service's own line, while the person still
		// agrees and somebody could still be helped: a person answers, not a link.
		if w.kind != Staff || !r.sent || r.state == "proposed" || r.state == "withdrawn" || r.state == "need_met" {
			return false
		}
		return o.granted(w, r, "need", now) && !o.refused(w, r, "need")
	case ReadContact:
		// Without consent to the need, one does not learn that it exists.
		parts = []string{"need", "contact"}
	case ReadDone:
		parts = []string{"need", "done"}
	default:
		return false
	}
	// A draft has left for nobody; what ended is over.
	over := map[string]bool{"proposed": true, "declined": true, "expired": true, "withdrawn": true}
	if !r.sent || over[r.state] {
		return false
	}
	// « Appelez-moi avant de commencer » really withholds contact details until
	// the call is noted.
	if p == ReadContact && r.callFirst && !r.opened {
		return false
	}
	for _, part := range parts {
		if o.refused(w, r, part) || !o.granted(w, r, part, now) {
			return false
		}
	}
	return true
}

// refused: "You can say not this person, not this organisation, and it beats
// everything else." A refusal has no end. Of somebody who does not say who they
// are, each refusal of a worker there may be about them.
func (o oracle) refused(w who, r row, part string) bool {
	for _, a := range o.about(r, part) {
		if a.said == "refused" && (a.worker == "" || a.worker == w.worker || w.kind == LinkedIn || w.kind == Partner) {
			return true
		}
	}
	return false
}

// granted: "between two of them passes only what you agreed to, for that
// purpose, to that organisation (or that worker), until that date."
func (o oracle) granted(w who, r row, part string, now time.Time) bool {
	for _, a := range o.about(r, part) {
		alive := !now.Before(a.from) && now.Before(a.to)
		if a.said == "granted" && alive && (a.worker == "" || a.worker == w.worker) {
			return true
		}
	}
	return false
}

// about lists what this person said of this recipient, this purpose and this
// class of facts, and has not taken back.
func (o oracle) about(r row, part string) (found []answer) {
	for _, a := range o.answers {
		same := a.region == r.region && a.person == r.person && a.recipient == r.receiver
		if same && a.purpose == "referral" && a.part == part && !a.withdrawn {
			found = append(found, a)
		}
	}
	return found
}
