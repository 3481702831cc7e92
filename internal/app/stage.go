package app

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"passerelle/internal/access"
	"passerelle/internal/app/demo"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/id"
	"passerelle/internal/org"
	"passerelle/internal/referral"
	"passerelle/internal/web"
)

// stage is the demo being visited: who can be stepped into, and how.
type stage struct {
	a    *App
	data demo.Data

	mu      sync.Mutex
	holders map[string]access.Actor // threads that were opened, by person
}

// offer lists the roles in the order of the strip: the plain visitor, a
// receiver without account, persons, then workers by side. The first referral
// of the data is the story that the home page tells; its roles come forward.
func (g *stage) offer() *web.Demo {
	told := g.data.Referrals[0]
	d := &web.Demo{Tour: g.tour(told), Prove: g.prove, Personas: []web.Persona{{Code: "visitor", Key: "demo.visitor", Group: "demo.group_public", Story: true}}}
	for _, p := range g.data.People {
		if !p.Persona.Empty() {
			d.Personas = append(d.Personas, web.Persona{
				Code: p.Code, Name: directory.Text(p.Persona), Brief: directory.Text(p.Brief), Group: "demo.group_public", Story: p.Code == told.Person,
				Thread: func(ctx context.Context) (access.Actor, error) { return g.thread(ctx, p) },
			})
		}
	}
	workers := slices.DeleteFunc(slices.Clone(g.data.Workers), func(w demo.Worker) bool { return w.Strip == 0 })
	slices.SortFunc(workers, func(a, b demo.Worker) int {
		return cmp.Or(cmp.Compare(g.side(a), g.side(b)), cmp.Compare(a.Strip, b.Strip))
	})
	for _, w := range workers {
		d.Personas = append(d.Personas, web.Persona{
			Code: w.Code, Name: directory.Text(w.Persona), Brief: directory.Text(w.Brief), Group: g.side(w), Story: w.Code == told.Worker || w.Code == told.AnsweredBy,
			Session: func(ctx context.Context, previous string) (org.Session, error) {
				me, err := g.a.Org.WorkerAt(ctx, access.ForOperator(g.a.Region), w.Email)
				if err != nil {
					return org.Session{}, err
				}
				return g.a.Org.StartAs(ctx, access.ForOperator(g.a.Region), me.Worker, previous)
			},
		})
		if w.Strip == 1 {
			d.Personas = append(d.Personas, web.Persona{Code: "receiver", Key: "demo.receiver", Group: g.side(w), Link: g.link},
				web.Persona{Code: "updates", Key: "demo.updates", Group: g.side(w), Link: g.updateLink})
		}
	}
	return d
}

// prove takes a press for a proof.
func (g *stage) prove(ctx context.Context, by access.Actor, token string) error {
	return g.a.Org.ProveAs(ctx, access.ForOperator(g.a.Region), by.Worker(), token)
}

// side is the key of the side that a worker's organisation stands on.
func (g *stage) side(w demo.Worker) string {
	for _, o := range g.data.Organizations {
		if o.Code == w.Org && o.Sector != "OC" {
			return "demo.group_public_network"
		}
	}
	return "demo.group_community"
}

// tour tells one referral in four steps, each in the role that lives it.
func (g *stage) tour(r demo.Referral) (steps []web.TourStep) {
	first := func(code string) string {
		for _, w := range g.data.Workers {
			if w.Code == code {
				name, _, _ := strings.Cut(w.Name, " ")
				return name
			}
		}
		return ""
	}
	alias := ""
	for _, p := range g.data.People {
		if p.Code == r.Person {
			alias = p.Alias
		}
	}
	return []web.TourStep{
		{Key: "demo.tour_find", Args: []any{"person", alias}, Words: "dentiste espagnol"},
		{Key: "demo.tour_refer", Args: []any{"worker", first(r.Worker), "person", alias}, Persona: r.Worker},
		{Key: "demo.tour_answer", Args: []any{"worker", first(r.AnsweredBy), "other", first(r.Worker), "person", alias}, Persona: r.AnsweredBy},
		{Key: "demo.tour_thread", Args: []any{"person", alias}, Persona: r.Person},
	}
}

