package app

import (
	"context"
	"errors"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/config"
	"passerelle/internal/consent"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/incident"
	"passerelle/internal/job"
	"passerelle/internal/need"
	"passerelle/internal/notice"
	"passerelle/internal/web"
)

// retainJob is the kind of the job that forgets, once a day.
const retainJob = "app.retain"

// day is how often the clocks of what is kept are looked at.
const day = 24 * time.Hour

// retention is one class of content: how long it is kept, and who destroys it. Needs
// and text messages (package need) and walks of pathways (package pathway) have
// their own, by the week and by the day.
type retention struct {
	keep   time.Duration
	forget func(ctx context.Context, region access.Region, before time.Time) (int, error)
}

// retains registers the clocks. People come last: what was kept of them ends
// with them in any case.
func (a *App) retains(k config.Keep) {
	clocks := []retention{
		{k.Texts(), a.Reach.Forget},
		{k.Words(), a.Feedback.Forget},
		{k.Words(), a.Directory.ForgetDoorWords},
		{k.Crises(), a.Crisis.Forget},
		{k.Signals(), a.Signal.Forget},
		{incident.Kept, a.Incident.Forget},
		{notice.Kept, a.Notice.Forget},
		{k.Referrals(), a.Referral.Forget},
		{k.People(), a.Consent.Forget},
	}
	endsWithThem(a.Events, a.Notice, a.Consent)
	a.Events.InTx(consent.PersonForgottenKind, a.Referral.OnPersonForgotten)
	a.Events.InTx(consent.PersonForgottenKind, a.Reach.OnPersonForgotten)
	a.Queue.Handle(retainJob, func(ctx context.Context, j job.Job) error {
		var failed error // one class that cannot be forgotten keeps none of the others
		for _, c := range clocks {
			failed = errors.Join(failed, a.forget(ctx, j.Region, c))
		}
		_, err := a.Vault.Sweep(ctx, a.DB, j.Region)
		if failed = errors.Join(failed, err); failed != nil {
			return failed
		}
		return a.retainNext(ctx, j.Region, day)
	})
}

// forget asks a class until nothing of it is too old. What forgets a limited
// number at once says how many; nothing means done.
func (a *App) forget(ctx context.Context, region access.Region, c retention) error {
	for {
		n, err := c.forget(ctx, region, a.Clock.Now().Add(-c.keep))
		if err != nil || n == 0 {
			return err
		}
	}
}

// sweep deletes, in the key store, the halves of keys that were destroyed.
func (a *App) sweep(ctx context.Context) {
	if _, err := a.Vault.Sweep(ctx, a.DB, a.Region); err != nil && ctx.Err() == nil {
		a.Log.Error("destroyed keys still have their halves", "kind", fault.KindOf(err).String(), "cause", err)
	}
}

// retainNext has the clocks looked at after a while. There is one such job a
// day, whatever the number of nodes.
func (a *App) retainNext(ctx context.Context, region access.Region, after time.Duration) error {
	return a.DB.Write(ctx, func(tx *db.Tx) error {
		at := tx.Now.Add(after)
		return a.Queue.Enqueue(ctx, tx, region, retainJob, at.UTC().Format(time.DateOnly), struct{}{}, at)
	})
}

// kept is what people are told of it, in days.
func kept(k config.Keep) []web.MineKept {
	n := func(d time.Duration) int { return int(d / day) }
	return []web.MineKept{
		{What: "referrals", Days: n(k.Referrals())}, {What: "people", Days: n(k.People())}, {What: "words", Days: n(k.Words())},
		{What: "needs", Days: n(need.WordsKept) + 7}, {What: "texts", Days: n(k.Texts())},
	}
}
