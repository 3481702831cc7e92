package directory

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"passerelle/internal/access"
	"passerelle/internal/clock"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/id"
	"passerelle/internal/job"
	"passerelle/internal/pace"
	"passerelle/internal/seal"
	"passerelle/internal/text"
)

// Upkeep is how the directory is kept true by others than those who work in it:
// suggestions, campaigns, and what was asked for and not found.
type Upkeep struct {
	*Service
	keys  seal.Keys
	queue *job.Queue
	clock clock.Clock

	proposals *pace.Pace
	codes     *pace.Pace
	links     *pace.Pace
}

// Limits of suggestions: enough for a worker who mends a whole street in an
// hour, too few to drown those who read them.
const (
	suggestionsPerSource  = 20
	suggestionsPerNode    = 500
	suggestionsPerService = 30
	codesPerSource        = 20
	codesPerNode          = 2000
)

// NewUpkeep makes the use-cases on top of those of the directory, and takes
// charge of the jobs of campaigns.
func NewUpkeep(s *Service, queue *job.Queue, keys seal.Keys, c clock.Clock) *Upkeep {
	u := &Upkeep{
		Service: s, keys: keys, queue: queue, clock: c,
		proposals: pace.New(c, suggestionsPerSource, suggestionsPerNode), codes: pace.New(c, codesPerSource, codesPerNode),
		links: pace.New(c, linksPerSource, linksPerNode),
	}
	queue.Handle(jobRemind, u.remind)
	return u
}

// SuggestionState is what became of a suggestion.
type SuggestionState string

// The states.
const (
	SuggestionWaiting  SuggestionState = "waiting"
	SuggestionAccepted SuggestionState = "accepted"
	SuggestionDeclined SuggestionState = "declined"
)

// DeclineReason is why a suggestion was declined, for its author.
type DeclineReason string

// The reasons.
const (
	DeclinedRight   DeclineReason = "right"   // the page is right as it is
	DeclinedUnsure  DeclineReason = "unsure"  // it could not be verified
	DeclinedUnclear DeclineReason = "unclear" // what was meant is not clear
	DeclinedOther   DeclineReason = "other"
)

// DeclineReasons lists them.
var DeclineReasons = []DeclineReason{DeclinedRight, DeclinedUnsure, DeclinedUnclear, DeclinedOther}

// Proposal is a correction as somebody proposes it. It has no field for who
// they are.
type Proposal struct {
	Service access.Service
	// Field is one of SuggestFields, or "phone:" and the id of a telephone.
	Field string
	Value string
	Words string // why, if they wish
}

// The fields that can be proposed. The first are put in place by one press;
// those of ByHand need somebody to write them where they belong.
const (
	SuggestName        = "name"
	SuggestDescription = "description"
	SuggestURL         = "url"
	SuggestEmail       = "email"
	SuggestPhone       = "phone:" // and the id of the record; "new" for a number that is missing
	SuggestClosed      = "closed" // good or while
	SuggestPaper       = "paper:" // and the paper: confirmed or no
	SuggestLanguage    = "language:"
	SuggestHours       = "hours"
	SuggestAddress     = "address"
	SuggestOther       = "other"
)

// Values of SuggestClosed.
const (
	ClosedForGood  = "good"
	ClosedForWhile = "while"
)

// SuggestionValue and SuggestionWords bound what may be written.
const (
	SuggestionValue = 600
	SuggestionWords = 280
)

// ByHand reports a field that nobody's press can put in place.
func ByHand(field string) bool { return oneOf(field, SuggestHours, SuggestAddress, SuggestOther) }

// Suggestion is a proposal as those who decide read it.
type Suggestion struct {
	ID string
	Proposal
	Shown     string // what the page said when it was proposed
	Org       access.Org
	State     SuggestionState
	Reason    DeclineReason
	DecidedBy access.Org
	Decided   time.Time
	At        time.Time
}