// actor is a worker as they are now, under a hat of one organisation.
func (g *stage) actor(ctx context.Context, code, organisation string) (access.Actor, error) {
	i := slices.IndexFunc(g.data.Workers, func(w demo.Worker) bool { return w.Code == code })
	if i < 0 {
		return access.Actor{}, fault.New(fault.NotFound, "error.not_found")
	}
	me, err := g.a.Org.WorkerAt(ctx, access.ForOperator(g.a.Region), g.data.Workers[i].Email)
	if err != nil {
		return access.Actor{}, err
	}
	for _, h := range me.Hats {
		if h.Org == organization(organisation) {
			return access.ForWorker(g.a.Region, me.Worker, h.Org, h.Team, h.Roles...), nil
		}
	}
	return access.Actor{}, fault.New(fault.NotFound, "error.not_found")
}

// thread opens a person's page: by the thread they have, or by a new one when
// a visitor made that one die.
func (g *stage) thread(ctx context.Context, p demo.Person) (access.Actor, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if known, ok := g.holders[p.Code]; ok {
		by, err := g.a.Consent.Resume(ctx, g.a.Region, known.Thread(), "")
		if !fault.Is(err, fault.NotFound) {
			return by, err
		}
	}
	worker, err := g.actor(ctx, p.Worker, p.Org)
	if err != nil {
		return access.Actor{}, err
	}
	labels, err := g.a.Consent.Labels(ctx, worker)
	if err != nil {
		return access.Actor{}, err
	}
	for _, l := range labels {
		if l.Code != p.Alias {
			continue
		}
		by, err := g.a.newThread(ctx, worker, l.ID)
		if err == nil {
			if g.holders == nil {
				g.holders = map[string]access.Actor{}
			}
			g.holders[p.Code] = by
		}
		return by, err
	}
	return access.Actor{}, fault.New(fault.NotFound, "error.not_found")
}

// link makes a fresh answer link of the first referral that still waits for
// one: sent to an organisation without account, not answered.
func (g *stage) link(ctx context.Context) (string, error) {
	signsIn := map[access.Org]bool{}
	for _, o := range g.data.Organizations {
		signsIn[organization(o.Code)] = o.Account
	}
	asked := map[[2]string]bool{}
	for _, r := range g.data.Referrals {
		at := [2]string{r.Worker, r.HatOrg}
		if asked[at] {
			continue
		}
		asked[at] = true
		sender, err := g.actor(ctx, r.Worker, r.HatOrg)
		if fault.Is(err, fault.NotFound) {
			continue // a visitor had them leave
		}
		if err != nil {
			return "", err
		}
		queue, err := g.a.Referral.List(ctx, sender, referral.Filter{Box: referral.Out})
		if err != nil {
			return "", err
		}
		for _, q := range queue {
			if q.State.Unanswered() && !signsIn[q.Receiver] {
				token, err := g.a.Referral.MakeLink(ctx, sender, q.ID)
				return "/reponse/" + token, err
			}
		}
	}
	return "", fault.New(fault.Conflict, "demo.no_link")
}

// updateLink is the link of an organisation without account, in a campaign of
// its own: the one under way keeps its answers. Visitors share it, until one of
// them says that it is not for them.
func (g *stage) updateLink(ctx context.Context) (string, error) {
	by, asked := access.System(g.a.Region), organization(demo.AskedByLink)
	campaign, err := g.updateCampaign(ctx, by, asked)
	if err != nil {
		return "", err
	}
	list, err := g.a.Upkeep.TakeMessages(ctx, by, campaign, campaign, asked)
	if fault.Is(err, fault.Conflict) {
		m, err := g.a.Upkeep.RenewLink(ctx, by, id.Secret(actBytes), campaign, asked)
		return "/confirmer/" + m.Token, err
	}
	if err != nil {
		return "", err
	}
	return "/confirmer/" + list[0].Token, nil
}

// updateCampaign is the campaign of visitors: the one that nobody here leads.
func (g *stage) updateCampaign(ctx context.Context, by access.Actor, org access.Org) (string, error) {
	before, err := g.a.Upkeep.Campaigns(ctx, by)
	if err != nil {
		return "", err
	}
	for _, c := range before {
		if c.Org == "" && c.Live(g.a.Clock.Now()) {
			return c.ID, nil
		}
	}
	ask := directory.CampaignAsk{Choice: directory.AskChosen, Org: org}
	asked := directory.WhomToAsk(slices.Values(g.a.Index.ByOrg(org)), by, ask, g.a.Clock.Now())
	return g.a.Upkeep.StartCampaign(ctx, by, id.Secret(actBytes), ask, asked)
}

// actBytes of an act that no form made.
const actBytes = 20
