package referral

import "time"

// Owed is something that one side promised, or was asked for.
type Owed string

// What is owed, in the order in which it comes.
const (
	OwedAnswer   Owed = "answer"    // the receiver answers
	OwedCall     Owed = "call"      // the receiver calls the pivot, who asked for it
	OwedNoteCall Owed = "note_call" // the pivot notes the call that took place
	OwedContact  Owed = "contact"   // the receiver reaches the person
)

// NoteCallWithin is what a pivot has to note a call that the receiver says took
// place: until then the person waits.
const NoteCallWithin = day

// Promise is one delay, the same for both sides: what was promised, by whom,
// counted from when. Silence is theirs who owe it.
type Promise struct {
	What      Owed
	By        Side // who owes it
	Agreed    Side // whose delay it is: the sender asked, or the receiver promised
	From, Due time.Time
	Kept      time.Time     // zero: not yet
	Late      time.Duration // of an open one, until now; of one that was kept, by how much it was late
}

// owed lists what was promised so far. A delay that the receiver promises takes
// the place of the one that was asked for; both dates stay in the timeline.
func (r *referral) owed(now time.Time) (list []Promise) {
	add := func(p Promise) {
		if p.Kept.IsZero() && r.State.Ended() {
			p.Due = time.Time{} // over: nothing more is owed
		}
		until := p.Kept
		if until.IsZero() {
			until = now
		}
		if !p.Due.IsZero() && until.After(p.Due) {
			p.Late = until.Sub(p.Due)
		}
		list = append(list, p)
	}
	if r.SentAt.IsZero() {
		return nil
	}
	answer := Promise{What: OwedAnswer, By: Target, Agreed: Source, From: r.SentAt, Due: r.due(), Kept: r.AnsweredAt}
	if !r.PromisedTo.IsZero() {
		answer.Agreed, answer.From = Target, r.PromisedAt
	}
	add(answer)
	if r.State != Accepted && r.State != InHandoff && r.State != NeedMet {
		return list
	}
	begun := r.AnsweredAt
	if r.CallFirst {
		call := Promise{What: OwedCall, By: Target, Agreed: Source, From: r.AnsweredAt, Due: r.AnsweredAt.Add(r.Delay), Kept: r.CalledAt}
		if call.Kept.IsZero() || !r.Opened.IsZero() && r.Opened.Before(call.Kept) {
			call.Kept = r.Opened
		}
		add(call)
		if !r.CalledAt.IsZero() {
			add(Promise{What: OwedNoteCall, By: Source, Agreed: Target, From: r.CalledAt, Due: r.CalledAt.Add(NoteCallWithin), Kept: r.Opened})
		}
		if r.closed() {
			return list
		}
		if r.Opened.After(begun) {
			begun = r.Opened
		}
	}
	add(Promise{What: OwedContact, By: Target, Agreed: Source, From: begun, Due: begun.Add(r.Delay), Kept: r.ContactAt})
	return list
}
