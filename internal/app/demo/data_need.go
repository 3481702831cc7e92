package demo

// Need is something that was said without account, or that a worker noted, and
// what came of it.
type Need struct {
	Worker                    string // empty: said by the person
	Via                       string
	Need, Place, Wanted, With string
	Words, Observed, Language string // theirs are never translated
	Said                      Ago
	TakenBy                   string // a worker
	Within                    int    // hours
	Taken                     Ago
	Answer, Reason            string
	Answered                  Ago
}

func needSaid(r *row) Need {
	return Need{
		Worker: r.text("worker"), Via: r.text("via"), Need: r.text("need"), Place: r.text("place"), Wanted: r.text("wanted"), With: r.text("with"),
		Words: r.text("words"), Observed: r.text("observed"), Language: r.text("lang"), Said: r.ago("days"), TakenBy: r.text("taken_by"), Within: r.number("within", 0), Taken: r.ago("taken_days"),
		Answer: r.text("answer"), Reason: r.text("reason"), Answered: r.ago("answered_days"),
	}
}