// Suggest keeps a correction that somebody proposes, and returns the code by
// which they may come back to see what became of it. Anyone may, without
// account or name. source is where the visit came from, for the limit alone.
// fault.TooMany when too much comes from one place, or when too many wait on
// one service. A retried act proposes once.
func (u *Upkeep) Suggest(ctx context.Context, by access.Actor, act, source string, p Proposal) (code string, err error) {
	defer fault.Wrap(&err, "directory.Suggest(%s, %s)", p.Service, p.Field)
	if by.Kind() == access.Nobody {
		return "", notFound()
	}
	p.Value, p.Words = strings.TrimSpace(plain(p.Value)), strings.TrimSpace(plain(p.Words))
	if err := p.check(); err != nil {
		return "", err
	}
	if !u.proposals.Take(source) {
		return "", fault.New(fault.TooMany, "suggest.too_many")
	}
	// The code is made from the act, so that a retried one gets the same.
	code = u.codeOf(by, act)
	err = u.db.Write(ctx, func(tx *db.Tx) error {
		_, err := event.Once(ctx, tx, by, act, func() (string, error) { return u.suggest(ctx, tx, by, code, p) })
		return err
	})
	if err != nil {
		u.proposals.GiveBack(source)
		return "", err
	}
	return code, nil
}

// codeLetters is how long a code is: sixty bits, read in three groups.
const codeLetters = 12

func (u *Upkeep) codeOf(by access.Actor, act string) string {
	return id.CodeOf(codeLetters, u.keys.Fingerprint("suggestion-code", string(by.Region())+"|"+act))
}

func (u *Upkeep) suggest(ctx context.Context, tx *db.Tx, by access.Actor, code string, p Proposal) (suggestion string, err error) {
	l, err := Find(ctx, tx, by.Region(), p.Service)
	if err != nil {
		return "", err
	}
	shown, err := shownFor(ctx, tx, l, p.Field)
	if err != nil {
		return "", err
	}
	waiting, err := countWaiting(ctx, tx, by.Region(), p.Service)
	if err != nil {
		return "", err
	}
	if waiting >= suggestionsPerService {
		return "", fault.New(fault.TooMany, "suggest.service_full")
	}
	s := Suggestion{ID: tx.NewID(), Proposal: p, Shown: shown, Org: by.Org()}
	if err := insertSuggestion(ctx, tx, by.Region(), s, u.fingerprint(code)); err != nil {
		return "", err
	}
	return s.ID, u.log.Append(ctx, tx, by, Suggested{Service: p.Service, Suggestion: s.ID})
}

func (u *Upkeep) fingerprint(code string) string {
	return u.keys.Fingerprint("suggestion", strings.Join(text.Words(code), ""))
}

// check is what is wrong with a proposal, field by field.
func (p *Proposal) check() error {
	var bad fault.Fields
	kind, code, _ := strings.Cut(p.Field, ":")
	known := oneOf(p.Field, SuggestName, SuggestDescription, SuggestURL, SuggestEmail, SuggestClosed, SuggestHours, SuggestAddress, SuggestOther) ||
		oneOf(kind+":", SuggestPhone, SuggestPaper, SuggestLanguage) && code != ""
	if !known {
		bad = append(bad, fault.Field("field", "suggest.field_missing"))
	}
	switch {
	case p.Value == "":
		bad = append(bad, fault.Field("value", "suggest.value_missing"))
	case utf8.RuneCountInString(p.Value) > SuggestionValue:
		bad = append(bad, fault.Field("value", "suggest.too_long", "most", SuggestionValue))
	case kind+":" == SuggestPhone && !callable(p.Value):
		bad = append(bad, fault.Field("value", "sheet.bad_phone"))
	case p.Field == SuggestClosed && !oneOf(p.Value, ClosedForGood, ClosedForWhile),
		kind+":" == SuggestPaper && (!oneOf(p.Value, "confirmed", "no") || !factRules[FactPaper].known(code)),
		kind+":" == SuggestLanguage && (!oneOf(p.Value, "always", "no") || !isLanguage(code)):
		bad = append(bad, fault.Field("value", "suggest.value_missing"))
	case p.Field == SuggestEmail && !strings.Contains(p.Value, "@"):
		bad = append(bad, fault.Field("value", "suggest.bad_email"))
	case p.Field == SuggestURL && !strings.HasPrefix(p.Value, "https://") && !strings.HasPrefix(p.Value, "http://"):
		bad = append(bad, fault.Field("value", "suggest.bad_url"))
	}
	if utf8.RuneCountInString(p.Words) > SuggestionWords {
		bad = append(bad, fault.Field("words", "suggest.too_long", "most", SuggestionWords))
	}
	return bad.Err()
}

