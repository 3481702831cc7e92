package web

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
)

// ownPart is a part of a service's page that its organisation edits: the word
// of its address, and what its form asks.
type ownPart struct {
	slug    string
	aspect  directory.Aspect
	legend  string // key, above the choices; empty: none
	choices []ownChoice
	lists   []ownList
	texts   []string // fields of the record
	lines   ownLines // nil: none
}

// ownChoice is a fact whose value is chosen among a few. Of a kind that says
// one thing at a time the code is chosen, and code is empty.
type ownChoice struct {
	kind    directory.FactKind
	code    string
	label   string // key
	options []choiceOption
}

// ownList is facts of one kind of which several hold, ticked in one list.
type ownList struct {
	kind        directory.FactKind
	name        string
	label, hint string // keys
	ahead       string // key of a second list: those that hold sometimes; empty: there is none
	codes       func(l *i18n.Local, in *directory.Inside) []string
	word        func(l *i18n.Local, code string) i18n.Text
}

// ownLines are facts that a form holds as lines of several fields.
type ownLines interface {
	// now is what the lines hold for a service as it is, and one empty line.
	now(in *directory.Inside, at time.Time) url.Values
	groups(f *ownForm) []page.OwnGroup
	// read gives the facts that the lines say, and what is wrong at a field.
	read(typed url.Values) ([]directory.Fact, fault.Fields)
}

// ownParts lists the parts in the order of the page.
var ownParts = []ownPart{
	{slug: "mots", aspect: directory.AspectWords, texts: []string{"name", "description", "fees_description", "alert"}},
	{slug: "joindre", aspect: directory.AspectPhones, texts: []string{"url", "email"}},
	{slug: "qui", aspect: directory.AspectWho, texts: []string{"minimum_age", "maximum_age", "eligibility_description", "application_process"},
		legend:  "own.askers",
		choices: choicesOf(directory.FactAsker, directory.Askers, askerKeys, yesOrNo),
		lists: []ownList{
			{kind: directory.FactMark, name: "marks", label: "own.marks", hint: "own.marks_hint", codes: always(directory.MarkUnconditional), word: wordOf(map[string]string{directory.MarkUnconditional: "service.everyone"})},
			{kind: directory.FactPopulation, name: "populations", label: "own.populations", hint: "own.populations_hint", codes: always(directory.Populations...), word: wordOf(populationKeys)},
		}},
	{slug: "demandes", aspect: directory.AspectAsks, choices: choicesOf(directory.FactAsk, directory.Questions, questionKeys, []choiceOption{{"", "own.ask_unsaid"}, {"yes", "own.ask_yes"}, {"no", "own.ask_no"}})},
	{slug: "papiers", aspect: directory.AspectPapers, choices: choicesOf(directory.FactPaper, directory.Papers, paperNames, paperOptions)},
	{slug: "langues", aspect: directory.AspectLanguages, texts: []string{"interpretation_services"},
		legend:  "own.interpreters",
		choices: choicesOf(directory.FactInterpreter, directory.InterpretingWays, interpreterKeys, yesOrNo),
		lists:   []ownList{{kind: directory.FactLanguage, name: "languages", label: "own.languages", hint: "own.languages_hint", ahead: "own.languages_ahead", codes: tongues, word: (*i18n.Local).Name}}},
	{slug: "places", aspect: directory.AspectCapacity, texts: []string{"wait_time"}, lines: roomLines{},
		choices: []ownChoice{{directory.FactCapacity, "", "sheet.capacity", capacityOptions}}},
	{slug: "fermeture", aspect: directory.AspectClosure, lines: closureLines{}},
	{slug: "adresse", aspect: directory.AspectAddress},
}

var yesOrNo = []choiceOption{{"", "own.unsaid"}, {"yes", "own.yes"}, {"no", "own.no"}}

var questionKeys = map[directory.Question]string{
	directory.AskStatus: "service.ask_status", directory.AskPapers: "service.ask_papers", directory.AskMoney: "service.ask_money", directory.AskAddress: "service.ask_address",
}

func choicesOf[T ~string](kind directory.FactKind, codes []T, labels map[T]string, options []choiceOption) (list []ownChoice) {
	for _, c := range codes {
		list = append(list, ownChoice{kind, string(c), labels[c], options})
	}
	return list
}

func always(codes ...string) func(*i18n.Local, *directory.Inside) []string {
	return func(*i18n.Local, *directory.Inside) []string { return codes }
}

func wordOf(keys map[string]string) func(*i18n.Local, string) i18n.Text {
	return func(l *i18n.Local, code string) i18n.Text { return l.Text(keys[code]) }
}

// tongues are the languages spoken, then all that can be named.
func tongues(l *i18n.Local, in *directory.Inside) []string {
	list := slices.Clone(in.Listing.Languages)
	for _, code := range l.Spoken() {
		if !slices.Contains(list, code) {
			list = append(list, code)
		}
	}
	return list
}

func ownPartOf(slug string) (ownPart, bool) {
	i := slices.IndexFunc(ownParts, func(p ownPart) bool { return p.slug == slug })
	if i < 0 {
		return ownPart{}, false
	}
	return ownParts[i], true
}

func (c ownChoice) name() string {
	if c.code == "" {
		return string(c.kind)
	}
	return string(c.kind) + "." + c.code
}

