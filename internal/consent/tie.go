package consent

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/seal"
	"passerelle/internal/text"
)

// The acquaintance barrier (001:2376-2384): a worker who knows somebody in their
// own life reads nothing of them. What a worker declares is theirs alone; whether
// it met anybody is told to nobody, the worker included.

// Tie is somebody whom a worker knows: a name, or a telephone number.
type Tie struct {
	ID     string
	Worker access.Worker
	Words  string
	Since  time.Time
}

// tiesMost bounds what is opened each time that somebody is referred.
const tiesMost = 50

// acquainted marks, in the place of a wording, the rows that keep a worker from a
// person because they know one another. Nobody said them: no page shows them, and
// no receipt is theirs.
const acquainted = "connaissance"

// DeclareTie keeps whom the worker knows, and keeps the worker from those of their
// own organisation's people whom it may be. The answer is the same whether
// somebody was found.
func (s *Service) DeclareTie(ctx context.Context, by access.Actor, act, words string) (err error) {
	defer fault.Wrap(&err, "consent.DeclareTie")
	if by.Kind() != access.Staff || !by.WorksWithPeople() {
		return fault.New(fault.NotFound, "error.not_found")
	}
	words = strings.Join(strings.Fields(words), " ")
	if n := utf8.RuneCountInString(words); n > nameMax {
		return fault.Field("words", "consent.text_too_long", "max", nameMax)
	} else if len(digitsIn(words)) < phoneLeast && utf8.RuneCountInString(strings.Join(text.Words(words), "")) < tieLeast {
		// Signs alone name nobody, and every text would hold all of no words.
		return fault.Field("words", "tie.too_short")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := once(ctx, tx, by, act, "tie", "", func() (string, error) {
			n, err := countTies(ctx, tx, by)
			if err != nil {
				return "", err
			}
			if n >= tiesMost {
				return "", fault.New(fault.Conflict, "tie.too_many")
			}
			id := tx.NewID()
			key, err := s.vault.For(ctx, tx, by.Region(), ofTie(id))
			if err != nil {
				return "", err
			}
			sealed, err := key.Seal([]byte(words), tieUse, id)
			if err != nil {
				return "", err
			}
			if err := insertTie(ctx, tx, by, id, sealed); err != nil {
				return "", err
			}
			return "", s.meet(ctx, tx, by, words)
		})
		return err
	})
}

const (
	tieUse     = "tie"
	tieLeast   = 3 // letters of a name: two mean half of an organisation's people
	phoneLeast = 7 // figures of a number
)

// ofTie is the owner of one tie's key: taking the tie back destroys it, in every
// copy. Those declared before that was so are sealed with the organisation's.
func ofTie(id string) seal.Owner { return seal.Owner("tie:" + id) }

// meet keeps the worker from those of their organisation's own people whose code,
// or whose facts, hold what was declared.
func (s *Service) meet(ctx context.Context, tx *db.Tx, by access.Actor, words string) error {
	return s.eachPerson(ctx, tx, by, func(r personRow, facts sealedPerson) error {
		if !knows(words, facts.Code, facts.Note, facts.Reach) {
			return nil
		}
		return s.KeepAway(ctx, tx, by, r.ID, by.Org(), by.Org(), by.Worker())
	})
}

// knows reports whether one of the texts may speak of whom was declared: each word
// of a name stands in it, with at most one slip, or the figures of a number do.
func knows(declared string, texts ...string) bool {
	number := digitsIn(declared)
	if len(number) == 11 { // "1 514…" and "514…" are one number, and no area code begins with 1
		number = strings.TrimPrefix(number, "1")
	}
	for _, t := range texts {
		if len(number) >= phoneLeast {
			if strings.Contains(digitsIn(t), number) {
				return true
			}
			continue
		}
		if len(text.Words(t)) > 0 && bears(t, declared) {
			return true
		}
	}
	return false
}

// digitsIn are the figures of a text, one after the other.
func digitsIn(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// Ties lists what the worker declared, for their own eyes.
func (s *Service) Ties(ctx context.Context, by access.Actor) (list []Tie, err error) {
	defer fault.Wrap(&err, "consent.Ties")
	if by.Kind() != access.Staff || !by.WorksWithPeople() {
		return nil, fault.New(fault.NotFound, "error.not_found")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list = nil
		rows, err := tiesOf(ctx, tx, by.Region(), by.Org(), by.Worker())
		if err != nil || len(rows) == 0 {
			return err
		}
		list, err = s.openTies(ctx, tx, by.Region(), by.Org(), rows)
		return err
	})
	return list, err
}

func (s *Service) openTies(ctx context.Context, tx *db.Tx, region access.Region, o access.Org, rows []tieRow) ([]Tie, error) {
	owners := []seal.Owner{seal.OfOrg(o)}
	for _, r := range rows {
		owners = append(owners, ofTie(r.id))
	}
	keys, err := s.vault.Keys(ctx, tx, region, owners...)
	if err != nil {
		return nil, err
	}
	var list []Tie
	for _, r := range rows {
		own, older := keys[ofTie(r.id)], keys[seal.OfOrg(o)]
		key := own
		if own == nil {
			key = older
		}
		if key == nil { // a backup put back: it was taken back since
			continue
		}
		plain, err := key.Open(r.sealed, tieUse, r.id)
		if err != nil && own == nil {
			continue
		}
		if err != nil {
			return nil, err
		}
		list = append(list, Tie{r.id, r.worker, string(plain), r.created.Time})
	}
	return list, nil
}

