package directory

import (
	"context"
	"slices"
	"sort"
	"strings"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// DoorsCounted is how long a closed-door report counts on a listing.
const DoorsCounted = 90 * 24 * time.Hour

// Load builds every published listing, ordered by id: what the index of a node
// holds. region is whose closed-door reports are counted.
func Load(ctx context.Context, tx *db.Tx, region access.Region) (_ []*Listing, err error) {
	defer fault.Wrap(&err, "directory.Load")
	return load(ctx, tx, region, nil)
}

const (
	// loadWhole is up to how many services each table is read once, from end to
	// end: five times quicker than by ids, and some ten kilobytes a service
	// while it lasts.
	loadWhole = 200_000
	// loadBatch is how many listings are read at once in a larger directory.
	loadBatch = 4096
)

// LoadEach is Load for a directory that may not fit in memory: it hands the
// listings over in batches, in the order of their ids.
func LoadEach(ctx context.Context, tx *db.Tx, region access.Region, take func([]*Listing) error) (err error) {
	defer fault.Wrap(&err, "directory.LoadEach")
	return loadEach(ctx, tx, region, loadWhole, loadBatch, take)
}

func loadEach(ctx context.Context, tx *db.Tx, region access.Region, whole, batch int, take func([]*Listing) error) error {
	n, err := servicesPublished(ctx, tx)
	if err != nil {
		return err
	}
	if n <= whole {
		all, err := load(ctx, tx, region, nil)
		if err != nil {
			return err
		}
		return take(all)
	}
	for after := ""; ; {
		ids, err := servicesAfter(ctx, tx, after, batch)
		if err != nil || len(ids) == 0 {
			return err
		}
		after = ids[len(ids)-1]
		some, err := load(ctx, tx, region, ids)
		if err != nil {
			return err
		}
		if err := take(some); err != nil {
			return err
		}
	}
}

// LoadSome builds the listings of some services. One that is not published, or
// not there, is not in the answer: followers take it out.
func LoadSome(ctx context.Context, tx *db.Tx, region access.Region, ids []access.Service) (_ []*Listing, err error) {
	defer fault.Wrap(&err, "directory.LoadSome(%d)", len(ids))
	plain := make([]string, 0, len(ids))
	for _, s := range ids {
		plain = append(plain, string(s))
	}
	sort.Strings(plain)
	return load(ctx, tx, region, slices.Compact(plain))
}

// Find builds one listing; fault.NotFound when it is unknown or unpublished.
func Find(ctx context.Context, tx *db.Tx, region access.Region, service access.Service) (*Listing, error) {
	l, err := LoadSome(ctx, tx, region, []access.Service{service})
	if err != nil {
		return nil, err
	}
	if len(l) == 0 {
		return nil, notFound()
	}
	return l[0], nil
}

// FindByCode is Find by the short address /s/{code}.
func FindByCode(ctx context.Context, tx *db.Tx, region access.Region, code string) (*Listing, error) {
	s, err := serviceByCode(ctx, tx, code)
	if err != nil {
		return nil, err
	}
	return Find(ctx, tx, region, access.Service(s))
}

// loader joins rows in memory: at a hundred thousand services that is seconds,
// where one query a service would be minutes.
type loader struct {
	listings []*Listing
	byID     map[string]*Listing
	orgs     map[string]orgRow
	sets     map[string]datasetRow
	told     map[string]map[string]string // record and field → language → words
	hidden   map[string]secretPlace
	closed   map[string]bool // schedules that close
	doors    []doorRow
	places   map[string]locationRow
	children children
}

// children are rows by what they hang on.
type children struct {
	addresses map[string][]addressRow
	phones    map[string][]phoneRow
	schedules map[string][]scheduleRow
	access    map[string][]pair
	spoken    map[string][]pair
}

func load(ctx context.Context, tx *db.Tx, region access.Region, ids []string) ([]*Listing, error) {
	w := &loader{byID: map[string]*Listing{}, orgs: map[string]orgRow{}, places: map[string]locationRow{}, told: map[string]map[string]string{}, closed: map[string]bool{},
		children: children{addresses: map[string][]addressRow{}, phones: map[string][]phoneRow{}, schedules: map[string][]scheduleRow{}, access: map[string][]pair{}, spoken: map[string][]pair{}}}
	if ids != nil && len(ids) == 0 {
		return nil, nil
	}
	services, err := some(ctx, tx, (*serviceRow).fields, selectServices, "id", ids)
	if err != nil {
		return nil, err
	}
	if err := w.around(ctx, tx, services, ids); err != nil {
		return nil, err
	}
	confirmed, err := confirmationsOf(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	sure := make(map[string]confirmation, len(confirmed))
	for _, c := range confirmed {
		sure[c.Service] = c
	}
	closed, err := closedDoors(ctx, tx, region, db.At(tx.Now.Add(-DoorsCounted)))
	if err != nil {
		return nil, err
	}
	for i := range services {
		w.service(&services[i], sure[services[i].ID], closed[services[i].ID])
	}
	seen, err := aspectsSeen(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	for _, a := range seen {
		if l := w.byID[a.Service]; l != nil && a.at.After(l.ConfirmedAt) {
			a.SeenAspect.At = a.at.Time
			l.Seen = append(l.Seen, a.SeenAspect)
		}
	}
	replies, err := doorReplies(ctx, tx, region, db.At(tx.Now.Add(-DoorsCounted)))
	if err != nil {
		return nil, err
	}
	for _, r := range replies {
		if l := w.byID[r.Service]; l != nil {
			r.DoorReply.At = r.at.Time
			l.more().Replies = append(l.more().Replies, r.DoorReply)
		}
	}
	for i := range w.doors {
		w.door(&w.doors[i])
	}
	if err := w.said(ctx, tx, ids); err != nil {
		return nil, err
	}
	for _, l := range w.listings {
		w.settle(l)
	}
	sort.Slice(w.listings, func(i, j int) bool { return w.listings[i].ID < w.listings[j].ID })
	return w.listings, nil
}

// around reads what hangs on the services.
func (w *loader) around(ctx context.Context, tx *db.Tx, services []serviceRow, ids []string) (err error) {
	var orgIDs, placeIDs, doorIDs, recordIDs []string
	if ids != nil {
		for _, s := range services {
			orgIDs = append(orgIDs, s.Org)
		}
		orgIDs = distinct(orgIDs)
	}
	if w.sets, err = datasets(ctx, tx); err != nil {
		return err
	}
	if w.hidden, err = hiddenPlaces(ctx, tx); err != nil {
		return err
	}
	orgs, err := some(ctx, tx, (*orgRow).fields, selectOrgs, "id", orgIDs)
	if err != nil {
		return err
	}
	for _, o := range orgs {
		w.orgs[o.ID] = o
	}
	if w.doors, err = some(ctx, tx, (*doorRow).fields, selectDoors, "service_id", ids); err != nil {
		return err
	}
	if ids != nil {
		for _, d := range w.doors {
			placeIDs, doorIDs = append(placeIDs, d.Location), append(doorIDs, d.ID)
		}
		placeIDs, doorIDs = distinct(placeIDs), distinct(doorIDs)
		recordIDs = distinct(slices.Concat(ids, orgIDs, placeIDs, doorIDs))
	}
	places, err := some(ctx, tx, (*locationRow).fields, selectLocations, "id", placeIDs)
	if err != nil {
		return err
	}
	for _, l := range places {
		w.places[l.ID] = l
	}
	return w.below(ctx, tx, ids, orgIDs, placeIDs, doorIDs, recordIDs)
}

func (w *loader) below(ctx context.Context, tx *db.Tx, ids, orgs, places, doors, records []string) error {
	addresses, err := some(ctx, tx, (*addressRow).fields, selectAddresses, "location_id", places)
	if err != nil {
		return err
	}
	for _, a := range addresses {
		w.children.addresses[a.Location] = append(w.children.addresses[a.Location], a)
	}
	phones, err := hanging(ctx, tx, (*phoneRow).fields, selectPhones, ids, map[string][]string{"service_id": ids, "location_id": places, "service_at_location_id": doors, "organization_id": orgs})
	if err != nil {
		return err
	}
	for _, p := range phones {
		for _, of := range []string{p.Service, p.Door, p.Location, p.Org} { // the nearest thing it hangs on
			if of != "" {
				w.children.phones[of] = append(w.children.phones[of], p)
				break
			}
		}
	}
	schedules, err := hanging(ctx, tx, (*scheduleRow).fields, selectSchedules, ids, map[string][]string{"service_id": ids, "location_id": places, "service_at_location_id": doors})
	if err != nil {
		return err
	}
	for _, s := range schedules {
		for _, of := range []string{s.Door, s.Service, s.Location} {
			if of != "" {
				w.children.schedules[of] = append(w.children.schedules[of], s)
				break
			}
		}
	}
	closing, err := closings(ctx, tx)
	if err != nil {
		return err
	}
	w.closed = closing
	for _, kind := range []struct {
		query string
		to    map[string][]pair
	}{{selectAccess, w.children.access}, {selectSpoken, w.children.spoken}} {
		rows, err := some(ctx, tx, (*pair).fields, kind.query, "location_id", places)
		if err != nil {
			return err
		}
		for _, r := range rows {
			kind.to[r.Of] = append(kind.to[r.Of], r)
		}
	}
	if ids != nil {
		for _, p := range phones {
			records = append(records, p.ID)
		}
		for _, p := range schedules {
			records = append(records, p.ID)
		}
		for _, list := range w.children.access {
			records = append(records, idsOfPairs(list)...)
		}
		records = distinct(records)
	}
	return w.translate(ctx, tx, records)
}

// translate reads the other languages of some records, or of all when ids is
// nil.
func (w *loader) translate(ctx context.Context, tx *db.Tx, records []string) error {
	words, err := some(ctx, tx, (*pair).fields, selectTranslation, "resource_id", records)
	if err != nil {
		return err
	}
	for _, t := range words { // Of is the record, A the field, B the language
		k := t.Of + "|" + t.A
		if w.told[k] == nil {
			w.told[k] = map[string]string{}
		}
		w.told[k][strings.SplitN(strings.ToLower(t.B), "-", 2)[0]] = t.Dataset
	}
	return nil
}

func idsOfPairs(list []pair) []string {
	ids := make([]string, len(list))
	for i, p := range list {
		ids[i] = p.ID
	}
	return ids
}

// hanging reads rows that hang on any of several things, each row once.
func hanging[T any](ctx context.Context, tx *db.Tx, fields func(*T) []any, query string, ids []string, by map[string][]string) ([]T, error) {
	if ids == nil {
		return some(ctx, tx, fields, query, "", nil)
	}
	met := map[string]bool{}
	var out []T
	for _, column := range []string{"service_id", "service_at_location_id", "location_id", "organization_id"} {
		of := by[column]
		if len(of) == 0 {
			continue
		}
		rows, err := some(ctx, tx, fields, query, column, of)
		if err != nil {
			return nil, err
		}
		for i := range rows {
			if id := *fields(&rows[i])[0].(*string); !met[id] {
				met[id] = true
				out = append(out, rows[i])
			}
		}
	}
	return out, nil
}

func distinct(ids []string) []string {
	ids = append([]string{}, ids...)
	sort.Strings(ids)
	return slices.Compact(ids)
}

// words is a passage in the language of its dataset, with its translations.
func (w *loader) words(dataset, record, field, text string) (t Text) {
	if w.sets[dataset].Language == "en" {
		t.EN = text
	} else {
		t.FR = text
	}
	if len(w.told) > 0 {
		if said := w.told[record+"|"+field]; said != nil {
			if t.FR == "" {
				t.FR = said["fr"]
			}
			if t.EN == "" {
				t.EN = said["en"]
			}
		}
	}
	return t
}

func (w *loader) service(s *serviceRow, sure confirmation, closed int) {
	org, ok := w.orgs[s.Org]
	if !ok {
		return // its organisation is not published: neither is it
	}
	say := func(field, text string) Text { return w.words(s.Dataset, s.ID, field, text) }
	l := &Listing{
		ID: access.Service(s.ID), Code: s.Code,
		Org: access.Org(s.Org), OrgName: w.words(org.Dataset, org.ID, "name", org.Name),
		Name: say("name", s.Name), Summary: say("description", s.Description), Status: Status(s.Status), Alert: say("alert", s.Alert),
		URL: s.URL, Email: s.Email,
		Interpreter: say("interpretation_services", s.Interpretation), Eligibility: say("eligibility_description", s.Eligibility),
		Process: say("application_process", s.Process), Wait: say("wait_time", s.Wait), Fees: say("fees_description", s.Fees),
		UpdatedAt: s.Updated.Time, ClosedDoors: closed, Source: w.sets[s.Dataset].Name,
	}
	if s.Fees == "" {
		l.Fees = say("fees", s.OldFees)
	}
	if s.Min != nil {
		l.MinAge = *s.Min
	}
	if s.Max != nil {
		l.MaxAge = *s.Max
	}
	if l.URL == "" {
		l.URL = org.Website
	}
	if t, err := time.Parse(time.DateOnly, s.Assured); err == nil {
		l.ConfirmedAt, l.ConfirmedBy = t, org.Name
	}
	if !sure.At.IsZero() && !sure.At.Before(l.ConfirmedAt) {
		l.ConfirmedAt, l.ConfirmedBy = sure.At.Time, sure.OrgName
	}
	for _, p := range w.children.phones[s.ID] {
		l.Phones = append(l.Phones, w.phone(p))
	}
	l.Hours = w.hours(w.children.schedules[s.ID])
	w.byID[s.ID] = l
	w.listings = append(w.listings, l)
}

// door adds the place of one entry point to its service.
func (w *loader) door(d *doorRow) {
	l, here := w.byID[d.Service]
	place, there := w.places[d.Location]
	if !here || !there {
		return
	}
	p := Place{ID: place.ID, Name: w.words(place.Dataset, place.ID, "name", place.Name),
		Transport: w.words(place.Dataset, place.ID, "transportation", place.Transport), ExternalID: place.External, Hidden: w.hidden[place.ID].shows == ShowNothing, AreaOnly: w.hidden[place.ID].shows == ShowArea}
	secret := p.Hidden || p.AreaOnly
	for _, a := range w.children.addresses[place.ID] {
		if a.Type == "postal" && p.City != "" {
			continue
		}
		p.City, p.Province = a.City, a.Province
		if !secret {
			p.Address, p.Postal, p.Neighbourhood = a.Line1, a.Postal, a.Region
			if a.Line2 != "" {
				p.Address += ", " + a.Line2
			}
		}
		if a.Type != "postal" {
			break
		}
	}
	if p.City == "" && p.AreaOnly {
		p.City = w.hidden[place.ID].town
	}
	switch {
	case place.Lat == nil || place.Lon == nil:
	case !secret:
		p.Lat, p.Lon, p.HasPoint = *place.Lat, *place.Lon, true
	case p.AreaOnly: // no more than the square is ever in memory
		p.Area, p.HasArea = veil(Point{*place.Lat, *place.Lon}), true
	}
	if secret { // a name, a bus stop or a floor gives an address away
		p.Name, p.Transport, p.ExternalID = Text{}, Text{}, ""
		l.Sensitive = true
	}
	for _, a := range w.children.access[place.ID] {
		if secret {
			break
		}
		p.Access = join(p.Access, w.words(a.Dataset, a.ID, "description", joined(a.A, a.B)))
	}
	for _, of := range []string{d.ID, place.ID} {
		for _, ph := range w.children.phones[of] {
			if ph.Contact == "" || of == d.ID {
				p.Phones = append(p.Phones, w.phone(ph))
			}
		}
	}
	p.Hours = w.hours(w.children.schedules[d.ID])
	if len(p.Hours) == 0 && len(l.Hours) == 0 {
		p.Hours = w.hours(w.children.schedules[place.ID])
	}
	for _, s := range w.children.spoken[place.ID] {
		l.Languages = appendOnce(l.Languages, s.A)
	}
	l.Places = append(l.Places, p)
}

// said adds what hangs on services alone, and our own facts.
func (w *loader) said(ctx context.Context, tx *db.Tx, ids []string) error {
	for _, kind := range []struct {
		query, column string
		do            func(*Listing, pair)
	}{
		{selectLanguages, "service_id", w.language},
		{selectDocuments, "service_id", func(l *Listing, p pair) {
			l.Documents = append(l.Documents, w.words(p.Dataset, p.ID, "document", p.A))
		}},
		{selectCosts, "service_id", func(l *Listing, p pair) {
			l.Fees = join(l.Fees, w.words(p.Dataset, p.ID, "option", joined(p.A, p.B)))
		}},
		{selectTerms, "link_id", func(l *Listing, p pair) {
			if !slices.Contains(FactKinds, FactKind(p.B)) && !oneOf(p.B, hiddenTaxonomies...) {
				l.Terms = appendOnce(l.Terms, p.A)
			}
		}},
	} {
		rows, err := some(ctx, tx, (*pair).fields, kind.query, kind.column, ids)
		if err != nil {
			return err
		}
		if ids != nil {
			if err := w.translate(ctx, tx, idsOfPairs(rows)); err != nil {
				return err
			}
		}
		for _, r := range rows {
			if l := w.byID[r.Of]; l != nil && r.A != "" {
				kind.do(l, r)
			}
		}
	}
	return w.facts(ctx, tx, ids)
}

// facts says our own facts on the listings, and who confirmed each.
func (w *loader) facts(ctx context.Context, tx *db.Tx, ids []string) error {
	all, err := facts(ctx, tx, ids)
	if err != nil {
		return err
	}
	sure, err := stamps(ctx, tx, ids)
	if err != nil {
		return err
	}
	said := winners(all)
	for _, f := range said {
		if l := w.byID[string(f.Service)]; l != nil {
			f.apply(l)
		}
	}
	values := make(map[string]string, len(sure))
	if len(sure) > 0 {
		for _, f := range said {
			if f.holds() {
				values[f.key()] = f.Value
			}
		}
	}
	for _, r := range sure {
		l, key := w.byID[string(r.Service)], FactKey{r.Kind, r.Code}
		if value, ok := values[Fact{Service: r.Service, Kind: r.Kind, Code: r.Code}.key()]; l == nil || !ok || value != r.Value {
			continue // it confirmed what is said no more
		}
		p := l.more()
		if p.Sure == nil {
			p.Sure = map[FactKey]Stamp{}
		}
		if r.At.After(p.Sure[key].At) {
			p.Sure[key] = Stamp{By: r.Name, At: r.At.Time}
		}
	}
	return nil
}

// language adds a language of a source, with what the source says beside it.
func (w *loader) language(l *Listing, p pair) {
	l.Languages = appendOnce(l.Languages, p.A)
	if p.B == CallAheadNote {
		return // a fact of ours says it
	}
	if note := w.words(p.Dataset, p.ID, "note", p.B); !note.Empty() {
		more := l.more()
		if more.LanguageNotes == nil {
			more.LanguageNotes = map[string]Text{}
		}
		more.LanguageNotes[p.A] = join(more.LanguageNotes[p.A], note)
	}
}

// hiddenTaxonomies hold what an import keeps of its source: nothing a reader
// would look for.
var hiddenTaxonomies = []string{string(addressShown), "source-fields", "source-id", "schedule-kind", "payment-accepted"}

// sensitiveNeeds are those whose pages show a quick exit, and whose places are
// never on a map.
var sensitiveNeeds = []string{"safety.violence", "safety.women", "safety.assault", "safety.trafficking"}

// settle gives a listing what depends on all the rest.
func (w *loader) settle(l *Listing) {
	w.suspend(l)
	for _, n := range l.Needs {
		l.Sensitive = l.Sensitive || oneOf(n, sensitiveNeeds...)
	}
	direct := len(l.Phones) > 0
	for _, p := range l.Places {
		direct = direct || len(p.Phones) > 0
	}
	if !direct { // the organisation's number is better than none
		for _, p := range w.children.phones[string(l.Org)] {
			if p.Contact == "" {
				l.Phones = append(l.Phones, w.phone(p))
			}
		}
	}
}

// suspend closes the doors of a service for the time of its closures. These
// end by themselves, so a source that says "temporarily closed" beside one
// means that one.
func (w *loader) suspend(l *Listing) {
	shut := shutBy(l.Particulars().Closures)
	if len(shut) == 0 {
		return
	}
	if l.Status == TemporarilyClosed {
		l.Status = Active
	}
	l.Hours = append(l.Hours, shut...)
	for i := range l.Places {
		if p := &l.Places[i]; len(p.Hours) > 0 {
			p.Hours = append(slices.Clone(p.Hours), shut...)
		}
	}
}

func (w *loader) phone(p phoneRow) Phone {
	out := Phone{Number: p.Number, Kind: p.Type, Note: w.words(p.Dataset, p.ID, "description", p.Description)}
	if p.Extension != nil {
		out.Extension = digits(*p.Extension)
	}
	return out
}

func joined(a, b string) string {
	if a == "" || b == "" || a == b {
		return a + b
	}
	return a + ". " + b
}

func join(a, b Text) Text {
	both := func(a, b string) string {
		if a == "" || b == "" {
			return a + b
		}
		return a + "\n" + b
	}
	return Text{FR: both(a.FR, b.FR), EN: both(a.EN, b.EN)}
}

func appendOnce(list []string, s string) []string {
	if s == "" || slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}
