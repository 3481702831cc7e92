package proof

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
)

// readings is what a proof counts.
type readings struct {
	policies        int
	answers, judged int
	shown, withheld int            // words that had to be on a page, and were; that had to be absent
	byRoute         map[string]int // answers of each route
	disclosed       map[string]int // words of each route that somebody was shown
	decisive        map[string]int // refusals with one reason alone
	until, wrong    int            // it ends at so many answers that are wrong
	complaints      []string
}

// add counts what another proof has read.
func (n *readings) add(o *readings) {
	n.policies, n.answers, n.judged, n.shown, n.withheld, n.wrong = n.policies+o.policies, n.answers+o.answers, n.judged+o.judged, n.shown+o.shown, n.withheld+o.withheld, n.wrong+o.wrong
	n.complaints = append(n.complaints, o.complaints...)
	for _, m := range []struct{ to, from map[string]int }{{n.byRoute, o.byRoute}, {n.disclosed, o.disclosed}, {n.decisive, o.decisive}} {
		for k, c := range m.from {
			m.to[k] += c
		}
	}
}

// full are the addresses that show all that a reader may read: what is allowed
// and not there is wrong too, so that a proof cannot pass by showing nothing.
var full = map[string]string{
	"GET /{lang}/app/reference/{id}": "wonlrt",
	"GET /{lang}/reponse/{token}":    "wonlrt",
	"GET /fhir/ServiceRequest/{id}":  "sdv",
	"GET /fhir/Condition/{id}":       "kdv",
	"GET /fhir/Patient/{id}":         "pdv",
}

// form is an empty one, of the routes that take one.
func (e endpoint) form() url.Values {
	if e.method == http.MethodGet {
		return nil
	}
	return url.Values{}
}

// read asks one address and judges every word of every referral in its answer.
func (n *readings) read(d *draw, s subject, e endpoint, path string, r int) {
	a := d.visitor(s).ask(d.nodes[0], e.method, path, e.form())
	n.answers++
	n.byRoute[e.route]++
	if a.status >= 500 {
		n.fail("%s %s by %+v: %d\n%s", e.method, path, s, a.status, a.body)
	}
	n.judged += len(d.refs) * len(classes)
	seen := map[string]bool{}
	for rest := a.body + strings.Join(a.header.Values("Location"), " "); ; {
		i := strings.Index(rest, mark)
		if i < 0 {
			break
		}
		rest = rest[i:]
		var field byte
		var number int
		if k, err := fmt.Sscanf(rest, mark+"%c%02dq", &field, &number); err != nil || k != 2 || number >= len(d.refs) {
			n.fail("%s %s: a word that is cut: %.20s", e.method, path, rest)
			rest = rest[len(mark):]
			continue
		}
		word := canary(field, number)
		rest = rest[len(word):]
		if seen[word] {
			continue
		}
		seen[word] = true
		n.disclosed[e.route+" "+string(field)]++
		if !d.judge(s, number, field).yes {
			n.fail("%s %s by %s of %d (%d): discloses %q\n%s", e.method, path, s.kind, s.org, s.who, field, d.story(s, number))
		}
	}
	fields, ok := full[e.route]
	if !ok || e.whom != string(audience[s.kind]) || s.kind == linked && s.who != r {
		return
	}
	for i := range len(fields) {
		f := fields[i]
		if strings.IndexByte("skpdv", f) >= 0 && d.refs[r].condition == "" || s.org == d.refs[r].from && d.standing[r].state == "proposed" {
			continue
		}
		// A system that learns no more than that it ended sees the shell.
		j := d.judge(s, r, f)
		switch has := seen[canary(f, r)]; {
		case j.yes && has:
			n.shown++
		case j.yes:
			n.fail("%s %s by %s of %d (%d): %d, lacks %q\n%s", e.method, path, s.kind, s.org, s.who, a.status, f, d.story(s, r))
		default:
			n.withheld++
			if j.reason != "" {
				n.decisive[string(s.kind)+": "+j.reason]++
			}
		}
	}
}

// story is what was drawn about a referral, and as what somebody came.
func (d *draw) story(s subject, r int) string {
	p := d.people[d.refs[r].person]
	told := fmt.Sprintf("referral %d of %d to %d, %+v, closed %t, %+v", r, d.refs[r].from, d.refs[r].to, *d.standing[r], p.closed, p.opening)
	if s.kind == worker {
		told += fmt.Sprintf(", by %v", d.roles[s.who])
	}
	for _, a := range p.answers {
		told += fmt.Sprintf("\n%+v", a)
	}
	return told
}

// tooMany disclosures are enough to know: the rest is not read.
const tooMany = 8

func newReadings(until int) *readings {
	return &readings{until: until, byRoute: map[string]int{}, disclosed: map[string]int{}, decisive: map[string]int{}}
}

func (n *readings) fail(format string, args ...any) {
	if n.wrong++; n.wrong <= n.until {
		n.complaints = append(n.complaints, fmt.Sprintf(format, args...))
	}
}

// audience is how the table of routes calls who may come.
var audience = map[kind]string{worker: "people", holder: "person", linked: "link", program: "partner", public: "anyone"}

// anyOf is a worker of an organisation.
func (d *draw) anyOf(rnd *rand.Rand, o int) subject {
	return subject{worker, o, o*hatsEach + rnd.IntN(hatsEach)}
}

