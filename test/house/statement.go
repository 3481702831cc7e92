package house

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Statement is one SQL text found in a Go file.
type Statement struct {
	File *File
	Func string // the function it stands in, or the constant it is
	At   string
	// SQL is the text. A part that is not a constant is written «its source»,
	// so that rules can see a Scope's predicate.
	SQL string
}

// wholeStatement recognises what is sent to a database, as opposed to a
// fragment, by its first word. Keywords are in capitals here (CONTRIBUTING).
var wholeStatement = regexp.MustCompile(`^\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH)\s`)

// anySQL recognises SQL anywhere in a text, fragments too.
var anySQL = regexp.MustCompile(`\bSELECT\b[\s\S]*\bFROM\b|\bINSERT INTO\b|\bUPDATE \w+\s+(AS \w+\s+)?SET\b|\bDELETE FROM\b|\bCREATE (TABLE|INDEX|UNIQUE INDEX)\b`)

// Statements finds every whole SQL statement of the non-test Go files.
func (t *Tree) Statements() []Statement {
	constants := t.constants()
	var all []Statement
	for _, f := range t.Go {
		if f.Test || f.Generated {
			continue
		}
		for _, d := range f.AST.Decls {
			name := ""
			switch d := d.(type) {
			case *ast.FuncDecl:
				name = d.Name.Name
			case *ast.GenDecl:
				if v, ok := first(d).(*ast.ValueSpec); ok {
					name = v.Names[0].Name
				}
			}
			t.texts(f, d, constants[f.Dir], func(at ast.Node, text string) {
				if wholeStatement.MatchString(text) && anySQL.MatchString(text) {
					all = append(all, Statement{File: f, Func: name, At: t.At(at), SQL: text})
				}
			})
		}
	}
	return all
}

func first(d *ast.GenDecl) ast.Spec {
	if len(d.Specs) == 0 {
		return nil
	}
	return d.Specs[0]
}

// texts calls do for each string expression below n: a literal, or a sum with
// a literal in it, taken whole.
func (t *Tree) texts(f *File, n ast.Node, constants map[string]string, do func(at ast.Node, text string)) {
	ast.Inspect(n, func(n ast.Node) bool {
		switch e := n.(type) {
		case *ast.ImportSpec, *ast.StructType:
			return false
		case *ast.BasicLit:
			if e.Kind == token.STRING {
				s, _ := strconv.Unquote(e.Value)
				do(e, s)
			}
		case *ast.BinaryExpr:
			if text, ok := f.concat(t, e, constants); ok {
				do(e, text)
				return false
			}
		}
		return true
	})
}

// concat writes out a sum of strings; ok is false when no literal is in it.
func (f *File) concat(t *Tree, e ast.Expr, constants map[string]string) (text string, ok bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind != token.STRING {
			return "", false
		}
		s, err := strconv.Unquote(e.Value)
		return s, err == nil
	case *ast.ParenExpr:
		return f.concat(t, e.X, constants)
	case *ast.BinaryExpr:
		if e.Op != token.ADD {
			return "", false
		}
		left, ok1 := f.concat(t, e.X, constants)
		right, ok2 := f.concat(t, e.Y, constants)
		return left + right, ok1 || ok2
	case *ast.Ident:
		if s, known := constants[e.Name]; known {
			return s, true
		}
	}
	from, to := t.fset.Position(e.Pos()).Offset, t.fset.Position(e.End()).Offset
	return "«" + f.Source[from:to] + "»", false
}

// constants are the string constants of each package, by folder and name: a
// column list said once and used in several statements.
func (t *Tree) constants() map[string]map[string]string {
	all := map[string]map[string]string{}
	for range 2 { // twice: a constant may be made of others
		for _, f := range t.Go {
			if f.Test {
				continue
			}
			if all[f.Dir] == nil {
				all[f.Dir] = map[string]string{}
			}
			ast.Inspect(f.AST, func(n ast.Node) bool {
				g, ok := n.(*ast.GenDecl)
				if !ok || g.Tok != token.CONST && g.Tok != token.VAR {
					return true
				}
				for _, spec := range g.Specs {
					v, ok := spec.(*ast.ValueSpec)
					if !ok {
						continue
					}
					for i, name := range v.Names {
						if i >= len(v.Values) {
							break
						}
						if s, ok := f.concat(t, v.Values[i], all[f.Dir]); ok {
							all[f.Dir][name.Name] = s
						}
					}
				}
				return true
			})
		}
	}
	return all
}

