package app

import (
	"strings"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/config"
	"passerelle/internal/i18n"
	"passerelle/internal/message"
	"passerelle/internal/need"
	"passerelle/internal/reach"
)

// isolated has a value stand in its own direction by marks that telephones have known
// since the nineties. The isolates of a page show as boxes on an old one, and without
// either a number reads from its end in Arabic.
var isolated = strings.NewReplacer("\u2068", "\u200e", "\u2069", "\u200e")

// voice speaks the languages of the bundle, in text messages.
type voice struct{ bundle *i18n.Bundle }

func (v voice) Say(lang, key string, pairs ...any) string {
	if !v.bundle.Has(lang) {
		lang = string(i18n.Source)
	}
	return isolated.Replace(v.bundle.In(lang).T(key, pairs...))
}

func (v voice) Count(lang, key string, n int) string {
	if !v.bundle.Has(lang) {
		lang = string(i18n.Source)
	}
	return isolated.Replace(v.bundle.In(lang).N(key, n))
}

func (v voice) Has(lang string) bool { return v.bundle.Has(lang) }

// speaks joins text messages: what is said, and the gateways, when one is set.
func (a *App) speaks(bundle *i18n.Bundle, zone *time.Location, s config.Server) *message.Gateway {
	from, to, _ := s.SMS.Quiet() // checked with the settings
	speech := need.Speech{Voice: voice{bundle}, Names: a.namesOf, Quiet: need.Quiet{From: from, To: to}, Zone: zone, Human: s.SMSHuman, Usual: string(i18n.Source)}
	gateway := a.gatewayOf(s)
	if gateway != nil {
		speech.Sender = gateway
	}
	a.Need.Speaks(speech)
	texts := reach.Speech{Voice: voice{bundle}, Names: a.namesOf, Zone: zone}
	if gateway.Sends() {
		texts.Sender, texts.Channel = gateway, gateway.Channel()
	}
	a.Reach.Speaks(texts)
	return gateway
}

// gatewayOf is the gateway that is set; nil when none is.
func (a *App) gatewayOf(s config.Server) *message.Gateway {
	if !s.SMS.On() {
		return nil
	}
	return &message.Gateway{
		Region: a.Region, Desk: a.Need, URL: s.URL,
		Twilio:   message.Twilio{Account: s.TwilioAccount, Token: s.TwilioToken, From: s.TwilioFrom, API: s.TwilioAPI},
		External: message.External{Secret: s.SMSSecret, URL: s.SMSURL, Body: s.SMSBody, Auth: s.SMSAuth, From: s.SMSFrom, Country: "1"},
	}
}

// namesOf are the names of an organisation in the directory, in each language:
// what no message says unasked.
func (a *App) namesOf(org access.Org) (names []string) {
	for _, l := range a.Index.ByOrg(org) {
		names = append(names, l.OrgName.FR, l.OrgName.EN)
	}
	return names
}
