package house

import "sort"

// exceptions are the places that a rule lets through, each with its reason.
// The key is "package function", the function being where the SQL stands. One
// that is no longer needed fails: a list of exceptions must not outlive them.
type exceptions struct {
	list map[string]string
	used map[string]bool
}

func (s Statement) key() string { return Internal(s.File.Dir) + " " + s.Func }

// use starts a run and returns whether a statement is let through.
func (e *exceptions) use() func(Statement) bool {
	e.used = map[string]bool{}
	return func(s Statement) bool {
		if _, ok := e.list[s.key()]; ok {
			e.used[s.key()] = true
			return true
		}
		return false
	}
}

// unused are the entries that nothing needed; only on the checkout, since a
// planted tree needs none.
func (e *exceptions) unused(t *Tree) (bad []Finding) {
	if !t.whole() {
		return nil
	}
	var keys []string
	for k := range e.list {
		if !e.used[k] {
			keys = append(keys, k)
		}
	}
	sort.Strings(keys)
	for _, k := range keys {
		bad = append(bad, found("test/house", "the exception %q is not needed any more: remove it", k))
	}
	return bad
}

// whole tells the checkout from a planted tree.
func (t *Tree) whole() bool { _, ok := t.Other["go.mod"]; return ok }
