package app

import (
	"passerelle/internal/contact"
	"passerelle/internal/message"
	"passerelle/internal/need"
)

// nowhere is the outside world of the demo: it takes each text message and
// brings it to nobody.
type nowhere struct{}

func (nowhere) Send(c contact.Cleared) (string, error) { return c.ID(), nil }

// demoGateway takes in no message: no convention is set. Its pages are there.
func (a *App) demoGateway() *message.Gateway {
	return &message.Gateway{Region: a.Region, Desk: a.Need}
}

// demoTexts are two messages of somebody who then asks for a human.
var demoTexts = []need.Incoming{
	{Channel: "demo", ID: "1", From: "+18735550142", Text: "Bonjour, mon logement est inondé, on est quatre, à Gare-Est"},
	{Channel: "demo", ID: "2", From: "+18735550142", Text: "humain"},
}
