package fhir

import (
	"slices"

	"passerelle/internal/referral"
)

// transitions are the guide's own diagram: who may lead a task from one status
// to another. What is not here is refused.
var transitions = map[string]map[string][]referral.Side{
	"requested": {
		"accepted": {referral.Target}, "rejected": {referral.Target}, "cancelled": {referral.Source, referral.Target}, "entered-in-error": {referral.Source},
	},
	"accepted": {
		"in-progress": {referral.Target}, "on-hold": {referral.Target}, "completed": {referral.Target}, "failed": {referral.Target},
		"cancelled": {referral.Source, referral.Target}, "entered-in-error": {referral.Source},
	},
	"in-progress": {
		"on-hold": {referral.Target}, "completed": {referral.Target}, "failed": {referral.Target}, "cancelled": {referral.Source, referral.Target}, "entered-in-error": {referral.Source},
	},
	"on-hold": {
		"in-progress": {referral.Target}, "completed": {referral.Target}, "failed": {referral.Target}, "cancelled": {referral.Source, referral.Target}, "entered-in-error": {referral.Source},
	},
	"completed": nil, "rejected": nil, "cancelled": nil, "failed": nil, "entered-in-error": nil,
}

// mayBecome lists where a side may lead a task from a status.
func mayBecome(from string, side referral.Side) (list []string) {
	for to, who := range transitions[from] {
		if slices.Contains(who, side) {
			list = append(list, to)
		}
	}
	slices.Sort(list)
	return list
}

// statusesOf are, for each of our nine states, the statuses that a task may
// have: the first when no system said otherwise. A system may be further than
// our state (its own work is completed, which is not yet a need met), never
// elsewhere.
var statusesOf = map[referral.State][]string{
	referral.Proposed:  {"draft"},
	referral.Sent:      {"requested"},
	referral.Received:  {"requested"},
	referral.Accepted:  {"accepted", "on-hold", "completed"},
	referral.InHandoff: {"in-progress", "on-hold", "completed"},
	referral.NeedMet:   {"completed"},
	referral.Declined:  {"cancelled", "rejected", "failed", "entered-in-error"},
	referral.Expired:   {"cancelled"},
	referral.Withdrawn: {"cancelled"},
}

// statusOf is the status of a task: what a system said, where our state allows
// it, else what our state says.
func statusOf(s referral.Summary, said string) string {
	list := statusesOf[s.State]
	if slices.Contains(list, said) {
		return said
	}
	if s.State == referral.Declined && s.DeclineBy == referral.OfService && s.AnsweredAt.Equal(s.Ended) {
		return "rejected" // before any action
	}
	return list[0]
}

// businessOf is where the referral is, in the codes of BSeR.
var businessOf = map[referral.State]string{
	referral.Received: "2.0", referral.Accepted: "3.0", referral.NeedMet: "7.0", referral.Declined: "4.0", referral.Expired: "6.0", referral.Withdrawn: "6.0",
}

// businessTo are the codes of BSeR, and where each may lead: its own state machine
// for the codes of an event, anything that is a code for the others.
var businessTo = map[string][]string{
	"2.0": nil, "3.0": nil, "4.0": nil, "6.0": nil, "7.0": nil,
	"5.1.1": {"5.1.1", "5.1.2", "5.1.3", "5.1.4", "5.2", "7.0"},
	"5.1.2": {"5.1.2", "5.1.1", "5.1.3", "5.2", "7.0"},
	"5.1.3": {"5.1.3", "5.1.1", "5.2", "7.0"},
	"5.1.4": {"5.1.4", "5.1.1", "5.1.3", "5.2", "7.0"},
	"5.2":   {"5.2", "6.0", "7.0"},
}

// businessCode is the code of BSeR that a concept has; empty when it has none.
func businessCode(concept any) string {
	for _, x := range list(concept, "coding") {
		if text(x, "system") == businessIs {
			return text(x, "code")
		}
	}
	return ""
}

// reasonOf reads the reason of a refusal from its codings.
var reasonOf = map[string]string{
	"no-capacity": "no_capacity", "no_capacity": "no_capacity", "waitlist": "no_capacity", "not_eligible": "not_eligible", "out_of_area": "out_of_area", "closed": "closed",
}
