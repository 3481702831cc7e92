package hsds

import (
	"strconv"
	"strings"

	"passerelle/internal/directory"
	"passerelle/internal/id"
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
		for _, v := range list(c.val) {
			r.attribute(c, taxonomy, v, "")
		}
	}
}

// each makes one child record of each word of a list.
func each(table, link, field string) func(*row, *cell) {
	return func(r *row, c *cell) {
		for _, v := range list(c.val) {
			rec := r.child(table, link, field, v)
			if table == "language" {
				rec.Set("code", languageCode(v))
			}
			r.m.emit(rec)
		}
		r.done(c, directory.Mapped, table+"."+field)
	}
}

// list splits at commas and semicolons; "[]" and the like are no words.
func list(s string) (out []string) {
	for _, v := range strings.FieldsFunc(s, func(c rune) bool { return c == ',' || c == ';' || c == '\n' }) {
		if v = strings.Trim(v, " \t\r[]\"'"); v != "" {
			out = append(out, v)
		}
	}
	return out
}

// also adds the cell to a field that may have words already.
func also(field string) func(*row, *cell) {
	return func(r *row, c *cell) {
		if r.rec.Get(field) != c.val {
			r.append(field, c.val)
		}
		r.mapped(c, field)
	}
}

// year keeps the year of a date, which is all that 3.x has room for.
func year(r *row, c *cell) {
	v, how := readDate(c.val)
	if how == unread {
		v, how = readNumber(c.val)
	}
	if how == unread || len(v) < 4 {
		r.faulty(c, "bad_date")
		return
	}
	r.rec.Set("year_incorporated", v[:4])
	r.mapped(c, "year_incorporated")
}

// foundIn remembers which of 3.3's two lists a schedule stood in.
func foundIn(r *row, c *cell) { r.attribute(nil, scheduleKind, c.val, "true") }

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

// atLocation is a service that names its one place, as Ohana writes it.
func atLocation(r *row, c *cell) {
	place := r.m.resolve("location", c.val)
	rec := directory.NewRecord("service_at_location", id.Derived(r.m.dataset, "service_at_location", r.id(), place))
	rec.Set("service_id", r.id())
	rec.Set("location_id", place)
	if !r.m.exists("location", place) {
		rec.Withheld = true
		r.issue(c, "dangling")
	}
	r.m.emit(rec)
	r.done(c, directory.Mapped, "service_at_location.location_id")
}

func termList(r *row, c *cell) {
	for _, v := range list(c.val) {
		term := r.m.resolve("taxonomy_term", v)
		rec := directory.NewRecord("attribute", id.Derived(r.m.dataset, "attribute", r.id(), term))
		rec.Set("link_id", r.id())
		rec.Set("link_entity", "service")
		rec.Set("taxonomy_term_id", term)
		if !r.m.exists("taxonomy_term", term) {
			rec.Withheld = true
			r.issue(c, "dangling")
		}
		r.m.emit(rec)
	}
	r.done(c, directory.AsAttribute, "attribute.taxonomy_term_id")
}

