package share

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// SiteMost is how many sites an organisation may name.
const SiteMost = 10

// Origin reads the address of a site as people type it ("www.exemple.org/",
// "https://exemple.org") and gives its origin: https, a host with a dot, a port
// if one is said. It refuses what would open more than one site.
func Origin(typed string) (string, error) {
	wrong := fault.Field("site", "share.site_shape")
	s := strings.ToLower(strings.TrimSpace(typed))
	if !strings.Contains(s, "://") {
		s = "https://" + s
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || len(s) > 300 {
		return "", wrong
	}
	host := u.Hostname()
	if !strings.Contains(host, ".") || strings.HasPrefix(host, ".") || strings.HasSuffix(host, ".") || strings.Contains(host, "..") || strings.ContainsFunc(host, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' || r == '.')
	}) {
		return "", wrong
	}
	if port := u.Port(); port != "" {
		return "https://" + host + ":" + port, nil
	}
	return "https://" + host, nil
}

// AllowSite lets a site show the organisation's lists in a frame. Those who
// manage, coordinate or administer may. Saying it twice says it once.
func (s *Service) AllowSite(ctx context.Context, by access.Actor, act, site string) (err error) {
	defer fault.Wrap(&err, "share.AllowSite")
	if err := keepsSite(by); err != nil {
		return err
	}
	origin, err := Origin(site)
	if err != nil {
		return err
	}
	return s.changeSites(ctx, by, act, func(tx *db.Tx, known []string) error {
		switch {
		case slices.Contains(known, origin):
			return nil
		case len(known) >= SiteMost:
			return fault.Field("site", "share.sites_full", "most", SiteMost)
		}
		return insertSite(ctx, tx, by.Region(), by.Org(), origin)
	})
}

// ForbidSite takes that back: the next opening of the frame is refused.
func (s *Service) ForbidSite(ctx context.Context, by access.Actor, act, origin string) (err error) {
	defer fault.Wrap(&err, "share.ForbidSite")
	if err := keepsSite(by); err != nil {
		return err
	}
	return s.changeSites(ctx, by, act, func(tx *db.Tx, _ []string) error {
		return deleteSite(ctx, tx, by.Region(), by.Org(), origin)
	})
}

func (s *Service) changeSites(ctx context.Context, by access.Actor, act string, do func(tx *db.Tx, known []string) error) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := event.Once(ctx, tx, by, act, func() (string, error) {
			known, err := sitesOf(ctx, tx, by.Region(), by.Org())
			if err != nil {
				return "", err
			}
			if err := do(tx, known); err != nil {
				return "", err
			}
			return "", s.log.Append(ctx, tx, by, sitesChanged{Org: by.Org()})
		})
		return err
	})
}

// Sites are the origins that may frame an organisation's lists, in order.
func (s *Service) Sites(ctx context.Context, region access.Region, org access.Org) (list []string, err error) {
	defer fault.Wrap(&err, "share.Sites(%s)", org)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = sitesOf(ctx, tx, region, org)
		return err
	})
	return list, err
}
