package demo

import (
	"slices"
	"testing"
)

func TestPeopleAndConsentsResolve(t *testing.T) {
	t.Parallel()
	d := load(t)
	orgs, workers, people := orgsOf(t, d), workersOf(t, d), peopleOf(t, d)
	answers := map[string]int{}
	for _, p := range d.People {
		if workers[p.Worker].Org != p.Org || p.Alias == "" || p.Reach == "" || p.Message == "" || p.Language == "" {
			t.Errorf("%s: worker %q of %q, alias %q", p.Code, p.Worker, p.Org, p.Alias)
		}
	}
	seen := map[[2]string]bool{}
	partial := 0
	for _, c := range d.Consents {
		at := [2]string{c.Person, c.Org}
		if seen[at] || people[c.Person].Code == "" || orgs[c.Org].Code == "" || workers[c.Worker].Org != people[c.Person].Org {
			t.Errorf("consent %v: twice, or does not resolve", at)
		}
		seen[at] = true
		if (c.Need == "granted") != (c.Until != "") || c.Need != "granted" && (c.Contact != c.Need || c.Done != c.Need) ||
			c.Withdrawn != Never && (c.Need != "granted" || c.Withdrawn > c.Asked) || c.Asked == Never {
			t.Errorf("consent %v: %+v", at, c)
		}
		answers[c.Need]++
		count(&partial, c.Contact != c.Need || c.Done != c.Need)
		for _, a := range []string{c.Need, c.Contact, c.Done} {
			if !slices.Contains([]string{"granted", "refused", "later"}, a) {
				t.Errorf("consent %v: %q", at, a)
			}
		}
		if c.Withdrawn != Never {
			answers["withdrawn"]++
		}
	}
	if partial < 2 {
		t.Errorf("%d people chose among the parts", partial)
	}
	for _, a := range []string{"granted", "refused", "later", "withdrawn"} {
		if answers[a] < 2 {
			t.Errorf("consents %q: %d", a, answers[a])
		}
	}
	for _, a := range d.Answers {
		if servicesOf(t, d)[a.Service].Code == "" || !slices.Contains([]string{"yes", "partly", "no"}, a.Helped) || (a.Words == "") != (a.Language == "") || a.Given == Never {
			t.Errorf("answer %+v", a)
		}
	}
}

// Package access lets only these roles see what concerns persons.
func seesPersons(d Data, worker, org string) bool {
	person := func(roles []string) bool {
		return slices.Contains(roles, "intervention") || slices.Contains(roles, "coordination")
	}
	for _, w := range d.Workers {
		if w.Code == worker && w.Org == org && person(w.Roles) {
			return true
		}
	}
	for _, h := range d.Hats {
		if h.Worker == worker && h.Org == org && person(h.Roles) {
			return true
		}
	}
	return false
}

func TestReferralsCouldHaveHappened(t *testing.T) {
	t.Parallel()
	d := load(t)
	orgs, teams, people, services := orgsOf(t, d), teamsOf(t, d), peopleOf(t, d), servicesOf(t, d)
	referrals := index(t, d.Referrals, func(r Referral) string { return r.Code })
	for _, r := range d.Referrals {
		target := services[r.Service].Org
		if people[r.Person].Code == "" || target == "" || target == r.HatOrg || r.HatOrg != people[r.Person].Org || teams[r.HatTeam].Org != r.HatOrg {
			t.Errorf("%s does not resolve, or goes to its own organisation", r.Code)
		}
		if !seesPersons(d, r.Worker, r.HatOrg) {
			t.Errorf("%s: %s may not refer", r.Code, r.Worker)
		}
		switch r.AnsweredBy {
		case "":
		case "link":
			if orgs[target].Account || r.AnsweredName == "" {
				t.Errorf("%s: %s answers by link though it has an account, or nobody signs", r.Code, target)
			}
		default:
			if !seesPersons(d, r.AnsweredBy, target) {
				t.Errorf("%s: %s may not answer for %s", r.Code, r.AnsweredBy, target)
			}
		}
		if r.LinkedTo != "" && (referrals[r.LinkedTo].State != "declined" || referrals[r.LinkedTo].Person != r.Person) {
			t.Errorf("%s: linked to %q", r.Code, r.LinkedTo)
		}
		if r.DelayHours == 0 || r.NeedWords == "" || r.NeedLang == "" {
			t.Errorf("%s: no delay or no words", r.Code)
		}
		if (r.State == "declined") != (r.DeclineSide != "") || (r.DeclineSide == "") != (r.DeclineReason == "") {
			t.Errorf("%s: %s, declined by %q for %q", r.Code, r.State, r.DeclineSide, r.DeclineReason)
		}
		checkSteps(t, r)
		checkConsent(t, d, r, target)
	}
}

