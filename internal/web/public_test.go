package web_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/alert"
	"passerelle/internal/clock"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/web"
)

// quarter is a small directory: a dentist who is open and takes PFSI, one who
// is closed, and a shelter whose address is secret.
func quarter() []*directory.Listing {
	monday := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	week := directory.Days(0b0011111)
	place := func(lat float64) directory.Place {
		return directory.Place{Address: "12, rue des Pins", City: "Montréal-Nord", Province: "QC", Postal: "H1G 2T4", Lat: lat, Lon: -73.62, HasPoint: true}
	}
	return []*directory.Listing{
		{ID: "d1", Code: "k7m2", Status: directory.Active, Name: directory.Text{FR: "Clinique dentaire du quai"}, OrgName: directory.Text{FR: "Centre du quai"},
			Needs: []string{"health.dental"}, Languages: []string{"fr", "es"}, Papers: map[directory.Paper]directory.Acceptance{directory.IFHP: directory.AcceptConfirmed},
			Asks:   map[directory.Question]directory.Asked{directory.AskStatus: directory.AskedNo, directory.AskPapers: directory.AskedYes},
			Phones: []directory.Phone{{Number: "514-555-0134", Extension: "2"}}, Places: []directory.Place{place(45.60)},
			Hours: []directory.Hours{{Days: week, Opens: 9 * 60, Closes: 20*60 + 30}}, ConfirmedBy: "Centre du quai", ConfirmedAt: monday.AddDate(0, 0, -3), ClosedDoors: 1, UpdatedAt: monday},
		{ID: "d2", Code: "p2x9", Status: directory.Active, Name: directory.Text{FR: "Dentistes de nuit", EN: "Night dentists"}, OrgName: directory.Text{FR: "Dentistes de nuit"},
			Needs: []string{"health.dental"}, Places: []directory.Place{place(45.61)}, Hours: []directory.Hours{{Days: week, Opens: 18 * 60, Closes: 22 * 60}}},
		{ID: "s1", Code: "q4r8", Status: directory.Active, Name: directory.Text{FR: "Maison des Lilas"}, OrgName: directory.Text{FR: "Maison des Lilas"}, Sensitive: true,
			Needs: []string{"safety.violence"}, Phones: []directory.Phone{{Number: "514 555-0177"}},
			Places: []directory.Place{{Address: "99, rue Secrète", City: "Laval", Postal: "H7A 1A1", Lat: 45.7, Lon: -73.7, HasPoint: true, Hidden: true, Transport: directory.Text{FR: "Autobus 17, arrêt Secrète"}}}},
	}
}

// doors remembers the last closed door.
type doors struct {
	service access.Service
	why     directory.DoorReason
	words   string
}

func (d *doors) ReportClosedDoor(_ context.Context, _ access.Actor, act string, service access.Service, why directory.DoorReason, words string) error {
	if act == "" {
		return fault.New(fault.Invalid, "error.form_stale")
	}
	if why == "" {
		return fault.Fields{fault.Field("reason", "closed_door.reason_missing")}.Err()
	}
	d.service, d.why, d.words = service, why, words
	return nil
}

type public struct {
	*httptest.Server
	t     *testing.T
	doors *doors
	site  *web.Site
}

func openPublic(t *testing.T, listings []*directory.Listing) *public {
	t.Helper()
	return openPublicIn(t, listings, time.UTC)
}

func openPublicIn(t *testing.T, listings []*directory.Listing, zone *time.Location) *public {
	t.Helper()
	bundle, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	pack := "key\tlang\ttext\tsource\tlicence\tstate\treviewers\tdate\nui.back\tar\tرجوع\ts\tMIT\timporté\t\t\n"
	if _, err := bundle.LoadPack(strings.NewReader(pack)); err != nil {
		t.Fatal(err)
	}
	ix := directory.NewIndexIn(zone, listings)
	p := &public{t: t, doors: &doors{}}
	site := &web.Site{
		Bundle: bundle, Region: "region-a", Zone: zone, Clock: clock.Fixed(time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC)),
		Log: slog.New(slog.DiscardHandler), Ready: func() bool { return true }, URL: "https://passerelle.example",
		Services: web.Services{Finder: ix, Locator: directory.NewLocator(ix), Doors: p.doors},
	}
	p.site = site
	p.Server = httptest.NewServer(site.Handler())
	t.Cleanup(p.Close)
	return p
}

