package web

import (
	"passerelle/internal/consent"
	"passerelle/internal/crisis"
	"passerelle/internal/directory"
	"passerelle/internal/feedback"
	"passerelle/internal/need"
	"passerelle/internal/org"
	"passerelle/internal/partner"
	"passerelle/internal/pathway"
	"passerelle/internal/place"
	"passerelle/internal/referral"
	"passerelle/internal/share"
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
	Need      *need.Service
	Pathway   *pathway.Service
	Partner   *partner.Service
}
