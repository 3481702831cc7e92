package web

import (
	"net/http"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"passerelle/internal/directory"
	"passerelle/internal/i18n"
	"passerelle/internal/need"
	"passerelle/internal/signal"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// needSaidAs is a need as people say it.
func needSaidAs(l *i18n.Local, code string) i18n.Text {
	if code == "" {
		return l.Text("needs.need_none")
	}
	return l.Text(directory.NeedKey(code))
}

// placeLabel is the name of a place by its key.
func (s *Site) placeLabel(l *i18n.Local, key string) i18n.Text {
	if key == "" {
		return l.Text("needs.place_none")
	}
	if _, name, ok := s.Locator.Locate(key); ok {
		return i18n.Text{S: name, Lang: i18n.Source}
	}
	return i18n.Text{S: key, Lang: i18n.Source}
}

// needFilter reads the filters of an address; what is unknown filters nothing.
func (s *Site) needFilter(v *Visit) (f need.Filter) {
	q := v.R.URL.Query()
	if code := q.Get("besoin"); directory.KnownNeed(code) {
		f.Need = code
	}
	if typed := cut(q.Get("lieu"), 80); typed != "" {
		if _, name, ok := s.Locator.Locate(typed); ok {
			f.Place = slug(name)
		}
	}
	return f
}

// signalsShown is how many field signals the board shows.
const signalsShown = 3

// needBoard is what is needed in the region now, and where nothing answers.
func (s *Site) needBoard(v *Visit) error {
	f, seen := s.needFilter(v), s.Live.seen() // before it is read: what comes between is told
	b, err := s.Need.Board(v.R.Context(), v.By, f)
	if err != nil {
		return err
	}
	local := b.Now.In(s.Zone)
	p := page.NeedBoard{
		Frame: s.frame(v, v.L.T("needs.board_title")), Back: v.href("/app"), Day: v.L.Day(local), At: v.L.Time(local.Hour(), local.Minute()),
		Hidden: b.Hidden, Small: need.Small, CSV: v.href("/app/besoins/tableau.csv", "besoin", f.Need, "lieu", f.Place),
	}
	p.Here, p.Paper = "needs", true
	p.Public = v.href("/tableau/besoins")
	p.Script = "board.js"
	v.W.Header().Set("Content-Security-Policy", livePolicy(v.R.Host))
	if f != (need.Filter{}) {
		p.All = v.href("/app/besoins")
		p.Narrowed = s.narrowed(v.L, f)
	}
	if need.MayAnswer(v.By) {
		p.Note, p.Call = v.href("/app/besoins/noter"), v.href("/app/appel")
		p.Words = v.href("/app/besoins/mots", "besoin", f.Need, "lieu", f.Place)
		p.Talks = s.talksHref(v)
		p.Poster = v.href("/affiche/aide", "pres", f.Place)
	}
	p.Alerts = s.alerts(v)
	if signal.MaySay(v.By) {
		rows, err := s.signalRows(v)
		if err != nil {
			return err
		}
		p.Signals, p.SignalsAll, p.SignalNew = firstOf(rows, signalsShown), v.href("/app/signaux"), v.href("/app/signal/nouveau")
	}
	for _, x := range b.Bars {
		p.Bars = append(p.Bars, page.NeedBar{Label: needSaidAs(v.L, x.Need), Href: v.href("/app/besoins", "besoin", x.Need, "lieu", f.Place), Week: x.Week, Last: x.Last, Open: x.Open})
	}
	for _, c := range b.Cells {
		p.Cells = append(p.Cells, s.needCell(v, c, b.Now))
	}
	for _, n := range b.Living {
		p.Living = append(p.Living, s.needRow(v, n, b.Now))
	}
	p.More = len(b.Living) == need.BoardMost
	if p.Holes, seen.holes, err = s.holeRows(v, f, b.Now); err != nil {
		return err
	}
	p.Live = v.href("/app/besoins/direct", "vu", seen.String())
	return s.page(v, http.StatusOK, page.NeedBoardPage(p))
}

func (s *Site) narrowed(l *i18n.Local, f need.Filter) templ.Component {
	switch {
	case f.Place == "":
		return ui.Run(l, needSaidAs(l, f.Need))
	case f.Need == "":
		return ui.Run(l, s.placeLabel(l, f.Place))
	}
	return ui.T(l, "needs.what_where", "need", needSaidAs(l, f.Need), "place", s.placeLabel(l, f.Place))
}

func (s *Site) needCell(v *Visit, c need.Cell, now time.Time) page.NeedCell {
	x := page.NeedCell{
		Need: needSaidAs(v.L, c.Need), Place: s.placeLabel(v.L, c.Place), Href: v.href("/app/besoins", "besoin", c.Need, "lieu", c.Place),
		Week: c.Week, Last: c.Last, Open: c.Open, Orgs: c.Orgs,
	}
	if !c.Since.IsZero() {
		x.Since = v.L.AgoText(now.Sub(c.Since.Time))
	}
	return x
}

// needRow is one need on a list: codes, and never its words.
func (s *Site) needRow(v *Visit, n need.Need, now time.Time) page.NeedRow {
	return page.NeedRow{
		Need: needSaidAs(v.L, n.Need), Place: s.placeLabel(v.L, n.Place), Href: v.href("/app/besoin/" + n.ID), Ago: v.L.AgoText(now.Sub(n.At.Time)),
		Via: v.L.Text(viaKeys[n.Via]), Org: s.orgName(v, n.Org), Wanted: v.L.Text(wantedKeys[n.Wanted]), Urgent: n.Wanted == need.Now && n.State == need.Open,
		State: needState(v.L, n, now), TakenBy: s.orgName(v, n.TakenBy), Late: n.Late(now), Open: n.State == need.Open,
	}
}

var viaKeys = map[need.Via]string{need.ByWeb: "needs.via_web", need.ByWorker: "needs.via_worker", need.ByCall: "needs.via_call", need.BySMS: "needs.via_sms"}

// needState is how a need stands, in a tag.
func needState(l *i18n.Local, n need.Need, now time.Time) templ.Component {
	switch {
	case n.Late(now):
		return ui.Tag(ui.Late, ui.T(l, "needs.state_late"))
	case n.State == need.Taken:
		return ui.Tag(ui.Active, ui.T(l, "needs.state_taken"))
	case n.State == need.Answered:
		return ui.Tag(ui.Ok, ui.T(l, "needs.state_answered"))
	case n.State == need.Declined:
		return ui.Tag(ui.Calm, ui.T(l, "needs.state_declined"))
	}
	return ui.Tag(ui.Late, ui.T(l, "needs.state_open"))
}

// needCSV is the board as a table: what the reader may see of it, and no more.
func (s *Site) needCSV(v *Visit) error {
	b, err := s.Need.Board(v.R.Context(), v.By, s.needFilter(v))
	if err != nil {
		return err
	}
	head := []string{"need_code", "place_key"}
	for _, key := range []string{"needs.col_need", "needs.col_place", "needs.col_week", "needs.col_last", "needs.col_open", "needs.col_orgs", "needs.col_since"} {
		head = append(head, v.L.T(key))
	}
	var rows [][]string
	for _, c := range b.Cells {
		since := ""
		if !c.Since.IsZero() {
			since = c.Since.In(s.Zone).Format(time.RFC3339)
		}
		rows = append(rows, []string{
			c.Need, c.Place, needSaidAs(v.L, c.Need).S, s.placeLabel(v.L, c.Place).S, strconv.Itoa(c.Week), strconv.Itoa(c.Last), strconv.Itoa(c.Open), strconv.Itoa(c.Orgs), since,
		})
	}
	return s.table(v, "besoins.csv", head, rows)
}
