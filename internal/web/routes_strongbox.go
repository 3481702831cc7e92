package web

// strongboxRoutes are the vault mode of an organisation: its own key, opened in a
// session. Making one, and changing what opens it, asks for a proof of who does.
func (s *Site) strongboxRoutes() []Route {
	return []Route{
		{"GET", "/{lang}/app/coffre", ForWorker, s.strongboxShow},
		{"POST", "/{lang}/app/coffre", ForWorker, s.strongboxOpen},
		{"POST", "/{lang}/app/coffre/fermer", ForWorker, s.strongboxShut},
		{"GET", "/{lang}/app/coffre/nouveau", ForProvenAdmin, s.strongboxMakeAsk},
		{"POST", "/{lang}/app/coffre/nouveau", ForProvenAdmin, s.strongboxMake},
		{"GET", "/{lang}/app/coffre/mots", ForProvenAdmin, s.strongboxRenewAsk},
		{"POST", "/{lang}/app/coffre/mots", ForProvenAdmin, s.strongboxRenew},
	}
}
