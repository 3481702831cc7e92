package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"

	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/static"
)

// The round on a phone is one page, the same for everybody, that a worker of
// the browser keeps for when there is no network. It is the only page that may
// ask us for something by itself, and that registers a worker: its policy says
// both, and no more.

// walkPath is where the page of the round is, without its language.
const walkPath = "/tournee/"

// walkPolicy is policyOf for the page of the round.
func walkPolicy(host, worker string) string {
	p := policyOf(host)
	if p == policy { // behind a proxy that hides the name no script runs, and the page says what to do then
		return p
	}
	own := "script-src http://" + host + static.Asset("round.js") + "; worker-src http://" + host + worker + "; connect-src 'self'; manifest-src 'self'; trusted-types tournee; "
	_, rest, _ := strings.Cut(p, "style-src")
	return "default-src 'none'; " + own + "style-src" + rest
}

// walkWords are the sentences of the script: keys that begin with round.walk_
// or that a refusal names, and the values the script puts in.
var walkWords = map[string]string{
	"bar_off": "round.walk_bar_off", "bar_on": "round.walk_bar_on", "bar_sending": "round.walk_bar_sending", "bar_done": "round.walk_bar_done",
	"pin_wrong": "round.walk_pin_wrong", "pin_bad": "round.walk_pin_bad", "offline_ready": "round.walk_offline_ready", "not_ready": "round.walk_not_ready",
	"seen": "round.walk_seen", "kept": "round.walk_kept", "fixing": "round.walk_fixing", "fixing_need": "round.walk_fixing_need", "full": "round.walk_full", "lost": "round.walk_lost",
	"words_named": "round.walk_words_named", "need_first": "round.walk_need_first", "slip_bad": "round.walk_slip_bad",
	"box_unread": "round.walk_box_unread", "box_slips": "round.walk_box_slips", "no_network": "round.walk_no_network", "busy": "round.walk_busy", "unknown": "round.walk_unknown",
	"over_lease": "round.walk_over_lease", "over_pin": "round.walk_over_pin", "over_revoked": "round.device_revoked", "over_handed": "round.device_handed", "over_over": "round.over",
	"over_left": "round.walk_over_left", "over_stuck": "round.walk_over_stuck", "clock": "round.walk_clock", "first_send": "round.walk_first_send",
	"door_seen": "round.walk_door_seen", "door_again": "round.walk_door_again", "door_spared": "round.walk_door_spared", "door_draft": "round.walk_door_draft", "old_why": "round.walk_old_why",
	"link_used": "round.link_used", "over": "round.over", "revoked": "round.device_revoked", "handed": "round.device_handed",
}

// walkPage is the page in the language of a visit.
func (s *Site) walkPage(v *Visit) page.RoundWalk {
	p := page.RoundWalk{
		L: v.L, Worker: v.href(walkPath + "hors-ligne.js"), Manifest: v.href(walkPath + "ronde.webmanifest"),
		Claim: v.href(walkPath + "prendre"), Send: v.href(walkPath + "envoyer"), Leave: v.href("/app/rondes"), Needs: needGroups(v.L, ""),
	}
	for _, name := range slices.Sorted(maps.Keys(walkWords)) {
		var values []any
		for _, at := range v.L.Placeholders(walkWords[name]) {
			values = append(values, at, "{"+at+"}")
		}
		p.Words = append(p.Words, page.RoundWord{Name: name, Words: v.L.T(walkWords[name], values...)})
	}
	return p
}

// roundWalk is the page. It is kept by the browser's worker; what is between
// asks again each time.
func (s *Site) roundWalk(v *Visit) error {
	p := s.walkPage(v)
	v.W.Header().Set("Content-Security-Policy", walkPolicy(v.R.Host, p.Worker))
	return s.page(v, http.StatusOK, page.RoundWalkPage(p))
}

