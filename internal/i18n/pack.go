package i18n

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
)

// packHeader is the first line of a pack (languages.md §6.8).
const packHeader = "key\tlang\ttext\tsource\tlicence\tstate\treviewers\tdate"

// Licences under which a pack may bring a text.
var licences = []string{"MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "Unicode-3.0"}

// States of a translation, as reviewers write them.
const (
	draft    = "brouillon" // nobody who speaks the language has read it: pages that may hold one say so
	imported = "importé"
	reread   = "relu"
	approved = "approuvé"
	redo     = "à refaire"
)

// Refusal is a row that was not taken, and why.
type Refusal struct {
	Line   int
	Key    string
	Reason string
}

// PackReport says what a pack brought.
type PackReport struct {
	Lang    Lang
	Shown   int       // keys now read in this language
	Drafts  int       // of these, those that nobody has reread
	Hidden  int       // class A rows kept out until two reviewers approve them
	Refused []Refusal // rows with a fault
}

// LoadPack reads a pack: tab-separated, one text a row, plural forms as
// key#few. A faulty row is refused and reported, the others are taken. Call it
// before serving. It returns an error only when nothing can be read.
func (b *Bundle) LoadPack(r io.Reader) (PackReport, error) {
	var rep PackReport
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<20)
	if !sc.Scan() || strings.TrimPrefix(sc.Text(), "\ufeff") != packHeader {
		return rep, fmt.Errorf("language pack: the first line must be %q", packHeader)
	}
	taken, drafts := map[string]*message{}, map[string]bool{}
	for line := 2; sc.Scan(); line++ {
		if strings.TrimSpace(sc.Text()) == "" {
			continue
		}
		row, err := b.readRow(strings.Split(sc.Text(), "\t"), rep.Lang)
		if err != nil {
			rep.Refused = append(rep.Refused, Refusal{line, row.key, err.Error()})
			continue
		}
		rep.Lang = row.lang
		if !row.mayShow(b.keys[row.key].class) {
			rep.Hidden++
			continue
		}
		m := taken[row.key]
		if m == nil {
			m = &message{plural: b.keys[row.key].fr.plural}
			taken[row.key] = m
		}
		m.forms[row.form] = &row.text
		drafts[row.key] = drafts[row.key] || row.state == draft
	}
	if err := sc.Err(); err != nil {
		return rep, fmt.Errorf("language pack: %w", err)
	}
	if rep.Lang == "" {
		return rep, fmt.Errorf("language pack: no row could be taken, first refusal: %v", rep.Refused)
	}
	return rep, b.add(&rep, taken, drafts)
}

func (b *Bundle) add(rep *PackReport, taken map[string]*message, drafts map[string]bool) error {
	l := b.langs[rep.Lang]
	if l == nil {
		var err error
		if l, err = b.open(rep.Lang); err != nil {
			return err
		}
	}
	for key, m := range taken {
		if m.forms[other] == nil {
			rep.Refused = append(rep.Refused, Refusal{0, key, "a plural without its general form (#other)"})
			continue
		}
		l.entries[key] = entry{m, rep.Lang}
		rep.Shown++
		if drafts[key] {
			rep.Drafts++
			l.drafts = true
		}
	}
	return nil
}

type packRow struct {
	key       string
	lang      Lang
	form      form
	text      template
	state     string
	reviewers []string
}

// mayShow is the rule of languages.md §2. Task texts are shown as imported, or
// as drafts, the language being marked beta; a critical text needs two names.
func (r packRow) mayShow(c Class) bool {
	if c == Critical {
		return r.state == approved && len(r.reviewers) >= 2
	}
	return true
}

func (b *Bundle) readRow(cols []string, lang Lang) (r packRow, err error) {
	r.key = cols[0]
	if len(cols) != 8 {
		return r, fmt.Errorf("%d columns instead of 8", len(cols))
	}
	key, formName, plural := strings.Cut(cols[0], "#")
	r.key, r.lang, r.form, r.state = key, Lang(cols[1]), other, cols[5]
	src, known := b.keys[key]
	switch {
	case !known:
		return r, fmt.Errorf("unknown key")
	case r.lang == Source || r.lang == "en":
		return r, fmt.Errorf("French and English are written in the project")
	case names[r.lang] == (name{}):
		return r, fmt.Errorf("unknown language %q", r.lang)
	case lang != "" && r.lang != lang:
		return r, fmt.Errorf("language %q in a pack of %q", r.lang, lang)
	case strings.TrimSpace(cols[3]) == "":
		return r, fmt.Errorf("no source")
	case !slices.Contains(licences, cols[4]):
		return r, fmt.Errorf("licence %q is not on the list", cols[4])
	case !slices.Contains([]string{draft, imported, reread, approved, redo}, r.state):
		return r, fmt.Errorf("state %q", r.state)
	case plural != src.fr.plural:
		return r, fmt.Errorf("plural form where the key has none, or none where it has some")
	case strings.TrimSpace(cols[2]) == "":
		return r, fmt.Errorf("empty text")
	}
	if plural {
		var ok bool
		if r.form, ok = formNamed(formName); !ok {
			return r, fmt.Errorf("plural form %q", formName)
		}
	}
	if r.text, err = parseTemplate(cols[2]); err != nil {
		return r, err
	}
	if err := samePlaceholders(r, src); err != nil {
		return r, err
	}
	for _, name := range strings.Split(cols[6], ";") {
		if name = strings.TrimSpace(name); name != "" && !slices.Contains(r.reviewers, name) {
			r.reviewers = append(r.reviewers, name)
		}
	}
	return r, nil
}

// samePlaceholders lets only the forms for zero, one and two leave {n} out:
// Arabic says "two days" in one word.
func samePlaceholders(r packRow, src source) error {
	got, want := r.text.placeholders(), src.fr.forms[other].placeholders()
	if slices.Equal(got, want) {
		return nil
	}
	if r.form <= two {
		without := slices.DeleteFunc(slices.Clone(want), func(s string) bool { return s == "n" })
		if slices.Equal(got, without) {
			return nil
		}
	}
	return fmt.Errorf("placeholders %v instead of %v", got, want)
}
