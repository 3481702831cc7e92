package app

import (
	"passerelle/internal/config"
	"passerelle/internal/contact"
	"passerelle/internal/message"
	"passerelle/internal/need"
)

// nowhere is the outside world of the demo: it takes each text message and
// brings it to nobody.
type nowhere struct{}

func (nowhere) Send(c contact.Cleared) (string, error) { return c.ID(), nil }

// demoGateway takes in the messages of the conventions that are set, so that a
// gateway can be tried, and none while none is. Its pages are there in any case.
// None leaves by it: it is no sender, nowhere is.
func (a *App) demoGateway(s config.Server) *message.Gateway {
	if g := a.gatewayOf(s); g != nil {
		return g
	}
	return &message.Gateway{Region: a.Region, Desk: a.Need}
}

// demoTexts are two messages of somebody who then asks for a human.
var demoTexts = []need.Incoming{
	{Channel: "demo", ID: "1", From: "+18735550142", Text: "Bonjour, mon logement est inondé, on est quatre, à Gare-Est"},
	{Channel: "demo", ID: "2", From: "+18735550142", Text: "humain"},
}
