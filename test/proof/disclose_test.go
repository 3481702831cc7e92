package proof

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"passerelle/internal/db"
)

var seedFlag = flag.Uint64("seed", 0, "seed of the random policies; 0 draws one")

// endpoint is an address of the table of routes.
type endpoint struct {
	method, path string
	whom         string
	route        string // as it is written in the table
}

// unread are the routes that the proof does not ask, each with its reason.
var unread = map[string]string{
	"GET /{lang}/app/besoins/direct": "a stream, which ends with its reader: counts and opaque ids alone (internal/web/need_live.go)",
	"GET /readyz":                    "whether the node has begun its work, which it does not here",
	"GET /hsds/datapackage.zip":      "the public directory, compressed: nothing about persons is in the index that it is made of",
}

// harmful are the forms that would end a visit, or take away the very words that
// are looked for: they are sent when a proof is over. The others are sent empty,
// once for a person and a state.
var harmful = []string{"/deconnexion", "/app/moi/", "/lien/fermer", "/effacer", "/suite", "/besoin", "/porte", "/joindre", "/fait", "/mon-lien", "/lien", "/app/equipe", "/demo", "/fhir", "/connexion", "/aide", "/hsds", "/sms", "/import"}

// leaving ends an account: nobody who sent it can come again.
const leaving = "POST /{lang}/app/moi/depart"

func (e endpoint) harms() bool {
	return e.method != http.MethodGet && e.path != "/{lang}/lien/retirer/{org}" && slices.ContainsFunc(harmful, func(s string) bool { return strings.Contains(e.path, s) })
}

// routes reads the table of routes, so that a new one is asked by itself.
func routes(t *testing.T) (list []endpoint) {
	t.Helper()
	b, err := os.ReadFile("../house/testdata/routes.golden")
	must(t, err)
	for line := range strings.Lines(string(b)) {
		f := strings.Fields(line)
		if len(f) < 3 || f[0] == "#" {
			continue
		}
		path := strings.ReplaceAll(f[1], "{$}", "")
		list = append(list, endpoint{f[0], path, f[2], f[0] + " " + path})
	}
	if len(list) < 400 {
		t.Fatalf("%d routes: the table is not what it was", len(list))
	}
	return list
}

// asked are the routes that the proof asks, all along or when it is over.
func asked(t *testing.T) (along, after []endpoint) {
	for _, e := range routes(t) {
		switch {
		case unread[e.route] != "":
		case e.harms():
			after = append(after, e)
		default:
			along = append(along, e)
		}
	}
	return along, after
}

// searched is what is asked of the addresses that search words.
var searched = map[string]string{
	"GET /fhir/Task":      "?_include=Task:focus",
	"GET /fhir/Procedure": "?based-on=ServiceRequest/{id}",
}

// fill writes the address of an endpoint about one referral.
func (d *draw) fill(e endpoint, r int, rnd *rand.Rand) string {
	ref := d.refs[r]
	id := string(ref.id)
	switch {
	case strings.Contains(e.path, "/urgences/"):
		id = d.openings[ref.person]
	case strings.Contains(e.path, "/lien/recu/"), strings.Contains(e.path, "/lien/lever/"):
		id = ref.receipt
	case strings.Contains(e.path, "/fhir/Condition/"), strings.Contains(e.path, "/fhir/Observation/"):
		id = ref.condition
	case strings.Contains(e.path, "{incident}"):
		id = d.beside.incidents[ref.from]
	case strings.Contains(e.path, "{signal}"):
		id = pick(rnd, d.beside.signals...)
	case strings.Contains(e.path, "{demande}"):
		id = d.beside.exports[ref.from]
	case strings.Contains(e.path, "{talk}"):
		id = pick(rnd, d.beside.talks...)
	case strings.Contains(e.path, "{besoin}"):
		id = pick(rnd, d.beside.needs...)
	}
	person, org := string(d.persons[ref.person].id), string(d.orgIDs[pick(rnd, ref.to, ref.to, ref.from)])
	path := strings.NewReplacer("{lang}", pick(rnd, "fr", "en"), "{id}", id, "{person}", person, "{org}", org, "{token}", ref.token, "{quoi}", "tache", "{ask}", ref.unblock, "{number}", "1", "{n}", "1").Replace(e.path)
	for { // what is left is of another noun: there is no such thing
		from := strings.IndexByte(path, '{')
		if from < 0 {
			return path + strings.ReplaceAll(searched[e.route], "{id}", id)
		}
		to := from + strings.IndexByte(path[from:], '}')
		path = path[:from] + id + path[to+1:]
	}
}

