package signal_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/signal"
)

// TestASignalJoinedByFiveRelayedTwiceAndAnswered: the words and the voice at the
// end are byte for byte those of the beginning; the way, the clock, the silence
// and the answer are all there, and survive a restart.
func TestASignalJoinedByFiveRelayedTwiceAndAnswered(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		halte, ville, parcs, ciusss := who("halte"), who("ville"), who("parcs", access.Management), who("ciusss")
		id := w.said(t, halte, func(s *signal.Said) { s.To, s.Due, s.Voice, s.Quiet = "ville", 3*day, ogg, true })
		for i := range 4 {
			must(t, w.svc.Join(u.Ctx, who(fmt.Sprint("oc", i)), w.act(), id, fmt.Sprintf("Pareil chez nous, %d.", i), false))
			u.Clock.Advance(time.Hour)
		}
		must(t, w.svc.MarkRead(u.Ctx, ville, w.act(), id))
		must(t, w.svc.MarkRead(u.Ctx, ville, w.act(), id)) // once more changes nothing
		u.Clock.Advance(2 * day)
		must(t, w.svc.Relay(u.Ctx, ville, w.act(), id, "parcs", "C'est leur bâtiment.", day, false))
		u.Clock.Advance(day + time.Millisecond)
		if l := w.show(t, who("oc0"), id).Legs[1]; !l.Silent(u.Clock.Now()) || l.To != "parcs" {
			t.Errorf("the silence is not seen: %+v", l)
		}
		must(t, w.svc.Relay(u.Ctx, halte, w.act(), id, "ciusss", "La santé publique peut le leur demander.", 2*day, false))
		w.restart(t)
		const answer = "On ouvre\r\nlundi à 8 h. 🚽"
		must(t, w.svc.Answer(u.Ctx, ciusss, w.act(), id, "Ce n'est pas de notre ressort.", true, false))
		u.Clock.Advance(time.Minute)
		must(t, w.svc.Answer(u.Ctx, parcs, w.act(), id, answer, false, false))
		for _, by := range []access.Actor{halte, who("oc3"), ville, parcs, ciusss, who("another")} {
			x := w.show(t, by, id)
			if x.Words != toilets.Words || x.Spot != toilets.Spot {
				t.Errorf("%s reads %q", by.Org(), x.Words)
			}
			kind, voice, err := w.svc.Voice(u.Ctx, by, id)
			if err != nil || kind != "audio/ogg" || !bytes.Equal(voice, ogg) {
				t.Errorf("%s hears %s %q, %v", by.Org(), kind, voice, err)
			}
			if got := x.Orgs(); len(got) != 5 {
				t.Errorf("%d organisations say it: %v", len(got), got)
			}
			if x.Need != "sleep.wash" || x.Place != "vieux-quai" || x.Since != signal.Weeks || !x.ForAll || x.Open() {
				t.Errorf("%+v", x.Signal)
			}
			var way []string
			for _, l := range x.Legs {
				way = append(way, fmt.Sprintf("%s→%s %s late=%v", l.From, l.To, l.State, l.Late(x.Now)))
			}
			if want := []string{"halte→ville relayed late=false", "ville→parcs answered late=true", "halte→ciusss refused late=false"}; !slices.Equal(way, want) {
				t.Errorf("the way\n  %s\nwant\n  %s", strings.Join(way, "\n  "), strings.Join(want, "\n  "))
			}
			if x.Legs[0].Read.IsZero() || x.Legs[1].Why != "C'est leur bâtiment." || x.Legs[1].Answer != answer || x.Settled().Answer != answer {
				t.Errorf("%+v", x.Legs)
			}
		}
		u.WantEvents(t, "signal.said", "signal.relayed", "signal.joined", "signal.joined", "signal.joined", "signal.joined", "signal.read",
			"signal.relayed", "signal.relayed", "signal.refused", "signal.answered")
	})
}

