package house

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// statusWords are names for a person's immigration status or origin. What a
// SERVICE accepts or asks (papers, ask) has other names and is welcome; what a
// service is about (help with immigration papers) is text, not a name.
var statusWords = regexp.MustCompile(`(^|_)(immigration|immigrant|migrant|migration_status|migratory|migratoire|statut_immigration|visa|visas|refugee|refugie|refugiee|asylum|asile|demandeur_asile|claimant|uci|iuc|deportation|undocumented|sans_papiers|citizen|citizenship|citoyennete|nationality|nationalite|country_of_birth|birth_country|country_of_origin|pays_de_naissance|pays_naissance|pays_d_origine|pays_origine|birthplace|lieu_de_naissance|passport_number|arrival_date|date_d_arrivee|ethnicity|ethnicite|race|statut_de_la_personne|residency_status|residence_permit|permanent_resident|titre_de_sejour|titre_sejour|permis_de_sejour|permis_sejour|(papiers?|papers?|documents?|statut|status)_(of_|de_|de_la_)?(person|personne|client|usager|patient)|(person|personne|client|usager|patient)_(papiers?|papers?|documents?|statut|status))(_|$)`)

// aboutPersons are further names that may stand for a status where a person is
// spoken of, and mean something else everywhere else.
var aboutPersons = regexp.MustCompile(`(^|_)(statut|status|legal_status|papier|papiers|paper|papers|document|documents|permit|permis|residence|residency|country|pays|origin|origine|nation|birth|naissance|religion|arrivee|arrival)(_|$)`)

// personFiles are the pages and handlers that speak of a person; the public
// search and the facts of services are not among them.
var personFiles = regexp.MustCompile(`^internal/(web|web/page)/(referral|consent|thread|feedback|answer|person)_?\w*\.(go|templ)$|^internal/(consent|referral|feedback)/`)

