package kill

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/id"
	"passerelle/test/live"
)

func TestMain(m *testing.M) { live.Main(m) }

// kills is how often the program is ended: 200, or PASSERELLE_TEST_KILLS.
func kills(t *testing.T, usual int) int {
	t.Helper()
	s := os.Getenv("PASSERELLE_TEST_KILLS")
	if s == "" {
		return usual
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		t.Fatalf("PASSERELLE_TEST_KILLS=%q", s)
	}
	return n
}

// clients write at the same time, and as many gateways bring text messages.
const clients = 4

// TestKillDuringWrites reports closed doors (the simplest act of the public), and
// brings text messages as a gateway does, while the program is killed again and
// again.
func TestKillDuringWrites(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		address := filepath.Join(t.TempDir(), "kill.db")
		loop(t, address, address+".keys", kills(t, 200))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		address := dbtest.Address(t, db.Postgres)
		loop(t, address, filepath.Join(t.TempDir(), "kill.keys"), kills(t, 200))
	})
}

func loop(t *testing.T, address, keys string, times int) {
	t.Helper()
	settings := []string{"--db", address, "--keys", keys}
	live.Must(t, append([]string{"import", "testdata/hsds"}, settings...)...)
	serve := append([]string{"serve", "--listen", "127.0.0.1:0", "--conns", "2", "--sms-secret", gatewaySecret}, settings...)

	doors, texts, service := NewLedger(), NewLedger(), ""
	start := time.Now()
	for cycle := range times {
		p, err := live.Launch(serve...)
		if err != nil {
			t.Fatalf("cycle %d: the program does not come back: %v", cycle, err)
		}
		if service == "" {
			service = anyService(t, p.URL)
		}
		closed, brought := doors.Take(), texts.Take()
		var wg sync.WaitGroup
		for c := range clients {
			name := fmt.Sprintf("%d-%d", cycle, c)
			wg.Go(func() {
				write(doors, name, share(closed, c), func(h *http.Client, act string) (bool, error) {
					status, err := report(h, p.URL, service, act)
					return status == http.StatusSeeOther, err
				})
			})
			wg.Go(func() {
				write(texts, name, share(brought, c), func(h *http.Client, act string) (bool, error) { return bring(h, p.URL, act) })
			})
		}
		// Once something of each was acknowledged, at any moment: in the middle of
		// writes, whatever else the machine is doing.
		doors.WaitFor(doors.Count()+1, 10*time.Second)
		texts.WaitFor(texts.Count()+1, 10*time.Second)
		time.Sleep(time.Duration(rand.IntN(40)) * time.Millisecond)
		p.Kill()
		wg.Wait()
		if cycle%50 == 49 {
			live.Must(t, append([]string{"check"}, settings...)...)
		}
	}
	live.Must(t, append([]string{"check"}, settings...)...)
	k := look(t, address, keys)
	defer k.close()
	for _, kind := range []struct {
		name   string
		ledger *Ledger
		stored map[string]int
	}{{"doors", doors, k.doors(t)}, {"texts", texts, k.texts(t, texts)}} {
		for _, f := range kind.ledger.Judge(kind.stored) {
			t.Error(kind.name, f)
		}
		if n := kind.ledger.Count(); n < times {
			t.Errorf("only %d %s were acknowledged in %d cycles: nothing was written when it was killed", n, kind.name, times)
		} else {
			t.Logf("%d kills, %d %s acknowledged, %d without an answer, %s a cycle", times, n, kind.name, len(kind.ledger.Take()),
				(time.Since(start) / time.Duration(times)).Round(time.Millisecond))
		}
	}
}

// share deals the acts to send again.
func share(acts []string, client int) (mine []string) {
	for i, a := range acts {
		if i%clients == client {
			mine = append(mine, a)
		}
	}
	return mine
}

// write sends acts until the program is gone: first those without an answer.
func write(l *Ledger, name string, again []string, send func(h *http.Client, act string) (done bool, err error)) {
	c := &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: 1},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Timeout:       5 * time.Second,
	}
	defer c.CloseIdleConnections()
	for i := 0; ; i++ {
		act := fmt.Sprintf("act-%s-%d", name, i)
		if i < len(again) {
			act = again[i]
		}
		l.Sent(act)
		switch done, err := send(c, act); {
		case err != nil:
			return // gone: the act stays without an answer
		case done:
			l.Acked(act)
		default:
			return // busy or refused: not acknowledged, so it is sent again
		}
	}
}

// report says that a door was closed, as the form does; its words carry the
// act's id, so that it can be counted afterwards.
func report(c *http.Client, base, service, act string) (status int, err error) {
	form := url.Values{"act": {id.Derived("kill", act)}, "reason": {"full"}, "words": {act}}
	req, err := http.NewRequest(http.MethodPost, base+service+"/porte", strings.NewReader(form.Encode()))
	if err != nil {
		return 0, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", base)
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	resp, err := c.Do(req)
	if err != nil {
		return 0, err
	}
	io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
	return resp.StatusCode, nil
}

var serviceLink = regexp.MustCompile(`href="(/fr/service/[^"/?#]+)"`)

func anyService(t *testing.T, base string) string {
	t.Helper()
	resp, err := http.Get(base + "/fr/services")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	page, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	m := serviceLink.FindSubmatch(page)
	if m == nil {
		t.Fatalf("no service on the list:\n%.2000s", page)
	}
	return string(m[1])
}
