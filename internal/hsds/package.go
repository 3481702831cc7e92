package hsds

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"regexp"
	"sort"
	"strings"

	"passerelle/internal/directory"
	"passerelle/internal/text"
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
	counted int
	// readBytes of allBytes were read, unpacked.
	readBytes, allBytes int64

	filled int // rows and objects of the first pass that hold something

	met     map[string]bool // layouts seen
	newer   bool            // something of 3.3 was seen
	strange map[string]int  // objects of a JSON file that no rule reads
	objects int
	paths   map[string]*column
	inOrder []*column
	samples []Sample
}

// metered counts what is read of files.
func (p *Package) metered(files []file) []file {
	out := make([]file, len(files))
	for i, f := range files {
		out[i] = file{f.name, func() (io.ReadCloser, error) {
			r, err := f.open()
			if err != nil {
				return nil, err
			}
			return both{counting{r, &p.readBytes}, r}, nil
		}}
	}
	return out
}

type counting struct {
	io.Reader
	n *int64
}

func (c counting) Read(b []byte) (int, error) {
	n, err := c.Reader.Read(b)
	*c.n += int64(n)
	return n, err
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
	p.mapper = newMapper(p.summary.Dataset)
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
	sheets, trees, err := p.survey(files)
	if err != nil {
		return err
	}
	met := map[string]bool{}
	for _, s := range sheets {
		if s.l != nil {
			met[s.l.name] = true
		}
	}
	p.summary.Version, p.mapper.family = version(met, false)
	if len(sheets) == 0 || p.mapper.family == 0 {
		p.mapper.family = 3
	}
	pass := func() error {
		for _, s := range sheets {
			if err := p.runSheet(s); err != nil {
				return err
			}
		}
		for _, t := range trees {
			if err := p.runTree(t); err != nil {
				return err
			}
		}
		return nil
	}
	if err := pass(); err != nil {
		return err
	}
	if p.filled == 0 { // headers alone: a feed that is empty replaces nothing
		return refuse(files[0].name, 1, "no_rows", "")
	}
	clear(p.strange)
	p.mapper.again(p.spools)
	for _, s := range sheets {
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
	for _, name := range sortedKeys(p.strange) {
		if n := p.strange[name]; n > 0 {
			p.spools.issue(directory.Issue{File: name, Value: fmt.Sprint(n), Reason: "not_recognised"})
		}
	}
	for t := range p.mapper.tables {
		p.summary.Tables = append(p.summary.Tables, t)
	}
	sort.Strings(p.summary.Tables)
	if p.summary.Language = p.opts.Language; p.summary.Language == "" {
		p.summary.Language, err = p.guessLanguage()
	}
	return err
}

// survey looks at the bytes of every file and sorts them into tables and
// trees. What is neither is told and left.
func (p *Package) survey(files []file) (sheets []sheet, trees []tree, err error) {
	told := readDescriptor(files)
	whole := sha256.New()
	var total int64
	for _, f := range files {
		ext := strings.ToLower(path.Ext(f.name))
		switch {
		case path.Base(f.name) == descriptorName || path.Base(f.name) == manifestName:
			continue
		case ext == ".md" || ext == ".yaml" || ext == ".yml" || ext == ".pdf" || ext == ".html" || path.Base(f.name) == "LICENSE":
			continue // what people read beside the data
		case nested(f.name):
			return nil, nil, refuse(f.name, 0, "archive_nested", "")
		}
		s, err := look(f, p.limits.FileBytes)
		switch {
		case errors.Is(err, errTooBig):
			return nil, nil, refuse(f.name, 0, "file_too_big", "")
		case errors.As(err, new(refusal)):
			return nil, nil, err
		case errors.Is(err, fs.ErrPermission):
			return nil, nil, refuse(f.name, 0, "file_unreadable", "")
		case err != nil && p.ctx.Err() == nil:
			return nil, nil, refuse(f.name, 0, "file_broken", "")
		case err != nil:
			return nil, nil, err
		}
		if total += s.size; total > p.limits.TotalBytes {
			return nil, nil, refuse(f.name, 0, "archive_too_big", "")
		}
		whole.Write([]byte(f.name))
		whole.Write(s.digest.Sum(nil))
		if s.binary {
			if len(files) == 1 {
				return nil, nil, refuse(f.name, 1, "not_text", "")
			}
			p.spools.issue(directory.Issue{File: f.name, Row: 1, Reason: "not_text"})
			continue
		}
		if s.encoding != utf8Plain && s.encoding != utf8BOM {
			p.spools.issue(directory.Issue{File: f.name, Value: s.encoding, Reason: "encoding"})
		}
		first, err := firstChar(f, s.encoding)
		if err != nil {
			return nil, nil, err
		}
		switch {
		case first == '{' || first == '[':
			o, err := p.outlineOf(f, s.encoding)
			if err != nil {
				return nil, nil, err
			}
			if ext == ".ndjson" || ext == ".jsonl" {
				o.kind = 'l'
			}
			trees = append(trees, tree{f, s.encoding, o})
		case first == '<':
			return nil, nil, refuse(f.name, 1, "not_csv", "")
		case first == 0:
			p.spools.issue(directory.Issue{File: f.name, Row: 1, Reason: "file_empty"})
		default:
			sh, err := p.sheet(f, s.encoding, told[f.name])
			if err != nil {
				return nil, nil, err
			}
			sheets = append(sheets, sh)
		}
	}
	p.summary.Digest = hex.EncodeToString(whole.Sum(nil))
	p.allBytes = p.readBytes + 2*total
	if len(sheets)+len(trees) == 0 {
		return nil, nil, refuse("", 0, "nothing_to_read", "")
	}
	return sheets, trees, nil
}

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

func firstChar(f file, encoding string) (byte, error) {
	r, err := decode(f, encoding)
	if err != nil {
		return 0, err
	}
	defer r.Close()
	head := make([]byte, 4096)
	for {
		n, err := r.Read(head)
		if t := strings.TrimSpace(string(head[:n])); t != "" {
			return t[0], nil
		}
		if err != nil {
			return 0, nil
		}
	}
}

// tick counts a row, and stops when nobody waits for the answer any more.
func (p *Package) tick(file string) error {
	p.counted++
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

var dated = regexp.MustCompile(`(?i)[-_. ]*(\(\d+\)|copy|copie|v?\d[\d._-]*|export|final)$`)

// vague names of folders say nothing of whose directory it is.
var vague = set("csv", "data", "hsds", "export", "package", "tabular", "json")

// DatasetOf proposes the name of a dataset for files of those names.
func DatasetOf(names ...string) string { return nameOf(names) }

// nameOf makes a dataset's name of a path: next month's file of the same
// publisher must find the same name.
func nameOf(paths []string) string {
	if len(paths) == 0 {
		return "package"
	}
	abs, err := filepath.Abs(paths[0])
	if err != nil {
		abs = paths[0]
	}
	if len(paths) > 1 || vague[strings.ToLower(filepath.Base(abs))] {
		abs = filepath.Dir(abs)
	}
	n := filepath.Base(abs)
	for _, ext := range []string{".gz", ".zip", ".csv", ".json", ".ndjson", ".jsonl", ".txt", ".tsv"} {
		n = strings.TrimSuffix(n, ext)
	}
	for short := dated.ReplaceAllString(n, ""); short != "" && short != n; short = dated.ReplaceAllString(n, "") {
		n = short
	}
	return strings.ReplaceAll(text.Fold(n), " ", "-")
}

// guessLanguage counts small words of both languages in what people wrote.
func (p *Package) guessLanguage() (string, error) {
	fr, en := 0, 0
	err := p.Records(func(r directory.Record) error {
		if fr+en > 5000 {
			return nil
		}
		for _, field := range []string{"description", "application_process", "eligibility_description"} {
			for _, w := range strings.Fields(strings.ToLower(r.Get(field))) {
				switch w {
				case "le", "la", "les", "des", "du", "et", "pour", "une", "aux", "dans", "avec", "est":
					fr++
				case "the", "and", "of", "for", "to", "with", "in", "is", "are", "or", "by":
					en++
				}
			}
		}
		return nil
	})
	if en > fr {
		return "en", err
	}
	return "fr", err
}

func sortedKeys(m map[string]int) (out []string) {
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}
