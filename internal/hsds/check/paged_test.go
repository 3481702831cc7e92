package check

import (
	"net/http"
	"slices"
	"testing"
)

// unstreaming is a feed that does not stream, and passes one filter over.
func unstreaming(over string) change {
	return func(a *given) {
		switch {
		case a.query.Get("format") == "ndjson":
			a.status, a.raw, a.kind, a.body = http.StatusBadRequest, nil, "application/json", object{}
		case a.path == "/services" && over != "" && a.query.Get(over) != "" && a.query.Get(over) != nobodysID && a.query.Get("page") == "1" && len(a.query) == 2:
			o := a.body.(object)
			o["contents"] = []any{listedForm(town()["services"][0]), listedForm(town()["services"][1]), listedForm(town()["services"][2]), listedForm(town()["services"][3]), listedForm(town()["services"][4])}
			o["total_items"], o["total_pages"], o["size"] = 5, 1, 5
		}
	}
}

// A feed that does not stream has its filters held against its pages; one that
// passes a filter over is told, and nothing is said of one that is well.
func TestFiltersAreHeldAgainstPagesWhereThereIsNoStream(t *testing.T) {
	for over, want := range map[string][]Rule{"": {NDJSONAbsent}, "taxonomy_term_id": {FilterAdds, NDJSONAbsent}, "organization_id": {FilterAdds, NDJSONAbsent}} {
		for _, ids := range []int{AllIDs, UsualIDs} {
			r := looked(t, openTestFeed(t, unstreaming(over)), Options{IDs: ids})
			var rules []Rule
			for _, f := range r.Findings {
				if !slices.Contains(rules, f.Rule) {
					rules = append(rules, f.Rule)
				}
			}
			if slices.Sort(rules); !slices.Equal(rules, want) {
				t.Errorf("%q passed over, %d ids: %v, want %v: %+v", over, ids, rules, want, r.Findings)
			}
			if e := r.Endpoints[2]; e.Compared != 5 || e.Filters == 0 {
				t.Errorf("%+v", e)
			}
		}
	}
}

// A long list without a stream is read in part, and the report says how much; of the
// rest nothing is said.
func TestALongListWithoutStreamIsReadInPart(t *testing.T) {
	limits := UsualLimits
	f := openTestFeed(t, unstreaming(""))
	many(60)(f)
	limits.Whole = 60
	r := looked(t, f, Options{IDs: 3, Limits: limits})
	if e := r.Endpoints[2]; e.Compared != 60 {
		t.Errorf("of a list of 60: %+v", e)
	}
	limits.Whole, limits.Pages = 60, 10
	r = looked(t, f, Options{IDs: 3, Limits: limits})
	if e := r.Endpoints[2]; e.Compared != 20 || e.Items != 60 || e.Filters == 0 {
		t.Errorf("of ten pages: %+v", e)
	}
	for _, x := range r.Findings {
		if x.Rule != NDJSONAbsent {
			t.Errorf("%s: %+v", x.Rule, x.Places)
		}
	}
}
