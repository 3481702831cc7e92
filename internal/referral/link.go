package referral

import (
	"context"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/id"
)

// fingerprinted is the use under which answer links are fingerprinted.
const fingerprinted = "referral-link"

// secretBytes of a link are beyond guessing.
const secretBytes = 20

// MakeLink makes the link by which a receiver without account reads and
// answers one referral: eight days, dead once an answer came by it, refreshed by making
// another (the older one dies). The sender may, and the machine, for the
// message that carries it: the secret is stored nowhere, so it is made when it
// is sent. Conflict when there is nothing left to answer.
func (s *Service) MakeLink(ctx context.Context, by access.Actor, r access.Referral) (token string, err error) {
	return s.MakeLinkBy(ctx, by, id.Secret(secretBytes), r)
}

// MakeLinkBy is MakeLink by the act of a form: sent twice, or loaded again, it
// shows the same link, and does not kill the one that was passed on. The link is
// made of the act with the installation's key; of the act a fingerprint alone is
// kept. Conflict when the link is dead by now.
func (s *Service) MakeLinkBy(ctx context.Context, by access.Actor, act string, r access.Referral) (token string, err error) {
	defer fault.Wrap(&err, "referral.MakeLink(%s)", r)
	if act == "" || len(act) > 100 {
		return "", fault.New(fault.Invalid, "error.form_stale")
	}
	token = s.keys.Fingerprint("referral-link-secret", strings.Join([]string{string(by.Kind()), string(by.Worker()), string(by.Org()), string(r), act}, "|"))
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := once(ctx, tx, by, s.keys.Fingerprint("referral-link-act", act), "link", r, func() (string, error) {
			return "", s.makeLink(ctx, tx, by, r, token)
		})
		if err != nil {
			return err
		}
		l, err := findLink(ctx, tx, by.Region(), s.keys.Fingerprint(fingerprinted, token))
		if fault.Is(err, fault.NotFound) || err == nil && !l.used.IsZero() {
			return fault.New(fault.Conflict, "referral.link_replaced")
		}
		return err
	})
	if err != nil {
		return "", err
	}
	return token, nil
}

func (s *Service) makeLink(ctx context.Context, tx *db.Tx, by access.Actor, id access.Referral, token string) error {
	var r referral
	var err error
	if by.Kind() == access.Machine {
		r, err = findByMachine(ctx, tx, by.Region(), id)
	} else {
		r, err = s.find(ctx, tx, by, access.Send, id)
	}
	if err != nil {
		return err
	}
	if r.State == Proposed || r.State.Ended() {
		return fault.New(fault.Conflict, happened[r.State])
	}
	if _, err := spendLinks(ctx, tx, r.Region, r.ID, ""); err != nil {
		return err
	}
	if err := insertLink(ctx, tx, &r, s.keys.Fingerprint(fingerprinted, token)); err != nil {
		return err
	}
	return s.log.Append(ctx, tx, by, happenedTo(r.ID, LinkMadeKind))
}

// OpenLink gives the actor of whoever holds a link. A link unknown, run out,
// spent, or to a referral that may not be read any more is NotFound, always
// with the same sentence; except that the very act that spent it may come
// again, as browsers do: act is the form's, or "" for a reading. Each use-case
// looks again, in its own transaction, whether the link lives.
func (s *Service) OpenLink(ctx context.Context, region access.Region, token, act string) (by access.Actor, err error) {
	defer fault.Wrap(&err, "referral.OpenLink")
	var l linkRow
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if l, err = findLink(ctx, tx, region, s.keys.Fingerprint(fingerprinted, token)); err != nil || !l.used.IsZero() {
			return err
		}
		by := access.ForLink(region, l.Referral, l.Org)
		_, err = find(ctx, tx, region, by.Scope(access.Follow, tx.Now), l.Referral)
		return err
	})
	if fault.Is(err, fault.NotFound) {
		return access.Actor{}, deadLink()
	}
	if err != nil {
		return access.Actor{}, err
	}
	if !l.used.IsZero() && (act == "" || act != l.UsedAct) {
		return access.Actor{}, deadLink()
	}
	return access.ForLink(region, l.Referral, l.Org), nil
}

// spend kills the link by which an act is done; find has seen, in the same
// transaction, that it lives. Accuser réception, évaluer d'abord and personne non
// jointe spare it: they decide nothing, and would leave the receiver without a way
// to say what came after.
func (s *Service) spend(ctx context.Context, tx *db.Tx, by access.Actor, act string, verb Verb) error {
	if by.Kind() != access.LinkedIn || verb == Receive || verb == Assess || verb == Miss {
		return nil
	}
	_, err := spendLinks(ctx, tx, by.Region(), by.Referral(), act)
	return err
}
