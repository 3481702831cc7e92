package web

// needRoutes are the needs as they appear: said by anyone without account,
// noted and answered by those who accompany people, seen on the board.
func (s *Site) needRoutes() []Route {
	return []Route{
		{"GET", "/{lang}/aide/dire", ForAnyone, s.needSayAsk},
		{"POST", "/{lang}/aide/dire", ForAnyone, s.needSay},
		{"GET", "/{lang}/suivi", ForAnyone, s.needFollowAsk},
		{"POST", "/{lang}/suivi", ForAnyone, s.needFollow},
		{"GET", "/{lang}/affiche/aide", ForAnyone, s.needPoster},
		{"GET", "/d/{place}", ForAnyone, s.needPlace},
		{"GET", "/{lang}/tableau/besoins", ForAnyone, s.needPublic},
		{"GET", "/{lang}/tableau/besoins.csv", ForAnyone, s.needPublicCSV},
		{"GET", "/{lang}/app/besoins", ForWorker, s.needBoard},
		{"GET", "/{lang}/app/besoins/tableau.csv", ForWorker, s.needCSV},
		{"GET", "/{lang}/app/besoins/direct", ForWorker, s.needLive},
		{"GET", "/{lang}/app/besoins/mots", ForPeople, s.needWords},
		{"GET", "/{lang}/app/besoins/noter", ForPeople, s.needNoteAsk},
		{"POST", "/{lang}/app/besoins/noter", ForPeople, s.needNote},
		{"GET", "/{lang}/app/appel", ForPeople, s.needCallAsk},
		{"POST", "/{lang}/app/appel", ForPeople, s.needCall},
		{"GET", "/{lang}/app/besoin/{besoin}", ForPeople, s.needShow},
		{"POST", "/{lang}/app/besoin/{besoin}/prendre", ForPeople, s.needTake},
		{"POST", "/{lang}/app/besoin/{besoin}/laisser", ForPeople, s.needLeave},
		{"POST", "/{lang}/app/besoin/{besoin}/repondre", ForPeople, s.needAnswer},
		{"POST", "/{lang}/app/besoin/{besoin}/classer", ForPeople, s.needSort},
	}
}
