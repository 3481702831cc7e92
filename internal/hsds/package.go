package hsds

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sort"
	"strings"
	"time"

	"passerelle/internal/clock"
	"passerelle/internal/directory"
)

// Options say how to read a package.
type Options struct {
	// Dataset is the name under which the package was, or will be, imported
	// again. Ids that are no UUID are derived from it. Empty: from the name of
	// the file or folder, without its date.
	Dataset string
	// Language is fr or en; empty: as the texts show.
	Language string
	// Mapping says how to read tables that are not HSDS's.
	Mapping *Mapping
	Limits  Limits
	// Clock tells what is still to come; nil is the machine's.
	Clock clock.Clock
	// Progress is told how far the reading is, now and then.
	Progress func(Progress)
}

// Progress is how far a reading is. A package is read three times: once for its
// bytes, twice for its rows.
type Progress struct {
	File      string
	Rows      int   // read so far, in both passes
	Done, All int64 // bytes; All is known from the second reading on
}

// Package is a directory read from files, checked and mapped to HSDS 3.2.3. It
// implements directory.Incoming. Close frees its temporary files.
type Package struct {
	ctx     context.Context
	limits  Limits
	opts    Options
	summary directory.Summary
	mapper  *mapper
	spools  *spools
	counted int // rows, in both passes
	before  int // of these, those of the first pass once it is over
	wide    int // columns of all files
	named   int // bytes of their names
	sampled int // bytes of samples
	// readBytes of allBytes were read, unpacked.
	readBytes, allBytes int64

	filled int // rows and objects of the first pass that hold something

	met     map[string]bool // layouts seen
	newer   bool            // something of 3.3 was seen
	strange map[string]int  // objects of a JSON file that no rule reads
	objects int
	pairs   bilingual // what files in two languages tell beside their records
	paths   map[string]*column
	inOrder []*column
	samples []Sample
}

// Samples are the beginnings of the tables that are none of HSDS's: those that
// need a mapping, or were read by one.
func (p *Package) Samples() []Sample { return p.samples }

// Suggested is the mapping that tables were read by, or that their headers
// suggest.
func (p *Package) Suggested() Mapping {
	if m, err := ParseMapping([]byte(p.summary.Rules)); err == nil {
		return m
	}
	return GuessMapping(p.samples)
}

// Bounds of a sample: what a screen shows and a guess needs.
const (
	sampleRows  = 200
	sampleBytes = 1 << 20
	sampleCell  = 300
	sampleAll   = 16 << 20 // of a package
)

var _ directory.Incoming = (*Package)(nil)

// Open reads the files, folders and archives named as one package. A package
// that cannot or must not be read is no error: its Summary says Refused, and
// its issues say where and why. An error is ours or the disk's.
func Open(ctx context.Context, o Options, paths ...string) (_ *Package, err error) {
	p := &Package{ctx: ctx, opts: o, limits: o.Limits, met: map[string]bool{}, strange: map[string]int{}}
	if p.limits == (Limits{}) {
		p.limits = DefaultLimits
	}
	p.summary.Dataset = o.Dataset
	if o.Dataset == "" {
		p.summary.Dataset = nameOf(paths)
	}
	p.mapper = newMapper(p.summary.Dataset, p.limits.Records)
	now := cmp.Or(o.Clock, clock.System()).Now()
	p.mapper.latest = now.Year() + 1 // somewhere the new year has begun
	p.mapper.today = now.UTC().AddDate(0, 0, 1).Format(time.DateOnly)
	if p.spools, err = newSpools(); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, p.Close())
		}
	}()
	files, closer, err := gather(paths, p.limits, p.spools.issue)
	defer func() { err = errors.Join(err, closer()) }()
	if err == nil {
		err = p.read(p.metered(files))
	}
	if refused := (refusal{}); errors.As(err, &refused) {
		p.summary.Refused = true
		p.spools.issue(refused.Issue)
		err = nil
	}
	p.summary.Issues = p.spools.counts
	return p, errors.Join(err, p.spools.err())
}

