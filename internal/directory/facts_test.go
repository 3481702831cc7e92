package directory_test

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
)

func fact(kind directory.FactKind, code, value string) directory.Fact {
	return directory.Fact{Kind: kind, Code: code, Value: value}
}

// everything is one fact of each kind, and more where kinds have shades.
func everything() []directory.Fact {
	closure := directory.Closure{From: day("2026-03-09"), Until: day("2026-03-22"), Reason: directory.ClosedWorks,
		Words: directory.Text{FR: "Nouvelle entrée & toit : 2 semaines.", EN: "New entrance, new roof."}}
	beds := directory.Room{Unit: directory.UnitBed, Population: "women", Total: 12, Funded: 8, Available: 3, WaitDays: 0, Saturation: directory.SaturationRisk}
	housing := directory.Room{Unit: directory.UnitHousing, Total: 40, Funded: 30, Available: -1, WaitDays: 400}
	return []directory.Fact{
		fact(directory.FactPaper, "ifhp", "confirmed"), fact(directory.FactPaper, "paid", "no"), fact(directory.FactPaper, "proof-of-address", "announced"),
		fact(directory.FactAsk, "status", "no"), fact(directory.FactAsk, "money", "yes"),
		fact(directory.FactNeed, "sleep.shelter", ""), fact(directory.FactPopulation, "women", ""), fact(directory.FactMark, directory.MarkUnconditional, ""),
		fact(directory.FactCapacity, "assessment", ""),
		fact(directory.FactLanguage, "ar", "always"), fact(directory.FactLanguage, "es", "sometimes"), fact(directory.FactLanguage, "en", "no"),
		fact(directory.FactInterpreter, "phone", "yes"), fact(directory.FactInterpreter, "site", "no"),
		fact(directory.FactAsker, "person", "no"), fact(directory.FactAsker, "oc", "yes"), fact(directory.FactAsker, "rp", "yes"),
		fact(directory.FactRoom, beds.Code(), beds.Value()), fact(directory.FactRoom, housing.Code(), housing.Value()),
		fact(directory.FactClosure, closure.Code(), closure.Value()),
	}
}

func day(s string) time.Time {
	d, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestEveryKindOfFactStandsOnThePage(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		p := refuge()
		p.records = append(p.records, rec("language", "en", "service_id", idOf("service", "refuge"), "code", "en"),
			rec("language", "ht", "service_id", idOf("service", "refuge"), "code", "ht", "note", "Le mardi seulement"))
		mustImport(t, u, p)
		must(t, services(u).Declare(u.Ctx, worker, one(t, u).ID, everything()...))
		l := one(t, u)
		m := l.Particulars()
		if l.Papers[directory.IFHP] != directory.AcceptConfirmed || l.Papers[directory.Paid] != directory.AcceptNo || l.Asks[directory.AskMoney] != directory.AskedYes || !l.Unconditional {
			t.Errorf("papers %v, asks %v, unconditional %t", l.Papers, l.Asks, l.Unconditional)
		}
		if !slices.Equal(slices.Sorted(slices.Values(l.Languages)), []string{"ar", "es", "ht"}) || !m.CallsAhead("es") || m.CallsAhead("ar") || m.LanguageNotes["ht"].FR != "Le mardi seulement" {
			t.Errorf("languages %v, ahead %v, notes %v: English is no longer spoken", l.Languages, m.CallAhead, m.LanguageNotes)
		}
		if m.Interpreters[directory.InterpreterByPhone] != directory.AnswerYes || m.Interpreters[directory.InterpreterOnSite] != directory.AnswerNo || m.Interpreters[directory.InterpreterOnRequest] != directory.AnswerUnknown {
			t.Errorf("interpreters %v", m.Interpreters)
		}
		if by, referred := m.Referred(); !referred || !slices.Equal(by, []directory.Asker{directory.AskerCommunity, directory.AskerPublic}) {
			t.Errorf("referred %t by %v", referred, by)
		}
		if len(m.Rooms) != 2 || m.Rooms[0].Available != 3 || m.Rooms[0].Funded != 8 || m.Rooms[0].Population != "women" || !m.Rooms[0].At.Equal(dbtest.Start) || m.Rooms[1].Available != -1 || m.Rooms[1].WaitDays != 400 {
			t.Errorf("rooms %+v", m.Rooms)
		}
		if len(m.Closures) != 1 || m.Closures[0].Words.FR != "Nouvelle entrée & toit : 2 semaines." || m.Closures[0].Reason != directory.ClosedWorks {
			t.Errorf("closures %+v", m.Closures)
		}
		for _, f := range everything() {
			stamp := m.Sure[directory.FactKey{Kind: f.Kind, Code: f.Code}]
			if stamp.By != "Le Pont" || !stamp.At.Equal(dbtest.Start) {
				t.Errorf("%s %s was said by %q at %s", f.Kind, f.Code, stamp.By, stamp.At)
			}
		}
	})
}

