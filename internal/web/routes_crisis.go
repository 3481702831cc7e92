package web

// crisisRoutes are the mode crise. Any worker reads it; who writes in it is
// decided by the cell.
func (s *Site) crisisRoutes() []Route {
	return []Route{
		{"GET", "/{lang}/app/crise", ForWorker, s.crisisList},
		{"GET", "/{lang}/app/crise/nouvelle", ForWorker, s.crisisOpenAsk},
		{"POST", "/{lang}/app/crise/nouvelle", ForWorker, s.crisisOpen},
		{"GET", "/{lang}/app/crise/{crise}", ForWorker, s.crisisShow},
		{"GET", "/{lang}/app/crise/{crise}/compte-rendu", ForWorker, s.crisisMinutes},
		{"GET", "/{lang}/app/crise/{crise}/bilan", ForWorker, s.crisisPostMortem},
		{"GET", "/{lang}/app/crise/{crise}/bilan.txt", ForWorker, s.crisisPostMortemText},
		{"GET", "/{lang}/app/crise/{crise}/noter/{quoi}", ForWorker, s.crisisAsk},
		{"POST", "/{lang}/app/crise/{crise}/noter/{quoi}", ForWorker, s.crisisNote},
		{"POST", "/{lang}/app/crise/{crise}/regle/{regle}/lever", ForWorker, s.crisisLift},
		{"GET", "/{lang}/app/crise/{crise}/regle/{regle}", ForWorker, s.crisisRuleAsk},
		{"POST", "/{lang}/app/crise/{crise}/regle/{regle}", ForWorker, s.crisisRuleRenew},
		{"POST", "/{lang}/app/crise/{crise}/tache/{tache}/faite", ForWorker, s.crisisFinish},
		{"POST", "/{lang}/app/crise/{crise}/quitter", ForWorker, s.crisisLeave},
		{"GET", "/{lang}/app/crise/{crise}/fermer", ForWorker, s.crisisCloseAsk},
		{"POST", "/{lang}/app/crise/{crise}/fermer", ForWorker, s.crisisClose},
	}
}
