package web

// publicRoutes are the pages that anybody may read, without cookie.
func (s *Site) publicRoutes() []Route {
	return []Route{
		{"GET", "/{lang}/{$}", ForAnyone, s.home},
		{"GET", "/{lang}/besoin/{theme}", ForAnyone, s.need},
		{"GET", "/{lang}/services", ForAnyone, s.serviceList},
		{"GET", "/{lang}/service/{id}", ForAnyone, s.serviceShow},
		{"GET", "/{lang}/service/{id}/carte", ForAnyone, s.serviceCard},
		{"GET", "/{lang}/service/{id}/porte", ForAnyone, s.doorAsk},
		{"POST", "/{lang}/service/{id}/porte", ForAnyone, s.doorReport},
		{"GET", "/{lang}/service/{id}/porte/merci", ForAnyone, s.doorDone},
		{"GET", "/{lang}/organisme/{id}", ForAnyone, s.organizationShow},
		{"GET", "/{lang}/maintenant", ForAnyone, s.now},
		{"GET", "/{lang}/urgence", ForAnyone, s.urgence},
		{"GET", "/{lang}/aide", ForAnyone, s.aide},
		{"GET", "/{lang}/langues", ForAnyone, s.langues},
		{"GET", "/{lang}/donnees", ForAnyone, s.guide},
		{"GET", "/{lang}/donnees/profil", ForAnyone, s.profile},
		{"GET", "/{lang}/sortie", ForAnyone, s.exit},
	}
}
