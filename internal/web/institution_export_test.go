package web

// Forget has the next journey ask each institution for what it publishes.
func (s *Site) Forget() { s.providers.Clear() }
