package app

import "context"

// KeepIndex keeps the index in its file, however small it is.
func (a *App) KeepIndex() {
	from := a.kept.from
	a.kept.from = 0
	a.keepIndex(context.Background())
	a.kept.from = from
}

// Restored reports that the index was taken up from its file: nobody was told
// that it was built. It is for nodes that did not start.
func (a *App) Restored() bool { return len(a.kept.news) == 0 }

// Retain has the clocks of what is kept looked at now.
func (a *App) Retain(ctx context.Context) error { return a.retainNext(ctx, a.Region, 0) }
