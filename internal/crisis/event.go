package crisis

import "passerelle/internal/db"

// happened tells of an act in a cell: opaque ids and instants.
type happened struct {
	kind   string
	Crisis string  `json:"crisis"`
	About  string  `json:"about,omitempty"` // a rule or a task
	Until  db.Time `json:"until,omitzero"`  // until when it holds, unless renewed
}

func (e happened) Kind() string    { return e.kind }
func (e happened) Subject() string { return e.Crisis }
