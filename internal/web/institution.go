package web

import (
	"context"
	"crypto/subtle"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"passerelle/internal/fault"
	"passerelle/internal/id"
	"passerelle/internal/org"
	"passerelle/internal/web/ui"
)

// returnPath is where institutions send people back; they know it by its whole
// address, so it has no language.
const returnPath = "/institution"

// journeyCookie holds a journey to an institution and back.
const journeyCookie = "__Host-institution"

// journey is what the browser carries while somebody is at their institution.
// What the institution must give back, and what proves that we asked, are made
// of its token with the installation's key: nothing is kept here meanwhile, and
// an answer that another browser asked for fits no token.
type journey struct {
	token       string
	institution string
	lang        string
	next        string
	tie         bool   // a signed-in worker ties the account; else: sign in
	left        string // when it began, in seconds: it lasts no longer than org.HalfLife
}

func (j journey) value() string {
	v := url.Values{"t": {j.token}, "i": {j.institution}, "l": {j.lang}, "n": {j.next}, "a": {j.left}}
	if j.tie {
		v.Set("tie", "1")
	}
	return v.Encode()
}

func readJourney(v *Visit) (j journey, ok bool) {
	c, err := v.R.Cookie(journeyCookie)
	if err != nil {
		return j, false
	}
	q, err := url.ParseQuery(c.Value)
	if err != nil || len(q.Get("t")) < 32 {
		return j, false
	}
	return journey{token: q.Get("t"), institution: q.Get("i"), lang: q.Get("l"), next: ours(q.Get("n")), tie: q.Get("tie") == "1", left: q.Get("a")}, true
}

// secret is one of the journey's: its state, its nonce, its PKCE verifier.
func (s *Site) secret(j journey, use string) string {
	tie := "sign-in"
	if j.tie {
		tie = "tie"
	}
	return s.Keys.Fingerprint("institution-"+use, j.token+"|"+j.institution+"|"+tie+"|"+j.left)
}

// institutionGo leaves for the institution's own sign-in.
func (s *Site) institutionGo(v *Visit) error {
	return s.leaveFor(v, v.R.URL.Query().Get("suite"), false)
}

// institutionTie does the same for a worker who ties the account to theirs.
func (s *Site) institutionTie(v *Visit) error { return s.leaveFor(v, "/app/moi/securite", true) }

