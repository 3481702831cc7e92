// Command passerelle is the whole product: one program, one sub-command a
// file. It exits with 0 when the work is done, 1 when it was refused or is
// incomplete, 2 when it was called wrongly, or could not look at what it was to
// check.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"
	_ "time/tzdata" // opening hours need zones, and a bare machine has none

	"github.com/alecthomas/kong"

	"passerelle/internal/config"
	"passerelle/internal/fault"
	"passerelle/internal/i18n"
)

// Exit codes that scripts rely on.
const (
	exitDone    = 0
	exitRefused = 1
	exitUsage   = 2
)

// cli is the command line; its help texts are keys of the catalogue (see texts).
type cli struct {
	Serve       serveCmd       `cmd:"" help:"cli.serve"`
	Demo        demoCmd        `cmd:"" help:"cli.demo"`
	Import      importCmd      `cmd:"" help:"cli.import"`
	Export      exportCmd      `cmd:"" help:"cli.export"`
	Migrate     migrateCmd     `cmd:"" help:"cli.migrate"`
	Check       checkCmd       `cmd:"" help:"cli.check"`
	HSDS        hsdsCheckCmd   `cmd:"" name:"hsds-check" help:"cli.hsds_check"`
	Admin       adminCmd       `cmd:"" help:"cli.admin"`
	Account     accountCmd     `cmd:"" help:"cli.account"`
	Steward     stewardCmd     `cmd:"" help:"cli.steward"`
	Institution institutionCmd `cmd:"" help:"cli.institution"`
	Alert       alertCmd       `cmd:"" help:"cli.alert"`
	Version     versionCmd     `cmd:"" help:"cli.version"`
}

// run is what a command is given.
type run struct {
	ctx    context.Context
	out    io.Writer
	log    *slog.Logger
	bundle *i18n.Bundle
	say    *i18n.Local
}

func (r *run) println(key string, pairs ...any) { fmt.Fprintln(r.out, r.say.T(key, pairs...)) }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := Run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// Run is main without the process, for tests.
func Run(ctx context.Context, args []string, out, errs io.Writer) int {
	bundle, err := i18n.New()
	if err != nil {
		fmt.Fprintln(errs, err)
		return exitRefused
	}
	r := &run{ctx: ctx, out: out, bundle: bundle, say: bundle.In(config.Language()), log: slog.New(slog.NewJSONHandler(errs, nil))}
	ended := -1
	parser, err := kong.New(&cli{}, kong.Name("passerelle"), kong.Description(r.say.T("cli.about")),
		kong.Writers(out, errs), kong.Exit(func(code int) { ended = code }), kong.Vars(config.KeepVars()), texts(r.say), helpIn(r.say), kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if err != nil {
		fmt.Fprintln(errs, err)
		return exitRefused
	}
	k, err := parser.Parse(args)
	if ended >= 0 {
		return ended // --help was asked for and given
	}
	if err != nil {
		fmt.Fprintln(errs, wrongCall(r.say, err))
		return exitUsage
	}
	if err := k.Run(r); err != nil {
		return r.refuse(errs, err)
	}
	return exitDone
}

// manuals are what --help of a command tells above its options: what it is for,
// and lines that can be copied.
var manuals = map[string]string{
	"serve": "cli.serve_manual", "demo": "cli.demo_manual", "import": "cli.import_manual", "export": "cli.export_manual",
	"migrate": "cli.migrate_manual", "check": "cli.check_manual", "hsds-check": "cli.hsds_check_manual", "admin": "cli.admin_manual", "account": "cli.account_manual", "steward": "cli.steward_manual",
	"institution": "cli.institution_manual", "alert": "cli.alert_manual",
}

// texts puts the catalogue's texts where the command line names their keys, and
// the manuals of commands in their places. (As variables of the parser they would
// be read again for each option of each command, at each start.)
func texts(l *i18n.Local) kong.Option {
	say := func(help *string) {
		if strings.HasPrefix(*help, "cli.") {
			*help = l.T(*help)
		}
	}
	return kong.PostBuild(func(k *kong.Kong) error {
		k.Model.HelpFlag.Help = l.T("cli.help_help")
		for _, c := range k.Model.Children {
			if key := manuals[c.Name]; key != "" {
				c.Detail = l.T(key)
			}
		}
		return kong.Visit(k.Model, func(v kong.Visitable, next kong.Next) error {
			switch v := v.(type) {
			case *kong.Node:
				say(&v.Help)
			case *kong.Value:
				say(&v.Help)
			}
			return next(nil)
		})
	})
}

// errUsage has refuse answer "called wrongly".
var errUsage = errors.New("wrong use")

// refuse says why, to the operator, in their language; the cause is shown where
// no sentence was written for it, or where it is one of the machine's.
func (r *run) refuse(errs io.Writer, err error) int {
	code := exitRefused
	if errors.Is(err, errUsage) {
		code = exitUsage
	}
	if r.ctx.Err() != nil { // what was under way says it was interrupted, each part in its own words
		fmt.Fprintln(errs, r.say.T("cli.stopped"))
		return exitRefused
	}
	if fs := fault.FieldsOf(err); len(fs) > 0 {
		for _, f := range fs {
			fmt.Fprintln(errs, r.say.T("cli.at_option", "field", f.Field, "reason", r.say.T(f.Key, f.Args...)))
		}
		return exitUsage
	}
	if key, args := fault.KeyOf(err); key != "" && r.say.T(key) != key {
		fmt.Fprintln(errs, r.say.T("cli.refused", "reason", r.say.T(key, args...)))
		// A sentence for whoever waits says nothing of a full disk or a wrong
		// password to whoever can mend it.
		if f := (*fault.Error)(nil); errors.As(err, &f) && f.Kind == fault.Unavailable && f.Unwrap() != nil {
			fmt.Fprintln(errs, r.say.T("cli.cause", "reason", f.Unwrap().Error()))
		}
		return code
	}
	fmt.Fprintln(errs, r.say.T("cli.internal", "reason", err.Error()))
	return code
}
