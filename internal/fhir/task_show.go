package fhir

import (
	"net/http"
	"strconv"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/referral"
)

// Task reads one referral.
func Task(a *API, c *Call) error {
	o, err := a.open(c, access.PartNeed)
	if err != nil {
		return err
	}
	return c.sendTask(http.StatusOK, o)
}

// open opens the referral of the address.
func (a *API) open(c *Call, parts ...access.Part) (referral.Opened, error) {
	o, err := a.Referral.Open(c.R.Context(), c.By, access.Referral(c.R.PathValue("id")), parts...)
	if err == nil && o.State == referral.Proposed {
		return o, missing() // a draft is its writer's
	}
	return o, err
}

func (c *Call) sendTask(status int, o referral.Opened) error {
	t, err := c.task(o)
	if err != nil {
		return err
	}
	c.W.Header().Set("ETag", etag(o.Version))
	c.W.Header().Set("Last-Modified", o.Updated.UTC().Format(http.TimeFormat))
	c.send(status, t)
	return nil
}

func etag(version int) string { return `W/"` + strconv.Itoa(version) + `"` }

// task is a referral as a Task: what a system sent, and over it what is true
// now. Of what was not disclosed nothing is there.
func (c *Call) task(o referral.Opened) (Object, error) {
	t := Object{}
	for _, d := range o.Resources {
		if d.Kind == "Task" {
			var err error
			if t, err = kept(o, d); err != nil {
				return nil, err
			}
		}
	}
	c.shell(t, o.Summary, o.Stage, o.Updated, o.Over)
	if o.Over {
		return t, nil
	}
	if why := c.reason(o); why != nil && t["statusReason"] == nil {
		t["statusReason"] = why
	}
	return t, nil
}

// shell writes what a queue may show: state, dates, parties.
func (c *Call) shell(t Object, s referral.Summary, said string, updated time.Time, over bool) {
	id := string(s.ID)
	t["resourceType"], t["id"], t["intent"] = "Task", id, "order"
	m := metaSaid(t)
	m["versionId"], m["lastUpdated"] = strconv.Itoa(s.Version), instant(updated)
	t["meta"] = m
	t["status"], t["lastModified"] = statusOf(s, said), instant(updated)
	if !coded(t["code"], taskCodes, "fulfill") {
		t["code"] = concept(taskCodes, "fulfill")
	}
	leads(t, "requester", "Organization", string(s.Sender))
	leads(t, "owner", "Organization", string(s.Receiver))
	if t["authoredOn"] == nil {
		put(t, "authoredOn", instant(s.SentAt))
	}
	if code := businessOf[s.State]; code != "" && t["businessStatus"] == nil {
		t["businessStatus"] = concept(businessIs, code)
	}
	if over {
		t["statusReason"] = Object{"text": c.say.T("fhir.over_" + string(s.State))}
		return
	}
	leads(t, "focus", "ServiceRequest", id)
	leads(t, "for", "Patient", id)
}

// leads has an element lead where it must. What was sent is kept when it does.
func leads(t Object, name, kind, id string) {
	if to := reference(kind, id); text(t, name, "reference") != text(to, "reference") {
		t[name] = to
	}
}

// reason tells why a task ended, when no system said it. Of a person's refusal
// no cause is told.
func (c *Call) reason(o referral.Opened) Object {
	switch {
	case o.State == referral.Declined && o.DeclineBy == referral.OfService:
		why := Object{"coding": []any{Object{"system": ownReasons, "code": o.DeclineReason}}, "text": o.Answer}
		if o.Answer == "" {
			why["text"] = c.say.T("fhir.over_declined")
		}
		return why
	case o.State == referral.Declined && o.DeclineBy == referral.OfPerson:
		return Object{"text": c.say.T("fhir.over_person")}
	case o.State == referral.Declined, o.State == referral.Expired, o.State == referral.Withdrawn:
		return Object{"text": c.say.T("fhir.over_" + string(o.State))}
	}
	return nil
}
