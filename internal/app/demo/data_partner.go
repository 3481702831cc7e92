package demo

// Line is a direct line that an organisation publishes to workers.
type Line struct {
	Code, Org, Service, Lang, Purpose, Who, Role, Number, Hours, BestTime, Limits, Decides string
	Said                                                                                   Ago
}

func line(r *row) Line {
	return Line{
		Code: r.text("code"), Org: r.text("org"), Service: r.text("service"), Lang: r.text("lang"), Purpose: r.text("purpose"), Who: r.text("who"), Role: r.text("role"),
		Number: r.text("number"), Hours: r.text("hours"), BestTime: r.text("best_time"), Limits: r.text("limits"), Decides: r.text("decides"), Said: r.ago("days"),
	}
}

// LineCall is what a worker's call on a line came to.
type LineCall struct {
	Line, Worker, Outcome, Words string
	Made                         Ago
}

func lineCall(r *row) LineCall {
	return LineCall{Line: r.text("line"), Worker: r.text("worker"), Outcome: r.text("outcome"), Words: r.text("words"), Made: r.ago("days")}
}

// Card is what an organisation says of itself, to be understood in one minute.
type Card struct {
	Org, Lang string
	// Who is written first; Knock, with the three answers; Limits last.
	Who, Does, DoesNot              string
	Knock, Approach                 string
	Notes, Anonymity, Accompaniment string
	Limits, Decides                 string
	Said                            Ago
}

func card(r *row) Card {
	return Card{
		Org: r.text("org"), Lang: r.text("lang"), Who: r.text("who"), Does: r.text("does"), DoesNot: r.text("does_not"), Knock: r.text("knock"), Approach: r.text("approach"),
		Notes: r.text("notes"), Anonymity: r.text("anonymity"), Accompaniment: r.text("accompaniment"), Limits: r.text("limits"), Decides: r.text("decides"), Said: r.ago("days"),
	}
}

// Practice is a way of working that was born in an organisation.
type Practice struct {
	Org, Lang, Name, Words string
	Since                  int
	Said                   Ago
}

func practice(r *row) Practice {
	return Practice{Org: r.text("org"), Lang: r.text("lang"), Name: r.text("name"), Since: r.number("since", 0), Words: r.text("words"), Said: r.ago("days")}
}
