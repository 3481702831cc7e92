package pathway

import (
	"maps"
	"slices"
	"strings"

	"passerelle/internal/fault"
)

// Lists of a pathway are edited as lines of text, one thing a line, its parts
// between bars: a keyboard, or a telephone without scripts, is enough. What is
// written by a Write function is read back equal by its Read function.

// cells cuts the lines of a text into their parts; n is how many parts a line
// has. A line of another shape is a field error with its number.
func cells(field, text string, n int) (rows [][]string, err error) {
	for i, line := range strings.Split(text, "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		row := strings.Split(line, "|")
		if len(row) != n {
			return nil, fault.Field(field, "pathway_edit.line_shape", "line", i+1, "parts", n)
		}
		for j := range row {
			row[j] = strings.TrimSpace(row[j])
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func row(parts ...string) string {
	for i, p := range parts {
		parts[i] = strings.NewReplacer("|", "/", "\n", " ").Replace(p)
	}
	return strings.Join(parts, " | ") + "\n"
}

// ReadOptions reads "value | français | English".
func ReadOptions(field, text string) (list []Option, err error) {
	rows, err := cells(field, text, 3)
	for _, r := range rows {
		list = append(list, Option{r[0], Words{r[1], r[2]}})
	}
	return list, err
}

// WriteOptions writes them.
func WriteOptions(list []Option) (text string) {
	for _, o := range list {
		text += row(o.Value, o.FR, o.EN)
	}
	return text
}

// ReadBranches reads "condition -> place"; without a condition, it always holds.
func ReadBranches(field, text string) (list []Branch, err error) {
	for i, line := range strings.Split(text, "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		when, to, ok := strings.Cut(line, "->")
		if !ok {
			return nil, fault.Field(field, "pathway_edit.line_arrow", "line", i+1)
		}
		list = append(list, Branch{strings.TrimSpace(when), strings.TrimSpace(to)})
	}
	return list, nil
}

// WriteBranches writes them.
func WriteBranches(list []Branch) (text string) {
	for _, b := range list {
		text += strings.TrimSpace(b.When+" -> "+b.Go) + "\n"
	}
	return text
}

// ReadReasons reads "condition | français | English".
func ReadReasons(field, text string) (list []Reason, err error) {
	rows, err := cells(field, text, 3)
	for _, r := range rows {
		list = append(list, Reason{r[0], Words{r[1], r[2]}})
	}
	return list, err
}

// WriteReasons writes them.
func WriteReasons(list []Reason) (text string) {
	for _, r := range list {
		text += row(r.When, r.FR, r.EN)
	}
	return text
}

// ReadLines reads "number | français | English".
func ReadLines(field, text string) (list []Line, err error) {
	rows, err := cells(field, text, 3)
	for _, r := range rows {
		list = append(list, Line{r[0], Words{r[1], r[2]}})
	}
	return list, err
}

// WriteLines writes them.
func WriteLines(list []Line) (text string) {
	for _, l := range list {
		text += row(l.Number, l.FR, l.EN)
	}
	return text
}

// ReadSources reads "français | English".
func ReadSources(field, text string) (list []Words, err error) {
	rows, err := cells(field, text, 2)
	for _, r := range rows {
		list = append(list, Words{r[0], r[1]})
	}
	return list, err
}

// WriteSources writes them.
func WriteSources(list []Words) (text string) {
	for _, w := range list {
		text += row(w.FR, w.EN)
	}
	return text
}

// ReadSlices reads "name | français | English | question, question | mots à
// chercher | words to look for".
func ReadSlices(field, text string) (list []Slice, err error) {
	rows, err := cells(field, text, 6)
	for _, r := range rows {
		list = append(list, Slice{ID: r[0], Title: Words{r[1], r[2]}, Tells: commas(r[3]), Search: Words{r[4], r[5]}})
	}
	return list, err
}

// WriteSlices writes them.
func WriteSlices(list []Slice) (text string) {
	for _, s := range list {
		text += row(s.ID, s.Title.FR, s.Title.EN, strings.Join(s.Tells, ", "), s.Search.FR, s.Search.EN)
	}
	return text
}

// ReadCases reads "name | question = answer, question = answer | end".
func ReadCases(field, text string) (list []Case, err error) {
	rows, err := cells(field, text, 3)
	if err != nil {
		return nil, err
	}
	for i, r := range rows {
		c := Case{Name: r[0], Answers: map[string]string{}, End: r[2]}
		for _, said := range commas(r[1]) {
			step, answer, ok := strings.Cut(said, "=")
			if !ok {
				return nil, fault.Field(field, "pathway_edit.line_case", "n", i+1)
			}
			answer = strings.TrimSpace(answer)
			if lit, ok := literals[answer]; ok {
				answer = lit
			}
			c.Answers[strings.TrimSpace(step)] = answer
		}
		list = append(list, c)
	}
	return list, nil
}

// WriteCases writes them, the answers in the order of the pathway's questions.
func WriteCases(p *Pathway) (text string) {
	rank := func(id string) int {
		return slices.IndexFunc(p.Steps, func(s Step) bool { return s.ID == id })
	}
	for _, c := range p.Cases {
		names := slices.SortedFunc(maps.Keys(c.Answers), func(a, b string) int {
			if d := rank(a) - rank(b); d != 0 {
				return d
			}
			return strings.Compare(a, b)
		})
		var said []string
		for _, n := range names {
			said = append(said, n+" = "+c.Answers[n])
		}
		text += row(c.Name, strings.Join(said, ", "), c.End)
	}
	return text
}

func commas(s string) (list []string) {
	for _, part := range strings.Split(s, ",") {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}
