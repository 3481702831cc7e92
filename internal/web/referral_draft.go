package web

import (
	"net/http"
	"net/url"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/consent"
	"passerelle/internal/fault"
	"passerelle/internal/referral"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// referralPerson is the first task: whom it is about. A draft exists only once
// that is known, so nothing lies around without an owner.
func (s *Site) referralPerson(v *Visit) error {
	return s.personForm(v, http.StatusOK, url.Values{"act": {s.newAct()}}, nil)
}

func (s *Site) personForm(v *Visit, status int, form url.Values, wrong []ui.Problem) error {
	labels, err := s.Consent.Labels(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	q := v.R.URL.Query()
	p := page.ReferralPerson{
		Frame: s.frame(v, v.L.T("page_referral.person_title")), Code: form.Get("code"), Note: form.Get("note"),
		Step: ui.Step{
			Back: v.href("/app"), Action: v.href("/app/reference/nouvelle"), Problems: wrong,
			Hidden: hidden(form.Get("act"), carried("service", form, q), carried("precedente", form, q)),
		},
	}
	p.Here = "referrals"
	for _, l := range labels {
		p.Known = append(p.Known, ui.Option{Value: string(l.ID), Text: words(l.Code, ""), Checked: string(l.ID) == form.Get("person")})
	}
	return s.page(v, status, page.ReferralPersonPage(p))
}

// carried keeps a value of the address, or of the form that came back.
func carried(name string, form, query url.Values) ui.Hidden {
	value := form.Get(name)
	if value == "" {
		value = query.Get(name)
	}
	return ui.Hidden{Name: name, Value: value}
}

// referralDraft begins the task list, for a person already accompanied or for
// one noted now by a code.
func (s *Site) referralDraft(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	person, previous := access.Person(form.Get("person")), access.Referral(form.Get("precedente"))
	if previous != "" { // asked before anything is noted: a person is not left behind without their draft
		if _, err := s.Referral.Check(v.R.Context(), v.By, previous); err != nil {
			return err
		}
	}
	if form.Get("which") == "new" {
		person, err = s.Consent.Create(v.R.Context(), v.By, form.Get("act"), consent.NewPerson{
			Code: strings.TrimSpace(form.Get("code")), Facts: consent.Facts{Note: strings.TrimSpace(form.Get("note"))},
		})
	} else if person == "" {
		err = fault.Field("person", "page_referral.need_person_first")
	}
	if err != nil {
		if mends(err) {
			return s.personForm(v, http.StatusUnprocessableEntity, form, told(err, "code"))
		}
		return err
	}
	known := form.Get("which") != "new"
	n := referral.NewDraft{Person: person, Previous: previous, Like: known && previous == ""} // after a closed door, the person is asked what goes along
	if d := s.Finder.Get(access.Service(form.Get("service"))); d != nil && d.Org != v.By.Org() {
		n.Service, n.Receiver = d.ID, d.Org
	}
	made, err := s.Referral.Draft(v.R.Context(), v.By, form.Get("act"), n)
	if err != nil {
		if mends(err) {
			return s.personForm(v, http.StatusUnprocessableEntity, form, told(err, "person"))
		}
		return err
	}
	if known {
		return s.seeOther(v, "/app/reference/"+string(made)+"/tout")
	}
	return s.seeOther(v, "/app/reference/"+string(made)+"/taches")
}

// ref is the referral of the address.
func ref(v *Visit) access.Referral { return access.Referral(v.R.PathValue("id")) }

// at is an address under the referral of the visit, with its language.
func at(v *Visit, more string) string {
	return v.href("/app/reference/" + v.R.PathValue("id") + more)
}

// draft opens a referral that is still being written by the actor's side.
func (s *Site) draft(v *Visit) (referral.View, error) {
	view, err := s.Referral.Show(v.R.Context(), v.By, ref(v))
	if err != nil {
		return view, err
	}
	if view.Side != referral.Source {
		return view, fault.New(fault.NotFound, "error.not_found")
	}
	if view.State != referral.Proposed {
		return view, fault.New(fault.Conflict, "work.already_sent")
	}
	return view, nil
}

// taskPages leads from a task to its page; progress to its words.
var (
	taskPages = map[referral.Task]string{
		referral.TaskNeed: "/besoin", referral.TaskDoor: "/porte", referral.TaskDone: "/fait", referral.TaskConsent: "/consentement",
	}
	taskKeys = map[referral.Task]string{
		referral.TaskPerson: "page_referral.task_person", referral.TaskNeed: "page_referral.task_need", referral.TaskDoor: "page_referral.task_door",
		referral.TaskDone: "page_referral.task_done", referral.TaskConsent: "page_referral.task_consent",
	}
	taskStates = map[referral.Progress]ui.TaskState{
		referral.Finished: ui.TaskDone, referral.Incomplete: ui.TaskOpen, referral.Impossible: ui.TaskBlocked,
	}
)

// referralTasks is S6: what is done, what remains, what cannot be done yet.
func (s *Site) referralTasks(v *Visit) error {
	view, err := s.draft(v)
	if err != nil {
		return err
	}
	list, err := s.Referral.Check(v.R.Context(), v.By, view.ID)
	if err != nil {
		return err
	}
	codes, err := s.codes(v)
	if err != nil {
		return err
	}
	p := page.ReferralNew{Frame: s.frame(v, v.L.T("page_referral.new_title")), Act: s.newAct(), Discard: at(v, "/effacer"), Whole: at(v, "/tout")}
	p.Here = "referrals"
	for _, t := range list.Tasks {
		task := ui.Task{Label: ui.T(v.L, taskKeys[t.Task]), State: taskStates[t.Progress]}
		if path := taskPages[t.Task]; path != "" && t.Progress != referral.Impossible {
			task.Href = at(v, path)
		}
		switch {
		case t.Task == referral.TaskPerson:
			task.Why = ui.Name(codes[view.Person])
		case t.Task == referral.TaskDoor && view.Receiver != "":
			task.Why = ui.Run(v.L, s.orgName(v, view.Receiver))
		case t.Task == referral.TaskConsent && list.Refused:
			task.Why, task.Href = ui.T(v.L, "page_referral.door_refused", "org", s.orgName(v, view.Receiver)), at(v, "/consentement")
		case t.Task == referral.TaskConsent && t.Progress == referral.Impossible:
			task.Why = ui.T(v.L, "page_referral.need_door_first")
		}
		p.Tasks = append(p.Tasks, task)
		if t.Task == referral.TaskDoor {
			p.Tasks = append(p.Tasks, ui.Task{Label: ui.T(v.L, "page_referral.task_contact"), State: optional(view.Contact != nil && *view.Contact != referral.Contact{}), Href: at(v, "/joindre")})
		}
	}
	if list.Ready {
		p.Check = at(v, "/verifier")
	}
	return s.page(v, http.StatusOK, page.ReferralNewPage(p))
}

// optional is the state of a task that may honestly stay empty.
func optional(done bool) ui.TaskState {
	if done {
		return ui.TaskDone
	}
	return ui.TaskOptional
}

// referralDiscard throws a draft away: it was nobody's yet.
func (s *Site) referralDiscard(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	if err := s.Referral.Discard(v.R.Context(), v.By, ref(v), form.Get("act")); err != nil {
		return err
	}
	return s.seeOther(v, "/app/references?vue=brouillons")
}
