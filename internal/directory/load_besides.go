package directory

import (
	"context"
	"slices"

	"passerelle/internal/db"
)

// Contact is whom to ask for. Of a quiet service nobody is named.
type Contact struct {
	Name   string
	Role   Text // title and department
	Email  string
	Phones []Phone
}

// contacts reads whom to ask for, and returns their ids where only some are read.
func (w *loader) contacts(ctx context.Context, tx *db.Tx, ids, places, doors []string) (read []string, err error) {
	rows, err := hanging(ctx, tx, (*contactRow).fields, selectContacts, ids, map[string][]string{"service_id": ids, "location_id": places, "service_at_location_id": doors})
	if err != nil {
		return nil, err
	}
	for i := range rows {
		read = append(read, rows[i].ID)
	}
	w.then(func() {
		hang(w.children.contacts, inOrder(rows, (*contactRow).fields, ids), func(r *contactRow) []string { return []string{r.Service, r.Door, r.Location} })
	})
	return read, nil
}

// areas reads which territories are served, and returns their ids as contacts does.
func (w *loader) areas(ctx context.Context, tx *db.Tx, ids, doors []string) (read []string, err error) {
	rows, err := hanging(ctx, tx, (*areaRow).fields, selectAreas, ids, map[string][]string{"service_id": ids, "service_at_location_id": doors})
	if err != nil {
		return nil, err
	}
	for i := range rows {
		read = append(read, rows[i].ID)
	}
	w.then(func() {
		hang(w.children.areas, inOrder(rows, (*areaRow).fields, ids), func(r *areaRow) []string { return []string{r.Service, r.Door} })
	})
	return read, nil
}

// serves adds the territories of a service, or of one of its entry points, each once:
// what a program draws on a map is no words.
func (w *loader) serves(l *Listing, of string) {
	for _, r := range w.children.areas[of] {
		said := w.words(r.Dataset, r.ID, "name", r.Name)
		if more := w.words(r.Dataset, r.ID, "description", r.Description); more != said {
			said = Text{FR: joined(said.FR, more.FR), EN: joined(said.EN, more.EN)}
		}
		if said.Empty() && r.ExtentType == "text" {
			said = w.words(r.Dataset, r.ID, "extent", r.Extent)
		}
		if !said.Empty() && !slices.Contains(l.Particulars().Areas, said) {
			more := l.more()
			more.Areas = append(more.Areas, said)
		}
	}
}

// asksFor adds whom to ask for at a service, an entry point or a place.
func (w *loader) asksFor(l *Listing, of string) {
	for _, r := range w.children.contacts[of] {
		c := Contact{Name: r.Name, Email: r.Email}
		title, department := w.words(r.Dataset, r.ID, "title", r.Title), w.words(r.Dataset, r.ID, "department", r.Department)
		c.Role = Text{FR: dotted(title.FR, department.FR), EN: dotted(title.EN, department.EN)}
		for _, p := range w.children.phones[r.ID] {
			c.Phones = append(c.Phones, w.phone(p))
		}
		for _, p := range w.children.phones[of] {
			if p.Contact == r.ID && p.Service == "" && p.Door == "" { // else it is among those to call
				c.Phones = append(c.Phones, w.phone(p))
			}
		}
		if c.Name != "" || !c.Role.Empty() || c.Email != "" || len(c.Phones) > 0 {
			more := l.more()
			more.Contacts = append(more.Contacts, c)
		}
	}
}

// unnamed leaves of whom to ask for at a quiet service what names nobody.
func (p *Particulars) unnamed() {
	for i := range p.Contacts {
		p.Contacts[i].Name, p.Contacts[i].Email = "", ""
	}
	p.Contacts = slices.DeleteFunc(p.Contacts, func(c Contact) bool { return c.Role.Empty() && len(c.Phones) == 0 })
}
