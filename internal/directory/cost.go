package directory

import (
	"context"
	"time"

	"passerelle/internal/db"
)

// Cost is a price that a source tells by itself: of what, how much, and in words.
// Words alone that hold at all times are in Listing.Fees.
type Cost struct {
	What     Text
	Priced   bool // Amount is told; zero is for nothing
	Amount   float64
	Currency string // three letters; empty where it is not told
	Note     Text
	From, To time.Time // as in Hours
}

// costs adds the prices of services.
func (w *loader) costs(ctx context.Context, tx *db.Tx, ids []string) error {
	rows, err := some(ctx, tx, (*costRow).fields, selectCosts, "service_id", ids)
	if err != nil {
		return err
	}
	if ids != nil {
		records := make([]string, len(rows))
		for i := range rows {
			records[i] = rows[i].ID
		}
		if err := w.translate(ctx, tx, records); err != nil {
			return err
		}
	}
	w.then(func() {
		for _, r := range inOrder(rows, (*costRow).fields, ids) {
			if l := w.byID[r.Service]; l != nil {
				w.cost(l, &r)
			}
		}
	})
	return nil
}

func (w *loader) cost(l *Listing, r *costRow) {
	c := Cost{What: w.words(r.Dataset, r.ID, "option", r.Option), Currency: r.Currency, Note: w.words(r.Dataset, r.ID, "amount_description", r.Words), From: dateOf(r.From), To: dateOf(r.To)}
	if r.Amount != nil {
		c.Priced, c.Amount = true, *r.Amount
	}
	switch {
	case c.Priced || !c.From.IsZero() || !c.To.IsZero():
		more := l.more()
		more.Costs = append(more.Costs, c)
	default:
		l.Fees = join(l.Fees, Text{FR: joined(c.What.FR, c.Note.FR), EN: joined(c.What.EN, c.Note.EN)})
	}
}
