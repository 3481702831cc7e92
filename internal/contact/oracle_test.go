package contact_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"passerelle/internal/contact"
)

// The oracle answers "may this leave now?" from the sentence that the person
// said, and shares nothing with the package: it counts the person's clock by
// whole numbers from the rule of the law (in Toronto, one hour more from the
// second Sunday of March at two to the first Sunday of November at two), and it
// looks for words one by one.

// local is the person's weekday and minute at an instant, by the law's rule.
func local(unix int64) (weekday, minute int) {
	year := time.Unix(unix, 0).UTC().Year()
	sunday := func(month time.Month, nth int) int64 { // midnight UTC of a Sunday
		first := time.Date(year, month, 1, 0, 0, 0, 0, time.UTC)
		days := (7-int(first.Weekday()))%7 + 7*(nth-1)
		return first.Unix() + int64(days)*86400
	}
	offset := int64(-5 * 3600)
	if unix >= sunday(time.March, 2)+7*3600 && unix < sunday(time.November, 1)+6*3600 {
		offset = -4 * 3600
	}
	s := unix + offset
	days := s / 86400
	return int((days + 4) % 7), int(s % 86400 / 60) // 1 January 1970 was a Thursday
}

// safe is the person's sentence: "on these days, from this hour to that one".
func safe(p contact.Profile, unix int64) bool {
	day, minute := local(unix)
	for d := range 7 {
		if !p.Days[d] {
			continue
		}
		end := p.To
		if end <= p.From {
			end += 24 * 60
		}
		for _, week := range []int{-7 * 1440, 0, 7 * 1440} {
			at := day*1440 + minute - d*1440 + week
			if at >= p.From && at < end {
				return true
			}
		}
	}
	return false
}

// plain and telling are words that say nothing, and that say something.
var (
	plain   = []string{"Bonjour, c'est Julie. Rappelez-moi quand vous voulez.", "Hi, it's Sam. Call me when you can.", "Un message vous attend.", "Ton livre est arrivé.", "مرحبا، اتصلوا بي", "👋"}
	telling = []string{"Bonjour, ici le Refuge du quai.", "Votre avocate peut vous voir", "About the violence at home", "Lisez https://passerelle.example/lien", "Ta place à l'HÉBERGEMENT est prête", "de la part de La  Halte !", "dossier 12"}
	names   = []string{"La Halte", "Refuge du quai"}
)

func drawn(r *rand.Rand) (p contact.Profile) {
	for _, w := range contact.Ways {
		if r.IntN(2) == 0 {
			p.Ways = append(p.Ways, w)
		}
	}
	for d := range p.Days {
		p.Days[d] = r.IntN(3) > 0
	}
	p.From, p.To = r.IntN(1440), r.IntN(1440)
	if r.IntN(10) == 0 {
		p.To = p.From
	}
	if r.IntN(20) == 0 {
		p.Days = [7]bool{}
	}
	return p
}

// TestNoMessageOutsideChannelHoursAndWords: of 100,000 random profiles, messages
// and instants, many of them near the two nights on which clocks change, not
// one leaves that the person did not say is safe; each that may leave does; and
// one that waits is told the first minute at which it may. The draw is shown to
// be hard: each reason decides thousands of times.
func TestNoMessageOutsideChannelHoursAndWords(t *testing.T) {
	zone, err := time.LoadLocation("America/Toronto")
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(2026, 11))
	nights := []time.Time{time.Date(2026, 3, 8, 7, 0, 0, 0, time.UTC), time.Date(2026, 11, 1, 6, 0, 0, 0, time.UTC), time.Date(2027, 3, 14, 7, 0, 0, 0, time.UTC)}
	met := map[contact.Verdict]int{}
	near, late := 0, 0
	for n := range 100_000 {
		p := drawn(r)
		at := time.Date(2026, 1, 1, 0, 0, r.IntN(500*86400), 0, time.UTC)
		if n%2 == 0 {
			at = nights[r.IntN(len(nights))].Add(time.Duration(r.IntN(36*3600)-18*3600) * time.Second)
			near++
		}
		m := contact.Message{ID: "m", Channel: "c", To: "+15145550100", Way: contact.Ways[r.IntN(3)], Why: contact.Why(r.IntN(3)), Names: names, Text: plain[r.IntN(len(plain))]}
		tells := r.IntN(4) == 0
		if tells {
			m.Text = telling[r.IntN(len(telling))]
		}
		chosen := false
		for _, w := range p.Ways {
			chosen = chosen || w == m.Way
		}
		may := chosen && m.Way != contact.Call && !tells && safe(p, at.Unix())
		c, verdict, until := contact.Clear(p, m, at.In(zone))
		met[verdict]++
		if left := !c.Empty(); left != may || left != (verdict == contact.Pass) {
			t.Fatalf("profile %+v, message %+v at %s: left %v (%s), may %v", p, m, at.In(zone), left, verdict, may)
		}
		if verdict != contact.Wait {
			continue
		}
		if !until.After(at) || !safe(p, until.Unix()) {
			t.Fatalf("%+v: at %s waits until %s, which is not safe", p, at.In(zone), until)
		}
		if n%20 > 1 { // each minute of the wait is slow to try
			continue
		}
		late++
		for minute := at.Truncate(time.Minute).Add(time.Minute); minute.Before(until); minute = minute.Add(time.Minute) {
			if safe(p, minute.Unix()) {
				t.Fatalf("%+v: at %s waits until %s, and %s was safe", p, at.In(zone), until, minute.In(zone))
			}
		}
	}
	t.Logf("%v; %d near a change of clocks, %d waits tried minute by minute", met, near, late)
	for _, v := range []contact.Verdict{contact.Pass, contact.Wait, contact.NoWay, contact.NoHours, contact.BadWords} {
		if met[v] < 500 {
			t.Errorf("%s decided %d times: the draw is too easy", v, met[v])
		}
	}
}

