package web

// roundRoutes are the rounds from door to door: prepared and followed by those
// who have an account, walked on a phone that has a link and no account. What
// the phone asks carries a secret of its own, in the body and in no address.
func (s *Site) roundRoutes() []Route {
	return []Route{
		{"GET", "/{lang}/app/rondes", ForWorker, s.roundList},
		{"GET", "/{lang}/app/rondes/nouvelle", ForWorker, s.roundNewAsk},
		{"POST", "/{lang}/app/rondes/nouvelle", ForWorker, s.roundNew},
		{"GET", "/{lang}/app/ronde/{ronde}", ForWorker, s.roundShow},
		{"POST", "/{lang}/app/ronde/{ronde}/preter", ForWorker, s.roundLend},
		{"GET", "/{lang}/app/ronde/{ronde}/telephone/{telephone}", ForWorker, s.roundLink},
		{"POST", "/{lang}/app/ronde/{ronde}/telephone/{telephone}/passer", ForWorker, s.roundHand},
		{"POST", "/{lang}/app/ronde/{ronde}/telephone/{telephone}/retirer", ForWorker, s.roundRevoke},
		{"POST", "/{lang}/app/ronde/{ronde}/finir", ForWorker, s.roundClose},
		{"GET", "/{lang}/app/ronde/{ronde}/papier", ForWorker, s.roundPaper},
		{"GET", "/{lang}/app/ronde/{ronde}/saisir", ForWorker, s.roundTypeAsk},
		{"POST", "/{lang}/app/ronde/{ronde}/saisir", ForWorker, s.roundType},
		{"GET", "/{lang}/tournee/{$}", ForAnyone, s.roundWalk},
		{"GET", "/{lang}/tournee/hors-ligne.js", ForAnyone, s.roundWorker},
		{"GET", "/{lang}/tournee/ronde.webmanifest", ForAnyone, s.roundManifest},
		{"POST", "/{lang}/tournee/prendre", ForLink, s.roundClaim},
		{"POST", "/{lang}/tournee/envoyer", ForLink, s.roundSend},
	}
}
