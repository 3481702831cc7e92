package partner

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// Fingerprints of secrets and of tokens are kept apart.
const (
	secretUse = "partner-secret"
	tokenUse  = "partner-token"
)

// Make lets a system speak for the actor's organisation, and returns its secret.
// The secret is made of the form's act with the installation's key: the same
// form sent twice makes one system and shows the same secret, and nobody else
// can have it shown again. NotFound for whoever does not administer.
func (s *Service) Make(ctx context.Context, by access.Actor, act string, n NewSystem) (id, secret string, err error) {
	defer fault.Wrap(&err, "partner.Make")
	if err := administers(by); err != nil {
		return "", "", err
	}
	if err := n.check(); err != nil {
		return "", "", err
	}
	secret = s.keys.Fingerprint("partner-secret-made", strings.Join([]string{string(by.Worker()), string(by.Org()), act}, "|"))
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		id, err = event.Once(ctx, tx, by, act, func() (string, error) {
			if err := s.vault.OnlyCounts(ctx, tx, by); err != nil {
				return "", err
			}
			live, err := living(ctx, tx, by.Region(), by.Org())
			if err != nil {
				return "", err
			}
			if live >= systemsMost {
				return "", fault.Field("name", "partner.too_many", "most", systemsMost)
			}
			made := System{ID: tx.NewID(), Org: by.Org(), Name: n.Name, Writes: n.Writes, Made: tx.Now, MadeBy: by.Worker()}
			if err := insertSystem(ctx, tx, by.Region(), made, s.keys.Fingerprint(secretUse, secret)); err != nil {
				return "", err
			}
			return made.ID, s.log.Append(ctx, tx, by, systemMade{made.ID, made.Org, made.Writes})
		})
		return err
	})
	if err != nil {
		return "", "", err
	}
	return id, secret, nil
}

// Revoke ends a system: its tokens open nothing from now on, and the words of its
// subscriptions are destroyed. Ending it twice is
// once. NotFound for another organisation's.
func (s *Service) Revoke(ctx context.Context, by access.Actor, id string) (err error) {
	defer fault.Wrap(&err, "partner.Revoke(%s)", id)
	if err := administers(by); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		known, ended, err := revoke(ctx, tx, by.Region(), by.Org(), id)
		switch {
		case err != nil:
			return err
		case !known:
			return notFound()
		case !ended: // it was already
			return nil
		}
		if err := s.forgetWords(ctx, tx, by.Region(), id); err != nil {
			return err
		}
		return s.log.Append(ctx, tx, by, systemRevoked{id, by.Org()})
	})
}

// List tells the systems of the actor's organisation, ended ones too, the newest
// first.
func (s *Service) List(ctx context.Context, by access.Actor) (list []System, err error) {
	defer fault.Wrap(&err, "partner.List")
	if err := administers(by); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if list, err = systemsOf(ctx, tx, by.Region(), by.Org()); err != nil {
			return err
		}
		subs, err := subscriptionsOf(ctx, tx, by.Region(), by.Org())
		if err != nil {
			return err
		}
		for _, n := range subs {
			if err := s.openWords(ctx, tx, by.Region(), &n); err != nil {
				return err
			}
			i := slices.IndexFunc(list, func(x System) bool { return x.ID == n.System })
			if u, wrong := url.Parse(n.Endpoint); i >= 0 && wrong == nil {
				list[i].Told = append(list[i].Told, Told{u.Host, n.State})
			}
		}
		return nil
	})
	return list, err
}
