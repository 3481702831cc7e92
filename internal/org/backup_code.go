package org

import (
	"strconv"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/id"
)

// A sheet of backup codes is printed, for who has no phone of their own or lost
// it. Each opens once. Ten letters and digits that are not confused: fifty
// bits, which the limits of guess.go put out of reach.
const (
	backupCodes = 12
	backupChars = 10
)

// codesOf are the codes of a sheet, made from the form that asked for it: a
// form sent twice shows one sheet, and nothing that opens is stored.
func (s *Service) codesOf(w access.Worker, act string) []string {
	out := make([]string, backupCodes)
	for i := range out {
		c := id.CodeOf(backupChars, s.keys.Fingerprint("backup-code-made", string(w)+"|"+act+"|"+strconv.Itoa(i)))
		out[i] = c[:backupChars/2] + "-" + c[backupChars/2:]
	}
	return out
}

// codePrint is what is kept of a code, which opens for one worker alone.
func (s *Service) codePrint(w access.Worker, code string) string {
	return s.keys.Fingerprint("backup-code", string(w)+"|"+code)
}

// typedCode is what was typed without what people add: spaces, dashes, capitals.
func typedCode(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(s))
}
