package hsds

import (
	"encoding/hex"
	"regexp"
	"strings"
)

// names joins the levels of an organisation's name that are there.
func (c *cioc) names(fields ...string) (s said) {
	for _, f := range fields {
		s = s.and(c.field(f, "V"))
	}
	return s
}

var ciocLevels = []string{"ORG_LEVEL_2", "ORG_LEVEL_3", "ORG_LEVEL_4", "ORG_LEVEL_5"}

// keeper finds or makes the organisation. An agency's record is it; any other
// record names its agency by number, or by name alone: records that name the same
// one are of the same.
func (c *cioc) keeper(uuid string) {
	num := c.open("ORG_NUM").get("V")
	name := c.field("ORG_LEVEL_1", "V")
	switch {
	case c.agency:
		d := c.draft("organizations", uuid)
		d.source = c.num.val
		for _, n := range num {
			if n.val != c.num.val {
				d.set("parent_organization_id", c.linked("organization", n))
			} else {
				c.took("organization.id", n)
			}
		}
		if service := c.e.first("SERVICE_NAME_LEVEL_1"); !c.service || service != nil {
			name = name.and(c.names(ciocLevels...))
		}
		c.say(d, "name", ", ", name)
		c.agencyParts(d)
		c.took("organization.id", c.num)
		c.organization = c.maker.make(d)
		c.noteAgency(name)
	case len(num) > 0:
		link := c.linked("organization", num[0])
		c.organization = &draft{row: &row{item: c.it, l: layouts["organizations"]}}
		c.organization.start(link.val)
		c.organization.cells = []cell{link}
	case !name.empty():
		c.onlyNamed(name)
		if c.hiddenEN || c.hiddenFR {
			c.unname()
		}
	}
}

// linked is a cell that holds a number of the source, as the id that it has here.
func (c *cioc) linked(table string, x cell) cell {
	x.val = c.named(table, x.val)
	return x
}

// onlyNamed finds or makes the organisation that a record only names.
func (c *cioc) onlyNamed(name said) {
	words := append(append([]cell{}, name.en...), name.fr...)
	for _, x := range words {
		if num := c.pairs.agencies[agencyOf(x.val)]; num != "" {
			x.val = c.named("organization", num)
			c.organization = &draft{row: &row{item: c.it, l: layouts["organizations"]}}
			c.organization.start(x.val)
			c.organization.cells = []cell{x}
			return
		}
	}
	if len(words) == 0 {
		return
	}
	d := c.draft("organizations", c.ofName(words[0].val))
	d.many = true
	c.say(d, "name", ", ", name)
	c.organization = c.maker.make(d)
}

// ofName is the id of an organisation that bears no number.
func (c *cioc) ofName(name string) string {
	sum := agencyOf(name)
	return c.named("organization", "name "+hex.EncodeToString(sum[:]))
}

// unname withholds the organisation that no record names any more but those that
// nobody may see, or in a language that nobody may see.
func (c *cioc) unname() {
	e := c.e.first("ORG_LEVEL_1")
	if c.agency || c.mapper.first || c.e.first("ORG_NUM") != nil {
		return
	}
	for _, x := range append(e.get("V"), e.get("VF")...) {
		uuid := c.ofName(x.val)
		if c.mapper.entry("organization", uuid).many == nil { // no other record names it
			d := c.draft("organizations", uuid)
			d.gone = true
			c.maker.make(d)
		}
	}
}

// noteAgency remembers the number of an agency under its names, for records that
// only name it.
func (c *cioc) noteAgency(name said) {
	if !c.mapper.first {
		return
	}
	if c.pairs.agencies == nil {
		c.pairs.agencies = map[[32]byte]string{}
	}
	for _, n := range append(append([]cell{}, name.en...), name.fr...) {
		at := agencyOf(n.val)
		if num, met := c.pairs.agencies[at]; met && num != c.num.val {
			c.pairs.agencies[at] = "" // two agencies of one name: neither is guessed
			continue
		}
		c.pairs.agencies[at] = c.num.val
	}
}

