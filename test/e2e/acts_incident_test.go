package e2e

// keepsIncidents notes an incident, is told what is wrong and what is missing,
// corrects it, drafts both notices, and closes it.
func (w *walker) keepsIncidents() {
	w.open("/app")
	w.press(`main a[href$="/app/incidents"]`)
	w.look()
	w.see("/app/incidents/nouveau")
	w.wrong(func() { w.send("/nouveau") })
	w.put("circumstances", "Un cahier oublié dans l’autobus. Appeler Mme Tremblay au 514 555-0199.", "aware", "2026-01-05")
	w.wrong(func() { w.send("/nouveau") })
	w.put("circumstances", "Un cahier oublié dans l’autobus")
	w.send("/nouveau")
	w.look()
	incident := w.here("")
	w.wrong(func() { w.send("/fermer") })
	w.see(incident + "/corriger")
	w.put("to", "2025-12-01", "from", "2026-01-04")
	w.wrong(func() { w.send("/corriger") })
	w.put("to", "", "from", "2026-01-04", "what", "des prénoms", "number", "environ 12", "sensitivity", "des besoins de santé", "consequences", "être reconnu", "likelihood", "faible",
		"to_commission", "2026-01-06", "to_persons", "2026-01-06", "measures", "plus de cahier hors du local", "why", "le cahier est revenu")
	w.tab.Press(`[for="serious-2"]`)
	w.send("/corriger")
	w.look()
	w.see(incident + "/avis/commission")
	w.see(incident + "/avis/personnes")
	w.see(incident)
	w.unfold()
	w.look()
	w.see("/app/incidents")
}

// exports asks for an export of records, is told that one is open, and stops it.
func (w *walker) exports() {
	w.see("/app/export")
	if w.here("") != "/app/export" { // who they are is asked again
		w.send("/confirmer")
		w.look()
	}
	w.send("/export")
	w.look()
	w.send("/arreter")
	w.look()
}
