package hsds

import (
	"slices"
	"strconv"
	"strings"
)

// meet makes the ways to reach what the record is of: its telephones, its hours,
// the people who answer for it.
func (c *cioc) meet() {
	for _, d := range []*draft{c.provided, c.place, c.organization} {
		if d != nil && c.main == nil {
			c.main = d
		}
	}
	if c.main == nil || c.main == c.organization && !c.agency {
		return
	}
	for _, p := range []struct{ field, kind, fr, en string }{
		{"OFFICE_PHONE", "voice", "", ""}, {"TOLL_FREE_PHONE", "voice", "Sans frais", "Toll free"}, {"CRISIS_PHONE", "voice", "Urgence", "Crisis"},
		{"AFTER_HRS_PHONE", "voice", "Hors des heures d'ouverture", "After hours"}, {"TDD_PHONE", "textphone", "", ""}, {"FAX", "fax", "", ""},
	} {
		e := c.e.first(p.field)
		s := c.both(e, "V")
		c.phones(c.main, strings.ToLower(p.field), p.kind, s, p.fr, p.en, c.private(p.field) || s.hidden && len(s.en)+len(s.fr) == 0)
	}
	if e := c.e.first("HOURS"); e != nil && c.main.l.to != "organization" {
		s := c.both(e, "V")
		c.opens(c.main, "hours", s, c.private("HOURS") || s.hidden && len(s.en)+len(s.fr) == 0)
	}
	for _, f := range []string{"CONTACT_1", "CONTACT_2", "EXEC_1", "EXEC_2", "VOLCONTACT"} {
		c.contacts(f)
	}
}

// address makes one of the two addresses of a site.
func (c *cioc) address(field, kind, slot string) {
	e := c.e.first(field)
	if e == nil {
		return
	}
	d := c.draft("addresses", c.maker.place(c.place, "address", slot), "location_id", c.place.id())
	if d.gone = c.private(field); d.gone {
		c.hideAll(e)
		c.maker.make(d)
		return
	}
	d.fixed("address_type", kind)
	part := func(names ...string) (s said) {
		for _, n := range names {
			s = s.and(c.both(e, n))
		}
		return s
	}
	c.say(d, "attention", ", ", part("CO"))
	street := c.street(e)
	box := c.pair(inLine(e, "BXTP", "BOX"), inLine(e, "BXTPF", "BOXF"))
	rest := part("SFX", "BLD").and(box).and(part("LN2"))
	if street.empty() {
		street = part("LN1")
	} else {
		rest = part("LN1").and(rest)
	}
	if street.empty() {
		street, rest = box, part("SFX", "BLD", "LN2")
	}
	c.say(d, "address_1", ", ", street)
	c.say(d, "address_2", ", ", rest)
	city := part("CTY")
	if city.empty() && kind == "physical" {
		city = c.field("LOCATED_IN_CM", "V")
	}
	c.say(d, "city", ", ", city)
	c.setOne(d, "state_province", part("PRV"))
	c.setOne(d, "country", part("CTRY"))
	d.set("postal_code", e.get("PC")...)
	c.maker.make(d)
}

// street is a number, a name, a kind and a direction, in the order in which each
// language writes them.
func (c *cioc) street(e *element) said {
	line := func(suffix string) []cell {
		num, name, kind, way := e.get("STNUM"+suffix), e.get("ST"+suffix), e.get("STTYPE"+suffix), e.get("STDIR"+suffix)
		if len(name) == 0 {
			return num
		}
		order := append(append([]cell{}, kind...), name...)
		if after := e.get("STTYPEAFTER" + suffix); len(after) > 0 && (after[0].val == "1") || len(after) == 0 && suffix == "" {
			order = append(append([]cell{}, name...), kind...)
		}
		for _, after := range e.get("STTYPEAFTER" + suffix) { // said by the order of the words
			c.took("address.address_1", after)
		}
		return []cell{glue(append(append(num, order...), way...), " ")}
	}
	return c.pair(line(""), line("F"))
}

// access makes what a place says of its access.
func (c *cioc) access() {
	e := c.e.first("ACCESSIBILITY")
	if e == nil {
		return
	}
	d := c.draft("accessibility", c.maker.place(c.place, "accessibility", "0"), "location_id", c.place.id())
	d.gone = c.private("ACCESSIBILITY")
	c.say(d, "description", "; ", c.checked("ACCESSIBILITY"))
	c.maker.make(d)
}

