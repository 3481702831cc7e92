package web

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// source is where a visit comes from, for the limits on guessing: an address,
// or a whole network of IPv6, since one subscriber has 2^64 addresses. It lives
// in memory only.
//
// Behind a reverse proxy all visits come from the proxy. Counted as one, ten
// wrong guesses of a stranger would close everybody's door; so the addresses of
// one's own proxies are a setting, and what they say of the visitor is believed.
// Whatever a visitor writes in the header stands before what the proxy adds, and
// is not read.
func (s *Site) source(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	hops := append(strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ","), host)
	for _, hop := range slices.Backward(hops) {
		a, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil {
			break
		}
		a = a.Unmap().WithZone("")
		host = network(a)
		if !s.ours(a) {
			break
		}
	}
	return host
}

// ours reports whether an address is one of our own proxies.
func (s *Site) ours(a netip.Addr) bool {
	return slices.ContainsFunc(s.Proxies, func(p netip.Prefix) bool { return p.Contains(a) })
}

func network(a netip.Addr) string {
	if a.Is6() {
		if p, err := a.Prefix(64); err == nil {
			return p.String()
		}
	}
	return a.String()
}
