package pathway

import (
	"context"
	"encoding/json"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/id"
	"passerelle/internal/seal"
)

// Run is somebody's walk through a pathway. It is about a person whom nothing
// in it names.
type Run struct {
	ID      string
	Pathway *Pathway
	Of      string // the id of the pathway
	Number  int    // of its version; 0 of an example
	Trial   bool   // of a draft, in the simulator: nothing comes of it
	Mine    bool   // the reader began it
	Walk    Walk
	Code    string  // to say aloud, once an end is reached
	Second  *Second // what the second person said, where two decide
	Ends    time.Time
}

// Second is what the other person said of what is suggested.
type Second struct {
	Org     access.Org `json:"org"` // whose worker typed the code; the first's own when noted from a call
	Agrees  bool       `json:"agrees"`
	ByPhone bool       `json:"by_phone"` // noted by the first, after a call
	At      time.Time  `json:"at"`
}

// Seen stands for what the run says now: an opinion is of what was read, and of
// nothing that was answered since.
func (r *Run) Seen() (string, error) {
	said, err := json.Marshal(r.Walk.Answers())
	return id.Derived("pathway-seen", r.ID, string(said)), err
}

// Summary is what the run tells; ok is false while questions remain.
func (r *Run) Summary() (Summary, bool) { return Summarise(r.Pathway, &r.Walk) }

// Waits reports that a second person has still to agree before a referral.
func (r *Run) Waits() bool {
	end := r.Walk.Here(r.Pathway).End
	return end != nil && !end.Together.Empty() && (r.Second == nil || !r.Second.Agrees)
}

// run is the row.
type run struct {
	ID     string
	Org    access.Org
	Worker access.Worker
	Of     string
	Number int
	Trial  bool
	Mark   string
	Sealed []byte
	Begun  db.Time
	Ends   db.Time
}

// kept is what is sealed of a run.
type kept struct {
	Walk   Walk    `json:"walk"`
	Code   string  `json:"code"`
	Second *Second `json:"second,omitempty"`
}

// ofRun names the key of a run.
func ofRun(id string) seal.Owner { return seal.Owner("pathway-run:" + id) }

// unseal reads a row's run with the pathway that it walks.
func (s *Service) unseal(ctx context.Context, tx *db.Tx, by access.Actor, row run) (Run, error) {
	key, err := s.vault.Existing(ctx, tx, by.Region(), ofRun(row.ID))
	if err != nil {
		return Run{}, err
	}
	plain, err := key.Open(row.Sealed, row.ID)
	if err != nil {
		return Run{}, err
	}
	var k kept
	if err := json.Unmarshal(plain, &k); err != nil {
		return Run{}, err
	}
	p, err := s.walked(ctx, tx, by.Region(), row)
	if err != nil {
		return Run{}, err
	}
	return Run{
		ID: row.ID, Pathway: p, Of: row.Of, Number: row.Number, Trial: row.Trial, Mine: row.Worker == by.Worker() && row.Org == by.Org(),
		Walk: k.Walk, Code: k.Code, Second: k.Second, Ends: row.Ends.Time,
	}, nil
}

// walked is the pathway of a run, in the version it began with.
func (s *Service) walked(ctx context.Context, tx *db.Tx, region access.Region, row run) (*Pathway, error) {
	if row.Number == 0 {
		return example(row.Of)
	}
	v, err := findVersion(ctx, tx, region, row.Of, row.Number)
	if err != nil {
		return nil, err
	}
	return v.pathway()
}

// sealed is what is kept of a run, for its row.
func (s *Service) sealed(ctx context.Context, tx *db.Tx, region access.Region, r *Run) ([]byte, error) {
	key, err := s.vault.For(ctx, tx, region, ofRun(r.ID))
	if err != nil {
		return nil, err
	}
	plain, err := json.Marshal(kept{r.Walk, r.Code, r.Second})
	if err != nil {
		return nil, err
	}
	return key.Seal(plain, r.ID)
}

// Open reads a run of the worker's own. For anyone else, and once its day is
// over, it is not there.
func (s *Service) Open(ctx context.Context, by access.Actor, id string) (r Run, err error) {
	defer fault.Wrap(&err, "pathway.Open(%s)", id)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		r, err = s.own(ctx, tx, by, id)
		return err
	})
	return r, err
}

func (s *Service) own(ctx context.Context, tx *db.Tx, by access.Actor, id string) (Run, error) {
	if err := walks(by); err != nil {
		return Run{}, err
	}
	row, err := findRun(ctx, tx, by.Region(), by.Org(), by.Worker(), id)
	if err != nil {
		return Run{}, err
	}
	return s.unseal(ctx, tx, by, row)
}

// change lets do change a run, seals it again and tells the log.
func (s *Service) change(ctx context.Context, tx *db.Tx, by access.Actor, r *Run, kind string, do func() error) error {
	if err := do(); err != nil {
		return err
	}
	sealed, err := s.sealed(ctx, tx, by.Region(), r)
	if err != nil {
		return err
	}
	if err := updateRun(ctx, tx, by.Region(), r.ID, sealed); err != nil {
		return err
	}
	return s.log.Append(ctx, tx, by, runEvent{kind, r.ID, r.Of})
}