// shownFor is what the page of a service says now of a field. It never reads
// what the page does not show.
func shownFor(ctx context.Context, tx *db.Tx, l *Listing, field string) (string, error) {
	kind, code, _ := strings.Cut(field, ":")
	switch kind + ":" {
	case SuggestPhone:
		if code == "new" {
			return "", nil
		}
		around, err := recordsAround(ctx, tx, l.ID)
		if err != nil {
			return "", err
		}
		rows, err := shownOf(ctx, tx, around, "phone")
		if err != nil {
			return "", err
		}
		i := slices.IndexFunc(rows, func(r stored) bool { return r.ID() == code })
		if i < 0 {
			return "", fault.Field("field", "suggest.field_missing")
		}
		return rows[i].Get("number"), nil
	case SuggestPaper:
		return acceptanceCodes[l.Papers[Paper(code)]], nil
	case SuggestLanguage:
		if slices.Contains(l.Languages, code) {
			return "always", nil
		}
		return "", nil
	}
	switch field {
	case SuggestName:
		return textOf(l.Name), nil
	case SuggestDescription:
		return textOf(l.Summary), nil
	case SuggestURL:
		return l.URL, nil
	case SuggestEmail:
		return l.Email, nil
	}
	return "", nil
}

// textOf is a passage in the language it was written in first.
func textOf(t Text) string {
	s, _ := t.In("fr")
	return s
}

// Tracked is what an author sees of their suggestion: what was proposed of
// which service, and what became of it. It names nobody.
type Tracked struct {
	Suggestion
}

// Track finds a suggestion by its code. Wrong guesses are limited.
func (u *Upkeep) Track(ctx context.Context, region access.Region, source, code string) (t Tracked, err error) {
	defer fault.Wrap(&err, "directory.Track")
	if !u.codes.Take(source) {
		return t, fault.New(fault.TooMany, "suggest.too_many")
	}
	err = u.db.Read(ctx, func(tx *db.Tx) error {
		t.Suggestion, err = suggestionByCode(ctx, tx, region, u.fingerprint(code))
		return err
	})
	if err == nil {
		u.codes.GiveBack(source)
		return t, nil
	}
	if fault.Is(err, fault.NotFound) {
		return t, fault.Field("code", "suggest.code_unknown")
	}
	return t, err
}

// Numbers lists the telephones that the page of a service shows.
func (u *Upkeep) Numbers(ctx context.Context, service access.Service) (out []SheetPhone, err error) {
	err = u.db.Read(ctx, func(tx *db.Tx) error {
		around, err := recordsAround(ctx, tx, service)
		if err != nil {
			return err
		}
		rows, err := shownOf(ctx, tx, around, "phone")
		out = nil
		for _, r := range rows {
			if r.Get("type") != "fax" {
				out = append(out, SheetPhone{r.ID(), r.Get("number"), r.Get("extension")})
			}
		}
		return err
	})
	return out, err
}

// Shown is what the page of a service says of a field that can be proposed.
func (u *Upkeep) Shown(ctx context.Context, region access.Region, service access.Service, field string) (shown string, err error) {
	err = u.db.Read(ctx, func(tx *db.Tx) error {
		l, err := Find(ctx, tx, region, service)
		if err != nil {
			return err
		}
		shown, err = shownFor(ctx, tx, l, field)
		return err
	})
	return shown, err
}
