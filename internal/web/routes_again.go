package web

// againRoutes begin a new package after a door that stayed closed.
func (s *Site) againRoutes() []Route {
	return []Route{
		{"GET", "/{lang}/app/reference/{id}/suite", ForPeople, s.againAsk},
		{"POST", "/{lang}/app/reference/{id}/suite", ForPeople, s.againDo},
	}
}
