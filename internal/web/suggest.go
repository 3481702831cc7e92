package web

import (
	"net/http"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// Fields of the first page that need a second choice.
const (
	anyPaper    = "paper"
	anyLanguage = "language"
)

// suggestFields are what may not be right, in the order of the page.
var suggestFields = []struct{ field, key string }{
	{directory.SuggestHours, "suggest.f_hours"}, {directory.SuggestClosed, "suggest.f_closed"}, {directory.SuggestAddress, "suggest.f_address"},
	{anyPaper, "suggest.f_paper_any"}, {anyLanguage, "suggest.f_language_any"}, {directory.SuggestName, "suggest.f_name"},
	{directory.SuggestDescription, "suggest.f_description"}, {directory.SuggestURL, "suggest.f_url"}, {directory.SuggestEmail, "suggest.f_email"},
	{directory.SuggestOther, "suggest.f_other"},
}

// suggestKey names what a suggestion is about.
func suggestKey(field string) string {
	kind, code, _ := strings.Cut(field, ":")
	switch kind + ":" {
	case directory.SuggestPhone:
		if code == "new" {
			return "suggest.f_phone_new"
		}
		return "suggest.f_phone_any"
	case directory.SuggestPaper:
		return "suggest.f_paper_any"
	case directory.SuggestLanguage:
		return "suggest.f_language_any"
	}
	for _, f := range suggestFields {
		if f.field == field {
			return f.key
		}
	}
	return "suggest.f_other"
}

// suggestLabel is suggestKey with the number, paper or language it is about.
func suggestLabel(l *i18n.Local, field, shown string) i18n.Text {
	kind, code, _ := strings.Cut(field, ":")
	switch {
	case kind+":" == directory.SuggestPhone && shown != "":
		return l.Text("suggest.f_phone", "number", i18n.Phone(shown))
	case kind+":" == directory.SuggestPaper && paperKeys[directory.Paper(code)] != "":
		return l.Text("suggest.f_paper", "paper", l.Text(paperKeys[directory.Paper(code)]))
	case kind+":" == directory.SuggestLanguage && code != "":
		return l.Text("suggest.f_language", "language", i18n.Tongue(code))
	}
	return l.Text(suggestKey(field))
}

// suggestWords is a value as people read it.
func suggestWords(l *i18n.Local, field, value string) i18n.Text {
	kind, _, _ := strings.Cut(field, ":")
	key := ""
	switch kind + ":" {
	case directory.SuggestPaper:
		key = map[string]string{"confirmed": "suggest.accepted_here", "announced": "suggest.accepted_here", "no": "suggest.not_accepted"}[value]
	case directory.SuggestLanguage:
		key = map[string]string{"always": "suggest.spoken", "no": "suggest.not_spoken"}[value]
	case directory.SuggestPhone:
		return i18n.Text{S: i18n.Phone(value)}
	}
	if field == directory.SuggestClosed {
		key = map[string]string{directory.ClosedForGood: "suggest.closed_good", directory.ClosedForWhile: "suggest.closed_while"}[value]
	}
	if key != "" {
		return l.Text(key)
	}
	return i18n.Text{S: value}
}

// suggestAsk asks what is not right, then what would be.
func (s *Site) suggestAsk(v *Visit) error {
	d, err := s.listing(v)
	if err != nil {
		return err
	}
	field := v.R.URL.Query().Get("quoi")
	if v.R.URL.Query().Has("quoi") && suggestKey(field) == "suggest.f_other" && field != directory.SuggestOther {
		return s.suggestFirst(v, d, http.StatusUnprocessableEntity, []ui.Problem{{Field: "quoi", Key: "suggest.field_missing"}})
	}
	if field == "" {
		return s.suggestFirst(v, d, http.StatusOK, nil)
	}
	return s.suggestForm(v, d, http.StatusOK, s.newAct(), directory.Proposal{Service: d.ID, Field: field}, nil)
}

func (s *Site) suggestPage(v *Visit, d *directory.Listing, wrong []ui.Problem) page.Suggest {
	self := v.href("/service/" + string(d.ID))
	p := page.Suggest{Frame: s.frame(v, v.L.T("suggest.title")), Service: said(v.L, d.Name), Step: ui.Step{Back: self, Action: self + "/corriger", Problems: wrong}}
	p.Exit, p.NoIndex = d.Sensitive, true
	return p
}

func (s *Site) suggestFirst(v *Visit, d *directory.Listing, status int, wrong []ui.Problem) error {
	p := s.suggestPage(v, d, wrong)
	numbers, err := s.Upkeep.Numbers(v.R.Context(), d.ID)
	if err != nil {
		return err
	}
	for _, n := range numbers {
		p.Fields = append(p.Fields, ui.Option{Value: directory.SuggestPhone + n.ID, Key: "suggest.f_phone", Args: []any{"number", i18n.Phone(n.Number)}})
	}
	p.Fields = append(p.Fields, ui.Option{Value: directory.SuggestPhone + "new", Key: "suggest.f_phone_new"})
	for _, f := range suggestFields {
		p.Fields = append(p.Fields, ui.Option{Value: f.field, Key: f.key})
	}
	return s.page(v, status, page.SuggestPage(p))
}

func (s *Site) suggestForm(v *Visit, d *directory.Listing, status int, act string, asked directory.Proposal, wrong []ui.Problem) error {
	shown, err := s.Upkeep.Shown(v.R.Context(), s.Region, d.ID, asked.Field)
	if err != nil {
		return err
	}
	p := s.suggestPage(v, d, wrong)
	p.Step.Back, p.Step.Submit = p.Step.Action, "suggest.send"
	p.Step.Hidden = hidden(act, ui.Hidden{Name: "field", Value: asked.Field})
	p.Label, p.Says = suggestLabel(v.L, asked.Field, shown), suggestWords(v.L, asked.Field, shown)
	p.Kind, p.Value, p.Words, p.Most = "text", asked.Value, asked.Words, directory.SuggestionValue
	kind, _, _ := strings.Cut(asked.Field, ":")
	option := func(value, key string) ui.Option {
		return ui.Option{Value: value, Key: key, Checked: value == asked.Value}
	}
	switch {
	case kind+":" == directory.SuggestPhone:
		p.Kind = "tel"
	case kind == anyPaper:
		p.WhichOf = "suggest.which_paper"
		for _, paper := range directory.SheetPapers {
			p.Which = append(p.Which, ui.Option{Value: string(paper), Key: paperKeys[paper]})
		}
		p.Values = []ui.Option{option("confirmed", "suggest.accepted_here"), option("no", "suggest.not_accepted")}
	case kind == anyLanguage:
		p.WhichOf = "suggest.which_language"
		for _, code := range v.L.Spoken() {
			p.Which = append(p.Which, ui.Option{Value: code, Text: v.L.Name(code)})
		}
		p.Values = []ui.Option{option("always", "suggest.spoken"), option("no", "suggest.not_spoken")}
	case asked.Field == directory.SuggestClosed:
		p.Values = []ui.Option{option(directory.ClosedForGood, "suggest.closed_good"), option(directory.ClosedForWhile, "suggest.closed_while")}
	case asked.Field == directory.SuggestURL:
		p.Kind = "url"
	case asked.Field == directory.SuggestEmail:
		p.Kind = "email"
	case asked.Field == directory.SuggestDescription || directory.ByHand(asked.Field):
		p.Long = true
	}
	p.Silent = shown == "" && len(p.Values) == 0 && !directory.ByHand(asked.Field) && !strings.HasSuffix(asked.Field, ":new")
	return s.page(v, status, page.SuggestPage(p))
}

// suggestSend keeps what is proposed. It names nobody.
func (s *Site) suggestSend(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	d, err := s.listing(v)
	if err != nil {
		return err
	}
	typed := directory.Proposal{Service: d.ID, Field: form.Get("field"), Value: form.Get("value"), Words: form.Get("words")}
	whole := typed
	if typed.Field == anyPaper || typed.Field == anyLanguage {
		whole.Field += ":" + form.Get("which")
	}
	act := form.Get("act")
	code, err := s.Upkeep.Suggest(v.R.Context(), v.By, act, s.source(v.R), whole)
	if wrong, status, ok := again(err); ok {
		return s.suggestForm(v, d, status, act, typed, wrong)
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/suggestion?nouveau=1&code="+code)
}

// suggestTrack shows what became of a suggestion to whoever has its code.
func (s *Site) suggestTrack(v *Visit) error {
	code := cut(v.R.URL.Query().Get("code"), 40)
	p := page.SuggestTrack{Frame: s.frame(v, v.L.T("suggest.track_title")), Code: code, Step: ui.Step{Action: v.href("/suggestion")}}
	p.NoIndex = true
	v.W.Header().Set("Cache-Control", "no-store")
	if code == "" {
		return s.page(v, http.StatusOK, page.SuggestTrackPage(p))
	}
	t, err := s.Upkeep.Track(v.R.Context(), s.Region, s.source(v.R), code)
	if wrong, status, ok := again(err); ok {
		p.Step.Problems = wrong
		return s.page(v, status, page.SuggestTrackPage(p))
	}
	if err != nil {
		return err
	}
	how := suggestionStates[t.State]
	p.Fresh, p.Code = v.R.URL.Query().Get("nouveau") != "", grouped(code)
	p.State, p.Tone, p.On, p.Decided = how.key, how.tone, s.on(v, t.At), s.on(v, t.Decided)
	p.Service, p.Label, p.Value = s.serviceName(v, t.Service), suggestLabel(v.L, t.Field, t.Shown), suggestWords(v.L, t.Field, t.Value)
	if d := s.Finder.Get(t.Service); d != nil {
		p.See, p.Exit = v.href("/service/"+string(t.Service)), d.Sensitive
	}
	if t.State == directory.SuggestionDeclined {
		p.Reason = "suggest.why_" + string(t.Reason)
	}
	return s.page(v, http.StatusOK, page.SuggestTrackPage(p))
}

// grouped writes a code in groups of four, as it is read aloud.
func grouped(code string) string {
	code = strings.NewReplacer(" ", "", "-", "").Replace(strings.ToLower(code))
	var parts []string
	for len(code) > 4 {
		parts, code = append(parts, code[:4]), code[4:]
	}
	return strings.Join(append(parts, code), "-")
}

var suggestionStates = map[directory.SuggestionState]struct {
	key  string
	tone ui.Tone
}{
	directory.SuggestionWaiting: {"suggest.state_waiting", ui.Calm}, directory.SuggestionAccepted: {"suggest.state_accepted", ui.Ok},
	directory.SuggestionDeclined: {"suggest.state_declined", ui.Calm},
}

var declineKeys = map[directory.DeclineReason]string{
	directory.DeclinedRight: "suggest.r_right", directory.DeclinedUnsure: "suggest.r_unsure", directory.DeclinedUnclear: "suggest.r_unclear", directory.DeclinedOther: "suggest.r_other",
}

// suggestions is what waits for a decision.
func (s *Site) suggestions(v *Visit) error { return s.suggestionsPage(v, http.StatusOK, nil) }

func (s *Site) suggestionsPage(v *Visit, status int, wrong []ui.Problem) error {
	all, err := s.Upkeep.Suggestions(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	p := page.Suggestions{Frame: s.frame(v, v.L.T("suggest.list_title")), Back: v.href("/app/repertoire"), Done: v.R.URL.Query().Get("fait") != "", Step: ui.Step{Problems: wrong}}
	p.Here = "directory"
	at := map[string]int{}
	for _, x := range all {
		key := string(x.Service) + "|" + x.Field
		i, ok := at[key]
		if !ok {
			i = len(p.Groups)
			at[key] = i
			g, err := s.suggestionGroup(v, x)
			if err != nil {
				return err
			}
			p.Groups = append(p.Groups, g)
		}
		g := &p.Groups[i]
		row := s.suggestionRow(v, x)
		if then := suggestWords(v.L, x.Field, x.Shown); then.S != g.Now.S {
			row.Then = then
		}
		g.Proposed = append(g.Proposed, row)
		for _, o := range all {
			g.Contested = g.Contested || x.Contradicts(o)
		}
	}
	return s.page(v, status, page.SuggestionsPage(p))
}

func (s *Site) suggestionGroup(v *Visit, x directory.Suggestion) (page.SuggestionGroup, error) {
	g := page.SuggestionGroup{Service: s.serviceName(v, x.Service), See: v.href("/service/" + string(x.Service)), Label: suggestLabel(v.L, x.Field, x.Shown)}
	if directory.ByHand(x.Field) {
		return g, nil
	}
	now, err := s.Upkeep.Shown(v.R.Context(), s.Region, x.Service, x.Field)
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Invalid) { // the service, or the number, has left
		return g, nil
	}
	g.Now = suggestWords(v.L, x.Field, now)
	g.Silent = now == ""
	return g, err
}

func (s *Site) suggestionRow(v *Visit, x directory.Suggestion) page.SuggestionRow {
	at := "/app/suggestion/" + x.ID
	row := page.SuggestionRow{
		ID: x.ID, Value: suggestWords(v.L, x.Field, x.Value), Words: i18n.Text{S: x.Words}, Hidden: hidden(s.newAct()),
		Accept: v.href(at + "/accepter"), Decline: v.href(at + "/refuser"),
		From: ui.T(v.L, "suggest.from_public", "date", s.on(v, x.At)),
	}
	if x.Org != "" {
		row.From = ui.T(v.L, "suggest.from_org", "org", s.orgName(v, x.Org), "date", s.on(v, x.At))
	}
	if directory.ByHand(x.Field) {
		row.ByHand = v.href("/app/service/"+string(x.Service)+"/corriger", "suggestion", x.ID)
	}
	for _, why := range directory.DeclineReasons {
		row.Reasons = append(row.Reasons, ui.Option{Value: string(why), Key: declineKeys[why]})
	}
	return row
}

// suggestionAccept and suggestionDecline answer with one press.
func (s *Site) suggestionAccept(v *Visit) error {
	return s.suggestionDecide(v, func(form map[string]string) error {
		return s.Upkeep.AcceptSuggestion(v.R.Context(), v.By, form["act"], v.R.PathValue("id"))
	})
}

func (s *Site) suggestionDecline(v *Visit) error {
	return s.suggestionDecide(v, func(form map[string]string) error {
		return s.Upkeep.DeclineSuggestion(v.R.Context(), v.By, form["act"], v.R.PathValue("id"), directory.DeclineReason(form["reason"]))
	})
}

func (s *Site) suggestionDecide(v *Visit, do func(form map[string]string) error) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	x, err := s.Upkeep.FindSuggestion(v.R.Context(), v.By, v.R.PathValue("id"))
	if err != nil {
		return err
	}
	err = do(map[string]string{"act": form.Get("act"), "reason": form.Get("reason-" + x.ID)})
	if wrong, status, ok := again(err); ok {
		return s.suggestionsPage(v, status, wrong)
	}
	if fault.Is(err, fault.Conflict) {
		return s.suggestionsPage(v, http.StatusConflict, told(err, ""))
	}
	if err != nil {
		return err
	}
	if err := s.current(v, access.Service(x.Service)); err != nil {
		return err
	}
	return s.seeOther(v, "/app/suggestions?fait="+x.ID)
}
