package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/test/live"
)

var cardName = regexp.MustCompile(`<h2[^>]*><a href="/fr/service/[^"]*"><span><bdi[^>]*>([^<]+)`)

// TestAnOrganisationAndAllItsServices: from a service to who gives it, and from there
// to all the rest, by name, ten at a time, what is offered first. Of one that has a
// door that is not told nobody is named, and search engines do not list it.
func TestAnOrganisationAndAllItsServices(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(file string, lines ...string) {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	services := []string{"id,organization_id,name,status", "quai,quai,Lits,active", "ferme,fil,Abri fermé,inactive"}
	for i := range 21 {
		services = append(services, fmt.Sprintf("s%02d,fil,Service %02d,active", i, 20-i))
	}
	services = append(services, "eau,fil,Éveil,active")
	write("organizations.csv", "id,name,description,parent_organization_id", `fil,Le Fil,"Un lieu pour souffler, <b>sans</b> rendez-vous.",quai`, "quai,Le Quai,Des lits,")
	write("services.csv", services...)
	write("locations.csv", "id,location_type,name", "l,physical,La porte bleue")
	write("service_at_locations.csv", "id,service_id,location_id", "sl,quai,l")
	write("contacts.csv", "id,organization_id,name,title", "c1,fil,Ana Tremblée,Accueil", "c2,quai,Ben Quaiçois,Direction")
	write("taxonomies.csv", "id,name,description", "tx,address-shown,Adresse")
	write("taxonomy_terms.csv", "id,code,name,description,taxonomy_id", "tt,address-shown:nothing,nothing,Cachée,tx")
	write("attributes.csv", "id,link_id,link_entity,taxonomy_term_id,value", "a,l,location,tt,")
	for _, e := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(e), func(t *testing.T) {
			t.Parallel()
			address := dbtest.Address(t, e)
			if e == db.SQLite {
				address = filepath.Join(filepath.Dir(address), "organisations.db")
			}
			live.Must(t, "import", "--db", address, dir)
			v := newVisitor(t, live.Serve(t, address).URL)
			v.open("/fr/services?f=1&q=fil+le")
			v.shows("Le Fil : l'organisme et tous ses services")
			v.open("/fr/services?f=1&q=service+07")
			if strings.Contains(v.text(), "l'organisme et tous ses services") {
				t.Error("an organisation was not asked for")
			}
			follow := func(begins string) {
				t.Helper()
				at := regexp.MustCompile(`href="(/fr/` + begins + `[^"?]*)"`).FindStringSubmatch(v.body[strings.Index(v.body, "<main"):])
				if at == nil {
					t.Fatalf("nothing at %s leads to %s", v.at, begins)
				}
				v.open(at[1])
			}
			follow("service/")
			follow("organisme/")
			page := v.at
			v.shows("Un lieu pour souffler, <b>sans</b> rendez-vous.", "22 services", "Ana Tremblée", "Le Quai")
			if strings.Contains(v.body, "noindex") || !strings.Contains(v.body, `rel="canonical"`) {
				t.Error("search engines may not list it")
			}
			names := func() (list []string) {
				for _, m := range cardName.FindAllStringSubmatch(v.body, -1) {
					list = append(list, m[1])
				}
				return list
			}
			var got []string
			for n := 1; n <= 3; n++ {
				v.open(page + "?page=" + strconv.Itoa(n))
				got = append(got, names()...)
				if want := min(10*n, 23); len(got) != want {
					t.Fatalf("%d names after page %d, want %d: %q", len(got), n, want, got)
				}
			}
			if got[0] != "Éveil" || got[1] != "Service 00" || got[21] != "Service 20" || got[22] != "Abri fermé" {
				t.Errorf("in the order %q", got)
			}
			for _, odd := range []string{"0", "-1", "99999999999999999999", "x", "4"} {
				v.open(page + "?page=" + odd)
			}
			v.open(page)
			follow("organisme/") // what it is part of
			v.shows("Des lits", "Direction", "Le Fil")
			if strings.Contains(v.body, "Quaiçois") {
				t.Error("somebody of a hidden place is named")
			}
			if !strings.Contains(v.body, "noindex") || !strings.Contains(v.body, "/fr/sortie") {
				t.Error("search engines list it, or it cannot be left in haste")
			}
			if a := v.ask("/fr/organisme/personne", nil); a.status != 404 {
				t.Errorf("none: %d", a.status)
			}
		})
	}
}
