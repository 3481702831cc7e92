package api

import (
	"bytes"
	"iter"
	"slices"

	"passerelle/internal/directory"
	"passerelle/internal/hsds"
)

// Changes is GET /changes: what other directories follow. One change a line,
// oldest first, from modified_after on: the record as it is now, or that it was
// withdrawn, and what it became when it is one with another. A follower applies
// each line by its resource_id, keeps the modified of the last, and asks from
// there next time; it may see the last lines twice, and misses none.
func Changes(a *API, c *Call) error {
	given, err := c.parameters()
	if err != nil {
		return err
	}
	p := params{given: given, names: []string{"modified_after", "resource_type", "minimal"}}
	q := directory.ReleaseQuery{Since: p.moment("modified_after"), Table: p.text("resource_type"), Most: streamed}
	minimal := p.truth("minimal")
	if q.Table != "" && !slices.Contains(directory.Published, q.Table) {
		p.wrong("resource_type", "hsds.not_a_table")
	}
	if err := p.bad.Err(); err != nil {
		return err
	}
	if err := a.Rate.take(c, streamCost); err != nil {
		return err
	}
	// What changes while this is read comes at the end of the next reading.
	first, last, err := a.Directory.Releases(c.R.Context(), q)
	if err != nil {
		return err
	}
	q.Until = last
	var failed error
	err = lines(c, a.changes(c, q, first, &failed), func(b *bytes.Buffer, some []directory.Release) error {
		if minimal {
			b.Reset()
			for _, x := range some {
				c.change(b, x, nil)
			}
			return nil
		}
		return a.records(c, b, some)
	})
	if failed != nil {
		return failed
	}
	return err
}

// changes reads on, piece by piece, until there is nothing more.
func (a *API) changes(c *Call, q directory.ReleaseQuery, first []directory.Release, failed *error) iter.Seq[[]directory.Release] {
	return func(yield func([]directory.Release) bool) {
		for some := first; len(some) > 0 && yield(some); {
			q.After = some[len(some)-1]
			if some, _, *failed = a.Directory.Releases(c.R.Context(), q); *failed != nil {
				return
			}
		}
	}
}

// records writes changes with what each record says now. One that is not
// public any more, and not yet seen to be so, is left for the next time.
func (a *API) records(c *Call, b *bytes.Buffer, some []directory.Release) error {
	byTable := map[string][]string{}
	for _, x := range some {
		if !x.Withdrawn {
			byTable[x.Table] = append(byTable[x.Table], x.ID)
		}
	}
	return a.Directory.Public(c.R.Context(), c.By, func(r *directory.Reader) error {
		forests := map[string]*hsds.Forest{}
		for _, table := range directory.Published {
			forests[table] = hsds.NewForest(c.lang)
			if err := forests[table].Gather(c.R.Context(), r, table, byTable[table], hsds.Apart); err != nil {
				return err
			}
		}
		b.Reset()
		var record bytes.Buffer
		for _, x := range some {
			record.Reset()
			if x.Withdrawn || forests[x.Table].Write(&record, x.Table, x.ID, hsds.Apart) {
				c.change(b, x, record.Bytes())
			}
		}
		return nil
	})
}

// change writes one line.
func (c *Call) change(b *bytes.Buffer, x directory.Release, record []byte) {
	b.WriteString(`{"resource_type":"` + x.Table + `","resource_id":"` + x.ID + `","modified":"` + directory.Instant(x.At) + `"`)
	switch {
	case x.Withdrawn:
		b.WriteString(`,"withdrawn":true`)
		if x.Became != "" {
			b.WriteString(`,"became":"` + string(x.Became) + `"`)
		}
	case len(record) > 0:
		b.WriteString(`,"record":`)
		b.Write(record)
	}
	b.WriteString("}\n")
}
