package directory

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// Organization is the public shape of an organisation of the directory: what its
// sources tell of it beside its services.
type Organization struct {
	ID         access.Org
	Name       Text
	Also       Text // another name of it
	Summary    Text
	Since      int // year; 0 = not said
	URL, Email string
	Pages      []Webpage
	Phones     []Phone   // of the organisation, not of a service or a place
	Contacts   []Contact // likewise; see Quiet
	Programs   []Program
	Above      *OrganizationName // the one it belongs to
	Below      []OrganizationName
	MoreBelow  bool // others come after these
	Source     string
}

// OrganizationName is another organisation, to go to.
type OrganizationName struct {
	ID   access.Org
	Name Text
}

// Program is what an organisation groups some of its services under.
type Program struct{ Name, Also, Words Text }

// OrganizationsBelow is how many organisations are told at once under one.
const OrganizationsBelow = 100

// Organization reads an organisation, and of those under it some, from one on;
// fault.NotFound when it is unknown or unpublished.
func (s *Service) Organization(ctx context.Context, id access.Org, from int) (o *Organization, err error) {
	defer fault.Wrap(&err, "directory.Organization(%s)", id)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		o, err = findOrganization(ctx, tx, string(id), from)
		return err
	})
	return o, err
}

func findOrganization(ctx context.Context, tx *db.Tx, id string, from int) (*Organization, error) {
	w, one := newLoader(), []string{id}
	found, err := some(ctx, tx, (*organizationRow).fields, selectOrganization, "id", one)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, notFound()
	}
	r := &found[0]
	if w.sets, err = datasets(ctx, tx); err != nil {
		return nil, err
	}
	programs, err := some(ctx, tx, (*programRow).fields, selectPrograms, "organization_id", one)
	if err != nil {
		return nil, err
	}
	family, err := organizationsUnder(ctx, tx, id, from, OrganizationsBelow+1)
	if err != nil {
		return nil, err
	}
	more := len(family) > OrganizationsBelow
	family = family[:min(len(family), OrganizationsBelow)]
	if r.Parent != "" && r.Parent != id {
		above, err := some(ctx, tx, (*orgRow).fields, selectOrgs, "id", []string{r.Parent})
		if err != nil {
			return nil, err
		}
		family = append(above, family...)
	}
	if err := w.beside(ctx, tx, id, programs, family); err != nil {
		return nil, err
	}

	say := func(field, text string) Text { return w.words(r.Dataset, r.ID, field, text) }
	o := &Organization{
		ID: access.Org(r.ID), Name: say("name", r.Name), Also: say("alternate_name", r.Alternate), Summary: say("description", r.Description),
		URL: r.Website, Email: r.Email, MoreBelow: more, Source: w.sets[r.Dataset].Name,
	}
	if r.Since != nil {
		o.Since = int(*r.Since)
	}
	for _, p := range programs {
		o.Programs = append(o.Programs, Program{w.words(p.Dataset, p.ID, "name", p.Name), w.words(p.Dataset, p.ID, "alternate_name", p.Alternate), w.words(p.Dataset, p.ID, "description", p.Description)})
	}
	for _, f := range family {
		name := OrganizationName{access.Org(f.ID), w.words(f.Dataset, f.ID, "name", f.Name)}
		if f.ID == r.Parent {
			o.Above = &name
		} else {
			o.Below = append(o.Below, name)
		}
	}
	l := &Listing{URL: r.Website} // what hangs on an organisation hangs there as on a service
	w.pages(l, id)
	w.asksFor(l, id)
	o.Pages, o.Contacts = l.Particulars().Pages, l.Particulars().Contacts
	for _, p := range w.children.phones[id] {
		if p.Contact == "" {
			o.Phones = append(o.Phones, w.phone(p))
		}
	}
	return o, nil
}

// beside reads what hangs on one organisation and on nothing nearer, and its words
// in other languages.
func (w *loader) beside(ctx context.Context, tx *db.Tx, id string, programs []programRow, family []orgRow) error {
	one, records := []string{id}, []string{id}
	for _, p := range programs {
		records = append(records, p.ID)
	}
	for _, f := range family {
		records = append(records, f.ID)
	}
	urls, err := some(ctx, tx, (*urlRow).fields, selectURLs, "organization_id", one)
	if err != nil {
		return err
	}
	hang(w.children.urls, urls, func(r *urlRow) []string { return []string{r.Service, r.Org} })
	people, err := some(ctx, tx, (*contactRow).fields, selectContacts, "organization_id", one)
	if err != nil {
		return err
	}
	hang(w.children.contacts, people, func(r *contactRow) []string { return []string{r.Service, r.Door, r.Location, id} })
	var whom []string
	for _, c := range people {
		whom, records = append(whom, c.ID), append(records, c.ID)
	}
	for _, u := range urls {
		records = append(records, u.ID)
	}
	phones, err := hanging(ctx, tx, (*phoneRow).fields, selectPhones, one, map[string][]string{"organization_id": one, "contact_id": whom})
	if err != nil {
		return err
	}
	w.phones(phones)
	var numbers []string
	for _, p := range phones {
		numbers = append(numbers, p.ID)
	}
	spoken, err := hanging(ctx, tx, (*languageRow).fields, selectLanguages, one, map[string][]string{"phone_id": numbers})
	if err != nil {
		return err
	}
	w.languages(spoken)
	for _, s := range spoken {
		records = append(records, s.ID)
	}
	records = append(records, numbers...)
	return w.translate(ctx, tx, distinct(records))
}

// Quiet leaves of an organisation what names nobody, as of a service whose door
// is not told: whoever works there is not to be found by their name.
func (o *Organization) Quiet() {
	p := Particulars{Contacts: o.Contacts}
	p.unnamed()
	o.Contacts = p.Contacts
}
