package demo

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/directory"
	"passerelle/internal/org"
)

func load(t *testing.T) Data {
	t.Helper()
	d, err := LoadData()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// index maps codes to records and refuses a code used twice.
func index[T any](t *testing.T, list []T, code func(T) string) map[string]T {
	t.Helper()
	m := map[string]T{}
	for _, v := range list {
		if _, twice := m[code(v)]; twice || code(v) == "" {
			t.Errorf("code %q is empty or used twice", code(v))
		}
		m[code(v)] = v
	}
	return m
}

func orgsOf(t *testing.T, d Data) map[string]Organization {
	return index(t, d.Organizations, func(o Organization) string { return o.Code })
}
func teamsOf(t *testing.T, d Data) map[string]Team {
	return index(t, d.Teams, func(v Team) string { return v.Code })
}
func placesOf(t *testing.T, d Data) map[string]Place {
	return index(t, d.Places, func(v Place) string { return v.Code })
}
func servicesOf(t *testing.T, d Data) map[string]Service {
	return index(t, d.Services, func(v Service) string { return v.Code })
}
func workersOf(t *testing.T, d Data) map[string]Worker {
	return index(t, d.Workers, func(v Worker) string { return v.Code })
}
func peopleOf(t *testing.T, d Data) map[string]Person {
	return index(t, d.People, func(v Person) string { return v.Code })
}

func TestTheRegionIsRichEnoughToUnderstandTheProduct(t *testing.T) {
	t.Parallel()
	d := load(t)
	sectors := map[org.Sector]int{}
	for _, o := range d.Organizations {
		sectors[org.Sector(o.Sector)]++
	}
	for _, c := range []struct {
		what        string
		have, least int
	}{
		{"organisations", len(d.Organizations), 55}, {"places", len(d.Places), 80}, {"services", len(d.Services), 290},
		{"workers", len(d.Workers), 12}, {"people", len(d.People), 12}, {"referrals", len(d.Referrals), 24},
		{"answers", len(d.Answers), 38}, {"community", sectors[org.Community], 30}, {"public", sectors[org.PublicNetwork], 10},
		{"municipal", sectors[org.Municipal], 3}, {"philanthropic", sectors[org.Philanthropic], 3}, {"research", sectors[org.Research], 2},
	} {
		if c.have < c.least {
			t.Errorf("%s: %d, at least %d wanted", c.what, c.have, c.least)
		}
	}
}

func TestOrganizationsAndTeamsResolve(t *testing.T) {
	t.Parallel()
	d := load(t)
	orgs, teams := orgsOf(t, d), teamsOf(t, d)
	staffed := map[string]bool{}
	for _, w := range d.Workers {
		staffed[w.Org] = true
		if teams[w.Team].Org != w.Org {
			t.Errorf("worker %s: team %q is not of %q", w.Code, w.Team, w.Org)
		}
		checkRoles(t, w.Code, w.Roles)
	}
	workers := workersOf(t, d)
	for _, h := range d.Hats {
		staffed[h.Org] = true
		if workers[h.Worker].Code == "" || teams[h.Team].Org != h.Org || workers[h.Worker].Org == h.Org {
			t.Errorf("hat %+v does not resolve, or is the worker's own team", h)
		}
		checkRoles(t, h.Worker, h.Roles)
	}
	for _, o := range d.Organizations {
		if !slices.Contains(org.Sectors, org.Sector(o.Sector)) || !slices.Contains(org.Regimes, org.Regime(o.Regime)) {
			t.Errorf("%s: sector %q, regime %q", o.Code, o.Sector, o.Regime)
		}
		if o.Parent != "" && orgs[o.Parent].Code == "" {
			t.Errorf("%s: parent %q", o.Code, o.Parent)
		}
		if o.Account != staffed[o.Code] {
			t.Errorf("%s: account %v, but workers %v", o.Code, o.Account, staffed[o.Code])
		}
	}
}

func checkRoles(t *testing.T, who string, roles []string) {
	t.Helper()
	if len(roles) == 0 {
		t.Errorf("%s has no role", who)
	}
	for _, r := range roles {
		if !slices.Contains(access.Roles, access.Role(r)) {
			t.Errorf("%s: role %q", who, r)
		}
	}
}

func TestServicesResolve(t *testing.T) {
	t.Parallel()
	d := load(t)
	orgs, places := orgsOf(t, d), placesOf(t, d)
	known := map[string][]string{
		"paper": {"ifhp", "ramq", "ohip", "none"}, "accepts": {"confirmed", "announced", "no"},
		"question": {"status", "papers", "money", "address"}, "asked": {"yes", "no"},
		"capacity":   {"", "open", "full", "waitlist", "assessment"},
		"status":     {string(directory.Active), string(directory.TemporarilyClosed)},
		"population": {"women", "men", "youth", "families", "seniors", "lgbtq", "newcomers"},
	}
	for _, s := range servicesOf(t, d) {
		is := func(kind, v string) {
			if !slices.Contains(known[kind], v) {
				t.Errorf("%s: %s %q is not known", s.Code, kind, v)
			}
		}
		if orgs[s.Org].Code == "" || s.Place != "" && places[s.Place].Code == "" {
			t.Errorf("%s: organisation %q, place %q", s.Code, s.Org, s.Place)
		}
		if (s.ConfirmedBy == "") != (s.ConfirmedAgo == Never) || s.ConfirmedBy != "" && orgs[s.ConfirmedBy].Code == "" {
			t.Errorf("%s: confirmed by %q, %d days ago", s.Code, s.ConfirmedBy, s.ConfirmedAgo)
		}
		for k, v := range s.Papers {
			is("paper", k)
			is("accepts", v)
		}
		for k, v := range s.Asks {
			is("question", k)
			is("asked", v)
		}
		for _, p := range s.Populations {
			is("population", p)
		}
		is("capacity", s.Capacity)
		is("status", s.Status)
		if (s.Capacity == "") != (s.CapacityAgo == Never) {
			t.Errorf("%s: capacity %q without its date, or the reverse", s.Code, s.Capacity)
		}
		if s.MaxAge != 0 && s.MaxAge < s.MinAge {
			t.Errorf("%s: ages %d to %d", s.Code, s.MinAge, s.MaxAge)
		}
		if len(s.Languages) == 0 || len(s.Hours) == 0 && s.HoursNote.FR == "" {
			t.Errorf("%s: says nothing of languages or hours", s.Code)
		}
		if (s.Status != string(directory.Active)) && s.Alert.FR == "" {
			t.Errorf("%s: closed without saying why", s.Code)
		}
		if s.Hidden && (s.Place != "" || !s.Sensitive) {
			t.Errorf("%s: hidden, so without a place and sensitive", s.Code)
		}
	}
}

// A service of violence that slips out of Hidden would teach, by the demo, the
// one mistake that can cost a life.
func TestSheltersFromViolenceHaveNoAddress(t *testing.T) {
	t.Parallel()
	d := load(t)
	for _, s := range d.Services {
		if s.Org == "matinbleu" && !s.Hidden {
			t.Errorf("%s is not hidden", s.Code)
		}
	}
	for _, p := range d.Places {
		if strings.Contains(strings.ToLower(p.Name.FR+p.Code), "matin") {
			t.Errorf("place %s shows the shelter", p.Code)
		}
	}
}

func TestEveryNeedHasDoors(t *testing.T) {
	t.Parallel()
	doors := map[string]int{}
	for _, s := range load(t).Services {
		themes := map[string]bool{}
		for _, n := range s.Needs {
			if !directory.KnownNeed(n) {
				t.Errorf("%s: need %q is not in the tree", s.Code, n)
			}
			doors[n]++
			themes[directory.ThemeOf(n)] = true
		}
		for theme := range themes {
			doors[theme]++
		}
	}
	for _, theme := range directory.Themes() {
		for _, n := range append(directory.NeedsOf(theme), theme) {
			if doors[n] < 2 {
				t.Errorf("need %s: %d doors, at least 2 wanted", n, doors[n])
			}
		}
	}
}

func TestTheDemoShowsWhatAStrangerLooksFor(t *testing.T) {
	t.Parallel()
	d := load(t)
	var dentists, spanishIFHP, allDay, overnight, stale, never, closed, hidden int
	for _, s := range d.Services {
		dental := slices.Contains(s.Needs, "health.dental")
		count(&dentists, dental)
		count(&spanishIFHP, dental && s.Papers["ifhp"] == "confirmed" && slices.Contains(s.Languages, "es"))
		count(&stale, s.ConfirmedAgo > 180)
		count(&never, s.ConfirmedAgo == Never)
		count(&closed, s.Status == string(directory.TemporarilyClosed))
		count(&hidden, s.Hidden)
		for _, h := range s.Hours {
			count(&allDay, h == Hours{Days: 127, Closes: midnight})
			count(&overnight, h.Closes > midnight)
		}
	}
	for what, c := range map[string][2]int{
		"dentists": {dentists, 6}, "dentists in Spanish who take PFSI": {spanishIFHP, 3}, "day and night": {allDay, 10},
		"past midnight": {overnight, 5}, "stale": {stale, 10}, "never confirmed": {never, 3}, "closed for now": {closed, 4}, "hidden": {hidden, 5},
	} {
		if c[0] < c[1] {
			t.Errorf("%s: %d, at least %d wanted", what, c[0], c[1])
		}
	}
}

func count(n *int, yes bool) {
	if yes {
		*n++
	}
}

// Numbers, postal codes and mail domains that nobody can own.
func TestNothingReachesARealPerson(t *testing.T) {
	t.Parallel()
	d := load(t)
	phone := regexp.MustCompile(`^(873|819|343) 555-01\d\d$`)
	anyPhone := regexp.MustCompile(`\b\d{3}[- .]\d{4}\b`)
	postal := regexp.MustCompile(`^Z\d[A-Z] \d[A-Z]\d$`) // Canada Post never begins a code with Z
	for _, o := range d.Organizations {
		if !phone.MatchString(o.Phone) || !strings.HasSuffix(o.Email, ".example") || !strings.HasSuffix(o.URL, ".example") {
			t.Errorf("%s: %s %s %s", o.Code, o.Phone, o.Email, o.URL)
		}
	}
	for _, s := range d.Services {
		if s.Phone != "" && !phone.MatchString(s.Phone) {
			t.Errorf("%s: %s", s.Code, s.Phone)
		}
	}
	for _, w := range d.Workers {
		if !strings.HasSuffix(w.Email, "@"+w.Org+".example") {
			t.Errorf("%s: %s", w.Code, w.Email)
		}
	}
	for _, p := range d.Places {
		if !postal.MatchString(p.Postal) || p.Lat < 49.8 || p.Lat > 50 || p.Lon < -74.6 || p.Lon > -74.2 {
			t.Errorf("%s: %s %f %f", p.Code, p.Postal, p.Lat, p.Lon)
		}
	}
	everyCell(t, func(where, cell string) {
		for _, n := range anyPhone.FindAllString(cell, -1) {
			if !strings.HasPrefix(n, "555-01") {
				t.Errorf("%s: telephone %q", where, n)
			}
		}
	})
}

func TestHoursParse(t *testing.T) {
	t.Parallel()
	const monToFri = 1 | 2 | 4 | 8 | 16
	for _, c := range []struct {
		in   string
		want []Hours
		bad  bool
	}{
		{in: ""},
		{in: "MO-FR 09:00-17:00", want: []Hours{{monToFri, 540, 1020}}},
		{in: "TU,TH 20:00-02:00; SA 09:00-12:00,13:00-16:30", want: []Hours{{2 | 8, 1200, 1560}, {32, 540, 720}, {32, 780, 990}}},
		{in: "MO-SU 00:00-24:00", want: []Hours{{127, 0, 1440}}},
		{in: "FR-MO 09:00-17:00", bad: true},
		{in: "XX 09:00-17:00", bad: true},
		{in: "MO 9:00-17:00", bad: true},
		{in: "MO 09:00-25:00", bad: true},
		{in: "MO 09:00-17:75", bad: true},
		{in: "MO", bad: true},
	} {
		got, err := parseHours(c.in)
		if (err != nil) != c.bad || !c.bad && !slices.Equal(got, c.want) {
			t.Errorf("%q: %v %v, want %v", c.in, got, err, c.want)
		}
	}
}

func TestAgo(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC)
	if !Never.Before(now).IsZero() || Ago(2).Before(now).Day() != 28 {
		t.Error(Never.Before(now), Ago(2).Before(now))
	}
}

// everyCell calls one with each cell of each file.
func everyCell(t *testing.T, one func(where, cell string)) {
	t.Helper()
	entries, err := files.ReadDir("data")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		raw, err := files.ReadFile("data/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSpace(string(raw)), "\n")
		columns := strings.Split(lines[0], "\t")
		for i, line := range lines[1:] {
			for j, cell := range strings.Split(line, "\t") {
				one(fmt.Sprintf("%s:%d %s", e.Name(), i+2, cmp.Or(columns[j], "?")), cell)
			}
		}
	}
}
