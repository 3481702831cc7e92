package web

// publicAddress is a page's whole address, to copy or to print: as configured,
// else as the visitor sees this site.
func (s *Site) publicAddress(v *Visit, path string) string {
	base := s.URL
	if base == "" {
		base = "https://" + v.R.Host
		if v.R.TLS == nil {
			base = "http://" + v.R.Host
		}
	}
	return base + v.href(path)
}
