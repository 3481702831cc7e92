package directory_test

import (
	"slices"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
)

// soup is a service that nobody imported.
func soup() directory.NewService {
	return directory.NewService{
		Name: "  Soupe  du midi ", Description: "Une soupe, du pain.", Need: "eat.meal", Phone: "514 555-0123",
		Address: "8, rue des Pins", City: "Montréal", Province: "QC", Postal: "h2x 1y4", Shows: directory.ShowAddress, Language: "fr",
		OrgName: "Le Pont", About: "Un lieu chaud.",
	}
}

func TestAnOrganisationAddsAService(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := services(u)
		id, err := d.AddService(u.Ctx, ofThePont, "act", soup())
		must(t, err)
		if again, err := d.AddService(u.Ctx, ofThePont, "act", soup()); err != nil || again != id {
			t.Errorf("a double press adds %s, %v", again, err)
		}
		l := one(t, u)
		if l.ID != id || l.Name.FR != "Soupe du midi" || l.OrgName.FR != "Le Pont" || l.Org != lePont || len(l.Code) != 7 || !slices.Equal(l.Needs, []string{"eat.meal"}) {
			t.Errorf("%+v", l)
		}
		if len(l.Phones) != 1 || len(l.Places) != 1 || l.Places[0].Address != "8, rue des Pins" || l.Places[0].Postal != "H2X 1Y4" || l.ConfirmedAt.IsZero() {
			t.Errorf("phones %v, places %+v, confirmed %v", l.Phones, l.Places, l.ConfirmedAt)
		}
		if h := historyOf(t, u, id); len(h.Revisions) != 1 || h.Revisions[0].Worker != "lea" {
			t.Errorf("its history: %+v", h.Revisions)
		}
		if known, err := d.Presented(u.Ctx, lePont); err != nil || !known {
			t.Errorf("the directory does not know its organisation: %v", err)
		}
		// The second needs no presentation, may hide its address, and have no door.
		next := soup()
		next.About, next.Shows, next.Name = "", directory.ShowNothing, "Maison des Lilas"
		hidden, err := d.AddService(u.Ctx, ofThePont, "b", next)
		must(t, err)
		next.Address, next.City, next.Postal, next.Name = "", "", "", "Ligne d'écoute"
		_, err = d.AddService(u.Ctx, ofThePont, "c", next)
		must(t, err)
		for _, l := range loaded(t, u) {
			if l.ID == hidden && (!l.Places[0].Hidden || l.Places[0].Address != "" || l.Places[0].Postal != "") {
				t.Errorf("an address that must not be seen: %+v", l.Places[0])
			}
		}
		if n := len(loaded(t, u)); n != 3 {
			t.Errorf("%d services, want 3", n)
		}
	})
}

func TestWhatIsMissingOfANewServiceIsSaid(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := services(u)
		for field, change := range map[string]func(*directory.NewService){
			"name": func(n *directory.NewService) { n.Name = " " }, "need": func(n *directory.NewService) { n.Need = "eat" },
			"phone": func(n *directory.NewService) { n.Phone = "appelez-nous" }, "address": func(n *directory.NewService) { n.Address = "" },
			"city": func(n *directory.NewService) { n.City = "" }, "postal": func(n *directory.NewService) { n.Postal = "" },
			"province": func(n *directory.NewService) { n.Province = "France" }, "shows": func(n *directory.NewService) { n.Shows = "" },
			"about": func(n *directory.NewService) { n.About = "" },
		} {
			n := soup()
			change(&n)
			_, err := d.AddService(u.Ctx, ofThePont, "x"+field, n)
			if fields := fault.FieldsOf(err); len(fields) != 1 || fields[0].Field != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		silent := soup()
		silent.Phone, silent.Address, silent.City, silent.Postal = "", "", "", ""
		if _, err := d.AddService(u.Ctx, ofThePont, "silent", silent); len(fault.FieldsOf(err)) != 1 {
			t.Errorf("a service that nobody can reach: %v", err)
		}
		for name, by := range map[string]access.Actor{"anyone": access.Anyone(dbtest.Region), "who accompanies": access.ForWorker(dbtest.Region, "w", lePont, "", access.Intervention), "a link": access.ForUpdate(dbtest.Region, lePont)} {
			if _, err := d.AddService(u.Ctx, by, "y", soup()); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s adds: %v", name, err)
			}
		}
		if n := len(loaded(t, u)); n != 0 {
			t.Errorf("%d services: something was half written", n)
		}
	})
}

// TestAPassageHasTwoLanguages: the other language is said beside, changed and
// taken out, each with its undo.
func TestAPassageHasTwoLanguages(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		d, id := services(u), one(t, u).ID
		say := func(act string, other map[string]string) {
			t.Helper()
			u.Clock.Advance(time.Minute)
			in, err := d.Inside(u.Ctx, ofThePont, id)
			must(t, err)
			must(t, d.Revise(u.Ctx, ofThePont, directory.Edit{Act: act, Service: id, Aspect: directory.AspectWords, Seen: in.Version(directory.AspectWords), Other: other}))
		}
		say("a", map[string]string{"name": "Night refuge", "description": "A bed"})
		if l := one(t, u); l.Name != (directory.Text{FR: "Refuge de nuit", EN: "Night refuge"}) || l.Summary.EN != "A bed" || l.Summary.FR != "Un lit pour la nuit" {
			t.Errorf("%+v, %+v", l.Name, l.Summary)
		}
		say("b", map[string]string{"description": ""})
		if l := one(t, u); l.Summary != (directory.Text{FR: "Un lit pour la nuit"}) {
			t.Errorf("taken out: %+v", l.Summary)
		}
		u.Clock.Advance(time.Minute)
		must(t, d.Revert(u.Ctx, ofThePont, "undo", historyOf(t, u, id).Revisions[0].ID, false))
		if l := one(t, u); l.Summary.EN != "A bed" {
			t.Errorf("put back: %+v", l.Summary)
		}
		in, err := d.Inside(u.Ctx, ofThePont, id)
		must(t, err)
		err = d.Revise(u.Ctx, ofThePont, directory.Edit{Act: "c", Service: id, Aspect: directory.AspectPhones, Seen: in.Version(directory.AspectPhones), Other: map[string]string{"email": "x@y.zz"}})
		if len(fault.FieldsOf(err)) == 0 {
			t.Error("an address of e-mail has no language")
		}
	})
}