// comer draws who comes to a referral: mostly those whom it concerns.
func (d *draw) comer(r int, rnd *rand.Rand) subject {
	ref := d.refs[r]
	switch rnd.IntN(16) {
	case 0, 1, 2, 3, 4:
		return d.anyOf(rnd, ref.to)
	case 5, 6:
		return d.anyOf(rnd, ref.from)
	case 7:
		return d.anyOf(rnd, rnd.IntN(orgs))
	case 8, 9, 10:
		return subject{linked, ref.to, r}
	case 11, 12, 13, 14:
		return subject{program, pick(rnd, ref.to, ref.to, ref.to, ref.from, rnd.IntN(orgs)), nobody}
	}
	if oneIn(rnd, 4) {
		return subject{kind: public, org: -1}
	}
	return subject{holder, -1, pick(rnd, ref.person, ref.person, rnd.IntN(len(d.persons)))}
}

// visitor is how a subject shows who they are.
func (g *region) visitor(s subject) visitor {
	switch s.kind {
	case worker:
		return g.workers[s.who].visitor
	case holder:
		return g.persons[s.who].visitor
	case program:
		return g.systems[s.org]
	}
	return visitor{} // a link stands in the address
}

// statesInASitting are drawn before everybody comes again.
const statesInASitting = 40

// sights are the endpoints that a proof asks, by what it asks them for.
type sights struct {
	pages, forms []endpoint
	mine         map[string][]endpoint // of the pages, for each audience all of its own
	full         map[string][]endpoint // and those that show all that one may read
}

func sightsOf(all []endpoint) sights {
	v := sights{mine: map[string][]endpoint{}, full: map[string][]endpoint{}}
	for _, e := range all {
		if e.method != http.MethodGet {
			v.forms = append(v.forms, e)
			continue
		}
		v.pages = append(v.pages, e)
		v.mine[e.whom] = append(v.mine[e.whom], e)
		if _, ok := full[e.route]; ok {
			v.full[e.whom] = append(v.full[e.whom], e)
		}
	}
	return v
}

// run draws states until there are enough, and has somebody come to each
// referral of each.
func (n *readings) run(g *region, rnd *rand.Rand, states int) {
	along, _ := asked(g.t)
	v := sightsOf(along)
	turn, sent := 0, 0
	for done := 0; done < states && n.wrong < n.until; done += len(g.refs) {
		if done/len(g.refs)%statesInASitting == statesInASitting-1 {
			g.renew()
		}
		d := g.draws(rnd)
		d.save()
		n.policies += len(g.refs)
		for r := range g.refs {
			s := d.comers[r]
			near := v.mine[audience[s.kind]]
			for _, e := range v.full[audience[s.kind]] {
				n.read(d, s, e, d.fill(e, r, rnd), r)
			}
			// One of those that are for them, and now and then the next of all there are.
			e := near[rnd.IntN(len(near))]
			n.read(d, s, e, d.fill(e, r, rnd), r)
			if turn++; turn%2 == 0 {
				e := v.pages[turn/2%len(v.pages)]
				n.read(d, pick(rnd, d.holding(s, e, r), d.sender(e, r, rnd)), e, d.fill(e, r, rnd), r)
			}
		}
		for i := range g.persons { // an empty form, for one referral of each person
			r := i*(orgs-1) + rnd.IntN(orgs-1)
			e := v.forms[sent%len(v.forms)]
			n.read(d, d.sender(e, r, rnd), e, d.fill(e, r, rnd), r)
			sent++
		}
	}
}

// holding is who comes to a page: whoever has a link is the link.
func (d *draw) holding(s subject, e endpoint, r int) subject {
	if strings.Contains(e.path, "{token}") {
		return subject{linked, d.refs[r].to, r}
	}
	return s
}

// sender draws somebody whom an endpoint is for, as far as there is one.
func (d *draw) sender(e endpoint, r int, rnd *rand.Rand) subject {
	s := d.comer(r, rnd)
	for tries := 0; !d.isFor(s, e) && tries < 20; tries++ {
		s = d.comer(r, rnd)
	}
	return d.holding(s, e, r)
}

// isFor reports whether an endpoint is for somebody.
func (d *draw) isFor(s subject, e endpoint) bool {
	switch e.whom {
	case "worker", "proven-worker":
		return s.kind == worker
	case "manager":
		return s.kind == worker && d.has(s.who, access.Management)
	case "admin", "proven-admin":
		return s.kind == worker && d.has(s.who, access.Administration)
	}
	return audience[s.kind] == e.whom
}

// last sends, when nothing else is to be read in the region, the forms that do
// harm there: each twice, by somebody whom it is for if there is such a one.
func (n *readings) last(g *region, rnd *rand.Rand) {
	_, after := asked(g.t)
	for round := range 2 {
		g.renew()
		d := g.draws(rnd)
		d.save()
		for _, e := range after {
			if e.route == leaving && round == 0 {
				continue
			}
			r := rnd.IntN(len(g.refs))
			n.read(d, d.sender(e, r, rnd), e, d.fill(e, r, rnd), r)
		}
	}
}

// renew has everybody come again, since a form may have ended a visit and a
// system asks only so often in an hour; and forgets what visitors did so far,
// which would make each page of a referral slower than the last.
func (g *region) renew() {
	ctx := g.t.Context()
	g.write(func(tx *db.Tx) error {
		for _, table := range []string{"event", "disclosure"} {
			if _, err := tx.Exec(ctx, `DELETE FROM `+table+` WHERE region_id = $1 AND at > $2`, dbtest.Region, db.At(g.complete)); err != nil {
				return err
			}
		}
		return nil
	})
	for i := range g.workers {
		g.workers[i].visitor = g.signIn(g.workers[i].Worker())
	}
	for o, id := range g.orgIDs {
		admin := access.ForWorker(dbtest.Region, "admin", id, "", access.Administration)
		must(g.t, g.first().Partner.Revoke(ctx, admin, string(g.sysIDs[o])))
		v, actor := g.system(id)
		g.systems[o], g.sysIDs[o] = v, actor.Worker()
	}
}
