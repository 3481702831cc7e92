package web

// campaignRoutes are the calls to organisations to look at their pages, and
// the page that the link of one opens.
func (s *Site) campaignRoutes() []Route {
	return []Route{
		{"GET", "/{lang}/app/campagne/nouvelle", ForManager, s.campaignAsk},
		{"POST", "/{lang}/app/campagne/nouvelle", ForManager, s.campaignStart},
		{"GET", "/{lang}/app/campagne/{id}", ForManager, s.campaignShow},
		{"POST", "/{lang}/app/campagne/{id}/messages", ForManager, s.campaignTake},
		{"POST", "/{lang}/app/campagne/{id}/lien", ForManager, s.campaignRenew},
		{"POST", "/{lang}/app/campagne/{id}/arreter", ForManager, s.campaignStop},
		{"GET", "/{lang}/confirmer/{token}", ForLink, s.updateShow},
		{"POST", "/{lang}/confirmer/{token}", ForLink, s.updateSay},
		{"GET", "/{lang}/confirmer/{token}/modifier/{service}", ForLink, s.updateMendAsk},
		{"POST", "/{lang}/confirmer/{token}/modifier/{service}", ForLink, s.updateMend},
	}
}
