package consent

import (
	"context"
	"encoding/json"
	"slices"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/text"
)

// Staff names who works in an organisation. Package org does.
type Staff interface {
	StaffOf(ctx context.Context, tx *db.Tx, o access.Org) (map[access.Worker]string, error)
}

// Knows joins the one who names workers, so that a person can refuse one by
// name. Without it a name is nobody's.
func (s *Service) Knows(staff Staff) *Service {
	s.staff = staff
	return s
}

// bears reports whether a worker may be whom the person means: each word of
// what they said is one of the worker's name, with at most one slip. "Marie" is
// every Marie there: to refuse one too many costs a colleague a reading, one too
// few costs the person their trust.
func bears(name, said string) bool {
	words := text.Words(name)
	for _, w := range text.Words(said) {
		if !slices.ContainsFunc(words, func(have string) bool { return have == w || len(w) > 3 && text.Within1(have, w) }) {
			return false
		}
	}
	return true
}

// bearers are the workers refused by a name. The first is nobody: it stands for
// whoever holds a link and is not known by name, and for those who join later.
func (s *Service) bearers(ctx context.Context, tx *db.Tx, o access.Org, said, receipt string) ([]access.Worker, error) {
	refused := []access.Worker{access.Worker(receipt)}
	if s.staff == nil {
		return refused, nil
	}
	staff, err := s.staff.StaffOf(ctx, tx, o)
	if err != nil {
		return nil, err
	}
	for id, name := range staff {
		if bears(name, said) {
			refused = append(refused, id)
		}
	}
	slices.Sort(refused[1:])
	return refused, nil
}

// OneBearer is the worker of an organisation whom a name means, for a consent
// that is for them alone: unlike a refusal it must not be for one too many. It
// is a fault of the field "only" when nobody, or more than one, bears it.
func (s *Service) OneBearer(ctx context.Context, by access.Actor, o access.Org, said string) (w access.Worker, err error) {
	defer fault.Wrap(&err, "consent.OneBearer")
	if !by.WorksWithPeople() {
		return "", fault.New(fault.NotFound, "error.not_found")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		found, err := s.bearers(ctx, tx, o, said, "")
		if err != nil {
			return err
		}
		if len(text.Words(said)) == 0 || len(found) != 2 {
			return fault.Field("only", "consent.worker_unknown")
		}
		w = found[1]
		return nil
	})
	return w, err
}

// joined is the part of an arrival that is needed here.
type joined struct {
	Worker access.Worker `json:"worker"`
	Org    access.Org    `json:"org"`
}

// OnJoined reacts, in the same transaction, to somebody joining an
// organisation: those who refused that name there refused this worker too.
func (s *Service) OnJoined(ctx context.Context, tx *db.Tx, rec event.Record) (err error) {
	defer fault.Wrap(&err, "consent.OnJoined")
	var j joined
	if err := json.Unmarshal([]byte(rec.Body), &j); err != nil {
		return err
	}
	if s.staff == nil {
		return nil
	}
	staff, err := s.staff.StaffOf(ctx, tx, j.Org)
	if err != nil {
		return err
	}
	rows, err := namedRefusals(ctx, tx, rec.Region, j.Org)
	if err != nil {
		return err
	}
	if err := s.openWords(ctx, tx, rec.Region, rows, true); err != nil {
		return err
	}
	for _, r := range rows {
		// A name that nobody can read now, in a strongbox, may be theirs: the person
		// said no to it, and is not exposed for want of a key.
		if !r.Unread && !bears(staff[j.Worker], r.Named) {
			continue
		}
		no := kept{
			holder: r.Holder, worker: r.Worker, team: r.Team, receipt: r.Receipt, person: r.Person, recipient: r.Recipient,
			recipientWorker: j.Worker, answer: No, wording: r.Wording, language: r.Language, how: r.How,
		}
		for _, part := range access.Parts {
			if err := insertAnswer(ctx, tx, rec.Region, no, part); err != nil {
				return err
			}
		}
		if err := s.log.Append(ctx, tx, access.System(rec.Region), RefusalReached{Answered{r.Receipt, r.Person, r.Recipient, r.RecipientWorker, access.Parts}}); err != nil {
			return err
		}
	}
	return nil
}
