package consent

import (
	"context"
	"strings"
	"unicode/utf8"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/text"
)

// Refusal is "pas cette organisation", or "pas cette personne" of somebody
// there. No reason is asked, and there is no place to write one.
type Refusal struct {
	Person    access.Person // of a worker's form; the thread decides otherwise
	Recipient access.Org
	Name      string // of one worker there, as the person says it; empty: all of them
	Text      string // what was read, word for word; its version is made of it
	Wording   string // version of a text that was read elsewhere; Text decides
	Language  string // in which it was read
}

// nameMax bounds what is typed as a name; nameMin keeps one letter from meaning
// half of an organisation.
const (
	nameMin = 2
	nameMax = 80
)

func (r *Refusal) settle() error {
	r.Name = strings.Join(strings.Fields(r.Name), " ")
	var bad fault.Fields
	if r.Recipient == "" {
		bad = append(bad, fault.Field("recipient", "consent.recipient_missing"))
	}
	if n := utf8.RuneCountInString(text.Fold(r.Name)); r.Name != "" && (n < nameMin || len(text.Words(r.Name)) == 0) {
		bad = append(bad, fault.Field("name", "consent.name_too_short"))
	} else if n > nameMax {
		bad = append(bad, fault.Field("name", "consent.text_too_long", "max", nameMax))
	}
	if r.Text != "" {
		r.Wording = VersionOf(r.Text)
	}
	if strings.TrimSpace(r.Wording) == "" || strings.TrimSpace(r.Language) == "" {
		bad = append(bad, fault.Field("wording", "consent.wording_missing"))
	}
	return bad.Err()
}

// Refuse keeps a Non that beats every Oui from the next query on. The person
// says it on their page, or any worker of the organisation that accompanies
// them records it on their word; NotFound for anyone else. Of one worker, the
// answer never says whether somebody bears that name: whoever does now, and
// whoever does when they join, is refused. In the organisation that accompanies
// the person only a worker can be refused; it returns the id of the receipt.
func (s *Service) Refuse(ctx context.Context, by access.Actor, act string, r Refusal) (receipt string, err error) {
	defer fault.Wrap(&err, "consent.Refuse")
	if by.Kind() == access.Holder {
		r.Person = by.Person() // never another's
	}
	if err := r.settle(); err != nil {
		return "", err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		receipt, err = once(ctx, tx, by, act, "refuse", string(r.Person), func() (string, error) { return s.refuse(ctx, tx, by, r) })
		return err
	})
	return receipt, err
}

func (s *Service) refuse(ctx context.Context, tx *db.Tx, by access.Actor, r Refusal) (string, error) {
	holder, err := s.accompanies(ctx, tx, by, r.Person)
	if err != nil {
		return "", err
	}
	if r.Recipient == holder && r.Name == "" {
		return "", fault.Field("recipient", "consent.own_organisation")
	}
	receipt := tx.NewID()
	no := kept{
		holder: holder, worker: by.Worker(), team: by.Team(), receipt: receipt, person: r.Person, recipient: r.Recipient,
		answer: No, wording: r.Wording, language: r.Language, how: Spoken,
	}
	if by.Kind() == access.Holder {
		no.how = OnScreen
	}
	refused := []access.Worker{""}
	if r.Name != "" {
		if refused, err = s.bearers(ctx, tx, r.Recipient, r.Name, receipt); err != nil {
			return "", err
		}
		if no.named, err = s.sealWords(ctx, tx, by, r.Person, receipt, namedAs, r.Name); err != nil {
			return "", err
		}
	}
	for _, w := range refused {
		no.recipientWorker = w
		for _, part := range access.Parts {
			if err := replace(ctx, tx, by, slot{r.Person, r.Recipient, w, part}, w == "", no.ends(No, tx.Now)); err != nil {
				return "", err
			}
			if err := insertAnswer(ctx, tx, by.Region(), no, part); err != nil {
				return "", err
			}
			no.named = nil // the first row alone carries it
		}
	}
	if err := keepText(ctx, tx, by.Region(), r.Wording, r.Language, r.Text); err != nil {
		return "", err
	}
	return receipt, s.log.Append(ctx, tx, by, Refused{Answered{receipt, r.Person, r.Recipient, refused[0], access.Parts}})
}

// accompanies is the organisation that the actor speaks to: the one that
// accompanies the person, by their thread or by a worker of it.
func (s *Service) accompanies(ctx context.Context, tx *db.Tx, by access.Actor, p access.Person) (access.Org, error) {
	if by.Kind() == access.Holder {
		return holderOf(ctx, tx, by)
	}
	return by.Org(), s.Holds(ctx, tx, by, p)
}

// Lift ends one refusal, by its receipt. Only the person does, on their page:
// a worker who says so in their place is not heard. NotFound for anyone else,
// and for a receipt that is no refusal of theirs.
func (s *Service) Lift(ctx context.Context, by access.Actor, act, receipt string) (err error) {
	defer fault.Wrap(&err, "consent.Lift")
	if by.Kind() != access.Holder {
		return fault.New(fault.NotFound, "error.not_found")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := once(ctx, tx, by, act, "lift", receipt, func() (string, error) {
			rows, err := answersOf(ctx, tx, by, receipt)
			if err != nil {
				return "", err
			}
			if len(rows) == 0 || !liftable(rows) {
				return "", fault.New(fault.NotFound, "error.not_found")
			}
			if err := liftReceipt(ctx, tx, by, receipt); err != nil {
				return "", err
			}
			c := rows[0]
			return "", s.log.Append(ctx, tx, by, RefusalLifted{Answered{receipt, c.Person, c.Recipient, c.RecipientWorker, access.Parts}})
		})
		return err
	})
}

// liftable reports whether a refusal among the rows stands.
func liftable(rows []Row) bool {
	for _, r := range rows {
		if r.Answer == No && r.Ended.IsZero() {
			return true
		}
	}
	return false
}
