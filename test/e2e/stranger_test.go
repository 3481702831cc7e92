package e2e

import (
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"passerelle/internal/clock"
	"passerelle/internal/id"
	"passerelle/internal/web"
)

// idOfAnother lists the routes whose {id} names no referral. A new route with
// an {id} is either asked by strangers below or written here on purpose.
var idOfAnother = []string{
	"/{lang}/service/{id}", "/{lang}/service/{id}/carte", "/{lang}/service/{id}/porte", "/{lang}/service/{id}/porte/merci", "/{lang}/organisme/{id}",
	"/{lang}/lien/recu/{id}", "/{lang}/lien/recu/{id}/recu.json", "/{lang}/app/equipe/invitation/{id}/annuler",
	"/{lang}/lien/lever/{id}", "/{lang}/app/urgences/{id}", // of a refusal; of what was told without consent
}

// routesOfReferral are the lines of the table that take the id of a referral.
func routesOfReferral(t *testing.T) (list []web.Route) {
	t.Helper()
	for _, r := range (&web.Site{}).Routes() {
		switch {
		case !strings.Contains(r.Path, "{id}"):
		case strings.HasPrefix(r.Path, "/{lang}/app/reference/{id}"), strings.HasPrefix(r.Path, "/{lang}/lien/arreter/{id}"), strings.HasPrefix(r.Path, "/{lang}/lien/avis/{id}"),
			strings.HasPrefix(r.Path, "/{lang}/lien/tient/{id}"), strings.HasPrefix(r.Path, "/{lang}/lien/veut/{id}"), strings.HasPrefix(r.Path, "/{lang}/lien/reference/{id}"),
			strings.HasPrefix(r.Path, "/{lang}/lien/recul/{id}"):
			list = append(list, r)
		case strings.HasPrefix(r.Path, "/{lang}/service/{id}"), strings.HasPrefix(r.Path, "/{lang}/app/service/{id}"),
			strings.HasPrefix(r.Path, "/{lang}/app/suggestion/{id}"), strings.HasPrefix(r.Path, "/{lang}/app/campagne/{id}"), strings.HasPrefix(r.Path, "/{lang}/app/route/{id}"),
			strings.HasPrefix(r.Path, "/{lang}/app/pratique/{id}"), strings.HasPrefix(r.Path, "/hsds/"): // the directory's own, which has no persons
		case strings.HasPrefix(r.Path, "/{lang}/app/trajectoires/{id}"): // pathways, which have none either
		case strings.HasPrefix(r.Path, "/fhir/"): // asked by systems, with tokens: TestNobodyElseLearnsOfIt of internal/fhir
		case !slices.Contains(idOfAnother, r.Path):
			t.Errorf("%s %s: does its {id} name a referral? Say so in this test.", r.Method, r.Path)
		}
	}
	if len(list) < 40 {
		t.Fatalf("only %d routes take a referral's id: the table is not whole", len(list))
	}
	return list
}

// TestStrangerLearnsNothing: on every route, whoever is not of a referral gets
// the same answer for one that exists and for one that does not.
func TestStrangerLearnsNothing(t *testing.T) {
	t.Parallel()
	routes := routesOfReferral(t)
	eachEngine(t, func(t *testing.T, town *town) {
		awa := town.admin(halte)
		bo := town.hire(awa, "bo", "intervention")
		exist := lives(bo)

		fay := town.admin(quai)
		gil := town.hire(fay, "gil", "intervention", "coordination")
		his := draft(gil, "dentaires", "Z9")
		his.give()
		other := town.visitor() // a person of another organisation
		his.enter(other)

		strangers := map[string]*visitor{
			"worker_of_a_third":     gil,
			"admin_of_a_third":      fay,
			"management_of_a_third": town.hire(fay, "hana", "management"),
			"admin_of_the_sender":   awa,
			"managers_of_sender":    town.hire(awa, "ira", "management", "administration"),
			"admin_of_the_receiver": town.admin(tamarac),
			"another_person":        other,
			"nobody":                town.visitor(),
		}
		for who, v := range strangers {
			for _, r := range routes {
				for _, h := range exist {
					compare(t, who, v, r, h)
				}
			}
			precedes(t, who, v, exist[len(exist)-1])
		}
		// The control: for its own worker, existing and unknown do differ.
		differ := 0
		for _, r := range routes {
			if r.Method == http.MethodGet && pathTo(r, exist[0].id) != "" {
				if said(t, bo, r, exist[0].id, nil).status != said(t, bo, r, unknown(), nil).status {
					differ++
				}
			}
		}
		if differ < 5 {
			t.Errorf("the referral's own worker sees a difference on %d routes only: this test would prove nothing", differ)
		}
	})
}

// lives are referrals in several states: none may be told from none at all.
func lives(bo *visitor) []*handed {
	bo.t.Helper()
	drafted := draft(bo, "logement", "D1")
	sent := draft(bo, "logement", "D2")
	sent.agree()
	sent.send()
	answered := draft(bo, "dentaires", "D3")
	answered.agree()
	answered.send()
	answered.give()
	receiver := newVisitor(bo.t, bo.base)
	receiver.open(answered.link)
	receiver.send(answered.link, "answer", "accept")
	over := draft(bo, "logement", "D4")
	over.agree()
	over.send()
	bo.open(over.path + "/retirer")
	bo.send("/retirer")
	return []*handed{drafted, sent, answered, over}
}

