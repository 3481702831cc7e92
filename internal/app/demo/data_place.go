package demo

// Count is free places that a worker counted, and who holds some of them.
type Count struct {
	Worker, Service, Unit, Population string
	Free                              int
	Minutes                           int      // how long one is held
	Hours                             int      // of temporary places; 0: they last
	HeldBy                            []string // workers of other organisations
	Said                              Ago
}

func placeCount(r *row) Count {
	return Count{
		Worker: r.text("worker"), Service: r.text("service"), Unit: r.text("unit"), Population: r.text("population"), Free: r.number("free", 0),
		Minutes: r.number("minutes", 0), Hours: r.number("hours", 0), HeldBy: r.list("held_by", ","), Said: r.ago("days"),
	}
}
