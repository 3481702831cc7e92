package web

// consentRoutes are what a person allowed and refused: on their own page, and
// on that of whoever accompanies them.
func (s *Site) consentRoutes() []Route {
	return []Route{
		{"GET", "/{lang}/lien/non", ForPerson, on(s.mineRefusing, s.refuseFind)},
		{"POST", "/{lang}/lien/non", ForPerson, on(s.mineRefusing, s.refuseSearch)},
		{"GET", "/{lang}/lien/non/{org}", ForPerson, on(s.mineRefusing, s.refuseAsk)},
		{"POST", "/{lang}/lien/non/{org}", ForPerson, on(s.mineRefusing, s.refuseDo)},
		{"GET", "/{lang}/lien/lever/{id}", ForPerson, s.liftAsk},
		{"POST", "/{lang}/lien/lever/{id}", ForPerson, s.liftDo},
		{"GET", "/{lang}/lien/image", ForPerson, s.signAsk},
		{"POST", "/{lang}/lien/image", ForPerson, s.signKeep},
		{"GET", "/{lang}/lien/jamais", ForPerson, s.closeAsk},
		{"POST", "/{lang}/lien/jamais", ForPerson, s.closeDo},
		{"GET", "/{lang}/app/accords/{person}/urgence/{org}", ForPeople, s.emergencyAsk},
		{"POST", "/{lang}/app/accords/{person}/urgence/{org}", ForPeople, s.emergencyDo},
		{"GET", "/{lang}/app/urgences", ForPeople, s.emergencyList},
		{"GET", "/{lang}/app/urgences/{id}", ForPeople, s.emergencyShow},
		{"POST", "/{lang}/app/urgences/{id}", ForPeople, s.emergencyReview},
		{"GET", "/{lang}/app/accords", ForPeople, s.accordList},
		{"GET", "/{lang}/app/accords/{person}", ForPeople, s.accordShow},
		{"GET", "/{lang}/app/accords/{person}/demander/{org}", ForPeople, s.again(s.askPrepare)},
		{"POST", "/{lang}/app/accords/{person}/demander/{org}/question", ForPeople, s.again(s.askShow)},
		{"POST", "/{lang}/app/accords/{person}/demander/{org}", ForPeople, s.again(s.askAnswer)},
		{"POST", "/{lang}/app/accords/{person}/demander/{org}/detail", ForPeople, s.again(s.askDetail)},
		{"POST", "/{lang}/app/accords/{person}/demander/{org}/noter", ForPeople, s.again(s.askRecord)},
		{"GET", "/{lang}/app/accords/{person}/demander/{org}/note", ForPeople, s.again(s.askDone)},
		{"GET", "/{lang}/app/accords/{person}/non", ForPeople, on(s.relayRefusing, s.refuseFind)},
		{"POST", "/{lang}/app/accords/{person}/non", ForPeople, on(s.relayRefusing, s.refuseSearch)},
		{"GET", "/{lang}/app/accords/{person}/non/{org}", ForPeople, on(s.relayRefusing, s.refuseAsk)},
		{"POST", "/{lang}/app/accords/{person}/non/{org}", ForPeople, on(s.relayRefusing, s.refuseDo)},
		{"GET", "/{lang}/app/accords/{person}/retirer/{org}", ForPeople, s.accordWithdrawAsk},
		{"POST", "/{lang}/app/accords/{person}/retirer/{org}", ForPeople, s.accordWithdraw},
	}
}
