package hsds

import (
	"crypto/sha256"
	"strings"

	"passerelle/internal/text"
)

// The sharing format of CIOC, which Ontario's directories exchange. A record is
// an agency, a site, a service, or several of these at once, and has each text in
// English (V) and in French (VF).

// takeCIOC makes the records of an element below the root.
func takeCIOC(k *maker, e *element) {
	switch e.name {
	case "RECORD":
		newCIOC(k, e).make()
	case "PRIVACY_PROFILE_LIST":
		k.pairs.learn(e)
		k.hideAll(e)
	case "DIST_CODE_LIST", "PUB_CODE_LIST": // to whom the source hands its records on
		k.hideAll(e)
	}
}

// learn takes in the privacy profiles: lists of fields that nobody may see.
func (b *bilingual) learn(e *element) {
	if b.profiles == nil {
		b.profiles = map[string]map[string]bool{}
	}
	for _, pr := range e.each("PR") {
		for _, name := range append(pr.get("V"), pr.get("VF")...) {
			n := text.Fold(name.val)
			if b.profiles[n] == nil {
				b.profiles[n] = map[string]bool{}
			}
			for _, f := range pr.each("FLD") {
				for _, v := range f.get("V") {
					b.profiles[n][strings.ToUpper(v.val)] = true
				}
			}
		}
	}
}

// cioc is one record while its parts are made.
type cioc struct {
	*maker
	e      *element
	num    cell
	en, fr bool // it may be seen in each language
	// hiddenEN and hiddenFR: it has that language, and nobody may see it.
	hiddenEN, hiddenFR            bool
	agency, site, service, topic  bool
	hides                         map[string]bool // fields that nobody may see
	unsure                        bool            // its privacy cannot be read
	organization, place, provided *draft
	main                          *draft // what its telephones and hours are of
}

func newCIOC(k *maker, e *element) *cioc {
	c := &cioc{maker: k, e: e, hides: map[string]bool{}}
	if num := e.get("NUM"); len(num) > 0 {
		c.num = num[0]
	}
	c.languages()
	c.types()
	c.privacy()
	return c
}

// languages finds in which languages the record may be seen.
func (c *cioc) languages() {
	english, french := c.e.says("HAS_ENGLISH"), c.e.says("HAS_FRENCH")
	if c.mapper.first {
		if english {
			c.pairs.english++
		}
		if french {
			c.pairs.french++
		}
	}
	for _, attr := range []string{"HAS_ENGLISH", "HAS_FRENCH"} {
		for _, x := range c.e.get(attr) {
			c.took("translation.language", x)
		}
	}
	if !english && !french { // nothing is said: what it holds tells
		english, french = true, true
	}
	kept, left := c.e.first("NON_PUBLIC"), c.e.first("DELETION_DATE")
	c.hiddenEN = english && (kept.hides("V") || len(left.get("V")) > 0)
	c.hiddenFR = french && (kept.hides("VF") || len(left.get("VF")) > 0)
	c.en, c.fr = english && !c.hiddenEN, french && !c.hiddenFR
}

// types finds what the record is. Older files do not say, and have all three in
// one.
func (c *cioc) types() {
	list := c.e.first("ORG_LOCATION_SERVICE").each("CD")
	for _, cd := range list {
		for _, v := range cd.get("V") {
			switch v.val {
			case "AGENCY":
				c.agency = true
			case "SITE":
				c.site = true
			case "SERVICE":
				c.service = true
			case "TOPIC":
				c.topic = true
			default:
				continue
			}
			c.took("organization.id", v)
		}
	}
	if len(list) == 0 {
		c.site, c.service = true, true
	}
}

// gone reports whether nobody may see any of the record.
func (c *cioc) gone() bool { return c.unsure || !c.en && !c.fr }

// make makes the records.
func (c *cioc) make() {
	if len(c.num.val) == 0 {
		(&row{item: c.it}).fill("/RECORD/@NUM", "no_id")
		return
	}
	uuid, again := c.claim("organization", c.num, c.e)
	if again {
		return
	}
	source := c.num.val
	if uuid != c.named("organization", source) { // another record has this number
		source = uuid
	}
	ids := map[string]string{}
	for _, table := range []string{"organization", "location", "service"} {
		ids[table] = c.named(table, source)
	}
	if !c.agency && !c.site && !c.service {
		(&row{item: c.it}).fill("/RECORD/ORG_LOCATION_SERVICE", "not_a_service")
		return
	}
	if c.gone() {
		c.withhold(ids)
		return
	}
	for _, name := range ciocInternal {
		c.hideAll(c.e.first(name))
	}
	c.keeper(ids["organization"])
	if c.site {
		c.location(ids["location"])
	}
	if c.service {
		c.serve(ids["service"])
	}
	c.meet()
	c.describe()
}

// withhold keeps a record that nobody may see.
func (c *cioc) withhold(ids map[string]string) {
	r := &row{item: c.it}
	switch {
	case c.unsure:
		r.fill("/RECORD/@PRIVACY_PROFILE", "privacy_unknown")
	case c.e.first("DELETION_DATE") != nil && c.e.first("NON_PUBLIC") == nil:
		r.fill("/RECORD/DELETION_DATE", "source_deleted")
	}
	for _, t := range []struct {
		has    bool
		layout string
	}{{c.agency, "organizations"}, {c.site, "locations"}, {c.service, "services"}} {
		if !t.has {
			continue
		}
		d := c.draft(t.layout, ids[layouts[t.layout].to])
		d.gone = true
		c.maker.make(d)
	}
	c.unname()
	for _, tm := range c.e.first("SUBJECTS").each("TM") {
		c.unmark(ids["service"], "keywords", append(tm.get("V"), tm.get("VF")...))
	}
	c.took("organization.id", c.num)
	c.hideAll(c.e)
}

// both is a text of an element in the languages in which the record may be seen.
func (c *cioc) both(e *element, name string) (s said) {
	return c.pair(e.get(name), e.get(name+"F"))
}

func (c *cioc) pair(en, fr []cell) (s said) {
	if c.en {
		s.en = en
	} else if c.hiddenEN {
		s.hidden = len(en) > 0
		c.hide(en...)
	}
	if c.fr {
		s.fr = fr
	} else if c.hiddenFR {
		s.hidden = s.hidden || len(fr) > 0
		c.hide(fr...)
	}
	return s
}

// field is a text of a field of the record. What its privacy profile hides is
// kept for nobody, and a translation of it that was public is withdrawn.
func (c *cioc) field(field, attr string) (s said) {
	e := c.e.first(field)
	if e == nil {
		return s
	}
	if c.private(field) {
		c.hideAll(e)
		return said{hidden: true}
	}
	return c.both(e, attr)
}

// open is a field of the record, unless nobody may see it.
func (c *cioc) open(field string) *element {
	e := c.e.first(field)
	if e != nil && c.private(field) {
		c.hideAll(e)
		return nil
	}
	return e
}

// lang is what an attribute LANG tells of an element that is in one language.
func (c *cioc) lang(e *element, cells []cell) said {
	for _, l := range e.get("LANG") {
		c.took("translation.language", l)
		switch l.val {
		case "E":
			return c.pair(cells, nil)
		case "F":
			return c.pair(nil, cells)
		}
	}
	if c.own == "en" && c.en || !c.fr {
		return c.pair(cells, nil)
	}
	return c.pair(nil, cells)
}

// agencyOf is a digest of an agency's name.
func agencyOf(name string) [32]byte { return sha256.Sum256([]byte(text.Fold(name))) }
