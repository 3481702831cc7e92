package hsds

import (
	"crypto/sha256"
	"strings"

	"passerelle/internal/directory"
	"passerelle/internal/id"
)

// bilingual is what files in two languages tell beside their records.
type bilingual struct {
	english, french int                        // records that have each; of a file in one language that it does not name, small words of each
	profiles        map[string]map[string]bool // the fields that each privacy profile hides
	claims          map[key][32]byte           // what the record that bears an id says, in this pass
	agencies        map[[32]byte]string        // the number of the agency of a name; "" when several have it
}

// language is the one that more records have; French when as many have both.
// "" when no file says in which language its records are.
func (b *bilingual) language() string {
	switch {
	case b.english+b.french == 0:
		return ""
	case b.english > b.french:
		return "en"
	}
	return "fr"
}

// said is a text in both languages, each of one or more cells.
type said struct {
	en, fr []cell
	hidden bool // its source has words for it that nobody may see
}

func (s said) empty() bool { return len(s.en)+len(s.fr) == 0 && !s.hidden }

// and appends a text to another.
func (s said) and(more said) said {
	return said{append(s.en, more.en...), append(s.fr, more.fr...), s.hidden || more.hidden}
}

// or is the first text that says anything.
func (s said) or(more said) said {
	if s.empty() {
		return more
	}
	return s
}

// glue makes one cell of several, all of which reach its field.
func glue(cells []cell, between string) cell {
	one := cells[0]
	if len(cells) == 1 {
		return one
	}
	var all strings.Builder
	all.WriteString(one.val)
	with := append([]int{}, one.with...)
	for _, c := range cells[1:] {
		all.WriteString(between + c.val)
		if c.at >= 0 {
			with = append(with, c.at)
		}
		with = append(with, c.with...)
	}
	one.val, one.with = all.String(), with
	return one
}

// maker makes the records that one element of an XML file tells.
type maker struct {
	*Package
	it  *item
	own string // the language of what records say themselves: fr or en
}

// draft is a record on its way, with its texts in the other language.
type draft struct {
	*row
	told []passage
	gone bool // its source says that nobody may see it
}

type passage struct {
	field, language string
	c               cell // at is -2 when it must not be seen
}

// draft begins a record of a layout under an id of ours. links are fields that
// hold ids of ours.
func (k *maker) draft(layout, uuid string, links ...string) *draft {
	d := &draft{row: &row{item: k.it, l: layouts[layout], given: uuid}}
	for i := 0; i+1 < len(links); i += 2 {
		if links[i+1] != "" {
			d.cells = append(d.cells, cell{name: links[i], raw: links[i+1], val: links[i+1], at: -1})
		}
	}
	return d
}

// set gives a field the first text, if there is any.
func (d *draft) set(field string, cells ...cell) {
	if len(cells) > 0 {
		d.join(field, " ", cells)
	}
}

// join gives a field several texts.
func (d *draft) join(field, between string, cells []cell) {
	if len(cells) == 0 {
		return
	}
	c := glue(cells, between)
	c.name = field
	d.cells = append(d.cells, c)
}

// fixed gives a field what the format means and no cell says.
func (d *draft) fixed(field, val string) {
	d.cells = append(d.cells, cell{name: field, raw: val, val: val, at: -1})
}

// sides are a text in the language of the records, and in the other.
func (k *maker) sides(s said) (own, other []cell) {
	if k.own == "en" {
		return s.en, s.fr
	}
	return s.fr, s.en
}

// sided is a text of the two sides.
func (k *maker) sided(own, other []cell) said {
	if k.own == "en" {
		return said{en: own, fr: other}
	}
	return said{fr: own, en: other}
}

// took notes that cells reached a path, where no field of a record is put from
// them.
func (k *maker) took(path string, cells ...cell) {
	for i := range cells {
		k.it.done(&cells[i], directory.Mapped, path)
	}
}

// say gives a field a text in both languages: the record's own, and the other as
// a translation. A field that cannot be empty takes the other language where its
// own is missing.
func (k *maker) say(d *draft, field, between string, s said) {
	own, other := k.sides(s)
	language := "en"
	if k.own == "en" {
		language = "fr"
	}
	if len(other) > 0 {
		c := glue(other, between)
		d.told = append(d.told, passage{field, language, c})
	} else if s.hidden {
		d.told = append(d.told, passage{field, language, cell{at: -2}})
	}
	t := directory.TableOf(d.l.to)
	if len(own) == 0 && t.Columns[t.At(field)].Required {
		own = other
	}
	d.join(field, between, own)
}

// make makes the record, then its translations.
func (k *maker) make(d *draft) *draft {
	if d.gone {
		k.shut(d)
	} else {
		k.mapper.row(d.row)
	}
	for _, t := range d.told {
		rec := directory.NewRecord(directory.Translations.Name, id.Derived(k.mapper.dataset, "translation", d.id(), t.field, t.language))
		rec.Set("resource_type", d.l.to)
		rec.Set("resource_id", d.id())
		rec.Set("field_name", t.field)
		rec.Set("language", t.language)
		rec.Set("origin", "human")
		if rec.Withheld = d.gone || t.c.at == -2; !rec.Withheld {
			rec.Set("value", t.c.val)
			if odd := oddText(directory.Words, t.c.val); odd != "" {
				d.issue(&t.c, odd)
			}
			d.done(&t.c, directory.Mapped, "translation.value")
		}
		k.mapper.emit(rec)
	}
	return d
}

