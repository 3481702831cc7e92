package web

import (
	"net/http"

	"passerelle/internal/consent"
	"passerelle/internal/i18n"
	"passerelle/internal/incident"
	"passerelle/internal/place"
	"passerelle/internal/referral"
	"passerelle/internal/round"
	"passerelle/internal/signal"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// nextKeys says the one thing to do.
var nextKeys = map[referral.Next]string{
	referral.NextFinish: "page_referral.next_finish", referral.NextReceive: "page_referral.next_receive",
	referral.NextAnswer: "page_referral.next_answer", referral.NextCall: "page_referral.next_call",
	referral.NextNoteCall: "page_referral.next_note_call", referral.NextStart: "page_referral.next_start",
	referral.NextContact: "page_referral.next_contact", referral.NextSay: "page_referral.next_say",
	referral.NextElse: "page_referral.next_elsewhere", referral.NextDoubt: "bond.next_doubt", referral.NextAskBond: "bond.next_ask",
	referral.NextReturn: "bond.next_return", referral.NextStepBack: "bond.next_step_back",
}

// todoMost is how much a person can hold in mind at the start of a day.
const todoMost = 7

// today is S5: three lists. Someone whose role is not to accompany persons
// sees the page without them.
func (s *Site) today(v *Visit) error {
	now := s.Clock.Now()
	p := page.Today{Frame: s.frame(v, v.L.T("page_today.title")), Date: v.L.Day(now.In(s.Zone)), People: v.By.WorksWithPeople(), Counts: place.MayCount(v.By), Rounds: round.MaySee(v.By), Privacy: incident.MayKeep(v.By), Exports: consent.MayConfirmExport(v.By)}
	p.Here = "today"
	if ForManager.admits(v.By) {
		var err error
		if p.Doors, err = s.Directory.DoorsToAnswer(v.R.Context(), v.By); err != nil {
			return err
		}
	}
	if p.Hears = signal.MaySay(v.By); p.Hears {
		var err error
		if p.Signals, err = s.Signal.Duties(v.R.Context(), v.By); err != nil {
			return err
		}
	}
	if !p.People {
		return s.page(v, http.StatusOK, page.TodayPage(p))
	}
	queue, err := s.Referral.List(v.R.Context(), v.By, referral.Filter{})
	if err != nil {
		return err
	}
	due, err := s.Consent.ToAskAgain(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	forced, err := s.Consent.Pressed(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	told, _, err := s.Consent.Emergencies(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	for _, e := range told {
		if consent.MayReview(v.By, e) && e.Verdict == consent.Unreviewed {
			p.Review++
		}
	}
	p.Again = len(due) + len(forced) // said alike: the screen may be seen
	codes, err := s.codes(v)
	if err != nil {
		return err
	}
	blocked, err := s.blockedWays(v, codes)
	if err != nil {
		return err
	}
	p.Todo = append(p.Todo, blocked[:min(len(blocked), todoMost)]...)
	spaces, err := s.spaceRows(v, codes, queue)
	if err != nil {
		return err
	}
	p.Todo = append(p.Todo, spaces[:min(len(spaces), max(0, todoMost-len(p.Todo)))]...)
	week := weekBefore(now)
	for _, r := range queue {
		if read, waits := s.toRead(v, r, codes); waits && len(p.Todo) < todoMost {
			p.Todo = append(p.Todo, read)
		}
		row := s.todayRow(v, r, codes)
		switch listOf(r, week) {
		case metLately:
			p.Week++
		case inNews:
			p.News = append(p.News, row)
		case inWaiting:
			row.Verb = ui.T(v.L, "page_referral.next_wait", "org", s.orgName(v, r.Receiver))
			p.Waiting = append(p.Waiting, row)
		case inTodo:
			if len(p.Todo) < todoMost {
				p.Todo = append(p.Todo, row)
			}
		}
	}
	return s.page(v, http.StatusOK, page.TodayPage(p))
}

func (s *Site) todayRow(v *Visit, r referral.Summary, codes codes) page.TodayRow {
	about := s.serviceName(v, r.Service)
	if r.Service == "" {
		about = v.L.Text("work.no_door")
	}
	if code := codes[r.Person]; code != "" {
		about = i18n.Text{S: code + " · " + about.S, Lang: about.Lang}
	}
	row := page.TodayRow{About: about, Href: v.href("/app/reference/" + string(r.ID)), LateHours: int(r.Late.Hours())}
	if key := nextKeys[r.Next]; key != "" {
		row.Verb = ui.T(v.L, key)
	}
	if r.State.Unanswered() {
		row.Due = s.on(v, r.Due)
	}
	return row
}
