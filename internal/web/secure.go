package web

import (
	"mime"
	"net/http"
	"strings"

	"passerelle/internal/fault"
	"passerelle/internal/hsds/intake"
	"passerelle/internal/text"
	"passerelle/internal/web/static"
)

// policy lets a page load its own style and pictures, send its forms to us,
// and nothing else: no frame around it, and no script but the two of ours, by
// their whole address (policyOf).
const policy = "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; form-action 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"

// permissions turns off all that a browser could lend to a page.
const permissions = "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), clipboard-read=(), clipboard-write=(), " +
	"display-capture=(), encrypted-media=(), fullscreen=(), gamepad=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), local-fonts=(), magnetometer=(), " +
	"microphone=(), midi=(), payment=(), picture-in-picture=(), publickey-credentials-create=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), " +
	"storage-access=(), usb=(), window-management=(), xr-spatial-tracking=()"

// secure puts the headers of trust.md §7 on every answer, whoever writes it,
// and refuses acts that another site sent.
func (s *Site) secure(next http.Handler) http.Handler {
	origin := http.NewCrossOriginProtection()
	origin.SetDenyHandler(s.foreign())
	guarded, open := origin.Handler(next), openly(next)
	acts := s.offers(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.guard(w, r, guarded) }))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policyOf(r.Host))
		h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", permissions)
		h.Set("X-Frame-Options", "DENY")
		if !text.IsLine(r.URL.Path) {
			s.unknown().ServeHTTP(w, r) // no address of ours holds a NUL, and no database should
			return
		}
		if inFeed(r.URL.Path) {
			r.Body = http.MaxBytesReader(w, r.Body, formLimit)
			open.ServeHTTP(w, r)
			return
		}
		if inFHIR(r.URL.Path) {
			r.Body = http.MaxBytesReader(w, r.Body, fhirLimit)
			next.ServeHTTP(w, r)
			return
		}
		if fromGateway(r.URL.Path) || r.URL.Path == alertPath || byMail(r.URL.Path) { // no browser: it bounds what it reads, and asks for a proof
			next.ServeHTTP(w, r)
			return
		}
		acts.ServeHTTP(w, r)
	})
}

// guard lets an act through that does not come from elsewhere, and bounds what it
// brings.
func (s *Site) guard(w http.ResponseWriter, r *http.Request, next http.Handler) {
	if unsafe(r.Method) {
		// CrossOriginProtection lets through what says neither: no browser
		// that can use these pages sends a form without one of the two.
		if r.Header.Get("Sec-Fetch-Site") == "" && r.Header.Get("Origin") == "" || asText(r) {
			s.foreign().ServeHTTP(w, r)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, bodyLimit(r.URL.Path))
	}
	next.ServeHTTP(w, r)
}

// asText reports a body that says it is plain text: a page of another site may
// send one without asking first, and no form of ours does.
func asText(r *http.Request) bool {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")) // of what cannot be read no handler reads a form
	return kind == "text/plain"
}

// policyOf names our scripts as the browser that asks host does. A name written
// without s allows the safe connection too. Behind a proxy that hides the name
// no script runs, and every page does without.
func policyOf(host string) string {
	if strings.ContainsFunc(host, func(r rune) bool {
		return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]", r)
	}) {
		return policy
	}
	var scripts string
	for _, name := range []string{"exit.js", "passkey.js", "board.js"} {
		scripts += " http://" + host + static.Asset(name)
	}
	return strings.Replace(policy, "style-src", "script-src"+scripts+"; style-src", 1)
}

// formLimit bounds what a form may send. It is far above what any field takes:
// who pastes a whole document is told so at the field, and finds it there.
const formLimit = 4 << 20

// bodyLimit is formLimit, except where a file is brought in: it is read as it
// comes, and never held.
func bodyLimit(path string) int64 {
	if strings.HasSuffix(path, importPath) {
		return intake.MaxBytes + formLimit
	}
	return formLimit
}

// importPath is where files are brought in.
const importPath = "/app/import"

func unsafe(method string) bool {
	return method != http.MethodGet && method != http.MethodHead && method != http.MethodOptions
}

// foreign answers a form that came from elsewhere.
func (s *Site) foreign() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := &Visit{W: w, R: r, L: s.local(r)}
		s.refuse(v, http.StatusForbidden, fault.New(fault.Invalid, "error.foreign"))
	})
}
