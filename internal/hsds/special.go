package hsds

import (
	"strconv"
	"strings"

	"passerelle/internal/directory"
	"passerelle/internal/text"
)

// Taxonomies of ours that carry what HSDS has no field for.
const (
	sourceFields = "source-fields"
	scheduleKind = "schedule-kind"
)

// free keeps a column as an attribute under its own name.
func free(string) func(*row, *cell) {
	return func(r *row, c *cell) { r.attribute(c, sourceFields, c.name, c.val) }
}

// values keeps each word of a list as an attribute of one taxonomy.
func values(taxonomy string) func(*row, *cell) {
	return func(r *row, c *cell) {
		for _, v := range r.list(c) {
			r.attribute(c, taxonomy, v, "")
		}
	}
}

// each makes one child record of each word of a list.
func each(table, link, field string) func(*row, *cell) {
	return func(r *row, c *cell) {
		for _, v := range r.list(c) {
			rec := r.child(table, link, field, v)
			if table == "language" {
				rec.Set("code", languageCode(v))
			}
			r.m.emit(rec)
		}
		r.done(c, directory.Mapped, table+"."+field)
	}
}

// list splits a cell at commas and semicolons; "[]" and the like are no words.
func (r *row) list(c *cell) (out []string) {
	const marks = ",;\n"
	if r.endless(c, marks) {
		return nil
	}
	for _, v := range strings.FieldsFunc(c.val, func(c rune) bool { return strings.ContainsRune(marks, c) }) {
		if v = strings.Trim(v, " \t\r[]\"'"); v != "" {
			out = append(out, v)
		}
	}
	return out
}

// endless refuses a cell that lists more than anybody would.
func (r *row) endless(c *cell, marks string) bool {
	n := 0
	for _, x := range c.val {
		if strings.ContainsRune(marks, x) {
			n++
		}
	}
	if n < mostListed {
		return false
	}
	r.faulty(c, "list_too_long")
	return true
}

// also adds the cell to a field that may have words already.
func also(field string) func(*row, *cell) {
	return func(r *row, c *cell) {
		switch r.rec.Get(field) {
		case "":
			r.put(c, field)
			return
		case c.val:
		default:
			r.append(field, c.val)
		}
		r.mapped(c, field)
	}
}

// fees of 1.x and 2.0 are the text that 3.x calls fees_description.
func fees(r *row, c *cell) {
	if r.m.family < 3 {
		r.put(c, "fees_description")
		return
	}
	r.put(c, "fees")
}

var statuses = map[string]directory.Status{
	"active": directory.Active, "actif": directory.Active, "inactive": directory.Inactive, "inactif": directory.Inactive,
	"closed": directory.Inactive, "ferme": directory.Inactive, "defunct": directory.Defunct,
	"temporarily closed": directory.TemporarilyClosed, "ferme temporairement": directory.TemporarilyClosed,
}

func status(r *row, c *cell) {
	s, ok := statuses[text.Fold(c.val)]
	if !ok {
		r.bad = true // nobody is sent to a door whose state we cannot read
		r.faulty(c, "bad_status")
		return
	}
	r.rec.Set("status", string(s))
	r.mapped(c, "status")
}

// coordinate refuses what is not a place on Earth: projected metres occur. Half
// a place is none either: where one of the two cannot be read, neither is kept.
func coordinate(most float64, other string, mostOther float64) func(*row, *cell) {
	return func(r *row, c *cell) {
		if reason := r.misplaced(); reason != "" {
			r.faulty(c, reason)
			return
		}
		if reason := offEarth(c.val, most); reason != "" {
			r.faulty(c, reason)
			return
		}
		if half := r.find(other); half == nil || offEarth(half.val, mostOther) != "" {
			r.faulty(c, "half_coordinate")
			return
		}
		r.put(c, c.name)
	}
}

// offEarth is why a text is no coordinate; empty when it is one.
func offEarth(s string, most float64) string {
	v, how := readNumber(s)
	f, _ := strconv.ParseFloat(v, 64)
	switch {
	case how == unread:
		return "bad_number"
	case f < -most || f > most:
		return "bad_coordinate"
	}
	return ""
}

var kinds = map[string]string{"physical": "physical", "postal": "postal", "virtual": "virtual", "mailing": "postal", "mail": "postal", "physique": "physical", "postale": "postal", "virtuel": "virtual"}

func locationType(r *row, c *cell) { kind(r, c, "location_type") }
func addressType(r *row, c *cell)  { kind(r, c, "address_type") }

func kind(r *row, c *cell, field string) {
	k, ok := kinds[text.Fold(c.val)]
	if !ok {
		r.faulty(c, "bad_kind")
		return
	}
	r.rec.Set(field, k)
	r.mapped(c, field)
}

// countryCode keeps two letters that stand for a country, however it is written.
func countryCode(r *row, c *cell) {
	code := country(c.val, "")
	if upper := strings.ToUpper(c.val); code == "" && assigned(upper) {
		code = upper
	}
	if code == "" {
		r.bad = true
		r.faulty(c, "bad_country")
		return
	}
	r.rec.Set("country", code)
	r.mapped(c, "country")
}

// telephone keeps what stands for a number. Words such as "see the site" are
// told: nobody can call them.
func telephone(r *row, c *cell) {
	if !strings.ContainsFunc(c.val, func(d rune) bool { return '0' <= d && d <= '9' }) {
		r.issue(c, "no_digit")
	}
	r.put(c, "number")
}

// An extension is a number in HSDS. "12 ou 14" is not: it goes beside the
// number, in words.
func extension(r *row, c *cell) {
	if n, err := strconv.ParseUint(c.val, 10, 32); err == nil && strconv.FormatUint(n, 10) == c.val {
		r.rec.Set("extension", c.val)
		r.mapped(c, "extension")
		return
	}
	r.append("description", c.val)
	r.issue(c, "extension_text")
	r.mapped(c, "description")
}

// contactPhone turns the telephone written on a contact into a phone of it.
func contactPhone(r *row, c *cell) {
	number := c.val
	if area := r.find("phone_areacode"); area != nil {
		number = area.val + " " + number
	}
	rec := r.child("phone", "contact_id", "number", number)
	if ext := r.find("phone_extension"); ext != nil {
		if n, how := readNumber(ext.val); how == asIs {
			rec.Set("extension", n)
		} else {
			rec.Set("description", ext.val)
		}
	}
	r.m.emit(rec)
	r.done(c, directory.Mapped, "phone.number")
}

// withPhone is told by the number it belongs to; alone it says nothing.
func withPhone(r *row, c *cell) {
	if r.find("phone_number") == nil {
		r.faulty(c, "no_number")
		return
	}
	field := "number"
	if c.name == "phone_extension" {
		field = "extension"
	}
	r.done(c, directory.Mapped, "phone."+field)
}

// olderAddress: four lines of address where 3.x has two, and an organisation
// where 3.x has only a place.
var olderAddress = specials{"address_3": also("address_2"), "address_4": also("address_2"), "organization_id": free("address"), "address_type": addressType, "country": countryCode}
