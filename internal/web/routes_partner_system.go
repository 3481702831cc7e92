package web

// systemRoutes are where an organisation's administration lets its information
// systems in, and puts them out.
func (s *Site) systemRoutes() []Route {
	return []Route{
		{"GET", "/{lang}/app/equipe/systemes", ForAdmin, s.systems},
		{"POST", "/{lang}/app/equipe/systemes", ForAdmin, s.systemMake},
		{"POST", "/{lang}/app/equipe/systemes/{system}/retirer", ForAdmin, s.systemRevoke},
	}
}