// read goes over the files: once for their bytes, twice for their rows.
func (p *Package) read(files []file) error {
	all, err := p.survey(files)
	if err != nil {
		return err
	}
	met := map[string]bool{}
	for _, s := range all.sheets {
		if s.l != nil {
			met[s.l.name] = true
		}
	}
	p.summary.Version, p.mapper.family = version(met, false)
	if len(all.sheets) == 0 || p.mapper.family == 0 {
		p.mapper.family = 3
	}
	pass := func() error {
		p.pairs.claims = map[key][32]byte{}
		for _, s := range all.sheets {
			if err := p.runSheet(s); err != nil {
				return err
			}
		}
		for _, t := range all.trees {
			if err := p.runTree(t); err != nil {
				return err
			}
		}
		for _, x := range all.xmls {
			if err := p.runXML(x); err != nil {
				return err
			}
		}
		if p.mapper.over != "" { // the last row was the one too many
			return refuse(files[len(files)-1].name, 0, p.mapper.over, "")
		}
		return nil
	}
	if err := pass(); err != nil {
		return err
	}
	p.before = p.counted
	if p.filled == 0 { // headers alone: a feed that is empty replaces nothing
		return refuse(files[0].name, 1, "no_rows", "")
	}
	clear(p.strange)
	p.mapper.again(p.spools)
	for _, s := range all.sheets {
		p.aboutSheet(s)
	}
	if err := pass(); err != nil {
		return err
	}
	for name := range met {
		p.met[name] = true
	}
	if p.summary.Version, _ = version(p.met, p.newer); p.summary.Version == "" && p.summary.Mapping+p.summary.Rules != "" {
		p.summary.Version = "flat"
	}
	for _, x := range all.xmls {
		p.summary.Version = x.form.version
	}
	for _, name := range sortedKeys(p.strange) {
		if n := p.strange[name]; n > 0 {
			p.spools.issue(directory.Issue{File: name, Value: fmt.Sprint(n), Reason: "not_recognised"})
		}
	}
	for t := range p.mapper.tables {
		p.summary.Tables = append(p.summary.Tables, t)
	}
	sort.Strings(p.summary.Tables)
	if p.summary.Language = cmp.Or(p.opts.Language, p.pairs.language()); p.summary.Language == "" {
		p.summary.Language, err = p.guessLanguage()
	}
	return err
}

// tick counts a row, and stops when nobody waits for the answer any more or
// there is more than memory should hold.
func (p *Package) tick(file string) error {
	if p.counted++; p.counted-p.before > p.limits.Records {
		p.mapper.over = "too_many_records"
	}
	if p.mapper.over != "" {
		return refuse(file, 0, p.mapper.over, "")
	}
	if p.counted%1024 == 0 {
		if p.opts.Progress != nil {
			p.opts.Progress(Progress{File: file, Rows: p.counted, Done: p.readBytes, All: p.allBytes})
		}
		return p.ctx.Err()
	}
	return nil
}

// Summary implements directory.Incoming.
func (p *Package) Summary() directory.Summary { return p.summary }

// Records implements directory.Incoming.
func (p *Package) Records(fn func(directory.Record) error) error { return p.spools.records.each(fn) }

// Rows implements directory.Incoming.
func (p *Package) Rows(fn func(directory.SourceRow) error) error { return p.spools.rows.each(fn) }

// Issues implements directory.Incoming.
func (p *Package) Issues(fn func(directory.Issue) error) error { return p.spools.issues.each(fn) }

// Close frees the temporary files.
func (p *Package) Close() error { return p.spools.close() }

// guessLanguage counts small words of both languages in what people wrote.
func (p *Package) guessLanguage() (string, error) {
	fr, en := 0, 0
	err := p.Records(func(r directory.Record) error {
		if fr+en > 5000 {
			return nil
		}
		for _, field := range []string{"description", "application_process", "eligibility_description"} {
			f, e := languageOf(r.Get(field))
			fr, en = fr+f, en+e
		}
		return nil
	})
	if en > fr {
		return "en", err
	}
	return "fr", err
}

// languageOf counts the small words of French and of English in a text.
func languageOf(s string) (fr, en int) {
	for _, w := range strings.Fields(strings.ToLower(s)) {
		switch w {
		case "le", "la", "les", "des", "du", "et", "pour", "une", "aux", "dans", "avec", "est":
			fr++
		case "the", "and", "of", "for", "to", "with", "in", "is", "are", "or", "by":
			en++
		}
	}
	return fr, en
}

func sortedKeys(m map[string]int) (out []string) {
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}