// What is said here leaves by the open format and comes back in another
// directory as it was: what is shown, who found it true, and the day.
func TestFactsTravel(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		l, d := one(t, u), services(u)
		must(t, d.Declare(u.Ctx, worker, l.ID, everything()...))
		u.Clock.Advance(26 * time.Hour)
		must(t, d.ConfirmFacts(u.Ctx, access.ForWorker(dbtest.Region, "w9", "clinic", "", access.Intervention), l.ID, "La Clinique",
			directory.FactKey{Kind: directory.FactPaper, Code: "ifhp"}))
		must(t, d.ShowPlace(u.Ctx, worker, l.ID, l.Places[0].ID, directory.ShowArea))
		here := one(t, u)

		first := packaged(t, u)
		far := dbtest.New(t, u.DB.Engine())
		far.Clock.Advance(26 * time.Hour)
		mustImport(t, far, first)
		there := one(t, far)

		a, b := *here.Particulars(), *there.Particulars()
		for key, s := range a.Sure { // a day is all that the standard's date can say
			a.Sure[key] = directory.Stamp{By: s.By, At: s.At.Truncate(24 * time.Hour)}
		}
		for key, s := range b.Sure {
			if want := a.Sure[key]; want.By != s.By || !want.At.Equal(s.At) {
				t.Errorf("%v was found true by %s on %s, there by %s on %s", key, want.By, want.At, s.By, s.At)
			}
		}
		if len(a.Sure) != len(b.Sure) || b.Sure[directory.FactKey{Kind: directory.FactPaper, Code: "ifhp"}].By != "La Clinique" {
			t.Errorf("%d stamps here, %d there: %v", len(a.Sure), len(b.Sure), b.Sure)
		}
		for i := range a.Rooms {
			if !a.Rooms[i].At.Equal(b.Rooms[i].At) {
				t.Errorf("%s was counted at %s, there at %s", a.Rooms[i].Code(), a.Rooms[i].At, b.Rooms[i].At)
			}
			b.Rooms[i].At = a.Rooms[i].At
		}
		a.Sure, b.Sure = nil, nil
		if !reflect.DeepEqual(a, b) {
			t.Errorf("here  %+v\nthere %+v", a, b)
		}
		if !maps.Equal(here.Papers, there.Papers) || !maps.Equal(here.Asks, there.Asks) || !slices.Equal(slices.Sorted(slices.Values(here.Languages)), slices.Sorted(slices.Values(there.Languages))) ||
			here.Capacity != there.Capacity || !here.CapacityAt.Equal(there.CapacityAt) || here.Unconditional != there.Unconditional {
			t.Errorf("here  %v %v %v %d\nthere %v %v %v %d", here.Papers, here.Asks, here.Languages, here.Capacity, there.Papers, there.Asks, there.Languages, there.Capacity)
		}
		if p := there.Places[0]; !p.AreaOnly || p.City != "Montréal" || p.Address != "" || p.Hidden {
			t.Errorf("the place there: %+v", p)
		}
		if second := packaged(t, far); !reflect.DeepEqual(first.records, second.records) {
			t.Errorf("the second export differs: %s", firstDifference(first.records, second.records))
		}
		// Said again in the other directory, a fact leaves as it is said there.
		must(t, services(far).Declare(far.Ctx, operator, there.ID, fact(directory.FactPaper, "ifhp", "no"), fact(directory.FactLanguage, "es", "no"),
			fact(directory.FactRoom, "bed.women", directory.Unsaid), fact(directory.FactCapacity, directory.Unsaid, "")))
		third := dbtest.New(t, u.DB.Engine())
		third.Clock.Advance(26 * time.Hour)
		mustImport(t, third, packaged(t, far))
		if l := one(t, third); l.Papers[directory.IFHP] != directory.AcceptNo || slices.Contains(l.Languages, "es") || len(l.Particulars().Rooms) != 1 || l.Capacity != directory.CapacityUnknown {
			t.Errorf("papers %v, languages %v, rooms %v, capacity %d", l.Papers, l.Languages, l.Particulars().Rooms, l.Capacity)
		}
	})
}

