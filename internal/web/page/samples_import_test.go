package page_test

import (
	"github.com/a-h/templ"

	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// importSamples are the pages on which a directory is brought in.
func importSamples(l *i18n.Local, m map[string]templ.Component) {
	at := func() ui.Frame { return work(l, l.T("import_task.title"), "directory") }
	step := ui.Step{Back: "#", Action: "#", Hidden: []ui.Hidden{{Name: "act", Value: "a"}}}
	wrong := func(fields ...string) ui.Step {
		w := step
		for _, f := range fields {
			w.Problems = append(w.Problems, map[string]ui.Problem{
				"file":  {Field: "file", Key: "import_task.file_missing"},
				"value": {Field: "value", Key: "import_task.value_word", Args: []any{"words", "active, inactive"}},
				"what":  {Field: "what", Key: "mapping.no_list", Args: []any{"column", "Nom", "target", l.Text("import_field.service_name")}},
			}[f])
		}
		return w
	}
	report := page.ImportReport{
		New: 214, Changed: 31, Unchanged: 1200, Refused: 9, Absent: 2, Cells: 300412, CSV: "#",
		Tables:  []page.ImportTable{{Name: l.Text("import_field.organization"), New: 40, Changed: 2}, {Name: l.Text("import_field.service"), New: 174, Changed: 29, Unchanged: 1200, Refused: 9, Absent: 2}},
		Reasons: []page.ImportReason{{Says: "import.bad_email", Do: "import.bad_email_do", N: 1204, Href: "#"}, {Says: "import.dangling", Do: "import.dangling_do", N: 1, Href: "#"}},
	}
	line := page.ImportLine{Name: fr("Répertoire des organismes du quartier 2026"), Href: "#", State: ui.T(l, "import_task.state_ready"), Tone: ui.Active, When: "2 mars 2026 à 9 h"}
	m["import_list"] = page.ImportListPage(page.ImportList{Frame: at(), Step: step, Known: []string{"organismes", "odhf"}, Tasks: []page.ImportLine{line}, Runs: []page.ImportLine{line},
		Languages: []ui.Option{{Key: "import_task.language_auto", Checked: true}, {Value: "fr", Key: "import_task.language_fr"}}})
	m["import_list_wrong"] = page.ImportListPage(page.ImportList{Frame: at(), Step: wrong("file"), Dataset: "liste", Address: "ftp://", Languages: []ui.Option{{Key: "import_task.language_auto"}}})
	for name, state := range map[string]page.ImportState{"reading": page.ImportReading, "writing": page.ImportWriting, "ready": page.ImportReady, "refused": page.ImportRefused, "dropped": page.ImportDropped} {
		p := page.ImportTask{Frame: at(), Back: "#", Dataset: "organismes", File: "liste-2026-03.csv", State: state, Percent: 42, Why: "import.refused", Report: report, Write: "#", Drop: "#", Columns: "#", Hidden: step.Hidden}
		if state <= page.ImportWriting {
			p.Again = 3
		}
		m["import_"+name] = page.ImportTaskPage(p)
	}
	column := page.ImportColumn{Name: "Clientèle visée", Samples: []string{"Adultes", "Familles"}, Becomes: []i18n.Text{l.Text("import_field.service_eligibility"), l.Text("import_field.service_description")}, Change: "#"}
	unused, ignored := page.ImportColumn{Name: "#4", Change: "#"}, page.ImportColumn{Name: "Notes internes", Ignored: true, Change: "#"}
	said := page.ImportConstant{Field: l.Text("import_field.address_country"), Value: "CA"}
	m["import_columns"] = page.ImportColumnsPage(page.ImportColumns{Frame: at(), Step: step, Dataset: "organismes", Known: 2, All: 3, Files: []page.ImportFile{
		{Name: "organismes.csv", Columns: []page.ImportColumn{column, unused, ignored}, Constants: []page.ImportConstant{said}, Change: "#", Preview: []page.ImportPreview{{Title: fr("Dépannage alimentaire"), Fields: []page.ImportConstant{said}}}},
		{Name: "services.csv", Columns: []page.ImportColumn{column}, Change: "#"},
	}})
	groups := []ui.OptionGroup{{Options: []ui.Option{{Key: "import_task.becomes_nothing"}, {Value: "-", Key: "import_task.becomes_ignored"}}}, {Key: "import_field.service", Options: []ui.Option{{Value: "service.name", Key: "import_field.service_name", Checked: true}, {Value: "x", Text: fr("cost_option.option")}}}}
	m["import_column"] = page.ImportColumnPage(page.ImportColumnAsk{Frame: at(), Step: step, Name: "Statut", Samples: []string{"Ouvert", "Fermé"}, What: groups, Also: groups})
	m["import_column_wrong"] = page.ImportColumnPage(page.ImportColumnAsk{Frame: at(), Step: wrong("what"), Name: "Statut", What: groups, Also: groups, Split: ",;", Label: "Bus", Values: "Ouvert = active\nFermé = inactive", Keep: true, More: true})
	m["import_constants"] = page.ImportConstantsPage(page.ImportConstantsAsk{Frame: at(), Step: wrong("what", "value"), What: groups, Given: []page.ImportGiven{{ImportConstant: said, Hidden: step.Hidden}}})
	m["import_run"] = page.ImportRunPage(page.ImportRun{Frame: at(), Back: "#", Dataset: "organismes", When: "2 mars 2026 à 9 h", By: "Le Refuge du quai", Report: report, Undo: "#", Until: "1er avril 2026", Source: "#"})
	m["import_done"] = page.ImportRunPage(page.ImportRun{Frame: at(), Back: "#", Dataset: "organismes", When: "2 mars 2026 à 9 h", Report: report, Undo: "#", Until: "1er avril 2026", Fresh: true})
	m["import_undone"] = page.ImportRunPage(page.ImportRun{Frame: at(), Back: "#", Dataset: "organismes", When: "2 mars 2026 à 9 h", Undone: "3 mars 2026"})
	m["import_undo"] = page.ImportUndoPage(page.ImportUndo{Frame: at(), Step: step, Dataset: "organismes", Report: report})
	place := page.ImportPlace{File: "services.csv", Row: 214, Column: "Courriel", Value: "=HYPERLINK(\"http://mal.example\")", Mend: "#", Mended: "info@exemple.ca"}
	bare := page.ImportPlace{File: "organismes.csv", Value: "CP1252"}
	m["import_issues"] = page.ImportIssuesPage(page.ImportIssues{Frame: at(), Back: "#", Says: "import.bad_email", Do: "import.bad_email_do", N: 1204, Places: []page.ImportPlace{place, bare}, Next: "#", CSV: "#"})
	m["import_mend"] = page.ImportMendPage(page.ImportMend{Frame: at(), Step: wrong("value"), Says: "import.bad_status", Do: "import.bad_status_do", Place: place, Record: fr("Dépannage alimentaire"), Field: l.Text("import_field.service_status"), Value: "ouvert", Long: false})
	m["import_mend_long"] = page.ImportMendPage(page.ImportMend{Frame: at(), Step: step, Says: "import.markup", Do: "import.markup_do", Place: bare, Field: l.Text("import_field.service_description"), Value: "<b>Repas</b>", Long: true})
}
