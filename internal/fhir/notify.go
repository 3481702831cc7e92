package fhir

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"syscall"
	"time"

	"passerelle/internal/clock"
	"passerelle/internal/fault"
	"passerelle/internal/fhir/r4"
	"passerelle/internal/id"
	"passerelle/internal/job"
	"passerelle/internal/partner"
	"passerelle/internal/referral"
)

// SignedWith is the header that proves who sends a notification: "t=" and the
// second of Unix at which it was sent, "v1=" and the HMAC-SHA256, in hexadecimal,
// of that second, a dot and the body, under the subscription's key.
const SignedWith = "Passerelle-Signature"

// triesMost is how often an address is tried before its subscription is said to
// be in error. The queue waits longer each time.
const triesMost = 6

// Notifier tells systems that a referral moved: by its id and nothing else, and
// only what they could read at this very moment.
type Notifier struct {
	Partners *partner.Service
	Referral *referral.Service
	Client   *http.Client
	Hosts    []string // that the installation lists; no other is ever asked
	Clock    clock.Clock
}

// ends are the kinds of events after which a system that had a referral in hand
// may know that it is over, and no more.
var ends = map[string]bool{referral.WithdrawnKind: true, referral.DeclinedKind: true, referral.ExpiredKind: true, referral.CancelledKind: true}

// Told are the kinds of events that systems are told of.
var Told = []string{
	referral.SentKind, referral.ReceivedKind, referral.AssessingKind, referral.AcceptedKind, referral.DeclinedKind, referral.StartedKind, referral.ContactKind,
	referral.OutcomeKind, referral.ExpiredKind, referral.WithdrawnKind, referral.NotedKind, referral.CancelledKind,
}

// Greet is the handshake: an address that answers it well is told what follows.
func (n *Notifier) Greet(ctx context.Context, j job.Job) error {
	var t partner.Telling
	if err := j.Args(&t); err != nil {
		return err
	}
	sub, _, err := n.Partners.Live(ctx, t.Subscription)
	if fault.Is(err, fault.NotFound) || err == nil && sub.State != partner.Requested {
		return nil // ended meanwhile
	}
	if err != nil {
		return err
	}
	if err := n.send(ctx, sub, "handshake", sub.Told, nil); err != nil {
		return n.silent(ctx, j, sub, err)
	}
	return n.Partners.Settle(ctx, sub.ID, partner.Active)
}

// Tell tells of one event. What the system may know is asked here, at the moment
// at which it is told: after a withdrawal it learns nothing, or, when it had the
// referral in hand, that it ended.
func (n *Notifier) Tell(ctx context.Context, j job.Job) error {
	var t partner.Telling
	if err := j.Args(&t); err != nil {
		return err
	}
	sub, by, err := n.Partners.Live(ctx, t.Subscription)
	if fault.Is(err, fault.NotFound) || err == nil && sub.State != partner.Active {
		return nil // ended, or in error: its system reads anew when it asks again
	}
	if err != nil {
		return err
	}
	may := func() (bool, error) {
		side, follows, over, err := n.Referral.Knows(ctx, by, t.Referral)
		return (follows || over && ends[t.Kind]) && (sub.Side != "owner" || side == referral.Target) && (sub.Side != "requester" || side == referral.Source), err
	}
	// What a system may not know has no number in its subscription: by those that
	// it misses it would count how much happens between others.
	if ok, err := may(); err != nil || !ok {
		return err
	}
	number, err := n.Partners.Number(ctx, t)
	if err != nil {
		return err
	}
	if ok, err := may(); err != nil || !ok { // asked again: nothing comes between that and the sending
		return err
	}
	err = n.send(ctx, sub, "event-notification", number, []any{Object{"name": "notification-event", "part": []any{
		Object{"name": "event-number", "valueString": strconv.FormatInt(number, 10)},
		Object{"name": "timestamp", "valueInstant": instant(t.At)},
		Object{"name": "focus", "valueReference": reference("Task", string(t.Referral))},
	}}})
	if err != nil {
		return n.silent(ctx, j, sub, err)
	}
	return nil
}

