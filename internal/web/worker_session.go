package web

import (
	"passerelle/internal/fault"
	"passerelle/internal/seal"
)

// identifyWorker asks whose session the cookie opens, under which hat, now.
func (s *Site) identifyWorker(v *Visit) error {
	c, err := v.R.Cookie(workerCookie)
	if err != nil {
		return errSignIn
	}
	v.R = v.R.WithContext(seal.InSession(v.R.Context(), c.Value))
	by, err := s.Org.Actor(v.R.Context(), c.Value)
	if fault.Is(err, fault.NotFound) {
		return errSignIn
	}
	if err != nil {
		return err
	}
	me, err := s.Org.Me(v.R.Context(), by)
	if err != nil {
		return err
	}
	v.By = by
	v.Worker = &SignedIn{
		Name: me.Name, OrgName: me.Worn.OrgName.In(string(v.L.Lang())), Team: me.Worn.TeamName,
		Others: len(me.Hats) > 1, Worn: me.Worn.ID, Token: c.Value, hats: me.Hats,
	}
	return nil
}
