package main

import (
	"bufio"
	"errors"
	"os"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/app"
	"passerelle/internal/clock"
	"passerelle/internal/config"
	"passerelle/internal/org"
)

// institutionCmd believes the sign-in of an institution for its own workers.
// The client's secret is read from the standard input, never from an option
// that others could see.
type institutionCmd struct {
	config.Store
	URL      string `name:"url" env:"PASSERELLE_URL" default:"http://127.0.0.1:8080" help:"cli.help_url"`
	Org      string `name:"org" required:"" help:"cli.help_institution_org"`
	Issuer   string `name:"issuer" placeholder:"URL" help:"cli.help_institution_issuer"`
	ClientID string `name:"client-id" help:"cli.help_institution_client"`
	End      bool   `name:"end" help:"cli.help_institution_end"`
}

// Run believes, or ends it. It holds from the next page of the door.
func (c institutionCmd) Run(r *run) (err error) {
	g, err := app.OpenGround(r.ctx, c.Store, app.MustExist, clock.System(), 2, r.log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, g.Close()) }()
	if err := g.Migrate(r.ctx); err != nil {
		return err
	}
	region := access.Region(c.Region)
	s := org.New(g.DB, g.Events, g.Keys, g.Clock, region)
	o, err := s.Named(r.ctx, c.Org)
	if err != nil {
		return err
	}
	if c.End {
		if err := s.EndInstitution(r.ctx, access.ForOperator(region), o.ID); err != nil {
			return err
		}
		r.println("cli.institution_ended", "org", o.NameFR)
		return g.Linker.Drain(r.ctx)
	}
	secret, _ := bufio.NewReader(os.Stdin).ReadString('\n') // none: a client without a secret, which PKCE alone protects
	_, err = s.SetInstitution(r.ctx, access.ForOperator(region), org.NewInstitution{
		Org: o.ID, Issuer: c.Issuer, ClientID: c.ClientID, Secret: strings.TrimRight(secret, "\r\n"),
	})
	if err != nil {
		return err
	}
	r.println("cli.institution_done", "org", o.NameFR, "url", strings.TrimSuffix(c.URL, "/")+"/institution")
	return g.Linker.Drain(r.ctx)
}