// TestNobodyElseLearnsOfIt: of a signal that is closed, whoever neither said it,
// nor joined it, nor was asked, learns nothing: not its words, nor its voice, nor
// its clock, nor that it exists. Of an open one neither do those who only
// configure, nor anybody outside the region.
func TestNobodyElseLearnsOfIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		closed := w.said(t, who("halte"), func(s *signal.Said) {
			s.To, s.Due, s.Closed, s.Voice, s.Quiet = "ville", day, true, ogg, true
		})
		open := w.said(t, who("halte"), func(s *signal.Said) { s.To, s.Due, s.Voice, s.Quiet = "ville", day, ogg, true })
		nobody := map[string]access.Actor{
			"administration of the sender":   who("halte", access.Administration),
			"administration of who is asked": who("ville", access.Administration),
			"no role":                        access.ForWorker(dbtest.Region, "w", "halte", ""),
			"the same in another region":     access.ForWorker("region-b", "w of halte", "halte", "", access.Intervention),
			"the system of the sender":       access.ForPartner(dbtest.Region, "system", "halte"),
			"a person":                       access.ForPerson(dbtest.Region, "thread", "person"),
			"a link":                         access.ForLink(dbtest.Region, "referral", "halte"),
			"a job":                          access.System(dbtest.Region),
			"the public":                     access.Anyone(dbtest.Region),
			"nobody":                         {},
		}
		try := func(name string, by access.Actor, id string) {
			t.Helper()
			for what, err := range map[string]error{
				"show":   second(w.svc.Show(u.Ctx, by, id)),
				"join":   w.svc.Join(u.Ctx, by, w.act(), id, "", false),
				"relay":  w.svc.Relay(u.Ctx, by, w.act(), id, "parcs", "Pour rien", day, false),
				"read":   w.svc.MarkRead(u.Ctx, by, w.act(), id),
				"answer": w.svc.Answer(u.Ctx, by, w.act(), id, "Non", true, false),
			} {
				if !fault.Is(err, fault.NotFound) {
					t.Errorf("%s: %s: %v", name, what, err)
				}
			}
			if _, b, err := w.svc.Voice(u.Ctx, by, id); !fault.Is(err, fault.NotFound) || b != nil {
				t.Errorf("%s: voice: %v", name, err)
			}
			if list, err := w.svc.List(u.Ctx, by); err == nil && slices.ContainsFunc(list, func(x *signal.Situation) bool { return x.ID == id }) {
				t.Errorf("%s: it is listed", name)
			}
		}
		for name, by := range nobody {
			try(name, by, closed)
			try(name, by, open)
			if owed, err := w.svc.Duties(u.Ctx, by); owed != (signal.Owed{}) || err != nil {
				t.Errorf("%s: %+v, %v", name, owed, err)
			}
		}
		for _, role := range access.Roles[:3] {
			try("another organisation: "+string(role), who("table", role), closed)
			if got := w.list(t, who("table", role)); !slices.Equal(got, []string{open}) { // the control
				t.Errorf("%s: %v", role, got)
			}
			if got := w.list(t, who("ville", role)); len(got) != 2 {
				t.Errorf("who is asked, %s: %v", role, got)
			}
		}
		// Asked in their turn, they see it, from then on.
		must(t, w.svc.Relay(u.Ctx, who("ville"), w.act(), closed, "table", "Vous y êtes chaque jour", day, false))
		if x := w.show(t, who("table"), closed); x.Duty("table") == nil || x.ForAll {
			t.Errorf("%+v", x)
		}
		if owed, err := w.svc.Duties(u.Ctx, who("table")); owed != (signal.Owed{Waiting: 1}) || err != nil {
			t.Errorf("%+v, %v", owed, err)
		}
	})
}

func second[T any](_ T, err error) error { return err }