// coordinate refuses what is not a place on Earth: projected metres occur.
func coordinate(most float64) func(*row, *cell) {
	return func(r *row, c *cell) {
		v, how := readNumber(c.val)
		f, _ := strconv.ParseFloat(v, 64)
		switch {
		case how == unread:
			r.faulty(c, "bad_number")
		case f < -most || f > most:
			r.faulty(c, "bad_coordinate")
		default:
			r.put(c, c.name)
		}
	}
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
var olderAddress = specials{"address_3": also("address_2"), "address_4": also("address_2"), "organization_id": free("address"), "address_type": addressType}

var weekdays = map[string]string{
	"1": "MO", "2": "TU", "3": "WE", "4": "TH", "5": "FR", "6": "SA", "7": "SU",
	"monday": "MO", "tuesday": "TU", "wednesday": "WE", "thursday": "TH", "friday": "FR", "saturday": "SA", "sunday": "SU",
	"mon": "MO", "tue": "TU", "tues": "TU", "wed": "WE", "thu": "TH", "thur": "TH", "thurs": "TH", "fri": "FR", "sat": "SA", "sun": "SU",
	"lundi": "MO", "mardi": "TU", "mercredi": "WE", "jeudi": "TH", "vendredi": "FR", "samedi": "SA", "dimanche": "SU",
	"mo": "MO", "tu": "TU", "we": "WE", "th": "TH", "fr": "FR", "sa": "SA", "su": "SU",
}

const everyDay = "MO,TU,WE,TH,FR,SA,SU"

func weekday(r *row, c *cell) {
	d, ok := weekdays[text.Fold(c.val)]
	if !ok {
		r.faulty(c, "bad_weekday")
		return
	}
	r.rec.Set("byday", d)
	r.mapped(c, "byday")
}

// weekStart is one day, without an ordinal.
func weekStart(r *row, c *cell) {
	d, ok := weekdays[text.Fold(c.val)]
	if !ok || len(c.val) < 2 {
		r.faulty(c, "bad_weekday")
		return
	}
	r.rec.Set("wkst", d)
	r.mapped(c, "wkst")
}

// inWords puts into words what goes with a rhythm that HSDS cannot write: its
// days and hours alone would read as every week's.
func inWords(r *row, c *cell) bool {
	f := r.find("freq")
	if f == nil || r.rhythm(f) {
		return false
	}
	r.append("description", c.val)
	r.mapped(c, "description")
	return true
}

func hour(r *row, c *cell) {
	if !inWords(r, c) {
		r.put(c, c.name)
	}
}

// days reads a list of weekdays; an ordinal (1MO, the first Monday) stays.
func days(r *row, c *cell) {
	if inWords(r, c) {
		return
	}
	var out []string
	for _, v := range strings.FieldsFunc(c.val, func(c rune) bool { return c == ',' || c == ';' || c == ' ' }) {
		word := strings.TrimLeft(v, "+-0123456789")
		d, ok := weekdays[text.Fold(word)]
		if !ok || len(word) < 2 {
			r.faulty(c, "bad_weekday")
			return
		}
		out = append(out, strings.TrimSuffix(v, word)+d)
	}
	r.rec.Set(c.name, strings.Join(out, ","))
	r.mapped(c, c.name)
}

// rhythm reports whether one of the two words of 3.x can say a frequency.
func (r *row) rhythm(c *cell) bool {
	f := strings.ToUpper(c.val)
	if f == "DAILY" {
		every := r.find("interval")
		return every == nil || every.val == "1"
	}
	return f == "WEEKLY" || f == "MONTHLY"
}

// frequency fits 2.0 and free use into the two words of 3.x.
func frequency(r *row, c *cell) {
	switch f := strings.ToUpper(c.val); {
	case !r.rhythm(c):
		r.append("description", c.val)
		r.issue(c, "bad_frequency")
		r.mapped(c, "description")
		return
	case f == "DAILY":
		r.rec.Set("freq", "WEEKLY")
		if r.find("byday") == nil {
			r.rec.Set("byday", everyDay)
		}
	default:
		r.rec.Set("freq", f)
	}
	r.mapped(c, "freq")
}

// closed is a holiday. HSDS has no such flag: the words stand in notes and an
// attribute of ours tells machines.
func closed(r *row, c *cell) {
	switch text.Fold(c.val) {
	case "true", "t", "1", "yes", "y", "oui", "vrai":
		r.append("notes", "closed")
		r.attribute(c, scheduleKind, "closed", "true")
	case "false", "f", "0", "no", "n", "non", "faux":
		r.attribute(c, scheduleKind, "open", "true")
	default:
		r.faulty(c, "bad_truth")
	}
}

// vocabulary names the taxonomy that a term of an older package belongs to.
func vocabulary(r *row, c *cell) {
	r.rec.Set("taxonomy", c.val)
	r.mapped(c, "taxonomy")
	if r.m.family < 3 && (r.find("taxonomy_id") == nil || r.l.name == "taxonomy") {
		r.rec.Set("taxonomy_id", r.m.taxonomy(c.val))
	}
}

// linkEntity reads the name of a table, in the singular or as a file.
func linkEntity(r *row, c *cell) {
	field := "link_entity"
	if r.rec.Table != "attribute" {
		field = "resource_type"
	}
	if r.rec.Get(field) != "" { // written in the object, and told by its nesting
		return
	}
	r.rec.Set(field, entity(c.val))
	r.mapped(c, field)
}

func entity(s string) string {
	if l := layouts[strings.TrimSuffix(strings.ToLower(s), ".csv")]; l != nil {
		return l.to
	}
	return s
}

// linkID points at a record of any table. The table is named beside it; when
// it is not, or by a word we do not know, the id is looked for everywhere.
func linkID(r *row, c *cell) {
	var table string
	for _, name := range []string{"link_entity", "resource_type", "link_type"} {
		if b := r.find(name); b != nil {
			if table = entity(b.val); directory.TableOf(table) != nil {
				break
			}
		}
	}
	target, found := r.m.lookup(table, c.val)
	field := "resource_id"
	if r.rec.Table == "attribute" {
		field = "link_id"
	}
	if r.rec.Get(field) != "" {
		return
	}
	r.rec.Set(field, target)
	r.mapped(c, field)
	switch {
	case found != "":
		if table == "" && r.rec.Table == "metadata" {
			r.rec.Set("resource_type", found)
		}
	default:
		r.issue(c, "dangling")
		r.lost = r.rec.Table != "metadata"
	}
}

func serviceLink(r *row, c *cell) {
	target := r.m.resolve("service", c.val)
	r.rec.Set("link_id", target)
	r.mapped(c, "link_id")
	if !r.m.exists("service", target) {
		r.issue(c, "dangling")
		r.lost = true
	}
}

func changeDate(r *row, c *cell) {
	if v, how := readMoment(c.val); how == asIs && len(v) > 10 { // older packages log to the second
		r.rec.Set("last_action_date", v[:10])
		r.mapped(c, "last_action_date")
		return
	}
	r.put(c, "last_action_date")
}

// eligibility rows of older packages become text of their service, in the
// order of the file.
func eligibility(r *row) {
	words := r.find("eligibility")
	r.toService(words, func(service string) {
		if r.m.first {
			r.m.eligible[service] = append(r.m.eligible[service], words.val)
		}
		r.done(words, directory.Mapped, "service.eligibility_description")
	})
}

// payment rows say how one may pay, not how much: an attribute.
func payment(r *row) {
	words := r.find("payment")
	r.toService(words, func(service string) {
		r.rec = directory.NewRecord("service", service)
		r.attribute(words, "payment-accepted", words.val, "")
	})
}

func (r *row) toService(words *cell, then func(service string)) {
	link := r.find("service_id")
	switch {
	case words == nil:
		return
	case link == nil:
		r.faulty(words, "no_parent")
		return
	}
	service := r.m.resolve("service", link.val)
	if !r.m.exists("service", service) {
		r.faulty(link, "dangling")
		r.done(words, directory.Residual, "")
		return
	}
	r.done(link, directory.Mapped, "service.id")
	then(service)
}
