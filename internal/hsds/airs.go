package hsds

import (
	"slices"
	"strconv"
	"strings"
)

// AIRS XML 3: agencies, with agencies, sites and their services inside. It is in
// one language, which nothing in it names.

// takeAIRS makes the records of an element below the root.
func takeAIRS(k *maker, e *element) {
	if e.name == "Agency" {
		if k.mapper.first {
			k.pairs.hear(e)
		}
		a := &airs{maker: k, programs: map[string]string{}}
		a.groups(e)
		a.agency(e, "", false)
	}
}

// hear counts the small words of what an agency says of itself and its services:
// the file does not name its language.
func (b *bilingual) hear(e *element) {
	for _, kid := range e.kids {
		switch kid.name {
		case "AgencyDescription", "SiteDescription", "Description", "GeneralEligibility":
			fr, en := languageOf(kid.text)
			b.french, b.english = b.french+fr, b.english+en
		case "Agency", "Site", "SiteService":
			b.hear(kid)
		}
	}
}

// airs is one agency, with all in it, while its records are made.
type airs struct {
	*maker
	programs map[string]string // id by the key of a group of services
}

// airsWithheld are what the schema marks as not for everybody.
func airsWithheld(e *element) bool {
	info := e.first("ResourceInfo")
	no := func(name string) bool { return len(info.get(name)) > 0 && !info.says(name) }
	return e.hides("ExcludeFromWebsite") || e.hides("ExcludeFromDirectory") || e.hides("delete") || no("AvailableForDirectory") || no("AvailableForReferral")
}

// one is a text as that of the record's own language: nothing names another.
func (a *airs) one(cells ...[]cell) (s said) {
	for _, c := range cells {
		s = s.and(said{fr: c})
	}
	if a.own == "en" {
		s.en, s.fr = s.fr, nil
	}
	return s
}

// claimed gives an element the id of its key, or, without one, of its words.
func (a *airs) claimed(table string, e *element, under string) (uuid string, num []cell, again bool) {
	if num = e.first("Key").words(); len(num) > 0 {
		uuid, again = a.claim(table, num[0], e)
		return uuid, num, again
	}
	(&row{item: a.it}).fill("/"+e.name+"/Key", "no_id")
	words := ""
	for _, n := range e.first("Name").words() {
		words = n.val
	}
	return a.named(table, "under "+under+" "+words), nil, false
}

// begin begins a record that bears a key.
func (a *airs) begin(layout, uuid string, num []cell, links ...string) *draft {
	d := a.draft(layout, uuid, links...)
	for _, n := range num {
		d.source = n.val
		a.took(d.l.to+".id", n)
	}
	return d
}

// tell tells why a record is not shown, where it is its source that says so.
func (a *airs) tell(e *element) {
	if e.hides("delete") {
		(&row{item: a.it}).fill("/"+e.name+"/@delete", "source_deleted")
	}
}

// groups makes the programs that services of an agency, or of those below it,
// belong to. Their first name is for the source alone.
func (a *airs) groups(e *element) {
	for _, g := range e.each("ServiceGroup") {
		for _, key := range g.first("Key").words() {
			if g.first("ProgramName").words() != nil {
				a.programs[key.val] = a.named("program", agencyKey(e)+" "+key.val)
			} else {
				a.programs[key.val] = ""
			}
		}
	}
	for _, below := range e.each("Agency") {
		a.groups(below)
	}
}

func agencyKey(e *element) string {
	for _, k := range e.first("Key").words() {
		return k.val
	}
	return ""
}

// agency makes an organisation, and what it holds. closed: what it stands in is
// for nobody to see.
func (a *airs) agency(e *element, parent string, closed bool) {
	uuid, num, again := a.claimed("organization", e, parent)
	if again {
		return
	}
	d := a.begin("organizations", uuid, num, "parent_organization_id", parent)
	if d.gone = closed || airsWithheld(e); d.gone {
		a.tell(e)
		a.maker.make(d)
	} else {
		a.whole(d, e)
	}
	for _, s := range append(e.each("AgencyLocation"), e.each("Site")...) {
		a.site(s, e, d)
	}
	for _, below := range e.each("Agency") {
		a.agency(below, d.id(), d.gone)
	}
	a.hideAll(e.first("ResourceInfo"))
	if d.gone {
		a.hideAll(e)
	}
}

