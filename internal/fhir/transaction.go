package fhir

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/referral"
)

// Transaction refers somebody by a transaction Bundle, whose entries name one
// another by urn:uuid.
func Transaction(a *API, c *Call) error {
	b, raw, err := c.resource("Bundle")
	if err != nil {
		return err
	}
	if text(b, "type") != "transaction" {
		return refusal(http.StatusUnprocessableEntity, "Bundle.type", "not-supported", "fhir.transaction_only")
	}
	p, err := transaction(b)
	if err != nil {
		return err
	}
	o, r, made, err := a.refer(c, p, raw)
	if err != nil {
		return err
	}
	task, err := c.task(o)
	if err != nil {
		return err
	}
	c.send(http.StatusOK, Object{"resourceType": "Bundle", "type": "transaction-response", "entry": p.answers(r, o, task, made)})
	return nil
}

// answers are what became of each entry, in the order of the entries: where it
// stands now, and the task itself.
func (p parcel) answers(r request, o referral.Opened, task Object, made bool) (entries []any) {
	status := "200 OK"
	if made {
		status = "201 Created"
	}
	for i, id := range p.idsFor(o.ID, r.own(p)) {
		said := Object{"status": status}
		if !r.other || r.own(p)[i] { // of a task that was there already, what came with it is not what was sent now
			said["location"] = text(p.resources[i], "resourceType") + "/" + id
		}
		answer := Object{"response": said}
		if i == p.task {
			answer["resource"], said["etag"], said["lastModified"] = task, etag(o.Version), instant(o.Updated)
		}
		entries = append(entries, answer)
	}
	return entries
}

// act is what makes a creation happen once: the identifier that the system says
// must not exist yet, else the very bytes it sent. unless is where it says so.
func (c *Call) act(p parcel, raw []byte) (act, unless string, err error) {
	said, name := string(raw), identifier(p.resources[p.task])
	conditions := [][2]string{{"http.If-None-Exist", c.R.Header.Get("If-None-Exist")}, {p.unlessAt, p.unless}}
	for _, x := range conditions {
		if x[1] == "" {
			continue
		}
		asked, err := url.ParseQuery(strings.TrimPrefix(x[1], "?"))
		if err != nil || len(asked) != 1 || len(asked["identifier"]) != 1 || name == "" || asked.Get("identifier") != name {
			return "", "", refusal(http.StatusPreconditionFailed, x[0], "value", "fhir.if_none_exist")
		}
		said, unless = "identifier "+name, x[0]
	}
	sum := sha256.Sum256([]byte(said))
	return base64.RawURLEncoding.EncodeToString(sum[:]), unless, nil
}

// already finds the task that has an identifier, when the caller's organisation
// gave it to one; to several, which one is meant is not known.
func (a *API) already(c *Call, name, place string) (access.Referral, error) {
	list, err := a.Referral.Marked(c.R.Context(), c.By, a.Referral.Mark(c.By, name))
	switch {
	case err != nil || len(list) == 0:
		return "", err
	case len(list) > 1:
		return "", refusal(http.StatusPreconditionFailed, place, "multiple-matches", "fhir.several_exist")
	}
	return list[0], nil
}
