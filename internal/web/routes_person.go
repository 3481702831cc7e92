package web

// personRoutes are the person's own pages, opened by five words.
func (s *Site) personRoutes() []Route {
	return []Route{
		{"GET", "/{lang}/lien", ForAnyone, s.threadAsk},
		{"POST", "/{lang}/lien", ForAnyone, s.threadOpen},
		{"GET", "/{lang}/lien/page", ForPerson, s.threadShow},
		{"POST", "/{lang}/lien/fermer", ForPerson, s.threadClose},
		{"GET", "/{lang}/lien/retirer/{org}", ForPerson, s.withdrawAsk},
		{"POST", "/{lang}/lien/retirer/{org}", ForPerson, s.withdrawDo},
		{"GET", "/{lang}/lien/retire/{org}", ForPerson, s.withdrawDone},
		{"GET", "/{lang}/lien/recu/{id}", ForPerson, s.receiptShow},
		{"GET", "/{lang}/lien/recu/{id}/recu.json", ForPerson, s.receiptFile},
		{"GET", "/{lang}/lien/arreter/{id}", ForPerson, s.stopAsk},
		{"POST", "/{lang}/lien/arreter/{id}", ForPerson, s.stopDo},
		{"GET", "/{lang}/lien/avis/{id}", ForPerson, s.helpedAsk},
		{"POST", "/{lang}/lien/avis/{id}", ForPerson, s.helpedSay},
		{"GET", "/{lang}/lien/merci", ForPerson, s.helpedDone},
		{"GET", "/{lang}/avis/{token}", ForAnyone, s.feedbackAsk},
		{"POST", "/{lang}/avis/{token}", ForAnyone, s.feedbackGive},
	}
}

// answerRoutes are for a receiver without account, by its link.
func (s *Site) answerRoutes() []Route {
	return []Route{
		{"GET", "/{lang}/reponse/{token}", ForLink, s.answerShow},
		{"POST", "/{lang}/reponse/{token}", ForLink, s.answerGive},
		{"GET", "/{lang}/reponse/{token}/refuser", ForLink, s.answerDeclineAsk},
		{"POST", "/{lang}/reponse/{token}/refuser", ForLink, s.answerDecline},
	}
}