// roundWorker is the browser's worker, with what this build has it keep. Its
// version is what the page is made of: one letter changes, and it is taken in
// again.
func (s *Site) roundWorker(v *Visit) error {
	var shell bytes.Buffer
	if err := page.RoundWalkPage(s.walkPage(v)).Render(v.R.Context(), &shell); err != nil {
		return err
	}
	body := static.Read("round-worker.js")
	sum := sha256.Sum256(append(shell.Bytes(), body...))
	scope := v.href(walkPath)
	files := []string{scope, v.href(walkPath + "ronde.webmanifest")}
	for _, name := range []string{"passerelle.css", "round.css", "round.js", "icons.svg", "favicon.svg"} {
		files = append(files, static.Asset(name))
	}
	list, err := json.Marshal(files)
	if err != nil {
		return err
	}
	head := `const SCOPE = "` + scope + `", VERSION = SCOPE + "` + hex.EncodeToString(sum[:6]) + `", FILES = ` + string(list) + ";\n"
	h := v.W.Header()
	h.Set("Content-Type", "text/javascript; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'; require-trusted-types-for 'script'")
	h.Set("Cache-Control", "no-cache")
	return s.write(v, http.StatusOK, append([]byte(head), body...))
}

// roundManifest has the page stand among the applications of a phone. Its name
// says nothing.
func (s *Site) roundManifest(v *Visit) error {
	body, err := json.Marshal(map[string]any{
		"name": "Passerelle", "short_name": v.L.T("round.walk_title"), "lang": v.L.Lang(), "dir": v.L.Dir(), "start_url": v.href(walkPath), "scope": v.href(walkPath), "id": v.href(walkPath),
		"display": "standalone", "background_color": "#f8f4ed", "theme_color": "#12545b",
		"icons": []map[string]string{{"src": static.Asset("favicon.svg"), "sizes": "any", "type": "image/svg+xml"}},
	})
	if err != nil {
		return err
	}
	v.W.Header().Set("Content-Type", "application/manifest+json")
	v.W.Header().Set("Cache-Control", "no-cache")
	return s.write(v, http.StatusOK, body)
}

// nearSector is how far services are taken along, in metres, and how many.
const nearSector, nearMost = 2000, 12

// besideRound are services near a round's sector, to read without network. A
// place that is kept quiet is not among them.
func (s *Site) besideRound(l *i18n.Local, place string) []packService {
	list := []packService{}
	at, _, ok := s.Locator.Locate(place)
	if place == "" || !ok {
		return list
	}
	for _, h := range s.Finder.Search(directory.Query{Near: &at, WithinMetres: nearSector, Sort: directory.SortNearest, Limit: 4 * nearMost}, s.Clock.Now()).Hits {
		d := h.Listing
		if d.Sensitive || h.Place < 0 || d.Places[h.Place].Hidden || d.Places[h.Place].AreaOnly || len(list) == nearMost {
			continue
		}
		name := said(l, d.Name)
		x := packService{Name: name.S, Lang: string(name.Lang), Org: said(l, d.OrgName).S, Where: d.Places[h.Place].Address}
		if number, ext := firstPhone(l, d); number != "" {
			x.Phone, x.Tel = i18n.Phone(number), i18n.Tel(number, ext)
		}
		list = append(list, x)
	}
	return list
}

// refused answers a phone with why, in a word of its script.
func (s *Site) refused(v *Visit, err error) error {
	key, _ := fault.KeyOf(err)
	why := map[string]string{"round.link_used": "link_used", "round.over": "over", "round.device_revoked": "revoked", "round.device_handed": "handed"}[key]
	s.Log.Info("round refused", "why", why, "kind", fault.KindOf(err).String())
	if fault.Is(err, fault.Internal) {
		s.Log.Error("round not answered", "cause", err)
	}
	return s.tellPhone(v, statuses[fault.KindOf(err)], map[string]string{"why": why})
}

// tellPhone answers a phone. Nothing on the way keeps it.
func (s *Site) tellPhone(v *Visit, status int, what any) error {
	body, err := json.Marshal(what)
	if err != nil {
		return err
	}
	v.W.Header().Set("Content-Type", "application/json")
	v.W.Header().Set("Cache-Control", "no-store")
	return s.write(v, status, body)
}

// hear reads what a phone says.
func (s *Site) hear(v *Visit, into any) error {
	if err := json.NewDecoder(v.R.Body).Decode(into); err != nil {
		return fault.New(fault.Invalid, "error.form_unreadable").With(err)
	}
	return nil
}
