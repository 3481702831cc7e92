package main

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/alecthomas/kong"

	"passerelle/internal/i18n"
)

// The parser speaks English. What it says itself is said again here from the
// catalogue, so that an operator reads one language.

// headings are the parser's own lines in a help page.
var headings = []struct{ said, key string }{
	{"Usage: ", "cli.word_usage"}, {"Arguments:", "cli.word_arguments"}, {"Flags:", "cli.word_flags"}, {"Commands:", "cli.word_commands"},
	{`Run "passerelle <command> --help" for more information on a command.`, "cli.word_more"},
}

// helpIn prints help pages in a language.
func helpIn(l *i18n.Local) kong.Option {
	return kong.Help(func(o kong.HelpOptions, ctx *kong.Context) error {
		var b bytes.Buffer
		out := ctx.Stdout
		ctx.Stdout = &b
		err := kong.DefaultHelpPrinter(o, ctx)
		ctx.Stdout = out
		if err != nil {
			return err
		}
		lines := strings.SplitAfter(b.String(), "\n")
		for i, line := range lines {
			for _, h := range headings {
				if rest, ok := strings.CutPrefix(line, h.said); ok {
					lines[i] = l.T(h.key) + rest
				}
			}
		}
		_, err = out.Write([]byte(strings.Join(lines, "")))
		return err
	})
}

// complaints are what the parser says of a wrong call, and what is said
// instead; the words in brackets go along under their names.
var complaints = []struct {
	said *regexp.Regexp
	key  string
}{
	{regexp.MustCompile(`^expected one of `), "cli.no_command"},
	{regexp.MustCompile(`^expected "(?P<word><[^>]+>)`), "cli.no_argument"},
	{regexp.MustCompile(`^unexpected argument (?P<word>\S+?),? ?(?:did you mean "(?P<near>[^"]+)"\?)?$`), "cli.unknown_word"},
	{regexp.MustCompile(`^unknown flag (?P<word>\S+?),? ?(?:did you mean "(?P<near>[^"]+)"\?)?$`), "cli.unknown_flag"},
	{regexp.MustCompile(`^missing flags: (?P<word>.+)$`), "cli.missing_flags"},
	{regexp.MustCompile(`^(?P<flag>--\S+) and (?P<word>--\S+) can't be used together$`), "cli.not_together"},
	{regexp.MustCompile(`^(?P<flag>--\S+) must be one of (?P<word>.+) but got (?P<got>.+)$`), "cli.one_of"},
	{regexp.MustCompile(`^(?P<flag>--\S+): expected .+ but got "EOL"`), "cli.no_value"},
	{regexp.MustCompile(`^(?P<flag>--\S+): .+ but got (?P<got>"[^"]*")`), "cli.bad_value"},
}

// wrongCall says what is wrong with a command line.
func wrongCall(l *i18n.Local, err error) string {
	for _, c := range complaints {
		m := c.said.FindStringSubmatch(err.Error())
		if m == nil {
			continue
		}
		var pairs []any
		for i, name := range c.said.SubexpNames() {
			if name != "" {
				pairs = append(pairs, name, m[i])
			}
		}
		said := l.T(c.key, pairs...)
		if i := c.said.SubexpIndex("near"); i > 0 && m[i] != "" {
			said += " " + l.T("cli.did_you_mean", "near", m[i])
		}
		return l.T("cli.usage", "reason", said)
	}
	return l.T("cli.usage", "reason", err.Error()+".")
}