// whole gives an organisation its texts and parts.
func (a *airs) whole(d *draft, e *element) {
	a.say(d, "name", "", a.one(e.first("Name").words()))
	a.say(d, "description", "", a.one(e.first("AgencyDescription").words()))
	a.say(d, "alternate_name", "; ", a.aliases(e))
	d.set("legal_status", e.get("LegalStatus")...)
	d.set("tax_status", e.first("IRSStatus").words()...)
	d.set("tax_id", e.get("FEIN")...)
	d.set("year_incorporated", e.get("YearInc")...)
	urls := e.each("URL")
	if len(urls) > 0 {
		d.set("website", urls[0].first("Address").words()...)
	}
	if mail := e.each("Email"); len(mail) > 0 {
		d.set("email", mail[0].first("Address").words()...)
	}
	a.maker.make(d)
	for i, u := range urls[min(1, len(urls)):] {
		a.further(d, "url/"+strconv.Itoa(i), u.first("Address").words(), u.first("Note").words())
	}
	for i, m := range e.each("SocialMedia") {
		notes := m.each("Note")
		for n, h := range m.each("SocialMediaHandle") {
			if w := h.words(); len(w) > 0 && hasScheme.MatchString(w[0].val) {
				var label []cell
				if n < len(notes) {
					label = notes[n].words()
				}
				a.further(d, "social/"+strconv.Itoa(i)+"/"+strconv.Itoa(n), w, label)
			}
		}
	}
	for _, g := range e.each("ServiceGroup") {
		a.hideAll(g.first("Name"))
		for _, key := range g.first("Key").words() {
			if id := a.programs[key.val]; id != "" {
				p := a.begin("programs", id, []cell{key}, "organization_id", d.id())
				p.source = ""
				a.say(p, "name", "", a.one(g.first("ProgramName").words()))
				a.maker.make(p)
			}
		}
	}
	a.reach(d, e)
}

// further makes a further web address.
func (a *airs) further(of *draft, slot string, address, label []cell) {
	if len(address) == 0 {
		return
	}
	d := a.draft("url", a.place(of, "url", slot), of.l.to+"_id", of.id())
	d.set("url", address...)
	d.set("label", label...)
	a.maker.make(d)
}

// aliases are the other names of an agency or a site that are not confidential.
func (a *airs) aliases(e *element) (s said) {
	for _, aka := range e.each("AKA") {
		if hides(aka.first("Confidential").words()) {
			a.hideAll(aka)
			continue
		}
		s = s.and(a.one(aka.first("Name").words()))
	}
	return s
}

// reach makes the telephones, the people, the hours and the languages of a
// record.
func (a *airs) reach(d *draft, e *element) {
	for i, p := range e.each("Phone") {
		a.dial(d, "phone/"+strconv.Itoa(i), p)
	}
	if d.l.to != "service" {
		for i, c := range e.each("Contact") {
			a.contact(d, "contact/"+strconv.Itoa(i), c)
		}
	}
	if d.l.to == "organization" {
		return
	}
	for i, t := range e.each("TimeOpen") {
		a.open(d, "time/"+strconv.Itoa(i), t)
	}
	for i, l := range e.each("Languages") {
		notes := l.each("Notes")
		for n, name := range l.each("Name") {
			one := a.draft("languages", a.place(d, "language", "language/"+strconv.Itoa(i)+"/"+strconv.Itoa(n)), d.l.to+"_id", d.id())
			a.say(one, "name", "", a.one(name.words()))
			if len(notes) > n {
				a.say(one, "note", "", a.one(notes[n].words()))
			}
			a.maker.make(one)
		}
	}
}

