package demo

// Pathway is a practice that an organisation took up from an example: proposed
// by one worker, and published by another, or waiting for them.
type Pathway struct {
	Example          string
	Title            Text
	Worker           string
	Publisher        string // empty: it waits
	Begun, Published Ago
}

func pathway(r *row) Pathway {
	return Pathway{
		Example: r.text("example"), Title: r.both("title"), Worker: r.text("worker"), Publisher: r.text("publisher"), Begun: r.ago("begun_days"), Published: r.ago("published_days"),
	}
}
