package proof

import (
	"flag"
	"fmt"
	"hash/crc64"
	"maps"
	"math/rand/v2"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ncruces/go-sqlite3"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
)

var update = flag.Bool("update", false, "rewrite testdata/words.golden")

// ofNobody is why some bytes are not looked for in answers.
const ofNobody = "it is no word: bytes made by the program"

// words are all columns in which something stands sealed or as bytes: the letters
// of the words that the proof puts there and looks for in each answer, or, after
// a dash, why it puts none.
var words = map[string]string{
	"person.sealed":                  "cbx",
	"consent.what_for":               "f",
	"consent.named":                  "q",
	"consent.wording_sealed":         "- it is read by the statements that read what it is for (f)",
	"emergency.sealed":               "e",
	"emergency.verdict_sealed":       "- it is read by the statements that read the reason, which stands beside it (e)",
	"referral_package.sealed":        "wolrt",
	"referral_note.sealed":           "n",
	"referral_resource.sealed":       "skpdv",
	"referral_unblock.sealed":        "u",
	"referral_unblock.answer_sealed": "a",
	"referral_space.sealed":          "z",
	"safe_contact.sealed":            "j",
	"contact_message.sealed":         "- the program writes it, in words that say nothing; the number is that of the profile (j)",
	"worker_tie.sealed":              "y",
	"need_word.sealed":               "h",
	"incident_entry.sealed":          "i",
	"signal.sealed":                  "g",
	"signal.spot":                    "- it is read by the statement that reads the words (g)",
	"signal_join.sealed":             "- it is read through the same seats as the words (g)",
	"signal_leg.why":                 "- it is read through the same seats as the words (g)",
	"signal_leg.answer":              "- it is read through the same seats as the words (g)",
	"signal_voice.sealed":            "- it is read through the same seats as the words (g)",
	"talk.sealed":                    "- the number, which no page shows; it is read by the statement that writes to it",
	"talk_message.sealed":            "m",
	"pathway_run.sealed":             "- choices among those of a pathway, and no words; TestARunIsItsWorkersOwn of internal/pathway",
	"crisis.sealed":                  "- a crisis is run by all workers of its region together, and it is about nobody",
	"crisis_member.sealed":           "- as crisis.sealed",
	"crisis_rule.sealed":             "- as crisis.sealed",
	"crisis_task.sealed":             "- as crisis.sealed",
	"crisis_entry.sealed":            "- as crisis.sealed",
	"feedback.words":                 "- no statement reads it",
	"alert.body":                     "- what authorities announce to all",
	"import_part.bytes":              "- packages of the directory, which is public",
	"notice_wish.sealed":             "- the address that a worker gave for themselves, read by who they are; no page shows it to another, whatever their roles",
	"partner_subscription.sealed":    "- what a system said of itself; read by that system, and its host by who administers its organisation",
	"institution.our_secret":         "- " + ofNobody,
	"log_hash.hash":                  "- " + ofNobody,
	"round.public_key":               "- " + ofNobody,
	"round.sealed_key":               "- " + ofNobody,
	"seal_key.keyset":                "- " + ofNobody,
	"strongbox.by_sheet":             "- " + ofNobody,
	"strongbox.by_words":             "- " + ofNobody,
	"strongbox.salt":                 "- " + ofNobody,
	"strongbox_opening.locked":       "- " + ofNobody,
	"worker_passkey.record":          "- " + ofNobody,
	"worker_second_step.secret":      "- " + ofNobody,
}

// columnsOfBytes are all of the schema.
func (g *region) columnsOfBytes() (names []string) {
	g.t.Helper()
	must(g.t, g.first().DB.Read(g.t.Context(), func(tx *db.Tx) (err error) {
		names, err = db.Collect(g.t.Context(), tx, func(s *string) []any { return []any{s} },
			`SELECT t.name || '.' || c.name FROM sqlite_master AS t JOIN pragma_table_info(t.name) AS c WHERE t.type = 'table' AND c.type = 'BLOB' ORDER BY 1`)
		return err
	}))
	return names
}

// overheard are the statements that a database runs, for one listener.
type overheard struct {
	mu   sync.Mutex
	seen map[string]bool
}

// listeners are of the databases whose statements are listened to, by their file.
var (
	listeners sync.Map
	listening = sync.OnceFunc(func() {
		sqlite3.AutoExtension(func(c *sqlite3.Conn) error {
			to, ok := listeners.Load(c.Filename("main").String())
			if !ok {
				return nil
			}
			return c.Trace(sqlite3.TRACE_STMT, func(_ sqlite3.TraceEvent, _, sql any) error {
				to.(*overheard).add(sql.(string))
				return nil
			})
		})
	})
)

// listenTo hears all statements of a database that is opened later.
func listenTo(address string) *overheard {
	listening()
	o := &overheard{seen: map[string]bool{}}
	listeners.Store(address, o)
	return o
}

func (o *overheard) add(sql string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.seen[sql] = true
}

// take gives what was heard since the last time.
func (o *overheard) take() map[string]bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	heard := o.seen
	o.seen = map[string]bool{}
	return heard
}

var fromTable = regexp.MustCompile(`(?:FROM|JOIN)\s+(\w+)\s+AS\s+(\w+)`)

