package web

import (
	"net/http"
	"strings"

	"passerelle/internal/fault"
)

// Gateway answers those that carry text messages.
type Gateway interface {
	Inbound(w http.ResponseWriter, r *http.Request, channel, secret, event, id string)
}

// smsRoutes are where gateways bring text messages, and where workers answer
// those that asked for a human.
func (s *Site) smsRoutes() []Route {
	return []Route{
		{"POST", "/sms/twilio", ForAnyone, s.gateway("twilio", "receive")},
		{"POST", "/sms/twilio/status/{message}", ForAnyone, s.gateway("twilio", "status")},
		{"GET", "/sms/externe/{secret}/{event}", ForAnyone, s.gateway("external", "")},
		{"POST", "/sms/externe/{secret}/{event}", ForAnyone, s.gateway("external", "")},
		{"GET", "/{lang}/app/textos", ForPeople, s.talkList},
		{"GET", "/{lang}/app/texto/{talk}", ForPeople, s.talkShow},
		{"POST", "/{lang}/app/texto/{talk}/prendre", ForPeople, s.talkTake},
		{"POST", "/{lang}/app/texto/{talk}/repondre", ForPeople, s.talkSay},
		{"POST", "/{lang}/app/texto/{talk}/rendre", ForPeople, s.talkGive},
	}
}

// gateway hands a request over; where no gateway is set, there is no such
// address.
func (s *Site) gateway(channel, event string) Handle {
	return func(v *Visit) error {
		if s.Gateway == nil {
			return fault.New(fault.NotFound, "error.not_found")
		}
		told := event
		if told == "" {
			told = v.R.PathValue("event")
		}
		s.Gateway.Inbound(v.W, v.R, channel, v.R.PathValue("secret"), told, v.R.PathValue("message"))
		return nil
	}
}

// fromGateway reports whether an address belongs to gateways: programs, which
// prove who they are by a signature or a secret, and hold no cookie of ours.
func fromGateway(path string) bool { return strings.HasPrefix(path, "/sms/") }
