package directory

import (
	"context"
	"slices"
	"strings"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/text"
)

// Suggestions lists those that wait, oldest first, for those who may decide:
// of one's own organisation, or of all for those who keep the directory.
func (u *Upkeep) Suggestions(ctx context.Context, by access.Actor) (out []Suggestion, err error) {
	defer fault.Wrap(&err, "directory.Suggestions")
	if !decides(by) {
		return nil, notFound()
	}
	err = u.db.Read(ctx, func(tx *db.Tx) error {
		all, err := suggestionsIn(ctx, tx, by.Region(), SuggestionWaiting, suggestionsMost)
		if err != nil {
			return err
		}
		out, err = ofOwn(ctx, tx, by, all)
		return err
	})
	return out, err
}

// suggestionsMost is more than anybody reads at once.
const suggestionsMost = 500

// decides reports an actor who speaks for an organisation, or keeps the whole.
func decides(by access.Actor) bool { return SpeaksFor(by, by.Org()) || by.Steward() }

// ofOwn keeps what the actor may decide.
func ofOwn(ctx context.Context, tx *db.Tx, by access.Actor, all []Suggestion) ([]Suggestion, error) {
	if by.Steward() {
		return all, nil
	}
	var out []Suggestion
	for _, s := range all {
		owner, err := ownerOf(ctx, tx, s.Service)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return nil, err
		}
		if err == nil && SpeaksFor(by, owner) {
			out = append(out, s)
		}
	}
	return out, nil
}

// Contradicts reports that two proposals cannot both be put in place.
func (s Suggestion) Contradicts(o Suggestion) bool {
	return s.ID != o.ID && s.Service == o.Service && s.Field == o.Field && !ByHand(s.Field) && !s.sameAs(o)
}

func (s Suggestion) sameAs(o Suggestion) bool {
	return s.Service == o.Service && s.Field == o.Field && slices.Equal(text.Words(s.Value), text.Words(o.Value))
}