// personOrOf reports whether a table speaks of one person.
func personOrOf(tb *Table) bool {
	return tb.Name == "person" || personTables[tb.Name] != "" || slices.Contains(tb.Columns, "person_id") || slices.Contains(tb.Columns, "referral_id")
}

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
					if personOrOf(tb) && aboutPersons.MatchString(c) {
						bad = append(bad, found(tb.At+" table "+tb.Name, "column %q, of a person", c))
					}
					if c == "legal_status" && tb.Name != "organization" { // HSDS: the form of an organisation
						bad = append(bad, found(tb.At+" table "+tb.Name, "column %q", c))
					}
				}
			}
		}
		strict := func(at, kind, name string) {
			report(at, kind, name)
			if aboutPersons.MatchString(snake(name)) {
				bad = append(bad, found(at, "%s %q, where a person is spoken of", kind, name))
			}
		}
		for _, f := range t.Go {
			if f.Test || f.Generated || strings.HasPrefix(f.Path, "test/") {
				continue
			}
			t.namesIn(f, report)
			if personFiles.MatchString(f.Path) {
				t.formNames(f, strict)
			}
		}
		for p, src := range t.Other {
			switch {
			case strings.HasSuffix(p, ".templ"):
				for i, line := range strings.Split(src, "\n") {
					for _, m := range formName.FindAllStringSubmatch(line, -1) {
						report(p+":"+strconv.Itoa(i+1), "form name", m[1])
						if personFiles.MatchString(p) {
							strict(p+":"+strconv.Itoa(i+1), "form name", m[1])
						}
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

// formNames reports what a handler or a domain of persons calls what it keeps
// or reads: fields of types, and texts given as names.
func (t *Tree) formNames(f *File, report func(at, kind, name string)) {
	ast.Inspect(f.AST, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.StructType:
			for _, field := range n.Fields.List {
				for _, name := range field.Names {
					report(t.At(field), "field", name.Name)
				}
			}
		case *ast.CallExpr:
			for _, arg := range n.Args {
				if s, ok := text(arg); ok && asKey.MatchString(s) && !strings.Contains(s, ".") {
					report(t.At(n), "name", s)
				}
			}
		}
		return true
	})
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

// statusTexts finds questions about a person's status or origin in what a
// screen says, in the languages of the catalogue and of the packs kept here.
var statusTexts = regexp.MustCompile(`(?i)(statut (d.immigration|migratoire|au canada|l[ée]gal|de la personne)|votre statut|son statut|immigration status|(your|their|legal|migration) status|status in canada|` +
	`\bvisas?\b|r[ée]fugi[ée]e?s?\b|refugees?\b|\basile\b|asylum|demandeu(r|se)s? d.asile|asylum seekers?|claimants?\b|sans[- ]papiers|undocumented|a-t-elle des papiers|avez-vous des papiers|` +
	`citoyen|citizen|nationalit|\bpays d.origine|country of (origin|birth)|de quel pays|which country|pays de naissance|lieu de naissance|place of birth|born in|permis de (s[ée]jour|r[ée]sidence)|residence permit|r[ée]sident[·e]* permanent|permanent resident|\bUCI\b|\bIUC\b|` +
	`اللجوء|لاجئ|تأشيرة|الجنسية|وضع الهجرة|refugiad|asilo|ciudadan|nacionalidad)`)

// textsOfServices are sentences that speak of a service, each with its reason.
var textsOfServices = map[string]string{
	"need.papers_asylum": "the public menu's name for services that explain asylum",
	"service.ask_status": "a row of what a SERVICE asks or does not ask, so that nobody goes in vain",
	"service.w_nopapers": "why a service was found: it asks for no papers",
}

var catalogueText = regexp.MustCompile(`^(fr|en|one|other|many)\s*=\s*"(.*)"`)

var noStatusText = Rule{
	Name: "no sentence asks a person's status",
	Why: noStatus.Why + ". A field may have an innocent name and ask all the same: what it asks is in the catalogue. " +
		"A sentence about what services ask is listed with its reason",
	Check: func(t *Tree) (bad []Finding) {
		for p, src := range t.Other {
			if !strings.HasPrefix(p, "internal/i18n/") && !strings.Contains(p, "/packs/") || !strings.HasSuffix(p, ".toml") && !strings.HasSuffix(p, ".tsv") {
				continue
			}
			key := ""
			for i, line := range strings.Split(src, "\n") {
				if m := catalogueHead.FindStringSubmatch(line); m != nil {
					key = m[1]
				}
				said := ""
				if m := catalogueText.FindStringSubmatch(line); m != nil {
					said = m[2]
				}
				if cells := strings.Split(line, "\t"); strings.HasSuffix(p, ".tsv") && len(cells) > 2 {
					key, said = cells[0], cells[2]
				}
				if textsOfServices[key] == "" && statusTexts.MatchString(said) {
					bad = append(bad, found(p+":"+strconv.Itoa(i+1), "%s says %q", key, said))
				}
			}
		}
		return bad
	},
}

var catalogueHead = regexp.MustCompile(`^\[([\w.]+)\]`)

func TestNoSentenceAsksStatus(t *testing.T) {
	enforce(t, noStatusText)
	says := func(fr, en string) files {
		return files{"internal/i18n/catalog/page_referral.toml": "[page_referral.companion]\nclass = \"B\"\nfr = \"" + fr + "\"\nen = \"" + en + "\"\n"}
	}
	for fr, en := range map[string]string{
		"Quel est votre statut d'immigration ?": "What is your immigration status?",
		"Êtes-vous demandeur d’asile ?":         "Are you a refugee or a citizen?",
		"De quel pays venez-vous ?":             "Country of birth",
		"Avez-vous un visa ?":                   "Do you have a residence permit?",
		"La personne a-t-elle des papiers ?":    "Their status",
	} {
		bites(t, noStatusText, says(fr, "x"), "page_referral.companion")
		bites(t, noStatusText, says("x", en), "page_referral.companion")
	}
	bites(t, noStatusText, files{"internal/i18n/packs/ar.tsv": "page_referral.companion\tar\tما هي الجنسية؟\ts\tMIT\timporté\t\t\n"}, "page_referral.companion")
	spares(t, noStatusText, says("Qui accompagne la personne ?", "Who goes with the person?"))
	spares(t, noStatusText, files{"internal/i18n/catalog/need.toml": "[need.papers_asylum]\nfr = \"Asile et installation\"\n"})
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
	for _, column := range []string{"statut", "status", "papiers_personne", "papers", "country", "permis_sejour", "origine"} {
		bites(t, noStatus, files{region: strings.Replace(good, "code_mark TEXT", column+" TEXT", 1)}, column)
		bites(t, noStatus, files{region: strings.Replace(good, "person_id TEXT NOT NULL,", "person_id TEXT NOT NULL,\n    "+column+" TEXT NOT NULL,", 1)}, column)
	}
	for _, name := range []string{"statut", "status", "papiers", "origine"} {
		bites(t, noStatus, files{"internal/web/page/referral_new.templ": "package page\ntempl A() { @ui.TextInput(ui.Field{Name: \"" + name + "\"}) }\n"}, name)
		bites(t, noStatus, files{"internal/web/referral_parts.go": "package web\nfunc typed(f, name string) string { return f }\nvar x = typed(\"f\", \"" + name + "\")\n"}, name)
	}
	bites(t, noStatus, files{"internal/referral/parts.go": "package referral\ntype Need struct { Papiers string }\n"}, "Papiers")
	bites(t, noStatus, files{"internal/web/page/a.templ": "package page\ntempl A() { <input name=\"pays_de_naissance\"> }\n"}, "pays_de_naissance")
	bites(t, noStatus, files{"internal/i18n/catalog/person.toml": "[person.visa]\nfr = \"x\"\n"}, "visa")
	spares(t, noStatus, files{
		"internal/directory/a.go": "package directory\ntype Service struct { Papers []string; Ask []string }\nvar synonyms = []string{\"immigration\", \"visa\"}\n",
	})
}
