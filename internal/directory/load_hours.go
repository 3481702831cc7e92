package directory

import (
	"sort"
	"strconv"
	"strings"
	"time"

	"passerelle/internal/text"
)

func digits(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// hours reads schedules of HSDS as openings that come back. What a schedule says
// in words only, or by rules of which we cannot tell the dates, is no opening: it
// would be read as open when it is not. It is kept apart, to be shown.
func (w *loader) hours(rows []scheduleRow) (out []Hours, words []HoursWords) {
	for i := range rows {
		s := &rows[i]
		rhythm, told := rhythmOf(s)
		if !told {
			words = append(words, w.untold(s)...)
			continue
		}
		h := Hours{Days: weekdaysOf(s.ByDay), From: dateOf(s.From), To: dateOf(s.To), Rhythm: rhythm,
			Closed: w.closed[s.ID], Note: w.scheduleWords(s)}
		start := dateOf(s.Start)
		if h.From.Before(start) {
			h.From = start
		}
		if rhythm != nil {
			h.Days = 0
		}
		if until := dateOf(s.Until); !until.IsZero() && (h.To.IsZero() || until.Before(h.To)) {
			h.To = until
		}
		if s.Count != nil && *s.Count >= 1 && !start.IsZero() {
			if last := h.countedOut(start, int(*s.Count)); !last.IsZero() && (h.To.IsZero() || last.Before(h.To)) {
				h.To = last
			}
		}
		opens, ok1 := minuteOf(s.Opens)
		closes, ok2 := minuteOf(s.Closes)
		switch {
		case h.Closed:
			out = append(out, h)
			continue
		case !ok1 || !ok2, rhythm == nil && h.Days == 0 && (h.From.IsZero() || h.To.IsZero()): // no hours, or no day, is known
			words = append(words, w.untold(s)...)
			continue
		case opens == closes:
			out = append(out, h.doubted(opens))
			continue
		}
		h.Opens, h.Closes = opens, closes
		if closes == 23*60+59 && opens == 0 { // HSDS writes day and night so
			h.Closes = minutesADay
		}
		if h.Closes <= h.Opens {
			h.Closes += minutesADay
		}
		out = append(out, h)
	}
	sort.SliceStable(out, func(i, j int) bool {
		if out[i].Days != out[j].Days {
			return first(out[i].Days) < first(out[j].Days)
		}
		return out[i].Opens < out[j].Opens
	})
	return out, words
}

// untold is a schedule that gives no opening; nothing when it says nothing at all.
func (w *loader) untold(s *scheduleRow) []HoursWords {
	said := w.scheduleWords(s)
	if said.Empty() && s.ByDay == "" && s.ByMonthDay == "" && s.Opens == "" && s.Closes == "" || w.closed[s.ID] {
		return nil
	}
	from, start := dateOf(s.From), dateOf(s.Start)
	if from.Before(start) {
		from = start
	}
	return []HoursWords{{From: from, To: dateOf(s.To), Words: said}}
}

// doubted are hours that open and close at one time. One program means day and
// night by it, another that the door is shut (so schema.org, of midnight): the day is
// to be verified, and whatever else is said of it too.
func (h Hours) doubted(at int) Hours {
	r := Rhythm{Every: 1, Days: h.Days}
	if h.Rhythm != nil {
		r = *h.Rhythm
	} else if r.Days == 0 { // its dates alone say when
		r.Days = everyWeekday
	}
	r.Unsure = true
	h.Rhythm, h.Days, h.Opens, h.Closes = &r, 0, at, at
	return h
}

// Doubted reports hours that open and close at one time.
func (h *Hours) Doubted() bool {
	return !h.Closed && h.Rhythm != nil && h.Rhythm.Unsure && h.Opens == h.Closes
}

const everyWeekday Days = 1<<7 - 1

// scheduleWords are all that a schedule says in words: also how one attends.
func (w *loader) scheduleWords(s *scheduleRow) Text {
	said := w.words(s.Dataset, s.ID, "description", joined(s.Description, noteOf(*s)))
	how, known := attending[text.Fold(s.Attending)]
	if !known {
		how = w.words(s.Dataset, s.ID, "attending_type", s.Attending)
	}
	switch { // what is known in both languages hides nothing that is told in one
	case said.Empty():
		return how
	case said.FR == "":
		how.FR = ""
	case said.EN == "":
		how.EN = ""
	}
	return Text{FR: joined(said.FR, how.FR), EN: joined(said.EN, how.EN)}
}

// attending are the words that programs write for how one attends.
var attending = func() map[string]Text {
	m := map[string]Text{}
	for said, words := range map[Text]string{
		{FR: "En ligne", EN: "Online"}:            "online,virtual,remote,en ligne,virtuel,a distance",
		{FR: "En personne", EN: "In person"}:      "in person,in-person,in_person,physical,venue,en personne,sur place,presentiel",
		{FR: "Par téléphone", EN: "By telephone"}: "phone,telephone,by phone,par telephone",
		{FR: "À la maison", EN: "At home"}:        "home,home visit,home_visit,a domicile,a la maison",
	} {
		for w := range strings.SplitSeq(words, ",") {
			m[text.Fold(w)] = said
		}
	}
	return m
}()

func noteOf(s scheduleRow) string {
	if s.Notes == "closed" { // the flag of an import, not words
		return ""
	}
	return s.Notes
}

func first(d Days) int {
	for i := range 7 {
		if d>>i&1 == 1 {
			return i
		}
	}
	return 7
}

func weekdaysOf(byday string) (d Days) {
	for _, v := range strings.Split(byday, ",") {
		if i := strings.Index("MO TU WE TH FR SA SU ", strings.TrimSpace(v)+" "); i >= 0 && len(strings.TrimSpace(v)) == 2 {
			d |= 1 << (i / 3)
		}
	}
	return d
}

// ordinal reports a rule such as "the first Monday".
func ordinal(byday string) bool { return strings.ContainsAny(byday, "0123456789") }

func dateOf(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return time.Time{}
	}
	return t
}

// minuteOf reads 09:00, with seconds or an offset or without.
func minuteOf(s string) (int, bool) {
	if len(s) < 5 || s[2] != ':' {
		return 0, false
	}
	h, e1 := strconv.Atoi(s[:2])
	m, e2 := strconv.Atoi(s[3:5])
	return h*60 + m, e1 == nil && e2 == nil && h < 24 && m < 60
}
