package hsds

import (
	"strings"

	"passerelle/internal/directory"
)

// aboutSheet tells what concerns a whole file: columns nobody knows, columns
// promised and not there, a file that is no table of HSDS.
func (p *Package) aboutSheet(s sheet) {
	rules := names(s.header)
	if s.flat != nil {
		p.aboutFlat(s)
		return
	}
	if s.l == nil {
		p.spools.issue(directory.Issue{File: s.name, Row: s.top, Value: clip(strings.Join(s.header, ", ")), Reason: "not_recognised"})
		return
	}
	for i, n := range rules {
		switch {
		case strings.TrimSpace(s.header[i]) == "":
			p.spools.issue(directory.Issue{File: s.name, Row: s.top, Column: "#" + two(i+1), Reason: "no_column_name"})
		case n == "":
			p.spools.issue(directory.Issue{File: s.name, Row: s.top, Column: s.header[i], Reason: "column_twice"})
		case !s.l.known(n):
			p.spools.issue(directory.Issue{File: s.name, Row: s.top, Column: s.header[i], Reason: "unknown_column"})
		case n != plainName(s.header[i]):
			p.spools.issue(directory.Issue{File: s.name, Row: s.top, Column: s.header[i], Value: n, Reason: "header_read"})
		}
	}
	promised := s.told.columns
	if len(promised) == 0 {
		promised = s.l.needed()
	}
	for _, c := range promised {
		if !s.l.named(rules, strings.ToLower(c)) {
			p.spools.issue(directory.Issue{File: s.name, Row: s.top, Column: c, Reason: "missing_column"})
		}
	}
}

// aboutFlat tells what a mapping leaves unsaid, and what it says of columns
// that are not there.
func (p *Package) aboutFlat(s sheet) {
	for i, rule := range s.flat.columns {
		if rule.MappingColumn == nil {
			name := strings.TrimSpace(s.header[i])
			if name == "" {
				name = "#" + two(i+1)
			}
			p.spools.issue(directory.Issue{File: s.name, Row: s.top, Column: name, Reason: "unmapped_column"})
		}
	}
	for _, c := range s.absent {
		p.spools.issue(directory.Issue{File: s.name, Row: s.top, Column: c, Reason: "missing_column"})
	}
}
