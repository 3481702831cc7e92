package directory

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// act is one act of whoever holds a link: once, in one transaction, while the
// link lives.
func (u *Upkeep) act(ctx context.Context, k UpdateLink, do func(tx *db.Tx, l linkRow, by access.Actor) (string, error)) (result string, err error) {
	err = u.guarded(k, func() error {
		return u.db.Write(ctx, func(tx *db.Tx) error {
			l, by, err := u.openLink(ctx, tx, k)
			if err != nil {
				return err
			}
			result, err = event.Once(ctx, tx, by, k.Act, func() (string, error) { return do(tx, l, by) })
			return err
		})
	})
	return result, err
}

// SayUnchanged says of services that nothing has changed: all that the
// directory says of them was looked at today and found true. One that is not
// the link's to speak of undoes the whole act.
func (u *Upkeep) SayUnchanged(ctx context.Context, k UpdateLink, services ...access.Service) (err error) {
	defer fault.Wrap(&err, "directory.SayUnchanged(%d)", len(services))
	_, err = u.act(ctx, k, func(tx *db.Tx, l linkRow, by access.Actor) (string, error) {
		name, err := orgNameOf(ctx, tx, l.Org)
		if err != nil {
			return "", err
		}
		for _, s := range services {
			a, err := u.askedOf(ctx, tx, k.Region, by, l, s)
			if err != nil {
				return "", err
			}
			if err := u.dropSuggestion(ctx, tx, by, a); err != nil {
				return "", err
			}
			err = u.amend(ctx, tx, by, s, cause{of: l.Campaign}, func(tx *db.Tx) error { return confirmIn(ctx, tx, by, s, name, nil) })
			if err != nil {
				return "", err
			}
			if err := u.sayLatest(ctx, tx, k.Region, l, s, SaidSame); err != nil {
				return "", err
			}
		}
		return "", nil
	})
	return err
}

// MendByLink is Mend for whoever holds a link.
func (u *Upkeep) MendByLink(ctx context.Context, k UpdateLink, sh Sheet) (err error) {
	defer fault.Wrap(&err, "directory.MendByLink(%s)", sh.Service)
	if err := sh.check(); err != nil {
		return err
	}
	_, err = u.act(ctx, k, func(tx *db.Tx, l linkRow, by access.Actor) (string, error) {
		a, err := u.askedOf(ctx, tx, k.Region, by, l, sh.Service)
		if err != nil {
			return "", err
		}
		// A sheet that came back as it went is a confirmation.
		mended, err := u.mend(ctx, tx, by, sh, cause{of: l.Campaign, kind: ByUpdate})
		if err != nil {
			return "", err
		}
		if err := u.dropSuggestion(ctx, tx, by, a); err != nil {
			return "", err
		}
		said := SaidMended
		if !mended && a.Answer != SaidMended {
			said = SaidSame
		}
		return "", u.sayLatest(ctx, tx, k.Region, l, sh.Service, said)
	})
	return err
}

// sayLatest keeps an answer, with the latest revision that this link left.
func (u *Upkeep) sayLatest(ctx context.Context, tx *db.Tx, region access.Region, l linkRow, service access.Service, said CampaignAnswer) error {
	left, err := linkRevisions(ctx, tx, l.Campaign, service)
	if err != nil {
		return err
	}
	a := answerRow{Service: service, Answer: said, at: db.At(tx.Now)}
	if len(left) > 0 {
		a.Cause = left[0].ID
	}
	return saveAnswer(ctx, tx, region, l.Campaign, a)
}

// SayGone says that a service no longer exists. Nothing changes on its page:
// those who keep the directory read it as a suggestion, and decide.
func (u *Upkeep) SayGone(ctx context.Context, k UpdateLink, service access.Service) (err error) {
	defer fault.Wrap(&err, "directory.SayGone(%s)", service)
	_, err = u.act(ctx, k, func(tx *db.Tx, l linkRow, by access.Actor) (string, error) {
		a, err := u.askedOf(ctx, tx, k.Region, by, l, service)
		if err != nil || a.Answer == SaidGone {
			return "", err
		}
		p := Proposal{Service: service, Field: SuggestClosed, Value: ClosedForGood}
		s, err := u.suggest(ctx, tx, by, u.codeOf(by, k.Act), p)
		if err != nil {
			return "", err
		}
		return "", saveAnswer(ctx, tx, k.Region, l.Campaign, answerRow{Service: service, Answer: SaidGone, Cause: s, at: db.At(tx.Now)})
	})
	return err
}

// dropSuggestion closes the suggestion of a service said gone, when the link
// says something else of it since and nobody decided.
func (u *Upkeep) dropSuggestion(ctx context.Context, tx *db.Tx, by access.Actor, a answerRow) error {
	if a.Answer != SaidGone {
		return nil
	}
	s, err := findSuggestion(ctx, tx, by.Region(), a.Cause)
	if err != nil || s.State != SuggestionWaiting {
		return err
	}
	return u.settle(ctx, tx, by, s, SuggestionDeclined, DeclinedRight)
}

// TakeBack takes back the last thing that this link said of a service. said is
// what the page showed: when somebody said something else since, fault.Conflict
// and nothing is done.
func (u *Upkeep) TakeBack(ctx context.Context, k UpdateLink, service access.Service, said string) (err error) {
	defer fault.Wrap(&err, "directory.TakeBack(%s)", service)
	_, err = u.act(ctx, k, func(tx *db.Tx, l linkRow, by access.Actor) (string, error) {
		a, err := u.askedOf(ctx, tx, k.Region, by, l, service)
		if err != nil {
			return "", err
		}
		if said == "" || a.Cause != said {
			return "", fault.New(fault.Conflict, "update.changed_meanwhile")
		}
		if a.Answer == SaidGone {
			if err := u.dropSuggestion(ctx, tx, by, a); err != nil {
				return "", err
			}
		} else if err := u.revertOwn(ctx, tx, by, l, service, said); err != nil {
			return "", err
		}
		left, err := linkRevisions(ctx, tx, l.Campaign, service)
		if err != nil {
			return "", err
		}
		before := answerRow{Service: service}
		if len(left) > 0 {
			before.Answer, before.Cause, before.at = SaidSame, left[0].ID, left[0].At
			if left[0].Kind == ByUpdate {
				before.Answer = SaidMended
			}
		}
		return "", saveAnswer(ctx, tx, k.Region, l.Campaign, before)
	})
	return err
}

// revertOwn takes back a revision that this very link left, and no other.
func (u *Upkeep) revertOwn(ctx context.Context, tx *db.Tx, by access.Actor, l linkRow, service access.Service, revision string) error {
	r, err := findRevision(ctx, tx, revision)
	if err != nil {
		return err
	}
	if r.Service != service || r.Cause != l.Campaign || r.By != access.Updater {
		return notFound()
	}
	return u.revert(ctx, tx, by, r, false)
}
