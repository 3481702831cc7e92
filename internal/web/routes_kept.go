package web

// keptRoutes are the pages of those who keep the directory true.
func (s *Site) keptRoutes() []Route {
	return []Route{
		{"GET", "/{lang}/service/{id}/corriger", ForAnyone, s.suggestAsk},
		{"POST", "/{lang}/service/{id}/corriger", ForAnyone, s.suggestSend},
		{"GET", "/{lang}/suggestion", ForAnyone, s.suggestTrack},
		{"GET", "/{lang}/app/suggestions", ForManager, s.suggestions},
		{"POST", "/{lang}/app/suggestion/{id}/accepter", ForManager, s.suggestionAccept},
		{"POST", "/{lang}/app/suggestion/{id}/refuser", ForManager, s.suggestionDecline},
		{"GET", "/{lang}/app/service/{id}/corriger", ForManager, s.serviceMendAsk},
		{"POST", "/{lang}/app/service/{id}/corriger", ForManager, s.serviceMend},
		{"GET", "/{lang}/app/repertoire", ForManager, s.steward},
		{"POST", "/{lang}/app/service/{id}/confirmer", ForManager, s.serviceConfirm},
		{"GET", "/{lang}/app/service/{id}/historique", ForManager, s.historyShow},
		{"POST", "/{lang}/app/service/{id}/historique/{revision}", ForManager, s.historyUndo},
		{"GET", "/{lang}/app/service/nouveau", ForManager, s.serviceAddAsk},
		{"POST", "/{lang}/app/service/nouveau", ForManager, s.serviceAdd},
		{"GET", "/{lang}/app/service/{id}/modifier", ForManager, s.ownShow},
		{"GET", "/{lang}/app/service/{id}/modifier/{part}", ForManager, s.ownAsk},
		{"POST", "/{lang}/app/service/{id}/modifier/{part}", ForManager, s.ownSave},
		{"POST", "/{lang}/app/service/{id}/offrir", ForManager, s.ownOffer},
		{"GET", "/{lang}/app/doublons", ForManager, s.duplicates},
		{"GET", "/{lang}/app/doublons/{keep}/{gone}", ForManager, s.duplicateCompare},
		{"POST", "/{lang}/app/doublons/{keep}/{gone}/distincts", ForManager, s.duplicateApart},
		{"GET", "/{lang}/app/doublons/{keep}/{gone}/reunir", ForManager, s.duplicateUniteAsk},
		{"POST", "/{lang}/app/doublons/{keep}/{gone}/reunir", ForManager, s.duplicateUnite},
		{"GET", "/{lang}/app/couverture", ForWorker, s.coverage},
		{"GET", "/{lang}/app/couverture/tableau.csv", ForWorker, s.coverageCSV},
	}
}
