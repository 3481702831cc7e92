package web

// shareRoutes are what is carried away from the directory: lists by link, lists
// of organisations, paper, calendars, frames.
func (s *Site) shareRoutes() []Route {
	return []Route{
		{"GET", "/l/{code}", ForAnyone, s.savedListShort},
		{"GET", "/n/{need}", ForAnyone, s.needShort},
		{"GET", "/n/{need}/{place}", ForAnyone, s.needShort},
		{"GET", "/{lang}/n/{need}", ForAnyone, s.needShort},
		{"GET", "/{lang}/n/{need}/{place}", ForAnyone, s.needShort},
		{"GET", "/{lang}/service/{id}/heures.ics", ForAnyone, s.calendar},
		{"GET", "/{lang}/carte", ForAnyone, s.serviceMap},
		{"GET", "/{lang}/integrer/{org}", ForAnyone, s.embedOrg},
		{"GET", "/{lang}/integrer/{org}/liste/{code}", ForAnyone, s.embedList},
		{"GET", "/{lang}/integrer/{org}/recherche", ForAnyone, s.embedSearch},
		{"GET", "/{lang}/app/integrer", ForWorker, s.embedding},
		{"POST", "/{lang}/app/integrer/site", ForManager, s.embeddingAllow},
		{"POST", "/{lang}/app/integrer/retirer", ForManager, s.embeddingForbid},
		{"GET", "/{lang}/livret", ForAnyone, s.booklet},
		{"GET", "/{lang}/affiche", ForAnyone, s.poster},
		{"GET", "/{lang}/languettes", ForAnyone, s.slips},
		{"GET", "/{lang}/s/{code}", ForAnyone, s.shortAddress},
		{"GET", "/{lang}/liste", ForAnyone, s.shortListNew},
		{"GET", "/{lang}/liste/{codes}", ForAnyone, s.shortListShow},
		{"GET", "/{lang}/liste/{codes}/papier", ForAnyone, s.shortListPaper},
		{"POST", "/{lang}/liste/{codes}/papier", ForAnyone, s.shortListNote},
		{"GET", "/{lang}/l/{code}", ForAnyone, s.savedListShow},
		{"GET", "/{lang}/l/{code}/papier", ForAnyone, s.savedListPaper},
		{"POST", "/{lang}/l/{code}/papier", ForAnyone, s.savedListNote},
		{"GET", "/{lang}/app/listes", ForWorker, s.savedLists},
		{"GET", "/{lang}/app/listes/nouvelle", ForWorker, s.savedListAsk},
		{"POST", "/{lang}/app/listes/nouvelle", ForWorker, s.savedListSave},
		{"GET", "/{lang}/app/liste/{code}", ForWorker, s.savedListEdit},
		{"POST", "/{lang}/app/liste/{code}/nom", ForWorker, s.savedListRename},
		{"POST", "/{lang}/app/liste/{code}/ordre", ForWorker, s.savedListArrange},
		{"GET", "/{lang}/app/liste/{code}/retirer", ForWorker, s.savedListRemoveAsk},
		{"POST", "/{lang}/app/liste/{code}/retirer", ForWorker, s.savedListRemove},
	}
}
