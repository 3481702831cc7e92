package web

// signalRoutes are field signals. Who sees one, and who answers, is decided by
// package signal, for each.
func (s *Site) signalRoutes() []Route {
	return []Route{
		{"GET", "/{lang}/app/signaux", ForWorker, s.signalList},
		{"GET", "/{lang}/app/signal/nouveau", ForWorker, s.signalAsk},
		{"POST", "/{lang}/app/signal/nouveau", ForWorker, s.signalSay},
		{"GET", "/{lang}/app/signal/equipe", ForWorker, s.signalTeamAsk},
		{"POST", "/{lang}/app/signal/equipe", ForWorker, s.signalTeam},
		{"GET", "/{lang}/app/signal/{signal}", ForWorker, s.signalShow},
		{"GET", "/{lang}/app/signal/{signal}/mots.txt", ForWorker, s.signalWords},
		{"GET", "/{lang}/app/signal/{signal}/voix", ForWorker, s.signalVoice},
		{"POST", "/{lang}/app/signal/{signal}/lu", ForWorker, s.signalRead},
		{"GET", "/{lang}/app/signal/{signal}/faire/{quoi}", ForWorker, s.signalActAsk},
		{"POST", "/{lang}/app/signal/{signal}/faire/{quoi}", ForWorker, s.signalAct},
	}
}