// shut keeps a record without its texts, and shows it to nobody: were it left
// out, one that was public at the last import would stay so.
func (k *maker) shut(d *draft) {
	d.start(d.given)
	t := directory.TableOf(d.l.to)
	for _, c := range d.cells {
		if at := t.At(c.name); at >= 0 && t.Columns[at].Kind == directory.Link {
			d.rec.Values[at] = c.val
			continue
		}
		k.hide(c)
	}
	for _, told := range d.told {
		k.hide(told.c)
	}
	d.rec.Withheld = true
	k.mapper.emit(d.rec)
}

// unmark withholds what a record may have been marked with at an earlier import,
// and the term when no record that is public uses it.
func (k *maker) unmark(of, taxonomy string, words []cell) {
	for _, w := range words {
		term := id.Derived(k.mapper.dataset, "taxonomy_term", taxonomy, w.val)
		rec := directory.NewRecord("attribute", id.Derived(k.mapper.dataset, "attribute", of, term, ""))
		rec.Withheld = true
		if k.mapper.first { // what is in the index after the first pass is used
			continue
		}
		if k.mapper.index[keyOf("taxonomy_term", term)] == nil {
			gone := directory.NewRecord("taxonomy_term", term)
			gone.Withheld = true
			k.mapper.emit(gone)
		}
		rec.Set("link_id", of)
		rec.Set("link_entity", "service")
		rec.Set("taxonomy_term_id", term)
		k.mapper.emit(rec)
	}
}

// hide keeps cells for nobody.
func (k *maker) hide(cells ...cell) {
	for _, c := range cells {
		k.it.hide(c.at)
		for _, at := range c.with {
			k.it.hide(at)
		}
	}
}

// hideAll keeps for nobody what is left of an element and of all in it.
func (k *maker) hideAll(e *element) {
	if e == nil {
		return
	}
	for _, a := range e.attrs {
		k.it.hide(a.at)
	}
	k.it.hide(e.at)
	for _, kid := range e.kids {
		k.hideAll(kid)
	}
}

// place is the id of a part of a record: the same part is the same record at the
// next import, whatever it says then.
func (k *maker) place(of *draft, table, slot string) string {
	return id.Derived(k.mapper.dataset, table, of.id(), slot)
}

// named is the id that the record of a table has which its source calls so.
func (k *maker) named(table, source string) string {
	return id.Derived(k.mapper.dataset, table, "xml", source)
}

// claim gives a numbered record its id. The same number and words again are the
// same record, told once; other words under one number are another record. c is
// the number's cell.
func (k *maker) claim(table string, c cell, e *element) (uuid string, again bool) {
	sum := e.sum()
	uuid = k.named(table, c.val)
	ro := &row{item: k.it}
	switch had, taken := k.pairs.claims[keyOf(table, uuid)]; {
	case taken && had == sum:
		ro.issue(&c, "row_twice")
		return uuid, true
	case taken:
		ro.issue(&c, "id_twice")
		uuid = id.Derived(uuid, string(sum[:]))
		if k.pairs.claims[keyOf(table, uuid)] == sum {
			return uuid, true
		}
	}
	k.pairs.claims[keyOf(table, uuid)] = sum
	return uuid, false
}

// sum tells elements of different content apart.
func (e *element) sum() (sum [32]byte) {
	h := sha256.New()
	var add func(e *element)
	add = func(e *element) {
		part(h, e.name)
		for _, a := range e.attrs {
			part(h, a.name)
			part(h, a.val)
		}
		part(h, strings.TrimSpace(e.text))
		for _, kid := range e.kids {
			add(kid)
		}
		part(h, "/")
	}
	add(e)
	h.Sum(sum[:0])
	return sum
}

// get is an attribute of an element as a cell; none when it is not there.
func (e *element) get(name string) []cell {
	if e == nil {
		return nil
	}
	for _, a := range e.attrs {
		if a.name == name && a.at >= 0 {
			return cellOf(a.val, a.at)
		}
	}
	return nil
}

// words is the element's own text as a cell; none when it has none.
func (e *element) words() []cell {
	if e == nil || e.at < 0 {
		return nil
	}
	return cellOf(e.text, e.at)
}

func cellOf(raw string, at int) []cell {
	val, _ := clean(raw)
	return []cell{{raw: raw, val: val, at: at}}
}

// first is the first element of a name in another; nil when there is none.
func (e *element) first(name string) *element {
	if e != nil {
		for _, kid := range e.kids {
			if kid.name == name {
				return kid
			}
		}
	}
	return nil
}

// each are all elements of a name in another.
func (e *element) each(name string) (out []*element) {
	if e != nil {
		for _, kid := range e.kids {
			if kid.name == name {
				out = append(out, kid)
			}
		}
	}
	return out
}

// says reports whether an attribute says yes.
func (e *element) says(name string) bool {
	c := e.get(name)
	return len(c) > 0 && (c[0].val == "1" || c[0].val == "true")
}

// hides reports whether an attribute keeps something from the public.
func (e *element) hides(name string) bool { return hides(e.get(name)) }

// hides reports whether a value keeps something from the public: whatever does
// not say no clearly, does.
func hides(c []cell) bool {
	return len(c) > 0 && c[0].val != "0" && !strings.EqualFold(c[0].val, "false")
}
