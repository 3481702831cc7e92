package directory

import "passerelle/internal/access"

// Imported: a package became part of the directory. Followers reload what they
// keep of it: one import may touch every service.
type Imported struct {
	Run string `json:"run"`
}

// Kind implements event.Event.
func (Imported) Kind() string { return "directory.imported" }

// Subject implements event.Event.
func (e Imported) Subject() string { return e.Run }

// Undone: an import was taken back.
type Undone struct {
	Run string `json:"run"`
}

// Kind implements event.Event.
func (Undone) Kind() string { return "directory.undone" }

// Subject implements event.Event.
func (e Undone) Subject() string { return e.Run }

// ServiceChanged: what the directory says of one service changed.
type ServiceChanged struct {
	Service access.Service `json:"service"`
}

// Kind implements event.Event.
func (ServiceChanged) Kind() string { return "directory.service_changed" }

// Subject implements event.Event.
func (e ServiceChanged) Subject() string { return string(e.Service) }

// DoorClosed: somebody reported a closed door of a service.
type DoorClosed struct {
	Service access.Service `json:"service"`
	Report  string         `json:"report"`
}

// Kind implements event.Event.
func (DoorClosed) Kind() string { return "directory.door_closed" }

// Subject implements event.Event.
func (e DoorClosed) Subject() string { return string(e.Service) }

// StewardAppointed: an organisation keeps the directory on behalf of all, or
// no longer does.
type StewardAppointed struct {
	Org   access.Org `json:"org"`
	Keeps bool       `json:"keeps"`
}

// Kind implements event.Event.
func (StewardAppointed) Kind() string { return "directory.steward_appointed" }

// Subject implements event.Event.
func (e StewardAppointed) Subject() string { return string(e.Org) }

// DoorAnswered: a service answered a report of a closed door.
type DoorAnswered struct {
	Service access.Service `json:"service"`
	Report  string         `json:"report"`
}

// Kind implements event.Event.
func (DoorAnswered) Kind() string { return "directory.door_answered" }

// Subject implements event.Event.
func (e DoorAnswered) Subject() string { return string(e.Service) }

// Suggested: somebody proposed a correction of a service.
type Suggested struct {
	Service    access.Service `json:"service"`
	Suggestion string         `json:"suggestion"`
}

// Kind implements event.Event.
func (Suggested) Kind() string { return "directory.suggested" }

// Subject implements event.Event.
func (e Suggested) Subject() string { return e.Suggestion }

// SuggestionSettled: a proposed correction was accepted or declined.
type SuggestionSettled struct {
	Service    access.Service  `json:"service"`
	Suggestion string          `json:"suggestion"`
	State      SuggestionState `json:"state"`
}

// Kind implements event.Event.
func (SuggestionSettled) Kind() string { return "directory.suggestion_settled" }

// Subject implements event.Event.
func (e SuggestionSettled) Subject() string { return e.Suggestion }

// ServicesApart: somebody said that two services which look alike are two, or
// took that back.
type ServicesApart struct {
	A     access.Service `json:"a"`
	B     access.Service `json:"b"`
	Apart bool           `json:"apart"`
}

// Kind implements event.Event.
func (ServicesApart) Kind() string { return "directory.services_apart" }

// Subject implements event.Event.
func (e ServicesApart) Subject() string { return string(e.A) }

// LineChanged: a direct line was published, edited, confirmed or ended.
type LineChanged struct {
	Line string `json:"line"`
	What string `json:"what"`
}

// Kind implements event.Event.
func (LineChanged) Kind() string { return "directory.line_changed" }

// Subject implements event.Event.
func (e LineChanged) Subject() string { return e.Line }

// LineUsed: a worker noted what a call on a direct line came to.
type LineUsed struct {
	Line string `json:"line"`
	Use  string `json:"use"`
}

// Kind implements event.Event.
func (LineUsed) Kind() string { return "directory.line_used" }

// Subject implements event.Event.
func (e LineUsed) Subject() string { return e.Line }

// CardWritten: an organisation changed what it says of itself to its partners.
type CardWritten struct {
	Org  access.Org `json:"org"`
	What string     `json:"what"`
}

// Kind implements event.Event.
func (CardWritten) Kind() string { return "directory.card_written" }

// Subject implements event.Event.
func (e CardWritten) Subject() string { return string(e.Org) }

// CampaignChanged: a campaign was started or stopped.
type CampaignChanged struct {
	Campaign string `json:"campaign"`
	What     string `json:"what"`
}

// Kind implements event.Event.
func (CampaignChanged) Kind() string { return "directory.campaign_changed" }

// Subject implements event.Event.
func (e CampaignChanged) Subject() string { return e.Campaign }

// CampaignMessage: a message to an organisation was taken to be sent, or came
// back as not for them.
type CampaignMessage struct {
	Campaign string      `json:"campaign"`
	Org      access.Org  `json:"org"`
	Message  MessageKind `json:"message"`
}

// Kind implements event.Event.
func (CampaignMessage) Kind() string { return "directory.campaign_message" }

// Subject implements event.Event.
func (e CampaignMessage) Subject() string { return e.Campaign }

// MessagesWanted: an organisation wants no more messages, or does again.
type MessagesWanted struct {
	Org    access.Org `json:"org"`
	Wanted bool       `json:"wanted"`
}

// Kind implements event.Event.
func (MessagesWanted) Kind() string { return "directory.messages_wanted" }

// Subject implements event.Event.
func (e MessagesWanted) Subject() string { return string(e.Org) }
