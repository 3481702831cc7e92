package web

// accountRoutes are how workers sign in and prove who they are.
func (s *Site) accountRoutes() []Route {
	return []Route{
		{"POST", "/{lang}/connexion/cle", ForAnyone, s.passkeySignIn},
		{"GET", "/{lang}/connexion/institution/{institution}", ForAnyone, s.institutionGo},
		{"GET", returnPath, ForAnyone, s.institutionBack},
		{"GET", "/{lang}/app/moi/securite/institution/{institution}", ForProvenWorker, s.institutionTie},
		{"POST", "/{lang}/app/moi/securite/institution/{institution}", ForProvenWorker, s.institutionUntie},
		{"GET", "/{lang}/connexion/etape", ForAnyone, s.codeAsk},
		{"POST", "/{lang}/connexion/etape", ForAnyone, s.code},
		{"GET", "/{lang}/app/moi/confirmer", ForWorker, s.proveAsk},
		{"POST", "/{lang}/app/moi/confirmer", ForWorker, s.prove},
		{"POST", "/{lang}/app/moi/confirmer/cle", ForWorker, s.passkeyProve},
		{"GET", "/{lang}/app/moi/securite", ForWorker, s.security},
		{"GET", "/{lang}/app/moi/securite/cle", ForProvenWorker, s.keyAddAsk},
		{"POST", "/{lang}/app/moi/securite/cle", ForProvenWorker, s.keyAdd},
		{"GET", "/{lang}/app/moi/securite/cle/{key}", ForProvenWorker, s.keyRemoveAsk},
		{"POST", "/{lang}/app/moi/securite/cle/{key}", ForProvenWorker, s.keyRemove},
		{"GET", "/{lang}/app/moi/securite/application", ForProvenWorker, s.appAsk},
		{"POST", "/{lang}/app/moi/securite/application", ForProvenWorker, s.app},
		{"GET", "/{lang}/app/moi/securite/feuille", ForProvenWorker, s.sheetAsk},
		{"POST", "/{lang}/app/moi/securite/feuille", ForProvenWorker, s.sheet},
		{"GET", "/{lang}/app/moi/securite/sans", ForProvenWorker, s.withoutAsk},
		{"POST", "/{lang}/app/moi/securite/sans", ForProvenWorker, s.without},
		{"POST", "/{lang}/app/equipe/phrase/{worker}/cles", ForProvenAdmin, s.proofsForget},
	}
}
