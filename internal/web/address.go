package web

// publicAddress is a page's whole address, to copy or to print: as configured,
// else as the visitor sees this site.
func (s *Site) publicAddress(v *Visit, path string) string { return s.base(v) + v.href(path) }

// base is the public address of the site, without a slash at its end.
func (s *Site) base(v *Visit) string {
	switch {
	case s.URL != "":
		return s.URL
	case v.R.TLS != nil:
		return "https://" + v.R.Host
	}
	return "http://" + v.R.Host
}
