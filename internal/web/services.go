package web

import (
	"passerelle/internal/alert"
	"passerelle/internal/consent"
	"passerelle/internal/consortium"
	"passerelle/internal/crisis"
	"passerelle/internal/directory"
	"passerelle/internal/feedback"
	"passerelle/internal/incident"
	"passerelle/internal/need"
	"passerelle/internal/notice"
	"passerelle/internal/org"
	"passerelle/internal/partner"
	"passerelle/internal/pathway"
	"passerelle/internal/place"
	"passerelle/internal/reach"
	"passerelle/internal/referral"
	"passerelle/internal/round"
	"passerelle/internal/share"
	"passerelle/internal/signal"
	"passerelle/internal/strongbox"
)

// Services are the use-cases that handlers call, one domain each.
type Services struct {
	Finder    Finder
	Locator   Locator
	Doors     Doors
	Surveyor  Surveyor
	Missed    Missed // nil: not counted
	Directory *directory.Service
	Upkeep    *directory.Upkeep
	Org       *org.Service
	Consent   *consent.Service
	Referral  *referral.Service
	Feedback  *feedback.Service
	Share     *share.Service
	Place     *place.Service
	Crisis    *crisis.Service
	Incident  *incident.Service
	Strongbox *strongbox.Service
	Need      *need.Service
	Signal    *signal.Service
	Alert     *alert.Service
	Pathway   *pathway.Service
	Partner   *partner.Service
	Reach     *reach.Service
	Round     *round.Service
	Notice    *notice.Service

	Consortium *consortium.Service
}
