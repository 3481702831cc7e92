package fhir

import (
	"crypto/sha256"
	"encoding/base64"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/fault"
	"passerelle/internal/fhir/r4"
	"passerelle/internal/referral"
)

// mayChange are the elements of a task that each side changes, beside what the
// server keeps itself. Notes only grow.
var mayChange = map[referral.Side][]string{
	referral.Target: {"status", "statusReason", "note", "businessStatus", "output", "executionPeriod"},
	referral.Source: {"status", "statusReason", "note"},
}

// kept by the server, whatever a system says: its narrative stays as it came.
var serverKeeps = []string{"id", "meta", "lastModified", "text", "implicitRules", "language"}

// TaskUpdate moves a referral: the whole task comes back, at the version that was
// read, with what its side may change.
func TaskUpdate(a *API, c *Call) error {
	t, raw, err := c.resource("Task")
	if err != nil {
		return err
	}
	id := c.R.PathValue("id")
	if text(t, "id") != id {
		return refusal(http.StatusBadRequest, "Task.id", "invalid", "fhir.id_other")
	}
	version, err := c.ifMatch()
	if err != nil {
		return err
	}
	o, err := a.open(c, access.PartNeed)
	if err != nil {
		return err
	}
	now, err := c.task(o)
	if err != nil {
		return err
	}
	if text(t, "status") == "received" && text(now, "status") == "requested" && o.Side == referral.Target { // of an older generation of the guide
		t["status"], t["businessStatus"] = "requested", concept(businessIs, "2.0")
	}
	m := move{o: o, t: t, now: now, version: version, act: actOf(version, raw), here: c.Base + "/fhir/"}
	if err := m.check(); err != nil {
		return err
	}
	within := c.inPackage(o)
	for _, name := range mayChange[o.Side] {
		if plain(t[name]) == plain(now[name]) {
			continue
		}
		if err := within.lead(c, t[name], "Task."+name, within.ids()); err != nil {
			return err
		}
		if err := a.leadsOut(c, within, t[name], "Task."+name); err != nil {
			return err
		}
	}
	err = a.move(c, m)
	if fault.Is(err, fault.NotFound) { // it ended since it was read
		if o, err := a.open(c); err == nil && o.Version != m.version {
			return stale()
		}
	}
	if err != nil {
		return err
	}
	if o, err = a.open(c, access.PartNeed); err != nil {
		return err
	}
	return c.sendTask(http.StatusOK, o)
}

func stale() error {
	return refusal(http.StatusPreconditionFailed, "http.If-Match", "conflict", "fhir.changed_meanwhile")
}

// ifMatch is the version that the caller read.
func (c *Call) ifMatch() (int, error) {
	tag := c.R.Header.Get("If-Match")
	if tag == "" {
		return 0, refusal(http.StatusBadRequest, "http.If-Match", "required", "fhir.if_match_needed")
	}
	version, err := strconv.Atoi(strings.Trim(strings.TrimPrefix(tag, "W/"), `"`))
	if err != nil {
		return 0, stale()
	}
	return version, nil
}

