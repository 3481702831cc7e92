package web

// placeRoutes are the places of the moment: who has some says so, who needs one
// holds it. Nothing of it is for the public.
func (s *Site) placeRoutes() []Route {
	return []Route{
		{"GET", "/{lang}/app/places", ForWorker, s.placeBoard},
		{"POST", "/{lang}/app/places/{offer}/retenir", ForPeople, s.placeHold},
		{"GET", "/{lang}/app/retenue/{hold}", ForPeople, s.placeHeld},
		{"POST", "/{lang}/app/retenue/{hold}/prolonger", ForPeople, s.placeExtend},
		{"POST", "/{lang}/app/retenue/{hold}/laisser", ForPeople, s.placeLetGo},
		{"POST", "/{lang}/app/retenue/{hold}/arrivee", ForWorker, s.placeArrive},
		{"POST", "/{lang}/app/retenue/{hold}/liberer", ForWorker, s.placeFree},
		{"GET", "/{lang}/app/nos-places", ForWorker, s.placesOurs},
		{"GET", "/{lang}/app/nos-places/nouveau", ForWorker, s.placeOpenAsk},
		{"POST", "/{lang}/app/nos-places/nouveau", ForWorker, s.placeOpen},
		{"POST", "/{lang}/app/nos-places/{offer}/compter", ForWorker, s.placeCount},
		{"POST", "/{lang}/app/nos-places/{offer}/duree", ForWorker, s.placeSettle},
		{"POST", "/{lang}/app/nos-places/{offer}/fermer", ForWorker, s.placeClose},
	}
}
