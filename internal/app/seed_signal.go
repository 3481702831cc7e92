package app

import (
	"context"
	"fmt"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/app/demo"
	"passerelle/internal/need"
	"passerelle/internal/signal"
)

// signals are field signals, act by act: one answered after two relays, one that
// is silent, one that waits, and one that came by text message.
func (s *seed) signals() {
	ids := map[string]string{}
	for _, x := range s.data.SignalActs {
		s.add(x.Signal, x.Ago, slot(x.Slot), x.Act, func(ctx context.Context) error { return s.signalAct(ctx, x, ids) })
	}
	s.add("signals", 0, first+slot(2), "text", func(ctx context.Context) error {
		if err := s.located(ctx); err != nil {
			return err
		}
		return s.a.Need.Hear(ctx, s.a.Region, need.Incoming{
			Channel: "demo", ID: "signal", From: "+18735550144", Text: "SIGNAL le chauffage de la gare est arrete, on est une vingtaine a Gare-Est",
		})
	})
}

func (s *seed) signalAct(ctx context.Context, x demo.SignalAct, ids map[string]string) (err error) {
	svc, by, id := s.a.Signal, s.worker(x.Worker), ids[x.Signal]
	to, due := access.Org(""), time.Duration(x.Hours)*time.Hour
	if x.To != "" {
		to = access.Org(organization(x.To))
	}
	switch x.Act {
	case "say":
		if err := s.located(ctx); err != nil {
			return err
		}
		ids[x.Signal], err = svc.Say(ctx, by, s.act(), signal.Said{
			Words: x.Words, Spot: x.Spot, Since: signal.Since(x.Since), Need: x.Need, Language: "fr", To: to, Due: due,
		})
	case "join":
		err = svc.Join(ctx, by, s.act(), id, x.Words, false)
	case "relay":
		err = svc.Relay(ctx, by, s.act(), id, to, x.Why, due, false)
	case "read":
		err = svc.MarkRead(ctx, by, s.act(), id)
	case "answer", "refuse":
		err = svc.Answer(ctx, by, s.act(), id, x.Words, x.Act == "refuse", false)
	default:
		err = fmt.Errorf("no act of a signal is called %q", x.Act)
	}
	return err
}
