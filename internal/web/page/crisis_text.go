package page

import "passerelle/internal/i18n"

// Lines are the draft as plain text, to go on with in any editor: what the page
// says, in its order, and room to answer.
func (p CrisisPostMortem) Lines() []string {
	l := p.L
	out := []string{l.T("crisis.post_mortem") + " · " + p.Title.S, p.Sector.S, "", l.T("crisis.post_mortem_lead"), "", p.Why.S, ""}
	head := func(key string) { out = append(out, "", "## "+l.T(key), "") }
	item := func(parts ...i18n.Text) {
		s := "- " + parts[0].S
		for _, t := range parts[1:] {
			s += "\r\n  " + t.S
		}
		out = append(out, s)
	}
	for _, f := range p.Facts {
		item(f)
	}
	head("crisis.decisions")
	for _, d := range p.Decisions {
		item(d.Words, l.Text("crisis.origin", "words", d.Origin), i18n.Text{S: d.Org.S + ", " + d.At})
	}
	head("crisis.rules")
	for _, r := range p.Rules {
		item(append([]i18n.Text{r.Words}, r.told()...)...)
	}
	tasks := func(key string, list []CrisisTask) {
		if len(list) > 0 {
			head(key)
		}
		for _, t := range list {
			item(i18n.Text{S: t.Org.S + " · " + t.Words.S}, l.Text("crisis.due", "time", t.Due))
		}
	}
	tasks("crisis.done_in_time", p.Done)
	tasks("crisis.later", p.Later)
	tasks("crisis.undone", p.Undone)
	head("crisis.reviews")
	for _, r := range p.Reviews {
		item(r.Words, i18n.Text{S: r.At}, r.How)
	}
	if p.Missed.S != "" {
		item(p.Missed)
	}
	head("crisis.questions")
	for _, q := range crisisQuestions {
		out = append(out, "- "+l.T(q), "", "")
	}
	return out
}