func (s *Site) leaveFor(v *Visit, next string, tie bool) error {
	i, err := s.Org.Institution(v.R.Context(), v.R.PathValue("institution"))
	if err != nil {
		return err
	}
	p, err := s.provider(i.Issuer)
	if err != nil {
		s.Log.Warn("an institution does not answer", "institution", i.ID, "cause", err)
		return s.institutionRefused(v, journey{lang: string(v.L.Lang()), next: ours(next), tie: tie}, "absente")
	}
	j := journey{token: id.Secret(tokenBytes), institution: i.ID, lang: string(v.L.Lang()), next: ours(next), tie: tie, left: strconv.FormatInt(s.Clock.Now().Unix(), 10)}
	v.W.Header().Set("Cache-Control", "no-store")
	http.SetCookie(v.W, &http.Cookie{
		Name: journeyCookie, Value: j.value(), Path: "/", MaxAge: int(org.HalfLife / time.Second),
		Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
	to := s.client(v, i, p).AuthCodeURL(s.secret(j, "state"), oidc.Nonce(s.secret(j, "nonce")), oauth2.S256ChallengeOption(s.secret(j, "verifier")))
	v.W.Header().Set("Location", to)
	v.W.WriteHeader(http.StatusSeeOther)
	return nil
}

const tokenBytes = 32

func (s *Site) client(v *Visit, i org.Institution, p *oidc.Provider) *oauth2.Config {
	return &oauth2.Config{
		ClientID: i.ClientID, ClientSecret: i.Secret, Endpoint: p.Endpoint(), RedirectURL: s.base(v) + returnPath, Scopes: []string{oidc.ScopeOpenID},
	}
}

// caller asks institutions: never for long, and never somewhere else than where
// the operator said.
var caller = &http.Client{Timeout: 10 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

// provider is what an institution publishes of itself, asked once. It must bear
// the exact name that the operator gave.
func (s *Site) provider(issuer string) (*oidc.Provider, error) {
	if p, known := s.providers.Load(issuer); known {
		return p.(*oidc.Provider), nil
	}
	p, err := oidc.NewProvider(oidc.ClientContext(context.Background(), caller), issuer) // its keys are asked for later, too
	if err != nil {
		return nil, err
	}
	s.providers.Store(issuer, p)
	return p, nil
}

// institutionBack receives who comes back. It is a GET because the standard has
// it so: it acts for nobody but the browser that left, once.
func (s *Site) institutionBack(v *Visit) error {
	v.W.Header().Set("Cache-Control", "no-store")
	j, ok := readJourney(v)
	if !ok || !s.Bundle.Has(j.lang) {
		return fault.New(fault.NotFound, "error.not_found")
	}
	v.L = s.Bundle.In(j.lang)
	forget(v, journeyCookie)
	subject, err := s.proven(v, j)
	if err != nil {
		s.Log.Warn("an institution's answer was not taken", "institution", j.institution, "cause", err)
		return s.institutionRefused(v, j, "refusee")
	}
	if j.tie {
		return s.tie(v, j, subject)
	}
	session, err := s.Org.SignInWithIdentity(v.R.Context(), j.institution, subject, workerToken(v))
	if fault.Is(err, fault.Invalid) {
		return s.institutionRefused(v, j, "refusee")
	}
	if err != nil {
		return err
	}
	return s.signedIn(v, session, j.next)
}

// tie asks again who is signed in, and whether they proved it lately.
func (s *Site) tie(v *Visit, j journey, subject string) error {
	if err := s.identify(v, ForProvenWorker); err != nil {
		return err
	}
	err := s.Org.TieIdentity(v.R.Context(), v.By, j.institution, subject)
	if fault.Is(err, fault.Invalid) {
		return s.institutionRefused(v, j, "refusee")
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, j.next)
}

func (s *Site) institutionRefused(v *Visit, j journey, why string) error {
	path := "/connexion"
	if j.tie {
		path = "/app/moi/securite"
	}
	return s.seeOther(v, path+"?"+url.Values{"suite": {j.next}, "institution": {why}}.Encode())
}

// refusals are what the page says of a journey that ended so.
var refusals = map[string]string{"refusee": "security.identity_unknown", "absente": "security.institution_absent"}

func institutionProblem(v *Visit) (list []ui.Problem) {
	if key := refusals[v.R.URL.Query().Get("institution")]; key != "" {
		list = append(list, ui.Problem{Key: key})
	}
	return list
}

// proven is the account that the institution vouches for: asked by this browser,
// in this journey, for us, by its exact name, now.
func (s *Site) proven(v *Visit, j journey) (subject string, err error) {
	q := v.R.URL.Query()
	if subtle.ConstantTimeCompare([]byte(q.Get("state")), []byte(s.secret(j, "state"))) != 1 {
		return "", errors.New("web: the state is not of this journey")
	}
	left, err := strconv.ParseInt(j.left, 10, 64)
	if err != nil || s.Clock.Now().Sub(time.Unix(left, 0)) > org.HalfLife {
		return "", errors.New("web: the journey took too long")
	}
	if err := s.Org.SpendJourney(v.R.Context(), s.secret(j, "spent")); err != nil {
		return "", err
	}
	i, err := s.Org.Institution(v.R.Context(), j.institution)
	if err != nil {
		return "", err
	}
	if from := q.Get("iss"); from != "" && from != i.Issuer { // RFC 9207
		return "", errors.New("web: the answer names another issuer")
	}
	p, err := s.provider(i.Issuer)
	if err != nil {
		return "", err
	}
	ctx := oidc.ClientContext(v.R.Context(), caller)
	token, err := s.client(v, i, p).Exchange(ctx, q.Get("code"), oauth2.VerifierOption(s.secret(j, "verifier")))
	if err != nil {
		return "", errors.New("web: the institution gave nothing for the code") // its words could hold the code
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return "", errors.New("web: no ID token")
	}
	said, err := p.Verifier(&oidc.Config{ClientID: i.ClientID, Now: s.Clock.Now}).Verify(ctx, raw)
	if err != nil {
		return "", err
	}
	var more struct {
		Party string `json:"azp"`
	}
	if err := said.Claims(&more); err != nil {
		return "", err
	}
	if more.Party != "" && more.Party != i.ClientID {
		return "", errors.New("web: the ID token was given to somebody else")
	}
	if subtle.ConstantTimeCompare([]byte(said.Nonce), []byte(s.secret(j, "nonce"))) != 1 {
		return "", errors.New("web: the nonce is not of this journey")
	}
	return said.Subject, nil
}

// institutionUntie has the account open nothing here any more.
func (s *Site) institutionUntie(v *Visit) error {
	if err := s.Org.UntieIdentity(v.R.Context(), v.By, v.R.PathValue("institution")); err != nil {
		return err
	}
	return s.seeOther(v, "/app/moi/securite")
}
