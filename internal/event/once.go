package event

import (
	"context"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Once runs do unless the same actor has already done the act, and returns its
// result either way. act is an id made by the form that was shown, so a
// double-click, a reload or a retry after a lost answer happens once. An empty
// act is refused: a form without one could not be told from its copy.
func Once(ctx context.Context, tx *db.Tx, by access.Actor, act string, do func() (result string, err error)) (_ string, err error) {
	if act == "" || len(act) > 100 {
		return "", fault.New(fault.Invalid, "error.form_stale")
	}
	key := actKey(by, act)
	// The act is claimed before it is done, without looking first: at
	// SERIALIZABLE a look for what is not there makes strangers whose acts are
	// neighbours in the index repeat their work.
	switch claimed, err := claimAct(ctx, tx, by.Region(), key); {
	case err != nil:
		return "", err
	case !claimed:
		return actResult(ctx, tx, by.Region(), key)
	}
	result, err := do() // an error undoes the claim with all the rest
	if err != nil || result == "" {
		return "", err
	}
	return result, saveActResult(ctx, tx, by.Region(), key, result)
}

// actKey holds the actor: nobody reads the result of another's act.
func actKey(by access.Actor, act string) string {
	return strings.Join([]string{string(by.Kind()), string(by.Worker()), string(by.Org()), string(by.Thread()), string(by.Referral()), act}, "|")
}

// Happened reports whether the actor has done an act.
func Happened(ctx context.Context, tx *db.Tx, by access.Actor, act string) (bool, error) {
	_, err := actResult(ctx, tx, by.Region(), actKey(by, act))
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	return err == nil, err
}
