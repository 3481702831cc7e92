package main

import (
	"bufio"
	"context"
	"errors"
	"os"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/app"
	"passerelle/internal/clock"
	"passerelle/internal/config"
	"passerelle/internal/db"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/org"
	"passerelle/internal/text"
)

// adminCmd makes the first organisation and its administrator. A password is
// read from the standard input, never from an option that others could see;
// without one, a link is printed.
type adminCmd struct {
	config.Store
	URL           string `name:"url" env:"PASSERELLE_URL" default:"http://127.0.0.1:8080" help:"cli.help_url"`
	Org           string `name:"org" required:"" help:"cli.help_admin_org"`
	Listed        bool   `name:"listed" help:"cli.help_admin_listed"`
	Sector        string `name:"sector" default:"OC" help:"cli.help_admin_sector"`
	Regime        string `name:"regime" default:"P-39.1" help:"cli.help_admin_regime"`
	Email         string `name:"email" required:"" help:"cli.help_admin_email"`
	Name          string `name:"name" help:"cli.help_admin_name"`
	PasswordStdin bool   `name:"password-stdin" help:"cli.help_admin_password"`
}

// Run creates both or neither.
func (c adminCmd) Run(r *run) (err error) {
	g, err := app.OpenGround(r.ctx, c.Store, app.MayCreate, clock.System(), 2, r.log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, g.Close()) }()
	if err := g.Migrate(r.ctx); err != nil {
		return err
	}
	var password string
	if c.PasswordStdin {
		line, _ := bufio.NewReader(os.Stdin).ReadString('\n') // an empty line is refused as too short
		if password = strings.TrimRight(line, "\r\n"); password == "" {
			password = " "
		}
	}
	region := access.Region(c.Region)
	fresh := org.NewOrg{NameFR: c.Org, Sector: org.Sector(c.Sector), Regime: org.Regime(c.Regime)}
	if c.Listed {
		if fresh.ID, err = listed(r.ctx, g.DB, region, c.Org); err != nil {
			return err
		}
	}
	s := org.New(g.DB, g.Events, g.Keys, g.Clock, region)
	_, link, err := s.CreateFirstAdmin(r.ctx, access.ForOperator(region), org.FirstAdmin{
		Org:  fresh,
		Name: c.Name, Email: c.Email, Password: password,
	})
	if err != nil {
		return asOptions(err)
	}
	if err := g.Linker.Drain(r.ctx); err != nil {
		return err
	}
	if link == "" {
		r.println("cli.admin_ready", "email", c.Email)
		return nil
	}
	r.println("cli.admin_done", "url", strings.TrimSuffix(c.URL, "/")+"/"+string(r.say.Lang())+"/invitation/"+link)
	return nil
}

// asOptions gives what is wrong the names of the options: the domain knows those
// of its forms.
func asOptions(err error) error {
	fields := fault.FieldsOf(err)
	for _, f := range fields {
		switch f.Field {
		case "name_fr":
			f.Field = "org"
		case "password":
			f.Field = "password-stdin"
		}
	}
	if len(fields) > 0 {
		return fields
	}
	return err
}

// listed is the organisation that the directory calls so. Its own services are
// what others refer to: without this tie it would answer by links for ever.
// Two of one name are told apart by nobody, so neither is taken.
func listed(ctx context.Context, d *db.DB, region access.Region, name string) (found access.Org, err error) {
	err = d.Read(ctx, func(tx *db.Tx) error {
		all, err := directory.Load(ctx, tx, region)
		if err != nil {
			return err
		}
		want := text.Fold(name)
		for _, l := range all {
			if text.Fold(l.OrgName.FR) != want && text.Fold(l.OrgName.EN) != want || l.Org == found {
				continue
			}
			if found != "" {
				return fault.Field("listed", "cli.org_listed_twice", "org", name)
			}
			found = l.Org
		}
		if found == "" {
			return fault.Field("listed", "cli.org_not_listed", "org", name)
		}
		return nil
	})
	return found, err
}
