package web

// importRoutes are S15: a directory brought in, looked at, taken back.
func (s *Site) importRoutes() []Route {
	return []Route{
		{"GET", "/{lang}/app/import", ForManager, s.importList},
		{"POST", "/{lang}/app/import", ForManager, s.importBring},
		{"GET", "/{lang}/app/import/{task}", ForManager, s.importTask},
		{"POST", "/{lang}/app/import/{task}/importer", ForManager, s.importWrite},
		{"POST", "/{lang}/app/import/{task}/abandonner", ForManager, s.importDrop},
		{"GET", "/{lang}/app/import/{task}/colonnes", ForManager, s.importColumns},
		{"POST", "/{lang}/app/import/{task}/colonnes", ForManager, s.importTry},
		{"GET", "/{lang}/app/import/{task}/colonne/{column}", ForManager, s.importColumnAsk},
		{"POST", "/{lang}/app/import/{task}/colonne/{column}", ForManager, s.importColumnSave},
		{"GET", "/{lang}/app/import/{task}/constantes/{file}", ForManager, s.importConstantsAsk},
		{"POST", "/{lang}/app/import/{task}/constantes/{file}", ForManager, s.importConstantsSave},
		{"GET", "/{lang}/app/import/{task}/remarques/{reason}", ForManager, s.importTaskIssues},
		{"GET", "/{lang}/app/import/{task}/remarques.csv", ForManager, s.importTaskCSV},
		{"GET", "/{lang}/app/imports/{run}", ForManager, s.importRun},
		{"GET", "/{lang}/app/imports/{run}/remarques/{reason}", ForManager, s.importRunIssues},
		{"GET", "/{lang}/app/imports/{run}/remarques.csv", ForManager, s.importRunCSV},
		{"GET", "/{lang}/app/imports/{run}/corriger/{no}", ForManager, s.importMendAsk},
		{"POST", "/{lang}/app/imports/{run}/corriger/{no}", ForManager, s.importMend},
		{"GET", "/{lang}/app/imports/{run}/annuler", ForManager, s.importUndoAsk},
		{"POST", "/{lang}/app/imports/{run}/annuler", ForManager, s.importUndo},
		{"GET", "/{lang}/app/imports/{run}/source.zip", ForManager, s.importSource},
	}
}
