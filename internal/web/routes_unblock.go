package web

// unblockRoutes are a blocked way: asked to be opened by the worker who refers,
// read and answered by both sides.
func (s *Site) unblockRoutes() []Route {
	return []Route{
		{"GET", "/{lang}/app/reference/{id}/debloquer", ForPeople, s.unblockAsk},
		{"POST", "/{lang}/app/reference/{id}/debloquer", ForPeople, s.unblockSend},
		{"GET", "/{lang}/app/reference/{id}/deblocage", ForPeople, s.unblockShow},
		{"POST", "/{lang}/app/reference/{id}/deblocage/{ask}", ForPeople, s.unblockAnswer},
	}
}
