package web

import (
	"context"
	"net/http"
	"slices"
	"time"

	"passerelle/internal/alert"
	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// alertRoutes are what authorities announce, as those who keep the directory of
// the region take it in.
func (s *Site) alertRoutes() []Route {
	return []Route{
		{"GET", "/{lang}/app/avis-officiels", ForManager, s.alertList},
		{"POST", "/{lang}/app/avis-officiels", ForManager, s.alertTake},
		{"POST", alertPath, ForPartner, s.alertPush},
	}
}

// alertsWait is how long a page waits for them: what is open now is asked by
// people who stand outside.
const alertsWait = time.Second

// alertsMost is how many announcements a page shows: of more, those for one's life.
const alertsMost = 12

// alerts are what holds now, in the language of the page where it is said in it.
// A page that lives from the index is shown without them when the database does
// not answer at once.
func (s *Site) alerts(v *Visit) (list []page.Alert) {
	ctx, done := context.WithTimeout(v.R.Context(), alertsWait)
	defer done()
	living, now, err := s.Alert.Living(ctx, s.Region)
	if err != nil {
		s.Log.Warn("alerts not read: the page is shown without", "kind", fault.KindOf(err).String(), "cause", err)
		return nil
	}
	for _, a := range living {
		for _, i := range a.In(string(v.L.Lang()), now) {
			list = append(list, s.announced(v, a, i))
		}
	}
	// Those for one's life first: the others may stand folded.
	slices.SortStableFunc(list, func(a, b page.Alert) int { return severity(a) - severity(b) })
	return firstOf(list, alertsMost)
}

// announced is one announcement of an alert, in its words.
func (s *Site) announced(v *Visit, a *alert.Alert, i alert.Info) page.Alert {
	said := func(s string) i18n.Text { return words(s, i.Language) }
	x := page.Alert{Severe: i.Severity == "Extreme" || i.Severity == "Severe", Headline: said(i.Headline), Description: said(i.Description), Instruction: said(i.Instruction), Sender: said(i.SenderName)}
	if x.Headline.S == "" {
		x.Headline = said(i.Event)
	}
	if x.Sender.S == "" {
		x.Sender = words(a.Sender, "")
	}
	for _, area := range i.Areas {
		x.Areas = append(x.Areas, said(area))
	}
	if !i.Expires.IsZero() {
		x.Until = s.when(v, i.Expires)
	}
	return x
}

func severity(a page.Alert) int {
	if a.Severe {
		return 0
	}
	return 1
}

func (s *Site) alertList(v *Visit) error { return s.alertPage(v, http.StatusOK, "", nil) }

func (s *Site) alertPage(v *Visit, status int, typed string, wrong []ui.Problem) error {
	if !alert.MayTake(v.By) {
		return fault.New(fault.NotFound, "error.not_found")
	}
	p := page.Alerts{
		Frame: s.frame(v, v.L.T("alert.title")), Living: s.alerts(v), Typed: typed,
		Step: ui.Step{Back: v.href("/app/repertoire"), Action: v.href("/app/avis-officiels"), Submit: "alert.take", Problems: wrong, Hidden: hidden(s.newAct())},
	}
	p.Here = "directory"
	if r := alert.Result(v.R.URL.Query().Get("fait")); r == alert.Shown || r == alert.Ended || r == alert.Noted || r == alert.Before {
		p.Said = v.L.T("alert.result_" + string(r))
	}
	return s.page(v, status, page.AlertsPage(p))
}

func (s *Site) alertTake(v *Visit) error {
	f, err := s.form(v)
	if err != nil {
		return err
	}
	result, err := s.Alert.Take(v.R.Context(), v.By, []byte(f.Get("file")))
	if wrong, status, ok := again(err); ok {
		return s.alertPage(v, status, f.Get("file"), wrong)
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/avis-officiels?fait="+string(result))
}
