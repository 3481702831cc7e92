package app

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/app/demo"
	"passerelle/internal/directory"
)

// partners say who they are and how to reach them, and note their calls.
func (s *seed) partners() {
	s.lines = map[string]string{}
	for _, l := range s.data.Lines {
		s.add(l.Code, l.Said, first, "line", func(ctx context.Context) (err error) {
			s.lines[l.Code], err = s.a.Directory.PublishLine(ctx, s.speaker(l.Org), s.act(), lineOf(l))
			return err
		})
	}
	for _, c := range s.data.LineCalls {
		s.add(c.Line, c.Made, answering, "call", func(ctx context.Context) error {
			by := s.hats[[2]string{c.Worker, s.workers[c.Worker].Org}]
			return s.a.Directory.NoteCall(ctx, by, s.act(), s.lines[c.Line], directory.Outcome(c.Outcome), c.Words)
		})
	}
	for _, c := range s.data.Cards {
		s.add(c.Org+c.Lang, c.Said, first, "card", func(ctx context.Context) error { return s.writeCard(ctx, c) })
	}
	for _, p := range s.data.Practices {
		s.add(p.Org+p.Name, p.Said, answering, "practice", func(ctx context.Context) error {
			return s.a.Directory.AddPractice(ctx, s.speaker(p.Org), s.act(), directory.Practice{Lang: p.Lang, Name: p.Name, Since: p.Since, Words: p.Words})
		})
	}
}

func lineOf(l demo.Line) directory.Line {
	out := directory.Line{
		Lang: l.Lang, Purpose: l.Purpose, Who: l.Who, Role: l.Role, Number: l.Number, Hours: l.Hours, BestTime: l.BestTime, Limits: l.Limits, Decides: l.Decides,
	}
	if l.Service != "" {
		out.Service = service(l.Service)
	}
	return out
}

// writeCard writes a card part after part, as a person would.
func (s *seed) writeCard(ctx context.Context, c demo.Card) error {
	by := s.speaker(c.Org)
	fields := map[string]string{
		"who": c.Who, "does": c.Does, "does_not": c.DoesNot, "knock": c.Knock, "approach": c.Approach, "limits": c.Limits, "decides": c.Decides,
	}
	for _, part := range directory.CardParts {
		u, err := s.a.Directory.Understand(ctx, by, access.Org(organization(c.Org)))
		if err != nil {
			return err
		}
		edit := directory.CardEdit{Act: s.act(), Lang: c.Lang, Part: part.Part, Seen: u.Cards[c.Lang].Version(part.Part), Fields: map[string]string{}}
		for _, f := range part.Fields {
			edit.Fields[f] = fields[f]
		}
		if part.Part == directory.PartKnock {
			edit.Approach = map[directory.ApproachCode]string{
				directory.ApproachNotes: c.Notes, directory.ApproachAnonymity: c.Anonymity, directory.ApproachAccompaniment: c.Accompaniment,
			}
		}
		if err := s.a.Directory.WriteCard(ctx, by, edit); err != nil {
			return err
		}
	}
	return nil
}
