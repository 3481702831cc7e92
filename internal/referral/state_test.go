package referral

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"passerelle/internal/fault"
)

// life is the table of words.md as a reader would write it: one line a verb,
// "from>to". It is written apart from moves.
const life = `
save      proposed>proposed
send      proposed>sent
receive   sent>received
assess    sent>received received>received
accept    sent>accepted received>accepted
decline   sent>declined received>declined accepted>declined in_handoff>declined
doubt     sent>sent received>received accepted>accepted in_handoff>in_handoff
call      sent>sent received>received accepted>accepted
start     accepted>in_handoff
reach     accepted>in_handoff in_handoff>in_handoff
miss      accepted>accepted in_handoff>in_handoff
meet      accepted>need_met in_handoff>need_met
unmeet    need_met>in_handoff
expire    sent>expired received>expired
withdraw  proposed>withdrawn sent>withdrawn received>withdrawn accepted>withdrawn in_handoff>withdrawn
`

func TestTheLifeOfAReferral(t *testing.T) {
	t.Parallel()
	want := map[string]bool{}
	for _, line := range strings.Split(strings.TrimSpace(life), "\n") {
		f := strings.Fields(line)
		for _, step := range f[1:] {
			from, to, _ := strings.Cut(step, ">")
			want[f[0]+" "+from+" "+to] = true
		}
	}
	got := map[string]bool{}
	for verb := range moves {
		for _, from := range States {
			to, err := from.after(verb)
			if err == nil {
				got[fmt.Sprint(verb, " ", from, " ", to)] = true
				continue
			}
			if key, _ := fault.KeyOf(err); !fault.Is(err, fault.Conflict) || key != "referral.is_"+string(from) {
				t.Errorf("%s from %s: %v, want a conflict that says what happened", verb, from, err)
			}
		}
	}
	for step := range got {
		if !want[step] {
			t.Errorf("not in the table: %s", step)
		}
	}
	for step := range want {
		if !got[step] {
			t.Errorf("refused: %s", step)
		}
	}
}

// Whatever is tried in whatever order, what is ended stays ended (but for a
// need that is said again not to be met), dates only fill in, and nobody but
// the person, the sides and silence ends anything.
func TestNoOrderOfActsBreaksALife(t *testing.T) {
	t.Parallel()
	rapid.Check(t, anyLife)
}

func FuzzLife(f *testing.F) { f.Fuzz(rapid.MakeFuzz(anyLife)) }

func anyLife(t *rapid.T) {
	var verbs []Verb
	for v := range moves {
		verbs = append(verbs, v)
	}
	slices.Sort(verbs)
	r := referral{State: Proposed}
	now := time.UnixMilli(0).UTC()
	sent := false
	for _, verb := range rapid.SliceOfN(rapid.SampledFrom(verbs), 0, 40).Draw(t, "verbs") {
		now = now.Add(time.Hour)
		was := r
		err := r.move(verb, now)
		if err != nil {
			if r != was {
				t.Fatalf("%s was refused and changed %+v to %+v", verb, was, r)
			}
			continue
		}
		sent = sent || verb == Send
		if r.State != Proposed && r.State != Withdrawn && !sent {
			t.Fatalf("%s reached %s without having been sent", verb, r.State)
		}
		if was.State.Ended() && !(was.State == NeedMet && verb == Unmeet) {
			t.Fatalf("%s moved an ended referral from %s to %s", verb, was.State, r.State)
		}
		if r.State.Ended() == r.Ended.IsZero() {
			t.Fatalf("%s: ended %v, in state %s", verb, r.Ended, r.State)
		}
		if !was.AnsweredAt.IsZero() && r.AnsweredAt != was.AnsweredAt {
			t.Fatalf("%s answered twice", verb)
		}
		if (r.State == Accepted || r.State == InHandoff || r.State == NeedMet) && (r.AnsweredAt.IsZero() || r.ReceivedAt.IsZero()) {
			t.Fatalf("%s: accepted without an answer: %+v", verb, r)
		}
	}
}

func TestWhenTheNeedIsMet(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]bool{
		"":                                     false,
		"person:yes":                           true,
		"person:no":                            false,
		"person:partly":                        false,
		"source:yes":                           false,
		"target:yes":                           false,
		"source:yes target:yes":                true,
		"source:yes target:partly":             false,
		"source:no target:yes":                 false,
		"person:no source:yes target:yes":      false,
		"person:partly source:yes target:yes":  false,
		"person:yes source:no target:no":       true,
		"target:yes source:yes person:yes":     true,
		"contact.person:yes contact.target:no": false,
	} {
		var voices []Outcome
		for _, v := range strings.Fields(said) {
			voice, word, _ := strings.Cut(v, ":")
			o := Outcome{Fact: MetNeed, Voice: Side(voice), Said: Said(word)}
			if rest, other := strings.CutPrefix(voice, "contact."); other {
				o.Fact, o.Voice = ContactMade, Side(rest)
			}
			voices = append(voices, o)
		}
		if got := met(voices, false); got != want {
			t.Errorf("%q: met %v, want %v", said, got, want)
		}
		// Where the tie is handed over, the person's voice alone closes.
		if got, wantWarm := met(voices, true), want && strings.Contains(said, "person:yes"); got != wantWarm {
			t.Errorf("%q, warm: met %v, want %v", said, got, wantWarm)
		}
	}
}
