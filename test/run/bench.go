package main

import (
	"context"
	"os"
	"path/filepath"
)

// measure runs the measures of bench/, which is a module of its own, with a
// PostgreSQL beside it that waits for the disk like a real one.
func measure(ctx context.Context, t tools, tmp string, args []string) error {
	say("PostgreSQL %s, cluster of its own, durable", t.postgresVersion)
	pg, err := startCluster(ctx, t.postgresBin, filepath.Join(tmp, "pg"), nil)
	if err != nil {
		return err
	}
	defer pg.stop()
	if len(args) == 1 && args[0] == "./..." {
		args = nil // no pattern was given: all measures
	}
	bin := filepath.Join(tmp, "passerelle")
	if err := build(ctx, append(os.Environ(), "CGO_ENABLED=0"), false, bin); err != nil {
		return err
	}
	c := command(ctx, append(os.Environ(), "PASSERELLE_BENCH_POSTGRES="+pg.address, "PASSERELLE_TEST_BINARY="+bin, "CGO_ENABLED=0"), "go", append([]string{"run", "."}, args...)...)
	c.Dir, c.Stdout, c.Stderr = "bench", os.Stdout, os.Stderr
	return c.Run()
}