// agencyParts are what only an agency has.
func (c *cioc) agencyParts(d *draft) {
	text := c.field("ORG_DESCRIPTION", "V")
	if !c.site && !c.service {
		text = text.and(c.field("DESCRIPTION", "V")).and(c.field("PUBLIC_COMMENTS", "V"))
		c.reach(d, "website", "email")
	}
	c.say(d, "description", "\n", text)
	c.say(d, "alternate_name", "; ", c.alternates())
	c.setOne(d, "logo", c.field("LOGO_ADDRESS", "V"))
	for _, y := range append(c.field("ESTABLISHED", "V").en, c.field("ESTABLISHED", "V").fr...) {
		if aYear.MatchString(y.val) {
			d.set("year_incorporated", y)
			break
		}
	}
}

var aYear = regexp.MustCompile(`^(1[6-9]|20)\d{2}$`)

// alternates are the other names that the source publishes.
func (c *cioc) alternates() (s said) {
	for _, nm := range c.open("ALT_ORG").each("NM") {
		if !nm.says("PB") { // a name that is not to be published may be the one that a shelter hides
			c.hideAll(nm)
			continue
		}
		s = s.and(c.lang(nm, nm.get("V")))
	}
	return s.or(c.field("LEGAL_ORG", "V"))
}

// setOne gives a field that has no language the text of the record's own
// language, else of the other.
func (c *cioc) setOne(d *draft, field string, s said) {
	own, other := c.sides(s)
	if len(own) == 0 {
		own, other = other, nil
	}
	d.set(field, own...)
	if len(other) > 0 && other[0].val == own[0].val {
		c.took(d.l.to+"."+field, other...)
	}
}

// reach gives a record its web address and its mailbox.
func (c *cioc) reach(d *draft, web, mail string) {
	c.setOne(d, web, c.field("WWW_ADDRESS", "V"))
	c.setOne(d, mail, c.field("E_MAIL", "V"))
}

// location makes the place of a site.
func (c *cioc) location(uuid string) {
	d := c.draft("locations", uuid)
	d.source = c.num.val
	if c.organization != nil {
		d.set("organization_id", c.ofOrganization())
	}
	c.say(d, "name", ", ", c.field("LOCATION_NAME", "V"))
	text := c.field("LOCATION_DESCRIPTION", "V").and(c.field("SITE_LOCATION", "V"))
	if !c.service {
		text = text.and(c.field("DESCRIPTION", "V")).and(c.field("PUBLIC_COMMENTS", "V"))
		c.setOne(d, "url", c.field("WWW_ADDRESS", "V"))
	}
	c.say(d, "description", "\n", text)
	c.say(d, "transportation", "\n", c.buses().and(c.field("TRANSPORTATION", "V")))
	if g := c.open("GEOCODE"); g != nil {
		for _, kind := range g.get("TYPE") {
			if kind.val != "0" { // 0: the source wants no point on a map
				c.took("location.latitude", kind)
				d.set("latitude", g.get("LAT")...)
				d.set("longitude", g.get("LONG")...)
			}
		}
	}
	d.fixed("location_type", c.kindOfPlace())
	c.took("location.id", c.num)
	c.place = c.maker.make(d)
	c.address("SITE_ADDRESS", "physical", "0")
	c.address("MAIL_ADDRESS", "postal", "1")
	c.access()
	for _, num := range c.open("LOCATION_SERVICES").each("SERVICE_NUM") {
		for _, v := range num.get("V") {
			service := c.linked("service", v)
			c.door(service)
		}
	}
}

// ofOrganization is the link to the record's organisation, with the cell that
// says it where one does.
func (c *cioc) ofOrganization() cell {
	for _, x := range c.organization.cells {
		if x.val == c.organization.id() {
			return x
		}
	}
	return cell{raw: c.organization.id(), val: c.organization.id(), at: -1}
}

// kindOfPlace is what a site is, by the addresses it has.
func (c *cioc) kindOfPlace() string {
	site, mail := c.e.first("SITE_ADDRESS"), c.e.first("MAIL_ADDRESS")
	switch {
	case site != nil || mail == nil && c.e.first("WWW_ADDRESS") == nil:
		return "physical"
	case mail != nil:
		return "postal"
	}
	return "virtual"
}

