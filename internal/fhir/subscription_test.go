package fhir_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fhir"
	"passerelle/internal/fhir/r4"
	"passerelle/internal/referral"
)

// ear is a partner's server that is told.
type ear struct {
	*httptest.Server
	mu     sync.Mutex
	heard  []object
	raw    []string
	signed []string
	status int
}

func (w *world) ear() *ear {
	e := &ear{status: http.StatusOK}
	e.Server = httptest.NewTLSServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		e.mu.Lock()
		defer e.mu.Unlock()
		var o object
		_ = json.Unmarshal(b, &o)
		e.heard, e.raw, e.signed = append(e.heard, o), append(e.raw, string(b)), append(e.signed, r.Header.Get(fhir.SignedWith))
		out.WriteHeader(e.status)
	}))
	w.t.Cleanup(e.Close)
	u, err := url.Parse(e.URL)
	must(w.t, err)
	w.Notifier.Client = e.Client()
	w.Notifier.Hosts = append(w.Notifier.Hosts, u.Host)
	w.Site.FHIR.Hosts = w.Notifier.Hosts
	return e
}

// run does the jobs that are due.
func (w *world) run() {
	w.t.Helper()
	for {
		n, err := w.Queue.RunDue(w.t.Context(), w.Region)
		must(w.t, err)
		if n == 0 {
			return
		}
	}
}

// told are the notifications since the last time, as "type task".
func (e *ear) told(t *testing.T) (list []string) {
	t.Helper()
	e.mu.Lock()
	defer e.mu.Unlock()
	for i, o := range e.heard {
		if _, wrong := r4.Parse([]byte(e.raw[i])); len(wrong) > 0 {
			t.Errorf("a notification is not sound: %+v", wrong)
		}
		first := o["entry"].([]any)[0].(object)
		p := first["resource"].(object)
		if o["type"] != "history" || p["resourceType"] != "Parameters" || first["request"] == nil || first["response"] == nil {
			t.Errorf("not a notification: %s", e.raw[i])
		}
		kind, focus := "", ""
		for _, x := range p["parameter"].([]any) {
			switch x := x.(object); x["name"] {
			case "type":
				kind = x["valueCode"].(string)
			case "notification-event":
				for _, part := range x["part"].([]any) {
					if part := part.(object); part["name"] == "focus" {
						focus = " " + part["valueReference"].(object)["reference"].(string)
					}
				}
			}
		}
		for _, canary := range []string{canaryName, canaryPhone, canaryNeed} {
			if strings.Contains(e.raw[i], canary) {
				t.Errorf("a notification says %q", canary)
			}
		}
		list = append(list, kind+focus)
	}
	e.heard, e.raw, e.signed = nil, nil, nil
	return list
}

func subscription(address string) object {
	const backport = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/"
	return object{"resourceType": "Subscription", "status": "requested", "reason": "Suivre nos références", "criteria": "http://hl7.org/fhir/us/sdoh-clinicalcare/SubscriptionTopic/Task",
		"channel": object{"type": "rest-hook", "endpoint": address, "payload": "application/fhir+json",
			"_payload": object{"extension": []any{object{"url": backport + "backport-payload-content", "valueCode": "id-only"}}}}}
}

func (p *parties) subscribe(who, address string) answer {
	p.t.Helper()
	a := p.ask("POST", "/Subscription", subscription(address), "Authorization", who)
	a.sound(p.t)
	if a.status != http.StatusCreated || a.body["status"] != "requested" {
		p.t.Fatalf("not subscribed: %d %s", a.status, a.raw)
	}
	p.run()
	return a
}

func same(t *testing.T, when string, got []string, want ...string) {
	t.Helper()
	if strings.Join(got, ", ") != strings.Join(want, ", ") {
		t.Errorf("%s: told %v, want %v", when, got, want)
	}
}

