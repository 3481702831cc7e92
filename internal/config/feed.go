package config

import (
	"net/mail"
	"net/url"

	"passerelle/internal/fault"
)

// Feed says how the directory is offered to other programs, under /hsds.
type Feed struct {
	About          string   `name:"feed-about" env:"PASSERELLE_FEED_ABOUT" placeholder:"TEXT" help:"cli.help_feed_about"`
	Publisher      string   `name:"publisher" env:"PASSERELLE_PUBLISHER" placeholder:"NAME" help:"cli.help_publisher"`
	PublisherID    string   `name:"publisher-id" env:"PASSERELLE_PUBLISHER_ID" placeholder:"ID" help:"cli.help_publisher_id"`
	PublisherEmail string   `name:"publisher-email" env:"PASSERELLE_PUBLISHER_EMAIL" placeholder:"ADDR" help:"cli.help_publisher_email"`
	PublisherSites []string `name:"publisher-site" env:"PASSERELLE_PUBLISHER_SITE" placeholder:"URL" help:"cli.help_publisher_site"`
	Licence        string   `name:"licence" env:"PASSERELLE_LICENCE" placeholder:"TEXT" help:"cli.help_licence"`
	PostalAreas    string   `name:"postal-areas" env:"PASSERELLE_POSTAL_AREAS" placeholder:"FILE" help:"cli.help_postal_areas"`
	Rate           int      `name:"feed-rate" env:"PASSERELLE_FEED_RATE" default:"1200" help:"cli.help_feed_rate"`
}

// check lists what is wrong with the settings of the feed.
func (f *Feed) check() (wrong fault.Fields) {
	if f.PublisherEmail != "" {
		if _, err := mail.ParseAddress(f.PublisherEmail); err != nil {
			wrong = append(wrong, fault.Field("publisher-email", "config.email_malformed").With(err))
		}
	}
	for _, site := range f.PublisherSites {
		if u, err := url.Parse(site); err != nil || u.Host == "" {
			wrong = append(wrong, fault.Field("publisher-site", "config.url_malformed"))
		}
	}
	if f.Rate < 0 {
		wrong = append(wrong, fault.Field("feed-rate", "config.rate_range"))
	}
	return wrong
}
