package directory

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Missed is a search that did not find what was asked, in codes of the
// directory alone: no word that anybody typed is in it, and nothing of who
// asked.
type Missed struct {
	Need    string // code of the needs tree; "" when none was understood
	Place   string // name of a place that the directory knows; "" anywhere
	Lacking string // the conditions that nothing holds ("open", "language:ti"), joined by spaces; "" when nothing was found at all
}

// MissedOf is what a search says of itself when it did not find what was asked;
// ok is false for one that did.
func MissedOf(q Query, place string, res Result) (m Missed, ok bool) {
	if res.Total > 0 && len(res.Relaxed) == 0 && !res.Unknown(q.Text) {
		return m, false
	}
	if m.Place = place; KnownNeed(q.Need) {
		m.Need = q.Need
	} else if len(res.Facets.Needs) > 0 {
		m.Need = res.Facets.Needs[0]
	}
	if m.Place == "" && res.Facets.Place != nil {
		m.Place = res.Facets.Place.Name
	}
	var lacking []string
	for _, f := range res.Relaxed {
		switch f {
		case FilterNeed, FilterWords: // the need itself is what nothing holds
		case FilterLanguage:
			lacking = append(lacking, coded(f, q.Language, res.Facets.Languages, lexical().languages))
		case FilterPopulation:
			lacking = append(lacking, coded(f, q.Population, res.Facets.Populations, Populations))
		default:
			lacking = append(lacking, string(f))
		}
	}
	slices.Sort(lacking)
	m.Lacking = strings.Join(slices.Compact(lacking), " ")
	return m, true
}

// coded is a condition with what was asked by a filter, else what the words were
// understood to ask. An address may hold anything: only codes that the directory
// knows are taken from it.
func coded(f Filter, asked string, understood, known []string) string {
	if asked == "" && len(understood) > 0 {
		asked = understood[0]
	}
	if !slices.Contains(known, asked) {
		return string(f)
	}
	return string(f) + ":" + asked
}

// MissedCount counts missed searches in memory until somebody takes them: a
// search writes nothing. The zero MissedCount is ready.
type MissedCount struct {
	mu    sync.Mutex
	times map[Missed]int
}

// missedMost bounds what is held between two takings: an instant of strange
// requests is not a need.
const missedMost = 5000

// Note counts one more.
func (c *MissedCount) Note(m Missed) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.times == nil {
		c.times = map[Missed]int{}
	}
	if _, known := c.times[m]; known || len(c.times) < missedMost {
		c.times[m]++
	}
}

// take gives what was counted since the last time.
func (c *MissedCount) take() map[Missed]int {
	c.mu.Lock()
	defer c.mu.Unlock()
	taken := c.times
	c.times = nil
	return taken
}

// giveBack counts again what could not be kept.
func (c *MissedCount) giveBack(taken map[Missed]int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.times == nil {
		c.times = map[Missed]int{}
	}
	for m, n := range taken {
		c.times[m] += n
	}
}

const (
	// missedOver is how long missed searches are told, and missedKept kept.
	missedOver = 4 * 7 * 24 * time.Hour
	missedKept = 26 * 7 * 24 * time.Hour
	// missedFewest is the fewest that are told: one is somebody.
	missedFewest = 3
)

// KeepMissed adds what was counted in memory to the week's, and forgets what is
// older than half a year.
func (s *Service) KeepMissed(ctx context.Context, region access.Region, c *MissedCount) (err error) {
	defer fault.Wrap(&err, "directory.KeepMissed")
	taken := c.take()
	if len(taken) == 0 {
		return nil
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := addMissed(ctx, tx, region, weekOf(tx.Now), taken); err != nil {
			return err
		}
		return forgetMissed(ctx, tx, region, weekOf(tx.Now.Add(-missedKept)))
	})
	if err != nil {
		c.giveBack(taken)
	}
	return err
}

// weekOf is the Monday of an instant, in days since 1970.
func weekOf(t time.Time) int64 {
	day := t.Unix() / 86400
	return day - (day+3)%7 // the first of January 1970 was a Thursday
}

// MissedTimes is how often a search was missed.
type MissedTimes struct {
	Missed
	Times int
}

// MissedSearches are those of the last four weeks, the most frequent first, for
// those who answer for pages of the directory.
func (s *Service) MissedSearches(ctx context.Context, by access.Actor, most int) (out []MissedTimes, err error) {
	defer fault.Wrap(&err, "directory.MissedSearches")
	if !keepsLines(by) {
		return nil, notFound()
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		out, err = missedSince(ctx, tx, by.Region(), weekOf(tx.Now.Add(-missedOver)), missedFewest, most)
		return err
	})
	return out, err
}
