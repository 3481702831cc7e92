package check

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode"

	"passerelle/internal/fault"
)

// asksOf are the requests that a run made of a feed, in order.
func asksOf(t *testing.T, o Options, setup func(*feed)) (asks []string, r *Report) {
	t.Helper()
	f := openTestFeed(t, func(a *given) {
		q, _ := url.QueryUnescape(a.query.Encode())
		asks = append(asks, strings.TrimSuffix(a.method+" "+a.path+"?"+q, "?"))
	})
	if setup != nil {
		setup(f)
	}
	return asks, looked(t, f, o)
}

// many makes so many services of one organization.
func many(n int) func(*feed) {
	return func(f *feed) {
		first := f.records["services"][3]
		f.records["services"], f.records["service_at_locations"] = nil, []object{}
		for i := range n {
			s := copied(first).(object)
			delete(s, "phones")
			delete(s, "schedules")
			s["id"] = uuid(fmt.Sprint("many", i))
			f.records["services"] = append(f.records["services"], s)
		}
	}
}

// The pages are those that the public validator asks for: the first, half of
// their number, the last.
func TestTheFirstMiddleAndLastPageAreLookedAt(t *testing.T) {
	for services, want := range map[int][]int{1: {1}, 2: {1}, 3: {1, 2}, 5: {1, 3}, 8: {1, 2, 4}, 40: {1, 10, 20}} {
		_, r := asksOf(t, Options{IDs: 3}, many(services))
		if e := r.Endpoints[2]; !slices.Equal(e.Visited, want) || e.Items != services || !r.Passed || len(r.Findings) > 0 {
			t.Errorf("of %d services, pages %v, want %v; found %+v", services, e.Visited, want, r.Findings)
		}
	}
	_, r := asksOf(t, Options{IDs: AllIDs}, many(40))
	if e := r.Endpoints[2]; len(e.Visited) != 20 || r.Endpoints[3].Records != 40 {
		t.Errorf("of all, %d pages and %d records", len(e.Visited), r.Endpoints[3].Records)
	}
}

// As many records are asked for as was said, evenly, and the same each time.
func TestSomeIDsAreSpreadAndStayTheSame(t *testing.T) {
	list := make([]object, 20)
	for i := range list {
		list[i] = object{"id": fmt.Sprint(i)}
	}
	for n, want := range map[int]string{0: "", 1: "0", 2: "0 19", 4: "0 6 12 19", 20: strings.Trim(fmt.Sprint([]int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19}), "[]"), 30: strings.Trim(fmt.Sprint([]int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19}), "[]")} {
		var got []string
		for _, o := range spread(list, n) {
			got = append(got, text(o, "id"))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%d of twenty: %v, want %s", n, got, want)
		}
	}
	one, first := asksOf(t, Options{IDs: 1}, nil)
	again, second := asksOf(t, Options{IDs: 1}, nil)
	if !slices.Equal(one, again) {
		t.Errorf("asked %v, then %v", one, again)
	}
	first.Feed, second.Feed, first.At, second.At = "", "", time.Time{}, time.Time{}
	if !reflect.DeepEqual(first, second) {
		t.Error("two runs report otherwise")
	}
}

// A list that is long is not read whole, unless all was asked for; and nothing
// but GET and the POST twins is ever asked.
func TestOnlyReadsAndNoMoreThanIsNeeded(t *testing.T) {
	limits := UsualLimits
	limits.Whole = 4
	short, _ := asksOf(t, Options{IDs: 2, Limits: limits}, nil)
	all, r := asksOf(t, Options{IDs: AllIDs, Limits: limits}, nil)
	streams := func(asks []string) (n int) {
		for _, a := range asks {
			if strings.HasPrefix(a, "GET /services?") && strings.Contains(a, "ndjson") {
				n++
			}
			if !strings.HasPrefix(a, "GET /") && !strings.HasPrefix(a, "POST /") && a != "GET " { // the base
				t.Errorf("asked %q", a)
			}
		}
		return n
	}
	if a, b := streams(short), streams(all); a != 0 || b != 11 { // four filters alone, six pairs, the whole
		t.Errorf("%d streams of a long list, %d when all is asked for", a, b)
	}
	if r.Requests != len(all) {
		t.Errorf("counts %d requests of %d", r.Requests, len(all))
	}
}

