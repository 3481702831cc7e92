package referral

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/seal"
)

// Space is a person asking an organisation to step back ("prendre du recul"). It
// is a request, with its answer; it gives no reason, and waits for nobody's leave:
// the person's withdrawal stays beside it, at once. Only the person and the
// organisation that is asked know of it.
type Space struct {
	ID       string
	Referral access.Referral
	Org      access.Org // who is asked
	Code     string     // of the referral, short
	Asked    time.Time
	Answer   SpaceAnswer
	Words    string // of the answer
	Answered time.Time
	Worker   access.Worker // who answered
}

// SpaceAnswer is what the organisation says.
type SpaceAnswer string

// The answers. There is no "no": the person who means it withdraws.
const (
	SpaceAgreed SpaceAnswer = "agreed" // we step back
	SpaceTalk   SpaceAnswer = "talk"   // may we talk about it first, as you wish?
)

// Open reports whether an answer is waited for.
func (s Space) Open() bool { return s.Answered.IsZero() }

// AskSpace is the person's own act, about a referral that concerns them and one
// of its two organisations. Conflict while the same is asked already, and when
// nothing is under way there.
func (s *Service) AskSpace(ctx context.Context, by access.Actor, ref access.Referral, act string, o access.Org) (err error) {
	defer fault.Wrap(&err, "referral.AskSpace(%s)", ref)
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := once(ctx, tx, by, act, "ask_space", ref, func() (string, error) {
			r, err := s.find(ctx, tx, by, access.Withdraw, ref)
			if err != nil {
				return "", err
			}
			side := r.sideOf(o)
			if side == noSide || r.State == Proposed {
				return "", fault.New(fault.NotFound, "error.not_found")
			}
			if r.State.Ended() && r.State != NeedMet {
				return "", fault.New(fault.Conflict, happened[r.State])
			}
			switch err := insertSpace(ctx, tx, r.Region, Space{ID: tx.NewID(), Referral: r.ID, Org: o, Asked: tx.Now}); {
			case fault.Is(err, fault.Conflict):
				return "", fault.New(fault.Conflict, "space.asked_before")
			case err != nil:
				return "", err
			}
			e := happenedTo(r.ID, SpaceAskedKind)
			e.Side = side
			return "", s.log.Append(ctx, tx, by, e)
		})
		return err
	})
}

// sideOf is where an organisation stands.
func (r *referral) sideOf(o access.Org) Side {
	switch o {
	case "":
		return noSide
	case r.Sender:
		return Source
	case r.Receiver:
		return Target
	}
	return noSide
}

const spaceWordMax = NoteMax

// AnswerSpace is the answer of the organisation that was asked, by a worker there
// who follows the referral. It changes nothing of the referral itself.
func (s *Service) AnswerSpace(ctx context.Context, by access.Actor, ref access.Referral, act, id string, a SpaceAnswer, words string) (err error) {
	defer fault.Wrap(&err, "referral.AnswerSpace(%s)", id)
	words = strings.TrimSpace(words)
	var bad fault.Fields
	if a != SpaceAgreed && a != SpaceTalk {
		bad = append(bad, fault.Field("answer", "space.answer_missing"))
	}
	if utf8.RuneCountInString(words) > spaceWordMax {
		bad = append(bad, fault.Field("words", "referral.text_too_long", "max", spaceWordMax))
	}
	if err := bad.Err(); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := once(ctx, tx, by, act, "answer_space", ref, func() (string, error) {
			r, err := s.find(ctx, tx, by, access.Follow, ref)
			if err != nil {
				return "", err
			}
			if by.Kind() != access.Staff {
				return "", fault.New(fault.NotFound, "error.not_found")
			}
			var sealed []byte
			if words != "" {
				key, err := s.vault.For(ctx, tx, r.Region, seal.OfPackage(r.ID))
				if err != nil {
					return "", err
				}
				if sealed, err = sealPart(key, r.ID, spacePart(id), words); err != nil {
					return "", err
				}
			}
			n, err := saveSpaceAnswer(ctx, tx, by, r.ID, id, a, sealed)
			if err != nil {
				return "", err
			}
			if n == 0 {
				return "", fault.New(fault.Conflict, "space.answered_before")
			}
			e := happenedTo(r.ID, SpaceSaidKind)
			e.Side, e.Space = r.side(by), a
			return "", s.log.Append(ctx, tx, by, e)
		})
		return err
	})
}

func spacePart(id string) access.Part { return access.Part("space/" + id) }

// Spaces lists what a person asked, newest first: for the person all of it, for a
// worker what waits for their own organisation.
func (s *Service) Spaces(ctx context.Context, by access.Actor) (list []Space, err error) {
	defer fault.Wrap(&err, "referral.Spaces")
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list = nil
		rows, err := spaces(ctx, tx, by, by.Scope(access.Follow, tx.Now))
		for _, row := range rows {
			v := row.value()
			if len(row.sealed) > 0 {
				key, err := s.packageKey(ctx, tx, by.Region(), v.Referral)
				if err != nil {
					return err
				}
				if err := openPart(key, v.Referral, spacePart(v.ID), row.sealed, &v.Words); err != nil {
					return err
				}
			}
			list = append(list, v)
		}
		return err
	})
	return list, err
}