// unknown is an id of the right shape that was never given.
func unknown() string { return id.New(clock.System().Now()) }

func pathTo(r web.Route, ref string) string {
	return strings.NewReplacer("{lang}", "fr", "{id}", ref).Replace(r.Path)
}

// compare asks one route twice. A form is sent empty, and with all that any
// form asks, so that no check of a field answers before the check of who asks.
func compare(t *testing.T, who string, v *visitor, r web.Route, h *handed) {
	t.Helper()
	forms := [][2]url.Values{{}}
	if r.Method == http.MethodPost {
		forms = [][2]url.Values{{}, {everything(h.person), everything(unknown())}}
	}
	for _, form := range forms {
		theirs, none := said(t, v, r, h.id, form[0]), said(t, v, r, unknown(), form[1])
		if d := theirs.unlike(none); d != "" {
			t.Errorf("%s: %s %s tells that a referral exists\n%s", who, r.Method, r.Path, d)
		}
		for _, s := range append(slices.Clone(secrets), secretLabel) {
			if strings.Contains(theirs.body, s) {
				t.Errorf("%s: %s %s shows %q", who, r.Method, r.Path, s)
			}
		}
		if who != "another_person" && strings.Contains(r.Path, "/app/") && theirs.status < 400 {
			t.Errorf("%s: %s %s answers %d", who, r.Method, r.Path, theirs.status)
		}
	}
}

// precedes asks for a further referral after one that is somebody else's, and
// for a person whom somebody else accompanies.
func precedes(t *testing.T, who string, v *visitor, h *handed) {
	t.Helper()
	r := web.Route{Method: http.MethodPost, Path: "/{lang}/app/reference/nouvelle"}
	for _, which := range []string{"new", "known"} {
		code := "P" + id.Code(6) // the same of both: a page may give back what was typed
		ask := func(ref, person string) saidThis {
			f := everything(person)
			fill(f, "precedente", ref, "which", which, "code", code)
			return said(t, v, r, ref, f)
		}
		theirs, none := ask(h.id, h.person), ask(unknown(), unknown())
		if d := theirs.unlike(none); d != "" {
			t.Errorf("%s: POST %s (%s) tells that a referral or a person exists\n%s", who, r.Path, which, d)
		}
		if theirs.status < 400 {
			t.Errorf("%s: POST %s (%s) after somebody else's referral answers %d", who, r.Path, which, theirs.status)
		}
	}
}

// everything fills each field that a form about a referral has.
func everything(person string) url.Values {
	f := url.Values{"act": {unknown()}, "person": {person}}
	fill(f, "version", "1", "words", "mots", "language", "fr", "observed", "vu", "q", "logement", "service", "s2",
		"called", "Jo", "reach", "ici", "message", "oui", "avoid", "rien", "tried", "tout", "pivot", "Bo", "call_first", "1", "delay", "48",
		"what_for", "aider", "need", "granted", "contact", "granted", "done", "granted", "until", "3m", "how", "screen",
		"reason", "no_capacity", "reached", "yes", "need_met", "yes", "bond_holds", "yes", "helped", "yes",
		"together", "14", "within", "48", "wants", "yes", "answer", "accept", "who", "Inès", "holds", "yes", "door", "1")
	return f
}

// saidThis is an answer with what is random taken out.
type saidThis struct {
	status int
	head   http.Header
	body   string
}

var (
	anyUUID = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	anyMark = regexp.MustCompile(`\.\d{10}\.[^;]+`) // the hour a person's page closes, and its signature
)

func said(t *testing.T, v *visitor, r web.Route, ref string, form url.Values) saidThis {
	t.Helper()
	if form != nil {
		form = maps.Clone(form)
		if form.Has("act") {
			form.Set("act", unknown()) // each request is an act of its own
		}
	} else if r.Method == http.MethodPost {
		form = url.Values{}
	}
	a, err := v.once(pathTo(r, ref), form)
	if err != nil {
		t.Fatal(err)
	}
	head := a.head.Clone()
	head.Del("Date")
	for _, values := range head {
		for i := range values {
			values[i] = anyMark.ReplaceAllString(anyUUID.ReplaceAllString(values[i], "ID"), ".MARK")
		}
	}
	return saidThis{a.status, head, anyUUID.ReplaceAllString(a.body, "ID")}
}

// unlike says what differs; nothing when the two are the same.
func (a saidThis) unlike(b saidThis) string {
	switch {
	case a.status != b.status:
		return "status " + http.StatusText(a.status) + " and " + http.StatusText(b.status)
	case !maps.EqualFunc(a.head, b.head, slices.Equal[[]string]):
		return "headers differ"
	case a.body != b.body:
		return "bodies differ:\n" + a.body + "\n---\n" + b.body
	}
	return ""
}
