package contact

import "time"

// Why says what brought a message about.
type Why int

// The reasons.
const (
	// Unasked: nobody is waiting for it now, and another may hold the telephone.
	Unasked Why = iota
	// Reply: the person has just written from the very number it goes to.
	Reply
	// Farewell acknowledges a stop, once.
	Farewell
)

// Message is words that want to leave.
type Message struct {
	ID      string // ours, of any shape
	Channel string // the gateway's name
	To      string // number or address
	Text    string
	Way     Way
	Why     Why
	Names   []string // of organisations: never said unasked
}

// Cleared is a message that may leave now. Only Clear and ClearNotice make one
// that is not empty.
type Cleared struct{ id, channel, to, text, subject, stop string }

// ID is the message's own, Channel the gateway, To whom, Text the words.
func (c Cleared) ID() string      { return c.id }
func (c Cleared) Channel() string { return c.channel }
func (c Cleared) To() string      { return c.to }
func (c Cleared) Text() string    { return c.text }

// Subject and Stop are of a Notice: its subject, and the link that ends all of it.
func (c Cleared) Subject() string { return c.subject }
func (c Cleared) Stop() string    { return c.stop }

// Empty reports that nothing was cleared.
func (c Cleared) Empty() bool { return c == Cleared{} }

// Verdict is what Clear answers.
type Verdict string

// The verdicts: it may leave, it waits, or it never leaves and why.
const (
	Pass      Verdict = "pass"
	Wait      Verdict = "wait"
	NoWay     Verdict = "no_way"     // the person did not say that this way is safe
	NoHours   Verdict = "no_hours"   // no hour is safe
	BadWords  Verdict = "bad_words"  // they say something
	NoAddress Verdict = "no_address" // there is nowhere to send it
)

// Clear judges a message at an instant in the person's own zone. When it waits,
// until is when to ask again: what the person said may have changed by then.
func Clear(p Profile, m Message, now time.Time) (c Cleared, v Verdict, until time.Time) {
	reply := p.talk && m.Why != Unasked
	farewell := p.talk && m.Why == Farewell
	switch {
	case m.Way != Text && m.Way != Mail || !p.Allows(m.Way) && !farewell:
		return c, NoWay, until
	case m.To == "" || m.ID == "" || m.Text == "":
		return c, NoAddress, until
	case !reply && len(Unsafe(m.Text, m.Names...)) > 0:
		return c, BadWords, until
	}
	if !reply && !p.Within(now) {
		opens, ok := p.Opens(now)
		if !ok {
			return c, NoHours, until
		}
		return c, Wait, opens
	}
	return Cleared{id: m.ID, channel: m.Channel, to: m.To, text: m.Text}, Pass, until
}
