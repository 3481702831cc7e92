package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// oldestPostgres is the oldest server that Passerelle promises to run on.
const oldestPostgres = 15

type tools struct {
	postgresBin     string // folder of initdb and postgres
	postgresVersion string
	chromium        string
}

// findTools finds what the tests need, installs what is missing when it may
// (Debian, as root), and otherwise says what to install.
func findTools(ctx context.Context) (tools, error) {
	t, missing := lookForTools(ctx)
	if len(missing) == 0 {
		return t, nil
	}
	if !canInstall() {
		return t, fmt.Errorf("make test needs:\n%s\n\nOn Debian or Ubuntu:\n  apt-get install -y --no-install-recommends postgresql chromium-headless-shell poppler-utils\n"+
			"(as root, make test does it by itself)\nOn macOS:\n  brew install postgresql@15 poppler && brew install --cask chromium\n"+
			"Elsewhere, put initdb and postgres on the PATH, and the browser on the PATH or in PASSERELLE_TEST_CHROMIUM.",
			indent(strings.Join(missing, "\n")))
	}
	if err := install(ctx, missing); err != nil {
		return t, err
	}
	t, missing = lookForTools(ctx)
	if len(missing) > 0 {
		return t, fmt.Errorf("still missing after the installation:\n%s", indent(strings.Join(missing, "\n")))
	}
	return t, nil
}

func lookForTools(ctx context.Context) (t tools, missing []string) {
	var seen string
	t.postgresBin, t.postgresVersion, seen = lookForPostgres(ctx)
	if t.postgresBin == "" {
		m := fmt.Sprintf("PostgreSQL server, version %d or later (programs initdb and postgres)", oldestPostgres)
		if seen != "" {
			m += "; found only version " + seen
		}
		missing = append(missing, m)
	}
	if t.chromium = lookForChromium(); t.chromium == "" {
		missing = append(missing, "Chromium or Chrome (program chromium, chromium-browser or google-chrome)")
	}
	for _, name := range []string{"pdfinfo", "pdftotext", "pdftoppm"} {
		if _, err := exec.LookPath(name); err != nil {
			missing = append(missing, "Poppler, to read printed pages (programs pdfinfo, pdftotext and pdftoppm)")
			break
		}
	}
	return t, missing
}

var versionPattern = regexp.MustCompile(`\d+(\.\d+)*`)

// lookForPostgres returns the newest usable server. Debian keeps the server
// programs out of the PATH, one folder a version.
func lookForPostgres(ctx context.Context) (bin, version, tooOld string) {
	var dirs []string
	if p, err := exec.LookPath("postgres"); err == nil {
		// Some put one link on the PATH; the other programs lie beside its target.
		if p, err = filepath.EvalSymlinks(p); err == nil {
			dirs = append(dirs, filepath.Dir(p))
		}
	}
	for _, pattern := range []string{
		"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin",
		"/opt/homebrew/opt/postgresql@*/bin", "/usr/local/opt/postgresql@*/bin",
	} {
		found, _ := filepath.Glob(pattern) // the pattern is constant and right
		slices.Reverse(found)
		dirs = append(dirs, found...)
	}
	for _, d := range dirs {
		if !holds(d, "initdb", "pg_isready") {
			continue
		}
		out, err := exec.CommandContext(ctx, filepath.Join(d, "postgres"), "--version").Output()
		if err != nil {
			continue
		}
		v := versionPattern.FindString(string(out))
		major, _, _ := strings.Cut(v, ".")
		if n, _ := strconv.Atoi(major); n < oldestPostgres {
			tooOld = v
			continue
		}
		return d, v, ""
	}
	return "", "", tooOld
}

func holds(dir string, names ...string) bool {
	for _, n := range names {
		if _, err := os.Stat(filepath.Join(dir, n)); err != nil {
			return false
		}
	}
	return true
}

func lookForChromium() string {
	for _, name := range []string{
		os.Getenv("PASSERELLE_TEST_CHROMIUM"),
		"chromium-headless-shell", // the same engine without windows of its own: a quarter of the work
		"chromium", "chromium-browser", "google-chrome-stable", "google-chrome",
		"/Applications/Chromium.app/Contents/MacOS/Chromium",
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
	} {
		if name == "" {
			continue
		}
		if p, err := exec.LookPath(name); err == nil {
			return p
		}
	}
	return ""
}

// canInstall reports whether this is a Debian (or its child) where we are root.
func canInstall() bool {
	if os.Geteuid() != 0 {
		return false
	}
	if _, err := exec.LookPath("apt-get"); err != nil {
		return false
	}
	release, _ := os.ReadFile("/etc/os-release") // absent: not a Debian
	return isDebian(string(release))
}

var debianPattern = regexp.MustCompile(`(?m)^ID(_LIKE)?="?([a-z ]* )?debian\b`)

func isDebian(osRelease string) bool { return debianPattern.MatchString(osRelease) }

func install(ctx context.Context, missing []string) error {
	say("missing: %s", strings.Join(missing, "; "))
	if err := apt(ctx, "update", "-qq"); err != nil {
		return err
	}
	packages := []string{"install", "-y", "-qq", "--no-install-recommends"}
	for _, m := range missing {
		switch {
		case strings.HasPrefix(m, "PostgreSQL"):
			packages = append(packages, "postgresql")
		case strings.HasPrefix(m, "Poppler"):
			packages = append(packages, "poppler-utils")
		case exec.CommandContext(ctx, "apt-cache", "show", "chromium-headless-shell").Run() == nil:
			packages = append(packages, "chromium-headless-shell")
		default: // before Debian 12, and its children
			packages = append(packages, "chromium")
		}
	}
	return apt(ctx, packages...)
}

func apt(ctx context.Context, args ...string) error {
	say("apt-get %s", strings.Join(args, " "))
	cmd := command(ctx, append(os.Environ(), "DEBIAN_FRONTEND=noninteractive"), "apt-get", args...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("apt-get %s: %v\n%s", args[0], err, indent(string(out)))
	}
	return nil
}