// TestANameIsAskedAbout: wherever somebody types, before anything is kept; what
// the directory names is not; whoever was asked and sends is believed.
func TestANameIsAskedAbout(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		halte := who("halte")
		id := w.said(t, halte, func(s *signal.Said) { s.To, s.Due = "ville", day })
		say := func(change func(*signal.Said)) error {
			x := toilets
			change(&x)
			return second(w.svc.Say(u.Ctx, halte, w.act(), x))
		}
		wantKey(t, say(func(s *signal.Said) { s.Words = "On a vu Wassim Haddad dehors" }), "words", signal.NamedKey)
		wantKey(t, say(func(s *signal.Said) { s.Spot = "chez nadia" }), "spot", signal.NamedKey)
		wantKey(t, w.svc.Join(u.Ctx, halte, w.act(), id, "Nadia aussi", false), "words", signal.NamedKey)
		wantKey(t, w.svc.Relay(u.Ctx, halte, w.act(), id, "parcs", "Demandez Mme Nguyen", day, false), "why", signal.NamedKey)
		wantKey(t, w.svc.Answer(u.Ctx, who("ville"), w.act(), id, "Appelez Karim", false, false), "words", signal.NamedKey)
		if got := w.list(t, halte); len(got) != 1 {
			t.Errorf("something was kept: %v", got)
		}
		if x := w.show(t, halte, id); len(x.Joins) != 0 || len(x.Legs) != 1 || x.Legs[0].State != signal.Waiting {
			t.Errorf("something was added: %+v", x)
		}
		must(t, say(func(s *signal.Said) { s.Words = "La Maison Marie-Louise est pleine, Tamarac aussi" }))
		must(t, say(func(s *signal.Said) { s.Words, s.Named = "On a vu Wassim Haddad dehors", true }))
		must(t, w.svc.Join(u.Ctx, halte, w.act(), id, "Nadia aussi", true))
		if got := w.svc.Names("SIGNAL nadia dort au Vieux-Quai"); !slices.Equal(got, []string{"nadia"}) {
			t.Errorf("by text message: %q", got)
		}
	})
}

// TestWhatIsWrongIsSaidAtItsField, and nothing is kept of it.
func TestWhatIsWrongIsSaidAtItsField(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		halte := who("halte")
		for want, change := range map[string]func(*signal.Said){
			"words signal.words_missing": func(s *signal.Said) { s.Words = " \r\n" },
			"words signal.too_long":      func(s *signal.Said) { s.Words = strings.Repeat("é", signal.WordsMost+1) },
			"spot signal.spot_missing":   func(s *signal.Said) { s.Spot = "" },
			"need needs.need_unknown":    func(s *signal.Said) { s.Need = "gold" },
			"since signal.since_missing": func(s *signal.Said) { s.Since = "ever" },
			"due signal.due_range":       func(s *signal.Said) { s.To, s.Due = "ville", signal.DueMost+1 },
			"to signal.to_missing":       func(s *signal.Said) { s.Closed = true },
			"to signal.to_nobody":        func(s *signal.Said) { s.To, s.Due = "empty", day },
			"voice signal.voice_kind":    func(s *signal.Said) { s.Voice, s.Quiet = []byte("<svg onload=x>"), true },
			"voice signal.voice_large": func(s *signal.Said) {
				s.Voice, s.Quiet = append(bytes.Clone(ogg), make([]byte, signal.VoiceMost)...), true
			},
			"quiet signal.voice_quiet_missing": func(s *signal.Said) { s.Voice = ogg },
		} {
			x := toilets
			change(&x)
			field, key, _ := strings.Cut(want, " ")
			wantKey(t, second(w.svc.Say(u.Ctx, halte, w.act(), x)), field, key)
		}
		if got := w.list(t, halte); len(got) != 0 {
			t.Errorf("kept: %v", got)
		}
		id := w.said(t, halte, func(s *signal.Said) { s.To, s.Due = "ville", day })
		wantKey(t, w.svc.Relay(u.Ctx, halte, w.act(), id, "", "Pour rien", day, false), "to", "signal.to_missing")
		wantKey(t, w.svc.Relay(u.Ctx, halte, w.act(), id, "parcs", "", day, false), "why", "signal.why_missing")
		wantKey(t, w.svc.Relay(u.Ctx, halte, w.act(), id, "parcs", "Pour rien", 0, false), "due", "signal.due_range")
		wantKey(t, w.svc.Relay(u.Ctx, halte, w.act(), id, "ville", "Encore", day, false), "", "signal.asked_already")
		wantKey(t, w.svc.Answer(u.Ctx, who("ville"), w.act(), id, "", false, false), "words", "signal.answer_missing")
		wantKey(t, w.svc.Answer(u.Ctx, who("ville"), w.act(), id, " ", true, false), "words", "signal.refusal_missing")
		wantKey(t, w.svc.Answer(u.Ctx, halte, w.act(), id, "Nous", false, false), "", "signal.not_asked")
		wantKey(t, w.svc.MarkRead(u.Ctx, halte, w.act(), id), "", "signal.not_asked")
	})
}

