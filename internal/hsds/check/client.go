package check

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"time"

	"passerelle/internal/clock"
)

// Limits bound what a feed can cost.
type Limits struct {
	Body    int64         // bytes of one answer, and of one line of a stream
	Stream  int64         // bytes of a stream
	Pages   int           // of a list, when all are walked
	Whole   int           // records of a list that is read whole when not all ids are asked for
	Timeout time.Duration // of one answer
	Slow    time.Duration // of a stream
	Wait    time.Duration // how long a feed may have us wait before one answer
	Tries   int           // how often it may have us come back
}

// UsualLimits are generous for feeds that are well.
var UsualLimits = Limits{
	Body: 32 << 20, Stream: 1 << 30, Pages: 20_000, Whole: 10_000,
	Timeout: 30 * time.Second, Slow: 10 * time.Minute, Wait: 2 * time.Minute, Tries: 3,
}

// Why there is no answer.
var (
	errRedirects = errors.New("redirected too often, or to something that is not http")
	errTooLarge  = errors.New("larger than is read")
)

// mostRedirects is how far an answer may send us on.
const mostRedirects = 5

// client asks one thing at a time.
type client struct {
	http     *http.Client
	limits   Limits
	language string
	wait     func(context.Context, time.Duration) error
	asked    int
	progress func(requests int)
}

func newClient(o Options) *client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxConnsPerHost = 1
	transport.MaxResponseHeaderBytes = 256 << 10
	c := &client{limits: o.Limits, language: o.Language, wait: o.wait, progress: o.Progress, http: &http.Client{
		Transport: transport,
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			if len(via) > mostRedirects || r.URL.Scheme != "http" && r.URL.Scheme != "https" {
				return errRedirects
			}
			return nil
		},
	}}
	if c.wait == nil {
		c.wait = sleep
	}
	return c
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// reply is an answer whose body is still to be read.
type reply struct {
	status int
	kind   string // media type, without parameters
	body   io.Reader
	close  func()
}

// open asks, and comes back when it is told to.
func (c *client) open(ctx context.Context, method, address, accept string, timeout time.Duration) (*reply, error) {
	for try := 1; ; try++ {
		a, again, err := c.once(ctx, method, address, accept, timeout)
		if err != nil || again == 0 || again > c.limits.Wait || try >= c.limits.Tries {
			return a, err
		}
		a.close()
		if err := c.wait(ctx, again); err != nil {
			return nil, err
		}
	}
}

// once asks once; again is how long to wait before asking again, 0 when this
// is the answer.
func (c *client) once(ctx context.Context, method, address, accept string, timeout time.Duration) (_ *reply, again time.Duration, err error) {
	ctx, stop := context.WithTimeout(ctx, timeout)
	r, err := http.NewRequestWithContext(ctx, method, address, nil)
	if err != nil {
		stop()
		return nil, 0, err
	}
	r.Header.Set("User-Agent", "passerelle hsds-check")
	r.Header.Set("Accept", accept)
	if c.language != "" {
		r.Header.Set("Accept-Language", c.language)
	}
	c.asked++
	if c.progress != nil {
		c.progress(c.asked)
	}
	res, err := c.http.Do(r)
	if err != nil {
		stop()
		return nil, 0, err
	}
	kind, _, _ := mime.ParseMediaType(res.Header.Get("Content-Type"))
	a := &reply{status: res.StatusCode, kind: kind, body: res.Body, close: func() {
		_ = res.Body.Close() // what was needed of it was read
		stop()
	}}
	if a.status == http.StatusTooManyRequests || a.status == http.StatusServiceUnavailable {
		again = comeBack(res.Header.Get("Retry-After"))
	}
	return a, again, nil
}

// comeBack reads Retry-After: seconds, or a date.
func comeBack(said string) time.Duration {
	const usual, least = 5 * time.Second, time.Second
	if n, err := strconv.Atoi(said); err == nil && n >= 0 {
		return max(least, time.Duration(min(n, 1<<20))*time.Second)
	}
	if at, err := http.ParseTime(said); err == nil {
		return max(least, at.Sub(clock.System().Now()))
	}
	return usual
}

// whole reads a body that must not be larger than is allowed.
func (c *client) whole(a *reply) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(a.body, c.limits.Body+1))
	if err == nil && int64(len(b)) > c.limits.Body {
		err = errTooLarge
	}
	return b, err
}
