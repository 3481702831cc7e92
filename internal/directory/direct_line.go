package directory

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/text"
)

// Line is a direct line ("voie directe"): who answers behind the public
// number, for what, when, and within which real limits. Workers see it and
// nobody else: it is in no listing, no index, no export.
type Line struct {
	ID      string
	Org     access.Org
	Service access.Service // may be empty: of the organisation as a whole
	Version int
	Lang    string // of the words, "fr" or "en"

	Purpose  string // what it is for
	Who      string
	Role     string
	Number   string
	Ext      string
	Hours    string
	BestTime string
	Limits   string // what it cannot do
	Decides  string // who decides above

	Updated, Confirmed db.Time
}

// LineWords is how long a passage of a line may be.
const LineWords = 400

// Outcome is what a call on a direct line came to. None says anything of the
// person it was for.
type Outcome string

// The outcomes, in the order of screens. All but the first are closed doors.
const (
	CallReached    Outcome = "reached"
	CallNoAnswer   Outcome = "no_answer"
	CallOutOfScope Outcome = "out_of_scope"
	CallNoRoom     Outcome = "no_room"
	CallOther      Outcome = "other"
)

// Outcomes lists them.
var Outcomes = []Outcome{CallReached, CallNoAnswer, CallOutOfScope, CallNoRoom, CallOther}

// LineShown is a line as a worker sees it.
type LineShown struct {
	Line
	OrgName string
	Uses    int  // calls noted in the last ninety days
	Closed  int  // of these, those that found a closed door
	Ours    bool // this worker may change it
}

// LineCall is one call noted, as the organisation of the line reads it.
type LineCall struct {
	Outcome Outcome
	Words   string
	OrgName string // who called
	At      db.Time
}

// keepsLines reports that the actor publishes for an organisation. Stewards
// and update links do not: a line is a promise of who answers it.
func keepsLines(by access.Actor) bool {
	return by.Has(access.Coordination, access.Management, access.Administration)
}

// PublishLine makes a direct line of the actor's organisation known to workers.
func (s *Service) PublishLine(ctx context.Context, by access.Actor, act string, l Line) (id string, err error) {
	defer fault.Wrap(&err, "directory.PublishLine")
	if !keepsLines(by) {
		return "", notFound()
	}
	if l, err = l.checked(); err != nil {
		return "", err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		id, err = event.Once(ctx, tx, by, act, func() (string, error) {
			l.ID, l.Org, l.Version = tx.NewID(), by.Org(), 1
			if err := l.belongs(ctx, tx); err != nil {
				return "", err
			}
			if err := insertLine(ctx, tx, by.Region(), l); err != nil {
				return "", err
			}
			return l.ID, s.log.Append(ctx, tx, by, LineChanged{Line: l.ID, What: "published"})
		})
		return err
	})
	return id, err
}

// EditLine changes a line of the actor's organisation; l.Version is the one
// that was read. fault.Conflict when somebody else changed it since.
func (s *Service) EditLine(ctx context.Context, by access.Actor, act string, l Line) (err error) {
	defer fault.Wrap(&err, "directory.EditLine(%s)", l.ID)
	if l, err = l.checked(); err != nil {
		return err
	}
	return s.onLine(ctx, by, act, l.ID, "edited", func(tx *db.Tx, old Line) error {
		if old.Version != l.Version {
			return fault.New(fault.Conflict, "own.changed_meanwhile")
		}
		l.Org, l.Version = old.Org, old.Version+1
		if err := l.belongs(ctx, tx); err != nil {
			return err
		}
		return updateLine(ctx, tx, by.Region(), l)
	})
}

// ConfirmLine says that a line is still as it is shown.
func (s *Service) ConfirmLine(ctx context.Context, by access.Actor, act, id string) (err error) {
	defer fault.Wrap(&err, "directory.ConfirmLine(%s)", id)
	return s.onLine(ctx, by, act, id, "confirmed", func(tx *db.Tx, _ Line) error { return confirmLine(ctx, tx, by.Region(), id) })
}

// EndLine takes a line back; calls noted on it are kept.
func (s *Service) EndLine(ctx context.Context, by access.Actor, act, id string) (err error) {
	defer fault.Wrap(&err, "directory.EndLine(%s)", id)
	return s.onLine(ctx, by, act, id, "ended", func(tx *db.Tx, _ Line) error { return endLine(ctx, tx, by.Region(), id) })
}

// onLine runs an act once on a line of the actor's organisation.
func (s *Service) onLine(ctx context.Context, by access.Actor, act, id, what string, do func(tx *db.Tx, old Line) error) error {
	if !keepsLines(by) {
		return notFound()
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := event.Once(ctx, tx, by, act, func() (string, error) {
			old, err := findLine(ctx, tx, by.Region(), id)
			if err != nil {
				return "", err
			}
			if old.Org != by.Org() {
				return "", notFound()
			}
			if err := do(tx, old.Line); err != nil {
				return "", err
			}
			return id, s.log.Append(ctx, tx, by, LineChanged{Line: id, What: what})
		})
		return err
	})
}

