package directory

import (
	"cmp"
	"context"
	"slices"
	"sort"

	"passerelle/internal/db"
)

// children are rows by what they hang on.
type children struct {
	addresses map[string][]addressRow
	phones    map[string][]phoneRow
	schedules map[string][]scheduleRow
	access    map[string][]pair
	contacts  map[string][]contactRow
	areas     map[string][]areaRow
	urls      map[string][]urlRow
	spoken    map[string][]languageRow
}

func (w *loader) below(ctx context.Context, tx *db.Tx, ids, orgs, places, doors, records []string) error {
	err := read(ctx, tx, w, (*addressRow).fields, selectAddresses, "location_id", places, func(rows []addressRow) {
		for _, a := range rows {
			w.children.addresses[a.Location] = append(w.children.addresses[a.Location], a)
		}
	})
	if err != nil {
		return err
	}
	people, err := w.contacts(ctx, tx, ids, places, doors)
	if err != nil {
		return err
	}
	areas, err := w.areas(ctx, tx, ids, doors)
	if err != nil {
		return err
	}
	urls, err := w.urls(ctx, tx, ids, orgs)
	if err != nil {
		return err
	}
	phones, err := hanging(ctx, tx, (*phoneRow).fields, selectPhones, ids, map[string][]string{"service_id": ids, "location_id": places, "service_at_location_id": doors, "organization_id": orgs, "contact_id": people})
	if err != nil {
		return err
	}
	w.then(func() { w.phones(inOrder(phones, (*phoneRow).fields, ids)) })
	schedules, err := hanging(ctx, tx, (*scheduleRow).fields, selectSchedules, ids, map[string][]string{"service_id": ids, "location_id": places, "service_at_location_id": doors})
	if err != nil {
		return err
	}
	w.then(func() { w.schedules(inOrder(schedules, (*scheduleRow).fields, ids)) })
	closing, err := closings(ctx, tx)
	if err != nil {
		return err
	}
	w.then(func() { w.closed = closing })
	var numbers []string
	for _, p := range phones {
		numbers = append(numbers, p.ID)
	}
	spoken, err := hanging(ctx, tx, (*languageRow).fields, selectLanguages, ids, map[string][]string{"service_id": ids, "location_id": places, "phone_id": numbers})
	if err != nil {
		return err
	}
	w.then(func() { w.languages(inOrder(spoken, (*languageRow).fields, ids)) })
	err = read(ctx, tx, w, (*pair).fields, selectAccess, "location_id", places, func(rows []pair) {
		for _, r := range rows {
			w.children.access[r.Of] = append(w.children.access[r.Of], r)
		}
	})
	if err != nil {
		return err
	}
	if ids != nil {
		records = slices.Concat(records, people, areas, urls)
		for _, p := range phones {
			records = append(records, p.ID)
		}
		for _, p := range schedules {
			records = append(records, p.ID)
		}
		for _, l := range spoken {
			records = append(records, l.ID)
		}
		for _, list := range w.children.access {
			records = append(records, idsOfPairs(list)...)
		}
		records = distinct(records)
	}
	return w.translate(ctx, tx, records)
}

// translate reads the other languages of some records, or of all when ids is
// nil. What a machine put into another language never stands for the words of an
// organisation (hsds.md, section 5): the page has the words that somebody wrote.
func (w *loader) translate(ctx context.Context, tx *db.Tx, records []string) error {
	return read(ctx, tx, w, (*translationRow).fields, selectTranslations, "resource_id", records, func(rows []translationRow) {
		for _, t := range rows {
			if t.Origin == machineMade {
				continue
			}
			k := toldKey{t.Record, t.Field}
			said := w.told[k]
			switch lang := BaseLanguage(t.Language); lang {
			case "fr":
				said.FR = t.Words
			case "en":
				said.EN = t.Words
			default:
				if lang != "" && t.Field != "name" && hasLanguage(t.Field) {
					w.others[t.Record] = append(w.others[t.Record], otherWord{lang, t.Field, t.Words})
				}
				continue
			}
			w.told[k] = said
		}
	})
}

// otherWord is a passage in a language that is neither French nor English.
type otherWord struct{ language, field, words string }

// inOther adds the passages of a service in other languages.
func (w *loader) inOther(l *Listing, of string) {
	for _, x := range w.others[of] {
		more := l.more()
		if more.InOther == nil {
			more.InOther = map[string]map[string]string{}
		}
		if more.InOther[x.language] == nil {
			more.InOther[x.language] = map[string]string{}
		}
		more.InOther[x.language][x.field] = x.words
	}
}

// hang puts each row on the first of the things that it names.
func hang[T any](on map[string][]T, rows []T, names func(*T) []string) {
	for i := range rows {
		for _, of := range names(&rows[i]) {
			if of != "" {
				on[of] = append(on[of], rows[i])
				break
			}
		}
	}
}

// Telephones and schedules hang on the nearest thing that they name.

func (w *loader) phones(rows []phoneRow) {
	hang(w.children.phones, rows, func(p *phoneRow) []string { return []string{p.Service, p.Door, p.Location, p.Org, p.Contact} })
}

func (w *loader) schedules(rows []scheduleRow) {
	hang(w.children.schedules, rows, func(s *scheduleRow) []string { return []string{s.Door, s.Service, s.Location} })
}

// inOrder puts the rows of a whole table in the order of their ids; those that
// were read by ids are.
func inOrder[T any](rows []T, fields func(*T) []any, ids []string) []T {
	if ids == nil {
		return byFirst(rows, fields)
	}
	return rows
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
	for _, column := range []string{"service_id", "service_at_location_id", "location_id", "organization_id", "contact_id", "phone_id"} {
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
		said := w.told[toldKey{record, field}]
		t.FR, t.EN = cmp.Or(t.FR, said.FR), cmp.Or(t.EN, said.EN)
	}
	return t
}
