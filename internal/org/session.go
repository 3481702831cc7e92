package org

import (
	"time"

	"passerelle/internal/access"
	"passerelle/internal/fault"
)

// The life of a session: idle and in all. Activity is written at most once a
// minute, so a session may end up to a minute early, never late.
const (
	Idle     = 15 * time.Minute
	Absolute = 8 * time.Hour
	touch    = time.Minute
)

// Session is one just opened. Token is for the browser's cookie alone; the
// database knows its fingerprint.
type Session struct {
	Token   string
	Half    string // instead of Token: a second step is asked, see FinishSignIn
	Worker  access.Worker
	Expires time.Time
}

const tokenBytes = 32

func (s *Service) sessionPrint(token string) string { return s.keys.OfSession(token) }

// sessionOver is the one answer for a session that is unknown, ended or too
// old.
func sessionOver() error { return fault.New(fault.NotFound, "org.session_over") }
