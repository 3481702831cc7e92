package web

import (
	"net/http/httptest"
	"net/netip"
	"testing"
)

// TestSourceOfAVisit: guesses are counted where they come from. A header that
// anybody can write is believed from one's own proxies alone, and then only
// what they added themselves.
func TestSourceOfAVisit(t *testing.T) {
	t.Parallel()
	behind := []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32"), netip.MustParsePrefix("10.0.0.0/8")}
	for name, c := range map[string]struct {
		proxies   []netip.Prefix
		remote    string
		forwarded []string
		want      string
	}{
		"direct":                    {nil, "192.0.2.7:4711", nil, "192.0.2.7"},
		"header_of_a_stranger":      {nil, "192.0.2.7:4711", []string{"198.51.100.9"}, "192.0.2.7"},
		"not_from_the_proxy":        {behind, "192.0.2.7:4711", []string{"198.51.100.9"}, "192.0.2.7"},
		"by_the_proxy":              {behind, "127.0.0.1:4711", []string{"198.51.100.9"}, "198.51.100.9"},
		"what_the_visitor_adds":     {behind, "127.0.0.1:4711", []string{"203.0.113.1, 198.51.100.9"}, "198.51.100.9"},
		"in_a_header_of_their_own":  {behind, "127.0.0.1:4711", []string{"203.0.113.1", "198.51.100.9"}, "198.51.100.9"},
		"two_proxies":               {behind, "127.0.0.1:4711", []string{"203.0.113.1, 198.51.100.9, 10.1.2.3"}, "198.51.100.9"},
		"proxy_that_says_nothing":   {behind, "127.0.0.1:4711", nil, "127.0.0.1"},
		"proxy_that_says_nonsense":  {behind, "127.0.0.1:4711", []string{"unknown"}, "127.0.0.1"},
		"one_subscriber_of_IPv6":    {nil, "[2001:db8:1:2:3:4:5:6]:4711", nil, "2001:db8:1:2::/64"},
		"the_same_one_by_the_proxy": {behind, "127.0.0.1:4711", []string{"2001:db8:1:2:ffff::1"}, "2001:db8:1:2::/64"},
		"IPv4_written_as_IPv6":      {nil, "[::ffff:192.0.2.7]:4711", nil, "192.0.2.7"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest("POST", "/fr/lien", nil)
			r.RemoteAddr = c.remote
			for _, f := range c.forwarded {
				r.Header.Add("X-Forwarded-For", f)
			}
			if got := (&Site{Proxies: c.proxies}).source(r); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}
