package demo

// CrisisAct is what a worker did in a cell of the mode crise: open, join,
// decide, relax, give, done, review or close.
type CrisisAct struct {
	Crisis, Act, Worker string
	Words               string // the title of what is opened, else what is noted
	More                string // why, where it comes from, or who allows it
	Sector              string
	Function, Phone     string // of who opens and who joins
	Hours               int    // until the end, the due date or the next review
	Org                 string // who does the task
	Ago                 Ago
	Slot                int // the order of a day
}

func crisisAct(r *row) CrisisAct {
	return CrisisAct{
		Crisis: r.text("crisis"), Act: r.text("act"), Worker: r.text("worker"), Words: r.text("words"), More: r.text("more"), Sector: r.text("sector"),
		Function: r.text("function"), Phone: r.text("phone"), Hours: r.number("hours", 0), Org: r.text("org"), Ago: r.ago("days"), Slot: r.number("slot", 0),
	}
}
