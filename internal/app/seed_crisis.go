package app

import (
	"context"
	"fmt"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/app/demo"
	"passerelle/internal/crisis"
)

// crises are cells of the mode crise, act by act: one under way, one that is
// over.
func (s *seed) crises() {
	cells, tasks := map[string]string{}, map[string]string{}
	for _, x := range s.data.CrisisActs {
		s.add(x.Crisis, x.Ago, slot(x.Slot), x.Act, func(ctx context.Context) error { return s.crisisAct(ctx, x, cells, tasks) })
	}
}

func (s *seed) crisisAct(ctx context.Context, x demo.CrisisAct, cells, tasks map[string]string) (err error) {
	svc, by, id := s.a.Crisis, s.hats[[2]string{x.Worker, s.workers[x.Worker].Org}], cells[x.Crisis]
	lasts, to := time.Duration(x.Hours)*time.Hour, crisis.Contact{Function: x.Function, Phone: x.Phone}
	switch x.Act {
	case "open":
		cells[x.Crisis], err = svc.Open(ctx, by, s.act(), crisis.Opening{Title: x.Words, Sector: x.Sector, Why: x.More, For: lasts, Review: 12 * time.Hour, Contact: to, Sure: true})
	case "join":
		err = svc.Join(ctx, by, s.act(), id, to)
	case "decide":
		err = svc.Decide(ctx, by, s.act(), id, x.Words, x.More, true)
	case "relax":
		_, err = svc.Relax(ctx, by, s.act(), id, x.Words, x.More, lasts, true)
	case "give":
		tasks[x.Words], err = svc.Give(ctx, by, s.act(), id, access.Org(organization(x.Org)), x.Words, lasts, true)
	case "done":
		err = svc.Finish(ctx, by, s.act(), id, tasks[x.Words])
	case "review":
		err = svc.Review(ctx, by, s.act(), id, x.Words, lasts, true)
	case "close":
		err = svc.Close(ctx, by, s.act(), id)
	default:
		err = fmt.Errorf("no act of a cell is called %q", x.Act)
	}
	return err
}
