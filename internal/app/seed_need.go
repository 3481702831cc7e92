package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/need"
)

// needs are said by people and noted by workers; some are taken, and some
// answered.
func (s *seed) needs() {
	for i, n := range s.data.Needs {
		what := fmt.Sprint("need ", i)
		var id string
		s.add(n.Need+n.Place, n.Said, first, what, func(ctx context.Context) error {
			if err := s.located(ctx); err != nil {
				return err
			}
			by := access.Anyone(s.a.Region)
			if n.Worker != "" {
				by = s.worker(n.Worker)
			}
			_, err := s.a.Need.Say(ctx, by, "demo", s.act(), need.Said{
				Via: need.Via(n.Via), Need: n.Need, Place: n.Place, Wanted: need.Wanted(n.Wanted), With: need.With(n.With), Words: n.Words, Observed: n.Observed, Language: n.Language,
			})
			if err != nil {
				return err
			}
			b, err := s.a.Need.Board(ctx, s.worker("maelle"), need.Filter{})
			if err == nil {
				id = b.Living[0].ID
			}
			return err
		})
		s.add(n.Need+n.Place, n.Taken, answering, what+" taken", func(ctx context.Context) error {
			return s.a.Need.Take(ctx, s.worker(n.TakenBy), s.act(), id, time.Duration(n.Within)*time.Hour)
		})
		s.add(n.Need+n.Place, n.Answered, calling, what+" answered", func(ctx context.Context) error {
			return s.a.Need.Answer(ctx, s.worker(n.TakenBy), s.act(), id, need.Reply{Words: n.Answer, Language: n.Language, Reason: need.Reason(n.Reason)})
		})
	}
}

// texts are text messages of the day.
func (s *seed) texts() {
	for i, m := range demoTexts {
		s.add("texts", 0, first+slot(i), "text", func(ctx context.Context) error {
			if err := s.located(ctx); err != nil {
				return err
			}
			return s.a.Need.Hear(ctx, s.a.Region, m)
		})
	}
}

// located has the index know the places of the directory: where a need is said
// is one of them.
func (s *seed) located(ctx context.Context) error {
	if s.a.Index.Len() > 0 {
		return nil
	}
	return errors.Join(s.a.Linker.Drain(ctx), s.a.CatchUp(ctx))
}

// worker is somebody under the hat of their own organisation.
func (s *seed) worker(code string) access.Actor {
	return s.hats[[2]string{code, s.workers[code].Org}]
}
