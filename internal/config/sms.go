package config

import (
	"net/url"
	"strings"
	"time"

	"passerelle/internal/fault"
)

// SMS is text messages, by either of two conventions; off while neither is set.
// Twilio needs the public address (URL): its signature covers it.
type SMS struct {
	TwilioAccount   string `name:"twilio-account" env:"PASSERELLE_TWILIO_ACCOUNT" placeholder:"SID" help:"cli.help_twilio_account"`
	TwilioToken     string `name:"twilio-token" env:"PASSERELLE_TWILIO_TOKEN" placeholder:"TOKEN" help:"cli.help_twilio_token"`
	TwilioTokenFile string `name:"twilio-token-file" env:"PASSERELLE_TWILIO_TOKEN_FILE" placeholder:"FILE" help:"cli.help_twilio_token_file"`
	TwilioFrom      string `name:"twilio-from" env:"PASSERELLE_TWILIO_FROM" placeholder:"NUMBER" help:"cli.help_twilio_from"`
	TwilioAPI       string `name:"twilio-api" env:"PASSERELLE_TWILIO_API" default:"https://api.twilio.com" help:"cli.help_twilio_api"`

	SMSSecret     string `name:"sms-secret" env:"PASSERELLE_SMS_SECRET" placeholder:"SECRET" help:"cli.help_sms_secret"`
	SMSSecretFile string `name:"sms-secret-file" env:"PASSERELLE_SMS_SECRET_FILE" placeholder:"FILE" help:"cli.help_sms_secret_file"`
	SMSURL        string `name:"sms-url" env:"PASSERELLE_SMS_URL" placeholder:"URL" help:"cli.help_sms_url"`
	SMSBody       string `name:"sms-body" env:"PASSERELLE_SMS_BODY" placeholder:"TEXT" help:"cli.help_sms_body"`
	SMSAuth       string `name:"sms-auth" env:"PASSERELLE_SMS_AUTH" placeholder:"TEXT" help:"cli.help_sms_auth"`
	SMSFrom       string `name:"sms-from" env:"PASSERELLE_SMS_FROM" placeholder:"NUMBER" help:"cli.help_sms_from"`

	SMSHuman string `name:"sms-human" env:"PASSERELLE_SMS_HUMAN" default:"211" help:"cli.help_sms_human"`
	SMSQuiet string `name:"sms-quiet" env:"PASSERELLE_SMS_QUIET" default:"21:00-08:00" help:"cli.help_sms_quiet"`
}

// secretLeast is how long the shared secret of an address must be.
const secretLeast = 20

// On reports that one of the conventions is set.
func (s *SMS) On() bool { return s.TwilioAccount != "" || s.SMSSecret != "" }

// Quiet is the part of the day in which nothing leaves that was not asked for,
// since midnight.
func (s *SMS) Quiet() (from, to time.Duration, ok bool) {
	a, b, both := strings.Cut(s.SMSQuiet, "-")
	if s.SMSQuiet == "" {
		return 0, 0, true
	}
	x, err1 := time.Parse("15:04", strings.TrimSpace(a))
	y, err2 := time.Parse("15:04", strings.TrimSpace(b))
	since := func(t time.Time) time.Duration {
		return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute
	}
	return since(x), since(y), both && err1 == nil && err2 == nil
}

// check reads the *_FILE settings and lists what is wrong.
func (s *SMS) check(public string) (wrong fault.Fields) {
	wrong = append(fromFile("twilio-token-file", s.TwilioTokenFile, &s.TwilioToken), fromFile("sms-secret-file", s.SMSSecretFile, &s.SMSSecret)...)
	if len(wrong) > 0 {
		return wrong
	}
	if s.TwilioAccount != "" && (s.TwilioToken == "" || s.TwilioFrom == "") {
		wrong = append(wrong, fault.Field("twilio-account", "config.twilio_half"))
	}
	if s.SMSSecret != "" && (len(s.SMSSecret) < secretLeast || strings.ContainsAny(s.SMSSecret, "/?#% ")) {
		wrong = append(wrong, fault.Field("sms-secret", "config.sms_secret_weak"))
	}
	for name, address := range map[string]string{"twilio-api": s.TwilioAPI, "sms-url": s.SMSURL} {
		if u, err := url.Parse(strings.NewReplacer("{{", "", "}}", "").Replace(address)); address != "" && (err != nil || u.Host == "") {
			wrong = append(wrong, fault.Field(name, "config.url_malformed"))
		}
	}
	if _, _, ok := s.Quiet(); !ok {
		wrong = append(wrong, fault.Field("sms-quiet", "config.quiet_malformed"))
	}
	if s.TwilioAccount != "" && public == "" {
		wrong = append(wrong, fault.Field("url", "config.sms_needs_url"))
	}
	return wrong
}