// buses are the routes that lead to a site.
func (c *cioc) buses() (s said) {
	for _, rt := range c.open("BUS_ROUTES").each("RT") {
		s = s.and(c.pair(inLine(rt, "NO", "NM"), inLine(rt, "NO", "NMF")))
	}
	return s.and(c.field("BUS_ROUTES", "N"))
}

// inLine is some attributes of an element in one line; none when it has none.
func inLine(e *element, names ...string) (all []cell) {
	for _, n := range names {
		all = append(all, e.get(n)...)
	}
	if len(all) > 1 {
		all = []cell{glue(all, " ")}
	}
	return all
}

// door links a service to the record's place.
func (c *cioc) door(service cell) {
	d := c.draft("service_at_location", c.joint("service_at_location", c.place.id(), service.val), "location_id", c.place.id())
	d.set("service_id", service)
	c.maker.make(d)
}

func (c *cioc) joint(parts ...string) string {
	return c.named(parts[0], strings.Join(parts[1:], " "))
}

// serve makes the service.
func (c *cioc) serve(uuid string) {
	d := c.draft("services", uuid)
	d.source = c.num.val
	if c.organization != nil {
		d.set("organization_id", c.ofOrganization())
	}
	name := c.names("SERVICE_NAME_LEVEL_1", "SERVICE_NAME_LEVEL_2")
	if name.empty() {
		name = c.names(ciocLevels...)
	}
	if len(name.en)+len(name.fr) == 0 {
		name = c.field("ORG_LEVEL_1", "V")
	}
	c.say(d, "name", ", ", name)
	d.fixed("status", "active") // a record that is not has a date of deletion
	c.say(d, "description", "\n", c.field("DESCRIPTION", "V").and(c.field("SUP_DESCRIPTION", "V")).and(c.field("PUBLIC_COMMENTS", "V")))
	c.reach(d, "url", "email")
	c.say(d, "application_process", "\n", c.field("APPLICATION", "V"))
	c.say(d, "fees_description", "\n", c.checked("FEES"))
	c.say(d, "eligibility_description", "\n", c.field("ELIGIBILITY", "N"))
	d.set("minimum_age", c.open("ELIGIBILITY").get("MIN_AGE")...)
	d.set("maximum_age", c.open("ELIGIBILITY").get("MAX_AGE")...)
	c.say(d, "interpretation_services", "\n", c.field("LANGUAGES", "N"))
	c.say(d, "accreditations", "\n", c.field("ACCREDITED", "V").and(c.field("CERTIFIED", "V")).and(c.field("ACCREDITATION_NOTES", "V")))
	c.setOne(d, "assured_date", c.field("UPDATE_DATE", "V"))
	c.took("service.id", c.num)
	c.provided = c.maker.make(d)
	if c.place != nil {
		c.door(cell{raw: c.provided.id(), val: c.provided.id(), at: -1})
	}
	c.areas()
	c.languagesSpoken()
	c.documents()
	c.subjects()
}

// checked is a list of checked items with their notes, as one text.
func (c *cioc) checked(field string) (s said) {
	for _, chk := range c.open(field).each("CHK") {
		s = s.and(c.item(chk))
	}
	return s.and(c.field(field, "N"))
}

// item is a checked item: its word, and what is noted of it in brackets. A list
// in French may have its words in English only.
func (c *cioc) item(chk *element) said {
	en, fr := noted(chk.get("V"), chk.get("N")), noted(chk.get("VF"), chk.get("NF"))
	if len(fr) == 0 && !c.en && c.fr && !c.hiddenEN {
		return said{fr: en}
	}
	return c.pair(en, fr)
}

func noted(word, note []cell) []cell {
	if len(word) == 0 || len(note) == 0 {
		return append(word, note...)
	}
	one := glue([]cell{word[0], note[0]}, " (")
	one.val += ")"
	return []cell{one}
}
