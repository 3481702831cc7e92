package ui

import "context"

// HatField is where a form carries the hat under which its page was read: a page
// that stayed open acts on behalf of nobody else.
const HatField = "chapeau"

type hatKey struct{}

// UnderHat has the forms of a page carry a hat.
func UnderHat(ctx context.Context, hat string) context.Context {
	return context.WithValue(ctx, hatKey{}, hat)
}

// hatOf is the hat that a page is rendered under; empty for a page of no worker.
func hatOf(ctx context.Context) string {
	hat, _ := ctx.Value(hatKey{}).(string)
	return hat
}

// sentUnder is the address of a form with a file: its hat is read before what it
// brings.
func sentUnder(ctx context.Context, action string) string {
	if hat := hatOf(ctx); hat != "" {
		return action + "?" + HatField + "=" + hat
	}
	return action
}
