package pathway

import (
	"maps"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// triedMost bounds the answers that are tried at one question.
const triedMost = 3_000

// branches tries every answer to a question, with every answer to the others
// that its conditions name. It returns where they lead, and says which answer
// no branch takes and which branch no answer takes.
func (c *checker) branches(s *Step) (ways []string) {
	exprs := make([]Expr, len(s.Next))
	numbers := map[string][]int{s.ID: nil}
	for i, b := range s.Next {
		e, err := Parse(b.When, c.p.Steps)
		if err != nil {
			return nil // said by step
		}
		exprs[i] = e
		e.visit(func(name string, n []int) { numbers[name] = append(numbers[name], n...) })
	}
	names := slices.Sorted(maps.Keys(numbers))
	values := make([][]string, len(names))
	tried := 1
	for i, name := range names {
		before := name == s.ID || reach(c.raw(""), name)[s.ID]
		if !before {
			c.say(s.ID, "next", "pathway_check.asked_later", "step", name)
			return nil
		}
		other, _ := c.p.Step(name)
		values[i] = samples(other, numbers[name])
		if name != s.ID && reach(c.raw(name), c.p.Start)[s.ID] {
			values[i] = append(values[i], "") // there is a way that does not ask it
		}
		tried *= len(values[i])
		if tried > triedMost {
			c.say(s.ID, "next", "pathway_check.too_tangled")
			return nil
		}
	}
	taken := make([]bool, len(s.Next))
	lost := ""
	try(names, values, Answers{}, func(a Answers) {
		i := slices.IndexFunc(exprs, func(e Expr) bool { return e.Holds(a) })
		if i < 0 {
			if lost == "" {
				lost = inWords(names, a)
			}
			return
		}
		taken[i] = true
	})
	if lost != "" {
		c.say(s.ID, "next", "pathway_check.lost", "answer", lost)
	}
	for i, yes := range taken {
		if yes {
			ways = append(ways, s.Next[i].Go)
		} else {
			c.say(s.ID, at("next", i), "pathway_check.never", "n", i+1)
		}
	}
	return ways
}

// samples are answers that stand for all the answers to a question: of a number
// the bounds, and each value it is compared with and its neighbours.
func samples(s *Step, compared []int) []string {
	list := []string{Unsure}
	switch s.Kind {
	case YesNo:
		return append(list, Yes, No)
	case Choice:
		for _, o := range s.Options {
			list = append(list, o.Value)
		}
		return list
	}
	set := map[int]bool{s.Least: true, s.Most: true}
	for _, n := range compared {
		for _, near := range []int{n - 1, n, n + 1} {
			if near >= s.Least && near <= s.Most {
				set[near] = true
			}
		}
	}
	for _, n := range slices.Sorted(maps.Keys(set)) {
		list = append(list, strconv.Itoa(n))
	}
	return list
}

// try gives each combination of answers to f.
func try(names []string, values [][]string, a Answers, f func(Answers)) {
	if len(names) == 0 {
		f(a)
		return
	}
	for _, v := range values[0] {
		if a[names[0]] = v; v == "" {
			delete(a, names[0])
		}
		try(names[1:], values[1:], a, f)
	}
}

// inWords is a combination as conditions write it.
func inWords(names []string, a Answers) string {
	var list []string
	for _, n := range names {
		if a[n] != "" {
			list = append(list, n+" = "+a[n])
		}
	}
	sort.Strings(list)
	return strings.Join(list, ", ")
}

// reasons asks of each reason of an end that some answers on the way to it make it
// true, and of what a receiver is told that it is asked on the way: an end that says
// why, or tells, by what nobody can have answered says nothing.
func (c *checker) reasons() {
	ways := c.raw("")
	for _, e := range c.p.Ends {
		for i, slice := range e.Slices {
			for _, id := range slice.Tells {
				if !reach(ways, id)[e.ID] {
					c.say(e.ID, at("slices", i)+".tells", "pathway_check.tells_never", "step", id)
				}
			}
		}
		for i, r := range e.Because {
			expr, err := Parse(r.When, c.p.Steps)
			if err != nil {
				continue // said by end
			}
			numbers := map[string][]int{}
			expr.visit(func(name string, n []int) { numbers[name] = append(numbers[name], n...) })
			names := slices.Sorted(maps.Keys(numbers))
			values, tried := make([][]string, len(names)), 1
			for j, name := range names {
				values[j] = []string{""}
				if reach(ways, name)[e.ID] {
					s, _ := c.p.Step(name)
					values[j] = append(samples(s, numbers[name]), "")
				}
				tried *= len(values[j])
			}
			if tried > triedMost {
				c.say(e.ID, at("because", i)+".when", "pathway_check.too_tangled")
				continue
			}
			holds := false
			try(names, values, Answers{}, func(a Answers) { holds = holds || expr.Holds(a) })
			if !holds {
				c.say(e.ID, at("because", i)+".when", "pathway_check.reason_never")
			}
		}
	}
}