func (p *public) get(path string) (int, string) {
	p.t.Helper()
	r, err := p.Client().Get(p.URL + path)
	if err != nil {
		p.t.Fatal(err)
	}
	defer r.Body.Close()
	b, _ := io.ReadAll(r.Body)
	return r.StatusCode, string(b)
}

func TestPublicPages(t *testing.T) {
	t.Parallel()
	p := openPublic(t, quarter())
	for name, c := range map[string]struct {
		path   string
		status int
		want   []string
		not    []string
	}{
		"home":           {"/fr/", 200, []string{"De quoi avez", `href="/fr/besoin/health"`, "Chercher un service"}, []string{"<script", "Set-Cookie"}},
		"home_english":   {"/en/", 200, []string{"What do you need?", `lang="en"`}, nil},
		"home_arabic":    {"/ar/", 200, []string{`dir="rtl"`, `<bdi lang="fr" dir="ltr">Chercher un service</bdi>`}, nil},
		"need":           {"/fr/besoin/health", 200, []string{"/fr/services?besoin=health.dental"}, []string{`class="exit"`}},
		"need_sensitive": {"/fr/besoin/safety", 200, []string{`class="exit"`}, nil},
		"need_unknown":   {"/fr/besoin/rien", 404, []string{"ne s'ouvre pas"}, nil},
		"need_not_theme": {"/fr/besoin/health.dental", 404, nil, nil},
		"open_first":     {"/fr/services?besoin=health.dental", 200, []string{"1 service", "Clinique dentaire du quai", "ferme à", "tel:+15145550134,2"}, []string{"Dentistes de nuit"}},
		"closed_too":     {"/fr/services?f=1&besoin=health.dental", 200, []string{"2 services", "ouvre aujourd'hui à"}, nil},
		"paper_unknown":  {"/fr/services?f=1&besoin=health.dental&papier=ifhp", 200, []string{"accepté, confirmé", "pas confirmé, appelez avant"}, nil},
		"words_escaped":  {"/fr/services?q=%3Cb%3Edentaire", 200, []string{"&lt;b&gt;dentaire"}, []string{"<b>dentaire"}},
		"near":           {"/fr/services?f=1&q=dentaire&pres=montreal+nord", 200, []string{"près de", "Montréal-Nord"}, nil},
		"near_nowhere":   {"/fr/services?f=1&q=dentaire&pres=zzz", 200, []string{"Nous ne trouvons pas", "zzz"}, nil},
		// Who knows a name gets the service, whatever a search asks before anybody did.
		"named":         {"/fr/services?q=dentiste+de+nuit", 200, []string{"Voici ce que vous avez nommé", "Dentistes de nuit", "ouvre aujourd'hui à"}, nil},
		"named_english": {"/en/services?q=Night+dentists", 200, []string{"Here is what you named", "Night dentists"}, nil},
		"named_arabic":  {"/ar/services?q=Clinique+dentaire+du+quai", 200, []string{"Clinique dentaire du quai"}, nil},
		"named_secret":  {"/fr/services?q=maison+des+lilas", 200, []string{"Maison des Lilas", `class="exit"`}, []string{"rue Secrète"}},
		"named_in_part": {"/fr/services?q=nuit", 200, nil, []string{"Voici ce que vous avez nommé"}},
		// What the directory does not have is never announced as found.
		"lost":            {"/fr/services?f=1&q=zzzzqqqq", 200, []string{"Rien ici pour « ", "/fr/aide", `class="card`}, []string{"» : "}},
		"never_empty":     {"/fr/services?f=1&ouvert=1&besoin=health.dental&langue=so&femmes=1", 200, []string{`class="card`}, nil},
		"bad_numbers":     {"/fr/services?page=-3&distance=x", 200, nil, nil},
		"service":         {"/fr/service/d1", 200, []string{"On vous demandera", "On ne vous demandera pas", "Pas confirmé", "Une adresse", "1 porte fermée", "passerelle.example/s/k7m2"}, []string{`class="exit"`}},
		"service_english": {"/en/service/d2", 200, []string{"Night dentists", "Not confirmed. Call before you go."}, nil},
		"service_hidden":  {"/fr/service/s1", 200, []string{"donnée par téléphone", `class="exit"`}, []string{"Secrète", "H7A", "openstreetmap", "Lilas – Passerelle"}},
		"card_hidden":     {"/fr/service/s1/carte", 200, []string{"donnée par téléphone"}, []string{"Secrète", "H7A"}},
		"service_unknown": {"/fr/service/xx", 404, []string{"ne s'ouvre pas"}, nil},
		"door":            {"/fr/service/d1/porte", 200, []string{"Que s'est-il passé", `type="radio"`}, []string{"checked"}},
		"help":            {"/fr/aide", 200, []string{"tel:211"}, nil},
		"emergency":       {"/fr/urgence", 200, []string{"tel:911", "tel:988", "tel:811"}, nil},
		"languages":       {"/fr/langues", 200, []string{"العربية"}, nil},
		"unknown":         {"/fr/nulle-part", 404, []string{"ne s'ouvre pas"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, body := p.get(c.path)
			body = strings.NewReplacer("\u00a0", " ", "&#39;", "'").Replace(body)
			if status != c.status {
				t.Errorf("%s answers %d, not %d", c.path, status, c.status)
			}
			for _, s := range c.want {
				if !strings.Contains(body, s) {
					t.Errorf("%s does not say %q", c.path, s)
				}
			}
			for _, s := range c.not {
				if strings.Contains(body, s) {
					t.Errorf("%s says %q", c.path, s)
				}
			}
		})
	}
}

