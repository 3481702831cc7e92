package pathway

import "slices"

// flow asks where answers lead: nothing is out of reach, nothing turns in
// circles, no answer is left without a way, and danger is asked first.
func (c *checker) flow() {
	if len(c.list) > 0 {
		// Names, types or words are wrong: what leads where would be guessed.
		c.deadEnds()
		return
	}
	ways := map[string][]string{} // where each question leads, by a branch that some answer takes
	for i := range c.p.Steps {
		s := &c.p.Steps[i]
		ways[s.ID] = c.branches(s)
	}
	reached := reach(ways, c.p.Start)
	for _, s := range c.p.Steps {
		if !reached[s.ID] {
			c.say(s.ID, "id", "pathway_check.unreachable")
		}
	}
	for _, e := range c.p.Ends {
		if !reached[e.ID] && e.ID != c.p.Alarm {
			c.say(e.ID, "id", "pathway_check.unreachable")
		}
	}
	said := len(c.list)
	if c.exits(ways, reached); len(c.list) == said {
		c.circles(ways, c.p.Start, map[string]bool{}, map[string]bool{})
	}
	c.reasons()
	alarmed := false
	for _, to := range ways[c.p.Start] {
		if e, ok := c.p.End(to); ok && e.Kind == Call {
			alarmed = true
		}
	}
	if !alarmed {
		c.say(c.p.Start, "next", "pathway_check.danger_late")
	}
}

// deadEnds is what can still be said of where a pathway leads while names or
// words are missing: questions from which no end is reached by any branch.
func (c *checker) deadEnds() {
	ways := map[string][]string{}
	for _, s := range c.p.Steps {
		for _, b := range s.Next {
			ways[s.ID] = append(ways[s.ID], b.Go)
		}
	}
	c.exits(ways, reach(ways, c.p.Start))
}

// exits asks that an end is reached from each question.
func (c *checker) exits(ways map[string][]string, reached map[string]bool) {
	for _, s := range c.p.Steps {
		if !reached[s.ID] || len(s.Next) == 0 { // said already
			continue
		}
		out, dead := false, ""
		for id := range reach(ways, s.ID) {
			if _, ok := c.p.End(id); ok {
				out = true
			}
			if t, ok := c.p.Step(id); ok && len(t.Next) == 0 {
				dead = id
			}
		}
		switch {
		case out:
		case dead != "":
			c.say(s.ID, "next", "pathway_check.leads_dead", "to", dead)
		default:
			c.say(s.ID, "next", "pathway_check.circle")
		}
	}
}

// circles finds the answers that lead back to a question already asked. A question
// has one answer, so who does not change theirs would turn for ever; to change it,
// each page has a way back.
func (c *checker) circles(ways map[string][]string, id string, on, done map[string]bool) {
	s, ok := c.p.Step(id)
	if !ok || done[id] {
		return
	}
	on[id] = true
	for i, b := range s.Next {
		switch {
		case !slices.Contains(ways[id], b.Go): // no answer takes it
		case on[b.Go]:
			c.say(id, at("next", i)+".go", "pathway_check.circle_back", "to", b.Go)
		default:
			c.circles(ways, b.Go, on, done)
		}
	}
	on[id], done[id] = false, true
}

// reach is all that can be come to from a place, itself among it.
func reach(ways map[string][]string, from string) map[string]bool {
	seen := map[string]bool{from: true}
	for todo := []string{from}; len(todo) > 0; {
		id := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, to := range ways[id] {
			if !seen[to] {
				seen[to] = true
				todo = append(todo, to)
			}
		}
	}
	return seen
}

// raw are the ways by every branch, whether an answer takes it or not.
func (c *checker) raw(without string) map[string][]string {
	ways := map[string][]string{}
	for _, s := range c.p.Steps {
		if s.ID == without {
			continue
		}
		for _, b := range s.Next {
			if b.Go != without {
				ways[s.ID] = append(ways[s.ID], b.Go)
			}
		}
	}
	return ways
}
