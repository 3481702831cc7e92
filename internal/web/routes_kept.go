package web

// keptRoutes are the pages of those who keep the directory true.
func (s *Site) keptRoutes() []Route {
	return []Route{
		{"GET", "/{lang}/app/couverture", ForWorker, s.coverage},
		{"GET", "/{lang}/app/couverture/tableau.csv", ForWorker, s.coverageCSV},
	}
}
