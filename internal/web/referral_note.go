package web

import (
	"net/http"
	"net/url"

	"passerelle/internal/access"
	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/referral"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// notes are the observations of a referral, each under its author.
func (s *Site) notes(v *Visit, view referral.View) (list []page.Note, err error) {
	var ids []access.Worker
	for _, n := range view.Notes {
		ids = append(ids, n.Worker, n.Read.Worker)
	}
	if len(ids) == 0 {
		return nil, nil
	}
	names, err := s.Org.WorkerNames(v.R.Context(), ids)
	if err != nil {
		return nil, err
	}
	for _, n := range view.Notes {
		row := page.Note{Words: words(n.Words, ""), Who: someone(v, names[n.Worker], s.orgName(v, n.Org)), When: s.when(v, n.At)}
		switch {
		case !n.Read.At.IsZero():
			row.Read = ui.T(v.L, "note.read", "who", someone(v, names[n.Read.Worker], s.orgName(v, n.Read.Org)), "date", s.when(v, n.Read.At))
		case n.Unread:
			row.Lu, row.Hidden = at(v, "/observation/"+n.ID+"/lu"), hidden(s.newAct())
		default:
			other := view.Receiver
			if n.Org == view.Receiver {
				other = view.Sender
			}
			row.Waits = s.orgName(v, other)
		}
		list = append(list, row)
	}
	return list, nil
}

// noteTo is where an observation is added; empty when nothing is under way.
func noteTo(v *Visit, view referral.View) string {
	if view.State.Ended() && view.State != referral.NeedMet {
		return ""
	}
	return at(v, "/observation")
}

func (s *Site) noteAsk(v *Visit) error {
	return s.noteForm(v, http.StatusOK, url.Values{"act": {s.newAct()}}, nil)
}

func (s *Site) noteForm(v *Visit, status int, form url.Values, wrong []ui.Problem) error {
	view, err := s.sided(v, referral.Source, referral.Target)
	if err != nil {
		return err
	}
	if view.State == referral.Proposed || noteTo(v, view) == "" {
		return fault.New(fault.Conflict, "note.not_now")
	}
	return s.page(v, status, page.NoteAddPage(page.NoteAdd{
		Frame: s.frame(v, v.L.T("note.add_title")), Words: form.Get("words"), Max: referral.NoteMax,
		Step: ui.Step{Back: at(v, ""), Action: at(v, "/observation"), Hidden: hidden(form.Get("act")), Problems: wrong},
	}))
}

func (s *Site) noteAdd(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	err = s.Referral.Observe(v.R.Context(), v.By, ref(v), form.Get("act"), typed(form, "words"))
	return s.bondDone(v, err, func(wrong []ui.Problem) error { return s.noteForm(v, http.StatusUnprocessableEntity, form, wrong) })
}

func (s *Site) noteRead(v *Visit) error {
	return s.oneTap(v, func(f url.Values) error {
		return s.Referral.ReadNote(v.R.Context(), v.By, ref(v), f.Get("act"), v.R.PathValue("note"))
	})
}

// ownReferral is all that is written of the person in one referral: theirs to
// read, in the words in which it stands.
func (s *Site) ownReferral(v *Visit) error {
	r, err := s.own(v)
	if err != nil {
		return err
	}
	if r.State == referral.Proposed {
		return fault.New(fault.NotFound, "error.not_found")
	}
	view, err := s.Referral.Show(v.R.Context(), v.By, r.ID)
	if err != nil {
		return err
	}
	p := page.OwnReferral{
		Frame: s.frame(v, ""), Back: v.href("/lien/page"), From: s.orgName(v, view.Sender), To: s.orgName(v, view.Receiver),
		State: "page_referral.state_" + string(view.State), Contact: contactRows(view.Contact), Done: doneRows(view.Done), Answer: words(view.Answer, ""),
	}
	p.Exit = true
	if n := view.Need; n != nil {
		p.Words, p.Observed = words(n.Words, n.Language), words(n.Observed, "")
	}
	if p.Notes, err = s.notes(v, view); err != nil {
		return err
	}
	if p.Moments, err = s.moments(v, view.ID); err != nil {
		return err
	}
	return s.page(v, http.StatusOK, page.OwnReferralPage(p))
}

// toRead is the row of a day's work that asks for a "lu"; false when nothing
// waits for one.
func (s *Site) toRead(v *Visit, r referral.Summary, codes codes) (page.TodayRow, bool) {
	if r.Unread == 0 {
		return page.TodayRow{}, false
	}
	about := s.orgName(v, otherOf(r))
	if code := codes[r.Person]; code != "" {
		about = i18n.Text{S: code + " · " + about.S, Lang: about.Lang}
	}
	return page.TodayRow{Verb: ui.N(v.L, "note.next_read", r.Unread), About: about, Href: v.href("/app/reference/" + string(r.ID))}, true
}

// otherOf is the organisation across the desk.
func otherOf(r referral.Summary) access.Org {
	if r.Side == referral.Target {
		return r.Sender
	}
	return r.Receiver
}
