package web

import (
	"encoding/base64"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/fault"
	"passerelle/internal/signal"
	"passerelle/internal/text"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// signalAsk begins a signal: what, where, since when, one page each.
func (s *Site) signalAsk(v *Visit) error {
	if !signal.MaySay(v.By) {
		return fault.New(fault.NotFound, "error.not_found")
	}
	return s.signalForm(v, http.StatusOK, 1, url.Values{"act": {s.newAct()}}, nil)
}

// signalSay takes a page of the three. Each carries on what the ones before it
// took, as it came; the last one sends.
func (s *Site) signalSay(v *Visit) error {
	f, voice, err := s.signalTyped(v)
	if err != nil {
		return err
	}
	if !signal.MaySay(v.By) {
		return fault.New(fault.NotFound, "error.not_found")
	}
	at, named := f.Get("page"), f.Get("named") != ""
	switch at {
	case "2":
		err = s.Signal.CheckPlace(f.Get("spot"), f.Get("need"), named)
	case "3":
		var id string
		id, err = s.Signal.Say(v.R.Context(), v.By, f.Get("act"), signal.Said{
			Words: f.Get("words"), Spot: f.Get("spot"), Need: f.Get("need"), Since: signal.Since(f.Get("since")), Language: string(v.L.Lang()),
			Voice: voice, Quiet: f.Get("quiet") != "", To: access.Org(f.Get("to")), Due: hoursOf(f, "due"), Closed: f.Get("who") == "closed",
			Named: named || f.Get("told") != "",
		})
		if err == nil {
			return s.seeOther(v, "/app/signal/"+id+"?fait=dit")
		}
	default:
		err = s.Signal.CheckWords(f.Get("words"), named)
	}
	if wrong, status, ok := again(err); ok {
		return s.signalForm(v, status, signalPage(at, wrong), f, wrong)
	}
	if err != nil {
		return err
	}
	if named {
		f.Set("told", "1") // asked and answered: the last page asks no more
	}
	f.Del("named")
	next := 2
	if at == "2" {
		next = 3
	}
	return s.signalForm(v, http.StatusOK, next, f, nil)
}

// signalPage is the page that has a field with something to mend: the first of
// them, else the one that was sent.
func signalPage(at string, wrong []ui.Problem) int {
	has := func(fields ...string) bool {
		return slices.ContainsFunc(wrong, func(p ui.Problem) bool { return slices.Contains(fields, p.Field) })
	}
	switch {
	case has("words"):
		return 1
	case has("spot", "need"):
		return 2
	case at == "3":
		return 3
	case at == "2":
		return 2
	}
	return 1
}

// signalTyped reads the form of any of the three pages. The words stay the bytes
// that came; everything else is text.
func (s *Site) signalTyped(v *Visit) (f url.Values, voice []byte, err error) {
	f, voice, err = s.signalFields(v)
	if kept := f.Get("kept"); err == nil && kept != "" && f.Get("page") != "1" {
		b, err := base64.StdEncoding.DecodeString(kept)
		if err != nil {
			return nil, nil, fault.New(fault.Invalid, "error.form_unreadable").With(err)
		}
		f.Set("words", string(b))
	}
	return f, voice, err
}

func (s *Site) signalFields(v *Visit) (f url.Values, voice []byte, err error) {
	f = url.Values{}
	take := func(name, value string) {
		if name != "words" {
			value = text.Clean(value)
		}
		f.Set(name, value)
	}
	if !strings.HasPrefix(v.R.Header.Get("Content-Type"), "multipart/") {
		raw, err := asCame(v)
		for name := range raw {
			take(name, raw.Get(name))
		}
		return f, nil, err
	}
	parts, err := v.R.MultipartReader()
	if err != nil {
		return nil, nil, fault.New(fault.Invalid, "error.form_unreadable").With(err)
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return f, voice, nil
		}
		if err != nil {
			return nil, nil, fault.New(fault.Invalid, "error.form_unreadable").With(err)
		}
		b, err := readPart(part)
		if err != nil {
			return nil, nil, fault.New(fault.Invalid, "error.form_unreadable").With(err)
		}
		if part.FormName() == "voice" {
			voice = b
			continue
		}
		take(part.FormName(), string(b))
	}
}

