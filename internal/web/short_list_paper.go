package web

import (
	"net/http"
	"strings"

	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
)

// noteMost is how long the worker's note on a paper list may be.
const noteMost = 280

// shortListPaper is a list by link on paper.
func (s *Site) shortListPaper(v *Visit) error { return s.shortListPrint(v, "") }

// shortListNote is the same with a note for the person: when to go, whom to
// ask for. The note is written on the answer and nowhere else, which is why
// this form is answered at once and not by a redirection.
func (s *Site) shortListNote(v *Visit) error {
	note, err := s.note(v)
	if err != nil {
		return err
	}
	return s.shortListPrint(v, note)
}

// note reads the note of a form; the answer that bears it is kept by nobody.
func (s *Site) note(v *Visit) (string, error) {
	form, err := s.form(v)
	if err != nil {
		return "", err
	}
	v.W.Header().Set("Cache-Control", "no-store")
	return cut(strings.TrimSpace(form.Get("note")), noteMost), nil
}

func (s *Site) shortListPrint(v *Visit, note string) error {
	list := s.listOf(v.R.PathValue("codes"))
	if len(list) == 0 {
		return fault.New(fault.NotFound, "error.not_found")
	}
	var services []*directory.Listing
	for _, code := range list {
		services = append(services, s.Finder.ByCode(code))
	}
	return s.paper(v, page.ListPaper{
		Heading: v.L.Text("share.paper_heading"), Note: note,
		Back: v.href(list.path()), Short: s.publicAddress(v, list.path()),
	}, services)
}

// paper prints services as cards, on A4 or A6. Those that left the directory
// are counted, for whoever hands the paper over.
func (s *Site) paper(v *Visit, p page.ListPaper, services []*directory.Listing) error {
	p.Frame = s.frame(v, v.L.T("share.title"))
	p.NoIndex, p.Paper = true, true
	p.A6 = v.R.URL.Query().Get("format") == "a6"
	p.Today = v.L.Date(s.Clock.Now().In(s.Zone))
	for _, d := range services {
		if d == nil || !d.Searchable() {
			p.Gone++
			continue
		}
		e, err := s.pageOf(v, d)
		if err != nil {
			return err
		}
		onPaper(v.L, &e)
		p.Entries = append(p.Entries, e)
		p.Exit = p.Exit || d.Sensitive
	}
	if p.Exit {
		p.Heading = i18n.Text{S: v.L.T("ui.neutral_title")} // what is left on a table says nothing
	}
	return s.page(v, http.StatusOK, page.ListPaperPage(p))
}
