package directory

import (
	"context"
	"slices"

	"passerelle/internal/db"
)

// Webpage is a further page of a source about a service.
type Webpage struct {
	About LinkAbout
	Label Text // in the source's words
	URL   string
}

// LinkAbout is what a further page is about.
type LinkAbout string

// What they are about.
const (
	AboutAll      LinkAbout = ""
	AboutHours    LinkAbout = "hours"
	AboutDocument LinkAbout = "document"
)

// urls reads the further pages of services, and of organisations for those of their
// services that have no page; it returns their ids where only some are read.
func (w *loader) urls(ctx context.Context, tx *db.Tx, ids, orgs []string) (read []string, err error) {
	rows, err := hanging(ctx, tx, (*urlRow).fields, selectURLs, ids, map[string][]string{"service_id": ids, "organization_id": orgs})
	if err != nil {
		return nil, err
	}
	for i := range rows {
		read = append(read, rows[i].ID)
	}
	w.then(func() {
		hang(w.children.urls, inOrder(rows, (*urlRow).fields, ids), func(r *urlRow) []string { return []string{r.Service, r.Org} })
	})
	return read, nil
}

// pages adds the further pages of a service, or those of its organisation.
func (w *loader) pages(l *Listing, of string) {
	for _, r := range w.children.urls[of] {
		l.page(Webpage{Label: w.words(r.Dataset, r.ID, "label", r.Label), URL: r.URL})
	}
}

// hoursPages adds the pages on which hours are told.
func (w *loader) hoursPages(l *Listing, of string) {
	for i := range w.children.schedules[of] {
		l.page(Webpage{About: AboutHours, URL: w.children.schedules[of][i].Page})
	}
}

// page adds a further page, once.
func (l *Listing) page(p Webpage) {
	if p.URL == "" || p.URL == l.URL || slices.ContainsFunc(l.Particulars().Pages, func(x Webpage) bool { return x.URL == p.URL && x.About == p.About }) {
		return
	}
	more := l.more()
	more.Pages = append(more.Pages, p)
}

// otherName adds another name by which a service is known, its own or its
// organisation's: an acronym is what people type.
func (l *Listing) otherName(name Text, is ...Text) {
	if !name.Empty() && !slices.Contains(is, name) && !slices.Contains(l.Particulars().Also, name) {
		more := l.more()
		more.Also = append(more.Also, name)
	}
}
