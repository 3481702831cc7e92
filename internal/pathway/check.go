package pathway

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"passerelle/internal/fault"
)

// Problem is why a pathway is not published: where, to the field, and what to
// do, as a key of the catalogue.
type Problem struct {
	Where string // a question or an end; empty: the pathway itself
	Field string // as in the file: ask.en, next[2].when
	Key   string
	Args  []any
}

// Place is the place in one word.
func (p Problem) Place() string {
	if p.Where == "" {
		return p.Field
	}
	return p.Where + "." + p.Field
}

// Check lists all that is wrong with a pathway; nothing means that every answer
// to every question leads, in the end, to somebody or somewhere, in both
// languages.
func Check(p *Pathway) []Problem {
	c := &checker{p: p}
	c.head()
	c.names()
	for i := range p.Steps {
		c.step(&p.Steps[i])
	}
	for i := range p.Ends {
		c.end(&p.Ends[i])
	}
	c.flow()
	c.cases()
	return c.list
}

type checker struct {
	p    *Pathway
	list []Problem
}

func (c *checker) say(where, field, key string, args ...any) {
	c.list = append(c.list, Problem{where, field, key, args})
}

// both asks for a passage in both languages.
func (c *checker) both(where, field string, w Words) {
	c.optional(where, field, w)
	if w.Empty() {
		c.say(where, field, "pathway_check.words_missing")
	}
}

// optional asks for the other language of what is said in one.
func (c *checker) optional(where, field string, w Words) {
	for _, x := range []struct{ lang, words string }{{"fr", w.FR}, {"en", w.EN}} {
		switch {
		case strings.TrimSpace(x.words) == "" && !w.Empty():
			c.say(where, field+"."+x.lang, "pathway_check.translation_"+x.lang)
		case utf8.RuneCountInString(x.words) > WordsMost:
			c.say(where, field+"."+x.lang, "pathway_check.words_long", "most", WordsMost)
		}
	}
}

func (c *checker) head() {
	c.both("", "title", c.p.Title)
	c.both("", "about", c.p.About)
	c.both("", "for", c.p.For)
	c.optional("", "always", c.p.Always)
	for i, s := range c.p.Sources {
		c.both("", at("sources", i), s)
	}
	if len(c.p.Steps) > StepsMost || len(c.p.Ends) > EndsMost || len(c.p.Cases) > CasesMost {
		c.say("", "steps", "pathway_check.too_many", "steps", StepsMost, "ends", EndsMost, "cases", CasesMost)
	}
	if _, ok := c.p.Step(c.p.Start); !ok {
		c.say("", "start", "pathway_check.start")
	}
	if e, ok := c.p.End(c.p.Alarm); !ok || e.Kind != Call {
		c.say("", "alarm", "pathway_check.alarm")
	}
}

// names asks that each place has one name of its own.
func (c *checker) names() {
	seen := map[string]bool{}
	check := func(id string) {
		if !isName(id) || reserved(id) {
			c.say(id, "id", "pathway_check.id", "id", id)
		} else if seen[id] {
			c.say(id, "id", "pathway_check.twice", "id", id)
		}
		seen[id] = true
	}
	for _, s := range c.p.Steps {
		check(s.ID)
	}
	for _, e := range c.p.Ends {
		check(e.ID)
	}
}

func (c *checker) step(s *Step) {
	c.both(s.ID, "ask", s.Ask)
	c.both(s.ID, "why", s.Why)
	switch s.Kind {
	case YesNo:
	case Choice:
		c.options(s)
	case Number:
		if s.Least >= s.Most || s.Least < 0 || s.Most > 1_000_000 {
			c.say(s.ID, "most", "pathway_check.range")
		}
	default:
		c.say(s.ID, "kind", "pathway_check.kind")
	}
	if len(s.Next) == 0 {
		c.say(s.ID, "next", "pathway_check.dead_end")
	}
	if len(s.Next) > BranchesMost {
		c.say(s.ID, "next", "pathway_check.branches", "most", BranchesMost)
	}
	for i, b := range s.Next {
		if !c.known(b.Go) {
			c.say(s.ID, at("next", i)+".go", "pathway_check.target", "to", b.Go)
		}
		c.expr(s.ID, at("next", i)+".when", b.When)
	}
}

func (c *checker) options(s *Step) {
	if len(s.Options) < 2 || len(s.Options) > OptionsMost {
		c.say(s.ID, "options", "pathway_check.options", "most", OptionsMost)
	}
	seen := map[string]bool{}
	for i, o := range s.Options {
		if !isName(o.Value) || reserved(o.Value) || seen[o.Value] {
			c.say(s.ID, at("options", i)+".value", "pathway_check.id", "id", o.Value)
		}
		seen[o.Value] = true
		c.both(s.ID, at("options", i), o.Words)
	}
}

func (c *checker) end(e *End) {
	c.both(e.ID, "title", e.Title)
	c.both(e.ID, "say", e.Say)
	c.optional(e.ID, "together", e.Together)
	c.optional(e.ID, "search", e.Search)
	if len(e.Because) == 0 {
		c.say(e.ID, "because", "pathway_check.no_reason")
	}
	for i, r := range e.Because {
		c.both(e.ID, at("because", i), r.Words)
		c.expr(e.ID, at("because", i)+".when", r.When)
	}
	for i, l := range e.Lines {
		c.both(e.ID, at("lines", i), l.Words)
		if !callable(l.Number) {
			c.say(e.ID, at("lines", i)+".number", "pathway_check.number")
		}
	}
	empty := map[EndKind]bool{Call: len(e.Lines) == 0, Lines: len(e.Lines) == 0, Search: e.Search.Empty(), Refer: len(e.Slices) == 0}
	if missing, known := empty[e.Kind]; !known {
		c.say(e.ID, "kind", "pathway_check.end_kind")
	} else if missing {
		c.say(e.ID, "kind", "pathway_check.end_"+string(e.Kind))
	}
	c.slices(e)
}

func (c *checker) slices(e *End) {
	seen := map[string]bool{}
	for i, s := range e.Slices {
		field := at("slices", i)
		if !isName(s.ID) || seen[s.ID] {
			c.say(e.ID, field+".id", "pathway_check.id", "id", s.ID)
		}
		seen[s.ID] = true
		c.both(e.ID, field+".title", s.Title)
		c.optional(e.ID, field+".search", s.Search)
		if len(s.Tells) == 0 {
			c.say(e.ID, field+".tells", "pathway_check.tells_nothing")
		}
		for _, id := range s.Tells {
			if _, ok := c.p.Step(id); !ok {
				c.say(e.ID, field+".tells", "pathway_check.tells", "step", id)
			}
		}
	}
}

// expr asks that a condition can be read.
func (c *checker) expr(where, field, src string) {
	if _, err := Parse(src, c.p.Steps); err != nil {
		key, args := fault.KeyOf(err)
		c.say(where, field, key, args...)
	}
}

func (c *checker) known(id string) bool {
	_, step := c.p.Step(id)
	_, end := c.p.End(id)
	return step || end
}

func at(list string, i int) string { return list + "[" + strconv.Itoa(i) + "]" }

// callable reports a number of the North American plan, or a short one.
func callable(number string) bool {
	if strings.Trim(number, "0123456789 -") != "" {
		return false
	}
	d := strings.NewReplacer(" ", "", "-", "").Replace(number)
	return len(d) == 3 || len(d) == 10 || len(d) == 11 && d[0] == '1'
}
