package web

// partnerRoutes are what organisations know of one another: doors found closed
// and what is answered, direct lines, and who each of them is (S8).
func (s *Site) partnerRoutes() []Route {
	return []Route{
		{"GET", "/{lang}/app/portes", ForWorker, s.doors},
		{"GET", "/{lang}/app/porte/{report}", ForManager, s.doorAnswerAsk},
		{"POST", "/{lang}/app/porte/{report}", ForManager, s.doorAnswer},
		{"GET", "/{lang}/app/routes", ForWorker, s.lines},
		{"GET", "/{lang}/app/routes/nouvelle", ForManager, s.linePublishAsk},
		{"POST", "/{lang}/app/routes/nouvelle", ForManager, s.linePublish},
		{"GET", "/{lang}/app/route/{id}", ForWorker, s.lineShow},
		{"POST", "/{lang}/app/route/{id}/appel", ForWorker, s.lineCall},
		{"POST", "/{lang}/app/route/{id}/confirmer", ForManager, s.lineConfirm},
		{"GET", "/{lang}/app/route/{id}/modifier", ForManager, s.lineEditAsk},
		{"POST", "/{lang}/app/route/{id}/modifier", ForManager, s.lineEdit},
		{"GET", "/{lang}/app/route/{id}/retirer", ForManager, s.lineEndAsk},
		{"POST", "/{lang}/app/route/{id}/retirer", ForManager, s.lineEnd},
		{"GET", "/{lang}/app/comprendre", ForWorker, s.understandList},
		{"GET", "/{lang}/app/comprendre/{org}", ForWorker, s.understand},
		{"GET", "/{lang}/app/comprendre/{org}/{part}", ForManager, s.cardWriteAsk},
		{"POST", "/{lang}/app/comprendre/{org}/{part}", ForManager, s.cardWrite},
		{"GET", "/{lang}/app/pratique", ForManager, s.practiceAsk},
		{"POST", "/{lang}/app/pratique", ForManager, s.practiceAdd},
		{"POST", "/{lang}/app/pratique/{id}/retirer", ForManager, s.practiceEnd},
	}
}
