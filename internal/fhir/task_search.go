package fhir

import (
	"slices"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/referral"
)

// Tasks searches referrals: those that the caller's organisation sent or
// received. A search opens no content: each entry is a shell, marked as such;
// read one by its id to have the rest.
func Tasks(a *API, c *Call) error {
	q, err := c.asked("code", "owner", "requester", "patient", "status", "focus", "identifier", "intent", "_include")
	if err != nil {
		return err
	}
	q.dates()
	for _, v := range q.given["_include"] {
		if v != "Task:focus" {
			q.wrong("_include", "not-supported", "fhir.include_unknown", "value", short(v))
		}
	}
	for _, v := range strings.Split(strings.Join(slices.Concat(q.given["identifier"], q.given["identifier:not"]), ","), ",") {
		if v != "" && !strings.Contains(v, "|") { // what is kept of one is a fingerprint of both
			q.wrong("identifier", "not-supported", "fhir.identifier_whole")
			break
		}
	}
	if err := q.err(); err != nil {
		return err
	}
	wanted, err := a.wanted(c, &q)
	if err != nil {
		return err
	}
	queue, err := a.Referral.Queue(c.R.Context(), c.By, wanted)
	if err != nil {
		return err
	}
	found := map[string]referral.Told{}
	var ids []string
	for _, t := range queue {
		if t.State != referral.Proposed && a.asksFor(c, &q, t) {
			found[string(t.ID)] = t
			ids = append(ids, string(t.ID))
		}
	}
	slices.Sort(ids)
	return c.found("Task", q, ids, func(id string) (Object, error) {
		t := found[id]
		o := Object{}
		c.shell(o, t.Summary, t.Stage, t.Updated, t.Over)
		o["meta"].(Object)["tag"] = []any{Object{"system": observation, "code": "SUBSETTED"}}
		return o, nil
	}, func(matched []Object) ([]Object, error) { return a.foci(c, q, matched) })
}

// wanted is what of the queue has to be read to answer: at least what asksFor lets
// through.
func (a *API) wanted(c *Call, q *search) (w referral.Wanted, err error) {
	w.Since = q.since()
	for _, name := range []string{"_id", "focus", "patient", "identifier"} {
		if !q.has(name) {
			continue
		}
		asked := strings.Split(q.given[name][0], ",")
		if len(asked) > largestPage { // one by one they cost more than the queue
			continue
		}
		w.IDs = []access.Referral{}
		for _, v := range asked {
			v = strings.TrimSpace(v)
			list := []access.Referral{access.Referral(v[strings.LastIndexByte(v, '/')+1:])}
			if name == "identifier" {
				if list, err = a.Referral.Marked(c.R.Context(), c.By, a.Referral.Mark(c.By, v)); err != nil {
					return w, err
				}
			}
			w.IDs = append(w.IDs, list...)
		}
		slices.Sort(w.IDs)
		w.IDs = slices.Compact(w.IDs)
		return w, nil
	}
	return w, nil
}

func (a *API) asksFor(c *Call, q *search, t referral.Told) bool {
	id := string(t.ID)
	inside := id
	if t.Over {
		inside = "" // nobody is found by a shell
	}
	return q.each("_id", func(v string) bool { return v == id }) && q.within(t.Updated) &&
		q.reference(c, "owner", "Organization", string(t.Receiver)) && q.reference(c, "requester", "Organization", string(t.Sender)) &&
		q.reference(c, "patient", "Patient", inside) && q.reference(c, "focus", "ServiceRequest", inside) &&
		q.token("status", "http://hl7.org/fhir/task-status", statusOf(t.Summary, t.Stage)) && q.token("code", taskCodes, "fulfill") && q.token("intent", "", "order") &&
		q.there("identifier", t.Mark != "") && q.each("identifier", func(v string) bool {
		return t.Mark != "" && t.Sender == c.By.Org() && t.Mark == a.Referral.Mark(c.By, v)
	})
}

// foci are the requests of the tasks found, as far as they may be read now.
// Each is an opening, and is written as one.
func (a *API) foci(c *Call, q search, matched []Object) (more []Object, err error) {
	if !slices.Contains(q.given["_include"], "Task:focus") {
		return nil, nil
	}
	for _, t := range matched {
		focus, ok := t["focus"].(Object)
		if !ok {
			continue
		}
		id := strings.TrimPrefix(focus["reference"].(string), "ServiceRequest/")
		o, err := a.Referral.Open(c.R.Context(), c.By, access.Referral(id), access.PartNeed)
		if err != nil || o.Need == nil {
			continue // withdrawn a moment ago
		}
		request, err := a.serviceRequest(c, o)
		if err != nil {
			return nil, err
		}
		more = append(more, request)
	}
	return more, nil
}
