package fhir

import (
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"

	"passerelle/internal/fault"
	"passerelle/internal/fhir/r4"
	"passerelle/internal/pace"
)

// The two scopes, as SMART writes them. What a system may see of each type is
// decided by the domains, at each request.
const (
	scopeRead  = "system/*.read"
	scopeWrite = "system/*.write"
)

// requestsMost is how many requests a system makes in an hour: one in two
// seconds, where the guide asks to poll each quarter of an hour.
const requestsMost = 1800

// Pace makes what counts the requests of systems.
func (a *API) pace() *pace.Pace {
	a.once.Do(func() { a.requests = pace.New(a.Clock, requestsMost, 100*requestsMost) })
	return a.requests
}

// Token gives a system a short token for its secret: OAuth 2.0, client
// credentials (RFC 6749 §4.4). Errors are said as that standard says them.
func Token(a *API, c *Call) error {
	kind, _, err := mime.ParseMediaType(c.R.Header.Get("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" {
		return c.tokenRefused(http.StatusBadRequest, "invalid_request", "fhir.token_form")
	}
	if err := c.R.ParseForm(); err != nil {
		return c.tokenRefused(problemOf(err).status, "invalid_request", "fhir.token_form")
	}
	form := c.R.PostForm
	for _, values := range form {
		if len(values) > 1 {
			return c.tokenRefused(http.StatusBadRequest, "invalid_request", "fhir.token_twice")
		}
	}
	if form.Get("grant_type") != "client_credentials" {
		return c.tokenRefused(http.StatusBadRequest, "unsupported_grant_type", "fhir.token_grant")
	}
	id, secret, header := c.R.BasicAuth()
	if !header {
		id, secret = form.Get("client_id"), form.Get("client_secret")
	} else if form.Get("client_secret") != "" {
		return c.tokenRefused(http.StatusBadRequest, "invalid_request", "fhir.token_two_ways")
	}
	asked := strings.Fields(form.Get("scope"))
	for _, s := range asked {
		if s != scopeRead && s != scopeWrite {
			return c.tokenRefused(http.StatusBadRequest, "invalid_scope", "fhir.token_scope")
		}
	}
	writes := slices.Contains(asked, scopeWrite)
	t, err := a.Partners.Token(c.R.Context(), c.From, id, secret, writes, len(asked) > 0 && !writes)
	switch {
	case fault.Is(err, fault.NotFound):
		return c.tokenRefused(http.StatusUnauthorized, "invalid_client", "partner.secret_wrong")
	case fault.Is(err, fault.Invalid):
		return c.tokenRefused(http.StatusBadRequest, "invalid_scope", "partner.scope_too_wide")
	case fault.Is(err, fault.TooMany):
		c.W.Header().Set("Retry-After", "3600")
		return c.tokenRefused(http.StatusTooManyRequests, "slow_down", "partner.too_many_guesses")
	case err != nil:
		return err
	}
	c.sendAs("application/json", http.StatusOK, Object{
		"access_token": t.Value, "token_type": "Bearer", "expires_in": int(t.Life / time.Second), "scope": scopes(t.Writes),
	})
	return nil
}

func scopes(writes bool) string {
	if writes {
		return scopeRead + " " + scopeWrite
	}
	return scopeRead
}

// tokenRefused answers as RFC 6749 §5.2 says. The error is for the log.
func (c *Call) tokenRefused(status int, code, key string) error {
	if status == http.StatusUnauthorized {
		c.W.Header().Set("WWW-Authenticate", `Basic realm="fhir"`)
	}
	c.sendAs("application/json", status, Object{"error": code, "error_description": c.say.T(key)})
	return answered{problem{status, []r4.Issue{{Key: key}}}}
}

// answered is an error that was answered in its own way.
type answered struct{ problem }

// SMART says where tokens are had (SMART App Launch, backend services).
func SMART(a *API, c *Call) error {
	c.sendAs("application/json", http.StatusOK, Object{
		"token_endpoint": c.Base + "/fhir/token", "grant_types_supported": []any{"client_credentials"},
		"token_endpoint_auth_methods_supported": []any{"client_secret_basic", "client_secret_post"},
		"scopes_supported":                      []any{scopeRead, scopeWrite}, "capabilities": []any{"permission-v1"},
	})
	return nil
}

// ForPartner has only systems that show a live token reach an answer; for one
// that changes something, the token must say so.
func ForPartner(answer Answer) Answer {
	return func(a *API, c *Call) error {
		if err := a.authenticate(c); err != nil {
			return err
		}
		return answer(a, c)
	}
}

func (a *API) authenticate(c *Call) error {
	scheme, token, _ := strings.Cut(c.R.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") || token == "" {
		return refusal(http.StatusUnauthorized, "", "login", "fhir.token_needed")
	}
	by, writes, err := a.Partners.Recognise(c.R.Context(), strings.TrimSpace(token))
	if fault.Is(err, fault.NotFound) {
		return refusal(http.StatusUnauthorized, "", "login", "fhir.token_over")
	}
	if err != nil {
		return err
	}
	if !writes && c.R.Method != http.MethodGet && c.R.Method != http.MethodHead && !strings.HasSuffix(c.R.URL.Path, "/_search") {
		return refusal(http.StatusForbidden, "", "forbidden", "fhir.read_only")
	}
	if !a.pace().Take(string(by.Worker())) {
		return fault.New(fault.TooMany, "fhir.too_many_requests", "most", requestsMost)
	}
	c.By = by
	return nil
}
