package intake

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"path"
	"strings"
	"syscall"
	"time"
)

// Fetcher fetches files for imports.
type Fetcher struct {
	// Permits says which addresses may be connected to, once a name was
	// resolved. nil: public ones only, so that nobody reads through us what is
	// inside the installation.
	Permits func(netip.Addr) bool
	// MaxBytes is how much is taken; more is refused.
	MaxBytes int64
	Timeout  time.Duration
}

// DefaultFetcher takes what an upload may be, within ten minutes.
var DefaultFetcher = Fetcher{MaxBytes: MaxBytes, Timeout: 10 * time.Minute}

// MaxBytes is how large a file may be that comes through the web.
const MaxBytes = 256 << 20

// unfetched is a reason why nothing was fetched. Its text is a key of the
// catalogue: people read it.
type unfetched string

func (u unfetched) Error() string { return "not fetched: " + string(u) }

// The reasons.
const (
	errForbidden unfetched = "import_task.address_inside"
	errTooMuch   unfetched = "import_task.address_large"
	errAnswer    unfetched = "import_task.address_answer"
	errReach     unfetched = "import_task.address_reach"
	errNothing   unfetched = "import_task.address_empty"
)

// mostRedirects is how far an address may send us on.
const mostRedirects = 5

// Get opens what stands at an address. Its name is what the server calls it,
// else the end of the address.
func (f Fetcher) Get(ctx context.Context, address string) (body io.ReadCloser, name string, err error) {
	permits := f.Permits
	if permits == nil {
		permits = public
	}
	dialer := &net.Dialer{Timeout: 20 * time.Second, Control: func(_, at string, _ syscall.RawConn) error {
		where, err := netip.ParseAddrPort(at) // after the name was resolved: a name may answer otherwise the second time
		if err != nil || !permits(where.Addr().Unmap()) {
			return errForbidden
		}
		return nil
	}}
	client := &http.Client{
		Timeout:   f.Timeout,
		Transport: &http.Transport{DialContext: dialer.DialContext, TLSHandshakeTimeout: 20 * time.Second, ResponseHeaderTimeout: time.Minute, DisableKeepAlives: true},
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			if len(via) > mostRedirects || r.URL.Scheme != "https" && r.URL.Scheme != "http" {
				return errAnswer
			}
			return nil
		},
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, "", errReach
	}
	r.Header.Set("User-Agent", "Passerelle")
	r.Header.Set("Accept", "text/csv, application/json, application/zip, */*;q=0.5")
	answer, err := client.Do(r)
	if err != nil {
		switch {
		case errors.As(err, new(unfetched)), ctx.Err() != nil:
			return nil, "", err
		}
		return nil, "", fmt.Errorf("%w: %w", errReach, err)
	}
	if answer.StatusCode != http.StatusOK {
		return nil, "", errors.Join(errAnswer, answer.Body.Close())
	}
	return limited{&io.LimitedReader{R: answer.Body, N: f.MaxBytes + 1}, answer.Body}, nameOf(answer), nil
}

// limited fails once more was read than may be.
type limited struct {
	*io.LimitedReader
	io.Closer
}

func (l limited) Read(b []byte) (int, error) {
	n, err := l.LimitedReader.Read(b)
	if l.N <= 0 {
		return 0, errTooMuch
	}
	return n, err
}

func nameOf(answer *http.Response) string {
	if _, told, err := mime.ParseMediaType(answer.Header.Get("Content-Disposition")); err == nil && told["filename"] != "" {
		return told["filename"]
	}
	name := path.Base(answer.Request.URL.Path)
	if !strings.Contains(name, ".") {
		if kind, _, _ := mime.ParseMediaType(answer.Header.Get("Content-Type")); kind == "text/csv" {
			return name + ".csv"
		}
	}
	return name
}

// public addresses are those of the Internet at large.
func public(a netip.Addr) bool {
	return a.IsGlobalUnicast() && !a.IsPrivate() && !a.IsLoopback() && !a.IsLinkLocalUnicast() && !inside(a)
}

// inside are ranges that IsPrivate does not name: carrier-grade NAT, "this
// network", benchmarks, documentation, and the ways in which IPv6 carries IPv4.
func inside(a netip.Addr) bool {
	for _, p := range reserved {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

var reserved = func() (all []netip.Prefix) {
	for _, s := range []string{"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
		"64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2001:db8::/32", "2002::/16", "fec0::/10"} {
		all = append(all, netip.MustParsePrefix(s))
	}
	return all
}()

// fetch brings the file of a task's address into the task. When it cannot be
// had, the task ends with the reason.
func (w *work) fetch(ctx context.Context) error {
	if err := w.Directory.DropParts(ctx, w.by, w.task.ID); err != nil { // of a fetch that was cut off
		return err
	}
	body, name, err := w.Fetcher.Get(ctx, w.task.Address)
	var size int64
	if err == nil {
		size, err = w.keep(ctx, body)
	}
	if err == nil && size == 0 {
		err = errNothing
	}
	if why := unfetched(""); errors.As(err, &why) {
		return w.refuse(ctx, string(why), nil, nil)
	}
	if err != nil {
		return err
	}
	w.task.Size, w.task.File = size, name
	return w.Directory.Fetched(ctx, w.by, w.task.ID, w.task.Step, name, size)
}

// keep stores what is read in parts.
func (w *work) keep(ctx context.Context, body io.ReadCloser) (size int64, err error) {
	defer func() { err = errors.Join(err, body.Close()) }()
	return Store(ctx, w.Directory, w.by, w.task.ID, body)
}