// silent has the queue try again, or says that the address does not answer.
func (n *Notifier) silent(ctx context.Context, j job.Job, sub partner.Subscription, cause error) error {
	if j.Attempt < triesMost {
		return fault.New(fault.Unavailable, "error.unavailable").With(cause)
	}
	return n.Partners.Settle(ctx, sub.ID, partner.Failed)
}

// send posts one notification, signed. Only 2xx is an answer; no redirection is
// followed, and what is answered is not read.
func (n *Notifier) send(ctx context.Context, sub partner.Subscription, kind string, events int64, more []any) error {
	if !Listed(n.Hosts, sub.Endpoint) {
		return errors.New("fhir: the host of a subscription is listed no more")
	}
	body := r4.Write(notification(sub, n.Clock.Now(), kind, events, more))
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, sub.Endpoint, bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", asFHIR)
	r.Header.Set(SignedWith, Sign(n.Partners.Key(sub.ID), n.Clock.Now(), body))
	res, err := n.Client.Do(r)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	_, _ = io.CopyN(io.Discard, res.Body, 1<<10) // so that the connection may serve again
	if res.StatusCode < 200 || res.StatusCode > 299 {
		return fmt.Errorf("fhir: a subscription's address answered %d", res.StatusCode)
	}
	return nil
}

// Sign is the value of SignedWith.
func Sign(key string, at time.Time, body []byte) string {
	second := strconv.FormatInt(at.Unix(), 10)
	m := hmac.New(sha256.New, []byte(key))
	m.Write([]byte(second + "."))
	m.Write(body)
	return "t=" + second + ",v1=" + hex.EncodeToString(m.Sum(nil))
}

// notification is a Bundle whose first entry says what it is about.
func notification(sub partner.Subscription, now time.Time, kind string, events int64, more []any) Object {
	status := map[bool]string{true: "requested", false: "active"}[kind == "handshake"]
	said := Object{
		"resourceType": "Parameters", "id": id.Derived("notice", sub.ID, kind, strconv.FormatInt(events, 10)),
		"meta": Object{"profile": []any{backport + "backport-subscription-status-r4"}},
		"parameter": append([]any{
			Object{"name": "subscription", "valueReference": reference("Subscription", sub.ID)},
			Object{"name": "topic", "valueCanonical": topicTask},
			Object{"name": "status", "valueCode": status},
			Object{"name": "type", "valueCode": kind},
			Object{"name": "events-since-subscription-start", "valueString": strconv.FormatInt(events, 10)},
		}, more...),
	}
	return Object{"resourceType": "Bundle", "type": "history", "timestamp": instant(now), "entry": []any{Object{
		"fullUrl": "urn:uuid:" + said["id"].(string), "resource": said,
		"request": Object{"method": "GET", "url": "Subscription/" + sub.ID + "/$status"}, "response": Object{"status": "200"},
	}}}
}

// Outgoing is a client that reaches public addresses alone: a name that leads to
// this machine or to a private network leads nowhere, whatever it led to when it
// was listed.
func Outgoing() *http.Client {
	guard := func(_, address string, _ syscall.RawConn) error {
		a, err := netip.ParseAddrPort(address)
		if err != nil {
			return err
		}
		if ip := a.Addr().Unmap(); !ip.IsGlobalUnicast() || ip.IsPrivate() || netip.MustParsePrefix("100.64.0.0/10").Contains(ip) {
			return errors.New("fhir: a subscription's address is not public")
		}
		return nil
	}
	d := &net.Dialer{Timeout: 5 * time.Second, Control: guard}
	return &http.Client{
		Timeout:       10 * time.Second,
		Transport:     &http.Transport{DialContext: d.DialContext, TLSHandshakeTimeout: 5 * time.Second, MaxIdleConns: 10, IdleConnTimeout: time.Minute},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}
