package need

import (
	"context"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Heard is a need with its words, for those who may read them.
type Heard struct {
	Need
	Words, Language string
	Observed        string
	Answer          string
}

// ShownMost is how many needs are read in their words at once.
const ShownMost = 40

// Show opens the words of one need. That they were opened is in the log.
func (s *Service) Show(ctx context.Context, by access.Actor, id string) (h Heard, now db.Time, err error) {
	defer fault.Wrap(&err, "need.Show(%s)", id)
	if err := answers(by); err != nil {
		return Heard{}, now, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		now = db.At(tx.Now)
		n, err := findNeed(ctx, tx, by.Region(), id)
		if err != nil {
			return err
		}
		list, err := s.hear(ctx, tx, by, []Need{n})
		if err == nil {
			h = list[0]
		}
		return err
	})
	return h, now, err
}

// Words opens the words of the needs that nobody answered yet, the newest
// first, with one entry in the log for all.
func (s *Service) Words(ctx context.Context, by access.Actor, f Filter) (list []Heard, now db.Time, err error) {
	defer fault.Wrap(&err, "need.Words")
	if err := answers(by); err != nil {
		return nil, now, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		now = db.At(tx.Now)
		open, err := living(ctx, tx, by.Region(), f, ShownMost)
		if err != nil {
			return err
		}
		list, err = s.hear(ctx, tx, by, open)
		return err
	})
	return list, now, err
}

// hear joins needs with their words. What was opened is written first: no
// entry, no words.
func (s *Service) hear(ctx context.Context, tx *db.Tx, by access.Actor, needs []Need) ([]Heard, error) {
	list := make([]Heard, len(needs))
	var opened []string
	for i, n := range needs {
		list[i].Need = n
		ws, err := wordsOf(ctx, tx, by.Region(), by.Scope(access.Hear, tx.Now), n.ID)
		if err != nil {
			return nil, err
		}
		for _, w := range ws {
			plain, err := s.open(ctx, tx, by.Region(), w)
			if err != nil {
				return nil, err
			}
			switch {
			case w.Kind == saidWords:
				list[i].Words, list[i].Language = plain, w.Language
			case strings.HasPrefix(string(w.Kind), addedWords):
				list[i].Words = strings.TrimPrefix(list[i].Words+"\n"+plain, "\n") // the first may be forgotten
			case w.Kind == observedWords:
				list[i].Observed = plain
			case w.Kind == answerWords:
				list[i].Answer = plain
			}
		}
		if len(ws) > 0 {
			opened = append(opened, n.ID)
		}
	}
	if len(opened) == 0 {
		return list, nil
	}
	return list, s.log.Append(ctx, tx, by, read{opened})
}
