package pathway

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// Save changes a draft. edition is that of the form which was shown: when
// somebody saved since, it is fault.Conflict, and nothing is written. A draft
// may be wrong: Check says so, and Propose refuses. A proposal falls with the
// words it was about.
func (s *Service) Save(ctx context.Context, by access.Actor, act, id string, edition int, change func(p *Pathway) error) (err error) {
	defer fault.Wrap(&err, "pathway.Save(%s)", id)
	return s.write(ctx, by, act, edits, id, edition, func(tx *db.Tx, v *Version) error {
		p, err := v.pathway()
		if err != nil {
			return err
		}
		if err := change(p); err != nil {
			return err
		}
		if err := v.says(p); err != nil {
			return err
		}
		v.Edition++
		v.SavedBy, v.SavedAt, v.ProposedBy, v.ProposedAt = by.Worker(), db.At(tx.Now), "", db.Time{}
		if err := updateVersion(ctx, tx, by.Region(), *v); err != nil {
			return err
		}
		return s.log.Append(ctx, tx, by, versionEvent{savedKind, id, v.Number})
	})
}

// Propose asks a second person to publish a draft. What does not pass Check is
// fault.Conflict, with the first place to mend.
func (s *Service) Propose(ctx context.Context, by access.Actor, act, id string, edition int) (err error) {
	defer fault.Wrap(&err, "pathway.Propose(%s)", id)
	return s.write(ctx, by, act, edits, id, edition, func(tx *db.Tx, v *Version) error {
		if err := v.passes(); err != nil {
			return err
		}
		v.ProposedBy, v.ProposedAt = by.Worker(), db.At(tx.Now)
		if err := updateVersion(ctx, tx, by.Region(), *v); err != nil {
			return err
		}
		return s.log.Append(ctx, tx, by, versionEvent{proposedKind, id, v.Number})
	})
}

// Publish makes a proposed draft what people walk from now on. It is the act of
// a second person, who coordinates or answers for the same organisation; runs
// that began go on with the version they began with.
func (s *Service) Publish(ctx context.Context, by access.Actor, act, id string, edition int) (err error) {
	defer fault.Wrap(&err, "pathway.Publish(%s)", id)
	return s.write(ctx, by, act, reviews, id, edition, func(tx *db.Tx, v *Version) error {
		switch {
		case !v.Proposed():
			return fault.New(fault.Conflict, "pathway_edit.not_proposed")
		case v.ProposedBy == by.Worker():
			return fault.New(fault.Conflict, "pathway_edit.second_needed")
		}
		if err := v.passes(); err != nil {
			return err
		}
		if err := s.retire(ctx, tx, by, id); err != nil {
			return err
		}
		v.State, v.PublishedBy, v.PublishedAt = Published, by.Worker(), db.At(tx.Now)
		if err := updateVersion(ctx, tx, by.Region(), *v); err != nil {
			return err
		}
		return s.log.Append(ctx, tx, by, versionEvent{publishedKind, id, v.Number})
	})
}

// Retire takes back what is published of a pathway of the worker's own
// organisation: nobody begins to walk it any more. It stays readable.
func (s *Service) Retire(ctx context.Context, by access.Actor, act, id string) (err error) {
	defer fault.Wrap(&err, "pathway.Retire(%s)", id)
	if err := reviews(by); err != nil {
		return err
	}
	return s.once(ctx, by, named("retire", act), func(tx *db.Tx) error {
		v, err := publishedVersion(ctx, tx, by.Region(), id)
		if err != nil {
			return err
		}
		if v.Org != by.Org() {
			return notFound()
		}
		return s.retire(ctx, tx, by, id)
	})
}

func (s *Service) retire(ctx context.Context, tx *db.Tx, by access.Actor, id string) error {
	before, err := publishedVersion(ctx, tx, by.Region(), id)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	before.State = Earlier
	if err := updateVersion(ctx, tx, by.Region(), before); err != nil {
		return err
	}
	return s.log.Append(ctx, tx, by, versionEvent{retiredKind, id, before.Number})
}

// passes is nil when Check finds nothing.
func (v Version) passes() error {
	p, err := v.pathway()
	if err != nil {
		return err
	}
	if list := Check(p); len(list) > 0 {
		return fault.New(fault.Conflict, "pathway_edit.refused", "place", list[0].Place(), "n", len(list))
	}
	return nil
}

// write runs an act once on a draft of the worker's own organisation, in the
// edition that was shown.
func (s *Service) write(ctx context.Context, by access.Actor, act string, may func(access.Actor) error, id string, edition int, do func(tx *db.Tx, v *Version) error) error {
	if err := may(by); err != nil {
		return err
	}
	return s.once(ctx, by, act, func(tx *db.Tx) error {
		v, err := s.draftOf(ctx, tx, by, id)
		if err != nil {
			return err
		}
		if v.Edition != edition {
			return fault.New(fault.Conflict, "pathway_edit.stale")
		}
		return do(tx, &v)
	})
}

// named keeps the acts of one page apart: forms that stand together may carry
// one id. An empty act stays empty, and is refused.
func named(verb, act string) string {
	if act == "" {
		return ""
	}
	return verb + ":" + act
}

// once runs an act once.
func (s *Service) once(ctx context.Context, by access.Actor, act string, do func(tx *db.Tx) error) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := event.Once(ctx, tx, by, act, func() (string, error) { return "", do(tx) })
		return err
	})
}
