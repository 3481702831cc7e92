package directory

import (
	"context"
	"slices"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

// Offer is one thing that a page about to go says and the page that stays does
// not, or says otherwise.
type Offer struct {
	Key  string // names it in a form
	Type string // a table of HSDS, or ChangeFact: see Change
	// Field and Lang name a passage of the service; Field names a fact by kind
	// and code.
	Field, Lang string
	Value       string // as a reader understands it
	Kept        string // what the page that stays says instead; "" = nothing
	Usual       bool   // taken unless somebody says otherwise: nothing stands in its way
	record      stored // of a row that is copied
	fact        Fact
}

// plainFields are those that have no language.
var plainFields = []string{"url", "email", "minimum_age", "maximum_age"}

// takenFacts are the kinds of facts that one page takes from another. Places
// left and closures are of today, and of the page that says them.
var takenFacts = []FactKind{FactPaper, FactAsk, FactNeed, FactPopulation, FactMark, FactInterpreter, FactAsker}

// comparison is two pages side by side, with the rows that they are made of.
type comparison struct {
	keep, gone *Listing
	language   string // the record that stays is written in
	own        stored // the record that stays
	offers     []Offer
	hours      []stored // of entry points of the page that goes
}

// compare looks for what the page that goes has more. Terms of other
// vocabularies, prices and areas are not taken over: they stay in its record.
func compare(ctx context.Context, tx *db.Tx, keep, gone *Listing) (c comparison, err error) {
	c = comparison{keep: keep, gone: gone}
	rows, err := fullOf(ctx, tx, TableOf("service"), []string{string(keep.ID), string(gone.ID)})
	if err != nil {
		return c, err
	}
	var other stored
	for _, r := range rows {
		if r.ID() == string(keep.ID) {
			c.own = r
		} else {
			other = r
		}
	}
	if c.language, err = languageOf(ctx, tx, c.own.Dataset); err != nil {
		return c, err
	}
	c.texts(other)
	theirs, err := recordsAround(ctx, tx, gone.ID)
	if err != nil {
		return c, err
	}
	ours, err := recordsAround(ctx, tx, keep.ID)
	if err != nil {
		return c, err
	}
	if err := c.rows(ctx, tx, theirs, ours); err != nil {
		return c, err
	}
	return c, c.facts(ctx, tx)
}

func (c *comparison) offer(o Offer) { c.offers = append(c.offers, o) }

func (c *comparison) texts(other stored) {
	for _, p := range passages {
		mine, theirs := p.of(c.keep), p.of(c.gone)
		for _, lang := range []string{"fr", "en"} {
			if v := theirs.in(lang); v != "" && v != mine.in(lang) {
				c.offer(Offer{Key: "text:" + p.field + ":" + lang, Type: "service", Field: p.field, Lang: lang, Value: v, Kept: mine.in(lang), Usual: mine.in(lang) == ""})
			}
		}
	}
	for _, field := range plainFields {
		if v, mine := other.Get(field), c.own.Get(field); v != "" && v != mine {
			c.offer(Offer{Key: "text:" + field + ":", Type: "service", Field: field, Value: v, Kept: mine, Usual: mine == ""})
		}
	}
}

// rows offers telephones, entry points, hours and documents.
func (c *comparison) rows(ctx context.Context, tx *db.Tx, theirs, ours []around) error {
	own := func(r stored) bool {
		return r.Get("service_id") == string(c.gone.ID) || r.Get("service_at_location_id") != ""
	}
	read := func(table string) (mine, other []stored, err error) {
		if other, err = shownOf(ctx, tx, theirs, table); err == nil {
			mine, err = shownOf(ctx, tx, ours, table)
		}
		return mine, other, err
	}
	phones := traitsOf(c.keep).phones
	_, list, err := read("phone")
	if err != nil {
		return err
	}
	for _, r := range list {
		n := phoneKey(Phone{Number: r.Get("number"), Kind: r.Get("type")})
		if own(r) && n != "" && !slices.Contains(phones, n) {
			phones = append(phones, n)
			c.offer(Offer{Key: "phone:" + r.ID(), Type: "phone", Value: summary(r.Record), Usual: true, record: r})
		}
	}
	mine, list, err := read("service_at_location")
	if err != nil {
		return err
	}
	for _, r := range list {
		if !slices.ContainsFunc(mine, func(m stored) bool { return m.Get("location_id") == r.Get("location_id") }) {
			c.offer(Offer{Key: "door:" + r.ID(), Type: "service_at_location", Value: c.gone.placeNamed(r.Get("location_id")), Usual: len(mine) == 0, record: r})
		}
	}
	if _, list, err = read("schedule"); err != nil {
		return err
	}
	for _, r := range list {
		switch {
		case r.Get("service_at_location_id") != "":
			c.hours = append(c.hours, r)
		case r.Get("service_id") != "" && !c.keep.saysHours():
			c.offer(Offer{Key: "schedule:" + r.ID(), Type: "schedule", Value: summary(r.Record), Usual: true, record: r})
		}
	}
	if mine, list, err = read("required_document"); err != nil {
		return err
	}
	for _, r := range list {
		if !slices.ContainsFunc(mine, func(m stored) bool { return m.Get("document") == r.Get("document") }) {
			c.offer(Offer{Key: "document:" + r.ID(), Type: "required_document", Value: r.Get("document"), Usual: true, record: r})
		}
	}
	return nil
}

// placeNamed is one of a listing's places in a line. A hidden one has no words
// of its own but its town.
func (l *Listing) placeNamed(id string) string {
	for i := range l.Places {
		if p := &l.Places[i]; p.ID == id {
			var parts []string
			for _, s := range []string{textOf(p.Name), p.Address, p.City} {
				if s != "" {
					parts = append(parts, s)
				}
			}
			return strings.Join(parts, ", ")
		}
	}
	return ""
}

func (c *comparison) facts(ctx context.Context, tx *db.Tx) error {
	for _, code := range c.gone.Languages {
		if !slices.Contains(c.keep.Languages, code) {
			f := Fact{Kind: FactLanguage, Code: code, Value: "always"}
			if c.gone.Particulars().CallsAhead(code) {
				f.Value = "sometimes"
			}
			c.offerFact(f)
		}
	}
	all, err := facts(ctx, tx, []string{string(c.keep.ID), string(c.gone.ID)})
	if err != nil {
		return err
	}
	said := map[FactKey]bool{}
	for _, f := range all {
		if f.Service == c.keep.ID && f.Origin != Guess {
			said[FactKey{f.Kind, f.Code}] = true
		}
	}
	for _, f := range winners(all) {
		if f.Service == c.gone.ID && f.Origin != Guess && f.holds() && slices.Contains(takenFacts, f.Kind) && !said[FactKey{f.Kind, f.Code}] {
			c.offerFact(Fact{Kind: f.Kind, Code: f.Code, Value: f.Value})
		}
	}
	return nil
}

func (c *comparison) offerFact(f Fact) {
	name := string(f.Kind) + ":" + f.Code
	c.offer(Offer{Key: "fact:" + name, Type: ChangeFact, Field: name, Value: factShown(f), Usual: true, fact: f})
}

// take has the page that stays say what the other said.
func (o Offer) take(ctx context.Context, tx *db.Tx, by access.Actor, c comparison) error {
	keep := c.keep.ID
	switch o.Type {
	case ChangeFact:
		canonical, err := checkAll([]Fact{o.fact})
		if err != nil {
			return err
		}
		return declare(ctx, tx, by, keep, canonical)
	case "service":
		return o.takeText(ctx, tx, by, c)
	}
	lang, err := languageOf(ctx, tx, o.record.Dataset)
	if err != nil {
		return err
	}
	copied := func(r Record, hang string, on string) (string, error) {
		n := NewRecord(r.Table, tx.NewID())
		copy(n.Values[1:], r.Values[1:])
		for _, column := range []string{"service_id", "service_at_location_id", "location_id", "contact_id"} {
			if column != "location_id" || r.Table != "service_at_location" {
				n.Set(column, "")
			}
		}
		n.Set(hang, on)
		return n.ID(), addRecord(ctx, tx, by, keep, lang, n)
	}
	id, err := copied(o.record.Record, "service_id", string(keep))
	if err != nil || o.Type != "service_at_location" {
		return err
	}
	for _, h := range c.hours {
		if h.Get("service_at_location_id") == o.record.ID() {
			if _, err := copied(h.Record, "service_at_location_id", id); err != nil {
				return err
			}
		}
	}
	return nil
}

func (o Offer) takeText(ctx context.Context, tx *db.Tx, by access.Actor, c comparison) error {
	if o.Lang == "" || o.Lang == c.language {
		return correct(ctx, tx, by, c.keep.ID, o.Field, o.Value)
	}
	return translate(ctx, tx, by, c.keep.ID, o.Field, o.Lang, o.Value)
}
