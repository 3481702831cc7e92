package alert_test

import (
	"fmt"
	"log/slog"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/alert"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/job"
)

// cold is an alert in both languages, as a public authority writes one, of a
// sender that does not exist.
const cold = `<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
  <identifier>ID</identifier>
  <sender>meteo@exemple.org</sender>
  <sent>2026-03-02T08:00:00-05:00</sent>
  <status>Actual</status>
  <msgType>Alert</msgType>
  <scope>Public</scope>
  <info>
    <language>fr-CA</language>
    <category>Met</category>
    <event>froid extrême</event>
    <urgency>Expected</urgency><severity>Severe</severity><certainty>Likely</certainty>
    <expires>2026-03-03T08:00:00-05:00</expires>
    <senderName>Météo d'exemple</senderName>
    <headline>Froid extrême cette nuit</headline>
    <description>Moins 30 &amp; du vent.</description>
    <instruction>Restez à l'intérieur.</instruction>
    <area><areaDesc>Faubourg-du-Pont</areaDesc><polygon>45,-73 45,-74 46,-73 45,-73</polygon><geocode><valueName>x</valueName><value>1</value></geocode></area>
  </info>
  <info>
    <language>en-CA</language>
    <category>Met</category>
    <event>extreme cold</event>
    <urgency>Expected</urgency><severity>Severe</severity><certainty>Likely</certainty>
    <expires>2026-03-03T08:00:00-05:00</expires>
    <headline>Extreme cold tonight</headline>
    <area><areaDesc>Faubourg-du-Pont</areaDesc></area>
  </info>
  <Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo/></Signature>
</alert>`

// of is cold with other values of its elements.
func of(id string, pairs ...string) []byte {
	s := strings.Replace(cold, "<identifier>ID<", "<identifier>"+id+"<", 1)
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(s, pairs[i]) {
			panic("the sample has no " + pairs[i])
		}
		s = strings.ReplaceAll(s, pairs[i], pairs[i+1])
	}
	return []byte(s)
}

func refers(kind, id string) []string {
	return []string{"<msgType>Alert</msgType>", "<msgType>" + kind + "</msgType>", "<scope>Public</scope>",
		"<scope>Public</scope><references>meteo@exemple.org," + id + ",2026-03-02T08:00:00-05:00</references>"}
}

var (
	keeper = access.ForWorker(dbtest.Region, "w", "table", "", access.Coordination).InStewardship()
	source = access.ForOperator(dbtest.Region)
)

func service(u *dbtest.Universe) *alert.Service {
	return alert.New(u.DB, event.NewLog(job.New(u.DB, u.Clock, slog.New(slog.DiscardHandler))))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// shown are the headlines that hold now, in French.
func shown(t *testing.T, u *dbtest.Universe, s *alert.Service, region access.Region) (list []string) {
	t.Helper()
	all, _, err := s.Living(u.Ctx, region)
	must(t, err)
	for _, a := range all {
		list = append(list, a.Identifier)
	}
	return list
}

// TestAnAlertLapses at its very millisecond, is shown in its region alone, in the
// language of the page, and once however often it comes.
func TestAnAlertLapses(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		s := service(u)
		for i, want := range []alert.Result{alert.Shown, alert.Before, alert.Before} {
			if got, err := s.Take(u.Ctx, []access.Actor{keeper, source, keeper}[i], of("a")); got != want || err != nil {
				t.Errorf("%d: %s, %v", i, got, err)
			}
		}
		all, _, err := s.Living(u.Ctx, dbtest.Region)
		must(t, err)
		if len(all) != 1 {
			t.Fatalf("%d alerts", len(all))
		}
		in := func(lang string) alert.Info { return all[0].In(lang, u.Clock.Now())[0] }
		fr, en, ar := in("fr"), in("en"), in("ar")
		if fr.Headline != "Froid extrême cette nuit" || fr.Description != "Moins 30 & du vent." || !slices.Equal(fr.Areas, []string{"Faubourg-du-Pont"}) || en.Headline != "Extreme cold tonight" || ar.Language != "fr-CA" {
			t.Errorf("%+v\n%+v", fr, en)
		}
		if got := shown(t, u, s, "region-b"); len(got) != 0 {
			t.Errorf("another region shows %v", got)
		}
		u.Clock.Advance(all[0].Expires().Sub(u.Clock.Now()) - time.Millisecond)
		if len(shown(t, u, s, dbtest.Region)) != 1 {
			t.Error("gone before its time")
		}
		u.Clock.Advance(time.Millisecond)
		if got := shown(t, u, s, dbtest.Region); len(got) != 0 {
			t.Errorf("still there: %v", got)
		}
		_, err = s.Take(u.Ctx, keeper, of("b"))
		wantKey(t, err, "alert.over")
		u.WantEvents(t, "alert.taken")
	})
}