// TestASystemIsTold: after a handshake, of each step, by an id alone, signed; and
// of nothing that its organisation has no part in.
func TestASystemIsTold(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.parties()
		e, third := w.ear(), w.ear()
		a := p.subscribe(p.source, e.URL+"/avis")
		id := a.body["id"].(string)
		key := a.body["extension"].([]any)[0].(object)["valueString"].(string)
		e.mu.Lock()
		stamp, _, _ := strings.Cut(strings.TrimPrefix(e.signed[0], "t="), ",")
		want := fhir.Sign(key, w.clock.Now(), []byte(e.raw[0]))
		if e.signed[0] != want || stamp == "" || key == "" {
			t.Errorf("signed %q, want %q", e.signed[0], want)
		}
		e.mu.Unlock()
		same(t, "at first", e.told(t), "handshake")
		if got := p.get("/Subscription/"+id, "Authorization", p.source); got.body["status"] != "active" {
			t.Errorf("after its handshake: %s", got.raw)
		}
		w.Notifier.Client = third.Client() // one client trusts one of the two servers of this test
		foreign := w.bearer(w.system("comptoir", true))
		p.subscribe(foreign, third.URL)
		same(t, "the third at first", third.told(t), "handshake")

		w.Notifier.Client = e.Client()
		task := p.refer(w.parcel("h-1"))
		p.run()
		same(t, "sent", e.told(t), "event-notification Task/"+task)
		p.moves(p.target, task, "accepted", nil)
		p.run()
		same(t, "accepted", e.told(t), "event-notification Task/"+task)
		w.Notifier.Client = third.Client()
		p.moves(p.target, task, "in-progress", nil)
		p.run()
		same(t, "the third, of what is not theirs", third.told(t))
		var counted int
		must(t, w.DB.Read(t.Context(), func(tx *db.Tx) error {
			return tx.QueryRow(t.Context(), `SELECT n.told FROM partner_subscription AS n WHERE n.region_id = $1 AND n.org_id = 'comptoir'`, w.Region).Scan(&counted)
		}))
		if counted != 0 {
			t.Errorf("the third can count %d things that happened between others", counted)
		}
		w.ask("GET", "/Subscription/"+id, nil, "Authorization", foreign).refused(t, "another's", 404, "not-found", "")

		// Whatever a system writes there stands sealed.
		var stands []byte
		must(t, w.DB.Read(t.Context(), func(tx *db.Tx) error {
			return tx.QueryRow(t.Context(), `SELECT n.sealed FROM partner_subscription AS n WHERE n.region_id = $1 AND n.id = $2`, w.Region, id).Scan(&stands)
		}))
		if len(stands) == 0 || bytes.Contains(stands, []byte("avis")) || bytes.Contains(stands, []byte(a.body["reason"].(string))) {
			t.Errorf("stands as %q", stands)
		}
		// The same form again is the same subscription.
		if b := p.ask("POST", "/Subscription", subscription(e.URL+"/avis"), "Authorization", p.source); b.status != http.StatusCreated || b.body["id"] != id {
			t.Errorf("sent twice: %d %s", b.status, b.raw)
		}
		// Ended, at the version that was read.
		now := p.get("/Subscription/"+id, "Authorization", p.source)
		now.body["status"] = "off"
		p.ask("PUT", "/Subscription/"+id, now.body, "Authorization", p.source).refused(t, "without a version", 400, "required", "http.If-Match")
		p.ask("PUT", "/Subscription/"+id, now.body, "Authorization", p.source, "If-Match", a.header.Get("ETag")).refused(t, "at another version", 412, "conflict", "http.If-Match")
		if b := p.ask("PUT", "/Subscription/"+id, now.body, "Authorization", p.source, "If-Match", now.header.Get("ETag")); b.status != 200 || b.body["status"] != "off" {
			t.Fatalf("not ended: %d %s", b.status, b.raw)
		}
		// A system that is ended leaves nothing of what it wrote.
		must(t, w.Partner.Revoke(t.Context(), access.ForWorker(w.Region, "admin", halte, "", access.Administration), p.systems[0]))
		var left, keys int
		must(t, w.DB.Read(t.Context(), func(tx *db.Tx) error {
			if err := tx.QueryRow(t.Context(), `SELECT count(*) FROM partner_subscription AS n WHERE n.region_id = $1 AND n.system_id = $2 AND n.sealed IS NOT NULL`, w.Region, p.systems[0]).Scan(&left); err != nil {
				return err
			}
			return tx.QueryRow(t.Context(), `SELECT count(*) FROM seal_key AS k WHERE k.region_id = $1 AND k.owner = $2 AND k.destroyed_at IS NULL`, w.Region, "subscription:"+id).Scan(&keys)
		}))
		if left > 0 || keys > 0 {
			t.Errorf("%d subscriptions and %d keys are left", left, keys)
		}
		w.Notifier.Client = e.Client()
		e.told(t)
		p.moves(p.target, task, "on-hold", object{"statusReason": object{"text": "attend"}})
		p.run()
		same(t, "ended", e.told(t))
	})
}