// word is one token of SQL: a name or keyword, a punctuation mark, a literal
// or an embedded Go expression.
var word = regexp.MustCompile(`--[^\n]*|'(?:[^']|'')*'|"[^"]*"|«[^»]*»|\$\d+|[A-Za-z_][A-Za-z_0-9]*(?:\.[A-Za-z_][A-Za-z_0-9]*)?|[0-9.]+|[(),;*=<>!|+/-]`)

// Use is a table as a statement uses it.
type Use struct {
	Table string
	Alias string // the table's own name when it has none
	Write bool
}

// ByName stands for a table whose name is put together in Go.
const ByName = "(by name)"

// Uses lists the tables of a statement, in order. It knows the shapes that
// this project writes, not all of SQL: FROM and JOIN lists, INSERT, UPDATE,
// DELETE, WITH.
func (s Statement) Uses() []Use {
	words := slices.DeleteFunc(word.FindAllString(s.SQL, -1), func(w string) bool { return w == "MATERIALIZED" }) // WITH name AS MATERIALIZED (
	ctes := map[string]bool{}
	var uses []Use
	for i := 0; i < len(words); i++ {
		up := strings.ToUpper(words[i])
		if up == "AS" && i > 0 && i+1 < len(words) && words[i+1] == "(" {
			ctes[words[i-1]] = true // WITH name AS (
		}
		if up == ")" && i+2 < len(words) && strings.ToUpper(words[i+1]) == "AS" && words[i+2] == "(" {
			for j := i; j > 0; j-- { // WITH name (a, b) AS (
				if words[j] == "(" {
					ctes[words[j-1]] = true
					break
				}
			}
		}
		write := false
		switch up {
		case "INTO":
			write = true
		case "UPDATE":
			if i > 0 && (strings.ToUpper(words[i-1]) == "FOR" || strings.ToUpper(words[i-1]) == "DO") {
				continue // FOR UPDATE, ON CONFLICT DO UPDATE
			}
			write = true
		case "FROM":
			if i > 0 && strings.ToUpper(words[i-1]) == "DISTINCT" {
				continue // IS DISTINCT FROM
			}
			write = i > 0 && strings.ToUpper(words[i-1]) == "DELETE"
		case "JOIN":
		default:
			continue
		}
		if i+1 < len(words) && strings.HasPrefix(words[i+1], "«") {
			uses = append(uses, Use{Table: ByName, Alias: ByName, Write: write})
			continue
		}
		for i+1 < len(words) && isName(words[i+1]) {
			i++
			u := Use{Table: words[i], Alias: words[i], Write: write}
			called := i+1 < len(words) && words[i+1] == "(" && up != "INTO" // a table function
			if i+2 < len(words) && strings.ToUpper(words[i+1]) == "AS" && isName(words[i+2]) {
				u.Alias = words[i+2]
				i += 2
			} else if i+1 < len(words) && isName(words[i+1]) && !keyword[strings.ToUpper(words[i+1])] {
				u.Alias = words[i+1]
				i++
			}
			if !called {
				uses = append(uses, u)
			}
			if up == "FROM" && i+1 < len(words) && words[i+1] == "," {
				i++
				continue // FROM a, b
			}
			break
		}
	}
	kept := uses[:0]
	for _, u := range uses {
		if !ctes[u.Table] {
			kept = append(kept, u)
		}
	}
	return kept
}

func isName(w string) bool {
	return w != "" && (w[0] == '_' || w[0] >= 'a' && w[0] <= 'z' || w[0] >= 'A' && w[0] <= 'Z') && !keyword[strings.ToUpper(w)]
}

