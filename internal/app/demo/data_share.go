package demo

// SavedList is a list of services that an organisation keeps under a name.
type SavedList struct {
	Org, Worker string
	Name        string // as its workers named it
	Services    []string
	Saved       Ago
}

func savedList(r *row) SavedList {
	return SavedList{
		Org: r.text("org"), Worker: r.text("worker"), Name: r.text("name_fr"), Services: r.list("services", ","), Saved: r.ago("saved_days"),
	}
}
