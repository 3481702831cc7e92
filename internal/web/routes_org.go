package web

// orgRoutes are those of workers: the door, their own page and their team's.
func (s *Site) orgRoutes() []Route {
	return []Route{
		{"GET", "/{lang}/connexion", ForAnyone, s.signInAsk},
		{"POST", "/{lang}/connexion", ForAnyone, s.signIn},
		// For anyone: closing a session that is over must not ask for one.
		{"POST", "/{lang}/deconnexion", ForAnyone, s.signOut},
		{"GET", "/{lang}/invitation/{link}", ForLink, s.invitationAsk},
		{"POST", "/{lang}/invitation/{link}", ForLink, s.invitationAccept},
		{"GET", "/{lang}/app/moi", ForWorker, s.me},
		{"POST", "/{lang}/app/moi/chapeau/{hat}", ForWorker, s.hatChange},
		{"POST", "/{lang}/app/moi/partout", ForWorker, s.signOutEverywhere},
		{"GET", "/{lang}/app/moi/depart", ForProvenWorker, s.myLeaveAsk},
		{"POST", "/{lang}/app/moi/depart", ForProvenWorker, s.myLeave},
		{"GET", "/{lang}/app/equipe", ForWorker, s.team},
		{"GET", "/{lang}/app/equipe/nouvelle", ForAdmin, s.teamCreateAsk},
		{"POST", "/{lang}/app/equipe/nouvelle", ForAdmin, s.teamCreate},
		{"GET", "/{lang}/app/equipe/inviter", ForProvenAdmin, s.inviteAsk},
		{"POST", "/{lang}/app/equipe/inviter", ForProvenAdmin, s.invite},
		{"GET", "/{lang}/app/equipe/lien/{act}", ForAdmin, s.inviteShow},
		{"POST", "/{lang}/app/equipe/invitation/{id}/annuler", ForAdmin, s.inviteWithdraw},
		{"GET", "/{lang}/app/equipe/roles/{hat}", ForProvenAdmin, s.rolesAsk},
		{"POST", "/{lang}/app/equipe/roles/{hat}", ForProvenAdmin, s.rolesChange},
		{"GET", "/{lang}/app/equipe/phrase/{worker}", ForProvenAdmin, s.passwordLinkAsk},
		{"POST", "/{lang}/app/equipe/phrase/{worker}", ForProvenAdmin, s.passwordLink},
		{"GET", "/{lang}/app/equipe/depart/{worker}", ForProvenAdmin, s.leaveAsk},
		{"POST", "/{lang}/app/equipe/depart/{worker}", ForProvenAdmin, s.leave},
	}
}