// TestAWithdrawalStopsWhatWasToBeTold: what waits to be told when the person
// withdraws is not told; a system that had the referral in hand learns that it
// ended, once, and one that had not learns nothing.
func TestAWithdrawalStopsWhatWasToBeTold(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.parties()
		e := w.ear()
		p.subscribe(p.target, e.URL)
		e.told(t)
		for name, c := range map[string]struct {
			hand bool
			want []string
		}{"in hand": {true, []string{"event-notification Task/"}}, "not in hand": {false, nil}} {
			p.later(time.Minute)
			id := access.Referral(p.refer(w.parcel(name)))
			p.run()
			same(t, name+": while it may be read", e.told(t), "event-notification Task/"+string(id))
			if c.hand {
				p.moves(p.target, string(id), "accepted", nil)
				p.run()
				e.told(t)
			}
			// Something waits to be told, and the person withdraws before it is.
			worker := access.ForWorker(w.Region, "maelle", halte, "", access.Intervention)
			view, err := w.Referral.Show(t.Context(), worker, id)
			must(t, err)
			_, err = w.Consent.Withdraw(t.Context(), worker, w.act(), view.Person, dents)
			must(t, err)
			must(t, w.DB.Write(t.Context(), func(tx *db.Tx) error { // an older event, which waits
				return w.Queue.Enqueue(t.Context(), tx, w.Region, "partner.tell", "waits "+name, map[string]any{
					"subscription": subscriptionOf(t, w), "event": "waits " + name, "kind": referral.ReceivedKind, "referral": id}, tx.Now)
			}))
			p.run()
			for i, x := range c.want {
				c.want[i] = x + string(id)
			}
			same(t, name+": after the withdrawal", e.told(t), c.want...)
		}
	})
}

// subscriptionOf is the one subscription there is.
func subscriptionOf(t *testing.T, w *world) (id string) {
	t.Helper()
	must(t, w.DB.Read(t.Context(), func(tx *db.Tx) error {
		return tx.QueryRow(t.Context(), `SELECT MAX(n.id) FROM partner_subscription AS n WHERE n.region_id = $1`, w.Region).Scan(&id)
	}))
	return id
}

// TestAnAddressThatDoesNotAnswer: it is tried again, later and later, then said to
// be in error; nothing is lost that reading would not find.
func TestAnAddressThatDoesNotAnswer(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.parties()
		e := w.ear()
		a := p.subscribe(p.source, e.URL)
		e.told(t)
		id := "/Subscription/" + a.body["id"].(string)
		e.mu.Lock()
		e.status = http.StatusBadGateway
		e.mu.Unlock()
		task := p.refer(w.parcel("h-1"))
		p.run()
		if n := len(e.told(t)); n != 1 || p.get(id, "Authorization", p.source).body["status"] != "active" {
			t.Errorf("tried %d times at once", n)
		}
		tries := 1
		for range 30 {
			p.later(30 * time.Minute)
			p.run()
			tries += len(e.told(t))
		}
		if got := p.get(id, "Authorization", p.source); got.body["status"] != "error" || got.body["error"] == nil || tries != 6 {
			t.Errorf("after %d tries: %s", tries, got.raw)
		}
		admin := access.ForWorker(w.Region, "admin of halte", halte, "", access.Administration)
		systems, err := w.Partner.List(t.Context(), admin)
		must(t, err)
		if told := systems[len(systems)-1].Told; len(told) != 1 || told[0].State != "error" || "https://"+told[0].Host != e.URL {
			t.Errorf("its organisation is not alerted: %+v", systems)
		}
		e.mu.Lock()
		e.status = http.StatusOK
		e.mu.Unlock()
		now := p.get(id, "Authorization", p.source)
		now.body["status"] = "requested"
		delete(now.body, "error")
		if b := p.ask("PUT", id, now.body, "Authorization", p.source, "If-Match", now.header.Get("ETag")); b.status != 200 {
			t.Fatalf("not asked again: %s", b.raw)
		}
		p.run()
		same(t, "again", e.told(t), "handshake")
		p.moves(p.target, task, "accepted", nil)
		p.run()
		same(t, "again", e.told(t), "event-notification Task/"+task)
	})
}