func TestShortAddressLeadsToTheService(t *testing.T) {
	t.Parallel()
	p := openPublic(t, quarter())
	if status, body := p.get("/s/k7m2"); status != 200 || !strings.Contains(body, "Clinique dentaire du quai") {
		t.Error(status)
	}
	if status, _ := p.get("/s/none"); status != 404 {
		t.Error(status)
	}
}

// What is printed, saved or linked of a service that became one with another
// leads to the other, on each of its pages; a form opened before still acts.
func TestAddressesOfAFormerPageLeadOn(t *testing.T) {
	t.Parallel()
	all := quarter()
	all[0].More = &directory.Particulars{Former: []directory.Former{{ID: "old", Code: "f4rm"}}}
	p := openPublic(t, all)
	client := p.Client()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	for from, to := range map[string]string{
		"/fr/service/old": "/fr/service/d1", "/en/service/old/carte?liste=k7m2": "/en/service/d1/carte?liste=k7m2", "/fr/service/old/porte": "/fr/service/d1/porte",
	} {
		r, err := client.Get(p.URL + from)
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		if r.StatusCode != http.StatusMovedPermanently || r.Header.Get("Location") != to || r.Header.Get("Cache-Control") != "no-cache" {
			t.Errorf("%s answers %d, %q, %q; want 301 to %s, asked again each time", from, r.StatusCode, r.Header.Get("Location"), r.Header.Get("Cache-Control"), to)
		}
	}
	if status, where, _ := p.post("/fr/service/old/porte", url.Values{"act": {"a"}, "reason": {"full"}}); status != 303 || p.doors.service != "d1" || where != "/fr/service/d1/porte/merci" {
		t.Errorf("a closed door of the former page: %d, %s, kept for %s", status, where, p.doors.service)
	}
	client.CheckRedirect = nil
	for _, path := range []string{"/s/f4rm", "/fr/liste/f4rm"} {
		if status, body := p.get(path); status != 200 || !strings.Contains(body, "Clinique dentaire du quai") {
			t.Errorf("%s answers %d, without the service", path, status)
		}
	}
}

