package web

// pathwayRoutes are guided decision support: walking a pathway, for those who
// accompany people, and keeping pathways, for those who coordinate. Nothing of
// it is for the public: it ends in a referral.
func (s *Site) pathwayRoutes() []Route {
	return []Route{
		{"GET", "/{lang}/app/trajectoires", ForWorker, s.pathwayList},
		{"GET", "/{lang}/app/trajectoires/nouvelle", ForWorker, s.pathwayNewAsk},
		{"POST", "/{lang}/app/trajectoires/nouvelle", ForWorker, s.pathwayNew},
		{"POST", "/{lang}/app/trajectoires/fichier", ForWorker, s.pathwayImport},
		{"GET", "/{lang}/app/trajectoires/{id}", ForWorker, s.pathwayShow},
		{"GET", "/{lang}/app/trajectoires/{id}/version/{number}", ForWorker, s.pathwayVersion},
		{"POST", "/{lang}/app/trajectoires/{id}/commencer", ForPeople, s.pathwayBegin},
		{"GET", "/{lang}/app/trajectoires/{id}/version/{number}/fichier.json", ForWorker, s.pathwayFile},
		{"POST", "/{lang}/app/trajectoires/{id}/copier", ForWorker, s.pathwayCopy},
		{"POST", "/{lang}/app/trajectoires/{id}/reviser", ForWorker, s.pathwayRevise},
		{"POST", "/{lang}/app/trajectoires/{id}/retirer", ForWorker, s.pathwayRetire},
		{"GET", "/{lang}/app/trajectoires/{id}/modifier", ForWorker, s.pathwayEdit},
		{"GET", "/{lang}/app/trajectoires/{id}/modifier/titre", ForWorker, s.pathwayHeadAsk},
		{"POST", "/{lang}/app/trajectoires/{id}/modifier/titre", ForWorker, s.pathwayHeadSave},
		{"GET", "/{lang}/app/trajectoires/{id}/modifier/question/{part}", ForWorker, s.pathwayStepAsk},
		{"POST", "/{lang}/app/trajectoires/{id}/modifier/question/{part}", ForWorker, s.pathwayStepSave},
		{"GET", "/{lang}/app/trajectoires/{id}/modifier/fin/{part}", ForWorker, s.pathwayEndAsk},
		{"POST", "/{lang}/app/trajectoires/{id}/modifier/fin/{part}", ForWorker, s.pathwayEndSave},
		{"GET", "/{lang}/app/trajectoires/{id}/modifier/cas", ForWorker, s.pathwayCasesAsk},
		{"POST", "/{lang}/app/trajectoires/{id}/modifier/cas", ForWorker, s.pathwayCasesSave},
		{"POST", "/{lang}/app/trajectoires/{id}/modifier/ordre", ForWorker, s.pathwayOrder},
		{"POST", "/{lang}/app/trajectoires/{id}/modifier/essayer", ForPeople, s.pathwaySimulate},
		{"POST", "/{lang}/app/trajectoires/{id}/modifier/proposer", ForWorker, s.pathwayPropose},
		{"POST", "/{lang}/app/trajectoires/{id}/modifier/publier", ForWorker, s.pathwayPublish},
		{"POST", "/{lang}/app/trajectoires/{id}/modifier/jeter", ForWorker, s.pathwayDiscard},
		{"GET", "/{lang}/app/parcours/code", ForPeople, s.runCodeAsk},
		{"POST", "/{lang}/app/parcours/code", ForPeople, s.runCodeRead},
		{"POST", "/{lang}/app/parcours/code/avis", ForPeople, s.runSecond},
		{"GET", "/{lang}/app/parcours/references", ForPeople, s.runDrafts},
		{"GET", "/{lang}/app/parcours/{run}", ForPeople, s.runShow},
		{"GET", "/{lang}/app/parcours/{run}/alerte", ForPeople, s.runAlarm},
		{"GET", "/{lang}/app/parcours/{run}/reference", ForPeople, s.runHandAsk},
		{"POST", "/{lang}/app/parcours/{run}/reference", ForPeople, s.runHand},
		{"POST", "/{lang}/app/parcours/{run}/avis", ForPeople, s.runSecondByPhone},
		{"POST", "/{lang}/app/parcours/{run}/terminer", ForPeople, s.runFinish},
		{"GET", "/{lang}/app/parcours/{run}/{n}", ForPeople, s.runQuestion},
		{"POST", "/{lang}/app/parcours/{run}/{n}", ForPeople, s.runAnswer},
	}
}
