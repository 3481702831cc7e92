package crisis

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// Opening is what is said when the mode crise begins.
type Opening struct {
	Title, Sector, Why string
	For                time.Duration // until it must be renewed
	Review             time.Duration // until the cell looks again
	Contact            Contact       // whom to call at the organisation that opens it
	Sure               bool          // whoever wrote was asked, and nobody is named
}

// Open begins the mode crise and returns its id. Those who coordinate or manage
// may; their organisation is its first member.
func (s *Service) Open(ctx context.Context, by access.Actor, act string, o Opening) (id string, err error) {
	defer fault.Wrap(&err, "crisis.Open")
	if !MayWrite(by) {
		return "", notFound()
	}
	err = wrong(s.told("title", o.Title, TitleMost, "crisis.title_missing", o.Sure), typed("sector", o.Sector, ShortMost, ""), s.told("why", o.Why, WordsMost, "crisis.why_missing", o.Sure),
		stretch(o.For), nextReview(o.Review), o.Contact.function(), o.Contact.phone(), o.Contact.hours())
	if err != nil {
		return "", err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		id, err = event.Once(ctx, tx, by, act, func() (string, error) { return s.open(ctx, tx, by, o) })
		return err
	})
	return id, err
}

func (s *Service) open(ctx context.Context, tx *db.Tx, by access.Actor, o Opening) (string, error) {
	c := &cell{by: by, Crisis: Crisis{
		ID: tx.NewID(), Org: by.Org(), Title: o.Title, Sector: o.Sector, Why: o.Why,
		Opened: db.At(tx.Now), Ends: db.At(tx.Now.Add(o.For)), Review: db.At(tx.Now.Add(o.Review)),
	}}
	var err error
	if c.key, err = s.vault.For(ctx, tx, by.Region(), owner(c.ID)); err != nil {
		return "", err
	}
	b, err := c.seal(c.ID, crisisWords{o.Title, o.Sector, o.Why})
	if err != nil {
		return "", err
	}
	if err := insertCrisis(ctx, tx, by.Region(), c.Crisis, b); err != nil {
		return "", err
	}
	if err := s.write(ctx, tx, c, Entry{Kind: Opened, Words: o.Why, Until: c.Crisis.Review}); err != nil {
		return "", err
	}
	return c.ID, s.join(ctx, tx, c, o.Contact)
}

// nextReview is what is wrong with the time until the next review.
func nextReview(d time.Duration) *fault.Error {
	if d < StretchLeast || d > ReviewMost {
		return fault.Field("review", "crisis.review_range", "hours", int(ReviewMost/time.Hour))
	}
	return nil
}

// Renew gives the mode another time, from now.
func (s *Service) Renew(ctx context.Context, by access.Actor, act, id string, d time.Duration) (err error) {
	defer fault.Wrap(&err, "crisis.Renew(%s)", id)
	if err := wrong(stretch(d)); err != nil {
		return err
	}
	_, err = s.on(ctx, by, act, id, true, func(tx *db.Tx, c *cell) (string, error) {
		c.Ends = db.At(tx.Now.Add(d))
		if err := updateCrisis(ctx, tx, by.Region(), c.Crisis); err != nil {
			return "", err
		}
		return "", s.write(ctx, tx, c, Entry{Kind: Renewed, Until: c.Ends})
	})
	return err
}

// Close ends the mode before its time. What was relaxed is relaxed no more.
func (s *Service) Close(ctx context.Context, by access.Actor, act, id string) (err error) {
	defer fault.Wrap(&err, "crisis.Close(%s)", id)
	_, err = s.on(ctx, by, act, id, true, func(tx *db.Tx, c *cell) (string, error) {
		c.Closed = db.At(tx.Now)
		if err := updateCrisis(ctx, tx, by.Region(), c.Crisis); err != nil {
			return "", err
		}
		return "", s.write(ctx, tx, c, Entry{Kind: Closed})
	})
	return err
}

// Review notes what the cell said when it looked again, and when it will next.
// sure is that of Give.
func (s *Service) Review(ctx context.Context, by access.Actor, act, id, words string, next time.Duration, sure bool) (err error) {
	defer fault.Wrap(&err, "crisis.Review(%s)", id)
	if err := wrong(s.told("words", words, WordsMost, "crisis.words_missing", sure), nextReview(next)); err != nil {
		return err
	}
	_, err = s.on(ctx, by, act, id, true, func(tx *db.Tx, c *cell) (string, error) {
		c.Crisis.Review = db.At(tx.Now.Add(next))
		if err := updateCrisis(ctx, tx, by.Region(), c.Crisis); err != nil {
			return "", err
		}
		return "", s.write(ctx, tx, c, Entry{Kind: Reviewed, Words: words, Until: c.Crisis.Review})
	})
	return err
}

// Decide writes down a decision, and where it comes from. sure is that of Give.
func (s *Service) Decide(ctx context.Context, by access.Actor, act, id, words, origin string, sure bool) (err error) {
	defer fault.Wrap(&err, "crisis.Decide(%s)", id)
	if err := wrong(s.told("words", words, WordsMost, "crisis.words_missing", sure), typed("origin", origin, ShortMost, "crisis.origin_missing")); err != nil {
		return err
	}
	_, err = s.on(ctx, by, act, id, true, func(tx *db.Tx, c *cell) (string, error) {
		return "", s.write(ctx, tx, c, Entry{Kind: Decided, Words: words, Origin: origin})
	})
	return err
}
