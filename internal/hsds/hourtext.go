package hsds

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"passerelle/internal/text"
)

// opening is one opening of a week, as schedules say it.
type opening struct{ days, opens, closes string }

// readHours reads weekly opening hours written in French or in English:
// "lundi au vendredi de 9 h à 17 h; samedi 10h-15h30", "Mon-Fri: 9am - 5pm".
// It is strict: at one word it does not know, or one hour with two readings, it
// reads nothing, for a door that is said to be open must be.
func readHours(s string) ([]opening, bool) {
	if len(s) > longestHours {
		return nil, false
	}
	toks, ok := hourTokens(s)
	if !ok || len(toks) == 0 {
		return nil, false
	}
	p := hourParser{toks: toks}
	if toks[0].kind == aTime || toks[0].kind == allDay { // "9 h à 17 h, du lundi au vendredi": one clause, the other way round
		times, ok1 := p.times()
		days, ok2 := p.days()
		if len(days) == 0 {
			days = week
			ok2 = toks[0].kind == allDay // hours alone name no day
		}
		p.add(days, times)
		return p.out, ok1 && ok2 && len(p.toks) == 0 && len(p.out) > 0
	}
	for len(p.toks) > 0 {
		days, ok1 := p.days()
		times, ok2 := p.times()
		if !ok1 || !ok2 || len(days) == 0 || len(times) == 0 {
			return nil, false
		}
		p.add(days, times)
	}
	return p.out, len(p.out) > 0
}

// longestHours is many times what anybody writes of a week.
const longestHours = 4000

var week = strings.Split(everyDay, ",")

// Kinds of words in a text about hours.
const (
	aDay = iota
	someDays
	aTime
	aNumber // an hour only beside one that is written as such
	upTo
	allDay
	shut
)

type hourToken struct {
	kind int
	days []string
	time string
}

// hourWords are looked for at the start of what is left of a folded text, the
// longest forms first.
var hourWords = []struct {
	form *regexp.Regexp
	kind int
	days []string
}{
	{form(`24 ?h(eures)? ?(/|sur) ?24( ?h(eures)?)?`), allDay, nil},
	{form(`24 ?/ ?7`), allDay, nil},
	{form(`24 ?(h|heures|hours|hrs)( (a|per) day| par jour)?\b`), allDay, nil},
	{form(`7 ?(j|jours|days?)? ?(/|sur|a|per) ?(7|week|semaine)( ?(j|jours|days))?\b`), someDays, week},
	{form(`tous les jours( de la semaine)?|chaque jour|quotidien(nement)?|every ?day|daily`), someDays, week},
	{form(`en semaine|(les )?jours de semaine|(on )?weekdays`), someDays, week[:5]},
	{form(`(la |les |en )?fins? de semaine|(le |les |on )?week-?ends?`), someDays, week[5:]},
	{form(`ferme(e|s|es)?\b|closed\b`), shut, nil},
	{form(`jusqu'a\b|au\b|a\b|to\b|through\b|thru\b|until\b|-`), upTo, nil},
	{form(`(de|du|des|d'|le|la|les|et|and|from|on|open|ouvert|ouverte|at|ou)\b`), -1, nil},
	{form(`[\s,;:.|•/]+`), -1, nil},
}

func form(s string) *regexp.Regexp { return regexp.MustCompile(`^(?:` + s + `)`) }

var (
	aWord     = form(`[a-z]+`)
	clockHalf = form(`(\d{1,2})(?:[:h.]([0-5]\d))? ?([ap])\.? ?m\b\.?`)
	clockFull = form(`(\d{1,2}) ?(?:h(?:eures?)?|:) ?([0-5]\d)?\b`)
	aNumeral  = form(`\d{1,2}\b`)
)

// dayWords adds to weekdays what lists of hours write.
var dayWords = map[string]string{"lun": "MO", "mar": "TU", "mer": "WE", "jeu": "TH", "ven": "FR", "sam": "SA", "dim": "SU",
	"lu": "MO", "ma": "TU", "me": "WE", "je": "TH", "ve": "FR", "di": "SU", "weds": "WE", "th": "TH"}

// hourSpelling writes dashes, spaces and the two hours that have a name in one way.
var hourSpelling = strings.NewReplacer("–", "-", "—", "-", "\u00a0", " ", "\u202f", " ", "midi", "12h00", "noon", "12h00", "minuit", "0h00", "midnight", "0h00")