func actOf(version int, raw []byte) string {
	sum := sha256.Sum256(append([]byte(strconv.Itoa(version)+" "), raw...))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// move is one update, before it is done.
type move struct {
	o       referral.Opened
	t, now  Object
	version int
	act     string
	here    string // what an address of ours begins with
}

func (m move) from() string { return text(m.now, "status") }
func (m move) to() string   { return text(m.t, "status") }

// check says what an update may not do, naming the element.
func (m move) check() error {
	if m.version != m.o.Version {
		return stale()
	}
	if len(transitions[m.from()]) == 0 {
		return m.refused()
	}
	for _, name := range slices.Sorted(maps.Keys(union(m.t, m.now))) {
		if slices.Contains(serverKeeps, name) || plain(m.t[name]) == plain(m.now[name]) {
			continue
		}
		if !slices.Contains(mayChange[m.o.Side], name) {
			return broken("Task."+name, "fhir.not_yours", "name", name)
		}
	}
	if m.to() != m.from() && !slices.Contains(transitions[m.from()][m.to()], m.o.Side) {
		return m.refused()
	}
	before, after := list(m.now, "note"), list(m.t, "note")
	if len(after) < len(before) || len(before) > 0 && plain(after[:len(before)]) != plain(before) {
		return broken("Task.note", "fhir.notes_grow")
	}
	if err := m.business(); err != nil {
		return err
	}
	return m.says()
}

// refused names both statuses, and what is possible.
func (m move) refused() error {
	possible := strings.Join(mayBecome(m.from(), m.o.Side), ", ")
	if possible == "" {
		possible = "–"
	}
	return broken("Task.status", "fhir.transition", "from", m.from(), "to", m.to(), "possible", possible)
}

// says checks what a status must come with.
func (m move) says() error {
	if why, given := m.t["statusReason"]; given && text(why, "text") == "" {
		return refusal(http.StatusUnprocessableEntity, "Task.statusReason.text", "required", "fhir.element_missing", "name", "text")
	}
	if slices.Contains([]string{"rejected", "cancelled", "on-hold", "failed"}, m.to()) && m.t["statusReason"] == nil {
		return refusal(http.StatusUnprocessableEntity, "Task.statusReason", "required", "fhir.reason_needed", "status", m.to())
	}
	if m.to() == "completed" && len(list(m.t, "output")) == 0 {
		return refusal(http.StatusUnprocessableEntity, "Task.output", "required", "fhir.output_needed")
	}
	for i, x := range list(m.t, "output") {
		place := "Task.output[" + strconv.Itoa(i) + "].valueReference"
		ref := text(x, "valueReference", "reference")
		if ref == "" {
			return refusal(http.StatusUnprocessableEntity, place, "required", "fhir.element_missing", "name", "valueReference")
		}
		if m.output(ref) == nil {
			return broken(place, "fhir.reference_unknown", "type", "Procedure")
		}
	}
	return nil
}

// business checks where the owner says that the work is: a code of BSeR that
// follows the one before, or words of its own.
func (m move) business() error {
	from, to := businessCode(m.now["businessStatus"]), businessCode(m.t["businessStatus"])
	next, known := businessTo[to]
	if to != "" && !known {
		return refusal(http.StatusUnprocessableEntity, "Task.businessStatus", "code-invalid", "fhir.code_unknown", "value", short(to), "codes", strings.Join(slices.Sorted(maps.Keys(businessTo)), ", "))
	}
	if next = businessTo[from]; to != "" && len(next) > 0 && !slices.Contains(next, to) {
		return broken("Task.businessStatus", "fhir.transition", "from", from, "to", to, "possible", strings.Join(next, ", "))
	}
	return nil
}

// output is the activity, of this package, that an output names.
func (m move) output(ref string) Object {
	for _, d := range m.o.Resources {
		if d.Kind+"/"+d.ID == strings.TrimPrefix(ref, m.here) && d.Org == m.o.Receiver {
			o, _ := r4.Parse(d.Body)
			return o
		}
	}
	return nil
}

// met reports that an output says the need was met: an activity that was done.
func (m move) met() bool {
	return slices.ContainsFunc(list(m.t, "output"), func(x any) bool {
		return text(m.output(text(x, "valueReference", "reference")), "status") == "completed"
	})
}

func union(a, b Object) Object {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

// plain compares what was read with what was made here.
func plain(v any) string { return string(r4.Write(v)) }

// move has the domain do what the new status means, and keep the task beside.
func (a *API) move(c *Call, m move) error {
	keep := maps.Clone(m.t)
	for _, name := range []string{"id", "lastModified"} {
		delete(keep, name)
	}
	for _, name := range []string{"meta", "text", "implicitRules", "language"} {
		if old, had := m.now[name]; had {
			keep[name] = old
		} else {
			delete(keep, name)
		}
	}
	keepSaid(keep)
	by := a.Referral.With(referral.Beside{Version: m.version, Begins: m.to() == "completed" || m.to() == "in-progress",
		Resources: []referral.Resource{{Kind: "Task", ID: string(m.o.ID), Part: access.PartNeed, Org: m.o.Sender, Stage: m.to(), Body: r4.Write(keep)}}})
	ctx, id := c.R.Context(), m.o.ID
	why := referral.Refusal{Reason: "other", Words: text(m.t, "statusReason", "text"), Version: m.version}
	for _, x := range list(m.t, "statusReason", "coding") {
		if code := reasonOf[text(x, "code")]; code != "" {
			why.Reason = code
		}
	}
	var err error
	switch {
	case m.to() == m.from() && m.o.State == referral.Sent && m.o.Side == referral.Target && coded(m.t["businessStatus"], businessIs, "2.0"):
		err = by.Receive(ctx, c.By, id, m.act)
	case m.to() == m.from(), m.to() == "on-hold":
		err = by.Note(ctx, c.By, id, m.act)
	case m.to() == "accepted":
		err = by.Accept(ctx, c.By, id, m.act)
	case m.to() == "in-progress" && m.o.State == referral.Accepted:
		err = by.StartHandoff(ctx, c.By, id, m.act)
	case m.to() == "in-progress": // no longer on hold
		err = by.Note(ctx, c.By, id, m.act)
	case m.to() == "completed":
		words := []referral.Word{{Fact: referral.ContactMade, Said: referral.SaidYes}}
		if m.met() {
			words = append(words, referral.Word{Fact: referral.MetNeed, Said: referral.SaidYes})
		}
		err = by.SayOutcome(ctx, c.By, id, m.act, words...)
	case m.o.Side == referral.Source: // cancelled, entered-in-error
		err = by.Cancel(ctx, c.By, id, m.act, why.Words)
	default: // rejected, cancelled, failed
		err = by.Decline(ctx, c.By, id, m.act, why)
	}
	if key, _ := fault.KeyOf(err); key == "referral.changed_meanwhile" {
		return stale()
	}
	if fields := fault.FieldsOf(err); len(fields) > 0 && fields[0].Field == "words" {
		return refusal(http.StatusUnprocessableEntity, "Task.statusReason.text", "too-long", fields[0].Key, fields[0].Args...)
	}
	return err
}
