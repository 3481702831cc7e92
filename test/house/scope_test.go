package house

import (
	"go/ast"
	"go/token"
	"strconv"
	"testing"
)

// protectedTables reads access.ProtectedTables from the source, so that a
// planted tree can have its own.
func protectedTables(t *Tree) map[string]bool {
	out := map[string]bool{}
	for _, f := range t.Go {
		if Internal(f.Dir) != "access" || f.Test {
			continue
		}
		ast.Inspect(f.AST, func(n ast.Node) bool {
			v, ok := n.(*ast.ValueSpec)
			if !ok || len(v.Names) != 1 || v.Names[0].Name != "ProtectedTables" || len(v.Values) != 1 {
				return true
			}
			for _, e := range v.Values[0].(*ast.CompositeLit).Elts {
				if kv, ok := e.(*ast.KeyValueExpr); ok {
					e = kv.Key
				}
				if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
					name, _ := strconv.Unquote(lit.Value)
					out[name] = true
				}
			}
			return false
		})
	}
	return out
}

// unscoped statements read or change protected rows without a Scope. Each has
// its reason; adding one is a decision about access and is reviewed as such.
var unscoped = exceptions{
	list: map[string]string{
		"consent threadByFingerprint": "the five words are the right itself: what it returns is the actor that later Scopes are made of",
		"consent threadByID":          "a thread's session is resumed: again, it makes the actor",
		"consent holderOf":            "the actor's own thread, fixed by its id and its person: who accompanies me",
		"consent setClosed":           "as setSign",
		"consent quietSince":          "the clock that forgets: ids of people about whom nothing was noted for years; nothing is shown",
		"consent wipePerson":          "the clock that forgets; their key is destroyed already",
		"referral overBefore":         "the clock that destroys packages of what ended: ids",
		"referral packagesAbout":      "a person is forgotten: ids of the packages about them, to destroy",
		"referral wipe":               "deletes what a destroyed key sealed; nothing is shown",
		"reach deleteMessagesBefore":  "the clock that forgets; nothing is shown",
		"reach deleteAbout":           "a person is forgotten; nothing is shown",
		"consent isClosed":            "the person's own record, fixed by the live thread they hold",
		"consent isKeptAway":          "the barrier asks whether it is raised already: yes or no, and nothing is shown",
		"consent emergencyByMachine":  "jobs act for nobody: dates and a verdict, no words",
		"consent lateReviews":         "a number, of what the worker themself declared; no row leaves it",
		"consent heldBy":              "an organisation makes its strongbox: whom it accompanies, to wrap their keys in it; nothing is shown to who makes it",
		"consent remark":              "as heldBy: the mark of a code, made with the organisation's own key",
		"incident heldBy":             "as consent heldBy: ids",
		"reach toPutIn":               "as consent heldBy: ids",
		"reach wasReferred":           "whether a receiver must read how a person may be reached: yes or no, and nothing is shown",
		"referral draftsOf":           "as consent heldBy: ids of drafts",
		"consent setSign":             "the actor's own record, fixed by the live thread they hold; nothing is shown",
		"consent namedRefusals":       "the reaction to somebody joining: refusals of their name reach them; nothing is shown",
		"referral saveByMachine":      "jobs and reactions act for nobody and open nothing",
		"referral findByMachine":      "jobs (expiry, reminders) act for nobody: state and dates, never a part of the package",
		"referral hold":               "jobs act for nobody: a row is locked, and neither read nor changed",
		"referral liveWith":           "the reaction to a refusal or a withdrawal ends what is under way with that organisation; nothing is shown",
		"referral unblockWaits":       "the one reminder of a blocked way acts for nobody: whether an answer lacks, and nothing else",
		"referral personOf":           "a refused opening is written in the person's log: whose it is must be known to write it",
		"referral count":              "numbers by state of the actor's own organisation; no row leaves it",
		"need wordForReceipt":         "the receipt is the right itself: only the words written for who holds it, never what was said",
		"need findTalk":               "a gateway brings a message: whose conversation it is must be known to keep it; nothing is shown",
		"need talkAbout":              "who said a need is told that an answer waits; the message says nothing more, and no worker sees the number",
		"need talkToTell":             "as talkAbout, of what was signalled: that an answer waits, and nothing more",
		"incident quietBefore":        "the clock that forgets: ids; nothing is shown",
		"incident deleteIncident":     "deletes what a destroyed key sealed; nothing is shown",
		"signal lastAnswerTo":         "who holds the telephone that signalled asks for what came back: the answer alone, written for them",
		"signal saidBefore":           "the clock that forgets: ids; nothing is shown",
		"signal deleteSignal":         "deletes what a destroyed key sealed; nothing is shown",
		"signal untie":                "the person had their conversation erased: that they said it goes with it; nothing is shown",
		"need updateTalk":             "a gateway's message moves its own conversation on; nothing is shown",
		"need deleteTalk":             "the person asked that all be erased",
		"need deleteTalkBefore":       "the job that forgets a conversation and its number; nothing is shown",
		"need heardIDs":               "what the gateway calls each message of a conversation that is about to be forgotten; nothing is shown",
		"need heardOf":                "the menus read again the words that they asked about; nothing is shown to a worker",
		"need lastSentTo":             "since when nothing was said to a person: an instant, by which their conversation comes back; nothing is shown",
		"need findOutgoing":           "the job that sends a message opens it and the number it goes to, for the gateway alone",
		"need unreadAbout":            "which answers a message told that did not arrive: marks of what was read, and nothing is shown",
		"need updateMessage":          "what became of a message that was sent: a state",
		"need reportMessage":          "what a gateway says became of a message: a state",
		"need deleteMessages":         "the job that ends a week deletes what its key sealed; nothing is shown",
		"need talksWaiting":           "that somebody asked for a human, since when and in which language: it is how a team takes it; no word and no number",
		"need takeTalk":               "the step that makes the holder, of a conversation that nobody holds; nothing is shown",
		"need deleteWords":            "the job that ends a week deletes what its key sealed; nothing is shown",
		"reach findByMachine":         "the job that sends a message asks once more how the person may be reached; nothing is shown",
		"reach holderOf":              "the actor's own thread, fixed by its id and its person: who accompanies me",
		"reach messageByMachine":      "the job that sends a message; nothing is shown",
		"reach settle":                "what became of a message that was sent: a state and an hour",
		"event unlogged":              "passerelle check: the ids of disclosures that the log lacks; nothing of them is shown",
		"event disclosureOf":          "passerelle check: compared with its entry in the log; nothing of it is shown",
	},
}

