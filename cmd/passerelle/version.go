package main

import (
	"fmt"
	"runtime/debug"
)

// versionCmd says which build this is.
type versionCmd struct{}

// Version is the release; it changes with CHANGELOG.md.
const Version = "0.1.0"

// Run prints the version, the commit when the build knows it, and Go's.
func (versionCmd) Run(r *run) error {
	line := "passerelle " + Version
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				line += " " + s.Value
			}
		}
		line += " " + info.GoVersion
	}
	_, err := fmt.Fprintln(r.out, line)
	return err
}