// enough policies for each check to be met alone; the same states try the same
// rule on PostgreSQL, where a few less do.
const enough = 4800

// decisiveOf is how often each check must have been the only reason, in so many
// policies: a thousand times in a hundred thousand. In a few thousand chance alone
// may halve that.
func decisiveOf(policies int) int {
	if policies >= 100_000 {
		return policies / 100
	}
	return policies / 200
}

// checks are the reasons that a proof must have met alone.
var checks = []string{
	"worker: role", "worker: not sent", "worker: not under way", "worker: call first", "worker: kept away",
	"worker: no consent to the need", "worker: no consent to the contact", "worker: no consent to the done",
	"worker: refusal of the need", "worker: refusal of the contact", "worker: refusal of the done",
	"worker: emergency without contact", "worker: closed file", "worker: refused by name",
	"link: not sent", "link: not under way", "link: call first", "link: no consent to the need", "link: no consent to the contact", "link: no consent to the done",
	"link: refusal of the need", "link: refusal of the contact", "link: refusal of the done",
	"partner: system ended", "partner: not sent", "partner: not under way", "partner: call first", "partner: no consent to the need", "partner: no consent to the contact",
	"partner: refusal of the need", "partner: refusal of the contact",
}

// TestI1NoAnswerDisclosesMore: over random policies, whoever comes, to whatever
// address, the answer holds no word that the oracle does not allow; the pages
// that show all that one may read show exactly that. Each check is met alone
// often enough that its absence would show.
func TestI1NoAnswerDisclosesMore(t *testing.T) {
	t.Parallel()
	for engine, states := range map[db.Engine]int{db.SQLite: enough, db.Postgres: 480} {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			if long {
				states = 100_000
			}
			seed := *seedFlag
			if seed == 0 {
				seed = rand.Uint64()
			}
			t.Logf("the same again: go test ./test/proof -run '^TestI1NoAnswerDisclosesMore$' -seed %d", seed)
			began := time.Now()
			all := newReadings(tooMany)
			var adds sync.Mutex
			t.Run("regions", func(t *testing.T) {
				for i := range regions {
					t.Run(strconv.Itoa(i), func(t *testing.T) {
						t.Parallel()
						n := newReadings(tooMany)
						g, rnd := newRegion(t, engine), rand.New(rand.NewPCG(seed, uint64(i)))
						n.run(g, rnd, states/regions)
						n.last(g, rnd)
						adds.Lock()
						defer adds.Unlock()
						all.add(n)
					})
				}
			})
			if all.policies > 0 { // else the regions say why
				all.conclude(t, time.Since(began))
			}
		})
	}
}

// regions are proven side by side, each with a share of the policies: a program
// that waits for its database leaves the machine to another.
const regions = 2

func (n *readings) conclude(t *testing.T, took time.Duration) {
	for _, c := range n.complaints {
		t.Error(c)
	}
	least, most := 1<<30, 0
	for _, c := range n.byRoute {
		least, most = min(least, c), max(most, c)
	}
	t.Logf("%d policies, %d answers of %d routes (%d to %d each), %d words judged, %d disclosures too many; of pages that show all, %d words shown, %d withheld; %v",
		n.policies, n.answers, len(n.byRoute), least, most, n.judged, n.wrong, n.shown, n.withheld, took.Round(time.Second))
	var lines []string
	for route, c := range n.disclosed {
		lines = append(lines, fmt.Sprintf("%7d %s", c, route))
	}
	slices.Sort(lines)
	t.Logf("who was shown what they may read, where:\n%s", strings.Join(lines, "\n"))
	lines = nil
	for reason, c := range n.decisive {
		lines = append(lines, fmt.Sprintf("%7d %s", c, reason))
	}
	slices.Sort(lines)
	t.Logf("withheld for one reason alone:\n%s", strings.Join(lines, "\n"))
	along, after := asked(t)
	for _, e := range append(along, after...) {
		if n.wrong == 0 && n.policies >= enough && n.byRoute[e.route] == 0 {
			t.Errorf("%s was never asked", e.route)
		}
	}
	for _, c := range checks {
		if want := decisiveOf(n.policies); n.wrong == 0 && n.policies >= enough && n.decisive[c] < want {
			t.Errorf("%q was the only reason of %d refusals, want %d: the states do not try it", c, n.decisive[c], want)
		}
	}
	if n.wrong == 0 && n.shown*5 < n.shown+n.withheld {
		t.Errorf("%d words shown, %d withheld: nearly nothing is allowed, so nothing is proven", n.shown, n.withheld)
	}
}