var scopeEverywhere = Rule{
	Name: "every query on a protected table embeds a Scope's predicate",
	Why: "consent is looked up in the statement that reads what it protects, in lists and in single reads alike; " +
		"a query without sc.Where would show a row that the rule refuses",
	Check: func(t *Tree) (bad []Finding) {
		protected := protectedTables(t)
		if len(protected) == 0 {
			return []Finding{found("internal/access", "no ProtectedTables found: the rule would guard nothing")}
		}
		allowed := unscoped.use()
		for _, s := range t.Statements() {
			if Internal(s.File.Dir) == "access" {
				continue
			}
			uses := s.Uses()
			for i, u := range uses {
				inserted := u.Write && i == 0 && s.inserts()
				if protected[u.Table] && !inserted && !s.guards(u, uses) && !allowed(s) {
					bad = append(bad, found(s.At, "%s: %s without a Scope", s.Func, u.Table))
				}
			}
		}
		return append(bad, unscoped.unused(t)...)
	},
}

func TestScopeEverywhere(t *testing.T) {
	enforce(t, scopeEverywhere)
	store := func(q string) files {
		return files{
			"internal/access/a.go":       "package access\nvar ProtectedTables = map[string][]int{\"referral\": nil}\n",
			"internal/referral/store.go": "package referral\nvar sc interface{ Where(string, int) string }\nvar q = `" + q + "`\n",
		}
	}
	bites(t, scopeEverywhere, store("SELECT r.id FROM referral AS r WHERE r.id = $1"), "referral without a Scope")
	bites(t, scopeEverywhere, store("UPDATE referral SET state = $1 WHERE id = $2"), "referral without a Scope")
	bites(t, scopeEverywhere, store("SELECT o.id FROM org AS o WHERE EXISTS (SELECT 1 FROM referral AS r WHERE r.org_id = o.id)"), "referral without a Scope")
	bites(t, scopeEverywhere, files{"internal/need/a.go": "package need\n"}, "guard nothing")
	bites(t, scopeEverywhere, files{
		"internal/access/a.go":       "package access\nvar ProtectedTables = map[string][]int{\"referral\": nil, \"person\": nil}\n",
		"internal/referral/store.go": "package referral\nvar sc interface{ Where(string, int) string }\nvar q = `SELECT p.sealed FROM referral AS r JOIN person AS p ON p.id = r.person_id WHERE (` + sc.Where(\"r\", 1) + `)`\n",
	}, "person without a Scope")
	spares(t, scopeEverywhere, store("SELECT r.id FROM referral AS r WHERE r.id = $1 AND (` + sc.Where(\"r\", 2) + `)"))
	spares(t, scopeEverywhere, store("INSERT INTO referral (region_id, id) VALUES ($1, $2)"))
}