// airsPhones are the types of telephone that HSDS has a word for.
var airsPhones = map[string]string{"voice": "voice", "main": "voice", "phone": "voice", "fax": "fax", "tty": "textphone", "tdd": "textphone", "tty/tdd": "textphone",
	"cell": "cell", "mobile": "cell", "text": "text", "sms": "text", "pager": "pager", "video": "video"}

// dial makes one telephone.
func (a *airs) dial(of *draft, slot string, e *element) {
	d := a.draft("phones", a.place(of, "phone", slot), of.l.to+"_id", of.id())
	number := e.first("PhoneNumber").words()
	if d.gone = e.hides("Confidential") || len(number) == 0; d.gone {
		a.maker.make(d)
		a.hideAll(e)
		return
	}
	d.set("number", number...)
	d.set("extension", e.first("Extension").words()...)
	about := append(e.first("Function").words(), e.first("Description").words()...)
	kind := e.first("Type").words()
	if len(kind) > 0 {
		if word, ok := airsPhones[strings.ToLower(kind[0].val)]; ok {
			kind[0].val = word
			d.set("type", kind...)
		} else {
			about = append(kind, about...)
		}
	}
	if len(kind) == 0 {
		d.fixed("type", "voice")
	}
	if free := e.get("TollFree"); e.says("TollFree") {
		free[0].val = map[string]string{"fr": "Sans frais", "en": "Toll free"}[a.own]
		about = append(free, about...)
	}
	if len(about) > 0 {
		a.say(d, "description", "; ", a.one(about))
	}
	a.maker.make(d)
}

// contact makes one person.
func (a *airs) contact(of *draft, slot string, e *element) {
	d := a.draft("contacts", a.place(of, "contact", slot), of.l.to+"_id", of.id())
	d.set("name", e.first("Name").words()...)
	title := e.first("Title").words()
	if len(title) == 0 {
		title = e.get("Type")
	}
	a.say(d, "title", "", a.one(title))
	if mail := e.each("Email"); len(mail) > 0 {
		d.set("email", mail[0].first("Address").words()...)
	}
	a.maker.make(d)
	for i, p := range e.each("Phone") {
		a.dial(d, "phone/"+strconv.Itoa(i), p)
	}
}

var airsDays = []string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}

// open makes the schedules of a week: one of each pair of hours, with its days.
func (a *airs) open(of *draft, slot string, e *element) {
	type pair struct{ from, to string }
	var order []pair
	days, cells := map[pair][]string{}, map[pair][2][]cell{}
	for n, name := range airsDays {
		for _, day := range e.each(name) {
			froms, tos := day.each("From"), day.each("To")
			for i := range min(len(froms), len(tos)) {
				from, to := froms[i].words(), tos[i].words()
				if len(from)+len(to) < 2 {
					continue
				}
				p := pair{from[0].val, to[0].val}
				if days[p] == nil {
					order = append(order, p)
				}
				if !slices.Contains(days[p], week[n]) {
					days[p] = append(days[p], week[n])
				}
				cells[p] = [2][]cell{append(cells[p][0], from...), append(cells[p][1], to...)}
			}
		}
	}
	notes := a.one(e.first("Notes").words())
	for i, p := range order {
		d := a.draft("schedules", a.place(of, "schedule", slot+"/"+strconv.Itoa(i)), of.l.to+"_id", of.id())
		d.fixed("freq", "WEEKLY")
		d.fixed("byday", strings.Join(days[p], ","))
		for f, field := range []string{"opens_at", "closes_at"} {
			c := glue(cells[p][f], " ")
			c.val = []string{p.from, p.to}[f]
			d.set(field, c)
		}
		if i == 0 {
			a.say(d, "description", "", notes)
		}
		a.maker.make(d)
	}
	if len(order) == 0 && !notes.empty() {
		a.opens(of, slot, notes, false)
	}
}
