package incident

// happened tells of an act in the register: an opaque id, and nothing of what was
// said.
type happened struct {
	kind     string
	Incident string `json:"incident"`
}

func (e happened) Kind() string    { return e.kind }
func (e happened) Subject() string { return e.Incident }
