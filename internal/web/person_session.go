package web

import (
	"crypto/hmac"
	"strconv"
	"strings"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/fault"
	"passerelle/internal/id"
)

// A person's page stays open on a phone that may be shared for threadIdle after
// the last page read, and for threadLife in all; then the five words again.
const (
	threadIdle = 10 * time.Minute
	threadLife = time.Hour
)

// threadSession is the visit of a person: which thread, which visit of it,
// since when and until when. The cookie holds it signed; the five words are
// nowhere in it.
type threadSession struct {
	thread, visit string
	began, until  int64 // seconds of Unix
}

func (t threadSession) String() string {
	return strings.Join([]string{t.thread, t.visit, strconv.FormatInt(t.began, 10), strconv.FormatInt(t.until, 10)}, ".")
}

// visitBytes tell one visit from another, so that one can be closed.
const visitBytes = 9

// openThread has the browser show the person's page from now on.
func (s *Site) openThread(v *Visit, by access.Actor) {
	s.keepThread(v, threadSession{thread: string(by.Thread()), visit: id.Secret(visitBytes), began: s.Clock.Now().Unix()})
}

func (s *Site) keepThread(v *Visit, t threadSession) {
	now := s.Clock.Now()
	t.until = min(now.Add(threadIdle).Unix(), time.Unix(t.began, 0).Add(threadLife).Unix())
	cookie(v, threadCookie, t.String()+"."+s.Keys.Fingerprint("thread-cookie", t.String()))
}

// threadOf reads the cookie; ok is false for one that we did not sign, or whose
// time is over.
func (s *Site) threadOf(v *Visit) (t threadSession, ok bool) {
	c, err := v.R.Cookie(threadCookie)
	if err != nil {
		return t, false
	}
	said, mark, _ := cutLast(c.Value, ".")
	if !hmac.Equal([]byte(mark), []byte(s.Keys.Fingerprint("thread-cookie", said))) {
		return t, false
	}
	parts := strings.Split(said, ".")
	if len(parts) != 4 {
		return t, false
	}
	t.thread, t.visit = parts[0], parts[1]
	var err1, err2 error
	t.began, err1 = strconv.ParseInt(parts[2], 10, 64)
	t.until, err2 = strconv.ParseInt(parts[3], 10, 64)
	return t, err1 == nil && err2 == nil && s.Clock.Now().Unix() < t.until
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// identifyPerson asks that the thread still lives and the visit was not closed:
// a thread replaced a moment ago opens nothing, nor does a cookie that somebody
// copied before its owner pressed Terminer.
func (s *Site) identifyPerson(v *Visit) error {
	t, ok := s.threadOf(v)
	if !ok {
		return errThread
	}
	by, err := s.Consent.Resume(v.R.Context(), s.Region, access.Thread(t.thread), t.visit)
	if fault.Is(err, fault.NotFound) {
		return errThread
	}
	if err != nil {
		return err
	}
	v.By = by
	s.keepThread(v, t)
	return nil
}
