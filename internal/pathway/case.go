package pathway

// Outcome is what became of a case.
type Outcome struct {
	Case   Case
	Path   []string // the questions asked, in order
	End    string   // empty: it came to no end
	Missed string   // a question that was asked and that the case does not answer
	Extra  string   // an answer that was never asked for, or that the question does not take
}

// Passes reports that the case came to the end its authors expect, by its own
// answers and all of them.
func (o Outcome) Passes() bool { return o.End != "" && o.End == o.Case.End && o.Extra == "" }

// Try walks a case.
func Try(p *Pathway, c Case) Outcome {
	o := Outcome{Case: c}
	var w Walk
	for n := 1; n <= pathMost; n++ {
		here := w.Here(p)
		if here.End != nil {
			o.End = here.End.ID
			break
		}
		if here.Step == nil {
			break
		}
		said, ok := c.Answers[here.Step.ID]
		if !ok {
			o.Missed = here.Step.ID
			break
		}
		if err := w.Answer(p, here.N, here.Step.ID, said); err != nil {
			o.Extra = here.Step.ID
			break
		}
	}
	o.Path = append(o.Path, w.Path...)
	asked := w.Answers()
	for id := range c.Answers {
		if _, ok := asked[id]; !ok && o.End != "" {
			o.Extra = id
		}
	}
	return o
}

// cases asks that each case has a name and passes.
func (c *checker) cases() {
	if len(c.list) > 0 {
		return // they would fail for what is said already
	}
	for i, one := range c.p.Cases {
		o := Try(c.p, one)
		switch {
		case one.Name == "" || len(one.Name) > WordsMost:
			c.say("", at("cases", i)+".name", "pathway_check.case_name")
		case o.Passes():
		case o.Missed != "":
			c.say("", at("cases", i), "pathway_check.case_missed", "name", one.Name, "step", o.Missed)
		case o.Extra != "":
			c.say("", at("cases", i), "pathway_check.case_extra", "name", one.Name, "step", o.Extra)
		default:
			c.say("", at("cases", i), "pathway_check.case_end", "name", one.Name, "end", o.End, "want", one.End)
		}
	}
	if len(c.p.Cases) == 0 {
		c.say("", "cases", "pathway_check.no_case")
	}
}