// readPart reads a part, and a byte more than a recording may weigh: what is too
// large is said at its field.
func readPart(part *multipart.Part) ([]byte, error) {
	most := int64(fieldBytes)
	if part.FormName() == "voice" {
		most = signal.VoiceMost + 1
	}
	return io.ReadAll(io.LimitReader(part, most))
}

var sinceKeys = map[signal.Since]string{
	signal.Today: "signal.since_today", signal.Days: "signal.since_days", signal.Weeks: "signal.since_weeks", signal.Months: "signal.since_months", signal.Unknown: "signal.since_unknown",
}

// signalForm shows one of the three pages, with what was typed.
func (s *Site) signalForm(v *Visit, status, at int, f url.Values, wrong []ui.Problem) error {
	p := page.SignalSay{Frame: s.frame(v, v.L.T("signal.new")), At: at, Typed: f, Marked: s.signalMarked(f, at, wrong), WordsMost: signal.WordsMost, Mega: signal.VoiceMost >> 20}
	p.Here = "needs"
	keep := []string{"told"}
	// A browser changes the ends of lines in what it carries: the words go through
	// it in a form that it leaves alone.
	f.Set("kept", base64.StdEncoding.EncodeToString([]byte(f.Get("words"))))
	for i, names := range [][]string{{"kept"}, {"spot", "need"}, {"since", "to", "due", "who"}} {
		if i+1 != at {
			keep = append(keep, names...)
		}
	}
	p.Step = ui.Step{Back: v.href("/app/signaux"), Action: v.href("/app/signal/nouveau"), Problems: wrong, Hidden: hidden(f.Get("act"), ui.Hidden{Name: "page", Value: string(rune('0' + at))})}
	for _, name := range keep {
		if f.Get(name) != "" {
			p.Step.Hidden = append(p.Step.Hidden, ui.Hidden{Name: name, Value: f.Get(name)})
		}
	}
	switch at {
	case 2:
		p.Needs = needGroups(v.L, f.Get("need"))
	case 3:
		p.Step.Submit = "signal.send"
		for _, x := range signal.Sinces {
			p.Sinces = append(p.Sinces, ui.Option{Value: string(x), Key: sinceKeys[x], Checked: string(x) == f.Get("since")})
		}
		var err error
		if p.Orgs, err = s.deskOptions(v, f.Get("to"), "signal.to_later"); err != nil {
			return err
		}
		p.Due = hourOptions(signalDues, f.Get("due"), 72)
		p.Who = []ui.Option{
			{Value: "open", Key: "signal.who_open", Checked: f.Get("who") != "closed"}, {Value: "closed", Key: "signal.who_closed", Checked: f.Get("who") == "closed"},
		}
	}
	return s.page(v, status, page.SignalSayPage(p))
}

// signalDues are the times that whoever is asked may be given, in hours.
var signalDues = []int{4, 24, 72, 7 * 24, 14 * 24, 30 * 24}

// deskOptions are the organisations that can be asked; none says that nobody is
// yet (empty: one must be).
func (s *Site) deskOptions(v *Visit, chosen, none string) (list []ui.Option, err error) {
	orgs, err := s.Org.Desks(v.R.Context(), v.By)
	if err != nil {
		return nil, err
	}
	if none == "" {
		none = "signal.to_choose"
	}
	list = []ui.Option{{Key: none}}
	for _, o := range orgs {
		list = append(list, ui.Option{Value: string(o.ID), Text: s.orgName(v, o.ID), Checked: string(o.ID) == chosen})
	}
	return list, nil
}

// signalMarked is what was typed, with what looks like a name marked in it.
func (s *Site) signalMarked(f url.Values, at int, wrong []ui.Problem) []page.Marked {
	if !slices.ContainsFunc(wrong, func(p ui.Problem) bool { return p.Key == signal.NamedKey }) {
		return nil
	}
	return marked(f.Get(map[int]string{1: "words", 2: "spot"}[at]), s.Signal.Marks)
}