// checkSteps refuses a story whose dates do not lead to its state, or that
// gave the person's contact before the call it was waiting for.
func checkSteps(t *testing.T, r Referral) {
	t.Helper()
	need := map[string][]Ago{
		"proposed": {r.Proposed}, "sent": {r.Proposed, r.Sent}, "received": {r.Proposed, r.Sent, r.Received},
		"accepted":   {r.Proposed, r.Sent, r.Received, r.Accepted},
		"in_handoff": {r.Proposed, r.Sent, r.Received, r.Accepted, r.Handoff},
		"need_met":   {r.Proposed, r.Sent, r.Received, r.Accepted, r.Handoff, r.Closed},
		"declined":   {r.Proposed, r.Sent, r.Received, r.Closed}, "expired": {r.Proposed, r.Sent, r.Closed}, "withdrawn": {r.Proposed, r.Sent, r.Closed},
	}[r.State]
	if need == nil || slices.Contains(need, Never) {
		t.Errorf("%s: state %q, steps %v", r.Code, r.State, need)
	}
	last := Ago(1 << 20)
	for _, step := range []Ago{r.Proposed, r.Sent, r.Received, r.Accepted, r.CallNoted, r.Handoff, r.Closed} {
		if step == Never {
			continue
		}
		if step > last {
			t.Errorf("%s: its steps are not in order", r.Code)
		}
		last = step
	}
	if (r.Said == Never) != (r.Contact == Sides{} && r.Met == Sides{} && r.Bond == Sides{}) {
		t.Errorf("%s: something said without a date, or the reverse", r.Code)
	}
	if r.CallFirst && r.Handoff != Never && r.CallNoted == Never {
		t.Errorf("%s: handed over before the call that was asked", r.Code)
	}
	if r.State == "expired" && r.Sent-r.Closed != 90 {
		t.Errorf("%s: expired after %d days", r.Code, r.Sent-r.Closed)
	}
}

func checkConsent(t *testing.T, d Data, r Referral, target string) {
	t.Helper()
	i := slices.IndexFunc(d.Consents, func(c Consent) bool { return c.Person == r.Person && c.Org == target })
	if i < 0 {
		t.Errorf("%s: %s was never asked about %s", r.Code, r.Person, target)
		return
	}
	c := d.Consents[i]
	days := map[string]Ago{"7d": 7, "3m": 90, "say": 30}[c.Until] // « je dirai » is asked again after 30
	switch r.State {
	case "proposed":
		if c.Need == "refused" {
			t.Errorf("%s: proposed after a no", r.Code)
		}
		return
	case "withdrawn":
		if c.Withdrawn == Never || c.Withdrawn != r.Closed {
			t.Errorf("%s: withdrawn without a withdrawal", r.Code)
		}
	default:
		if c.Withdrawn != Never {
			t.Errorf("%s: goes on after a withdrawal", r.Code)
		}
	}
	if c.Need != "granted" || c.Asked < r.Sent || c.Asked-max(r.Closed, 0) > days {
		t.Errorf("%s: sent without a consent that holds (%+v)", r.Code, c)
	}
}

func TestEveryStateHasAStory(t *testing.T) {
	t.Parallel()
	states, sides := map[string]int{}, map[string]int{}
	var disagree, spanish, callFirst, byLink, publicToCommunity int
	d := load(t)
	orgs, services := orgsOf(t, d), servicesOf(t, d)
	for _, r := range d.Referrals {
		states[r.State]++
		sides[r.DeclineSide]++
		count(&disagree, !r.Contact.Agree() || !r.Met.Agree())
		count(&spanish, r.NeedLang == "es")
		count(&callFirst, r.CallFirst)
		count(&byLink, r.AnsweredBy == "link")
		count(&publicToCommunity, orgs[r.HatOrg].Sector == "RP" && orgs[services[r.Service].Org].Sector == "OC")
	}
	for _, s := range []string{"proposed", "sent", "received", "accepted", "in_handoff", "need_met", "declined", "expired", "withdrawn"} {
		if states[s] < 2 {
			t.Errorf("state %s: %d stories", s, states[s])
		}
	}
	if len(states) != 9 || sides["person"] < 1 || sides["service"] < 1 || disagree < 2 || spanish < 2 || callFirst < 5 || byLink < 5 || publicToCommunity < 2 {
		t.Errorf("states %v, declined %v, disagree %d, es %d, call first %d, link %d, RP to OC %d", states, sides, disagree, spanish, callFirst, byLink, publicToCommunity)
	}
}

// The demo needs a worker on each side, one with two hats, and one with no
// stake in anything: what he is refused is what the product protects.
func TestTheStripOffersEachRole(t *testing.T) {
	t.Parallel()
	d := load(t)
	var strip []int
	involved := map[string]bool{}
	for _, r := range d.Referrals {
		involved[r.HatOrg], involved[servicesOf(t, d)[r.Service].Org] = true, true
	}
	stranger, twoHats := false, false
	for _, w := range d.Workers {
		if w.Strip == 0 {
			continue
		}
		strip = append(strip, w.Strip)
		stranger = stranger || !involved[w.Org] && w.Roles[0] == "intervention"
		twoHats = twoHats || slices.ContainsFunc(d.Hats, func(h Hat) bool { return h.Worker == w.Code })
	}
	slices.Sort(strip)
	for i, n := range strip {
		if n != i+1 {
			t.Errorf("strip: %v", strip)
			break
		}
	}
	if len(strip) < 6 || !stranger || !twoHats || !slices.ContainsFunc(d.People, func(p Person) bool { return !p.Persona.Empty() }) {
		t.Errorf("strip %v, stranger %v, two hats %v", strip, stranger, twoHats)
	}
}
