package fhir

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"passerelle/internal/fault"
	"passerelle/internal/id"
	"passerelle/internal/partner"
)

// A subscription after the R5 backport 1.1.0 on R4, of the one topic that the
// guide names for tasks: by rest-hook, and by id alone.
const (
	backport    = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/"
	topicTask   = "http://hl7.org/fhir/us/sdoh-clinicalcare/SubscriptionTopic/Task"
	filterAt    = backport + "backport-filter-criteria"
	contentAt   = backport + "backport-payload-content"
	topicAt     = backport + "backport-topic-canonical"
	signedAt    = "urn:passerelle:notification-key"
	reasonMost  = 200
	addressMost = 500
)

// SubscriptionCreate keeps where a system wants to be told.
func SubscriptionCreate(a *API, c *Call) error {
	o, raw, err := c.resource("Subscription")
	if err != nil {
		return err
	}
	n, err := a.subscription(c, o)
	if err != nil {
		return err
	}
	sub, err := a.Partners.Subscribe(c.R.Context(), c.By, actOf(0, raw), n)
	if err != nil {
		return err
	}
	c.W.Header().Set("Location", c.Base+"/fhir/Subscription/"+sub.ID)
	return a.sendSubscription(c, http.StatusCreated, sub)
}

// Subscription reads one of the caller's own.
func Subscription(a *API, c *Call) error {
	if !id.IsUUID(c.R.PathValue("id")) {
		return missing()
	}
	sub, err := a.Partners.Subscription(c.R.Context(), c.By, c.R.PathValue("id"))
	if err != nil {
		return err
	}
	return a.sendSubscription(c, http.StatusOK, sub)
}

// SubscriptionUpdate ends one, or has its address tried again. Nothing else of it
// changes: for another address another is made.
func SubscriptionUpdate(a *API, c *Call) error {
	o, _, err := c.resource("Subscription")
	if err != nil {
		return err
	}
	name := c.R.PathValue("id")
	if text(o, "id") != name {
		return refusal(http.StatusBadRequest, "Subscription.id", "invalid", "fhir.id_other")
	}
	version, err := c.ifMatch()
	if err != nil {
		return err
	}
	if !id.IsUUID(name) {
		return missing()
	}
	now, err := a.Partners.Subscription(c.R.Context(), c.By, name)
	if err != nil {
		return err
	}
	to := partner.State(text(o, "status"))
	if to != partner.Off && to != partner.Requested {
		return broken("Subscription.status", "fhir.subscription_status")
	}
	o["status"] = string(partner.Requested)
	n, err := a.subscription(c, o)
	if err != nil {
		return err
	}
	for _, x := range []struct {
		at   string
		same bool
	}{
		{"Subscription.channel.endpoint", n.Endpoint == now.Endpoint}, {"Subscription.reason", n.Reason == now.Reason},
		{"Subscription.criteria", n.Side == now.Side}, {"Subscription.end", n.Ends.Equal(now.Ends)},
	} {
		if !x.same {
			return broken(x.at, "fhir.subscription_fixed")
		}
	}
	sub, err := a.Partners.Change(c.R.Context(), c.By, name, int64(version), to)
	if fault.Is(err, fault.Conflict) {
		return stale()
	}
	if err != nil {
		return err
	}
	return a.sendSubscription(c, http.StatusOK, sub)
}

