package web

// noteRoutes are the observations of a referral, and what the person reads of
// all that is written in it.
func (s *Site) noteRoutes() []Route {
	return []Route{
		{"GET", "/{lang}/app/reference/{id}/observation", ForPeople, s.noteAsk},
		{"POST", "/{lang}/app/reference/{id}/observation", ForPeople, s.noteAdd},
		{"POST", "/{lang}/app/reference/{id}/observation/{note}/lu", ForPeople, s.noteRead},
		{"GET", "/{lang}/lien/reference/{id}", ForPerson, s.ownReferral},
	}
}
