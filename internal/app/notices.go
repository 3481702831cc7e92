package app

import (
	"context"
	"time"

	"passerelle/internal/config"
	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/message"
	"passerelle/internal/notice"
	"passerelle/internal/referral"
	"passerelle/internal/signal"
)

// tells registers what presses, of which workers may choose to be told.
func (a *App) tells() {
	a.Events.InTx(referral.UnblockAskedKind, a.Notice.OnEvent(notice.OnUnblock))
	a.Events.InTx(referral.UnblockSilentKind, a.Notice.OnEvent(notice.OnUnblock))
	a.Events.InTx(signal.RelayedKind, a.Notice.OnEvent(notice.OnSignal))
	a.Events.InTx(referral.RemindedKind, a.Notice.OnEvent(notice.OnLate))
}

// mails joins e-mail: what is said, what is counted, and the server when one is
// set.
func (a *App) mails(bundle *i18n.Bundle, zone *time.Location, s config.Server) {
	speech := notice.Speech{Voice: voice{bundle}, Site: s.URL, Zone: zone, Desk: a.Site}
	if s.Mail.On() {
		speech.Sender = &message.Mail{
			Host: s.MailHost, Port: s.MailPort, Implicit: s.MailSecurity == config.MailTLS, Bare: s.MailSecurity == config.MailNone,
			User: s.MailUser, Password: s.MailPassword, From: s.MailFrom,
		}
	}
	a.Notice.Speaks(speech)
}

// tellsWorkers sends what is due to workers, at the start and every minute.
func (a *App) tellsWorkers(ctx context.Context) {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		if err := a.Notice.Tell(ctx, a.Region); err != nil && ctx.Err() == nil {
			a.Log.Warn("workers are not told of their day", "kind", fault.KindOf(err).String(), "cause", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
