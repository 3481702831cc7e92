package main

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/directory"
)

// A record is one line of a corpus, as its source says it.
type record struct {
	ID, Org, Name, Summary, Terms, City, Area, Postal string
	Lat, Lon                                          string
	Hours                                             string // SA 09:30-11:30; SU …
	Lang                                              string // of the words: fr or en
}

const header = "id\torg\tname\tsummary\tterms\tcity\tarea\tpostal\tlat\tlon\thours\tlang"

func (r record) cells() []string {
	return []string{r.ID, r.Org, r.Name, r.Summary, r.Terms, r.City, r.Area, r.Postal, r.Lat, r.Lon, r.Hours, r.Lang}
}

// tidy makes one line of a passage.
func tidy(s string) string { return strings.Join(strings.Fields(s), " ") }

func write(w io.Writer, records []record) error {
	b := bufio.NewWriter(w)
	fmt.Fprintln(b, header)
	for _, r := range records {
		cells := r.cells()
		for i := range cells {
			cells[i] = tidy(cells[i])
		}
		fmt.Fprintln(b, strings.Join(cells, "\t"))
	}
	return b.Flush()
}

// listings reads a corpus as the index takes it: words, terms and places, and
// nothing that the source did not say.
func listings(corpus, tsv string) ([]*directory.Listing, error) {
	var out []*directory.Listing
	for n, line := range strings.Split(strings.TrimSpace(tsv), "\n") {
		c := strings.Split(line, "\t")
		if len(c) != strings.Count(header, "\t")+1 {
			return nil, fmt.Errorf("%s, line %d: %d cells", corpus, n+1, len(c))
		}
		if n == 0 {
			continue
		}
		say := func(s string) directory.Text {
			if c[11] == "fr" {
				return directory.Text{FR: s}
			}
			return directory.Text{EN: s}
		}
		l := &directory.Listing{
			ID: access.Service(c[0]), Code: c[0], OrgName: say(c[1]), Name: say(c[2]), Summary: say(c[3]),
			Status: directory.Active, Source: corpus,
		}
		for t := range strings.SplitSeq(c[4], ";") {
			if t = strings.TrimSpace(t); t != "" {
				l.Terms = append(l.Terms, t)
			}
		}
		p := directory.Place{City: c[5], Postal: c[7]}
		lat, err1 := strconv.ParseFloat(c[8], 64)
		lon, err2 := strconv.ParseFloat(c[9], 64)
		if p.HasPoint = err1 == nil && err2 == nil; p.HasPoint {
			p.Lat, p.Lon = lat, lon
		}
		l.Places = []directory.Place{p}
		if l.Hours, err1 = hours(c[10]); err1 != nil {
			return nil, fmt.Errorf("%s, line %d: %w", corpus, n+1, err1)
		}
		// What an import does for a source that names no need of ours.
		l.Needs = directory.GuessNeeds(l)
		out = append(out, l)
	}
	return out, nil
}
