// Package provider is an institution's own sign-in (OpenID Connect), as the
// outside world has it, for tests: it signs whoever comes in as the account that
// the test says, and checks what a provider checks. It must not be used by the
// program.
package provider

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"
)

// Provider is one that answers at URL.
type Provider struct {
	URL   string
	Who   string     // the account that signs in
	Asked url.Values // what the last browser came with

	Spoil func(claims map[string]any) // what a test gets wrong
	Other *rsa.PrivateKey             // signs instead of the provider's key

	Patient bool // it answers for one code as often as it is asked, which no provider should

	t      testing.TB
	server *httptest.Server
	key    *rsa.PrivateKey
	now    func() time.Time
	used   bool
}

// Secret is of the client, whose name is "passerelle".
const Secret = "le secret du client"

// New starts one, which ends with the test.
func New(t testing.TB, now func() time.Time) *Provider {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	p := &Provider{t: t, key: key, now: now, Who: "compte-1", Spoil: func(map[string]any) {}}
	mux := http.NewServeMux()
	p.server = httptest.NewServer(mux)
	t.Cleanup(p.server.Close)
	at := p.server.URL
	p.URL = at
	answer := func(w http.ResponseWriter, v any) {
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(v)
	}
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, map[string]any{"issuer": at, "authorization_endpoint": at + "/auth", "token_endpoint": at + "/token", "jwks_uri": at + "/keys", "id_token_signing_alg_values_supported": []string{"RS256"}})
	})
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, map[string]any{"keys": []any{map[string]any{"kty": "RSA", "kid": "1", "use": "sig", "alg": "RS256",
			"n": b64(key.N.Bytes()), "e": b64(big.NewInt(int64(key.E)).Bytes())}}})
	})
	mux.HandleFunc("GET /auth", func(w http.ResponseWriter, r *http.Request) {
		p.Asked, p.used = r.URL.Query(), false
		to := p.Asked.Get("redirect_uri") + "?" + url.Values{"code": {"le-code"}, "state": {p.Asked.Get("state")}, "iss": {at}}.Encode()
		http.Redirect(w, r, to, http.StatusFound)
	})
	mux.HandleFunc("POST /token", func(w http.ResponseWriter, r *http.Request) {
		r.ParseForm()
		_, secret, _ := r.BasicAuth()
		secret, _ = url.QueryUnescape(secret)
		sum := sha256.Sum256([]byte(r.PostForm.Get("code_verifier")))
		if p.used || r.PostForm.Get("code") != "le-code" || secret != Secret || p.Asked.Get("code_challenge_method") != "S256" ||
			b64(sum[:]) != p.Asked.Get("code_challenge") || r.PostForm.Get("redirect_uri") != p.Asked.Get("redirect_uri") {
			http.Error(w, `{"error":"invalid_grant"}`, http.StatusBadRequest)
			return
		}
		p.used = !p.Patient
		answer(w, map[string]any{"access_token": "a", "token_type": "Bearer", "id_token": p.token()})
	})
	return p
}

// Close has nobody answer any more.
func (p *Provider) Close() { p.server.Close() }

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// token is what the provider says of who signed in, signed.
func (p *Provider) token() string {
	claims := map[string]any{"iss": p.URL, "sub": p.Who, "aud": "passerelle", "nonce": p.Asked.Get("nonce"), "iat": p.now().Unix(), "exp": p.now().Add(5 * time.Minute).Unix()}
	p.Spoil(claims)
	head := map[string]any{"alg": "RS256", "kid": "1"}
	if claims["alg"] == "none" {
		head["alg"] = "none"
	}
	h, _ := json.Marshal(head)
	c, _ := json.Marshal(claims)
	body := b64(h) + "." + b64(c)
	if claims["alg"] == "none" {
		return body + "."
	}
	key := p.key
	if p.Other != nil {
		key = p.Other
	}
	sum := sha256.Sum256([]byte(body))
	signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	if err != nil {
		p.t.Error(err)
	}
	return body + "." + b64(signature)
}
