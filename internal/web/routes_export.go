package web

// exportRoutes are the way by which an organisation's own records leave in a
// file: one worker asks, another confirms, and each proved lately who they are.
func (s *Site) exportRoutes() []Route {
	return []Route{
		{"GET", "/{lang}/app/export", ForProvenWorker, s.exportShow},
		{"POST", "/{lang}/app/export", ForProvenWorker, s.exportAsk},
		{"POST", "/{lang}/app/export/{demande}/confirmer", ForProvenWorker, s.exportConfirm},
		{"POST", "/{lang}/app/export/{demande}/arreter", ForProvenWorker, s.exportEnd},
		{"POST", "/{lang}/app/export/{demande}/prendre", ForProvenWorker, s.exportTake},
	}
}