// TestATeamAskedForAtOnce: five minutes are a time that one may be given, less is
// none; the answer that is owed is told apart while there is time, and is late
// after, and the clock presses those who look at it until somebody answers.
func TestATeamAskedForAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		x := toilets
		x.To, x.Due = "ville", signal.DueTeam-time.Second
		wantKey(t, second(w.svc.Say(u.Ctx, who("halte"), w.act(), x)), "due", "signal.due_range")
		w.said(t, who("halte"), func(s *signal.Said) { s.To, s.Due = "ville", day })
		id := w.said(t, who("halte"), func(s *signal.Said) { s.To, s.Due, s.Closed = "ville", signal.DueTeam, true })
		owed := func(want signal.Owed) {
			t.Helper()
			if got, err := w.svc.Duties(u.Ctx, who("ville")); got != want || err != nil {
				t.Errorf("owed %+v, %v; want %+v", got, err, want)
			}
		}
		owed(signal.Owed{Waiting: 2, Soon: 1})
		if l := w.show(t, who("halte"), id).Legs[0]; !l.Pressing() {
			t.Errorf("%+v does not press", l)
		}
		u.Clock.Advance(signal.DueTeam + time.Millisecond)
		owed(signal.Owed{Waiting: 2, Late: 1, Missed: 1})
		if x := w.show(t, who("halte"), id); !x.Legs[0].Pressing() || !x.Legs[0].Silent(x.Now) {
			t.Errorf("%+v: silent, and does not press", x.Legs[0])
		}
		u.Clock.Advance(day - 30*time.Minute)
		owed(signal.Owed{Waiting: 2, Late: 1, Soon: 1, Missed: 1})
		must(t, w.svc.Answer(u.Ctx, who("ville"), w.act(), id, "Une équipe part", false, false))
		if l := w.show(t, who("halte"), id).Legs[0]; l.Pressing() {
			t.Errorf("%+v was answered, and presses", l)
		}
	})
}

// TestSilenceIsComputed: at the very instant it is not late, a millisecond after
// it is; an answer ends it, and stays late. Who is asked is told how many wait.
func TestSilenceIsComputed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.said(t, who("halte"), func(s *signal.Said) { s.To, s.Due = "ville", day })
		for i, want := range []bool{false, true} {
			u.Clock.Advance([]time.Duration{day, time.Millisecond}[i])
			x := w.show(t, who("oc"), id)
			owed, err := w.svc.Duties(u.Ctx, who("ville"))
			if x.Legs[0].Silent(x.Now) != want || err != nil || owed.Late > 0 != want {
				t.Errorf("step %d: silent %v, %+v, %v; want %v", i, x.Legs[0].Silent(x.Now), owed, err, want)
			}
		}
		must(t, w.svc.Answer(u.Ctx, who("ville"), w.act(), id, "Trop tard, mais oui", false, false))
		x := w.show(t, who("oc"), id)
		if owed, err := w.svc.Duties(u.Ctx, who("ville")); x.Legs[0].Silent(x.Now) || !x.Legs[0].Late(x.Now) || owed.Waiting != 0 || err != nil {
			t.Errorf("%+v, %+v, %v", x.Legs[0], owed, err)
		}
		wantKey(t, w.svc.Answer(u.Ctx, who("ville"), w.act(), id, "Encore", false, false), "", "signal.not_asked")
	})
}