func packaged(t *testing.T, u *dbtest.Universe) told {
	t.Helper()
	p := told{name: "demo"}
	must(t, services(u).Export(u.Ctx, access.Anyone(dbtest.Region), func(r directory.Record) error {
		p.records = append(p.records, r)
		return nil
	}))
	return p
}

func firstDifference(a, b []directory.Record) string {
	for i := range a {
		if i >= len(b) {
			return "missing " + a[i].Table + " " + a[i].ID()
		}
		if !reflect.DeepEqual(a[i], b[i]) {
			return a[i].Table + " " + strings.Join(a[i].Values, ";") + " / " + b[i].Table + " " + strings.Join(b[i].Values, ";")
		}
	}
	return "more records"
}

// To those who read HSDS and know nothing of us, the same facts are in the
// standard's own records.
func TestTheStandardSaysItToo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		must(t, services(u).Declare(u.Ctx, worker, one(t, u).ID, everything()...))
		u.Clock.Advance(time.Date(2026, 3, 10, 15, 0, 0, 0, time.UTC).Sub(dbtest.Start)) // the roof is being mended
		seen := map[string]string{}
		for _, r := range packaged(t, u).records {
			switch r.Table {
			case "language":
				seen["speaks "+r.Get("code")] = r.Get("note")
			case "service_capacity":
				seen["capacity"] = r.Get("available") + " of " + r.Get("maximum") + " " + r.Get("description")
			case "unit":
				seen["unit"] = r.Get("identifier")
			case "service":
				seen["status"] = r.Get("status")
			}
		}
		want := map[string]string{"speaks ar": "", "speaks es": directory.CallAheadNote, "capacity": "3 of 12 women", "unit": "bed", "status": "temporarily closed"}
		if !maps.Equal(seen, want) {
			t.Errorf("%v, want %v", seen, want)
		}
		u.Clock.Advance(13 * 24 * time.Hour)
		for _, r := range packaged(t, u).records {
			if r.Table == "service" && r.Get("status") != "active" {
				t.Errorf("status %q after the closure", r.Get("status"))
			}
		}
	})
}

func TestCapacitiesOfOthersAreRead(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		p, s := refuge(), idOf("service", "refuge")
		p.records = append(p.records, rec("unit", "lit", "name", "Bed"),
			rec("service_capacity", "lits", "service_id", s, "unit_id", idOf("unit", "lit"), "available", "4", "maximum", "20", "updated", "2026-03-02T10:00:00Z"))
		mustImport(t, u, p)
		rooms := one(t, u).Particulars().Rooms
		if len(rooms) != 1 || rooms[0].Unit != directory.UnitBed || rooms[0].Available != 4 || rooms[0].Total != 20 || rooms[0].At.IsZero() {
			t.Fatalf("rooms %+v", rooms)
		}
		state, _ := one(t, u).CapacityNow(dbtest.Start)
		if state != directory.CapacityOpen {
			t.Errorf("capacity %d", state)
		}
		must(t, services(u).Declare(u.Ctx, worker, one(t, u).ID, fact(directory.FactRoom, "bed", "available=0&total=20")))
		for _, r := range packaged(t, u).records {
			if r.Table == "service_capacity" && r.Get("available") != "0" {
				t.Errorf("%s free beds leave beside what is said here", r.Get("available"))
			}
		}
	})
}

func TestAFactCanBeTakenBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		l, d := one(t, u), services(u)
		must(t, d.Declare(u.Ctx, worker, l.ID, everything()...))
		var back []directory.Fact
		for _, f := range everything() {
			back = append(back, fact(f.Kind, f.Code, directory.Unsaid))
		}
		must(t, d.Declare(u.Ctx, worker, l.ID, back...))
		l = one(t, u)
		if m := l.Particulars(); len(l.Papers)+len(l.Asks)+len(l.Populations)+len(m.Rooms)+len(m.Closures)+len(m.Askers)+len(m.Interpreters)+len(m.Sure) != 0 ||
			l.Capacity != directory.CapacityUnknown || l.Unconditional || len(m.CallAhead) != 0 {
			t.Errorf("%+v %+v", l, m)
		}
		if !slices.Equal(l.Languages, []string{"es"}) {
			t.Errorf("languages %v: what its source says of them holds again", l.Languages)
		}
		for _, r := range packaged(t, u).records {
			if r.Table == "attribute" {
				t.Errorf("attribute %s leaves: %s", r.Get("label"), r.Get("value"))
			}
		}
	})
}

