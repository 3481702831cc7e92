package demo

import "testing"

func TestListsResolve(t *testing.T) {
	t.Parallel()
	d := load(t)
	services, workers := servicesOf(t, d), workersOf(t, d)
	if len(d.SavedLists) < 2 {
		t.Errorf("%d lists, at least 2 wanted", len(d.SavedLists))
	}
	for _, l := range d.SavedLists {
		if workers[l.Worker].Org != l.Org || l.Name == "" || l.Saved == Never || len(l.Services) < 3 {
			t.Errorf("list %+v", l)
		}
		for _, code := range l.Services {
			if services[code].Code == "" {
				t.Errorf("list %q names %q, which is no service", l.Name, code)
			}
		}
	}
}