// hourTokens cuts a text; false when it holds a word that is none of hours.
func hourTokens(s string) (out []hourToken, ok bool) {
	s = hourSpelling.Replace(text.Fold(s))
next:
	for s != "" {
		if t, n := readClock(s); n > 0 && !dayAndNight(s) {
			out = append(out, t)
			s = s[n:]
			continue
		}
		if w := aWord.FindString(s); w != "" {
			d := weekdays[w]
			if d == "" {
				d = weekdays[strings.TrimSuffix(w, "s")] // les lundis, Mondays
			}
			if d == "" {
				d = dayWords[w]
			}
			if d != "" {
				out = append(out, hourToken{kind: aDay, days: []string{d}})
				s = s[len(w):]
				continue
			}
		}
		for _, w := range hourWords {
			m := w.form.FindString(s)
			if m == "" {
				continue
			}
			if w.kind >= 0 {
				out = append(out, hourToken{kind: w.kind, days: w.days})
			}
			s = s[len(m):]
			continue next
		}
		return nil, false
	}
	return out, true
}

// dayAndNight knows what looks like a time and is none.
func dayAndNight(s string) bool {
	return slices.ContainsFunc(hourWords[:4], func(w struct {
		form *regexp.Regexp
		kind int
		days []string
	}) bool {
		return w.form.MatchString(s)
	})
}

// readClock reads one time at the start of s, and says how far it goes.
func readClock(s string) (t hourToken, n int) {
	m := clockHalf.FindStringSubmatch(s)
	if m == nil {
		if m = clockFull.FindStringSubmatch(s); m == nil {
			if d := aNumeral.FindString(s); d != "" {
				h, _ := strconv.Atoi(d)
				return hourToken{kind: aNumber, time: two(h) + ":00"}, len(d)
			}
			return t, 0
		}
		m = append(m, "")
	}
	h, _ := strconv.Atoi(m[1])
	if m[3] != "" {
		if h < 1 || h > 12 {
			return t, 0
		}
		if h %= 12; m[3] == "p" {
			h += 12
		}
	}
	if h > 24 || h == 24 && m[2] != "" && m[2] != "00" {
		return t, 0
	}
	return hourToken{kind: aTime, time: two(h%24) + ":" + minutes(m[2])}, len(m[0])
}

// hourParser reads clauses: days, then when they are open.
type hourParser struct {
	toks []hourToken
	out  []opening
}

// days reads days, their lists and spans; false when a span has no end.
func (p *hourParser) days() (days []string, ok bool) {
	for len(p.toks) > 0 {
		switch t := p.toks[0]; {
		case t.kind == someDays:
			days = append(days, t.days...)
			p.toks = p.toks[1:]
		case t.kind == aDay && len(p.toks) > 2 && p.toks[1].kind == upTo && p.toks[2].kind == aDay:
			days = append(days, span(t.days[0], p.toks[2].days[0])...)
			p.toks = p.toks[3:]
		case t.kind == aDay:
			days = append(days, t.days...)
			p.toks = p.toks[1:]
		default:
			return days, t.kind != upTo
		}
	}
	return days, true
}

// times reads openings from one time up to another. Closed days have one that
// is empty.
func (p *hourParser) times() (times []opening, ok bool) {
	for len(p.toks) > 0 {
		switch t := p.toks[0]; {
		case t.kind == allDay:
			times = append(times, opening{opens: "00:00", closes: "23:59"})
			p.toks = p.toks[1:]
		case t.kind == shut:
			times = append(times, opening{})
			p.toks = p.toks[1:]
		case (t.kind == aTime || t.kind == aNumber) && len(p.toks) > 2 && p.toks[1].kind == upTo && p.toks[2].kind == aTime:
			o := opening{opens: t.time, closes: p.toks[2].time}
			if !plausible(o, t.kind == aNumber) {
				return nil, false
			}
			times = append(times, o)
			p.toks = p.toks[3:]
		default:
			return times, t.kind == aDay || t.kind == someDays
		}
	}
	return times, true
}

// plausible refuses what has two readings: "9:00 to 5:00" closes in the
// afternoon or at night, and "9 to 5 pm" opens in the morning or in the evening.
func plausible(o opening, bare bool) bool {
	switch {
	case o.opens == o.closes:
		return false
	case o.closes > o.opens:
		return !bare || o.opens >= "06:00" && o.closes >= "12:00"
	}
	return !bare && o.opens >= "17:00" && o.closes <= "10:00"
}

func (p *hourParser) add(days []string, times []opening) {
	days = inWeek(days)
	for _, t := range times {
		if t.opens != "" {
			p.out = append(p.out, opening{strings.Join(days, ","), t.opens, t.closes})
		}
	}
}

// inWeek puts days in their order, each once.
func inWeek(days []string) (out []string) {
	for _, d := range week {
		if slices.Contains(days, d) {
			out = append(out, d)
		}
	}
	return out
}

// span lists the days from one to another, over the end of the week too.
func span(from, to string) (out []string) {
	start := slices.Index(week, from)
	for i := range week {
		d := week[(start+i)%len(week)]
		out = append(out, d)
		if d == to {
			break
		}
	}
	return out
}
