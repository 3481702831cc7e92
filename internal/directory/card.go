package directory

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/text"
)

// Card is what an organisation says of itself to those who work with it, to be
// understood in one minute (screens.md S8), in one language.
type Card struct {
	Lang string // "fr" or "en"

	Who      string // who they are
	Does     string
	DoesNot  string
	Knock    string // how to knock: line, role, hours, best time
	Limits   string // real limits
	Decides  string // who decides
	Approach string

	At db.Time
}

// CardPart is a part of a card that is edited by itself.
type CardPart string

// The parts, in the order of the card.
const (
	PartWho    CardPart = "who"
	PartKnock  CardPart = "knock"
	PartLimits CardPart = "limits"
)

// CardParts lists them with their fields.
var CardParts = []struct {
	Part   CardPart
	Fields []string
}{
	{PartWho, []string{"who", "does", "does_not"}},
	{PartKnock, []string{"knock", "approach"}},
	{PartLimits, []string{"limits", "decides"}},
}

// CardWords is how long a passage of a card may be: a minute is short.
const CardWords = 500

// field gives a field of a card by name.
func (c *Card) field(name string) *string {
	switch name {
	case "who":
		return &c.Who
	case "does":
		return &c.Does
	case "does_not":
		return &c.DoesNot
	case "knock":
		return &c.Knock
	case "limits":
		return &c.Limits
	case "decides":
		return &c.Decides
	case "approach":
		return &c.Approach
	}
	return nil
}

// Field reads a field of a card by name; "" when there is none.
func (c Card) Field(name string) string {
	if f := c.field(name); f != nil {
		return *f
	}
	return ""
}

// Version is the same for the same content of a part only.
func (c Card) Version(p CardPart) string {
	h := sha256.New()
	for _, part := range CardParts {
		if part.Part != p {
			continue
		}
		for _, name := range part.Fields {
			v := c.Field(name)
			h.Write([]byte(strconv.Itoa(len(v)) + ":" + v))
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}

// ApproachCode is a question that partners ask before they send somebody.
type ApproachCode string

// The questions, in the order of screens.
const (
	ApproachNotes         ApproachCode = "notes"         // are notes kept?
	ApproachAnonymity     ApproachCode = "anonymity"     // can one stay unnamed?
	ApproachAccompaniment ApproachCode = "accompaniment" // does somebody go along?
)

// ApproachCodes lists them.
var ApproachCodes = []ApproachCode{ApproachNotes, ApproachAnonymity, ApproachAccompaniment}

// ApproachAnswers are the answers to each; no answer is none of them.
var ApproachAnswers = []string{"yes", "no", "depends"}

// Practice is a way of working that an organisation originated: whoever takes
// it up knows whom to thank and whom to ask.
type Practice struct {
	ID    string
	Lang  string
	Name  string
	Since int // year; 0 = not said
	Words string
	At    db.Time
}

// Understanding is all of an organisation's card.
type Understanding struct {
	Org       access.Org
	Name      string
	Cards     map[string]Card // by language
	Approach  map[ApproachCode]string
	Practices []Practice
	Ours      bool // the actor may change it
}

// In is the card in a language, else in the other one; false when none is
// written.
func (u *Understanding) In(lang string) (Card, bool) {
	for _, l := range []string{lang, "fr", "en"} {
		if c, ok := u.Cards[l]; ok {
			return c, true
		}
	}
	return Card{}, false
}

// Changed is when any of it was last said.
func (u *Understanding) Changed() (at time.Time) {
	for _, c := range u.Cards {
		at = later(at, c.At.Time)
	}
	for _, p := range u.Practices {
		at = later(at, p.At.Time)
	}
	return at
}

// Understand reads an organisation's card, for a worker. fault.NotFound for an
// organisation that is neither in the directory nor among those that sign in.
func (s *Service) Understand(ctx context.Context, by access.Actor, org access.Org) (u *Understanding, err error) {
	defer fault.Wrap(&err, "directory.Understand(%s)", org)
	if by.Kind() != access.Staff {
		return nil, notFound()
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		u = &Understanding{Org: org, Cards: map[string]Card{}, Ours: keepsLines(by) && by.Org() == org}
		if u.Name, err = orgNameOf(ctx, tx, org); err != nil {
			return err
		}
		if u.Name == "" {
			return notFound()
		}
		if u.Cards, err = cardsOf(ctx, tx, org); err != nil {
			return err
		}
		if u.Approach, err = approachOf(ctx, tx, org); err != nil {
			return err
		}
		u.Practices, err = practicesOf(ctx, tx, org)
		return err
	})
	return u, err
}

// CardSummary is a card in a list.
type CardSummary struct {
	Org  access.Org
	Name string
	Lang string
	Who  string
	At   db.Time
}

// Cards lists the cards that are written, by the organisations' names, for a
// worker: in lang when there is one, else in the other language.
func (s *Service) Cards(ctx context.Context, by access.Actor, lang string) (out []CardSummary, err error) {
	defer fault.Wrap(&err, "directory.Cards")
	if by.Kind() != access.Staff {
		return nil, notFound()
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all, err := everyCard(ctx, tx)
		if err != nil {
			return err
		}
		out = nil
		for _, c := range all {
			if n := len(out); n == 0 || out[n-1].Org != c.Org {
				out = append(out, c)
			} else if c.Lang == lang {
				out[n-1] = c
			}
		}
		slices.SortStableFunc(out, func(a, b CardSummary) int {
			return cmp.Or(strings.Compare(text.Fold(a.Name), text.Fold(b.Name)), strings.Compare(string(a.Org), string(b.Org)))
		})
		return nil
	})
	return out, err
}