// AcceptSuggestion puts a proposal in place, with one press, and says to its
// author that it was. Others that propose the same are accepted with it; those
// that contradict it wait on, beside what the page says now. A proposal that
// needs a hand is accepted by MendBySuggestion, or as done when the page was
// mended otherwise. fault.Conflict when it was decided already.
func (u *Upkeep) AcceptSuggestion(ctx context.Context, by access.Actor, act, suggestion string) (err error) {
	defer fault.Wrap(&err, "directory.AcceptSuggestion(%s)", suggestion)
	return u.decide(ctx, by, act, suggestion, func(tx *db.Tx, s Suggestion) error {
		if !ByHand(s.Field) {
			if err := u.putInPlace(ctx, tx, by, s); err != nil {
				return err
			}
		}
		waiting, err := waitingOn(ctx, tx, by.Region(), s.Service)
		if err != nil {
			return err
		}
		for _, o := range waiting {
			if o.ID == s.ID || !ByHand(s.Field) && o.sameAs(s) {
				if err := u.settle(ctx, tx, by, o, SuggestionAccepted, ""); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// DeclineSuggestion says no, with a reason that its author reads.
func (u *Upkeep) DeclineSuggestion(ctx context.Context, by access.Actor, act, suggestion string, why DeclineReason) (err error) {
	defer fault.Wrap(&err, "directory.DeclineSuggestion(%s)", suggestion)
	if !slices.Contains(DeclineReasons, why) {
		return fault.Field("reason", "suggest.reason_missing")
	}
	return u.decide(ctx, by, act, suggestion, func(tx *db.Tx, s Suggestion) error {
		return u.settle(ctx, tx, by, s, SuggestionDeclined, why)
	})
}

// MendBySuggestion is Mend for a proposal that needs a hand: the sheet and the
// answer to its author are one act.
func (u *Upkeep) MendBySuggestion(ctx context.Context, by access.Actor, act, suggestion string, sh Sheet) (err error) {
	defer fault.Wrap(&err, "directory.MendBySuggestion(%s)", suggestion)
	if err := sh.check(); err != nil {
		return err
	}
	return u.decide(ctx, by, act, suggestion, func(tx *db.Tx, s Suggestion) error {
		if s.Service != sh.Service {
			return notFound()
		}
		if _, err := u.mend(ctx, tx, by, sh, cause{kind: BySuggestion, of: s.ID}); err != nil {
			return err
		}
		return u.settle(ctx, tx, by, s, SuggestionAccepted, "")
	})
}

// FindSuggestion reads one that the actor may decide.
func (u *Upkeep) FindSuggestion(ctx context.Context, by access.Actor, suggestion string) (s Suggestion, err error) {
	defer fault.Wrap(&err, "directory.FindSuggestion(%s)", suggestion)
	err = u.db.Read(ctx, func(tx *db.Tx) error {
		if s, err = findSuggestion(ctx, tx, by.Region(), suggestion); err != nil {
			return err
		}
		_, err = mayChange(ctx, tx, by, s.Service)
		return err
	})
	return s, err
}

func (u *Upkeep) decide(ctx context.Context, by access.Actor, act, suggestion string, do func(tx *db.Tx, s Suggestion) error) error {
	return u.db.Write(ctx, func(tx *db.Tx) error {
		s, err := findSuggestion(ctx, tx, by.Region(), suggestion)
		if err != nil {
			return err
		}
		if _, err := mayChange(ctx, tx, by, s.Service); err != nil {
			return err
		}
		_, err = event.Once(ctx, tx, by, act, func() (string, error) {
			if s.State != SuggestionWaiting {
				return "", fault.New(fault.Conflict, "suggest.decided")
			}
			return "", do(tx, s)
		})
		return err
	})
}

func (u *Upkeep) settle(ctx context.Context, tx *db.Tx, by access.Actor, s Suggestion, state SuggestionState, why DeclineReason) error {
	if err := settleSuggestion(ctx, tx, by, s.ID, state, why); err != nil {
		return err
	}
	return u.log.Append(ctx, tx, by, SuggestionSettled{Service: s.Service, Suggestion: s.ID, State: state})
}

// putInPlace changes what a proposal says.
func (u *Upkeep) putInPlace(ctx context.Context, tx *db.Tx, by access.Actor, s Suggestion) error {
	return u.amend(ctx, tx, by, s.Service, cause{kind: BySuggestion, of: s.ID}, func(tx *db.Tx) error {
		kind, code, _ := strings.Cut(s.Field, ":")
		switch kind + ":" {
		case SuggestPhone:
			return u.putPhone(ctx, tx, by, s, code)
		case SuggestPaper:
			return declare(ctx, tx, by, s.Service, []Fact{{Kind: FactPaper, Code: code, Value: s.Value}})
		case SuggestLanguage:
			return declare(ctx, tx, by, s.Service, []Fact{{Kind: FactLanguage, Code: code, Value: s.Value}})
		}
		if s.Field != SuggestClosed {
			if err := correctable(s.Field, s.Value); err != nil {
				return err
			}
			return correct(ctx, tx, by, s.Service, s.Field, s.Value)
		}
		if s.Value == ClosedForGood {
			return correct(ctx, tx, by, s.Service, "status", string(Inactive))
		}
		y, m, d := tx.Now.In(Zone(HomeZone, time.UTC)).Date()
		c := Closure{From: time.Date(y, m, d, 0, 0, 0, 0, time.UTC), Reason: ClosedOther}
		return declare(ctx, tx, by, s.Service, []Fact{{Kind: FactClosure, Code: c.Code(), Value: c.Value()}})
	})
}

func (u *Upkeep) putPhone(ctx context.Context, tx *db.Tx, by access.Actor, s Suggestion, record string) error {
	if record != "new" {
		return correctField(ctx, tx, by, s.Service, stateKey{"phone", record, "number"}, s.Value)
	}
	r := NewRecord("phone", tx.NewID())
	r.Set("service_id", string(s.Service))
	r.Set("number", s.Value)
	r.Set("type", "voice")
	return addRecord(ctx, tx, by, s.Service, "fr", r)
}
