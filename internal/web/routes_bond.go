package web

// bondRoutes are the handing over of the bond, and what is owed on the way: the
// pivot's and the receiver's pages, and the person's own.
func (s *Site) bondRoutes() []Route {
	return []Route{
		{"GET", "/{lang}/app/reference/{id}/a-deux", ForPeople, s.togetherAsk},
		{"POST", "/{lang}/app/reference/{id}/a-deux", ForPeople, s.togetherDo},
		{"GET", "/{lang}/app/reference/{id}/parole", ForPeople, s.toldAsk},
		{"POST", "/{lang}/app/reference/{id}/parole", ForPeople, s.toldNote},
		{"GET", "/{lang}/app/reference/{id}/retrait", ForPeople, s.stepBackAsk},
		{"POST", "/{lang}/app/reference/{id}/retrait", ForPeople, s.stepBackDo},
		{"GET", "/{lang}/app/reference/{id}/veut-encore", ForPeople, s.doubtAsk},
		{"POST", "/{lang}/app/reference/{id}/veut-encore", ForPeople, s.doubtNote},
		{"POST", "/{lang}/app/reference/{id}/appele", ForPeople, s.callSaid},
		{"POST", "/{lang}/app/reference/{id}/relais", ForPeople, s.takeOver},
		{"GET", "/{lang}/app/reference/{id}/evaluer", ForPeople, s.assessAsk},
		{"POST", "/{lang}/app/reference/{id}/evaluer", ForPeople, s.assessSay},
		{"GET", "/{lang}/app/reference/{id}/telephone", ForPeople, s.hearAsk},
		{"POST", "/{lang}/app/reference/{id}/telephone", ForPeople, s.hearNote},
		{"GET", "/{lang}/lien/tient/{id}", ForPerson, s.bondAsk},
		{"POST", "/{lang}/lien/tient/{id}", ForPerson, s.bondSay},
		{"POST", "/{lang}/lien/veut/{id}", ForPerson, s.stillWanted},
	}
}