// CardEdit is what somebody wrote on one part of their organisation's card.
type CardEdit struct {
	Act    string
	Lang   string
	Part   CardPart
	Seen   string // version of the part that the form was made from
	Fields map[string]string
	// Approach holds the answers that come with the part on how to knock; ""
	// takes an answer back.
	Approach map[ApproachCode]string
}

// WriteCard saves a part of the card of the actor's organisation.
// fault.Conflict when somebody else changed the part since it was read.
func (s *Service) WriteCard(ctx context.Context, by access.Actor, e CardEdit) (err error) {
	defer fault.Wrap(&err, "directory.WriteCard(%s, %s)", e.Part, e.Lang)
	if !keepsLines(by) {
		return notFound()
	}
	if err := e.check(); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := event.Once(ctx, tx, by, e.Act, func() (string, error) {
			cards, err := cardsOf(ctx, tx, by.Org())
			if err != nil {
				return "", err
			}
			card := cards[e.Lang]
			if card.Version(e.Part) != e.Seen {
				return "", fault.New(fault.Conflict, "own.changed_meanwhile")
			}
			card.Lang = e.Lang
			for name, value := range e.Fields {
				*card.field(name) = strings.TrimSpace(plain(value))
			}
			if err := saveCard(ctx, tx, by.Org(), card); err != nil {
				return "", err
			}
			for code, answer := range e.Approach {
				if err := saveApproach(ctx, tx, by.Org(), code, answer); err != nil {
					return "", err
				}
			}
			return "", s.log.Append(ctx, tx, by, CardWritten{Org: by.Org(), What: string(e.Part)})
		})
		return err
	})
}

func (e CardEdit) check() error {
	var bad fault.Fields
	i := slices.IndexFunc(CardParts, func(p struct {
		Part   CardPart
		Fields []string
	}) bool {
		return p.Part == e.Part
	})
	if i < 0 || e.Lang != "fr" && e.Lang != "en" {
		return fault.Field("part", "error.invalid")
	}
	for name, value := range e.Fields {
		switch {
		case !slices.Contains(CardParts[i].Fields, name):
			return fault.Field(name, "error.invalid")
		case utf8.RuneCountInString(value) > CardWords:
			bad = append(bad, fault.Field(name, "own.too_long", "most", CardWords))
		case name == "who" && strings.TrimSpace(value) == "":
			bad = append(bad, fault.Field(name, "card.who_missing"))
		}
	}
	for code, answer := range e.Approach {
		if e.Part != PartKnock || !slices.Contains(ApproachCodes, code) || answer != "" && !slices.Contains(ApproachAnswers, answer) {
			return fault.Field(string(code), "error.invalid")
		}
	}
	slices.SortFunc(bad, func(a, b *fault.Error) int { return strings.Compare(a.Field, b.Field) })
	return bad.Err()
}

// AddPractice credits a practice to the actor's organisation.
func (s *Service) AddPractice(ctx context.Context, by access.Actor, act string, p Practice) (err error) {
	defer fault.Wrap(&err, "directory.AddPractice")
	if !keepsLines(by) {
		return notFound()
	}
	p.Name, p.Words = strings.TrimSpace(plain(p.Name)), strings.TrimSpace(plain(p.Words))
	if p.Lang != "fr" && p.Lang != "en" {
		return fault.Field("lang", "error.invalid")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := p.check(tx.Now.Year()); err != nil {
			return err
		}
		_, err := event.Once(ctx, tx, by, act, func() (string, error) {
			p.ID = tx.NewID()
			if err := insertPractice(ctx, tx, by.Org(), p); err != nil {
				return "", err
			}
			return p.ID, s.log.Append(ctx, tx, by, CardWritten{Org: by.Org(), What: "practice"})
		})
		return err
	})
}

func (p Practice) check(now int) error {
	var bad fault.Fields
	if p.Name == "" {
		bad = append(bad, fault.Field("name", "card.practice_missing"))
	}
	for name, value := range map[string]string{"name": p.Name, "words": p.Words} {
		if utf8.RuneCountInString(value) > CardWords {
			bad = append(bad, fault.Field(name, "own.too_long", "most", CardWords))
		}
	}
	if p.Since != 0 && (p.Since < 1800 || p.Since > now) {
		bad = append(bad, fault.Field("since", "card.year_bad"))
	}
	return bad.Err()
}

// EndPractice takes a practice of the actor's organisation off its card.
func (s *Service) EndPractice(ctx context.Context, by access.Actor, act, id string) (err error) {
	defer fault.Wrap(&err, "directory.EndPractice(%s)", id)
	if !keepsLines(by) {
		return notFound()
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := event.Once(ctx, tx, by, act, func() (string, error) {
			gone, err := endPractice(ctx, tx, by.Org(), id)
			if err != nil {
				return "", err
			}
			if !gone {
				return "", notFound()
			}
			return id, s.log.Append(ctx, tx, by, CardWritten{Org: by.Org(), What: "practice_ended"})
		})
		return err
	})
}