// What is not described is not asked for.
func TestWhatIsNotDescribedIsNotAskedFor(t *testing.T) {
	f := openTestFeed(t, inDescription(func(o object) {
		for _, path := range []string{"/taxonomies", "/taxonomy_terms"} {
			delete(o["paths"].(object), path)
		}
		delete(o["paths"].(object)["/services"].(object), "post")
	}))
	r := looked(t, f, Options{})
	for _, e := range r.Endpoints {
		if absent := e.Name == "POST /services" || strings.HasPrefix(e.Name, "GET /taxo"); (e.State == Absent) != absent {
			t.Errorf("%s is %s", e.Name, e.State)
		}
	}
	if len(r.Findings) > 0 {
		t.Errorf("%+v", r.Findings[0])
	}
}

// A feed that has us wait is waited for, and one that never has time is left.
func TestRetryAfterIsHonoured(t *testing.T) {
	for said, want := range map[string]time.Duration{"7": 7 * time.Second, "": 5 * time.Second, "0": time.Second, "soon": 5 * time.Second, "-3": 5 * time.Second, "Mon, 02 Mar 2026 14:00:00 GMT": time.Second} {
		if got := comeBack(said); got != want {
			t.Errorf("Retry-After %q: %v, want %v", said, got, want)
		}
	}
	for name, c := range map[string]struct {
		refusals int
		after    string
		waits    int
		passes   bool
	}{"once": {1, "7", 1, true}, "twice": {2, "7", 2, true}, "always": {1000, "7", 2, false}, "too_long": {1000, "86400", 0, false}} {
		t.Run(name, func(t *testing.T) {
			left := c.refusals
			f := openTestFeed(t, at(second, func(a *given) {
				if left--; left >= 0 {
					a.status = http.StatusTooManyRequests
					a.w.Header().Set("Retry-After", c.after)
				}
			}))
			waits := 0
			r, err := Run(t.Context(), f.URL+"/hsds", Options{IDs: 2, wait: func(_ context.Context, d time.Duration) error {
				if waits++; d != 7*time.Second {
					t.Errorf("waits for %v", d)
				}
				return nil
			}})
			if err != nil || r.Passed != c.passes || waits != c.waits {
				t.Errorf("%d waits, passed %v, %v", waits, r.Passed, err)
			}
		})
	}
}

func TestOneRequestAtATime(t *testing.T) {
	var now, most atomic.Int32
	f := openTestFeed(t, func(*given) {
		if n := now.Add(1); n > most.Load() {
			most.Store(n)
		}
		time.Sleep(time.Millisecond)
		now.Add(-1)
	})
	looked(t, f, Options{IDs: AllIDs})
	if most.Load() != 1 {
		t.Errorf("%d requests at once", most.Load())
	}
}