// NoteCall records what a call on a line came to. Any worker may, of any
// organisation; theirs is kept, never who they are.
func (s *Service) NoteCall(ctx context.Context, by access.Actor, act, id string, what Outcome, words string) (err error) {
	defer fault.Wrap(&err, "directory.NoteCall(%s)", id)
	if by.Kind() != access.Staff {
		return notFound()
	}
	words = strings.TrimSpace(plain(words))
	var bad fault.Fields
	if !slices.Contains(Outcomes, what) {
		bad = append(bad, fault.Field("outcome", "line.outcome_missing"))
	}
	if utf8.RuneCountInString(words) > DoorWords {
		bad = append(bad, fault.Field("words", "closed_door.words_long", "most", DoorWords))
	}
	if err := bad.Err(); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := event.Once(ctx, tx, by, act, func() (string, error) {
			if _, err := findLine(ctx, tx, by.Region(), id); err != nil {
				return "", err
			}
			use := tx.NewID()
			if err := saveLineUse(ctx, tx, by, use, id, what, words); err != nil {
				return "", err
			}
			return use, s.log.Append(ctx, tx, by, LineUsed{Line: id, Use: use})
		})
		return err
	})
}

// LineFilter asks which lines are wanted; zero fields ask nothing.
type LineFilter struct {
	Org     access.Org
	Service access.Service
	Words   string // each must stand in the line or in its organisation's name
}

// Lines lists the direct lines of the region for a worker: those of the fewest
// closed doors first would punish who is called most, so they stand by
// organisation and purpose.
func (s *Service) Lines(ctx context.Context, by access.Actor, f LineFilter) (out []LineShown, err error) {
	defer fault.Wrap(&err, "directory.Lines")
	if by.Kind() != access.Staff {
		return nil, notFound()
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all, err := linesOf(ctx, tx, by.Region(), f, db.At(tx.Now.Add(-DoorsCounted)))
		if err != nil {
			return err
		}
		out = slices.DeleteFunc(all, func(l LineShown) bool { return !l.holds(f.Words) })
		slices.SortStableFunc(out, func(a, b LineShown) int {
			return cmp.Or(strings.Compare(text.Fold(a.OrgName), text.Fold(b.OrgName)), strings.Compare(text.Fold(a.Purpose), text.Fold(b.Purpose)))
		})
		for i := range out {
			out[i].Ours = keepsLines(by) && out[i].Org == by.Org()
		}
		return nil
	})
	return out, err
}

// Line is one direct line, for a worker, with the calls noted on it when it is
// their organisation's.
func (s *Service) Line(ctx context.Context, by access.Actor, id string) (l LineShown, calls []LineCall, err error) {
	defer fault.Wrap(&err, "directory.Line(%s)", id)
	if by.Kind() != access.Staff {
		return l, nil, notFound()
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if l, err = findLine(ctx, tx, by.Region(), id); err != nil {
			return err
		}
		since := db.At(tx.Now.Add(-DoorsCounted))
		all, err := lineCalls(ctx, tx, by.Region(), id, since)
		if err != nil {
			return err
		}
		for _, c := range all {
			l.Uses++
			if c.Outcome != CallReached {
				l.Closed++
			}
		}
		if l.Ours = keepsLines(by) && l.Org == by.Org(); l.Ours {
			calls = all
		}
		return nil
	})
	return l, calls, err
}

// Fresh reports that somebody said lately that the line is as it is shown.
func (l Line) Fresh(now time.Time) bool { return now.Sub(l.Confirmed.Time) < FreshFor }

// holds reports that every word stands in what the line shows.
func (l LineShown) holds(words string) bool {
	whole := text.Fold(strings.Join([]string{l.OrgName, l.Purpose, l.Who, l.Role, l.Hours, l.Limits}, "\n"))
	for _, w := range strings.Fields(text.Fold(words)) {
		if !strings.Contains(whole, w) {
			return false
		}
	}
	return true
}

// checked is the line as it is kept, or what is wrong with it: without a
// number it is no line, and without limits it is a promise nobody can hold.
func (l Line) checked() (Line, error) {
	var bad fault.Fields
	for _, f := range []struct {
		name    string
		to      *string
		missing string // key; empty when it may be
	}{
		{"purpose", &l.Purpose, "line.purpose_missing"}, {"who", &l.Who, ""}, {"role", &l.Role, "line.role_missing"}, {"number", &l.Number, "line.number_missing"},
		{"ext", &l.Ext, ""}, {"hours", &l.Hours, "line.hours_missing"}, {"best_time", &l.BestTime, ""}, {"limits", &l.Limits, "line.limits_missing"}, {"decides", &l.Decides, ""},
	} {
		*f.to = strings.TrimSpace(plain(*f.to))
		switch {
		case f.missing != "" && *f.to == "":
			bad = append(bad, fault.Field(f.name, f.missing))
		case utf8.RuneCountInString(*f.to) > LineWords:
			bad = append(bad, fault.Field(f.name, "own.too_long", "most", LineWords))
		}
	}
	if n := len(digitsIn(l.Number)); l.Number != "" && n < 3 {
		bad = append(bad, fault.Field("number", "line.number_bad"))
	}
	if l.Ext != digitsIn(l.Ext) {
		bad = append(bad, fault.Field("ext", "line.ext_bad"))
	}
	if l.Lang != "fr" && l.Lang != "en" {
		bad = append(bad, fault.Field("lang", "error.invalid"))
	}
	return l, bad.Err()
}

// belongs refuses a line on a service that is not its organisation's.
func (l Line) belongs(ctx context.Context, tx *db.Tx) error {
	if l.Service == "" {
		return nil
	}
	owner, err := ownerOf(ctx, tx, l.Service)
	if fault.Is(err, fault.NotFound) || err == nil && owner != l.Org {
		return fault.Field("service", "error.invalid")
	}
	return err
}

func digitsIn(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}