// ForgetTie takes one back. Whom the worker was kept from they stay kept from:
// that they know one another has not ceased to be true.
func (s *Service) ForgetTie(ctx context.Context, by access.Actor, act, id string) (err error) {
	defer fault.Wrap(&err, "consent.ForgetTie")
	if by.Kind() != access.Staff {
		return fault.New(fault.NotFound, "error.not_found")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := once(ctx, tx, by, act, "forget_tie", id, func() (string, error) {
			n, err := deleteTie(ctx, tx, by, id)
			if err == nil && n == 0 {
				err = fault.New(fault.NotFound, "error.not_found")
			}
			if err != nil {
				return "", err
			}
			return "", s.vault.Destroy(ctx, tx, by.Region(), ofTie(id))
		})
		return err
	})
}

// left is the event of package org that ends what a worker declared.
type left struct {
	Worker access.Worker `json:"worker"`
	Org    access.Org    `json:"org"`
}

// OnLeft reacts, in the same transaction, to somebody leaving an organisation:
// whom they know is nobody's business there any more.
func (s *Service) OnLeft(ctx context.Context, tx *db.Tx, rec event.Record) (err error) {
	defer fault.Wrap(&err, "consent.OnLeft")
	var l left
	if err := json.Unmarshal([]byte(rec.Body), &l); err != nil {
		return err
	}
	rows, err := tiesOf(ctx, tx, rec.Region, l.Org, l.Worker)
	if err != nil || l.Worker == "" {
		return err
	}
	for _, r := range rows {
		if err := s.vault.Destroy(ctx, tx, rec.Region, ofTie(r.id)); err != nil {
			return err
		}
	}
	return deleteTies(ctx, tx, rec.Region, l.Org, l.Worker)
}

// Acquainted are the workers of an organisation who declared that they know
// somebody of whom the texts may speak. It is asked before anything is shown, in
// the caller's transaction, and is for a rule, never for a page.
func (s *Service) Acquainted(ctx context.Context, tx *db.Tx, region access.Region, o access.Org, texts ...string) (who []access.Worker, err error) {
	defer fault.Wrap(&err, "consent.Acquainted")
	rows, err := tiesOf(ctx, tx, region, o, "")
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	list, err := s.openTies(ctx, tx, region, o, rows)
	if err != nil {
		return nil, err
	}
	for _, t := range list {
		if knows(t.Words, texts...) && !slices.Contains(who, t.Worker) {
			who = append(who, t.Worker)
		}
	}
	return who, nil
}

// KeepAway keeps a worker of an organisation from a person, as a refusal of them
// by name does, in every statement that reads; no reason is kept and nobody is
// told. holder is the organisation that accompanies the person.
func (s *Service) KeepAway(ctx context.Context, tx *db.Tx, by access.Actor, p access.Person, holder, o access.Org, w access.Worker) (err error) {
	defer fault.Wrap(&err, "consent.KeepAway")
	kept, err := isKeptAway(ctx, tx, by.Region(), p, o, w)
	if err != nil || kept {
		return err
	}
	no := ofAcquaintance(holder, p, o, w, tx.NewID())
	for _, part := range access.Parts {
		if err := insertAnswer(ctx, tx, by.Region(), no, part); err != nil {
			return err
		}
	}
	return s.log.Append(ctx, tx, access.System(by.Region()), KeptAway{p, o})
}

func ofAcquaintance(holder access.Org, p access.Person, o access.Org, w access.Worker, receipt string) kept {
	return kept{holder: holder, receipt: receipt, person: p, recipient: o, recipientWorker: w, answer: No, wording: acquainted, language: acquainted, how: OnScreen}
}

// KnowThem is "je connais cette personne" of a worker, about somebody whom their
// own organisation accompanies: from here they read nothing of them.
func (s *Service) KnowThem(ctx context.Context, by access.Actor, act string, p access.Person) (err error) {
	defer fault.Wrap(&err, "consent.KnowThem(%s)", p)
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := once(ctx, tx, by, act, "know", string(p), func() (string, error) {
			if by.Kind() != access.Staff {
				return "", fault.New(fault.NotFound, "error.not_found")
			}
			if err := s.Holds(ctx, tx, by, p); err != nil {
				return "", err
			}
			return "", s.KeepAway(ctx, tx, by, p, by.Org(), by.Org(), by.Worker())
		})
		return err
	})
}

// greet keeps away, when a record begins or changes, the colleagues who declared
// that they know whom it may be.
func (s *Service) greet(ctx context.Context, tx *db.Tx, by access.Actor, p access.Person, code string, f Facts) error {
	who, err := s.Acquainted(ctx, tx, by.Region(), by.Org(), code, f.Note, f.Reach)
	if err != nil {
		return err
	}
	for _, w := range who {
		if err := s.KeepAway(ctx, tx, by, p, by.Org(), by.Org(), w); err != nil {
			return err
		}
	}
	return nil
}
