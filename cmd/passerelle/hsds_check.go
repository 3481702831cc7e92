package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"passerelle/internal/fault"
	"passerelle/internal/hsds/check"
)

// hsdsCheckCmd looks at an HSDS feed, ours or another's.
type hsdsCheckCmd struct {
	IDs        string `name:"ids" default:"10" placeholder:"N|all" help:"cli.help_hsds_ids"`
	AllowEmpty bool   `name:"allow-empty" help:"cli.help_hsds_allow_empty"`
	Strict     bool   `name:"strict" help:"cli.help_hsds_strict"`
	Language   string `name:"accept-language" placeholder:"LANG" help:"cli.help_hsds_language"`
	Report     string `name:"report" placeholder:"FILE" help:"cli.help_report"`
	Feed       string `arg:"" name:"url" help:"cli.help_hsds_url"`
}

// Run looks, and ends with 0 when the feed passes, 1 when it does not, 2 when
// nobody could tell.
func (c hsdsCheckCmd) Run(r *run) (err error) {
	ids, err := c.ids()
	if err != nil {
		return err
	}
	out, err := openOutput("report", c.Report)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.drop()) }()
	rep, err := check.Run(r.ctx, c.Feed, check.Options{IDs: ids, AllowEmpty: c.AllowEmpty, Language: c.Language, Progress: func(n int) {
		if n%progressRequests == 0 {
			r.println("cli.hsds_progress", "n", r.say.Number(n))
		}
	}})
	if err != nil {
		return errors.Join(errUsage, err)
	}
	r.told(rep)
	if out != nil {
		if err := r.ruled(rep, out); err != nil {
			return err
		}
	}
	if !rep.Passed || c.Strict && rep.Warnings > 0 {
		return fault.New(fault.Conflict, "cli.hsds_fails")
	}
	return nil
}

// progressRequests is how many requests pass between two lines of progress.
const progressRequests = 200

func (c hsdsCheckCmd) ids() (int, error) {
	if c.IDs == "all" {
		return check.AllIDs, nil
	}
	n, err := strconv.Atoi(c.IDs)
	if err != nil || n < 0 {
		return 0, fault.Field("ids", "cli.hsds_ids")
	}
	return n, nil
}

// ruled puts the whole report in its file, with what each rule means in the
// reader's language: the file is read far from the program.
func (r *run) ruled(rep *check.Report, file *output) error {
	type words struct {
		Says string `json:"says"`
		Do   string `json:"do"`
	}
	out := struct {
		*check.Report
		Rules map[check.Rule]words `json:"rules"`
	}{rep, map[check.Rule]words{}}
	for _, f := range rep.Findings {
		out.Rules[f.Rule] = words{r.say.T(f.Rule.Says()), r.say.T(f.Rule.Do())}
	}
	b, err := json.MarshalIndent(out, "", "  ")
	if err != nil {
		return err
	}
	return file.fill(these(append(b, '\n')))
}

// told writes a report for a person: what was looked at, then each fault with
// its place and what to do.
func (r *run) told(rep *check.Report) {
	r.println("cli.hsds_feed", "feed", rep.Feed, "version", orDash(rep.Version), "publisher", orDash(rep.Publisher))
	r.println("cli.hsds_looked", "requests", r.say.Number(rep.Requests), "schemas", rep.Schemas)
	for _, e := range rep.Endpoints {
		line := fmt.Sprintf("  %-13s %s", r.say.T("cli.hsds_state_"+string(e.State)), e.Name)
		if more := r.extent(e); more != "" {
			line += " (" + more + ")"
		}
		fmt.Fprintln(r.out, line)
	}
	for i, f := range rep.Findings {
		fmt.Fprintln(r.out)
		r.finding(i+1, f)
	}
	fmt.Fprintln(r.out)
	if rep.More > 0 {
		r.println("cli.hsds_more", "n", r.say.Number(rep.More))
	}
	key := "cli.hsds_passed"
	if !rep.Passed {
		key = "cli.hsds_failed"
	}
	r.println(key, "errors", r.say.Number(rep.Errors), "warnings", r.say.Number(rep.Warnings))
}

// extent says how much of an endpoint was looked at.
func (r *run) extent(e *check.Endpoint) string {
	var parts []string
	if len(e.Visited) > 0 {
		parts = append(parts, r.say.T("cli.hsds_pages", "visited", visited(e.Visited), "pages", r.say.Number(e.Pages), "items", r.say.Number(e.Items)))
	}
	if e.Records > 0 {
		parts = append(parts, r.say.N("cli.hsds_records", e.Records))
	}
	if e.Compared > 0 && e.Compared < e.Items {
		parts = append(parts, r.say.T("cli.hsds_compared", "n", r.say.Number(e.Compared), "items", r.say.Number(e.Items)))
	}
	if e.Filters > 0 {
		parts = append(parts, r.say.N("cli.hsds_filters", e.Filters))
	}
	return strings.Join(parts, "; ")
}

// visited lists pages, long rows of them as first–last.
func visited(pages []int) string {
	if n := len(pages); n > 3 && pages[n-1]-pages[0] == n-1 {
		return strconv.Itoa(pages[0]) + "–" + strconv.Itoa(pages[n-1])
	}
	var s []string
	for _, p := range pages {
		s = append(s, strconv.Itoa(p))
	}
	return strings.Join(s, ", ")
}

// finding tells one fault.
func (r *run) finding(no int, f *check.Finding) {
	r.println("cli.hsds_finding", "no", no, "level", r.say.T("cli.hsds_level_"+string(f.Level)), "endpoint", f.Endpoint, "rule", f.Rule, "says", r.say.T(f.Rule.Says()))
	for _, p := range f.Places {
		where := []string{p.Request}
		if p.Page > 0 {
			where = append(where, r.say.T("cli.hsds_page", "page", p.Page))
		}
		if p.ID != "" {
			where = append(where, p.ID)
		}
		if p.Pointer != "" {
			where = append(where, p.Pointer)
		}
		r.println("cli.hsds_where", "where", strings.Join(where, ", "))
		if p.Value != "" {
			r.println("cli.hsds_value", "value", p.Value)
		}
		if p.Wanted != "" {
			r.println("cli.hsds_wanted", "wanted", p.Wanted)
		}
	}
	if n := f.Count - len(f.Places); n > 0 {
		fmt.Fprintln(r.out, r.say.N("cli.hsds_elsewhere", n))
	}
	r.println("cli.hsds_do", "do", r.say.T(f.Rule.Do()))
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}