// TestAConversationIsAnswered: who has just written is answered at any hour; the
// same words unasked wait for the morning or never leave; a stop closes all but
// its own acknowledgement. A profile of a person is no conversation: nothing
// that calls itself an answer passes it.
func TestAConversationIsAnswered(t *testing.T) {
	night := time.Date(2026, 3, 4, 23, 0, 0, 0, time.UTC)
	told := contact.Message{ID: "m", Channel: "c", To: "+1", Way: contact.Text, Text: "La clinique ouvre à 8 h."}
	verdict := func(p contact.Profile, why contact.Why, words string) contact.Verdict {
		m := told
		m.Why, m.Text = why, words
		_, v, _ := contact.Clear(p, m, night)
		return v
	}
	open, stopped := contact.Conversation("fr", 21*60, 8*60, false), contact.Conversation("fr", 21*60, 8*60, true)
	person := contact.Profile{Ways: []contact.Way{contact.Text}, Days: open.Days, From: 9 * 60, To: 17 * 60}
	for name, is := range map[string][2]contact.Verdict{
		"a reply at night":           {verdict(open, contact.Reply, told.Text), contact.Pass},
		"unasked at night":           {verdict(open, contact.Unasked, "Un message vous attend."), contact.Wait},
		"unasked and telling":        {verdict(open, contact.Unasked, told.Text), contact.BadWords},
		"a reply after stop":         {verdict(stopped, contact.Reply, "ok"), contact.NoWay},
		"the farewell":               {verdict(stopped, contact.Farewell, "Vous ne recevrez plus rien."), contact.Pass},
		"no reply to a person":       {verdict(person, contact.Reply, told.Text), contact.BadWords},
		"no hour by calling it so":   {verdict(person, contact.Farewell, "ok"), contact.Wait},
		"nothing without a profile":  {verdict(contact.Profile{}, contact.Reply, "ok"), contact.NoWay},
		"no farewell of a stranger":  {verdict(contact.Profile{}, contact.Farewell, "ok"), contact.NoWay},
		"no words, nothing to clear": {verdict(open, contact.Reply, ""), contact.NoAddress},
	} {
		if is[0] != is[1] {
			t.Errorf("%s: %s, want %s", name, is[0], is[1])
		}
	}
}

// TestUnsafeFindsWhatTells: names however they are spaced, subjects in both
// languages, addresses; and spares plain words that begin alike.
func TestUnsafeFindsWhatTells(t *testing.T) {
	spelt := []string{"Julie, sans abri", "ton rendez vous de jeudi", "—violence—", "¿refuge?", "centre anti-violence", "anti‑violence", "maison-refuge", "de\u00a0violence", "Julie de halte.ca", "halte.quebec", "halte.net."}
	for _, words := range append(spelt, telling...) {
		if len(contact.Unsafe(words, names...)) == 0 {
			t.Errorf("%q passed", words)
		}
	}
	for _, words := range append(plain, "Le halte-garderie du coin", "Rappelle-moi demain, à plus", "On se voit samedi ?", "Rappelle vers 9 h.Ça ira", "C'est Jean.À plus") {
		if found := contact.Unsafe(words, "La Halte"); len(found) > 0 {
			t.Errorf("%q: %s", words, strings.Join(found, ", "))
		}
	}
}