// A list by link of which two services became one shows it once, on the screen
// and on paper, and takes it out at one press.
func TestAListOfTwoThatBecameOne(t *testing.T) {
	t.Parallel()
	all := quarter()
	all[0].More = &directory.Particulars{Former: []directory.Former{{ID: "old", Code: "f4rm"}}}
	p := openPublic(t, all)
	for _, list := range []string{"k7m2.f4rm", "f4rm.k7m2"} {
		status, body := p.get("/fr/liste/" + list)
		if n := strings.Count(body, `href="/fr/service/d1?`); status != 200 || n != 1 {
			t.Errorf("%s answers %d and shows the service %d times", list, status, n)
		}
		if !strings.Contains(body, `href="/fr/liste"`) {
			t.Errorf("%s cannot be emptied at one press", list)
		}
		if _, body := p.get("/fr/liste/" + list + "/papier"); strings.Count(body, "<article") != 1 {
			t.Errorf("%s on paper shows %d services", list, strings.Count(body, "<article"))
		}
	}
	if _, body := p.get("/fr/service/d1?liste=f4rm"); !strings.Contains(body, `href="/fr/liste/k7m2"`) {
		t.Error("a list under a former code is not the list that holds the service")
	}
}

// TestEmptyDirectoryHasAPerson: never a dead end.
func TestEmptyDirectoryHasAPerson(t *testing.T) {
	t.Parallel()
	p := openPublic(t, nil)
	if status, body := p.get("/fr/services?q=dentiste"); status != 200 || !strings.Contains(body, "tel:211") || !strings.Contains(body, "Aucun service") {
		t.Error(status)
	}
}

// TestAHolidayIsSaid: on Christmas a door that its week says open is to be
// called first, unless its hours speak of the day.
func TestAHolidayIsSaid(t *testing.T) {
	t.Parallel()
	listings := quarter()
	christmas := time.Date(2026, 12, 25, 0, 0, 0, 0, time.UTC)
	listings[1].Hours = append(listings[1].Hours, directory.Hours{Days: 127, Opens: 18 * 60, Closes: 22 * 60, From: christmas, To: christmas})
	listings[2].Sensitive, listings[2].Places[0].Province, listings[2].Hours = false, "QC", []directory.Hours{{Days: 127, Opens: 0, Closes: 24 * 60}}
	p := openPublic(t, listings)
	p.site.Clock = clock.Fixed(christmas.Add(19 * time.Hour))
	if _, body := p.get("/fr/service/d1"); !strings.Contains(body, "jour férié") {
		t.Error("nothing is said of Christmas")
	}
	if _, body := p.get("/fr/service/s1"); !strings.Contains(body, "jour et nuit") || strings.Contains(body, "jour férié") {
		t.Error("a door that is open day and night is doubted")
	}
	if _, body := p.get("/fr/service/d2"); strings.Contains(body, "jour férié") {
		t.Error("hours that speak of Christmas are doubted")
	}
}

// TestWhatIsOpenIsForTheNeed: where the directory has nothing to eat, no dentist
// stands in its place.
func TestWhatIsOpenIsForTheNeed(t *testing.T) {
	t.Parallel()
	p := openPublic(t, quarter()) // dentists and a shelter from violence
	p.site.Alert = alert.New(dbtest.New(t, db.SQLite).DB, event.NewLog(nil))
	if status, body := p.get("/fr/maintenant"); status != 200 || strings.Contains(body, "/service/") || !strings.Contains(body, "Appelez le 211") {
		t.Errorf("status %d: something else is shown for the six needs", status)
	}
}

