package demo

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// Fact is something a service says of itself that HSDS has no field for, said
// by its organisation on a day. By, when it is another organisation, found it
// true.
type Fact struct {
	Service, Kind, Code, Value string
	Said                       Ago
	By                         string
}

func fact(r *row) Fact {
	return Fact{Service: r.text("service"), Kind: r.text("kind"), Code: r.text("code"), Value: r.text("value"), Said: r.ago("days"), By: r.text("by")}
}

var dates = regexp.MustCompile(`\{([+-]\d+)\}`)

// Dated puts dates in the place of {+9}, nine days from now, and {-2}.
func Dated(s string, now time.Time) string {
	return dates.ReplaceAllStringFunc(s, func(m string) string {
		days, err := strconv.Atoi(m[1 : len(m)-1])
		if err != nil {
			panic(fmt.Sprintf("demo: %s: %v", m, err)) // the pattern holds a number
		}
		return now.AddDate(0, 0, days).Format(time.DateOnly)
	})
}

// DoorReply is what a service answers to one of the reports on it, the first
// being 0.
type DoorReply struct {
	Service           string
	Report            int
	Kind, Words, Lang string
	Said              Ago
}

func doorReply(r *row) DoorReply {
	return DoorReply{Service: r.text("service"), Report: r.number("report", 0), Kind: r.text("kind"), Words: r.text("words"), Lang: r.text("lang"), Said: r.ago("days")}
}
