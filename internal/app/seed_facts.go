package app

import (
	"context"
	"fmt"

	"passerelle/internal/access"
	"passerelle/internal/app/demo"
	"passerelle/internal/directory"
)

// speaker is who says what an organisation says: somebody there who may, else
// whoever holds its link.
func (s *seed) speaker(org string) access.Actor {
	for _, w := range s.data.Workers {
		if by := s.hats[[2]string{w.Code, org}]; directory.SpeaksFor(by, organization(org)) {
			return by
		}
	}
	return access.ForUpdate(s.a.Region, organization(org))
}

// facts are said by each organisation of its own services, those of one day
// together; another organisation may have found one true since.
func (s *seed) facts() {
	type page struct {
		service string
		said    demo.Ago
	}
	said := map[page][]demo.Fact{}
	for _, f := range s.data.Facts {
		k := page{f.Service, f.Said}
		if len(said[k]) == 0 {
			s.add(f.Service, f.Said, first, fmt.Sprint("facts ", f.Said), func(ctx context.Context) error {
				return s.declare(ctx, k.service, said[k])
			})
		}
		said[k] = append(said[k], f)
	}
}

func (s *seed) declare(ctx context.Context, code string, list []demo.Fact) error {
	var facts []directory.Fact
	for _, f := range list {
		facts = append(facts, directory.Fact{Kind: directory.FactKind(f.Kind), Code: demo.Dated(f.Code, s.now.In(s.zone)), Value: demo.Dated(f.Value, s.now.In(s.zone))})
	}
	org := s.services[code].Org
	if err := s.a.Directory.Declare(ctx, s.speaker(org), service(code), facts...); err != nil {
		return err
	}
	for i, f := range list {
		if f.By == "" {
			continue
		}
		key := directory.FactKey{Kind: facts[i].Kind, Code: facts[i].Code}
		who := access.ForWorker(s.a.Region, "w", organization(f.By), "")
		if by := s.speaker(f.By); by.Kind() == access.Staff {
			who = by
		}
		if err := s.a.Directory.ConfirmFacts(ctx, who, service(code), s.orgs[f.By].Name.FR, key); err != nil {
			return err
		}
	}
	return nil
}

// doorReplies answer reports that were made before.
func (s *seed) doorReplies() {
	for _, r := range s.data.DoorReplies {
		s.add(r.Service, r.Said, answering, fmt.Sprint("door reply ", r.Report), func(ctx context.Context) error {
			by := s.speaker(s.services[r.Service].Org)
			reports, err := s.a.Directory.ClosedDoorsOf(ctx, by, service(r.Service))
			if err != nil {
				return err
			}
			if r.Report >= len(reports) {
				return fmt.Errorf("report %d of %d", r.Report, len(reports))
			}
			report := reports[len(reports)-1-r.Report]
			return s.a.Directory.AnswerDoor(ctx, by, s.act(), directory.DoorReply{Report: report.ID, Kind: directory.ReplyKind(r.Kind), Words: r.Words, Lang: r.Lang})
		})
	}
}
