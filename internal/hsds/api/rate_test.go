package api_test

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"testing"
	"time"

	"passerelle/internal/db/dbtest"
	"passerelle/internal/hsds/api"
	"passerelle/internal/hsds/hsdstest"
)

// from asks for a path as somebody at an address.
func (f *feed) from(address, path string, forwarded ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("GET", "/hsds"+path, nil)
	r.RemoteAddr = address
	for _, x := range forwarded {
		r.Header.Add("X-Forwarded-For", x)
	}
	w := httptest.NewRecorder()
	f.site.Handler().ServeHTTP(w, r)
	return w
}

// spend asks until it is refused, and says how often it was answered.
func (f *feed) spend(address, path string, forwarded ...string) (n int) {
	for ; n < 200; n++ {
		if w := f.from(address, path, forwarded...); w.Code != http.StatusOK {
			return n
		}
	}
	return n
}

func TestRateSaysWhenToComeBack(t *testing.T) {
	u := dbtest.New(t, "sqlite")
	f := openFeed(t, u, hsdstest.Few(3))
	f.api.Rate = api.NewRate(u.Clock, 60)
	if n := f.spend("203.0.113.7:1000", "/services"); n != 60 {
		t.Fatalf("%d requests are answered in a minute, not 60", n)
	}
	w := f.from("203.0.113.7:2000", "/services")
	(answer{w.Code, w.Header(), w.Body.Bytes()}).wants(t, "one too many", http.StatusTooManyRequests, "")
	wait, err := strconv.Atoi(w.Header().Get("Retry-After"))
	if err != nil || wait != 1 {
		t.Fatalf("Retry-After %q", w.Header().Get("Retry-After"))
	}
	u.Clock.Advance(time.Duration(wait) * time.Second)
	if n := f.spend("203.0.113.7:1000", "/services"); n != 1 {
		t.Errorf("after the wait %d requests are answered", n)
	}
	u.Clock.Advance(time.Hour)
	if n := f.spend("203.0.113.7:1000", "/services?format=ndjson"); n != 60/21 {
		t.Errorf("%d streams are answered in a minute", n)
	}
	u.Clock.Advance(-time.Hour) // a clock set back must lock nobody out for long
	u.Clock.Advance(2 * time.Minute)
	if n := f.spend("203.0.113.8:1", "/services"); n != 60 {
		t.Errorf("somebody else has %d requests", n)
	}
}

func TestRateCountsWhoAsksNotWhoPassesItOn(t *testing.T) {
	u := dbtest.New(t, "sqlite")
	f := openFeed(t, u, hsdstest.Few(1))
	f.api.Rate = api.NewRate(u.Clock, 5)
	f.site.Proxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
	for what, c := range map[string]struct {
		address   string
		forwarded []string
		want      int
	}{
		"the machine itself": {"127.0.0.1:1", nil, 200},
		"behind a proxy":     {"10.1.1.1:1", []string{"198.51.100.1"}, 5},
		"behind two":         {"10.1.1.1:1", []string{"198.51.100.2, 10.2.2.2"}, 5},
		"behind a proxy, pretending to be another": {"10.1.1.1:1", []string{"8.8.8.8, 198.51.100.3"}, 5},
		"no proxy, pretending to be behind one":    {"198.51.100.4:1", []string{"127.0.0.1"}, 5},
		"a block of addresses":                     {"[2001:db8:1:1::1]:1", nil, 5},
		"nameless":                                 {"@", nil, 5},
	} {
		if n := f.spend(c.address, "", c.forwarded...); n != c.want {
			t.Errorf("%s: %d answers, want %d", what, n, c.want)
		}
	}
	if n := f.spend("[2001:db8:1:1::2]:1", ""); n != 0 {
		t.Errorf("the same block has %d answers more", n)
	}
	if n := f.spend("198.51.100.3:1", ""); n != 0 {
		t.Errorf("counted behind the proxy, then %d answers more without it", n)
	}
}
