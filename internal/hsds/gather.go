package hsds

import (
	"context"

	"passerelle/internal/directory"
)

// Gather plants the public records of a table that have one of the ids, with
// what the form nests below them. It reads table by table, never record by
// record: a page costs as many statements as one service.
func (f *Forest) Gather(ctx context.Context, r *directory.Reader, table string, ids []string, form Form) error {
	if len(ids) == 0 {
		return nil
	}
	if table == "taxonomy" || table == "taxonomy_term" { // those of ours stand in no row
		if _, _, err := r.OwnTerms(ctx); err != nil {
			return err
		}
	}
	g := gathering{ctx: ctx, r: r, f: f, root: table, form: form, fresh: map[string][]string{}}
	if err := g.by(table, "id", ids); err != nil {
		return err
	}
	if err := g.spread(); err != nil {
		return err
	}
	if form != Listed && form != Least {
		if err := g.marks("attribute", "link_id", unmarked); err != nil {
			return err
		}
		if err := g.spread(); err != nil {
			return err
		}
		if err := g.marks("metadata", "resource_id", unlogged); err != nil {
			return err
		}
	}
	return g.marks(directory.Translations.Name, "resource_id", untranslated)
}

// gathering is one call of Gather.
type gathering struct {
	ctx   context.Context
	r     *directory.Reader
	f     *Forest
	root  string
	form  Form
	fresh map[string][]string // planted, and not yet looked below
	all   []place
}

// by plants what Reader.By finds.
func (g *gathering) by(table, column string, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	rows, err := g.r.By(g.ctx, table, column, ids)
	if err != nil {
		return err
	}
	for _, x := range rows {
		if g.f.Add(x) {
			g.fresh[table] = append(g.fresh[table], x.ID())
			g.all = append(g.all, place{table, x.ID()})
		}
	}
	return nil
}

// spread looks below what was planted until nothing new comes.
func (g *gathering) spread() error {
	for len(g.fresh) > 0 {
		now := g.fresh
		g.fresh = map[string][]string{}
		for _, t := range directory.Tables { // in one order, so that the same page is the same statements
			ids := now[t.Name]
			if len(ids) == 0 {
				continue
			}
			if err := g.below(t.Name, ids); err != nil {
				return err
			}
		}
	}
	return nil
}

// below reads what records of a table point at and, in whole forms, what hangs
// on them.
func (g *gathering) below(table string, ids []string) error {
	if g.summed(table) {
		return nil
	}
	for _, s := range pointed[table] {
		if !points(table, s.table, g.inside(table)) {
			continue
		}
		var targets []string
		met := map[string]bool{"": true}
		for _, x := range ids {
			if to := g.f.records[place{table, x}].Get(s.column); !met[to] && !g.f.Has(s.table, to) {
				met[to] = true
				targets = append(targets, to)
			}
		}
		if err := g.by(s.table, "id", targets); err != nil {
			return err
		}
	}
	if g.form == Listed || g.form == Least || g.brief(table) {
		return nil
	}
	for _, l := range limbs[table] {
		if !nests(g.form, table, l.table, g.inside(table)) {
			continue
		}
		if err := g.by(l.table, table+"_id", ids); err != nil {
			return err
		}
	}
	return nil
}

// inside is what a table stands in, as far as nesting minds: the root stands
// in nothing, and everything else somewhere below it.
func (g *gathering) inside(table string) string {
	if table == g.root {
		return ""
	}
	return g.root
}

// summed reports a table whose records only say their sum.
func (g *gathering) summed(table string) bool {
	return g.f.Sums != nil && table == "organization" && g.root != table
}

// brief reports a table whose records are written as a list has them: the
// services of an organization.
func (g *gathering) brief(table string) bool {
	return g.form == Whole && g.root == "organization" && table == "service"
}

// marks reads what may hang on any record: attributes, notes of changes,
// translations.
func (g *gathering) marks(table, column string, never map[string]bool) error {
	var ids []string
	for _, x := range g.all {
		if !never[x.table] && !g.summed(x.table) && !(g.brief(x.table) && table != directory.Translations.Name) {
			ids = append(ids, x.id)
		}
	}
	return g.by(table, column, ids)
}