// Where nothing can be told there is no report, but a reason.
func TestWhereNothingCanBeTold(t *testing.T) {
	f := openTestFeed(t, nil)
	f.Close()
	for address, kind := range map[string]fault.Kind{
		f.URL: fault.Unavailable, "": fault.Invalid, "annuaire.exemple": fault.Invalid, "ftp://annuaire.exemple": fault.Invalid, "http://": fault.Invalid,
		"https://moi:secret@annuaire.exemple": fault.Invalid, "https://annuaire.exemple/?cle=1": fault.Invalid, "http://%zz": fault.Invalid,
	} {
		if r, err := Run(t.Context(), address, Options{}); r != nil || !fault.Is(err, kind) {
			t.Errorf("%q: %v, %v", address, r, err)
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	g := openTestFeed(t, at("/organizations", func(*given) { stop() }))
	if r, err := Run(ctx, g.URL+"/hsds", Options{}); r != nil || err != context.Canceled {
		t.Errorf("given up: %v, %v", r, err)
	}
}

// A list that changes while it is read is no fault.
func TestAListMayChangeWhileItIsRead(t *testing.T) {
	var f *feed
	f = openTestFeed(t, func(a *given) {
		if a.page("services", 3) == nil || len(f.records["services"]) > 5 {
			return
		}
		more := copied(f.records["services"][3]).(object)
		delete(more, "phones")
		delete(more, "schedules")
		more["id"] = uuid("come in the meantime")
		f.records["services"] = append(f.records["services"], more)
		f.answer(a)
	})
	r := looked(t, f, Options{})
	if len(f.records["services"]) != 6 {
		t.Error("nothing changed: the test proves nothing")
	}
	for _, x := range r.Findings {
		t.Errorf("%s %s: %+v", x.Rule, x.Endpoint, x.Places)
	}
}

// However wrong a feed is, its report can be read, and moves no terminal.
func TestAReportStaysReadable(t *testing.T) {
	f := openTestFeed(t, func(a *given) {
		if a.page("services", 1) == nil {
			return
		}
		var contents []any
		for i := range 2000 {
			o := object{"id": uuid(fmt.Sprint("wrong", i)), "name": strings.Repeat("é\x1b[31m\u202e", 500), "status": "open"}
			for j := range 20 {
				o[fmt.Sprint("\x1b[2J~/", i, "_", j)] = nil
			}
			contents = append(contents, o)
		}
		set(a.body.(object), "contents", contents)
	})
	r := looked(t, f, Options{IDs: 0})
	if len(r.Findings) > mostFindings {
		t.Errorf("%d findings", len(r.Findings))
	}
	b, err := json.Marshal(r)
	if err != nil || len(b) > 1<<20 || r.Passed {
		t.Errorf("%d bytes, passed %v, %v", len(b), r.Passed, err)
	}
	var back Report
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	for _, x := range back.Findings {
		for _, p := range x.Places {
			if s := p.Pointer + p.Value + p.Wanted + x.Path; strings.ContainsFunc(s, func(c rune) bool { return unicode.IsControl(c) || c == 0x202e }) || len(s) > 4000 {
				t.Fatalf("shows %q", s)
			}
		}
	}
}

func TestAFaultOfEveryRecordIsToldOnce(t *testing.T) {
	f := openTestFeed(t, nil)
	for _, s := range f.records["services"] {
		s["status"] = "open"
	}
	r := looked(t, f, Options{IDs: AllIDs})
	for _, x := range r.Findings {
		if x.Endpoint == "GET /services" && x.Path == "/contents/*/status" && (x.Count < 5 || len(x.Places) != mostPlaces || x.Places[1].Pointer != "/contents/1/status" || x.Places[0].Page != 1 || x.Places[0].ID != uuid("s0") || x.Places[0].Value != "open" || !strings.Contains(x.Places[0].Wanted, "active")) {
			t.Errorf("%+v", x)
		}
	}
	if len(r.Findings) == 0 || len(r.Findings) > 5 {
		t.Errorf("told %d times", len(r.Findings))
	}
}

// Of a long list a few records are kept; another one is held to its address all
// the same.
func TestARecordFarDownTheListIsHeldToItsAddress(t *testing.T) {
	f := openTestFeed(t, asked("/services", "format=ndjson&full=true", func(a *given) {
		a.raw = bytes.Replace(a.raw, []byte(`"Service 3"`), []byte(`"Autre"`), keptAlone+5)
		a.raw = bytes.Replace(a.raw, []byte(`"Autre"`), []byte(`"Service 3"`), keptAlone+4)
	}))
	many(keptAlone + 10)(f)
	r := looked(t, f, Options{IDs: AllIDs, Limits: UsualLimits})
	if len(r.Findings) != 1 || r.Findings[0].Rule != FullDiffers || r.Findings[0].Count != 1 || r.Findings[0].Places[0].ID != uuid(fmt.Sprint("many", keptAlone+4)) {
		t.Errorf("%d found: %+v", len(r.Findings), r)
	}
}