// TestEachAreaIsAnnounced: what an alert says of one area and of the next are both
// there, each until its own end; and forty at once hide none.
func TestEachAreaIsAnnounced(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		s := service(u)
		const next = `<info><language>fr-CA</language><event>vent</event><severity>Minor</severity><expires>2026-03-02T12:00:00-05:00</expires><headline>Avis de vent terminé</headline><area><areaDesc>Vieux-Quai</areaDesc></area></info>`
		_, err := s.Take(u.Ctx, source, of("a", "<scope>Public</scope>", "<scope>Public</scope>"+next))
		must(t, err)
		for i := range 40 {
			_, err := s.Take(u.Ctx, source, of(fmt.Sprint("b", i)))
			must(t, err)
		}
		headlines := func(lang string) (list []string) {
			all, now, err := s.Living(u.Ctx, dbtest.Region)
			must(t, err)
			if len(all) != 41 {
				t.Fatalf("%d alerts", len(all))
			}
			for _, a := range all {
				if a.Identifier == "a" {
					for _, i := range a.In(lang, now) {
						list = append(list, i.Headline)
					}
				}
			}
			return list
		}
		want := func(lang string, want ...string) {
			t.Helper()
			if got := headlines(lang); !slices.Equal(got, want) {
				t.Errorf("in %s: %q, want %q", lang, got, want)
			}
		}
		want("fr", "Avis de vent terminé", "Froid extrême cette nuit")
		want("en", "Extreme cold tonight")
		want("es", "Avis de vent terminé", "Froid extrême cette nuit")
		u.Clock.Set(time.Date(2026, 3, 2, 17, 0, 0, 0, time.UTC))
		want("fr", "Froid extrême cette nuit")
	})
}

// TestWhatIsReplacedIsOver in whatever order the messages arrive, and however
// often; nobody takes back what another sender said.
func TestWhatIsReplacedIsOver(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		s := service(u)
		for round := range 8 {
			id := func(n string) string { return fmt.Sprintf("%s%d", n, round) }
			all := [][]byte{of(id("a")), of(id("b"), refers("Update", id("a"))...), of(id("c")), of(id("d"), refers("Cancel", id("c"))...), of(id("e"))}
			all = append(all, all...)
			rand.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
			for _, b := range all {
				if _, err := s.Take(u.Ctx, source, b); err != nil {
					t.Fatal(err)
				}
			}
			got := slices.DeleteFunc(shown(t, u, s, dbtest.Region), func(x string) bool { return !strings.HasSuffix(x, fmt.Sprint(round)) })
			slices.Sort(got)
			if want := []string{id("b"), id("e")}; !slices.Equal(got, want) {
				t.Errorf("round %d: %v, want %v", round, got, want)
			}
			must(t, cancel(u, s, id("b"), id("e"))) // a hundred are shown at most
		}
		_, err := s.Take(u.Ctx, source, of("x", append(refers("Cancel", "e0"), "<sender>meteo@exemple.org<", "<sender>autre@exemple.org<")...))
		wantKey(t, err, "alert.other_sender")
	})
}

// TestWhatCameTooLateEndsWhatItReplaces: an update whose own time is over is not
// shown, and what it replaces is not either, which would else hold until tomorrow.
func TestWhatCameTooLateEndsWhatItReplaces(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		s := service(u)
		_, err := s.Take(u.Ctx, source, of("a"))
		must(t, err)
		u.Clock.Set(time.Date(2026, 3, 2, 18, 0, 0, 0, time.UTC))
		ended := of("b", append(refers("Update", "a"), "<expires>2026-03-03T08:00:00-05:00<", "<expires>2026-03-02T12:30:00-05:00<")...)
		if got, err := s.Take(u.Ctx, source, ended); got != alert.Ended || err != nil {
			t.Errorf("%s, %v", got, err)
		}
		if got := shown(t, u, s, dbtest.Region); len(got) != 0 {
			t.Errorf("shown: %v", got)
		}
		_, err = s.Take(u.Ctx, source, ended)
		wantKey(t, err, "alert.over")
	})
}

func cancel(u *dbtest.Universe, s *alert.Service, ids ...string) error {
	for _, id := range ids {
		if _, err := s.Take(u.Ctx, source, of("x"+id, refers("Cancel", id)...)); err != nil {
			return err
		}
	}
	return nil
}

