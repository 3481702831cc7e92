package directory

// Report says what an import did, or would do.
type Report struct {
	Run    string `json:"run,omitempty"` // empty: nothing was written
	DryRun bool   `json:"dry_run"`
	Summary
	Counts  Counts             `json:"counts"` // over all tables
	Tables  map[string]*Counts `json:"tables"`
	Found   []Issue            `json:"issues"`
	LeftOut int                `json:"issues_left_out,omitempty"` // beyond the first hundred thousand; the database has the first million
}

// Counts says what became of the records of a table. A refused record is kept
// and shown to nobody: what it hangs on is missing, or its name.
type Counts struct {
	New       int `json:"new"`
	Changed   int `json:"changed"`
	Unchanged int `json:"unchanged"`
	Refused   int `json:"refused"`
	Absent    int `json:"absent"`
}

// mostIssues bounds a report that somebody must be able to open.
const mostIssues = 100_000

func newReport(in Incoming, dry bool) (*Report, error) {
	r := &Report{DryRun: dry, Summary: in.Summary()}
	r.Found = []Issue{}
	err := in.Issues(func(x Issue) error {
		if len(r.Found) < mostIssues {
			r.Found = append(r.Found, x)
		}
		return nil
	})
	for _, n := range r.Issues {
		r.LeftOut += n
	}
	r.LeftOut = max(0, r.LeftOut-len(r.Found))
	r.reset()
	return r, err
}

// reset forgets what a transaction counted that will run again.
func (r *Report) reset() { r.Run, r.Counts, r.Tables = "", Counts{}, map[string]*Counts{} }

func (r *Report) table(name string) *Counts {
	if r.Tables[name] == nil {
		r.Tables[name] = &Counts{}
	}
	return r.Tables[name]
}

// total adds up the tables.
func (r *Report) total() { r.Counts = sum(r.Tables) }

func sum(tables map[string]*Counts) (all Counts) {
	for _, c := range tables {
		all.New += c.New
		all.Changed += c.Changed
		all.Unchanged += c.Unchanged
		all.Refused += c.Refused
		all.Absent += c.Absent
	}
	return all
}
