package web

// aroundRoutes are who is around a person: the person asks one to step back, a
// worker who is away hands their people to a colleague, and one who knows somebody
// reads nothing of them.
func (s *Site) aroundRoutes() []Route {
	return []Route{
		{"GET", "/{lang}/lien/recul/{id}/{org}", ForPerson, s.spaceAsk},
		{"POST", "/{lang}/lien/recul/{id}/{org}", ForPerson, s.spaceSend},
		{"GET", "/{lang}/app/reference/{id}/recul", ForPeople, s.spaceRead},
		{"POST", "/{lang}/app/reference/{id}/recul", ForPeople, s.spaceAnswer},
		{"GET", "/{lang}/app/moi/liens", ForPeople, s.tieList},
		{"POST", "/{lang}/app/moi/liens", ForPeople, s.tieDeclare},
		{"POST", "/{lang}/app/moi/liens/{tie}/retirer", ForPeople, s.tieForget},
		{"GET", "/{lang}/app/reference/{id}/connais", ForPeople, s.knowAsk},
		{"POST", "/{lang}/app/reference/{id}/connais", ForPeople, s.know},
		{"GET", "/{lang}/app/accords/{person}/connais", ForPeople, s.knowOwnAsk},
		{"POST", "/{lang}/app/accords/{person}/connais", ForPeople, s.knowOwn},
		{"GET", "/{lang}/app/moi/relais", ForPeople, s.handOverAsk},
		{"POST", "/{lang}/app/moi/relais", ForPeople, s.handOver},
		{"POST", "/{lang}/app/moi/relais/{batch}/annuler", ForPeople, s.handOverUndo},
	}
}