// TestAClockIsNotHiddenBehindARefusal: who was asked after another refused, or
// beside them, is waited for, and silent when their time has passed; an answer ends
// the wait for all who had been asked by then.
func TestAClockIsNotHiddenBehindARefusal(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		awaits := func(id string, want access.Org) {
			t.Helper()
			x := w.show(t, who("halte"), id)
			got := access.Org("")
			if l := x.Awaited(); l != nil {
				got = l.To
			}
			if got != want || x.Open() != (want != "") {
				t.Errorf("%s is awaited, open %v; want %q", got, x.Open(), want)
			}
		}
		id := w.said(t, who("halte"), func(s *signal.Said) { s.To, s.Due = "ville", day })
		awaits(id, "ville")
		must(t, w.svc.Relay(u.Ctx, who("halte"), w.act(), id, "ciusss", "Eux aussi", 2*day, false))
		u.Clock.Advance(time.Hour)
		must(t, w.svc.Answer(u.Ctx, who("ville"), w.act(), id, "Ce n'est pas à nous", true, false))
		awaits(id, "ciusss")
		u.Clock.Advance(3 * day)
		if l := w.show(t, who("oc"), id).Awaited(); l == nil || !l.Silent(u.Clock.Now()) {
			t.Errorf("%+v", l)
		}
		must(t, w.svc.Answer(u.Ctx, who("ciusss"), w.act(), id, "Lundi", false, false))
		awaits(id, "")
		u.Clock.Advance(time.Hour)
		must(t, w.svc.Relay(u.Ctx, who("halte"), w.act(), id, "ville", "Lundi est passé", day, false))
		awaits(id, "ville")

		id = w.said(t, who("halte"), func(s *signal.Said) { s.To, s.Due = "ville", day })
		must(t, w.svc.Relay(u.Ctx, who("halte"), w.act(), id, "ciusss", "Eux aussi", 2*day, false))
		must(t, w.svc.Answer(u.Ctx, who("ville"), w.act(), id, "On y va", false, false))
		awaits(id, "")
	})
}

// TestWhatCameByTextGoesBackByText: every team sees it with the bytes that came;
// who said it is told, and reads the answer; nothing is told of another.
func TestWhatCameByTextGoesBackByText(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		const words = "SIGNAL  les toilettes\r\nsont barrees \xff\x00 "
		w.hears(t, "talk-1", words)
		w.hears(t, "talk-2", "signal autre chose")
		list := w.list(t, who("halte"))
		if len(list) != 2 {
			t.Fatalf("%v", list)
		}
		id := list[1]
		if x := w.show(t, who("halte"), id); x.Words != words || x.Via != signal.BySMS || x.Org != "" || len(x.Orgs()) != 0 || !x.ForAll {
			t.Errorf("%+v", x)
		}
		must(t, w.svc.Relay(u.Ctx, who("halte"), w.act(), id, "ville", "Ce sont les vôtres", day, false))
		if got := w.answerTo(t, "talk-1"); got != "" {
			t.Errorf("answered before: %q", got)
		}
		w.teller.err = errGateway
		if err := w.svc.Answer(u.Ctx, who("ville"), w.act(), id, "Lundi", false, false); err == nil {
			t.Error("answered, and nobody told")
		}
		if x := w.show(t, who("halte"), id); !x.Open() {
			t.Error("half an answer was kept")
		}
		w.teller.err = nil
		must(t, w.svc.Answer(u.Ctx, who("ville"), w.act(), id, "Lundi, 8 h", false, false))
		if got := w.answerTo(t, "talk-1"); got != "Lundi, 8 h" || !slices.Equal(w.teller.told, []string{"talk-1"}) {
			t.Errorf("%q, told %v", got, w.teller.told)
		}
		if got := w.answerTo(t, "talk-2"); got != "" {
			t.Errorf("another conversation reads %q", got)
		}
		if got := w.answerTo(t, ""); got != "" {
			t.Errorf("no conversation reads %q", got)
		}
	})
}
