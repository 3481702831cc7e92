package web

import (
	"strings"
	"time"

	"passerelle/internal/directory"
	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
)

// costs are the prices that are not over: of what, how much, what is said of it, and
// between which dates.
func costs(l *i18n.Local, m *directory.Particulars, today time.Time) (list []page.Cost) {
	for _, c := range m.Costs {
		if !c.To.IsZero() && c.To.Before(today) {
			continue
		}
		parts := []i18n.Text{said(l, c.What), {}, said(l, c.Note), {}}
		if c.Priced {
			parts[1] = money(l, c)
		}
		if h := (directory.Hours{From: c.From, To: c.To}); !c.To.IsZero() || c.From.After(today) {
			parts[3] = dates(l, h)
		}
		var row page.Cost
		for _, part := range parts {
			if part.S != "" {
				row.Parts = append(row.Parts, part)
			}
		}
		if len(row.Parts) > 0 {
			list = append(list, row)
		}
	}
	return list
}

// money is a sum in its currency; where a source tells none, nobody guesses it.
func money(l *i18n.Local, c directory.Cost) i18n.Text {
	if c.Amount == 0 {
		return l.Text("service.free")
	}
	n := l.Amount(c.Amount)
	switch currency := strings.ToUpper(c.Currency); currency {
	case "CAD":
		return l.Text("service.cad", "n", n)
	case "":
		return i18n.Text{S: n}
	default:
		return l.Text("service.currency", "n", n, "currency", currency)
	}
}
