package main

import (
	"errors"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/app"
	"passerelle/internal/clock"
	"passerelle/internal/config"
	"passerelle/internal/fault"
	"passerelle/internal/id"
)

// accountCmd is for what no organisation may do by itself: letting in again who
// works in several, or administers one alone, and closing an account whole.
type accountCmd struct {
	config.Store
	URL    string `name:"url" env:"PASSERELLE_URL" default:"http://127.0.0.1:8080" help:"cli.help_url"`
	Email  string `name:"email" required:"" help:"cli.help_account_email"`
	Forget bool   `name:"forget" xor:"what" help:"cli.help_account_forget"`
	Close  bool   `name:"close" xor:"what" help:"cli.help_account_close"`
}

// linkBytes make an act that nobody guesses: the link is made of it.
const linkBytes = 32

// Run prints a link for a new passphrase, or closes the account.
func (c accountCmd) Run(r *run) (err error) {
	g, err := app.OpenGround(r.ctx, c.Store, app.MustExist, clock.System(), 2, r.log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, g.Close()) }()
	if err := g.Migrate(r.ctx); err != nil {
		return err
	}
	region := access.Region(c.Region)
	s, operator := g.Accounts(region), access.ForOperator(region)
	who, err := s.WorkerAt(r.ctx, operator, c.Email)
	if fault.Is(err, fault.NotFound) {
		return fault.Field("email", "cli.account_unknown", "email", c.Email)
	}
	if err != nil {
		return err
	}
	if c.Close {
		if err := s.Disable(r.ctx, operator, c.Email); err != nil {
			return err
		}
		r.println("cli.account_closed", "email", who.Email)
		return g.Linker.Drain(r.ctx)
	}
	link, err := s.PasswordLinkFor(r.ctx, operator, id.Secret(linkBytes), c.Email)
	if fault.Is(err, fault.NotFound) { // works nowhere: nothing would open
		return fault.Field("email", "cli.account_nowhere", "email", c.Email)
	}
	if err != nil {
		return err
	}
	if c.Forget {
		if err := s.ForgetProofs(r.ctx, operator, who.Worker); err != nil {
			return err
		}
		r.println("cli.account_forgotten", "email", who.Email)
	}
	r.println("cli.account_link", "email", who.Email, "url", strings.TrimSuffix(c.URL, "/")+"/"+string(r.say.Lang())+"/invitation/"+link)
	return g.Linker.Drain(r.ctx)
}
