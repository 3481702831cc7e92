package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"passerelle/internal/app"
	"passerelle/internal/clock"
	"passerelle/internal/config"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// checkCmd verifies the database and the log.
type checkCmd struct {
	config.Store
	Checkpoint string `name:"checkpoint" placeholder:"FILE" help:"cli.help_checkpoint"`
}

// Run says what is wrong, or that nothing is. With a checkpoint file that does
// not exist yet, it writes the newest one there, to be kept elsewhere.
func (c checkCmd) Run(r *run) (err error) {
	g, err := app.OpenGround(r.ctx, c.Store, app.MustExist, clock.System(), 2, r.log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, g.Close()) }()
	kept, missing, err := c.read(g.Keys.Verifier)
	if err != nil {
		return err
	}
	faults, err := g.DB.Check(r.ctx)
	if err != nil {
		return err
	}
	v, newest, err := verify(r, g, kept)
	if err == nil && v.Waiting > 0 && len(v.Faults) == 0 {
		// What a program left behind when it ended gets its place, so that it is
		// verified too; never before the rest was found in order.
		if err = g.Linker.Settle(r.ctx); err == nil {
			v, newest, err = verify(r, g, kept)
		}
	}
	if err != nil {
		return err
	}
	if v.Stale > 0 {
		v.Faults = append(v.Faults, event.Fault{Key: "log.stale", Args: []any{"n", v.Stale}})
	}
	for _, f := range v.Faults {
		faults = append(faults, r.say.T(f.Key, f.Args...))
	}
	if len(faults) > 0 {
		r.println("cli.check_faults")
		for _, f := range faults {
			fmt.Fprintln(r.out, "  "+f)
		}
		if err := g.Fits(r.ctx); err != nil {
			return err // then nothing is broken but the way here
		}
		return fault.New(fault.Conflict, "cli.check_broken")
	}
	r.println("cli.check_clean", "linked", v.Linked, "waiting", v.Waiting)
	if missing {
		return c.write(r, newest)
	}
	return nil
}

// verify looks at the log, and takes its newest checkpoint; "" when it is empty.
func verify(r *run, g *app.Ground, kept *event.Checkpoint) (v event.Verdict, newest string, err error) {
	err = g.DB.Read(r.ctx, func(tx *db.Tx) (err error) {
		if v, err = event.Verify(r.ctx, tx, g.Keys.Verifier, kept); err != nil {
			return err
		}
		newest, err = event.LatestCheckpoint(r.ctx, tx)
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		return err
	})
	return v, newest, err
}

func (c checkCmd) read(verifier string) (kept *event.Checkpoint, missing bool, err error) {
	if c.Checkpoint == "" {
		return nil, false, nil
	}
	b, err := os.ReadFile(c.Checkpoint)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, true, nil
	}
	if err != nil {
		return nil, false, fault.Field("checkpoint", "config.file_unreadable").With(err)
	}
	p, err := event.OpenCheckpoint(string(b), verifier)
	if err != nil {
		return nil, false, fault.New(fault.Conflict, "cli.checkpoint_unknown").With(err)
	}
	return &p, false, nil
}

func (c checkCmd) write(r *run, newest string) error {
	if newest == "" {
		r.println("cli.check_empty")
		return nil
	}
	if err := whole("checkpoint", c.Checkpoint, these([]byte(newest))); err != nil {
		return err
	}
	r.println("cli.check_written", "file", c.Checkpoint)
	return nil
}