// now is the value that the service says. What was said of places long ago is
// not believed, and not offered to be said again unseen.
func (c ownChoice) now(in *directory.Inside, at time.Time) string {
	if c.code != "" {
		v, _ := in.Value(c.kind, c.code)
		return v
	}
	if state, _ := in.Listing.CapacityNow(at); state == directory.CapacityUnknown {
		return ""
	}
	for k := range in.Facts {
		if k.Kind == c.kind {
			return k.Code
		}
	}
	return ""
}

func (c ownChoice) read(in *directory.Inside, typed string, at time.Time) (facts []directory.Fact) {
	switch {
	case c.code == "" && typed == "" && c.now(in, at) != "":
		return []directory.Fact{{Kind: c.kind, Code: directory.Unsaid}}
	case c.code == "" && typed != "": // said again, it is believed from today on
		return []directory.Fact{{Kind: c.kind, Code: typed}}
	case c.code != "" && typed != c.now(in, at):
		return []directory.Fact{{Kind: c.kind, Code: c.code, Value: unsaid(typed)}}
	}
	return nil
}

func unsaid(value string) string {
	if value == "" {
		return directory.Unsaid
	}
	return value
}

// now are the codes that hold, and of these the ones that hold sometimes.
func (x ownList) now(in *directory.Inside) (codes, sometimes []string) {
	if x.ahead != "" {
		codes = slices.Clone(in.Listing.Languages)
		for _, c := range codes {
			if in.Listing.Particulars().CallsAhead(c) {
				sometimes = append(sometimes, c)
			}
		}
		return codes, sometimes
	}
	for k := range in.Facts {
		if k.Kind == x.kind {
			codes = append(codes, k.Code)
		}
	}
	slices.Sort(codes)
	return codes, nil
}

func (x ownList) read(in *directory.Inside, typed url.Values) (facts []directory.Fact) {
	value := func(codes, sometimes []string, code string) string {
		switch {
		case !slices.Contains(codes, code):
			return ""
		case slices.Contains(sometimes, code):
			return "sometimes"
		case x.ahead != "":
			return "always"
		}
		return "yes"
	}
	was, sometimes := x.now(in)
	all := map[string]bool{}
	for _, c := range slices.Concat(was, typed[x.name]) {
		all[c] = true
	}
	for _, code := range slices.Sorted(maps.Keys(all)) {
		old, now := value(was, sometimes, code), value(typed[x.name], typed[x.name+".ahead"], code)
		switch {
		case old == now:
		case now == "" && x.ahead != "": // a source may tell of it still
			facts = append(facts, directory.Fact{Kind: x.kind, Code: code, Value: "no"})
		case now == "yes": // the code says all
			facts = append(facts, directory.Fact{Kind: x.kind, Code: code})
		default:
			facts = append(facts, directory.Fact{Kind: x.kind, Code: code, Value: unsaid(now)})
		}
	}
	return facts
}

// now is what the form of a part holds for a service as it is.
func (p ownPart) now(in *directory.Inside, at time.Time) url.Values {
	v := url.Values{}
	for _, c := range p.choices {
		v.Set(c.name(), c.now(in, at))
	}
	for _, x := range p.lists {
		v[x.name], v[x.name+".ahead"] = x.now(in)
	}
	for _, field := range p.texts {
		v.Set(field, in.Fields[field])
		if other, two := in.Other[field]; two {
			v.Set(field+directory.OtherLanguage, other)
		}
	}
	if p.lines != nil {
		maps.Copy(v, p.lines.now(in, at))
	}
	if p.aspect == directory.AspectAddress {
		for _, place := range in.Places {
			v.Set("shows."+place.Location, string(place.Shows))
		}
	}
	return v
}

// read makes an edit of what is typed: what differs from what the service says.
func (p ownPart) read(in *directory.Inside, typed url.Values, at time.Time) (directory.Edit, error) {
	e := directory.Edit{
		Act: typed.Get("act"), Service: in.Listing.ID, Aspect: p.aspect, Seen: typed.Get("seen"),
		Fields: map[string]string{}, Other: map[string]string{}, Shows: map[string]directory.Showing{},
	}
	for _, c := range p.choices {
		e.Facts = append(e.Facts, c.read(in, typed.Get(c.name()), at)...)
	}
	for _, x := range p.lists {
		e.Facts = append(e.Facts, x.read(in, typed)...)
	}
	for _, field := range p.texts {
		e.Fields[field] = strings.TrimSpace(strings.ReplaceAll(typed.Get(field), "\r\n", "\n"))
		if _, two := in.Other[field]; two {
			e.Other[field] = strings.TrimSpace(strings.ReplaceAll(typed.Get(field+directory.OtherLanguage), "\r\n", "\n"))
		}
	}
	if p.aspect == directory.AspectAddress {
		for _, place := range in.Places {
			e.Shows[place.Location] = directory.Showing(typed.Get("shows." + place.Location))
		}
	}
	if p.lines == nil {
		return e, nil
	}
	said, bad := p.lines.read(typed)
	shown, _ := p.lines.read(p.lines.now(in, at)) // what the form does not show, such as a closure that is over, stays
	for _, was := range shown {
		if !slices.ContainsFunc(said, func(f directory.Fact) bool { return f.Code == was.Code }) {
			e.Facts = append(e.Facts, directory.Fact{Kind: was.Kind, Code: was.Code, Value: directory.Unsaid})
		}
	}
	e.Facts = append(e.Facts, said...)
	return e, bad.Err()
}