func TestMalformedFactsAreRefused(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		l := one(t, u)
		for _, f := range []directory.Fact{
			fact("status-of-persons", "x", "yes"), fact(directory.FactPaper, "passport", "yes"), fact(directory.FactPaper, "ifhp", "maybe"),
			fact(directory.FactLanguage, "Español", "always"), fact(directory.FactLanguage, "es", "often"), fact(directory.FactAsker, "landlord", "yes"),
			fact(directory.FactInterpreter, "phone", "perhaps"), fact(directory.FactNeed, "eat.nothing", ""),
			fact(directory.FactRoom, "bed", ""), fact(directory.FactRoom, "bed", "total=-1"), fact(directory.FactRoom, "bed", "total=1e9"),
			fact(directory.FactRoom, "bed", "available=3.5"), fact(directory.FactRoom, "sofa", "total=3"), fact(directory.FactRoom, "bed.martians", "total=3"),
			fact(directory.FactRoom, "bed", "saturation=boiling"), fact(directory.FactRoom, "bed.", "total=3"),
			fact(directory.FactClosure, "2026-03-09", ""), fact(directory.FactClosure, "hier", "reason=works"), fact(directory.FactClosure, "2026-03-09", "reason=boredom"),
			fact(directory.FactClosure, "2026-03-09", "reason=works&until=2026-03-08"), fact(directory.FactClosure, "2026-03-09", "reason=works&until=demain"),
			fact(directory.FactClosure, "2026-03-09", "reason=works&fr="+strings.Repeat("é", directory.ClosureWords+1)),
		} {
			if err := services(u).Declare(u.Ctx, worker, l.ID, f); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s %q %q: %v", f.Kind, f.Code, f.Value, err)
			}
		}
		u.WantEvents(t, "directory.imported")
	})
}

// A confirmation speaks of one value: when the source says otherwise, nobody
// has found the new value true.
func TestAConfirmationDoesNotOutliveItsValue(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		l := one(t, u)
		must(t, services(u).Confirm(u.Ctx, worker, l.ID, "Le Pont"))
		key := directory.FactKey{Kind: directory.FactPaper, Code: "ifhp"}
		if one(t, u).Particulars().Sure[key].By != "Le Pont" {
			t.Fatal("confirming all did not confirm the paper")
		}
		next := refuge()
		for _, r := range next.records {
			if r.Table == "attribute" {
				r.Set("value", "no")
			}
		}
		mustImport(t, u, next)
		if l := one(t, u); l.Papers[directory.IFHP] != directory.AcceptNo || len(l.Particulars().Sure) != 0 {
			t.Errorf("the new value is confirmed by %v", l.Particulars().Sure)
		}
	})
}

func TestOnlyWorkersConfirm(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		l, d, key := one(t, u), services(u), directory.FactKey{Kind: directory.FactPaper, Code: "ifhp"}
		for _, by := range []access.Actor{{}, access.Anyone(dbtest.Region), access.ForPerson(dbtest.Region, "t", "p"), access.ForLink(dbtest.Region, "r", lePont),
			access.ForUpdate(dbtest.Region, "other")} {
			for name, err := range map[string]error{"all": d.Confirm(u.Ctx, by, l.ID, "X"), "one": d.ConfirmFacts(u.Ctx, by, l.ID, "X", key)} {
				if !fault.Is(err, fault.NotFound) {
					t.Errorf("%s confirms %s: %v", by.Kind(), name, err)
				}
			}
		}
		for _, by := range []access.Actor{access.ForWorker(dbtest.Region, "w", "partner", "", access.Intervention), access.ForUpdate(dbtest.Region, lePont), operator} {
			must(t, d.Confirm(u.Ctx, by, l.ID, "X"))
			must(t, d.ConfirmFacts(u.Ctx, by, l.ID, "X", key))
		}
		if err := d.ConfirmFacts(u.Ctx, worker, l.ID, "X"); !fault.Is(err, fault.Invalid) {
			t.Errorf("confirming nothing: %v", err)
		}
	})
}
