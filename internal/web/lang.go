package web

import (
	"context"
	"net/http"

	"passerelle/internal/i18n"
)

// langKey carries the language from the address to the Visit, past ServeMux;
// handlers never read it: they have v.L.
type langKey struct{}

func withLang(ctx context.Context, lang string) context.Context {
	return context.WithValue(ctx, langKey{}, lang)
}

// local is the language of a request: that of its address, else the browser's
// preference among ours.
func (s *Site) local(r *http.Request) *i18n.Local {
	if lang, ok := r.Context().Value(langKey{}).(string); ok {
		return s.Bundle.In(lang)
	}
	return s.Bundle.In(string(s.Bundle.Match(r.Header.Get("Accept-Language"))))
}
