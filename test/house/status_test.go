package house

import (
	"go/ast"
	"go/token"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// statusWords are names for a person's immigration status or origin. What a
// SERVICE accepts or asks (papers, ask) has other names and is welcome; what a
// service is about (help with immigration papers) is text, not a name.
var statusWords = regexp.MustCompile(`(^|_)(immigration|immigrant|migrant|migration_status|migratory|migratoire|statut_immigration|visa|visas|refugee|refugie|refugiee|asylum|asile|demandeur_asile|claimant|uci|iuc|deportation|undocumented|sans_papiers|citizen|citizenship|citoyennete|nationality|nationalite|country_of_birth|birth_country|country_of_origin|pays_de_naissance|pays_naissance|pays_d_origine|pays_origine|birthplace|lieu_de_naissance|passport_number|arrival_date|date_d_arrivee|ethnicity|ethnicite|race|statut_de_la_personne|residency_status)(_|$)`)

// serviceSide lets a name through because it speaks of a service, not of a
// person. Each with its reason.
var serviceSide = map[string]string{
	"need.papers_asylum": "the public menu's name for services that explain asylum; whoever looks for a door says nothing of themselves",
}

var noStatus = Rule{
	Name: "no column, field, form or key asks immigration status",
	Why: "what is not held cannot be demanded, leaked or searched: the person's own answer stays a filter in their browser. " +
		"A service says which papers it accepts (service_fact); a person has no such field",
	Check: func(t *Tree) (bad []Finding) {
		report := func(at, kind, name string) {
			if serviceSide[name] == "" && statusWords.MatchString(snake(name)) {
				bad = append(bad, found(at, "%s %q", kind, name))
			}
		}
		for _, engine := range t.engines() {
			for _, tb := range t.Schema(engine).Tables {
				report(tb.At, "table", tb.Name)
				for _, c := range tb.Columns {
					report(tb.At+" table "+tb.Name, "column", c)
					if c == "legal_status" && tb.Name != "organization" { // HSDS: the form of an organisation
						bad = append(bad, found(tb.At+" table "+tb.Name, "column %q", c))
					}
				}
			}
		}
		for _, f := range t.Go {
			if !f.Test && !strings.HasPrefix(f.Path, "test/") {
				t.namesIn(f, report)
			}
		}
		for p, src := range t.Other {
			switch {
			case strings.HasSuffix(p, ".templ"):
				for i, line := range strings.Split(src, "\n") {
					for _, m := range formName.FindAllStringSubmatch(line, -1) {
						report(p+":"+strconv.Itoa(i+1), "form name", m[1])
					}
				}
			case strings.HasSuffix(p, ".toml"):
				for i, line := range strings.Split(src, "\n") {
					if m := tomlKey.FindStringSubmatch(line); m != nil {
						report(p+":"+strconv.Itoa(i+1), "key", m[1])
					}
				}
			}
		}
		return bad
	},
}

var (
	formName = regexp.MustCompile(`(?:name|id|for|Name|data-[a-z-]+)\s*[=:]\s*\{?\s*"([\w.-]+)"`)
	tomlKey  = regexp.MustCompile(`^\s*\[?"?([\w.-]+)"?\]?\s*(?:=|$)`)
	tagKey   = regexp.MustCompile(`\w+:"([^",]*)`)
	asKey    = regexp.MustCompile(`^[a-z][a-z0-9_.-]*$`)
)

// keyed are functions whose first or second text argument is a name: a form
// value, a query parameter, a field of an error, a header, a JSON key.
var keyed = map[string]bool{"FormValue": true, "PostFormValue": true, "PathValue": true, "Get": true, "Has": true, "Set": true, "Field": true, "T": true, "N": true, "Text": true, "New": true}

// namesIn reports the names of a Go file: fields, tags, keys of literals,
// names of form values.
func (t *Tree) namesIn(f *File, report func(at, kind, name string)) {
	ast.Inspect(f.AST, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Field:
			for _, name := range n.Names {
				report(t.At(n), "field", name.Name)
			}
			if n.Tag != nil {
				for _, m := range tagKey.FindAllStringSubmatch(n.Tag.Value, -1) {
					report(t.At(n), "tag", m[1])
				}
			}
		case *ast.ValueSpec:
			for _, name := range n.Names {
				report(t.At(n), "name", name.Name)
			}
		case *ast.KeyValueExpr:
			if s, ok := text(n.Key); ok && asKey.MatchString(s) {
				report(t.At(n), "key", s)
			}
		case *ast.CallExpr:
			sel, ok := n.Fun.(*ast.SelectorExpr)
			if !ok || !keyed[sel.Sel.Name] {
				return true
			}
			for _, arg := range n.Args {
				if s, ok := text(arg); ok && asKey.MatchString(s) {
					report(t.At(n), "name", s)
				}
			}
		}
		return true
	})
}

func text(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

var hump = regexp.MustCompile(`([a-z0-9])([A-Z])`)

// snake writes a name the way the words are listed: CountryOfBirth,
// country-of-birth and person.country_of_birth are one.
func snake(name string) string {
	s := strings.ToLower(hump.ReplaceAllString(name, "${1}_${2}"))
	return strings.NewReplacer("-", "_", ".", "_").Replace(s)
}

func TestNothingAsksImmigrationStatus(t *testing.T) {
	enforce(t, noStatus)
	for planted, want := range map[string]string{
		"type A struct { ImmigrationStatus string }":                                            "ImmigrationStatus",
		"type A struct { X string `json:\"country_of_birth\"` }":                                "country_of_birth",
		"var m = map[string]string{\"visa\": \"\"}":                                             "visa",
		"var visaKind string":                                                                   "visaKind",
		"func f(r interface{FormValue(string) string}) { r.FormValue(\"statut_immigration\") }": "statut_immigration",
		"type A struct { UCI string }":                                                          "UCI",
		"type A struct { RefugeeClaim string }":                                                 "RefugeeClaim",
	} {
		bites(t, noStatus, files{"internal/need/a.go": "package need\n" + planted + "\n"}, want)
	}
	bites(t, noStatus, files{region: strings.Replace(good, "code_mark TEXT", "citizenship TEXT", 1)}, "citizenship")
	bites(t, noStatus, files{"internal/web/page/a.templ": "package page\ntempl A() { <input name=\"pays_de_naissance\"> }\n"}, "pays_de_naissance")
	bites(t, noStatus, files{"internal/i18n/catalog/person.toml": "[person.visa]\nfr = \"x\"\n"}, "visa")
	spares(t, noStatus, files{
		"internal/directory/a.go": "package directory\ntype Service struct { Papers []string; Ask []string }\nvar synonyms = []string{\"immigration\", \"visa\"}\n",
	})
}
