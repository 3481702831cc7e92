package house

import (
	"strings"
	"testing"
)

// floorOf tells on which floor a package of internal stands. A new package is
// placed here first.
var floorOf = map[string]int{
	"db": 0, "fault": 0, "id": 0, "clock": 0, "i18n": 0, "text": 0, "shelf": 0, "pace": 0, "ical": 0, "named": 0,
	"access": 1, "event": 1, "job": 1, "seal": 1, "contact": 1,
	"org": 2, "directory": 2, "need": 2, "consent": 2, "referral": 2, "pathway": 2,
	"feedback": 2, "reach": 2, "partner": 2, "partnership": 2, "deliberation": 2, "research": 2, "share": 2, "place": 2, "crisis": 2, "incident": 2, "round": 2, "consortium": 2, "strongbox": 2, "signal": 2, "alert": 2, "notice": 2,
	"web": 3, "hsds": 3, "fhir": 3, "message": 3,
	"config": 4, "demo": 4, "app": 5,
}

const domainFloor = 2

// insideFloor lists who may lean on whom on one floor, below the domain: the
// ground's packages are small and few, so each pair is said.
var insideFloor = map[string][]string{
	"db":     {"fault", "clock", "id"},
	"pace":   {"clock"},
	"i18n":   {"text", "fault"},
	"text":   nil,
	"named":  {"text"}, // names are compared folded
	"ical":   nil,
	"event":  {"access", "job", "seal"},
	"job":    {"access"},
	"seal":   {"access"},
	"hsds":   nil,
	"web":    {"hsds", "fhir", "message"}, // its table of routes has those of the feed and of the facade; a worker is told how many messages a text takes
	"fault":  nil,
	"access": nil,
	"demo":   {"config"},
}

var floors = Rule{
	Name: "floors import downwards",
	Why: "a floor that leans on a higher one cannot be read, tested or replaced alone; domain packages share typed ids (access), " +
		"react to events, or state the one-method interface they need, joined in app",
	Check: func(t *Tree) (bad []Finding) {
		for _, f := range t.Go {
			from := Internal(f.Dir)
			if from == "" {
				continue
			}
			mine, known := floorOf[top(from)]
			if !known {
				bad = append(bad, found(f.Path, "package internal/%s stands on no floor (place it in test/house/floors_test.go)", top(from)))
				continue
			}
			for imp, at := range f.Imports() {
				to := Internal(imp)
				if to == "" || top(to) == top(from) {
					continue
				}
				theirs, known := floorOf[top(to)]
				switch {
				case !known:
					bad = append(bad, found(t.At(at), "imports internal/%s, which stands on no floor", to))
				case f.Test && (top(to) == "db" || mine > theirs || strings.HasSuffix(f.AST.Name.Name, "_test")):
					// a test outside the package may join what the package must not
				case theirs > mine:
					bad = append(bad, found(t.At(at), "internal/%s (floor %d) imports internal/%s (floor %d)", from, mine, to, theirs))
				case theirs == mine && mine == domainFloor:
					bad = append(bad, found(t.At(at), "domain package %s imports domain package %s", top(from), top(to)))
				case theirs == mine && !contains(insideFloor[top(from)], top(to)):
					bad = append(bad, found(t.At(at), "internal/%s imports its neighbour internal/%s, which is not said in insideFloor", from, to))
				}
			}
		}
		return bad
	},
}

func top(pkg string) string { first, _, _ := strings.Cut(pkg, "/"); return first }

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

func TestFloorsImportDownwards(t *testing.T) {
	enforce(t, floors)
	bites(t, floors, files{"internal/text/a.go": "package text\nimport _ \"passerelle/internal/org\"\n"}, "floor 2")
	bites(t, floors, files{"internal/need/a.go": "package need\nimport _ \"passerelle/internal/org\"\n"}, "domain package need imports domain package org")
	bites(t, floors, files{"internal/text/a.go": "package text\nimport _ \"passerelle/internal/db\"\n"}, "neighbour")
	bites(t, floors, files{"internal/stuff/a.go": "package stuff\n"}, "no floor")
	spares(t, floors, files{"internal/need/a.go": "package need\nimport _ \"passerelle/internal/access\"\n"})
}

var appIsTheTop = Rule{
	Name: "app is imported by cmd and tests only",
	Why:  "app joins the parts; whoever imports it has every part, and the floors mean nothing",
	Check: func(t *Tree) (bad []Finding) {
		for _, f := range t.Go {
			if f.Test || strings.HasPrefix(f.Path, "cmd/") || strings.HasPrefix(f.Path, "test/") || top(Internal(f.Dir)) == "app" {
				continue
			}
			for imp, at := range f.Imports() {
				if top(Internal(imp)) == "app" {
					bad = append(bad, found(t.At(at), "imports internal/app"))
				}
			}
		}
		return bad
	},
}

func TestAppIsTheTop(t *testing.T) {
	enforce(t, appIsTheTop)
	bites(t, appIsTheTop, files{"internal/web/a.go": "package web\nimport _ \"passerelle/internal/app\"\n"}, "imports internal/app")
	spares(t, appIsTheTop, files{"cmd/passerelle/main.go": "package main\nimport _ \"passerelle/internal/app\"\n"})
}
