package web

// incidentRoutes are the register of confidentiality incidents. Who keeps it is
// decided by the register: to anybody else it is not there. What leaves in a file
// asks who leads it away to prove lately who they are.
func (s *Site) incidentRoutes() []Route {
	return []Route{
		{"GET", "/{lang}/app/incidents", ForWorker, s.incidentList},
		{"GET", "/{lang}/app/incidents/registre.csv", ForProvenWorker, s.incidentCSV},
		{"GET", "/{lang}/app/incidents/nouveau", ForWorker, s.incidentAsk},
		{"POST", "/{lang}/app/incidents/nouveau", ForWorker, s.incidentOpen},
		{"GET", "/{lang}/app/incidents/{incident}", ForWorker, s.incidentShow},
		{"GET", "/{lang}/app/incidents/{incident}/corriger", ForWorker, s.incidentCorrectAsk},
		{"POST", "/{lang}/app/incidents/{incident}/corriger", ForWorker, s.incidentCorrect},
		{"POST", "/{lang}/app/incidents/{incident}/fermer", ForWorker, s.incidentClose},
		{"GET", "/{lang}/app/incidents/{incident}/avis/{avis}", ForWorker, s.incidentNotice},
	}
}
