package demo

// SignalAct is what a worker did with a field signal: say, sms (nobody's), join,
// relay, read, answer or refuse.
type SignalAct struct {
	Signal, Act, Worker string
	Words               string // what is said, added or answered
	Spot, Since, Need   string
	To                  string // who is asked
	Why                 string
	Hours               int
	Ago                 Ago
	Slot                int // the order of a day
}

func signalAct(r *row) SignalAct {
	return SignalAct{
		Signal: r.text("signal"), Act: r.text("act"), Worker: r.text("worker"), Words: r.text("words"), Spot: r.text("spot"), Since: r.text("since"), Need: r.text("need"),
		To: r.text("to"), Why: r.text("why"), Hours: r.number("hours", 0), Ago: r.ago("days"), Slot: r.number("slot", 0),
	}
}
