package directory

import (
	"context"
	"slices"
	"sort"
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
	programs map[string]programRow
	sets     map[string]datasetRow
	told     map[toldKey]Text       // words in the other language, by what they say
	others   map[string][]otherWord // by record: in still other languages
	hidden   map[string]secretPlace
	closed   map[string]bool // schedules that close
	doors    []doorRow
	places   map[string]locationRow
	children children
	back     *backstage
}

func newLoader() *loader {
	return &loader{byID: map[string]*Listing{}, orgs: map[string]orgRow{}, programs: map[string]programRow{}, places: map[string]locationRow{}, told: map[toldKey]Text{}, others: map[string][]otherWord{}, closed: map[string]bool{},
		children: children{addresses: map[string][]addressRow{}, phones: map[string][]phoneRow{}, schedules: map[string][]scheduleRow{}, access: map[string][]pair{}, contacts: map[string][]contactRow{}, areas: map[string][]areaRow{}, urls: map[string][]urlRow{}, spoken: map[string][]languageRow{}}}
}

// toldKey names a field of a record.
type toldKey struct{ record, field string }

// backstage joins rows that were read while the next are being read: of a whole
// directory each takes as long as the other. What is done there is done one
// after the other; nobody looks at it before wait.
type backstage struct {
	work chan func()
	done chan struct{}
}

func newBackstage() *backstage {
	b := &backstage{make(chan func(), 64), make(chan struct{})}
	go func() {
		defer close(b.done)
		for do := range b.work {
			do()
		}
	}()
	return b
}

// wait ends it, once all is done.
func (b *backstage) wait() {
	close(b.work)
	<-b.done
}

// then does something with what was read: at once, or backstage when the whole
// directory is.
func (w *loader) then(do func()) {
	if w.back == nil {
		do()
		return
	}
	w.back.work <- do
}

// read reads rows and then does something with them, in the order of their
// first column.
func read[T any](ctx context.Context, tx *db.Tx, w *loader, fields func(*T) []any, query, column string, ids []string, do func([]T)) error {
	rows, err := some(ctx, tx, fields, query, column, ids)
	if err != nil {
		return err
	}
	w.then(func() { do(inOrder(rows, fields, ids)) })
	return nil
}

func load(ctx context.Context, tx *db.Tx, region access.Region, ids []string) ([]*Listing, error) {
	w := newLoader()
	if ids != nil && len(ids) == 0 {
		return nil, nil
	}
	if ids == nil {
		w.back = newBackstage()
	}
	err := w.join(ctx, tx, region, ids)
	if w.back != nil {
		w.back.wait()
	}
	return w.listings, err
}

// join reads all that listings are made of, and makes them.
func (w *loader) join(ctx context.Context, tx *db.Tx, region access.Region, ids []string) error {
	services, err := some(ctx, tx, (*serviceRow).fields, selectServices, "id", ids)
	if err != nil {
		return err
	}
	if err := w.around(ctx, tx, services, ids); err != nil {
		return err
	}
	confirmed, err := confirmationsOf(ctx, tx, ids)
	if err != nil {
		return err
	}
	since := db.At(tx.Now.Add(-DoorsCounted))
	closed, err := closedDoors(ctx, tx, region, since)
	if err != nil {
		return err
	}
	was, err := allRedirects(ctx, tx)
	if err != nil {
		return err
	}
	w.then(func() { w.services(services, confirmed, closed, was) })
	seen, err := aspectsSeen(ctx, tx, ids)
	if err != nil {
		return err
	}
	replies, err := doorReplies(ctx, tx, region, since)
	if err != nil {
		return err
	}
	w.then(func() {
		w.seen(seen, replies, former{}.of(was))
		for i := range w.doors {
			w.door(&w.doors[i])
		}
	})
	if err := w.said(ctx, tx, ids); err != nil {
		return err
	}
	w.then(func() {
		for _, l := range w.listings {
			w.settle(l)
		}
		sort.Slice(w.listings, func(i, j int) bool { return w.listings[i].ID < w.listings[j].ID })
	})
	return nil
}

// services makes the listings of services, and of what each was before it
// became one with another.
func (w *loader) services(rows []serviceRow, confirmed []confirmation, closed map[string]int, was []redirectRow) {
	sure := make(map[string]confirmation, len(confirmed))
	for _, c := range confirmed {
		sure[c.Service] = c
	}
	became := former{}.of(was)
	for _, r := range was { // whoever came in vain came to what is one service now
		to := string(became.last(r.From))
		closed[to] += closed[string(r.From)]
	}
	for i := range rows {
		w.service(&rows[i], sure[rows[i].ID], closed[rows[i].ID])
	}
	for _, r := range was {
		if l := w.byID[string(became.last(r.From))]; l != nil {
			l.more().Former = append(l.more().Former, Former{r.From, r.Code})
		}
	}
}

// seen adds who found parts of pages true, and what services answered to closed
// doors.
func (w *loader) seen(aspects []aspectRow, replies []replyRow, became former) {
	for _, a := range aspects {
		if l := w.byID[a.Service]; l != nil && a.at.After(l.ConfirmedAt) {
			a.SeenAspect.At = a.at.Time
			l.Seen = append(l.Seen, a.SeenAspect)
		}
	}
	for _, r := range replies {
		l := w.byID[r.Service]
		if l == nil {
			l = w.byID[string(became.last(access.Service(r.Service)))]
		}
		if l != nil {
			r.DoorReply.At = r.at.Time
			l.more().Replies = append(l.more().Replies, r.DoorReply)
		}
	}
}

// around reads what hangs on the services.
func (w *loader) around(ctx context.Context, tx *db.Tx, services []serviceRow, ids []string) (err error) {
	var orgIDs, programIDs, placeIDs, doorIDs, recordIDs []string
	if ids != nil {
		programIDs = []string{} // none is not all
		for _, s := range services {
			orgIDs = append(orgIDs, s.Org)
			if s.Program != "" {
				programIDs = append(programIDs, s.Program)
			}
		}
		orgIDs, programIDs = distinct(orgIDs), distinct(programIDs)
	}
	if w.sets, err = datasets(ctx, tx); err != nil {
		return err
	}
	if w.hidden, err = hiddenPlaces(ctx, tx); err != nil {
		return err
	}
	err = read(ctx, tx, w, (*orgRow).fields, selectOrgs, "id", orgIDs, func(rows []orgRow) {
		for _, o := range rows {
			w.orgs[o.ID] = o
		}
	})
	if err != nil {
		return err
	}
	err = read(ctx, tx, w, (*programRow).fields, selectPrograms, "id", programIDs, func(rows []programRow) {
		for _, p := range rows {
			w.programs[p.ID] = p
		}
	})
	if err != nil {
		return err
	}
	if err := read(ctx, tx, w, (*doorRow).fields, selectDoors, "service_id", ids, func(rows []doorRow) { w.doors = rows }); err != nil {
		return err
	}
	if ids != nil {
		for _, d := range w.doors {
			placeIDs, doorIDs = append(placeIDs, d.Location), append(doorIDs, d.ID)
		}
		placeIDs, doorIDs = distinct(placeIDs), distinct(doorIDs)
		recordIDs = distinct(slices.Concat(ids, orgIDs, programIDs, placeIDs, doorIDs))
	}
	err = read(ctx, tx, w, (*locationRow).fields, selectLocations, "id", placeIDs, func(rows []locationRow) {
		for _, l := range rows {
			w.places[l.ID] = l
		}
	})
	if err != nil {
		return err
	}
	return w.below(ctx, tx, ids, orgIDs, placeIDs, doorIDs, recordIDs)
}