// TestWrongSubscriptionsAreToldWhere: each with its place, and nothing is kept.
func TestWrongSubscriptionsAreToldWhere(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.parties()
		e := w.ear()
		channel := func(o object) object { return o["channel"].(object) }
		for name, c := range map[string]struct {
			spoil    func(object)
			code, at string
		}{
			"not asked for":    {func(o object) { o["status"] = "active" }, "business-rule", "Subscription.status"},
			"another topic":    {func(o object) { o["criteria"] = "Patient?name=x" }, "business-rule", "Subscription.criteria"},
			"by e-mail":        {func(o object) { channel(o)["type"] = "email" }, "not-supported", "Subscription.channel.type"},
			"with content":     {func(o object) { delete(channel(o), "_payload") }, "business-rule", "Subscription.channel.payload"},
			"in XML":           {func(o object) { channel(o)["payload"] = "application/fhir+xml" }, "not-supported", "Subscription.channel.payload"},
			"with a secret":    {func(o object) { channel(o)["header"] = []any{"Authorization: Bearer x"} }, "not-supported", "Subscription.channel.header"},
			"of another":       {func(o object) { channel(o)["endpoint"] = "https://elsewhere.example/x" }, "business-rule", "Subscription.channel.endpoint"},
			"not safe":         {func(o object) { channel(o)["endpoint"] = strings.Replace(e.URL, "https", "http", 1) }, "business-rule", "Subscription.channel.endpoint"},
			"secret in it":     {func(o object) { channel(o)["endpoint"] = e.URL + "/?token=x" }, "business-rule", "Subscription.channel.endpoint"},
			"no address":       {func(o object) { delete(channel(o), "endpoint") }, "business-rule", "Subscription.channel.endpoint"},
			"the past":         {func(o object) { o["end"] = "2020-01-01T00:00:00Z" }, "business-rule", "Subscription.end"},
			"a long reason":    {func(o object) { o["reason"] = strings.Repeat("x", 201) }, "too-long", "Subscription.reason"},
			"of others' tasks": {func(o object) { o["_criteria"] = filter("Task?owner=Organization/" + string(dents)) }, "business-rule", "Subscription.criteria"},
			"of a person":      {func(o object) { o["_criteria"] = filter("Task?patient=Patient/1") }, "business-rule", "Subscription.criteria"},
		} {
			o := subscription(e.URL)
			c.spoil(o)
			p.ask("POST", "/Subscription", o, "Authorization", p.source).refused(t, name, 422, c.code, c.at)
		}
		o := subscription(e.URL)
		delete(o, "reason")
		p.ask("POST", "/Subscription", o, "Authorization", p.source).refused(t, "no reason", 400, "required", "Subscription.reason")
		reader := w.bearer(w.system(halte, false))
		p.ask("POST", "/Subscription", subscription(e.URL), "Authorization", reader).refused(t, "may only read", 403, "forbidden", "")
		o = subscription(e.URL)
		o["_criteria"] = filter("Task?requester=Organization/" + string(halte))
		if a := p.ask("POST", "/Subscription", o, "Authorization", p.source); a.status != http.StatusCreated {
			t.Errorf("control: %d %s", a.status, a.raw)
		}
	})
}

func filter(s string) object {
	return object{"extension": []any{object{"url": "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-filter-criteria", "valueString": s}}}
}

// TestNotificationsLeaveForPublicAddressesOnly: a name that is listed and leads to
// this machine, as one that was taken over would, is not asked.
func TestNotificationsLeaveForPublicAddressesOnly(t *testing.T) {
	reached := false
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
	defer s.Close()
	res, err := fhir.Outgoing().Get(s.URL)
	if err == nil {
		res.Body.Close()
	}
	if err == nil || reached || !strings.Contains(err.Error(), "not public") {
		t.Errorf("this machine was asked: %v", err)
	}
	if res, err := s.Client().Get(s.URL); err != nil || !reached {
		t.Errorf("control: %v", err)
	} else {
		res.Body.Close()
	}
	for _, address := range []string{"http://a.example/x", "https://u:p@a.example/x", "https://a.example/x?k=v", "https://a.example:444/x", "https://b.example/", "https://a.example/#x", "ftp://a.example"} {
		if fhir.Listed([]string{"a.example"}, address) {
			t.Errorf("%s is let through", address)
		}
	}
	if !fhir.Listed([]string{"a.example"}, "https://a.example/x") {
		t.Error("control: nothing is let through")
	}
}
