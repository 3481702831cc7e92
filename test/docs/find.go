package docs

import (
	"regexp"
	"strings"
)

// Mention is a name that a document gives as existing.
type Mention struct {
	Line int
	Kind string // make, command, path, link
	Text string
}

// Block is a fenced block of a document.
type Block struct {
	Line     int
	Language string
	Runnable bool
	Code     string
}

var (
	fence     = regexp.MustCompile("^\\s*```(.*)$")
	inline    = regexp.MustCompile("`([^`]+)`")
	makeCall  = regexp.MustCompile(`(?:^|[\s;&|(])make ([a-z][a-z-]*)`)
	program   = regexp.MustCompile(`(?:^|[\s;&|(/])passerelle ([a-z][a-z-]*)((?:[^;&|#]|\\\n)*)`)
	longFlag  = regexp.MustCompile(`(?:^|[\s\[])(--[a-z][a-z-]*)`)
	treePath  = regexp.MustCompile(`^(?:\./)?((?:internal|cmd|test|docs|bench|examples?)/[\w./-]*\w)/?$`)
	codeRef   = regexp.MustCompile(`^((?:internal|cmd|test)/[\w./-]+\.\w+)(?::\w+)?$`)
	mdLink    = regexp.MustCompile(`!?\[[^\]]*\]\(([^)\s]+)[^)]*\)`)
	shellKind = map[string]bool{"sh": true, "bash": true, "shell": true, "console": true}
)

// Read finds what a document claims.
func Read(text string) (mentions []Mention, blocks []Block) {
	var open *Block
	for i, line := range strings.Split(text, "\n") {
		n := i + 1
		if m := fence.FindStringSubmatch(line); m != nil {
			if open != nil {
				blocks = append(blocks, *open)
				open = nil
				continue
			}
			words := strings.Fields(m[1])
			open = &Block{Line: n}
			if len(words) > 0 {
				open.Language = words[0]
				open.Runnable = strings.Contains(m[1], "runnable")
			}
			continue
		}
		if open != nil {
			open.Code += line + "\n"
			if shellKind[open.Language] {
				mentions = append(mentions, commands(n, strings.TrimPrefix(strings.TrimSpace(line), "$ "))...)
			}
			continue
		}
		for _, m := range inline.FindAllStringSubmatch(line, -1) {
			mentions = append(mentions, commands(n, m[1])...)
			if p := treePath.FindStringSubmatch(m[1]); p != nil {
				mentions = append(mentions, Mention{n, "path", p[1]})
			} else if p := codeRef.FindStringSubmatch(m[1]); p != nil {
				mentions = append(mentions, Mention{n, "path", p[1]})
			}
		}
		for _, m := range mdLink.FindAllStringSubmatch(line, -1) {
			if target, _, _ := strings.Cut(m[1], "#"); target != "" && !strings.Contains(target, ":") {
				mentions = append(mentions, Mention{n, "link", target})
			}
		}
	}
	return mentions, blocks
}

// commands finds calls of make and of the program in a line of code.
func commands(n int, code string) (out []Mention) {
	code, _, _ = strings.Cut(code, " # ")
	for _, m := range makeCall.FindAllStringSubmatch(code, -1) {
		out = append(out, Mention{n, "make", m[1]})
	}
	for _, m := range program.FindAllStringSubmatch(code, -1) {
		call := m[1]
		for _, f := range longFlag.FindAllStringSubmatch(m[2], -1) {
			call += " " + f[1]
		}
		out = append(out, Mention{n, "command", call})
	}
	return out
}