// areas are the communities that a service is for.
func (c *cioc) areas() {
	list := c.e.first("AREAS_SERVED")
	if c.private("AREAS_SERVED") {
		c.hideAll(list)
		c.blank(c.provided, "service_areas", "area", len(list.each("CM"))+1)
		return
	}
	for i, cm := range list.each("CM") {
		c.area(i, c.item(cm), said{})
	}
	if note := c.both(list, "N"); !note.empty() {
		c.area(len(list.each("CM")), said{}, note)
	}
}

func (c *cioc) area(i int, name, note said) {
	d := c.draft("service_areas", c.maker.place(c.provided, "service_area", "area/"+strconv.Itoa(i)), "service_id", c.provided.id())
	c.say(d, "name", ", ", name)
	c.say(d, "description", ", ", note)
	c.maker.make(d)
}

// languagesSpoken are the languages that a service is given in.
func (c *cioc) languagesSpoken() {
	list := c.e.first("LANGUAGES")
	if c.private("LANGUAGES") {
		c.blank(c.provided, "languages", "language", len(list.each("CHK")))
		return
	}
	for i, chk := range list.each("CHK") {
		d := c.draft("languages", c.maker.place(c.provided, "language", "language/"+strconv.Itoa(i)), "service_id", c.provided.id())
		name := c.item(&element{attrs: without(chk.attrs, "N", "NF")})
		c.say(d, "name", ", ", name)
		note := c.both(chk, "N")
		for _, kind := range chk.each("SERVICE_TYPE") {
			note = note.and(c.item(kind))
		}
		c.say(d, "note", ", ", note)
		for _, n := range append(append([]cell{}, name.en...), name.fr...) {
			if code := languageCode(n.val); code != "" {
				d.fixed("code", code)
				break
			}
		}
		c.maker.make(d)
	}
}

func without(list []attr, names ...string) (out []attr) {
	for _, a := range list {
		if a.name != names[0] && a.name != names[1] {
			out = append(out, a)
		}
	}
	return out
}

// documents are the papers that a service asks for.
func (c *cioc) documents() {
	e := c.e.first("DOCUMENTS_REQUIRED")
	if e == nil {
		return
	}
	d := c.draft("required_documents", c.maker.place(c.provided, "required_document", "0"), "service_id", c.provided.id())
	d.gone = c.private("DOCUMENTS_REQUIRED")
	c.say(d, "document", "\n", c.field("DOCUMENTS_REQUIRED", "V"))
	c.maker.make(d)
}

// subjects are the words of a thesaurus under which the source files a service,
// and codes of a taxonomy that are not ours to show.
func (c *cioc) subjects() {
	for _, tm := range c.e.first("SUBJECTS").each("TM") {
		all := append(tm.get("VF"), tm.get("V")...)
		s := c.both(tm, "V")
		if c.private("SUBJECTS") {
			s = said{}
		}
		shown := append(append([]cell{}, s.fr...), s.en...)
		for _, word := range shown {
			c.provided.attribute(&word, "keywords", word.val, "")
		}
		c.unmark(c.provided.id(), "keywords", beside(all, shown))
	}
	if c.private("SUBJECTS") {
		c.hideAll(c.e.first("SUBJECTS"))
	}
	for _, lnk := range c.open("TAXONOMY").each("LNK") {
		for _, tm := range lnk.each("TM") {
			for _, code := range tm.get("V") {
				c.provided.attribute(&code, opaqueTaxonomy, code.val, "")
			}
		}
	}
	for _, who := range append(c.e.first("TAXONOMY").get("MODBY"), c.e.first("TAXONOMY").get("MOD")...) {
		c.hide(who)
	}
}

// beside are the cells whose words are not among others.
func beside(all, shown []cell) (out []cell) {
	for _, c := range all {
		if !slices.ContainsFunc(shown, func(s cell) bool { return s.val == c.val }) {
			out = append(out, c)
		}
	}
	return out
}

