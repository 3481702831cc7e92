package main

import (
	"context"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// command is exec.CommandContext with two habits: the child leads its own
// process group, so that an interrupt at the keyboard reaches us alone and we
// stop the children in order; and ending the context ends the whole group
// (go test and the test binaries, browsers and servers below it).
func command(ctx context.Context, env []string, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = env
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error {
		syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM)
		go func() { // those that do not listen
			time.Sleep(5 * time.Second)
			syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		}()
		return nil
	}
	cmd.WaitDelay = 8 * time.Second
	return cmd
}

func indent(s string) string {
	return "    " + strings.ReplaceAll(strings.TrimRight(s, "\n"), "\n", "\n    ")
}