var keyword = func() map[string]bool {
	m := map[string]bool{}
	for _, k := range strings.Fields(`SELECT FROM WHERE AND OR NOT IN IS NULL AS ON JOIN LEFT RIGHT INNER OUTER FULL CROSS
		ORDER GROUP BY HAVING LIMIT OFFSET UNION ALL EXCEPT INTERSECT SET VALUES INTO UPDATE DELETE INSERT RETURNING CONFLICT
		DO NOTHING USING EXISTS CASE WHEN THEN ELSE END WITH RECURSIVE DISTINCT FOR SKIP LOCKED LATERAL DEFAULT NULLS FIRST LAST`) {
		m[k] = true
	}
	return m
}()

// scopeCall is a Scope's predicate in a text, with the alias it guards.
var scopeCall = regexp.MustCompile(`«[^»]*\b(?:sc|scope)\.Where\("(\w*)"`)

func (s Statement) scoped() bool { return scopeCall.MatchString(s.SQL) }

// guards reports whether a Scope's predicate stands for one table of the
// statement. The parts of a package, and what was observed since, are let through
// with their referral: they have no other key.
func (s Statement) guards(u Use, all []Use) bool {
	guarded := map[string]bool{}
	for _, m := range scopeCall.FindAllStringSubmatch(s.SQL, -1) {
		guarded[m[1]] = true
	}
	if guarded[u.Alias] {
		return true
	}
	for _, other := range all {
		if throughParent[u.Table] == other.Table && guarded[other.Alias] {
			return true
		}
	}
	return false
}

// throughParent are the tables that are read joined with the one whose Scope
// guards them.
var throughParent = map[string]string{"referral_package": "referral", "referral_note": "referral", "referral_resource": "referral", "referral_unblock": "referral", "referral_space": "referral", "referral_handed": "referral", "talk_message": "talk", "incident_entry": "incident",
	"safe_contact": "referral", // with the part that says how to reach the person; by itself, through its own Scope
	"signal":       "signal_seat", "signal_join": "signal_seat", "signal_leg": "signal_seat", "signal_voice": "signal_seat"}

// inserts reports whether the statement adds rows: nothing is read by it.
func (s Statement) inserts() bool { return insertFirst.MatchString(s.SQL) }

var insertFirst = regexp.MustCompile(`^\s*INSERT INTO`)

// regionCompared: what fixes a region is a comparison with an argument, in a
// predicate or in the columns of an INSERT; a region that is only read fixes
// nothing, and two aliases that are compared only share what one of them has.
var (
	regionCompared = regexp.MustCompile(`(?:\b([A-Za-z_]\w*)\.)?\bregion_id\s*(?:=\s*[$«]|IN\b)|[$]\d+\s*=\s*(?:([A-Za-z_]\w*)\.)?region_id\b`)
	regionPair     = regexp.MustCompile(`\b(\w+)\.region_id\s*=\s*(\w+)\.region_id\b`)
	regionInserted = regexp.MustCompile(`INSERT INTO (\w+)(?: AS (\w+))?\s*\(\s*region_id\b`)
)

// Regions are the aliases whose region_id the statement fixes; "" stands for a
// comparison without alias.
func (s Statement) Regions() map[string]bool {
	fixed := map[string]bool{}
	for _, g := range regionCompared.FindAllStringSubmatch(s.SQL, -1) {
		fixed[g[1]+g[2]] = true
	}
	for _, g := range regionInserted.FindAllStringSubmatch(s.SQL, -1) {
		fixed[g[1]], fixed[g[2]] = true, true
	}
	for _, g := range scopeCall.FindAllStringSubmatch(s.SQL, -1) {
		fixed[g[1]] = true // each rule of access begins with the region
	}
	pairs := regionPair.FindAllStringSubmatch(s.SQL, -1)
	for range pairs { // a chain of pairs is as long as there are pairs
		for _, g := range pairs {
			if fixed[g[1]] || fixed[g[2]] || fixed[""] {
				fixed[g[1]], fixed[g[2]] = true, true
			}
		}
	}
	return fixed
}