// TestWhatIsNotForEverybodyIsNotShown: tests and exercises go to the log, what is
// restricted is refused; and only those who keep the region take anything in.
func TestWhatIsNotForEverybodyIsNotShown(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		s := service(u)
		for _, status := range []string{"Test", "Exercise", "System", "Draft"} {
			if got, err := s.Take(u.Ctx, source, of("a", "<status>Actual<", "<status>"+status+"<")); got != alert.Noted || err != nil {
				t.Errorf("%s: %s, %v", status, got, err)
			}
		}
		_, err := s.Take(u.Ctx, source, of("a", "<scope>Public<", "<scope>Restricted<"))
		wantKey(t, err, "alert.not_public")
		_, err = s.Take(u.Ctx, source, of("a", "<msgType>Alert<", "<msgType>Ack<"))
		wantKey(t, err, "alert.not_an_alert")
		for name, by := range map[string]access.Actor{
			"coordination of an organisation": access.ForWorker(dbtest.Region, "w", "halte", "", access.Coordination),
			"intervention of the keepers":     access.ForWorker(dbtest.Region, "w", "table", "", access.Intervention).InStewardship(),
			"the public":                      access.Anyone(dbtest.Region),
			"a job":                           access.System(dbtest.Region),
			"nobody":                          {},
		} {
			if _, err := s.Take(u.Ctx, by, of("a")); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if got := shown(t, u, s, dbtest.Region); len(got) != 0 {
			t.Errorf("shown: %v", got)
		}
		u.WantEvents(t, "alert.noted", "alert.noted", "alert.noted", "alert.noted")
	})
}

// TestHostileXMLIsRefusedWithItsPlace.
func TestHostileXMLIsRefusedWithItsPlace(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("<a>", 200) + strings.Repeat("</a>", 200)
	for want, b := range map[string][]byte{
		"alert.doctype 2":    []byte(strings.Replace(cold, "<alert", "<!DOCTYPE alert [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n<alert", 1)),
		"alert.not_xml 16":   of("a", "Moins 30 &amp; du vent.", "&x;", "<category>Met</category>\n    ", ""),
		"alert.not_xml 1":    []byte(`<?xml version="1.0" encoding="UTF-16"?><alert/>`),
		"alert.not_cap 1":    []byte("<html><body>Froid</body></html>"),
		"alert.too_much 28":  of("a", "<SignedInfo/>", deep, "<info>\n", "<info>"),
		"alert.too_much 17":  of("a", "Moins 30 &amp; du vent.", strings.Repeat("é", 9000)),
		"alert.misplaced 17": of("a", "Moins 30 &amp; du vent.", "<b>Moins 30</b>"),
		"alert.bad_time 5":   of("a", "2026-03-02T08:00:00-05:00", "hier"),
		"alert.bad_value 6":  of("a", "<status>Actual<", "<status>Vrai<"),
		"alert.lacks 0":      of("a", "  <sender>meteo@exemple.org</sender>\n", ""),
		"alert.missing 0":    []byte(" \n"),
		"alert.too_large 0":  []byte(cold + strings.Repeat(" ", alert.BytesMost)),
		"alert.not_xml 31":   []byte(strings.TrimSuffix(cold, "</alert>")),
	} {
		_, err := alert.Read(b)
		key, line := "", 0
		for _, f := range fault.FieldsOf(err) {
			key = f.Key
			for i := 0; i+1 < len(f.Args); i += 2 {
				if f.Args[i] == "line" {
					line = f.Args[i+1].(int)
				}
			}
		}
		if got := fmt.Sprint(key, " ", line); got != want {
			t.Errorf("%s, want %s (%v)", got, want, err)
		}
	}
}

func wantKey(t *testing.T, err error, key string) {
	t.Helper()
	for _, f := range fault.FieldsOf(err) {
		if f.Key == key {
			return
		}
	}
	t.Errorf("err = %v, want the sentence %s", err, key)
}

// FuzzRead: of any bytes, no panic, and what is understood has what an alert
// must have.
func FuzzRead(f *testing.F) {
	f.Add([]byte(cold))
	f.Add(of("b", refers("Update", "a")...))
	f.Add([]byte("<alert xmlns='urn:oasis:names:tc:emergency:cap:1.2'>"))
	f.Fuzz(func(t *testing.T, b []byte) {
		a, err := alert.Read(b)
		if err == nil && (a.Identifier == "" || a.Sender == "" || a.Sent.IsZero() || a.Status == "") {
			t.Fatalf("%+v of %q", a, b)
		}
	})
}
