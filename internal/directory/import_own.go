package directory

import (
	"context"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

// own derives our facts from what the package brought: attributes of our
// taxonomies become facts, so do those of vocabularies that we know, and
// services that name no need get those that their words speak of.
func (im *importer) own(ctx context.Context) error {
	if err := sourceFacts(ctx, im.tx); err != nil {
		return err
	}
	if err := guessAll(ctx, im.tx, im.by.Region(), im.serviced); err != nil {
		return err
	}
	return counted(ctx, im.tx, "service_fact")
}

// stranded frees the services whose successor the package hid.
func (im *importer) stranded(ctx context.Context) error {
	freed, err := freeStranded(ctx, im.tx)
	im.serviced = append(im.serviced, freed...)
	return err
}

// sourceFacts makes the facts of sources equal to what attributes, and the
// standard's own capacities, say now; and so with who found them true.
func sourceFacts(ctx context.Context, tx *db.Tx) error {
	said, err := saidBySources(ctx, tx)
	if err != nil {
		return err
	}
	terms, err := foreignTerms(ctx, tx)
	if err != nil {
		return err
	}
	said, err = recognise(said, terms, func(known []string) ([]bearer, error) { return bearersOf(ctx, tx, known) })
	if err != nil {
		return err
	}
	rooms, err := roomsOfSources(ctx, tx)
	if err != nil {
		return err
	}
	now := map[string]Fact{}
	for _, f := range append(said, rooms...) { // our own words before the standard's, which hold less
		if _, ok := now[f.key()]; !ok {
			now[f.key()] = f
		}
	}
	kept, err := facts(ctx, tx, nil)
	if err != nil {
		return err
	}
	same := map[string]bool{}
	for _, f := range kept {
		if f.Origin != Source {
			continue
		}
		if n, ok := now[f.key()]; ok && n.Value == f.Value && n.Attribute == f.Attribute && n.At.Equal(f.At) {
			same[f.key()] = true
			continue
		}
		if err := removeFact(ctx, tx, f); err != nil {
			return err
		}
	}
	var added []Fact
	for key, f := range now {
		if !same[key] {
			added = append(added, f)
		}
	}
	if err := saveFacts(ctx, tx, added); err != nil {
		return err
	}
	return sourceStamps(ctx, tx, now)
}

// sourceStamps makes who found the facts of sources true equal to what the
// sources' metadata say now.
func sourceStamps(ctx context.Context, tx *db.Tx, now map[string]Fact) error {
	by, err := confirmedBySources(ctx, tx)
	if err != nil {
		return err
	}
	kept, err := stamps(ctx, tx, nil)
	if err != nil {
		return err
	}
	told := map[string]stampRow{}
	for key, f := range now {
		if c, ok := by[f.Attribute]; ok {
			told[key] = stampRow{Service: f.Service, Kind: f.Kind, Code: f.Code, Value: f.Value, Origin: Source, Name: c.Name, At: c.At}
		}
	}
	for _, r := range kept {
		key := r.fact().key()
		if r.Origin != Source {
			continue
		}
		if n, ok := told[key]; ok && n.Value == r.Value && n.Name == r.Name && n.At.Equal(r.At.Time) {
			delete(told, key)
			continue
		}
		old := r.fact()
		old.Origin = Source
		if err := removeStamp(ctx, tx, old); err != nil {
			return err
		}
	}
	for _, r := range told {
		if err := saveStamp(ctx, tx, Fact{Service: r.Service, Kind: r.Kind, Code: r.Code, Value: r.Value}, Source, "", r.Name, r.At.Time); err != nil {
			return err
		}
	}
	return nil
}

// guessAll reads the needs that services speak of: from their names and terms,
// and only when these say nothing from their descriptions, which mention much
// that they do not do.
func guessAll(ctx context.Context, tx *db.Tx, region access.Region, ids []string) error {
	asked := map[access.Service]bool{}
	services := make([]access.Service, len(ids))
	for i, s := range ids {
		services[i] = access.Service(s)
		asked[services[i]] = true
	}
	// Beyond a few hundred services, reading all of them is quicker.
	read, of := LoadSome, ids
	if len(ids) > 500 {
		of = nil
		read = func(ctx context.Context, tx *db.Tx, region access.Region, _ []access.Service) ([]*Listing, error) {
			return Load(ctx, tx, region)
		}
	}
	listings, err := read(ctx, tx, region, services)
	if err != nil || len(ids) == 0 {
		return err
	}
	old, err := facts(ctx, tx, of)
	if err != nil {
		return err
	}
	for _, f := range old {
		if f.Origin == Guess && asked[f.Service] {
			if err := removeFact(ctx, tx, f); err != nil {
				return err
			}
		}
	}
	var added []Fact
	for _, l := range listings {
		if !asked[l.ID] {
			continue
		}
		for _, code := range GuessNeeds(l) {
			added = append(added, Fact{Service: l.ID, Kind: FactNeed, Code: code, Origin: Guess})
		}
	}
	return saveFacts(ctx, tx, added)
}

// GuessNeeds reads which needs a listing speaks of.
func GuessNeeds(l *Listing) []string {
	if found := NeedsIn(strings.Join([]string{l.Name.FR, l.Name.EN, strings.Join(l.Terms, ". ")}, ". ")); len(found) > 0 {
		return found
	}
	return NeedsIn(l.Summary.FR + ". " + l.Summary.EN)
}
