package web

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/fault"
	"passerelle/internal/signal"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// signalTeamAsk asks for a team that comes at once: a signal on one page, with
// the shortest clock, that only who asks and who is asked see.
func (s *Site) signalTeamAsk(v *Visit) error {
	if !signal.MaySay(v.By) {
		return fault.New(fault.NotFound, "error.not_found")
	}
	return s.signalTeamForm(v, http.StatusOK, url.Values{"act": {s.newAct()}}, nil)
}

func (s *Site) signalTeam(v *Visit) error {
	f, err := s.form(v)
	if err != nil {
		return err
	}
	if !signal.MaySay(v.By) {
		return fault.New(fault.NotFound, "error.not_found")
	}
	id, err := s.signalTeamSay(v, f)
	if wrong, status, ok := again(err); ok {
		return s.signalTeamForm(v, status, f, wrong)
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/signal/"+id+"?fait=equipe")
}

// signalTeamSay asks for the team. Words and place are asked about as any are; the
// number of the worker, which is nobody's secret here, goes with them.
func (s *Site) signalTeamSay(v *Visit, f url.Values) (id string, err error) {
	var bad fault.Fields
	named := f.Get("named") != ""
	for _, err := range []error{s.Signal.CheckWords(f.Get("words"), named), s.Signal.CheckPlace(f.Get("spot"), "", named)} {
		bad = append(bad, fault.FieldsOf(err)...)
	}
	if f.Get("to") == "" {
		bad = append(bad, fault.Field("to", "signal.to_missing"))
	}
	if !workLine.MatchString(f.Get("line")) {
		bad = append(bad, fault.Field("line", "signal.line_bad"))
	}
	if err := bad.Err(); err != nil {
		return "", err
	}
	return s.Signal.Say(v.R.Context(), v.By, f.Get("act"), signal.Said{
		Words: f.Get("words") + "\n" + v.L.T("signal.line_said", "line", f.Get("line")), Spot: f.Get("spot"), Since: signal.Today, Language: string(v.L.Lang()),
		To: access.Org(f.Get("to")), Due: signal.DueTeam, Closed: true, Named: true,
	})
}

// workLine is a telephone number as people write one, with an extension perhaps.
var workLine = regexp.MustCompile(`^\+?[\d(][\d ().-]{5,20}\d(?: *(?:poste|ext\.?|x) *\d{1,6})?$`)

// atOnce is the shortest clock, among those that are chosen in hours.
const atOnce = "now"

// signalDueOf is how long whoever is asked in their turn is given.
func signalDueOf(f url.Values) time.Duration {
	if f.Get("due") == atOnce {
		return signal.DueTeam
	}
	return hoursOf(f, "due")
}

// signalDueOptions are the times to choose from. Where a team was asked to come at
// once, so is the next one.
func signalDueOptions(x *signal.Situation, typed string) []ui.Option {
	if !slices.ContainsFunc(x.Legs, signal.Leg.Pressing) {
		return hourOptions(signalDues, typed, 72)
	}
	if typed == "" {
		typed = atOnce
	}
	minutes := ui.Option{Value: atOnce, Key: "crisis.n_minutes", Args: []any{"n", int(signal.DueTeam / time.Minute)}, Checked: typed == atOnce}
	return append([]ui.Option{minutes}, hourOptions(signalDues, typed, 72)...)
}

func (s *Site) signalTeamForm(v *Visit, status int, f url.Values, wrong []ui.Problem) error {
	p := page.SignalTeam{
		Frame: s.frame(v, v.L.T("signal.team_title")), Typed: f, WordsMost: signal.MoreMost, Minutes: int(signal.DueTeam / time.Minute),
		Step: ui.Step{Back: v.href("/app/signaux"), Action: v.href("/app/signal/equipe"), Submit: "signal.team_send", Problems: wrong, Hidden: hidden(f.Get("act"))},
	}
	p.Here = "needs"
	for _, field := range []string{"words", "spot"} {
		if slices.ContainsFunc(wrong, func(q ui.Problem) bool { return q.Field == field && q.Key == signal.NamedKey }) {
			p.Marked = append(p.Marked, marked(f.Get(field), s.Signal.Marks)...)
		}
	}
	var err error
	if p.Orgs, err = s.deskOptions(v, f.Get("to"), ""); err != nil {
		return err
	}
	return s.page(v, status, page.SignalTeamPage(p))
}
