package hsds

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	aNorthNumber = regexp.MustCompile(`(?:\+?1[ .-]?)?\(?\b[2-9]\d{2}\)?[ .\x{00a0}-]{0,2}\d{3}[ .\x{00a0}-]?\d{4}\b`)
	aShortNumber = regexp.MustCompile(`\b(?:[2-9]11|988|[2-9]\d{2}[ .-]\d{4})\b`)
	anExtension  = regexp.MustCompile(`(?i)^[\s,;]*(?:ext(?:ension)?|poste|p|x|#)\.?\s*(\d{1,8})\b`)
)

// between are words that only stand between two numbers.
var between = set("or", "ou", "and", "et")

// dialled is one telephone of a text.
type dialled struct{ number, extension, note string }

// readPhones finds the telephones that a text holds, with what it says beside
// each: numbers of ten digits, else short ones; else a text with digits is one as
// it stands (1-800-SECOURS). None when nothing in it can be dialled. All of the
// text is somewhere in what is returned.
func readPhones(s string) (out []dialled) {
	found := aNorthNumber.FindAllStringIndex(s, mostListed)
	if len(found) == 0 {
		found = aShortNumber.FindAllStringIndex(s, mostListed)
	}
	if len(found) == 0 {
		if len(digitsOf(s)) < 3 {
			return nil
		}
		return []dialled{{number: s}}
	}
	const marks = " \t\r\n,;:/()-–"
	for i, at := range found {
		end := len(s)
		if i+1 < len(found) {
			end = found[i+1][0]
		}
		d, rest := dialled{number: strings.TrimSpace(s[at[0]:at[1]])}, s[at[1]:end]
		if m := anExtension.FindStringSubmatch(rest); m != nil {
			d.extension, rest = m[1], rest[len(m[0]):]
		}
		if d.note = strings.Trim(rest, marks); between[d.note] {
			d.note = ""
		}
		if before := strings.Trim(s[:at[0]], marks); i == 0 && before != "" {
			d.note = strings.TrimSuffix(before+"; "+d.note, "; ")
		}
		out = append(out, d)
	}
	return out
}

// digits of a number, to compare two ways of writing it.
func digitsOf(s string) string {
	return strings.TrimPrefix(strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s), "1")
}

// phones makes the telephones that a text in two languages holds. fr and en say
// what they are for.
func (k *maker) phones(of *draft, slot, kind string, s said, fr, en string, hidden bool) {
	if hidden {
		k.blank(of, "phones", slot, mostNumbers)
		k.hide(append(s.en, s.fr...)...)
		return
	}
	own, other := k.sides(s)
	if len(own) == 0 {
		own, other = other, nil
	}
	if len(own) == 0 {
		return
	}
	use, otherUse := fr, en
	if k.own == "en" {
		use, otherUse = en, fr
	}
	mine, theirs := readPhones(own[0].val), []dialled(nil)
	elsewhere := cell{at: -1} // what the other language is read from
	if len(other) > 0 {
		elsewhere = other[0]
		theirs = readPhones(elsewhere.val)
	}
	for _, c := range []struct {
		cells []cell
		found []dialled
	}{{own, mine}, {other, theirs}} {
		if len(c.cells) > 0 && len(c.found) == 0 {
			(&row{item: k.it}).faulty(&c.cells[0], "no_number")
		}
	}
	if s.hidden { // what stood there in the other language
		k.blank(of, "phones", slot+"/other", mostNumbers)
		for i := len(mine); i < mostNumbers; i++ {
			k.blankAt(of, "phones", slot+"/"+strconv.Itoa(i))
		}
	}
	same := slices.EqualFunc(mine, theirs, sameNumber)
	for i, p := range mine {
		d := k.phone(of, slot+"/"+strconv.Itoa(i), kind, own[0], p)
		var translated []cell
		switch {
		case same:
			translated = note(elsewhere, theirs[i].note, otherUse)
		case len(theirs) == 0:
			translated = note(elsewhere, "", otherUse)
		}
		k.say(d, "description", "", k.sided(note(own[0], p.note, use), translated))
		k.make(d)
	}
	if same {
		k.took("phone.number", other...)
		return
	}
	for i, p := range theirs { // other numbers for who speaks the other language
		if slices.ContainsFunc(mine, func(m dialled) bool { return sameNumber(m, p) }) {
			k.took("phone.number", elsewhere)
			continue
		}
		d := k.phone(of, slot+"/other/"+strconv.Itoa(i), kind, elsewhere, p)
		d.join("description", "", note(elsewhere, p.note, otherUse))
		k.make(d)
	}
}

func sameNumber(a, b dialled) bool {
	return digitsOf(a.number) == digitsOf(b.number) && a.extension == b.extension
}

// note is what stands beside a number, and what it is for.
func note(c cell, words, use string) []cell {
	if words == "" && use == "" {
		return nil
	}
	c.val = strings.Trim(use+"; "+words, "; ")
	return []cell{c}
}

// phone begins the record of a telephone.
func (k *maker) phone(of *draft, slot, kind string, c cell, p dialled) *draft {
	d := k.draft("phones", k.place(of, "phone", slot), of.l.to+"_id", of.id())
	number := c
	number.val = p.number
	d.set("number", number)
	if p.extension != "" {
		ext := c
		ext.val = p.extension
		d.set("extension", ext)
	}
	d.fixed("type", kind)
	return d
}

// opens makes the schedules that hours in words tell, in one or two languages.
// What either language leaves in doubt stays in words, in both.
func (k *maker) opens(of *draft, slot string, s said, hidden bool) {
	if s.empty() {
		return
	}
	link := []string{of.l.to + "_id", of.id()}
	if hidden {
		k.blank(of, "schedules", slot, 2*len(week))
		k.hide(append(s.en, s.fr...)...)
		return
	}
	both := append(append([]cell{}, s.fr...), s.en...)
	openings, clear := []opening(nil), len(both) > 0
	for i, c := range both {
		read, ok := readHours(c.val)
		clear = clear && ok && (i == 0 || slices.Equal(read, openings))
		openings = read
	}
	if !clear {
		d := k.draft("schedules", k.place(of, "schedule", slot+"/0"), link...)
		k.say(d, "description", "\n", s)
		k.make(d)
		for i := range both {
			d.issue(&both[i], "hours_in_words")
		}
		return
	}
	c := glue(both, "\n")
	for n, o := range openings {
		d := k.draft("schedules", k.place(of, "schedule", slot+"/"+strconv.Itoa(n)), link...)
		d.week(c, o)
		k.make(d)
	}
}

// mostNumbers is how many telephones one field tells at most, as far as anybody
// writes.
const mostNumbers = 4

// blank withholds the parts that a record may have had at an earlier import, when
// they were public: as many as there could well be.
func (k *maker) blank(of *draft, layout, slot string, n int) {
	for i := range n {
		k.blankAt(of, layout, slot+"/"+strconv.Itoa(i))
	}
}

func (k *maker) blankAt(of *draft, layout, slot string) {
	d := k.draft(layout, k.place(of, layouts[layout].to, slot), of.l.to+"_id", of.id())
	d.gone = true
	k.make(d)
}

// week gives a schedule one weekly opening, told by one cell.
func (d *draft) week(c cell, o opening) {
	for _, told := range [][2]string{{"freq", "WEEKLY"}, {"byday", o.days}, {"opens_at", o.opens}, {"closes_at", o.closes}} {
		one := c
		one.val = told[1]
		d.set(told[0], one)
	}
}