// TestNowWaitsForNoDatabase: what is open now comes from the index, also while
// every reader of the database is held up.
func TestNowWaitsForNoDatabase(t *testing.T) {
	t.Parallel()
	p := openPublic(t, quarter())
	u := dbtest.New(t, db.SQLite)
	p.site.Alert = alert.New(u.DB, event.NewLog(nil))
	held, free := make(chan bool), make(chan bool)
	var readers sync.WaitGroup
	for range 4 { // as many as the test's database has
		readers.Go(func() {
			_ = u.DB.Read(u.Ctx, func(*db.Tx) error { held <- true; <-free; return nil })
		})
		<-held
	}
	status, body := p.get("/fr/maintenant")
	close(free)
	readers.Wait()
	if status != 200 || !strings.Contains(body, "Appelez le 211") {
		t.Errorf("status %d while the database is busy", status)
	}
}

type missed []directory.Missed

func (m *missed) Note(x directory.Missed) { *m = append(*m, x) }

// TestWhatIsNotFoundIsCounted: once a search, by its codes, and never by what
// was typed.
func TestWhatIsNotFoundIsCounted(t *testing.T) {
	t.Parallel()
	p := openPublic(t, quarter())
	var seen missed
	p.site.Missed = &seen
	for _, path := range []string{"/fr/services?besoin=health.dental&f=1", "/fr/services?q=dentiste&f=1", "/fr/services?besoin=eat.meal&f=1&page=2"} {
		p.get(path)
	}
	if len(seen) != 0 {
		t.Errorf("counted as missed: %+v", seen)
	}
	p.get("/fr/services?besoin=eat.meal&f=1")
	p.get("/fr/services?q=Mohamed+Untel&f=1")
	if len(seen) != 2 || seen[0].Need != "eat.meal" || seen[1] != (directory.Missed{}) {
		t.Errorf("counted %+v", seen)
	}
}

func (p *public) post(path string, form url.Values) (status int, where, body string) {
	p.t.Helper()
	r, err := http.NewRequest(http.MethodPost, p.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		p.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	client := *p.Client()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	w, err := client.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer w.Body.Close()
	b, _ := io.ReadAll(w.Body)
	return w.StatusCode, w.Header.Get("Location"), string(b)
}

func TestClosedDoor(t *testing.T) {
	t.Parallel()
	p := openPublic(t, quarter())
	status, _, body := p.post("/fr/service/d1/porte", url.Values{"act": {"a"}, "words": {"j'ai attendu <1 h>"}})
	if status != 422 || !strings.Contains(body, "Choisissez ce qui") || !strings.Contains(body, "j&#39;ai attendu &lt;1 h&gt;") {
		t.Errorf("%d: what was typed must be kept and the field must say what to do", status)
	}
	status, where, _ := p.post("/fr/service/d1/porte", url.Values{"act": {"a"}, "reason": {"full"}, "words": {"complet"}})
	if status != 303 || where != "/fr/service/d1/porte/merci" || p.doors.service != "d1" || p.doors.why != directory.DoorFull {
		t.Errorf("%d %s %+v", status, where, p.doors)
	}
	if status, _, _ := p.post("/fr/service/none/porte", url.Values{"reason": {"full"}}); status != 404 {
		t.Error(status)
	}
}

// TestQuickExit works without scripts: the browser forgets, and goes elsewhere.
func TestQuickExit(t *testing.T) {
	t.Parallel()
	p := openPublic(t, quarter())
	r, err := p.Client().Get(p.URL + "/fr/sortie")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, _ := io.ReadAll(r.Body)
	if !strings.Contains(r.Header.Get("Clear-Site-Data"), "storage") || r.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%v", r.Header)
	}
	gone := 0
	for _, c := range r.Cookies() {
		if c.MaxAge < 0 {
			gone++
		}
	}
	if gone != 3 {
		t.Errorf("%d cookies taken back, not 3", gone)
	}
	if body := string(b); !strings.Contains(body, "0; url=https://fr.wikipedia.org/") || strings.Contains(body, "Passerelle") {
		t.Error(body)
	}
}
