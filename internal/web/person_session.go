package web

import (
	"crypto/hmac"
	"strconv"
	"strings"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/fault"
)

// threadIdle is how long a person's page stays open on a phone that may be
// shared. Each page prolongs it.
const threadIdle = 10 * time.Minute

// openThread has the browser show the person's page from now on. The cookie
// names the thread and an instant, signed; the five words are nowhere in it.
func (s *Site) openThread(v *Visit, by access.Actor) {
	until := strconv.FormatInt(s.Clock.Now().Add(threadIdle).Unix(), 10)
	cookie(v, threadCookie, string(by.Thread())+"."+until+"."+s.threadMark(string(by.Thread()), until))
}

func (s *Site) threadMark(thread, until string) string {
	return s.Keys.Fingerprint("thread-cookie", thread+"."+until)
}

// identifyPerson reads the cookie and asks that the thread still lives: a
// thread replaced a moment ago opens nothing.
func (s *Site) identifyPerson(v *Visit) error {
	c, err := v.R.Cookie(threadCookie)
	if err != nil {
		return errThread
	}
	parts := strings.Split(c.Value, ".")
	if len(parts) != 3 || !hmac.Equal([]byte(parts[2]), []byte(s.threadMark(parts[0], parts[1]))) {
		return errThread
	}
	until, err := strconv.ParseInt(parts[1], 10, 64)
	if err != nil || s.Clock.Now().Unix() >= until {
		return errThread
	}
	by, err := s.Consent.Resume(v.R.Context(), s.Region, access.Thread(parts[0]))
	if fault.Is(err, fault.NotFound) {
		return errThread
	}
	if err != nil {
		return err
	}
	v.By = by
	s.openThread(v, by)
	return nil
}