// describe makes what an organisation or a service has beside: who pays for it,
// where else it is on the Internet.
func (c *cioc) describe() {
	d := c.provided
	if d == nil && c.agency {
		d = c.organization
	}
	if d == nil {
		return
	}
	for _, p := range [][2]string{{"FUNDING", "funding"}, {"SOCIAL_MEDIA", "url"}} {
		if e := c.e.first(p[0]); e != nil && c.private(p[0]) {
			c.blank(d, p[1], p[1], len(e.kids))
		}
	}
	for i, chk := range c.open("FUNDING").each("CHK") {
		one := c.draft("funding", c.maker.place(d, "funding", "funding/"+strconv.Itoa(i)), d.l.to+"_id", d.id())
		c.setOne(one, "source", c.item(chk))
		c.maker.make(one)
	}
	c.otherPage(d)
	for i, kind := range c.open("SOCIAL_MEDIA").each("TYPE") {
		one := c.draft("url", c.maker.place(d, "url", "url/"+strconv.Itoa(i)), d.l.to+"_id", d.id())
		s := c.lang(kind, kind.get("URL"))
		address := append(s.en, s.fr...)
		if len(address) == 0 {
			continue
		}
		scheme := kind.get("PROTOCOL")
		one.join("url", "", append(scheme, address...))
		if len(scheme) == 0 { // the schema's default
			one.cells[len(one.cells)-1].val = "https://" + address[0].val
		}
		one.set("label", kind.get("NM")...)
		c.maker.make(one)
	}
}

// otherPage is the web page in the other language, where it is another.
func (c *cioc) otherPage(of *draft) {
	s := c.field("WWW_ADDRESS", "V")
	_, other := c.sides(s)
	label := "English"
	if c.own == "en" {
		label = "Français"
	}
	if s.hidden {
		c.blankAt(of, "url", "other")
	}
	if len(s.en) == 0 || len(s.fr) == 0 || s.en[0].val == s.fr[0].val {
		return
	}
	d := c.draft("url", c.maker.place(of, "url", "other"), of.l.to+"_id", of.id())
	d.set("url", other...)
	d.fixed("label", label)
	c.maker.make(d)
}

// contacts makes the people of one field. The same person is often there in each
// language: told once, with the title in both.
func (c *cioc) contacts(field string) {
	e := c.e.first(field)
	if e == nil {
		return
	}
	if c.private(field) {
		c.hideAll(e)
		c.blank(c.main, "contacts", strings.ToLower(field), 4)
		return
	}
	made := map[string]bool{}
	for _, own := range []bool{true, false} { // the record's own language first
		for i, one := range e.each("CONTACT") {
			lang := one.get("LANG")
			if first := len(lang) > 0 && (lang[0].val == "E") == (c.own == "en"); first != own {
				continue
			}
			c.contact(strings.ToLower(field)+"/"+strconv.Itoa(i), one, made)
		}
	}
}

func (c *cioc) contact(slot string, e *element, made map[string]bool) {
	var name []cell
	for _, part := range []string{"NMH", "NMFIRST", "NMLAST", "NMS"} {
		name = append(name, e.get(part)...)
	}
	if s := c.lang(e, name); s.hidden {
		c.hideAll(e)
		return
	}
	who := ""
	if len(name) > 0 {
		who = glue(name, " ").val
	}
	if made[who] && who != "" {
		return // kept word for word: what it adds is the title in another language
	}
	made[who] = true
	d := c.draft("contacts", c.maker.place(c.main, "contact", slot), c.main.l.to+"_id", c.main.id())
	d.join("name", " ", name)
	d.set("title", e.get("TTL")...)
	d.set("department", e.get("ORG")...)
	d.set("email", e.get("EML")...)
	c.maker.make(d)
	for _, p := range []struct{ head, kind string }{{"PH1", "voice"}, {"PH2", "voice"}, {"PH3", "voice"}, {"FAX", "fax"}} {
		if no := e.get(p.head + "NO"); len(no) > 0 {
			one := c.draft("phones", c.maker.place(d, "phone", p.head), "contact_id", d.id())
			one.set("number", no...)
			one.set("extension", e.get(p.head+"EXT")...)
			one.join("description", ", ", append(e.get(p.head+"TYPE"), e.get(p.head+"N")...))
			one.fixed("type", p.kind)
			c.maker.make(one)
		}
	}
}
