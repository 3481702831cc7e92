package demo

// Referral is one story, from the person's words to what became of it.
type Referral struct {
	Code, Person, Worker string
	HatOrg, HatTeam      string // in whose name it is sent
	Service, State       string // state as in words.md
	NeedWords, NeedLang  string // the person's own, never translated
	NeedObserved, Done   Text
	CallFirst, Accompany bool
	DelayHours           int
	Proposed, Sent       Ago
	Received, Accepted   Ago
	CallNoted, Handoff   Ago
	Closed               Ago
	AnsweredBy           string // a worker's code, or "link": answered without account
	AnsweredName         string // who signs an answer by link
	DeclineSide          string // person, service
	DeclineReason        string // as package referral names them
	DeclineWords         Text
	Said                 Ago    // when the last of what follows was said
	Contact, Met, Bond   Sides  // contact made; need met; the bond holds
	OutcomeWords         string // the person's, in NeedLang
	Back                 Ago    // when the first worker stepped back, on the person's word
	LinkedTo             string // the declined referral that this one follows
}

// Sides is what each of the three says of one fact: yes, partly, no, or empty
// when nothing was said. They are kept apart even when they disagree.
type Sides struct{ Person, Source, Target string }

// Agree reports that nobody who answered contradicts another.
func (s Sides) Agree() bool {
	yes, no := false, false
	for _, say := range [...]string{s.Person, s.Source, s.Target} {
		yes, no = yes || say == "yes", no || say == "no"
	}
	return !(yes && no)
}

func (r *row) sides(fact string) Sides {
	return Sides{Person: r.text(fact + "_person"), Source: r.text(fact + "_source"), Target: r.text(fact + "_target")}
}

func referral(r *row) Referral {
	return Referral{
		Code: r.text("code"), Person: r.text("person"), Worker: r.text("worker"), HatOrg: r.text("hat_org"), HatTeam: r.text("hat_team"),
		Service: r.text("service"), State: r.text("state"), NeedWords: r.text("need_words"), NeedLang: r.text("need_lang"),
		NeedObserved: r.both("need_observed"), Done: r.both("done"), CallFirst: r.flag("call_first"), Accompany: r.flag("accompany"),
		DelayHours: r.number("delay_hours", 0), Proposed: r.ago("proposed_days"), Sent: r.ago("sent_days"),
		Received: r.ago("received_days"), Accepted: r.ago("accepted_days"), CallNoted: r.ago("call_noted_days"),
		Handoff: r.ago("handoff_days"), Closed: r.ago("closed_days"), AnsweredBy: r.text("answered_by"), AnsweredName: r.text("answered_name"),
		DeclineSide: r.text("decline_side"), DeclineReason: r.text("decline_reason"), DeclineWords: r.both("decline_words"),
		Said: r.ago("said_days"), Contact: r.sides("contact"), Met: r.sides("met"), Bond: r.sides("bond"), OutcomeWords: r.text("outcome_words"), LinkedTo: r.text("linked_to"),
		Back: r.ago("back_days"),
	}
}

// Answer is one anonymous tap on a service, sometimes with words.
type Answer struct {
	Service         string
	Given           Ago
	Helped          string // yes, partly, no
	Words, Language string
}

func answer(r *row) Answer {
	return Answer{
		Service: r.text("service"), Given: r.ago("days"), Helped: r.text("answer"),
		Words: r.text("words"), Language: r.text("words_lang"),
	}
}
