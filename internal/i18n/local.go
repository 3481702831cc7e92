package i18n

import (
	"fmt"
	"strconv"
	"strings"
)

// Local is one language, ready to speak. It is immutable once serving starts.
type Local struct {
	lang    Lang
	facts   facts
	rule    *pluralRule
	source  *Local // French, whose plural rule a fallback follows
	entries map[string]entry
	drafts  bool
}

// Lang is the language of the page.
func (l *Local) Lang() Lang { return l.lang }

// Drafts reports that some texts of the language were reread by nobody who speaks
// it.
func (l *Local) Drafts() bool { return l.drafts }

// Dir is "ltr" or "rtl".
func (l *Local) Dir() string { return l.facts.dir }

// Part is a run of a text: words of the catalogue, or a value put in it.
type Part struct {
	S     string
	Value bool
	Lang  Lang // of a value, when it is known
}

// Parts is a text cut in runs, so that a page can isolate each value and mark
// a fallback.
type Parts struct {
	Lang  Lang // language of the catalogue's words
	Parts []Part
}

// T returns the text of key, with its placeholders filled from the pairs
// "name", value, in the plural form of the whole number called "n" when there is
// one. In a right-to-left language the values are isolated, since
// the result may stand where no markup can (a title, an attribute).
func (l *Local) T(key string, pairs ...any) string {
	e := l.entries[key]
	if e.msg == nil {
		return key
	}
	who := l.speaker(e)
	return l.join(who, e.msg.at(who.counted(pairs)), pairs)
}

// counted is the plural form of the number called "n" among the pairs.
func (l *Local) counted(pairs []any) form {
	for i := 0; i+1 < len(pairs); i += 2 {
		if n, whole := pairs[i+1].(int); whole && pairs[i] == "n" {
			return l.rule.form(n)
		}
	}
	return other
}

// N returns the text of key in the plural form of n; {n} is n, formatted.
func (l *Local) N(key string, n int, pairs ...any) string {
	e := l.entries[key]
	if e.msg == nil {
		return key
	}
	who := l.speaker(e)
	return l.join(who, e.msg.at(who.rule.form(n)), append(pairs, "n", n))
}

// Text is T with the language the text is really in.
func (l *Local) Text(key string, pairs ...any) Text {
	return Text{S: l.T(key, pairs...), Lang: l.langOf(key)}
}

// NText is N with the language the text is really in.
func (l *Local) NText(key string, n int, pairs ...any) Text {
	return Text{S: l.N(key, n, pairs...), Lang: l.langOf(key)}
}

// Parts is T cut in runs.
func (l *Local) Parts(key string, pairs ...any) Parts {
	e := l.entries[key]
	if e.msg == nil {
		return Parts{Lang: l.lang, Parts: []Part{{S: key}}}
	}
	who := l.speaker(e)
	return Parts{Lang: e.lang, Parts: who.cut(e.msg.at(who.counted(pairs)), pairs)}
}

// NParts is N cut in runs.
func (l *Local) NParts(key string, n int, pairs ...any) Parts {
	e := l.entries[key]
	if e.msg == nil {
		return Parts{Lang: l.lang, Parts: []Part{{S: key}}}
	}
	who := l.speaker(e)
	return Parts{Lang: e.lang, Parts: who.cut(e.msg.at(who.rule.form(n)), append(pairs, "n", n))}
}

// Placeholders names what a key's text expects, sorted.
func (l *Local) Placeholders(key string) []string {
	if e := l.entries[key]; e.msg != nil {
		return e.msg.at(other).placeholders()
	}
	return nil
}

// Speaks reports whether key is read in this very language, not by fallback.
func (l *Local) Speaks(key string) bool { return l.langOf(key) == l.lang }

func (l *Local) langOf(key string) Lang {
	if e := l.entries[key]; e.msg != nil {
		return e.lang
	}
	return l.lang
}

// speaker is who says an entry: this language, or French when it falls back,
// so that a French sentence keeps French plurals, dates and hours.
func (l *Local) speaker(e entry) *Local {
	if e.lang == l.lang {
		return l
	}
	return l.source
}

func (l *Local) join(who *Local, t *template, pairs []any) string {
	if len(t.names) == 0 {
		return t.lit[0]
	}
	var b strings.Builder
	for i, name := range t.names {
		b.WriteString(t.lit[i])
		v := who.value(pairs, name)
		if l.facts.dir == "rtl" {
			b.WriteString("\u2068" + v.S + "\u2069") // first strong isolate, pop
			continue
		}
		b.WriteString(v.S)
	}
	b.WriteString(t.lit[len(t.names)])
	return b.String()
}

func (l *Local) cut(t *template, pairs []any) []Part {
	parts := make([]Part, 0, 2*len(t.names)+1)
	for i, lit := range t.lit {
		if lit != "" {
			parts = append(parts, Part{S: lit})
		}
		if i < len(t.names) {
			v := l.value(pairs, t.names[i])
			parts = append(parts, Part{S: v.S, Value: true, Lang: v.Lang})
		}
	}
	return parts
}

// value finds a placeholder's value. An absent one is left empty: the tests of
// the pages see it, the person reading does not see a brace.
func (l *Local) value(pairs []any, name string) Text {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i] != name {
			continue
		}
		switch v := pairs[i+1].(type) {
		case string:
			return Text{S: v}
		case Text:
			return v
		case Value:
			return v(l)
		case int:
			return Text{S: l.Number(v)}
		case float64:
			return Text{S: l.mark(strconv.FormatFloat(v, 'f', -1, 64))}
		default:
			return Text{S: fmt.Sprint(v)}
		}
	}
	return Text{}
}
