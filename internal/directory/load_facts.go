package directory

import (
	"context"
	"slices"

	"passerelle/internal/db"
	"passerelle/internal/text"
)

// said adds what hangs on services alone, and our own facts.
func (w *loader) said(ctx context.Context, tx *db.Tx, ids []string) error {
	for _, kind := range []struct {
		query, column string
		do            func(*Listing, pair)
	}{
		{selectDocuments, "service_id", func(l *Listing, p pair) {
			name := w.words(p.Dataset, p.ID, "document", p.A)
			if !name.Empty() {
				l.Documents = append(l.Documents, name)
			}
			l.page(Webpage{About: AboutDocument, Label: name, URL: p.B})
		}},
		{selectTerms, "link_id", func(l *Listing, p pair) {
			switch told := w.words(p.Dataset, p.ID, "label", p.A); {
			case told.Empty():
			case p.B == "audience":
				more := l.more()
				more.Audience = append(more.Audience, told)
			case p.B == "payment-accepted" && !oneOf(text.Fold(p.A), "none", "aucun", "aucune"): // there is nothing to pay
				more := l.more()
				more.Payments = append(more.Payments, told)
			}
			if p.A != "" && !slices.Contains(FactKinds, FactKind(p.B)) && !oneOf(p.B, hiddenTaxonomies...) {
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
		w.then(func() {
			for _, r := range inOrder(rows, (*pair).fields, ids) {
				if l := w.byID[r.Of]; l != nil && r.A+r.B != "" {
					kind.do(l, r)
				}
			}
		})
	}
	if err := w.costs(ctx, tx, ids); err != nil {
		return err
	}
	all, err := factsRead(ctx, tx, ids)
	if err != nil {
		return err
	}
	sure, err := stamps(ctx, tx, ids)
	if err != nil {
		return err
	}
	w.then(func() {
		if ids == nil {
			all = factsInOrder(all)
		}
		w.facts(all, sure)
	})
	return nil
}

// facts says our own facts on the listings, and who confirmed each.
func (w *loader) facts(all []Fact, sure []stampRow) {
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
}

// hiddenTaxonomies hold what an import keeps of its source: nothing a reader
// would look for.
var hiddenTaxonomies = []string{string(addressShown), "source-fields", "source-id", "schedule-kind", "payment-accepted"}
