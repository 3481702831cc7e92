package pathway

// runEvent tells what became of a run, in opaque ids: never an answer, never
// which question.
type runEvent struct {
	kind    string
	Run     string `json:"run"`
	Pathway string `json:"pathway"`
}

func (e runEvent) Kind() string    { return e.kind }
func (e runEvent) Subject() string { return e.Run }

const (
	begunKind    = "pathway.run_begun"
	answeredKind = "pathway.run_answered"
	heardKind    = "pathway.run_heard" // somebody typed its code and read it
	secondedKind = "pathway.run_seconded"
	handedKind   = "pathway.run_handed"
	finishedKind = "pathway.run_finished"
)

// versionEvent tells what became of a version of a pathway.
type versionEvent struct {
	kind    string
	Pathway string `json:"pathway"`
	Number  int    `json:"number"`
}

func (e versionEvent) Kind() string    { return e.kind }
func (e versionEvent) Subject() string { return e.Pathway }

const (
	draftedKind   = "pathway.drafted"
	savedKind     = "pathway.saved"
	proposedKind  = "pathway.proposed"
	publishedKind = "pathway.published"
	retiredKind   = "pathway.retired"
	discardedKind = "pathway.discarded"
)
