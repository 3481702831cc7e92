package pathway

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// PathwaysMost is how many pathways an organisation keeps.
const PathwaysMost = 200

// New begins a draft with the blank sheet. Those who coordinate may. A retried
// act begins once.
func (s *Service) New(ctx context.Context, by access.Actor, act string) (id string, err error) {
	defer fault.Wrap(&err, "pathway.New")
	return s.draft(ctx, by, act, func(*db.Tx) (*Pathway, error) {
		all, err := read()
		return all[blank], err
	})
}

// Copy begins a draft with an example, or with what any organisation of the
// region published.
func (s *Service) Copy(ctx context.Context, by access.Actor, act, of string) (id string, err error) {
	defer fault.Wrap(&err, "pathway.Copy(%s)", of)
	return s.draft(ctx, by, act, func(tx *db.Tx) (*Pathway, error) {
		if p, err := example(of); err == nil {
			return p, nil
		}
		v, err := publishedVersion(ctx, tx, by.Region(), of)
		if err != nil {
			return nil, err
		}
		return v.pathway()
	})
}

// Import begins a draft with a file. What is wrong with it as a pathway is for
// the draft to mend; what is no pathway is a field error, and nothing is kept.
func (s *Service) Import(ctx context.Context, by access.Actor, act string, data []byte) (id string, err error) {
	defer fault.Wrap(&err, "pathway.Import")
	p, err := Decode(data)
	if err != nil {
		return "", err
	}
	return s.draft(ctx, by, act, func(*db.Tx) (*Pathway, error) { return p, nil })
}

func (s *Service) draft(ctx context.Context, by access.Actor, act string, of func(*db.Tx) (*Pathway, error)) (id string, err error) {
	if err := edits(by); err != nil {
		return "", err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		id, err = event.Once(ctx, tx, by, named("draft", act), func() (string, error) {
			p, err := of(tx)
			if err != nil {
				return "", err
			}
			switch n, err := countPathways(ctx, tx, by.Region(), by.Org()); {
			case err != nil:
				return "", err
			case n >= PathwaysMost:
				return "", fault.Field("file", "pathway_edit.full", "most", PathwaysMost)
			}
			v := Version{ID: tx.NewID(), Number: 1}
			if err := insertPathway(ctx, tx, by.Region(), v.ID, by.Org()); err != nil {
				return "", err
			}
			return v.ID, s.insertDraft(ctx, tx, by, v, p)
		})
		return err
	})
	return id, err
}

func (s *Service) insertDraft(ctx context.Context, tx *db.Tx, by access.Actor, v Version, p *Pathway) error {
	v.State, v.Edition, v.SavedBy, v.SavedAt = Draft, 1, by.Worker(), db.At(tx.Now)
	if err := v.says(p); err != nil {
		return err
	}
	if err := insertVersion(ctx, tx, by.Region(), v); err != nil {
		return err
	}
	return s.log.Append(ctx, tx, by, versionEvent{draftedKind, v.ID, v.Number})
}

// Revise begins a draft of the next version of a pathway of the worker's own
// organisation, with the words of the one that was published last. One that has
// a draft keeps it.
func (s *Service) Revise(ctx context.Context, by access.Actor, id string) (err error) {
	defer fault.Wrap(&err, "pathway.Revise(%s)", id)
	if err := edits(by); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		all, err := versionsOf(ctx, tx, by.Region(), id)
		if err != nil {
			return err
		}
		if len(all) == 0 || all[0].Org != by.Org() {
			return notFound()
		}
		if all[0].State == Draft {
			return nil
		}
		p, err := all[0].pathway()
		if err != nil {
			return err
		}
		return s.insertDraft(ctx, tx, by, Version{ID: id, Number: all[0].Number + 1}, p)
	})
}

// Discard throws the draft of a pathway away; what was published stays.
func (s *Service) Discard(ctx context.Context, by access.Actor, act, id string, edition int) (err error) {
	defer fault.Wrap(&err, "pathway.Discard(%s)", id)
	return s.write(ctx, by, act, edits, id, edition, func(tx *db.Tx, v *Version) error {
		if err := deleteDraft(ctx, tx, by.Region(), id, v.Number); err != nil {
			return err
		}
		if err := deletePathway(ctx, tx, by.Region(), id); err != nil {
			return err
		}
		return s.log.Append(ctx, tx, by, versionEvent{discardedKind, id, v.Number})
	})
}