// subscription reads what is asked for, and says of each fault where it is.
func (a *API) subscription(c *Call, o Object) (n partner.NewSubscription, err error) {
	if text(o, "status") != string(partner.Requested) {
		return n, broken("Subscription.status", "fhir.subscription_requested")
	}
	topic := text(o, "criteria")
	for _, x := range list(o, "extension") {
		if text(x, "url") == topicAt { // where the guide's own page still puts it
			topic = text(x, "valueUri") + text(x, "valueCanonical")
		}
	}
	if topic != topicTask {
		return n, broken("Subscription.criteria", "fhir.subscription_topic", "topic", topicTask)
	}
	if n.Side, err = c.side(o); err != nil {
		return n, err
	}
	channel := at(o, "channel")
	switch {
	case text(channel, "type") != "rest-hook":
		return n, refusal(http.StatusUnprocessableEntity, "Subscription.channel.type", "not-supported", "fhir.subscription_channel")
	case text(channel, "payload") != asFHIR:
		return n, refusal(http.StatusUnprocessableEntity, "Subscription.channel.payload", "not-supported", "fhir.subscription_payload")
	case len(list(channel, "header")) > 0: // a secret of theirs would be kept here for nothing
		return n, refusal(http.StatusUnprocessableEntity, "Subscription.channel.header", "not-supported", "fhir.subscription_header")
	}
	content := ""
	for _, x := range list(channel, "_payload", "extension") {
		if text(x, "url") == contentAt {
			content = text(x, "valueCode")
		}
	}
	if content != "id-only" {
		return n, broken("Subscription.channel.payload", "fhir.subscription_content")
	}
	n.Endpoint, n.Reason = text(channel, "endpoint"), text(o, "reason")
	if !Listed(a.Hosts, n.Endpoint) {
		return n, broken("Subscription.channel.endpoint", "fhir.subscription_host")
	}
	if utf8.RuneCountInString(n.Reason) > reasonMost {
		return n, refusal(http.StatusUnprocessableEntity, "Subscription.reason", "too-long", "fhir.subscription_reason", "most", reasonMost)
	}
	if end := text(o, "end"); end != "" {
		if n.Ends, err = time.Parse(time.RFC3339, end); err != nil || !n.Ends.After(c.now) {
			return n, broken("Subscription.end", "fhir.subscription_end")
		}
		n.Ends = n.Ends.UTC().Truncate(time.Millisecond)
	}
	return n, nil
}

// side reads the filter: on which side of a referral the caller's organisation
// stands. Another organisation's referrals are not told to anybody.
func (c *Call) side(o Object) (string, error) {
	side := ""
	for _, x := range list(o, "_criteria", "extension") {
		if text(x, "url") != filterAt {
			continue
		}
		kind, query, _ := strings.Cut(text(x, "valueString"), "?")
		q, err := url.ParseQuery(query)
		if err != nil || kind != "Task" || len(q) != 1 || side != "" {
			return "", broken("Subscription.criteria", "fhir.subscription_filter")
		}
		for name, values := range q {
			if !slices.Contains([]string{"owner", "requester"}, name) || len(values) != 1 || bare(c, values[0], "Organization") != string(c.By.Org()) {
				return "", broken("Subscription.criteria", "fhir.subscription_filter")
			}
			side = name
		}
	}
	return side, nil
}

// Listed reports whether an address is one that may be told something: https, on
// a host that the installation lists, with nothing secret in it.
func Listed(hosts []string, address string) bool {
	u, err := url.Parse(address)
	return err == nil && len(address) <= addressMost && u.Scheme == "https" && u.User == nil && u.RawQuery == "" && u.Fragment == "" && slices.Contains(hosts, u.Host)
}

func (a *API) sendSubscription(c *Call, status int, s partner.Subscription) error {
	o := Object{
		"resourceType": "Subscription", "id": s.ID, "meta": c.meta(s.Made), "status": string(s.State), "reason": s.Reason, "criteria": topicTask,
		"channel": Object{"type": "rest-hook", "endpoint": s.Endpoint, "payload": asFHIR, "_payload": Object{"extension": []any{Object{"url": contentAt, "valueCode": "id-only"}}}},
		// With this each notification is signed; it is told to this system alone.
		"extension": []any{Object{"url": signedAt, "valueString": a.Partners.Key(s.ID)}},
	}
	o["meta"].(Object)["versionId"] = etag(int(s.Version))[3 : len(etag(int(s.Version)))-1]
	if s.Side != "" {
		o["_criteria"] = Object{"extension": []any{Object{"url": filterAt, "valueString": "Task?" + s.Side + "=Organization/" + string(s.Org)}}}
	}
	if !s.Ends.IsZero() {
		o["end"] = instant(s.Ends)
	}
	if s.State == partner.Failed {
		o["error"] = c.say.T("fhir.subscription_silent")
	}
	c.W.Header().Set("ETag", etag(int(s.Version)))
	c.send(status, o)
	return nil
}
