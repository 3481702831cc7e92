package i18n

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

//go:embed catalog/*.toml
var catalogFiles embed.FS

// Class says how a key may be shown in another language (languages.md §2).
type Class string

// The classes of interface texts. Contents (C) and data (D) are not keys.
const (
	Critical Class = "A" // never unless two reviewers approved it
	Task     Class = "B" // as imported, the page being marked as beta
	Format   Class = "E" // from CLDR only
)

// message is one text of one language: a single form, or one per plural form.
type message struct {
	forms  [forms]*template
	plural bool
}

func (m *message) at(f form) *template {
	if t := m.forms[f]; t != nil {
		return t
	}
	return m.forms[other]
}

// source is a key as its catalogue file declares it.
type source struct {
	class   Class
	context string
	fr, en  *message
}

type rawEntry struct {
	Class   string `toml:"class"`
	Context string `toml:"context"`
	FR      any    `toml:"fr"`
	EN      any    `toml:"en"`
}

// readCatalog reads every file of the catalogue. All faults are returned at
// once: whoever adds a key mends the file in one go.
func readCatalog(fsys fs.FS) (map[string]source, []error) {
	names, err := fs.Glob(fsys, "catalog/*.toml")
	if err != nil {
		return nil, []error{err}
	}
	keys := map[string]source{}
	var faults []error
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		faults = append(faults, readFile(keys, name, data)...)
	}
	return keys, faults
}

func readFile(keys map[string]source, name string, data []byte) (faults []error) {
	noun := strings.TrimSuffix(path.Base(name), ".toml")
	var nouns map[string]map[string]rawEntry
	if err := toml.Unmarshal(data, &nouns); err != nil {
		return []error{fmt.Errorf("%s: %w", name, err)}
	}
	for n, entries := range nouns {
		if n != noun {
			faults = append(faults, fmt.Errorf("%s: table [%s.*] belongs in catalog/%s.toml", name, n, n))
			continue
		}
		for k, raw := range entries {
			s, err := raw.source()
			if err != nil {
				faults = append(faults, fmt.Errorf("%s: [%s.%s]: %w", name, noun, k, err))
				continue
			}
			keys[noun+"."+k] = s
		}
	}
	return faults
}

func (e rawEntry) source() (source, error) {
	s := source{class: Class(e.Class), context: e.Context}
	switch {
	case s.class != Critical && s.class != Task && s.class != Format:
		return s, fmt.Errorf("class %q is not A, B or E", e.Class)
	case strings.TrimSpace(e.Context) == "":
		return s, fmt.Errorf("no context: say where the text appears")
	}
	var err error
	if s.fr, err = readMessage(e.FR); err != nil {
		return s, fmt.Errorf("fr: %w", err)
	}
	if s.en, err = readMessage(e.EN); err != nil {
		return s, fmt.Errorf("en: %w", err)
	}
	if s.fr.plural != s.en.plural {
		return s, fmt.Errorf("plural in one language only")
	}
	fr, en := s.fr.forms[other].placeholders(), s.en.forms[other].placeholders()
	if !slices.Equal(fr, en) {
		return s, fmt.Errorf("placeholders differ: fr %v, en %v", fr, en)
	}
	return s, nil
}

func readMessage(v any) (*message, error) {
	m := &message{}
	switch v := v.(type) {
	case string:
		return m, m.set(other, v)
	case map[string]any:
		m.plural = true
		for name, text := range v {
			f, ok := formNamed(name)
			s, isText := text.(string)
			if !ok || !isText {
				return nil, fmt.Errorf("plural form %q", name)
			}
			if err := m.set(f, s); err != nil {
				return nil, err
			}
		}
		if m.forms[one] == nil || m.forms[other] == nil {
			return nil, fmt.Errorf("a plural needs one and other")
		}
		return m, nil
	}
	return nil, fmt.Errorf("missing")
}

func (m *message) set(f form, text string) error {
	if strings.TrimSpace(text) == "" {
		return fmt.Errorf("empty text")
	}
	t, err := parseTemplate(text)
	if err != nil {
		return err
	}
	m.forms[f] = &t
	return nil
}