// readsWords lists the columns of words that a statement reads.
func readsWords(sql string) (list []string) {
	for _, m := range fromTable.FindAllStringSubmatch(sql, -1) {
		for column, what := range words {
			if strings.HasSuffix(what, ofNobody) {
				continue
			}
			table, name, _ := strings.Cut(column, ".")
			if table == m[1] && regexp.MustCompile(`\b`+m[2]+`\.`+name+`\b`).MatchString(sql) {
				list = append(list, column)
			}
		}
	}
	return list
}

// TestI1EachWordIsLookedFor: whatever stands sealed in the database is looked for
// in each answer, or excused by a reason; a route that reads some, and which, is
// written in one list, which a new route changes.
func TestI1EachWordIsLookedFor(t *testing.T) {
	t.Parallel()
	address := dbtest.Address(t, db.SQLite)
	heard := listenTo(address)
	g := write(openAt(t, address, 1))
	columns := g.columnsOfBytes()
	for _, c := range columns {
		if _, ok := words[c]; !ok {
			t.Errorf("%s holds bytes: the proof neither looks for them nor says why not", c)
		}
	}
	var letters string
	for c, what := range words {
		if !slices.Contains(columns, c) {
			t.Errorf("%s is no column of bytes", c)
		}
		if !strings.HasPrefix(what, "- ") {
			letters += what
		}
	}
	for class := range classes {
		if strings.Count(letters, string(class)) != 1 {
			t.Errorf("no column, or several, is said to hold the words %q", class)
		}
	}

	n := newReadings(tooMany)
	got := g.inventory(heard, n)
	for _, c := range n.complaints {
		t.Error(c)
	}
	shown := map[byte]bool{}
	for route := range n.disclosed {
		shown[route[len(route)-1]] = true
	}
	for field := range classes {
		if !shown[field] {
			t.Errorf("%q is shown to nobody: that it is withheld elsewhere proves nothing", field)
		}
	}
	if *update {
		must(t, os.WriteFile("testdata/words.golden", []byte(got), 0o644))
	}
	want, err := os.ReadFile("testdata/words.golden")
	must(t, err)
	if got != string(want) {
		t.Errorf("what each route reads is not testdata/words.golden any more: read what changed; -update writes it again\n%s", got)
	}
}

// opened is a state in which everything is allowed to whom it was sent to. The
// referrals of even numbers are drafts again.
func (g *region) opened() *draw {
	d := &draw{region: g, now: g.clock.Now(), revoked: make([]bool, orgs)}
	for range g.workers {
		d.roles = append(d.roles, access.Roles)
	}
	for range g.persons {
		d.people = append(d.people, &policy{opening: opening{from: d.now, to: d.now.Add(time.Hour), contact: true}})
	}
	for n, ref := range g.refs {
		s := &standing{state: "accepted", sent: true, inHand: true, joint: true}
		if n%2 == 0 {
			s = &standing{state: "proposed"}
		}
		d.standing = append(d.standing, s)
		p := d.people[ref.person]
		for _, part := range parts {
			p.answers = append(p.answers, answered{org: ref.to, worker: anybody, part: part, yes: true, from: d.now.Add(-time.Hour), to: d.now.Add(time.Hour)})
		}
	}
	return d
}

// comersTo are those whom a route is for, about one referral.
func (d *draw) comersTo(e endpoint, r int) []subject {
	ref := d.refs[r]
	switch e.whom {
	case "anyone", "operator", "demo":
		return []subject{{kind: public, org: -1}}
	case "person":
		return []subject{{holder, -1, ref.person}}
	case "link":
		return []subject{{linked, ref.to, r}}
	case "partner":
		return []subject{{program, ref.from, nobody}, {program, ref.to, nobody}}
	}
	return []subject{{worker, ref.from, ref.from * hatsEach}, {worker, ref.to, ref.to * hatsEach}}
}

// inventory asks each route as whoever it is for, and lists what words it reads;
// what each answers is judged as everywhere.
func (g *region) inventory(heard *overheard, n *readings) string {
	reads, d := map[string]map[string]bool{}, g.opened()
	ask := func(e endpoint, r int) {
		// What is drawn for a route is its own: another route changes nothing for it.
		rnd := rand.New(rand.NewPCG(crc64.Checksum([]byte(e.method+e.route), crc64.MakeTable(crc64.ECMA)), uint64(r)))
		for _, s := range d.comersTo(e, r) {
			heard.take()
			n.read(d, s, e, d.fill(e, r, rnd), r)
			for sql := range heard.take() {
				for _, column := range readsWords(sql) {
					if reads[e.route] == nil {
						reads[e.route] = map[string]bool{}
					}
					reads[e.route][column] = true
				}
			}
		}
	}
	again := func() { // as it was, for whoever comes next
		d.save()
		g.renew()
	}
	again()
	list := routes(g.t)
	for i, e := range list {
		if e.method == http.MethodGet && unread[e.route] == "" {
			ask(e, 0)
			ask(e, 1)
		}
		if i%100 == 0 {
			again()
		}
	}
	for _, e := range list {
		if e.method != http.MethodGet && e.route != leaving {
			again()
			ask(e, 0)
			ask(e, 1)
		}
	}
	var text strings.Builder
	text.WriteString("# What words each route reads, asked with the ids of what stands in the region of the proof.\n# Written by: go test ./test/proof -run TestI1EachWordIsLookedFor -update\n")
	for _, route := range slices.Sorted(maps.Keys(reads)) {
		fmt.Fprintf(&text, "%s: %s\n", route, strings.Join(slices.Sorted(maps.Keys(reads[route])), " "))
	}
	return text.String()
}
