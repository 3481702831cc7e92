package directory_test

import (
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
)

// Who does not keep the directory gets the answer of what is not there, for
// every question about imports: of one that was made, and of one that was not.
func TestImportsAreShownToWhoKeeps(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		rep := mustImport(t, u, refuge())
		d := services(u)
		asks := map[string]func(by access.Actor, run, dataset string) error{
			"run":      func(by access.Actor, run, _ string) error { _, err := d.Run(u.Ctx, by, run); return err },
			"runs":     func(by access.Actor, _, _ string) error { _, err := d.Runs(u.Ctx, by); return err },
			"issues":   func(by access.Actor, run, _ string) error { _, err := d.Issues(u.Ctx, by, run, "", 0, 10); return err },
			"counts":   func(by access.Actor, run, _ string) error { _, err := d.IssueCounts(u.Ctx, by, run); return err },
			"datasets": func(by access.Actor, _, _ string) error { _, err := d.Datasets(u.Ctx, by); return err },
			"sources": func(by access.Actor, _, dataset string) error {
				return d.Sources(u.Ctx, by, dataset, func(directory.SourceRow) error { return nil })
			},
			"mapping": func(by access.Actor, _, dataset string) error { _, _, err := d.Mapping(u.Ctx, by, dataset); return err },
			"tasks":   func(by access.Actor, _, _ string) error { _, err := d.Tasks(u.Ctx, by); return err },
		}
		names, err := d.Datasets(u.Ctx, operator)
		must(t, err)
		if len(names) != 1 {
			t.Fatalf("datasets: %v", names)
		}
		for what, ask := range asks {
			for who, by := range strangers() {
				for _, run := range []string{rep.Run, "no-such-run"} {
					if err := ask(by, run, names[0]); !fault.Is(err, fault.NotFound) {
						t.Errorf("%s asks for %s of %s: %v", who, what, run, err)
					}
				}
			}
			for _, role := range []access.Role{access.Coordination, access.Administration} {
				by := access.ForWorker(dbtest.Region, "w", lePont, "", role)
				if err := ask(by, rep.Run, names[0]); err != nil {
					t.Errorf("%s may not ask for %s: %v", role, what, err)
				}
			}
		}
	})
}

// strangers are all who do not keep the directory.
func strangers() map[string]access.Actor {
	return map[string]access.Actor{
		"nobody": {}, "the public": access.Anyone(dbtest.Region), "a person": access.ForPerson(dbtest.Region, "t", "p"),
		"a link": access.ForLink(dbtest.Region, "r", lePont), "an update link": access.ForUpdate(dbtest.Region, lePont),
		"who accompanies": access.ForWorker(dbtest.Region, "w", lePont, "", access.Intervention),
		"who manages":     access.ForWorker(dbtest.Region, "w", lePont, "", access.Management),
	}
}

// An actor that was never made, as by a page that forgot to say who asks, gets
// nothing, not even what is public.
func TestAnActorIsAlwaysMade(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		mustImport(t, u, refuge())
		l, d := one(t, u), services(u)
		up := upkeep(t, u)
		for what, err := range map[string]error{
			"export": d.Export(u.Ctx, access.Actor{}, func(directory.Record) error { return nil }),
			"read":   d.Public(u.Ctx, access.Actor{}, func(*directory.Reader) error { return nil }),
			"report": d.ReportClosedDoor(u.Ctx, access.Actor{}, "act-none", l.ID, directory.DoorFull, ""),
			"suggest": func() error {
				_, err := up.Suggest(u.Ctx, access.Actor{}, "act-none", "here", directory.Proposal{Service: l.ID, Field: directory.SuggestName, Value: "Autre"})
				return err
			}(),
		} {
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", what, err)
			}
		}
		u.WantEvents(t, "directory.imported")
	})
}
